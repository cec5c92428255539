//! An edition in other forms: what a spreadsheet, a CSV reader and a person get to see; and the columns that are promised.
#![cfg(feature = "dataset")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use calamine::{Data, Reader, Xlsx, open_workbook};
use metryczka::check::{Mention, Proof};
use metryczka::dataset::{
    Context, Dataset, DatasetError, ExportOptions, Exported, Finishing, Format, Harvest, Kind, Origin, PageRecord, Publisher,
    export, find_edition, tables,
};
use metryczka::notice::{Evidence, Fact, Notice};
use metryczka::page::Source;
use metryczka::value::{Currency, PartialDate};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A title that a spreadsheet would carry out, with everything that CSV must quote.
const HOSTILE: &str = "=HYPERLINK(\"http://x.example\",\n\"Ełk, projekt\")";

fn fact<T>(value: T) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence { start: 0, end: 1, quote: "P".into(), rule: "test" } })
}

fn page(name: &str, title: &str, text: String) -> PageRecord {
    let source = Source { path: Some(name.to_owned()), url: None, sha256: format!("{:064x}", name.len()) };
    let notice = Notice {
        title: fact(title.to_owned()),
        beneficiary: fact(format!("Gmina {name}")),
        total_cost: fact("1149808.80".parse().unwrap()),
        currency: fact(Currency::Pln),
        start_date: fact(PartialDate { year: 2018, month: Some(9), day: Some(1) }),
        partners: vec![fact("-MOPS".to_owned()).unwrap(), fact("Stowarzyszenie".to_owned()).unwrap()],
        ..Notice::default()
    };
    let mention =
        Mention { source: source.clone(), mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() };
    PageRecord { source, charset: "UTF-8".into(), text, mentions: vec![mention], ..PageRecord::default() }
}

fn edition(output: &Path) -> PathBuf {
    let pages = vec![page("a", HOSTILE, "P".repeat(40_000)), page("bb", "Żółw", "P".into())];
    let dataset = Dataset::assemble(Harvest { pages, ..Harvest::default() }, &Context::new("2026-11-22T05:32:10Z")).unwrap();
    let origin = Origin {
        created: "2026-11-22T05:32:10Z".into(),
        code_version: "0".into(),
        vocabulary_digest: "0".into(),
        inputs_digest: None,
    };
    Publisher::begin(output, "first").unwrap().publish(&dataset, origin, &Finishing::default()).unwrap();
    find_edition(output, None)
}

fn options(format: Format) -> ExportOptions {
    ExportOptions { format, tables: Vec::new(), bom: false, raw: false, overwrite: false }
}

fn write(edition: &Path, into: &Path, options: &ExportOptions) -> Result<Exported, DatasetError> {
    export(edition, into, options, &mut |_| {})
}

/// The rows of an exported CSV file as maps.
fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn csv_keeps_every_value_and_disarms_formulas() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    let into = folder.path().join("csv");
    let exported = write(&edition, &into, &options(Format::Csv)).unwrap();
    assert_eq!(exported.files.len(), tables().len());
    let projects = rows(&into.join("projects.csv"));
    let hostile = projects.iter().find(|row| row["title"].contains("HYPERLINK")).unwrap();
    assert_eq!(hostile["title"], format!("'{HOSTILE}"));
    assert_eq!(hostile["partners"], "'-MOPS; Stowarzyszenie");
    assert_eq!((hostile["total_cost"].as_str(), hostile["start_date"].as_str()), ("1149808.80", "2018-09-01"));
    assert_eq!((hostile["agree"].as_str(), hostile["own_contribution"].as_str()), ("true", ""));
    assert!(exported.neutralised > 0);
    let bytes = fs::read(into.join("projects.csv")).unwrap();
    assert!(bytes.starts_with(b"project_id,") && bytes.ends_with(b"\r\n"));
    // The columns are those of the Parquet, in their order.
    for table in tables() {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let head = csv::Reader::from_path(into.join(format!("{}.csv", table.name))).unwrap().headers().unwrap().clone();
        assert_eq!(head.iter().collect::<Vec<_>>(), names);
    }
}

#[test]
fn csv_can_be_raw_and_begin_with_a_mark() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    let options =
        ExportOptions { raw: true, bom: true, tables: vec!["projects".into(), "mentions".into()], ..options(Format::Csv) };
    let exported = write(&edition, folder.path(), &options).unwrap();
    assert_eq!((exported.files.len(), exported.neutralised), (2, 0));
    assert!(fs::read(folder.path().join("projects.csv")).unwrap().starts_with("\u{feff}project_id".as_bytes()));
    assert!(rows(&folder.path().join("mentions.csv")).iter().any(|row| row["title"] == HOSTILE));
}

#[test]
fn a_workbook_holds_real_numbers_and_text_that_is_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    let exported = write(&edition, folder.path(), &options(Format::Xlsx)).unwrap();
    assert_eq!(exported.cut, 1, "the page of 40 000 letters");
    let mut workbook: Xlsx<_> = open_workbook(folder.path().join("first.xlsx")).unwrap();
    let sheets = workbook.sheet_names();
    assert_eq!(sheets[0], "dictionary");
    assert_eq!(sheets.len(), tables().len() + 1);
    let range = workbook.worksheet_range("projects").unwrap();
    let head: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let column = |name: &str| head.iter().position(|head| head == name).unwrap();
    let hostile = range.rows().find(|row| row[column("title")].to_string().contains("HYPERLINK")).unwrap();
    assert_eq!(hostile[column("title")], Data::String(HOSTILE.into()));
    assert_eq!(hostile[column("total_cost")], Data::Float(1_149_808.80));
    assert_eq!(hostile[column("agree")], Data::Bool(true));
    let Data::DateTime(start) = &hostile[column("start_date")] else { panic!("{:?}", hostile[column("start_date")]) };
    assert!((start.as_f64() - 43_344.0).abs() < f64::EPSILON);
    assert!(workbook.worksheet_formula("projects").unwrap().is_empty());
    let pages = workbook.worksheet_range("pages").unwrap();
    let longest = pages.rows().flatten().map(|cell| cell.to_string().chars().count()).max();
    assert_eq!(longest, Some(32_767));
}

#[test]
fn the_same_edition_gives_the_same_csv() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    for into in ["a", "b"] {
        write(&edition, &folder.path().join(into), &options(Format::Csv)).unwrap();
    }
    for table in tables() {
        let bytes = |into: &str| fs::read(folder.path().join(into).join(format!("{}.csv", table.name))).unwrap();
        assert_eq!(bytes("a"), bytes("b"));
    }
}

#[test]
fn a_file_that_is_there_is_kept_unless_it_may_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    fs::write(folder.path().join("views.sql"), "mine").unwrap();
    assert!(matches!(write(&edition, folder.path(), &options(Format::Duckdb)), Err(DatasetError::Occupied(_))));
    assert_eq!(fs::read_to_string(folder.path().join("views.sql")).unwrap(), "mine");
    write(&edition, folder.path(), &ExportOptions { overwrite: true, ..options(Format::Duckdb) }).unwrap();
    let views = fs::read_to_string(folder.path().join("views.sql")).unwrap();
    assert!(views.contains("read_parquet('output/first/projects.parquet'"), "{views}");
}

#[test]
fn a_corrupt_table_is_named_and_nothing_is_left_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    let path = edition.join("mentions.parquet");
    let mut bytes = fs::read(&path).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&path, bytes).unwrap();
    let into = folder.path().join("csv");
    let error = write(&edition, &into, &options(Format::Csv)).unwrap_err();
    assert!(error.to_string().contains("mentions.parquet"), "{error}");
    assert_eq!(fs::read_dir(&into).unwrap().count(), 0);
    let unknown = ExportOptions { tables: vec!["project".into()], ..options(Format::Csv) };
    let error = write(&edition, &into, &unknown).unwrap_err().to_string();
    assert!(error.contains("project;") && error.contains("projects, municipalities"), "{error}");
}

#[test]
fn the_dictionary_explains_every_column_and_every_field_of_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    let text = fs::read_to_string(edition.join("dictionary.md")).unwrap();
    write(&edition, folder.path(), &options(Format::Dictionary)).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("dictionary.md")).unwrap(), text);
    for table in tables() {
        assert!(text.contains(&format!("\n## {}\n", table.name)));
        for column in &table.columns {
            assert!(text.contains(&format!("\n| `{}` | ", column.name)), "{}.{}", table.name, column.name);
            if let Kind::Structs(fields) = column.kind {
                assert!(fields.iter().all(|field| text.contains(&format!("| `{}[].{}` |", column.name, field.name))));
            }
        }
    }
}

#[test]
fn the_package_states_what_can_be_checked() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    let package: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(edition.join("datapackage.json")).unwrap()).unwrap();
    assert_eq!(package["name"], "metryczka-first");
    assert_eq!((&package["version"], &package["created"]), (&"first".into(), &"2026-11-22T05:32:10Z".into()));
    assert!(package.get("licenses").is_none(), "no licence is invented");
    let names: Vec<&str> = package["resources"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    for resource in package["resources"].as_array().unwrap() {
        let file = fs::read(edition.join(resource["path"].as_str().unwrap())).unwrap();
        assert_eq!(resource["file_size"], file.len());
        assert_eq!(resource["hash"].as_str().unwrap().len(), "sha256:".len() + 64);
        let has = |column: &serde_json::Value| {
            resource["schema"]["fields"].as_array().unwrap().iter().any(|field| field["name"] == *column)
        };
        let keys = resource["schema"]["foreignKeys"].as_array().cloned().unwrap_or_default();
        for key in &keys {
            assert!(names.contains(&key["reference"]["resource"].as_str().unwrap()) && has(&key["fields"][0]));
        }
        assert!(resource["schema"]["primaryKey"].as_array().into_iter().flatten().all(has));
    }
}

/// Columns are an interface: users' notebooks name them. Whoever changes one sees it here, and in review.
/// `METRYCZKA_RENEW=1 cargo test --test export` writes the file anew.
#[test]
fn the_columns_are_those_that_are_promised() {
    let mut text =
        String::from("# Every column of every table, in order: renewed with METRYCZKA_RENEW=1 cargo test --test export\n");
    for table in tables() {
        text.push_str(&format!("\n{}\n", table.name));
        for column in &table.columns {
            text.push_str(&format!("  {}: {}\n", column.name, kind(&column.kind)));
        }
    }
    let path = Path::new("fixtures/schema.txt");
    if std::env::var_os("METRYCZKA_RENEW").is_some() {
        fs::write(path, &text).unwrap();
    }
    let promised = fs::read_to_string(path).unwrap_or_default();
    let differing = text.lines().zip(promised.lines()).find(|(is, was)| is != was);
    assert_eq!(text.lines().count(), promised.lines().count(), "columns have changed, first at {differing:?}");
    assert_eq!(differing, None, "columns have changed: say so in CHANGELOG.md and renew fixtures/schema.txt");
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Enum(names) => format!("enum {}", names.join("|")),
        Kind::Structs(fields) => {
            let fields: Vec<String> = fields.iter().map(|field| format!("{} {}", field.name, self::kind(&field.kind))).collect();
            format!("list of {{{}}}", fields.join(", "))
        }
        Kind::Text => "text".into(),
        Kind::Decimal(scale) => format!("decimal(18,{scale})"),
        Kind::Count => "count".into(),
        Kind::Flag => "flag".into(),
        Kind::Date => "date".into(),
        Kind::Texts => "list of text".into(),
    }
}

#[test]
fn entities_stand_one_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"));
    let exported = write(&edition, folder.path(), &options(Format::Ftm)).unwrap();
    let text = fs::read_to_string(&exported.files[0].path).unwrap();
    assert_eq!(exported.files[0].rows, Some(text.lines().count()));
    assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["schema"].is_string()));
}
