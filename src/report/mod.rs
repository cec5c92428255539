//! The report of an edition: one HTML file that shows what is in it, for people who have no data frame at hand.
//!
//! `read` reads the tables, `figures` counts over them, `sections` writes what is told, `charts` draws it, `frame` puts it together. Every
//! number follows the rules of the tables: currencies and stages of money are never added up, and what nobody prints is no zero. The
//! same edition gives the same bytes.

mod charts;
mod figures;
mod frame;
pub mod page;
mod read;
mod sections;
mod table;
#[cfg(test)]
mod tests;
mod words;

use crate::dataset::DatasetError;
use crate::html::{Document, SHARED_SCRIPT};
use figures::Figures;
use sections::parts;
use std::path::Path;

/// Style sheet of the report, without the table's.
const STYLE: &str = include_str!("assets/report.css");

/// Script of the report, without the table's.
const SCRIPT: &str = include_str!("assets/report.js");

/// The report of an edition as HTML.
///
/// # Errors
/// When it is no edition of this form, or a table cannot be read.
pub fn render(edition: &Path) -> Result<String, DatasetError> {
    let figures = Figures::read(edition)?;
    let table = table::section(edition)?;
    let parts = parts(&figures);
    let style = format!("{STYLE}\n{}", table::STYLE);
    let script = format!("{SHARED_SCRIPT}\n{SCRIPT}\n{}", table::SCRIPT);
    let document = Document {
        title: ("report.heading", &figures.edition.edition),
        style: &style,
        script: &script,
        data: table.data,
        body: frame::frame(&figures, &parts, &table.markup),
    };
    Ok(document.into_string())
}
