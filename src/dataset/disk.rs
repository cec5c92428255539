//! Everything publishing does to the disk, step by step, so that a test can let any step fail.
//!
//! Two things go wrong in life: a step fails and the program goes on to tidy up (a full disk), or the program is gone at that step
//! and nothing is tidied up (`kill -9`). What is published must survive both at every step; [`Disk::failing`] brings them about.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

#[cfg(test)]
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// The way to the disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    fault: Option<Arc<Fault>>,
}

/// What is to go wrong.
#[cfg(test)]
#[derive(Debug)]
struct Fault {
    /// The number of the step that fails, from 1.
    at: usize,
    /// Whether nothing happens any more from then on.
    kills: bool,
    taken: AtomicUsize,
}

#[cfg(test)]
impl Disk {
    /// One on which a step fails; with `kills`, every later one too.
    pub(super) fn failing(at: usize, kills: bool) -> Self {
        Self { fault: Some(Arc::new(Fault { at, kills, taken: AtomicUsize::new(0) })) }
    }

    /// Steps taken so far.
    pub(super) fn taken(&self) -> usize {
        self.fault.as_ref().map_or(0, |fault| fault.taken.load(Ordering::SeqCst))
    }

    fn step(&self) -> io::Result<()> {
        let Some(fault) = &self.fault else { return Ok(()) };
        let step = fault.taken.fetch_add(1, Ordering::SeqCst) + 1;
        match step.cmp(&fault.at) {
            std::cmp::Ordering::Equal => Err(io::ErrorKind::StorageFull.into()),
            std::cmp::Ordering::Greater if fault.kills => Err(io::Error::other("the program is gone")),
            _ => Ok(()),
        }
    }
}

impl Disk {
    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "in tests a step may fail")]
    const fn step(&self) -> io::Result<()> {
        Ok(())
    }

    /// Makes a folder, which must not be there yet.
    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir(path)
    }

    /// Makes sure that a folder is there.
    pub(super) fn ensure_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir_all(path)
    }

    /// Opens a file for writing; what was in it is gone.
    pub(super) fn create(&self, path: &Path) -> io::Result<DiskFile> {
        self.step()?;
        Ok(DiskFile { file: File::create(path)?, disk: self.clone() })
    }

    /// Writes a whole file and waits until it is on the disk.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.create(path)?;
        file.write_all(bytes)?;
        file.sync()
    }

    /// Waits until a file that was written is on the disk. Devices and pipes are on none; to open a pipe once more would wait for ever.
    pub(super) fn sync(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        if !fs::metadata(path)?.is_file() {
            return Ok(());
        }
        File::open(path)?.sync_all()
    }

    /// Gives something another name; a file or link of that name is replaced in the same instant.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Makes a pointer to a neighbour: a symbolic link where the system has them, else a file that holds the name.
    pub(super) fn point(&self, path: &Path, to: &str) -> io::Result<()> {
        #[cfg(unix)]
        {
            self.step()?;
            std::os::unix::fs::symlink(to, path)
        }
        #[cfg(not(unix))]
        self.write(path, to.as_bytes())
    }

    /// Removes a file, a link, or a folder with all that is in it.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        let is_folder = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir());
        if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) }
    }

    /// Makes the names in a folder durable; only unix can.
    pub(super) fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

/// A file that is being written.
#[derive(Debug)]
pub(super) struct DiskFile {
    file: File,
    disk: Disk,
}

impl DiskFile {
    fn sync(&self) -> io::Result<()> {
        self.disk.step()?;
        self.file.sync_all()
    }

    /// The file, to be locked.
    pub(super) fn into_file(self) -> File {
        self.file
    }
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.disk.step() {
            // A disk does not fill up between two writes but in the middle of one.
            if error.kind() == io::ErrorKind::StorageFull {
                self.file.write_all(&bytes[..bytes.len() / 2])?;
            }
            return Err(error);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
