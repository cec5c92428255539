//! Which pages a run looked for: only of those can it say that they are gone.

use std::path::PathBuf;

/// What a run looked at.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Ids of the sources of the configuration.
    pub sources: Vec<String>,
    /// Files and folders that were read.
    pub paths: Vec<PathBuf>,
}
