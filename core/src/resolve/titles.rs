//! The distinct titles of all mentions, each read once and known by a number: footers repeat one title on hundreds of pages, and no
//! comparison looks a title up by its text.

use super::ids::{hash32, hash64};
use super::key::{Key, Told};
use super::likeness::{Likeness, TitleWords};
use std::collections::HashMap;

/// How many of a title's rarest words find what may be alike.
const WORDS: usize = 4;

/// The number of what a mention does not tell.
pub(super) const NONE: u32 = u32::MAX;

/// A title, read for comparison.
#[derive(Debug)]
pub(super) struct Title<'k> {
    pub folded: &'k str,
    words: TitleWords<'k>,
    /// What comparing it with itself finds.
    itself: Likeness,
    /// Hashes of the stems of its words without the small ones, the rarest first, no more than [`WORDS`].
    pub rarest: Box<[u32]>,
    /// A hash of all of them: the same for titles that differ in small words, order and endings.
    pub whole: u64,
    /// The years it names.
    pub years: Box<[u32]>,
}

impl<'k> Title<'k> {
    /// Reads a title beside others that were read before, of which it is known in how many each stem stands.
    pub(super) fn beside(folded: &'k str, frequencies: &HashMap<u32, u32>) -> Self {
        let mut title = Self::new(folded);
        title.keep_rarest(frequencies);
        title
    }

    /// Reads a folded title. Its stems are still all of them, sorted.
    fn new(folded: &'k str) -> Self {
        let words = TitleWords::new(folded);
        let mut stems: Vec<u32> = words.stems().map(hash32).collect();
        stems.sort_unstable();
        stems.dedup();
        let bytes: Vec<u8> = stems.iter().flat_map(|stem| stem.to_le_bytes()).collect();
        let (itself, years) = (words.itself(), words.years().collect());
        Self { folded, words, itself, rarest: stems.into(), whole: hash64(&bytes), years }
    }

    /// Leaves of its stems the rarest.
    fn keep_rarest(&mut self, frequencies: &HashMap<u32, u32>) {
        let mut stems: Vec<(u32, u32)> =
            self.rarest.iter().map(|stem| (frequencies.get(stem).copied().unwrap_or(1), *stem)).collect();
        stems.sort_unstable();
        self.rarest = stems.into_iter().take(WORDS).map(|(_, stem)| stem).collect();
    }

    /// How alike two titles are.
    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        if std::ptr::eq(self, other) { self.itself } else { self.words.likeness(&other.words) }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Titles<'k> {
    /// By their numbers.
    pub all: Vec<Title<'k>>,
    /// For each mention the number of its title, or [`NONE`].
    numbers: Vec<u32>,
}

impl<'k> Titles<'k> {
    /// Reads the titles of mentions.
    pub(super) fn new(keys: &[&'k Key]) -> Self {
        Self::with_frequencies(keys).0
    }

    /// The same, with the number of titles that each stem stands in.
    pub(super) fn with_frequencies(keys: &[&'k Key]) -> (Self, HashMap<u32, u32>) {
        let mut all: Vec<Title<'k>> = Vec::new();
        let mut known: HashMap<&str, u32> = HashMap::new();
        // In how many titles a stem stands.
        let mut frequencies: HashMap<u32, u32> = HashMap::new();
        let mut numbers = Vec::with_capacity(keys.len());
        for key in keys {
            let Some(folded) = key.told.title.as_ref().map(|title| &*title.folded) else {
                numbers.push(NONE);
                continue;
            };
            let next = u32::try_from(all.len()).unwrap_or(NONE);
            let number = *known.entry(folded).or_insert(next);
            if number == next {
                let title = Title::new(folded);
                title.rarest.iter().for_each(|stem| *frequencies.entry(*stem).or_default() += 1);
                all.push(title);
            }
            numbers.push(number);
        }
        all.iter_mut().for_each(|title| title.keep_rarest(&frequencies));
        (Self { all, numbers }, frequencies)
    }

    /// The number of a mention's title, or [`NONE`].
    pub(super) fn number(&self, mention: u32) -> u32 {
        self.numbers.get(mention as usize).copied().unwrap_or(NONE)
    }

    /// The title of a mention.
    pub(super) fn of(&self, mention: u32) -> Option<&Title<'k>> {
        self.all.get(self.number(mention) as usize)
    }
}

/// A distinct mention as comparing sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'s> {
    pub told: &'s Told,
    /// Its title, read.
    pub title: Option<&'s Title<'s>>,
    /// The number that stands for the agreement's, or [`NONE`]: the same for the same.
    pub number: u32,
}
