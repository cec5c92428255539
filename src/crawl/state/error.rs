//! What can be wrong with the state, and what to do about it.

use rusqlite::ErrorCode;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why the state could not be opened, read or written. Nothing is lost by any of them: the archive holds all the state holds.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StateError {
    /// The file cannot be made, opened or written: no such folder, no permission, a read-only disk.
    #[error("cannot open {}: {reason}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
    /// Another run holds the lock, or another program has the file open for writing.
    #[error("in use by another run: {}", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// There is no room left on the disk. What was committed before stays.
    #[error("no room left on the disk for {}", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged, or no SQLite file at all.
    #[error("damaged: {}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says, or which value makes no sense.
        reason: String,
    },
    /// The file was written by another version of the program.
    #[error("layout {found} in {}, this program knows {known}", path.display())]
    OtherVersion {
        /// The file.
        path: PathBuf,
        /// The layout of the file.
        found: i64,
        /// The newest layout this program knows.
        known: i64,
    },
    /// An earlier error ended the open transaction. Nothing is written any more, so that no visit behind the lost ones is marked
    /// as applied.
    #[error("not written after an earlier error: {}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
    },
    /// SQLite failed in another way: the disk, or an error of this program.
    #[error("cannot use {}: {reason}", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        #[source]
        reason: rusqlite::Error,
    },
}

impl StateError {
    /// A stable name for tables and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CannotOpen { .. } => "state_unopenable",
            Self::InUse { .. } => "state_in_use",
            Self::DiskFull { .. } => "state_disk_full",
            Self::Damaged { .. } => "state_damaged",
            Self::OtherVersion { .. } => "state_other_version",
            Self::Unusable { .. } => "state_unusable",
            Self::Failed { .. } => "state_failed",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::CannotOpen { .. } => "check the archive folder: it must exist and be writable",
            Self::InUse { .. } => "wait until the other run has ended, or give this one another archive folder",
            Self::DiskFull { .. } => "make room and run again: the run is taken up where it stopped",
            Self::Damaged { .. } => "delete state.sqlite (and state.sqlite-wal): it is made again from the archive",
            Self::OtherVersion { .. } => "use the newer program, or delete state.sqlite: it is made again from the archive",
            Self::Unusable { .. } => "see the error before this one, then run again",
            Self::Failed { .. } => "check the disk; if it persists, delete state.sqlite: it is made again from the archive",
        }
    }

    /// Sorts what SQLite says by what can be done about it.
    pub(super) fn from_sqlite(path: &std::path::Path, reason: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match reason.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { path, reason: reason.to_string() },
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Self::CannotOpen { path, reason: io::Error::other(reason) }
            }
            Some(_) => Self::Failed { path, reason },
            // A value of the wrong type or out of its range: not written by this program.
            None => match reason {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged { path, reason: reason.to_string() },
                other => Self::Failed { path, reason: other },
            },
        }
    }
}
