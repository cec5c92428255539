//! Why a municipality has no project: a zero that says whether anybody looked.

use crate::dataset::model::Coverage;
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

/// What the pages of every source say, by its id.
#[derive(Debug, Clone, Default)]
pub(in crate::dataset) struct Hearing(BTreeMap<String, Heard>);

/// What a source's pages say, beside its coverage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Heard {
    /// Whether any of them tells of a project.
    tells: bool,
    /// Whether any of them nearly does.
    nearly: bool,
}

/// The reasons for which a page that speaks of an undertaking or of public money tells of no project.
const NEARLY: [&str; 2] = ["no_facts", "no_award"];

impl Hearing {
    /// Hears a page of a source: how many projects it tells of, and if none, why.
    pub(in crate::dataset) fn take(&mut self, source: Option<&str>, mentions: u32, silence: Option<&str>) {
        let Some(source) = source else { return };
        if !self.0.contains_key(source) {
            self.0.insert(source.to_owned(), Heard::default());
        }
        if let Some(heard) = self.0.get_mut(source) {
            heard.tells |= mentions > 0;
            heard.nearly |= silence.is_some_and(|silence| NEARLY.contains(&silence));
        }
    }
}

/// Why a municipality with these sources has no project: the least certain of their reasons, for all of them may tell of one.
pub(super) fn quiet(sources: &[&Coverage], hearing: &Hearing) -> Quiet {
    let of = |source: &&Coverage| one(source, hearing.0.get(&source.source).copied().unwrap_or_default());
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
        let none = Hearing::default();
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
        assert_eq!(quiet(&[&open, &closed], &Hearing::default()), Quiet::Closed);
    }

    #[test]
    fn pages_that_nearly_tell_are_no_silence_of_the_municipality() {
        let after = |mentions, silence| {
            let mut hearing = Hearing::default();
            hearing.take(Some("a"), 0, Some("nothing_funded"));
            hearing.take(Some("a"), mentions, silence);
            quiet(&[&source("a", None)], &hearing)
        };
        assert_eq!(after(0, Some("no_award")), Quiet::NothingRecognised);
        assert_eq!(after(1, None), Quiet::ToldElsewhere);
        assert_eq!(after(0, Some("call_or_resolution")), Quiet::NothingAnnounced);
    }

    #[test]
    fn the_words_of_silence_are_those_of_the_pages() {
        let words = [Silence::NoFacts, Silence::NoAward].map(|silence| serde_json::to_value(silence).unwrap());
        assert_eq!(words, NEARLY);
    }
}
