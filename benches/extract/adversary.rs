//! Hostile pages, each against parsing an ordinary page of its size.

use super::{cpu, ordinary};
use metryczka::extractor::Extractor;
use metryczka::page::{Limits, Source};
use scraper::Html;
use std::hint::black_box;
use std::time::Duration;

const BYTES: usize = 256 << 10;
const ROUNDS: usize = 5;

/// What is repeated, with what stands before and after it.
const HOSTILE: &[(&str, &str, &str, &str)] = &[
    ("nested divs", "<div>", "projekt", ""),
    ("nested formatting", "<b><i><u>", "projekt", ""),
    ("unclosed paragraphs in tables", "<table><tr><td><p>x", "projekt", ""),
    ("attributes", " a=b", "<p>projekt <i", ">"),
    ("character references", "&oacute;&#322;&nbsp;", "<p>projekt ", ""),
    ("brackets", "<", "<p>projekt ", ""),
    ("links", "<a href=x>projekt</a>", "", ""),
    ("sums", "dotacja 12 345,67 zł, ", "<p>projekt „Nowy dom” ", ""),
    ("sums on lines", "<p>Dofinansowanie: 12 345,67 zł", "<p>projekt „Nowy dom” ", ""),
    ("digits", "1", "<p>projekt „Nowy dom” dotacja ", ""),
    ("groups of digits", "123 ", "<p>projekt „Nowy dom” dotacja ", ""),
    ("project numbers", "RPWM.11.02.03-28-0063/17 ", "<p>projekt „Nowy dom” ", ""),
    ("dates", "1 stycznia 2019 r. do 31.12.2020, ", "<p>projekt „Nowy dom” ", ""),
    ("quotation marks", "projekt „", "<p>dotacja ", ""),
    ("quoted names", "projekt „Nowy dom w gminie” ", "<p>dotacja ", ""),
    ("different names", "projekt „{} dom nr {}”, dotacja 12 345,67 zł. ", "<p>", ""),
    ("names on lines", "<p>Tytuł projektu: {} budowa drogi nr {}<p>Dotacja: 12 345 zł", "", ""),
    ("labels", "całkowita wartość projektu ", "<p>", ""),
    ("programmes", "Regionalny Program Operacyjny Województwa ", "<p>projekt „Nowy dom” ", ""),
    ("funds", "Europejski Fundusz Społeczny ", "<p>projekt „Nowy dom” ", ""),
    ("bodies", "Gmina Miasto Ełk, Szkoła Podstawowa nr 4 w Ełku, ", "<p>projekt „Nowy dom” dotacja 100 000 zł ", ""),
    ("citations", "Dz. U. z 2017 r. poz. 1460 art. 33 ust. 4a ", "<p>projekt „Nowy dom” ", ""),
    ("stops", ". A", "<p>projekt „Nowy dom” dotacja 100 000 zł ", ""),
    ("table", "<tr><td>Projekt „{}”<td>12 345,67 zł<td>2019", "<table>", "</table>"),
    ("number words", "dwa tysiące trzysta ", "<p>projekt „Nowy dom” słownie ", ""),
    ("recipients", "10 osób bezrobotnych, w tym 5 kobiet, ", "<p>projekt „Nowy dom” dotacja 100 000 zł ", ""),
];

/// Prints each page's ratio, and the worst.
pub fn measure() {
    let quiet = ordinary::quiet(BYTES);
    let mut worst = (0.0, "");
    println!("hostile pages of {} kB", BYTES / 1000);
    for (name, repeated, before, after) in HOSTILE {
        let page = grow(repeated, before, after);
        let mut ratios: Vec<f64> = (0..ROUNDS).map(|_| ratio(&page, &quiet)).collect();
        ratios.sort_by(f64::total_cmp);
        let median = ratios[ROUNDS / 2];
        println!("  {median:6.2} {name}");
        worst = if median > worst.0 { (median, name) } else { worst };
    }
    println!("  adversary/parse {:.2} ({})", worst.0, worst.1);
}

fn ratio(page: &str, quiet: &str) -> f64 {
    let parse: Duration = cpu(|| {
        black_box(Html::parse_document(quiet));
    });
    let extract = cpu(|| {
        let _ = black_box(Extractor::builtin().extract_bytes(page.as_bytes(), Source::default(), None, &Limits::default()));
    });
    extract.as_secs_f64() / parse.as_secs_f64()
}

/// A page of [`BYTES`]; `{}` in what is repeated is a number of its own each time.
fn grow(repeated: &str, before: &str, after: &str) -> String {
    let mut page = format!("<!DOCTYPE html><html><body>{before}");
    let mut number = 0;
    while page.len() < BYTES {
        page.push_str(&repeated.replace("{}", &number.to_string()));
        number += 1;
    }
    page + after
}
