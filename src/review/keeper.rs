//! The file of corrections, held for one review.

use crate::correction::{Correction, CorrectionError, CorrectionsFile};
use std::path::Path;

/// The file of corrections, held for one review.
#[derive(Debug)]
pub(super) struct Editor {
    file: CorrectionsFile,
}

impl Editor {
    pub(super) fn lock(path: &Path) -> Result<Self, CorrectionError> {
        Ok(Self { file: CorrectionsFile::read(path)? })
    }

    pub(super) fn file(&self) -> &CorrectionsFile {
        &self.file
    }

    pub(super) fn reload(&mut self) -> Result<(), CorrectionError> {
        Ok(())
    }

    pub(super) fn add(&mut self, corrections: Vec<Correction>) -> Result<Vec<String>, CorrectionError> {
        Ok(corrections.into_iter().map(|correction| correction.id).collect())
    }

    pub(super) fn remove(&mut self, id: &str) -> Result<bool, CorrectionError> {
        let _ = id;
        Ok(false)
    }
}
