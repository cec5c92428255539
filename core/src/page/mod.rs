//! Bytes → [`Page`]: character set, HTML, plain text or document, limits.
//!
//! A page is read in four steps, each in a file of its own: `charset` finds out what the bytes mean, `tree` parses them within
//! the `limits`, `html` (or `plain`) writes the text and its `blocks`, `region` marks what is menu and what is text. Between the
//! first and the second step `glance` tells pages that are not worth the others. Documents come in by a side door: `docx` rewrites
//! one as HTML, `pdf` as plain text, and both go the same way from there.

mod blocks;
mod charset;
#[cfg(feature = "attachments")]
mod docx;
mod element;
mod error;
mod glance;
mod hidden;
mod html;
pub mod limits;
mod links;
mod markup;
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
pub use links::{Link, LinkKind, Links, MAX_LINKS, Section, links};
pub use model::{Block, BlockKind, Cell, Page, Region, Source};

use crate::vocabulary::Anchors;
use blocks::Draft;
use html::Reading;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Reads a page: [`Decoded::new`] and [`Decoded::read`] in one.
pub fn read(bytes: &[u8], source: Source, declared_charset: Option<&str>, limits: &Limits) -> Result<Page, PageError> {
    Decoded::new(bytes, declared_charset, limits)?.read(source)
}

/// The bytes of a page made text, not parsed yet.
#[derive(Debug)]
pub struct Decoded<'b> {
    bytes: &'b [u8],
    text: Cow<'b, str>,
    charset: &'static str,
    /// What a document's text was rewritten as; `None` for what is text already.
    rewritten: Option<Rewritten>,
    limits: Limits,
}

impl<'b> Decoded<'b> {
    /// Finds out what the bytes mean.
    ///
    /// `declared_charset` is the label the server sent, if it is known; it decides only where the bytes leave the character set open.
    ///
    /// # Errors
    /// When they are no text, or more of it than the limits allow.
    pub fn new(bytes: &'b [u8], declared_charset: Option<&str>, limits: &Limits) -> Result<Self, PageError> {
        if bytes.trim_ascii().is_empty() {
            return Err(PageError::Empty);
        }
        if bytes.len() > limits.max_bytes {
            return Err(PageError::TooLarge { bytes: bytes.len(), limit: limits.max_bytes });
        }
        if let Some((text, rewritten)) = document(bytes, limits)? {
            return Ok(Self { bytes, text: text.into(), charset: DOCUMENT_CHARSET, rewritten: Some(rewritten), limits: *limits });
        }
        let charset::Decoded { text, charset } = charset::decode(bytes, declared_charset)?;
        Ok(Self { bytes, text, charset, rewritten: None, limits: *limits })
    }

    /// The name of the character set, as in [`Page::charset`].
    pub fn charset(&self) -> &'static str {
        self.charset
    }

    /// Whether the page's text may hold one of the words without which no page tells of a project; if not, parsing it is in vain.
    /// Of a page that is no HTML it always may.
    pub fn may_hold(&self, source: &Source, anchors: &Anchors) -> bool {
        self.is_plain(source) || glance::may_hold(&self.text, anchors)
    }

    fn is_plain(&self, source: &Source) -> bool {
        match self.rewritten {
            Some(rewritten) => matches!(rewritten, Rewritten::Plain),
            None => is_text_file(source) || !sniff::is_html(&self.text),
        }
    }

    /// Parses the page. A source without an address gets the page's own canonical one, a source without a hash the hash of the
    /// bytes.
    ///
    /// # Errors
    /// When the markup exceeds the limits.
    pub fn read(&self, mut source: Source) -> Result<Page, PageError> {
        let reading = if self.is_plain(&source) { plain(&self.text) } else { html::read(&self.text, &self.limits)? };
        if self.rewritten.is_some() && reading.text.trim().is_empty() {
            return Err(PageError::NoText);
        }
        if source.sha256.is_empty() {
            source.sha256 = sha256(self.bytes);
        }
        source.url = source.url.or(reading.canonical);
        let blocks = reading.drafts.iter().map(|draft: &Draft| draft.block).collect();
        Ok(Page { source, charset: self.charset.to_owned(), title: reading.title, text: reading.text, blocks })
    }
}

/// Documents carry their own encodings; what comes out of them is UTF-8.
const DOCUMENT_CHARSET: &str = "UTF-8";

/// What the text of a document is written as.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "attachments"), expect(dead_code, reason = "no document is read without the feature"))]
enum Rewritten {
    Plain,
    Html,
}

/// The text of a PDF or DOCX document; `None` for bytes of any other kind.
#[cfg(feature = "attachments")]
fn document(bytes: &[u8], limits: &Limits) -> Result<Option<(String, Rewritten)>, PageError> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(Some((pdf::text(bytes)?, Rewritten::Plain)));
    }
    let html = if bytes.starts_with(b"PK\x03\x04") { docx::to_html(bytes, limits)? } else { None };
    Ok(html.map(|html| (html, Rewritten::Html)))
}

/// Without support for documents every one of them is a binary file.
#[cfg(not(feature = "attachments"))]
fn document(_: &[u8], _: &Limits) -> Result<Option<(String, Rewritten)>, PageError> {
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
