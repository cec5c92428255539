//! The table `evidence`, read beside the table `mentions`: both stand in the same order.

use super::fault::Fault;
use super::interned::interned;
use crate::dataset::error::DatasetError;
use crate::dataset::rows::{Rows, TableReader};
use crate::notice::Evidence;
use crate::table::Cell;
use std::path::Path;

/// Reads on, mention after mention; holds a row group at a time.
pub(super) struct EvidenceReader<'t> {
    table: &'t TableReader,
    /// Number of the next row group.
    next: usize,
    rows: Option<Rows>,
    at: usize,
    /// Places of the columns.
    columns: [usize; 6],
}

/// The words of a mention's values, by their fields.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Words {
    all: Vec<(String, Evidence)>,
    /// The first that may not be taken yet: values are asked for in the order of the rows.
    front: usize,
}

/// The columns of `evidence` that are read: whose words, and what [`words_of`] takes.
pub(in crate::dataset) const WORDS: [&str; 6] = ["mention_id", "field", "start", "end", "quote", "rule"];

/// The words of a value with its field, out of a row; nothing if they are not of this program.
pub(in crate::dataset) fn words_of([field, start, end, quote, rule]: [&Cell<'_>; 5]) -> Option<(String, Evidence)> {
    let place = |cell: &Cell<'_>| usize::try_from(cell.as_count()?).ok();
    let (start, end) = (place(start)?, place(end)?);
    let (quote, rule) = (quote.as_text()?.to_owned(), interned(rule.as_text()?)?);
    Some((field.as_text()?.to_owned(), Evidence { start, end, quote, rule }))
}

impl<'t> EvidenceReader<'t> {
    /// From the first row on.
    pub(super) fn new(table: &'t TableReader) -> Self {
        let columns = WORDS.map(|name| table.place(name).unwrap_or(usize::MAX));
        Self { table, next: 0, rows: None, at: 0, columns }
    }

    /// The words of a mention's values.
    pub(super) fn of(&mut self, mention_id: &str) -> Result<Words, Fault> {
        let (mut all, columns) = (Vec::new(), self.columns);
        while let Some((row, rows)) = self.row()? {
            let [id, field, start, end, quote, rule] = columns.map(|column| rows.cell(row, column));
            if id.as_text() != Some(mention_id) {
                break;
            }
            all.push(words_of([&field, &start, &end, &quote, &rule]).ok_or(Fault::Row("evidence"))?);
            self.at += 1;
        }
        Ok(Words::new(all))
    }

    /// Whether every row has been read.
    pub(super) fn is_done(&mut self) -> Result<bool, DatasetError> {
        Ok(self.row()?.is_none())
    }

    fn row(&mut self) -> Result<Option<(usize, &Rows)>, DatasetError> {
        while self.rows.as_ref().is_none_or(|rows| self.at >= rows.height()) {
            if self.next >= self.table.parts() {
                return Ok(None);
            }
            self.rows = Some(self.table.group(self.next)?);
            (self.next, self.at) = (self.next + 1, 0);
        }
        Ok(self.rows.as_ref().map(|rows| (self.at, rows)))
    }
}

impl Words {
    /// Of the fields, in any order.
    pub(in crate::dataset) const fn new(all: Vec<(String, Evidence)>) -> Self {
        Self { all, front: 0 }
    }

    /// The words of a field.
    pub(super) fn take(&mut self, field: &str) -> Option<Evidence> {
        let found = self.all[self.front..].iter().position(|(name, _)| name == field)?;
        let found = self.front + found;
        let evidence = std::mem::replace(&mut self.all[found], (String::new(), empty())).1;
        while self.all.get(self.front).is_some_and(|(name, _)| name.is_empty()) {
            self.front += 1;
        }
        Some(evidence)
    }

    /// The words of the entries of a list, in their order.
    pub(super) fn take_item(&mut self, list: &str, number: usize) -> Option<Evidence> {
        self.take(&format!("{list}[{number}]"))
    }
}

fn empty() -> Evidence {
    Evidence { start: 0, end: 0, quote: String::new(), rule: "" }
}

impl Fault {
    /// As an error of an edition.
    pub(super) fn of(self, edition: &Path, mention_id: &str) -> DatasetError {
        let damaged =
            |table: &str, message: String| DatasetError::Damaged { path: edition.join(format!("{table}.parquet")), message };
        match self {
            Self::Dataset(error) => error,
            Self::Row(table) => damaged(table, format!("a row of mention {mention_id} is not of this program")),
            Self::NoWords(field) => damaged("evidence", format!("mention {mention_id}: no words for {field}")),
        }
    }
}
