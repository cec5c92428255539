//! The table `mentions` of an extraction as one file.

use super::description::about;
use super::part::form;
use super::rows::{Waiting, columns, frames};
use crate::dataset::disk::Disk;
use crate::dataset::error::DatasetError;
use crate::dataset::table_writer::{Form, TableWriter, WIDE_ROWS};
use crate::reader::Outcome;
use crate::table::{SCHEMA, extract_tables};
use std::path::Path;

/// The table.
const TABLE: &str = "mentions";

/// A file of mentions on its way to the disk. A file that is not finished cannot be read; the caller writes it where nobody looks yet.
pub struct MentionsFile {
    waiting: Waiting,
    writer: TableWriter,
}

impl MentionsFile {
    /// Begins the file, or writes into the pipe that is there; `vocabulary` is the digest of that by which it is made.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(path: &Path, vocabulary: &str) -> Result<Self, DatasetError> {
        let specs = extract_tables().into_iter().find(|table| table.name == TABLE).map(|table| columns(&table.columns));
        let about = about(SCHEMA, env!("CARGO_PKG_VERSION"), vocabulary);
        // The end of the file tells of every row group, and waits in memory until then.
        let form = Form { row_group: WIDE_ROWS, waiting: Some(8 << 20), ..form(TABLE, about) };
        let writer = TableWriter::create_in(path, &specs.unwrap_or_default(), form, &Disk::default())?;
        Ok(Self { waiting: Waiting::default(), writer })
    }

    /// Appends the mentions of the next captures.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, captures: Vec<Outcome>) -> Result<(), DatasetError> {
        self.waiting.add(captures).map_or(Ok(()), |captures| self.write(&captures))
    }

    fn write(&mut self, captures: &[Outcome]) -> Result<(), DatasetError> {
        frames(captures, &[TABLE])?.into_iter().try_for_each(|(_, frame)| self.writer.append(frame))
    }

    /// Ends it and makes it durable; says how many rows there are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<usize, DatasetError> {
        let last = self.waiting.take();
        self.write(&last)?;
        self.writer.finish()
    }
}
