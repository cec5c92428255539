//! PDF documents: the text of their sheets, laid out as it is seen.
//!
//! `guard` makes a document safe to read (pictures emptied, drawings that draw themselves cut), pdf-extract says which character
//! stands where, `layout` makes lines, columns and paragraphs of them.

mod guard;
mod layout;

use super::PageError;
use layout::{Glyph, Sheet};
use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Sheets of one document; a notice has one to five, a regulation with annexes about fifty.
const MAX_SHEETS: usize = 200;

/// Characters of one document, about a thousand full sheets.
const MAX_GLYPHS: usize = 4_000_000;

/// The text of a document: lines, paragraphs parted by blank lines, sheets by form feeds.
pub(super) fn text(bytes: &[u8]) -> Result<String, PageError> {
    guard::inflates_within(guard::MAX_INFLATED, bytes)?;
    // The reader panics on some damaged documents.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    read.unwrap_or_else(|_| Err(broken("its structure is damaged")))
}

const KIND: &str = "PDF document";

fn broken(reason: impl Display) -> PageError {
    PageError::BrokenDocument { kind: KIND, reason: reason.to_string() }
}

fn read(bytes: &[u8]) -> Result<String, PageError> {
    let mut document = Document::load_mem(bytes).map_err(broken)?;
    if document.is_encrypted() {
        // Many documents are only locked against changes, with an empty password to read them.
        document.decrypt("").map_err(|_| broken("it is locked with a password"))?;
    }
    let sheets = document.get_pages();
    if sheets.len() > MAX_SHEETS {
        return Err(PageError::TooManySheets { sheets: sheets.len(), limit: MAX_SHEETS });
    }
    guard::tame(&mut document, sheets.values())?;
    let mut text = String::new();
    let mut seen = 0;
    for &number in sheets.keys() {
        let mut output = Glyphs { sheet: Sheet::default(), seen };
        output_doc_page(&document, &mut output, number).map_err(broken)?;
        seen = output.seen;
        text.push_str(&output.sheet.text());
        text.push('\x0c');
    }
    Ok(text)
}

/// Receives the characters of one sheet.
struct Glyphs {
    sheet: Sheet,
    /// Characters of the whole document so far.
    seen: usize,
}

impl OutputDev for Glyphs {
    fn output_character(&mut self, at: &Transform, width: f64, _: f64, size: f64, text: &str) -> Result<(), OutputError> {
        self.seen += 1;
        if self.seen > MAX_GLYPHS {
            return Err(std::fmt::Error.into());
        }
        let size = size.abs() * (at.m11 * at.m22 - at.m12 * at.m21).abs().sqrt();
        self.sheet.push(Glyph { x: at.m31, y: at.m32, end: at.m31 + width * size, size }, text);
        Ok(())
    }

    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
