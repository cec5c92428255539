//! The words of the interface: whatever a page asks for is there, in both languages, and nothing stands there unused.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(feature = "report")]

use metryczka::html;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Rooms of texts; `field` has a key for every column, used or not.
const ROOMS: [&str; 6] = ["common", "report", "table", "explain", "review", "field"];

/// Every literal `room.key` in the sources of pages for people, and every beginning `room.key_` that something is joined to.
fn literals() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    let mut files = Vec::new();
    for folder in ["src/html", "src/report", "src/review", "src/command"] {
        gather(Path::new(folder), &mut files);
    }
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for room in ROOMS {
            for quote in ['"', '\'', '`'] {
                let opening = format!("{quote}{room}.");
                for (at, _) in text.match_indices(&opening) {
                    let rest = &text[at + opening.len()..];
                    let key: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    let name = format!("{room}.{key}");
                    match rest[key.len()..].chars().next() {
                        Some(c) if c == quote && !key.is_empty() => _ = whole.insert(name),
                        Some('$' | '{') => _ = begun.insert(name),
                        // `"common.family_" + name`: ends in the quote, is no key itself.
                        _ => {}
                    }
                }
            }
        }
    }
    (whole, begun)
}

fn gather(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "js") {
            files.push(path);
        }
    }
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let keys: BTreeSet<&str> = html::keys().collect();
    let (whole, begun) = literals();
    let is_beginning = |name: &str| name.ends_with(['_', '.']);
    let missing: Vec<&String> = whole
        .iter()
        .filter(|name| !keys.contains(name.as_str()) && !is_beginning(name) && name.as_str() != "common.no_such")
        .collect();
    assert!(missing.is_empty(), "asked for and not in src/html/texts: {missing:?}");
    let empty: Vec<&String> = begun.iter().filter(|begun| !keys.iter().any(|key| key.starts_with(begun.as_str()))).collect();
    assert!(empty.is_empty(), "nothing in src/html/texts begins so: {empty:?}");
}

#[test]
fn no_text_is_there_that_nothing_asks_for() {
    let (whole, begun) = literals();
    let beginnings: Vec<&String> = whole.iter().filter(|name| name.ends_with(['_', '.'])).chain(&begun).collect();
    let is_asked = |key: &str| {
        whole.contains(key) || key.starts_with("field.") || beginnings.iter().any(|beginning| key.starts_with(beginning.as_str()))
    };
    let idle: Vec<&str> = html::keys().filter(|key| !is_asked(key)).collect();
    assert!(idle.is_empty(), "in src/html/texts and never asked for: {idle:?}");
}
