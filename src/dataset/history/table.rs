//! The table `changes`.

use crate::dataset::column::Kind::{Enum, Text};
use crate::dataset::column::{Cell, Column, column};
use crate::dataset::names::Named;

/// What happened to a project or to one of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// A published value is another one.
    Changed,
    /// No page tells it any more.
    Gone,
    /// It was gone, and a page tells it again.
    Returned,
}

/// A difference from the edition before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dataset) struct ChangeRow {
    pub(in crate::dataset) project_id: String,
    pub(in crate::dataset) kind: ChangeKind,
    /// The column; none where the whole project is meant.
    pub(in crate::dataset) field: Option<String>,
    pub(in crate::dataset) before: Option<String>,
    pub(in crate::dataset) after: Option<String>,
}

/// Columns of `changes`.
pub(in crate::dataset) fn changes() -> Vec<Column<ChangeRow>> {
    vec![
        column("project_id", Text, "The project.", |r: &ChangeRow| Cell::text(Some(&r.project_id))),
        column("kind", Enum(ChangeKind::NAMES), "What happened.", |r| Cell::name(Some(r.kind))),
        column("field", Text, "The column of `projects`; null where the whole project is meant.", |r| {
            Cell::text(r.field.as_deref())
        }),
        column("before", Text, "The value of the edition before.", |r| Cell::text(r.before.as_deref())),
        column("after", Text, "The value of this edition.", |r| Cell::text(r.after.as_deref())),
    ]
}
