//! Drives `sources check` over configurations with and without faults.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn check(folder: &Path, text: &str) -> Output {
    fs::write(folder.join("metryczka.toml"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    command.args(["sources", "check", "metryczka.toml"]).current_dir(folder).env_remove("COLUMNS");
    command.output().expect("the binary starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn municipalities_stand_in_a_table() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("saved")).unwrap();
    fs::write(folder.path().join("list.txt"), "# projects\nhttp://lista.test/1\n\nhttp://lista.test/2\n").unwrap();
    let text = "[crawl]\ncontact = \"mailto:bot@urzad.example\"\n\
                [[municipality]]\nteryt = \"280503\"\nstart = [\"https://kalinowo.test/\"]\nhosts = [\"bip.kalinowo.test\"]\nevery = \"7d\"\n\
                [[municipality]]\nid = \"list\"\nname = \"Lista\"\naddress_file = \"list.txt\"\nbudget = { pages = 2, bytes = \"1MB\" }\n\
                [[municipality]]\nid = \"saved\"\npaths = [\"saved\"]\n";
    let output = check(folder.path(), text);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let expected = "\
id      name      teryt   looks at                          pages  bytes  time  every
──────  ────────  ──────  ────────────────────────────────  ─────  ─────  ────  ─────
280503  Kalinowo  280503  bip.kalinowo.test, kalinowo.test    300  200MB   30m     7d
list    Lista             2 addresses on lista.test             2    1MB   30m
saved   saved             saved

municipalities: 3, crawled: 2; saved pages: 1 paths; contact: mailto:bot@urzad.example
";
    assert_eq!(stdout(&output), expected);
}

#[test]
fn every_fault_has_its_line_and_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let text = "sources = [\"nowhere\"]\n[crawl]\ndelai = \"1s\"\n[[municipality]]\nid = \"a\"\nteryt = \"990101\"\n\
                start = [\"gmina\"]\n[[municipality]]\nid = \"a\"\naddress_file = \"no.txt\"\n";
    let output = check(folder.path(), text);
    assert_eq!(output.status.code(), Some(2));
    let shown = stdout(&output);
    let faults = [
        "metryczka.toml:1: error: cannot read source: nowhere",
        "metryczka.toml:3: error: unknown key: crawl.delai\n    → is `delay` meant?",
        "metryczka.toml:4: error: municipality: nothing to look at",
        "metryczka.toml:6: error: municipality.teryt: `990101`: there is no county 9901",
        "metryczka.toml:7: error: municipality.start: `gmina`",
        "metryczka.toml:8: error: municipality: the id `a` is that of line 4 too",
        "metryczka.toml:10: error: municipality.address_file: no.txt",
    ];
    for fault in faults {
        assert!(shown.contains(fault), "{fault}\nis not in\n{shown}");
    }
    assert_eq!(shown.matches("\n    → ").count(), shown.matches(": error: ").count(), "{shown}");
}

#[test]
fn a_configuration_that_is_not_there_is_3() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    let output = command.args(["sources", "check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("metryczka.toml"));
}
