//! Saved pages from files, folders, WARC archives and standard input, as one stream.
//!
//! What a file is, its first bytes tell (gzip, WARC, page), not its name; a name only decides whether a file met in a folder is
//! looked at, and that an archive with a damaged beginning is one. Pages come in one order, whatever the file system; at any time one file or record is in memory. A file that cannot
//! be read becomes an error in the stream, and the stream goes on.
//!
//! A crawl keeps what it fetched in an *archive folder*: numbered WARC/1.1 files in which the records of one fetch stand together and
//! end in a `metadata` record. [`encode`] makes the bytes, [`Writer`] appends them, [`Folder`] reads them again.

#[cfg(feature = "archive")]
mod decode;
#[cfg(all(test, feature = "archive"))]
mod decode_tests;
#[cfg(feature = "archive")]
mod encode;
mod error;
mod exchange;
mod files;
#[cfg(feature = "archive")]
mod folder;
#[cfg(all(test, feature = "archive"))]
mod folder_tests;
#[cfg(feature = "archive")]
mod framing;
#[cfg(feature = "archive")]
mod group;
#[cfg(feature = "archive")]
mod http;
#[cfg_attr(not(feature = "archive"), allow(dead_code, reason = "only archives are read on behind a damage"))]
mod input;
#[cfg(feature = "archive")]
mod member;
#[cfg_attr(not(feature = "archive"), allow(dead_code, reason = "only archives are read on behind a damage"))]
mod members;
#[cfg(feature = "archive")]
mod mend;
#[cfg(all(test, feature = "archive"))]
mod mend_tests;
#[cfg_attr(not(feature = "archive"), allow(dead_code, reason = "only archives are read on behind a damage"))]
mod meter;
mod open;
mod position;
#[cfg(feature = "archive")]
mod record;
#[cfg(test)]
mod tests;
#[cfg(feature = "archive")]
mod warc;
#[cfg_attr(not(feature = "archive"), allow(dead_code, reason = "only archives are read on behind a damage"))]
mod window;
#[cfg(feature = "archive")]
mod write_error;
#[cfg(feature = "archive")]
mod writer;

#[cfg(feature = "archive")]
pub use decode::{DecodeError, decode};
#[cfg(feature = "archive")]
pub use encode::{Encoded, encode, encode_digested};
pub use error::ArchiveError;
pub use exchange::{Answer, Exchange, Profile, Revisit, RevisitOf};
#[cfg(feature = "archive")]
pub use folder::{Entries, Entry, Folder};
pub use meter::Meter;
pub use position::Position;
#[cfg(feature = "archive")]
pub use write_error::WriteError;
#[cfg(feature = "archive")]
pub use writer::{Mended, Writer, WriterSettings};

use crate::page::{Limits, Source, sha256};
use files::Files;
use open::{Opened, open};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A saved page, as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// Where it was found; the hash is that of [`Capture::bytes`].
    pub source: Source,
    /// The page, decompressed.
    pub bytes: Vec<u8>,
    /// The character set the server declared, if the archive kept it.
    pub declared_charset: Option<String>,
    /// When it was fetched (ISO 8601), if the archive kept it.
    pub fetched: Option<String>,
}

/// What was passed over on purpose, counted by reason.
pub type Skipped = BTreeMap<&'static str, usize>;

/// All pages under some paths: files, folders (with everything in them) and `-` for standard input, in this order; the files of
/// a folder in the order of their names.
pub fn captures(paths: &[PathBuf], limits: &Limits) -> Captures {
    Captures { files: Files::new(paths), limits: *limits, archive: None, skipped: Skipped::new(), meter: Meter::default() }
}

/// Bytes of all files that [`captures`] would read, as they lie on the disk; nothing where standard input is among them. What cannot be
/// looked at counts nothing: the stream tells why.
pub fn size(paths: &[PathBuf]) -> Option<u64> {
    if paths.iter().any(|path| path == Path::new(files::STDIN)) {
        return None;
    }
    let found = Files::new(paths).flatten().filter_map(|path| std::fs::metadata(path).ok());
    Some(found.map(|metadata| metadata.len()).sum())
}

/// The stream [`captures`] makes.
pub struct Captures {
    files: Files,
    limits: Limits,
    archive: Option<OpenArchive>,
    skipped: Skipped,
    meter: Meter,
}

#[cfg(feature = "archive")]
type OpenArchive = warc::Records;

/// Without WARC support no archive is ever open.
#[cfg(not(feature = "archive"))]
type OpenArchive = std::iter::Empty<Result<Capture, ArchiveError>>;

impl Captures {
    /// What the stream has passed over so far: files of a folder that are no pages, records that are no page's answer.
    pub fn skipped(&self) -> Skipped {
        let mut skipped = self.skipped.clone();
        for (reason, count) in self.files.skipped() {
            *skipped.entry(reason).or_default() += count;
        }
        skipped
    }

    /// Tells how much of the files was read so far, also while the stream is another thread's.
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// Opens the next file; a page comes back at once, an archive stays open.
    fn open(&mut self, path: &Path) -> Option<Result<Capture, ArchiveError>> {
        match open(path, &self.limits, &self.meter) {
            Ok(Opened::Page(bytes)) => Some(Ok(capture(path, bytes))),
            #[cfg(feature = "archive")]
            Ok(Opened::Warc(reader)) => {
                self.archive = Some(warc::Records::new(reader, path.to_owned(), &self.limits));
                None
            }
            #[cfg(feature = "archive")]
            Ok(Opened::DamagedWarc(reader, reason)) => {
                self.archive = Some(warc::Records::behind_damage(reader, path.to_owned(), &self.limits));
                Some(Err(ArchiveError::DamagedRecord { path: path.to_owned(), record: 1, reason: reason.to_string() }))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// The next page of the open archive.
    fn next_record(&mut self) -> Option<Result<Capture, ArchiveError>> {
        let archive = self.archive.as_mut()?;
        let next = archive.next();
        #[cfg(feature = "archive")]
        if next.is_none() {
            for (reason, count) in archive.skipped() {
                *self.skipped.entry(reason).or_default() += count;
            }
        }
        if next.is_none() {
            self.archive = None;
        }
        next
    }
}

impl Iterator for Captures {
    type Item = Result<Capture, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.next_record() {
                return Some(next);
            }
            let next = match self.files.next()? {
                Ok(path) => self.open(&path),
                Err(error) => Some(Err(error)),
            };
            if next.is_some() {
                return next;
            }
        }
    }
}

fn capture(path: &Path, bytes: Vec<u8>) -> Capture {
    let source = Source { path: Some(path.display().to_string()), url: None, sha256: sha256(&bytes) };
    Capture { source, bytes, declared_charset: None, fetched: None }
}
