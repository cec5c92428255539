//! What the table `corrections` says: what people put right, and what became of it.

use crate::dataset::DatasetError;
use crate::report::read::{Line, each};
use std::collections::{BTreeMap, BTreeSet};
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
    /// Where the mention stands: the address or the path of its page.
    pub(in crate::report) page: String,
    /// Its number on the page, from 0.
    pub(in crate::report) mention: u64,
    /// The title of the page, where the project's own is not in the edition any more.
    pub(in crate::report) page_title: Option<String>,
    /// Id of the page, if it was read.
    pub(in crate::report) page_id: Option<String>,
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

const COLUMNS: [&str; 12] =
    ["number", "action", "fate", "project_id", "field", "original", "value", "reason", "made", "page", "mention", "page_id"];

impl Corrections {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        each(edition, "corrections", &COLUMNS, |line| all.take(line))?;
        all.keep_newest();
        all.name_pages(edition)?;
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
            page: line.text(9).unwrap_or_default(),
            mention: line.count(10).unwrap_or_default(),
            page_id: line.text(11),
            page_title: None,
        });
        if self.newest.len() > 100 * NAMED {
            self.keep_newest();
        }
    }

    /// Takes up the titles of the pages whose project is not in the edition: of rejected ones no other is left.
    fn name_pages(&mut self, edition: &Path) -> Result<(), DatasetError> {
        let of = |one: &Corrected| if one.project_id.is_none() { one.page_id.clone() } else { None };
        let wanted: BTreeSet<String> = self.newest.iter().filter_map(of).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut titles = BTreeMap::new();
        each(edition, "pages", &["page_id", "title"], |line| {
            if let (Some(id), Some(title)) = (line.text(0).filter(|id| wanted.contains(id)), line.text(1)) {
                titles.insert(id, title);
            }
        })?;
        for one in &mut self.newest {
            one.page_title = of(one).and_then(|id| titles.get(&id).cloned());
        }
        Ok(())
    }

    /// Corrections of one moment keep the order of the file.
    fn keep_newest(&mut self) {
        self.newest.sort_by(|a, b| b.made.cmp(&a.made));
        self.newest.truncate(NAMED);
    }
}
