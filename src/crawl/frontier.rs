//! The addresses of one host that wait to be fetched, best first.
//!
//! The state knows all of them; here stand only the best, so that a host with many addresses costs little memory. What does not fit
//! is forgotten here and read from the state again when its turn comes: the order in which addresses leave is that of all.

use super::visit::Candidate;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Addresses held; twice as many for a while.
const KEPT: usize = 2048;

/// The best of a host's waiting addresses.
#[derive(Debug, Default)]
pub(super) struct Frontier {
    heap: BinaryHeap<Entry>,
    /// The best of those that were forgotten.
    forgotten: Option<(i32, String)>,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Next {
    /// This one.
    Take(Candidate),
    /// One that stands in the state only: read it again.
    Reload,
    /// Nothing waits.
    Nothing,
}

impl Frontier {
    /// The number of addresses asked of the state at a time.
    pub const RELOAD: usize = KEPT;

    /// Takes the best addresses of the state, in place of all held; if there are as many as asked for, there may be more.
    pub fn load(candidates: Vec<Candidate>) -> Self {
        let forgotten = (candidates.len() >= Self::RELOAD).then(|| candidates.last().map(rank)).flatten();
        Self { heap: candidates.into_iter().map(Entry).collect(), forgotten }
    }

    /// Adds an address; it must stand in the state already.
    pub fn push(&mut self, candidate: Candidate) {
        self.heap.push(Entry(candidate));
        if self.heap.len() >= 2 * KEPT {
            self.shrink();
        }
    }

    /// Adds addresses, see [`Frontier::push`].
    pub fn extend(&mut self, candidates: impl IntoIterator<Item = Candidate>) {
        candidates.into_iter().for_each(|candidate| self.push(candidate));
    }

    /// Takes the best address.
    pub fn pop(&mut self) -> Next {
        let best_is_forgotten = match (self.heap.peek(), &self.forgotten) {
            (None, None) => return Next::Nothing,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(best), Some(forgotten)) => before(forgotten, &rank(&best.0)) == Ordering::Greater,
        };
        match self.heap.pop() {
            Some(entry) if !best_is_forgotten => Next::Take(entry.0),
            _ => Next::Reload,
        }
    }

    /// Parts those addresses from the others for which something holds; what was forgotten stays with the first.
    pub fn part(self, holds: impl Fn(&Candidate) -> bool) -> (Self, Self) {
        let (those, others): (Vec<Entry>, Vec<Entry>) = self.heap.into_iter().partition(|entry| holds(&entry.0));
        (Self { heap: others.into(), forgotten: self.forgotten }, Self { heap: those.into(), forgotten: None })
    }

    /// The number of addresses held.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    fn shrink(&mut self) {
        let mut entries = std::mem::take(&mut self.heap).into_sorted_vec();
        let worse = entries.drain(..entries.len() - KEPT).next_back().map(|entry| rank(&entry.0));
        self.heap = entries.into();
        let better = match (self.forgotten.take(), worse) {
            (Some(a), Some(b)) => Some(if before(&a, &b) == Ordering::Greater { a } else { b }),
            (a, b) => a.or(b),
        };
        self.forgotten = better;
    }
}

/// A heap gives the greatest first.
#[derive(Debug)]
struct Entry(Candidate);

fn rank(candidate: &Candidate) -> (i32, String) {
    (candidate.score, candidate.url.as_str().to_owned())
}

/// More promising is greater; among equals the address that comes first in the alphabet, so that no order of discovery matters.
fn before(a: &(i32, String), b: &(i32, String)) -> Ordering {
    a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (&self.0, &other.0);
        a.score.cmp(&b.score).then_with(|| b.url.as_str().cmp(a.url.as_str()))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use super::super::key::Key;
    use super::super::visit::Purpose;
    use super::*;
    use url::Url;

    fn candidate(score: i32, number: usize) -> Candidate {
        let url = Url::parse(&format!("http://www.gmina.test/{number:05}")).unwrap();
        Candidate { key: Key::of(url.as_str()), url, purpose: Purpose::Page, score, depth: 1, hops: 0 }
    }

    fn scores(frontier: &mut Frontier) -> Vec<i32> {
        std::iter::from_fn(|| match frontier.pop() {
            Next::Take(candidate) => Some(candidate.score),
            _ => None,
        })
        .collect()
    }

    #[test]
    fn the_most_promising_comes_first_and_equals_in_alphabetical_order() {
        let mut frontier = Frontier::default();
        for (score, number) in [(1, 1), (5, 9), (5, 2), (3, 3)] {
            frontier.push(candidate(score, number));
        }
        let Next::Take(first) = frontier.pop() else { panic!("nothing waits") };
        assert_eq!(first.url.path(), "/00002");
        assert_eq!(scores(&mut frontier), [5, 3, 1]);
        assert!(matches!(frontier.pop(), Next::Nothing));
    }

    #[test]
    fn what_was_forgotten_is_asked_for_when_its_turn_comes() {
        let mut frontier = Frontier::default();
        for number in 0..2 * KEPT {
            frontier.push(candidate(i32::try_from(number).unwrap(), number));
        }
        assert_eq!(frontier.len(), KEPT);
        let taken = scores(&mut frontier);
        assert_eq!(taken.len(), KEPT);
        assert_eq!(*taken.last().unwrap(), i32::try_from(KEPT).unwrap());
        // A worse one found later does not overtake the forgotten ones.
        frontier.push(candidate(7, 1));
        assert!(matches!(frontier.pop(), Next::Reload));
    }
}
