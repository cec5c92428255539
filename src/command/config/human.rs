//! Durations and sizes as people write them: `30s`, `12h`, `7d`, `200MB`.

use std::time::Duration;

/// Unit and milliseconds, the largest first.
const TIMES: [(&str, u64); 6] = [("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];
/// Further spellings that are read and not written.
const MORE_TIMES: [(&str, u64); 2] = [("min", 60_000), ("sec", 1000)];
/// Unit and bytes, the largest first. As in `curl` and `wget` a kilobyte has 1024 bytes.
const SIZES: [(&str, u64); 5] = [("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1)];
/// Further spellings that are read and not written.
const MORE_SIZES: [(&str, u64); 8] = [
    ("T", 1 << 40),
    ("G", 1 << 30),
    ("M", 1 << 20),
    ("K", 1 << 10),
    ("TIB", 1 << 40),
    ("GIB", 1 << 30),
    ("MIB", 1 << 20),
    ("KIB", 1 << 10),
];

/// Reads a duration: a whole number and a unit (`ms`, `s`, `m`, `h`, `d`, `w`), or several of them (`1h 30m`).
///
/// # Errors
/// Says what is wrong, for a message that names the text.
pub fn duration(text: &str) -> Result<Duration, String> {
    let unknown = || format!("`{text}` is no duration: use a number and ms, s, m, h, d or w, as in `30s` or `7d`");
    let (mut rest, mut total) = (text.trim(), 0_u64);
    if rest.is_empty() {
        return Err(unknown());
    }
    while !rest.is_empty() {
        let (number, after) = number(rest).ok_or_else(unknown)?;
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let (_, size) = TIMES.iter().chain(&MORE_TIMES).find(|(name, _)| *name == unit).ok_or_else(unknown)?;
        total = number.checked_mul(*size).and_then(|part| total.checked_add(part)).ok_or_else(unknown)?;
        rest = after.trim_start();
    }
    Ok(Duration::from_millis(total))
}

/// Reads a size: a whole number and a unit (`B`, `KB`, `MB`, `GB`, `TB`; 1024 each), whatever its capitals.
///
/// # Errors
/// Says what is wrong, for a message that names the text.
pub fn size(text: &str) -> Result<u64, String> {
    let unknown = || format!("`{text}` is no size: use a number and B, KB, MB, GB or TB, as in `200MB`");
    let (number, unit) = number(text.trim()).ok_or_else(unknown)?;
    let unit = unit.to_ascii_uppercase();
    let found = SIZES.iter().chain(&MORE_SIZES).find(|(name, _)| *name == unit);
    found.and_then(|(_, bytes)| number.checked_mul(*bytes)).ok_or_else(unknown)
}

/// The digits a text begins with, and what follows them and blanks.
fn number(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, text[end..].trim_start()))
}

/// A duration in its largest whole unit: `7d`, `90m`, `1500ms`.
pub fn duration_text(duration: Duration) -> String {
    let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    if milliseconds == 0 {
        return "0s".to_owned();
    }
    // Weeks are read, not written: `30d`, `21d` and `7d` are easier to compare.
    written(milliseconds, &TIMES[1..])
}

/// A duration for people to read, in its two largest units: `1h 2m`, `45s`.
pub fn spoken(duration: Duration) -> String {
    let mut rest = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let mut parts = Vec::new();
    for (name, size) in &TIMES[1..5] {
        if rest >= *size {
            parts.push(format!("{}{name}", rest / size));
            rest %= size;
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    match (parts.is_empty(), rest) {
        (false, _) => parts.join(" "),
        (true, 0) => "0s".to_owned(),
        (true, rest) => format!("{:.1}s", rest as f64 / 1000.0),
    }
}

/// A size in its largest whole unit: `200MB`.
pub fn size_text(bytes: u64) -> String {
    if bytes == 0 { "0B".to_owned() } else { written(bytes, &SIZES) }
}

fn written(number: u64, units: &[(&str, u64)]) -> String {
    let unit = units.iter().find(|(_, size)| number.is_multiple_of(*size));
    unit.map_or_else(|| number.to_string(), |(name, size)| format!("{}{name}", number / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["30s", "12h", "7d", "90m", "1500ms", "0s"] {
            assert_eq!(duration_text(duration(text).unwrap()), text);
        }
        for text in ["200MB", "1GB", "64KB", "1000B", "3TB"] {
            assert_eq!(size_text(size(text).unwrap()), text);
        }
    }

    #[test]
    fn several_units_and_spellings() {
        assert_eq!(duration("1h 30m").unwrap(), Duration::from_secs(5400));
        assert_eq!(duration("5 min").unwrap(), Duration::from_secs(300));
        assert_eq!(duration("2w").unwrap(), duration("14d").unwrap());
        assert_eq!(size("1 gib").unwrap(), 1 << 30);
    }

    #[test]
    fn durations_are_told_in_two_units() {
        let told = [0, 400, 45_000, 61_000, 3_725_000, 3_600_000, 90_061_000].map(|ms| spoken(Duration::from_millis(ms)));
        assert_eq!(told, ["0s", "0.4s", "45s", "1m 1s", "1h 2m", "1h", "1d 1h"]);
    }

    #[test]
    fn a_number_alone_leaves_the_unit_open_and_is_refused() {
        for text in ["", "30", "s", "1.5h", "-3s", "7 days", "99999999999999999999s", "9999999999999w", "３s", "1h30"] {
            assert!(duration(text).is_err(), "{text}");
        }
        for text in ["", "200", "MB", "-1MB", "1,5GB", "99999999TB", "200 M B"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
