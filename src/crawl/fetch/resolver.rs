//! Finds the machines behind a host, and lets only those through that may be asked.

use super::error::FetchError;
use super::ranges::{Range, range_of};
use crate::crawl::plan::Plan;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::lookup_host;
use tokio::time::timeout;
use url::Host;

/// Hosts remembered; a crawl that meets more begins to ask again.
const MOST_REMEMBERED: usize = 65_536;

/// The allowed machines of every host met in a run: one host, one answer, so that what was checked is what is connected to, however
/// often its name server changes its mind in between (DNS rebinding).
#[derive(Debug)]
pub(super) struct Resolver {
    /// Hosts the plan names machines for.
    named: BTreeMap<String, SocketAddr>,
    known: Mutex<HashMap<String, Arc<[IpAddr]>>>,
    allow_loopback: bool,
    /// Without a contact nothing else is allowed.
    only_loopback: bool,
    patience: Duration,
}

impl Resolver {
    pub(super) fn new(plan: &Plan, only_loopback: bool) -> Self {
        let named = plan.resolve.iter().map(|(host, address)| (host.to_ascii_lowercase(), *address)).collect();
        let patience = plan.fetch.connect;
        Self { named, known: Mutex::default(), allow_loopback: plan.allow_loopback, only_loopback, patience }
    }

    /// The machines of a host that may be asked, at least one. IPv4 comes first and each kind in numeric order, so that a machine
    /// which serves many names is known by the same address under each of them, in whatever order its name server lists them.
    ///
    /// Machines that may not be asked are passed over; the host is refused if no other is left.
    pub(super) async fn resolve(&self, host: &Host<&str>) -> Result<Arc<[IpAddr]>, FetchError> {
        match host {
            Host::Ipv4(address) => self.allowed(&address.to_string(), vec![IpAddr::V4(*address)]),
            Host::Ipv6(address) => self.allowed(&address.to_string(), vec![IpAddr::V6(*address)]),
            Host::Domain(name) => self.resolve_name(name).await,
        }
    }

    async fn resolve_name(&self, name: &str) -> Result<Arc<[IpAddr]>, FetchError> {
        if let Some(known) = self.known(name) {
            return Ok(known);
        }
        let found = self.allowed(name, self.look_up(name).await?)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(name.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    fn known(&self, name: &str) -> Option<Arc<[IpAddr]>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// All machines of a name, as the plan, the standard or the system's resolver tells.
    async fn look_up(&self, name: &str) -> Result<Vec<IpAddr>, FetchError> {
        if let Some(named) = self.named.get(name) {
            return Ok(vec![named.ip()]);
        }
        // Names under `localhost` are this machine and no name server's business (RFC 6761 §6.3).
        let bare = name.trim_end_matches('.');
        if bare == "localhost" || bare.ends_with(".localhost") {
            return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
        }
        // Any other name leads away from this machine: without a contact not even a name server is asked.
        if self.only_loopback {
            return Err(FetchError::NoContact { host: name.to_owned() });
        }
        match timeout(self.patience, lookup_host((name, 0))).await {
            Err(_) => Err(FetchError::Timeout { stage: "resolving" }),
            Ok(Err(error)) => Err(FetchError::Unresolved { host: name.to_owned(), reason: error.to_string() }),
            Ok(Ok(found)) => Ok(found.map(|address| address.ip()).collect()),
        }
    }

    /// Drops the machines that may not be asked, and puts the others in order.
    pub(super) fn allowed(&self, host: &str, mut addresses: Vec<IpAddr>) -> Result<Arc<[IpAddr]>, FetchError> {
        let mut refused = None;
        addresses.retain(|address| match self.check(host, *address) {
            Ok(()) => true,
            Err(error) => {
                refused.get_or_insert(error);
                false
            }
        });
        if addresses.is_empty() {
            let unknown = || FetchError::Unresolved { host: host.to_owned(), reason: "it has no address".to_owned() };
            return Err(refused.unwrap_or_else(unknown));
        }
        addresses.sort_unstable();
        addresses.dedup();
        Ok(addresses.into())
    }

    /// Whether a machine may be asked.
    pub(super) fn check(&self, host: &str, address: IpAddr) -> Result<(), FetchError> {
        let forbidden = |range| Err(FetchError::Forbidden { host: host.to_owned(), address, range });
        match range_of(address) {
            Range::Special(range) => forbidden(range),
            Range::Loopback if self.allow_loopback => Ok(()),
            Range::Loopback => forbidden("loopback"),
            Range::Public if self.only_loopback => Err(FetchError::NoContact { host: host.to_owned() }),
            Range::Public => Ok(()),
        }
    }
}

/// The resolver as reqwest asks it.
///
/// The port the plan names for a host is connected to unless the address has a port of its own: reqwest puts the address's explicit
/// port in place of the resolver's, and the scheme's where the resolver says 0.
pub(super) struct Names(pub(super) Arc<Resolver>);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = Arc::clone(&self.0);
        Box::pin(async move {
            let name = name.as_str();
            let port = resolver.named.get(name).map_or(0, SocketAddr::port);
            let found = resolver.resolve_name(name).await?;
            let count = found.len();
            let addresses: Addrs = Box::new((0..count).map(move |at| SocketAddr::new(found[at], port)));
            Ok(addresses)
        })
    }
}
