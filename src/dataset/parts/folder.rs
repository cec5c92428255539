//! The folder of an extraction: begun, gone on with, finished, or refused.

use super::description::{Description, ExtractJob, ExtractTotals, FILE};
use super::mark::{Covered, FOLDER, PartMark, hidden};
use super::part::{Part, replace};
use crate::dataset::disk::Disk;
use crate::dataset::error::DatasetError;
use crate::dataset::publish::lock;
use crate::table::{SCHEMA, extract_tables};
use serde_json::Value;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// An extraction under way, or finished.
#[derive(Debug)]
pub struct Parts {
    folder: PathBuf,
    disk: Disk,
    description: Description,
    marks: Vec<PartMark>,
    _lock: Option<File>,
}

impl Parts {
    /// Opens the folder of an extraction, or begins it. What is left of an unfinished part is removed; with `restart` everything that an
    /// extraction has written there, and nothing else.
    ///
    /// # Errors
    /// When the folder holds something else, or an extraction of another kind; when another run writes into it; when it cannot be written.
    pub fn open(folder: &Path, job: ExtractJob, restart: bool) -> Result<Self, DatasetError> {
        Self::open_on(Disk::default(), folder, job, restart)
    }

    pub(super) fn open_on(disk: Disk, folder: &Path, job: ExtractJob, restart: bool) -> Result<Self, DatasetError> {
        disk.ensure_folder(folder).map_err(DatasetError::io("create", folder))?;
        let known = known(folder)?;
        own(folder)?;
        let lock = lock(&disk, folder)?;
        let description = match known {
            Some(known) if !restart => same(folder, known, &job)?,
            _ => Description { job, finished: None },
        };
        let mut parts = Self { folder: folder.to_owned(), disk, description, marks: Vec::new(), _lock: lock };
        if !restart {
            parts.marks = (0..).map_while(|part| PartMark::read(folder, part)).collect();
        }
        parts.tidy()?;
        // A part that was finished and is not whole any more is made again.
        if parts.description.finished.as_ref().is_some_and(|totals| *totals != ExtractTotals::of(&parts.marks)) {
            parts.description.finished = None;
        }
        for place in places(folder) {
            parts.disk.ensure_folder(&place).map_err(DatasetError::io("create", &place))?;
        }
        replace(&parts.disk, &folder.join(FILE), &parts.description)?;
        Ok(parts)
    }

    /// What became of it, if it is finished.
    pub fn finished(&self) -> Option<&ExtractTotals> {
        self.description.finished.as_ref()
    }

    /// The parts that are whole, in order.
    pub fn marks(&self) -> &[PartMark] {
        &self.marks
    }

    /// Begins the next part.
    ///
    /// # Errors
    /// When its files cannot be created.
    pub fn begin(&self) -> Result<Part, DatasetError> {
        Part::begin(&self.folder, self.marks.len(), &self.description.job.about(), &self.disk)
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it cannot be written; then it is none.
    pub fn close(&mut self, part: Part, covered: Covered) -> Result<(), DatasetError> {
        self.marks.push(part.finish(covered)?);
        Ok(())
    }

    /// Says that there are no more parts.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn finish(&mut self) -> Result<ExtractTotals, DatasetError> {
        let totals = ExtractTotals::of(&self.marks);
        self.description.finished = Some(totals.clone());
        replace(&self.disk, &self.folder.join(FILE), &self.description)?;
        Ok(totals)
    }

    /// That the input is not any more what a whole part was made of.
    pub fn changed(&self, part: usize) -> DatasetError {
        DatasetError::ChangedInput { path: self.folder.clone(), part }
    }

    /// Removes the files of parts that are not whole, the last first: a part that has lost its mark is none, whatever ends this.
    fn tidy(&self) -> Result<(), DatasetError> {
        let whole = self.marks.len();
        let is_left = |name: &str, before: &str, after: &str| {
            let bare = name.strip_prefix('.').and_then(|name| name.strip_suffix(".new"));
            let number = bare.unwrap_or(name).strip_prefix(before).and_then(|name| name.strip_suffix(after));
            let number = number.filter(|number| number.len() >= 5).and_then(|number| number.parse::<usize>().ok());
            number.is_some_and(|number| bare.is_some() || number >= whole)
        };
        self.sweep(FOLDER, |name| is_left(name, "", ".json"))?;
        for table in extract_tables() {
            self.sweep(table.name, |name| is_left(name, "part-", ".parquet"))?;
        }
        Ok(())
    }

    fn sweep(&self, folder: &str, is_left: impl Fn(&str) -> bool) -> Result<(), DatasetError> {
        let folder = self.folder.join(folder);
        let mut left: Vec<PathBuf> = match fs::read_dir(&folder) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
            Err(_) => return Ok(()),
        };
        left.retain(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(&is_left));
        left.sort_unstable();
        for path in left.iter().rev() {
            self.disk.remove(path).map_err(DatasetError::io("remove", path))?;
        }
        Ok(())
    }
}

/// The description that a folder has; nothing in an empty one.
fn known(folder: &Path) -> Result<Option<Value>, DatasetError> {
    let path = folder.join(FILE);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return empty(folder).map(|()| None),
        Err(error) => return Err(DatasetError::io("read", &path)(error)),
    };
    let value: Option<Value> = serde_json::from_slice(&text).ok();
    let is_ours = |value: &Value| value.get("schema").is_some_and(Value::is_u64) && value.get("part_pages").is_some();
    value.filter(is_ours).map(Some).ok_or_else(|| DatasetError::ForeignFolder(folder.to_owned()))
}

/// Makes sure that a folder holds nothing, but what a run leaves that was ended at its very beginning.
fn empty(folder: &Path) -> Result<(), DatasetError> {
    let ours = [".lock".into(), hidden(Path::new(FILE)).into_os_string()];
    let mut entries = fs::read_dir(folder).map_err(DatasetError::io("read", folder))?;
    let is_foreign = entries.any(|entry| entry.is_ok_and(|entry| !ours.contains(&entry.file_name())));
    if is_foreign { Err(DatasetError::ForeignFolder(folder.to_owned())) } else { Ok(()) }
}

/// The folders of the tables and of the marks.
fn places(folder: &Path) -> impl Iterator<Item = PathBuf> {
    extract_tables().into_iter().map(|table| table.name).chain([FOLDER]).map(|name| folder.join(name))
}

/// Makes sure that no folder of a table is a link: what it leads to is somebody else's, and parts would be removed and written there.
fn own(folder: &Path) -> Result<(), DatasetError> {
    let linked = places(folder).find(|place| place.is_symlink());
    linked.map_or(Ok(()), |place| Err(DatasetError::ForeignFolder(place)))
}

/// The description, if it is that of the same job.
fn same(folder: &Path, known: Value, job: &ExtractJob) -> Result<Description, DatasetError> {
    let other = |(what, there, here): (&'static str, String, String)| DatasetError::OtherExtract {
        path: folder.to_owned(),
        what,
        there,
        here,
    };
    // What a later program writes may be of a shape that this one cannot foresee.
    let schema = known.get("schema").map(ToString::to_string).unwrap_or_default();
    if schema != SCHEMA.to_string() {
        return Err(other(("form of tables (schema)", schema, SCHEMA.to_string())));
    }
    let description: Description = serde_json::from_value(known).map_err(|_| DatasetError::ForeignFolder(folder.to_owned()))?;
    match description.job.difference(job) {
        Some(difference) => Err(other(difference)),
        None => Ok(description),
    }
}
