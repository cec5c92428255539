//! The mark of a part: that it is whole, and of what.

use crate::dataset::edition::{TableFile, fingerprint};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of marks.
pub(super) const FOLDER: &str = "parts";

/// The captures of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// How many there are.
    pub captures: usize,
    /// Bytes of their pages.
    pub bytes: u64,
    /// Their SHA-256, see [`super::CapturesDigest`].
    pub captures_digest: String,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartMark {
    /// Number of the part, from 0.
    pub part: usize,
    /// Its captures.
    #[serde(flatten)]
    pub covered: Covered,
    /// How many of them could be read.
    pub pages: usize,
    /// How many could not.
    pub problems: usize,
    /// Its files by table: rows, bytes, SHA-256.
    pub tables: BTreeMap<String, TableFile>,
}

impl PartMark {
    /// Path of a part's mark.
    pub(super) fn path(folder: &Path, part: usize) -> PathBuf {
        folder.join(FOLDER).join(format!("{part:05}.json"))
    }

    /// Reads the mark of a part; nothing unless the part is whole: its files are there, with the size and the SHA-256 told, and with all of
    /// its captures.
    pub(super) fn read(folder: &Path, part: usize) -> Option<Self> {
        let mark: Self = serde_json::from_slice(&fs::read(Self::path(folder, part)).ok()?).ok()?;
        let is_whole = |(table, file): (&String, &TableFile)| {
            let path = table_file(folder, table, part);
            // The size first: it costs nothing.
            fs::metadata(&path).is_ok_and(|metadata| metadata.len() == file.bytes)
                && fingerprint(&path).is_ok_and(|(_, sha256)| sha256 == file.sha256)
        };
        (mark.part == part && mark.tells_of_all() && mark.tables.iter().all(is_whole)).then_some(mark)
    }

    /// Whether every capture is a page or a problem, and stands in the table of them.
    pub(super) fn tells_of_all(&self) -> bool {
        let rows = |table: &str| self.tables.get(table).map_or(0, |file| file.rows);
        // A page may have problems too: a number that is too long for its column.
        self.pages + self.problems == self.covered.captures && rows("pages") == self.pages && rows("problems") >= self.problems
    }
}

/// Path of a table's file in a part.
pub(super) fn table_file(folder: &Path, table: &str, part: usize) -> PathBuf {
    folder.join(table).join(format!("part-{part:05}.parquet"))
}

/// Path of a file under which it is written: hidden from whoever reads the folder.
pub(super) fn hidden(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.new"))
}
