//! When a server wants to be asked again.

use crate::archive::Answer;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use std::time::Duration;

/// No server closes for longer and means it.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// How long the server asks to be left alone (`Retry-After`, RFC 9110 §10.2.3), from `now` (seconds since 1970): seconds, or a date
/// in any of the three forms. A moment that has passed and a negative count are zero, anything unreadable is nothing, and nothing
/// is longer than 30 days.
pub fn retry_after(answer: &Answer, now: i64) -> Option<Duration> {
    let text = answer.header("retry-after")?;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let seconds = if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        if text.starts_with('-') { 0 } else { digits.parse().unwrap_or(u64::MAX) }
    } else {
        u64::try_from(http_date(text, now)?.saturating_sub(now)).unwrap_or(0)
    };
    Some(Duration::from_secs(seconds).min(LONGEST))
}

/// Reads a date of HTTP (RFC 9110 §5.6.7) as seconds since 1970: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`
/// or `Sun Nov  6 08:49:37 1994`. The name of the weekday is not looked at. A year of two digits that would lie more than 50 years
/// after `now` is one of the century before.
pub fn http_date(text: &str, now: i64) -> Option<i64> {
    let mut words = [""; 6];
    let mut count = 0;
    for word in text.split([' ', '-', ',', '\t']).filter(|word| !word.is_empty()) {
        *words.get_mut(count)? = word;
        count += 1;
    }
    let (day, month, year, time) = match (words, count) {
        ([_, day, month, year, time, "GMT" | "UTC"], 6) => (day, month, year, time),
        ([_, month, day, time, year, _], 5) => (day, month, year, time),
        _ => return None,
    };
    let month = MONTHS.iter().position(|known| month.eq_ignore_ascii_case(known))? + 1;
    let date = NaiveDate::from_ymd_opt(year_of(year, now)?, u32::try_from(month).ok()?, number(day, 1..=2)?)?;
    let mut parts = time.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    // A leap second is told as the one before it.
    let second = number(second, 2..=2).filter(|second| *second <= 60)?.min(59);
    let moment = date.and_hms_opt(number(hour, 1..=2)?, number(minute, 2..=2)?, second)?;
    parts.next().is_none().then(|| moment.and_utc().timestamp())
}

fn year_of(text: &str, now: i64) -> Option<i32> {
    if let Some(year) = number(text, 4..=4) {
        return i32::try_from(year).ok();
    }
    let this_year = DateTime::<Utc>::from_timestamp(now, 0)?.year();
    let year = this_year.div_euclid(100) * 100 + i32::try_from(number(text, 2..=2)?).ok()?;
    Some(if year > this_year + 50 { year - 100 } else { year })
}

/// A number of so many digits and nothing else.
fn number(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    (length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}
