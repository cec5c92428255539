//! A place in an archive folder.

use serde::{Deserialize, Serialize};

/// Where the records of one fetch begin: the number of the file in its folder, and the offset of the first record's gzip member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Number of the file.
    pub file: u32,
    /// Bytes before it in the file.
    pub offset: u64,
}
