//! The table of projects, to search, sort and filter, with a row that opens to its facts and the words they came from.
//!
//! The first rows stand in the HTML; all rows come as columns, and details as packed blocks that are unpacked when a row of the block
//! is opened.

mod collect;
mod detail;
mod markup;
mod pack;
mod passage;
mod read;
mod rows;
#[cfg(test)]
mod tests;

use crate::dataset::DatasetError;
use crate::html::{hidden_characters, texts_json};
use collect::Detail;
use maud::Markup;
use serde_json::{Value, json};
use std::path::Path;

/// Style sheet of the table.
pub(super) const STYLE: &str = include_str!("../assets/table.css");

/// Script of the table.
pub(super) const SCRIPT: &str = include_str!("../assets/table.js");

/// The table on its way into the report.
pub(super) struct Section {
    /// The table with its first rows, for a reader without scripts too.
    pub(super) markup: Markup,
    /// Data for the script, by id.
    pub(super) data: Vec<(&'static str, Value)>,
}

/// Makes the table of an edition.
pub(super) fn section(edition: &Path) -> Result<Section, DatasetError> {
    let rows = rows::read(edition)?;
    let details = collect::collect(edition, &rows)?;
    let block = |details: &[Detail]| pack::pack(&details.iter().map(detail::json).collect::<Vec<_>>());
    let blocks: Vec<String> = details.chunks(pack::BLOCK).map(block).collect();
    let about = json!({
        "block": pack::BLOCK,
        "page": markup::FIRST,
        "families": detail::families(),
        "hidden": hidden_characters(),
        "texts": texts_json(&["table", "field", "common"]),
    });
    let data = vec![("projects-about", about), ("projects-rows", rows::columns(&rows)), ("projects-details", json!(blocks))];
    Ok(Section { markup: markup::section(&rows), data: if rows.is_empty() { Vec::new() } else { data } })
}
