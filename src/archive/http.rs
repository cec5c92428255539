//! A server's answer as an archive keeps it: status, header, and a body that may be cut in chunks and compressed.

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use memchr::{memchr, memmem};
use std::io::{self, Read};

/// A page as the server meant it.
pub(super) struct Answer {
    pub body: Vec<u8>,
    /// The character set of its Content-Type.
    pub charset: Option<String>,
}

/// Why an answer gives no page; the address comes along for the message.
pub(super) enum Refusal {
    /// It is no page, for this reason.
    Unwanted(&'static str),
    TooLarge(Option<String>),
    Undecodable(Option<String>, String),
}

/// Types of content that can be a page. An answer without a type is looked at.
const PAGE_TYPES: &[&str] = &["", "text/html", "application/xhtml+xml", "text/plain"];

/// Reads an answer whose body may decode to at most `limit` bytes.
pub(super) fn read(mut answer: Vec<u8>, url: Option<&str>, limit: usize) -> Result<Answer, Refusal> {
    let body_start = header_end(&answer);
    let head = String::from_utf8_lossy(&answer[..body_start]).into_owned();
    if head.split_ascii_whitespace().nth(1) != Some("200") {
        return Err(Refusal::Unwanted("no_success"));
    }
    let content_type = field(&head, "content-type").unwrap_or_default();
    let (kind, parameters) = content_type.split_once(';').unwrap_or((&content_type, ""));
    if !PAGE_TYPES.contains(&kind.trim()) {
        return Err(Refusal::Unwanted("no_page_type"));
    }
    let charset = charset(parameters);
    let mut body = answer.split_off(body_start);
    if field(&head, "transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        body = unchunk(&body).unwrap_or(body);
    }
    for coding in field(&head, "content-encoding").unwrap_or_default().rsplit(',') {
        body = decode(body, coding.trim(), url, limit)?;
    }
    if body.len() > limit {
        return Err(Refusal::TooLarge(url.map(str::to_owned)));
    }
    Ok(Answer { body, charset })
}

/// Where the body begins.
fn header_end(answer: &[u8]) -> usize {
    let crlf = memmem::find(answer, b"\r\n\r\n").map(|at| at + 4);
    let lf = memmem::find(&answer[..crlf.unwrap_or(answer.len())], b"\n\n").map(|at| at + 2);
    lf.or(crlf).unwrap_or(answer.len())
}

/// The value of a header field, in lower case.
fn field(head: &str, name: &str) -> Option<String> {
    head.lines().skip(1).find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
    })
}

fn charset(parameters: &str) -> Option<String> {
    parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim() == "charset" && !value.is_empty()).then(|| value.to_owned())
    })
}

/// Joins the chunks of a body. Nothing if it is not in chunks: many archives keep the field but store the body joined.
fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let end = memchr(b'\n', body)?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(body.get(..size)?);
        body = &body[size..];
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n"))?;
    }
}

/// Undoes one content coding. A body that does not begin like its coding was stored decoded.
fn decode(body: Vec<u8>, coding: &str, url: Option<&str>, limit: usize) -> Result<Vec<u8>, Refusal> {
    match coding {
        "" | "identity" => Ok(body),
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => decoded(MultiGzDecoder::new(&body[..]), url, limit),
        "gzip" | "x-gzip" => Ok(body),
        "deflate" => decoded(ZlibDecoder::new(&body[..]), url, limit).or_else(|refusal| match refusal {
            Refusal::Undecodable(..) => decoded(DeflateDecoder::new(&body[..]), url, limit),
            refusal => Err(refusal),
        }),
        "br" => decoded(Decompressor::new(&body[..], 4096), url, limit).or_else(|refusal| match refusal {
            Refusal::Undecodable(..) if body.trim_ascii_start().starts_with(b"<") => Ok(body),
            refusal => Err(refusal),
        }),
        _ => Err(Refusal::Undecodable(url.map(str::to_owned), format!("unknown content coding {coding}"))),
    }
}

fn decoded(decoder: impl Read, url: Option<&str>, limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut body = Vec::new();
    let read: io::Result<usize> = decoder.take(limit as u64 + 1).read_to_end(&mut body);
    match read {
        Ok(_) if body.len() > limit => Err(Refusal::TooLarge(url.map(str::to_owned))),
        Ok(_) => Ok(body),
        Err(error) => Err(Refusal::Undecodable(url.map(str::to_owned), error.to_string())),
    }
}
