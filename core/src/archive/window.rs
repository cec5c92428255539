//! The bytes of a file as they lie on the disk, a piece at a time, with the place where they stand.

use super::Meter;
use super::files::STDIN;
use std::fs::File;
use std::io::{self, BufRead, Read, Seek as _, SeekFrom, Stdin};
use std::path::Path;

/// Bytes of a file held at a time.
pub(super) const BUFFER: usize = 64 << 10;

/// What is read from.
enum Raw {
    File(File),
    Stdin(Stdin),
}

/// A file or standard input, buffered.
pub(super) struct Window {
    raw: Raw,
    meter: Meter,
    buffer: Box<[u8]>,
    /// What is buffered and not consumed yet.
    at: usize,
    end: usize,
    /// Bytes of the file before the buffer.
    start: u64,
    /// Bytes read a second time.
    again: u64,
}

impl Window {
    pub(super) fn open(path: &Path, meter: &Meter) -> io::Result<Self> {
        let raw = if path == Path::new(STDIN) { Raw::Stdin(io::stdin()) } else { Raw::File(File::open(path)?) };
        let buffer = vec![0; BUFFER].into_boxed_slice();
        Ok(Self { raw, meter: meter.clone(), buffer, at: 0, end: 0, start: 0, again: 0 })
    }

    /// Bytes of the file before what is read next.
    pub(super) fn position(&self) -> u64 {
        self.start + self.at as u64
    }

    /// What comes next: at least this many bytes of it, unless the file ends before or the buffer is smaller.
    pub(super) fn ahead(&mut self, bytes: usize) -> io::Result<&[u8]> {
        if self.end - self.at < bytes.min(BUFFER) {
            self.buffer.copy_within(self.at..self.end, 0);
            (self.start, self.end, self.at) = (self.position(), self.end - self.at, 0);
            while self.end < bytes.min(BUFFER) && self.read_more()? > 0 {}
        }
        Ok(&self.buffer[self.at..self.end])
    }

    /// Goes back to an earlier place of the file, if it can be done without reading the file more than twice altogether.
    pub(super) fn go_back(&mut self, to: u64) -> bool {
        let back = self.position().saturating_sub(to);
        if to >= self.start {
            self.at = usize::try_from(to - self.start).map_or(self.at, |at| at.min(self.at));
            return true;
        }
        let Raw::File(file) = &mut self.raw else { return false };
        if self.again + back > self.start || file.seek(SeekFrom::Start(to)).is_err() {
            return false;
        }
        self.meter.take_back(self.start + self.end as u64 - to);
        self.again += back;
        (self.start, self.at, self.end) = (to, 0, 0);
        true
    }

    fn read_more(&mut self) -> io::Result<usize> {
        let free = &mut self.buffer[self.end..];
        let read = loop {
            let read = match &mut self.raw {
                Raw::File(file) => file.read(free),
                Raw::Stdin(stdin) => stdin.read(free),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.end += read;
        self.meter.add(read as u64);
        Ok(read)
    }
}

impl Read for Window {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Window {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.end {
            (self.start, self.at, self.end) = (self.position(), 0, 0);
            self.read_more()?;
        }
        Ok(&self.buffer[self.at..self.end])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.end);
    }
}
