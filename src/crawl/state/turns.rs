//! Turns: how the pages of a source are shared out among its hosts.
//!
//! Shares follow from what is known of all hosts at one moment, which does not come again after an interruption. So they are kept.

use super::model::Turn;
use super::{State, StateError};
use std::collections::BTreeMap;

impl State {
    /// The turns given last to the hosts of a source, if that was in this run.
    ///
    /// # Errors
    /// Those of reading.
    pub fn turns(&self, source: &str, run: u32) -> Result<BTreeMap<String, Turn>, StateError> {
        self.ask(|connection| {
            let sql = "SELECT host.host, floor, pages FROM turn JOIN host ON host.id = turn.host WHERE source = ? AND run = ?";
            let mut statement = connection.prepare_cached(sql)?;
            let turn = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, Turn { floor: row.get(1)?, pages: row.get(2)? }));
            statement.query_map((source, run), turn)?.collect()
        })
    }

    /// Keeps the turns of a source's hosts in place of those before. They are no visits, so they are lost when the state is made
    /// again: a run that was under way then shares out what is left anew.
    ///
    /// # Errors
    /// Those of writing.
    pub fn give_turns(&mut self, source: &str, run: u32, turns: &BTreeMap<String, Turn>) -> Result<(), StateError> {
        self.write_at_once(|state| {
            state.write(|connection| {
                let sql = "DELETE FROM turn WHERE host IN (SELECT id FROM host WHERE source = ?)";
                connection.prepare_cached(sql)?.execute([source])
            })?;
            for (host, turn) in turns {
                let id = state.host(source, host)?;
                state.write(|connection| {
                    let mut statement = connection.prepare_cached("INSERT INTO turn VALUES (?, ?, ?, ?)")?;
                    statement.execute((id, run, turn.floor, turn.pages))
                })?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn turns_given_before_an_interruption_are_those_of_this_run_only() {
        let mut state = State::in_memory().unwrap();
        let turn = |pages| Turn { floor: 60, pages };
        let given = BTreeMap::from([("bip.gmina.test".to_owned(), turn(4)), ("gmina.test".to_owned(), turn(9))]);
        state.give_turns("gmina", 1, &given).unwrap();
        assert_eq!(state.turns("gmina", 1).unwrap(), given);
        assert!(state.turns("gmina", 2).unwrap().is_empty() && state.turns("other", 1).unwrap().is_empty());
        let next = BTreeMap::from([("gmina.test".to_owned(), turn(12))]);
        state.give_turns("gmina", 1, &next).unwrap();
        assert_eq!(state.turns("gmina", 1).unwrap(), next);
    }
}
