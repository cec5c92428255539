//! Publishing an edition so that a reader never sees half of one.
//!
//! Everything is written into `.tmp-<edition>`, synced, and renamed; only then does `latest` turn to it. A run that fails leaves
//! what was there before. What a killed run left behind is removed by the next; a lock keeps two runs apart.

use super::assemble::Dataset;
use super::dictionary::data_package;
use super::edition::{Edition, FILE, TableFile, check_name};
use super::error::DatasetError;
use super::schema;
use super::spool::Spool;
use crate::resolve::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Begins the names of folders that are being written.
const UNFINISHED: &str = ".tmp-";

/// The right to publish one edition into an output folder.
#[derive(Debug)]
pub struct Publisher {
    output: PathBuf,
    edition: String,
    _lock: Option<File>,
}

/// What made an edition, besides its pages.
#[derive(Debug, Clone)]
pub struct Origin {
    /// When (UTC).
    pub created: String,
    /// Version of the program.
    pub code_version: String,
    /// SHA-256 of the vocabulary.
    pub vocabulary_digest: String,
    /// SHA-256 over pages and settings, if it is to be known whether the next run finds anything new.
    pub inputs_digest: Option<String>,
}

impl Publisher {
    /// Makes sure that the edition can be published, before any work is done: creates the output folder, takes its lock, removes
    /// what a killed run left.
    ///
    /// # Errors
    /// When the name is unfit or taken, the folder cannot be written, or another run is writing.
    pub fn begin(output: &Path, edition: &str) -> Result<Self, DatasetError> {
        check_name(edition)?;
        fs::create_dir_all(output).map_err(DatasetError::io("create", output))?;
        let lock = lock(output)?;
        for entry in fs::read_dir(output).map_err(DatasetError::io("read", output))? {
            let entry = entry.map_err(DatasetError::io("read", output))?;
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                remove(&entry.path())?;
            }
        }
        let publisher = Self { output: output.to_owned(), edition: edition.to_owned(), _lock: lock };
        let folder = publisher.folder();
        if fs::symlink_metadata(&folder).is_ok() { Err(DatasetError::Exists(folder)) } else { Ok(publisher) }
    }

    /// Where the edition will be.
    pub fn folder(&self) -> PathBuf {
        self.output.join(&self.edition)
    }

    /// A place for what pages say until it is published.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn spool(&self) -> Result<Arc<Spool>, DatasetError> {
        Ok(Arc::new(Spool::create(&self.output.join(format!("{UNFINISHED}texts")))?))
    }

    /// Writes the edition and turns `latest` to it.
    ///
    /// # Errors
    /// When something cannot be written; then nothing is published.
    pub fn publish(self, dataset: &Dataset, origin: Origin) -> Result<Edition, DatasetError> {
        let folder = self.folder();
        let unfinished = Unfinished(self.output.join(format!("{UNFINISHED}{}", self.edition)));
        let edition = self.write(&unfinished.0, dataset, origin)?;
        // `rename` would replace an empty folder of this name silently.
        if fs::symlink_metadata(&folder).is_ok() {
            return Err(DatasetError::Exists(folder));
        }
        fs::rename(&unfinished.0, &folder).map_err(DatasetError::io("create", &folder))?;
        sync_folder(&self.output)?;
        self.point_latest()?;
        Ok(edition)
    }

    fn write(&self, folder: &Path, dataset: &Dataset, origin: Origin) -> Result<Edition, DatasetError> {
        fs::create_dir(folder).map_err(DatasetError::io("create", folder))?;
        let mut tables = BTreeMap::new();
        for (name, rows) in dataset.write(folder)? {
            let (bytes, sha256) = fingerprint(&folder.join(format!("{name}.parquet")))?;
            tables.insert(name.to_owned(), TableFile { rows, bytes, sha256 });
        }
        let edition = Edition {
            edition: self.edition.clone(),
            created: origin.created,
            code_version: origin.code_version,
            vocabulary_digest: origin.vocabulary_digest,
            archive_digest: dataset.archive_digest(),
            inputs_digest: origin.inputs_digest,
            tables,
        };
        write_json(&folder.join("datapackage.json"), &data_package(&schema::tables()))?;
        write_json(&folder.join(FILE), &edition)?;
        sync_folder(folder)?;
        Ok(edition)
    }

    /// Replaces `latest` in one step: a symbolic link where the system has them, else a file that holds the edition's name.
    fn point_latest(&self) -> Result<(), DatasetError> {
        let latest = self.output.join("latest");
        let next = self.output.join(format!("{UNFINISHED}latest"));
        #[cfg(unix)]
        std::os::unix::fs::symlink(&self.edition, &next).map_err(DatasetError::io("create", &next))?;
        #[cfg(not(unix))]
        fs::write(&next, &self.edition).map_err(DatasetError::io("write", &next))?;
        fs::rename(&next, &latest).map_err(DatasetError::io("replace", &latest))?;
        sync_folder(&self.output)
    }
}

/// The folder of an edition: `latest` or a name inside an output folder, or a folder itself.
pub fn find_edition(output: &Path, name: Option<&str>) -> PathBuf {
    let name = name.unwrap_or("latest");
    let inside = output.join(name);
    // Where the system has no symbolic links, `latest` is a file that holds the name.
    if let Some(target) = inside.is_file().then(|| fs::read_to_string(&inside).ok()).flatten() {
        return output.join(target.trim());
    }
    if inside.is_dir() || name == "latest" { inside } else { PathBuf::from(name) }
}

/// A folder that is being written; removed unless it has been renamed.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the next run tries again.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Takes the output folder's lock. On a file system without locks the run goes on without.
fn lock(output: &Path) -> Result<Option<File>, DatasetError> {
    let path = output.join(".lock");
    let file = File::create(&path).map_err(DatasetError::io("write", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(DatasetError::InUse(output.to_owned())),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn remove(path: &Path) -> Result<(), DatasetError> {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir());
    let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.map_err(DatasetError::io("remove", path))
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), DatasetError> {
    let write = || {
        let mut file = File::create(path)?;
        serde_json::to_writer_pretty(&mut file, value)?;
        file.write_all(b"\n")?;
        file.sync_all()
    };
    write().map_err(DatasetError::io("write", path))
}

/// Makes the names in a folder durable; only unix can.
fn sync_folder(folder: &Path) -> Result<(), DatasetError> {
    if cfg!(unix) {
        File::open(folder).and_then(|file| file.sync_all()).map_err(DatasetError::io("write", folder))?;
    }
    Ok(())
}

/// Size and SHA-256 of a file.
pub(super) fn fingerprint(path: &Path) -> Result<(u64, String), DatasetError> {
    let mut file = File::open(path).map_err(DatasetError::io("read", path))?;
    let mut hash = HashWriter(Sha256::new());
    let bytes = std::io::copy(&mut file, &mut hash).map_err(DatasetError::io("read", path))?;
    Ok((bytes, hex(&hash.0.finalize())))
}

/// Feeds what is written into a hash.
struct HashWriter(Sha256);

impl Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
