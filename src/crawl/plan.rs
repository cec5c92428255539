//! What to crawl and how: the validated settings of a crawl, with their defaults.

use super::key::host_of;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// Everything a crawl needs to know before it starts.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whom to look at.
    pub sources: Vec<SourcePlan>,
    /// Folder of the archive and of the state beside it.
    pub archive: PathBuf,
    /// Address of a person, as mail or web address, that servers can complain to. Without it only loopback is crawled.
    pub contact: Option<String>,
    /// How to behave towards servers.
    pub manners: Manners,
    /// What one fetch may cost.
    pub fetch: FetchLimits,
    /// What the whole run may cost.
    pub budget: Budget,
    /// In which order pages are looked for.
    pub order: Order,
    /// When a page is looked at again.
    pub revisit: Revisit,
    /// Host names that do not go through the resolver, as with `curl --resolve`.
    pub resolve: BTreeMap<String, SocketAddr>,
    /// Whether addresses of this machine may be fetched.
    pub allow_loopback: bool,
    /// Hosts whose certificates are not verified; every fetch from one is marked in the archive.
    pub unverified_hosts: BTreeSet<String>,
    /// Hosts fetched from at the same time.
    pub parallel_hosts: usize,
    /// Bytes after which the archive begins a new file.
    pub rotate_bytes: u64,
    /// Seconds since 1970 that every record and schedule takes for now, for a run that can be repeated to the byte; without it
    /// the clock.
    pub fixed_time: Option<i64>,
    /// Fetches and follows, but keeps neither archive nor state.
    pub dry_run: bool,
    /// Leaves the run open for whoever publishes what it found: [`super::end_run`] ends it. A run that is killed in between is taken
    /// up again and finds nothing more to do.
    pub leave_open: bool,
}

/// One municipality or other publisher.
#[derive(Debug, Clone)]
pub struct SourcePlan {
    /// Short, stable name: the key of the source in archive and state.
    pub id: String,
    /// Name as people know it.
    pub name: String,
    /// Number in the register of territorial units, if it is a municipality.
    pub teryt: Option<String>,
    /// Addresses to begin at.
    pub start: Vec<Url>,
    /// Hosts that may be fetched beside those of the start addresses (each with and without `www.`).
    pub hosts: BTreeSet<String>,
    /// Whether links are followed; a mere list of addresses is fetched and nothing more.
    pub follow: bool,
    /// What each of its hosts may cost in one run.
    pub budget: HostBudget,
    /// Pages fetched from all its hosts together in one run; they go where the most promising addresses wait. None: no other bound
    /// than each host's own.
    pub pages: Option<u32>,
    /// Days between two looks at the start pages, in place of the plan's.
    pub every: Option<Duration>,
}

impl SourcePlan {
    /// The hosts of the start addresses and the further ones, without `www.`.
    pub fn hosts(&self) -> BTreeSet<String> {
        let starts = self.start.iter().filter_map(host_of);
        starts.chain(self.hosts.iter().cloned()).map(|host| host.trim_start_matches("www.").to_owned()).collect()
    }
}

/// What one host may cost in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostBudget {
    /// Pages fetched.
    pub pages: u32,
    /// Bytes received.
    pub bytes: u64,
    /// Time spent, waiting included: a host with a long crawl delay is spread over runs.
    pub time: Duration,
    /// Addresses remembered.
    pub addresses: u32,
    /// Addresses of one pattern remembered (`/aktualnosci/{n}`, `?page={n}`), so that no calendar swallows the budget.
    pub per_pattern: u32,
    /// Links away from a start address.
    pub depth: u16,
}

impl Default for HostBudget {
    fn default() -> Self {
        Self { pages: 300, bytes: 200 << 20, time: Duration::from_secs(30 * 60), addresses: 20_000, per_pattern: 200, depth: 12 }
    }
}

/// What a whole run may cost; nothing: no bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Budget {
    /// Pages fetched.
    pub pages: Option<u64>,
    /// Bytes received.
    pub bytes: Option<u64>,
    /// Time spent.
    pub time: Option<Duration>,
}

/// In which order pages are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Links that promise notices first.
    #[default]
    BestFirst,
    /// Links in the order in which they were found.
    BreadthFirst,
}

/// How to behave towards servers.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Time between two fetches from a host that asks for none.
    pub delay: Duration,
    /// Time between two fetches from one machine, whatever host names it serves.
    pub address_delay: Duration,
    /// Longest `Retry-After` and back-off waited for within a run; a longer one leaves the host to the next run.
    pub max_wait: Duration,
    /// First pause after a failure; doubled with every further one.
    pub backoff: Duration,
    /// Failures in a row after which a host is left to the next run.
    pub max_failures: u32,
    /// Hours of the day (local to Poland) in which hosts beyond loopback are fetched from; none: all day.
    pub hours: Option<(u8, u8)>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            delay: Duration::from_secs(1),
            address_delay: Duration::from_millis(500),
            max_wait: Duration::from_secs(120),
            backoff: Duration::from_secs(5),
            max_failures: 5,
            hours: None,
        }
    }
}

/// What one fetch may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FetchLimits {
    /// Bytes received, as sent.
    pub max_bytes: usize,
    /// Bytes after decompression.
    pub max_decoded_bytes: usize,
    /// Bytes of all header lines of an answer.
    pub max_header_bytes: usize,
    /// Time to connect.
    pub connect: Duration,
    /// Time for the whole exchange.
    pub total: Duration,
    /// Bytes a second below which an answer is given up, measured over [`FetchLimits::patience`].
    pub min_bytes_per_second: u64,
    /// Time an answer may be slower than that.
    pub patience: Duration,
    /// Redirects in a row.
    pub max_redirects: u8,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            max_bytes: 8 << 20,
            max_decoded_bytes: 16 << 20,
            max_header_bytes: 64 << 10,
            connect: Duration::from_secs(10),
            total: Duration::from_secs(60),
            min_bytes_per_second: 512,
            patience: Duration::from_secs(10),
            max_redirects: 5,
        }
    }
}

/// When a page is looked at again: half the time it last stayed the same, within these bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revisit {
    /// A page that changes at every look.
    pub least: Duration,
    /// A page never seen to change.
    pub most: Duration,
    /// A page seen once.
    pub first: Duration,
    /// Everything not looked at since this time (seconds since 1970) is due, whatever its schedule.
    pub since: Option<i64>,
}

impl Default for Revisit {
    fn default() -> Self {
        let day = Duration::from_secs(24 * 60 * 60);
        Self { least: day, most: day * 90, first: day * 7, since: None }
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            sources: Vec::new(),
            archive: PathBuf::from("archive"),
            contact: None,
            manners: Manners::default(),
            fetch: FetchLimits::default(),
            budget: Budget::default(),
            order: Order::default(),
            revisit: Revisit::default(),
            resolve: BTreeMap::new(),
            allow_loopback: false,
            unverified_hosts: BTreeSet::new(),
            parallel_hosts: 64,
            rotate_bytes: 1 << 30,
            fixed_time: None,
            dry_run: false,
            leave_open: false,
        }
    }
}
