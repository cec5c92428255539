//! Drives the binary over a small invented web: from nothing to an edition, again without a change, and stopped halfway.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use municipal_web::{Settings, Web, serve_in_background};
use polars::prelude::{DataFrame, ParquetReader, SerReader};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

fn metryczka(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    command.args(args).current_dir(folder).env_remove("SOURCE_DATE_EPOCH").output().expect("the binary starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn table(folder: &Path, name: &str) -> DataFrame {
    let path = folder.join("edition/latest").join(format!("{name}.parquet"));
    ParquetReader::new(fs::File::open(path).unwrap()).finish().unwrap()
}

/// The web's configuration, with a budget that leaves no page of a host waiting.
fn write_out(web: &Web, folder: &Path, port: u16) {
    web.write_out(folder, port).unwrap();
    let path = folder.join("metryczka.toml");
    let generous = fs::read_to_string(&path).unwrap().replace("[crawl]\n", "[crawl]\nhost = { pages = 5000 }\n");
    fs::write(path, generous).unwrap();
}

#[test]
fn from_nothing_to_an_edition_and_again_without_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { municipalities: 2, pages: (30, 50), ..Settings::default() };
    let web = Arc::new(Web::new(settings));
    let served = serve_in_background(Arc::clone(&web), 0).unwrap();
    write_out(&web, folder.path(), served.running.port);

    let first = metryczka(folder.path(), &["run", "--log", "json"]);
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let asked = served.running.requests();
    let twice: Vec<_> = asked.iter().filter(|(_, times)| **times > 1).collect();
    assert!(asked.len() > 60 && twice.is_empty(), "{} asked for, more than once {twice:?}", asked.len());
    let log = text(&first.stderr);
    let events: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert!(events.iter().any(|event| event["event"] == "fetched" && event["verdict"] == "content"));
    assert_eq!(events.first().unwrap()["event"], "run_begun");
    let ended = events.iter().find(|event| event["event"] == "run_ended").unwrap();
    assert!(ended["fetched"].as_u64() == Some(asked.len() as u64) && ended["stopped"].is_null(), "{ended}");
    let published = events.last().unwrap();
    assert!(published["event"] == "published" && published["exit"] == 0, "{published}");
    assert!(text(&first.stdout).contains("addresses not taken"), "{}", text(&first.stdout));

    let (coverage, pages) = (table(folder.path(), "coverage"), table(folder.path(), "pages"));
    assert_eq!(coverage.height(), 2);
    assert!(coverage.column("complete").unwrap().bool().unwrap().all(), "{coverage}");
    assert!(coverage.column("mentions").unwrap().i64().unwrap().iter().all(|mentions| mentions > Some(0)), "{coverage}");
    for column in ["source", "availability", "checked", "url", "fetched"] {
        assert_eq!(pages.column(column).unwrap().null_count(), 0, "{column}");
    }
    assert_eq!(metryczka(folder.path(), &["verify", "--output", "edition"]).status.code(), Some(0));

    served.running.forget_requests();
    let again = metryczka(folder.path(), &["run"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    assert!(text(&again.stderr).contains("nothing has changed since edition"), "{}", text(&again.stderr));

    assert_eq!(served.running.requests().len(), 0, "nothing is due yet");
    let offline = metryczka(folder.path(), &["run", "--offline", "--edition", "offline"]);
    assert_eq!(offline.status.code(), Some(0), "{}", text(&offline.stderr));
    assert_eq!(
        table(folder.path(), "mentions").height() as i64,
        coverage.column("mentions").unwrap().i64().unwrap().iter().flatten().sum::<i64>()
    );
}

#[test]
fn a_signal_stops_cleanly_and_the_next_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let web = Arc::new(Web::new(Settings { municipalities: 2, pages: (40, 60), ..Settings::default() }));
    let served = serve_in_background(Arc::clone(&web), 0).unwrap();
    write_out(&web, folder.path(), served.running.port);
    let slow = fs::read_to_string(folder.path().join("metryczka.toml")).unwrap();
    let slow = slow.replace("\ndelay = \"1ms\"", "\ndelay = \"200ms\"");
    fs::write(folder.path().join("slow.toml"), slow).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    let child = command.args(["run", "slow.toml", "--log", "json", "--metrics", "m.prom"]).current_dir(folder.path());
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(log.any(|line| line.contains("\"fetched\"")), "the crawl ended before it fetched anything");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let said: String = log.collect();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130), "{said}");
    assert!(said.contains("nothing published") && said.contains("`metryczka run slow.toml --offline`"), "{said}");
    let figures = fs::read_to_string(folder.path().join("m.prom")).unwrap();
    for line in ["metryczka_crawl_done 0", "metryczka_exit_code 130", "metryczka_edition_published 0"] {
        assert!(figures.contains(line), "{line}: {figures}");
    }
    assert!(!folder.path().join("edition/latest").exists());
    let next = metryczka(folder.path(), &["run"]);
    assert_eq!(next.status.code(), Some(0), "{}", text(&next.stderr));
    assert!(table(folder.path(), "coverage").column("complete").unwrap().bool().unwrap().all());
}
