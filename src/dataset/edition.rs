//! `edition.json`: what an edition is made of.

use super::error::DatasetError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the file.
pub(super) const FILE: &str = "edition.json";

/// An edition's description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Its name, which is its folder's.
    pub edition: String,
    /// When it was made (UTC).
    pub created: String,
    /// Version of the program.
    pub code_version: String,
    /// SHA-256 of the vocabulary.
    pub vocabulary_digest: String,
    /// SHA-256 over the hashes of all pages.
    pub archive_digest: String,
    /// SHA-256 over everything it was made from besides code and vocabulary: pages and what is known of them, settings. Nothing
    /// where that was not kept.
    #[serde(default)]
    pub inputs_digest: Option<String>,
    /// The tables by name.
    pub tables: BTreeMap<String, TableFile>,
}

/// A table's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    /// Number of rows.
    pub rows: usize,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl Edition {
    /// Reads the description of a published edition.
    ///
    /// # Errors
    /// When the folder holds none, or one that cannot be understood.
    pub fn read(folder: &Path) -> Result<Self, DatasetError> {
        let not = |message: String| DatasetError::NotAnEdition { path: folder.to_owned(), message };
        let text = std::fs::read_to_string(folder.join(FILE)).map_err(|error| not(format!("{FILE}: {error}")))?;
        serde_json::from_str(&text).map_err(|error| not(format!("{FILE}: {error}")))
    }
}

/// Whether a name can be an edition's folder.
pub(super) fn check_name(name: &str) -> Result<(), DatasetError> {
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if name.is_empty() || name.len() > 100 || !letters || name.starts_with('.') || name == "latest" {
        return Err(DatasetError::Name(name.to_owned()));
    }
    Ok(())
}
