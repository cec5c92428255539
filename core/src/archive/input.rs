//! The content of a file: as it is, or decompressed on the way.

use super::members::Members;
use super::window::Window;
use std::io::{self, BufRead, Read};

/// What is read, record by record.
pub(super) enum Input {
    /// As it lies on the disk.
    Plain(Window),
    /// Decompressed.
    Gzip(Box<Members>),
}

impl Input {
    /// To be called before a record: sees to it, as far as can be, that no other is taken for a part of it.
    pub(super) fn begin_record(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Gzip(members) => members.begin_record(),
        }
    }

    /// To be called behind a record: makes sure, as far as can be, that its bytes are those that were written.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Gzip(members) => members.settle(),
        }
    }

    /// To be called behind a damage: goes to the next place where a record certainly begins; false if there is none.
    pub(super) fn recover(&mut self) -> io::Result<bool> {
        match self {
            Self::Plain(_) => Ok(false),
            Self::Gzip(members) => members.recover(),
        }
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(window) => window.read(into),
            Self::Gzip(members) => members.read(into),
        }
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(window) => window.fill_buf(),
            Self::Gzip(members) => members.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::Plain(window) => window.consume(amount),
            Self::Gzip(members) => members.consume(amount),
        }
    }
}
