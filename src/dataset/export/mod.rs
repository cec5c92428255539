//! An edition in other forms: CSV, a workbook, views for DuckDB, the data dictionary, FollowTheMoney.
//!
//! Tables are read a row group at a time and written as they are read; every file is whole before it takes its place.

mod aside;
mod csv;
mod duckdb;
mod ftm;
mod text;
mod xlsx;

pub use ftm::{Counts as FtmCounts, FILE as FTM_FILE, write as write_ftm};
#[cfg(test)]
pub(super) use text::json;
pub(super) use text::{neutral, plain, quoted};

use super::dictionary;
use super::edition::Edition;
use super::error::DatasetError;
use super::schema::tables;
use crate::table::Table;
use aside::Aside;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A form in which an edition can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A file of comma-separated values a table (RFC 4180, UTF-8).
    Csv,
    /// One workbook with a sheet a table.
    Xlsx,
    /// A script that makes a view a table in DuckDB.
    Duckdb,
    /// The data dictionary as a document for people.
    Dictionary,
    /// Entities of FollowTheMoney, one a line.
    Ftm,
}

/// What to write, and how.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// The form.
    pub format: Format,
    /// Names of the tables; all if there is none.
    pub tables: Vec<String>,
    /// CSV: begin every file with a byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// CSV: leave text as it is that a spreadsheet would take for a formula.
    pub raw: bool,
    /// Replace files that are there already.
    pub overwrite: bool,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// The files, in the order in which they were written.
    pub files: Vec<ExportedFile>,
    /// Texts that a spreadsheet would take for a formula: in CSV, an apostrophe was put before them.
    pub neutralised: usize,
    /// Texts that were too long for a cell of a workbook, and end with `…` there.
    pub cut: usize,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Rows of tables, or entities, in it; none where it holds neither.
    pub rows: Option<usize>,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Writes a published edition into a folder in another form. `progress` hears of every row that was written.
///
/// # Errors
/// When the edition cannot be read, a table is unknown or too long for the form, a file is there already, or one cannot be written.
/// Then no file has been touched.
pub fn export(
    edition: &Path,
    into: &Path,
    options: &ExportOptions,
    progress: &mut dyn FnMut(usize),
) -> Result<Exported, DatasetError> {
    let described = Edition::open(edition)?;
    let tables = chosen(&options.tables)?;
    let name = |name: &str| vec![name.to_owned()];
    match options.format {
        Format::Csv => csv::write(edition, into, &tables, options, progress),
        Format::Xlsx => xlsx::write(edition, into, &described, &tables, options, progress),
        Format::Duckdb => {
            let aside = Aside::begin(into, name(duckdb::FILE), options.overwrite)?;
            one(aside, into, duckdb::FILE, &duckdb::views(edition, into, &described, &tables)?)
        }
        Format::Dictionary => {
            let aside = Aside::begin(into, name(dictionary::FILE), options.overwrite)?;
            one(aside, into, dictionary::FILE, &dictionary::document(&described.edition, &tables))
        }
        Format::Ftm => entities(edition, into, options),
    }
}

/// The tables of these names, in the order of the edition.
fn chosen(names: &[String]) -> Result<Vec<Table>, DatasetError> {
    let all = tables();
    if let Some(unknown) = names.iter().find(|name| all.iter().all(|table| table.name != **name)) {
        let known = all.iter().map(|table| table.name).collect::<Vec<_>>().join(", ");
        return Err(DatasetError::UnknownTable { name: unknown.clone(), known });
    }
    Ok(all.into_iter().filter(|table| names.is_empty() || names.iter().any(|name| name == table.name)).collect())
}

/// Writes the entities of all tables.
fn entities(edition: &Path, into: &Path, options: &ExportOptions) -> Result<Exported, DatasetError> {
    let aside = Aside::begin(into, vec![FTM_FILE.to_owned()], options.overwrite)?;
    let (counts, bytes) = aside.write(FTM_FILE, |out| write_ftm(edition, out))?;
    aside.finish()?;
    let file = ExportedFile { path: into.join(FTM_FILE), rows: Some(counts.total()), bytes };
    Ok(Exported { files: vec![file], ..Exported::default() })
}

/// Writes one file of text.
fn one(aside: Aside, into: &Path, name: &str, text: &str) -> Result<Exported, DatasetError> {
    let path = into.join(name);
    let ((), bytes) = aside.write(name, |out| out.write_all(text.as_bytes()).map_err(DatasetError::io("write", &path)))?;
    aside.finish()?;
    Ok(Exported { files: vec![ExportedFile { path, rows: None, bytes }], ..Exported::default() })
}
