//! Takes the content encoding off a body (RFC 9110 §8.4), with a bound on what every layer may grow to.
//!
//! Servers lie about it: a body called gzip is plain because a proxy unpacked it, a body called nothing is gzip because a file was
//! compressed before it was put there, a page is compressed twice. What the bytes begin with is therefore believed before the header.

use super::Answer;
use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::{self, Read};
use thiserror::Error;

/// Content codings on top of each other that are undone.
const MAX_LAYERS: usize = 3;

/// Gzip members behind each other in one body: each costs a decompressor, however little it holds.
const MAX_MEMBERS: usize = 4096;

const GZIP: &[u8] = b"\x1f\x8b";

/// Why a body could not be decoded.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The body, or what it decompresses to, is larger than allowed.
    #[error("more than {limit} bytes in one body")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// More codings on top of each other than any honest server uses.
    #[error("{layers} content codings on top of each other")]
    TooManyLayers {
        /// How many.
        layers: usize,
    },
    /// A coding that is not known.
    #[error("unknown content coding {coding}")]
    Unknown {
        /// Its name, as sent.
        coding: String,
    },
    /// The compressed data is damaged.
    #[error("broken {coding} body: {reason}")]
    Broken {
        /// The name of the coding.
        coding: String,
        /// What the decompressor says.
        reason: String,
    },
}

impl DecodeError {
    /// A stable name for tables and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "body_too_large",
            Self::TooManyLayers { .. } => "encoding_nested",
            Self::Unknown { .. } => "encoding_unknown",
            Self::Broken { .. } => "encoding_broken",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "raise the limit of decoded bytes if the page is a real one",
            Self::TooManyLayers { .. } | Self::Unknown { .. } => {
                "look at the page in a browser; if it shows there, report the coding"
            }
            Self::Broken { .. } => "fetch the page again; if it stays so, the server compresses wrongly",
        }
    }
}

/// The body of an answer without its content encoding: gzip, deflate (with and without a zlib header), br, up to three of them.
///
/// A coding that the bytes do not bear out is passed over. Gzip that no header tells of is undone in answers of a text type. Of a body
/// that the limits cut short, what came is decoded.
///
/// # Errors
/// When the body, or a layer of it, is larger than `max` bytes, unknown, nested too deep, or damaged.
pub fn decode(answer: &Answer, max: usize) -> Result<Cow<'_, [u8]>, DecodeError> {
    let told = answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"));
    let codings: Vec<_> = told.map(|(_, value)| String::from_utf8_lossy(value)).collect();
    let kind = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_text = kind.is_empty() || kind.starts_with("text/") || ["xml", "json", "html"].iter().any(|end| kind.ends_with(end));
    Coded { body: &answer.body, codings: &codings.join(","), is_text, is_cut: answer.truncated.is_some() }.decode(max)
}

/// A body and what is said of it.
pub(super) struct Coded<'a, 'b> {
    pub body: &'a [u8],
    /// The codings in the order they were put on, with commas between.
    pub codings: &'b str,
    /// Whether it is meant to be text, so that gzip in its place is a coding nobody told of.
    pub is_text: bool,
    /// Whether its end is missing.
    pub is_cut: bool,
}

impl<'a> Coded<'a, '_> {
    pub(super) fn decode(&self, max: usize) -> Result<Cow<'a, [u8]>, DecodeError> {
        let codings: Vec<String> = self.codings.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect();
        let codings: Vec<&str> = codings.iter().map(String::as_str).filter(|coding| !is_no_coding(coding)).collect();
        if codings.len() > MAX_LAYERS {
            return Err(DecodeError::TooManyLayers { layers: codings.len() });
        }
        let mut body = Cow::Borrowed(self.body);
        for coding in codings.iter().rev() {
            if let Some(decoded) = self.layer(coding, &body, max)? {
                body = Cow::Owned(decoded);
            }
        }
        if self.is_text && codings.len() < MAX_LAYERS && body.starts_with(GZIP) {
            match gunzip(&body, max, self.is_cut) {
                Ok(decoded) => body = Cow::Owned(decoded),
                Err(error @ DecodeError::TooLarge { .. }) => return Err(error),
                // Text that begins like gzip and is none.
                Err(_) => {}
            }
        }
        if body.len() > max { Err(DecodeError::TooLarge { limit: max }) } else { Ok(body) }
    }

    /// Undoes one coding; nothing if the bytes are not in it.
    fn layer(&self, coding: &str, body: &[u8], max: usize) -> Result<Option<Vec<u8>>, DecodeError> {
        if body.is_empty() {
            return Ok(None);
        }
        let outcome = match coding {
            "gzip" | "x-gzip" | "deflate" | "br" if body.starts_with(GZIP) => gunzip(body, max, self.is_cut),
            "gzip" | "x-gzip" => return Ok(None),
            "deflate" => inflate(body, max, self.is_cut),
            "br" => read(coding, Decompressor::new(body, 4096), max, self.is_cut),
            _ => Err(DecodeError::Unknown { coding: coding.to_owned() }),
        };
        match outcome {
            Err(DecodeError::Unknown { .. } | DecodeError::Broken { .. }) if is_plain(body) => Ok(None),
            outcome => outcome.map(Some),
        }
    }
}

/// Values that stand for no coding, the last of them by mistake.
fn is_no_coding(coding: &str) -> bool {
    let mistaken = ["none", "text", "8bit", "binary", "utf-8", "utf8"];
    coding.is_empty() || coding == "identity" || mistaken.contains(&coding) || coding.starts_with("iso-8859-")
}

/// Whether bytes are no compressed ones: markup, or a PDF.
fn is_plain(body: &[u8]) -> bool {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    start.starts_with(b"<") || start.starts_with(b"%PDF")
}

/// One gzip member after another; what is no member behind the first is filling.
fn gunzip(mut body: &[u8], max: usize, is_cut: bool) -> Result<Vec<u8>, DecodeError> {
    let mut decoded = Vec::new();
    for _ in 0..MAX_MEMBERS {
        if !body.starts_with(GZIP) {
            return Ok(decoded);
        }
        let left = max - decoded.len();
        match read("gzip", GzDecoder::new(&mut body), left, is_cut) {
            Ok(more) => decoded.extend_from_slice(&more),
            Err(DecodeError::TooLarge { .. }) => return Err(DecodeError::TooLarge { limit: max }),
            Err(_) if !decoded.is_empty() && is_cut => return Ok(decoded),
            Err(error) => return Err(error),
        }
    }
    Err(DecodeError::Broken { coding: "gzip".to_owned(), reason: format!("more than {MAX_MEMBERS} members") })
}

/// Deflate as the standard has it, in zlib's wrapping, or bare, as some servers send it.
fn inflate(body: &[u8], max: usize, is_cut: bool) -> Result<Vec<u8>, DecodeError> {
    match read("deflate", ZlibDecoder::new(body), max, is_cut) {
        Err(DecodeError::Broken { .. }) => read("deflate", DeflateDecoder::new(body), max, is_cut),
        outcome => outcome,
    }
}

/// Reads at most `max` bytes. Of a cut body, whatever comes before the cut.
fn read(coding: &str, decoder: impl Read, max: usize, is_cut: bool) -> Result<Vec<u8>, DecodeError> {
    let mut decoded = Vec::new();
    let outcome: io::Result<usize> = decoder.take(max as u64 + 1).read_to_end(&mut decoded);
    match outcome {
        _ if decoded.len() > max => Err(DecodeError::TooLarge { limit: max }),
        Ok(_) => Ok(decoded),
        Err(_) if is_cut && !decoded.is_empty() => Ok(decoded),
        Err(error) => Err(DecodeError::Broken { coding: coding.to_owned(), reason: error.to_string() }),
    }
}
