//! Mentions outside an edition: flat CSV lines, and one Parquet file.

use super::assemble::{Context, Dataset};
use super::column::{Cell, Column, Kind};
use super::error::DatasetError;
use super::model::Harvest;
use super::schema::{self, MentionRow};
use crate::check::Mention;
use crate::resolve::{mention_id, page_id};
use std::path::Path;

/// The columns of `mentions` that a flat line can hold: lists of records are left out, lists of texts are parted by `; `.
fn flat<'a>() -> impl Iterator<Item = Column<MentionRow<'a>>> {
    schema::mentions().into_iter().filter(|c| !matches!(c.spec.kind, Kind::Structs(_)) && c.spec.name != "project_id")
}

/// The line of column names.
pub fn csv_header() -> String {
    flat().map(|column| column.spec.name).collect::<Vec<_>>().join(",")
}

/// The line of a mention.
pub fn csv_line(mention: &Mention) -> String {
    let page_id = page_id(&mention.source);
    let row = MentionRow { mention, mention_id: mention_id(mention), page_id: &page_id, project_id: "" };
    flat().map(|column| quoted(&plain((column.get)(&row)))).collect::<Vec<_>>().join(",")
}

/// Writes the table `mentions` of these pages into one Parquet file.
///
/// # Errors
/// When the file cannot be written.
pub fn write_mentions(harvest: Harvest, path: &Path) -> Result<(), DatasetError> {
    Dataset::assemble(harvest, &Context::new(""))?.write_mentions(path)
}

fn plain(cell: Cell<'_>) -> String {
    match cell {
        Cell::Null | Cell::Structs(_) => String::new(),
        Cell::Text(text) => text.into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Texts(texts) => texts.join("; "),
    }
}

/// A line of these texts, quoted where they need it.
pub fn csv_fields(texts: &[&str]) -> String {
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(",")
}

/// RFC 4180: in quotation marks where the text holds a comma, a quotation mark or a line break.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_only_where_needed() {
        assert_eq!(quoted("Ełk"), "Ełk");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
