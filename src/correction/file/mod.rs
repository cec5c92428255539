//! `corrections.toml`, read, locked and kept.

mod append;
mod editor;
mod keys;
mod lock;
mod read;
mod replace;
#[cfg(test)]
mod tests;
mod write;

pub use editor::Editor;

use super::error::CorrectionError;
use super::model::Correction;
use crate::page::sha256;
use std::path::{Path, PathBuf};

/// The version of the file that is written, and the newest that is read.
pub const VERSION: i64 = 1;

/// The mark that some editors put at the beginning of a text in UTF-8.
const BOM: char = '\u{feff}';

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
        let text = text_of(path)?.unwrap_or_default();
        Ok(Self { path: path.to_owned(), corrections: read::parse(&text, path)?.corrections })
    }

    /// Corrections that stand in no file, or not yet: what a correction would change is found out so before it is kept.
    pub fn of(path: &Path, corrections: Vec<Correction>) -> Self {
        Self { path: path.to_owned(), corrections }
    }

    /// Takes the file for one review: reads it, and keeps every other review out until the editor is dropped. A build may read the
    /// file all the while.
    ///
    /// # Errors
    /// [`CorrectionError::Taken`] while another review has it; when it cannot be read or locked, or is malformed.
    pub fn lock(path: &Path) -> Result<Editor, CorrectionError> {
        Editor::lock(path)
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The corrections, in their order.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// SHA-256 of what the corrections say, in hexadecimal; nothing if there are none. Comments and blanks do not count.
    pub fn digest(&self) -> Option<String> {
        let said = (!self.corrections.is_empty()).then(|| serde_json::to_string(&self.corrections))?;
        said.ok().map(|said| sha256(said.as_bytes()))
    }
}

/// The text of a file; none if there is no file.
fn text_of(path: &Path) -> Result<Option<String>, CorrectionError> {
    match std::fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) => Err(not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to())),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CorrectionError::Io { doing: "read", path: path.to_owned(), error }),
    }
}

fn not_utf8(path: &Path, bytes: &[u8], at: usize) -> CorrectionError {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    CorrectionError::Malformed {
        path: path.to_owned(),
        line,
        message: "the file is not text in UTF-8".to_owned(),
        remedy: "save it as UTF-8, or take it from version control as it was".to_owned(),
    }
}
