//! From an extraction to an edition: the tables that `metryczka extract --tables`, Spark or Daft have written, read back as pages with
//! what they tell.
//!
//! An extraction says everything that single pages say. Which project a mention tells of, the municipalities and the history say all
//! pages together; so its pages go the way of pages that were just read: into the store, and from there into the tables of an edition.
//! The edition is the one of the pages themselves, whichever engine wrote the tables and however it cut them, but for
//!
//! * `pages`: text, title and text_sha256 of a page that tells of no project are null, for an extraction does not keep them;
//! * what no table keeps of a mention, see [`retell`](super::reopen): no other table shows it, but a correction that changes one of the
//!   sums is checked without the words that repeat it, unless a check has compared them;
//! * numbers with more digits than their column, which the extraction has told as problems: a sum or rate of a mention is null in both, but
//!   its words, statement and field are gone with it; an entry of a list is left out, and those behind it move up;
//! * pages that are not looked through because they hold no word of any project: where such a page could not have been read to the end,
//!   pages themselves tell a problem, and the extraction a silent page;
//! * `edition.json`: the digest of the inputs.
//!
//! A part is put together at a time. Its evidence and its mentions wait in a spool; in memory stays where they are, some tens of bytes a
//! row. What is refused: a quote that does not stand in its page, rows without their page and a page without its rows, tables
//! with more or fewer rows than `extract.json` says, and files that are not those of the marks, where there are marks. Values are not
//! read out of the pages again: where no mark tells the SHA-256 of a file, a value that a foreign hand has changed is taken.

mod error;
mod evidence;
mod files;
mod form;
mod manifest;
mod mentions;
mod pages;
#[cfg(test)]
mod tests;

use super::spool::Spool;
use crate::reader::Outcome;
pub use error::ExtractedError;
use evidence::EvidenceOfPart;
use files::{Files, Part};
use manifest::Manifest;
use mentions::MentionsOfPart;
use pages::{PagesOfPart, problems};
use std::path::{Path, PathBuf};

/// An extraction, finished and of this program's form.
#[derive(Debug)]
pub struct Extracted {
    folder: PathBuf,
    manifest: Manifest,
    files: Files,
}

impl Extracted {
    /// Opens it. No table is read yet.
    ///
    /// # Errors
    /// When the folder holds none, or one that is not finished, of another form, or read with another vocabulary than that of the digest.
    pub fn open(folder: &Path, vocabulary_digest: &str) -> Result<Self, ExtractedError> {
        let manifest = Manifest::read(folder)?;
        if manifest.vocabulary_digest != vocabulary_digest {
            let (found, needed) = (manifest.vocabulary_digest, vocabulary_digest.to_owned());
            return Err(ExtractedError::Vocabulary { path: folder.to_owned(), found, needed });
        }
        Ok(Self { folder: folder.to_owned(), manifest, files: Files::find(folder)? })
    }

    /// The version that read the pages.
    pub fn code_version(&self) -> &str {
        &self.manifest.code_version
    }

    /// Files and folders that were read, as they were named.
    pub fn inputs(&self) -> &[PathBuf] {
        &self.manifest.inputs
    }

    /// Hands over every page with what it tells, and every problem, in no order that means anything. The spool is for this alone, and
    /// emptied after every part.
    ///
    /// # Errors
    /// When a table cannot be read, is not of the declared columns, or holds what does not fit together; and those of the receiver.
    pub fn each<E: From<ExtractedError>>(&self, spool: &Spool, mut take: impl FnMut(Outcome) -> Result<(), E>) -> Result<(), E> {
        if self.manifest.is_own {
            self.files.marked(&self.folder)?;
        }
        let mut seen = Seen::default();
        let mut counting = |outcome: Outcome| {
            seen.count(&outcome);
            take(outcome)
        };
        for part in &self.files.parts {
            self.part(part, spool, &mut counting)?;
        }
        problems(&self.folder, &self.files.problems, &mut counting)?;
        seen.against(self)?;
        Ok(files::counted(&self.folder, &self.manifest.rows)?)
    }

    fn part<E: From<ExtractedError>>(
        &self,
        part: &Part,
        spool: &Spool,
        take: &mut impl FnMut(Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        let files = |table: &str| part.get(table).map(Vec::as_slice).unwrap_or_default();
        spool.clear().map_err(ExtractedError::from)?;
        let mut evidence = EvidenceOfPart::read(&self.folder, files("evidence"), spool)?;
        let mentions = MentionsOfPart::read(&self.folder, files("mentions"), &mut evidence, spool)?;
        drop(evidence);
        PagesOfPart { extraction: &self.folder, mentions }.each(files("pages"), take)
    }
}

/// How many rows were handed over.
#[derive(Debug, Default)]
struct Seen {
    pages: u64,
    problems: u64,
}

impl Seen {
    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Page(_) => self.pages += 1,
            Outcome::Problem(_) => self.problems += 1,
        }
    }

    /// Makes sure that no file was lost: of a lost one nothing else would tell.
    fn against(&self, extraction: &Extracted) -> Result<(), ExtractedError> {
        let captures = |of: &str| extraction.manifest.rows.iter().find(|(table, _)| table == of).map(|(_, rows)| *rows);
        let (Some(pages), Some(problems)) = (captures("pages"), captures(files::PROBLEMS)) else { return Ok(()) };
        // A page that was read in two ways is a problem here.
        let (seen, expected) = (self.pages + self.problems, pages + problems);
        if seen == expected {
            return Ok(());
        }
        let message = format!("its files hold {seen} pages and problems, and extract.json says {expected}");
        Err(ExtractedError::Unfinished { path: extraction.folder.clone(), message })
    }
}
