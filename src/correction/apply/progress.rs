//! What becomes of a correction while pages go by.

use super::Fate;
use std::collections::BTreeSet;

/// What became of the places of one correction.
#[derive(Debug, Default)]
pub(super) struct Progress {
    places: Vec<Seen>,
}

/// What became of one place on the pages that were seen.
#[derive(Debug, Default, Clone)]
struct Seen {
    /// The best that happened on any of them; nothing if none was seen.
    best: Option<Fate>,
    ids: BTreeSet<String>,
}

impl Progress {
    pub(super) fn of(places: usize) -> Self {
        Self { places: vec![Seen::default(); places] }
    }

    /// Notes what happened to a place on a page: of several captures the one counts on which it fares best.
    pub(super) fn see(&mut self, place: usize, fate: Fate) {
        if let Some(seen) = self.places.get_mut(place)
            && seen.best.is_none_or(|best| rank(fate) < rank(best))
        {
            seen.best = Some(fate);
        }
    }

    /// The same, of a place whose mention was found.
    pub(super) fn find(&mut self, place: usize, fate: Fate, id: String) {
        self.see(place, fate);
        self.places.get_mut(place).into_iter().for_each(|seen| {
            seen.ids.insert(id.clone());
        });
    }

    /// What became of the correction: of its places the worst.
    pub(super) fn fate(&self) -> Fate {
        let of = |seen: &Seen| seen.best.unwrap_or(Fate::PageVanished);
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
