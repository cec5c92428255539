//! Corrections over the pages of a run.

use super::file::CorrectionsFile;
use super::model::Correction;
use crate::check::Mention;
use crate::page::Source;

/// What became of a correction in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It holds: the page still says what it said.
    Applied,
    /// A later one of the same field replaces it.
    Superseded,
    /// The page is read, and says something else than then: ask again.
    PageChanged,
    /// No page of that place was read.
    PageVanished,
    /// The page says the same, but the mention is not found on it any more.
    MentionLost,
    /// The value that was accepted is not the one that is read now: ask again.
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

/// Applies corrections to the pages of a run, one after the other, in any order.
#[derive(Debug, Default)]
pub struct Corrector {
    file: CorrectionsFile,
}

impl Corrector {
    /// Of the corrections of a file.
    pub fn new(file: CorrectionsFile) -> Self {
        Self { file }
    }

    /// The corrections.
    pub fn file(&self) -> &CorrectionsFile {
        &self.file
    }

    /// Puts right what a page tells: mentions that tell of no project are taken out (the numbers of the others stay), fields are set, and
    /// the checks are made anew.
    pub fn correct(&mut self, source: &Source, text: &str, mentions: &mut Vec<Mention>) {
        let _ = (source, text, mentions);
    }

    /// What became of every correction, in their order; to be asked for when all pages were seen.
    pub fn outcomes(&self) -> Vec<Outcome> {
        Vec::new()
    }

    /// Which mentions tell of one project, and which do not: ids of mentions.
    pub fn bonds(&self) -> crate::resolve::Bonds {
        crate::resolve::Bonds::default()
    }
}
