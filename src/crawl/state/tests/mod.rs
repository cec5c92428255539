#![allow(clippy::unwrap_used)]

mod cost;
mod file;
mod looks;
mod replay;
mod reports;
mod waiting;

use super::model::Totals;
use super::*;
use crate::crawl::key::Key;
use crate::crawl::plan::{Order, Revisit};
use crate::crawl::schedule::next_due;
use crate::crawl::visit::{Candidate, Purpose, Skips, Validators, Verdict, Visit};
use rusqlite::types::ValueRef;
use std::collections::BTreeMap;
use url::Url;

/// One day, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// Some time to begin at.
const START: i64 = 1_700_000_000;

const SOURCE: &str = "olszyny";
const HOST: &str = "olszyny.test";

/// Questions only tests ask.
impl State {
    /// The keys of a host's addresses.
    fn keys(&self, source: &str, host: &str) -> Result<Vec<Key>, StateError> {
        let mut keys = Vec::new();
        self.known(source, host, &mut |candidate, _| keys.push(candidate.key))?;
        Ok(keys)
    }

    /// The newest content of every page, by source and address, until the listener says `false`.
    fn current(&self, each: &mut dyn FnMut(Current) -> bool) -> Result<(), StateError> {
        let sources: Vec<String> = self.ask(|connection| {
            let mut statement = connection.prepare("SELECT DISTINCT source FROM host ORDER BY source")?;
            statement.query_map([], |row| row.get(0))?.collect()
        })?;
        for source in sources {
            if !self.current_of(&source)?.into_iter().all(&mut *each) {
                break;
            }
        }
        Ok(())
    }
}

fn candidate(url: &str, score: i32, depth: u16) -> Candidate {
    let url = Url::parse(url).unwrap();
    Candidate { key: Key::of(url.as_str()), url, purpose: Purpose::Page, score, depth, hops: 0 }
}

fn page(path: &str) -> Candidate {
    candidate(&format!("https://{HOST}{path}"), 0, 1)
}

/// A visit that found content: the digest and the place in the archive follow from `version`.
fn content(target: Candidate, time: i64, version: u8) -> Visit {
    Visit {
        run: 1,
        source: SOURCE.to_owned(),
        target,
        time,
        verdict: Verdict::Content,
        status: Some(200),
        bytes: 1000,
        validators: Validators { etag: Some(format!("\"{version}\"")), last_modified: None },
        digest: Some([version; 32]),
        position: Some(Position { file: 0, offset: time.unsigned_abs() }),
        rules: None,
        relevance: i32::from(version),
        links: Vec::new(),
        skips: Skips::new(),
    }
}

/// A visit that found no content.
fn found(target: Candidate, time: i64, verdict: Verdict, status: Option<u16>) -> Visit {
    Visit { verdict, status, digest: None, validators: Validators::default(), ..content(target, time, 0) }
}

/// Applies a visit with the schedule of the defaults, and commits.
fn apply(state: &mut State, visit: &Visit) {
    apply_to(state, HOST, visit);
    state.commit().unwrap();
}

fn apply_to(state: &mut State, host: &str, visit: &Visit) {
    let before = state.history(&visit.source, host, visit.target.key).unwrap();
    let due = next_due(&Revisit::default(), before.as_ref(), visit);
    let behind = visit.position.map(|position| Position { offset: position.offset + 1, ..position });
    state.apply(visit, host, due, behind).unwrap();
}

fn history(state: &State, target: &Candidate) -> History {
    state.history(SOURCE, HOST, target.key).unwrap().unwrap()
}

fn query(now: i64, run: u32) -> Waiting<'static> {
    Waiting { source: SOURCE, host: HOST, now, since: None, run, limit: 100, order: Order::BestFirst }
}

fn paths(candidates: &[Candidate]) -> Vec<&str> {
    candidates.iter().map(|candidate| candidate.url.path()).collect()
}

/// Every row of every table, with hosts by their names in place of the numbers they happened to get.
fn dump(state: &State) -> Vec<String> {
    let connection = &state.connection;
    let mut statement = connection.prepare("SELECT id, source || ' ' || host FROM host").unwrap();
    let names: BTreeMap<i64, String> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let mut lines = Vec::new();
    for table in schema::NAMES {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = columns.iter().enumerate().map(|(at, column)| match (column.as_str(), row.get_ref(at).unwrap()) {
                ("id" | "host", ValueRef::Integer(id)) => names[&id].clone(),
                (column, value) => format!("{column}={value:?}"),
            });
            lines.push(format!("{table}: {}", cells.collect::<Vec<_>>().join(" ")));
        }
    }
    lines.sort();
    lines
}
