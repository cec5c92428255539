//! Opens a file and finds out what it is by its first bytes.

use super::ArchiveError;
use super::files::STDIN;
use crate::page::Limits;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Bytes of a file held at a time.
const BUFFER: usize = 64 << 10;

const GZIP: &[u8] = b"\x1f\x8b";
const WARC: &[u8] = b"WARC/";

/// What a file turned out to be.
pub(super) enum Opened {
    /// One page, whole.
    Page(Vec<u8>),
    /// An archive of pages, decompressed on the way.
    #[cfg(feature = "archive")]
    Warc(Box<dyn BufRead>),
}

/// Opens a file or standard input.
pub(super) fn open(path: &Path, limits: &Limits) -> Result<Opened, ArchiveError> {
    let unreadable = |reason: io::Error| match reason.kind() {
        io::ErrorKind::NotFound => ArchiveError::Missing { path: path.to_owned() },
        _ => ArchiveError::Unreadable { path: path.to_owned(), reason },
    };
    let input: Box<dyn Read> =
        if path == Path::new(STDIN) { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(unreadable)?) };
    let mut input = BufReader::with_capacity(BUFFER, input);
    let start = input.fill_buf().map_err(unreadable)?;
    if start.is_empty() {
        return Err(ArchiveError::EmptyFile { path: path.to_owned() });
    }
    if start.starts_with(GZIP) {
        let broken = |reason| ArchiveError::BrokenGzip { path: path.to_owned(), reason };
        return sort(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(input)), path, limits, &broken);
    }
    sort(input, path, limits, &unreadable)
}

/// Tells an archive from a page, and reads the page.
fn sort(
    mut input: impl BufRead + 'static,
    path: &Path,
    limits: &Limits,
    failed: &dyn Fn(io::Error) -> ArchiveError,
) -> Result<Opened, ArchiveError> {
    if input.fill_buf().map_err(failed)?.starts_with(WARC) {
        #[cfg(feature = "archive")]
        return Ok(Opened::Warc(Box::new(input)));
        #[cfg(not(feature = "archive"))]
        return Err(ArchiveError::NoWarcSupport { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    input.take(limits.max_bytes as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > limits.max_bytes {
        return Err(ArchiveError::TooLarge { path: path.to_owned(), url: None, limit: limits.max_bytes });
    }
    if bytes.is_empty() {
        return Err(ArchiveError::EmptyFile { path: path.to_owned() });
    }
    Ok(Opened::Page(bytes))
}
