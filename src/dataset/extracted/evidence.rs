//! The words of a part's mentions, at hand by mention: no engine keeps the order of rows, nor of files.

use super::error::ExtractedError;
use super::form;
use crate::dataset::codec::{Names, decode, encode, record};
use crate::dataset::reopen::{WORDS, words_of};
use crate::dataset::rows::Rows;
use crate::dataset::spool::{Kept, Spool};
use crate::notice::Evidence;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The words of one value.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    field: String,
    start: usize,
    end: usize,
    quote: String,
    rule: &'static str,
}

record!(Word { field start end quote rule });

/// The words of a part. In memory stays, of every run of rows of one mention, where it is.
pub(super) struct EvidenceOfPart<'s> {
    extraction: &'s Path,
    spool: &'s Spool,
    names: Names,
    runs: HashMap<Box<str>, Runs>,
}

/// Where the words of a mention are, and whether anybody has asked for them.
#[derive(Default)]
struct Runs {
    kept: Vec<Kept>,
    is_used: bool,
}

/// The words of a mention: by field, each once.
pub(super) enum Found {
    /// Every field has one place.
    Words(Vec<(String, Evidence)>),
    /// One field has two: two readings of one page stand in the part.
    Twice,
}

impl<'s> EvidenceOfPart<'s> {
    /// Reads them.
    pub(super) fn read(extraction: &'s Path, files: &[PathBuf], spool: &'s Spool) -> Result<Self, ExtractedError> {
        let mut evidence = Self { extraction, spool, names: Names::default(), runs: HashMap::new() };
        for file in files {
            let table = form::open(file, "evidence")?;
            let columns = WORDS.map(|name| table.place(name).unwrap_or(usize::MAX));
            for rows in table.groups() {
                evidence.take(&rows?, columns)?;
            }
        }
        Ok(evidence)
    }

    /// Puts rows away, those of one mention that follow on each other as one piece.
    fn take(&mut self, rows: &Rows, columns: [usize; 6]) -> Result<(), ExtractedError> {
        let (mut of, mut run) = (String::new(), Vec::new());
        for row in 0..rows.height() {
            let [id, field, start, end, quote, rule] = columns.map(|column| rows.cell(row, column));
            let foreign = || ExtractedError::damaged(self.extraction, "evidence", "a row that this program has not written");
            let id = id.as_text().ok_or_else(foreign)?;
            let (field, Evidence { start, end, quote, rule }) =
                words_of([&field, &start, &end, &quote, &rule]).ok_or_else(foreign)?;
            if id != of {
                self.put(&of, &mut run)?;
                id.clone_into(&mut of);
            }
            run.push(Word { field, start, end, quote, rule });
        }
        self.put(&of, &mut run)
    }

    fn put(&mut self, mention_id: &str, run: &mut Vec<Word>) -> Result<(), ExtractedError> {
        if run.is_empty() {
            return Ok(());
        }
        let kept = self.spool.put(&encode(run, &mut self.names))?;
        run.clear();
        if let Some(runs) = self.runs.get_mut(mention_id) {
            runs.kept.push(kept);
        } else {
            self.runs.insert(mention_id.into(), Runs { kept: vec![kept], is_used: false });
        }
        Ok(())
    }

    /// The words of a mention.
    pub(super) fn of(&mut self, mention_id: &str) -> Result<Found, ExtractedError> {
        let Some(runs) = self.runs.get_mut(mention_id) else { return Ok(Found::Words(Vec::new())) };
        runs.is_used = true;
        let mut words: Vec<Word> = Vec::new();
        for kept in &runs.kept {
            let run: Option<Vec<Word>> = decode(&self.spool.get(*kept)?, &self.names);
            words.extend(run.ok_or_else(|| self.spool.damaged())?);
        }
        // What was captured twice has its rows twice.
        words.sort_unstable();
        words.dedup();
        if words.windows(2).any(|two| two[0].field == two[1].field) {
            return Ok(Found::Twice);
        }
        let word = |Word { field, start, end, quote, rule }| (field, Evidence { start, end, quote, rule });
        Ok(Found::Words(words.into_iter().map(word).collect()))
    }

    /// Makes sure that nobody's words are left.
    pub(super) fn done(&self) -> Result<(), ExtractedError> {
        match self.runs.iter().filter(|(_, runs)| !runs.is_used).map(|(id, _)| id).min() {
            None => Ok(()),
            Some(id) => {
                let message = format!("it has words of the mention {id}, which `mentions` does not have in the same part");
                Err(ExtractedError::damaged(self.extraction, "evidence", message))
            }
        }
    }
}
