//! The table `reconciliation`.

use crate::dataset::column::Kind::{Count, Enum, Text};
use crate::dataset::column::{Cell, Column, column};
use crate::dataset::names::Named;

/// How a project and the official lists compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Announced and listed, with the same figures.
    Agrees,
    /// Announced and listed, with other figures.
    Differs,
    /// Announced, and missing in lists that should hold it.
    NotListed,
    /// Listed for a municipality of this edition, and announced on none of its pages.
    NotAnnounced,
}

/// A project, a listed row, or both.
#[derive(Debug, Clone)]
pub(in crate::dataset) struct ReconciliationRow {
    pub(in crate::dataset) outcome: Outcome,
    pub(in crate::dataset) project_id: Option<String>,
    pub(in crate::dataset) list: Option<String>,
    pub(in crate::dataset) row: Option<u64>,
}

/// Columns of `reconciliation`.
pub(in crate::dataset) fn reconciliation() -> Vec<Column<ReconciliationRow>> {
    vec![
        column("outcome", Enum(Outcome::NAMES), "How they compare.", |r: &ReconciliationRow| Cell::name(Some(r.outcome))),
        column("project_id", Text, "The project; null if none was announced.", |r| Cell::text(r.project_id.as_deref())),
        column("list", Text, "File name of the list.", |r| Cell::text(r.list.as_deref())),
        column("row", Count, "Row of the list, from 1, its header included.", |r| r.row.map_or(Cell::Null, Cell::number_of)),
    ]
}
