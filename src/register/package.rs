//! Makes a stranger's workbook safe to read.
//!
//! A workbook is a ZIP archive of XML parts. The reader of workbooks unpacks each part to its end and holds the table of shared texts in
//! memory, whose announced number of texts it reserves: a few kilobytes can ask for all memory there is. So every part is unpacked
//! once before, counted and thrown away.

use super::error::ListError;
use super::model::Limits;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// Parts a workbook may have; one has some dozens, with a sheet for every municipality some thousands.
const MAX_PARTS: usize = 10_000;

/// Bytes a part unpacks to that is neither a sheet nor the table of texts: styles, relations.
const MAX_OTHER: u64 = 64 << 20;

/// Bytes of a part's beginning in which an announced number stands.
const HEAD: usize = 8 << 10;

/// The shortest entry of the table of shared texts: `<si/>`.
const SHORTEST_TEXT: u64 = 5;

/// Refuses a file that is no workbook, or unpacks to more than the limits allow.
///
/// # Errors
/// Which of the two.
pub(super) fn check(path: &Path, limits: &Limits) -> Result<(), ListError> {
    let kind = |what: &str| ListError::Kind { path: path.to_owned(), what: what.to_owned() };
    let damaged = |message: String| ListError::Damaged { path: path.to_owned(), row: 0, message };
    let file = File::open(path).map_err(|source| ListError::Io { path: path.to_owned(), source })?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(error.to_string()))?;
    if archive.len() > MAX_PARTS {
        return Err(kind("an archive of too many files"));
    }
    let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.to_lowercase())).collect();
    if !names.iter().any(|name| name.ends_with(".xml") && name.contains("workbook")) {
        return Err(kind(other_archive(&names)));
    }
    let mut left = limits.max_inflated;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|error| damaged(error.to_string()))?;
        let name = part.name().map_err(|error| damaged(error.to_string()))?.to_lowercase();
        let is_shared = name.ends_with("sharedstrings.xml");
        let (what, own_limit) = if is_shared {
            ("its table of texts has", limits.max_shared)
        } else if name.contains("worksheets/") {
            ("unpacked it has", limits.max_inflated)
        } else if name.ends_with(".xml") || name.ends_with(".rels") {
            ("its formats have", MAX_OTHER)
        } else {
            // A picture is never unpacked.
            continue;
        };
        let limit = left.min(own_limit);
        let (bytes, head) = count(part.take(limit + 1)).map_err(|error| damaged(error.to_string()))?;
        if bytes > limit {
            return Err(ListError::TooLarge { path: path.to_owned(), what, limit });
        }
        if is_shared && announced(&head).is_some_and(|texts| texts > bytes / SHORTEST_TEXT) {
            return Err(damaged("the table of texts announces more of them than it has".to_owned()));
        }
        left -= bytes;
    }
    Ok(())
}

/// What an archive without a workbook is.
fn other_archive(names: &[String]) -> &'static str {
    let has = |end: &str| names.iter().any(|name| name.ends_with(end));
    if has("workbook.bin") {
        "a binary workbook (XLSB)"
    } else if names.iter().any(|name| name == "content.xml") {
        "an OpenDocument file"
    } else if has("word/document.xml") {
        "a Word document"
    } else if has(".xlsx") || has(".csv") || has(".xls") {
        "an archive with lists in it"
    } else {
        "an archive of something else"
    }
}

/// The number of bytes, and the first of them.
fn count(mut input: impl Read) -> std::io::Result<(u64, Vec<u8>)> {
    let mut buffer = [0; 32 << 10];
    let (mut total, mut head) = (0, Vec::new());
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            return Ok((total, head));
        }
        if head.len() < HEAD {
            head.extend(&buffer[..read.min(HEAD - head.len())]);
        }
        total += read as u64;
    }
}

/// The number of texts a table announces.
fn announced(head: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(head);
    let (_, rest) = head.split_once("uniqueCount")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // More digits than a number has is more than any table has.
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) }
}
