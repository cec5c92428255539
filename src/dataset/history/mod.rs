//! From edition to edition: which project is which, since when it is known, what has changed.

mod lifetime;
mod scope;
mod table;

pub use lifetime::{Lifetime, Presence};
pub use scope::Scope;
pub use table::ChangeKind;
pub(super) use table::{ChangeRow, changes};

use super::edition::Edition;
use super::error::DatasetError;
use std::path::{Path, PathBuf};

/// The edition before the one that is made.
#[derive(Debug, Clone)]
pub struct Previous {
    /// Its folder.
    pub folder: PathBuf,
    /// Its description.
    pub edition: Edition,
}

impl Previous {
    /// Opens an edition that this program can go on from.
    ///
    /// # Errors
    /// When it is none, or cannot be read.
    pub fn open(folder: &Path) -> Result<Self, DatasetError> {
        Ok(Self { folder: folder.to_owned(), edition: Edition::read(folder)? })
    }
}
