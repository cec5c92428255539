//! Publishing an edition so that a reader never sees half of one.
//!
//! Everything is written into `.tmp-metryczka-<edition>`, synced, judged, and renamed; only then does `latest` turn to it. A run that fails
//! leaves what was there before. What a killed run left behind is removed by the next; a lock keeps two runs apart.

mod latest;
#[cfg(test)]
mod tests;

pub use latest::{editions, find_edition};

use super::assemble::Dataset;
use super::dictionary::{self, About};
use super::disk::Disk;
use super::edition::{DocumentFile, Edition, FILE, TableFile, check_name};
use super::error::DatasetError;
use super::gate::{self, Expectation, Verdict};
use super::history::Previous;
use super::schema;
use super::spool::Spool;
use crate::table::{SCHEMA, Table};
use latest::Latest;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Begins the names of what is being written. Whatever is called so when a run begins was left by a killed one and is removed; so
/// it is a name that nobody else gives.
const UNFINISHED: &str = ".tmp-metryczka-";

/// The description of the tables for programs.
const PACKAGE: &str = "datapackage.json";

/// The right to publish one edition into an output folder.
#[derive(Debug)]
pub struct Publisher {
    output: PathBuf,
    edition: String,
    disk: Disk,
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

/// Makes tables out of others in a folder.
pub type Further<'a> = &'a dyn Fn(&Path) -> Result<(), DatasetError>;

/// What comes between the tables and their publication.
#[derive(Clone, Copy, Default)]
pub struct Finishing<'a> {
    /// Makes tables out of those that are written: gets the folder in which all tables of [`super::tables`] stand, and may replace some.
    pub further: Option<Further<'a>>,
    /// What is expected of the edition.
    pub expectations: &'a [Expectation],
    /// The edition before, to compare with.
    pub previous: Option<&'a Previous>,
    /// Why it is to be published whatever is expected of it; kept in its description.
    pub force: Option<&'a str>,
    /// What else is to be looked at; kept in its description.
    pub warnings: &'a [String],
    /// The licence under which the tables are given on: an SPDX identifier or an address. Without it none is stated.
    pub licence: Option<&'a str>,
}

impl fmt::Debug for Finishing<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Finishing")
            .field("further", &self.further.is_some())
            .field("expectations", &self.expectations)
            .field("previous", &self.previous)
            .field("force", &self.force)
            .field("warnings", &self.warnings)
            .field("licence", &self.licence)
            .finish()
    }
}

impl Publisher {
    /// Makes sure that the edition can be published, before any work is done: creates the output folder, takes its lock, finishes
    /// or removes what a killed run left.
    ///
    /// # Errors
    /// When the name is unfit or taken, the folder cannot be written, or another run is writing.
    pub fn begin(output: &Path, edition: &str) -> Result<Self, DatasetError> {
        Self::begin_on(Disk::default(), output, edition)
    }

    /// The same on a disk that may fail.
    fn begin_on(disk: Disk, output: &Path, edition: &str) -> Result<Self, DatasetError> {
        check_name(edition)?;
        disk.ensure_folder(output).map_err(DatasetError::io("create", output))?;
        let lock = lock(&disk, output)?;
        Latest::resume(&disk, output)?;
        for entry in fs::read_dir(output).map_err(DatasetError::io("read", output))? {
            let entry = entry.map_err(DatasetError::io("read", output))?;
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                disk.remove(&entry.path()).map_err(DatasetError::io("remove", &entry.path()))?;
            }
        }
        let publisher = Self { output: output.to_owned(), edition: edition.to_owned(), disk, _lock: lock };
        free(publisher.folder()).map(|_| publisher)
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

    /// A place for what is put together before it is taken.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn parts(&self) -> Result<Spool, DatasetError> {
        Spool::create(&self.output.join(format!("{UNFINISHED}parts")))
    }

    /// Writes the edition, judges it, and turns `latest` to it.
    ///
    /// # Errors
    /// When something cannot be written, or the edition is not as expected; then nothing is published. With
    /// [`DatasetError::Latest`] the edition is, and only `latest` is not turned yet.
    pub fn publish(self, dataset: &Dataset, origin: Origin, finishing: &Finishing<'_>) -> Result<Edition, DatasetError> {
        let unfinished = Unfinished::create(&self)?;
        dataset.write(&unfinished.folder, &self.disk)?;
        if let Some(further) = finishing.further {
            further(&unfinished.folder)?;
        }
        let verdict = gate::examine(&unfinished.folder, finishing.expectations, finishing.previous)?;
        if finishing.force.is_none() && !verdict.refused.is_empty() {
            return Err(DatasetError::Refused(verdict.refused));
        }
        let mut edition = self.describe(dataset, origin, finishing, verdict, tables(&unfinished.folder)?);
        edition.documents = self.explain(&unfinished.folder, &edition, finishing.licence)?;
        self.write_json(&unfinished.folder.join(FILE), &edition)?;
        self.disk.sync_folder(&unfinished.folder).map_err(DatasetError::io("write", &unfinished.folder))?;
        self.show(unfinished)?;
        Ok(edition)
    }

    /// Writes what the tables mean, for programs and for people.
    fn explain(
        &self,
        folder: &Path,
        edition: &Edition,
        licence: Option<&str>,
    ) -> Result<BTreeMap<String, DocumentFile>, DatasetError> {
        let tables = schema::tables();
        let about = About::read(folder, edition, licence)?;
        self.write_json(&folder.join(PACKAGE), &dictionary::data_package(&tables, &about))?;
        let path = folder.join(dictionary::FILE);
        let text = dictionary::document(&edition.edition, &tables);
        self.disk.write(&path, text.as_bytes()).map_err(DatasetError::io("write", &path))?;
        let of = |name: &str| Ok((name.to_owned(), DocumentFile::of(&folder.join(name))?));
        [PACKAGE, dictionary::FILE].into_iter().map(of).collect()
    }

    fn describe(
        &self,
        dataset: &Dataset,
        origin: Origin,
        finishing: &Finishing<'_>,
        verdict: Verdict,
        tables: BTreeMap<String, TableFile>,
    ) -> Edition {
        let Verdict { refused, warned } = verdict;
        Edition {
            schema: SCHEMA,
            edition: self.edition.clone(),
            created: origin.created,
            code_version: origin.code_version,
            vocabulary_digest: origin.vocabulary_digest,
            archive_digest: dataset.archive_digest(),
            inputs_digest: origin.inputs_digest,
            previous: finishing.previous.map(|previous| previous.edition.edition.clone()),
            forced: finishing.force.map(str::to_owned),
            warnings: refused.into_iter().chain(warned).chain(finishing.warnings.iter().cloned()).collect(),
            corrections: dataset.corrections(),
            tables,
            documents: BTreeMap::new(),
        }
    }

    /// Gives the written folder its name, and turns `latest`.
    fn show(&self, unfinished: Unfinished<'_>) -> Result<(), DatasetError> {
        // `rename` would replace an empty folder of this name silently.
        let folder = free(self.folder())?;
        let latest = Latest::prepare(&self.disk, &self.output, &self.edition)?;
        if let Err(error) = self.disk.rename(&unfinished.folder, &folder) {
            latest.cancel();
            return Err(DatasetError::io("create", &folder)(error));
        }
        unfinished.keep();
        latest.turn().map_err(|source| DatasetError::Latest { folder, source })
    }

    fn write_json(&self, path: &Path, value: &impl Serialize) -> Result<(), DatasetError> {
        let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from);
        text.and_then(|text| self.disk.write(path, format!("{text}\n").as_bytes())).map_err(DatasetError::io("write", path))
    }
}

/// What was written, as it is on the disk.
fn tables(folder: &Path) -> Result<BTreeMap<String, TableFile>, DatasetError> {
    let of = |table: Table| Ok((table.name.to_owned(), TableFile::of(&table_path(folder, table.name))?));
    schema::tables().into_iter().map(of).collect()
}

fn table_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.parquet"))
}

/// A folder that is not there yet.
fn free(folder: PathBuf) -> Result<PathBuf, DatasetError> {
    if fs::symlink_metadata(&folder).is_ok() { Err(DatasetError::Exists(folder)) } else { Ok(folder) }
}

/// A folder that is being written; removed unless it has got its name.
struct Unfinished<'p> {
    folder: PathBuf,
    disk: &'p Disk,
    is_done: bool,
}

impl<'p> Unfinished<'p> {
    fn create(publisher: &'p Publisher) -> Result<Self, DatasetError> {
        let folder = publisher.output.join(format!("{UNFINISHED}{}", publisher.edition));
        publisher.disk.create_folder(&folder).map_err(DatasetError::io("create", &folder))?;
        Ok(Self { folder, disk: &publisher.disk, is_done: false })
    }

    /// Leaves the folder, which has got its name, alone.
    fn keep(mut self) {
        self.is_done = true;
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            // Nothing can be done about a failure here; the next run tries again.
            let _ = self.disk.remove(&self.folder);
        }
    }
}

/// Takes the output folder's lock. On a file system without locks the run goes on without.
pub(super) fn lock(disk: &Disk, output: &Path) -> Result<Option<File>, DatasetError> {
    let path = output.join(".lock");
    let file = disk.create(&path).map_err(DatasetError::io("write", &path))?.into_file();
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(DatasetError::InUse(output.to_owned())),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}
