//! What a crawl tells while it works, for progress displays and logs.

use super::visit::Verdict;
use serde::Serialize;

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event<'a> {
    /// The archive's end was mended after an interrupted run, or the state was brought up to date from it.
    Recovered {
        /// Bytes of an unfinished record that were cut off.
        cut_bytes: u64,
        /// Visits read from the archive.
        visits: u64,
        /// Fetches in the archive that cannot be read any more. What they brought is fetched again when it is due.
        damaged: u64,
    },
    /// Work on a host began.
    HostBegun {
        /// The source it belongs to.
        source: &'a str,
        /// Host and port.
        host: &'a str,
        /// Addresses waiting.
        waiting: usize,
    },
    /// An answer came, or did not.
    Fetched {
        /// The source it was for.
        source: &'a str,
        /// Host and port.
        host: &'a str,
        /// The address.
        url: &'a str,
        /// What it turned out to be.
        #[serde(flatten)]
        verdict: &'a Verdict,
        /// The status, if there was an answer.
        status: Option<u16>,
        /// Bytes received.
        bytes: u64,
        /// Milliseconds from request to the last byte.
        milliseconds: u64,
        /// What it promised.
        score: i32,
        /// New addresses found on it.
        links: usize,
    },
    /// A host must wait longer than usual.
    Waiting {
        /// Host and port.
        host: &'a str,
        /// Seconds.
        seconds: u64,
        /// Why: `crawl_delay`, `retry_after`, `backoff`, `off_hours`.
        reason: &'static str,
    },
    /// Work on a host ended for this run.
    HostEnded {
        /// The source it belongs to.
        source: &'a str,
        /// Host and port.
        host: &'a str,
        /// Pages fetched in this run.
        pages: u32,
        /// Addresses still waiting.
        waiting: usize,
        /// Why it ended: `done`, `budget`, `crawl_delay`, `failures`, `robots`, `retry_after`, `off_hours`, `stopped`.
        reason: &'static str,
    },
}

/// Who listens to a crawl.
pub trait Observer: Send + Sync {
    /// Takes notice; must not block.
    fn event(&self, event: &Event<'_>);
}

/// Nobody listens.
impl Observer for () {
    fn event(&self, _: &Event<'_>) {}
}
