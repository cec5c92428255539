//! When an address is looked at again.
//!
//! A page that stayed the same for a month will hardly change tomorrow: it is looked at again after half of the time it last stayed
//! the same, within the plan's bounds. What failed is asked again sooner, but ever more rarely; what is gone, rarely.

use super::plan::Revisit;
use super::state::{History, is_failure, is_miss, is_passing, unchanged};
use super::visit::{Purpose, Verdict, Visit};
use std::time::Duration;

/// Rules for robots are not relied on for longer (RFC 9309, 2.4).
const RULES: i64 = 24 * 60 * 60;

/// A failure that passes by itself is asked again after this part of [`Revisit::least`] at first: an hour of a day.
const PASSING_PART: i64 = 24;

/// When an address is to be looked at again, in seconds since 1970. `before` is what was known of it before the visit.
///
/// The result depends on the arguments alone, and is always behind the visit.
pub fn next_due(revisit: &Revisit, before: Option<&History>, visit: &Visit) -> i64 {
    let bounds = Bounds::of(revisit);
    let pause = match visit.target.purpose {
        Purpose::Robots => bounds.after(before, visit).min(RULES),
        // New addresses are told of here first.
        Purpose::Sitemap | Purpose::Feed => bounds.after(before, visit).min(bounds.first.max(bounds.least)),
        Purpose::Page => bounds.after(before, visit),
    };
    visit.time.saturating_add(pause.max(1))
}

/// The plan's times in seconds.
struct Bounds {
    least: i64,
    most: i64,
    first: i64,
}

impl Bounds {
    fn of(revisit: &Revisit) -> Self {
        let least = seconds(revisit.least).max(1);
        Self { least, most: seconds(revisit.most).max(least), first: seconds(revisit.first) }
    }

    /// The pause after a visit.
    fn after(&self, before: Option<&History>, visit: &Visit) -> i64 {
        if is_failure(&visit.verdict) {
            return self.after_failure(before.map_or(0, |before| before.failures), &visit.verdict);
        }
        match visit.verdict {
            Verdict::Gone => self.most,
            // A first miss is soon made sure of; a second one is believed.
            _ if is_miss(visit) => {
                if before.is_none_or(|before| before.misses == 0) {
                    self.least
                } else {
                    self.most
                }
            }
            Verdict::Content | Verdict::NotModified => self.after_content(before, visit),
            _ => self.first,
        }
    }

    /// Half of the time the content last stayed the same: until now, or, if it is another now, as long as the one before was seen.
    fn after_content(&self, before: Option<&History>, visit: &Visit) -> i64 {
        let Some(before) = before else { return self.first };
        let (Some(changed), Some(confirmed)) = (before.changed, before.confirmed) else { return self.first };
        let until = if unchanged(Some(before), visit) { visit.time } else { confirmed };
        (until.saturating_sub(changed) / 2).clamp(self.least, self.most)
    }

    /// Twice as long with every failure in a row. What will not pass by itself is not asked for within hours.
    fn after_failure(&self, failures: u32, verdict: &Verdict) -> i64 {
        let first = if is_passing(verdict) { (self.least / PASSING_PART).max(1) } else { self.least };
        let factor = 1_i64.checked_shl(failures.min(62)).unwrap_or(i64::MAX);
        first.saturating_mul(factor).min(self.most)
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
