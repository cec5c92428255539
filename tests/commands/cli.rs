//! Drives the binary: what goes wrong before or beside the reading of pages, exit codes, help.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the binary in a folder.
fn metryczka(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_metryczka"))
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .output()
        .expect("the binary starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn help_has_examples_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        &["--help"][..],
        &["run", "-h"],
        &["build", "-h"],
        &["extract", "-h"],
        &["explain", "-h"],
        &["verify", "-h"],
        &["diff", "-h"],
        &["crawl", "-h"],
        &["sources", "check", "-h"],
    ] {
        let output = metryczka(folder.path(), args);
        assert_eq!(code(&output), 0, "{args:?}");
        assert!(stdout(&output).contains("Examples:"), "{args:?}");
    }
}

#[test]
fn a_newcomer_is_greeted_with_commands_to_try() {
    let folder = tempfile::tempdir().unwrap();
    let output = metryczka(folder.path(), &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let greeting = stdout(&output);
    for command in ["metryczka run", "metryczka explain", "metryczka report", "metryczka --help"] {
        assert!(greeting.contains(command), "{command}");
    }
    assert!(greeting.lines().count() < 15, "one look takes it in: {greeting}");
    assert!(greeting.lines().all(|line| line.chars().count() <= 120), "{greeting}");
}

/// The commands that `--help` names, with those below them.
fn commands(folder: &Path) -> Vec<Vec<String>> {
    let named = |help: &str| -> Vec<String> {
        let list = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
        let lines =
            list.lines().take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        lines.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
    };
    let mut all: Vec<Vec<String>> = Vec::new();
    for name in named(&stdout(&metryczka(folder, &["-h"]))) {
        let below = named(&stdout(&metryczka(folder, &[&name, "-h"])));
        all.extend(below.into_iter().map(|further| vec![name.clone(), further]));
        all.push(vec![name]);
    }
    all
}

#[test]
fn completions_and_manual_name_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands(folder.path());
    assert!(commands.len() > 12, "{commands:?}");
    for shell in ["bash", "zsh", "fish"] {
        let text = stdout(&metryczka(folder.path(), &["completions", shell]));
        for command in &commands {
            assert!(text.contains(command.last().unwrap()), "{shell}: {command:?}");
        }
    }
    let output = metryczka(folder.path(), &["man", "--into", "man1"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    for command in &commands {
        let name = format!("metryczka-{}", command.join("-"));
        let page = fs::read_to_string(folder.path().join(format!("man1/{name}.1"))).expect("a page for each command");
        assert!(page.contains("SYNOPSIS"), "{name}");
        let mut args = vec!["man"];
        args.extend(command.iter().map(String::as_str));
        assert_eq!(stdout(&metryczka(folder.path(), &args)), page, "{name}");
    }
    let program = fs::read_to_string(folder.path().join("man1/metryczka.1")).unwrap();
    for command in commands.iter().filter(|command| command.len() == 1) {
        assert!(program.replace('\\', "").contains(&format!("metryczka-{}", command[0])), "{command:?}");
    }
    assert_eq!(code(&metryczka(folder.path(), &["man", "fly"])), 2);
}

#[test]
fn wrong_usage_is_2() {
    let folder = tempfile::tempdir().unwrap();
    for args in
        [&["extract"][..], &["fly"], &["run", "--threads", "0"], &["extract", "x", "--format", "xml"], &["--verbose", "explain"]]
    {
        assert_eq!(code(&metryczka(folder.path(), args)), 2, "{args:?}");
    }
}

#[test]
fn a_missing_path_is_named_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["extract", "build"] {
        let output = metryczka(folder.path(), &[command, "nowhere.html"]);
        assert_eq!(code(&output), 3, "{command}");
        assert!(stderr(&output).starts_with("error: cannot read source: nowhere.html"), "{}", stderr(&output));
        assert!(stderr(&output).contains("\nhint: "), "{}", stderr(&output));
    }
    let output = metryczka(folder.path(), &["run"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("fixtures"), "{}", stderr(&output));
    assert!(!folder.path().join("output").exists(), "nothing is created for a run that cannot begin");
}

#[test]
fn an_unknown_key_is_named_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("towns.toml"), "# towns\nsources = [\"pages\"]\nouput = \"x\"\n").unwrap();
    let output = metryczka(folder.path(), &["run", "towns.toml"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("towns.toml:3"), "{}", stderr(&output));
    assert!(stderr(&output).contains("ouput"), "{}", stderr(&output));
}

#[test]
fn an_unknown_limit_is_named_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("metryczka.toml"), "[limits]\nmax_bites = 3\n").unwrap();
    let output = metryczka(folder.path(), &["run"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("metryczka.toml:2"), "{}", stderr(&output));
    assert!(stderr(&output).contains("max_bites"), "{}", stderr(&output));
}

#[test]
fn a_configuration_that_is_not_there_is_3_and_a_faulty_share_2() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&metryczka(folder.path(), &["run", "no.toml"])), 3);
    fs::write(folder.path().join("share.toml"), "max_problem_share = 50\n").unwrap();
    let output = metryczka(folder.path(), &["run", "share.toml"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("between 0 and 1"), "{}", stderr(&output));
}

#[test]
fn an_unfit_edition_name_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html"), "<p>nic</p>").unwrap();
    for name in ["latest", "../up", ".hidden", "a b"] {
        let output = metryczka(folder.path(), &["build", "a.html", "--edition", name]);
        assert_eq!(code(&output), 2, "{name}: {}", stderr(&output));
    }
    assert!(!folder.path().join("output").exists());
}

#[test]
fn parquet_needs_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html"), "<p>nic</p>").unwrap();
    let output = metryczka(folder.path(), &["extract", "a.html", "--format", "parquet"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("--output"), "{}", stderr(&output));
}

#[test]
fn an_output_folder_that_cannot_be_made_is_3() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html"), "<p>nic</p>").unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let output = metryczka(folder.path(), &["build", "a.html", "--output", "file/under"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("file/under"), "{}", stderr(&output));
}

#[test]
fn verify_and_explain_say_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let output = metryczka(folder.path(), &["verify"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("no edition"), "{}", stderr(&output));
    let output = metryczka(folder.path(), &["explain", "3f1c"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("3f1c"), "{}", stderr(&output));
}

#[test]
fn a_faulty_vocabulary_names_its_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("words")).unwrap();
    fs::write(folder.path().join("words/rolls.toml"), "").unwrap();
    fs::write(folder.path().join("a.html"), "<p>nic</p>").unwrap();
    let output = metryczka(folder.path(), &["extract", "a.html", "--vocabulary", "words"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("rolls.toml"), "{}", stderr(&output));
}

#[test]
fn the_register_becomes_a_vocabulary() {
    let folder = tempfile::tempdir().unwrap();
    let terc = "\u{feff}WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\r\n28;;;;WARMIŃSKO-MAZURSKIE;województwo;2026-01-01\r\n\
                28;05;;;ełcki;powiat;2026-01-01\r\n28;05;03;3;Kalinowo;gmina miejsko-wiejska;2026-01-01\r\n";
    fs::write(folder.path().join("terc.csv"), terc).unwrap();
    let output = metryczka(folder.path(), &["places", "import", "terc.csv", "--into", "own"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("1 municipalities"), "{}", stdout(&output));
    assert!(stderr(&output).contains("--vocabulary own"), "{}", stderr(&output));
    let page = "<p>Gmina Kalinowo otrzymała dofinansowanie projektu pn. „Nowa droga”. Całkowita wartość projektu: 100 000,00 zł.";
    fs::write(folder.path().join("page.html"), page).unwrap();
    let output = metryczka(folder.path(), &["extract", "page.html", "--vocabulary", "own"]);
    assert!(stdout(&output).contains(r#""teryt":"2805033""#), "{}{}", stdout(&output), stderr(&output));
    fs::write(folder.path().join("simc.csv"), "WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA\n").unwrap();
    let output = metryczka(folder.path(), &["places", "import", "simc.csv"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("no column RODZ") && stderr(&output).contains("hint: "), "{}", stderr(&output));
    assert!(!folder.path().join("vocabulary").exists(), "nothing is written of a file that is no register");
}
