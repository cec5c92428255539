//! `edition.json`: what an edition is made of.

use super::corrections::CorrectionsUsed;
use super::error::DatasetError;
use super::parquet;
use crate::resolve::hex;
use crate::table::SCHEMA;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The name of the file.
pub(super) const FILE: &str = "edition.json";

/// An edition's description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The form of its tables, see [`SCHEMA`]. Editions that do not say are of form 1.
    #[serde(default = "first_schema")]
    pub schema: u32,
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
    /// Name of the edition before it, that it was compared with.
    #[serde(default)]
    pub previous: Option<String>,
    /// The reason a person gave for publishing it by force.
    #[serde(default)]
    pub forced: Option<String>,
    /// What is not as expected of it, in words; what would have kept it back, had it not been forced, comes first.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// What people have put right of it; nothing if there was no correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<CorrectionsUsed>,
    /// The tables by name.
    pub tables: BTreeMap<String, TableFile>,
    /// What stands beside the tables and says what they mean, by the names of the files.
    #[serde(default)]
    pub documents: BTreeMap<String, DocumentFile>,
}

/// A table's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// Number of rows.
    pub rows: usize,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A document's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFile {
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

const fn first_schema() -> u32 {
    1
}

impl Edition {
    /// Reads the description of a published edition, whatever the form of its tables.
    ///
    /// # Errors
    /// When the folder holds none, or one that cannot be understood.
    pub fn read(folder: &Path) -> Result<Self, DatasetError> {
        let not = |message: String| DatasetError::NotAnEdition { path: folder.to_owned(), message: format!("{FILE}: {message}") };
        let text = std::fs::read_to_string(folder.join(FILE)).map_err(|error| not(error.to_string()))?;
        let value: Value = serde_json::from_str(&text).map_err(|error| not(error.to_string()))?;
        // What a later program writes may be of a shape that this one cannot foresee; the number of the form always is a number.
        let found = value.get("schema").map_or(Some(1), Value::as_u64).and_then(|schema| u32::try_from(schema).ok());
        serde_json::from_value(value).map_err(|error| match found {
            Some(found) if found > SCHEMA => DatasetError::Schema { path: folder.to_owned(), found, needed: SCHEMA },
            _ => not(error.to_string()),
        })
    }

    /// Reads the description of an edition whose tables are to be read.
    ///
    /// # Errors
    /// As [`Edition::read`], and [`DatasetError::Schema`] when the tables are of another form than this program's.
    pub fn open(folder: &Path) -> Result<Self, DatasetError> {
        let edition = Self::read(folder)?;
        match edition.schema {
            SCHEMA => Ok(edition),
            found => Err(DatasetError::Schema { path: folder.to_owned(), found, needed: SCHEMA }),
        }
    }
}

impl TableFile {
    /// Of a table as it is on the disk.
    pub(super) fn of(path: &Path) -> Result<Self, DatasetError> {
        let (bytes, sha256) = fingerprint(path)?;
        Ok(Self { rows: parquet::rows(path)?, bytes, sha256 })
    }
}

impl DocumentFile {
    /// Of a document as it is on the disk.
    pub(super) fn of(path: &Path) -> Result<Self, DatasetError> {
        let (bytes, sha256) = fingerprint(path)?;
        Ok(Self { bytes, sha256 })
    }
}

/// Size and SHA-256 of a file.
pub(super) fn fingerprint(path: &Path) -> Result<(u64, String), DatasetError> {
    let mut file = File::open(path).map_err(DatasetError::io("read", path))?;
    let mut hash = HashWriter(Sha256::new());
    let bytes = std::io::copy(&mut file, &mut hash).map_err(DatasetError::io("read", path))?;
    Ok((bytes, hex(&hash.0.finalize())))
}

/// Feeds what is written into a hash.
struct HashWriter(Sha256);

impl Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Names in an output folder that are no edition's: the pointer to the newest, and the tables of `reconcile`.
const TAKEN: [&str; 2] = ["latest", "reconciliation"];

/// Whether a name can be an edition's folder.
pub(super) fn check_name(name: &str) -> Result<(), DatasetError> {
    // On some systems a name is the same in capitals.
    let is_taken = TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(name));
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if name.is_empty() || name.len() > 100 || !letters || name.starts_with('.') || is_taken {
        return Err(DatasetError::Name(name.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(json: &str) -> Result<Edition, DatasetError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), json).unwrap();
        let open = Edition::open(folder.path());
        if let Ok(open) = &open {
            assert_eq!(Edition::read(folder.path()).unwrap(), *open);
        }
        open
    }

    const BODY: &str =
        r#""edition":"a","created":"x","code_version":"0","vocabulary_digest":"0","archive_digest":"0","tables":{}"#;

    #[test]
    fn an_edition_that_says_nothing_of_its_form_is_of_the_first() {
        assert!(matches!(edition(&format!("{{{BODY}}}")), Err(DatasetError::Schema { found: 1, needed: SCHEMA, .. })));
        assert_eq!(edition(&format!("{{\"schema\":{SCHEMA},{BODY}}}")).unwrap().schema, SCHEMA);
    }

    #[test]
    fn a_later_form_is_refused_by_its_number_and_not_for_a_field() {
        let later = edition(&format!("{{\"schema\":99,\"moon\":true,{BODY}}}")).unwrap_err();
        assert!(matches!(later, DatasetError::Schema { found: 99, .. }), "{later}");
        assert!(later.remedy().contains("version that made it"));
        let reshaped = edition("{\"schema\":99,\"tables\":[]}").unwrap_err();
        assert!(matches!(reshaped, DatasetError::Schema { found: 99, .. }), "{reshaped}");
        assert!(edition(&format!("{{\"schema\":{SCHEMA},\"one_more\":1,{BODY}}}")).is_ok(), "a field more is no other form");
    }

    #[test]
    fn what_stands_beside_editions_is_no_name_for_one() {
        for name in ["latest", "Latest", "reconciliation", "RECONCILIATION", ".hidden", "", "..", "a/b", "żółw"] {
            assert!(check_name(name).is_err(), "{name}");
        }
        for name in ["reconciliation-2", "2026-11", "none.of_them"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn what_is_no_edition_says_so() {
        for text in ["", "[]", "{}", "{\"schema\":\"two\"}", "{\"schema\":-1}", "{\"tables\":"] {
            assert!(matches!(edition(text), Err(DatasetError::NotAnEdition { .. })), "{text}");
        }
    }
}
