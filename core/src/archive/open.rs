//! Opens a file and finds out what it is by its first bytes.

use super::input::Input;
use super::members::Members;
use super::window::Window;
use super::{ArchiveError, Meter};
use crate::page::Limits;
use std::io::{self, BufRead, Read};
use std::path::Path;

const GZIP: &[u8] = b"\x1f\x8b";

/// What every record begins with.
pub(super) const WARC: &[u8] = b"WARC/";

/// What a file turned out to be.
pub(super) enum Opened {
    /// One page, whole.
    Page(Vec<u8>),
    /// An archive of pages, decompressed on the way.
    #[cfg(feature = "archive")]
    Warc(Input),
    /// The same; what it begins with is damaged, for this reason, and left behind.
    #[cfg(feature = "archive")]
    DamagedWarc(Input, io::Error),
}

/// Opens a file or standard input; what is read of it is counted.
pub(super) fn open(path: &Path, limits: &Limits, meter: &Meter) -> Result<Opened, ArchiveError> {
    let unreadable = |reason: io::Error| match reason.kind() {
        io::ErrorKind::NotFound => ArchiveError::Missing { path: path.to_owned() },
        _ => ArchiveError::Unreadable { path: path.to_owned(), reason },
    };
    let mut input = Window::open(path, meter).map_err(unreadable)?;
    let start = input.ahead(WARC.len()).map_err(unreadable)?;
    if start.is_empty() {
        return Err(ArchiveError::EmptyFile { path: path.to_owned() });
    }
    if start.starts_with(GZIP) {
        let broken = |reason| ArchiveError::BrokenGzip { path: path.to_owned(), reason };
        return sort(Input::Gzip(Box::new(Members::new(input))), path, limits, &broken);
    }
    sort(Input::Plain(input), path, limits, &unreadable)
}

/// Tells an archive from a page, and reads the page.
fn sort(
    mut input: Input,
    path: &Path,
    limits: &Limits,
    failed: &dyn Fn(io::Error) -> ArchiveError,
) -> Result<Opened, ArchiveError> {
    let is_warc = match input.fill_buf().map(|start| start.starts_with(WARC)) {
        Ok(is_warc) => is_warc,
        #[cfg(feature = "archive")]
        Err(reason) if matches!(input.recover(), Ok(true)) => return Ok(Opened::DamagedWarc(input, reason)),
        Err(reason) => return Err(failed(reason)),
    };
    if is_warc {
        #[cfg(feature = "archive")]
        return Ok(Opened::Warc(input));
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
