//! What a host's task knows by heart while it works.

use super::super::key::Key;
use super::super::traps::Traps;
use super::super::visit::Candidate;
use super::recent::Recent;
use std::collections::HashMap;

/// Promise from which an address passes although many of its pattern are known.
const PROMISING: i32 = 20;

/// In place of a promise: fetched before this task began. It may be due, but nothing promised of it now matters.
const SETTLED: i32 = i32::MAX;
/// In place of a promise: fetched by this task.
const DONE: i32 = i32::MIN;

/// What is known of an address: the best promise made of it, and the least steps at which it was told of. The state joins what it is
/// told in the same way, so that an address read from it after an interruption is the one that waited here.
#[derive(Debug, Clone, Copy)]
struct Promise {
    score: i32,
    depth: u16,
    hops: u8,
}

impl Promise {
    fn of(candidate: &Candidate) -> Self {
        Self { score: candidate.score, depth: candidate.depth, hops: candidate.hops }
    }
}

/// The known addresses of a host, and how many there are of each pattern. It travels with an answer to the worker that reads it, and
/// back: nobody else touches it, so it needs no lock.
#[derive(Debug)]
pub(super) struct Mind {
    /// Known addresses with the best promise made of them so far.
    known: HashMap<Key, Promise>,
    /// Guards against sites without an end.
    pub traps: Traps,
    /// What references on its pages mean.
    pub recent: Recent,
    /// Addresses remembered at most.
    capacity: usize,
}

impl Mind {
    pub fn new(traps: Traps, capacity: u32) -> Self {
        let capacity = usize::try_from(capacity).unwrap_or(usize::MAX);
        Self { known: HashMap::new(), traps, recent: Recent::default(), capacity }
    }

    /// Whether an address that waits was fetched meanwhile, or waits with a better promise.
    pub fn is_stale(&self, candidate: &Candidate) -> bool {
        self.known.get(&candidate.key).is_some_and(|known| known.score != SETTLED && known.score != candidate.score)
    }

    /// Notes that an address was fetched; if it may be asked for again, it waits as before.
    pub fn fetched(&mut self, candidate: &Candidate, again: bool) {
        let known = self.known.entry(candidate.key).or_insert(Promise { score: SETTLED, ..Promise::of(candidate) });
        known.score = match (again, known.score) {
            (true, SETTLED) => SETTLED,
            (true, _) => candidate.score,
            (false, _) => DONE,
        };
    }

    /// Takes in an address that was told of, if it is no trap; whether it is news, see [`Mind::learn`].
    ///
    /// # Errors
    /// The reason why it is not worth remembering.
    pub fn admit(&mut self, candidate: &mut Candidate, depth: u16) -> Result<bool, &'static str> {
        if !self.knows(candidate.key) {
            if candidate.depth > depth {
                return Err("depth");
            }
            if self.is_full() {
                return Err("host_full");
            }
            self.traps.admit(&candidate.url, candidate.score >= PROMISING)?;
        }
        Ok(self.learn(candidate))
    }

    /// Learns an address; returns whether that is news: an unknown one, or a better promise of a known one. A known one keeps the
    /// least steps at which it was told of.
    pub fn learn(&mut self, candidate: &mut Candidate) -> bool {
        match self.known.get_mut(&candidate.key) {
            Some(known) if matches!(known.score, SETTLED | DONE) || known.score >= candidate.score => false,
            Some(known) => {
                candidate.depth = candidate.depth.min(known.depth);
                candidate.hops = candidate.hops.min(known.hops);
                *known = Promise::of(candidate);
                true
            }
            None => {
                self.known.insert(candidate.key, Promise::of(candidate));
                true
            }
        }
    }

    /// Takes in an address that the state knows.
    pub fn remember(&mut self, candidate: &Candidate, is_fetched: bool) {
        let score = if is_fetched { SETTLED } else { candidate.score };
        self.known.insert(candidate.key, Promise { score, ..Promise::of(candidate) });
        // It was let in before; here it only counts.
        let _ = self.traps.admit(&candidate.url, true);
    }

    /// Whether an address is known.
    pub fn knows(&self, key: Key) -> bool {
        self.known.contains_key(&key)
    }

    /// Whether an address was fetched, so that no promise made of it is news.
    pub fn is_settled(&self, key: Key) -> bool {
        self.known.get(&key).is_some_and(|known| matches!(known.score, SETTLED | DONE))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::super::plan::HostBudget;
    use super::super::super::visit::Purpose;
    use super::*;
    use url::Url;

    fn told(score: i32, depth: u16) -> Candidate {
        let url = Url::parse("http://www.gmina.test/kalendarz/2026/3").unwrap();
        Candidate { key: Key::of(url.as_str()), url, purpose: Purpose::Page, score, depth, hops: 0 }
    }

    fn mind() -> Mind {
        Mind::new(Traps::new(&HostBudget::default()), 10)
    }

    #[test]
    fn a_calendar_linked_near_and_promised_far_away_waits_at_the_near_place_as_the_state_has_it_after_a_kill() {
        let mut unbroken = mind();
        assert!(unbroken.learn(&mut told(-9, 1)));
        let mut better = told(-3, 4);
        assert!(unbroken.learn(&mut better));
        assert_eq!((better.score, better.depth), (-3, 1));
        let mut resumed = mind();
        resumed.remember(&told(-9, 2), false);
        let mut better = told(-3, 4);
        assert!(resumed.learn(&mut better));
        assert_eq!((better.score, better.depth), (-3, 2));
    }
}
