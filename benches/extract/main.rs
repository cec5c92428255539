//! What reading a notice costs beyond parsing its HTML.
//!
//! `cargo bench --bench extract` reads the pages of `fixtures/pages`; `cargo bench --bench extract -- FOLDER…` those of other
//! folders. Parsing alone and full extraction alternate page by page in one process, each round is timed in CPU time of this
//! thread, and the last line is the median of the rounds' ratios:
//!
//! ```text
//! extract/parse 1.12
//! ```

#![allow(clippy::print_stdout, clippy::expect_used)]

use metryczka::extractor::Extractor;
use metryczka::page::{self, Limits, Source};
use scraper::Html;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

const ROUNDS: usize = 31;

fn main() {
    let folders: Vec<PathBuf> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    let folders = if folders.is_empty() { vec![PathBuf::from("fixtures/pages")] } else { folders };
    for folder in folders {
        measure(&folder);
    }
}

fn measure(folder: &Path) {
    let pages = load(folder);
    let texts: Vec<String> = pages.iter().map(|bytes| decode(bytes)).collect();
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let extractor = Extractor::builtin();
    let mut ratios = Vec::with_capacity(ROUNDS);
    let (mut parse_total, mut extract_total, mut mentions) = (Duration::ZERO, Duration::ZERO, 0);
    for round in 0..=ROUNDS {
        let (mut parse, mut extract) = (Duration::ZERO, Duration::ZERO);
        mentions = 0;
        for (bytes, text) in pages.iter().zip(&texts) {
            parse += cpu(|| {
                black_box(Html::parse_document(text));
            });
            extract += cpu(|| {
                if let Ok(page) = page::read(bytes, Source::default(), None, &Limits::default()) {
                    mentions += black_box(extractor.extract(&page)).mentions.len();
                }
            });
        }
        // The first round warms caches and tables.
        if round > 0 {
            ratios.push(extract.as_secs_f64() / parse.as_secs_f64());
            parse_total += parse;
            extract_total += extract;
        }
    }
    ratios.sort_by(f64::total_cmp);
    let per_page = |total: Duration| total.as_secs_f64() * 1e3 / (ROUNDS * pages.len().max(1)) as f64;
    println!("{}: {} pages, {} kB, {mentions} mentions", folder.display(), pages.len(), bytes / 1000);
    println!("parse   {:.3} ms a page", per_page(parse_total));
    println!("extract {:.3} ms a page", per_page(extract_total));
    println!("rounds  {:.3} .. {:.3}", ratios[0], ratios[ratios.len() - 1]);
    println!("extract/parse {:.2}", ratios[ratios.len() / 2]);
}

/// CPU time of this thread spent in a piece of work.
fn cpu(work: impl FnOnce()) -> Duration {
    let before = cpu_time::ThreadTime::now();
    work();
    before.elapsed()
}

fn load(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("folder of pages").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    paths.iter().map(|path| std::fs::read(path).expect("page")).collect()
}

fn decode(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let encoding = match std::str::from_utf8(bytes) {
        Ok(_) => encoding_rs::UTF_8,
        Err(_) if head.contains("windows-1250") => encoding_rs::WINDOWS_1250,
        Err(_) => encoding_rs::ISO_8859_2,
    };
    encoding.decode(bytes).0.into_owned()
}
