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
use crate::html::texts_json;
use collect::{Collected, Detail};
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
    let blocks = blocks(collect::collect(edition, &rows)?)?;
    let about = json!({
        "block": pack::BLOCK,
        "page": markup::FIRST,
        "families": detail::families(),
    });
    let texts = texts_json(&["table", "field", "value"]);
    let data = vec![
        ("texts", texts),
        ("projects-about", about),
        ("projects-rows", rows::columns(&rows)),
        ("projects-details", json!(blocks)),
    ];
    Ok(Section { markup: markup::section(&rows), data: if rows.is_empty() { Vec::new() } else { data } })
}

/// Bytes of text of a page shown of a project: at most, at least, and of all projects together.
const TEXT: (usize, usize, usize) = (24_000, 200, 12_000_000);
/// Bytes of all packed details: whatever a few projects take, and so many for each of many.
const PACKED: (usize, usize) = (2_800_000, 560);

/// Packs the details, with as much text of their pages as there is room for.
fn blocks(mut all: Collected<'_>) -> Result<Vec<String>, DatasetError> {
    let projects = all.details.len().max(1);
    let room = PACKED.0.max(projects * PACKED.1);
    let mut text = (TEXT.2 / projects).clamp(TEXT.1, TEXT.0);
    loop {
        all.cut(text)?;
        let block = |details: &[Detail]| pack::pack(&details.iter().map(detail::json).collect::<Vec<_>>());
        let blocks: Vec<String> = all.details.chunks(pack::BLOCK).map(block).collect();
        let packed: usize = blocks.iter().map(String::len).sum();
        if text == TEXT.1 || packed <= room {
            return Ok(blocks);
        }
        text = (text * room / packed * 7 / 8).max(TEXT.1);
    }
}
