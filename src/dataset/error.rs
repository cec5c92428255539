//! What can go wrong with an edition.

use polars::prelude::PolarsError;
use std::path::PathBuf;

/// Why an edition could not be written or read. Every variant says what to do in [`DatasetError::remedy`].
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// A file or folder of the edition cannot be written or read.
    #[error("cannot {action}: {path}: {source}")]
    Io {
        /// What was being done (`write`, `read`, `create`).
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A table cannot be written or read.
    #[error("cannot {action} table: {path}: {source}")]
    Table {
        /// What was being done.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: PolarsError,
    },
    /// The edition is there already; editions are never overwritten.
    #[error("edition exists: {0}")]
    Exists(PathBuf),
    /// The name cannot be a folder's name, or is taken.
    #[error("not a name for an edition: {0:?}")]
    Name(String),
    /// Another run is writing into the same output folder.
    #[error("output folder is in use: {0}")]
    InUse(PathBuf),
    /// The folder holds no edition, or not a whole one.
    #[error("no edition: {path}: {message}")]
    NotAnEdition {
        /// The folder.
        path: PathBuf,
        /// What is missing or malformed.
        message: String,
    },
    /// A file of an edition is not the one that was published.
    #[error("damaged edition: {path}: {message}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How it is damaged.
        message: String,
    },
    /// An edition's tables have another form than this version's.
    #[error("edition of another form: {path}: {message}")]
    Form {
        /// The edition's folder.
        path: PathBuf,
        /// What is other, and which version made it.
        message: String,
    },
    /// The table could not be put together; a fault of the program.
    #[error("cannot build table: {0}")]
    Build(#[from] PolarsError),
}

impl DatasetError {
    /// What to do about it.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Io { .. } | Self::Table { .. } => "check that the folder exists, can be written to, and has free space",
            Self::Exists(_) => "choose another name with --edition, or leave it out to use the time",
            Self::Name(_) => "use letters, digits, `.`, `_` and `-`; not `latest`, not a leading dot",
            Self::InUse(_) => "wait until the other run has finished, or choose another --output",
            Self::NotAnEdition { .. } => "name a folder that `metryczka run` or `build` has published",
            Self::Damaged { .. } => {
                "bring the file back from a copy; or publish without it: `--previous none` begins the history of projects anew"
            }
            Self::Form { .. } => "use the version of metryczka that made it, or publish the same pages anew with this one",
            Self::Build(_) => "report it, with the page that causes it",
        }
    }

    /// For `map_err` on an operation on a file or folder.
    pub(super) fn io(action: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    /// For `map_err` on an operation on a table's file.
    pub(super) fn table(action: &'static str, path: &std::path::Path) -> impl FnOnce(PolarsError) -> Self {
        move |source| Self::Table { action, path: path.to_owned(), source }
    }
}
