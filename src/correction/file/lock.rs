//! The lock that keeps a second review out. It lies on a file beside the corrections, so that a build reads them unhindered.

use super::super::error::CorrectionError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A lock that is held; dropped, it is given back, also when the program is killed.
#[derive(Debug)]
pub(super) struct Lock {
    // Held for its lock alone.
    _file: File,
}

impl Lock {
    pub(super) fn take(path: &Path) -> Result<Self, CorrectionError> {
        let beside = beside(path, ".lock");
        let failed = |error| CorrectionError::Io { doing: "lock", path: beside.clone(), error };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&beside).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(CorrectionError::Taken { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// A file beside another: its name with an ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}
