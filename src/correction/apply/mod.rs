//! Corrections over the pages of a run.
//!
//! A correction is about a mention of a page ([`Place`]). It holds on a page
//! - of the same place (address or path) whose bytes are the same, or whose text is: a counter in the markup asks nobody again;
//! - of any other place whose bytes are the same: a page that moved, or a copy, says the same.
//!
//! On the page the mention is the one of that number if its title is the same, else the only one of that title: better rules may count
//! the mentions of a page differently. Pages come in any order, and one place may come several times (captures of several days); what
//! becomes of a correction does not hang on it.

mod bonds;
mod find;
mod progress;
#[cfg(test)]
mod tests;

use super::file::CorrectionsFile;
use super::model::{Action, Correction, Place};
use super::set::{set, value_of};
use crate::check::Mention;
use crate::page::{Source, sha256};
use crate::resolve::mention_id;
use find::{Index, position, words_in};
use progress::Progress;
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
    /// The value that was accepted, or the amount that was put right, is not the one that is read now: ask again.
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
    /// The place of a mention, as it was read: not yet put right.
    pub fn of(source: &Source, text: &str, mention: &Mention) -> Self {
        Self {
            page: page_of(source).to_owned(),
            sha256: source.sha256.clone(),
            text_sha256: sha256(text.as_bytes()),
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
    /// the checks are made anew. The mentions are those of this page, as they were read.
    pub fn correct(&mut self, source: &Source, text: &str, mentions: &mut Vec<Mention>) {
        let found = self.index.places(source);
        if found.is_empty() {
            return;
        }
        let mut about = About::default();
        let mut hash: Option<String> = None;
        for (correction, number) in found {
            let Some(place) = self.file.corrections()[correction].place(number) else { continue };
            let same = place.sha256 == source.sha256 || *hash.get_or_insert_with(|| sha256(text.as_bytes())) == place.text_sha256;
            let progress = &mut self.progress[correction];
            if !same {
                progress.see(number, Fate::PageChanged);
            } else if let Some(at) = position(mentions, place) {
                about.add(correction, number, at);
            } else {
                progress.see(number, Fate::MentionLost);
            }
        }
        self.apply(&about, text, mentions);
    }

    /// Applies what is about a page's mentions.
    fn apply(&mut self, about: &About, text: &str, mentions: &mut Vec<Mention>) {
        let corrections = self.file.corrections();
        let is_reject = |correction: usize| matches!(corrections[correction].action, Action::Reject { .. });
        let rejected: HashSet<usize> = about.all().filter(|(one, ..)| is_reject(*one)).map(|(.., at)| at).collect();
        let latest = about.latest(corrections);
        let mut accepted = Vec::new();
        for (one, number, at) in about.all() {
            let correction = &corrections[one];
            let mut fate = Fate::Applied;
            match &correction.action {
                Action::Correct { .. } | Action::Accept { .. } if rejected.contains(&at) => fate = Fate::Superseded,
                Action::Correct { field, value, words, original, .. } => {
                    if latest.get(&(at, field.as_str())) != Some(&one) {
                        fate = Fate::Superseded;
                    } else if !is_there(&mentions[at], field, original.as_deref()) {
                        fate = Fate::ReadOtherwise;
                    } else {
                        let words = words.as_ref().and_then(|words| words_in(text, words));
                        let reason = correction.reason.as_deref();
                        let done = set(&mut mentions[at], field, value.as_deref(), words.as_ref(), reason);
                        fate = if done.is_ok() { Fate::Applied } else { Fate::ReadOtherwise };
                    }
                }
                Action::Accept { .. } => {
                    accepted.push((one, number, at));
                    continue;
                }
                Action::Reject { .. } | Action::Merge { .. } | Action::Split { .. } => {}
            }
            self.progress[one].find(number, fate, mention_id(&mentions[at]));
        }
        // What is accepted is what the person saw: with everything put right.
        for (one, number, at) in accepted {
            let Action::Accept { field, value, .. } = &corrections[one].action else { continue };
            let fate = accepted_fate(
                &mentions[at],
                field.as_deref(),
                value.as_deref(),
                latest_of(&latest, at, field.as_deref()) > Some(one),
            );
            self.progress[one].find(number, fate, mention_id(&mentions[at]));
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

/// The later of a mention's corrections of a field.
fn latest_of(latest: &HashMap<(usize, &str), usize>, at: usize, field: Option<&str>) -> Option<usize> {
    latest.get(&(at, field?)).copied()
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
    /// Correction, number of its place, position of the mention.
    found: BTreeSet<(usize, usize, usize)>,
}

impl About {
    fn add(&mut self, correction: usize, number: usize, at: usize) {
        self.found.insert((correction, number, at));
    }

    /// All of them, in the order of the file.
    fn all(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.found.iter().copied()
    }

    /// For each mention and field the last correction.
    fn latest<'c>(&self, corrections: &'c [Correction]) -> HashMap<(usize, &'c str), usize> {
        let of = |(one, _, at): (usize, usize, usize)| match &corrections[one].action {
            Action::Correct { field, .. } => Some(((at, field.as_str()), one)),
            _ => None,
        };
        self.all().filter_map(of).collect()
    }
}
