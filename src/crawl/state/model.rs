//! What the state tells: questions and answers as plain values.

use crate::archive::Position;
use crate::crawl::plan::Order;
use crate::crawl::visit::{BodyDigest, Validators, Verdict};

/// What came of all looks at one address so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// When it was first told of or looked at, in seconds since 1970 like all times here.
    pub first_seen: i64,
    /// The newest look.
    pub checked: i64,
    /// When it is to be looked at again.
    pub due: i64,
    /// The run of the newest look.
    pub run: u32,
    /// Looks in that run.
    pub looks: u32,
    /// What the newest look found.
    pub verdict: Verdict,
    /// The newest look's status, if there was an answer.
    pub status: Option<u16>,
    /// The newest look that found content, changed or not.
    pub confirmed: Option<i64>,
    /// When the content was first seen as it is now.
    pub changed: Option<i64>,
    /// All looks.
    pub checks: u32,
    /// How often the content was found changed.
    pub changes: u32,
    /// Looks in a row that found it not there (404, 301, 308), counted once a run; looks that failed do not interrupt the row.
    pub misses: u32,
    /// The run of the newest counted miss.
    pub missed: Option<u32>,
    /// Looks in a row that found neither content nor its absence: no answer, 5xx, a login, ….
    pub failures: u32,
    /// What to send to learn whether it changed.
    pub validators: Validators,
    /// The digest of the newest content.
    pub digest: Option<BodyDigest>,
    /// Where the newest content stands in full.
    pub position: Option<Position>,
    /// When the capture at that place was made.
    pub fetched: Option<i64>,
    /// What the content promised.
    pub relevance: i32,
    /// Whether the newest content still counts; nothing if there never was content.
    pub availability: Option<Availability>,
}

/// Whether the last content of an address still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Availability {
    /// The newest look found it.
    Current,
    /// The server says so (410), or said twice that it is not there: it does not count any more.
    Gone,
    /// The newest look failed, or was shown something else: it still counts.
    Unreachable,
}

/// Which addresses are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    /// The source's id.
    pub source: &'a str,
    /// Host and port.
    pub host: &'a str,
    /// The time that decides what is due.
    pub now: i64,
    /// Everything not looked at since this time is due, whatever its schedule.
    pub since: Option<i64>,
    /// The run: an address is looked at once in it, one whose look failed for the time being up to three times.
    pub run: u32,
    /// How many at most.
    pub limit: usize,
    /// Which first.
    pub order: Order,
}

/// What a host cost in a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Fetches, robots.txt and sitemaps included.
    pub fetched: u32,
    /// Fetches of pages, sitemaps and feeds, whatever came of them.
    pub pages: u32,
    /// Bytes received.
    pub bytes: u64,
    /// Failures in a row, until the last fetch.
    pub failures: u32,
}

/// How far a host may go before the pages of its source are shared out anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Addresses that promise less wait.
    pub floor: i32,
    /// Pages of the host in the run, those before this turn among them.
    pub pages: u32,
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Fetches, robots.txt and sitemaps included.
    pub fetched: u64,
    /// Pages among them that were content, changed or not.
    pub pages: u64,
    /// Answers that had not changed since the look before.
    pub unchanged: u64,
    /// Bytes received.
    pub bytes: u64,
}

/// The newest content of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// The source's id.
    pub source: String,
    /// The address.
    pub url: String,
    /// Where the content stands in the archive.
    pub position: Position,
    /// When that capture was made.
    pub fetched: i64,
    /// The newest look, whatever it found.
    pub checked: i64,
    /// Whether it still counts.
    pub availability: Availability,
    /// The content's digest.
    pub digest: Option<BodyDigest>,
}

/// What a crawl found about a host as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HostState {
    /// It answers.
    #[default]
    Good,
    /// It failed too often in a row.
    Failing,
    /// It is left to a later run, for the reason given.
    Deferred(String),
    /// Its rules forbid everything.
    RobotsClosed,
    /// Its rules cannot be had, so nothing may be fetched (RFC 9309, 2.3.1.4).
    RobotsUnreachable,
}

/// A host's robots.txt: when it was fetched, the status (nothing: no answer), and the text.
pub type Rules = (i64, Option<u16>, String);
