//! The files under some paths, in one order on every system.

use super::{ArchiveError, Skipped};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Standard input, as a path.
pub(super) const STDIN: &str = "-";

/// Endings of saved pages and archives; each may be followed by `.gz`.
const ENDINGS: &[&str] = &["html", "htm", "xhtml", "txt", "warc"];

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
        if !is_named && !(metadata.is_file() && (has_page_ending(&path) || begins_like_a_page(&path))) {
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

fn has_page_ending(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else { return false };
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// Whether a file of another name (`index.php`, `bip.example.pl`) begins like a saved page.
fn begins_like_a_page(path: &Path) -> bool {
    let mut head = Vec::with_capacity(512);
    let read = File::open(path).and_then(|file| file.take(512).read_to_end(&mut head));
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    let begins = |tag: &[u8]| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    read.is_ok() && (begins(b"<!doctype html") || begins(b"<html"))
}
