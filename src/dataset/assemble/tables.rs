//! The tables of an edition that are being written.

use crate::dataset::error::DatasetError;
use crate::dataset::schema::{self, Table};
use crate::dataset::table_writer::{ROWS, TableWriter};
use polars::prelude::DataFrame;
use std::path::{Path, PathBuf};

/// Where tables go, and those that are done.
pub(super) struct Tables {
    folder: PathBuf,
    declared: Vec<Table>,
    done: Vec<(&'static str, usize)>,
}

/// A table that is being written.
pub(super) struct Open {
    name: &'static str,
    writer: TableWriter,
}

impl Tables {
    /// None yet.
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), declared: schema::tables(), done: Vec::new() }
    }

    /// Begins a table.
    pub(super) fn begin(&self, name: &'static str, row_group: usize) -> Result<Open, DatasetError> {
        let columns = self.declared.iter().find(|table| table.name == name).map(|table| table.columns.as_slice());
        let path = self.folder.join(format!("{name}.parquet"));
        Ok(Open { name, writer: TableWriter::create(&path, columns.unwrap_or_default(), row_group)? })
    }

    /// Ends it.
    pub(super) fn end(&mut self, table: Open) -> Result<(), DatasetError> {
        self.done.push((table.name, table.writer.finish()?));
        Ok(())
    }

    /// Writes a small table that is there as a whole.
    pub(super) fn whole(&mut self, name: &'static str, rows: DataFrame) -> Result<(), DatasetError> {
        let mut table = self.begin(name, ROWS)?;
        table.append(rows)?;
        self.end(table)
    }

    /// The tables with their numbers of rows.
    pub(super) fn done(self) -> Vec<(&'static str, usize)> {
        self.done
    }
}

impl Open {
    /// Appends rows.
    pub(super) fn append(&mut self, rows: DataFrame) -> Result<(), DatasetError> {
        self.writer.append(rows)
    }
}
