//! The tables of an edition that are being written.

use crate::dataset::disk::Disk;
use crate::dataset::error::DatasetError;
use crate::dataset::schema;
use crate::dataset::table_writer::{ROWS, TableWriter};
use crate::table::Table;
use polars::prelude::DataFrame;
use std::path::{Path, PathBuf};

/// Where tables go.
pub(super) struct Tables {
    folder: PathBuf,
    disk: Disk,
    declared: Vec<Table>,
}

/// A table that is being written.
pub(super) struct Open {
    writer: TableWriter,
}

impl Tables {
    /// None yet.
    pub(super) fn in_folder(folder: &Path, disk: &Disk) -> Self {
        Self { folder: folder.to_owned(), disk: disk.clone(), declared: schema::tables() }
    }

    /// Begins a table.
    pub(super) fn begin(&self, name: &'static str, row_group: usize) -> Result<Open, DatasetError> {
        let columns = self.declared.iter().find(|table| table.name == name).map(|table| table.columns.as_slice());
        let path = self.folder.join(format!("{name}.parquet"));
        Ok(Open { writer: TableWriter::create(&path, columns.unwrap_or_default(), row_group, &self.disk)? })
    }

    /// Ends it.
    pub(super) fn end(&self, table: Open) -> Result<(), DatasetError> {
        table.writer.finish().map(drop)
    }

    /// Writes a small table that is there as a whole.
    pub(super) fn whole(&self, name: &'static str, rows: DataFrame) -> Result<(), DatasetError> {
        let mut table = self.begin(name, ROWS)?;
        table.append(rows)?;
        self.end(table)
    }
}

impl Open {
    /// Appends rows.
    pub(super) fn append(&mut self, rows: DataFrame) -> Result<(), DatasetError> {
        self.writer.append(rows)
    }
}
