//! The header of one WARC record (ISO 28500, versions 1.0 and 1.1), from whatever wrote it.

use std::io::{self, BufRead, Read as _};

/// Bytes of all header lines of one record.
pub(super) const MAX_HEADER: u64 = 64 << 10;

/// The header lines that matter.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// `WARC-Type`, in lower case.
    pub kind: String,
    pub url: Option<String>,
    pub date: Option<String>,
    /// In lower case.
    pub content_type: String,
    /// Bytes of the block.
    pub length: u64,
    pub address: Option<String>,
    pub truncated: Option<String>,
    pub profile: Option<String>,
    pub refers_to_url: Option<String>,
    pub refers_to_date: Option<String>,
    pub payload_digest: Option<String>,
}

/// Why reading a record stopped.
#[derive(Debug)]
pub(super) enum Stop {
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

impl Stop {
    /// The input ends inside a record.
    pub(super) fn cut() -> Self {
        Self::Io(io::ErrorKind::UnexpectedEof.into())
    }
}

impl Header {
    /// Reads the header of the next record, up to its block.
    pub(super) fn read(input: &mut impl BufRead) -> Result<Self, Stop> {
        let mut left = MAX_HEADER;
        if !first_line(input, &mut left)?.starts_with("WARC/") {
            return Err(Stop::Broken("a record does not begin with WARC/".to_owned()));
        }
        Self::fields(input, left)
    }

    /// The same, of a record whose first line need not tell that it is one.
    pub(super) fn read_damaged(input: &mut impl BufRead) -> Result<Self, Stop> {
        let mut left = MAX_HEADER;
        first_line(input, &mut left)?;
        Self::fields(input, left)
    }

    /// Reads the lines behind the first, in this many bytes.
    fn fields(input: &mut impl BufRead, mut left: u64) -> Result<Self, Stop> {
        let mut header = Self::default();
        let mut has_length = false;
        loop {
            let line = line(input, &mut left)?.ok_or_else(Stop::cut)?;
            if line.is_empty() {
                break;
            }
            has_length |= header.take(&line)?;
        }
        if has_length { Ok(header) } else { Err(Stop::Broken("a record has no Content-Length".to_owned())) }
    }

    /// Takes in one line; returns whether it was the length.
    fn take(&mut self, line: &str) -> Result<bool, Stop> {
        let Some((name, value)) = line.split_once(':') else { return Ok(false) };
        let value = value.trim();
        let text = || Some(value.to_owned());
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            // Version 1.0 examples put the address in angle brackets, and some writers do.
            "warc-target-uri" => self.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => self.date = text(),
            "warc-ip-address" => self.address = text(),
            "warc-truncated" => self.truncated = text(),
            "warc-profile" => self.profile = text(),
            "warc-refers-to-target-uri" => self.refers_to_url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-refers-to-date" => self.refers_to_date = text(),
            "warc-payload-digest" => self.payload_digest = text(),
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

/// The first line that is not empty.
fn first_line(input: &mut impl BufRead, left: &mut u64) -> Result<String, Stop> {
    loop {
        match line(input, left)? {
            None => return Err(Stop::End),
            Some(line) if line.is_empty() => {}
            Some(line) => return Ok(line),
        }
    }
}

/// One line without its end; nothing at the end of the archive.
fn line(input: &mut impl BufRead, left: &mut u64) -> Result<Option<String>, Stop> {
    let mut line = Vec::new();
    let read = input.by_ref().take(*left).read_until(b'\n', &mut line)?;
    *left -= read as u64;
    if read == 0 {
        return if *left == 0 { Err(Stop::Broken("a record's header has no end".to_owned())) } else { Ok(None) };
    }
    Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()))
}
