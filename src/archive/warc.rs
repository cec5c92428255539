//! Reads the pages of a WARC archive (ISO 28500, versions 1.0 and 1.1), record by record.
//!
//! Own code and not fastwarc 2.0, whose reader needs a seekable stream (no pipe, no standard input), takes a record that the end
//! of the file cuts off for a whole one, and may reserve whatever memory a record's header claims to need. A record here costs at
//! most [`Limits::max_bytes`], and a cut is an error behind the pages that came before it.

use super::{ArchiveError, Capture, Skipped, http};
use crate::page::{Limits, Source, sha256};
use std::io::{self, BufRead, Read};
use std::path::PathBuf;

/// Bytes of all header lines of one record.
const MAX_HEADER: u64 = 64 << 10;

/// The pages of one archive.
pub(super) struct Records {
    input: Box<dyn BufRead>,
    path: PathBuf,
    limits: Limits,
    /// Records begun so far.
    record: usize,
    ended: bool,
    skipped: Skipped,
}

/// The header lines that matter.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    url: Option<String>,
    date: Option<String>,
    content_type: String,
    length: u64,
}

/// Why reading a record stopped.
enum Stop {
    /// The archive ends between two records.
    End,
    /// Nothing behind this point can be read.
    Broken(String),
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Records {
    pub(super) fn new(input: Box<dyn BufRead>, path: PathBuf, limits: &Limits) -> Self {
        Self { input, path, limits: *limits, record: 0, ended: false, skipped: Skipped::new() }
    }

    /// Records passed over, by reason.
    pub(super) fn skipped(&self) -> &Skipped {
        &self.skipped
    }

    /// Reads records up to the next page.
    fn read(&mut self) -> Result<Result<Capture, ArchiveError>, Stop> {
        loop {
            let header = self.header()?;
            if let Some(reason) = unwanted(&header) {
                *self.skipped.entry(reason).or_default() += 1;
                self.pass_over(header.length)?;
                continue;
            }
            // The answer's own header and chunk sizes come on top of the page.
            if header.length > self.limits.max_bytes as u64 * 2 + MAX_HEADER {
                self.pass_over(header.length)?;
                return Ok(Err(self.too_large(header.url)));
            }
            let mut answer = Vec::new();
            let read = (&mut self.input).take(header.length).read_to_end(&mut answer)?;
            if (read as u64) < header.length {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            match self.page(header, answer) {
                Ok(capture) => return Ok(Ok(capture)),
                Err(http::Refusal::Unwanted(reason)) => *self.skipped.entry(reason).or_default() += 1,
                Err(http::Refusal::TooLarge(url)) => return Ok(Err(self.too_large(url))),
                Err(http::Refusal::Undecodable(url, reason)) => {
                    return Ok(Err(ArchiveError::Undecodable { path: self.path.clone(), url, reason }));
                }
            }
        }
    }

    fn page(&self, header: Header, answer: Vec<u8>) -> Result<Capture, http::Refusal> {
        let answer = http::read(answer, header.url.as_deref(), self.limits.max_bytes)?;
        let path = Some(self.path.display().to_string());
        let source = Source { path, url: header.url, sha256: sha256(&answer.body) };
        Ok(Capture { source, bytes: answer.body, declared_charset: answer.charset, fetched: header.date })
    }

    fn too_large(&self, url: Option<String>) -> ArchiveError {
        ArchiveError::TooLarge { path: self.path.clone(), url, limit: self.limits.max_bytes }
    }

    fn pass_over(&mut self, length: u64) -> Result<(), Stop> {
        let passed = io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
        if passed < length { Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()) } else { Ok(()) }
    }

    /// Reads the header of the next record.
    fn header(&mut self) -> Result<Header, Stop> {
        let mut left = MAX_HEADER;
        let first = loop {
            match self.line(&mut left)? {
                None => return Err(Stop::End),
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        };
        self.record += 1;
        if !first.starts_with("WARC/") {
            return Err(Stop::Broken("a record does not begin with WARC/".to_owned()));
        }
        let mut header = Header::default();
        let mut has_length = false;
        loop {
            let line = self.line(&mut left)?.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
            if line.is_empty() {
                break;
            }
            has_length |= header.take(&line)?;
        }
        if has_length { Ok(header) } else { Err(Stop::Broken("a record has no Content-Length".to_owned())) }
    }

    /// One line without its end; nothing at the end of the archive.
    fn line(&mut self, left: &mut u64) -> Result<Option<String>, Stop> {
        let mut line = Vec::new();
        let read = (&mut self.input).take(*left).read_until(b'\n', &mut line)?;
        *left -= read as u64;
        if read == 0 {
            return if *left == 0 { Err(Stop::Broken("a record's header has no end".to_owned())) } else { Ok(None) };
        }
        Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()))
    }
}

impl Header {
    /// Takes in one line; returns whether it was the length.
    fn take(&mut self, line: &str) -> Result<bool, Stop> {
        let Some((name, value)) = line.split_once(':') else { return Ok(false) };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            // Version 1.0 examples put the address in angle brackets, and some writers do.
            "warc-target-uri" => self.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => self.date = Some(value.to_owned()),
            "content-type" => self.content_type = value.to_ascii_lowercase(),
            "content-length" => {
                self.length = value.parse().map_err(|_| Stop::Broken(format!("Content-Length is no number: {value}")))?;
                return Ok(true);
            }
            _ => {}
        }
        Ok(false)
    }
}

/// Why a record is no server's answer.
fn unwanted(header: &Header) -> Option<&'static str> {
    if header.kind != "response" {
        return Some("no_response");
    }
    let is_http = header.content_type.is_empty() || header.content_type.starts_with("application/http");
    (!is_http).then_some("no_http")
}

impl Iterator for Records {
    type Item = Result<Capture, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let stop = match self.read() {
            Ok(page) => return Some(page),
            Err(stop) => stop,
        };
        self.ended = true;
        let (path, record) = (self.path.clone(), self.record.max(1));
        match stop {
            Stop::End => None,
            Stop::Broken(reason) => Some(Err(ArchiveError::BrokenWarc { path, record, reason })),
            Stop::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Some(Err(ArchiveError::TruncatedWarc { path, record }))
            }
            Stop::Io(error) => Some(Err(ArchiveError::BrokenWarc { path, record, reason: error.to_string() })),
        }
    }
}
