//! The texts of pages on their way into an edition: on the disk, because together they are more than fits into memory.
//!
//! They come in the order in which pages are read and leave in the order in which they are published; in between a run knows all
//! mentions, and none of the texts.

use super::error::DatasetError;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where a text stands in the spool, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    pub(super) start: u64,
    pub(super) length: usize,
}

/// A file of texts that is gone when the run is.
#[derive(Debug)]
pub struct Spool {
    path: PathBuf,
    /// The file and its length.
    file: Mutex<(File, u64)>,
}

impl Spool {
    /// An empty one.
    pub(super) fn create(path: &Path) -> Result<Self, DatasetError> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path);
        let file = file.map_err(DatasetError::io("create", path))?;
        Ok(Self { path: path.to_owned(), file: Mutex::new((file, 0)) })
    }

    /// Takes a text.
    pub(super) fn put(&self, text: &str) -> Result<Kept, DatasetError> {
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = &mut *guard;
        let kept = Kept { start: *end, length: text.len() };
        let written = file.seek(SeekFrom::Start(*end)).and_then(|_| file.write_all(text.as_bytes()));
        written.map_err(DatasetError::io("write", &self.path))?;
        *end += text.len() as u64;
        Ok(kept)
    }

    /// Gives one back.
    pub(super) fn get(&self, kept: Kept) -> io::Result<String> {
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, _) = &mut *guard;
        let mut bytes = vec![0; kept.length];
        file.seek(SeekFrom::Start(kept.start))?;
        file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // What cannot be removed now, the next run removes.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_in_any_order_and_the_file_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        let spool = Spool::create(&path).unwrap();
        let kept = ["żółw", "", "jeż"].map(|text| spool.put(text).unwrap());
        assert_eq!(spool.get(kept[2]).unwrap(), "jeż");
        assert_eq!(spool.get(kept[0]).unwrap(), "żółw");
        assert_eq!(spool.get(kept[1]).unwrap(), "");
        assert!(spool.get(Kept { start: 5, length: 100 }).is_err());
        drop(spool);
        assert!(!path.exists());
    }
}
