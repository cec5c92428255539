//! `extract.json`: what an extraction says of itself.

use super::error::ExtractedError;
use crate::table::SCHEMA;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The name of the file.
const FILE: &str = "extract.json";

/// Under which names things stand there: as this program writes them, and as the jobs of other engines do.
const VERSION: [&str; 2] = ["code_version", "version"];
const VOCABULARY: [&str; 2] = ["vocabulary_digest", "vocabulary"];
const TOTALS: [&str; 2] = ["finished", "totals"];

/// What an edition needs to know of an extraction.
#[derive(Debug)]
pub(super) struct Manifest {
    /// The version that wrote it.
    pub(super) code_version: String,
    /// SHA-256 of the vocabulary.
    pub(super) vocabulary_digest: String,
    /// Files and folders that were read, as they were named.
    pub(super) inputs: Vec<PathBuf>,
    /// Whether `metryczka extract` wrote it: the marks of other engines tell no digests.
    pub(super) is_own: bool,
    /// Rows of the tables, by name, where the extraction says so.
    pub(super) rows: Vec<(String, u64)>,
}

impl Manifest {
    /// Reads it, and refuses what is not finished or of another form.
    pub(super) fn read(extraction: &Path) -> Result<Self, ExtractedError> {
        let not = |message: String| ExtractedError::NotAnExtraction { path: extraction.to_owned(), message };
        let text = std::fs::read_to_string(extraction.join(FILE)).map_err(|error| not(format!("{FILE}: {error}")))?;
        let value: Value = serde_json::from_str(&text).map_err(|error| not(format!("{FILE}: {error}")))?;
        let told = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let needed = |[ours, others]: [&str; 2]| {
            told(ours).or_else(|| told(others)).ok_or_else(|| not(format!("{FILE}: it does not say its {ours}")))
        };
        let code_version = needed(VERSION)?;
        // The form is looked at first: what a later version writes may be of a shape that this one cannot foresee.
        match value.get("schema").and_then(Value::as_u64).and_then(|schema| u32::try_from(schema).ok()) {
            Some(SCHEMA) => {}
            Some(found) => {
                let path = extraction.to_owned();
                return Err(ExtractedError::Schema { path, found, needed: SCHEMA, version: code_version });
            }
            None => return Err(not(format!("{FILE}: it does not say its schema"))),
        }
        let vocabulary_digest = needed(VOCABULARY)?;
        let Some(totals) = TOTALS.iter().find_map(|key| value.get(key)?.as_object()) else {
            let message = format!("{FILE} does not say that it is finished, which is written when all pages are read");
            return Err(ExtractedError::Unfinished { path: extraction.to_owned(), message });
        };
        let rows = totals.get("rows").and_then(Value::as_object).into_iter().flatten();
        let rows = rows.filter_map(|(table, rows)| Some((table.clone(), rows.as_u64()?))).collect();
        Ok(Self { code_version, vocabulary_digest, inputs: inputs(&value), is_own: value.get(TOTALS[0]).is_some(), rows })
    }
}

/// What was read: the paths that were named, or the files that an engine has found under them, with their sizes.
fn inputs(value: &Value) -> Vec<PathBuf> {
    let listed = value.get("inputs").or_else(|| value.get("input")?.get("files")).and_then(Value::as_array);
    let path = |input: &Value| input.as_str().or_else(|| input.get("path")?.as_str()).map(str::to_owned);
    // Hadoop calls a file of this machine by an address.
    let plain = |path: String| path.strip_prefix("file:").map_or(path.clone(), |path| path.replacen("//", "", 1));
    listed.into_iter().flatten().filter_map(path).map(plain).map(PathBuf::from).collect()
}
