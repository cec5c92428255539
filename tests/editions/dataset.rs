//! Editions made of hand-made mentions: types, exactness, atomic publishing, verification.
#![cfg(feature = "dataset")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use metryczka::check::{Check, Identity, Mention, Proof, Verdict};
use metryczka::dataset::{
    Availability, Context, Coverage, Dataset, DatasetError, Edition, Finishing, Harvest, Origin, PageRecord, Publisher, Seen,
    find, find_edition, tables, verify,
};
use metryczka::notice::{Amount, Doubt, Evidence, Fact, Notice, Scope, TargetGroup};
use metryczka::page::Source;
use metryczka::value::{Currency, PartialDate};
use metryczka::vocabulary::Role;
use polars::prelude::{AnyValue, DataFrame, DataType, ParquetReader, SerReader};
use std::fs;
use std::path::Path;

const TEXT: &str =
    "Projekt „Żółw” kosztuje 9999999999999999,99 zł, trwa do lutego 2020 r. Weźmie w nim udział 12 kobiet i 8 mężczyzn.";

fn evidence(quote: &str) -> Evidence {
    let start = TEXT.find(quote).expect("the quote stands in the text");
    Evidence { start, end: start + quote.len(), quote: quote.to_owned(), rule: "test" }
}

fn fact<T>(value: T, quote: &str) -> Option<Fact<T>> {
    Some(Fact { value, evidence: evidence(quote) })
}

fn source(path: &str) -> Source {
    Source { path: Some(path.to_owned()), url: None, sha256: format!("{:064x}", path.len()) }
}

fn mention(path: &str) -> Mention {
    let value = "9999999999999999.99".parse().unwrap();
    let quote = "9999999999999999,99 zł";
    let amount = Amount {
        role: Role::Total,
        value,
        currency: Some(Currency::Pln),
        rate: None,
        rate_basis: None,
        scope: Scope::Project,
        stage: None,
        approximate: false,
        in_words: None,
        evidence: evidence(quote),
    };
    let group = TargetGroup {
        text: "kobiet".into(),
        category: "women".into(),
        count: Some(12),
        women: None,
        men: None,
        evidence: evidence("12 kobiet"),
    };
    let notice = Notice {
        title: fact("Żółw".to_owned(), "Żółw"),
        total_cost: fact(value, quote),
        currency: fact(Currency::Pln, "zł"),
        end_date: fact(PartialDate { year: 2020, month: Some(2), day: None }, "lutego 2020"),
        participants: fact(20, "12 kobiet i 8 mężczyzn"),
        women: fact(12, "12 kobiet"),
        men: fact(8, "8 mężczyzn"),
        amounts: vec![amount],
        target_groups: vec![group],
        doubts: vec![Doubt { field: "start_date", reason: "not_printed", candidates: vec!["2018".into(), "2019".into()] }],
        ..Notice::default()
    };
    let check = Check { identity: Identity::WomenPlusMen, verdict: Verdict::Exact, difference: None, scope: "project" };
    Mention { source: source(path), mention: 0, notice, checks: vec![check], proof: Proof::Consistent, corrected: Vec::new() }
}

fn page(path: &str) -> PageRecord {
    let mentions = vec![mention(path)];
    PageRecord { source: source(path), charset: "UTF-8".into(), text: TEXT.into(), mentions, ..PageRecord::default() }
}

fn context() -> Context {
    Context::new("2026-11-22T05:32:10Z")
}

fn origin() -> Origin {
    Origin {
        created: "2026-11-22T05:32:10Z".into(),
        code_version: "0".into(),
        vocabulary_digest: "0".into(),
        inputs_digest: None,
    }
}

fn publish(output: &Path, name: &str, pages: Vec<PageRecord>) -> Result<Edition, DatasetError> {
    let dataset = Dataset::assemble(Harvest { pages, ..Harvest::default() }, &context())?;
    Publisher::begin(output, name)?.publish(&dataset, origin(), &Finishing::default())
}

fn table(edition: &Path, name: &str) -> DataFrame {
    ParquetReader::new(fs::File::open(edition.join(format!("{name}.parquet"))).unwrap()).finish().unwrap()
}

#[test]
fn types_and_values_survive() {
    let output = tempfile::tempdir().unwrap();
    publish(output.path(), "first", vec![page("a")]).unwrap();
    let edition = find_edition(output.path(), None);
    let mentions = table(&edition, "mentions");
    let value = |column: &str| mentions.column(column).unwrap().get(0).unwrap().into_static();
    assert_eq!(mentions.column("total_cost").unwrap().dtype(), &DataType::Decimal(18, 2));
    assert!(matches!(value("total_cost"), AnyValue::Decimal(999_999_999_999_999_999, 18, 2)), "{:?}", value("total_cost"));
    assert_eq!(value("end_date").to_string(), "2020-02-29");
    assert_eq!(value("end_precision").get_str(), Some("month"));
    assert!(matches!(mentions.column("proof").unwrap().dtype(), DataType::Enum(..)));
    assert!(matches!(mentions.column("amounts").unwrap().dtype(), DataType::List(_)));
    let evidence = table(&edition, "evidence");
    assert_eq!(evidence.height(), mention("a").notice.evidence().len());
    for declared in tables() {
        let names: Vec<&str> = declared.columns.iter().map(|column| column.name).collect();
        let frame = table(&edition, declared.name);
        assert_eq!(frame.get_column_names(), names, "{}", declared.name);
    }
}

#[test]
fn the_dictionary_describes_every_column() {
    let output = tempfile::tempdir().unwrap();
    publish(output.path(), "first", vec![page("a")]).unwrap();
    let text = fs::read_to_string(output.path().join("first/datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&text).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), tables().len());
    for (resource, declared) in resources.iter().zip(tables()) {
        assert_eq!(resource["name"], declared.name);
        let fields = resource["schema"]["fields"].as_array().unwrap();
        assert_eq!(fields.len(), declared.columns.len());
        assert!(fields.iter().all(|field| !field["description"].as_str().unwrap_or_default().is_empty()));
    }
}

#[test]
fn the_order_of_pages_does_not_matter_and_copies_are_one() {
    let output = tempfile::tempdir().unwrap();
    let first = publish(output.path(), "first", vec![page("a"), page("bb"), page("ccc")]).unwrap();
    let mut second = publish(output.path(), "second", vec![page("ccc"), page("a"), page("bb"), page("a")]).unwrap();
    // The log alone says that one of them was captured twice.
    assert_ne!(first.tables["decisions"], second.tables["decisions"]);
    second.tables.insert("decisions".to_owned(), first.tables["decisions"].clone());
    assert_eq!(first.tables, second.tables);
    assert_eq!(first.archive_digest, second.archive_digest);
    assert_eq!(first.tables["pages"].rows, 3);
}

#[test]
fn an_edition_is_never_overwritten_and_names_are_checked() {
    let output = tempfile::tempdir().unwrap();
    publish(output.path(), "first", vec![page("a")]).unwrap();
    assert!(matches!(publish(output.path(), "first", vec![page("b")]), Err(DatasetError::Exists(_))));
    for name in ["latest", ".x", "a/b", ""] {
        assert!(matches!(Publisher::begin(output.path(), name), Err(DatasetError::Name(_))), "{name}");
    }
}

#[test]
fn one_run_at_a_time_and_leftovers_are_removed() {
    let output = tempfile::tempdir().unwrap();
    fs::create_dir_all(output.path().join(".tmp-metryczka-killed")).unwrap();
    let running = Publisher::begin(output.path(), "first").unwrap();
    assert!(!output.path().join(".tmp-metryczka-killed").exists());
    assert!(matches!(Publisher::begin(output.path(), "second"), Err(DatasetError::InUse(_))));
    drop(running);
    assert!(Publisher::begin(output.path(), "second").is_ok());
}

#[test]
fn a_source_counts_its_mentions_and_projects() {
    let output = tempfile::tempdir().unwrap();
    let seen = |source: &str, checked| Some(Seen { source: source.into(), availability: Availability::Unreachable, checked });
    let mut pages = vec![page("a"), page("bb"), page("ccc"), page("dddd")];
    pages[0].seen = seen("town", Some(86_400));
    pages[1].seen = seen("town", Some(86_400));
    pages[2].seen = seen("saved", None);
    let known = |source: &str| Coverage { source: source.into(), checked: Some(86_400), pages_current: 2, ..Coverage::default() };
    let coverage = vec![known("town"), Coverage { reason: Some("failing".into()), ..known("silent") }];
    let dataset = Dataset::assemble(Harvest { pages, coverage, ..Harvest::default() }, &context()).unwrap();
    Publisher::begin(output.path(), "first").unwrap().publish(&dataset, origin(), &Finishing::default()).unwrap();
    let edition = output.path().join("first");
    let coverage = table(&edition, "coverage");
    let value = |column: &str, row| coverage.column(column).unwrap().get(row).unwrap().into_static();
    // Each mention without a number stays a project of its own unless title, body and sum join it; here they have no body.
    assert_eq!((value("mentions", 0), value("mentions", 1)), (AnyValue::Int64(2), AnyValue::Int64(0)));
    assert_eq!(value("projects", 1), AnyValue::Int64(0));
    assert!(value("projects", 0) != AnyValue::Int64(0));
    assert_eq!(value("reason", 1).get_str(), Some("failing"));
    assert_eq!(value("checked", 0).get_str(), Some("1970-01-02T00:00:00Z"));
    let pages = table(&edition, "pages");
    let availability = pages.column("availability").unwrap();
    assert_eq!(availability.null_count(), 2, "a page that was not crawled was not looked for");
    assert_eq!(pages.column("source").unwrap().null_count(), 1);
    assert_eq!(verify(&edition).unwrap().failures, Vec::<String>::new());
}

#[test]
fn a_failed_publication_leaves_what_was_there() {
    let output = tempfile::tempdir().unwrap();
    publish(output.path(), "first", vec![page("a")]).unwrap();
    let publisher = Publisher::begin(output.path(), "second").unwrap();
    // Something else takes the name while the run is busy.
    fs::create_dir(output.path().join("second")).unwrap();
    let dataset = Dataset::assemble(Harvest { pages: vec![page("b")], ..Harvest::default() }, &context()).unwrap();
    assert!(matches!(publisher.publish(&dataset, origin(), &Finishing::default()), Err(DatasetError::Exists(_))));
    assert_eq!(fs::read_dir(output.path().join("second")).unwrap().count(), 0);
    assert!(!output.path().join(".tmp-metryczka-second").exists());
    assert_eq!(Edition::read(&find_edition(output.path(), None)).unwrap().edition, "first");
}

#[test]
fn verification_finds_a_wrong_quote() {
    let output = tempfile::tempdir().unwrap();
    publish(output.path(), "good", vec![page("a")]).unwrap();
    let good = verify(&output.path().join("good")).unwrap();
    assert_eq!(good.failures, Vec::<String>::new());
    let mut shifted = page("a");
    let title = shifted.mentions[0].notice.title.as_mut().unwrap();
    title.evidence.start += 1;
    publish(output.path(), "bad", vec![shifted]).unwrap();
    let bad = verify(&output.path().join("bad")).unwrap();
    assert_eq!(bad.failures.len(), 1, "{:?}", bad.failures);
    assert!(bad.failures[0].contains("title"), "{:?}", bad.failures);
}

#[test]
fn a_number_with_too_many_digits_is_null_and_a_problem() {
    let output = tempfile::tempdir().unwrap();
    let mut long = page("a");
    long.mentions[0].notice.total_cost.as_mut().unwrap().value = "12345678901234567.00".parse().unwrap();
    publish(output.path(), "first", vec![long]).unwrap();
    let edition = output.path().join("first");
    assert_eq!(table(&edition, "mentions").column("total_cost").unwrap().null_count(), 1);
    let problems = table(&edition, "problems");
    assert_eq!(problems.column("code").unwrap().get(0).unwrap().get_str(), Some("number_too_long"));
}

#[test]
fn a_page_is_found_by_any_identifier() {
    let output = tempfile::tempdir().unwrap();
    publish(output.path(), "first", vec![page("a"), page("bb")]).unwrap();
    let edition = output.path().join("first");
    let mentions = table(&edition, "mentions");
    for column in ["mention_id", "page_id"] {
        let id = mentions.column(column).unwrap().get(0).unwrap().to_string().replace('"', "");
        let found = find(&edition, &id).unwrap();
        assert_eq!(found.len(), 1, "{column}");
        assert_eq!(found[0].mentions[0]["title"], "Żółw");
        assert_eq!(found[0].page["text"], TEXT);
        assert_eq!(found[0].evidence.len(), mention("a").notice.evidence().len());
    }
    assert!(find(&edition, "nobody").unwrap().is_empty());
}
