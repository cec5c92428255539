//! The edition before the one that is made.

use crate::dataset::edition::{Edition, fingerprint};
use crate::dataset::error::DatasetError;
use std::path::{Path, PathBuf};

/// The tables from which history goes on. Each is whole, or the edition cannot be gone on from: reading a damaged file would begin
/// the history of its projects anew, silently.
const TABLES: &[&str] = &["projects", "fields", "locations", "history", "mentions", "pages"];

/// The edition before the one that is made.
#[derive(Debug, Clone)]
pub struct Previous {
    /// Its folder.
    pub folder: PathBuf,
    /// Its description.
    pub edition: Edition,
}

impl Previous {
    /// Opens an edition, and makes sure that the tables from which history goes on are those that were published.
    ///
    /// # Errors
    /// When it is no edition, or a file of it is missing or damaged.
    pub fn open(folder: &Path) -> Result<Self, DatasetError> {
        let edition = Edition::read(folder).map_err(|error| match error {
            DatasetError::NotAnEdition { path, message } => DatasetError::Damaged { path, message },
            other => other,
        })?;
        whole(folder, &edition, TABLES)?;
        // `latest` turns to another edition before the work with this one is over.
        Ok(Self { folder: std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned()), edition })
    }
}

/// Makes sure that tables, if the edition has them, are the files that were published: a reader of damaged ones may find anything.
pub(in crate::dataset) fn whole(folder: &Path, edition: &Edition, tables: &[&str]) -> Result<(), DatasetError> {
    for table in tables {
        let Some(expected) = edition.tables.get(*table) else { continue };
        let path = folder.join(format!("{table}.parquet"));
        let message = match fingerprint(&path) {
            Ok((_, sha256)) if sha256 == expected.sha256 => continue,
            Ok((bytes, _)) => format!("not the file that was published ({bytes} bytes, {} expected)", expected.bytes),
            Err(DatasetError::Io { source, .. }) => source.to_string(),
            Err(error) => return Err(error),
        };
        return Err(DatasetError::Damaged { path, message });
    }
    Ok(())
}
