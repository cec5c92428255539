//! What reading pages costs beyond parsing their HTML.
//!
//! ```text
//! cargo bench --no-default-features --features archive --bench extract                # pages made up and pages of fixtures/
//! cargo bench --no-default-features --features archive --bench extract -- FOLDER…     # saved pages
//! ```
//!
//! Without the default features no data frames are compiled: a minute instead of ten. Everything is measured in CPU time of this
//! thread, both sides alternating page by page in one process; every ratio is the median of the rounds'. "parse" is
//! `scraper::Html::parse_document` alone on the decoded page.
//!
//! ```text
//! extract/parse      all facts of a page through its tree, from the bytes
//! gate/parse         gzip bytes to facts, pages without any word of projects not parsed
//! adversary/parse    the worst of some hostile pages, to parsing ordinary pages of its size
//! ```

#![allow(clippy::print_stdout, clippy::expect_used)]

mod adversary;
mod ordinary;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use metryczka::extractor::Extractor;
use metryczka::page::{self, Limits, Source};
use scraper::Html;
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const ROUNDS: usize = 15;

fn main() {
    let folders: Vec<PathBuf> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    if folders.is_empty() {
        let notices = load(Path::new("fixtures/pages"));
        facts("fixtures/pages", &notices);
        facts("notices on whole pages", &ordinary::notices(&notices, 60));
        mix("one such page in twenty", &ordinary::mix(&notices, 200));
        adversary::measure();
    }
    for folder in folders {
        let (name, pages) = (folder.display().to_string(), load(&folder));
        facts(&name, &pages);
        mix(&name, &pages);
    }
}

/// All facts, through the tree.
fn facts(name: &str, pages: &[Vec<u8>]) {
    let extractor = Extractor::builtin();
    let texts: Vec<String> = pages.iter().map(|bytes| decode(bytes)).collect();
    let mut mentions = 0;
    let mut spent = Duration::ZERO;
    let [read, extract] = ratios(pages.len(), |i, [parse, read, extract]| {
        *parse += cpu(|| {
            black_box(Html::parse_document(&texts[i]));
        });
        let mut page = None;
        let reading = cpu(|| page = page::read(&pages[i], Source::default(), None, &Limits::default()).ok());
        let noticing = cpu(|| mentions += page.as_ref().map_or(0, |page| black_box(extractor.extract(page)).mentions.len()));
        *read += reading;
        *extract += reading + noticing;
        spent += reading + noticing;
    });
    title(name, pages, mentions / (ROUNDS + 1));
    println!("  {:.0} pages a CPU second", (pages.len() * (ROUNDS + 1)) as f64 / spent.as_secs_f64());
    println!("  page::read/parse {read}");
    println!("  extract/parse {extract}");
}

/// From gzip bytes, pages that cannot tell anything unparsed.
fn mix(name: &str, pages: &[Vec<u8>]) {
    let extractor = Extractor::builtin();
    let texts: Vec<String> = pages.iter().map(|bytes| decode(bytes)).collect();
    let packed: Vec<Vec<u8>> = pages.iter().map(|bytes| pack(bytes)).collect();
    let (mut mentions, mut passed) = (0, 0);
    let mut spent = Duration::ZERO;
    let [unpack, all] = ratios(pages.len(), |i, [parse, unpack, all]| {
        *parse += cpu(|| {
            black_box(Html::parse_document(&texts[i]));
        });
        let mut bytes = Vec::new();
        let unpacking = cpu(|| {
            GzDecoder::new(&packed[i][..]).read_to_end(&mut bytes).expect("own gzip");
        });
        let extracting = cpu(|| {
            let read = extractor.extract_bytes(&bytes, Source::default(), None, &Limits::default());
            mentions += read.map_or(0, |extraction| black_box(extraction).mentions.len());
        });
        let decoded = page::Decoded::new(&bytes, None, &Limits::default());
        passed += usize::from(decoded.is_ok_and(|page| extractor.may_tell(&page, &Source::default())));
        *unpack += unpacking;
        *all += unpacking + extracting;
        spent += unpacking + extracting;
    });
    title(name, pages, mentions / (ROUNDS + 1));
    println!("  {} of the pages parsed", passed / (ROUNDS + 1));
    println!("  {:.0} pages a CPU second", (pages.len() * (ROUNDS + 1)) as f64 / spent.as_secs_f64());
    println!("  gunzip/parse {unpack}");
    println!("  gate/parse {all}");
}

fn title(name: &str, pages: &[Vec<u8>], mentions: usize) {
    println!("{name}: {} pages, {} kB, {mentions} mentions", pages.len(), pages.iter().map(Vec::len).sum::<usize>() / 1000);
}

/// A ratio to parsing: its median and its extremes.
struct Ratio(Vec<f64>);

impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let last = self.0.len() - 1;
        write!(f, "{:.2} ({:.2} .. {:.2})", self.0[self.0.len() / 2], self.0[0], self.0[last])
    }
}

/// Runs every page once a round and returns what the second and third sum of a round are to its first, the parser's.
fn ratios(pages: usize, mut page: impl FnMut(usize, &mut [Duration; 3])) -> [Ratio; 2] {
    let mut ratios = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        let mut sums = [Duration::ZERO; 3];
        (0..pages).for_each(|i| page(i, &mut sums));
        // The first round warms caches and tables.
        if round > 0 {
            for (ratios, sum) in ratios.iter_mut().zip(&sums[1..]) {
                ratios.push(sum.as_secs_f64() / sums[0].as_secs_f64());
            }
        }
    }
    ratios.map(|mut ratios| {
        ratios.sort_by(f64::total_cmp);
        Ratio(ratios)
    })
}

/// CPU time of this thread spent in a piece of work.
fn cpu(work: impl FnOnce()) -> Duration {
    let before = cpu_time::ThreadTime::now();
    work();
    before.elapsed()
}

/// The files of a folder, whatever their names: saved home pages often have none of a page. Empty ones are left out.
fn load(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("folder of pages").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let not_pages =
        |path: &PathBuf| path.extension().is_some_and(|ending| ["jsonl", "json", "txt", "md"].iter().any(|no| ending == *no));
    paths.retain(|path| path.is_file() && !not_pages(path));
    let pages = paths.iter().map(|path| std::fs::read(path).expect("page"));
    pages.filter(|bytes| !bytes.is_empty()).collect()
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
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
