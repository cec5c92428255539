//! The rows of some captures: enough of them at a time to be worth a frame.

use crate::dataset::error::DatasetError;
use crate::dataset::frame::frame;
use crate::reader::Outcome;
use crate::table::{Kind, Spec, extract_tables, of_captures};
use polars::prelude::DataFrame;

/// Pages that tell of a project of which rows are made at once. A frame of few rows takes as much memory as one of many.
const TELLING: usize = 64;

/// Captures of which rows are made at once.
const CAPTURES: usize = 2_048;

/// Bytes of their texts, at most (and those of one chunk more).
const TEXT: usize = 1 << 20;

/// Captures that wait until there are enough of them.
#[derive(Default)]
pub(super) struct Waiting {
    captures: Vec<Outcome>,
    telling: usize,
    text: usize,
}

impl Waiting {
    /// Takes some more; gives all of them back once there are enough.
    pub(super) fn add(&mut self, captures: Vec<Outcome>) -> Option<Vec<Outcome>> {
        for capture in &captures {
            if let Outcome::Page(page) = capture {
                self.telling += usize::from(!page.mentions.is_empty());
                self.text += page.text.len();
            }
        }
        self.captures.extend(captures);
        let is_full = self.telling >= TELLING || self.captures.len() >= CAPTURES || self.text >= TEXT;
        is_full.then(|| self.take())
    }

    /// Gives back all that wait.
    pub(super) fn take(&mut self) -> Vec<Outcome> {
        std::mem::take(self).captures
    }
}

/// The rows of captures in these tables: frames by number of the table in [`extract_tables`], none of them empty.
pub(super) fn frames(captures: &[Outcome], tables: &[&str]) -> Result<Vec<(usize, DataFrame)>, DatasetError> {
    let mut frames = Vec::new();
    of_captures(captures, tables, |sheet| {
        let number = extract_tables().iter().position(|table| table.name == sheet.table);
        let (Some(number), height @ 1..) = (number, sheet.height()) else { return Ok(()) };
        let columns = sheet.columns.into_iter().map(|(spec, cells)| (open(spec), cells));
        frames.push((number, frame(height, columns.collect())?));
        Ok::<_, DatasetError>(())
    })?;
    Ok(frames)
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
