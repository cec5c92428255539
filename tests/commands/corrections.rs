//! Corrections on their way into an edition, through the binary: what a person puts right stands in every table, what was read beside it.
#![cfg(feature = "dataset")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use metryczka::correction::{CorrectionsFile, Corrector};
use metryczka::dataset::{Context, Dataset, Finishing, Harvest, Origin, PageRecord, Publisher, find_edition, tables, verify};
use metryczka::page::{self, Source};
use polars::prelude::{AnyValue, DataFrame, ParquetReader, SerReader};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn notice(title: &str, sums: [&str; 3], more: &str) -> String {
    let [total, grant, own] = sums;
    format!(
        "<html><head><title>Gmina Wierzbno</title></head><body><h1>Projekt</h1>\
         <p>Gmina Wierzbno zakończyła realizację projektu pn. „{title}” dofinansowanego ze środków Europejskiego Funduszu \
         Społecznego.</p><p>Wartość projektu: {total} zł</p><p>Przyznane dofinansowanie: {grant} zł</p><p>Wkład własny: {own} zł</p>\
         <p>Okres realizacji: 01.09.2018 r. – 31.12.2020 r.</p>{more}</body></html>"
    )
}

/// The page whose total lacks a zero: 85 000 and 15 000 are 100 000.
const SENIOR: (&str, [&str; 3]) = ("Aktywny senior", ["10 000,00", "85 000,00", "15 000,00"]);
const SCHOOL: (&str, [&str; 3]) = ("Zielona szkoła", ["200 000,00", "170 000,00", "30 000,00"]);
const STEP: (&str, [&str; 3]) = ("Krok w przyszłość", ["300 000,00", "255 000,00", "45 000,00"]);

/// A town of three projects, a page each, and its corrections.
struct Town {
    folder: tempfile::TempDir,
}

/// An edition as tables.
struct Shown(PathBuf);

impl Town {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pages")).unwrap();
        fs::write(folder.path().join("metryczka.toml"), "sources = [\"pages\"]\n").unwrap();
        let town = Self { folder };
        for (name, (title, sums)) in [("senior", SENIOR), ("school", SCHOOL), ("step", STEP)] {
            town.tell(name, &notice(title, sums, ""));
        }
        town
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn tell(&self, name: &str, html: &str) {
        fs::write(self.path("pages").join(format!("{name}.html")), html).unwrap();
    }

    fn correct(&self, corrections: &[String]) {
        self.correct_in("corrections.toml", corrections);
    }

    fn correct_in(&self, file: &str, corrections: &[String]) {
        let numbered = corrections.iter().enumerate();
        let tables = numbered.map(|(number, of)| {
            format!("\n[[correction]]\nid = \"c{}\"\nmade = \"2026-11-22T10:00:00Z\"\nby = \"A. Nowak\"\n{of}", number + 1)
        });
        fs::write(self.path(file), format!("version = 1\n{}", tables.collect::<String>())).unwrap();
    }

    fn run(&self, args: &[&str]) -> (i32, String) {
        self.run_at(None, args)
    }

    /// At a fixed time, in seconds since 1970.
    fn run_at(&self, time: Option<&str>, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
        command.envs(time.map(|time| ("SOURCE_DATE_EPOCH", time)));
        let output = command.args(args).current_dir(self.folder.path()).output().expect("the binary starts");
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        (output.status.code().unwrap_or(-1), text)
    }

    /// Publishes an edition of this name; it has to be whole.
    fn publish(&self, name: &str) -> (Shown, String) {
        let told = self.run(&["run", "--edition", name]);
        self.published(name, told)
    }

    fn published(&self, name: &str, (code, told): (i32, String)) -> (Shown, String) {
        assert_eq!(code, 0, "{told}");
        let shown = Shown(self.path("output").join(name));
        assert_eq!(verify(&shown.0).unwrap().failures, Vec::<String>::new(), "{name}");
        (shown, told)
    }

    /// A first edition as the pages print it.
    fn first(&self) -> Shown {
        self.publish("first").0
    }
}

impl Shown {
    fn table(&self, name: &str) -> DataFrame {
        ParquetReader::new(fs::File::open(self.0.join(format!("{name}.parquet"))).unwrap()).finish().unwrap()
    }

    /// The cells of some columns, row by row; nothing is empty.
    fn rows(&self, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
        let table = self.table(table);
        let cell = |row: usize, column: &&str| match table.column(column).unwrap().get(row).unwrap() {
            AnyValue::Null => String::new(),
            AnyValue::List(list) => {
                let shown = |value: AnyValue<'_>| value.get_str().map_or_else(|| value.to_string(), str::to_owned);
                list.iter().map(shown).collect::<Vec<_>>().join("; ")
            }
            value => value.get_str().map_or_else(|| value.to_string(), str::to_owned),
        };
        (0..table.height()).map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect()
    }

    /// The rows whose first cell is this, without it.
    fn of(&self, table: &str, key: (&str, &str), columns: &[&str]) -> Vec<Vec<String>> {
        let rows = self.rows(table, &[&[key.0], columns].concat());
        rows.into_iter().filter(|row| row[0] == key.1).map(|row| row[1..].to_vec()).collect()
    }

    fn project(&self, title: &str, column: &str) -> String {
        let found = self.of("projects", ("title", title), &[column]);
        assert_eq!(found.len(), 1, "{title}: {found:?}");
        found[0][0].clone()
    }

    fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = self.rows("projects", &["title"]).concat();
        titles.sort();
        titles
    }

    /// What the municipality's sums add up to.
    fn municipal(&self) -> (String, String) {
        let rows = self.rows("municipalities", &["grouping", "municipality", "projects", "total_pln"]);
        let row = rows.into_iter().find(|row| row[0] == "all" && row[1] == "Wierzbno").unwrap();
        (row[2].clone(), row[3].clone())
    }

    fn description(&self) -> Value {
        serde_json::from_slice(&fs::read(self.0.join("edition.json")).unwrap()).unwrap()
    }

    /// A mention as a correction names it.
    fn place(&self, title: &str) -> String {
        self.place_on(title, "")
    }

    fn place_on(&self, title: &str, page: &str) -> String {
        let columns = ["title", "path", "page_id", "sha256", "mention"];
        let found = self.rows("mentions", &columns).into_iter().find(|row| row[0] == title && row[1].contains(page)).unwrap();
        let text = &self.of("pages", ("page_id", &found[2]), &["text"])[0][0];
        let text_sha256: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        let [title, path, _, sha256, mention] = found.try_into().unwrap();
        [
            format!("page = {path:?}"),
            format!("sha256 = {sha256:?}"),
            format!("text_sha256 = {text_sha256:?}"),
            format!("mention = {mention}"),
            format!("title = {title:?}"),
        ]
        .join(", ")
    }

    fn set(&self, title: &str, field: &str, original: &str, value: &str) -> String {
        let optional = |key: &str, value: &str| if value.is_empty() { String::new() } else { format!("{key} = {value:?}\n") };
        let place = self.place(title).replace(", ", "\n");
        let (original, value) = (optional("original", original), optional("value", value));
        format!("reason = \"misprint\"\naction = \"correct\"\n{place}\nfield = {field:?}\n{original}{value}")
    }

    fn about(&self, action: &str, titles: &[&str]) -> String {
        format!("action = {action:?}\nmentions = [{}]\n", places(titles.iter().map(|title| self.place(title))))
    }

    /// The steps of the log, each beginning with what the one before gave out.
    fn steps(&self) -> Vec<Vec<String>> {
        let steps = self.rows("decisions", &["step", "rows_in", "rows_out", "pln_in", "pln_out"]);
        for pair in steps.windows(2) {
            assert_eq!((&pair[0][2], &pair[0][4]), (&pair[1][1], &pair[1][3]), "{} → {}", pair[0][0], pair[1][0]);
        }
        steps
    }

    fn step(&self, name: &str) -> Vec<String> {
        self.steps().into_iter().find(|step| step[0] == name).unwrap()[1..].to_vec()
    }
}

fn places(places: impl Iterator<Item = String>) -> String {
    places.map(|place| format!("{{ {place} }}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn an_amount_put_right_is_right_in_every_table_and_what_was_read_is_kept() {
    let town = Town::new();
    let first = town.first();
    assert_eq!(first.project("Aktywny senior", "proof"), "contradicted");
    assert_eq!(first.municipal(), ("3".into(), "510000.00".into()));
    town.correct(&[first.set("Aktywny senior", "total_cost", "10000", "100000")]);
    let (second, told) = town.publish("second");
    assert!(told.contains("1 correction applied\n"), "{told}");
    let id = second.project("Aktywny senior", "project_id");
    assert_eq!(second.project("Aktywny senior", "total_cost"), "100000.00");
    assert_eq!(second.project("Aktywny senior", "proof"), "proved");
    assert_eq!(second.project("Aktywny senior", "corrected"), "total_cost");
    assert_eq!(second.project("Zielona szkoła", "corrected"), "");
    let mention = second.of("mentions", ("title", "Aktywny senior"), &["mention_id", "total_cost", "corrected"])[0].clone();
    assert_eq!(mention[1], "100000.00");
    assert!(mention[2].starts_with("{\"total_cost\",\"10000\",\"10 000,00 zł\",\"misprint\"}"), "{}", mention[2]);
    let fields = second.of("fields", ("project_id", &id), &["field", "value", "corrected"]);
    let corrected: Vec<&Vec<String>> = fields.iter().filter(|field| field[2] == "true").collect();
    assert_eq!(corrected, [&["total_cost", "100000", "true"]]);
    let evidence = second.of("evidence", ("mention_id", &mention[0]), &["field", "rule"]);
    let given: Vec<&str> = evidence.iter().filter(|row| row[1] == "corrected").map(|row| row[0].as_str()).collect();
    assert!(given.contains(&"total_cost"), "{evidence:?}");
    let totals = second.of("amounts", ("mention_id", &mention[0]), &["role", "value"]);
    assert!(totals.contains(&vec!["total".into(), "100000.00".into()]), "{totals:?}");
    assert!(!totals.contains(&vec!["total".into(), "10000.00".into()]), "{totals:?}");
    let closes = second.of("checks", ("mention_id", &mention[0]), &["identity", "verdict"]);
    assert!(closes.contains(&vec!["total_is_grant_plus_own".into(), "exact".into()]), "{closes:?}");
    let columns = ["fate", "mention_id", "project_id", "field", "original", "value", "by", "reason", "action", "page"];
    let row = &second.of("corrections", ("correction_id", "c1"), &columns)[0];
    let expected = ["applied", &mention[0], &id, "total_cost", "10000", "100000", "A. Nowak", "misprint", "correct"];
    assert_eq!(row[..9], expected);
    assert!(row[9].ends_with("senior.html"), "{row:?}");
    assert_eq!(second.of("corrections", ("correction_id", "c1"), &["original_quote"])[0][0], "10 000,00 zł");
    assert_eq!(second.municipal(), ("3".into(), "600000.00".into()), "the sums of the municipality follow");
    assert_eq!(second.step("corrected"), ["3", "3", "510000.00", "600000.00"]);
    assert_eq!(second.step("granted")[3], "600000.00");
    let changes = second.rows("changes", &["project_id", "kind", "field", "before", "after"]);
    assert_eq!(changes, [[&id, "changed", "total_cost", "10000", "100000"].map(str::to_owned)]);
    let used = &second.description()["corrections"];
    assert_eq!((&used["number"], &used["applied"], &used["resting"]), (&1.into(), &1.into(), &0.into()));
    assert!(first.description().get("corrections").is_none());
}

#[test]
fn a_correction_that_is_taken_back_leaves_no_trace_but_history() {
    let town = Town::new();
    let first = town.first();
    town.correct(&[first.set("Aktywny senior", "total_cost", "10000", "100000")]);
    town.publish("second");
    town.correct(&[]);
    let (third, _) = town.publish("third");
    for table in ["mentions", "amounts", "evidence", "checks", "municipalities", "corrections"] {
        let of = |shown: &Shown| fs::read(shown.0.join(format!("{table}.parquet"))).unwrap();
        assert!(of(&first) == of(&third), "{table}");
    }
    let id = third.project("Aktywny senior", "project_id");
    let changes = third.rows("changes", &["project_id", "kind", "field", "before", "after"]);
    assert_eq!(changes, [[&id, "changed", "total_cost", "100000", "10000"].map(str::to_owned)]);
    let past = third.of("history", ("project_id", &id), &["field", "value"]);
    assert_eq!(past, [["total_cost", "10000"].map(str::to_owned), ["total_cost", "100000"].map(str::to_owned)]);
}

/// A project that counted twice, once as gone and once as new, would be worse than a wrong title.
#[test]
fn a_project_stays_itself_whatever_is_put_right_of_it() {
    let town = Town::new();
    let first = town.first();
    let id = first.project("Aktywny senior", "project_id");
    town.correct(&[
        first.set("Aktywny senior", "title", "Aktywny senior", "Klub pod lipą"),
        first.set("Aktywny senior", "start_date", "2018-09-01", "2021-03-01"),
        first.set("Aktywny senior", "beneficiary", "Gmina Wierzbno", "Parafia w Sarnowie"),
    ]);
    let (second, told) = town.publish("second");
    assert!(told.contains("3 corrections applied"), "{told}");
    assert_eq!(second.titles(), ["Klub pod lipą", "Krok w przyszłość", "Zielona szkoła"]);
    assert_eq!(second.project("Klub pod lipą", "project_id"), id);
    assert!(second.rows("changes", &["kind"]).iter().all(|kind| kind[0] == "changed"));
    town.correct(&[]);
    let (third, _) = town.publish("third");
    assert_eq!(third.titles(), first.titles());
    assert_eq!(third.project("Aktywny senior", "project_id"), id);
}

/// The identifiers are those of the pages, so that a file of corrections at hand from the first day gives those it will have all along.
#[test]
fn a_first_edition_with_corrections_has_the_identifiers_of_one_without() {
    let town = Town::new();
    town.tell("again", &notice(SCHOOL.0, SCHOOL.1, "<p>Zapraszamy do szkoły.</p>"));
    let first = town.first();
    let ids = |shown: &Shown| shown.rows("mentions", &["mention_id", "project_id"]);
    town.correct(&[
        first.set("Aktywny senior", "title", "Aktywny senior", "Klub pod lipą"),
        first.set("Aktywny senior", "beneficiary", "Gmina Wierzbno", "Parafia w Sarnowie"),
        first.set("Zielona szkoła", "total_cost", "200000", "220000"),
        first.set("Krok w przyszłość", "title", "Krok w przyszłość", ""),
    ]);
    fs::remove_dir_all(town.path("output")).unwrap();
    let (corrected, told) = town.publish("corrected");
    assert!(told.contains("4 corrections applied"), "{told}");
    assert_eq!(ids(&corrected), ids(&first_again(&town, &corrected)));
}

/// The same pages without corrections, and without an edition before.
fn first_again(town: &Town, corrected: &Shown) -> Shown {
    assert!(corrected.rows("changes", &["kind"]).is_empty(), "it is the first");
    town.correct(&[]);
    fs::rename(town.path("output"), town.path("aside")).unwrap();
    town.first()
}

#[test]
fn a_value_that_no_page_prints_has_no_words_and_an_emptied_field_no_value() {
    let town = Town::new();
    let first = town.first();
    assert_eq!(first.project("Zielona szkoła", "participants"), "");
    town.correct(&[
        first.set("Zielona szkoła", "participants", "", "48"),
        first.set("Krok w przyszłość", "own_contribution", "45000", ""),
    ]);
    let (second, _) = town.publish("second");
    assert_eq!(second.project("Zielona szkoła", "participants"), "48");
    assert_eq!(second.project("Krok w przyszłość", "own_contribution"), "");
    let mention = second.of("mentions", ("title", "Zielona szkoła"), &["mention_id"])[0][0].clone();
    let evidence = second.of("evidence", ("mention_id", &mention), &["field", "start", "end", "quote", "rule"]);
    assert!(evidence.contains(&["participants", "0", "0", "", "corrected"].map(str::to_owned).to_vec()), "{evidence:?}");
    let emptied = &second.of("corrections", ("correction_id", "c2"), &["original", "value", "fate"])[0];
    assert_eq!(emptied, &["45000", "", "applied"]);
}

#[test]
fn a_rejected_project_is_in_no_table_and_no_row_leaves_unseen() {
    let town = Town::new();
    let first = town.first();
    let id = first.project("Zielona szkoła", "project_id");
    town.correct(&[first.about("reject", &["Zielona szkoła"])]);
    let (second, told) = town.publish("second");
    assert!(told.contains("1 correction applied\n") && told.contains("1 rejected"), "{told}");
    assert_eq!(second.titles(), ["Aktywny senior", "Krok w przyszłość"], "it is not carried over as one that is gone");
    for table in ["mentions", "fields", "statements", "history", "locations", "amounts"] {
        assert!(second.of(table, ("project_id", &id), &[]).is_empty(), "{table}");
    }
    assert_eq!(second.step("told")[1], "3");
    assert_eq!(second.step("rejected"), ["3", "2", "510000.00", "310000.00"]);
    assert_eq!(second.step("joined")[0], "2");
    assert_eq!(second.municipal(), ("2".into(), "310000.00".into()));
    let columns = ["fate", "mention_id", "project_id", "page"];
    let row = &second.of("corrections", ("correction_id", "c1"), &columns)[0];
    assert_eq!(row[..3], ["applied", "", ""]);
    let page = &second.of("corrections", ("correction_id", "c1"), &["page_id"])[0][0];
    assert_eq!(second.of("pages", ("page_id", page), &["mentions", "silence"])[0], ["0", "rejected"]);
    let changes = second.rows("changes", &["project_id", "kind"]);
    assert_eq!(changes, [[&id, "rejected"].map(str::to_owned)]);
    let (third, _) = town.publish("third");
    assert_eq!(third.titles().len(), 2);
    assert!(third.rows("changes", &["kind"]).is_empty());
    town.correct(&[]);
    let (fourth, _) = town.publish("fourth");
    assert_eq!(fourth.project("Zielona szkoła", "project_id"), id, "it comes back as what it was");
}

#[test]
fn what_a_person_merges_is_one_project_and_the_other_is_told_as_merged() {
    let town = Town::new();
    let first = town.first();
    let ids = [first.project("Zielona szkoła", "project_id"), first.project("Krok w przyszłość", "project_id")];
    town.correct(&[first.about("merge", &["Zielona szkoła", "Krok w przyszłość"])]);
    let (second, _) = town.publish("second");
    assert_eq!(second.rows("projects", &["mentions"]).concat().iter().filter(|mentions| *mentions == "2").count(), 1);
    assert_eq!(second.rows("projects", &["title"]).len(), 2);
    let rows = second.of("corrections", ("correction_id", "c1"), &["number", "fate", "project_id"]);
    assert_eq!(rows.len(), 2, "a row for each mention");
    assert!(rows[0][2] == rows[1][2] && ids.contains(&rows[0][2]), "{rows:?}");
    assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["0", "1"]);
    let merged = second.of("changes", ("kind", "merged"), &["project_id", "before"]);
    assert_eq!(merged.len(), 1, "{merged:?}");
    assert!(merged[0][0] == rows[0][2] && ids.contains(&merged[0][1]) && merged[0][0] != merged[0][1], "{merged:?}");
    assert_eq!(second.titles().len(), 2, "the other is not carried over");
    second.steps();
    let (third, _) = town.publish("third");
    assert_eq!(third.titles(), second.titles());
    assert!(third.rows("changes", &["kind"]).is_empty(), "{:?}", third.rows("changes", &["kind"]));
}

#[test]
fn what_a_person_splits_is_two_projects() {
    let town = Town::new();
    town.tell("again", &notice(SCHOOL.0, SCHOOL.1, "<p>Zapraszamy do szkoły.</p>"));
    let first = town.first();
    let id = first.project("Zielona szkoła", "project_id");
    assert_eq!(first.project("Zielona szkoła", "mentions"), "2");
    let (one, other) = (first.place_on("Zielona szkoła", "again"), first.place_on("Zielona szkoła", "school"));
    town.correct(&[format!("action = \"split\"\nmentions = [{{ {one} }}]\nfrom = [{{ {other} }}]\n")]);
    let (second, _) = town.publish("second");
    let schools = second.of("projects", ("title", "Zielona szkoła"), &["project_id", "mentions"]);
    assert_eq!(schools.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["1", "1"]);
    let rows = second.of("corrections", ("correction_id", "c1"), &["stays", "project_id", "fate"]);
    assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["false", "true"]);
    assert!(rows[0][1] != rows[1][1], "{rows:?}");
    assert!(rows.iter().any(|row| row[1] == id), "one of them is the project of before: {rows:?}");
    let (third, _) = town.publish("third");
    let again = third.of("projects", ("title", "Zielona szkoła"), &["project_id", "mentions"]);
    assert_eq!(again, schools, "their identifiers stay");
    assert!(third.rows("changes", &["kind"]).is_empty(), "{:?}", third.rows("changes", &["kind"]));
}

#[test]
fn a_page_that_says_something_else_is_asked_about_again() {
    let town = Town::new();
    let first = town.first();
    town.correct(&[
        first.set("Aktywny senior", "total_cost", "10000", "100000"),
        first.set("Zielona szkoła", "participants", "", "48"),
        first.set("Krok w przyszłość", "participants", "", "20"),
    ]);
    town.tell("senior", &notice("Aktywny senior", ["120 000,00", "85 000,00", "35 000,00"], ""));
    fs::remove_file(town.path("pages/school.html")).unwrap();
    let (second, told) = town.publish("second");
    assert!(told.contains("1 correction applied, 2 rest"), "{told}");
    assert!(
        told.contains("2 corrections rest (page changed: 1, page not read: 1)") && told.contains("metryczka review"),
        "{told}"
    );
    assert_eq!(second.project("Aktywny senior", "total_cost"), "120000.00", "what the page says now");
    let fates = second.rows("corrections", &["correction_id", "fate", "mention_id"]);
    let fates: Vec<[&str; 2]> = fates.iter().map(|row| [row[0].as_str(), row[1].as_str()]).collect();
    assert_eq!(fates, [["c1", "page_changed"], ["c2", "page_vanished"], ["c3", "applied"]]);
    let description = second.description();
    assert_eq!(description["corrections"]["resting"], 2);
    assert!(description["warnings"].to_string().contains("2 corrections rest"), "{description}");
}

#[test]
fn a_counter_in_the_markup_asks_nobody_again() {
    let town = Town::new();
    let first = town.first();
    town.correct(&[first.set("Aktywny senior", "total_cost", "10000", "100000"), first.about("reject", &["Zielona szkoła"])]);
    for (name, (title, sums)) in [("senior", SENIOR), ("school", SCHOOL)] {
        town.tell(name, &notice(title, sums, "<!-- visitor 1234 -->"));
    }
    let (second, told) = town.publish("second");
    assert!(told.contains("2 corrections applied\n"), "{told}");
    assert_eq!(second.project("Aktywny senior", "total_cost"), "100000.00");
    assert_eq!(second.titles(), ["Aktywny senior", "Krok w przyszłość"], "what is rejected is not gone");
    assert_eq!(second.of("changes", ("kind", "rejected"), &[]).len(), 1);
    let row = &second.of("corrections", ("correction_id", "c1"), &["mention_id", "sha256"])[0];
    let mention = &second.of("mentions", ("title", "Aktywny senior"), &["mention_id", "sha256"])[0];
    assert!(row[0] == mention[0] && row[1] != mention[1], "{row:?} {mention:?}");
}

#[test]
fn the_later_answer_counts_and_what_was_accepted_is_asked_again_when_it_is_read_otherwise() {
    let town = Town::new();
    let first = town.first();
    let accept = |field: &str, value: &str| {
        let place = first.place("Zielona szkoła").replace(", ", "\n");
        format!("action = \"accept\"\n{place}\nfield = {field:?}\nvalue = {value:?}\n")
    };
    town.correct(&[
        first.set("Aktywny senior", "total_cost", "10000", "110000"),
        first.set("Aktywny senior", "total_cost", "10000", "100000"),
        accept("total_cost", "200000"),
        accept("own_contribution", "31000"),
    ]);
    let (second, told) = town.publish("second");
    assert!(told.contains("2 corrections applied, 1 replaced by later ones, 1 rests"), "{told}");
    assert!(told.contains("1 correction rests (accepted value read otherwise: 1)"), "{told}");
    assert_eq!(second.project("Aktywny senior", "total_cost"), "100000.00");
    let rows = second.rows("corrections", &["correction_id", "action", "fate", "original", "value"]);
    let rows: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
    let expected = [
        "c1 correct superseded 10000 110000",
        "c2 correct applied 10000 100000",
        "c3 accept applied  200000",
        "c4 accept read_otherwise  31000",
    ];
    assert_eq!(rows, expected);
    assert_eq!(second.project("Zielona szkoła", "corrected"), "", "what is accepted is as it was read");
}

#[test]
fn a_value_without_words_is_shown_as_such() {
    let town = Town::new();
    let first = town.first();
    town.correct(&[first.set("Zielona szkoła", "participants", "", "48")]);
    let (second, _) = town.publish("second");
    let id = second.of("mentions", ("title", "Zielona szkoła"), &["mention_id"])[0][0].clone();
    let (code, told) = town.run(&["explain", &id]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.lines().any(|line| line.contains("participants") && line.contains("48") && line.contains("corrected")),
        "{told}"
    );
    let (code, told) = town.run(&["diff", "first", "second"]);
    assert!(code == 0 && told.contains("participants"), "{told}");
    let (code, told) = town.run(&["export", "--format", "csv", "--into", "out"]);
    assert_eq!(code, 0, "{told}");
    let exported = town.path("out").join("corrections.csv");
    assert!(fs::read_to_string(&exported).unwrap().contains("participants"), "{}", exported.display());
}

#[test]
fn neither_the_order_of_corrections_nor_threads_change_a_byte() {
    let town = Town::new();
    let first = town.first();
    let corrections = [
        first.set("Aktywny senior", "total_cost", "10000", "100000"),
        first.about("merge", &["Zielona szkoła", "Krok w przyszłość"]),
        first.set("Zielona szkoła", "participants", "", "48"),
    ];
    let mut editions = Vec::new();
    for (name, threads, is_turned) in [("a", "1", false), ("b", "4", false), ("c", "3", true)] {
        let mut corrections = corrections.to_vec();
        if is_turned {
            corrections.reverse();
        }
        let file = format!("{name}.toml");
        town.correct_in(&file, &corrections);
        let args = ["run", "--edition", name, "--threads", threads, "--corrections", &file, "--previous", "none"];
        let told = town.run_at(Some("1800000000"), &args);
        editions.push(town.published(name, told).0);
    }
    for table in tables().iter().map(|table| table.name) {
        let of = |shown: &Shown| fs::read(shown.0.join(format!("{table}.parquet"))).unwrap();
        assert!(of(&editions[0]) == of(&editions[1]), "{table}: threads");
        // In the order of the file, each row with the number of its correction there.
        assert!((of(&editions[0]) == of(&editions[2])) == (table != "corrections"), "{table}: order");
    }
}

#[test]
fn a_malformed_file_stops_a_run_before_anything_is_read() {
    let town = Town::new();
    let first = town.first();
    let good = first.set("Aktywny senior", "total_cost", "10000", "100000");
    town.correct(&[good.replace("field = \"total_cost\"", "field = \"totl_cost\"")]);
    let text = fs::read_to_string(town.path("corrections.toml")).unwrap();
    let line = text.lines().position(|line| line.contains("totl_cost")).unwrap() + 1;
    // Were a page looked for, that there is none would be the first thing to be said (exit code 3).
    fs::rename(town.path("pages"), town.path("elsewhere")).unwrap();
    fs::create_dir(town.path("pages")).unwrap();
    let (code, told) = town.run(&["run"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains(&format!("corrections.toml:{line}")), "{told}");
    let (code, told) = town.run(&["build", "pages"]);
    assert_eq!(code, 2, "{told}");
    let (code, told) = town.run(&["run", "--corrections", "nowhere.toml"]);
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("nowhere.toml"), "{told}");
    fs::write(town.path("metryczka.toml"), "sources = [\"pages\"]\ncorrections = \"mine.toml\"\n").unwrap();
    let (code, told) = town.run(&["run"]);
    assert_eq!(code, 3, "what the configuration names has to be there: {told}");
    assert_eq!(find_edition(&town.path("output"), None).canonicalize().unwrap(), first.0.canonicalize().unwrap());
}

#[test]
fn new_corrections_are_something_new() {
    let town = Town::new();
    let first = town.first();
    let (_, told) = town.run(&["run"]);
    assert!(told.contains("nothing has changed"), "{told}");
    town.correct(&[first.set("Aktywny senior", "total_cost", "10000", "100000")]);
    let (code, told) = town.run(&["run"]);
    assert!(code == 0 && told.contains("1 correction applied"), "{told}");
    let (_, told) = town.run(&["run"]);
    assert!(told.contains("nothing has changed"), "{told}");
    fs::rename(town.path("corrections.toml"), town.path("mine.toml")).unwrap();
    fs::write(town.path("metryczka.toml"), "sources = [\"pages\"]\ncorrections = \"mine.toml\"\n").unwrap();
    let (_, told) = town.run(&["run"]);
    assert!(told.contains("nothing has changed"), "the same corrections under another name: {told}");
    let (_, told) = town.run(&["build", "pages", "--corrections", "mine.toml"]);
    assert!(told.contains("1 correction applied"), "{told}");
}

/// The pages of a folder, read as the binary does.
fn pages(folder: &Path) -> Vec<PageRecord> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder.join("pages")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = format!("pages/{}", path.file_name().unwrap().to_string_lossy());
        let source = Source { path: Some(name), ..Source::default() };
        let page = page::read(&fs::read(&path).unwrap(), source, None, &page::Limits::default()).unwrap();
        let mentions = metryczka::extract(&page).mentions;
        let (source, charset, title, text) = (page.source, page.charset, page.title, page.text);
        PageRecord { source, charset, title, text, mentions, ..PageRecord::default() }
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn pages_that_are_held_and_pages_that_are_put_away_are_put_right_alike() {
    let town = Town::new();
    let first = town.first();
    town.correct(&[first.set("Aktywny senior", "total_cost", "10000", "100000"), first.about("reject", &["Zielona szkoła"])]);
    let file = CorrectionsFile::read(&town.path("corrections.toml")).unwrap();
    let harvest = || Harvest { corrector: Corrector::new(file.clone()), ..Harvest::default() };
    let (mut held, mut taken) = (harvest(), harvest());
    held.pages = pages(town.folder.path());
    pages(town.folder.path()).into_iter().rev().for_each(|page| taken.take(page).unwrap());
    let output = tempfile::tempdir().unwrap();
    let publish = |name: &str, harvest: Harvest| {
        let created = "2026-11-22T05:32:10Z".to_owned();
        let dataset = Dataset::assemble(harvest, &Context::new(&created)).unwrap();
        let origin = Origin { created, code_version: "0".into(), vocabulary_digest: "0".into(), inputs_digest: None };
        Publisher::begin(output.path(), name).unwrap().publish(&dataset, origin, &Finishing::default()).unwrap()
    };
    let (held, taken) = (publish("held", held), publish("taken", taken));
    assert_eq!(held.tables, taken.tables);
    assert_eq!(held.corrections, taken.corrections);
    assert_eq!(held.corrections.map(|of| (of.applied, of.resting)), Some((2, 0)));
    let shown = Shown(output.path().join("held"));
    assert_eq!((shown.titles().len(), shown.project("Aktywny senior", "total_cost")), (2, "100000.00".into()));
}
