//! What a host's task knows by heart while it works.

use super::super::key::Key;
use super::super::traps::Traps;
use super::super::visit::Candidate;
use std::collections::HashMap;

/// In place of a promise: fetched before this task began. It may be due, but nothing promised of it now matters.
const SETTLED: i32 = i32::MAX;
/// In place of a promise: fetched by this task.
const DONE: i32 = i32::MIN;

/// The known addresses of a host, and how many there are of each pattern. It travels with an answer to the worker that reads it, and
/// back: nobody else touches it, so it needs no lock.
#[derive(Debug)]
pub(super) struct Mind {
    /// Known addresses with the best promise made of them so far.
    known: HashMap<Key, i32>,
    /// Guards against sites without an end.
    pub traps: Traps,
    /// Addresses remembered at most.
    capacity: usize,
}

impl Mind {
    pub fn new(traps: Traps, capacity: u32) -> Self {
        Self { known: HashMap::new(), traps, capacity: usize::try_from(capacity).unwrap_or(usize::MAX) }
    }

    /// Whether an address that waits was fetched meanwhile, or waits with a better promise.
    pub fn is_stale(&self, candidate: &Candidate) -> bool {
        self.known.get(&candidate.key).is_some_and(|known| !matches!(*known, SETTLED) && *known != candidate.score)
    }

    /// Notes that an address was fetched; if it may be asked for again, it waits as before.
    pub fn fetched(&mut self, candidate: &Candidate, again: bool) {
        let known = self.known.entry(candidate.key).or_insert(SETTLED);
        *known = match (again, *known) {
            (true, SETTLED) => SETTLED,
            (true, _) => candidate.score,
            (false, _) => DONE,
        };
    }

    /// Learns an address; returns whether that is news: an unknown one, or a better promise of a known one.
    pub fn learn(&mut self, candidate: &Candidate) -> bool {
        match self.known.get_mut(&candidate.key) {
            Some(score) if matches!(*score, SETTLED | DONE) || *score >= candidate.score => false,
            Some(score) => {
                *score = candidate.score;
                true
            }
            None => {
                self.known.insert(candidate.key, candidate.score);
                true
            }
        }
    }

    /// Takes in an address that the state knows.
    pub fn remember(&mut self, candidate: &Candidate, is_fetched: bool) {
        self.known.insert(candidate.key, if is_fetched { SETTLED } else { candidate.score });
        // It was let in before; here it only counts.
        let _ = self.traps.admit(&candidate.url, true);
    }

    /// Whether an address is known.
    pub fn knows(&self, key: Key) -> bool {
        self.known.contains_key(&key)
    }

    /// Whether there is no room for another.
    pub fn is_full(&self) -> bool {
        self.known.len() >= self.capacity
    }

    /// The number of known addresses.
    pub fn len(&self) -> usize {
        self.known.len()
    }
}
