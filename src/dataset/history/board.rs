//! The mentions of the edition before by the places where they stood.

use super::clues::{Clues, Fit, Standing};
use std::collections::HashMap;

/// Mentions at one address that are compared with one another. Beyond, only equal titles and numbers are looked up: an archive may
/// give one address to all its pages.
pub(super) const COMPARED: usize = 64;

/// A mention of the edition before.
#[derive(Debug)]
struct Told {
    /// Row of its project.
    project: u32,
    clues: Clues,
}

/// Mentions by place.
#[derive(Debug, Default)]
pub(super) struct Board {
    told: Vec<Told>,
    /// All mentions at a place.
    pub(super) places: HashMap<u64, Vec<u32>>,
    titles: HashMap<(u64, u64), Vec<u32>>,
    numbers: HashMap<(u64, u64), Vec<u32>>,
}

impl Board {
    /// Puts a mention up.
    pub(super) fn add(&mut self, place: u64, project: u32, clues: Clues) {
        let Ok(number) = u32::try_from(self.told.len()) else { return };
        if let Some(title) = clues.title() {
            self.titles.entry((place, title)).or_default().push(number);
        }
        if let Some(of) = clues.number() {
            self.numbers.entry((place, of)).or_default().push(number);
        }
        self.places.entry(place).or_default().push(number);
        self.told.push(Told { project, clues });
    }

    /// The mentions at a place that may be of the same project, with how certain that is. `shared` tells whether several new projects
    /// have the number.
    pub(super) fn alike<'b>(&'b self, place: u64, clues: &'b Clues, is_shared: bool) -> impl Iterator<Item = (u32, Fit)> + 'b {
        let all = self.places.get(&place).filter(|all| all.len() <= COMPARED);
        let of_number = clues.number().and_then(|number| self.numbers.get(&(place, number)));
        let some = all.is_none().then(|| {
            let titles = clues.title().and_then(|title| self.titles.get(&(place, title)));
            [titles, of_number].into_iter().flatten().flat_map(|found| found.iter().take(COMPARED))
        });
        let project = |number: &u32| self.told.get(*number as usize).map(|told| told.project);
        let is_shared_before = of_number.is_some_and(|all| all.iter().any(|of| project(of) != all.first().and_then(project)));
        let candidates = all.into_iter().flatten().chain(some.into_iter().flatten());
        candidates.filter_map(move |&number| {
            let told = self.told.get(number as usize)?;
            Some((told.project, told.clues.fit(clues, is_shared || is_shared_before, Standing::Here)?))
        })
    }
}
