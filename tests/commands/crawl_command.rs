//! Drives `crawl` and `run` where no network is needed: wrong usage, logs, runs that find nothing new.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const NOTICE: &str = "<html><head><title>Gmina Wierzbno</title></head><body><h1>Projekt</h1>\
<p>Gmina Wierzbno realizuje projekt pn. „Jasne ulice” dofinansowany ze środków Europejskiego Funduszu Rozwoju Regionalnego.</p>\
<p>Wartość projektu: 200 000,00 zł</p><p>Dofinansowanie: 170 000,00 zł</p></body></html>";

/// Nobody is asked at this address: the port is closed on every machine.
const TOWN: &str = "[[municipality]]\nid = \"wierzbno\"\nstart = [\"https://wierzbno.test/\"]\n";

fn metryczka(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    command.args(args).current_dir(folder).env_remove("SOURCE_DATE_EPOCH").output().expect("the binary starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a configuration and one saved notice.
fn town(configuration: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    fs::write(folder.path().join("pages/a.html"), NOTICE).unwrap();
    fs::write(folder.path().join("metryczka.toml"), configuration).unwrap();
    folder
}

#[test]
fn wrong_usage_is_2() {
    let town = town(&format!("[crawl]\ncontact = \"a@b.example\"\n{TOWN}"));
    for args in [
        &["crawl", "--budget", "hours=3"][..],
        &["crawl", "--budget", "bytes=100"],
        &["crawl", "--since", "yesterday"],
        &["crawl", "--rebuild", "--dry-run"],
        &["crawl", "--explain"],
        &["--log", "xml", "crawl"],
        &["sources"],
    ] {
        let output = metryczka(town.path(), args);
        assert_eq!(code(&output), 2, "{args:?}: {}", stderr(&output));
    }
    assert!(!town.path().join("archive").exists(), "nothing is created for a crawl that is asked wrongly");
}

#[test]
fn a_configuration_without_municipalities_has_nothing_to_crawl() {
    let town = town("sources = [\"pages\"]\n");
    let output = metryczka(town.path(), &["crawl"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).starts_with("error: nothing to crawl: metryczka.toml"), "{}", stderr(&output));
    let empty = tempfile::tempdir().unwrap();
    let output = metryczka(empty.path(), &["crawl"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("no metryczka.toml"), "{}", stderr(&output));
}

#[test]
fn without_a_contact_nobody_is_troubled() {
    let town = town(TOWN);
    for args in [&["crawl"][..], &["run"]] {
        let output = metryczka(town.path(), args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains("contact") && stderr(&output).contains("\nhint: "), "{}", stderr(&output));
    }
    assert!(!town.path().join("archive").exists() && !town.path().join("output").exists());
}

#[test]
fn every_line_of_the_log_is_json() {
    let town = town("sources = [\"pages\", \"nowhere\"]\nouput = 1\n");
    let check = metryczka(town.path(), &["sources", "check", "--log", "json"]);
    assert_eq!(code(&check), 2);
    fs::write(town.path().join("metryczka.toml"), "sources = [\"pages\"]\n").unwrap();
    fs::write(town.path().join("pages/b.html"), "").unwrap();
    let extract = metryczka(town.path(), &["--log", "json", "extract", "pages"]);
    let missing = metryczka(town.path(), &["extract", "no.html", "--log", "json"]);
    for output in [check, extract, missing] {
        let lines = stderr(&output);
        assert!(!lines.is_empty());
        for line in lines.lines() {
            let line: serde_json::Value = serde_json::from_str(line).expect(line);
            assert!(line["time"].as_str().is_some_and(|time| time.ends_with('Z')), "{line}");
            assert!(["error", "warning", "note", "info"].contains(&line["level"].as_str().unwrap()), "{line}");
            assert!(line["message"].is_string(), "{line}");
        }
    }
}

#[test]
fn a_run_that_finds_nothing_new_publishes_nothing() {
    let town = town("sources = [\"pages\"]\n");
    let editions = || fs::read_dir(town.path().join("output")).unwrap().flatten().filter(|entry| entry.path().is_dir()).count();
    assert_eq!(code(&metryczka(town.path(), &["run", "--edition", "first"])), 0);
    assert_eq!(editions(), 2, "the edition and `latest`");
    let same = metryczka(town.path(), &["run"]);
    assert_eq!(code(&same), 0);
    assert!(stderr(&same).contains("nothing has changed since edition first"), "{}", stderr(&same));
    assert_eq!(editions(), 2);
    assert_eq!(code(&metryczka(town.path(), &["run", "--edition", "named"])), 0);
    assert_eq!(editions(), 3, "a named edition is wanted");
    fs::write(town.path().join("metryczka.toml"), "sources = [\"pages\"]\nlimits = { max_depth = 100 }\n").unwrap();
    assert_eq!(code(&metryczka(town.path(), &["run"])), 0);
    assert_eq!(editions(), 4, "other settings may find something else");
    fs::write(town.path().join("pages/b.html"), NOTICE.replace("Jasne", "Ciche")).unwrap();
    // Two editions made within a second would have one name.
    let output = metryczka(town.path(), &["run", "--force", "--edition", "more"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(editions(), 5);
}

#[test]
fn a_fixed_time_gives_a_fixed_edition() {
    let town = town("[[municipality]]\nid = \"wierzbno\"\npaths = [\"pages\"]\n");
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
        command.args(["run"]).current_dir(town.path()).env("SOURCE_DATE_EPOCH", "1000000000").output().unwrap()
    };
    let output = run();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let folder = town.path().join("output/2001-09-09T01-46-40Z");
    let first = fs::read(folder.join("edition.json")).unwrap();
    fs::rename(town.path().join("output"), town.path().join("before")).unwrap();
    assert_eq!(code(&run()), 0);
    assert!(first == fs::read(folder.join("edition.json")).unwrap(), "an edition can be made again to the byte");
}
