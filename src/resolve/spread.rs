//! Which numbers and titles are shared by projects that are not one: the operator's number under which hundreds of municipalities
//! have a grant each, the title that a programme carries everywhere.
//!
//! It is told by the mentions themselves: under one number, several bodies have a total each, and no total is most bodies'. A
//! project on its partners' pages looks otherwise: there the total is one.

use super::key::{GRANT, Key, TOTAL, Told};
use super::titles::Titles;
use crate::vocabulary::Bodies;
use std::collections::{BTreeMap, HashSet};

/// Whether a pair's number and title are shared widely.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spread {
    /// The number is an umbrella's.
    pub number: bool,
    /// The title is a programme's.
    pub title: bool,
}

/// The numbers and titles that are shared widely.
#[derive(Debug, Default)]
pub(super) struct Spreads {
    numbers: HashSet<Box<str>>,
    titles: HashSet<u64>,
    /// Those of them that the vocabulary knows.
    schemes: HashSet<u64>,
}

/// For each body the totals it tells.
type Totals = BTreeMap<u32, Vec<i64>>;

impl Spreads {
    /// Finds them. Linear but for sorting.
    pub(super) fn new(keys: &[&Key], titles: &Titles<'_>) -> Self {
        let mut by_number: BTreeMap<&str, Totals> = BTreeMap::new();
        let mut by_title: BTreeMap<u64, Totals> = BTreeMap::new();
        for key in keys {
            let told = &key.told;
            let (Some(group), Some(sum)) = (told.group(), sum(told)) else { continue };
            if let Some(number) = &told.number {
                by_number.entry(number).or_default().entry(group).or_default().push(sum);
            }
            if let Some(title) = titles.of(told) {
                by_title.entry(title.whole).or_default().entry(group).or_default().push(sum);
            }
        }
        let titled = keys.iter().filter_map(|key| titles.of(&key.told));
        let schemes: HashSet<u64> =
            titled.filter(|title| Bodies::builtin().is_scheme(title.folded)).map(|title| title.whole).collect();
        Self {
            numbers: by_number.into_iter().filter(|(_, totals)| is_shared(totals)).map(|(number, _)| number.into()).collect(),
            titles: by_title
                .iter()
                .filter(|(_, totals)| is_shared(totals))
                .map(|(title, _)| *title)
                .chain(schemes.iter().copied())
                .collect(),
            schemes,
        }
    }

    /// Whether what two mentions have in common is shared widely.
    pub(super) fn of(&self, a: &Told, b: &Told, titles: &Titles<'_>) -> Spread {
        let within = |titled: &HashSet<u64>, told: &Told| titles.of(told).is_some_and(|title| titled.contains(&title.whole));
        let title = within(&self.titles, a) || within(&self.titles, b);
        let number = a.number.as_ref().is_some_and(|number| a.number == b.number && self.numbers.contains(number));
        // What stands under a scheme's title with a number stands under the operator's.
        let scheme = a.number.is_some() && a.number == b.number && within(&self.schemes, a) && within(&self.schemes, b);
        Spread { number: number || scheme, title }
    }
}

/// The sum that tells grantees apart.
fn sum(told: &Told) -> Option<i64> {
    [told.sums.values[TOTAL], told.sums.values[GRANT]].into_iter().find(|&sum| sum != 0)
}

/// Whether several bodies have each its own total: no total is that of two, or of more than half of them.
fn is_shared(totals: &Totals) -> bool {
    if totals.len() < 2 {
        return false;
    }
    let mut bodies: BTreeMap<i64, usize> = BTreeMap::new();
    for sums in totals.values() {
        let mut sums = sums.clone();
        sums.sort_unstable();
        sums.dedup();
        sums.into_iter().for_each(|sum| *bodies.entry(sum).or_default() += 1);
    }
    let most = bodies.values().copied().max().unwrap_or(0);
    bodies.len() > 1 && (most < 2 || most * 2 <= totals.len())
}
