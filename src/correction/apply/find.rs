//! Finding again what a correction is about.

use super::super::model::{Correction, Place, Words};
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

/// Which of a page's mentions is meant: the one of that number and title, else the only one of that title.
pub(super) fn position(mentions: &[Mention], place: &Place) -> Option<usize> {
    let titled = |mention: &Mention| mention.notice.title.as_ref().map(|title| &title.value) == place.title.as_ref();
    let numbered = mentions.iter().position(|mention| mention.mention == place.mention && titled(mention));
    numbered.or_else(|| {
        place.title.as_ref()?;
        let mut same = mentions.iter().enumerate().filter(|(_, mention)| titled(mention));
        let first = same.next()?.0;
        same.next().is_none().then_some(first)
    })
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
