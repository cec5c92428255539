//! A disk that fails at any step costs work, never a page.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::mark::table_file;
use super::*;
use crate::Extractor;
use crate::archive;
use crate::dataset::disk::Disk;
use crate::dataset::error::DatasetError;
use crate::dataset::parquet;
use crate::page::Limits;
use crate::reader::{Outcome, Reader};
use std::fs;
use std::path::Path;

/// Captures of the part.
const CAPTURES: usize = 6;

fn captures() -> Vec<Outcome> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let reader = Reader::new(Extractor::builtin(), Limits::default());
    archive::captures(&[pages], &Limits::default()).take(CAPTURES).map(|capture| reader.read(capture, None)).collect()
}

fn open_on(disk: Disk, folder: &Path) -> Result<Parts, DatasetError> {
    let job = ExtractJob::new(Extractor::builtin().vocabulary().digest(), &Limits::default(), CAPTURES, vec!["pages".into()]);
    Parts::open_on(disk, folder, job, false)
}

/// Writes the part as a caller would who goes on behind a failure, into a new part of the same number.
fn write_on(parts: &mut Parts, captures: &[Outcome]) -> bool {
    let covered = Covered { captures: CAPTURES, bytes: 1, captures_digest: "abc".into() };
    let (mut open, mut has_failed) = (None, false);
    for two in captures.chunks(2) {
        let Ok(mut part) = open.take().map_or_else(|| parts.begin(), Ok) else {
            has_failed = true;
            continue;
        };
        if part.append(two.to_vec()).is_ok() {
            open = Some(part);
        } else {
            has_failed = true;
        }
    }
    let closed = open.map(|part| parts.close(part, covered));
    if has_failed {
        assert!(!matches!(closed, Some(Ok(()))), "a part without its first pages is marked as whole");
    }
    matches!(closed, Some(Ok(())))
}

#[test]
fn a_disk_that_fails_once_never_leaves_a_whole_part_that_lacks_a_page() {
    let captures = captures();
    let (mut failures, mut refused) = (0, 0);
    for at in 1.. {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::failing(at, false);
        let is_closed = open_on(disk.clone(), folder.path()).is_ok_and(|mut parts| {
            let is_closed = write_on(&mut parts, &captures);
            refused += usize::from(!is_closed);
            is_closed
        });
        if disk.taken() < at {
            assert!(is_closed);
            break;
        }
        failures += 1;
        let mut parts = open_on(Disk::default(), folder.path()).unwrap();
        if parts.marks().is_empty() {
            assert!(write_on(&mut parts, &captures), "it does not go on after a failure at step {at}");
        }
        let rows = |table| parquet::rows(&table_file(folder.path(), table, 0)).unwrap();
        assert_eq!(rows("pages") + rows("problems"), CAPTURES, "after a failure at step {at}");
    }
    assert!(failures > 30 && refused > 8, "{failures} steps failed, {refused} parts were refused");
}

#[test]
fn a_mark_that_tells_of_more_captures_than_its_part_holds_is_none() {
    let folder = tempfile::tempdir().unwrap();
    assert!(write_on(&mut open_on(Disk::default(), folder.path()).unwrap(), &captures()));
    let path = folder.path().join("parts/00000.json");
    let whole: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for (key, value) in [("captures", CAPTURES + 1), ("pages", 1), ("problems", 7)] {
        let mut mark = whole.clone();
        mark[key] = value.into();
        fs::write(&path, mark.to_string()).unwrap();
        assert_eq!(PartMark::read(folder.path(), 0), None, "{key}");
    }
    fs::write(&path, whole.to_string()).unwrap();
    assert_eq!(open_on(Disk::default(), folder.path()).unwrap().marks().len(), 1);
}
