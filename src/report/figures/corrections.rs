//! What the table `corrections` says: what people put right, and what became of it.

use crate::dataset::DatasetError;
use crate::report::read::{Line, each};
use std::collections::BTreeMap;
use std::path::Path;

/// So many corrections are named.
pub(in crate::report) const NAMED: usize = 50;

/// A correction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Corrected {
    /// What it does.
    pub(in crate::report) action: String,
    /// What became of it.
    pub(in crate::report) fate: String,
    /// The project, if it is in the edition.
    pub(in crate::report) project_id: Option<String>,
    /// The field; none where a whole mention is meant.
    pub(in crate::report) field: Option<String>,
    /// What was read.
    pub(in crate::report) original: Option<String>,
    /// What it is.
    pub(in crate::report) value: Option<String>,
    /// Why, if a person says so.
    pub(in crate::report) reason: Option<String>,
    /// When it was made.
    pub(in crate::report) made: String,
}

/// The corrections of an edition.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Corrections {
    /// All.
    pub(in crate::report) count: u64,
    /// By what became of them.
    pub(in crate::report) fates: BTreeMap<String, u64>,
    /// The newest.
    pub(in crate::report) newest: Vec<Corrected>,
}

const COLUMNS: [&str; 9] = ["number", "action", "fate", "project_id", "field", "original", "value", "reason", "made"];

impl Corrections {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        each(edition, "corrections", &COLUMNS, |line| all.take(line))?;
        all.keep_newest();
        Ok(all)
    }

    fn take(&mut self, line: &Line<'_>) {
        // A correction of several mentions has a row for each.
        if line.count(0) != Some(0) {
            return;
        }
        self.count += 1;
        let fate = line.text(2).unwrap_or_default();
        *self.fates.entry(fate.clone()).or_default() += 1;
        self.newest.push(Corrected {
            action: line.text(1).unwrap_or_default(),
            fate,
            project_id: line.text(3),
            field: line.text(4),
            original: line.text(5),
            value: line.text(6),
            reason: line.text(7),
            made: line.text(8).unwrap_or_default(),
        });
        if self.newest.len() > 100 * NAMED {
            self.keep_newest();
        }
    }

    /// Corrections of one moment keep the order of the file.
    fn keep_newest(&mut self) {
        self.newest.sort_by(|a, b| b.made.cmp(&a.made));
        self.newest.truncate(NAMED);
    }
}
