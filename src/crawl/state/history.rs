//! One address: reading and writing its row.

use super::codes::{availability, availability_code, purpose_code, verdict, verdict_code, verdict_detail};
use super::model::History;
use super::{State, StateError, signed, unsigned};
use crate::archive::Position;
use crate::crawl::key::Key;
use crate::crawl::visit::{Candidate, Validators};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// An address that is known, and what came of the looks at it.
pub(super) struct Known {
    /// When it was first told of by a page.
    pub told: Option<i64>,
    /// What came of the looks, if there were any.
    pub history: Option<History>,
}

impl State {
    /// What came of the looks at an address; nothing if it is not known or was never looked at.
    ///
    /// # Errors
    /// Those of reading.
    pub fn history(&self, source: &str, host: &str, key: Key) -> Result<Option<History>, StateError> {
        let Some(id) = self.find_host(source, host)? else { return Ok(None) };
        Ok(self.ask(|connection| load(connection, id, key))?.and_then(|known| known.history))
    }
}

/// Reads the row of an address.
pub(super) fn load(connection: &Connection, host: i64, key: Key) -> rusqlite::Result<Option<Known>> {
    let sql = "SELECT first_seen, checked, due, run, looks, verdict, detail, status, confirmed, changed, checks, changes, misses,
        missed, failures, relevance, availability, fetched, file, offset, digest, etag, last_modified
        FROM address WHERE host = ? AND key = ?";
    connection.prepare_cached(sql)?.query_row((host, key.0.cast_signed()), known).optional()
}

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    let told: Option<i64> = row.get(0)?;
    let Some(checked) = row.get(1)? else { return Ok(Known { told, history: None }) };
    let history = History {
        first_seen: told.unwrap_or(checked),
        checked,
        due: row.get(2)?,
        run: row.get(3)?,
        looks: row.get(4)?,
        verdict: verdict(row.get(5)?, row.get(6)?).ok_or_else(|| no_such(5))?,
        status: row.get(7)?,
        confirmed: row.get(8)?,
        changed: row.get(9)?,
        checks: row.get(10)?,
        changes: row.get(11)?,
        misses: row.get(12)?,
        missed: row.get(13)?,
        failures: row.get(14)?,
        relevance: row.get(15)?,
        availability: row.get::<_, Option<i64>>(16)?.map(|code| availability(code).ok_or_else(|| no_such(16))).transpose()?,
        fetched: row.get(17)?,
        position: place(row.get(18)?, row.get(19)?),
        digest: row.get(20)?,
        validators: Validators { etag: row.get(21)?, last_modified: row.get(22)? },
    };
    Ok(Known { told, history: Some(history) })
}

/// Writes what is known after a look. The address is known already; what the look knew of it is joined with it in the same way
/// as when it is told of again.
pub(super) fn store(connection: &Connection, host: i64, target: &Candidate, history: &History) -> rusqlite::Result<usize> {
    let sql = "UPDATE address SET url = ?3, purpose = ?4, score = max(score, ?5), depth = min(depth, ?6), hops = min(hops, ?7),
        first_seen = ?8, checked = ?9, due = ?10, run = ?11, looks = ?12, verdict = ?13, detail = ?14, status = ?15,
        confirmed = ?16, changed = ?17, checks = ?18, changes = ?19, misses = ?20, missed = ?21, failures = ?22,
        relevance = ?23, availability = ?24, fetched = ?25, file = ?26, offset = ?27, digest = ?28, etag = ?29,
        last_modified = ?30 WHERE host = ?1 AND key = ?2";
    connection.prepare_cached(sql)?.execute(params![
        host,
        target.key.0.cast_signed(),
        target.url.as_str(),
        purpose_code(target.purpose),
        target.score,
        target.depth,
        target.hops,
        history.first_seen,
        history.checked,
        history.due,
        history.run,
        history.looks,
        verdict_code(&history.verdict),
        verdict_detail(&history.verdict),
        history.status,
        history.confirmed,
        history.changed,
        history.checks,
        history.changes,
        history.misses,
        history.missed,
        history.failures,
        history.relevance,
        history.availability.map(availability_code),
        history.fetched,
        history.position.map(|position| position.file),
        history.position.map(|position| signed(position.offset)),
        history.digest,
        history.validators.etag,
        history.validators.last_modified,
    ])
}

/// A place of the archive out of its two columns.
pub(super) fn place(file: Option<u32>, offset: Option<i64>) -> Option<Position> {
    Some(Position { file: file?, offset: unsigned(offset?) })
}

/// A number this program does not write.
pub(super) fn no_such(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, "a number without a meaning".into())
}
