//! The edition of an extraction is that of its pages, however the tables were cut; what does not fit together makes none.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::Extractor;
use crate::archive;
use crate::dataset::frame::frame;
use crate::dataset::reopen::tests::origin;
use crate::dataset::{Context, Dataset, DatasetError, Edition, Finishing, Harvest, Publisher, parquet, tables, verify};
use crate::page::Limits;
use crate::reader::{Problem, ProblemStage, Reader, Wanted};
use crate::table::{Kind, SCHEMA, Spec, extract_tables, of_captures};
use polars::prelude::{
    Column, DataFrame, DataType, IdxCa, IntoColumn, IntoLazy, NamedFrom, ParquetReader, ParquetWriter, SerReader, Series,
};
use serde_json::{Value, json};
use std::fs::{self, File};

/// How an engine lays tables out.
#[derive(Clone, Copy)]
struct Cut {
    parts: usize,
    /// Several files a part in a folder of its own, in row groups of a few rows, rows in no order.
    is_sparks: bool,
}

const OURS: Cut = Cut { parts: 3, is_sparks: false };

fn all(wanted: Wanted) -> Vec<Outcome> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let reader = Reader { wanted, ..Reader::new(Extractor::builtin(), Limits::default()) };
    let mut all: Vec<Outcome> =
        archive::captures(&[folder], &Limits::default()).map(|capture| reader.read(capture, None)).collect();
    // Captured twice; of two captures the one fetched last counts.
    let again = all.iter().find_map(|outcome| match outcome {
        Outcome::Page(page) if !page.mentions.is_empty() => Some((**page).clone()),
        _ => None,
    });
    let mut again = again.unwrap();
    again.fetched = Some("2026-03-04T05:06:07Z".into());
    all.push(Outcome::Page(again.into()));
    all.push(Outcome::Problem(Problem {
        path: Some("crawl/0001.warc.gz".into()),
        url: Some("https://gmina.example/bomb".into()),
        source: None,
        stage: ProblemStage::Page,
        code: "too_large".into(),
        message: "the page is too large".into(),
        remedy: "raise the limit".into(),
    }));
    all
}

/// Writes an extraction as the engines do.
fn write(folder: &Path, outcomes: &[Outcome], cut: Cut) {
    let names: Vec<&str> = extract_tables().iter().map(|table| table.name).collect();
    let mut rows = serde_json::Map::new();
    for table in &names {
        fs::create_dir_all(folder.join(table)).unwrap();
        rows.insert((*table).to_owned(), json!(0));
    }
    for part in 0..cut.parts {
        let of_part: Vec<Outcome> = outcomes.iter().skip(part).step_by(cut.parts).cloned().collect();
        of_captures(&of_part, &names, |sheet| {
            let (table, height) = (sheet.table, sheet.height());
            let columns = sheet.columns.into_iter().map(|(spec, cells)| (open(spec), cells)).collect();
            write_part(&folder.join(table), part, frame(height, columns).unwrap(), cut);
            rows[table] = json!(rows[table].as_u64().unwrap() + height as u64);
            Ok::<(), DatasetError>(())
        })
        .unwrap();
    }
    let mut manifest = json!({ "schema": SCHEMA, "inputs": ["fixtures/pages"] });
    let own = ["code_version", "vocabulary_digest", "finished"];
    let sparks = ["version", "vocabulary", "totals"];
    let values = [json!(env!("CARGO_PKG_VERSION")), json!(digest()), json!({ "rows": rows })];
    for (key, value) in (if cut.is_sparks { sparks } else { own }).into_iter().zip(values) {
        manifest[key] = value;
    }
    if cut.is_sparks {
        // Its marks tell rows alone.
        fs::create_dir_all(folder.join("parts")).unwrap();
        fs::write(folder.join("parts/00000.json"), json!({ "part": 0, "captures": 1, "rows": {} }).to_string()).unwrap();
    }
    fs::write(folder.join("extract.json"), manifest.to_string()).unwrap();
}

/// Closed lists are plain text.
fn open(spec: Spec) -> Spec {
    if let Kind::Enum(_) = spec.kind { Spec { kind: Kind::Text, ..spec } } else { spec }
}

fn write_part(folder: &Path, part: usize, rows: DataFrame, cut: Cut) {
    if !cut.is_sparks {
        return parquet::write(rows, &folder.join(format!("part-{part:05}.parquet"))).unwrap();
    }
    fs::write(folder.join("_SUCCESS"), "").unwrap();
    let folder = folder.join(format!("part={part}"));
    fs::create_dir_all(&folder).unwrap();
    let shuffled = shuffle(&rows, part as u64);
    for (number, half) in
        [shuffled.slice(0, rows.height() / 2), shuffled.slice((rows.height() / 2) as i64, rows.height())].into_iter().enumerate()
    {
        let path = folder.join(format!("part-{:05}-c0de.snappy.parquet", 1 - number));
        parquet::write_lazy(half.lazy(), 7, &path).unwrap();
    }
}

/// The rows in an order that means nothing.
fn shuffle(rows: &DataFrame, seed: u64) -> DataFrame {
    let mut order: Vec<u32> = (0..rows.height() as u32).collect();
    order.sort_by_key(|row| {
        (u64::from(*row) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17) ^ seed.wrapping_mul(0xbf58_476d)
    });
    rows.take(&IdxCa::from_vec("".into(), order)).unwrap()
}

fn digest() -> &'static str {
    Extractor::builtin().vocabulary().digest()
}

fn taken(extractions: &[&Path], output: &Path) -> Result<Edition, ExtractedError> {
    let publisher = Publisher::begin(output, "one").unwrap();
    let (mut harvest, spool) = (Harvest::default(), publisher.parts().unwrap());
    for folder in extractions {
        Extracted::open(folder, digest())?.each(&spool, |outcome| match outcome {
            Outcome::Page(page) => Ok::<_, ExtractedError>(harvest.take_extracted(*page)?),
            Outcome::Problem(problem) => {
                harvest.problems.push(problem);
                Ok(())
            }
        })?;
    }
    Ok(published(publisher, harvest))
}

fn published(publisher: Publisher, harvest: Harvest) -> Edition {
    let dataset = Dataset::assemble(harvest, &Context::new("2026-11-22T05:32:10Z")).unwrap();
    publisher.publish(&dataset, origin(), &Finishing::default()).unwrap()
}

/// The edition of the pages themselves.
fn direct(outcomes: Vec<Outcome>, output: &Path) -> Edition {
    let mut harvest = Harvest::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Page(page) => harvest.take(*page).unwrap(),
            Outcome::Problem(problem) => harvest.problems.push(problem),
        }
    }
    published(Publisher::begin(output, "one").unwrap(), harvest)
}

fn read(path: &Path) -> DataFrame {
    ParquetReader::new(File::open(path).unwrap()).finish().unwrap()
}

#[test]
fn the_edition_of_an_extraction_is_that_of_its_pages_but_for_the_texts_of_silent_ones() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("extracted"), &all(Wanted::Mentions), OURS);
    let ours = taken(&[&at("extracted")], &at("ours")).unwrap();
    let pages = direct(all(Wanted::Text), &at("pages"));
    assert!(ours.tables["mentions"].rows > 10 && ours.tables["pages"].rows > 20);
    for table in tables().iter().map(|table| table.name).filter(|name| *name != "pages") {
        assert_eq!(ours.tables[table], pages.tables[table], "{table}");
    }
    assert_eq!(ours.archive_digest, pages.archive_digest);
    let [one, other] = ["ours", "pages"].map(|output| read(&at(output).join("one/pages.parquet")));
    let silent: Vec<bool> = other.column("mentions").unwrap().i64().unwrap().iter().map(|number| number == Some(0)).collect();
    assert!(silent.contains(&true) && silent.contains(&false));
    for column in other.columns() {
        let found = one.column(column.name()).unwrap();
        if !["text", "title", "text_sha256"].contains(&column.name().as_str()) {
            assert_eq!(found, column);
            continue;
        }
        let (found, told) = (found.str().unwrap(), column.str().unwrap());
        for (row, silent) in silent.iter().enumerate() {
            assert_eq!(found.get(row), told.get(row).filter(|_| !silent), "{} of row {row}", column.name());
        }
    }
    assert_eq!(verify(&at("ours/one")).unwrap().failures, Vec::<String>::new());
}

#[test]
fn the_edition_is_the_same_to_the_byte_however_engines_cut_and_shuffle_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let outcomes = all(Wanted::Mentions);
    let mut editions = Vec::new();
    for (number, cut) in [(1, false), (3, false), (7, false), (1, true), (3, true), (7, true)].into_iter().enumerate() {
        let (parts, is_sparks) = cut;
        let extracted = folder.path().join(format!("extracted-{number}"));
        write(&extracted, &outcomes, Cut { parts, is_sparks });
        editions.push(taken(&[&extracted], &folder.path().join(format!("output-{number}"))).unwrap());
    }
    assert!(editions.windows(2).all(|two| two[0] == two[1]));
}

#[test]
fn pages_of_two_extractions_count_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let outcomes = all(Wanted::Mentions);
    write(&at("all"), &outcomes, OURS);
    write(&at("some"), &outcomes[..12], Cut { parts: 2, is_sparks: true });
    let once = taken(&[&at("all")], &at("once")).unwrap();
    let twice = taken(&[&at("some"), &at("all")], &at("twice")).unwrap();
    for table in tables().iter().map(|table| table.name).filter(|name| *name != "decisions") {
        assert_eq!(once.tables[table], twice.tables[table], "{table}");
    }
}

/// What is said of an extraction that somebody has laid hands on.
fn refused(change: impl FnOnce(&Path)) -> (ExtractedError, String) {
    let folder = tempfile::tempdir().unwrap();
    let extracted = folder.path().join("extracted");
    write(&extracted, &all(Wanted::Mentions), OURS);
    change(&extracted);
    let error = taken(&[&extracted], &folder.path().join("output")).unwrap_err();
    let told = error.to_string();
    assert!(!error.remedy().is_empty());
    (error, told)
}

fn manifest(extracted: &Path, change: impl FnOnce(&mut Value)) {
    let path = extracted.join("extract.json");
    let mut value: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut value);
    fs::write(path, value.to_string()).unwrap();
}

/// Writes a table's first file anew.
fn rewrite(extracted: &Path, table: &str, change: impl FnOnce(DataFrame) -> DataFrame) {
    let path = extracted.join(table).join("part-00000.parquet");
    let mut rows = change(read(&path));
    ParquetWriter::new(File::create(path).unwrap()).finish(&mut rows).unwrap();
}

#[test]
fn an_extraction_of_another_schema_is_refused_with_both_versions() {
    let (error, told) =
        refused(|at| manifest(at, |value| (value["schema"], value["code_version"]) = (json!(99), json!("7.0.0"))));
    assert!(matches!(error, ExtractedError::Schema { found: 99, needed: SCHEMA, .. }));
    assert!(
        told.contains("schema 99 (metryczka 7.0.0)")
            && told.contains(&format!("schema {SCHEMA} (metryczka {})", env!("CARGO_PKG_VERSION")))
    );
    assert!(error.remedy().contains("or a later one"));
    let (error, _) = refused(|at| manifest(at, |value| value["schema"] = json!(2)));
    assert!(error.remedy().contains("extract the pages again"));
}

#[test]
fn an_extraction_with_another_vocabulary_is_refused_with_both_digests() {
    let (error, told) = refused(|at| manifest(at, |value| value["vocabulary_digest"] = json!("abc")));
    assert!(matches!(error, ExtractedError::Vocabulary { .. }) && told.contains("abc") && told.contains(digest()));
}

#[test]
fn what_is_no_finished_extraction_is_refused() {
    let (error, _) = refused(|at| fs::remove_file(at.join("extract.json")).unwrap());
    assert!(matches!(error, ExtractedError::NotAnExtraction { .. }));
    let (error, _) = refused(|at| fs::write(at.join("extract.json"), "{").unwrap());
    assert!(matches!(error, ExtractedError::NotAnExtraction { .. }));
    let (error, _) = refused(|at| manifest(at, |value| value["finished"] = Value::Null));
    assert!(matches!(error, ExtractedError::Unfinished { .. }) && error.remedy().contains("goes on where it stopped"));
    // A part that was lost on the way: nothing else tells of it.
    let (error, told) = refused(|at| {
        for table in ["pages", "mentions", "evidence"] {
            fs::remove_file(at.join(table).join("part-00002.parquet")).unwrap();
        }
    });
    assert!(matches!(error, ExtractedError::Unfinished { .. }), "{told}");
}

#[test]
fn a_table_of_other_columns_is_refused_with_file_and_column() {
    let (_, told) = refused(|at| fs::remove_dir_all(at.join("evidence")).unwrap());
    assert!(told.contains("the table evidence is missing"), "{told}");
    let (error, told) = refused(|at| rewrite(at, "mentions", |rows| rows.drop("total_cost").unwrap()));
    assert!(matches!(error, ExtractedError::Table { .. }));
    assert!(told.contains("part-00000.parquet") && told.contains("no column total_cost"), "{told}");
    let floats = |rows: DataFrame, column: &str| {
        let cast: Column = rows.column(column).unwrap().cast(&DataType::Float64).unwrap();
        let mut rows = rows;
        rows.replace(column, cast).unwrap();
        rows
    };
    let (_, told) = refused(|at| rewrite(at, "mentions", |rows| floats(rows, "total_cost")));
    assert!(told.contains("column total_cost is of type f64, not decimal(18,2)"), "{told}");
    let (_, told) = refused(|at| rewrite(at, "evidence", |rows| floats(rows, "start")));
    assert!(told.contains("column start is of type f64, not int64"), "{told}");
}

#[test]
fn a_quote_that_does_not_stand_in_its_page_is_refused() {
    let (error, told) = refused(|at| {
        rewrite(at, "evidence", |mut rows| {
            let quotes: Vec<String> = (0..rows.height()).map(|_| "obca ręka".to_owned()).collect();
            rows.replace("quote", Series::new("quote".into(), quotes).into_column()).unwrap();
            rows
        });
    });
    assert!(matches!(error, ExtractedError::Damaged { .. }) && told.contains("obca ręka"), "{told}");
}

#[test]
fn rows_without_the_rows_they_belong_to_are_refused() {
    let lost = |table: &'static str| refused(move |at| rewrite(at, table, |rows| rows.slice(1, rows.height())));
    let (_, told) = lost("evidence");
    assert!(told.contains("no words for"), "{told}");
    let (_, told) = lost("mentions");
    assert!(told.contains("which `mentions` does not have"), "{told}");
    let (_, told) = lost("pages");
    assert!(told.contains("which `pages` does not have") || told.contains("extract.json says"), "{told}");
}

#[test]
fn a_table_with_other_rows_than_were_counted_is_refused_also_where_nothing_else_tells_of_them() {
    for table in ["checks", "amounts"] {
        let (error, told) = refused(move |at| rewrite(at, table, |rows| rows.slice(1, rows.height())));
        assert!(
            matches!(error, ExtractedError::Damaged { .. }) && told.contains("rows, and extract.json says"),
            "{table}: {told}"
        );
    }
}

#[test]
fn a_page_read_in_two_ways_is_a_problem_and_the_others_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut outcomes = all(Wanted::Mentions);
    let Some(Outcome::Page(twice)) =
        outcomes.iter().find(|of| matches!(of, Outcome::Page(page) if page.mentions.len() == 1)).cloned()
    else {
        panic!("the fixtures have a page of one mention")
    };
    let mut other = (*twice).clone();
    other.mentions[0].notice.title.as_mut().unwrap().value = "Inny tytuł".into();
    outcomes.push(Outcome::Page(other.into()));
    write(&at("extracted"), &outcomes, Cut { parts: 1, is_sparks: true });
    let edition = taken(&[&at("extracted")], &at("output")).unwrap();
    write(&at("whole"), &all(Wanted::Mentions), OURS);
    let whole = taken(&[&at("whole")], &at("whole-output")).unwrap();
    assert_eq!(edition.tables["pages"].rows + 1, whole.tables["pages"].rows);
    let problems = read(&at("output/one/problems.parquet"));
    let codes: Vec<Option<&str>> = problems.column("code").unwrap().str().unwrap().iter().collect();
    assert!(codes.contains(&Some("read_in_two_ways")), "{codes:?}");
}
