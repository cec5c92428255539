//! What can be wrong with a file of corrections.

use std::path::PathBuf;
use thiserror::Error;

/// Why corrections cannot be read or kept.
#[derive(Debug, Error)]
pub enum CorrectionError {
    /// The file cannot be read or written.
    #[error("cannot {doing} corrections: {}: {error}", path.display())]
    Io {
        /// `read`, `write`, `lock`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The file is no corrections file.
    #[error("{}:{line}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
        /// What to do.
        remedy: String,
    },
    /// Somebody else reviews with this file.
    #[error("corrections are being edited by another review: {}", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The file is not what was read a moment ago.
    #[error("corrections have been changed on disk meanwhile: {}", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The value does not fit the field.
    #[error("{field}: not {expected}: {value}")]
    Value {
        /// The field.
        field: String,
        /// What is expected there, with an example.
        expected: &'static str,
        /// What was given.
        value: String,
    },
}

impl CorrectionError {
    /// What to do.
    pub fn remedy(&self) -> String {
        match self {
            Self::Io { .. } => "check that the folder is there and can be written; nothing was lost".to_owned(),
            Self::Malformed { remedy, .. } => remedy.clone(),
            Self::Taken { .. } => {
                "end the other review (Ctrl-C where it runs), or use another file: --corrections FILE".to_owned()
            }
            Self::Changed { .. } => "reload the page: what was changed is read anew, then save again".to_owned(),
            Self::Value { .. } => "type the value as the page prints it, or select its words in the text".to_owned(),
        }
    }
}
