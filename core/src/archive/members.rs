//! A gzip file, decompressed member by member (RFC 1952).
//!
//! Own framing around flate2's raw deflate, because archives keep one record a member: where the sum of a member is wrong, its record
//! is damaged and no other, so whoever reads must be told before the record counts, and can go on at the next member that begins with
//! one. flate2's own reader of many members tells neither where a member begins nor where it ends.

use super::window::{BUFFER, Window};
use flate2::{Crc, Decompress, DecompressError, FlushDecompress, Status};
use std::io::{self, BufRead, Read};

/// What every member begins with: magic, and the only method there is.
pub(super) const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// Bytes in which a member has to show that a record begins with it.
const PROBE: usize = 1 << 10;

/// Places that are tried for one damage.
const MAX_TRIES: usize = 50_000;

/// The content of all members, one behind the other.
pub(super) struct Members {
    window: Window,
    decoder: Decompress,
    crc: Crc,
    /// Where the member begins that is read or was read last.
    member: u64,
    is_inside: bool,
    is_ended: bool,
    /// Whether what is read belongs to one record: then no member that begins with another is read.
    is_in_record: bool,
    /// Whether reading stopped before such a member.
    is_before_record: bool,
    content: Box<[u8]>,
    at: usize,
    end: usize,
}

impl Members {
    pub(super) fn new(window: Window) -> Self {
        Self {
            window,
            decoder: Decompress::new(false),
            crc: Crc::new(),
            member: 0,
            is_inside: false,
            is_ended: false,
            is_in_record: false,
            is_before_record: false,
            content: vec![0; BUFFER].into_boxed_slice(),
            at: 0,
            end: 0,
        }
    }

    /// Decompresses more, or finds out that there is none.
    fn more(&mut self) -> io::Result<()> {
        (self.at, self.end) = (0, 0);
        if !self.is_inside {
            self.refuse_next_record()?;
            if !self.begin()? {
                self.is_ended = true;
                return Ok(());
            }
        }
        while self.is_inside && self.end == 0 {
            let input = self.window.fill_buf()?;
            if input.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let (read, written) = (self.decoder.total_in(), self.decoder.total_out());
            let status = self.decoder.decompress(input, &mut self.content, FlushDecompress::None).map_err(damaged)?;
            let read = usize::try_from(self.decoder.total_in() - read).unwrap_or(usize::MAX);
            self.end = usize::try_from(self.decoder.total_out() - written).unwrap_or(0);
            self.window.consume(read);
            self.crc.update(&self.content[..self.end]);
            if status == Status::StreamEnd {
                let end = std::mem::take(&mut self.end);
                self.check()?;
                (self.end, self.is_inside) = (end, false);
            } else if read == 0 && self.end == 0 {
                return Err(io::Error::other("compressed data that leads nowhere"));
            }
        }
        Ok(())
    }

    /// Keeps a record whose header claims too much from taking in the next one. A member that does not begin with a record is the
    /// rest of this one: some tools cut members by size.
    fn refuse_next_record(&mut self) -> io::Result<()> {
        self.is_before_record = self.is_in_record && begins_record(self.window.ahead(PROBE)?);
        if self.is_before_record {
            Err(io::Error::other("the record claims more bytes than its gzip member holds"))
        } else {
            Ok(())
        }
    }

    /// Begins the next member; false if there is none.
    fn begin(&mut self) -> io::Result<bool> {
        if self.window.fill_buf()?.is_empty() {
            return Ok(false);
        }
        self.member = self.window.position();
        let length = match header(self.window.fill_buf()?) {
            Some(length) => length,
            None => header(self.window.ahead(BUFFER)?).ok_or(io::ErrorKind::UnexpectedEof)?,
        };
        if length == 0 {
            return Err(io::Error::other("no gzip member where one should begin"));
        }
        self.window.consume(length);
        self.decoder.reset(false);
        self.crc.reset();
        self.is_inside = true;
        Ok(true)
    }

    /// Compares sum and length behind the member.
    fn check(&mut self) -> io::Result<()> {
        let mut told = [0; 8];
        self.window.read_exact(&mut told)?;
        let is = [self.crc.sum().to_le_bytes(), self.crc.amount().to_le_bytes()].concat();
        if is == told { Ok(()) } else { Err(io::Error::other("the sum of a gzip member is wrong")) }
    }

    /// Goes to the first byte of the next record: from there on, what is read is to belong to it.
    pub(super) fn begin_record(&mut self) -> io::Result<()> {
        self.is_in_record = false;
        loop {
            let content = self.fill_buf()?;
            let line_ends = content.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if line_ends == content.len() && line_ends > 0 {
                self.consume(line_ends);
                continue;
            }
            self.consume(line_ends);
            self.is_in_record = true;
            return Ok(());
        }
    }

    /// Reads the line ends behind a record, and up to the end of its member if it ends there: that is what checks the member's sum.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        loop {
            while self.at < self.end {
                if !matches!(self.content[self.at], b'\r' | b'\n') {
                    return Ok(());
                }
                self.at += 1;
            }
            if !self.is_inside {
                return Ok(());
            }
            self.more()?;
        }
    }

    /// Goes behind a damaged member, to the next one that begins with a record; false if there is none.
    pub(super) fn recover(&mut self) -> io::Result<bool> {
        (self.at, self.end, self.is_inside, self.is_in_record) = (0, 0, false, false);
        if std::mem::take(&mut self.is_before_record) {
            return Ok(true);
        }
        // Damaged data may have been taken for data of the member until long behind its end.
        self.window.go_back(self.member + 1);
        for _ in 0..MAX_TRIES {
            if !self.find()? {
                break;
            }
            if begins_record(self.window.ahead(PROBE)?) {
                return Ok(true);
            }
            self.window.consume(1);
        }
        self.is_ended = true;
        Ok(false)
    }

    /// Goes to the next place where a member may begin.
    fn find(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.window.ahead(MAGIC.len())?;
            if bytes.len() < MAGIC.len() {
                return Ok(false);
            }
            let found = memchr::memmem::find(bytes, MAGIC);
            let passed = found.unwrap_or(bytes.len() + 1 - MAGIC.len());
            self.window.consume(passed);
            if found.is_some() {
                return Ok(true);
            }
        }
    }
}

impl Read for Members {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Members {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.end && !self.is_ended {
            self.more()?;
        }
        Ok(&self.content[self.at..self.end])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.end);
    }
}

/// What the decompressor says of damaged data tells of its own state, not of the data.
fn damaged(_: DecompressError) -> io::Error {
    io::Error::other("the compressed data of a gzip member is damaged")
}

/// Length of the header that these bytes begin with: none if they end before it, 0 if they begin with no header.
fn header(bytes: &[u8]) -> Option<usize> {
    const CHECKED: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    if !bytes.starts_with(&MAGIC[..bytes.len().min(MAGIC.len())]) {
        return Some(0);
    }
    let flags = *bytes.get(3)?;
    let mut length = 10;
    if flags & EXTRA != 0 {
        let extra = bytes.get(length..length + 2)?;
        length += 2 + usize::from(u16::from_le_bytes([extra[0], extra[1]]));
    }
    for _ in 0..(flags & (NAME | COMMENT)).count_ones() {
        length += memchr::memchr(0, bytes.get(length..)?)? + 1;
    }
    if flags & CHECKED != 0 {
        length += 2;
    }
    (length <= bytes.len()).then_some(length)
}

/// Whether these bytes begin a member that holds a record.
fn begins_record(bytes: &[u8]) -> bool {
    let Some(length @ 1..) = header(bytes) else { return false };
    let mut start = [0; super::open::WARC.len()];
    let mut decoder = Decompress::new(false);
    // An error behind the first bytes is no matter here: reading meets it again.
    let _ = decoder.decompress(&bytes[length..], &mut start, FlushDecompress::None);
    start == super::open::WARC
}
