//! The table `mentions` of an extraction as one file.

use super::description::about;
use super::mark::hidden;
use super::part::form;
use super::rows::{Rows, columns};
use crate::dataset::disk::Disk;
use crate::dataset::error::DatasetError;
use crate::dataset::table_writer::{Form, TableWriter, WIDE_ROWS};
use crate::table::{SCHEMA, extract_tables};
use std::path::{Path, PathBuf};

/// The table.
const TABLE: &str = "mentions";

/// A file of mentions on its way to the disk: there under its name when it is whole.
pub struct MentionsFile {
    path: PathBuf,
    disk: Disk,
    writer: TableWriter,
}

impl MentionsFile {
    /// The tables that [`Rows`] have to have for it.
    pub const TABLES: &[&str] = &[TABLE];

    /// Begins the file; `vocabulary` is the digest of that by which it is made.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(path: &Path, vocabulary: &str) -> Result<Self, DatasetError> {
        let disk = Disk::default();
        let specs = extract_tables().into_iter().find(|table| table.name == TABLE).map(|table| columns(&table.columns));
        let about = about(SCHEMA, env!("CARGO_PKG_VERSION"), vocabulary);
        // The end of the file tells of every row group, and waits in memory until then.
        let form = Form { row_group: WIDE_ROWS, waiting: Some(8 << 20), ..form(TABLE, about) };
        let writer = TableWriter::create_in(&hidden(path), &specs.unwrap_or_default(), form, &disk)?;
        Ok(Self { path: path.to_owned(), disk, writer })
    }

    /// Appends the mentions of the next captures.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, rows: Rows) -> Result<(), DatasetError> {
        rows.frames.into_iter().try_for_each(|(_, frame)| self.writer.append(frame))
    }

    /// Makes it durable and gives it its name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<usize, DatasetError> {
        let rows = self.writer.finish()?;
        self.disk.rename(&hidden(&self.path), &self.path).map_err(DatasetError::io("write", &self.path))?;
        Ok(rows)
    }
}
