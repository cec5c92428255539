//! The hours of the day in which servers may be troubled.

use crate::crawl::plan::Manners;
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc, Weekday};
use std::time::Duration;

const HOUR: i64 = 3600;

/// A part of the day, local to Poland: from one full hour (inclusive) to another (exclusive), perhaps over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    from: i64,
    to: i64,
}

impl Hours {
    /// The hours a crawl keeps to; none if it may work all day. An hour past 24 counts from the next midnight; the same hour twice
    /// is the whole day.
    pub fn of(manners: &Manners) -> Option<Self> {
        let (from, to) = manners.hours?;
        let (from, to) = (i64::from(from) % 24, i64::from(to) % 24);
        (from != to).then_some(Self { from, to })
    }

    /// Whether a moment (seconds since 1970) lies in these hours.
    pub fn contain(&self, now: i64) -> bool {
        let hour = (now.saturating_add(polish_offset(now)) / HOUR).rem_euclid(24);
        if self.from < self.to { (self.from..self.to).contains(&hour) } else { hour >= self.from || hour < self.to }
    }

    /// How long from a moment until these hours begin; zero within them.
    pub fn wait(&self, now: i64) -> Duration {
        if self.contain(now) {
            return Duration::ZERO;
        }
        // Polish time is a whole number of hours from UTC, so the window opens at a full hour of UTC. Where the clock is put
        // forward over the only hour of a window, the window opens a day later: hence two days.
        let next = now.div_euclid(HOUR).saturating_add(1).saturating_mul(HOUR);
        let opens = (0..48).map(|hours| next.saturating_add(hours * HOUR)).find(|&at| self.contain(at)).unwrap_or(next);
        Duration::from_secs(opens.abs_diff(now))
    }
}

/// Seconds by which Polish clocks are ahead of UTC: one hour, in summer two. Summer time lasts from 01:00 UTC on the last Sunday of
/// March to 01:00 UTC on the last Sunday of October (Directive 2000/84/EC, Articles 2 and 3).
fn polish_offset(now: i64) -> i64 {
    let Some(year) = DateTime::<Utc>::from_timestamp(now, 0).map(|moment| moment.year()) else { return HOUR };
    match (change_of_clocks(year, 3), change_of_clocks(year, 10)) {
        (Some(begin), Some(end)) if (begin..end).contains(&now) => 2 * HOUR,
        _ => HOUR,
    }
}

/// 01:00 UTC on the last Sunday of a month of 31 days.
fn change_of_clocks(year: i32, month: u32) -> Option<i64> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let sunday = last.checked_sub_days(Days::new(u64::from(last.weekday().days_since(Weekday::Sun))))?;
    Some(sunday.and_hms_opt(1, 0, 0)?.and_utc().timestamp())
}
