//! Why a mention cannot be put together again.

use crate::dataset::error::DatasetError;

/// What is wrong with the rows of a mention.
#[derive(Debug)]
pub(in crate::dataset) enum Fault {
    /// A table cannot be read.
    Dataset(DatasetError),
    /// A cell is empty or holds what this program never writes there; the table.
    Row(&'static str),
    /// A value has no row in `evidence`; the field.
    NoWords(&'static str),
}

impl From<DatasetError> for Fault {
    fn from(error: DatasetError) -> Self {
        Self::Dataset(error)
    }
}
