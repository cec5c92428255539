//! The files under some paths, in one order on every system.

use super::{ArchiveError, Skipped};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Standard input, as a path.
pub(super) const STDIN: &str = "-";

/// Endings of files that lie beside saved pages and are none: pictures, styles, scripts, data, notes. Documents (`.pdf`, `.docx`)
/// are not among them: they can hold notices, so one that cannot be read is a problem, not a silence.
const BESIDE: &[&str] = &[
    "avif",
    "bmp",
    "css",
    "csv",
    "db",
    "gif",
    "ico",
    "jpeg",
    "jpg",
    "js",
    "json",
    "jsonl",
    "lock",
    "log",
    "map",
    "md",
    "mp3",
    "mp4",
    "ndjson",
    "parquet",
    "png",
    "py",
    "rs",
    "sh",
    "sqlite",
    "sqlite-shm",
    "sqlite-wal",
    "svg",
    "tif",
    "tiff",
    "toml",
    "tsv",
    "ttf",
    "webm",
    "webp",
    "woff",
    "woff2",
    "xml",
    "yaml",
    "yml",
];

/// Walks files and folders, one folder's list of names at a time.
pub(super) struct Files {
    /// What is still to be visited, the next one last.
    waiting: Vec<Waiting>,
    skipped: Skipped,
}

enum Waiting {
    /// A path the caller named: a file is always tried.
    Named(PathBuf),
    /// A file or folder met in a folder.
    Met(PathBuf),
}

impl Files {
    pub(super) fn new(paths: &[PathBuf]) -> Self {
        Self { waiting: paths.iter().rev().cloned().map(Waiting::Named).collect(), skipped: Skipped::new() }
    }

    /// Files passed over, by reason.
    pub(super) fn skipped(&self) -> &Skipped {
        &self.skipped
    }

    fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// Puts the content of a folder in front of everything else.
    fn enter(&mut self, folder: &Path) -> io::Result<()> {
        let mut met = Vec::new();
        for entry in fs::read_dir(folder)? {
            met.push(entry?.path());
        }
        met.sort_unstable_by(|one, other| other.cmp(one));
        self.waiting.extend(met.into_iter().map(Waiting::Met));
        Ok(())
    }

    /// The file a waiting path stands for, if it is one to read.
    fn visit(&mut self, waiting: Waiting) -> Option<Result<PathBuf, ArchiveError>> {
        let (path, is_named) = match waiting {
            Waiting::Named(path) if path == Path::new(STDIN) => return Some(Ok(path)),
            Waiting::Named(path) => (path, true),
            Waiting::Met(path) => (path, false),
        };
        if !is_named && is_hidden(&path) {
            self.skip("hidden");
            return None;
        }
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Some(Err(ArchiveError::Missing { path })),
            Err(reason) => return Some(Err(ArchiveError::Unreadable { path, reason })),
        };
        if metadata.is_dir() {
            // A link to a folder may lead back up, and round in a circle.
            if !is_named && path.is_symlink() {
                self.skip("linked_folder");
                return None;
            }
            return self.enter(&path).err().map(|reason| Err(ArchiveError::Unreadable { path, reason }));
        }
        // A pipe or device met by chance could block for ever.
        if !is_named && (!metadata.is_file() || is_beside(&path)) {
            self.skip("no_page");
            return None;
        }
        Some(Ok(path))
    }
}

impl Iterator for Files {
    type Item = Result<PathBuf, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let waiting = self.waiting.pop()?;
            if let Some(file) = self.visit(waiting) {
                return Some(file);
            }
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with('.'))
}

/// Whether a file's ending says that it is no page. Saved pages often have no ending of a page (`index.php`, `bip.example.pl`), so
/// everything else is tried.
fn is_beside(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else { return false };
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| BESIDE.contains(&ending))
}
