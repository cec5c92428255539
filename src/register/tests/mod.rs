//! Whole lists in the forms in which they are published, with invented rows; and files that are none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod bad;
mod csv;
mod matching;
mod workbook;
mod xlsx;

use super::{Limits, ListError, ListSummary, Listed, read};
use std::path::{Path, PathBuf};

/// A file in a folder of its own.
struct Saved {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn saved(name: &str, bytes: &[u8]) -> Saved {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    Saved { _folder: folder, path }
}

fn all(path: &Path) -> Result<(ListSummary, Vec<Listed>), ListError> {
    let mut rows = Vec::new();
    read(path, &Limits::default(), &mut |row| rows.push(row)).map(|summary| (summary, rows))
}

fn of_csv(name: &str, text: &str) -> (ListSummary, Vec<Listed>) {
    all(&saved(name, text.as_bytes()).path).unwrap()
}

fn money(sum: Option<rust_decimal::Decimal>) -> String {
    sum.map(|sum| format!("{sum:.2}")).unwrap_or_default()
}
