//! What the crawl itself asks of the state: a host's addresses at its beginning, the addresses one host's pages told of another,
//! and a source's pages at the end.

use super::codes::{purpose, purpose_code};
use super::current;
use super::enter::{ELSEWHERE, Telling};
use super::history::no_such;
use super::model::Current;
use super::runs::add_skips;
use super::{State, StateError};
use crate::crawl::key::Key;
use crate::crawl::visit::{Candidate, Skips};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use url::Url;

/// Addresses one host can be told of by others between two rounds; a host is not let remember more.
const MOST_TOLD: u32 = 20_000;

impl State {
    /// All known addresses of a host, and whether they were looked at before, in an order without meaning.
    ///
    /// # Errors
    /// Those of reading.
    pub fn known(&self, source: &str, host: &str, each: &mut dyn FnMut(&Candidate, bool)) -> Result<(), StateError> {
        let Some(id) = self.find_host(source, host)? else { return Ok(()) };
        self.ask(|connection| {
            let sql = "SELECT url, key, purpose, score, depth, hops, checked IS NOT NULL FROM address WHERE host = ?";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([id])?;
            while let Some(row) = rows.next()? {
                each(&candidate(row)?, row.get(6)?);
            }
            Ok(())
        })
    }

    /// The addresses of a host that pages of a source's other hosts told of, best first, at most [`MOST_TOLD`].
    ///
    /// # Errors
    /// Those of reading.
    pub fn told(&self, source: &str, host: &str) -> Result<Vec<Candidate>, StateError> {
        let Some(id) = self.find_host(source, host)? else { return Ok(Vec::new()) };
        self.ask(|connection| {
            let sql = "SELECT url, key, purpose, score, depth, hops FROM told WHERE host = ? ORDER BY score DESC, url LIMIT ?";
            connection.prepare_cached(sql)?.query_map((id, MOST_TOLD), candidate)?.collect()
        })
    }

    /// Enters addresses that pages of a source's other hosts told of, with their hosts, and forgets the others that were told; until
    /// then they do not count, so that the order of a host's pages does not depend on how far the others are. Returns how many there
    /// were. `round` is the number of what begins with it, `skips` counts what was not taken.
    ///
    /// # Errors
    /// Those of writing.
    pub fn introduce(
        &mut self,
        source: &str,
        round: u32,
        taken: &[(String, Candidate)],
        skips: &Skips,
    ) -> Result<usize, StateError> {
        self.write_at_once(|state| {
            let hosts = taken.iter().map(|(host, _)| state.host(source, host)).collect::<Result<Vec<i64>, _>>()?;
            state.write(|connection| {
                let mut telling = Telling::of(connection)?;
                for (host, (_, candidate)) in hosts.iter().zip(taken) {
                    telling.tell(*host, candidate, ELSEWHERE, None)?;
                }
                if let Some(host) = hosts.first() {
                    add_skips(connection, *host, skips)?;
                }
                let sql = "DELETE FROM told WHERE host IN (SELECT id FROM host WHERE source = ?)";
                connection.prepare_cached(sql)?.execute([source])?;
                let sql = "INSERT INTO round VALUES (?1, ?2) ON CONFLICT (source) DO UPDATE SET number = max(number, ?2)";
                connection.prepare_cached(sql)?.execute((source, round))
            })?;
            Ok(taken.len())
        })
    }

    /// The number of a source's round: how often its hosts were introduced to one another.
    ///
    /// # Errors
    /// Those of reading.
    pub fn round(&self, source: &str) -> Result<u32, StateError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT number FROM round WHERE source = ?")?;
            Ok(statement.query_row([source], |row| row.get(0)).optional()?.unwrap_or(0))
        })
    }

    /// The newest content of every page of a source that ever had one, by address.
    ///
    /// # Errors
    /// Those of reading.
    pub fn current_of(&self, source: &str) -> Result<Vec<Current>, StateError> {
        let mut pages = Vec::new();
        self.ask(|connection| {
            current::of_source(connection, source, &mut |page| {
                pages.push(page);
                true
            })
        })?;
        Ok(pages)
    }
}

/// Keeps an address that a page of another host told of, until the hosts are made known to one another.
pub(super) fn tell_later(connection: &Connection, host: i64, told: &Candidate) -> rusqlite::Result<usize> {
    let sql = "INSERT INTO told (host, key, url, purpose, score, depth, hops) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (host, key) DO UPDATE SET url = CASE WHEN excluded.score < score THEN url WHEN excluded.score > score THEN excluded.url
                ELSE min(url, excluded.url) END,
            purpose = CASE WHEN excluded.score < score THEN purpose WHEN excluded.score > score THEN excluded.purpose
                ELSE min(purpose, excluded.purpose) END,
            depth = CASE WHEN excluded.score < score THEN depth WHEN excluded.score > score THEN excluded.depth
                ELSE min(depth, excluded.depth) END,
            hops = CASE WHEN excluded.score < score THEN hops WHEN excluded.score > score THEN excluded.hops
                ELSE min(hops, excluded.hops) END,
            score = max(score, excluded.score)";
    connection.prepare_cached(sql)?.execute(params![
        host,
        told.key.0.cast_signed(),
        told.url.as_str(),
        purpose_code(told.purpose),
        told.score,
        told.depth,
        told.hops,
    ])
}

/// The columns url, key, purpose, score, depth, hops.
pub(super) fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let url = row.get_ref(0)?.as_str()?;
    Ok(Candidate {
        url: Url::parse(url).map_err(|reason| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, reason.into()))?,
        key: Key(row.get::<_, i64>(1)?.cast_unsigned()),
        purpose: purpose(row.get(2)?).ok_or_else(|| no_such(2))?,
        score: row.get(3)?,
        depth: row.get(4)?,
        hops: row.get(5)?,
    })
}
