//! Hosts: their numbers, their rules for robots, and how they fare.

use super::codes::{host_state, host_state_code};
use super::history::no_such;
use super::model::{HostState, Rules};
use super::{State, StateError};
use crate::crawl::key::Key;
use crate::crawl::visit::{Purpose, Verdict, Visit};
use rusqlite::{Connection, OptionalExtension as _};

impl State {
    /// The number of a host, given on its first mention. Numbers stay inside the state: nothing is ordered by them.
    pub(super) fn host(&mut self, source: &str, host: &str) -> Result<i64, StateError> {
        if let Some(id) = self.interned(source, host) {
            return Ok(id);
        }
        let id = match self.find_host(source, host)? {
            Some(id) => id,
            None => self.write(|connection| {
                connection.prepare_cached("INSERT INTO host (source, host) VALUES (?, ?)")?.insert((source, host))
            })?,
        };
        self.ids.entry(source.to_owned()).or_default().insert(host.to_owned(), id);
        Ok(id)
    }

    /// The number of a host, if it was ever mentioned.
    pub(super) fn find_host(&self, source: &str, host: &str) -> Result<Option<i64>, StateError> {
        if let Some(id) = self.interned(source, host) {
            return Ok(Some(id));
        }
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT id FROM host WHERE source = ? AND host = ?")?;
            statement.query_row((source, host), |row| row.get(0)).optional()
        })
    }

    fn interned(&self, source: &str, host: &str) -> Option<i64> {
        self.ids.get(source)?.get(host).copied()
    }

    /// The hosts of a source that have addresses, sorted.
    ///
    /// # Errors
    /// Those of reading.
    pub fn hosts(&self, source: &str) -> Result<Vec<String>, StateError> {
        self.ask(|connection| {
            let sql = "SELECT host FROM host WHERE source = ? AND EXISTS (SELECT 1 FROM address WHERE address.host = host.id)
                ORDER BY host.host";
            connection.prepare_cached(sql)?.query_map([source], |row| row.get(0))?.collect()
        })
    }

    /// A host's robots.txt as it was fetched last; nothing if it never was.
    ///
    /// # Errors
    /// Those of reading.
    pub fn rules(&self, source: &str, host: &str) -> Result<Option<Rules>, StateError> {
        let Some(id) = self.find_host(source, host)? else { return Ok(None) };
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT fetched, status, text FROM rules WHERE host = ?")?;
            statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
        })
    }

    /// Notes whether the rules in force forbid an address. A forbidden one stays remembered, and waits until the rules change.
    /// This is no visit, so it is lost when the state is made again; as it follows from the rules, it is noted again when the
    /// address's turn comes.
    ///
    /// # Errors
    /// Those of writing.
    pub fn close_by_robots(&mut self, source: &str, host: &str, key: Key, closed: bool) -> Result<(), StateError> {
        let Some(id) = self.find_host(source, host)? else { return Ok(()) };
        self.write_at_once(|state| {
            state.write(|connection| {
                let version = rules_version(connection, id)?;
                connection
                    .prepare_cached("UPDATE address SET closed = ?3 WHERE host = ?1 AND key = ?2 AND closed IS NOT ?3")?
                    .execute((id, key.0.cast_signed(), closed.then_some(version)))
            })
        })?;
        Ok(())
    }

    /// Notes how a host fares as a whole, and until when.
    ///
    /// # Errors
    /// Those of writing.
    pub fn note_host(&mut self, source: &str, host: &str, fares: &HostState, until: Option<i64>) -> Result<(), StateError> {
        self.write_at_once(|state| {
            let id = state.host(source, host)?;
            let reason = match fares {
                HostState::Deferred(reason) => Some(reason.as_str()),
                _ => None,
            };
            state.write(|connection| {
                connection.prepare_cached("UPDATE host SET state = ?2, reason = ?3, until = ?4 WHERE id = ?1")?.execute((
                    id,
                    host_state_code(fares),
                    reason,
                    until,
                ))
            })
        })?;
        Ok(())
    }

    /// What was noted of a host last, and until when it holds.
    ///
    /// # Errors
    /// Those of reading.
    pub fn host_state(&self, source: &str, host: &str) -> Result<(HostState, Option<i64>), StateError> {
        let Some(id) = self.find_host(source, host)? else { return Ok((HostState::Good, None)) };
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT state, reason, until FROM host WHERE id = ?")?;
            statement.query_row([id], |row| Ok((host_state(row.get(0)?, row.get(1)?).ok_or_else(|| no_such(0))?, row.get(2)?)))
        })
    }
}

/// The version of a host's rules; 0 before the first.
pub(super) fn rules_version(connection: &Connection, host: i64) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare_cached("SELECT version FROM rules WHERE host = ?")?;
    Ok(statement.query_row([host], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Keeps a host's rules. Those that say the same as before are the same version, so that what they forbid stays forbidden.
pub(super) fn keep_rules(connection: &Connection, host: i64, visit: &Visit) -> rusqlite::Result<usize> {
    // A redirect is no answer yet: the fetch of its target is (RFC 9309, 2.3.1.2).
    if visit.target.purpose != Purpose::Robots || visit.verdict == Verdict::Redirect {
        return Ok(0);
    }
    if visit.verdict == Verdict::NotModified {
        return connection.prepare_cached("UPDATE rules SET fetched = ?2 WHERE host = ?1")?.execute((host, visit.time));
    }
    let status = visit.status.filter(|_| !matches!(visit.verdict, Verdict::Failed(_)));
    let sql =
        "INSERT INTO rules VALUES (?1, ?2, ?3, ?4, 1) ON CONFLICT (host) DO UPDATE SET fetched = ?2, status = ?3, text = ?4,
        version = version + (status IS NOT ?3 OR text IS NOT ?4)";
    connection.prepare_cached(sql)?.execute((host, visit.time, status, visit.rules.as_deref().unwrap_or_default()))
}
