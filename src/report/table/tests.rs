//! The table of invented editions: what strangers write stays text, every mark is its quote, and thousands of projects fit.

use super::*;
use crate::check::{Corrected, Mention, checks, proof};
use crate::dataset::{Context, Dataset, Finishing, Harvest, Origin, PageRecord, Publisher};
use crate::extract;
use crate::html::{Document, Family};
use crate::notice::{Amount, Doubt, Evidence, Fact, Notice, Scope, Status};
use crate::page::{Limits, Source};
use crate::resolve::FIELDS;
use crate::value::Currency;
use crate::vocabulary::Role;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use std::io::Read;

/// A page that tells of a project with these words; sums in whole units.
fn page(number: usize, title: &str, grant: Option<i64>, currency: Option<Currency>) -> PageRecord {
    let mut text = format!("Aktualności gminy, strona {number}.\n");
    let mut say = |before: &str, quote: &str| {
        text.push_str(before);
        let start = text.len();
        text.push_str(quote);
        Evidence { start, end: text.len(), quote: quote.to_owned(), rule: "invented" }
    };
    let mut notice =
        Notice { title: Some(Fact { value: title.to_owned(), evidence: say("Projekt „", title) }), ..Notice::default() };
    let body = format!("Gmina Wymyślona {number}");
    notice.beneficiary = Some(Fact { value: body.clone(), evidence: say("”. Beneficjent: ", &body) });
    if let Some(grant) = grant {
        let value = Decimal::from(grant);
        let evidence = say(". Dofinansowanie: ", &grant.to_string());
        notice.amounts.push(Amount {
            role: Role::Grant,
            value,
            currency,
            rate: None,
            rate_basis: None,
            scope: Scope::Project,
            stage: None,
            approximate: false,
            in_words: None,
            evidence: evidence.clone(),
        });
        notice.cofinancing = Some(Fact { value, evidence: evidence.clone() });
        notice.currency = currency.map(|value| Fact { value, evidence });
    }
    say(".\nStopka strony.", "");
    let checks = checks(&notice);
    let source = Source { path: None, url: Some(format!("https://gmina-{number}.example/")), sha256: format!("{number:064x}") };
    let proof = proof(&checks);
    let mention = Mention { source: source.clone(), mention: 0, notice, checks, proof, corrected: Vec::new() };
    PageRecord { source, charset: "UTF-8".into(), text, mentions: vec![mention], ..PageRecord::default() }
}

/// Publishes pages as an edition and makes its table.
fn table(pages: Vec<PageRecord>) -> Section {
    let output = tempfile::tempdir().unwrap();
    let mut harvest = Harvest::default();
    pages.into_iter().for_each(|page| harvest.take(page).unwrap());
    let dataset = Dataset::assemble(harvest, &Context::new("2026-11-22T05:32:10Z")).unwrap();
    let publisher = Publisher::begin(output.path(), "first").unwrap();
    let origin = Origin {
        created: "2026-11-22T05:32:10Z".into(),
        code_version: "0".into(),
        vocabulary_digest: "0".into(),
        inputs_digest: None,
    };
    publisher.publish(&dataset, origin, &Finishing::default()).unwrap();
    section(&output.path().join("first")).unwrap()
}

fn data<'a>(section: &'a Section, id: &str) -> &'a Value {
    &section.data.iter().find(|(of, _)| *of == id).unwrap().1
}

/// The details of all projects, unpacked as a browser does.
fn details(section: &Section) -> Vec<Value> {
    let unpack = |block: &Value| {
        let bytes = STANDARD.decode(block.as_str().unwrap()).unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        serde_json::from_str::<Vec<Value>>(&text).unwrap()
    };
    data(section, "projects-details").as_array().unwrap().iter().flat_map(unpack).collect()
}

/// Words that a detail marks: row of facts and text, cut out by units of UTF-16 as a script does.
fn marks(detail: &Value) -> Vec<(String, String)> {
    let mut marks = Vec::new();
    for passage in detail["p"].as_array().unwrap() {
        for piece in passage[1][0].as_array().unwrap() {
            let units: Vec<u16> = piece[0].as_str().unwrap().encode_utf16().collect();
            for mark in piece[1].as_array().unwrap() {
                let at = |n: usize| usize::try_from(mark[n].as_u64().unwrap()).unwrap();
                marks.push((mark[2].as_str().unwrap().to_owned(), String::from_utf16(&units[at(0)..at(1)]).unwrap()));
            }
        }
    }
    marks
}

#[test]
fn what_strangers_write_stays_text() {
    let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \u{202e}lata ąę";
    let mut page = page(1, hostile, Some(5), Some(Currency::Pln));
    let address = "javascript:alert(document.domain)".to_owned();
    page.source.url = Some(address.clone());
    page.mentions[0].source.url = Some(address);
    let section = table(vec![page]);
    let markup = section.markup.clone().into_string();
    assert!(markup.contains("&lt;/script&gt;") && markup.contains('\u{2426}'), "{markup}");
    assert!(!markup.contains('\u{202e}') && !markup.contains("<img") && !markup.contains("href=\"javascript"), "{markup}");
    let shown = details(&section);
    assert_eq!(marks(&shown[0]).iter().find(|(field, _)| field == "title").unwrap().1, hostile);
    let document =
        Document { title: ("table.caption", ""), style: "", script: "", data: section.data, body: section.markup }.into_string();
    assert_eq!(document.matches("</script>").count(), 5, "data end their element");
}

#[test]
fn the_script_never_takes_a_text_for_markup() {
    for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "style=", "fetch("] {
        assert!(!SCRIPT.contains(word), "{word}");
    }
}

#[test]
fn every_word_the_script_says_exists_in_both_languages() {
    let known: Vec<&str> = crate::html::keys().collect();
    let said = regex::Regex::new(r#"\bsay\("([a-z_]+)""#).unwrap();
    for key in said.captures_iter(SCRIPT) {
        assert!(known.contains(&format!("table.{}", &key[1]).as_str()), "{}", &key[1]);
    }
}

#[test]
fn euros_and_unnamed_sums_are_kept_apart_and_a_missing_grant_is_null() {
    let section = table(vec![
        page(1, "Szkoła bez granic", Some(700), Some(Currency::Eur)),
        page(2, "Remont mostu nad Wisznią", None, None),
        page(3, "Ścieżka nad zalewem", Some(5), Some(Currency::Pln)),
        page(4, "Żłobek pod lipą", Some(9_000), None),
    ]);
    let rows = data(&section, "projects-rows");
    let currency = |row: usize| {
        rows["currency"]["rows"][row].as_i64().and_then(|at| rows["currency"]["texts"].get(usize::try_from(at).ok()?))
    };
    assert_eq!(rows["grant"], json!([500, 70_000, 900_000, null]));
    assert_eq!((currency(0), currency(1), currency(2)), (Some(&json!("PLN")), Some(&json!("EUR")), None));
    let markup = section.markup.into_string();
    assert!(markup.contains("Remont mostu nad Wisznią") && markup.contains("p-none"), "{markup}");
}

/// What a column of texts says of a row.
fn told<'a>(section: &'a Section, column: &str, row: usize) -> Option<&'a str> {
    let column = &data(section, "projects-rows")[column];
    column["texts"].get(usize::try_from(column["rows"][row].as_i64()?).ok()?)?.as_str()
}

#[test]
fn money_applied_for_is_parted_by_the_rule_of_all_sums() {
    let mut pages: Vec<PageRecord> =
        (1..=4).map(|n| page(n, &format!("Projekt {n}"), Some(100 * n as i64), Some(Currency::Pln))).collect();
    let status =
        |status| Some(Fact { value: status, evidence: Evidence { start: 0, end: 1, quote: "A".into(), rule: "invented" } });
    for (page, is) in pages.iter_mut().zip([Status::Applied, Status::Planned, Status::Ongoing, Status::Completed]) {
        page.mentions[0].notice.status = status(is);
    }
    let section = table(pages);
    let classes = [0, 1, 2, 3].map(|row| told(&section, "class", row).unwrap());
    assert_eq!(classes, ["granted", "granted", "unstated", "requested"], "the largest grant is the fourth's");
    let markup = section.markup.into_string();
    assert_eq!((markup.matches("p-badge p-requested").count(), markup.matches("p-badge p-unstated").count()), (1, 1));
    assert!(markup.contains("4 z 4 projektów"), "paper says how many rows it shows");
}

#[test]
fn a_doubt_of_a_published_value_marks_the_row() {
    let mut doubtful = page(1, "Przebudowa ulicy", Some(3_645_601), Some(Currency::Pln));
    let doubt = |field| Doubt { field, reason: "impossible_scale", candidates: vec!["3645601000000".into()] };
    doubtful.mentions[0].notice.doubts = vec![doubt("cofinancing")];
    let mut settled = page(2, "Budowa kładki", Some(5), Some(Currency::Pln));
    settled.mentions[0].notice.doubts = vec![doubt("cofinancing")];
    settled.mentions[0].corrected = vec![corrected("cofinancing", None)];
    let section = table(vec![doubtful, settled]);
    assert_eq!(data(&section, "projects-rows")["doubt"], json!([0]), "what a person has put right is in doubt no more");
    let shown = details(&section);
    assert_eq!(shown[0]["d"], json!([["cofinancing", "impossible_scale", ["3645601000000"]]]));
    let known: Vec<&str> = crate::html::keys().collect();
    assert!(known.contains(&"value.doubt.impossible_scale"));
}

fn corrected(field: &str, original: Option<&str>) -> Corrected {
    Corrected { field: field.into(), original: original.map(str::to_owned), quote: None, reason: None }
}

#[test]
fn a_corrected_sum_of_the_page_keeps_what_the_page_prints() {
    let mut mended = page(1, "Przedszkole", Some(328_000), Some(Currency::Pln));
    mended.mentions[0].corrected = vec![corrected("cofinancing", Some("318000")), corrected("title", Some("Przedszkola"))];
    let mut other = page(2, "Szkoła", Some(7), Some(Currency::Pln));
    other.mentions[0].corrected = vec![corrected("amounts[0].role", Some("own"))];
    let section = table(vec![mended, other, page(3, "Most", Some(1), Some(Currency::Pln))]);
    let shown = details(&section);
    let originals: Vec<&Value> = shown.iter().map(|detail| &detail["a"][0][8]).collect();
    assert_eq!(originals, [&json!(["318000", null]), &json!([null, "own"]), &Value::Null]);
    assert_eq!(data(&section, "projects-rows")["mended"], json!([0]), "the first alone has a corrected figure");
}

#[test]
fn real_notices_show_their_quotes_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let mut pages = Vec::new();
    for path in names {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = Source { path: Some(name), url: None, sha256: format!("{:064x}", pages.len()) };
        let page = crate::page::read(&bytes, source.clone(), None, &Limits::default()).unwrap();
        let mentions = extract(&page).mentions;
        pages.push(PageRecord { source, charset: "UTF-8".into(), text: page.text, mentions, ..PageRecord::default() });
    }
    let section = table(pages);
    let details = details(&section);
    assert!(details.len() > 25);
    for detail in &details {
        let shown = marks(detail);
        for fact in detail["f"].as_array().unwrap() {
            let (field, value) = (fact[0].as_str().unwrap(), fact[1].as_str().unwrap());
            // A title is its quote, but for spacing and quotation marks.
            if field == "title" {
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
                let is_told = shown.iter().any(|(of, words)| of == "title" && letters(words).contains(&letters(value)));
                assert!(is_told, "{value}: {shown:?}");
            }
        }
        let left_out: u64 = detail["p"].as_array().unwrap().iter().map(|passage| passage[1][3].as_u64().unwrap()).sum();
        assert_eq!(left_out, 0, "there is room for all");
    }
    assert!(details.iter().map(marks).map(|marks| marks.len()).sum::<usize>() > 300);
}

#[test]
fn an_edition_without_projects_says_so() {
    let section = table(Vec::new());
    let markup = section.markup.into_string();
    assert!(markup.contains("ani jednego projektu") && !markup.contains("<table"), "{markup}");
    assert!(section.data.is_empty());
}

#[test]
fn the_same_edition_gives_the_same_bytes_and_its_first_rows_need_no_script() {
    let pages = || (0..130).map(|n| page(n, &format!("Przebudowa drogi numer {n}"), Some(1000 - n as i64), Some(Currency::Pln)));
    let (one, other) = (table(pages().collect()), table(pages().rev().collect()));
    assert_eq!(one.data, other.data);
    let markup = one.markup.clone().into_string();
    assert_eq!(markup, other.markup.into_string());
    assert_eq!(markup.matches("Przebudowa drogi numer").count(), markup::FIRST);
    assert_eq!(data(&one, "projects-details").as_array().unwrap().len(), 3, "130 projects are three blocks");
    assert_eq!(details(&one).len(), 130);
}

#[test]
fn every_field_has_the_colour_of_its_family() {
    for field in FIELDS {
        assert_eq!(detail::families()[field], Family::of(field).name());
    }
}
