//! Why an archive folder could not be written to, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why nothing more can be written to an archive folder. What was written before stays whole.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The folder cannot be made, listed or written to.
    #[error("cannot write to the archive folder {}: {reason}", path.display())]
    Folder {
        /// The folder, or the file in it.
        path: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
    /// Another run writes to the folder.
    #[error("another run is writing to the archive: {} is locked", path.display())]
    Locked {
        /// The lock.
        path: PathBuf,
    },
    /// The newest file cannot be read, so it is not known where to go on.
    #[error("cannot look at the end of the archive: {}: {reason}", path.display())]
    Unmendable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
    /// The disk, or what the user may have of it, is full.
    #[error("no space left for the archive: {}: {reason}", path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
    /// Writing failed for another reason.
    #[error("cannot write to the archive: {}: {reason}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
    /// An earlier write failed, and this writer writes no more.
    #[error("the archive is closed after an earlier failure: {}", path.display())]
    Closed {
        /// The folder.
        path: PathBuf,
    },
}

impl WriteError {
    /// A failed write to a file.
    pub(super) fn of_write(path: &Path, reason: io::Error) -> Self {
        let path = path.to_owned();
        match reason.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path, reason }
            }
            _ => Self::Write { path, reason },
        }
    }

    /// A stable name for tables and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "archive_not_writable",
            Self::Locked { .. } => "archive_locked",
            Self::Unmendable { .. } => "archive_unreadable",
            Self::Full { .. } => "archive_disk_full",
            Self::Write { .. } => "archive_write_failed",
            Self::Closed { .. } => "archive_closed",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "check the path and the permissions of the folder, and whether the disk is mounted read-only",
            Self::Locked { .. } => "wait for the other run to end, or give this one a folder of its own",
            Self::Unmendable { .. } => "check the permissions of the file, and the disk",
            Self::Full { .. } => "make room on the disk and start again: the run goes on where it stopped",
            Self::Write { .. } => "check the disk and start again: the run goes on where it stopped",
            Self::Closed { .. } => "see the first error; start again when its cause is gone",
        }
    }

    /// The file or folder the error is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Folder { path, .. }
            | Self::Locked { path }
            | Self::Unmendable { path, .. }
            | Self::Full { path, .. }
            | Self::Write { path, .. }
            | Self::Closed { path } => path,
        }
    }
}
