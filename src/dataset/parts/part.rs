//! A part on its way to the disk.

use super::mark::{Covered, PartMark, hidden, table_file};
use super::rows::{Waiting, columns, frames};
use crate::dataset::disk::Disk;
use crate::dataset::edition::TableFile;
use crate::dataset::error::DatasetError;
use crate::dataset::table_writer::{Form, TableWriter};
use crate::reader::Outcome;
use crate::table::{Table, extract_tables};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rows of a row group, at most. Few of `mentions`: one has as many columns as a notice has facts.
fn row_group(table: &str) -> usize {
    match table {
        "mentions" => 2_048,
        "pages" => 4_096,
        _ => 16_384,
    }
}

/// Bytes of rows that wait for their row group to be full, at most: what keeps memory small when texts are long.
const WAITING: usize = 2 << 20;

/// How the file of a table is written.
pub(super) fn form(table: &str, about: Vec<(String, String)>) -> Form {
    // On the thread that has the rows: the others have pages to read.
    Form { row_group: row_group(table), waiting: Some(WAITING), is_parallel: false, about }
}

/// The files of a part, under hidden names until all are whole.
pub struct Part {
    folder: PathBuf,
    number: usize,
    disk: Disk,
    pages: usize,
    problems: usize,
    waiting: Waiting,
    writers: Vec<(Table, TableWriter)>,
}

impl Part {
    /// Begins the files of all tables: one that stays empty is a file too, so that every table can be read.
    pub(super) fn begin(folder: &Path, number: usize, about: &[(String, String)], disk: &Disk) -> Result<Self, DatasetError> {
        let begin = |table: Table| {
            let path = hidden(&table_file(folder, table.name, number));
            let writer = TableWriter::create_in(&path, &columns(&table.columns), form(table.name, about.to_vec()), disk)?;
            Ok((table, writer))
        };
        let writers = extract_tables().into_iter().map(begin).collect::<Result<_, DatasetError>>()?;
        Ok(Self {
            folder: folder.to_owned(),
            number,
            disk: disk.clone(),
            pages: 0,
            problems: 0,
            waiting: Waiting::default(),
            writers,
        })
    }

    /// Appends the rows of the next captures.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, captures: Vec<Outcome>) -> Result<(), DatasetError> {
        let problems = captures.iter().filter(|capture| matches!(capture, Outcome::Problem(_))).count();
        self.pages += captures.len() - problems;
        self.problems += problems;
        self.waiting.add(captures).map_or(Ok(()), |captures| self.write(&captures))
    }

    fn write(&mut self, captures: &[Outcome]) -> Result<(), DatasetError> {
        let names: Vec<&str> = self.writers.iter().map(|(table, _)| table.name).collect();
        for (table, frame) in frames(captures, &names)? {
            if let Some((_, writer)) = self.writers.get_mut(table) {
                writer.append(frame)?;
            }
        }
        Ok(())
    }

    /// Makes all of it durable, gives the files their names, and sets the mark; none for a part that lacks a capture, whatever has failed
    /// before.
    pub(super) fn finish(mut self, covered: Covered) -> Result<PartMark, DatasetError> {
        let last = self.waiting.take();
        self.write(&last)?;
        let (folder, disk, number, captures) = (&self.folder, &self.disk, self.number, covered.captures);
        let mut tables = BTreeMap::new();
        for (table, writer) in self.writers {
            writer.finish()?;
            let file = TableFile::of(&hidden(&table_file(folder, table.name, number)))?;
            tables.insert(table.name.to_owned(), file);
        }
        let mark = PartMark { part: number, covered, pages: self.pages, problems: self.problems, tables };
        if !mark.tells_of_all() {
            let (path, told) = (folder.clone(), self.pages + self.problems);
            return Err(DatasetError::LostCaptures { path, part: number, captures, told });
        }
        for table in mark.tables.keys() {
            let path = table_file(folder, table, number);
            disk.rename(&hidden(&path), &path).map_err(DatasetError::io("write", &path))?;
        }
        for table in mark.tables.keys() {
            let place = folder.join(table);
            disk.sync_folder(&place).map_err(DatasetError::io("write", &place))?;
        }
        replace(disk, &PartMark::path(folder, number), &mark)?;
        Ok(mark)
    }
}

/// Writes a small file whole or not at all.
pub(super) fn replace(disk: &Disk, path: &Path, value: &impl serde::Serialize) -> Result<(), DatasetError> {
    let write = || -> std::io::Result<()> {
        let mut bytes = serde_json::to_vec_pretty(value)?;
        bytes.push(b'\n');
        let new = hidden(path);
        disk.write(&new, &bytes)?;
        disk.rename(&new, path)?;
        path.parent().map_or(Ok(()), |folder| disk.sync_folder(folder))
    };
    write().map_err(DatasetError::io("write", path))
}
