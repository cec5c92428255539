//! The house keeps its floors: a module imports only from floors below its own.
//!
//! The table is the one of `src/lib.rs` and `core/src/lib.rs`. Rooms that are planned and not yet built stand here too, so that they are
//! built on the right floor.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The crate that reads pages, and the program.
const SOURCES: [&str; 2] = ["core/src", "src"];

/// Module and floor.
const FLOORS: &[(&str, u8)] = &[
    ("main", 11),
    ("command", 10),
    ("report", 9),
    ("review", 9),
    ("dataset", 8),
    ("register", 8),
    ("table", 7),
    ("reader", 6),
    ("correction", 5),
    ("resolve", 5),
    ("extractor", 5),
    ("crawl", 4),
    ("check", 4),
    ("notice", 3),
    ("page", 2),
    ("archive", 2),
    ("html", 1),
    ("value", 1),
    ("text", 0),
    ("vocabulary", 0),
];

/// Neighbours on one floor that may still import one from the other, with the reason.
const NEIGHBOURS: &[(&str, &str, &str)] = &[
    ("vocabulary", "text", "phrase patterns are folded and split into words like the text they are found in"),
    ("correction", "resolve", "a correction names fields and mentions as resolution does"),
    ("dataset", "register", "an edition is set against the lists; the lists know nothing of editions"),
    ("archive", "page", "a capture carries the source and the limits of the page it becomes"),
];

#[test]
fn modules_import_only_from_lower_floors() {
    let mut broken = Vec::new();
    for file in all_files() {
        let Some(module) = module_of(&file) else { continue };
        for imported in imports(&fs::read_to_string(&file).unwrap()) {
            if imported != module && !allowed(&module, &imported) {
                broken.push(format!("{}: `{module}` imports `{imported}`", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "imports against the floors:\n{}", broken.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    for file in all_files() {
        if let Some(module) = module_of(&file) {
            assert!(floor(&module).is_some(), "{module} ({}) has no floor in tests/house/floors.rs", file.display());
        }
    }
}

#[test]
fn an_upward_import_is_seen() {
    assert_eq!(imports("use crate::notice::Notice;\nlet x = crate::text::Span::new(0, 1);"), ["notice", "text"]);
    assert_eq!(imports("use metryczka_core::reader::Reader;"), ["reader"]);
    assert!(!allowed("value", "notice"));
    assert!(allowed("notice", "value"));
}

fn allowed(module: &str, imported: &str) -> bool {
    let below = floor(module) > floor(imported) && floor(imported).is_some();
    below || NEIGHBOURS.iter().any(|(from, to, _)| *from == module && *to == imported)
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// The top-level module a file belongs to; nothing for `lib.rs`, which shows all floors.
fn module_of(file: &Path) -> Option<String> {
    let inside = SOURCES.iter().find_map(|folder| file.strip_prefix(folder).ok())?;
    let first = inside.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (first != "lib").then_some(first)
}

/// The modules of the crate that a source file names outside comments.
fn imports(source: &str) -> Vec<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for prefix in ["crate::", "metryczka::", "metryczka_core::"] {
        for (at, _) in code.match_indices(prefix) {
            let name: String = code[at + prefix.len()..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if floor(&name).is_some() {
                found.push(name);
            }
        }
    }
    found
}

fn all_files() -> Vec<PathBuf> {
    SOURCES.iter().flat_map(|folder| rust_files(Path::new(folder))).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
