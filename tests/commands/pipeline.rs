//! Drives the binary over whole pages: editions that do not depend on threads or order, problems that harm no other page.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const NOTICE: &str = "<html><head><title>Gmina Ełk</title></head><body><h1>Projekt</h1>\
<p>Gmina Ełk realizuje projekt pn. „Lokalne perspektywy” dofinansowany ze środków Europejskiego Funduszu Społecznego \
w ramach Regionalnego Programu Operacyjnego Województwa Warmińsko-Mazurskiego na lata 2014-2020.</p>\
<p>Nr umowy: RPWM.11.02.03-28-0063/17-00</p><p>Wartość projektu: 1 149 808,80 zł</p><p>Dofinansowanie: 1 091 008,80 zł</p>\
<p>Wkład własny: 58 800,00 zł</p><p>Okres realizacji: 01.09.2018 r. – 31.12.2020 r.</p></body></html>";

fn metryczka(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the binary starts")
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    // The tables say since when a project is known: two runs are the same only at the same time.
    command.args(args).current_dir(folder).env("SOURCE_DATE_EPOCH", "1790000000");
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder `pages` with one notice, its copy, and a page that is none.
fn town() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    fs::write(pages.join("a.html"), NOTICE).unwrap();
    fs::write(pages.join("b.html"), NOTICE.replace("<h1>Projekt</h1>", "<h1>Aktualności</h1>")).unwrap();
    fs::write(pages.join("c.html"), "<html><body><p>Urząd czynny od 8 do 16.</p></body></html>").unwrap();
    folder
}

fn tables(edition: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(edition)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "parquet"))
        .map(|path| (PathBuf::from(path.file_name().unwrap()), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let town = town();
    let output = town.path().join("output");
    let orders: [(&str, &[&str], &str); 3] = [
        ("one", &["pages/a.html", "pages/b.html", "pages/c.html"], "1"),
        ("two", &["pages/a.html", "pages/b.html", "pages/c.html"], "2"),
        ("back", &["pages/c.html", "pages/b.html", "pages/a.html", "pages/a.html"], "2"),
    ];
    for (name, paths, threads) in orders {
        let args = [&["build", "--threads", threads, "--edition", name, "--previous", "none"][..], paths].concat();
        let result = command(town.path(), &args).env("POLARS_MAX_THREADS", threads).output().unwrap();
        assert_eq!(code(&result), 0, "{}", text(&result.stderr));
    }
    let one = tables(&output.join("one"));
    assert_eq!(one.len(), metryczka::dataset::tables().len());
    assert!(one == tables(&output.join("two")), "threads change the tables");
    // The log alone says that one page was given twice.
    let but_the_log = |mut tables: Vec<(PathBuf, Vec<u8>)>| {
        tables.retain(|(name, _)| name != Path::new("decisions.parquet"));
        tables
    };
    assert!(but_the_log(one) == but_the_log(tables(&output.join("back"))), "the order of the input changes the tables");
    assert_eq!(fs::canonicalize(output.join("latest")).unwrap(), fs::canonicalize(output.join("back")).unwrap());
    let verified = metryczka(town.path(), &["verify"]);
    assert_eq!(code(&verified), 0, "{}", text(&verified.stdout));
}

#[test]
fn an_edition_is_never_overwritten() {
    let town = town();
    assert_eq!(code(&metryczka(town.path(), &["build", "pages", "--edition", "first"])), 0);
    let before = tables(&town.path().join("output/first"));
    fs::write(town.path().join("pages/d.html"), NOTICE).unwrap();
    let again = metryczka(town.path(), &["build", "pages", "--edition", "first"]);
    assert_eq!(code(&again), 3);
    assert!(text(&again.stderr).contains("edition exists: output/first\nhint: "), "{}", text(&again.stderr));
    assert!(before == tables(&town.path().join("output/first")));
}

#[test]
fn a_run_that_reads_nothing_leaves_what_was_there() {
    let town = town();
    assert_eq!(code(&metryczka(town.path(), &["build", "pages", "--edition", "first"])), 0);
    fs::create_dir(town.path().join("output/.tmp-metryczka-killed")).unwrap();
    fs::write(town.path().join("empty.html"), "").unwrap();
    let result = metryczka(town.path(), &["build", "empty.html", "--edition", "second"]);
    assert_eq!(code(&result), 3);
    assert!(text(&result.stderr).contains("empty.html"), "{}", text(&result.stderr));
    assert!(!town.path().join("output/second").exists());
    assert!(!town.path().join("output/.tmp-metryczka-killed").exists(), "what a killed run left is removed");
    let latest = fs::canonicalize(town.path().join("output/latest")).unwrap();
    assert_eq!(latest, fs::canonicalize(town.path().join("output/first")).unwrap());
}

#[test]
fn a_bad_page_is_a_problem_and_harms_no_other() {
    let town = town();
    let clean = metryczka(town.path(), &["extract", "pages"]);
    fs::write(town.path().join("pages/0.html"), "").unwrap();
    fs::write(town.path().join("pages/1.html"), [0u8, 159, 146, 150].repeat(2000)).unwrap();
    fs::write(town.path().join("pages/2.html"), format!("<p>Projekt</p>{}", "<div>".repeat(130_000))).unwrap();
    let result = metryczka(town.path(), &["extract", "pages"]);
    assert_eq!(text(&result.stdout), text(&clean.stdout));
    assert_eq!(code(&result), 0, "three of six pages are not above the threshold: {}", text(&result.stderr));
    for name in ["0.html", "1.html", "2.html"] {
        let result = metryczka(town.path(), &["extract", &format!("pages/{name}")]);
        assert_eq!(code(&result), 1, "{name}");
        assert!(text(&result.stderr).contains(name), "{}", text(&result.stderr));
        assert!(text(&result.stderr).contains("\nhint: "), "{}", text(&result.stderr));
    }
}

#[test]
fn a_tampered_edition_fails_verification() {
    let town = town();
    assert_eq!(code(&metryczka(town.path(), &["build", "pages", "--edition", "first"])), 0);
    let table = town.path().join("output/first/amounts.parquet");
    let mut bytes = fs::read(&table).unwrap();
    bytes[8] ^= 1;
    fs::write(&table, bytes).unwrap();
    let result = metryczka(town.path(), &["verify", "first"]);
    assert_eq!(code(&result), 1);
    assert!(text(&result.stdout).contains("amounts.parquet"), "{}", text(&result.stdout));
}

#[test]
fn extract_prints_every_form() {
    let town = town();
    let lines = text(&metryczka(town.path(), &["extract", "pages"]).stdout);
    let mentions: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(mentions.len(), 2);
    assert_eq!(mentions[0]["total_cost"], "1149808.80");
    assert_eq!(mentions[0]["proof"], "proved");
    let quote = mentions[0]["evidence"]["total_cost"]["quote"].as_str().unwrap_or_default();
    assert!(quote.contains("149"), "{quote}");
    let array = text(&metryczka(town.path(), &["extract", "pages", "--format", "json"]).stdout);
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&array).unwrap(), mentions);
    let csv = text(&metryczka(town.path(), &["extract", "pages", "--format", "csv"]).stdout);
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.contains(",1149808.80,"), "{csv}");
    let result = metryczka(town.path(), &["extract", "pages", "--format", "parquet", "-o", "m.parquet"]);
    assert_eq!(code(&result), 0, "{}", text(&result.stderr));
    assert!(fs::read(town.path().join("m.parquet")).unwrap().starts_with(b"PAR1"));
}

#[test]
fn a_page_comes_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_metryczka"))
        .args(["extract", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(NOTICE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert_eq!(text(&output.stdout).lines().count(), 1);
}

#[test]
fn explain_marks_the_facts_and_gives_reasons() {
    let town = town();
    let result = metryczka(town.path(), &["explain", "pages/a.html"]);
    assert_eq!(code(&result), 0);
    let shown = text(&result.stdout);
    assert!(shown.contains("1 149 808,80") && shown.contains("proof: proved"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "no colours outside a terminal");
    let colored = text(&metryczka(town.path(), &["explain", "pages/a.html", "--color", "always"]).stdout);
    assert!(colored.contains("\u{1b}["));
    let none = text(&metryczka(town.path(), &["explain", "pages/c.html"]).stdout);
    assert!(none.contains("no notice: "), "{none}");
}

#[test]
fn run_reads_its_configuration_and_prints_the_table() {
    let town = town();
    fs::write(town.path().join("metryczka.toml"), "sources = [\"pages\"]\noutput = \"data\"\n").unwrap();
    let result = metryczka(town.path(), &["run", "--edition", "first"]);
    assert_eq!(code(&result), 0, "{}", text(&result.stderr));
    let shown = text(&result.stdout);
    assert!(shown.contains("1 149 808,80"), "{shown}");
    assert!(shown.contains("3 pages read, 2 with notices; 2 mentions of 1 projects"), "{shown}");
    assert!(town.path().join("data/first/datapackage.json").exists());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let town = town();
    let mut child = Command::new(env!("CARGO_BIN_EXE_metryczka"))
        .args(["extract", "pages"])
        .current_dir(town.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("panicked"));
}
