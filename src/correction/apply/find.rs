//! Finding again what a correction is about.

use super::super::model::{Correction, Place, Words};
use super::super::reading::reading;
use crate::check::Mention;
use crate::page::Source;
use std::collections::{BTreeSet, HashMap};

/// A correction and the number of one of its places.
type Spot = (usize, usize);

/// The places of all corrections, by page and by content.
#[derive(Debug, Default)]
pub(super) struct Index {
    pages: HashMap<String, Vec<Spot>>,
    bytes: HashMap<String, Vec<Spot>>,
}

impl Index {
    pub(super) fn of(corrections: &[Correction]) -> Self {
        let mut index = Self::default();
        for (at, correction) in corrections.iter().enumerate() {
            for (number, place) in correction.places().into_iter().enumerate() {
                index.pages.entry(place.page.clone()).or_default().push((at, number));
                index.bytes.entry(place.sha256.clone()).or_default().push((at, number));
            }
        }
        index
    }

    /// Whether a place names the page or its content.
    pub(super) fn has(&self, source: &Source) -> bool {
        let named = |page: &Option<String>| page.as_ref().is_some_and(|page| self.pages.contains_key(page));
        named(&source.url) || named(&source.path) || self.bytes.contains_key(&source.sha256)
    }

    /// The places that name a page by its address, its path or its bytes.
    pub(super) fn places(&self, source: &Source) -> BTreeSet<Spot> {
        let pages = [&source.url, &source.path].into_iter().flatten().filter_map(|page| self.pages.get(page));
        pages.chain(self.bytes.get(&source.sha256)).flatten().copied().collect()
    }
}

/// Which of a page's mentions is meant: the one of that title. Of several, and of those without one, the one that reads as the one meant
/// did, rather of the same number; where it is not known how that read, the one of that number.
pub(super) fn position(mentions: &[Mention], place: &Place) -> Option<usize> {
    let titled = |mention: &Mention| mention.notice.title.as_ref().map(|title| &title.value) == place.title.as_ref();
    let mut all: Vec<usize> = (0..mentions.len()).filter(|&at| titled(&mentions[at])).collect();
    let is_numbered = |at: &usize| mentions[*at].mention == place.mention;
    if let Some(read) = place.reading_sha256.as_ref().filter(|_| all.len() > 1) {
        let alike: Vec<usize> = all.iter().copied().filter(|&at| reading(&mentions[at].notice) == *read).collect();
        // Where none reads so, better rules read all of them otherwise, and the number says which.
        if !alike.is_empty() {
            all = alike;
        }
    }
    let numbered = all.iter().copied().find(is_numbered);
    numbered.or_else(|| all.first().copied().filter(|_| all.len() == 1 && place.title.is_some()))
}

/// The words where they stand in a text: as given, else where they stand nearest to that; none if they do not.
pub(super) fn words_in(text: &str, words: &Words) -> Option<Words> {
    if text.get(words.start..words.end) == Some(words.quote.as_str()) {
        return Some(words.clone());
    }
    if words.quote.is_empty() {
        return None;
    }
    let start = text.match_indices(&words.quote).map(|(start, _)| start).min_by_key(|start| start.abs_diff(words.start))?;
    Some(Words { start, end: start + words.quote.len(), quote: words.quote.clone() })
}
