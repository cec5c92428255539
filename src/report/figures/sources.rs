//! What the tables `pages` and `coverage` say of where the facts come from.

use crate::dataset::DatasetError;
use crate::report::read::each;
use std::collections::BTreeMap;
use std::path::Path;

/// So many sources are named.
pub(in crate::report) const NAMED: usize = 15;

/// The pages that were read.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Pages {
    /// All.
    pub(in crate::report) count: u64,
    /// Those that tell of a project.
    pub(in crate::report) telling: u64,
    /// The others, by why not.
    pub(in crate::report) silent: BTreeMap<String, u64>,
}

impl Pages {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut pages = Self::default();
        each(edition, "pages", &["mentions", "silence"], |line| {
            pages.count += 1;
            if line.count(0).unwrap_or_default() > 0 {
                pages.telling += 1;
            } else {
                *pages.silent.entry(line.text(1).unwrap_or_else(|| "unread".to_owned())).or_default() += 1;
            }
        })?;
        Ok(pages)
    }
}

/// A crawled source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Source {
    /// Its name, or its id.
    pub(in crate::report) name: String,
    /// Why its pages are not all there are.
    pub(in crate::report) reason: String,
    /// Pages that are there.
    pub(in crate::report) current: u64,
    /// Pages known and not fetched.
    pub(in crate::report) waiting: u64,
    /// Pages that could not be reached.
    pub(in crate::report) unreachable: u64,
    /// Addresses its robots.txt closes.
    pub(in crate::report) closed: u64,
    /// Its projects.
    pub(in crate::report) projects: u64,
}

/// The crawled sources.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Sources {
    /// All.
    pub(in crate::report) count: u64,
    /// Those whose pages can be taken for all there are.
    pub(in crate::report) complete: u64,
    /// The others, by the reason.
    pub(in crate::report) reasons: BTreeMap<String, u64>,
    /// The others that miss most, the worst first.
    pub(in crate::report) worst: Vec<Source>,
}

const COLUMNS: [&str; 9] = [
    "source",
    "name",
    "complete",
    "reason",
    "pages_current",
    "pages_waiting",
    "pages_unreachable",
    "closed_by_robots",
    "projects",
];

impl Sources {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        each(edition, "coverage", &COLUMNS, |line| {
            all.count += 1;
            if line.is(2) {
                all.complete += 1;
                return;
            }
            let count = |column| line.count(column).unwrap_or_default();
            let reason = line.text(3).unwrap_or_default();
            *all.reasons.entry(reason.clone()).or_default() += 1;
            all.worst.push(Source {
                name: line.text(1).or_else(|| line.text(0)).unwrap_or_default(),
                reason,
                current: count(4),
                waiting: count(5),
                unreachable: count(6),
                closed: count(7),
                projects: count(8),
            });
        })?;
        let lost = |source: &Source| source.waiting + source.unreachable + source.closed;
        all.worst.sort_by(|a, b| {
            let silent = |source: &Source| source.current == 0;
            (silent(b), lost(b)).cmp(&(silent(a), lost(a))).then_with(|| a.name.cmp(&b.name))
        });
        all.worst.truncate(NAMED);
        Ok(all)
    }
}
