//! The worked examples in `examples/questions`: they name what there is, run where their tool is at hand, and give the same answers.
//!
//! Tools are looked for, not needed: `python3` (or what `METRYCZKA_PYTHON` names) with polars or duckdb, `duckdb`, `Rscript`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on fails, and says what it skips")]

use metryczka::dataset::{Kind, Table, tables};
use polars::prelude::{DataType, ParquetReader, SerReader};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

const FOLDER: &str = "examples/questions";
const PROGRAMS: [&str; 3] = ["questions.sql", "questions.py", "questions.R"];

/// The columns that all three programs read.
const READ: &[(&str, &[&str])] = &[
    (
        "projects",
        &[
            "project_id",
            "title",
            "municipality",
            "agreement_number",
            "total_cost",
            "cofinancing",
            "own_contribution",
            "currency",
            "grant_stage",
            "status",
            "target_categories",
            "start_date",
            "start_precision",
            "end_date",
            "end_precision",
            "signed_date",
            "genre",
        ],
    ),
    ("locations", &["project_id", "level", "teryt", "share"]),
    ("municipalities", &["teryt", "municipality", "grouping", "population"]),
    ("changes", &["project_id", "kind", "field", "before", "after"]),
    ("reconciliation", &["project_id", "outcome"]),
];

/// The members of closed lists that they compare with.
const COMPARED: &[(&str, &str, &str)] = &[
    ("projects", "grant_stage", "awarded"),
    ("projects", "grant_stage", "received"),
    ("projects", "status", "ongoing"),
    ("projects", "status", "completed"),
    ("projects", "genre", "eu_description"),
    ("projects", "genre", "state_funding_notice"),
    ("projects", "status", "applied"),
    ("projects", "start_precision", "year"),
    ("projects", "currency", "PLN"),
    ("locations", "level", "municipality"),
    ("municipalities", "grouping", "all"),
    ("changes", "kind", "changed"),
    ("reconciliation", "outcome", "not_listed"),
];

/// An answer: the question's number and the rows, the first of which names the columns.
type Answers = Vec<(char, Vec<Vec<String>>)>;

#[test]
fn the_examples_name_tables_and_columns_that_there_are() {
    let tables = tables();
    let table = |name: &str| tables.iter().find(|table| table.name == name);
    let programs = PROGRAMS.map(|name| fs::read_to_string(Path::new(FOLDER).join(name)).unwrap());
    for (name, columns) in READ {
        let Some(table) = table(name) else { unreachable!("no table {name}") };
        for column in *columns {
            assert!(kind(table, column).is_some(), "{name} has no column {column}");
            for (program, file) in programs.iter().zip(PROGRAMS) {
                assert!(program.contains(name) && program.contains(column), "{file} does not read {name}.{column}");
            }
        }
    }
    for (name, column, member) in COMPARED {
        let Some(Kind::Enum(names)) = table(name).and_then(|table| kind(table, column)) else {
            unreachable!("{name}.{column} is no closed list")
        };
        assert!(names.contains(member), "{name}.{column} is never {member}");
        assert!(programs.iter().all(|program| program.contains(member)));
    }
}

fn kind(table: &Table, column: &str) -> Option<Kind> {
    table.columns.iter().find(|spec| spec.name == column).map(|spec| spec.kind)
}

#[test]
fn the_examples_answer_alike() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("output");
    metryczka(&["run", "metryczka.example.toml", "--edition", "first"], &output);
    if let Some(answers) = answered_alike(&output, "first") {
        assert!(answers[1].1.len() > 5, "some own contribution of the fixtures is above 15 %: {:?}", answers[1]);
        assert_ne!(answers[4].1[1][0], "0", "some projects of the fixtures are for the unemployed");
    }
}

/// Inhabitants, a list and an edition before: without them three of the questions have no answer to compare.
#[test]
fn with_inhabitants_a_list_and_an_edition_before_every_question_has_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    let config = "sources = [\"pages\"]\npopulation = \"ludnosc.csv\"\nlists = [\"lista.csv\"]\n";
    write("metryczka.toml", config);
    write("ludnosc.csv", "teryt;year;population\n2805011;2024;50000\n2801011;2024;20000\n");
    write("lista.csv", LIST);
    write("pages/unemployed.html", &page(&UNEMPLOYED));
    write("pages/listed.html", &page(&LISTED));
    write("pages/unlisted.html", &page(&UNLISTED));
    let output = folder.path().join("output");
    let config = folder.path().join("metryczka.toml");
    metryczka(&["run", config.to_str().unwrap(), "--edition", "before"], &output);
    write("pages/listed.html", &page(&Told { total: "630 000,00", own: "130 000,00", ..LISTED }));
    metryczka(&["run", config.to_str().unwrap(), "--edition", "now"], &output);
    let Some(answers) = answered_alike(&output, "now") else { return };
    let of = |number: usize| -> Vec<Vec<&str>> {
        answers[number - 1].1.iter().skip(1).map(|row| row.iter().map(String::as_str).collect()).collect()
    };
    let numbers = |row: &[&str]| row.iter().filter_map(|cell| cell.parse().ok()).collect::<Vec<f64>>();
    let per_inhabitant = of(1);
    assert_eq!(per_inhabitant.len(), 2, "{per_inhabitant:?}");
    assert_eq!((per_inhabitant[0][0], numbers(&per_inhabitant[0][2..])), ("Bartoszyce", vec![1.0, 300_000.0, 20_000.0, 15.0]));
    assert_eq!((per_inhabitant[1][0], numbers(&per_inhabitant[1][2..])), ("Ełk", vec![1.0, 500_000.0, 50_000.0, 10.0]));
    assert!(of(2).iter().any(|row| row[1] == LISTED.title), "{:?}", of(2));
    let changed: Vec<(&str, Vec<f64>)> = of(3).iter().map(|row| (row[1], numbers(&row[2..]))).collect();
    let expected =
        [("own_contribution", vec![100_000.0, 130_000.0, 30_000.0]), ("total_cost", vec![600_000.0, 630_000.0, 30_000.0])];
    assert_eq!(changed, expected);
    let unlisted = of(4);
    assert_eq!(unlisted.iter().map(|row| row[1]).collect::<Vec<_>>(), [UNLISTED.title], "{unlisted:?}");
    assert_eq!(numbers(&of(5)[0]), [1.0, 29.0, 29.0, 29.0], "from 2018-01-02 to 2020-06-30");
    the_table_says_the_same(&output.join("now"));
}

/// What the questions find of these projects stands in `municipalities`, too.
fn the_table_says_the_same(edition: &Path) {
    let file = fs::File::open(edition.join("municipalities.parquet")).unwrap();
    let frame = ParquetReader::new(file).finish().unwrap();
    let cell = |teryt: &str, name: &str| {
        let text = |column: &str| frame.column(column).unwrap().cast(&DataType::String).unwrap();
        let (numbers, groupings, values) = (text("teryt"), text("grouping"), text(name));
        let units = numbers.str().unwrap().iter().zip(groupings.str().unwrap().iter());
        let row = units.into_iter().position(|unit| unit == (Some(teryt), Some("all"))).unwrap();
        values.str().unwrap().get(row).unwrap().parse::<f64>().unwrap()
    };
    assert_eq!([cell("2805011", "grant_per_inhabitant"), cell("2801011", "grant_per_inhabitant")], [10.0, 15.0]);
    assert_eq!(cell("0463011", "median_duration"), 29.0);
}

/// An invented project, as a page tells it.
struct Told {
    title: &'static str,
    number: &'static str,
    programme: &'static str,
    body: &'static str,
    total: &'static str,
    grant: &'static str,
    own: &'static str,
    days: &'static str,
    target: &'static str,
}

const LISTED: Told = Told {
    title: "Klub seniora pod lipą",
    number: "FEWM.09.04-IZ.00-0021/23",
    programme: "Fundusze Europejskie dla Warmii i Mazur 2021-2027",
    body: "Gmina Miasto Ełk",
    total: "600 000,00",
    grant: "500 000,00",
    own: "100 000,00",
    days: "1 stycznia 2024 r. – 31 grudnia 2025 r.",
    target: "seniorzy – 40 osób",
};

const UNLISTED: Told = Told {
    title: "Jesień w ogrodzie",
    number: "FEWM.09.04-IZ.00-0999/23",
    body: "Gmina Miejska Bartoszyce",
    total: "330 000,00",
    grant: "300 000,00",
    own: "30 000,00",
    ..LISTED
};

const UNEMPLOYED: Told = Told {
    title: "Nowy start zawodowy",
    number: "RPKP.09.01.01-04-0777/17",
    programme: "Regionalny Program Operacyjny Województwa Kujawsko-Pomorskiego na lata 2014-2020",
    body: "Gmina Miasta Toruń",
    total: "200 000,00",
    grant: "190 000,00",
    own: "10 000,00",
    days: "2 stycznia 2018 r. – 30 czerwca 2020 r.",
    target: "osoby bezrobotne – 20 osób",
};

/// A list of invented rows: one of the two projects of its programme.
const LIST: &str = "\
Nazwa projektu/ Project name;Numer umowy/decyzji/ Contract number;Nazwa beneficjenta/ Beneficiary name;Fundusz/ Fund;\
Program/ Programme;Wartość projektu (w zł)/ Total cost;Dofinansowanie z UE (w zł)/ EU co-financing;\
Miejsce realizacji projektu/ Project location;Data rozpoczęcia projektu/ Start date;Data zakończenia projektu/ End date
Klub seniora pod lipą;FEWM.09.04-IZ.00-0021/23-00;GMINA MIASTO EŁK;EFS+;Fundusze Europejskie dla Warmii i Mazur 2021-2027;\
600000,00;500000,00;WOJ.: WARMIŃSKO-MAZURSKIE, POW.: ełcki, GM.: Ełk;2024-01-01;2025-12-31
";

fn page(told: &Told) -> String {
    let Told { title, number, programme, body, total, grant, own, days, target } = told;
    format!(
        "<!DOCTYPE html><html lang=\"pl\"><head><meta charset=\"UTF-8\"><title>{title}</title></head><body><h1>{title}</h1>\
         <p>Tytuł projektu: {title}</p><p>Numer umowy: {number}</p><p>Program: {programme}</p><p>Beneficjent: {body}</p>\
         <p>Całkowita wartość projektu: {total} zł</p><p>Kwota dofinansowania: {grant} zł</p><p>Wkład własny: {own} zł</p>\
         <p>Data podpisania umowy o dofinansowanie: 28 grudnia 2017 r.</p><p>Okres realizacji: {days}</p>\
         <p>Grupa docelowa: {target}</p><p>Projekt jest w trakcie realizacji.</p></body></html>"
    )
}

/// The answers of the first tool at hand, when all agree.
fn answered_alike(output: &Path, edition: &str) -> Option<Answers> {
    let into = output.join("tables");
    metryczka(&["export", "--format", "csv", "--raw", "--into", into.to_str().unwrap()], output);
    let edition = output.join(edition);
    let answers: Vec<(&str, Answers)> = [
        ("polars", python(&edition)),
        ("R", r(&into)),
        ("DuckDB in Python", duckdb_in_python(&edition)),
        ("DuckDB", duckdb(&edition)),
    ]
    .into_iter()
    .filter_map(|(tool, answers)| Some((tool, answers?)))
    .collect();
    for (tool, answers) in &answers {
        eprintln!("answered by {tool}");
        assert_eq!(answers.iter().map(|(number, _)| *number).collect::<String>(), "12345", "{tool}");
    }
    for pair in answers.windows(2) {
        let [(one, first), (other, second)] = pair else { unreachable!() };
        for ((number, rows), (_, others)) in first.iter().zip(second) {
            assert_eq!(rows.len(), others.len(), "question {number}: {one} {rows:?}, {other} {others:?}");
            for (row, other_row) in rows.iter().zip(others) {
                assert!(alike(row, other_row), "question {number}: {one} says {row:?}, {other} {other_row:?}");
            }
        }
    }
    answers.into_iter().next().map(|(_, answers)| answers)
}

/// Numbers may be written differently: 40 and 40.0.
fn alike(row: &[String], other: &[String]) -> bool {
    let same = |a: &String, b: &String| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() < 1e-6,
        _ => a == b,
    };
    row.len() == other.len() && row.iter().zip(other).all(|(a, b)| same(a, b))
}

fn metryczka(args: &[&str], output: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    let done = command.args(args).arg("--output").arg(output).env_remove("SOURCE_DATE_EPOCH").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn python_program() -> OsString {
    std::env::var_os("METRYCZKA_PYTHON").unwrap_or_else(|| "python3".into())
}

/// What a program prints, if its tool is at hand; a program that fails fails the test.
fn printed(tool: &str, probe: &mut Command, command: &mut Command) -> Option<String> {
    if !probe.output().is_ok_and(|probed| probed.status.success()) {
        eprintln!("skipped: {tool} is not at hand");
        return None;
    }
    let done = command.env("LC_ALL", "C.UTF-8").output().unwrap();
    assert!(done.status.success(), "{tool}: {}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8(done.stdout).unwrap())
}

fn python(edition: &Path) -> Option<Answers> {
    let mut probe = Command::new(python_program());
    let mut command = Command::new(python_program());
    let program = Path::new(FOLDER).join("questions.py");
    let text = printed("Python with polars", probe.args(["-c", "import polars"]), command.arg(program).arg(edition))?;
    Some(parsed(&text))
}

fn r(tables: &Path) -> Option<Answers> {
    let program = Path::new(FOLDER).join("questions.R");
    let mut command = Command::new("Rscript");
    Some(parsed(&printed("R", Command::new("Rscript").arg("--version"), command.arg(program).arg(tables))?))
}

/// The setting up of `questions.sql`, and each question with its number.
fn sql(edition: &Path) -> (String, Vec<(char, String)>) {
    let text = fs::read_to_string(Path::new(FOLDER).join("questions.sql")).unwrap();
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = text.as_str();
    for number in 1..=5 {
        let (before, after) = rest.split_once(&format!("\n-- {number}. ")).unwrap();
        parts.push(before);
        rest = after;
    }
    parts.push(rest);
    let set_up = format!("SET VARIABLE edition = '{}';\n{}", edition.display(), parts[0]);
    let question = |part: &&str| part.split_once('\n').map(|(_, sql)| sql.to_owned()).unwrap();
    (set_up, ('1'..='5').zip(parts[1..].iter().map(question)).collect())
}

fn duckdb_in_python(edition: &Path) -> Option<Answers> {
    const RUN: &str = "
import csv, duckdb, sys
connection = duckdb.connect()
connection.execute(sys.argv[1])
out = csv.writer(sys.stdout)
for number, question in zip('12345', sys.argv[2:]):
    print(f'# {number}.')
    answer = connection.execute(question)
    out.writerow([column[0] for column in answer.description])
    out.writerows(answer.fetchall())
    print()
";
    let (set_up, questions) = sql(edition);
    let mut probe = Command::new(python_program());
    let mut command = Command::new(python_program());
    command.args(["-c", RUN]).arg(set_up).args(questions.into_iter().map(|(_, question)| question));
    let text = printed("Python with duckdb", probe.args(["-c", "import duckdb"]), command.env("PYTHONIOENCODING", "utf-8"))?;
    Some(parsed(&text))
}

fn duckdb(edition: &Path) -> Option<Answers> {
    let (set_up, questions) = sql(edition);
    let mut answers = Vec::new();
    for (number, question) in questions {
        let mut command = Command::new("duckdb");
        command.args(["-csv", "-nullvalue", "", "-c"]).arg(format!("{set_up};{question}"));
        let text = printed("duckdb", Command::new("duckdb").arg("-version"), &mut command)?;
        answers.push((number, rows(&text)));
    }
    Some(answers)
}

/// Answers as the programs print them: `# 1. …`, then CSV.
fn parsed(text: &str) -> Answers {
    let text = text.replace("\r\n", "\n");
    let parts = text.split("# ").skip(1).map(|part| part.split_once('\n').unwrap());
    parts.map(|(question, answer)| (question.chars().next().unwrap(), rows(answer))).collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.trim().as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}
