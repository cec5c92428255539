//! Why a municipality has no project: a zero that says whether anybody looked.

use crate::dataset::model::{Coverage, PageRecord};
use std::collections::BTreeMap;

/// Why there is no project of a municipality, the more certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quiet {
    /// Its pages can be taken for all there are, and none tells of a project.
    NothingAnnounced,
    /// They tell only of projects that are located elsewhere, in its county or voivodeship, or nowhere.
    ToldElsewhere,
    /// They are all there, and some speak of an undertaking or of public money without telling enough of it.
    NothingRecognised,
    /// They could not all be fetched yet.
    Unfinished,
    /// Its server does not answer, or far fewer pages answer than before.
    Unreachable,
    /// Its robots.txt closes it.
    Closed,
    /// Nobody has looked for its pages: it is no source of the configuration, or one with saved pages only.
    NotCrawled,
}

/// What a source's pages say, beside its coverage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::dataset) struct Heard {
    /// Whether any of them tells of a project.
    pub(in crate::dataset) tells: bool,
    /// Whether any of them nearly does.
    pub(in crate::dataset) nearly: bool,
}

/// The reasons for which a page that speaks of an undertaking or of public money tells of no project.
const NEARLY: [&str; 2] = ["no_facts", "no_award"];

/// What the pages of every source say, by its id.
pub(in crate::dataset) fn heard(pages: &[PageRecord]) -> BTreeMap<String, Heard> {
    let mut heard: BTreeMap<String, Heard> = BTreeMap::new();
    for page in pages {
        let Some(seen) = &page.seen else { continue };
        if !heard.contains_key(&seen.source) {
            heard.insert(seen.source.clone(), Heard::default());
        }
        if let Some(heard) = heard.get_mut(&seen.source) {
            heard.tells |= !page.mentions.is_empty();
            heard.nearly |= page.silence.as_deref().is_some_and(|silence| NEARLY.contains(&silence));
        }
    }
    heard
}

/// Why a municipality with these sources has no project: the least certain of their reasons, for all of them may tell of one.
pub(super) fn quiet(sources: &[&Coverage], heard: &BTreeMap<String, Heard>) -> Quiet {
    let of = |source: &&Coverage| one(source, heard.get(&source.source).copied().unwrap_or_default());
    sources.iter().map(of).max().unwrap_or(Quiet::NotCrawled)
}

fn one(source: &Coverage, heard: Heard) -> Quiet {
    if !source.complete {
        return match source.reason.as_deref() {
            Some("robots_closed") => Quiet::Closed,
            Some("waiting") => Quiet::Unfinished,
            Some("never_reached" | "robots_unreachable" | "failing" | "yield_collapsed") => Quiet::Unreachable,
            // Whatever else keeps its pages from being all there are.
            _ => Quiet::NotCrawled,
        };
    }
    match heard {
        Heard { nearly: true, .. } => Quiet::NothingRecognised,
        Heard { tells: true, .. } => Quiet::ToldElsewhere,
        Heard { .. } => Quiet::NothingAnnounced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Silence;

    fn source(id: &str, reason: Option<&str>) -> Coverage {
        Coverage { source: id.into(), complete: reason.is_none(), reason: reason.map(str::to_owned), ..Coverage::default() }
    }

    #[test]
    fn silence_counts_only_where_somebody_could_hear() {
        let none = BTreeMap::new();
        let of = |reason| quiet(&[&source("a", reason)], &none);
        assert_eq!(quiet(&[], &none), Quiet::NotCrawled);
        assert_eq!(of(Some("not_crawled")), Quiet::NotCrawled);
        assert_eq!(of(Some("robots_closed")), Quiet::Closed);
        assert_eq!(of(Some("waiting")), Quiet::Unfinished);
        assert_eq!(of(Some("never_reached")), Quiet::Unreachable);
        assert_eq!(of(None), Quiet::NothingAnnounced);
    }

    #[test]
    fn one_closed_site_of_two_leaves_the_municipality_unheard() {
        let (open, closed) = (source("city", None), source("bip", Some("robots_closed")));
        assert_eq!(quiet(&[&open, &closed], &BTreeMap::new()), Quiet::Closed);
    }

    #[test]
    fn pages_that_nearly_tell_are_no_silence_of_the_municipality() {
        let heard = |tells, nearly| BTreeMap::from([("a".to_owned(), Heard { tells, nearly })]);
        assert_eq!(quiet(&[&source("a", None)], &heard(false, true)), Quiet::NothingRecognised);
        assert_eq!(quiet(&[&source("a", None)], &heard(true, false)), Quiet::ToldElsewhere);
    }

    #[test]
    fn the_words_of_silence_are_those_of_the_pages() {
        let words = [Silence::NoFacts, Silence::NoAward].map(|silence| serde_json::to_value(silence).unwrap());
        assert_eq!(words, NEARLY);
    }
}
