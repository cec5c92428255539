//! Projects against the official lists: the table `reconciliation`.
//!
//! `edition` reads what was announced from an edition's tables, `collect` streams the lists past it and keeps what concerns it, `table` says
//! what a row is, `summary` what can be said of all.

mod collect;
mod csv;
mod edition;
mod error;
mod inside;
mod outcome;
mod silent;
mod summary;
mod table;

pub use error::ReconcileError;
pub use inside::reconcile_inside;
pub use outcome::{Outcome, Untold};
pub use summary::{Difference, ListProblem, Reconciliation};
pub(super) use table::{ReconciliationRow, reconciliation};

use super::error::DatasetError;
use super::{frame, parquet};
use crate::register::{Limits, read};
use collect::Collector;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Sets the projects of an edition against official lists and writes the table `reconciliation`.
///
/// `edition` is a folder that holds the tables `projects` and `coverage`, and `locations` and `amounts` if they are there; nothing in it
/// is changed unless `into` stands there. `into` is the Parquet file to write, or a CSV file if its name ends so; its folder is created.
/// It is written aside and renamed, so that whoever reads it sees the old table or the new. `progress` is told the number of rows read, now and then.
///
/// Lists are read one after the other and row by row; memory grows with the edition and with the rows that concern it, not with the
/// lists. The table does not depend on the order in which the lists are named.
///
/// # Errors
/// When a list or a table of the edition cannot be read, or the table cannot be written; then nothing is written.
pub fn reconcile(
    edition: &Path,
    lists: &[PathBuf],
    into: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<Reconciliation, ReconcileError> {
    let announced = edition::read(edition)?;
    let mut collector = Collector::new(announced);
    for list in in_order(lists) {
        collector.begin(&list);
        let summary = read(&list, &Limits::default(), &mut |row| collector.take(row, progress))?;
        collector.end(summary);
    }
    let (rows, reconciliation) = collector.finish();
    write(&rows, into)?;
    Ok(reconciliation)
}

/// The lists by file name, each once.
fn in_order(lists: &[PathBuf]) -> Vec<PathBuf> {
    let mut named: Vec<(Option<std::ffi::OsString>, PathBuf)> = lists
        .iter()
        .map(|list| (list.file_name().map(ToOwned::to_owned), fs::canonicalize(list).unwrap_or_else(|_| list.clone())))
        .collect();
    named.sort();
    named.dedup_by(|a, b| a.1 == b.1);
    named.into_iter().map(|(_, path)| path).collect()
}

/// Writes the table aside, waits until it is on the disk, and puts it in its place.
fn write(rows: &[ReconciliationRow], into: &Path) -> Result<(), DatasetError> {
    let folder = into.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(DatasetError::io("create", folder))?;
    let name = into.file_name().unwrap_or_default().to_string_lossy();
    let aside = Aside(folder.join(format!(".tmp-{name}")));
    if into.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
        let file = File::create(&aside.0).map_err(DatasetError::io("write", &aside.0))?;
        let written = csv::write(rows, &mut BufWriter::new(&file)).and_then(|()| file.sync_all());
        written.map_err(DatasetError::io("write", &aside.0))?;
    } else {
        parquet::write(frame::table(&reconciliation(), rows)?, &aside.0)?;
    }
    fs::rename(&aside.0, into).map_err(DatasetError::io("replace", into))?;
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(DatasetError::io("write", folder))?;
    }
    Ok(())
}

/// A file that is being written; removed unless it has been renamed.
struct Aside(PathBuf);

impl Drop for Aside {
    fn drop(&mut self) {
        // Renamed, it is not there; and nothing can be done about a failure here.
        let _ = fs::remove_file(&self.0);
    }
}
