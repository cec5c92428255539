//! The report of an edition: one HTML file that shows what is in it, for people who have no data frame at hand.

pub mod page;
mod table;

use crate::dataset::DatasetError;
use crate::html::Document;
use std::path::Path;

/// The report of an edition as HTML.
///
/// # Errors
/// When it is no edition of this form, or a table cannot be read.
pub fn render(edition: &Path) -> Result<String, DatasetError> {
    let table = table::section(edition)?;
    let document = Document {
        title: ("report.title", ""),
        style: table::STYLE,
        script: table::SCRIPT,
        data: table.data,
        body: table.markup,
    };
    Ok(document.into_string())
}
