//! What the parts hold.

use crate::world::{TABLES, address, archive, code, command, extract, files, run, said, table, texts};
use polars::prelude::{ParquetReader, SerReader};
use serde_json::Value;
use std::fs::{self, File};
use std::io::Write;
use std::process::Stdio;

#[test]
fn parts_hold_every_capture_once_in_order_and_are_the_same_whatever_the_threads() {
    let town = archive(130);
    let result = extract(town.path(), "one", &["--threads", "1"]);
    assert_eq!(code(&result), 0, "{}", said(&result));
    let pages = table(&town.path().join("one"), "pages");
    assert_eq!(texts(&pages, "url"), (0..130).map(address).collect::<Vec<_>>());
    assert!(texts(&pages, "text").iter().enumerate().all(|(number, text)| text.is_empty() != number.is_multiple_of(3)));
    let mentions = table(&town.path().join("one"), "mentions");
    assert_eq!(mentions.height(), 44);
    assert!(mentions.get_column_names().iter().all(|name| name.as_str() != "project_id"));
    let one = files(&town.path().join("one"));
    assert_eq!(one.len(), 4 * (TABLES.len() + 1) + 1, "{:?}", one.keys());
    for threads in ["2", "5"] {
        assert_eq!(code(&extract(town.path(), threads, &["--threads", threads])), 0);
        assert!(files(&town.path().join(threads)) == one, "{threads} threads");
    }
    assert!(
        said(&result).contains("130 pages, 44 mentions, 0 problems in ") && said(&result).contains("4 parts"),
        "{}",
        said(&result)
    );
}

#[test]
fn marks_and_description_tell_rows_and_digests() {
    let town = archive(90);
    extract(town.path(), "out", &[]);
    let out = town.path().join("out");
    let read = |name: &str| -> Value { serde_json::from_slice(&fs::read(out.join(name)).unwrap()).unwrap() };
    let described = read("extract.json");
    assert_eq!(described["schema"], 3);
    assert_eq!((&described["part_pages"], &described["inputs"][0]), (&40.into(), &"a.warc.gz".into()));
    let finished = &described["finished"];
    assert_eq!((&finished["parts"], &finished["pages"], &finished["problems"]), (&3.into(), &90.into(), &0.into()));
    let mut captures = 0;
    for part in 0..3 {
        let mark = read(&format!("parts/{part:05}.json"));
        captures += mark["captures"].as_u64().unwrap();
        for name in TABLES {
            let path = out.join(name).join(format!("part-{part:05}.parquet"));
            let told = &mark["tables"][name];
            assert_eq!(told["bytes"], fs::metadata(&path).unwrap().len());
            let rows = ParquetReader::new(File::open(&path).unwrap()).finish().unwrap().height();
            assert_eq!(told["rows"], rows, "{name}");
            assert_eq!(told["sha256"].as_str().unwrap().len(), 64);
        }
    }
    assert_eq!(captures, 90);
}

#[test]
fn every_file_says_of_which_form_and_version_it_is() {
    let town = archive(5);
    extract(town.path(), "out", &[]);
    run(town.path(), &["extract", "a.warc.gz", "--format", "parquet", "--output", "m.parquet"]);
    for path in ["m.parquet", "out/mentions/part-00000.parquet", "out/problems/part-00000.parquet"] {
        let mut reader = ParquetReader::new(File::open(town.path().join(path)).unwrap());
        let metadata = reader.get_metadata().unwrap().key_value_metadata().clone().unwrap_or_default();
        let said =
            |key: &str| metadata.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone()).unwrap_or_default();
        assert_eq!((said("metryczka.schema"), said("metryczka.version")), ("3".to_owned(), env!("CARGO_PKG_VERSION").to_owned()));
        assert_eq!(said("metryczka.vocabulary").len(), 64, "{path}");
    }
}

#[test]
fn one_file_of_mentions_is_the_table_without_what_only_all_pages_say() {
    let town = archive(100);
    let result = run(town.path(), &["extract", "a.warc.gz", "--format", "parquet", "--output", "m.parquet"]);
    assert_eq!(code(&result), 0, "{}", said(&result));
    extract(town.path(), "out", &[]);
    let alone = ParquetReader::new(File::open(town.path().join("m.parquet")).unwrap()).finish().unwrap();
    assert!(alone.equals_missing(&table(&town.path().join("out"), "mentions")));
    assert_eq!(alone.height(), 34);
    assert!(!town.path().join(".m.parquet.new").exists());
}

#[test]
fn an_archive_comes_from_standard_input_and_one_without_pages_makes_empty_tables() {
    let town = archive(45);
    let mut child =
        command(town.path(), &["extract", "-", "--tables", "piped", "--part-pages", "40"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&fs::read(town.path().join("a.warc.gz")).unwrap()).unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    assert_eq!(table(&town.path().join("piped"), "pages").height(), 45);
    let again = run(town.path(), &["extract", "-", "--tables", "piped", "--part-pages", "40"]);
    assert!(code(&again) == 3 && said(&again).contains("standard input was not read"), "{}", said(&again));
    fs::create_dir(town.path().join("nothing")).unwrap();
    let result = run(town.path(), &["extract", "nothing", "--tables", "empty"]);
    assert_eq!(code(&result), 0, "{}", said(&result));
    for name in TABLES {
        assert_eq!(table(&town.path().join("empty"), name).height(), 0, "{name}");
    }
}

#[test]
fn a_log_ends_with_what_it_has_cost() {
    let town = archive(10);
    let result = run(town.path(), &["--log", "json", "extract", "a.warc.gz", "--tables", "out"]);
    let events: Vec<Value> = said(&result).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let done = events.iter().find(|event| event["event"] == "extract_done").unwrap();
    assert_eq!((&done["pages"], &done["mentions"]), (&10.into(), &4.into()));
    assert!(done["pages_per_second"].as_f64().unwrap() > 0.0);
    assert_eq!(done["totals"]["captures"], 10);
    let again = run(town.path(), &["--log", "json", "extract", "a.warc.gz", "--tables", "out"]);
    let events: Vec<Value> = said(&again).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let done = events.iter().find(|event| event["event"] == "extract_done").unwrap();
    assert_eq!(
        (&done["pages"], &done["totals"]["pages"], &done["totals"]["rows"]["mentions"]),
        (&0.into(), &10.into(), &4.into())
    );
    let quiet = run(town.path(), &["--quiet", "extract", "a.warc.gz", "--tables", "again"]);
    assert_eq!(said(&quiet), "");
}
