//! The distinct titles of all mentions, each read once: footers repeat one title on hundreds of pages.

use super::ids::{hash32, hash64};
use super::key::{Key, Told};
use super::likeness::{Likeness, TitleWords};
use std::collections::HashMap;

/// A title, read for comparison.
#[derive(Debug)]
pub(super) struct Title<'k> {
    pub folded: &'k str,
    words: TitleWords<'k>,
    /// Hashes of the stems of its words without the small ones, sorted.
    pub stems: Vec<u32>,
    /// A hash of all of them: the same for titles that differ in small words, order and endings.
    pub whole: u64,
    /// The years it names.
    pub years: Vec<u32>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Titles<'k> {
    all: HashMap<&'k str, Title<'k>>,
    /// In how many titles a stem stands.
    frequencies: HashMap<u32, u32>,
}

impl<'k> Titles<'k> {
    pub(super) fn new(keys: &[&'k Key]) -> Self {
        let mut titles = Self::default();
        for key in keys {
            let Some(folded) = key.told.title.as_ref().map(|title| &*title.folded) else { continue };
            if titles.all.contains_key(folded) {
                continue;
            }
            let words = TitleWords::new(folded);
            let mut stems: Vec<u32> = words.stems().map(hash32).collect();
            stems.sort_unstable();
            stems.dedup();
            stems.iter().for_each(|stem| *titles.frequencies.entry(*stem).or_default() += 1);
            let bytes: Vec<u8> = stems.iter().flat_map(|stem| stem.to_le_bytes()).collect();
            let whole = hash64(&bytes);
            let years = words.years().collect();
            titles.all.insert(folded, Title { folded, words, stems, whole, years });
        }
        titles
    }

    /// The title of a mention.
    pub(super) fn of(&self, told: &Told) -> Option<&Title<'k>> {
        self.all.get(&*told.title.as_ref()?.folded)
    }

    /// How alike the titles of two mentions are, if both have one.
    pub(super) fn likeness(&self, a: &Told, b: &Told) -> Option<Likeness> {
        let (a, b) = (self.of(a)?, self.of(b)?);
        Some(if std::ptr::eq(a, b) { a.words.itself() } else { a.words.likeness(&b.words) })
    }

    /// The rarest stems of a title, rarest first.
    pub(super) fn rarest(&self, title: &Title<'_>, most: usize) -> Vec<u32> {
        let mut stems: Vec<(u32, u32)> =
            title.stems.iter().map(|stem| (self.frequencies.get(stem).copied().unwrap_or(0), *stem)).collect();
        stems.sort_unstable();
        stems.into_iter().take(most).map(|(_, stem)| stem).collect()
    }
}
