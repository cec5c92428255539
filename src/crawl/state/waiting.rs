//! Which addresses are to be fetched, best first.

use super::codes::{purpose_code, verdict_code};
use super::effect::LASTING;
use super::hosts::rules_version;
use super::join::candidate;
use super::model::Waiting;
use super::{State, StateError};
use crate::crawl::plan::Order;
use crate::crawl::visit::{Candidate, Purpose, Verdict};
use rusqlite::params;

/// Looks at an address in one run, if the server cannot answer for the time being.
pub(in crate::crawl) const LOOKS: u32 = 3;

impl State {
    /// The addresses of a host that are to be fetched: never fetched, or due, and not looked at in this run yet; one whose look
    /// failed comes again in the same run, up to three times. robots.txt is never among
    /// them, see [`State::rules`], nor what it forbids.
    ///
    /// Best first: by score, then by address. Breadth-first: by depth, then in the order of entering, then by address.
    ///
    /// # Errors
    /// Those of reading.
    pub fn waiting(&self, query: &Waiting<'_>) -> Result<Vec<Candidate>, StateError> {
        let Some(id) = self.find_host(query.source, query.host)? else { return Ok(Vec::new()) };
        let order = match query.order {
            Order::BestFirst => "score DESC, url",
            Order::BreadthFirst => "depth, entered, url",
        };
        let lasting = LASTING.map(|code| format!("'{code}'")).join(", ");
        let sql = format!(
            "SELECT url, key, purpose, score, depth, hops FROM address
             WHERE host = ?1 AND purpose <> ?2 AND closed IS NOT ?3 AND (checked IS NULL
                OR (run <> ?4 AND (due <= ?5 OR checked < ?6))
                OR (run = ?4 AND looks < ?7 AND verdict IN (?8, ?9) AND ifnull(detail, '') NOT IN ({lasting})))
             ORDER BY {order} LIMIT ?10"
        );
        let passing = [Verdict::ServerError, Verdict::Failed(String::new())].map(|it| verdict_code(&it));
        self.ask(|connection| {
            let version = rules_version(connection, id)?;
            let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
            let mut statement = connection.prepare_cached(&sql)?;
            let parameters = params![
                id,
                purpose_code(Purpose::Robots),
                version,
                query.run,
                query.now,
                query.since,
                LOOKS,
                passing[0],
                passing[1],
                limit
            ];
            statement.query_map(parameters, candidate)?.collect()
        })
    }
}
