//! Corrections over the pages of a run.
//!
//! A correction is about a mention of a page ([`Place`]). It holds on a page
//! - of the same place (address or path) whose bytes are the same, or whose text is, or of which the mention reads the same and has the
//!   words that a person pointed at: a counter in the markup or between the lines asks nobody again;
//! - of any other place whose bytes are the same: a page that moved, or a copy, says the same.
//!
//! On the page the mention is the one of that number if its title is the same, else the only one of that title: better rules may count
//! the mentions of a page differently. Pages come in any order, and one place may come several times (captures of several days): the
//! newest says what becomes of a correction.

mod bonds;
mod effects;
mod find;
mod progress;
#[cfg(test)]
mod tests;

use super::file::CorrectionsFile;
use super::model::{Action, Correction, Place, Words};
use super::reading::reading;
use super::set::{set, value_of};
use crate::check::Mention;
use crate::page::{Source, sha256};
use crate::resolve::mention_id;
use effects::Effects;
use find::{Index, position, words_in};
use progress::{Progress, When};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What became of a correction in a run. Of a correction of several mentions it is what became of the worst; those that hold are
/// applied all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It holds: the page still says what it said.
    Applied,
    /// A later answer replaces it: of the same field, or that the mention tells of no project, or that what was parted is one.
    Superseded,
    /// The page is read, and says something else than then: ask again.
    PageChanged,
    /// No page of that place was read.
    PageVanished,
    /// The page says the same, but the mention is not found on it any more.
    MentionLost,
    /// The value that was accepted, or the amount that was put right, is not the one that is read now, or the words pointed at are not
    /// on the page: ask again.
    ReadOtherwise,
}

/// A correction and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The correction.
    pub correction: Correction,
    /// What became of it.
    pub fate: Fate,
    /// The mentions it was found to be about, by their ids.
    pub mention_ids: Vec<String>,
}

impl Place {
    /// The place of a mention, as it was read. Of one that is put right already nobody can tell how it read, nor its title then.
    pub fn of(source: &Source, text: &str, mention: &Mention) -> Self {
        Self::with(source, sha256(text.as_bytes()), mention)
    }

    /// The same where the SHA-256 of the page's text is known.
    pub fn with(source: &Source, text_sha256: String, mention: &Mention) -> Self {
        Self {
            page: page_of(source).to_owned(),
            sha256: source.sha256.clone(),
            text_sha256,
            reading_sha256: mention.corrected.is_empty().then(|| reading(&mention.notice)),
            mention: mention.mention,
            title: mention.notice.title.as_ref().map(|title| title.value.clone()),
        }
    }
}

/// A page's address, or the path of a saved one.
fn page_of(source: &Source) -> &str {
    source.url.as_deref().or(source.path.as_deref()).unwrap_or_default()
}

/// Applies corrections to the pages of a run, one after the other, in any order.
#[derive(Debug, Default)]
pub struct Corrector {
    file: CorrectionsFile,
    index: Index,
    /// What became of the places of each correction.
    progress: Vec<Progress>,
}

impl Corrector {
    /// Of the corrections of a file.
    pub fn new(file: CorrectionsFile) -> Self {
        let index = Index::of(file.corrections());
        let progress = file.corrections().iter().map(|correction| Progress::of(correction.places().len())).collect();
        Self { file, index, progress }
    }

    /// The corrections.
    pub fn file(&self) -> &CorrectionsFile {
        &self.file
    }

    /// Whether some correction may be about a page: only then its text and mentions are needed.
    pub fn concerns(&self, source: &Source) -> bool {
        self.index.has(source)
    }

    /// Puts right what a page tells: mentions that tell of no project are taken out (the numbers of the others stay), fields are set, and
    /// the checks are made anew. The mentions are those of this page, as they were read; `fetched` says when the page was fetched, as
    /// the archive writes it: of several captures of one place the newest says what becomes of a correction.
    pub fn correct(&mut self, source: &Source, fetched: Option<&str>, text: &str, mentions: &mut Vec<Mention>) {
        let found = self.index.places(source);
        if found.is_empty() {
            return;
        }
        let mut about = About::default();
        let here = Here { source, text, hash: OnceCell::new() };
        // A correction that names this page itself is not also about it because of the bytes of another one that it names.
        let named = |&(correction, number): &(usize, usize)| {
            self.file.corrections()[correction].place(number).is_some_and(|place| here.is_of(place))
        };
        let own: HashSet<usize> = found.iter().filter(|spot| named(spot)).map(|(correction, _)| *correction).collect();
        for (correction, number) in found {
            let Some(place) = self.file.corrections()[correction].place(number) else { continue };
            let is_own = here.is_of(place);
            if !is_own && own.contains(&correction) {
                continue;
            }
            let words = words_of(&self.file.corrections()[correction].action);
            match here.holds(place, words, mentions) {
                Ok(at) => about.add(correction, number, at, is_own),
                Err(fate) => self.progress[correction].see(number, fate, When::of(is_own, fetched)),
            }
        }
        self.apply(&about, fetched, text, mentions);
    }

    /// Applies what is about a page's mentions.
    fn apply(&mut self, about: &About, fetched: Option<&str>, text: &str, mentions: &mut Vec<Mention>) {
        let corrections = self.file.corrections();
        let is_reject = |correction: usize| matches!(corrections[correction].action, Action::Reject { .. });
        let rejected: HashSet<usize> = about.all().filter(|spot| is_reject(spot.correction)).map(|spot| spot.at).collect();
        let latest = about.latest(corrections);
        let mut effects = Effects::of(about.all().map(|spot| (spot.at, &corrections[spot.correction].action)));
        let mut accepted = Vec::new();
        for spot in about.all() {
            let (correction, at) = (&corrections[spot.correction], spot.at);
            let mut fate = Fate::Applied;
            match &correction.action {
                Action::Correct { .. } | Action::Accept { .. } if rejected.contains(&at) => fate = Fate::Superseded,
                Action::Correct { field, .. } => {
                    // An earlier answer of the field is applied all the same: the later one was given upon what it brought with it.
                    let before = effects.look(at, &mentions[at].notice);
                    let is_set = apply_one(correction, text, &mut mentions[at]);
                    if latest.get(&(at, field.as_str())) != Some(&spot.correction) {
                        fate = Fate::Superseded;
                    } else if !is_set {
                        fate = Fate::ReadOtherwise;
                    }
                    effects.note(at, spot.correction, before, &mentions[at].notice);
                }
                Action::Accept { .. } => {
                    accepted.push(spot);
                    continue;
                }
                Action::Reject { .. } | Action::Merge { .. } | Action::Split { .. } => {}
            }
            let when = When::of(spot.is_own, fetched);
            self.progress[spot.correction].find(spot.number, fate, mention_id(&mentions[at]), when);
        }
        // What is accepted is what the person saw: with everything put right.
        for spot in accepted {
            let Action::Accept { field, value, .. } = &corrections[spot.correction].action else { continue };
            let of_field = |field: &str| latest.get(&(spot.at, field)).copied().max(effects.last(spot.at, field));
            let replaced = field.as_deref().and_then(of_field) > Some(spot.correction);
            let mention = &mentions[spot.at];
            let fate = accepted_fate(mention, field.as_deref(), value.as_deref(), replaced);
            let when = When::of(spot.is_own, fetched);
            self.progress[spot.correction].find(spot.number, fate, mention_id(mention), when);
        }
        let mut at = 0;
        mentions.retain(|_| {
            at += 1;
            !rejected.contains(&(at - 1))
        });
    }

    /// What became of every correction, in their order; to be asked for when all pages were seen.
    pub fn outcomes(&self) -> Vec<Outcome> {
        let undone = bonds::undone(self.file.corrections(), &self.progress);
        let outcome = |(at, correction): (usize, &Correction)| Outcome {
            correction: correction.clone(),
            fate: if undone.contains(&at) { Fate::Superseded } else { self.progress[at].fate() },
            mention_ids: self.progress[at].ids(),
        };
        self.file.corrections().iter().enumerate().map(outcome).collect()
    }

    /// Which mentions tell of one project, and which do not: ids of mentions.
    pub fn bonds(&self) -> crate::resolve::Bonds {
        bonds::bonds(self.file.corrections(), &self.progress)
    }
}

/// A page that is put right.
struct Here<'p> {
    source: &'p Source,
    text: &'p str,
    /// SHA-256 of the text, made when it is asked for.
    hash: OnceCell<String>,
}

impl Here<'_> {
    /// Whether a place names this page by its address or path.
    fn is_of(&self, place: &Place) -> bool {
        [&self.source.url, &self.source.path].into_iter().flatten().any(|known| *known == place.page)
    }

    /// The mention of a place, if the page still says the same of it; else why not.
    fn holds(&self, place: &Place, words: Option<&Words>, mentions: &[Mention]) -> Result<usize, Fate> {
        let says_the_same =
            place.sha256 == self.source.sha256 || *self.hash.get_or_init(|| sha256(self.text.as_bytes())) == place.text_sha256;
        let found = position(mentions, place);
        if says_the_same {
            return found.ok_or(Fate::MentionLost);
        }
        let reads_the_same = |at: &usize| {
            let notice = &mentions[*at].notice;
            place.reading_sha256.as_ref().is_some_and(|read| *read == reading(notice))
        };
        let are_there = words.is_none_or(|words| words_in(self.text, words).is_some());
        found.filter(|_| are_there).filter(reads_the_same).ok_or(Fate::PageChanged)
    }
}

/// The words that a person pointed at.
const fn words_of(action: &Action) -> Option<&Words> {
    match action {
        Action::Correct { words, .. } => words.as_ref(),
        _ => None,
    }
}

/// Puts a field right; false if that cannot be: the amount or the words are not there, or the value does not fit what is read.
fn apply_one(correction: &Correction, text: &str, mention: &mut Mention) -> bool {
    let Action::Correct { field, value, words, original, .. } = &correction.action else { return false };
    if !is_there(mention, field, original.as_deref()) {
        return false;
    }
    let found = words.as_ref().and_then(|words| words_in(text, words));
    if words.is_some() && found.is_none() {
        return false;
    }
    set(mention, field, value.as_deref(), found.as_ref(), correction.reason.as_deref()).is_ok()
}

/// What becomes of an accepted value: a later correction replaces it, and another value asks again.
fn accepted_fate(mention: &Mention, field: Option<&str>, value: Option<&str>, replaced: bool) -> Fate {
    let (Some(field), false) = (field, replaced) else {
        return if replaced { Fate::Superseded } else { Fate::Applied };
    };
    let read = value_of(&mention.notice, field);
    let same = |read: &str, accepted: &str| {
        let form = |text: &str| super::set::normalise_for(mention, field, text).ok();
        read == accepted || form(accepted).is_some_and(|accepted| form(read) == Some(accepted))
    };
    match (read, value) {
        // Accepted as it is, whatever it is: that it is empty, too.
        (None, None) => Fate::Applied,
        (Some(read), Some(accepted)) if same(&read, accepted) => Fate::Applied,
        _ => Fate::ReadOtherwise,
    }
}

/// Whether what is to be put right is there: an amount is found by its number, and is another one if it says something else than then.
fn is_there(mention: &Mention, field: &str, original: Option<&str>) -> bool {
    if !field.starts_with("amounts[") {
        return true;
    }
    let read = value_of(&mention.notice, field);
    // As it was read first, if an earlier answer has changed it already.
    let known = mention.corrected.iter().find(|corrected| corrected.field == field);
    let first = known.and_then(|corrected| corrected.original.as_deref());
    read.is_some() && original.is_none_or(|original| read.as_deref() == Some(original) || first == Some(original))
}

/// Which corrections are about which mentions of a page.
#[derive(Default)]
struct About {
    found: BTreeSet<Spot>,
}

/// A correction about a mention of the page; in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    correction: usize,
    /// Number of its place.
    number: usize,
    /// Position of the mention.
    at: usize,
    /// Whether the place names this page, and not only its bytes.
    is_own: bool,
}

impl About {
    fn add(&mut self, correction: usize, number: usize, at: usize, is_own: bool) {
        self.found.insert(Spot { correction, number, at, is_own });
    }

    /// All of them, in the order of the file.
    fn all(&self) -> impl Iterator<Item = Spot> {
        self.found.iter().copied()
    }

    /// For each mention and field the last correction.
    fn latest<'c>(&self, corrections: &'c [Correction]) -> HashMap<(usize, &'c str), usize> {
        let of = |spot: Spot| match &corrections[spot.correction].action {
            Action::Correct { field, .. } => Some(((spot.at, field.as_str()), spot.correction)),
            _ => None,
        };
        self.all().filter_map(of).collect()
    }
}
