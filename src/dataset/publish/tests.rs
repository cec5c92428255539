//! Every step of publishing fails once, and once for good.

use super::*;
use crate::check::{Mention, Proof};
use crate::dataset::{Context, Dataset, Harvest, PageRecord, Scope, Store, parquet, verify};
use crate::notice::{Evidence, Fact, Notice};
use crate::page::Source;
use crate::resolve::hex;
use sha2::{Digest, Sha256};
use std::time::Instant;

fn page(title: &str) -> PageRecord {
    // Long enough to be written in several pieces, and nothing that packs well.
    let filler: String = (0..400u32).map(|n| hex(&Sha256::digest(n.to_le_bytes()))).collect();
    let text = format!("Projekt „{title}” trwa. {filler}");
    let start = text.find(title).unwrap();
    let evidence = Evidence { start, end: start + title.len(), quote: title.to_owned(), rule: "test" };
    let notice = Notice { title: Some(Fact { value: title.to_owned(), evidence }), ..Notice::default() };
    let source = Source { path: Some(format!("{title}.html")), url: None, sha256: format!("{:064x}", title.len()) };
    let mention =
        Mention { source: source.clone(), mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() };
    PageRecord { source, charset: "UTF-8".into(), text, mentions: vec![mention], ..PageRecord::default() }
}

fn dataset(titles: &[&str]) -> Dataset {
    let mut harvest = Harvest::default();
    titles.iter().for_each(|title| harvest.take(page(title)).unwrap());
    Dataset::assemble(harvest, &Context::new("2026-11-22T05:32:10Z")).unwrap()
}

fn origin() -> Origin {
    Origin {
        created: "2026-11-22T05:32:10Z".into(),
        code_version: "0".into(),
        vocabulary_digest: "0".into(),
        inputs_digest: None,
    }
}

fn publish(disk: Disk, output: &Path, name: &str, dataset: &Dataset) -> Result<Edition, DatasetError> {
    Publisher::begin_on(disk, output, name)?.publish(dataset, origin(), &Finishing::default())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// A table that is made of others.
fn again(folder: &Path) -> Result<(), DatasetError> {
    let path = table_path(folder, "reconciliation");
    parquet::write(parquet::read(&path)?, &path)
}

/// Publishes what goes on from `first`, with a table made from others.
fn go_on(disk: Disk, output: &Path, name: &str, titles: &[&str]) -> Result<Edition, DatasetError> {
    let publisher = Publisher::begin_on(disk, output, name)?;
    let previous = Previous::open(&output.join("first"))?;
    let mut harvest = Harvest { store: Store::on(publisher.spool()?), ..Harvest::default() };
    for title in titles {
        harvest.take(page(title))?;
    }
    let scope = Scope { paths: vec!["Szpak zwyczajny.html".into()], ..Scope::default() };
    let context = Context { previous: Some(previous.clone()), scope, ..Context::new("2026-12-22T05:32:10Z") };
    let dataset = Dataset::assemble(harvest, &context)?;
    assert_eq!(dataset.carried(), 1, "one of the first edition's projects has vanished");
    let origin = Origin { created: "2026-12-22T05:32:10Z".into(), ..origin() };
    let finishing = Finishing { further: Some(&again), previous: Some(&previous), ..Finishing::default() };
    publisher.publish(&dataset, origin, &finishing)
}

/// Names of what a reader sees of an output folder.
fn seen(output: &Path) -> Vec<String> {
    let names = fs::read_dir(output).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut seen: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    seen.sort();
    seen
}

fn left_over(output: &Path) -> usize {
    let names = fs::read_dir(output).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(UNFINISHED)).count()
}

fn are_same(one: &Path, other: &Path) -> bool {
    let files = |folder: &Path| {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.map(|path| (path.file_name().unwrap().to_owned(), fs::read(&path).unwrap())).collect::<BTreeMap<_, _>>()
    };
    files(one) == files(other)
}

fn is_whole(folder: &Path) -> bool {
    // Reading every hash of every table is what `verify` does; it looks at the evidence and links as well.
    verify(folder).unwrap().failures.is_empty()
}

fn newest(output: &Path) -> String {
    Edition::open(&find_edition(output, None)).unwrap().edition
}

/// Publishes `second` over `first`, of whose two projects one has vanished, with the step that fails at every place, until it does
/// not fail any more. Returns the number of places.
fn survive(kills: bool) -> usize {
    let (base, told) = (tempfile::tempdir().unwrap(), ["Żółw", "Jeż morski"]);
    publish(Disk::default(), base.path(), "first", &dataset(&["Żółw", "Szpak zwyczajny"])).unwrap();
    for at in 1.. {
        let output = tempfile::tempdir().unwrap();
        let output = output.path();
        copy(&base.path().join("first"), &output.join("first"));
        Disk::default().point(&output.join("latest"), "first").unwrap();
        let disk = Disk::failing(at, kills);
        let result = go_on(disk.clone(), output, "second", &told);
        let place = format!("step {at}, kills: {kills}: {:?}", result.as_ref().err().map(ToString::to_string));
        if disk.taken() < at {
            assert!(result.is_ok(), "{place}");
            return at - 1;
        }
        assert!(are_same(&output.join("first"), &base.path().join("first")), "{place}");
        let is_second_seen = seen(output).contains(&"second".to_owned());
        assert!(is_second_seen || seen(output) == ["first", "latest"], "{place}: {:?}", seen(output));
        if is_second_seen {
            assert!(is_whole(&output.join("second")), "{place}");
        }
        match (&result, newest(output).as_str()) {
            (Err(DatasetError::Latest { .. }), "first" | "second") => assert!(is_second_seen, "{place}"),
            (Err(_), "first") => assert!(!is_second_seen, "{place}"),
            (result, newest) => panic!("{place}: {result:?}, latest is {newest}"),
        }
        let next = if is_second_seen { "third" } else { "second" };
        let publisher = Publisher::begin(output, next).unwrap_or_else(|error| panic!("{place}: the next run: {error}"));
        assert_eq!(newest(output), if is_second_seen { "second" } else { "first" }, "{place}: the next run turns `latest`");
        assert_eq!(left_over(output), 0, "{place}");
        drop(publisher);
        // A whole run for some: they begin alike, with an output folder that nothing is left over in.
        if at % 8 == 0 {
            go_on(Disk::default(), output, next, &told).unwrap_or_else(|error| panic!("{place}: the next run: {error}"));
            assert_eq!(newest(output), next, "{place}");
            assert!(is_whole(&output.join(next)), "{place}");
            assert_eq!(left_over(output), 0, "{place}");
        }
    }
    unreachable!("publishing ends")
}

#[test]
fn a_full_disk_at_any_step_leaves_the_last_edition_as_it_was() {
    let start = Instant::now();
    println!("{} steps of publishing each failed once ({:.1?})", survive(false), start.elapsed());
}

#[test]
fn a_kill_at_any_step_leaves_the_last_edition_as_it_was() {
    let start = Instant::now();
    println!("publishing was killed at each of {} steps ({:.1?})", survive(true), start.elapsed());
}

#[test]
fn a_table_made_from_the_others_is_published_with_them() {
    let (output, dataset) = (tempfile::tempdir().unwrap(), dataset(&["Żółw"]));
    let finish = |name: &str, further: &dyn Fn(&Path) -> Result<(), DatasetError>| {
        let warnings = ["the clock went back".to_owned()];
        let finishing = Finishing { further: Some(further), warnings: &warnings, ..Finishing::default() };
        Publisher::begin(output.path(), name).unwrap().publish(&dataset, origin(), &finishing)
    };
    let twice = |folder: &Path| {
        let path = table_path(folder, "problems");
        let pages = parquet::read(&table_path(folder, "mentions"))?;
        parquet::write(pages.vstack(&pages)?, &path)
    };
    let edition = finish("first", &twice).unwrap();
    assert_eq!(edition.tables["problems"].rows, 2, "what the table has become is described");
    assert_eq!(edition.warnings, ["the clock went back"]);
    let failing = |_: &Path| Err(DatasetError::Name("it cannot be made".into()));
    assert!(finish("second", &failing).is_err());
    assert_eq!(seen(output.path()), ["first", "latest"]);
    assert_eq!(left_over(output.path()), 0);
}

#[test]
fn what_begins_like_ours_and_is_not_stays() {
    let output = tempfile::tempdir().unwrap();
    for name in [".tmp-mine", ".tmp-export-mine", ".tmp-metryczka-killed"] {
        fs::create_dir(output.path().join(name)).unwrap();
    }
    publish(Disk::default(), output.path(), "first", &dataset(&["Żółw"])).unwrap();
    assert!(output.path().join(".tmp-mine").exists() && output.path().join(".tmp-export-mine").exists());
    assert_eq!(left_over(output.path()), 0);
}

#[test]
fn the_newest_edition_is_that_of_the_latest_time() {
    let output = tempfile::tempdir().unwrap();
    let dataset = dataset(&["Żółw"]);
    for (name, day) in
        [("b", "2026-01-01"), ("a", "2026-03-01"), ("a-2", "2026-03-01"), ("a-10", "2026-03-01"), ("c", "2026-02-01")]
    {
        let origin = Origin { created: format!("{day}T00:00:00Z"), ..origin() };
        Publisher::begin(output.path(), name).unwrap().publish(&dataset, origin, &Finishing::default()).unwrap();
    }
    fs::create_dir(output.path().join("notes")).unwrap();
    copy(&output.path().join("a"), &output.path().join("copy"));
    let names: Vec<String> = editions(output.path()).into_iter().map(|edition| edition.edition).collect();
    assert_eq!(names, ["a-10", "a-2", "a", "c", "b"]);
}

#[test]
fn a_document_that_is_changed_or_missing_is_found() {
    let output = tempfile::tempdir().unwrap();
    publish(Disk::default(), output.path(), "first", &dataset(&["Żółw"])).unwrap();
    let folder = output.path().join("first");
    assert!(is_whole(&folder));
    fs::write(folder.join("dictionary.md"), "another").unwrap();
    fs::remove_file(folder.join("datapackage.json")).unwrap();
    let failures = verify(&folder).unwrap().failures;
    assert!(failures.len() == 2 && failures[0].contains("datapackage.json"), "{failures:?}");
    assert!(failures[1].starts_with("dictionary.md: not the published file (7 bytes, "), "{failures:?}");
}

#[test]
fn a_pointer_to_somebody_elses_folder_is_not_followed() {
    let output = tempfile::tempdir().unwrap();
    publish(Disk::default(), output.path(), "first", &dataset(&["Żółw"])).unwrap();
    fs::create_dir(output.path().join("notes")).unwrap();
    for target in ["notes", "nowhere", "..", "/"] {
        Disk::default().point(&output.path().join(".tmp-metryczka-latest"), target).unwrap();
        drop(Publisher::begin(output.path(), "second").unwrap());
        assert_eq!((newest(output.path()).as_str(), left_over(output.path())), ("first", 0), "{target}");
    }
}
