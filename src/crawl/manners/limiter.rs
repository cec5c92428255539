//! Spaces requests to a host, and to a machine that serves many hosts.

use crate::crawl::plan::Manners;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Entries kept before those that hold nobody back are looked for; doubled while all of them do.
const FORGET_FROM: usize = 1024;

/// Decides who may ask next.
///
/// A turn is the start of a request. Turns of one host come in the order in which they were asked for, and so do those of one
/// machine. A host waits for its own delay first and only then stands in its machine's queue: one host with a crawl delay of an
/// hour does not hold up its neighbours.
#[derive(Debug)]
pub struct Limiter {
    machine_delay: Duration,
    hosts: Mutex<Known<String, Arc<Host>>>,
    machines: Mutex<Known<IpAddr, Instant>>,
}

/// When a host may be asked again; its lock is its queue, which tokio serves in the order of arrival.
type Host = tokio::sync::Mutex<Option<Instant>>;

#[derive(Debug)]
struct Known<K, V> {
    entries: HashMap<K, V>,
    forget_at: usize,
}

impl<K: Eq + Hash, V> Known<K, V> {
    fn new() -> Self {
        Self { entries: HashMap::new(), forget_at: FORGET_FROM }
    }

    /// Drops entries that hold nobody back, now and then.
    fn forget(&mut self, needed: impl Fn(&V) -> bool) {
        if self.entries.len() >= self.forget_at {
            self.entries.retain(|_, value| needed(value));
            self.forget_at = FORGET_FROM.max(self.entries.len() * 2);
        }
    }
}

impl Limiter {
    /// Nobody was asked yet.
    pub fn new(manners: &Manners) -> Self {
        Self { machine_delay: manners.address_delay, hosts: Mutex::new(Known::new()), machines: Mutex::new(Known::new()) }
    }

    /// Waits until both a host and the machine behind it may be asked, and takes the turn. The host's next turn comes `host_delay`
    /// later (its crawl delay, or [`Manners::delay`]), the machine's [`Manners::address_delay`] later.
    ///
    /// Whoever stops waiting leaves the host's queue without a trace, and at most one turn of the machine unused.
    pub async fn turn(&self, host: &str, machine: IpAddr, host_delay: Duration) {
        if host_delay.is_zero() {
            return self.machine_turn(machine).await;
        }
        let host = self.host(host);
        let mut next = host.lock().await;
        if let Some(next) = *next {
            sleep_until(next).await;
        }
        self.machine_turn(machine).await;
        *next = Instant::now().checked_add(host_delay);
    }

    fn host(&self, host: &str) -> Arc<Host> {
        let mut hosts = lock(&self.hosts);
        if let Some(known) = hosts.entries.get(host) {
            return Arc::clone(known);
        }
        let now = Instant::now();
        hosts.forget(|host| Arc::strong_count(host) > 1 || host.try_lock().is_ok_and(|next| next.is_some_and(|next| next > now)));
        let new = Arc::new(Host::new(None));
        hosts.entries.insert(host.to_owned(), Arc::clone(&new));
        new
    }

    async fn machine_turn(&self, machine: IpAddr) {
        if self.machine_delay.is_zero() {
            return;
        }
        let now = Instant::now();
        let turn = {
            let mut machines = lock(&self.machines);
            machines.forget(|next| *next > now);
            let next = machines.entries.entry(machine.to_canonical()).or_insert(now);
            let turn = now.max(*next);
            *next = turn.checked_add(self.machine_delay).unwrap_or(turn);
            turn
        };
        if turn > now {
            sleep_until(turn).await;
        }
    }
}

#[cfg(test)]
impl Limiter {
    /// Hosts and machines remembered.
    pub(super) fn remembered(&self) -> usize {
        lock(&self.hosts).entries.len() + lock(&self.machines).entries.len()
    }
}

/// What a panicking holder left behind is whole: every change under these locks is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
