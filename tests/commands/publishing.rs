//! The gate before publishing, and publishing while things go wrong, through the binary.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use metryczka::dataset::{Edition, Publisher, SCHEMA, find_edition, verify};
use polars::prelude::{DataFrame, ParquetReader, ParquetWriter, SerReader, Series};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn notice(title: &str, total: u32) -> String {
    format!(
        "<html><head><title>Gmina Wierzbno</title></head><body><h1>Projekt</h1>\
         <p>Gmina Wierzbno realizuje projekt pn. „{title}” dofinansowany ze środków Europejskiego Funduszu Społecznego.</p>\
         <p>Wartość projektu: {total},00 zł</p><p>Okres realizacji: 01.09.2018 r. – 31.12.2020 r.</p></body></html>"
    )
}

const TITLES: [&str; 4] = ["Aktywny senior", "Zielona szkoła", "Krok w przyszłość", "Cyfrowy urząd"];

/// A town with a page for each title, each project of 100 000 zł, and its configuration.
struct Town {
    folder: tempfile::TempDir,
}

impl Town {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pages")).unwrap();
        let town = Self { folder };
        for title in TITLES {
            town.tell(title, 100_000);
        }
        town.expect("");
        town
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn tell(&self, title: &str, total: u32) {
        fs::write(self.path("pages").join(format!("{title}.html")), notice(title, total)).unwrap();
    }

    fn fall_silent(&self, title: &str) {
        fs::remove_file(self.path("pages").join(format!("{title}.html"))).unwrap();
    }

    fn expect(&self, expectations: &str) {
        fs::write(self.path("metryczka.toml"), format!("sources = [\"pages\"]\n{expectations}")).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
        command.args(args).current_dir(self.folder.path());
        command
    }

    fn metryczka(&self, args: &[&str]) -> (i32, String) {
        told(&self.command(args).output().expect("the binary starts"))
    }

    fn good(&self, args: &[&str]) -> String {
        let (code, text) = self.metryczka(args);
        assert_eq!(code, 0, "{args:?}: {text}");
        text
    }

    fn description(&self, edition: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path("output").join(edition).join("edition.json")).unwrap()).unwrap()
    }

    /// Makes sure that this is the newest edition, whole, and that nothing else is seen.
    fn stands(&self, edition: &str, all: &[&str]) {
        let latest = find_edition(&self.path("output"), None);
        assert_eq!(Edition::open(&latest).unwrap().edition, edition);
        assert_eq!(verify(&latest).unwrap().failures, Vec::<String>::new());
        let mut names: Vec<String> =
            fs::read_dir(self.path("output")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name != ".lock" && name != "latest");
        names.sort();
        assert_eq!(names, all);
    }
}

fn told(output: &Output) -> (i32, String) {
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn too_little_keeps_an_edition_back_and_says_everything_at_once() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    for title in &TITLES[1..] {
        town.fall_silent(title);
    }
    town.expect(
        "[[expect]]\ntable = \"projects\"\nrows = { min = 3 }\n[[expect]]\ntable = \"mentions\"\nrows = { drop = 0.5 }\n\
         [[expect]]\ntable = \"pages\"\nrows = { min = 1, drop = 1 }\n\
         [[expect]]\ntable = \"mentions\"\ncolumn = \"total_cost\"\nfilled = { min = 0.9 }\nsum = { drop = 0.1 }\n",
    );
    let (code, text) = town.metryczka(&["run", "--edition", "second"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("error: nothing published: the new edition is not as expected"), "{text}");
    assert!(text.contains("mentions: 1 rows, 75 % less than 4 rows of edition first; at most 50 % less expected"), "{text}");
    assert!(text.contains("mentions.total_cost: sum 100000.00 PLN, 75 % less than 400000.00 PLN of edition first"), "{text}");
    assert!(!text.contains("pages:") && !text.contains("filled"), "{text}");
    assert!(text.contains("--force"), "{text}");
    town.stands("first", &["first"]);
    let (code, text) = town.metryczka(&["run", "--edition", "second", "--force"]);
    assert_eq!(code, 3, "without a reason it publishes what is not new, not what is not good: {text}");
    town.stands("first", &["first"]);
}

#[test]
fn a_reason_publishes_it_all_the_same_and_is_kept() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    town.fall_silent(TITLES[0]);
    town.expect("[[expect]]\ntable = \"mentions\"\nrows = { min = 4 }\n");
    let text = town.good(&["run", "--edition", "second", "--force", "the seniors' project is over"]);
    assert!(text.contains("warning: mentions: 3 rows, at least 4 expected"), "{text}");
    assert!(text.contains("note: published by force: the seniors' project is over"), "{text}");
    let edition = town.description("second");
    assert_eq!(edition["forced"], "the seniors' project is over");
    assert_eq!(edition["previous"], "first");
    assert_eq!(edition["warnings"], json!(["mentions: 3 rows, at least 4 expected"]));
    assert_eq!(edition["schema"], SCHEMA);
    town.stands("second", &["first", "second"]);
    town.good(&["build", "pages", "--edition", "third", "--force", "to be sure"]);
    assert_eq!(town.description("third")["forced"], "to be sure");
}

#[test]
fn too_much_is_published_with_a_warning() {
    let town = Town::new();
    town.expect("[[expect]]\ntable = \"pages\"\nrows = { max = 3 }\n");
    let text = town.good(&["run", "--edition", "first"]);
    assert!(text.contains("warning: pages: 4 rows, at most 3 expected"), "{text}");
    assert_eq!(town.description("first")["warnings"], json!(["pages: 4 rows, at most 3 expected"]));
    assert_eq!(town.description("first")["forced"], Value::Null);
}

#[test]
fn a_configuration_after_force_is_not_taken_for_a_reason() {
    let town = Town::new();
    for args in [["run", "--force", "metryczka.toml"], ["run", "--force", "other.toml"]] {
        let (code, text) = town.metryczka(&args);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains("a file is no reason"), "{text}");
    }
    assert_eq!(town.metryczka(&["run", "--force", " "]).0, 2, "no reason at all");
    assert_eq!(town.metryczka(&["build", "pages", "--force"]).0, 2);
    assert!(!town.path("output").exists());
    town.good(&["run", "metryczka.toml", "--force"]);
}

#[test]
fn an_edition_of_another_form_is_refused_by_its_number() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    let path = town.path("output/first/edition.json");
    let with = |schema: Value| {
        let mut edition = town.description("first");
        match schema {
            Value::Null => _ = edition.as_object_mut().unwrap().remove("schema"),
            schema => edition["schema"] = schema,
        }
        edition["of_another_time"] = json!([1]);
        fs::write(&path, edition.to_string()).unwrap();
    };
    with(Value::Null);
    for args in [["verify", "first"], ["explain", "nobody"]] {
        let (code, text) = town.metryczka(&args);
        assert_eq!(code, 3, "{args:?}: {text}");
        assert!(text.contains(&format!("its tables are of form 1, this program's of form {SCHEMA}")), "{args:?}: {text}");
        assert!(text.contains("metryczka run --force"), "{args:?}: {text}");
    }
    with(json!(99));
    let (code, text) = town.metryczka(&["verify"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("of form 99") && text.contains("use the version that made it"), "{text}");
    // An edition of another form is followed by one of this form, even if no page is new; what can be compared is.
    with(Value::Null);
    town.expect("[[expect]]\ntable = \"pages\"\nrows = { drop = 0.1 }\n[[expect]]\ntable = \"projects\"\ncolumn = \"title\"\nfilled = { drop = 0.1 }\n");
    let text = town.good(&["run"]);
    assert!(text.contains("edition first is of another form and cannot be compared"), "{text}");
    let newest = Edition::open(&find_edition(&town.path("output"), None)).unwrap();
    assert_eq!((newest.schema, newest.previous.as_deref()), (SCHEMA, Some("first")));
}

#[test]
fn a_damaged_table_is_named() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    let table = town.path("output/first/mentions.parquet");
    let bytes = fs::read(&table).unwrap();
    fs::write(&table, &bytes[..bytes.len() / 2]).unwrap();
    let output = town.command(&["verify"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("mentions.parquet: not the published file"));
    let (code, text) = town.metryczka(&["explain", "nobody"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("cannot read table: output/latest/mentions.parquet"), "{text}");
    // What the damaged edition had cannot be missed in the next one, so it is not published unless somebody says so.
    town.expect("[[expect]]\ntable = \"mentions\"\ncolumn = \"title\"\nfilled = { drop = 0.5 }\n");
    town.tell("Nowy żłobek", 5);
    let (code, text) = town.metryczka(&["run", "--edition", "second"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("damaged edition: output/latest/mentions.parquet"), "{text}");
    town.good(&["run", "--edition", "second", "--force", "the disk was bad"]);
}

/// Rewrites a table of the newest edition; its hash in `edition.json` is made to fit.
fn rewrite(town: &Town, name: &str, change: impl Fn(DataFrame) -> DataFrame) {
    let folder = find_edition(&town.path("output"), None);
    let path = folder.join(format!("{name}.parquet"));
    let mut frame = change(ParquetReader::new(fs::File::open(&path).unwrap()).finish().unwrap());
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut frame).unwrap();
    let told = verify(&folder).unwrap().failures;
    assert!(told.iter().any(|failure| failure.contains("not the published file")), "{told:?}");
    let mut edition = town.description("first");
    edition["tables"][name]["sha256"] = Value::from(hex(&Sha256::digest(fs::read(&path).unwrap())));
    fs::write(folder.join("edition.json"), edition.to_string()).unwrap();
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn without(column: &'static str) -> impl Fn(DataFrame) -> DataFrame {
    move |mut frame| {
        let nothing = Series::full_null(column.into(), frame.height(), frame.column(column).unwrap().dtype());
        frame.with_column(nothing.into()).unwrap();
        frame
    }
}

#[test]
fn verification_finds_quotes_in_any_order_and_links_that_lead_nowhere() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    let failures = || verify(&town.path("output/first")).unwrap().failures;
    rewrite(&town, "evidence", |frame| frame.reverse());
    assert_eq!(failures(), Vec::<String>::new(), "the order of rows proves nothing");
    rewrite(&town, "projects", without("mention_id"));
    assert_eq!(failures(), Vec::<String>::new(), "a project that is not told any more has no mention");
    rewrite(&town, "mentions", without("project_id"));
    let told = failures();
    assert!(told.len() == 4 && told[0].contains("mentions row 0: project_id \"null\" is not in projects"), "{told:?}");
    rewrite(&town, "pages", |frame| frame.slice(1, 3));
    let told = failures();
    assert!(told.iter().any(|failure| failure == "pages: 3 rows, 4 expected"), "{told:?}");
    assert!(told.iter().any(|failure| failure.starts_with("evidence row") && failure.contains("the page has None")), "{told:?}");
}

#[test]
fn an_edition_that_is_gone_is_missed() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    fs::remove_dir_all(town.path("output/first")).unwrap();
    let text = town.good(&["run", "--edition", "second"]);
    assert!(text.contains("compared with nothing: `latest` points to an edition that is not there"), "{text}");
    fs::write(town.path("output/second/edition.json"), "{").unwrap();
    let (code, text) = town.metryczka(&["run", "--edition", "third"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("nothing published: the edition before cannot be read"), "{text}");
    town.good(&["run", "--edition", "third", "--force", "second is lost"]);
}

#[test]
fn what_has_vanished_does_not_count_as_there() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    town.fall_silent(TITLES[0]);
    town.good(&["run", "--edition", "second"]);
    for title in &TITLES[1..3] {
        town.fall_silent(title);
    }
    town.expect(
        "[[expect]]\ntable = \"projects\"\nrows = { min = 2, drop = 0.5 }\ncolumn = \"total_cost\"\nsum = { drop = 0.5 }\n",
    );
    let (code, text) = town.metryczka(&["run", "--edition", "third"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("projects: 1 rows, at least 2 expected"), "{text}");
    // What was gone in the second edition counts there no more than here.
    assert!(text.contains("projects: 1 rows, 66.7 % less than 3 rows of edition second"), "{text}");
    assert!(text.contains("sum 100000.00 PLN, 66.7 % less than 300000.00 PLN of edition second"), "{text}");
    town.stands("second", &["first", "second"]);
    town.good(&["run", "--edition", "third", "--force", "three projects are over"]);
    let description = town.description("third");
    assert_eq!(
        (&description["tables"]["projects"]["rows"], &description["forced"]),
        (&json!(4), &json!("three projects are over"))
    );
}

#[test]
fn without_latest_the_newest_edition_comes_before() {
    let town = Town::new();
    town.good(&["run", "--edition", "b-first"]);
    std::thread::sleep(Duration::from_millis(1100));
    town.tell("Nowy żłobek", 5);
    town.good(&["run", "--edition", "a-second"]);
    fs::remove_file(town.path("output/latest")).unwrap();
    town.tell("Nowa świetlica", 5);
    let text = town.good(&["run", "--edition", "third"]);
    let told = "there is no `latest`; compared with edition a-second, the newest by its time";
    assert!(text.matches(told).count() == 1, "{text}");
    assert_eq!(
        (&town.description("third")["previous"], &town.description("third")["warnings"]),
        (&json!("a-second"), &json!([told]))
    );
    fs::remove_dir_all(town.path("output/third")).unwrap();
    let text = town.good(&["run", "--edition", "fourth"]);
    assert!(text.contains("`latest` points to an edition that is not there; compared with edition a-second"), "{text}");
}

#[test]
fn what_is_expected_against_the_edition_before_is_not_got_round() {
    let town = Town::new();
    town.expect("[[expect]]\ntable = \"projects\"\nrows = { drop = 0.5 }\n");
    town.good(&["run", "--edition", "first", "--previous", "none"]);
    let (code, text) = town.metryczka(&["run", "--edition", "second", "--previous", "none"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("with --previous none nothing is compared with edition first") && text.contains("--force"), "{text}");
    town.stands("first", &["first"]);
    town.good(&["run", "--edition", "second", "--previous", "none", "--force", "a new beginning"]);
    let told = |name: &str| json!([format!("compared with nothing (--previous none), though there is edition {name}")]);
    assert_eq!(town.description("second")["warnings"], told("first"));
    town.expect("");
    town.good(&["run", "--edition", "third", "--previous", "none"]);
    assert_eq!(town.description("third")["previous"], Value::Null);
    assert_eq!(town.description("third")["warnings"].as_array().unwrap().len(), 1);
}

#[test]
fn two_runs_in_one_second_are_two_editions() {
    let town = Town::new();
    for _ in 0..3 {
        let output = town.command(&["build", "pages"]).env("SOURCE_DATE_EPOCH", "1000000000").output().unwrap();
        assert_eq!(told(&output).0, 0, "{}", told(&output).1);
    }
    let name = "2001-09-09T01-46-40Z";
    town.stands(&format!("{name}-3"), &[name, &format!("{name}-2"), &format!("{name}-3")]);
    assert_eq!(town.description(&format!("{name}-3"))["previous"], format!("{name}-2"));
}

#[test]
fn an_export_goes_into_no_published_edition() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    for into in ["output/first", "output/latest", "output/first/tables/csv", "output/../output/first"] {
        let (code, text) = town.metryczka(&["export", "--format", "csv", "--into", into, "--overwrite"]);
        assert_eq!(code, 2, "{into}: {text}");
        assert!(text.contains("--into: a published edition is never changed"), "{into}: {text}");
    }
    town.stands("first", &["first"]);
    town.good(&["export", "--format", "dictionary", "--into", "output/first/../../tables"]);
}

#[test]
fn an_edition_that_is_nowhere_is_missed_with_those_that_are_there() {
    let town = Town::new();
    for args in [&["verify"][..], &["verify", "e2"], &["diff", "e1", "e2"]] {
        let (code, text) = town.metryczka(args);
        assert!(code == 3 && text.contains("in output") && text.contains("--output DIR"), "{text}");
    }
    town.good(&["run", "--edition", "e1"]);
    for args in [&["verify", "e2"][..], &["diff", "e1", "e2"], &["diff", "e2"], &["run", "--previous", "e2", "--force"]] {
        let (code, text) = town.metryczka(args);
        assert_eq!(code, 3, "{text}");
        assert!(text.contains("no edition e2 in output\nhint: name one of: e1; or give --output DIR"), "{text}");
    }
}

#[test]
fn the_log_tells_what_was_published() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    town.fall_silent(TITLES[0]);
    town.tell("Nowy żłobek", 5);
    let text = town.good(&["run", "--edition", "second", "--log", "json"]);
    let events = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let event = events.into_iter().find(|event| event["event"] == "published").unwrap();
    assert_eq!((&event["edition"], &event["folder"]), (&json!("second"), &json!("output/second")));
    assert_eq!((&event["projects"], &event["changes"]), (&json!(5), &json!({ "added": 1, "gone": 1 })));
}

#[test]
fn a_second_writer_is_refused_and_does_the_first_no_harm() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    let writing = Publisher::begin(&town.path("output"), "second").unwrap();
    let half = town.path("output/.tmp-metryczka-second");
    fs::create_dir(&half).unwrap();
    fs::write(half.join("projects.parquet"), "half of it").unwrap();
    let (code, text) = town.metryczka(&["build", "pages", "--edition", "third"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("output folder is in use: output") && text.contains("wait until the other run has finished"), "{text}");
    assert!(half.join("projects.parquet").exists(), "what the first is writing is its own");
    drop(writing);
    town.good(&["build", "pages", "--edition", "third"]);
    town.stands("third", &["first", "third"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let town = Town::new();
    fs::write(town.path("file"), "").unwrap();
    let (code, text) = town.metryczka(&["build", "pages", "--output", "file"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("cannot create: file:") && text.contains("hint: check that the folder"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let closed = town.path("closed");
        fs::create_dir(&closed).unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(closed.join("probe"), "").is_ok() {
            return println!("skipped: this user may write anywhere");
        }
        let (code, text) = town.metryczka(&["build", "pages", "--output", "closed"]);
        assert_eq!(code, 3, "{text}");
        assert!(text.contains("cannot write: closed/.lock: "), "{text}");
    }
}

#[test]
fn a_name_that_is_taken_is_refused_before_any_work() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    for args in [&["run", "--edition", "first"][..], &["run", "--edition", "first", "--force", "again"]] {
        let (code, text) = town.metryczka(args);
        assert_eq!(code, 3, "{text}");
        assert!(text.contains("edition exists: output/first"), "{text}");
    }
    town.stands("first", &["first"]);
}

/// The shell lets no file grow beyond some blocks: the disk is full in the middle of a table.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_really_full() {
    let town = Town::new();
    town.good(&["run", "--edition", "first"]);
    for number in 0..30 {
        town.tell(&format!("Projekt {number}"), 1_000 * number);
    }
    let mut failed = 0;
    for (blocks, trap) in [(1, true), (4, true), (8, true), (16, true), (4, false), (16, false)] {
        // Ignored, the signal becomes an error of the write; else it kills in the middle of it.
        let trap = if trap { "trap '' XFSZ;" } else { "" };
        let script = format!("{trap} ulimit -f {blocks}; exec \"$0\" build pages --edition second");
        let output =
            Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_metryczka")]).current_dir(town.folder.path()).output();
        let (code, text) = told(&output.unwrap());
        if code == 0 {
            break;
        }
        failed += 1;
        let latest = find_edition(&town.path("output"), None);
        assert_eq!(Edition::open(&latest).unwrap().edition, "first", "{blocks}: {text}");
        assert!(!town.path("output/second").exists(), "{blocks}: {text}");
        assert!(trap.is_empty() || (code == 3 && text.contains("cannot write")), "{blocks}: {code} {text}");
    }
    assert!(failed >= 3, "the limit was never met");
    town.good(&["build", "pages", "--edition", "third"]);
    let latest = find_edition(&town.path("output"), None);
    assert_eq!(verify(&latest).unwrap().failures, Vec::<String>::new());
}

/// Killed at moments spread over the time a whole build takes.
#[test]
#[cfg(unix)]
fn a_build_that_is_really_killed() {
    let town = Town::new();
    town.good(&["build", "pages", "--edition", "e0"]);
    let start = Instant::now();
    town.good(&["build", "pages", "--edition", "e1"]);
    let whole = start.elapsed();
    let (mut newest, mut killed) = ("e1".to_owned(), 0);
    for number in 0..6u32 {
        let name = format!("k{number}");
        let mut child = town.command(&["build", "pages", "--edition", &name]);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The writing comes last, so most kills fall there.
        std::thread::sleep(whole.mul_f64(0.3 + 0.12 * f64::from(number)).max(Duration::from_millis(1)));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        let latest = Edition::open(&find_edition(&town.path("output"), None)).unwrap().edition;
        assert!(latest == newest || latest == name, "{latest}");
        if town.path("output").join(&name).exists() {
            assert_eq!(verify(&town.path("output").join(&name)).unwrap().failures, Vec::<String>::new(), "{name}");
        }
        newest = latest;
    }
    println!("{killed} of 6 builds killed");
    town.good(&["build", "pages", "--edition", "last"]);
    let latest = find_edition(&town.path("output"), None);
    assert_eq!(Edition::open(&latest).unwrap().edition, "last");
    let is_left = |path: &Path| path.file_name().unwrap().to_string_lossy().starts_with(".tmp-");
    assert!(!fs::read_dir(town.path("output")).unwrap().any(|entry| is_left(&entry.unwrap().path())));
}
