//! What does not go on, and what is never touched.

use crate::world::{archive, code, extract, files, member, run, said};
use std::fs;
use std::path::Path;

/// An extraction of 100 pages in parts of 40, of which the last was not finished.
fn unfinished() -> tempfile::TempDir {
    let town = archive(100);
    assert_eq!(code(&extract(town.path(), "out", &[])), 0);
    fs::remove_file(town.path().join("out/parts/00002.json")).unwrap();
    town
}

fn describe(folder: &Path, change: impl Fn(&mut serde_json::Value)) {
    let path = folder.join("out/extract.json");
    let mut value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut value);
    fs::write(path, value.to_string()).unwrap();
}

#[test]
fn another_schema_version_or_vocabulary_is_refused_with_both_named() {
    let change: [(&str, serde_json::Value, &str); 4] = [
        ("schema", 2.into(), "form of tables (schema) was 2, is now 3"),
        ("code_version", "0.0.7".into(), concat!("version of metryczka was 0.0.7, is now ", env!("CARGO_PKG_VERSION"))),
        ("vocabulary_digest", "abc".into(), "vocabulary was abc, is now "),
        ("limits", serde_json::json!({ "max_bytes": 7 }), "limits was max_bytes 7, is now "),
    ];
    for (key, was, expected) in change {
        let town = unfinished();
        describe(town.path(), |described| described[key] = was.clone());
        let before = files(&town.path().join("out"));
        let result = extract(town.path(), "out", &[]);
        assert_eq!(code(&result), 3, "{key}: {}", said(&result));
        assert!(said(&result).contains(expected) && said(&result).contains("--restart"), "{key}: {}", said(&result));
        assert!(files(&town.path().join("out")) == before, "{key}");
    }
}

#[test]
fn another_part_size_or_input_is_refused_with_both_named() {
    let town = unfinished();
    let result = run(town.path(), &["extract", "a.warc.gz", "--tables", "out", "--part-pages", "50"]);
    assert!(code(&result) == 3 && said(&result).contains("part size was 40, is now 50"), "{}", said(&result));
    fs::copy(town.path().join("a.warc.gz"), town.path().join("b.warc.gz")).unwrap();
    let result = run(town.path(), &["extract", "b.warc.gz", "--tables", "out", "--part-pages", "40"]);
    assert!(code(&result) == 3 && said(&result).contains("input was a.warc.gz, is now b.warc.gz"), "{}", said(&result));
}

#[test]
fn changed_pages_are_refused_and_restart_begins_anew() {
    let town = unfinished();
    let archive = town.path().join("a.warc.gz");
    let (good, out) = (fs::read(&archive).unwrap(), town.path().join("out"));
    let changed: Vec<u8> = (0..100).flat_map(|number| member(if number == 50 { 51 } else { number })).collect();
    fs::write(&archive, changed).unwrap();
    let before = files(&out.join("mentions"));
    let result = extract(town.path(), "out", &[]);
    assert_eq!(code(&result), 3, "{}", said(&result));
    assert!(
        said(&result).contains("changed since part 1 was written") && said(&result).contains("--restart"),
        "{}",
        said(&result)
    );
    assert_eq!(files(&out.join("mentions")).len(), before.len() - 1, "whole parts stay");
    // Fewer pages than were read before, and more where there were no more.
    fs::write(&archive, &good[..good.len() / 3]).unwrap();
    assert_eq!(code(&extract(town.path(), "out", &[])), 3);
    let result = extract(town.path(), "out", &["--restart"]);
    assert!(code(&result) <= 1, "{}", said(&result));
    fs::write(out.join("notes.txt"), "mine").unwrap();
    fs::write(out.join("mentions/mine.parquet"), "mine").unwrap();
    fs::write(&archive, &good).unwrap();
    assert_eq!(code(&extract(town.path(), "out", &["--restart"])), 0);
    assert_eq!(fs::read(out.join("mentions/mine.parquet")).unwrap(), b"mine");
    fs::remove_file(out.join("mentions/mine.parquet")).unwrap();
    fs::remove_file(out.join("notes.txt")).unwrap();
    extract(town.path(), "fresh", &[]);
    assert!(files(&out) == files(&town.path().join("fresh")));
}

#[test]
fn pages_that_have_come_behind_a_finished_end_are_noticed() {
    let town = archive(100);
    extract(town.path(), "out", &[]);
    describe(town.path(), |described| described["finished"] = serde_json::Value::Null);
    let grown = [fs::read(town.path().join("a.warc.gz")).unwrap(), member(100)].concat();
    fs::write(town.path().join("a.warc.gz"), grown).unwrap();
    let result = extract(town.path(), "out", &[]);
    assert!(code(&result) == 3 && said(&result).contains("changed since part 2"), "{}", said(&result));
}

#[test]
fn a_foreign_folder_is_never_touched() {
    let town = archive(5);
    for name in ["notes.txt", "extract.json"] {
        let foreign = town.path().join(format!("of {name}"));
        fs::create_dir(&foreign).unwrap();
        fs::write(foreign.join(name), "{\"mine\": 1}").unwrap();
        for further in [&[][..], &["--restart"]] {
            let result = extract(town.path(), foreign.to_str().unwrap(), further);
            assert!(code(&result) == 3 && said(&result).contains("no extraction"), "{}", said(&result));
            assert_eq!(files(&foreign).len(), 1);
            assert_eq!(fs::read(foreign.join(name)).unwrap(), b"{\"mine\": 1}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_table_folder_that_is_a_link_elsewhere_is_refused_and_nothing_there_touched() {
    for place in ["mentions", "problems", "parts"] {
        let town = unfinished();
        let (out, outside) = (town.path().join("out"), town.path().join("outside"));
        fs::remove_dir_all(out.join(place)).unwrap();
        fs::create_dir(&outside).unwrap();
        for name in ["part-00000.parquet", "part-00007.parquet", "00007.json", ".part-00001.parquet.new"] {
            fs::write(outside.join(name), "mine").unwrap();
        }
        std::os::unix::fs::symlink("../outside", out.join(place)).unwrap();
        let before = (files(&out), files(&outside));
        for further in [&[][..], &["--restart"]] {
            let result = extract(town.path(), "out", further);
            assert_eq!(code(&result), 3, "{place}: {}", said(&result));
            assert!(said(&result).contains("no extraction") && said(&result).contains(place), "{}", said(&result));
            assert!((files(&out), files(&outside)) == before, "{place}, {further:?}");
            assert!(outside.join(".part-00001.parquet.new").exists(), "{place}, {further:?}");
        }
    }
}

#[test]
fn a_folder_in_use_is_refused_without_naming_an_option_that_tables_refuses() {
    let town = unfinished();
    let lock = fs::File::create(town.path().join("out/.lock")).unwrap();
    lock.lock().unwrap();
    let result = extract(town.path(), "out", &[]);
    assert_eq!(code(&result), 3, "{}", said(&result));
    assert!(said(&result).contains("output folder is in use: out") && !said(&result).contains("--output"), "{}", said(&result));
    drop(lock);
    assert_eq!(code(&extract(town.path(), "out", &[])), 0);
}

#[test]
fn options_of_parts_need_a_folder_and_a_folder_takes_no_other_form() {
    let town = archive(1);
    for args in [
        &["extract", "a.warc.gz", "--restart"][..],
        &["extract", "a.warc.gz", "--part-pages", "5"],
        &["extract", "a.warc.gz", "--tables", "out", "--format", "csv"],
        &["extract", "a.warc.gz", "--tables", "out", "--output", "x"],
        &["extract", "a.warc.gz", "--tables", "out", "--part-pages", "0"],
    ] {
        assert_eq!(code(&run(town.path(), args)), 2, "{args:?}");
    }
    assert!(!town.path().join("out").exists());
}
