//! The tables `changes` and `history`.

use crate::table::Kind::{Enum, Text};
use crate::table::Named;
use crate::table::{Cell, Column, column};
use std::sync::Arc;

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
    /// Nobody looked for its pages any more; it is not in the edition.
    OutOfScope,
    /// Another project of before is now told as this one.
    Merged,
    /// It was told as another project before.
    Split,
    /// A person says that there is no such project; it is not in the edition.
    Rejected,
}

impl ChangeKind {
    /// The one of this word.
    pub(super) fn named(word: &str) -> Option<Self> {
        use ChangeKind::{Added, Changed, Gone, Merged, OutOfScope, Rejected, Returned, Split};
        [Added, Changed, Gone, Returned, OutOfScope, Merged, Split, Rejected].into_iter().find(|kind| kind.word() == word)
    }

    /// Its word in the tables.
    pub fn word(self) -> &'static str {
        self.name()
    }
}

/// A difference from the edition before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dataset) struct ChangeRow {
    pub(in crate::dataset) project_id: String,
    pub(in crate::dataset) kind: ChangeKind,
    /// The column; none where the whole project is meant.
    pub(in crate::dataset) field: Option<&'static str>,
    pub(in crate::dataset) before: Option<String>,
    pub(in crate::dataset) after: Option<String>,
}

/// A value that was published once and is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dataset) struct PastRow {
    pub(in crate::dataset) project_id: String,
    pub(in crate::dataset) field: &'static str,
    pub(in crate::dataset) value: String,
    pub(in crate::dataset) first_seen: Arc<str>,
    pub(in crate::dataset) last_seen: Arc<str>,
}

/// Columns of `changes`.
pub(in crate::dataset) fn changes() -> Vec<Column<ChangeRow>> {
    vec![
        column(
            "project_id",
            Text,
            "The project; it is in `projects` unless `kind` is out_of_scope or rejected.",
            |r: &ChangeRow| Cell::text(Some(&r.project_id)),
        ),
        column(
            "kind",
            Enum(ChangeKind::NAMES),
            "What happened: the project is new (added), a published value is another one or there is one no more (changed), no page \
             that was looked for tells the project any more (gone), one does again (returned), its pages were not looked for and \
             nothing is known of it (out_of_scope), a project of the edition before turned out to be this one (merged), it was \
             taken for a part of another project before (split), a person says that what was read tells of no project and the edition \
             does not have it (rejected).",
            |r| Cell::name(Some(r.kind)),
        ),
        column("field", Text, "The column of `projects`; null where the whole project is meant.", |r| Cell::text(r.field)),
        column(
            "before",
            Text,
            "The value of the edition before, in the form of `fields`; of merged and split projects the other project's id.",
            |r| Cell::text(r.before.as_deref()),
        ),
        column("after", Text, "The value of this edition; null if it has none.", |r| Cell::text(r.after.as_deref())),
    ]
}

/// Columns of `history`.
pub(in crate::dataset) fn history() -> Vec<Column<PastRow>> {
    vec![
        column("project_id", Text, "The project.", |r: &PastRow| Cell::text(Some(&r.project_id))),
        column("field", Text, "The column of `projects`.", |r| Cell::text(Some(r.field))),
        column(
            "value",
            Text,
            "A value that earlier editions published, in the form of `fields`. The present one stands in `fields`; both together are \
             what was announced over time: planned, then ongoing, then completed.",
            |r| Cell::text(Some(&r.value)),
        ),
        column("first_seen", Text, "Time of the first edition that published it, in UTC.", |r| Cell::text(Some(&r.first_seen))),
        column("last_seen", Text, "Time of the newest edition for which a page stated it, in UTC.", |r| {
            Cell::text(Some(&r.last_seen))
        }),
    ]
}
