#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::dataset::model::{PageRecord, ProblemStage};
use crate::dataset::parquet;
use crate::dataset::spool::Spool;
use crate::page::{self, Source};
use crate::{Extractor, dataset};
use std::fs;
use std::sync::Arc;

/// The pages among the fixtures, each at two addresses, and one of them captured twice.
fn pages() -> Vec<PageRecord> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (extractor, limits) = (Extractor::builtin(), page::Limits::default());
    let mut records = Vec::new();
    for path in paths {
        for copy in ["a", "b"] {
            let name = path.file_name().unwrap().to_string_lossy();
            let source = Source { path: Some(format!("{copy}/{name}")), ..Source::default() };
            let page = page::read(&fs::read(&path).unwrap(), source, None, &limits).unwrap();
            let mentions = extractor.extract(&page).mentions;
            let fetched = Some("2026-01-01T00:00:00Z".to_owned());
            let (source, charset, title, text) = (page.source, page.charset, page.title, page.text);
            records.push(PageRecord { source, fetched, charset, title, text, mentions, ..PageRecord::default() });
        }
    }
    let again = PageRecord { fetched: Some("2026-02-02T00:00:00Z".to_owned()), ..records[6].clone() };
    records.push(again);
    records
}

fn dataset_of(pages: Vec<PageRecord>, store: Store) -> Dataset {
    let mut harvest = Harvest { store, ..Harvest::default() };
    pages.into_iter().for_each(|page| harvest.take(page).unwrap());
    let unreadable = Problem {
        path: Some("c".into()),
        url: None,
        source: None,
        stage: ProblemStage::Page,
        code: "empty".into(),
        message: "empty".into(),
        remedy: "none".into(),
    };
    let missed = Problem { stage: ProblemStage::Crawl, ..unreadable.clone() };
    harvest.problems = vec![missed, unreadable];
    Dataset::assemble(harvest, &Context::new("2026-11-22T05:32:10Z")).unwrap()
}

/// The files of all tables, by name.
fn written(dataset: &Dataset, slice: usize) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    dataset.write_in_slices(folder.path(), slice, &Disk::default()).unwrap();
    let written = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let tables: BTreeMap<String, Vec<u8>> =
        written.map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect();
    let mut declared: Vec<&str> = dataset::tables().iter().map(|table| table.name).collect();
    declared.sort_unstable();
    assert_eq!(tables.keys().collect::<Vec<_>>(), declared);
    tables
}

fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, what: &str) {
    a.iter().for_each(|(name, bytes)| assert!(Some(bytes) == b.get(name), "{name}: {what}"));
}

#[test]
fn how_the_work_is_cut_changes_no_byte() {
    let dataset = dataset_of(pages(), Store::default());
    assert!(dataset.counts().mentions > 50);
    let whole = written(&dataset, 4_096);
    assert_same(&whole, &written(&dataset, 7), "slices of 7");
    assert_same(&whole, &written(&dataset, 1), "slices of 1");
}

#[test]
fn neither_the_order_of_pages_nor_where_they_wait_changes_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::create(&folder.path().join("waiting")).unwrap();
    let reversed = pages().into_iter().rev().collect();
    let in_memory = written(&dataset_of(pages(), Store::default()), SLICE);
    assert_same(&in_memory, &written(&dataset_of(reversed, Store::on(Arc::new(spool))), SLICE), "from the disk, reversed");
}

#[test]
fn a_table_is_declared_as_the_sink_declares_it() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = dataset_of(pages(), Store::default());
    dataset.write(folder.path(), &Disk::default()).unwrap();
    for name in dataset::tables().iter().map(|table| table.name) {
        let (path, sunk) = (folder.path().join(format!("{name}.parquet")), folder.path().join("sunk"));
        let frame = parquet::read(&path).unwrap();
        parquet::write(frame.clone(), &sunk).unwrap();
        assert_eq!(parquet::read(&sunk).unwrap().schema(), frame.schema(), "{name}");
        let declared = |path| fs::read(path).unwrap().windows(12).any(|bytes| bytes == b"ARROW:schema");
        assert!(declared(&path) && declared(&sunk), "{name}");
        assert_eq!(fs::read(&path).unwrap(), fs::read(&sunk).unwrap(), "{name}");
    }
}

#[test]
fn no_row_and_no_zloty_leaves_between_two_steps() {
    let dataset = dataset_of(pages(), Store::default());
    let made = projects::write(&dataset, &Tables::in_folder(tempfile::tempdir().unwrap().path(), &Disk::default()), 7).unwrap();
    let steps = dataset.steps.decisions(&made.published, &made.measures.reach());
    for pair in steps.windows(2) {
        assert_eq!(pair[0].rows_out, pair[1].rows_in, "{} → {}", pair[0].step, pair[1].step);
        assert_eq!(pair[0].pln_out, pair[1].pln_in, "{} → {}", pair[0].step, pair[1].step);
    }
    let of = |name: &str| steps.iter().find(|step| step.step == name).unwrap();
    assert_eq!(of("unreadable").rows_in - of("unreadable").rows_out, 1, "what a crawl could not fetch is no capture");
    assert_eq!(of("captured_twice").rows_in - of("captured_twice").rows_out, 1);
    let counts = dataset.counts();
    assert_eq!(
        (of("silent").rows_out, of("told").rows_out, of("joined").rows_out),
        (counts.telling, counts.mentions, counts.projects)
    );
    assert!(of("joined").pln_out < of("joined").pln_in, "each page stands there twice");
    assert!(of("joined").pln_out > Some(0.into()));
}

#[test]
fn the_log_ends_with_what_the_municipalities_add_up_to() {
    let dataset = dataset_of(pages(), Store::default());
    let folder = tempfile::tempdir().unwrap();
    dataset.write(folder.path(), &Disk::default()).unwrap();
    let read = |name: &str| parquet::read(&folder.path().join(format!("{name}.parquet"))).unwrap();
    let (municipalities, decisions) = (read("municipalities"), read("decisions"));
    let text = |name: &str| municipalities.column(name).unwrap().cast(&polars::prelude::DataType::String).unwrap();
    let groupings = text("grouping");
    let totals = municipalities.column("total_pln").unwrap().decimal().unwrap().physical();
    let of_all = groupings.str().unwrap().iter().zip(totals.iter()).filter(|(grouping, _)| *grouping == Some("all"));
    let added: i128 = of_all.filter_map(|(_, grosze)| grosze).sum();
    assert!(added > 0);
    let steps = decisions.column("step").unwrap().str().unwrap();
    assert_eq!(steps.last(), Some("granted"));
    assert_eq!(decisions.column("pln_out").unwrap().decimal().unwrap().physical().last(), Some(added));
}

#[test]
fn of_two_captures_of_one_page_the_newest_stays() {
    let ordered = dataset_of(pages(), Store::default());
    let newest = ordered.store.pages.iter().map(|page| ordered.store.about(page).unwrap().fetched);
    assert_eq!(newest.filter(|fetched| fetched.as_deref() == Some("2026-02-02T00:00:00Z")).count(), 1);
}
