//! Rows of a published table, a few named columns at a time: what is held does not grow with the columns nobody asks for.

use crate::dataset::{Cell, DatasetError, Rows, Table, TableReader, tables};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::path::Path;

/// A row of a table, its cells by the places of the columns that were asked for.
pub(super) struct Line<'a> {
    rows: &'a Rows,
    row: usize,
}

impl Line<'_> {
    /// A cell.
    pub(super) fn cell(&self, column: usize) -> Cell<'_> {
        self.rows.cell(self.row, column)
    }

    /// A text, or a member of a closed list.
    pub(super) fn text(&self, column: usize) -> Option<String> {
        match self.cell(column) {
            Cell::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    /// A decimal number.
    pub(super) fn number(&self, column: usize) -> Option<Decimal> {
        match self.cell(column) {
            Cell::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A whole number that counts something.
    pub(super) fn count(&self, column: usize) -> Option<u64> {
        match self.cell(column) {
            Cell::Count(count) => u64::try_from(count).ok(),
            _ => None,
        }
    }

    /// A date.
    pub(super) fn date(&self, column: usize) -> Option<NaiveDate> {
        match self.cell(column) {
            Cell::Date(date) => Some(date),
            _ => None,
        }
    }

    /// Whether something is true.
    pub(super) fn is(&self, column: usize) -> bool {
        matches!(self.cell(column), Cell::Flag(true))
    }

    /// A list of texts; empty where there is none.
    pub(super) fn texts(&self, column: usize) -> Vec<String> {
        match self.cell(column) {
            Cell::Texts(texts) => texts.into_iter().map(std::borrow::Cow::into_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a cell says something.
    pub(super) fn is_filled(&self, column: usize) -> bool {
        match self.cell(column) {
            Cell::Null => false,
            Cell::Texts(texts) => !texts.is_empty(),
            Cell::Structs(records) => !records.is_empty(),
            _ => true,
        }
    }
}

/// Hands over every row of a table, with the cells of these columns.
///
/// # Errors
/// When there is no such table or column, or the table cannot be read.
pub(super) fn each(edition: &Path, name: &str, columns: &[&str], mut take: impl FnMut(&Line<'_>)) -> Result<(), DatasetError> {
    let reader = TableReader::open(edition, &narrowed(edition, name, columns)?)?;
    for rows in reader.groups() {
        let rows = rows?;
        for row in 0..rows.height() {
            take(&Line { rows: &rows, row });
        }
    }
    Ok(())
}

/// A declared table with only these columns, in this order.
fn narrowed(edition: &Path, name: &str, columns: &[&str]) -> Result<Table, DatasetError> {
    let missing = |what: &str| DatasetError::NotAnEdition { path: edition.to_owned(), message: format!("no {what} is declared") };
    let mut table = tables().into_iter().find(|table| table.name == name).ok_or_else(|| missing(name))?;
    let column = |wanted: &&str| {
        let found = table.columns.iter().find(|spec| spec.name == *wanted).copied();
        found.ok_or_else(|| missing(&format!("{name}.{wanted}")))
    };
    table.columns = columns.iter().map(column).collect::<Result<_, _>>()?;
    Ok(table)
}
