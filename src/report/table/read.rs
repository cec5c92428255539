//! Rows of an edition's tables by the names of their columns.

use crate::dataset::{Cell, DatasetError, Rows, TableReader};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::path::Path;

/// A row of a table.
pub(super) struct Record<'a> {
    reader: &'a TableReader,
    rows: &'a Rows,
    row: usize,
}

/// Shows every row of a table, a row group at a time.
pub(super) fn each(edition: &Path, table: &str, mut take: impl FnMut(&Record<'_>)) -> Result<(), DatasetError> {
    let reader = TableReader::named(edition, table)?;
    for rows in reader.groups() {
        let rows = rows?;
        for row in 0..rows.height() {
            take(&Record { reader: &reader, rows: &rows, row });
        }
    }
    Ok(())
}

impl<'a> Record<'a> {
    /// The cell of a column; nothing if there is no such column.
    pub(super) fn cell(&self, column: &str) -> Cell<'a> {
        self.reader.place(column).map_or(Cell::Null, |place| self.rows.cell(self.row, place))
    }

    pub(super) fn text(&self, column: &str) -> Option<Cow<'a, str>> {
        if let Cell::Text(text) = self.cell(column) { Some(text) } else { None }
    }

    pub(super) fn owned(&self, column: &str) -> Option<String> {
        self.text(column).map(Cow::into_owned)
    }

    pub(super) fn number(&self, column: &str) -> Option<Decimal> {
        self.cell(column).as_number()
    }

    pub(super) fn count(&self, column: &str) -> Option<i64> {
        self.cell(column).as_count()
    }

    /// A position in a text or a list.
    pub(super) fn size(&self, column: &str) -> usize {
        self.count(column).and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
    }

    pub(super) fn flag(&self, column: &str) -> bool {
        self.cell(column).as_flag().unwrap_or(false)
    }

    pub(super) fn texts(&self, column: &str) -> Vec<String> {
        self.cell(column).as_texts().iter().map(ToString::to_string).collect()
    }

    /// A date as far as it is printed: `2018-09-01`, `2018-09`, `2018`.
    pub(super) fn date(&self, column: &str, precision: &str) -> Option<String> {
        let day = self.cell(column).as_date()?.to_string();
        let length = match self.text(precision).as_deref() {
            Some("year") => 4,
            Some("month") => 7,
            _ => day.len(),
        };
        day.get(..length).map(str::to_owned)
    }
}
