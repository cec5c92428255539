//! What the table `changes` says: how many of each kind, and the changes of money that move most.

use crate::dataset::{ChangeKind, DatasetError, changes_by_kind};
use crate::report::read::{Line, each};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many changes of money are named.
pub(in crate::report) const NAMED: usize = 10;

/// A published sum that is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Moved {
    /// By how much.
    pub(in crate::report) size: Decimal,
    /// The project.
    pub(in crate::report) project_id: String,
    /// The column.
    pub(in crate::report) field: String,
    /// In the edition before.
    pub(in crate::report) before: Decimal,
    /// In this one.
    pub(in crate::report) after: Decimal,
}

/// The changes since the edition before.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Changes {
    /// Projects that are new, changed, gone and so on.
    pub(in crate::report) projects: BTreeMap<ChangeKind, usize>,
    /// Changed values, by field.
    pub(in crate::report) fields: BTreeMap<String, u64>,
    /// The changes of money that move most, the largest first.
    pub(in crate::report) moved: Vec<Moved>,
    /// How many sums changed from one number to another.
    pub(in crate::report) sums: u64,
    /// Projects whose currency is another one: their sums cannot be set side by side.
    recoined: BTreeSet<String>,
}

impl Changes {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self { projects: changes_by_kind(edition)?, ..Self::default() };
        // Which sums can be compared has to be known before any is let go.
        each(edition, "changes", &["project_id", "field"], |line| {
            if line.text(1).as_deref() == Some("currency") {
                all.recoined.extend(line.text(0));
            }
        })?;
        each(edition, "changes", &["project_id", "field", "before", "after"], |line| all.take(line))?;
        all.keep_largest();
        Ok(all)
    }

    /// Whether nothing changed.
    pub(in crate::report) fn is_empty(&self) -> bool {
        self.projects.is_empty()
    }

    fn take(&mut self, line: &Line<'_>) {
        let Some(field) = line.text(1) else { return };
        *self.fields.entry(field.clone()).or_default() += 1;
        let number = |column| line.text(column).and_then(|text| text.parse::<Decimal>().ok());
        let project_id = line.text(0).unwrap_or_default();
        let is_money = matches!(field.as_str(), "total_cost" | "cofinancing") && !self.recoined.contains(&project_id);
        if let (true, Some(before), Some(after)) = (is_money, number(2), number(3)) {
            let size = after.saturating_sub(before).abs();
            self.sums += 1;
            self.moved.push(Moved { size, project_id, field, before, after });
            // Sorted now and then, so that no more is held than is needed.
            if self.moved.len() > 100 * NAMED {
                self.keep_largest();
            }
        }
    }

    fn keep_largest(&mut self) {
        let order =
            |a: &Moved, b: &Moved| b.size.cmp(&a.size).then_with(|| (&a.project_id, &a.field).cmp(&(&b.project_id, &b.field)));
        self.moved.sort_by(order);
        self.moved.truncate(NAMED);
    }
}
