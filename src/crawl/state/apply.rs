//! A visit changes the state.

use super::effect::{after, is_passing, unchanged};
use super::enter::{ELSEWHERE, Telling};
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
                    Telling::of(connection)?.tell(host, &visit.target, ELSEWHERE, None)?;
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
        let mut entries = Vec::with_capacity(visit.links.len());
        let mut own: i64 = 0;
        for link in &visit.links {
            match host_of(&link.url) {
                Some(other) if other == name => {
                    own += 1;
                    entries.push((host, Some(own), link));
                }
                Some(other) => entries.push((self.host(&visit.source, &other)?, None, link)),
                None => {}
            }
        }
        self.write(|connection| {
            let sql =
                "UPDATE host SET entered = entered + ?2, failures = iif(?3, failures + 1, 0) WHERE id = ?1 RETURNING entered";
            let parameters = (host, own, is_passing(&visit.verdict));
            let entered: i64 = connection.prepare_cached(sql)?.query_row(parameters, |row| row.get(0))?;
            let mut telling = Telling::of(connection)?;
            for (id, number, link) in entries {
                match number {
                    Some(number) => telling.tell(id, link, entered - own + number, Some(visit.time))?,
                    None => tell_later(connection, id, link).map(drop)?,
                }
            }
            Ok(())
        })
    }
}
