//! `latest`: the pointer to the newest edition, turned in one step.
//!
//! The new pointer lies ready as `.tmp-metryczka-latest` before its edition gets its name. So a run that is killed between the two leaves word
//! of what it was about to do, and the next one does it.

use super::UNFINISHED;
use crate::dataset::disk::Disk;
use crate::dataset::edition::{Edition, check_name};
use crate::dataset::error::DatasetError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const NAME: &str = "latest";

/// A pointer that lies ready.
#[derive(Debug)]
pub(super) struct Latest<'a> {
    disk: &'a Disk,
    output: &'a Path,
    next: PathBuf,
}

impl<'a> Latest<'a> {
    fn of(disk: &'a Disk, output: &'a Path) -> Self {
        Self { disk, output, next: output.join(format!("{UNFINISHED}{NAME}")) }
    }

    /// Lays a pointer to an edition ready.
    pub(super) fn prepare(disk: &'a Disk, output: &'a Path, edition: &str) -> Result<Self, DatasetError> {
        let latest = Self::of(disk, output);
        let ready = disk.point(&latest.next, edition).and_then(|()| disk.sync_folder(output));
        if let Err(error) = ready {
            let error = DatasetError::io("create", &latest.next)(error);
            latest.cancel();
            return Err(error);
        }
        Ok(latest)
    }

    /// Replaces `latest` by it. What is renamed in the folder before is durable before `latest` is.
    pub(super) fn turn(self) -> io::Result<()> {
        self.disk.sync_folder(self.output)?;
        self.disk.rename(&self.next, &self.output.join(NAME))?;
        self.disk.sync_folder(self.output)
    }

    /// Takes it away again.
    pub(super) fn cancel(self) {
        // Nothing can be done about a failure here; the next run removes it, for there is no such edition.
        let _ = self.disk.remove(&self.next);
    }

    /// Turns `latest` to an edition that a killed run had finished but for this.
    pub(super) fn resume(disk: &'a Disk, output: &'a Path) -> Result<(), DatasetError> {
        let latest = Self::of(disk, output);
        let Some(name) = target(&latest.next) else { return Ok(()) };
        let folder = output.join(&name);
        // A folder that somebody else has put there is no reason to turn anything.
        if Edition::read(&folder).is_ok_and(|edition| edition.edition == name) {
            latest.turn().map_err(|source| DatasetError::Latest { folder, source })?;
        }
        Ok(())
    }
}

/// The name a pointer holds; nothing if there is no pointer.
fn target(pointer: &Path) -> Option<String> {
    match fs::read_link(pointer) {
        Ok(target) => target.to_str().map(str::to_owned),
        Err(_) => fs::read_to_string(pointer).ok().map(|name| name.trim().to_owned()),
    }
}

/// The editions that stand in an output folder, the newest first; what is no edition, or cannot be understood, is passed over.
pub fn editions(output: &Path) -> Vec<Edition> {
    let Ok(entries) = fs::read_dir(output) else { return Vec::new() };
    let edition = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok().filter(|name| check_name(name).is_ok())?;
        Edition::read(&entry.path()).ok().filter(|edition| edition.edition == name)
    };
    let mut editions: Vec<Edition> = entries.filter_map(edition).collect();
    // Of two from one second the later has a number behind its name.
    editions.sort_by(|one, other| {
        let of = |edition: &Edition| (edition.created.clone(), edition.edition.len(), edition.edition.clone());
        of(other).cmp(&of(one))
    });
    editions
}

/// The folder of an edition: `latest` or a name inside an output folder, or a folder itself.
pub fn find_edition(output: &Path, name: Option<&str>) -> PathBuf {
    let name = name.unwrap_or(NAME);
    let inside = output.join(name);
    // Where the system has no symbolic links, `latest` is a file that holds the name.
    if let Some(target) = inside.is_file().then(|| target(&inside)).flatten() {
        return output.join(target);
    }
    if inside.is_dir() || name == NAME { inside } else { PathBuf::from(name) }
}
