//! Bytes → [`Page`]: character set, HTML, plain text or document, limits.
//!
//! A page is read in four steps, each in a file of its own: `charset` finds out what the bytes mean, `tree` parses them within
//! the `limits`, `html` (or `plain`) writes the text and its `blocks`, `region` marks what is menu and what is text. Documents
//! come in by a side door: `docx` rewrites one as HTML, `pdf` as plain text, and both go the same way from there.

mod attributes;
mod blocks;
mod charset;
#[cfg(feature = "attachments")]
mod docx;
mod element;
mod error;
mod hidden;
mod html;
pub mod limits;
mod model;
mod mojibake;
#[cfg(feature = "attachments")]
mod pdf;
mod plain;
mod region;
mod region_words;
mod sink;
mod sniff;
mod tables;
mod tag;
#[cfg(test)]
mod tests;
mod tree;

pub use error::PageError;
pub use limits::Limits;
pub use model::{Block, BlockKind, Cell, Page, Region, Source};

use blocks::Draft;
use html::Reading;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Reads a page.
///
/// `declared_charset` is the label the server sent, if it is known; it decides only where the bytes leave the character set open.
/// A source without an address gets the page's own canonical one, a source without a hash the hash of the bytes.
pub fn read(bytes: &[u8], mut source: Source, declared_charset: Option<&str>, limits: &Limits) -> Result<Page, PageError> {
    if bytes.trim_ascii().is_empty() {
        return Err(PageError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(PageError::TooLarge { bytes: bytes.len(), limit: limits.max_bytes });
    }
    let (charset, reading) = match document(bytes, limits)? {
        Some(reading) => (DOCUMENT_CHARSET, reading),
        None => page(bytes, &source, declared_charset, limits)?,
    };
    if source.sha256.is_empty() {
        source.sha256 = sha256(bytes);
    }
    source.url = source.url.or(reading.canonical);
    let blocks = reading.drafts.iter().map(|draft: &Draft| draft.block).collect();
    Ok(Page { source, charset: charset.to_owned(), title: reading.title, text: reading.text, blocks })
}

/// Documents carry their own encodings; what comes out of them is UTF-8.
const DOCUMENT_CHARSET: &str = "UTF-8";

/// Reads a web page or a text.
fn page(
    bytes: &[u8],
    source: &Source,
    declared_charset: Option<&str>,
    limits: &Limits,
) -> Result<(&'static str, Reading), PageError> {
    let decoded = charset::decode(bytes, declared_charset)?;
    let is_plain = is_text_file(source) || !sniff::is_html(&decoded.text);
    let reading = if is_plain { plain(&decoded.text) } else { html::read(&decoded.text, limits)? };
    Ok((decoded.charset, reading))
}

/// Reads a PDF or DOCX document; `None` for bytes of any other kind.
#[cfg(feature = "attachments")]
fn document(bytes: &[u8], limits: &Limits) -> Result<Option<Reading>, PageError> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(Some(plain(&pdf::text(bytes)?)));
    }
    let html = if bytes.starts_with(b"PK\x03\x04") { docx::to_html(bytes, limits)? } else { None };
    let reading = html.map(|html| html::read(&html, limits)).transpose()?;
    match reading {
        Some(reading) if reading.text.trim().is_empty() => Err(PageError::NoText { kind: "DOCX document" }),
        reading => Ok(reading),
    }
}

/// Without support for documents every one of them is a binary file.
#[cfg(not(feature = "attachments"))]
fn document(_: &[u8], _: &Limits) -> Result<Option<Reading>, PageError> {
    Ok(None)
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn is_text_file(source: &Source) -> bool {
    source.path.as_deref().is_some_and(|path| path.to_ascii_lowercase().ends_with(".txt"))
}

fn plain(text: &str) -> Reading {
    let (text, drafts) = plain::read(text);
    Reading { text, drafts, ..Reading::default() }
}
