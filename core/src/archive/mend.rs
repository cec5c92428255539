//! Finds where the last whole fetch of a file ends, after a run that was killed or a machine that lost its power.
//!
//! What was synced is whole, so only the end is in doubt: the way there goes from length to length, and the last
//! [`CHECKED`] bytes are unpacked. More than that is never cut: a file damaged further up is left as it is, and a new one begun.

use super::folder::marked_length;
use super::group::{self, Counted};
use super::member;
use super::record::Stop;
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};

/// Bytes at the end that are unpacked. Far more than is written between two syncs.
pub(super) const CHECKED: u64 = 16 << 20;

/// Bytes of a record's block. The writer had it in memory, so it can be held again.
const MAX_BLOCK: u64 = 1 << 32;

/// Bytes of a file without one whole record that may go: no more than an unfinished first record.
const BEGINNING: u64 = 64 << 10;

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing.
    Whole,
    /// Cut it to this length.
    Cut(u64),
    /// Too much of it is damaged: nothing more may be written to it.
    Damaged,
}

/// Looks at a file of the archive.
pub(super) fn inspect(file: &mut File) -> io::Result<Tail> {
    let length = file.metadata()?.len();
    if length == 0 {
        return Ok(Tail::Whole);
    }
    let Some(first) = first_fetch(file)? else {
        let is_ours = length <= BEGINNING && is_begun_by_us(file)?;
        return Ok(if is_ours { Tail::Cut(0) } else { Tail::Damaged });
    };
    let from = walk(file, first, length)?;
    let good = whole_until(file, from)?;
    if good == length {
        return Ok(Tail::Whole);
    }
    Ok(if length - good > CHECKED || has_next(file, good)? { Tail::Damaged } else { Tail::Cut(good) })
}

/// Whether the damaged fetch at this place has another behind it, so that it is not the last one.
fn has_next(file: &mut File, at: u64) -> io::Result<bool> {
    let Some(length) = marked_length(file, at)? else { return Ok(false) };
    Ok(marked_length(file, at.saturating_add(length))?.is_some())
}

/// Whether a file begins as ours do, or with the zeros a machine without power leaves where bytes were to be.
fn is_begun_by_us(file: &mut File) -> io::Result<bool> {
    let mut start = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(member::UNMARKED.len() as u64).read_to_end(&mut start)?;
    Ok(member::UNMARKED.starts_with(&start) || start.iter().all(|byte| *byte == 0))
}

/// Where the first fetch begins, behind the file's own record; nothing if there is no whole record.
fn first_fetch(file: &mut File) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(0))?;
    let mut input = Counted::new(BufReader::new(file), 0);
    match group::member(&mut input, BEGINNING) {
        Ok((header, _)) => Ok(Some(if header.kind == "warcinfo" { input.at } else { 0 })),
        Err(Stop::Io(error)) if is_of_the_disk(&error) => Err(error),
        _ => Ok(None),
    }
}

/// Goes from fetch to fetch by the lengths they tell, to the last beginning that has [`CHECKED`] bytes behind it.
fn walk(file: &mut File, first: u64, length: u64) -> io::Result<u64> {
    let mut at = first;
    while let Some(step) = marked_length(file, at)? {
        let next = at.saturating_add(step);
        if next.saturating_add(CHECKED) > length {
            break;
        }
        at = next;
    }
    Ok(at)
}

/// The end of the last whole fetch, reading from the beginning of one.
fn whole_until(file: &mut File, from: u64) -> io::Result<u64> {
    file.seek(SeekFrom::Start(from))?;
    let mut input = Counted::new(BufReader::with_capacity(64 << 10, file), from);
    let mut good = from;
    loop {
        match group::read(&mut input, MAX_BLOCK) {
            Ok(_) => good = input.at,
            Err(Stop::Io(error)) if is_of_the_disk(&error) => return Err(error),
            Err(_) => return Ok(good),
        }
    }
}

/// Whether reading failed, and not unpacking: then nothing is known of the file, and nothing may be cut.
fn is_of_the_disk(error: &io::Error) -> bool {
    !matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)
}
