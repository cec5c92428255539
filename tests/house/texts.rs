//! The words of the interface: whatever a page asks for is there, in both languages, and nothing stands there unused.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(feature = "report")]

use metryczka::html;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Rooms of texts but the closed lists (`value.<list>.<name>`), which are asked for by the names of lists; `field` has a key for every column, used or not.
const ROOMS: [&str; 6] = ["common", "report", "table", "explain", "review", "field"];

/// Every literal `room.key` in the sources of pages for people, and every beginning `room.key_` that something is joined to.
fn literals() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    let mut files = Vec::new();
    for folder in ["src/html", "src/report", "src/review", "src/command"] {
        gather(Path::new(folder), &mut files);
    }
    for text in files.iter().map(|file| fs::read_to_string(file).unwrap()) {
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
    let lists = lists();
    let is_asked = |key: &str| {
        if let Some(list) = key.strip_prefix("value.").and_then(|rest| rest.split('.').next()) {
            return lists.contains(list);
        }
        whole.contains(key) || key.starts_with("field.") || beginnings.iter().any(|beginning| key.starts_with(beginning.as_str()))
    };
    let idle: Vec<&str> = html::keys().filter(|key| !is_asked(key)).collect();
    assert!(idle.is_empty(), "in src/html/texts and never asked for: {idle:?}");
}

/// The names of closed lists that the pages ask for: what stands first in `value("list", …)` and its likes, and the scripts' `LISTS`.
fn lists() -> BTreeSet<String> {
    let mut files = Vec::new();
    for folder in ["src/html", "src/report", "src/review"] {
        gather(Path::new(folder), &mut files);
    }
    let asked = regex::Regex::new(r#"\b(?:value|named|counted|listed)\("([a-z_]+)","#).unwrap();
    let of_fields = regex::Regex::new(r"(?m)^const LISTS = \{(.*)\};$").unwrap();
    let quoted = regex::Regex::new(r#""([a-z_]+)""#).unwrap();
    let mut lists = BTreeSet::new();
    for text in files.iter().map(|file| fs::read_to_string(file).unwrap()) {
        lists.extend(asked.captures_iter(&text).map(|found| found[1].to_owned()));
        for line in of_fields.captures_iter(&text) {
            lists.extend(quoted.captures_iter(&line[1]).map(|found| found[1].to_owned()));
        }
    }
    lists
}

#[test]
fn every_closed_list_that_is_asked_for_has_words() {
    let lists = lists();
    assert!(lists.len() > 20, "{lists:?}");
    for list in lists {
        let beginning = format!("value.{list}.");
        assert!(html::keys().any(|key| key.starts_with(&beginning)), "no list `{list}` in src/html/texts/values.toml");
    }
}

#[test]
fn every_rule_that_reads_a_value_has_its_words() {
    let mut files = Vec::new();
    for folder in ["core/src/notice", "src/correction"] {
        gather(Path::new(folder), &mut files);
    }
    let named = regex::Regex::new(r#""([a-z_]+):([a-z_]+)""#).unwrap();
    let keys: BTreeSet<&str> = html::keys().collect();
    let mut rules = BTreeSet::new();
    for text in files.iter().map(|file| fs::read_to_string(file).unwrap()) {
        rules.extend(named.captures_iter(&text).map(|rule| (rule[1].to_owned(), format!("{}_{}", &rule[1], &rule[2]))));
    }
    assert!(rules.len() > 60, "{rules:?}");
    let is_told = |name: &str| keys.contains(format!("value.read.{name}").as_str());
    let silent: Vec<_> = rules.iter().filter(|(kind, rule)| !is_told(kind) || !is_told(rule)).collect();
    assert!(silent.is_empty(), "without words in src/html/texts/values.toml: {silent:?}");
}
