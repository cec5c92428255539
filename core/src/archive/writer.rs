//! Appends fetches to an archive folder, so that at any moment a pulled plug costs at most the fetch being written.

use super::encode::{Encoded, warcinfo};
use super::folder::{file_name, file_numbers};
use super::mend::{self, Tail};
use super::{Position, WriteError};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file whose lock keeps two writers apart. It stays behind; the lock goes with the process.
const LOCK: &str = "metryczka.lock";

/// How an archive folder is written.
#[derive(Debug, Clone)]
pub struct WriterSettings {
    /// Bytes after which a new file is begun. A fetch is never divided, so a file that holds but one may be larger.
    pub rotate_bytes: u64,
    /// Name and version of the program, for the record each file begins with.
    pub software: String,
    /// Whom to ask about the archive, for the same record.
    pub operator: Option<String>,
}

/// What was done to the newest file before it was gone on with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended {
    /// Bytes of an unfinished or damaged last fetch that were cut off.
    pub cut_bytes: u64,
    /// The file they were cut from, if there were any.
    pub file: Option<PathBuf>,
    /// A newest file damaged further up, which was left as it is; writing goes on in a new one.
    pub damaged: Option<PathBuf>,
}

/// Writes to an archive folder; one at a time.
pub struct Writer {
    folder: PathBuf,
    settings: WriterSettings,
    /// Number of the file written to, or of the next one if none is open.
    number: u32,
    current: Option<Current>,
    /// Whether names in the folder are not yet synced.
    is_folder_dirty: bool,
    is_closed: bool,
    /// Held while the writer lives.
    _lock: File,
}

/// The file written to.
struct Current {
    path: PathBuf,
    store: Box<dyn Store>,
    /// Bytes of whole fetches.
    length: u64,
    /// Bytes before the first fetch; a file is never left without one.
    beginning: u64,
}

/// A file, or what a test puts in its place.
trait Store: Write + Send {
    fn cut(&mut self, length: u64) -> io::Result<()>;
    fn sync(&mut self) -> io::Result<()>;
}

impl Store for File {
    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

impl Writer {
    /// Opens an archive folder, made if it is missing, and mends the end of its newest file.
    ///
    /// # Errors
    /// When the folder cannot be written to, another writer has it open, or its newest file cannot be read or cut.
    pub fn open(folder: &Path, settings: &WriterSettings) -> Result<(Self, Mended), WriteError> {
        let failed = |reason| WriteError::Folder { path: folder.to_owned(), reason };
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = lock(folder)?;
        let newest = file_numbers(folder).map_err(failed)?.pop();
        let mut writer = Self {
            folder: folder.to_owned(),
            settings: settings.clone(),
            number: newest.unwrap_or(1),
            current: None,
            is_folder_dirty: true,
            is_closed: false,
            _lock: lock,
        };
        let mended = if newest.is_some() { writer.resume()? } else { Mended::default() };
        Ok((writer, mended))
    }

    /// The place behind everything written so far.
    pub fn end(&self) -> Position {
        Position { file: self.number, offset: self.current.as_ref().map_or(0, |current| current.length) }
    }

    /// Appends a fetch, in a new file if the newest is full. It is safe from a pulled plug after [`Writer::sync`].
    ///
    /// # Errors
    /// When it cannot be written. The file then ends where it ended before, and this writer refuses to write more.
    pub fn append(&mut self, fetch: &Encoded) -> Result<Position, WriteError> {
        if self.is_closed {
            return Err(WriteError::Closed { path: self.folder.clone() });
        }
        let appended = self.try_append(fetch);
        self.is_closed = appended.is_err();
        appended
    }

    /// Puts everything appended so far on the disk.
    ///
    /// # Errors
    /// When the system cannot promise that it is there; this writer then refuses to write more.
    pub fn sync(&mut self) -> Result<(), WriteError> {
        let synced = self.try_sync();
        self.is_closed |= synced.is_err();
        synced
    }

    fn try_append(&mut self, fetch: &Encoded) -> Result<Position, WriteError> {
        let size = fetch.bytes.len() as u64;
        if self.current.as_ref().is_some_and(|current| current.is_full(size, self.settings.rotate_bytes)) {
            self.try_sync()?;
            self.current = None;
            self.number = self.number.saturating_add(1);
        }
        if self.current.is_none() {
            self.current = Some(self.create()?);
        }
        let number = self.number;
        let Some(current) = &mut self.current else { return Err(WriteError::Closed { path: self.folder.clone() }) };
        if current.length == 0 {
            let name = file_name(number);
            let first = warcinfo(&name, fetch.time, &self.settings.software, self.settings.operator.as_deref());
            current.put(&[&first, &fetch.bytes[..]].concat())?;
            current.beginning = first.len() as u64;
            return Ok(Position { file: number, offset: current.beginning });
        }
        let offset = current.length;
        current.put(&fetch.bytes)?;
        Ok(Position { file: number, offset })
    }

    fn try_sync(&mut self) -> Result<(), WriteError> {
        if let Some(current) = &mut self.current {
            current.store.sync().map_err(|reason| WriteError::of_write(&current.path, reason))?;
        }
        if self.is_folder_dirty {
            sync_folder(&self.folder).map_err(|reason| WriteError::of_write(&self.folder, reason))?;
            self.is_folder_dirty = false;
        }
        Ok(())
    }

    /// A new file of the current number.
    fn create(&mut self) -> Result<Current, WriteError> {
        let path = self.folder.join(file_name(self.number));
        let created = OpenOptions::new().append(true).create_new(true).open(&path);
        let store = created.map_err(|reason| WriteError::of_write(&path, reason))?;
        self.is_folder_dirty = true;
        Ok(Current { path, store: Box::new(store), length: 0, beginning: 0 })
    }

    /// Opens the newest file where its last whole fetch ends.
    fn resume(&mut self) -> Result<Mended, WriteError> {
        let path = self.folder.join(file_name(self.number));
        let failed = |reason| WriteError::Unmendable { path: path.clone(), reason };
        let mut file = OpenOptions::new().read(true).append(true).open(&path).map_err(|reason| {
            // Reading would do no good: the file is to be written to.
            WriteError::Folder { path: path.clone(), reason }
        })?;
        let found = file.metadata().map_err(failed)?.len();
        let length = match mend::inspect(&mut file).map_err(failed)? {
            Tail::Whole => found,
            Tail::Cut(length) => length,
            Tail::Damaged => {
                self.number = self.number.saturating_add(1);
                return Ok(Mended { damaged: Some(path), ..Mended::default() });
            }
        };
        let mut mended = Mended::default();
        if length < found {
            file.set_len(length).and_then(|()| file.sync_all()).map_err(|reason| WriteError::of_write(&path, reason))?;
            mended = Mended { cut_bytes: found - length, file: Some(path.clone()), damaged: None };
        }
        self.current = Some(Current { path, store: Box::new(file), length, beginning: 0 });
        Ok(mended)
    }
}

impl Current {
    fn is_full(&self, size: u64, rotate_bytes: u64) -> bool {
        self.length > self.beginning && self.length.saturating_add(size) > rotate_bytes
    }

    /// Writes all of this or nothing.
    fn put(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        // One call does it unless the disk is full or a signal came; `write_all` then finds out which.
        if let Err(reason) = self.store.write_all(bytes) {
            // Where even this fails, the next run cuts.
            let _ = self.store.cut(self.length);
            return Err(WriteError::of_write(&self.path, reason));
        }
        self.length += bytes.len() as u64;
        Ok(())
    }
}

/// Takes the lock of a folder.
fn lock(folder: &Path) -> Result<File, WriteError> {
    let path = folder.join(LOCK);
    let failed = |reason| WriteError::Folder { path: path.clone(), reason };
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(WriteError::Locked { path }),
        Err(TryLockError::Error(reason)) => Err(failed(reason)),
    }
}

/// Makes new names in a folder last. Only Unix has folders that can be synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::archive::{Exchange, Folder, encode};
    use tempfile::TempDir;

    /// A disk with room for so many bytes more, over a real file.
    struct SmallDisk {
        file: File,
        room: usize,
    }

    impl Write for SmallDisk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.room == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let written = self.file.write(&bytes[..bytes.len().min(self.room)])?;
            self.room -= written;
            Ok(written)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Store for SmallDisk {
        fn cut(&mut self, length: u64) -> io::Result<()> {
            self.file.set_len(length)
        }

        fn sync(&mut self) -> io::Result<()> {
            Err(io::Error::other("the disk is gone"))
        }
    }

    fn fetch() -> Encoded {
        let request = b"GET / HTTP/1.1\r\n\r\n".to_vec();
        encode(
            &Exchange { url: "http://gmina.test/".to_owned(), time: 0, address: None, request, answer: None, notes: Vec::new() },
            None,
        )
    }

    fn writer(folder: &Path) -> Writer {
        let settings = WriterSettings { rotate_bytes: 1 << 20, software: "test".to_owned(), operator: None };
        Writer::open(folder, &settings).unwrap().0
    }

    #[test]
    fn a_full_disk_leaves_whole_fetches_and_closes_the_archive() {
        let folder = TempDir::new().unwrap();
        let mut writer = writer(folder.path());
        writer.append(&fetch()).unwrap();
        let path = folder.path().join(file_name(1));
        let before = fs::read(&path).unwrap();
        for room in [0, 1, fetch().size() - 1] {
            let file = OpenOptions::new().append(true).open(&path).unwrap();
            writer.current.as_mut().unwrap().store = Box::new(SmallDisk { file, room });
            let error = writer.append(&fetch()).unwrap_err();
            assert_eq!(error.code(), "archive_disk_full");
            assert!(error.remedy().contains("make room"));
            assert_eq!(fs::read(&path).unwrap(), before);
            assert_eq!(writer.append(&fetch()).unwrap_err().code(), "archive_closed");
            writer.is_closed = false;
        }
        assert_eq!(Folder::open(folder.path()).unwrap().entries(None).count(), 1);
    }

    #[test]
    fn a_failed_sync_closes_the_archive() {
        let folder = TempDir::new().unwrap();
        let mut writer = writer(folder.path());
        writer.append(&fetch()).unwrap();
        let file = OpenOptions::new().append(true).open(folder.path().join(file_name(1))).unwrap();
        writer.current.as_mut().unwrap().store = Box::new(SmallDisk { file, room: 0 });
        assert_eq!(writer.sync().unwrap_err().code(), "archive_write_failed");
        assert_eq!(writer.append(&fetch()).unwrap_err().code(), "archive_closed");
    }
}
