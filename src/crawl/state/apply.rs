//! A visit changes the state.

use super::effect::{after, is_passing, unchanged};
use super::enter::{ELSEWHERE, tell};
use super::history::{Known, load, store};
use super::hosts::keep_rules;
use super::join::tell_later;
use super::runs::{count_skips, spend};
use super::{State, StateError};
use crate::archive::Position;
use crate::crawl::key::host_of;
use crate::crawl::visit::Visit;

impl State {
    /// Applies a visit: what came of the look, the addresses told of, what was spent and not taken. `host` is the host it was made
    /// for, `due` when its address is to be looked at again, `behind` the place in the archive behind what it wrote.
    ///
    /// Visits are applied in the order in which they stand in the archive, each once. The first one after a
    /// [`commit`](State::commit) opens a transaction; what is not committed is lost with the program.
    ///
    /// # Errors
    /// Those of writing; after one, what was applied since the last commit is lost and nothing more is written.
    pub fn apply(&mut self, visit: &Visit, host: &str, due: i64, behind: Option<Position>) -> Result<(), StateError> {
        self.usable()?;
        let done = self.apply_in_transaction(visit, host, due);
        match done {
            Ok(()) => self.behind = self.behind.max(behind),
            // A later visit must not be committed without this one.
            Err(_) => {
                self.abandon();
                self.unusable = true;
            }
        }
        done
    }

    fn apply_in_transaction(&mut self, visit: &Visit, host: &str, due: i64) -> Result<(), StateError> {
        self.begin()?;
        self.keep_run(visit)?;
        let id = self.host(&visit.source, host)?;
        self.look(id, visit, due)?;
        self.links(id, visit, host)
    }

    /// What came of the look itself.
    fn look(&mut self, host: i64, visit: &Visit, due: i64) -> Result<(), StateError> {
        self.write(|connection| {
            let known = match load(connection, host, visit.target.key)? {
                Some(known) => known,
                None => {
                    tell(connection, host, &visit.target, ELSEWHERE, None)?;
                    Known { told: None, history: None }
                }
            };
            let same = unchanged(known.history.as_ref(), visit);
            let history = after(known.history, known.told, visit, due);
            store(connection, host, &visit.target, &history)?;
            keep_rules(connection, host, visit)?;
            spend(connection, host, visit, same)?;
            count_skips(connection, host, visit)
        })
    }

    /// The addresses told of. Those of the host itself are numbered in the order in which its visits tell of them; the count goes on
    /// for known ones too, so that it does not depend on what other hosts told of before.
    fn links(&mut self, host: i64, visit: &Visit, name: &str) -> Result<(), StateError> {
        let own = |link: &url::Url| host_of(link).as_deref() == Some(name);
        let told = visit.links.iter().filter(|link| own(&link.url)).count();
        let first: i64 = self.write(|connection| {
            let sql =
                "UPDATE host SET entered = entered + ?2, failures = iif(?3, failures + 1, 0) WHERE id = ?1 RETURNING entered";
            let mut statement = connection.prepare_cached(sql)?;
            let told = i64::try_from(told).unwrap_or(0);
            let behind: i64 = statement.query_row((host, told, is_passing(&visit.verdict)), |row| row.get(0))?;
            Ok(behind - told)
        })?;
        let mut place = first;
        for link in &visit.links {
            if own(&link.url) {
                place += 1;
                self.write(|connection| tell(connection, host, link, place, Some(visit.time)))?;
            } else if let Some(other) = host_of(&link.url) {
                let other = self.host(&visit.source, &other)?;
                self.write(|connection| tell_later(connection, other, link))?;
            }
        }
        Ok(())
    }
}
