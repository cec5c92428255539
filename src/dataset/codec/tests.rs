#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::check::{Check, Identity, Mention, Verdict};
use crate::notice::{Doubt, Notice};
use crate::{Extractor, page};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::fs;
use std::path::{Path, PathBuf};

fn same<T: Coded + PartialEq + std::fmt::Debug>(value: &T) {
    let mut names = Names::default();
    let bytes = encode(value, &mut names);
    assert_eq!(decode::<T>(&bytes, &names).as_ref(), Some(value));
    for end in 0..bytes.len() {
        assert_eq!(decode::<T>(&bytes[..end], &names), None, "cut after {end} of {} bytes", bytes.len());
    }
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, into) } else { into.push(path) }
    }
}

/// Every mention of every page among the fixtures.
fn mentions_of_fixtures() -> Vec<Mention> {
    let mut paths = Vec::new();
    files(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").as_path(), &mut paths);
    paths.sort();
    let (extractor, limits) = (Extractor::builtin(), page::Limits::default());
    let pages = paths.iter().filter(|path| path.extension().is_some_and(|end| end == "html" || end == "htm" || end == "txt"));
    let read = pages.filter_map(|path| page::read(&fs::read(path).unwrap(), page::Source::default(), None, &limits).ok());
    read.flat_map(|page| extractor.extract(&page).mentions).collect()
}

#[test]
fn every_mention_of_the_fixtures_comes_back_as_it_was() {
    let mentions = mentions_of_fixtures();
    assert!(mentions.len() > 20, "{} mentions", mentions.len());
    let mut names = Names::default();
    let bytes: Vec<_> = mentions.iter().map(|mention| encode(&(mention.notice.clone()), &mut names)).collect();
    for (mention, bytes) in mentions.iter().zip(&bytes) {
        assert_eq!(decode::<Notice>(bytes, &names).as_ref(), Some(&mention.notice));
        let checks = encode(&mention.checks, &mut Names::default());
        assert!(!checks.is_empty());
    }
    let largest = bytes.iter().min_by_key(|bytes| bytes.len()).unwrap();
    for end in 0..largest.len() {
        assert_eq!(decode::<Notice>(&largest[..end], &names), None, "cut after {end} bytes");
    }
}

#[test]
fn names_come_back_as_the_programs_own() {
    let doubt = |field, reason| Doubt { field, reason, candidates: vec!["2018".into(), String::new()] };
    let doubts = vec![doubt("start_date", "two_dates"), doubt("title", "start_date")];
    same(&doubts);
    let mut names = Names::default();
    encode(&doubts, &mut names);
    assert_eq!([0, 1, 2, 3].map(|number| names.name(number)), [Some("start_date"), Some("two_dates"), Some("title"), None]);
}

#[test]
fn a_sum_keeps_its_places_and_its_sign() {
    for text in ["5.10", "5.1", "-0.000001", "79228162514264337593543950335", "0", "0.00"] {
        let value: Decimal = text.parse().unwrap();
        let mut names = Names::default();
        let bytes = encode(&value, &mut names);
        assert_eq!(decode::<Decimal>(&bytes, &names).unwrap().to_string(), text);
    }
    let difference = Some("-12.50".parse().unwrap());
    same(&Check { identity: Identity::RateTimesBase, verdict: Verdict::Near, difference, scope: "project" });
}

proptest! {
    #[test]
    fn numbers_and_texts_come_back(a: u64, b: i64, c: u32, d: i32, text: String, list: Vec<Option<String>>, flag: bool) {
        same(&a);
        same(&b);
        same(&c);
        same(&d);
        same(&text);
        same(&list);
        same(&flag);
    }

    #[test]
    fn damaged_bytes_are_refused_and_nothing_breaks(bytes: Vec<u8>) {
        // Whatever comes back, it comes back in time and without a panic.
        let _ = decode::<Notice>(&bytes, &Names::default());
        let _ = decode::<Vec<String>>(&bytes, &Names::default());
    }
}
