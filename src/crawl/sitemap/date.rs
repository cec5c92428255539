//! When a page last changed, as sitemaps and feeds write it.

use chrono::{DateTime, NaiveDate};

/// Seconds since 1970 of a W3C date (`2021-05`, `2021-05-04T10:20+02:00`; a note of the W3C, profile of ISO 8601) or of a mail's
/// date (RFC 822, as RSS has it). A date without a time is its beginning, a time without a zone is taken for UTC.
pub(super) fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 40 || !text.is_ascii() {
        return None;
    }
    w3c(text).or_else(|| DateTime::parse_from_rfc2822(text).ok().map(|time| time.timestamp()))
}

fn w3c(text: &str) -> Option<i64> {
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten();
    let (date, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let mut parts = date.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(number)?;
    let month = parts.next().map_or(Some(1), number)?;
    let day = parts.next().map_or(Some(1), number)?;
    let midnight = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
    let time = time.strip_prefix(['T', 't', ' ']).unwrap_or_default();
    let (clock, zone) = time.split_at(time.find(['Z', 'z', '+', '-', ' ']).unwrap_or(time.len()));
    let mut clock = clock.split(':');
    let mut seconds = midnight;
    for unit in [3600, 60] {
        seconds += i64::from(clock.next().and_then(number).unwrap_or(0)) * unit;
    }
    let whole = clock.next().and_then(|second| second.split('.').next()).and_then(number);
    seconds += i64::from(whole.unwrap_or(0).min(59));
    Some(seconds - offset(zone.trim()))
}

/// Seconds that a zone is ahead of UTC: `Z`, `+02:00`, `+0200`.
fn offset(zone: &str) -> i64 {
    let (sign, digits) = match zone.split_at_checked(1) {
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        _ => return 0,
    };
    let digits: String = digits.chars().filter(char::is_ascii_digit).take(4).collect();
    let part = |from: usize| digits.get(from..from + 2).and_then(|part| part.parse::<i64>().ok()).unwrap_or(0);
    sign * (part(0) * 3600 + part(2) * 60)
}
