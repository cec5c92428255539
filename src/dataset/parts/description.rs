//! `extract.json`: what an extraction is made of.

use super::mark::PartMark;
use crate::page::Limits;
use crate::table::SCHEMA;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the file.
pub(super) const FILE: &str = "extract.json";

/// What the tables of an extraction depend on, besides the bytes of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractJob {
    /// The form of the tables, see [`SCHEMA`].
    pub schema: u32,
    /// Version of the program.
    pub code_version: String,
    /// SHA-256 of the vocabulary.
    pub vocabulary_digest: String,
    /// What a page may cost, by name.
    pub limits: BTreeMap<String, usize>,
    /// Captures of a part.
    pub part_pages: usize,
    /// Files, folders and archives, as they were named, in their order.
    pub inputs: Vec<String>,
}

impl ExtractJob {
    /// That of this program.
    pub fn new(vocabulary_digest: &str, limits: &Limits, part_pages: usize, inputs: Vec<String>) -> Self {
        let Limits { max_bytes, max_depth, max_elements, max_attributes, max_steps_per_byte } = *limits;
        let limits = [
            ("max_bytes", max_bytes),
            ("max_depth", max_depth),
            ("max_elements", max_elements),
            ("max_attributes", max_attributes),
            ("max_steps_per_byte", max_steps_per_byte),
        ];
        Self {
            schema: SCHEMA,
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            vocabulary_digest: vocabulary_digest.to_owned(),
            limits: limits.map(|(name, limit)| (name.to_owned(), limit)).into(),
            part_pages,
            inputs,
        }
    }

    /// The first difference from another one: its name, this one's value, the other's.
    pub(super) fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let list = |limits: &BTreeMap<String, usize>| {
            limits.iter().map(|(name, limit)| format!("{name} {limit}")).collect::<Vec<_>>().join(", ")
        };
        let paths = |inputs: &[String]| inputs.join(" ");
        let all = [
            ("form of tables (schema)", self.schema.to_string(), other.schema.to_string()),
            ("version of metryczka", self.code_version.clone(), other.code_version.clone()),
            ("vocabulary", self.vocabulary_digest.clone(), other.vocabulary_digest.clone()),
            ("limits", list(&self.limits), list(&other.limits)),
            ("part size", self.part_pages.to_string(), other.part_pages.to_string()),
            ("input", paths(&self.inputs), paths(&other.inputs)),
        ];
        all.into_iter().find(|(_, here, there)| here != there)
    }

    /// What readers of a table's file are told of it.
    pub(super) fn about(&self) -> Vec<(String, String)> {
        about(self.schema, &self.code_version, &self.vocabulary_digest)
    }
}

/// The metadata that every table of an extraction carries, whichever engine writes it.
pub(super) fn about(schema: u32, version: &str, vocabulary: &str) -> Vec<(String, String)> {
    let pairs =
        [("metryczka.schema", &*schema.to_string()), ("metryczka.version", version), ("metryczka.vocabulary", vocabulary)];
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}

/// What became of an extraction that is finished.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractTotals {
    /// Number of parts.
    pub parts: usize,
    /// Captures read, whether they are pages or not.
    pub captures: usize,
    /// Captures that are pages.
    pub pages: usize,
    /// Captures that could not be read.
    pub problems: usize,
    /// Bytes of their pages.
    pub bytes: u64,
    /// Rows by table.
    pub rows: BTreeMap<String, usize>,
}

impl ExtractTotals {
    /// The sums of parts.
    pub fn of(marks: &[PartMark]) -> Self {
        let mut totals = Self { parts: marks.len(), ..Self::default() };
        for mark in marks {
            totals.captures += mark.covered.captures;
            totals.pages += mark.pages;
            totals.problems += mark.problems;
            totals.bytes += mark.covered.bytes;
            for (table, file) in &mark.tables {
                *totals.rows.entry(table.clone()).or_default() += file.rows;
            }
        }
        totals
    }
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Description {
    #[serde(flatten)]
    pub(super) job: ExtractJob,
    /// Nothing while it is under way.
    pub(super) finished: Option<ExtractTotals>,
}
