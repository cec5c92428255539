//! The time, for the names of editions.

use chrono::{DateTime, Utc};
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, as `2026-11-22T05:32:10Z`.
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let time: DateTime<Utc> = DateTime::from_timestamp(i64::try_from(seconds).unwrap_or(0), 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A time as the name of a folder: `2026-11-22T05-32-10Z`.
pub fn edition_name(time: &str) -> String {
    time.replace(':', "-")
}
