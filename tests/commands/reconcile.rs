//! Editions against official lists: the table, its bytes, and the command. Lists with invented rows stand in `fixtures/lists`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use metryczka::check::{Mention, Proof};
use metryczka::dataset::{
    Context, Coverage, Dataset, Finishing, Harvest, Origin, Outcome, PageRecord, Publisher, ReconcileError, Untold, reconcile,
    tables, verify,
};
use metryczka::notice::{Evidence, Fact, Notice};
use metryczka::page::Source;
use metryczka::register::{Figure, ListError, MatchedBy, ProblemKind};
use metryczka::value::Currency;
use polars::prelude::{DataFrame, ParquetReader, SerReader};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LISTS: [&str; 4] = [
    "lista-projektow-2007-2013.csv",
    "lista-projektow-2014-2020.xlsx",
    "lista-projektow-2021-2027.xlsx",
    "mapa-dotacji-EFS-2014-2020.csv",
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn lists() -> Vec<PathBuf> {
    LISTS.map(|name| fixture("lists").join(name)).to_vec()
}

fn metryczka(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_metryczka")).args(args).current_dir(folder).output().expect("the binary starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn fact<T>(value: T) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence { start: 0, end: 0, quote: String::new(), rule: "test" } })
}

/// A mention of title, number, body and total, of a programme of 2021-2027.
fn told([title, number, body, total]: [&str; 4]) -> Mention {
    let text = |text: &str| if text.is_empty() { None } else { fact(text.to_owned()) };
    let notice = Notice {
        title: text(title),
        agreement_number: text(number),
        beneficiary: text(body),
        programme_code: text("FEWM"),
        period: text("2021-2027"),
        total_cost: total.parse().ok().and_then(fact),
        currency: fact(Currency::Pln),
        ..Notice::default()
    };
    let source = Source { path: Some(title.to_owned()), url: None, sha256: "00".repeat(32) };
    Mention { source, mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() }
}

/// Publishes an edition of these mentions, one a page, with the town of Mrągowo crawled.
fn edition(output: &Path, mentions: Vec<Mention>) -> PathBuf {
    let page = |mention: Mention| PageRecord { source: mention.source.clone(), mentions: vec![mention], ..PageRecord::default() };
    let coverage = Coverage {
        source: "mragowo".into(),
        name: "Mrągowo".into(),
        teryt: Some("2810011".into()),
        complete: true,
        checked: Some(0),
        ..Coverage::default()
    };
    let harvest = Harvest { pages: mentions.into_iter().map(page).collect(), coverage: vec![coverage], ..Harvest::default() };
    let dataset = Dataset::assemble(harvest, &Context::new("2026-11-22T05:32:10Z")).unwrap();
    let origin = Origin {
        created: "2026-11-22T05:32:10Z".into(),
        code_version: "0".into(),
        vocabulary_digest: "0".into(),
        inputs_digest: None,
    };
    Publisher::begin(output, "first").unwrap().publish(&dataset, origin, &Finishing::default()).unwrap();
    output.join("first")
}

fn table(path: &Path) -> DataFrame {
    ParquetReader::new(fs::File::open(path).unwrap()).finish().unwrap()
}

fn column(frame: &DataFrame, name: &str) -> Vec<String> {
    let column = frame.column(name).unwrap();
    (0..frame.height()).map(|row| column.get(row).unwrap().to_string().trim_matches('"').to_owned()).collect()
}

const AGREES: [&str; 4] = ["Szkoły bez barier w Mrągowie", "FEWM.06.04-IZ.00-0021/23", "Gmina Miasto Mrągowo", "2346810"];
const DIFFERS: [&str; 4] =
    ["Przedszkolaki odkrywają świat", "UDA-FEWM.06.01-IZ.00-0008/24-00", "Gmina Miasto Mrągowo", "1015000"];
const NOT_LISTED: [&str; 4] = ["Klub seniora pod lipą", "FEWM.09.04-IZ.00-0999/24", "Gmina Miasto Mrągowo", "5"];

#[test]
fn each_outcome_has_its_row_and_the_town_is_not_the_villages_around_it() {
    let output = tempfile::tempdir().unwrap();
    let edition = edition(output.path(), [AGREES, DIFFERS, NOT_LISTED].map(told).to_vec());
    let into = output.path().join("deep/er/table.parquet");
    let mut told = Vec::new();
    let result = reconcile(&edition, &lists(), &into, &mut |rows| told.push(rows)).unwrap();
    assert_eq!((result.rows, result.projects, result.municipalities), (22, 3, 1));
    let count = |outcome| result.count(outcome);
    assert_eq!([Outcome::Agrees, Outcome::Differs, Outcome::NotListed, Outcome::NotCovered].map(count), [1, 1, 1, 0]);
    assert_eq!(result.matches.get(&MatchedBy::Number), Some(&2));
    assert_eq!(result.differing.get(&Figure::Total), Some(&1));
    assert_eq!((result.largest[0].announced - result.largest[0].listed).to_string(), "-300.00");
    let frame = table(&into);
    let silent: Vec<String> = column(&frame, "outcome")
        .into_iter()
        .zip(column(&frame, "title_listed"))
        .filter(|(outcome, _)| outcome == "not_announced")
        .map(|(_, title)| title)
        .collect();
    // Of the villages around the town nothing: `Remiza bliżej ludzi` is the rural municipality's.
    assert_eq!(
        silent,
        ["Deszczówka zostaje w mieście", "E-autobusy dla Mrągowa", "Mrągowo - otwarta biblioteka", "Czyste jeziora Mazur"]
    );
    assert_eq!(column(&frame, "coverage_complete").last().map(String::as_str), Some("true"));
    let declared = tables().into_iter().find(|table| table.name == "reconciliation").unwrap();
    assert_eq!(frame.get_column_names(), declared.columns.iter().map(|column| column.name).collect::<Vec<_>>());
}

#[test]
fn the_order_of_the_lists_does_not_change_a_byte() {
    let output = tempfile::tempdir().unwrap();
    let edition = edition(output.path(), [AGREES, DIFFERS, NOT_LISTED].map(told).to_vec());
    let written = |name: &str, lists: &[PathBuf]| {
        let into = output.path().join(name);
        reconcile(&edition, lists, &into, &mut |_| {}).unwrap();
        fs::read(into).unwrap()
    };
    let mut back = lists();
    back.reverse();
    back.push(lists()[0].clone());
    assert_eq!(written("a.parquet", &lists()), written("b.parquet", &back));
}

#[test]
fn a_list_of_another_programme_or_period_cannot_tell_that_a_project_is_missing() {
    let output = tempfile::tempdir().unwrap();
    let edition = edition(output.path(), [NOT_LISTED].map(told).to_vec());
    let into = output.path().join("a.parquet");
    let result = reconcile(&edition, &lists()[..2], &into, &mut |_| {}).unwrap();
    assert_eq!(result.count(Outcome::NotListed), 0);
    assert_eq!(result.untold.get(&Untold::OtherProgramme), Some(&1));
    // The map of grants names no programmes: it cannot either.
    assert_eq!(reconcile(&edition, &lists()[3..], &into, &mut |_| {}).unwrap().count(Outcome::NotListed), 0);
}

#[test]
fn a_failure_leaves_what_was_there_and_nothing_else() {
    let output = tempfile::tempdir().unwrap();
    let edition = edition(output.path(), [AGREES].map(told).to_vec());
    let into = output.path().join("table/a.parquet");
    reconcile(&edition, &lists(), &into, &mut |_| {}).unwrap();
    let before = fs::read(&into).unwrap();
    let bad = output.path().join("z.csv");
    fs::write(&bad, "Faktura;Kwota\n1;2\n").unwrap();
    let error = reconcile(&edition, &[lists()[0].clone(), bad], &into, &mut |_| {}).unwrap_err();
    assert!(matches!(error, ReconcileError::List(ListError::Columns { .. })), "{error}");
    assert_eq!(fs::read(&into).unwrap(), before);
    assert_eq!(fs::read_dir(into.parent().unwrap()).unwrap().count(), 1);
    let nowhere = reconcile(&output.path().join("none"), &lists(), &into, &mut |_| {}).unwrap_err();
    assert!(nowhere.to_string().contains("projects.parquet"), "{nowhere}");
}

#[test]
fn an_edition_of_other_columns_is_said_to_be_of_another_version() {
    let output = tempfile::tempdir().unwrap();
    let edition = edition(output.path(), [AGREES].map(told).to_vec());
    fs::copy(edition.join("coverage.parquet"), edition.join("projects.parquet")).unwrap();
    // Without a description it is one that is being written, whose tables nobody has vouched for.
    fs::remove_file(edition.join("edition.json")).unwrap();
    let error = reconcile(&edition, &lists(), &output.path().join("a.parquet"), &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("no column project_id; the edition is of another version"), "{error}");
    fs::write(edition.join("projects.parquet"), b"PAR1 and no more").unwrap();
    assert!(reconcile(&edition, &lists(), &output.path().join("a.parquet"), &mut |_| {}).is_err());
}

#[test]
fn a_damaged_table_is_told_of_and_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(&folder.path().join("output"), [AGREES].map(told).to_vec());
    let list = lists()[0].to_str().unwrap().to_owned();
    for table in ["projects", "coverage", "locations"] {
        let path = edition.join(format!("{table}.parquet"));
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        let end = damaged.len() - 8;
        damaged[4..end].iter_mut().step_by(3).for_each(|byte| *byte ^= 0x5a);
        fs::write(&path, damaged).unwrap();
        let result = metryczka(folder.path(), &["reconcile", &list]);
        let said = text(&result.stderr);
        assert_eq!(result.status.code(), Some(3), "{table}: {said}");
        assert!(said.contains(&format!("{table}.parquet")) && said.contains("not the file that was published"), "{said}");
        fs::write(&path, whole).unwrap();
    }
    assert!(!folder.path().join("output/reconciliation").exists());
}

#[test]
fn of_two_annexes_the_printed_one_counts_else_the_newest_though_the_first_agrees() {
    let output = tempfile::tempdir().unwrap();
    let notices = [
        ["Szkoła na lądzie", "FEWM.06.04-IZ.00-0101/23", "Gmina Miasto Mrągowo", "100"],
        ["Szkoła na wodzie", "FEWM.06.04-IZ.00-0102/23-00", "Gmina Miasto Mrągowo", "100"],
    ];
    let edition = edition(output.path(), notices.map(told).to_vec());
    let list = "Numer umowy;Tytuł projektu;Nazwa beneficjenta;Wartość projektu\n\
        FEWM.06.04-IZ.00-0101/23-02;Szkoła na lądzie;Gmina Miasto Mrągowo;120,00\n\
        FEWM.06.04-IZ.00-0101/23-00;Szkoła na lądzie;Gmina Miasto Mrągowo;100,00\n\
        FEWM.06.04-IZ.00-0102/23-02;Szkoła na wodzie;Gmina Miasto Mrągowo;120,00\n\
        FEWM.06.04-IZ.00-0102/23-00;Szkoła na wodzie;Gmina Miasto Mrągowo;100,00\n";
    let path = output.path().join("lista-2021-2027.csv");
    fs::write(&path, list).unwrap();
    let into = output.path().join("a.parquet");
    reconcile(&edition, &[path], &into, &mut |_| {}).unwrap();
    let frame = table(&into);
    assert_eq!(column(&frame, "outcome"), ["agrees", "differs"]);
    assert_eq!(column(&frame, "number_listed"), ["FEWM.06.04-IZ.00-0102/23-00", "FEWM.06.04-IZ.00-0101/23-02"]);
    assert_eq!(column(&frame, "presence"), ["current", "current"]);
}

#[test]
fn a_file_that_is_there_is_replaced_only_on_demand_and_the_programs_own_table_always() {
    let folder = tempfile::tempdir().unwrap();
    edition(&folder.path().join("output"), [AGREES].map(told).to_vec());
    let list = lists()[0].to_str().unwrap().to_owned();
    let code = |args: &[&str]| metryczka(folder.path(), &[&["reconcile", &list], args].concat()).status.code();
    assert_eq!((code(&[]), code(&[])), (Some(0), Some(0)));
    fs::write(folder.path().join("mine.csv"), "mine").unwrap();
    assert_eq!(code(&["--into", "mine.csv"]), Some(3));
    assert_eq!(fs::read_to_string(folder.path().join("mine.csv")).unwrap(), "mine");
    fs::write(folder.path().join("other.problems.csv"), "mine").unwrap();
    assert_eq!(code(&["--into", "other.csv"]), Some(3), "the problems would take its place");
    assert_eq!(code(&["--into", "mine.csv", "--overwrite"]), Some(0));
    assert!(fs::read_to_string(folder.path().join("mine.csv")).unwrap().contains("outcome"));
    assert_eq!(code(&["--overwrite"]), Some(2), "it belongs to --into");
}

#[test]
fn the_command_reads_every_row_and_leaves_the_edition_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let pages = fixture("pages");
    let built = metryczka(folder.path(), &["build", pages.to_str().unwrap(), "--edition", "first"]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    let edition = folder.path().join("output/first");
    let named: Vec<String> = lists().iter().map(|list| list.to_str().unwrap().to_owned()).collect();
    let args: Vec<&str> = ["reconcile"].into_iter().chain(named.iter().map(String::as_str)).collect();
    let result = metryczka(folder.path(), &args);
    let printed = text(&result.stdout);
    assert_eq!(result.status.code(), Some(0), "{}", text(&result.stderr));
    for line in ["8 rows of lista-projektow-2014-2020.xlsx (2014-2020, as of 2023-09-30", "22 rows in all", "0 cells unreadable"]
    {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
    assert!(
        printed.contains("„Deszczówka zostaje w mieście”, Gmina Miasto Mrągowo: the page tells 6 120 450,80 zł of whole cost"),
        "{printed}"
    );
    assert!(table(&folder.path().join("output/reconciliation/first.parquet")).height() > 30);
    assert_eq!(verify(&edition).unwrap().failures, Vec::<String>::new());
    let csv = metryczka(folder.path(), &[args.as_slice(), &["--into", "against.csv"]].concat());
    assert!(csv.status.success());
    let lines = fs::read_to_string(folder.path().join("against.csv")).unwrap();
    assert!(lines.starts_with("\u{feff}outcome,project_id,presence,list,row,"));
    assert!(lines.contains("agrees,"));
}

#[test]
fn cells_that_cannot_be_read_are_counted_shown_and_written_beside_the_table() {
    let folder = tempfile::tempdir().unwrap();
    edition(&folder.path().join("output"), [AGREES].map(told).to_vec());
    let list = "Tytuł projektu;Wartość projektu;Data rozpoczęcia\n=Żółw;sto;31.02.2020\nRyś;1,00;2020-01-01\n";
    fs::write(folder.path().join("lista.csv"), list).unwrap();
    let result = metryczka(folder.path(), &["reconcile", "lista.csv", "--into", "out"]);
    let printed = text(&result.stdout);
    assert!(printed.contains("2 cells unreadable"), "{printed}");
    assert!(printed.contains("lista.csv row 2, Wartość projektu: \"sto\": not a sum of money"), "{printed}");
    assert_eq!(result.status.code(), Some(1), "every row has a problem, more than max_problem_share allows");
    let problems = fs::read_to_string(folder.path().join("out/first.problems.csv")).unwrap();
    assert_eq!(problems.lines().count(), 3);
    assert!(problems.contains("lista.csv,2,Data rozpoczęcia,31.02.2020,date,not a date between 1990 and 2060"), "{problems}");
    assert_eq!(ProblemKind::Date.code(), "date");
}

#[test]
fn bad_input_gets_a_message_and_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    edition(&folder.path().join("output"), [AGREES].map(told).to_vec());
    let list = lists()[0].to_str().unwrap().to_owned();
    fs::write(folder.path().join("faktury.csv"), "Numer faktury;Kwota\n1;2\n").unwrap();
    fs::write(folder.path().join("old.xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap();
    fs::write(folder.path().join("empty.csv"), b"").unwrap();
    for (args, code, words) in [
        (&["faktury.csv"][..], 3, "found Numer faktury | Kwota"),
        (&["old.xls"], 3, "save it as XLSX or CSV"),
        (&["empty.csv"], 3, "the list is empty"),
        (&["none.csv"], 3, "none.csv"),
        (&["."], 3, "this is a folder"),
        (&[], 2, "required"),
        (&[&list, "--edition", "none"], 3, "no edition"),
        (&[&list, "--into", "a.json"], 2, "neither .parquet nor .csv"),
        (&[&list, "--into", "output/first/reconciliation.parquet"], 2, "a published edition is never changed"),
    ] {
        let result = metryczka(folder.path(), &[&["reconcile"], args].concat());
        let said = text(&result.stderr);
        assert_eq!(result.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {said}");
    }
    assert!(!folder.path().join("output/reconciliation").exists());
}
