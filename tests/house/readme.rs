//! What the documents promise is there: links, tables, commands, keys.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use metryczka::dataset::tables;
use std::fs;
use std::path::Path;
use std::process::Command;

const DOCUMENTS: [&str; 10] = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "fixtures/README.md",
    "docs/crawling.md",
    "docs/comparing.md",
    "docs/seeing-and-correcting.md",
    "docs/beyond-one-machine.md",
    "python/README.md",
    "examples/questions/README.md",
];

#[test]
fn every_link_to_a_file_leads_somewhere() {
    let mut broken = Vec::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(document).unwrap();
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("http")) {
            let path = target.split('#').next().unwrap();
            if !Path::new(document).parent().unwrap().join(path).exists() {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_readme_names_every_table() {
    let readme = fs::read_to_string("README.md").unwrap();
    for table in tables() {
        assert!(readme.contains(&format!("| `{}` |", table.name)), "README.md lacks the table `{}`", table.name);
    }
}

#[test]
fn the_documents_commands_are_understood() {
    let documents = DOCUMENTS.map(|document| fs::read_to_string(document).unwrap()).join("\n");
    let commands: Vec<&str> = documents.lines().filter_map(|line| line.strip_prefix("metryczka ")).collect();
    assert!(!commands.is_empty());
    for command in commands {
        let help = Command::new(env!("CARGO_BIN_EXE_metryczka")).args(command.split(' ')).arg("--help").output().unwrap();
        assert!(help.status.success(), "metryczka {command}: {}", String::from_utf8_lossy(&help.stderr));
    }
}

#[test]
fn the_readmes_first_run_prints_what_stands_there() {
    let readme = fs::read_to_string("README.md").unwrap();
    let (_, rest) = readme.split_once("\nreads ").unwrap();
    let (intro, rest) = rest.split_once("```\n").unwrap();
    let (printed, _) = rest.split_once("```").unwrap();
    let output = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_metryczka"))
        .args(["run", "metryczka.example.toml", "--output"])
        .arg(output.path())
        .env("COLUMNS", "300")
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let run = String::from_utf8_lossy(&run.stdout).into_owned();
    let lines: Vec<&str> = run.lines().collect();
    let (table, summary) = printed.split_once("\n…\n").unwrap();
    for line in summary.lines().filter(|line| !line.is_empty() && line.trim() != "…" && !line.starts_with("edition ")) {
        assert!(lines.contains(&line), "not printed any more: {line}\n{run}");
    }
    for row in table.lines().skip(2) {
        let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty() && !cell.contains('…')).collect();
        assert!(lines.iter().any(|line| cells.iter().all(|cell| line.contains(cell))), "not printed any more: {row}\n{run}");
    }
    let pages = intro.split(' ').next().unwrap();
    assert!(summary.starts_with(&format!("{pages} pages read")), "{intro}");
}
