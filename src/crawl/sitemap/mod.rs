//! Addresses told by sitemaps and feeds.
//!
//! Sitemaps and their indexes (sitemaps.org protocol 0.9), RSS 2.0 and 1.0, Atom (RFC 4287) and plain lists of addresses, bare or
//! gzip-compressed. What a site tells of itself is input from strangers: nothing is expanded, everything is bounded, and of a file
//! that breaks off in the middle what came before is kept.

mod date;
mod error;
mod markup;
#[cfg(test)]
mod tests;

pub use error::SitemapError;

use crate::page::{Decoded, Limits, PageError};
use flate2::read::MultiGzDecoder;
use std::io::Read;

/// What reading one sitemap may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SitemapCaps {
    /// Bytes after decompression; the protocol allows 50 MB, a municipality needs none of that.
    pub bytes: usize,
    /// Addresses taken; the protocol allows 50 000.
    pub addresses: usize,
    /// Elements open inside one another; an honest file has five.
    pub depth: usize,
    /// Bytes of one address.
    pub address: usize,
}

impl Default for SitemapCaps {
    fn default() -> Self {
        Self { bytes: 16 << 20, addresses: 20_000, depth: 32, address: 2048 }
    }
}

/// What a sitemap or feed told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Addresses of pages, as written, in the order told, with the time of the last change if it says one: seconds since 1970.
    pub addresses: Vec<(String, Option<i64>)>,
    /// Addresses of further sitemaps.
    pub sitemaps: Vec<String>,
    /// Why it is not all there is: `addresses`, `depth`, `malformed`, `truncated`.
    pub cut: Option<&'static str>,
}

impl Told {
    fn count(&self) -> usize {
        self.addresses.len() + self.sitemaps.len()
    }
}

/// Reads a sitemap, an index of sitemaps, a feed or a list of addresses. Linear in its length.
///
/// # Errors
/// When it is none of them. A file that breaks in the middle is no error: [`Told::cut`] says so.
pub fn read(bytes: &[u8], caps: &SitemapCaps) -> Result<Told, SitemapError> {
    let (unpacked, truncated) = unpack(bytes, caps)?;
    let bytes = unpacked.as_deref().unwrap_or(bytes);
    let limits = Limits { max_bytes: caps.bytes, ..Limits::default() };
    let decoded = Decoded::new(bytes, None, &limits).map_err(|error| match error {
        PageError::Empty => SitemapError::Empty,
        PageError::TooLarge { limit, .. } => SitemapError::TooLarge { limit },
        other => SitemapError::NoText { reason: other.to_string() },
    })?;
    let text = decoded.text().trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut told = if text.starts_with('<') { markup::read(text, caps)? } else { list(text, caps)? };
    if truncated {
        told.cut = told.cut.filter(|cut| *cut != "malformed").or(Some("truncated"));
    }
    Ok(told)
}

/// What is inside of gzip, and whether it breaks off.
fn unpack(bytes: &[u8], caps: &SitemapCaps) -> Result<(Option<Vec<u8>>, bool), SitemapError> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok((None, false));
    }
    let mut unpacked = Vec::new();
    let most = u64::try_from(caps.bytes).unwrap_or(u64::MAX).saturating_add(1);
    let broken = MultiGzDecoder::new(bytes).take(most).read_to_end(&mut unpacked).is_err();
    if unpacked.len() > caps.bytes {
        return Err(SitemapError::TooLarge { limit: caps.bytes });
    }
    Ok((Some(unpacked), broken))
}

/// A plain list: one address a line. Other lines are passed over, but a text that holds none is no list.
fn list(text: &str, caps: &SitemapCaps) -> Result<Told, SitemapError> {
    let mut told = Told::default();
    for line in text.lines().map(str::trim) {
        let is_address =
            ["http://", "https://"].iter().any(|scheme| line.starts_with(scheme)) && !line.contains(char::is_whitespace);
        if !is_address || line.len() > caps.address {
            continue;
        }
        if told.count() >= caps.addresses {
            told.cut = Some("addresses");
            break;
        }
        told.addresses.push((line.to_owned(), None));
    }
    if told.count() == 0 { Err(SitemapError::Other) } else { Ok(told) }
}
