//! The table of projects, to search, sort and filter, with a row that opens to its facts and the words they came from.

use crate::dataset::DatasetError;
use maud::{Markup, html};
use serde_json::Value;
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
    let _ = edition;
    Ok(Section { markup: html! {}, data: Vec::new() })
}
