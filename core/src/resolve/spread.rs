//! Which numbers and titles are shared by projects that are not one: the operator's number under which hundreds of municipalities
//! have a grant each, the title that a programme carries everywhere.
//!
//! It is told by the mentions themselves: under one number, several bodies have a total each, and no total is most bodies'. A
//! project on its partners' pages looks otherwise: there the total is one.

use super::key::{GRANT, Key, TOTAL, Told};
use super::titles::Titles;
use crate::vocabulary::Bodies;
use std::collections::HashSet;

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
    /// For each number whether it is.
    numbers: Vec<bool>,
    /// For each title whether it is, and whether it is a scheme's that the vocabulary knows.
    titles: Vec<(bool, bool)>,
}

/// A body and a total that it tells under a number or title.
type Stated<N> = (N, u32, i64);

impl Spreads {
    /// Finds them; `numbers` stand for the mentions' numbers. Linear but for sorting.
    pub(super) fn new(keys: &[&Key], numbers: &[u32], titles: &Titles<'_>) -> Self {
        let schemes: Vec<bool> = titles.all.iter().map(|title| Bodies::builtin().is_scheme(title.folded)).collect();
        let known = titles.all.iter().zip(&schemes).filter(|(_, is_scheme)| **is_scheme);
        // A title is a scheme's if one that differs from it in endings alone is.
        let known: HashSet<u64> = known.map(|(title, _)| title.whole).collect();
        let shared = shared_titles(keys, titles);
        let of_title = |whole: &u64| (known.contains(whole) || shared.contains(whole), known.contains(whole));
        Self { numbers: shared_numbers(keys, numbers), titles: titles.all.iter().map(|title| of_title(&title.whole)).collect() }
    }

    /// Whether what two mentions have in common is shared widely, by the numbers that stand for their numbers and titles.
    pub(super) fn of(&self, (number, title): (u32, u32), (other_number, other_title): (u32, u32)) -> Spread {
        let of_title = |title: u32| self.titles.get(title as usize).copied().unwrap_or_default();
        let ((common, scheme), (other_common, other_scheme)) = (of_title(title), of_title(other_title));
        let umbrella = self.numbers.get(number as usize).copied();
        // What stands under a scheme's title with a number stands under the operator's.
        let by_number = umbrella.is_some_and(|umbrella| number == other_number && (umbrella || scheme && other_scheme));
        Spread { number: by_number, title: common || other_common }
    }

    /// Whether many projects have a title, by its number.
    pub(super) fn is_common(&self, title: u32) -> bool {
        self.titles.get(title as usize).is_some_and(|(is_common, _)| *is_common)
    }
}

/// For each number whether it is shared widely.
fn shared_numbers(keys: &[&Key], numbers: &[u32]) -> Vec<bool> {
    let numbered = || keys.iter().zip(numbers).filter(|(key, _)| key.told.number.is_some());
    let mut stated: Vec<Stated<u32>> = Vec::with_capacity(numbered().count());
    stated.extend(numbered().filter_map(|(key, number)| Some((*number, key.told.group()?, sum(&key.told)?))));
    let mut shared = vec![false; numbered().map(|(_, number)| *number as usize + 1).max().unwrap_or(0)];
    for number in each_shared(&mut stated) {
        shared[number as usize] = true;
    }
    shared
}

/// The hashes of titles that are shared widely.
fn shared_titles(keys: &[&Key], titles: &Titles<'_>) -> HashSet<u64> {
    let whole = |at: u32| titles.of(at).map(|title| title.whole);
    let mut stated: Vec<Stated<u64>> = Vec::with_capacity(keys.len());
    stated.extend((0u32..).zip(keys).filter_map(|(at, key)| Some((whole(at)?, key.told.group()?, sum(&key.told)?))));
    each_shared(&mut stated).collect()
}

fn each_shared<N: Ord + Copy>(stated: &mut Vec<Stated<N>>) -> impl Iterator<Item = N> {
    stated.sort_unstable();
    stated.dedup();
    stated.chunk_by(|a, b| a.0 == b.0).filter(|chunk| is_shared(chunk)).map(|chunk| chunk[0].0)
}

/// The sum that tells grantees apart.
fn sum(told: &Told) -> Option<i64> {
    [told.sums.values[TOTAL], told.sums.values[GRANT]].into_iter().find(|&sum| sum != 0)
}

/// Whether several bodies have each its own total: no total is that of two, or of more than half of them. What is stated is sorted,
/// and nothing stands twice.
fn is_shared<N>(stated: &[Stated<N>]) -> bool {
    let bodies = stated.chunk_by(|a, b| a.1 == b.1).count();
    if bodies < 2 {
        return false;
    }
    let mut sums: Vec<i64> = stated.iter().map(|(_, _, sum)| *sum).collect();
    sums.sort_unstable();
    let most = sums.chunk_by(|a, b| a == b).map(<[i64]>::len).max().unwrap_or(0);
    most < sums.len() && (most < 2 || most * 2 <= bodies)
}
