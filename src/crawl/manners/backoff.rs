//! How long a host is left alone after failures.

use crate::crawl::plan::Manners;
use std::time::Duration;

/// What to do with a host after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// Leave it alone for so long, then go on.
    Wait(Duration),
    /// Leave it to the next run, for this reason: `failures` or `retry_after`.
    GiveUp(&'static str),
}

/// The failures of one host in a row.
///
/// The pause after the first failure is [`Manners::backoff`], after every further one twice the one before. A host that said
/// `Retry-After` is never asked earlier than that.
#[derive(Debug, Clone)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    max_failures: u32,
    /// Added to every pause, in 1/1024 of it.
    jitter: u32,
    failures: u32,
}

impl Backoff {
    /// No failures yet.
    pub fn new(manners: &Manners) -> Self {
        let max_failures = manners.max_failures.max(1);
        Self { first: manners.backoff, longest: manners.max_wait, max_failures, jitter: 0, failures: 0 }
    }

    /// No failures yet, with pauses up to a quarter longer. By how much depends on the host's name, not on chance: the hosts of a
    /// machine that fell do not all come back at the same moment, and yet a run can be repeated.
    pub fn for_host(manners: &Manners, host: &str) -> Self {
        // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
        let hash = host.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self { jitter: (hash ^ hash >> 16) & 0xff, ..Self::new(manners) }
    }

    /// Goes on after failures that were counted before.
    #[must_use]
    pub fn after(self, failures: u32) -> Self {
        Self { failures, ..self }
    }

    /// Whether the failures are counted out.
    pub fn is_exhausted(&self) -> bool {
        self.failures >= self.max_failures
    }

    /// The host answered: its failures are forgotten.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// The host failed, and perhaps said when to come back.
    pub fn failed(&mut self, retry_after: Option<Duration>) -> Pause {
        self.failures = self.failures.saturating_add(1);
        if retry_after.is_some_and(|asked| asked > self.longest) {
            return Pause::GiveUp("retry_after");
        }
        if self.failures >= self.max_failures {
            return Pause::GiveUp("failures");
        }
        let doubled = self.first.saturating_mul(1_u32.checked_shl(self.failures - 1).unwrap_or(u32::MAX));
        let pause = doubled.saturating_add(doubled.saturating_mul(self.jitter) / 1024);
        // A pause that outgrew the longest is no reason to give up before the failures are counted out.
        Pause::Wait(pause.min(self.longest).max(retry_after.unwrap_or_default()))
    }
}
