//! Why an edition cannot be set against lists.

use crate::dataset::DatasetError;
use crate::register::ListError;

/// Why an edition cannot be set against lists.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// A file is no list, or cannot be read.
    #[error(transparent)]
    List(#[from] ListError),
    /// A table of the edition cannot be read, or the result cannot be written.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
}

impl ReconcileError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::List(error) => error.remedy(),
            Self::Dataset(error) => error.remedy(),
        }
    }
}
