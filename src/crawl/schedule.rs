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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::crawl::key::Key;
    use crate::crawl::state::State;
    use crate::crawl::visit::{Candidate, Skips, Validators};
    use url::Url;

    const HOUR: i64 = 60 * 60;
    const DAY: i64 = 24 * HOUR;
    const HOST: &str = "olszyny.test";

    fn visit(purpose: Purpose, verdict: Verdict, status: u16, version: u8) -> Visit {
        let url = Url::parse("https://olszyny.test/projekty").unwrap();
        Visit {
            run: 1,
            source: "olszyny".to_owned(),
            target: Candidate { key: Key::of(url.as_str()), url, purpose, score: 0, depth: 0, hops: 0 },
            time: 0,
            verdict,
            status: Some(status),
            bytes: 0,
            validators: Validators::default(),
            digest: Some([version; 32]),
            position: None,
            rules: None,
            relevance: 0,
            links: Vec::new(),
            skips: Skips::new(),
        }
    }

    fn content(version: u8) -> Visit {
        visit(Purpose::Page, Verdict::Content, 200, version)
    }

    /// Pauses between looks at one address, each made when it was due, in units of `unit`.
    fn pauses(revisit: &Revisit, unit: i64, visits: Vec<Visit>) -> Vec<f64> {
        let mut state = State::in_memory().unwrap();
        let mut time = 1_700_000_000;
        let mut pauses = Vec::new();
        for (run, visit) in (1..).zip(visits) {
            let visit = Visit { run, time, ..visit };
            let before = state.history("olszyny", HOST, visit.target.key).unwrap();
            let due = next_due(revisit, before.as_ref(), &visit);
            state.apply(&visit, HOST, due, None).unwrap();
            pauses.push(((due - time) as f64 / unit as f64 * 10.0).round() / 10.0);
            time = due;
        }
        pauses
    }

    #[test]
    fn a_page_that_stays_the_same_is_looked_at_ever_more_rarely_up_to_the_bound() {
        let looks = pauses(&Revisit::default(), DAY, vec![content(1); 10]);
        assert_eq!(looks, [7.0, 3.5, 5.3, 7.9, 11.8, 17.7, 26.6, 39.9, 59.8, 89.7]);
        assert_eq!(pauses(&Revisit::default(), DAY, vec![content(1); 12])[11], 90.0);
    }

    #[test]
    fn a_page_that_changes_at_every_look_is_looked_at_as_often_as_allowed() {
        assert_eq!(pauses(&Revisit::default(), DAY, (0..5).map(content).collect()), [7.0, 1.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn a_304_counts_like_the_same_content() {
        let same = visit(Purpose::Page, Verdict::NotModified, 304, 0);
        assert_eq!(pauses(&Revisit::default(), DAY, vec![content(1), same.clone(), same]), [7.0, 3.5, 5.3]);
    }

    #[test]
    fn a_change_after_a_long_time_is_measured_by_that_time() {
        let looks = pauses(&Revisit::default(), DAY, vec![content(1), content(1), content(1), content(2), content(2)]);
        assert_eq!(looks, [7.0, 3.5, 5.3, 5.3, 2.6]);
    }

    #[test]
    fn failures_that_pass_are_asked_again_within_hours_and_others_within_days() {
        let down = visit(Purpose::Page, Verdict::Failed("timeout".into()), 0, 0);
        let looks = pauses(&Revisit::default(), HOUR, vec![down; 13]);
        assert_eq!(looks[..6], [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]);
        assert_eq!(looks[12], 90.0 * 24.0);
        let login = visit(Purpose::Page, Verdict::Login, 200, 0);
        assert_eq!(pauses(&Revisit::default(), DAY, vec![login; 8]), [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 90.0]);
    }

    #[test]
    fn failures_that_never_end_do_not_overflow() {
        let failures = 100_000;
        let bounds = Bounds { least: i64::MAX / 2, most: i64::MAX, first: 0 };
        assert_eq!(bounds.after_failure(failures, &Verdict::Login), i64::MAX);
        assert!(bounds.after_failure(0, &Verdict::ServerError) > 0);
    }

    #[test]
    fn a_first_miss_is_made_sure_of_and_what_is_gone_is_asked_rarely() {
        let missing = visit(Purpose::Page, Verdict::Missing, 404, 0);
        assert_eq!(pauses(&Revisit::default(), DAY, vec![content(1), missing.clone(), missing]), [7.0, 1.0, 90.0]);
        assert_eq!(pauses(&Revisit::default(), DAY, vec![visit(Purpose::Page, Verdict::Gone, 410, 0)]), [90.0]);
        let moved = |status| visit(Purpose::Page, Verdict::Redirect, status, 0);
        assert_eq!(pauses(&Revisit::default(), DAY, vec![moved(301), moved(301)]), [1.0, 90.0]);
        assert_eq!(pauses(&Revisit::default(), DAY, vec![moved(302), moved(302)]), [7.0, 7.0]);
    }

    #[test]
    fn rules_are_never_older_than_a_day() {
        let rules = |verdict, status| visit(Purpose::Robots, verdict, status, 1);
        assert_eq!(pauses(&Revisit::default(), HOUR, vec![rules(Verdict::Content, 200); 4]), [24.0; 4]);
        assert_eq!(pauses(&Revisit::default(), HOUR, vec![rules(Verdict::Missing, 404); 3]), [24.0; 3]);
        let looks = pauses(&Revisit::default(), HOUR, vec![rules(Verdict::ServerError, 503); 7]);
        assert_eq!(looks, [1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 24.0]);
    }

    #[test]
    fn sitemaps_and_feeds_are_never_left_for_long() {
        for purpose in [Purpose::Sitemap, Purpose::Feed] {
            let looks = pauses(&Revisit::default(), DAY, vec![visit(purpose, Verdict::Content, 200, 1); 9]);
            assert_eq!(looks, [7.0, 3.5, 5.3, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0]);
        }
    }

    #[test]
    fn bounds_the_wrong_way_round_and_clocks_that_go_back_are_survived() {
        let day = Duration::from_secs(24 * 60 * 60);
        let strange = Revisit { least: day * 9, most: day, first: Duration::ZERO, since: None };
        assert_eq!(pauses(&strange, DAY, vec![content(1), content(1)]), [0.0, 9.0]);
        let all = Revisit { least: Duration::MAX, most: Duration::MAX, first: Duration::MAX, since: None };
        assert_eq!(next_due(&all, None, &content(1)), i64::MAX);
    }
}
