//! What a crawl reports at its end. All of it is read from the state, so an interrupted crawl that was taken up again reports the
//! same as one that ran through.

use std::collections::BTreeMap;

/// The outcome of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The run's number.
    pub run: u32,
    /// Fetches of this run, robots.txt and sitemaps included.
    pub fetched: u64,
    /// Pages and documents among them that were content.
    pub pages: u64,
    /// Answers of this run that had not changed.
    pub unchanged: u64,
    /// Bytes received in this run.
    pub bytes: u64,
    /// One entry a source, in the order of the plan.
    pub coverage: Vec<Coverage>,
    /// Addresses not taken, by reason, over all runs.
    pub skips: BTreeMap<String, u64>,
    /// What went wrong and still is.
    pub problems: Vec<CrawlProblem>,
    /// Whether the run did all it had to do; if not, the reason: `budget`, `stopped`, `off_hours`.
    pub stopped: Option<&'static str>,
}

/// How well a source is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The source's id.
    pub source: String,
    /// Its name.
    pub name: String,
    /// Its number in the register of territorial units.
    pub teryt: Option<String>,
    /// Hosts known.
    pub hosts: u32,
    /// Addresses known.
    pub addresses: u64,
    /// Pages and documents whose newest look was content.
    pub pages_current: u64,
    /// Pages that were content once and are gone.
    pub pages_gone: u64,
    /// Pages that were content once and at the newest look failed, asked for a login, …: their last content still counts.
    pub pages_unreachable: u64,
    /// Addresses never fetched yet.
    pub pages_waiting: u64,
    /// Addresses that robots.txt closes.
    pub closed_by_robots: u64,
    /// Newest look, seconds since 1970.
    pub checked: Option<i64>,
    /// Whether its pages can be taken for all there are.
    pub complete: bool,
    /// If not, why: `never_reached` (asked, and nobody answered with content), `robots_unreachable`, `robots_closed`, `failing`, `yield_collapsed`, `waiting`.
    pub reason: Option<&'static str>,
}

/// Something that could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CrawlProblem {
    /// The source's id.
    pub source: String,
    /// The address.
    pub url: String,
    /// Short, stable name of the problem.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}
