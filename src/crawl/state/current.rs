//! The newest content of everything that ever had one: what the readers of the archive read.

use super::codes::{availability, purpose_code};
use super::history::{no_such, place};
use super::model::Current;
use crate::crawl::visit::Purpose;
use rusqlite::{Connection, Row};

/// Tells of the newest content of every page of a source that ever had one, by address, one at a time, until the listener says `false`.
/// Memory does not grow with the number of pages: they are sorted by SQLite, on disk if they are many.
pub(super) fn of_source(connection: &Connection, source: &str, each: &mut dyn FnMut(Current) -> bool) -> rusqlite::Result<bool> {
    let sql = "SELECT url, file, offset, fetched, checked, availability, digest FROM address
        WHERE host IN (SELECT id FROM host WHERE source = ?) AND purpose = ? AND availability IS NOT NULL AND file IS NOT NULL
        ORDER BY url, key";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((source, purpose_code(Purpose::Page)))?;
    while let Some(row) = rows.next()? {
        if !each(content(source, row)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn content(source: &str, row: &Row<'_>) -> rusqlite::Result<Current> {
    Ok(Current {
        source: source.to_owned(),
        url: row.get(0)?,
        position: place(row.get(1)?, row.get(2)?).ok_or_else(|| no_such(2))?,
        fetched: row.get(3)?,
        checked: row.get(4)?,
        availability: availability(row.get(5)?).ok_or_else(|| no_such(5))?,
        digest: row.get(6)?,
    })
}
