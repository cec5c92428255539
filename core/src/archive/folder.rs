//! Reads an archive folder that [`super::Writer`] wrote: one fetch by its place, or all of them in order.

use super::exchange::{Exchange, RevisitOf};
use super::group::{self, Counted, Group};
use super::record::Stop;
use super::{ArchiveError, Position, member};
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Most bytes of one record's block, unless [`Folder::max_block`] says otherwise.
const MAX_BLOCK: u64 = 64 << 20;

/// Bytes of a file held at a time when all of it is read.
const BUFFER: usize = 64 << 10;

/// Bytes held when one fetch is read.
const SMALL_BUFFER: usize = 16 << 10;

/// The name of a file of the archive.
pub(super) fn file_name(number: u32) -> String {
    format!("metryczka-{number:06}.warc.gz")
}

/// The numbers of the files in a folder, in order.
pub(super) fn file_numbers(folder: &Path) -> io::Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let Some(name) = name.to_str() else { continue };
        let number = name.strip_prefix("metryczka-").and_then(|name| name.strip_suffix(".warc.gz"));
        // Only names as they are written: `metryczka-1.warc.gz` and `metryczka-000001.warc.gz` would be one number.
        let number = number.and_then(|number| number.parse().ok()).filter(|number| file_name(*number) == name);
        numbers.extend(number);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// One fetch of an archive folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins.
    pub position: Position,
    /// The place behind it: where reading goes on.
    pub next: Position,
    /// What passed between crawler and server. The answer of a revisit has no body.
    pub exchange: Exchange,
    /// The earlier record its body stands in, if it was not kept again.
    pub revisit: Option<RevisitOf>,
}

/// An archive folder, to be read.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    max_block: u64,
}

impl Folder {
    /// An archive folder; its files are opened when they are read, so it may still grow.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Ok(Self { path: path.to_owned(), max_block: MAX_BLOCK }),
            Ok(_) => Err(ArchiveError::Unreadable { path: path.to_owned(), reason: io::ErrorKind::NotADirectory.into() }),
            Err(reason) => Err(unreadable(path, reason)),
        }
    }

    /// Sets the most bytes of one record that are held in memory; a larger one counts as damaged.
    #[must_use]
    pub fn max_block(mut self, bytes: u64) -> Self {
        self.max_block = bytes;
        self
    }

    /// Reads the fetch at a place.
    ///
    /// # Errors
    /// When the file is missing, or there is no whole fetch at that place.
    pub fn read(&self, position: Position) -> Result<Entry, ArchiveError> {
        let mut file = OpenFile::open(self.path.join(file_name(position.file)), position, SMALL_BUFFER)?;
        let read = group::read(&mut file.input, self.max_block);
        file.entry(read)?.ok_or(ArchiveError::TruncatedFetch { path: file.path, offset: position.offset })
    }

    /// All fetches from a place on (from the beginning without one), in the order in which they were written.
    ///
    /// A damaged fetch is an error; reading goes on behind it if its length can still be told, otherwise with the next file. A file
    /// that ends inside a fetch gives an error where that fetch would stand.
    pub fn entries(&self, from: Option<Position>) -> Entries {
        let from = from.unwrap_or(Position { file: 0, offset: 0 });
        let (waiting, failed) = match file_numbers(&self.path) {
            Ok(numbers) => (numbers.into_iter().filter(|number| *number >= from.file).rev().collect(), None),
            Err(reason) => (Vec::new(), Some(unreadable(&self.path, reason))),
        };
        Entries { folder: self.clone(), from, waiting, open: None, failed }
    }
}

/// The stream [`Folder::entries`] makes.
pub struct Entries {
    folder: Folder,
    from: Position,
    /// Numbers of the files to come, the next one last.
    waiting: Vec<u32>,
    open: Option<OpenFile>,
    failed: Option<ArchiveError>,
}

impl Entries {
    /// The next fetch of the open file; nothing at its end.
    fn next_in_file(&mut self) -> Option<Result<Entry, ArchiveError>> {
        let file = self.open.as_mut()?;
        let read = group::read(&mut file.input, self.folder.max_block);
        let entry = file.entry(read);
        if entry.is_err() && !file.pass_over() {
            self.open = None;
        }
        entry.transpose()
    }
}

impl Iterator for Entries {
    type Item = Result<Entry, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            return Some(Err(error));
        }
        loop {
            if let Some(next) = self.next_in_file() {
                return Some(next);
            }
            let number = self.waiting.pop()?;
            let offset = if number == self.from.file { self.from.offset } else { 0 };
            let path = self.folder.path.join(file_name(number));
            match OpenFile::open(path, Position { file: number, offset }, BUFFER) {
                Ok(file) => self.open = Some(file),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// A file of the archive, open at some place.
struct OpenFile {
    path: PathBuf,
    number: u32,
    input: Counted<BufReader<File>>,
}

impl OpenFile {
    fn open(path: PathBuf, position: Position, buffer: usize) -> Result<Self, ArchiveError> {
        let open = || -> io::Result<File> {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(position.offset))?;
            Ok(file)
        };
        let file = open().map_err(|reason| unreadable(&path, reason))?;
        let input = Counted::new(BufReader::with_capacity(buffer, file), position.offset);
        Ok(Self { path, number: position.file, input })
    }

    /// What was read as an entry, or as an error; nothing at the end of the file.
    fn entry(&self, read: Result<Group, Stop>) -> Result<Option<Entry>, ArchiveError> {
        let (path, offset) = (self.path.clone(), self.input.fetch);
        match read {
            Ok(group) => Ok(Some(Entry {
                position: Position { file: self.number, offset: self.input.fetch },
                next: Position { file: self.number, offset: self.input.at },
                exchange: group.exchange,
                revisit: group.revisit,
            })),
            Err(Stop::End) => Ok(None),
            Err(Stop::Io(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Err(ArchiveError::TruncatedFetch { path, offset })
            }
            Err(Stop::Io(error)) => Err(ArchiveError::DamagedFetch { path, offset, reason: error.to_string() }),
            Err(Stop::Broken(reason)) => Err(ArchiveError::DamagedFetch { path, offset, reason }),
        }
    }

    /// Goes behind a damaged fetch, if its beginning still tells its length and another one begins there.
    fn pass_over(&mut self) -> bool {
        let start = self.input.fetch;
        let file = self.input.input.get_mut();
        let next = marked_length(file, start).ok().flatten().map(|length| start.saturating_add(length));
        let Some(next) = next.filter(|next| matches!(marked_length(file, *next), Ok(Some(_)))) else { return false };
        if self.input.input.seek(SeekFrom::Start(next)).is_err() {
            return false;
        }
        self.input.at = next;
        true
    }
}

/// The length that the fetch at this place tells.
pub(super) fn marked_length(file: &mut File, at: u64) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(at))?;
    let mut start = Vec::with_capacity(member::MARK_BYTES);
    file.take(member::MARK_BYTES as u64).read_to_end(&mut start)?;
    Ok(member::marked(&start))
}

fn unreadable(path: &Path, reason: io::Error) -> ArchiveError {
    match reason.kind() {
        io::ErrorKind::NotFound => ArchiveError::Missing { path: path.to_owned() },
        _ => ArchiveError::Unreadable { path: path.to_owned(), reason },
    }
}
