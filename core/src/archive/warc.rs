//! Reads the pages of a WARC archive (ISO 28500, versions 1.0 and 1.1), record by record.
//!
//! Own code and not fastwarc 2.0, whose reader needs a seekable stream (no pipe, no standard input), takes a record that the end
//! of the file cuts off for a whole one, and may reserve whatever memory a record's header claims to need. A record here costs at
//! most [`Limits::max_bytes`], and a cut is an error behind the pages that came before it. In an archive of one gzip member a record, a
//! damaged record is one error too, and so is one that claims more bytes than its member holds: reading goes on at the next member that
//! begins with a record.

use super::input::Input;
use super::record::{Header, MAX_HEADER, Stop};
use super::{ArchiveError, Capture, Skipped, http};
use crate::page::{Limits, Source, sha256};
use std::io::{self, Read as _};
use std::path::PathBuf;

/// The pages of one archive.
pub(super) struct Records {
    input: Input,
    path: PathBuf,
    limits: Limits,
    /// Records begun so far.
    record: usize,
    ended: bool,
    skipped: Skipped,
}

impl Records {
    pub(super) fn new(input: Input, path: PathBuf, limits: &Limits) -> Self {
        Self { input, path, limits: *limits, record: 0, ended: false, skipped: Skipped::new() }
    }

    /// The same, behind a first record that is damaged.
    pub(super) fn behind_damage(input: Input, path: PathBuf, limits: &Limits) -> Self {
        Self { record: 1, ..Self::new(input, path, limits) }
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
                return Err(Stop::cut());
            }
            self.input.settle()?;
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
        if passed < length {
            return Err(Stop::cut());
        }
        self.input.settle()?;
        Ok(())
    }

    /// Reads the header of the next record.
    fn header(&mut self) -> Result<Header, Stop> {
        let header = self.input.begin_record().map_err(Stop::from).and_then(|()| Header::read(&mut self.input));
        if !matches!(header, Err(Stop::End)) {
            self.record += 1;
        }
        header
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

impl Records {
    /// What a stop is to be called, and whether reading can go on behind it.
    fn stopped(&mut self, stop: Stop) -> Option<ArchiveError> {
        self.ended = true;
        let (path, record) = (self.path.clone(), self.record.max(1));
        let (reason, is_cut) = match stop {
            Stop::End => return None,
            Stop::Broken(reason) => (reason, false),
            Stop::Io(error) => (error.to_string(), error.kind() == io::ErrorKind::UnexpectedEof),
        };
        // A file that cannot be read any further is not searched either: an error there is no other damage.
        if matches!(self.input.recover(), Ok(true)) {
            self.ended = false;
            return Some(ArchiveError::DamagedRecord { path, record, reason });
        }
        Some(if is_cut {
            ArchiveError::TruncatedWarc { path, record }
        } else {
            ArchiveError::BrokenWarc { path, record, reason }
        })
    }
}

impl Iterator for Records {
    type Item = Result<Capture, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.read() {
            Ok(page) => Some(page),
            Err(stop) => self.stopped(stop).map(Err),
        }
    }
}
