//! Drives the binary from pages over an extraction to an edition, which is the one of the pages.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const NOTICE: &str = "<html><head><title>Gmina Ełk</title></head><body><h1>Projekt</h1>\
<p>Gmina Ełk realizuje projekt pn. „Lokalne perspektywy” dofinansowany ze środków Europejskiego Funduszu Społecznego \
w ramach Regionalnego Programu Operacyjnego Województwa Warmińsko-Mazurskiego na lata 2014-2020.</p>\
<p>Nr umowy: RPWM.11.02.03-28-0063/17-00</p><p>Wartość projektu: 1 149 808,80 zł</p><p>Dofinansowanie: 1 091 008,80 zł</p>\
<p>Wkład własny: 58 800,00 zł</p><p>Okres realizacji: 01.09.2018 r. – 31.12.2020 r.</p></body></html>";

/// A folder `pages` with a notice, another project's, a page that is none, and one that cannot be read.
fn town() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    fs::write(pages.join("a.html"), NOTICE).unwrap();
    fs::write(pages.join("b.html"), NOTICE.replace("Lokalne perspektywy", "Nowa świetlica").replace("0063", "0071")).unwrap();
    fs::write(pages.join("c.html"), "<html><body><p>Urząd czynny od 8 do 16.</p></body></html>").unwrap();
    fs::write(pages.join("d.html"), "").unwrap();
    folder
}

fn metryczka(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    // The tables say since when a project is known: two runs are the same only at the same time.
    command.args(args).current_dir(folder).env("SOURCE_DATE_EPOCH", "1790000000");
    command.output().expect("the binary starts")
}

fn good(folder: &Path, args: &[&str]) {
    let output = metryczka(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What it says when it refuses, with this exit code.
fn refused(folder: &Path, args: &[&str], code: i32) -> String {
    let output = metryczka(folder, args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
    told
}

/// Names and bytes of an edition's tables, without that of pages: an extraction does not keep the texts of silent ones.
fn tables(edition: &Path) -> Vec<(String, Vec<u8>)> {
    let names = metryczka::dataset::tables().into_iter().map(|table| table.name).filter(|name| *name != "pages");
    names.map(|name| (name.to_owned(), fs::read(edition.join(format!("{name}.parquet"))).unwrap())).collect()
}

fn assert_same(town: &Path, one: &str, other: &str) {
    for (one, other) in tables(&town.join(one)).into_iter().zip(tables(&town.join(other))) {
        assert!(one == other, "{} differs", one.0);
    }
}

#[test]
fn an_edition_over_an_extraction_is_that_of_the_pages_and_its_history_goes_on() {
    let town = town();
    let at = town.path();
    for (number, edition) in ["first", "second"].into_iter().enumerate() {
        if number == 1 {
            fs::remove_file(at.join("pages/b.html")).unwrap();
        }
        let extracted = format!("extracted-{edition}");
        good(at, &["extract", "pages", "--tables", &extracted, "--part-pages", "2"]);
        good(at, &["build", "--extracted", &extracted, "--edition", edition, "--output", "over"]);
        good(at, &["build", "pages", "--edition", edition, "--output", "direct"]);
        assert_same(at, &format!("over/{edition}"), &format!("direct/{edition}"));
        good(at, &["verify", "--output", "over"]);
    }
    let gone = metryczka(at, &["diff", "over/first", "over/second"]);
    assert!(String::from_utf8_lossy(&gone.stdout).contains("gone"), "{}", String::from_utf8_lossy(&gone.stdout));
}

#[test]
fn corrections_are_applied_to_what_was_extracted() {
    let town = town();
    let at = town.path();
    good(at, &["extract", "pages", "--tables", "extracted"]);
    good(at, &["build", "--extracted", "extracted", "--edition", "plain", "--output", "over"]);
    let page = fs::read(at.join("pages/a.html")).unwrap();
    let sha256: String = {
        use sha2::{Digest, Sha256};
        Sha256::digest(&page).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let correction = format!(
        "version = 1\nnext = 2\n\n[[correction]]\nid = \"c1\"\nmade = \"2026-11-22T18:40:00Z\"\naction = \"reject\"\n\
         mentions = [{{ page = \"pages/a.html\", sha256 = \"{sha256}\", text_sha256 = \"{}\", mention = 0, \
         title = \"Lokalne perspektywy\" }}]\n",
        "0".repeat(64)
    );
    fs::write(at.join("corrections.toml"), correction).unwrap();
    good(at, &["build", "--extracted", "extracted", "--edition", "mended", "--output", "over", "--previous", "none"]);
    good(at, &["build", "pages", "--edition", "mended", "--output", "direct"]);
    assert_same(at, "over/mended", "direct/mended");
    let rows = |edition: &str| {
        let text = fs::read_to_string(at.join("over").join(edition).join("edition.json")).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        value["tables"]["mentions"]["rows"].as_u64().unwrap()
    };
    assert_eq!(rows("mended") + 1, rows("plain"));
}

#[test]
fn a_page_lost_and_another_twice_is_refused_although_the_sums_are_right() {
    let town = town();
    let at = town.path();
    good(at, &["extract", "pages", "--tables", "extracted", "--part-pages", "1"]);
    // A page a part: the second is gone, the first is there twice, and every mention has its page and its words.
    for table in ["pages", "mentions", "evidence"] {
        let part = |number: usize| at.join(format!("extracted/{table}/part-{number:05}.parquet"));
        fs::copy(part(0), part(1)).unwrap();
    }
    let told = refused(at, &["build", "--extracted", "extracted", "--edition", "one"], 3);
    assert!(told.contains("the files of part 1 are not those that its mark tells of"), "{told}");
    assert!(!at.join("output/one").exists());
}

#[test]
fn what_cannot_be_built_from_is_refused_before_anything_is_published() {
    let town = town();
    let at = town.path();
    good(at, &["extract", "pages", "--tables", "extracted"]);
    let build = ["build", "--extracted", "extracted", "--edition", "one"];
    let path = at.join("extracted/extract.json");
    let whole: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let changed = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = whole.clone();
        change(&mut value);
        fs::write(&path, value.to_string()).unwrap();
        refused(at, &build, 3)
    };
    let schema = metryczka::dataset::SCHEMA;
    let told = changed(&|value| value["schema"] = (schema + 1).into());
    assert!(told.contains(&format!("schema {} ", schema + 1)) && told.contains(&format!("schema {schema} ")), "{told}");
    let told = changed(&|value| value["finished"] = serde_json::Value::Null);
    assert!(told.contains("unfinished extraction: extracted") && told.contains("hint: run the same extraction"), "{told}");
    let told = changed(&|value| value["vocabulary_digest"] = "0".repeat(64).into());
    assert!(told.contains("--vocabulary"), "{told}");
    let told = refused(at, &["build", "--extracted", "pages"], 3);
    assert!(told.contains("no extraction: pages"), "{told}");
    assert!(!at.join("output").exists(), "nothing was begun");
    refused(at, &["build", "pages", "--extracted", "extracted"], 2);
    refused(at, &["build"], 2);
}
