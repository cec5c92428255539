//! Replacing a file in one instant: whoever reads sees the old one or the new one, and so does who comes after a crash.

use super::lock::beside;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file's new content beside it, waits until it is on the disk, and gives it the name. The rights of a file that is there are
/// kept. `path` is no link.
pub(super) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = beside(path, ".new");
    let result = write(&draft, path, content).and_then(|()| fs::rename(&draft, path));
    if result.is_err() {
        // What fails is told already; a draft that cannot be removed either is overwritten the next time.
        let _ = fs::remove_file(&draft);
        return result;
    }
    sync_folder(path)
}

fn write(draft: &Path, path: &Path, content: &[u8]) -> io::Result<()> {
    // A draft left behind by a crash may be a link of somebody else's: never write through it.
    match fs::remove_file(draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::create_new(draft)?;
    if let Ok(meta) = fs::metadata(path) {
        file.set_permissions(meta.permissions())?;
    }
    file.write_all(content)?;
    file.sync_all()
}

/// Makes the new name durable; only unix can.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Links that are followed one after the other; systems follow as many.
const MOST_LINKS: usize = 40;

/// The file that a path leads to, links followed; also of one that is not there yet.
pub(super) fn target(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::canonicalize(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            found => return found,
        }
        match fs::read_link(&path) {
            // A link to a file that is still to be made, or to a link to one.
            Ok(to) => path = path.parent().unwrap_or(Path::new("")).join(to),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many links, one after the other"))
}
