//! A mention as it is printed: its facts, verdicts, and the evidence of every fact.

use super::model::Mention;
use crate::notice::EvidenceMap;
use serde::Serialize;

/// One line of `extract --format ndjson`.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    #[serde(flatten)]
    mention: &'a Mention,
    evidence: EvidenceMap<'a>,
}

impl Mention {
    /// The mention with its evidence, ready to be serialized.
    pub fn record(&self) -> Record<'_> {
        Record { mention: self, evidence: EvidenceMap(self.notice.evidence()) }
    }
}
