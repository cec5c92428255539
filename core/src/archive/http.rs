//! A server's answer as an archive keeps it: status, header, and a body that may be cut in chunks and compressed.

use super::decode::{Coded, DecodeError};
use super::framing;
use memchr::memchr;

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
    let body_start = framing::head_end(&answer);
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
    let codings = field(&head, "content-encoding").unwrap_or_default();
    let body =
        Coded { body: &body, codings: &codings, is_text: true, is_cut: false }.decode(limit).map_err(|error| match error {
            DecodeError::TooLarge { .. } => Refusal::TooLarge(url.map(str::to_owned)),
            error => Refusal::Undecodable(url.map(str::to_owned), error.to_string()),
        })?;
    Ok(Answer { body: body.into_owned(), charset })
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
