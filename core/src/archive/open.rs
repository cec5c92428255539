//! Opens a file and finds out what it is by its first bytes; by its name, where they are those of nothing.

use super::input::Input;
use super::members::Members;
#[cfg(feature = "archive")]
use super::record::{Header, Stop};
use super::window::Window;
use super::{ArchiveError, Meter};
use crate::page::Limits;
use std::ffi::OsStr;
use std::io::{self, BufRead, Read};
use std::path::Path;

const GZIP: &[u8] = b"\x1f\x8b";

/// What every record begins with.
pub(super) const WARC: &[u8] = b"WARC/";

/// Bytes at the beginning of a file that are looked at: of compressed ones, enough to unpack what a record begins with.
const BEGINNING: usize = 1 << 10;

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
    if start.starts_with(GZIP) || (is_named(path, &[".warc.gz"]) && !begins_record(start) && !is_markup(start)) {
        let broken = |reason| ArchiveError::BrokenGzip { path: path.to_owned(), reason };
        return sort(Input::Gzip(Box::new(Members::new(input))), path, limits, &broken);
    }
    sort(Input::Plain(input), path, limits, &unreadable)
}

/// An archive by its name that begins with no record: read as a page, it would be a page of all its pages' text, or one nobody can read.
#[cfg(feature = "archive")]
fn headless(mut input: Input, path: &Path) -> Result<Opened, ArchiveError> {
    let reason = "the archive does not begin with a record";
    if matches!(input.recover(), Ok(true)) || matches!(pass_first(&mut input), Ok(true)) {
        return Ok(Opened::DamagedWarc(input, io::Error::other(reason)));
    }
    Err(ArchiveError::BrokenWarc { path: path.to_owned(), record: 1, reason: reason.to_owned() })
}

/// The same, where no archive can be read.
#[cfg(not(feature = "archive"))]
fn headless(_: Input, path: &Path) -> Result<Opened, ArchiveError> {
    Err(ArchiveError::NoWarcSupport { path: path.to_owned() })
}

/// Goes behind the first record of an archive that is not compressed, by the length it tells; false if no other begins there.
#[cfg(feature = "archive")]
fn pass_first(input: &mut Input) -> Result<bool, Stop> {
    let Input::Plain(window) = input else { return Ok(false) };
    let length = Header::read_damaged(window)?.length;
    io::copy(&mut window.by_ref().take(length), &mut io::sink())?;
    while matches!(window.ahead(1)?.first(), Some(b'\r' | b'\n')) {
        window.consume(1);
    }
    Ok(window.ahead(WARC.len())?.starts_with(WARC))
}

/// Whether a file's name ends in one of these, in whatever case.
fn is_named(path: &Path, endings: &[&str]) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether a record begins here; some tools leave line ends before the first.
fn begins_record(start: &[u8]) -> bool {
    let line_ends = start.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    start[line_ends..].starts_with(WARC)
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
    let is_headless = |start: &[u8]| is_named && !start.is_empty() && !begins_record(start) && !is_markup(start);
    let is_warc = match input.fill_buf().map(|start| (begins_record(start), is_headless(start))) {
        Ok((_, true)) => return headless(input, path),
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
