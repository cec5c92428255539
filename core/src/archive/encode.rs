//! One fetch as WARC/1.1 records (ISO 28500:2017): `request`, `response` or `revisit`, `metadata`; a gzip member each.
//!
//! The `metadata` record is always the last, so a fetch is whole when its metadata is. Record names are made of the content, so the
//! same fetch at the same time gives the same bytes.

use super::exchange::{Answer, Exchange, Profile, Revisit};
use super::framing::{self, field};
use super::member::{self, Packing};
use chrono::DateTime;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A fetch, ready to be appended to an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// The gzip members.
    pub(super) bytes: Vec<u8>,
    /// When the fetch was made, seconds since 1970.
    pub(super) time: i64,
}

impl Encoded {
    /// Bytes it takes in the archive.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The gzip members, a record each.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Digest of a record's block or payload: `sha256:` and hexadecimal digits, which is what the readers in use can check (WARC/1.1 §5.8
/// leaves the algorithm open).
fn digest(hash: &[u8]) -> String {
    hash.iter().fold("sha256:".to_owned(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writes a fetch as records. The work is done here, away from any lock; [`super::Writer::append`] only copies bytes.
///
/// With a `revisit` the answer is written as a `revisit` record (WARC/1.1 §6.7): its header lines, and of its body only the digest.
/// Line breaks in header values and notes become spaces, and white space around them goes.
pub fn encode(exchange: &Exchange, revisit: Option<&Revisit>) -> Encoded {
    encode_digested(exchange, revisit, None)
}

/// The same as [`encode`], where the SHA-256 of the answer's body as it was sent may be known already.
pub fn encode_digested(exchange: &Exchange, revisit: Option<&Revisit>, payload: Option<[u8; 32]>) -> Encoded {
    let body = exchange.answer.as_ref().map_or(0, |answer| answer.body.len());
    let mut group = Group { exchange, date: date(exchange.time), last: None, out: Vec::with_capacity(body / 3 + 2048) };
    if !exchange.request.is_empty() {
        let head = Head::new("request", Some("application/http; msgtype=request"));
        group.record(head, &[&exchange.request], Packing::Fast);
    }
    if let Some(answer) = &exchange.answer {
        group.answer(answer, revisit, payload);
    }
    let mut notes = Vec::new();
    exchange.notes.iter().for_each(|(name, value)| field(&mut notes, name, value.as_bytes()));
    group.record(Head::new("metadata", Some("application/warc-fields")), &[&notes], Packing::Fast);
    let mut bytes = group.out;
    member::mark(&mut bytes);
    Encoded { bytes, time: exchange.time }
}

/// The record a file begins with: who made it.
pub(super) fn warcinfo(file_name: &str, time: i64, software: &str, operator: Option<&str>) -> Vec<u8> {
    let mut block = Vec::new();
    field(&mut block, "software", software.as_bytes());
    if let Some(operator) = operator {
        field(&mut block, "operator", operator.as_bytes());
    }
    field(&mut block, "format", b"WARC File Format 1.1");
    field(&mut block, "conformsTo", b"http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
    let date = date(time);
    let hash = Sha256::new_with_prefix(&block);
    let mut head = Head::new("warcinfo", Some("application/warc-fields"));
    head.field("WARC-Filename", file_name);
    let (head, _) = head.finish(&date, file_name, &digest(&hash.finalize()), block.len());
    let mut out = Vec::new();
    member::write(&mut out, &[&head, &block, b"\r\n\r\n"], Packing::Fast, false);
    out
}

/// The records of one fetch, as they grow.
struct Group<'a> {
    exchange: &'a Exchange,
    date: String,
    /// Name of the record before.
    last: Option<String>,
    out: Vec<u8>,
}

impl Group<'_> {
    fn answer(&mut self, answer: &Answer, revisit: Option<&Revisit>, payload: Option<[u8; 32]>) {
        let http = framing::head(answer);
        let kind = if revisit.is_some() { "revisit" } else { "response" };
        let mut head = Head::new(kind, Some("application/http; msgtype=response"));
        if let Some(reason) = answer.truncated {
            head.field("WARC-Truncated", truncation(reason));
        }
        // The server did not send what it says has not changed, so there is nothing to digest.
        if revisit.is_none_or(|revisit| revisit.profile != Profile::NotModified) {
            let payload = payload.unwrap_or_else(|| Sha256::digest(&answer.body).into());
            head.field("WARC-Payload-Digest", &digest(&payload));
        }
        let Some(revisit) = revisit else {
            let packing = if is_packed(answer) { Packing::Stored } else { Packing::Fast };
            return self.record(head, &[&http, &answer.body], packing);
        };
        head.field("WARC-Profile", revisit.profile.uri());
        head.field("WARC-Refers-To-Target-URI", &revisit.refers_to_url);
        head.field("WARC-Refers-To-Date", &date(revisit.refers_to_time));
        self.record(head, &[&http], Packing::Fast);
    }

    /// Adds a record of this fetch.
    fn record(&mut self, mut head: Head, block: &[&[u8]], packing: Packing) {
        head.field("WARC-Target-URI", &self.exchange.url);
        if let Some(address) = self.exchange.address.filter(|_| head.kind != "metadata") {
            head.field("WARC-IP-Address", &address.to_string());
        }
        if let Some(last) = &self.last {
            head.field("WARC-Concurrent-To", last);
        }
        let mut hash = Sha256::new();
        block.iter().for_each(|piece| hash.update(piece));
        let length = block.iter().map(|piece| piece.len()).sum();
        let (head, id) = head.finish(&self.date, &self.exchange.url, &digest(&hash.finalize()), length);
        let mut pieces = vec![&head[..]];
        pieces.extend_from_slice(block);
        pieces.push(b"\r\n\r\n");
        let is_first = self.out.is_empty();
        member::write(&mut self.out, &pieces, packing, is_first);
        self.last = Some(id);
    }
}

/// The header lines of a record, as they grow.
struct Head {
    kind: &'static str,
    lines: Vec<u8>,
}

impl Head {
    fn new(kind: &'static str, content_type: Option<&str>) -> Self {
        let mut head = Self { kind, lines: b"WARC/1.1\r\n".to_vec() };
        head.field("WARC-Type", kind);
        if let Some(content_type) = content_type {
            head.field("Content-Type", content_type);
        }
        head
    }

    fn field(&mut self, name: &str, value: &str) {
        field(&mut self.lines, name, value.as_bytes());
    }

    /// Adds what every record has; returns the lines and the record's name.
    fn finish(mut self, date: &str, subject: &str, block_digest: &str, length: usize) -> (Vec<u8>, String) {
        let id = record_id(&[self.kind, date, subject, block_digest]);
        self.field("WARC-Record-ID", &id);
        self.field("WARC-Date", date);
        self.field("WARC-Block-Digest", block_digest);
        self.field("Content-Length", &length.to_string());
        self.lines.extend_from_slice(b"\r\n");
        (self.lines, id)
    }
}

/// A name made of what the record holds: a UUID of version 8, whose bits are the maker's own (RFC 9562 §5.8).
fn record_id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    let bytes = hash.finalize();
    let mut id = "<urn:uuid:".to_owned();
    for (at, byte) in bytes.iter().take(16).enumerate() {
        let byte = match at {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        let dash = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
        let _ = write!(id, "{dash}{byte:02x}");
    }
    id.push('>');
    id
}

/// Seconds since 1970 as WARC writes them (§5.4). Years that have no four digits become the nearest that have.
fn date(time: i64) -> String {
    const LAST: i64 = 253_402_300_799;
    let time = DateTime::from_timestamp(time.clamp(-62_167_219_200, LAST), 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Why an answer was cut, in the words of WARC/1.1 §5.13.
pub(super) fn truncation(reason: &str) -> &'static str {
    ["length", "time", "disconnect"].into_iter().find(|known| reason.eq_ignore_ascii_case(known)).unwrap_or("unspecified")
}

/// Whether deflate would work for nothing.
fn is_packed(answer: &Answer) -> bool {
    const PACKED: &[&[u8]] = &[b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"7z\xbc\xaf", b"Rar!"];
    let coding = answer.header("content-encoding").unwrap_or_default();
    let is_encoded = ["br", "zstd", "deflate"].iter().any(|known| coding.eq_ignore_ascii_case(known));
    let is_text = answer.body.trim_ascii_start().starts_with(b"<");
    PACKED.iter().any(|start| answer.body.starts_with(start)) || is_encoded && !is_text
}
