//! Why an edition cannot be made of an extraction.

use crate::dataset::error::DatasetError;
use std::path::{Path, PathBuf};

/// What is wrong with an extraction. Every variant says what to do in [`ExtractedError::remedy`].
#[derive(Debug, thiserror::Error)]
pub enum ExtractedError {
    /// The folder holds no extraction, or says of itself what cannot be understood.
    #[error("no extraction: {path}: {message}")]
    NotAnExtraction {
        /// The folder.
        path: PathBuf,
        /// What is missing or malformed.
        message: String,
    },
    /// Its tables are of another form than those of this program.
    #[error("extraction of another form: {path}: its tables are of schema {found} (metryczka {version}), this program's of schema {needed} (metryczka {own})", own = env!("CARGO_PKG_VERSION"))]
    Schema {
        /// The folder.
        path: PathBuf,
        /// The form of its tables.
        found: u32,
        /// The form this program reads.
        needed: u32,
        /// The version that wrote it.
        version: String,
    },
    /// It was read with another vocabulary than the edition would be made with.
    #[error("extraction of another vocabulary: {path}: read with {found}, the edition would be made with {needed}")]
    Vocabulary {
        /// The folder.
        path: PathBuf,
        /// The digest of its vocabulary.
        found: String,
        /// The digest of this program's.
        needed: String,
    },
    /// It has not come to its end, or a part of it is not there.
    #[error("unfinished extraction: {path}: {message}")]
    Unfinished {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        message: String,
    },
    /// A table is not the one that is declared.
    #[error("not a table of an extraction: {path}: {message}")]
    Table {
        /// The file, or the folder of the table.
        path: PathBuf,
        /// The column, and what is wrong with it.
        message: String,
    },
    /// What the tables hold is not what this program has read: rows are lost, added or changed.
    #[error("damaged extraction: {path}: {message}")]
    Damaged {
        /// The table's folder.
        path: PathBuf,
        /// The row.
        message: String,
    },
    /// A file cannot be read, or what was read not be put away.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
}

impl ExtractedError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotAnExtraction { .. } => {
                "name the folder that `metryczka extract PATH… --tables DIR` or the Spark or Daft job has written: extract.json stands in it"
            }
            Self::Schema { found, needed, .. } if found > needed => "use the version of metryczka that wrote it, or a later one",
            Self::Schema { .. } => {
                "extract the pages again with this version into a new folder, or use the version of metryczka that wrote it"
            }
            Self::Vocabulary { .. } => {
                "name the folder of words it was read with: --vocabulary DIR (none, if it was read with none); or extract again with these"
            }
            Self::Unfinished { .. } => {
                "run the same extraction into the same folder again: it goes on where it stopped; then build"
            }
            Self::Table { .. } | Self::Damaged { .. } => {
                "bring the file back from a copy, or extract again into a new folder; the tables are taken as they were written"
            }
            Self::Dataset(DatasetError::Table { action: "read", .. }) => {
                "the file is damaged: bring it back from a copy, or extract again into a new folder"
            }
            Self::Dataset(error) => error.remedy(),
        }
    }

    /// A row of a table that is not this program's, or not of its page.
    pub(super) fn damaged(extraction: &Path, table: &str, message: impl Into<String>) -> Self {
        Self::Damaged { path: extraction.join(table), message: message.into() }
    }
}
