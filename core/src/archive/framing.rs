//! Header lines that say how long a body is or how it was cut for the way: an archive keeps the body joined, so they would lie.
//!
//! They are kept under `X-Crawler-…` names, as other archives do under names of their own, and a `Content-Length` that fits stands at the
//! end. Reading undoes this to the byte, also where a server sends such names itself.

use super::Answer;
use memchr::memmem;

const PREFIX: &str = "X-Crawler-";

/// Says that the line before it was not sent.
const ADDED: (&str, &[u8]) = ("X-Crawler-Added", b"Content-Length");

/// The head of an answer as it is archived, up to and with the empty line; `length` is that of the whole body.
pub(super) fn head(answer: &Answer) -> Vec<u8> {
    let mut head = Vec::with_capacity(512);
    head.extend_from_slice(format!("HTTP/1.1 {:03} ", answer.status).as_bytes());
    line(&mut head, answer.reason.as_bytes());
    let is_bodiless = is_bodiless(answer.status);
    let length = answer.body.len().to_string();
    let mut lengths = answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let is_told = is_bodiless || lengths.next().is_some_and(|(_, told)| told == length.as_bytes()) && lengths.next().is_none();
    for (name, value) in &answer.headers {
        let is_kept = is_told && name.eq_ignore_ascii_case("content-length");
        if is_framing(name) && !is_kept {
            head.extend_from_slice(PREFIX.as_bytes());
        }
        field(&mut head, name, value);
    }
    if !is_told {
        field(&mut head, "Content-Length", length.as_bytes());
        field(&mut head, ADDED.0, ADDED.1);
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// Reads an archived head again; the body is left empty. Nothing if it is no answer's head.
pub(super) fn parse(head: &[u8]) -> Option<Answer> {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.next()?.strip_prefix(b"HTTP/")?;
    let first = String::from_utf8_lossy(&first[memchr::memchr(b' ', first)?..]).into_owned();
    let (status, reason) = first.trim_start().split_once(' ').unwrap_or((first.trim_start(), ""));
    let (status, reason) = (status.parse().ok()?, reason.trim().to_owned());
    let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        let Some(colon) = memchr::memchr(b':', line) else { continue };
        let name = String::from_utf8_lossy(line[..colon].trim_ascii()).into_owned();
        headers.push((name, line[colon + 1..].trim_ascii().to_vec()));
    }
    if headers.last().is_some_and(|(name, value)| name == ADDED.0 && value == ADDED.1) {
        headers.truncate(headers.len().saturating_sub(2));
    }
    for (name, _) in &mut headers {
        if let Some(sent) = strip(name).filter(|sent| is_framing(sent)) {
            *name = sent.to_owned();
        }
    }
    Some(Answer { status, reason, headers, body: Vec::new(), truncated: None })
}

/// Where the body begins behind a head.
pub(super) fn head_end(answer: &[u8]) -> usize {
    let crlf = memmem::find(answer, b"\r\n\r\n").map(|at| at + 4);
    let lf = memmem::find(&answer[..crlf.unwrap_or(answer.len())], b"\n\n").map(|at| at + 2);
    lf.or(crlf).unwrap_or(answer.len())
}

/// Answers that have no body, whatever length they tell (RFC 9110 §8.6, §15.3.5, §15.4.5).
fn is_bodiless(status: u16) -> bool {
    matches!(status, 100..=199 | 204 | 304)
}

/// Whether a name is one that is set aside, or would be taken for one.
fn is_framing(name: &str) -> bool {
    let mut bare = name;
    while let Some(sent) = strip(bare) {
        bare = sent;
    }
    let is_added = bare.len() < name.len() && bare.eq_ignore_ascii_case("added");
    is_added || bare.eq_ignore_ascii_case("transfer-encoding") || bare.eq_ignore_ascii_case("content-length")
}

fn strip(name: &str) -> Option<&str> {
    let (start, rest) = name.split_at_checked(PREFIX.len())?;
    start.eq_ignore_ascii_case(PREFIX).then_some(rest)
}

/// One field. A name or value that would break the lines does not get through.
pub(super) fn field(out: &mut Vec<u8>, name: &str, value: &[u8]) {
    let is_safe = |byte: u8| byte.is_ascii_graphic() && byte != b':';
    out.extend(name.bytes().map(|byte| if is_safe(byte) || !byte.is_ascii() { byte } else { b'_' }));
    out.extend_from_slice(b": ");
    line(out, value);
}

/// The rest of a line: without line breaks, without white space around it.
fn line(out: &mut Vec<u8>, value: &[u8]) {
    out.extend(value.trim_ascii().iter().map(|byte| if matches!(byte, b'\r' | b'\n' | 0) { b' ' } else { *byte }));
    out.extend_from_slice(b"\r\n");
}
