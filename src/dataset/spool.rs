//! What waits for its turn on the way into an edition: the texts of pages and what they tell. On the disk, because together they
//! are more than fits into memory.
//!
//! Everything comes in the order in which pages are read and leaves in the order in which it is published; in between a run knows
//! where each piece is, and none of them. Where there is no folder to publish into, the pieces wait in memory.

use super::error::DatasetError;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// Where a piece stands in the spool, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kept {
    start: u64,
    length: u32,
}

/// Pieces in a file that is gone when the run is, or in memory.
#[derive(Debug)]
pub struct Spool {
    /// Where the file is; none in memory.
    path: Option<PathBuf>,
    pieces: Mutex<Pieces>,
}

#[derive(Debug)]
enum Pieces {
    InFile { file: File, length: u64 },
    InMemory(Vec<u8>),
}

impl Default for Spool {
    fn default() -> Self {
        Self { path: None, pieces: Mutex::new(Pieces::InMemory(Vec::new())) }
    }
}

impl Spool {
    /// An empty one in a new file.
    pub(super) fn create(path: &Path) -> Result<Self, DatasetError> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path);
        let file = file.map_err(DatasetError::io("create", path))?;
        Ok(Self { path: Some(path.to_owned()), pieces: Mutex::new(Pieces::InFile { file, length: 0 }) })
    }

    /// An empty one in a file of its own in the system's folder for such; the file is gone when this is.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn temporary() -> Result<Self, DatasetError> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let (folder, run) = (std::env::temp_dir(), std::process::id());
        loop {
            let path = folder.join(format!("metryczka-{run}-{}.spool", MADE.fetch_add(1, Ordering::Relaxed)));
            // A file or link of somebody else's is never written into.
            match File::options().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { path: Some(path), pieces: Mutex::new(Pieces::InFile { file, length: 0 }) }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(DatasetError::io("create", &path)(error)),
            }
        }
    }

    /// Takes a piece.
    pub(super) fn put(&self, bytes: &[u8]) -> Result<Kept, DatasetError> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.put(bytes).map_err(DatasetError::io("write", self.path()))
    }

    /// Gives one back.
    pub(super) fn get(&self, kept: Kept) -> Result<Vec<u8>, DatasetError> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.get(kept).map_err(DatasetError::io("read", self.path()))
    }

    /// Throws away everything that was put away.
    pub(super) fn clear(&self) -> Result<(), DatasetError> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *pieces {
            Pieces::InFile { file, length } => {
                file.set_len(0).map_err(DatasetError::io("write", self.path()))?;
                *length = 0;
            }
            Pieces::InMemory(all) => all.clear(),
        }
        Ok(())
    }

    /// That a piece is not what was put away.
    pub(super) fn damaged(&self) -> DatasetError {
        DatasetError::io("read", self.path())(io::Error::new(io::ErrorKind::InvalidData, "not what this run has written"))
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new("memory"))
    }
}

impl Pieces {
    fn put(&mut self, bytes: &[u8]) -> io::Result<Kept> {
        let length = u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        match self {
            Self::InFile { file, length: end } => {
                let kept = Kept { start: *end, length };
                file.seek(SeekFrom::Start(*end))?;
                file.write_all(bytes)?;
                *end += u64::from(length);
                Ok(kept)
            }
            Self::InMemory(all) => {
                let kept = Kept { start: all.len() as u64, length };
                all.extend_from_slice(bytes);
                Ok(kept)
            }
        }
    }

    fn get(&mut self, kept: Kept) -> io::Result<Vec<u8>> {
        let size = kept.length as usize;
        match self {
            Self::InFile { file, .. } => {
                let mut bytes = vec![0; size];
                file.seek(SeekFrom::Start(kept.start))?;
                file.read_exact(&mut bytes)?;
                Ok(bytes)
            }
            Self::InMemory(all) => {
                let start = usize::try_from(kept.start).unwrap_or(usize::MAX);
                let piece = all.get(start..start.saturating_add(size));
                piece.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
            }
        }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // What cannot be removed now, the next run removes.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_back(spool: &Spool) {
        let kept = ["żółw", "", "jeż"].map(|text| spool.put(text.as_bytes()).unwrap());
        assert_eq!(spool.get(kept[2]).unwrap(), "jeż".as_bytes());
        assert_eq!(spool.get(kept[0]).unwrap(), "żółw".as_bytes());
        assert_eq!(spool.get(kept[1]).unwrap(), b"");
        assert!(spool.get(Kept { start: 5, length: 100 }).is_err());
        assert!(spool.get(Kept { start: u64::MAX, length: 1 }).is_err());
    }

    #[test]
    fn a_cleared_spool_begins_anew() {
        for spool in [Spool::temporary().unwrap(), Spool::default()] {
            let kept = spool.put(b"before").unwrap();
            spool.clear().unwrap();
            assert!(spool.get(kept).is_err());
            comes_back(&spool);
        }
    }

    #[test]
    fn pieces_come_back_in_any_order_and_the_file_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        let spool = Spool::create(&path).unwrap();
        comes_back(&spool);
        drop(spool);
        assert!(!path.exists());
        comes_back(&Spool::default());
        let (one, other) = (Spool::temporary().unwrap(), Spool::temporary().unwrap());
        let path = one.path().to_owned();
        assert!(path.exists() && path != other.path());
        comes_back(&one);
        drop(one);
        assert!(!path.exists() && other.path().exists());
    }
}
