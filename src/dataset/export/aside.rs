//! Files that are written beside their places and take them when all are whole.

use crate::dataset::error::DatasetError;
use std::fs::{self, File, TryLockError};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// The folder in which they are written, inside that of their places.
const UNFINISHED: &str = ".tmp-export";
/// The file whose lock keeps two exports apart.
const LOCK: &str = ".lock";

/// Files on their way. Until [`Aside::finish`], their places are as they were; what a killed export left is removed by the next.
#[derive(Debug)]
pub(in crate::dataset) struct Aside {
    into: PathBuf,
    folder: PathBuf,
    names: Vec<String>,
    _lock: File,
}

impl Aside {
    /// Makes sure that the files can be written, before any work is done.
    ///
    /// # Errors
    /// When a file is there already and must not be overwritten, the folder cannot be written, or another export is writing there.
    pub(in crate::dataset) fn begin(into: &Path, names: Vec<String>, overwrite: bool) -> Result<Self, DatasetError> {
        if let Some(taken) = names.iter().map(|name| into.join(name)).find(|path| fs::symlink_metadata(path).is_ok()) {
            let is_file = fs::metadata(&taken).is_ok_and(|meta| meta.is_file());
            if !(overwrite && is_file) {
                return Err(DatasetError::Occupied(taken));
            }
        }
        let folder = into.join(UNFINISHED);
        fs::create_dir_all(&folder).map_err(DatasetError::io("create", &folder))?;
        let path = folder.join(LOCK);
        let lock = File::create(&path).map_err(DatasetError::io("write", &path))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(DatasetError::InUse(into.to_owned())),
            // A file system without locks.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        Ok(Self { into: into.to_owned(), folder, names, _lock: lock })
    }

    /// Where a file is written until all are whole.
    pub(in crate::dataset) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file, and waits until it is on the disk. Returns its size.
    ///
    /// # Errors
    /// When it cannot be written, or whoever writes fails.
    pub(in crate::dataset) fn write<T>(
        &self,
        name: &str,
        fill: impl FnOnce(&mut BufWriter<File>) -> Result<T, DatasetError>,
    ) -> Result<(T, u64), DatasetError> {
        let path = self.path(name);
        let failed = |error| DatasetError::io("write", &self.into.join(name))(error);
        let mut file = BufWriter::with_capacity(1 << 18, File::create(&path).map_err(failed)?);
        let filled = fill(&mut file)?;
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        Ok((filled, size))
    }

    /// Puts every file in its place.
    ///
    /// # Errors
    /// When one cannot be renamed; each place holds a whole file, the new one or what was there.
    pub(in crate::dataset) fn finish(self) -> Result<(), DatasetError> {
        for name in &self.names {
            let place = self.into.join(name);
            fs::rename(self.path(name), &place).map_err(DatasetError::io("create", &place))?;
        }
        if cfg!(unix) {
            File::open(&self.into).and_then(|folder| folder.sync_all()).map_err(DatasetError::io("write", &self.into))?;
        }
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the next export tries again.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn names() -> Vec<String> {
        vec!["a.csv".to_owned(), "b.csv".to_owned()]
    }

    fn fill(text: &'static str) -> impl FnOnce(&mut BufWriter<File>) -> Result<(), DatasetError> {
        move |out| out.write_all(text.as_bytes()).map_err(DatasetError::io("write", Path::new("x")))
    }

    #[test]
    fn nothing_stands_in_its_place_until_all_is_whole() {
        let into = tempfile::tempdir().unwrap();
        let aside = Aside::begin(into.path(), names(), false).unwrap();
        aside.write("a.csv", fill("one")).unwrap();
        assert!(!into.path().join("a.csv").exists());
        drop(aside);
        assert_eq!(fs::read_dir(into.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_there_is_overwritten_only_on_demand() {
        let into = tempfile::tempdir().unwrap();
        fs::write(into.path().join("b.csv"), "mine").unwrap();
        assert!(
            matches!(Aside::begin(into.path(), names(), false), Err(DatasetError::Occupied(path)) if path.ends_with("b.csv"))
        );
        let aside = Aside::begin(into.path(), names(), true).unwrap();
        for name in names() {
            aside.write(&name, fill("new")).unwrap();
        }
        assert_eq!(fs::read_to_string(into.path().join("b.csv")).unwrap(), "mine");
        aside.finish().unwrap();
        assert_eq!(fs::read_to_string(into.path().join("b.csv")).unwrap(), "new");
        assert_eq!(fs::read_dir(into.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_of_the_name_is_never_overwritten() {
        let into = tempfile::tempdir().unwrap();
        fs::create_dir(into.path().join("a.csv")).unwrap();
        assert!(matches!(Aside::begin(into.path(), names(), true), Err(DatasetError::Occupied(_))));
    }

    #[test]
    fn two_exports_into_one_folder_keep_apart() {
        let into = tempfile::tempdir().unwrap();
        let first = Aside::begin(into.path(), names(), false).unwrap();
        assert!(matches!(Aside::begin(into.path(), names(), false), Err(DatasetError::InUse(_))));
        drop(first);
        assert!(Aside::begin(into.path(), names(), false).is_ok());
    }
}
