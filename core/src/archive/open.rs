//! Opens a file and finds out what it is by its first bytes; by its name, where they are those of nothing.

use super::input::Input;
use super::members::Members;
use super::window::Window;
use super::{ArchiveError, Meter};
use crate::page::Limits;
use std::ffi::OsStr;
use std::io::{self, BufRead, Read};
use std::path::Path;

const GZIP: &[u8] = b"\x1f\x8b";

/// What every record begins with.
pub(super) const WARC: &[u8] = b"WARC/";

/// Bytes at the beginning of a file that are looked at.
const BEGINNING: usize = 64;

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
    let start = input.ahead(BEGINNING).map_err(unreadable)?;
    if start.is_empty() {
        return Err(ArchiveError::EmptyFile { path: path.to_owned() });
    }
    // Where the first member of an archive does not even begin as one, those behind it are looked for all the same.
    if start.starts_with(GZIP) || (is_named(path, &[".warc.gz"]) && !start.starts_with(WARC) && !is_markup(start)) {
        let broken = |reason| ArchiveError::BrokenGzip { path: path.to_owned(), reason };
        return sort(Input::Gzip(Box::new(Members::new(input))), path, limits, &broken);
    }
    sort(Input::Plain(input), path, limits, &unreadable)
}

/// An archive by its name that begins with no record: read as a page, it would be a page of all its pages' text, or one nobody can read.
fn headless(mut input: Input, path: &Path) -> Result<Opened, ArchiveError> {
    let reason = "the archive does not begin with a record";
    #[cfg(feature = "archive")]
    if matches!(input.recover(), Ok(true)) {
        return Ok(Opened::DamagedWarc(input, io::Error::other(reason)));
    }
    Err(ArchiveError::BrokenWarc { path: path.to_owned(), record: 1, reason: reason.to_owned() })
}

/// Whether a file's name ends in one of these, in whatever case.
fn is_named(path: &Path, endings: &[&str]) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether a file begins as a page does: what a server answers instead of an archive is kept under the archive's name.
fn is_markup(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    matches!(start, [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'!' | b'?'))
}

/// Tells an archive from a page, and reads the page.
fn sort(
    mut input: Input,
    path: &Path,
    limits: &Limits,
    failed: &dyn Fn(io::Error) -> ArchiveError,
) -> Result<Opened, ArchiveError> {
    let is_named = is_named(path, &[".warc", ".warc.gz"]);
    let is_warc = match input.fill_buf().map(|start| (start.starts_with(WARC), is_named && !is_markup(start))) {
        Ok((false, true)) => return headless(input, path),
        Ok((is_warc, _)) => is_warc,
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
