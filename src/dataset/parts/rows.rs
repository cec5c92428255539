//! The rows of some captures.

use crate::dataset::error::DatasetError;
use crate::dataset::frame::frame;
use crate::reader::Outcome;
use crate::table::{Kind, Spec, extract_tables, of_captures};
use polars::prelude::DataFrame;

/// Rows of the tables of an extraction, ready to be written.
pub struct Rows {
    /// By number of the table in [`extract_tables`]; none that is empty.
    pub(super) frames: Vec<(usize, DataFrame)>,
    /// Captures that are pages.
    pub pages: usize,
    /// Captures that could not be read.
    pub problems: usize,
}

impl Rows {
    /// The rows of these captures in these tables.
    ///
    /// # Errors
    /// When a table cannot be put together: a fault of the program.
    pub fn of(captures: &[Outcome], tables: &[&str]) -> Result<Self, DatasetError> {
        let mut frames = Vec::new();
        of_captures(captures, tables, |sheet| {
            let number = extract_tables().iter().position(|table| table.name == sheet.table);
            let (Some(number), height @ 1..) = (number, sheet.height()) else { return Ok(()) };
            let columns = sheet.columns.into_iter().map(|(spec, cells)| (open(spec), cells));
            frames.push((number, frame(height, columns.collect())?));
            Ok::<_, DatasetError>(())
        })?;
        let problems = captures.iter().filter(|capture| matches!(capture, Outcome::Problem(_))).count();
        Ok(Self { frames, pages: captures.len() - problems, problems })
    }
}

/// Columns of a table as an extraction has them.
pub(super) fn columns(specs: &[Spec]) -> Vec<Spec> {
    specs.iter().map(|spec| open(*spec)).collect()
}

/// A closed list is plain text in an extraction: engines that write parts of it do not all know closed lists.
fn open(spec: Spec) -> Spec {
    match spec.kind {
        Kind::Enum(_) => Spec { kind: Kind::Text, ..spec },
        _ => spec,
    }
}
