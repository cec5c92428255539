//! Drives the options of `crawl` and `run` over a very small invented web: what they fetch, keep, write and print.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use municipal_web::{Background, Settings, Web, serve_in_background};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

struct Town {
    folder: tempfile::TempDir,
    served: Background,
    /// The address of its home page.
    home: String,
}

/// One municipality, served, and a folder with its configuration.
fn town() -> Town {
    let folder = tempfile::tempdir().unwrap();
    let web = Arc::new(Web::new(Settings { municipalities: 1, pages: (15, 25), ..Settings::default() }));
    let served = serve_in_background(Arc::clone(&web), 0).unwrap();
    web.write_out(folder.path(), served.running.port).unwrap();
    let home = format!("http://{}/", web.municipality(0).hosts[0].name);
    Town { folder, served, home }
}

impl Town {
    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        command(self.folder.path(), args).output().expect("the binary starts")
    }

    /// Runs it and expects an exit code; what it printed on both ways.
    fn expect(&self, code: i32, args: &[&str]) -> (String, String) {
        let output = self.run(args);
        let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{out}\n{err}");
        (out, err)
    }

    /// How many requests came since the last time.
    fn requests(&self) -> u32 {
        let count = self.served.running.requests().values().sum();
        self.served.running.forget_requests();
        count
    }
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    command.args(args).current_dir(folder).env_remove("SOURCE_DATE_EPOCH");
    command
}

#[test]
fn a_dry_run_keeps_nothing_and_is_not_judged() {
    let town = town();
    let config = fs::read_to_string(town.path("metryczka.toml")).unwrap();
    fs::write(town.path("metryczka.toml"), config.replace("[crawl]\n", "[crawl]\nmetrics = \"m.prom\"\n")).unwrap();
    fs::write(town.path("m.prom"), "figures of the night").unwrap();
    town.expect(0, &["crawl", "--dry-run", "--budget", "pages=5"]);
    assert!(town.requests() >= 5);
    assert!(!town.path("archive").exists());
    assert_eq!(fs::read_to_string(town.path("m.prom")).unwrap(), "figures of the night");
}

#[test]
fn since_looks_again_and_rebuild_makes_the_same_state() {
    let town = town();
    let (first, _) = town.expect(0, &["crawl"]);
    let table = |text: &str| text.lines().take(3).map(str::to_owned).collect::<Vec<_>>();
    let fetched = town.requests();
    assert!(fetched > 15);
    town.expect(0, &["crawl"]);
    assert_eq!(town.requests(), 0, "nothing is due");
    town.expect(0, &["crawl", "--since", "2999-01-01"]);
    assert!(town.requests() * 2 > fetched, "everything was looked at before that day");
    let (rebuilt, err) = town.expect(0, &["crawl", "--rebuild"]);
    assert!(err.contains("state made again from the archive"), "{err}");
    assert_eq!(table(&rebuilt).len(), 3);
    assert!(rebuilt.contains("yes") && first.contains("yes"), "{first}{rebuilt}");
    assert_eq!(town.requests(), 0, "nothing is fetched");
    let (known, _) = town.expect(0, &["crawl", "--explain", &town.home]);
    assert!(known.contains("a page or document") && known.contains("not due yet"), "{known}");
}

#[test]
fn explain_says_what_stands_in_the_way() {
    let town = town();
    let (out, _) = town.expect(0, &["crawl", "--explain", &town.home]);
    assert!(out.contains("would be fetched") && out.contains("never met"), "{out}");
    let (out, _) = town.expect(0, &["crawl", "--explain", "https://elsewhere.test/"]);
    assert!(out.contains("belongs to no source"), "{out}");
    for with in [&["--since", "2026-01-01"][..], &["--budget", "pages=1"], &["--dry-run"], &["--rebuild"]] {
        town.expect(2, &[&["crawl", "--explain", &town.home], with].concat());
    }
    town.expect(2, &["crawl", "--explain", "gmina"]);
    assert!(!town.path("archive").exists() && town.requests() == 0);
}

#[test]
fn an_archive_that_is_not_there_is_neither_read_nor_made() {
    let town = town();
    for args in [&["run", "--offline"][..], &["crawl", "--rebuild"]] {
        let (_, err) = town.expect(3, args);
        assert!(err.starts_with("error: no archive at ") && err.contains("\nhint: "), "{err}");
        assert!(!town.path("archive").exists() && !town.path("edition").exists());
    }
}

#[test]
fn an_edition_is_published_whether_anyone_reads_the_summary_or_not() {
    let town = town();
    let mut child = command(town.folder.path(), &["run", "--metrics", "m.prom", "--edition", "unread"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(town.path("edition/unread/edition.json").exists());
    let figures = fs::read_to_string(town.path("m.prom")).unwrap();
    for line in ["metryczka_crawl_done 1", "metryczka_exit_code 0", "metryczka_edition_published 1"] {
        assert!(figures.contains(line), "{line}: {figures}");
    }
    assert!(figures.contains("metryczka_edition_timestamp_seconds "), "{figures}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_the_summary_is_told_after_publishing() {
    let town = town();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(town.folder.path(), &["run", "--edition", "full"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error: cannot write output"));
    assert!(town.path("edition/full/edition.json").exists());
    // So are figures that cannot be written.
    let (_, err) = town.expect(3, &["run", "--edition", "unmeasured", "--metrics", "nowhere/m.prom"]);
    assert!(err.contains("error: cannot write metrics: nowhere/m.prom"), "{err}");
    assert!(town.path("edition/unmeasured/edition.json").exists());
}

#[test]
fn a_first_night_without_a_page_says_so_and_keeps_the_crawls_verdict() {
    let town = town();
    let config = fs::read_to_string(town.path("metryczka.toml")).unwrap();
    // A port on which nobody listens.
    let port = town.served.running.port;
    fs::write(town.path("metryczka.toml"), config.replace(&format!(":{port}\""), ":9\"")).unwrap();
    let (_, err) = town.expect(1, &["run"]);
    assert!(err.contains("nothing published: the crawl has no page yet"), "{err}");
    assert!(err.contains("1 of 1 municipalities failed (1.00), max_failed_share is 0.5"), "{err}");
    assert!(!town.path("edition/latest").exists());
}

#[test]
fn a_false_time_is_no_time_and_options_of_a_crawl_need_one() {
    let town = town();
    let output = command(town.folder.path(), &["crawl"]).env("SOURCE_DATE_EPOCH", "yesterday").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    fs::write(town.path("saved.toml"), "sources = [\"metryczka.toml\"]\n").unwrap();
    town.expect(2, &["run", "saved.toml", "--budget", "pages=1"]);
    town.expect(2, &["run", "--offline", "--since", "2026-01-01"]);
    let config = fs::read_to_string(town.path("metryczka.toml")).unwrap();
    let known = config.replace("[crawl]\n", "[crawl]\ncontact = \"mailto:a@b.example\"\n");
    fs::write(town.path("metryczka.toml"), known).unwrap();
    let output = command(town.folder.path(), &["crawl"]).env("SOURCE_DATE_EPOCH", "1000000000").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("SOURCE_DATE_EPOCH"));
    assert_eq!(town.requests(), 0);
}

#[test]
fn saved_pages_of_a_municipality_are_told_in_coverage_and_editions_found_by_the_configuration() {
    let town = town();
    let page =
        "<p>Gmina Wierzbno realizuje projekt pn. „Jasne ulice” dofinansowany ze środków EFRR. Dofinansowanie: 170 000,00 zł";
    fs::create_dir(town.path("saved")).unwrap();
    fs::write(town.path("saved/a.html"), page).unwrap();
    fs::write(town.path("saved/b.html"), "").unwrap();
    let text = "output = \"edition\"\n[[municipality]]\nid = \"wierzbno\"\npaths = [\"saved\"]\n";
    fs::write(town.path("metryczka.toml"), text).unwrap();
    town.expect(0, &["run"]);
    let table = |name: &str| {
        use polars::prelude::{ParquetReader, SerReader};
        ParquetReader::new(fs::File::open(town.path(&format!("edition/latest/{name}.parquet"))).unwrap()).finish().unwrap()
    };
    let coverage = table("coverage");
    let value = |column: &str| coverage.column(column).unwrap().get(0).unwrap().to_string();
    assert_eq!((coverage.height(), value("source").as_str(), value("pages_current").as_str()), (1, "\"wierzbno\"", "1"));
    assert_eq!((value("reason").as_str(), value("mentions").as_str()), ("\"not_crawled\"", "1"));
    let problems = table("problems");
    assert_eq!(problems.column("source").unwrap().get(0).unwrap().to_string(), "\"wierzbno\"");
    town.expect(0, &["verify"]);
}
