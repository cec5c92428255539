//! What the table `reconciliation` says: how the edition agrees with the official lists.

use crate::dataset::DatasetError;
use crate::report::read::{Line, each};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::Path;

/// So many differences are named.
pub(in crate::report) const NAMED: usize = 10;

/// A project whose grant or total is another in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Apart {
    /// By how much.
    pub(in crate::report) size: Decimal,
    /// Title on the pages, or in the list.
    pub(in crate::report) title: String,
    /// The column.
    pub(in crate::report) field: &'static str,
    /// On the pages.
    pub(in crate::report) announced: Decimal,
    /// In the list.
    pub(in crate::report) listed: Decimal,
    /// Its currency.
    pub(in crate::report) currency: String,
}

/// The edition beside the official lists.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Beside {
    /// Rows by outcome.
    pub(in crate::report) outcomes: BTreeMap<String, u64>,
    /// What differs, by the name of the compared value.
    pub(in crate::report) differing: BTreeMap<String, u64>,
    /// The sums that differ most, the largest first.
    pub(in crate::report) apart: Vec<Apart>,
}

/// Columns of a compared sum.
const SUMS: [(&str, usize); 2] = [("total_cost", 6), ("cofinancing", 9)];

const COLUMNS: [&str; 12] = [
    "outcome",
    "title_announced",
    "title_listed",
    "currency_announced",
    "currency_listed",
    "differing",
    "total_announced",
    "total_listed",
    "total_difference",
    "grant_announced",
    "grant_listed",
    "grant_difference",
];

impl Beside {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        each(edition, "reconciliation", &COLUMNS, |line| all.take(line))?;
        all.keep_largest();
        Ok(all)
    }

    fn take(&mut self, line: &Line<'_>) {
        let outcome = line.text(0).unwrap_or_default();
        let differs = outcome == "differs";
        *self.outcomes.entry(outcome).or_default() += 1;
        for what in line.texts(5) {
            *self.differing.entry(what).or_default() += 1;
        }
        let (announced, listed) = (line.text(3), line.text(4));
        // Sums in different currencies are not compared.
        let Some(currency) = announced.filter(|of| differs && listed.as_ref().is_none_or(|other| other == of)) else { return };
        for (field, at) in SUMS {
            if let (Some(announced), Some(listed), Some(size)) = (line.number(at), line.number(at + 1), line.number(at + 2)) {
                let title = line.text(1).or_else(|| line.text(2)).unwrap_or_default();
                let size = size.abs();
                self.apart.push(Apart { size, title, field, announced, listed, currency: currency.clone() });
            }
        }
        if self.apart.len() > 100 * NAMED {
            self.keep_largest();
        }
    }

    fn keep_largest(&mut self) {
        self.apart.retain(|apart| !apart.size.is_zero());
        self.apart.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| (&a.title, a.field).cmp(&(&b.title, b.field))));
        self.apart.truncate(NAMED);
    }
}
