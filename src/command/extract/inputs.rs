//! Whether a file is one of those that are read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Whether a file is the input, by whatever name or link, lies in its folder, or is led to from there. It need not be there yet.
pub fn reads(input: &Path, file: &Path) -> bool {
    let input = if input == Path::new("-") { Path::new("/dev/stdin") } else { input };
    if !input.is_dir() {
        return is_same(input, file);
    }
    let lies_within = || -> io::Result<bool> { Ok(real(file)?.starts_with(fs::canonicalize(input)?)) };
    lies_within().unwrap_or(false) || (file.exists() && is_linked(input, file))
}

/// Whether both are one file: hard links have no path in common.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| (file.dev(), file.ino()));
    of(one).is_some_and(|one| of(other) == Some(one))
}

/// Whether both are one file.
#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// The path without links of a file that may not be there yet.
fn real(file: &Path) -> io::Result<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(fs::canonicalize(folder)?.join(file.file_name().unwrap_or_default()))
}

/// Whether a symbolic link below a folder leads to a file. A hard link keeps what it has when the file is replaced.
fn is_linked(folder: &Path, file: &Path) -> bool {
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() && is_same(&entry.path(), file) => return true,
                // As the pages are walked: linked folders are not entered.
                Ok(kind) if kind.is_dir() => waiting.push(entry.path()),
                _ => {}
            }
        }
    }
    false
}
