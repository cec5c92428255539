//! What the rows of `municipalities` say that count all projects of a municipality.

use crate::dataset::DatasetError;
use crate::report::read::{Line, each};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::Path;

const COLUMNS: [&str; 8] = ["grouping", "teryt", "municipality", "voivodeship", "projects", "total_pln", "grant_pln", "silence"];

/// A municipality with projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Municipality {
    /// Its TERYT number.
    pub(in crate::report) teryt: String,
    /// Its name.
    pub(in crate::report) name: String,
    /// Its voivodeship.
    pub(in crate::report) voivodeship: String,
    /// Its projects.
    pub(in crate::report) projects: u64,
    /// Total cost of granted ones, in PLN.
    pub(in crate::report) total: Option<Decimal>,
    /// Grants of granted ones, in PLN.
    pub(in crate::report) grant: Option<Decimal>,
}

/// The municipalities of an edition.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Municipalities {
    /// All that the table has.
    pub(in crate::report) count: u64,
    /// Those with projects: the largest grants first, then the most projects.
    pub(in crate::report) telling: Vec<Municipality>,
    /// Those without, by the reason.
    pub(in crate::report) silent: BTreeMap<String, u64>,
}

impl Municipalities {
    /// How many were looked at: those with projects, and those without whose pages somebody looked for.
    pub(in crate::report) fn looked_at(&self) -> u64 {
        let silent: u64 = self.silent.iter().filter(|(reason, _)| *reason != "not_crawled").map(|(_, count)| count).sum();
        silent + self.telling.len() as u64
    }

    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        each(edition, "municipalities", &COLUMNS, |line| all.take(line))?;
        all.telling.sort_by(|a, b| (b.grant, b.projects).cmp(&(a.grant, a.projects)).then_with(|| a.teryt.cmp(&b.teryt)));
        Ok(all)
    }

    fn take(&mut self, line: &Line<'_>) {
        if line.text(0).as_deref() != Some("all") {
            return;
        }
        self.count += 1;
        let projects = line.count(4).unwrap_or_default();
        if projects == 0 {
            *self.silent.entry(line.text(7).unwrap_or_default()).or_default() += 1;
            return;
        }
        self.telling.push(Municipality {
            teryt: line.text(1).unwrap_or_default(),
            name: line.text(2).unwrap_or_default(),
            voivodeship: line.text(3).unwrap_or_default(),
            projects,
            total: line.number(5),
            grant: line.number(6),
        });
    }
}
