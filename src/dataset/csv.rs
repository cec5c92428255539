//! Mentions outside an edition, as flat CSV lines.

use super::export::{neutral, plain, quoted};
use crate::check::Mention;
use crate::resolve::{mention_id, page_id};
use crate::table::{Column, Kind, MentionRow, mention_columns};

/// The columns of `mentions` that a flat line can hold: lists of records are left out, lists of texts are parted by `; `.
fn flat<'a>() -> impl Iterator<Item = Column<MentionRow<'a>>> {
    mention_columns().into_iter().filter(|c| !matches!(c.spec.kind, Kind::Structs(_)) && c.spec.name != "project_id")
}

/// The line of column names.
pub fn csv_header() -> String {
    flat().map(|column| column.spec.name).collect::<Vec<_>>().join(",")
}

/// The line of a mention. Text that a spreadsheet would take for a formula has an apostrophe before it, as in an export.
pub fn csv_line(mention: &Mention) -> String {
    let page_id = page_id(&mention.source);
    let row = MentionRow { mention, mention_id: mention_id(mention), page_id: &page_id, project_id: None };
    flat().map(|column| quoted(neutral(plain(&column.spec, (column.get)(&row))))).collect::<Vec<_>>().join(",")
}

/// A line of these texts, quoted where they need it. What a spreadsheet would take for a formula has an apostrophe before it.
pub fn csv_fields(texts: &[&str]) -> String {
    texts.iter().map(|text| quoted(neutral((*text).into()))).collect::<Vec<_>>().join(",")
}
