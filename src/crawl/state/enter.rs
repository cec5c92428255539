//! Addresses enter the state: start addresses, and those that pages tell of.
//!
//! The same address may be told of by pages of several hosts, and which of them is read first is chance. So what is known of it is
//! joined without regard to order: the best score and the spelling and depth it came with (of several the first spelling, the least
//! depth), the earliest time, the earliest place in the order of entering. A host at work takes the best promise with its depth too;
//! so a crawl that was taken up again goes the same ways.

use super::codes::purpose_code;
use super::{State, StateError};
use crate::crawl::visit::Candidate;
use rusqlite::{CachedStatement, Connection, params};

/// Place in the order of entering of an address that another host's page told of, or that was looked at without having been told
/// of: behind all that the host's own pages told of.
pub(super) const ELSEWHERE: i64 = i64::MAX;

/// Places of start addresses come before all others, whenever they are entered.
const START: i64 = -(1 << 32);

impl State {
    /// Enters start addresses, in the order in which they are to be fetched breadth-first. What is known of those that are known
    /// stays, except that they count as start addresses from now on.
    ///
    /// # Errors
    /// Those of writing.
    pub fn enter(&mut self, source: &str, host: &str, candidates: &[Candidate]) -> Result<(), StateError> {
        self.write_at_once(|state| {
            let id = state.host(source, host)?;
            state.write(|connection| {
                let mut telling = Telling::of(connection)?;
                (START..0).zip(candidates).try_for_each(|(place, candidate)| telling.tell(id, candidate, place, None))
            })
        })
    }
}

/// The statement that enters an address, or joins what is known of it with what is told of it now. Looked up once a visit, for a
/// visit tells of many.
pub(super) struct Telling<'c>(CachedStatement<'c>);

impl<'c> Telling<'c> {
    pub(super) fn of(connection: &'c Connection) -> rusqlite::Result<Self> {
        // The address and purpose it was looked at with stay: the archive has them.
        let sql = "INSERT INTO address (host, key, url, purpose, score, depth, hops, entered, first_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (host, key) DO UPDATE SET
            url = CASE WHEN checked IS NOT NULL OR excluded.score < score THEN url WHEN excluded.score > score THEN excluded.url
                ELSE min(url, excluded.url) END,
            purpose = CASE WHEN checked IS NOT NULL OR excluded.score < score THEN purpose WHEN excluded.score > score THEN excluded.purpose
                ELSE min(purpose, excluded.purpose) END,
            depth = CASE WHEN excluded.score < score THEN depth WHEN excluded.score > score THEN excluded.depth
                ELSE min(depth, excluded.depth) END,
            hops = CASE WHEN excluded.score < score THEN hops WHEN excluded.score > score THEN excluded.hops
                ELSE min(hops, excluded.hops) END,
            score = max(score, excluded.score),
            entered = min(entered, excluded.entered),
            first_seen = min(ifnull(first_seen, excluded.first_seen), ifnull(excluded.first_seen, first_seen))";
        Ok(Self(connection.prepare_cached(sql)?))
    }

    /// `place` is the one in the order of entering, `time` that of the visit that told of it.
    pub(super) fn tell(&mut self, host: i64, told: &Candidate, place: i64, time: Option<i64>) -> rusqlite::Result<()> {
        let key = told.key.0.cast_signed();
        let purpose = purpose_code(told.purpose);
        let url = told.url.as_str();
        self.0.execute(params![host, key, url, purpose, told.score, told.depth, told.hops, place, time]).map(drop)
    }
}
