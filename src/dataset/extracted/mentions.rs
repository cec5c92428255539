//! The mentions of a part with their words, at hand by page.

use super::error::ExtractedError;
use super::evidence::{EvidenceOfPart, Found};
use super::form;
use crate::check::{Check, Corrected, Mention, Proof};
use crate::dataset::codec::{Names, decode, encode, record};
use crate::dataset::reopen::{Columns, Fault, Row, Words};
use crate::dataset::rows::Rows;
use crate::dataset::spool::{Kept, Spool};
use crate::notice::Notice;
use crate::page::Source;
use crate::resolve::{mention_id, page_id};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is put away of a mention: all but its page.
struct Told {
    number: usize,
    notice: Notice,
    checks: Vec<Check>,
    proof: Proof,
    corrected: Vec<Corrected>,
}

record!(Told { number notice checks proof corrected });

/// The mentions of a part. In memory stays, of each, where it is.
pub(super) struct MentionsOfPart<'s> {
    extraction: &'s Path,
    spool: &'s Spool,
    names: Names,
    pages: HashMap<Box<str>, OfPage>,
}

/// The mentions of a page.
#[derive(Default)]
struct OfPage {
    /// Their numbers, and where they are.
    kept: Vec<(usize, Kept)>,
    /// Whether a mention stands there twice and says different things.
    is_twice: bool,
    is_used: bool,
}

/// What the part holds of a page.
pub(super) enum Telling {
    /// Its mentions, in page order.
    Mentions(Vec<Mention>),
    /// Two readings of it that differ.
    Twice,
}

impl<'s> MentionsOfPart<'s> {
    /// Reads them, each with its words.
    pub(super) fn read(
        extraction: &'s Path,
        files: &[PathBuf],
        evidence: &mut EvidenceOfPart<'_>,
        spool: &'s Spool,
    ) -> Result<Self, ExtractedError> {
        let mut mentions = Self { extraction, spool, names: Names::default(), pages: HashMap::new() };
        for file in files {
            let table = form::open(file, "mentions")?;
            let columns = Columns::of(&table);
            for rows in table.groups() {
                mentions.take(&rows?, &columns, evidence)?;
            }
        }
        evidence.done()?;
        Ok(mentions)
    }

    fn take(&mut self, rows: &Rows, columns: &Columns, evidence: &mut EvidenceOfPart<'_>) -> Result<(), ExtractedError> {
        for row in 0..rows.height() {
            let row = Row { rows, row, columns };
            let id = row.text("mention_id").map_err(|fault| self.fault(fault, "?"))?;
            let page = row.text("page_id").map_err(|fault| self.fault(fault, &id))?;
            match evidence.of(&id)? {
                Found::Twice => self.page(&page).is_twice = true,
                Found::Words(words) => {
                    let mention = row.mention(Words::new(words)).map_err(|fault| self.fault(fault, &id))?;
                    self.put(&id, &page, mention)?;
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, id: &str, page: &str, mention: Mention) -> Result<(), ExtractedError> {
        if mention_id(&mention) != id || page_id(&mention.source) != page {
            let message = format!("mention {id}: its ids are not those of its page and number");
            return Err(ExtractedError::damaged(self.extraction, "mentions", message));
        }
        let Mention { mention: number, notice, checks, proof, corrected, .. } = mention;
        let told = encode(&Told { number, notice, checks, proof, corrected }, &mut self.names);
        // What was captured twice has its rows twice.
        match self.pages.get(page).and_then(|known| known.kept.iter().find(|(of, _)| *of == number)) {
            Some((_, kept)) => {
                let is_twice = self.spool.get(*kept)? != told;
                self.page(page).is_twice |= is_twice;
            }
            None => {
                let kept = self.spool.put(&told)?;
                self.page(page).kept.push((number, kept));
            }
        }
        Ok(())
    }

    fn page(&mut self, page_id: &str) -> &mut OfPage {
        self.pages.entry(page_id.into()).or_default()
    }

    /// What a page tells.
    pub(super) fn of(&mut self, page_id: &str, source: &Source) -> Result<Telling, ExtractedError> {
        let Some(page) = self.pages.get_mut(page_id) else { return Ok(Telling::Mentions(Vec::new())) };
        page.is_used = true;
        if page.is_twice {
            return Ok(Telling::Twice);
        }
        page.kept.sort_unstable_by_key(|(number, _)| *number);
        let mention = |(_, kept): &(usize, Kept)| -> Result<Mention, ExtractedError> {
            let told: Option<Told> = decode(&self.spool.get(*kept)?, &self.names);
            let Told { number, notice, checks, proof, corrected } = told.ok_or_else(|| self.spool.damaged())?;
            Ok(Mention { source: source.clone(), mention: number, notice, checks, proof, corrected })
        };
        Ok(Telling::Mentions(page.kept.iter().map(mention).collect::<Result<_, _>>()?))
    }

    /// Makes sure that no mention is left without a page.
    pub(super) fn done(&self) -> Result<(), ExtractedError> {
        match self.pages.iter().filter(|(_, page)| !page.is_used).map(|(id, _)| id).min() {
            None => Ok(()),
            Some(id) => {
                let message = format!("it has mentions of the page {id}, which `pages` does not have in the same part");
                Err(ExtractedError::damaged(self.extraction, "mentions", message))
            }
        }
    }

    fn fault(&self, fault: Fault, id: &str) -> ExtractedError {
        match fault {
            Fault::Dataset(error) => error.into(),
            Fault::Row(table) => {
                let message = format!("mention {id}: a cell holds what this program does not write");
                ExtractedError::damaged(self.extraction, table, message)
            }
            Fault::NoWords(field) => {
                let message = format!("mention {id}: no words for {field} in the same part");
                ExtractedError::damaged(self.extraction, "evidence", message)
            }
        }
    }
}
