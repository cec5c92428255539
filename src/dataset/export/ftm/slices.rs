//! Some columns of a published table, read some rows at a time.

use crate::dataset::error::DatasetError;
use crate::dataset::rows::Rows;
use crate::dataset::schema::tables;
use crate::table::{Cell, Spec};
use polars::prelude::{ParquetReader, SerReader};
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Rows read at a time: a row group of most tables.
const ROWS: usize = 65_536;

/// A table's file and the columns that are wanted of it.
pub(super) struct Slices {
    path: PathBuf,
    columns: Vec<Spec>,
    height: usize,
}

impl Slices {
    /// Opens a table of an edition.
    ///
    /// # Errors
    /// When the file cannot be read, or lacks a column.
    pub(super) fn open(edition: &Path, table: &str, wanted: &[&str]) -> Result<Self, DatasetError> {
        let path = edition.join(format!("{table}.parquet"));
        let mut parquet = open(&path)?;
        let read = parquet.schema().and_then(|schema| Ok((schema, parquet.get_metadata()?.num_rows)));
        let (schema, height) = read.map_err(DatasetError::table("read", &path))?;
        let declared = tables().into_iter().find(|declared| declared.name == table).map(|declared| declared.columns);
        let mut columns = Vec::with_capacity(wanted.len());
        for &name in wanted {
            let spec = declared.iter().flatten().find(|spec| spec.name == name).filter(|_| schema.contains(name));
            columns.push(*spec.ok_or_else(|| DatasetError::NotAnEdition {
                path: edition.to_owned(),
                message: format!("{table}.parquet has no column {name}: another version of metryczka has made it"),
            })?);
        }
        Ok(Self { path, columns, height })
    }

    /// Hands over every row, in order.
    pub(super) fn each(&self, mut take: impl FnMut(&Row<'_>) -> Result<(), DatasetError>) -> Result<(), DatasetError> {
        for start in (0..self.height).step_by(ROWS) {
            let names = self.columns.iter().map(|spec| spec.name.to_owned()).collect();
            let frame = open(&self.path)?.with_slice(Some((start, ROWS))).with_columns(Some(names)).finish();
            let rows = frame.and_then(|frame| Rows::new(&frame, &self.columns));
            let rows = rows.map_err(DatasetError::table("read", &self.path))?;
            for row in 0..rows.height() {
                take(&Row { columns: &self.columns, rows: &rows, row })?;
            }
        }
        Ok(())
    }
}

fn open(path: &Path) -> Result<ParquetReader<File>, DatasetError> {
    Ok(ParquetReader::new(File::open(path).map_err(DatasetError::io("read", path))?))
}

/// A row of a table.
pub(super) struct Row<'v> {
    columns: &'v [Spec],
    rows: &'v Rows,
    row: usize,
}

impl<'v> Row<'v> {
    /// The value of one of the columns that are wanted.
    pub(super) fn get(&self, column: &str) -> Cell<'v> {
        let column = self.columns.iter().position(|spec| spec.name == column);
        column.map_or(Cell::Null, |column| self.rows.cell(self.row, column))
    }

    /// A text; nothing where the column holds none.
    pub(super) fn text(&self, column: &str) -> Option<&'v str> {
        if let Cell::Text(Cow::Borrowed(text)) = self.get(column) { Some(text) } else { None }
    }

    /// The texts of a list.
    pub(super) fn texts(&self, column: &str) -> Vec<String> {
        if let Cell::Texts(texts) = self.get(column) { texts.into_iter().map(Cow::into_owned).collect() } else { Vec::new() }
    }
}
