//! Runs: their numbers, and what they cost.

use super::effect::counts_against_host;
use super::model::{Spent, Totals};
use super::{State, StateError, signed, unsigned};
use crate::crawl::visit::{Purpose, Skips, Verdict, Visit};
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeMap;

impl State {
    /// Begins a run and gives its number. A newest run without an end is taken up again under its number; one made again from the
    /// archive has no end until [`State::end_run`] says so.
    ///
    /// # Errors
    /// Those of writing.
    pub fn begin_run(&mut self, now: i64) -> Result<u32, StateError> {
        self.write_at_once(|state| {
            state.write(|connection| {
                let newest: Option<(u32, Option<i64>)> = connection
                    .prepare_cached("SELECT number, ended FROM run ORDER BY number DESC LIMIT 1")?
                    .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let number = match newest {
                    Some((number, None)) => return Ok(number),
                    Some((number, Some(_))) => number.saturating_add(1),
                    None => 1,
                };
                connection.prepare_cached("INSERT INTO run (number, begun) VALUES (?, ?)")?.execute((number, now))?;
                Ok(number)
            })
        })
    }

    /// Ends the newest run.
    ///
    /// # Errors
    /// Those of writing.
    pub fn end_run(&mut self, now: i64) -> Result<(), StateError> {
        self.write_at_once(|state| {
            state.write(|connection| {
                connection
                    .prepare_cached("UPDATE run SET ended = ? WHERE number = (SELECT max(number) FROM run) AND ended IS NULL")?
                    .execute([now])
            })
        })?;
        Ok(())
    }

    /// Makes sure that a visit's run is known, and that it began no later than the visit.
    pub(super) fn keep_run(&mut self, visit: &Visit) -> Result<(), StateError> {
        if self.run.is_some_and(|(run, begun)| run == visit.run && begun <= visit.time) {
            return Ok(());
        }
        self.write(|connection| {
            let sql = "INSERT INTO run (number, begun) VALUES (?1, ?2) ON CONFLICT (number) DO UPDATE SET begun = min(begun, ?2)";
            connection.prepare_cached(sql)?.execute((visit.run, visit.time))
        })?;
        self.run = Some((visit.run, visit.time));
        Ok(())
    }

    /// What a host cost in a run.
    ///
    /// # Errors
    /// Those of reading.
    pub fn spent(&self, source: &str, host: &str, run: u32) -> Result<Spent, StateError> {
        let Some(id) = self.find_host(source, host)? else { return Ok(Spent::default()) };
        self.ask(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT fetched, pages, bytes, failures FROM spent WHERE host = ? AND run = ?")?;
            let spent = statement.query_row((id, run), |row| {
                let bytes = unsigned(row.get(2)?);
                Ok(Spent { fetched: row.get(0)?, pages: row.get(1)?, bytes, failures: row.get(3)? })
            });
            Ok(spent.optional()?.unwrap_or_default())
        })
    }

    /// What a run did, on all hosts.
    ///
    /// # Errors
    /// Those of reading.
    pub fn totals(&self, run: u32) -> Result<Totals, StateError> {
        self.ask(|connection| {
            let sql = "SELECT ifnull(sum(fetched), 0), ifnull(sum(content), 0), ifnull(sum(unchanged), 0), ifnull(sum(bytes), 0)
                FROM spent WHERE run = ?";
            connection.prepare_cached(sql)?.query_row([run], |row| {
                Ok(Totals {
                    fetched: unsigned(row.get(0)?),
                    pages: unsigned(row.get(1)?),
                    unchanged: unsigned(row.get(2)?),
                    bytes: unsigned(row.get(3)?),
                })
            })
        })
    }

    /// Addresses not taken, by reason, over all runs.
    ///
    /// # Errors
    /// Those of reading.
    pub fn skips(&self) -> Result<BTreeMap<String, u64>, StateError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT reason, sum(count) FROM skip GROUP BY reason")?;
            statement.query_map([], |row| Ok((row.get(0)?, unsigned(row.get(1)?))))?.collect()
        })
    }
}

/// Adds a visit to what its host cost in its run.
pub(super) fn spend(connection: &Connection, host: i64, visit: &Visit, unchanged: bool) -> rusqlite::Result<usize> {
    // The budget of pages is for pages; what tells of them is bounded by bytes and time.
    let page = visit.target.purpose == Purpose::Page;
    let content = visit.target.purpose == Purpose::Page && (unchanged || visit.verdict == Verdict::Content);
    let sql = "INSERT INTO spent VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ifnull(?7, 0)) ON CONFLICT (host, run) DO UPDATE SET
        fetched = fetched + 1, pages = pages + ?3, content = content + ?4, unchanged = unchanged + ?5, bytes = bytes + ?6,
        failures = iif(?7, failures + 1, iif(?7 IS NULL, failures, 0))";
    let failed = counts_against_host(visit);
    connection.prepare_cached(sql)?.execute((host, visit.run, page, content, unchanged, signed(visit.bytes), failed))
}

/// Adds the addresses a visit did not take.
pub(super) fn count_skips(connection: &Connection, host: i64, visit: &Visit) -> rusqlite::Result<()> {
    add_skips(connection, host, &visit.skips)
}

/// Adds addresses that were not taken to those of a host.
pub(super) fn add_skips(connection: &Connection, host: i64, skips: &Skips) -> rusqlite::Result<()> {
    let sql = "INSERT INTO skip VALUES (?1, ?2, ?3) ON CONFLICT (host, reason) DO UPDATE SET count = count + ?3";
    for (reason, count) in skips {
        connection.prepare_cached(sql)?.execute((host, reason, count))?;
    }
    Ok(())
}
