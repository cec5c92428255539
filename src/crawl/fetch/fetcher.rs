//! Sends requests and takes answers.

use super::body;
use super::client::Clients;
use super::error::{FetchError, failed};
use super::gate::host_of_page;
use super::request::Lines;
use super::resolver::Resolver;
use crate::archive::{Answer, Exchange};
use crate::crawl::key::host_of;
use crate::crawl::plan::{FetchLimits, Plan};
use crate::crawl::visit::Validators;
use reqwest::{Client, Response};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// Longest time limit that clocks can be trusted with; a longer one means none.
const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Fetches pages within the limits of a plan. Clones share connections and names.
#[derive(Clone)]
pub struct Fetcher(Arc<Inner>);

struct Inner {
    limits: FetchLimits,
    fixed_time: Option<i64>,
    unverified_hosts: BTreeSet<String>,
    lines: Lines,
    resolver: Arc<Resolver>,
    clients: Clients,
    room: Semaphore,
}

/// What to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The address; its fragment is not sent.
    pub url: &'a Url,
    /// What is known of the last version: if the server has no other, it answers 304 without a body.
    pub validators: Option<&'a Validators>,
    /// Bytes of the body as sent, in place of the plan's [`FetchLimits::max_bytes`].
    pub max_bytes: Option<usize>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Request and answer, without notes. The reason phrase is the standard's, the names of the header lines are in lower case.
    pub exchange: Exchange,
    /// Milliseconds from the request to the last byte.
    pub milliseconds: u64,
    /// Whether the server's certificate was taken unseen; to be noted in the archive.
    pub unverified: bool,
}

impl Fetcher {
    /// Makes ready to fetch.
    ///
    /// # Errors
    /// [`FetchError::Setup`] if the contact cannot stand in a header line.
    pub fn new(plan: &Plan) -> Result<Self, FetchError> {
        let contact = plan.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty());
        let lines = Lines::new(contact)?;
        let resolver = Arc::new(Resolver::new(plan, contact.is_none()));
        let clients = Clients::new(Arc::clone(&resolver), &plan.fetch)?;
        let (limits, room) = (plan.fetch, body::room(&plan.fetch));
        let unverified_hosts = plan.unverified_hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        Ok(Self(Arc::new(Inner { limits, fixed_time: plan.fixed_time, unverified_hosts, lines, resolver, clients, room })))
    }

    /// The machines behind an address that may be asked, at least one; the first stands for the host when politeness counts by
    /// machine. The answer is the same for the whole run.
    ///
    /// # Errors
    /// Whatever forbids to fetch the address ([`FetchError::Scheme`], [`FetchError::Credentials`], [`FetchError::Port`],
    /// [`FetchError::NoContact`], [`FetchError::Forbidden`]), or [`FetchError::Unresolved`] and [`FetchError::Timeout`].
    pub async fn resolve(&self, url: &Url) -> Result<Vec<IpAddr>, FetchError> {
        let host = host_of_page(url)?;
        Ok(self.0.resolver.resolve(&host).await?.to_vec())
    }

    /// Asks once. An answer of any status is an answer, a redirect too; so is one whose body was cut short
    /// ([`Answer::truncated`]) by the limits, the connection's end or garbage.
    ///
    /// # Errors
    /// Any [`FetchError`].
    pub async fn fetch(&self, ask: &Ask<'_>) -> Result<Fetched, FetchError> {
        let inner = &*self.0;
        inner.resolver.resolve(&host_of_page(ask.url)?).await?;
        let (client, unverified) = inner.client(ask.url)?;
        let (request, head) = inner.lines.request(ask.url, ask.validators)?;
        let time = inner.fixed_time.unwrap_or_else(now);
        let start = Instant::now();
        let deadline = start + inner.limits.total.min(FOR_EVER);
        let response = match timeout_at(deadline, client.execute(request)).await {
            Ok(response) => response.map_err(|error| failed(&error, inner.limits.max_header_bytes))?,
            Err(_) => return Err(FetchError::Timeout { stage: "the head" }),
        };
        let address = inner.peer(ask.url, &response)?;
        let answer = inner.answer(response, ask.max_bytes, deadline).await?;
        let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let url = ask.url.as_str().to_owned();
        let exchange = Exchange { url, time, address, request: head, answer: Some(answer), notes: Vec::new() };
        Ok(Fetched { exchange, milliseconds, unverified })
    }
}

impl Inner {
    /// The client for an address, and whether it trusts everybody.
    fn client(&self, url: &Url) -> Result<(&Client, bool), FetchError> {
        if url.scheme() == "http" {
            return Ok((self.clients.plain(), false));
        }
        let listed = |host: &str| self.unverified_hosts.contains(host);
        let excepted = !self.unverified_hosts.is_empty()
            && (url.host_str().is_some_and(listed) || host_of(url).is_some_and(|host| listed(&host)));
        let client = if excepted { self.clients.unverified()? } else { self.clients.verified()? };
        Ok((client, excepted))
    }

    /// The machine that answered, if it was allowed to: the last of the checks, should the ones before ever be got round.
    fn peer(&self, url: &Url, response: &Response) -> Result<Option<IpAddr>, FetchError> {
        let Some(peer) = response.remote_addr() else { return Ok(None) };
        self.resolver.check(url.host_str().unwrap_or_default(), peer.ip())?;
        Ok(Some(peer.ip()))
    }

    async fn answer(&self, mut response: Response, max_bytes: Option<usize>, deadline: Instant) -> Result<Answer, FetchError> {
        let limit = self.limits.max_header_bytes;
        // Name, colon, blank, value and the end of the line.
        let header_bytes: usize = response.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if header_bytes > limit {
            return Err(FetchError::HeaderTooLarge { limit });
        }
        let max = max_bytes.unwrap_or(self.limits.max_bytes);
        let body = body::read(&mut response, &self.limits, max, deadline, &self.room).await?;
        let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
        let status = response.status();
        Ok(Answer {
            status: status.as_u16(),
            reason: status.canonical_reason().unwrap_or_default().to_owned(),
            headers: headers.collect(),
            body: body.bytes,
            truncated: body.truncated,
        })
    }
}

/// Seconds since 1970; a clock before that stands at 0.
fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}
