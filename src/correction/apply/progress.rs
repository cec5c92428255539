//! What becomes of a correction while pages go by.

use super::Fate;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What became of the places of one correction.
#[derive(Debug, Default)]
pub(super) struct Progress {
    places: Vec<Seen>,
}

/// How much what happened on a page says about a place: first that it is the page of the place and not a copy elsewhere, then the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct When {
    is_own: bool,
    fetched: Option<String>,
}

impl When {
    /// Of a page; copies elsewhere are of no day, for none of them is newer than what it is a copy of.
    pub(super) fn of(is_own: bool, fetched: Option<&str>) -> Self {
        Self { is_own, fetched: fetched.filter(|_| is_own).map(str::to_owned) }
    }
}

/// What became of one place on the pages that were seen.
#[derive(Debug, Default, Clone)]
struct Seen {
    /// What happened on the newest of them, and when that was; nothing if none was seen.
    newest: Option<(When, Fate)>,
    ids: BTreeSet<String>,
}

impl Progress {
    pub(super) fn of(places: usize) -> Self {
        Self { places: vec![Seen::default(); places] }
    }

    /// Notes what happened to a place on a page: of several captures the newest counts; of those of one day, and of copies, the one on
    /// which it fares best.
    pub(super) fn see(&mut self, place: usize, fate: Fate, when: When) {
        let Some(seen) = self.places.get_mut(place) else { return };
        let counts = |(known, best): &(When, Fate)| (&when, Reverse(rank(fate))) > (known, Reverse(rank(*best)));
        if seen.newest.as_ref().is_none_or(counts) {
            seen.newest = Some((when, fate));
        }
    }

    /// The same, of a place whose mention was found.
    pub(super) fn find(&mut self, place: usize, fate: Fate, id: String, when: When) {
        self.see(place, fate, when);
        self.places.get_mut(place).into_iter().for_each(|seen| {
            seen.ids.insert(id.clone());
        });
    }

    /// What became of the correction: of its places the worst.
    pub(super) fn fate(&self) -> Fate {
        let of = |seen: &Seen| seen.newest.as_ref().map_or(Fate::PageVanished, |(_, fate)| *fate);
        self.places.iter().map(of).max_by_key(|fate| rank(*fate)).unwrap_or(Fate::PageVanished)
    }

    /// The mentions that were found, by their ids.
    pub(super) fn ids(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self.places.iter().flat_map(|seen| &seen.ids).collect();
        all.into_iter().cloned().collect()
    }

    /// Those of some places.
    pub(super) fn ids_of(&self, places: std::ops::Range<usize>) -> BTreeSet<&str> {
        let places = self.places.get(places).unwrap_or_default();
        places.iter().flat_map(|seen| &seen.ids).map(String::as_str).collect()
    }
}

/// From best to worst.
const fn rank(fate: Fate) -> u8 {
    match fate {
        Fate::Applied => 0,
        Fate::Superseded => 1,
        Fate::ReadOtherwise => 2,
        Fate::MentionLost => 3,
        Fate::PageChanged => 4,
        Fate::PageVanished => 5,
    }
}
