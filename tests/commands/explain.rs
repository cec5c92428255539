//! Drives `explain --html` and `explain --what-if`: what is written, what is spared, how far a vocabulary reaches.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use metryczka::dataset::TableReader;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn metryczka(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    command.args(args).current_dir(folder).env_remove("NO_COLOR").env_remove("COLUMNS");
    // Nothing may stay in it.
    fs::create_dir_all(folder.join("tmp")).unwrap();
    command.env("TMPDIR", folder.join("tmp")).output().expect("the binary starts")
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

/// Two pages that tell of a project each, and one that tells of none.
fn pages() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = |name: &str, text: &str| fs::write(folder.path().join("pages").join(name), text).unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    page(
        "a.html",
        "<p>Gmina Lipowiec realizuje projekt pn. „Nowa świetlica w Borkach”. Całkowita wartość projektu: 120 000,00 zł, \
         dofinansowanie z Europejskiego Funduszu Społecznego: 100 000,00 zł. Oplata gospodarska: 20 000,00 zł.",
    );
    page(
        "b.html",
        "<p>Gmina Lipowiec realizuje projekt pn. „Remont mostu w Zawadach”. Całkowita wartość projektu: 80 000,00 zł. \
         Dofinansowanie ze środków Funduszu Mostowego: 60 000,00 zł.",
    );
    page("c.html", "<p>Urząd czynny od 7.30 do 15.30.");
    folder
}

/// A folder with one vocabulary file.
fn overlay(folder: &Path, file: &str, text: &str) {
    fs::create_dir_all(folder.join("words")).unwrap();
    fs::write(folder.join("words").join(file), text).unwrap();
}

const ROLE: &str = r#"
[[entry]]
id = "own-yard"
role = "own"
patterns = ["opłat* gospodarsk*"]
examples = ["opłata gospodarska"]
"#;

const PROGRAMME: &str = r#"
[[entry]]
id = "bridges"
code = "MOST"
name = "Fundusz Mostowy"
national = true
patterns = ["Fundusz* Mostow*"]
examples = ["Funduszu Mostowego"]
"#;

fn what_if(folder: &Path) -> Value {
    let output = metryczka(folder, &["explain", "pages", "--what-if", "words", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_page_becomes_a_document_and_no_other_file_is_written_over() {
    let folder = pages();
    let output = metryczka(folder.path(), &["explain", "pages/a.html", "--html", "facts.html"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let html = fs::read_to_string(folder.path().join("facts.html")).unwrap();
    assert!(html.contains("120\u{a0}000,00\u{a0}zł") && html.contains("default-src 'none'"), "{html}");
    assert_eq!(code(&metryczka(folder.path(), &["explain", "pages/a.html", "--html", "facts.html"])), 0, "ours is made anew");
    // Somebody means two pages.
    let before = fs::read(folder.path().join("pages/b.html")).unwrap();
    let output = metryczka(folder.path(), &["explain", "pages/a.html", "--html", "pages/b.html"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("pages/b.html") && stderr(&output).contains("hint: "), "{}", stderr(&output));
    assert_eq!(fs::read(folder.path().join("pages/b.html")).unwrap(), before);
    assert_eq!(stdout(&metryczka(folder.path(), &["explain", "pages/a.html", "--html"])), html, "without a file it is printed");
}

#[test]
fn a_folder_is_one_document_and_silent_pages_say_why() {
    let folder = pages();
    let html = stdout(&metryczka(folder.path(), &["explain", "pages", "--html", "-"]));
    assert_eq!(html.matches("<article ").count(), 3);
    assert!(html.contains("class=\"silence\""), "{html}");
    for number in 0..101 {
        fs::write(folder.path().join(format!("pages/n{number}.html")), "<p>nic").unwrap();
    }
    let output = metryczka(folder.path(), &["explain", "pages", "--html", "-"]);
    assert_eq!(code(&output), 2, "too many for one document");
    assert!(stderr(&output).contains("104 pages") && stderr(&output).contains("metryczka report"), "{}", stderr(&output));
}

#[test]
fn a_mention_of_an_edition_is_shown_as_its_page_is() {
    let folder = pages();
    assert_eq!(code(&metryczka(folder.path(), &["build", "pages/a.html"])), 0);
    let table = TableReader::named(&folder.path().join("output/latest"), "mentions").unwrap();
    let rows = table.groups().next().unwrap().unwrap();
    let id = rows.cell(0, table.place("mention_id").unwrap()).as_text().unwrap().to_owned();
    let of_edition = stdout(&metryczka(folder.path(), &["explain", &id, "--html"]));
    let of_page = stdout(&metryczka(folder.path(), &["explain", "pages/a.html", "--html"]));
    assert!(of_page.matches("<li class=\"fact ").count() > 6);
    assert_eq!(of_edition, of_page);
    assert_eq!(code(&metryczka(folder.path(), &["explain", "no-such-id", "--html"])), 3);
}

#[test]
fn a_new_role_phrase_changes_exactly_the_sum_it_names() {
    let folder = pages();
    overlay(folder.path(), "roles.toml", ROLE);
    let radius = what_if(folder.path());
    assert_eq!((radius["pages"].as_u64(), radius["pages_touched"].as_u64()), (Some(3), Some(1)), "{radius:#}");
    assert_eq!(radius["mentions"], serde_json::json!({"changed": 1}));
    assert_eq!(radius["fields"]["own_contribution"], serde_json::json!({"appeared": 1, "changed": 0, "vanished": 0}));
    assert!(radius["fields"]["total_cost"].is_null(), "{radius:#}");
    let first = &radius["changes"][0];
    assert_eq!((first["field"].as_str(), first["after"].as_str()), (Some("own_contribution"), Some("20000.00")));
    assert!(first["page"].as_str().unwrap().ends_with("a.html"));
    assert_eq!(radius["editions"]["total"], serde_json::json!([2, 2]));
    assert_eq!(radius["editions"]["projects"], serde_json::json!({"changed": 1}));
}

#[test]
fn a_new_programme_is_told_for_people_too_and_nothing_is_left_behind() {
    let folder = pages();
    overlay(folder.path(), "programmes.toml", PROGRAMME);
    let output = metryczka(folder.path(), &["explain", "pages", "--what-if", "words"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("1 of 3 would say something else"), "{text}");
    assert!(text.contains("Remont mostu w Zawadach") && text.contains("Fundusz Mostowy"), "{text}");
    assert!(text.contains("200 000,00 → 200 000,00, the same"), "sums of both projects: {text}");
    assert!(!folder.path().join("output").exists(), "nothing is published");
    assert_eq!(fs::read_dir(folder.path().join("tmp")).unwrap().count(), 0, "no temporary file stays");
}

#[test]
fn a_vocabulary_that_changes_nothing_says_so_and_a_faulty_one_is_2_with_its_file() {
    let folder = pages();
    overlay(folder.path(), "roles.toml", &ROLE.replace("gospodarsk", "nieznan").replace("gospodarska", "nieznana"));
    let output = metryczka(folder.path(), &["explain", "pages", "--what-if", "words"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).starts_with("nothing would change: 3 pages"), "{}", stdout(&output));
    overlay(folder.path(), "roles.toml", "\n[[entry]]\nid = 3\n");
    let output = metryczka(folder.path(), &["explain", "pages", "--what-if", "words"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("roles.toml") && stderr(&output).contains("line 3"), "{}", stderr(&output));
    assert_eq!(code(&metryczka(folder.path(), &["explain", "pages", "--what-if", "nowhere"])), 2);
}

#[test]
fn an_overlay_is_laid_over_the_one_that_is_configured() {
    let folder = pages();
    overlay(folder.path(), "programmes.toml", PROGRAMME);
    fs::create_dir(folder.path().join("own")).unwrap();
    fs::write(folder.path().join("own/roles.toml"), ROLE).unwrap();
    fs::write(folder.path().join("metryczka.toml"), "sources = [\"pages\"]\nvocabulary = \"own\"\n").unwrap();
    let output = metryczka(folder.path(), &["explain", "--what-if", "words", "--format", "json"]);
    let radius: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(radius["pages_touched"].as_u64(), Some(1), "only the programme is new: {radius:#}");
    assert!(radius["fields"]["own_contribution"].is_null() && !radius["fields"]["programme"].is_null(), "{radius:#}");
}
