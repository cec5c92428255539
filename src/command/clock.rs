//! The time, for the names of editions and the lines of logs.

use super::exit::Failure;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::time::{SystemTime, UNIX_EPOCH};

/// Fixes the time of a run, for builds that can be repeated to the byte
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
const FIXED: &str = "SOURCE_DATE_EPOCH";

/// The fixed time of this run in seconds since 1970, if `SOURCE_DATE_EPOCH` is set to one.
pub fn fixed() -> Option<i64> {
    read(&std::env::var(FIXED).ok()?).ok()
}

/// Makes sure that `SOURCE_DATE_EPOCH`, if it is set, is a time: a run that takes another one silently cannot be repeated.
///
/// # Errors
/// Says how to write it.
pub fn check() -> Result<(), Failure> {
    let Some(text) = std::env::var_os(FIXED) else { return Ok(()) };
    let text = text.to_string_lossy();
    match read(&text) {
        Ok(_) => Ok(()),
        Err(()) => Err(Failure::usage(
            format!("{FIXED}: no time: {text}"),
            "write seconds since 1970, as `git log -1 --format=%ct` prints them, or unset it",
        )),
    }
}

/// Up to the year 9999, beyond which no date can be written.
fn read(text: &str) -> Result<i64, ()> {
    text.trim().parse().ok().filter(|seconds| (0..=253_402_300_799).contains(seconds)).ok_or(())
}

/// Now, or the fixed time, in seconds since 1970.
pub fn seconds() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    fixed().or_else(|| i64::try_from(seconds).ok()).unwrap_or(0)
}

/// The same as `2026-11-22T05:32:10Z`.
pub fn now() -> String {
    text(seconds())
}

/// Now by the clock, whatever is fixed, as `2026-11-22T05:32:10.123Z`: for logs.
pub fn moment() -> String {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let time = DateTime::<Utc>::from_timestamp(i64::try_from(elapsed.as_secs()).unwrap_or(0), elapsed.subsec_nanos());
    time.unwrap_or_default().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Seconds since 1970 as `2026-11-22T05:32:10Z`.
pub fn text(seconds: i64) -> String {
    DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Reads `2026-11-22` or `2026-11-22T05:32:10Z` (UTC) as seconds since 1970.
///
/// # Errors
/// Says how to write it.
pub fn parse(date: &str) -> Result<i64, String> {
    let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    let time = day.or_else(|| NaiveDateTime::parse_from_str(date, "%Y-%m-%dT%H:%M:%SZ").ok());
    time.map(|time| time.and_utc().timestamp()).ok_or_else(|| format!("`{date}` is no date: write 2026-11-22"))
}

/// A time as the name of a folder: `2026-11-22T05-32-10Z`.
pub fn edition_name(time: &str) -> String {
    time.replace(':', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_time_is_whole_seconds_of_a_year_with_four_digits() {
        assert_eq!(read(" 1000000000\n"), Ok(1_000_000_000));
        for wrong in ["", "2026-11-22", "1e9", "-1", "99999999999999"] {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight() {
        assert_eq!(parse("1970-01-02"), Ok(86_400));
        assert_eq!(text(parse("2026-11-22T05:32:10Z").unwrap()), "2026-11-22T05:32:10Z");
        assert!(parse("22.11.2026").is_err() && parse("2026-02-30").is_err());
    }
}
