//! Captures → pages → mentions, on all threads, in order, with bounded memory.
//!
//! One thread reads captures into chunks; the pool extracts a chunk while the next is being read; results leave in the order of
//! the captures. Whatever goes wrong with a page becomes a problem, also a panic: the other pages are unharmed.

use super::exit::Failure;
use super::figures::word;
use super::input::{Input, Item, Stamp};
use super::settings::Reading;
use metryczka::archive::{self, Skipped};
use metryczka::crawl::CrawlError;
use metryczka::dataset::{PageRecord, Problem, ProblemStage};
use metryczka::notice::Silence;
use metryczka::page::{self, Decoded, Limits, Page, Source};
use metryczka::{Extraction, Extractor};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, sync_channel};

/// Pages of a chunk, at most.
const CHUNK_PAGES: usize = 64;
/// Bytes of a chunk, at most (and one page more).
const CHUNK_BYTES: usize = 8 << 20;
/// Stack of a thread: the parsers go as deep as the limits allow.
const STACK: usize = 8 << 20;

/// Begins the names of the threads that read pages.
const PAGE_THREAD: &str = "page-";

/// What became of a capture.
#[derive(Debug)]
pub enum Outcome {
    /// It is a page.
    Page(Box<PageRecord>),
    /// It is none.
    Problem(Problem),
}

/// What is wanted of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// What it tells of projects. A page that holds no word of any is not parsed: its text and title are left empty.
    Mentions,
    /// That and its text.
    Text,
}

/// What was found out about the input on the way.
#[derive(Debug, Default)]
pub struct Passed {
    /// What was passed over on purpose.
    pub skipped: Skipped,
    /// The digest of the pages.
    pub stamp: Stamp,
}

/// Reads everything and hands over each result, in the order of the input.
///
/// # Errors
/// When the threads cannot be started, the archive of a crawl cannot be read, or the receiver fails.
pub fn stream(
    input: &Input,
    reading: &Reading,
    wanted: Wanted,
    mut receive: impl FnMut(Outcome) -> Result<(), Failure>,
) -> Result<Passed, Failure> {
    each(input, reading, Readers { first: reading.extractor, beside: None }, wanted, |(outcome, _)| receive(outcome))
}

/// The same with a second extractor beside the first: every page is decoded and parsed once and read by both. With a page comes what
/// the second says of it.
///
/// # Errors
/// As [`stream`].
pub fn stream_beside(
    input: &Input,
    reading: &Reading,
    beside: &Extractor,
    mut receive: impl FnMut(Outcome, Extraction) -> Result<(), Failure>,
) -> Result<Passed, Failure> {
    let readers = Readers { first: reading.extractor, beside: Some(beside) };
    each(input, reading, readers, Wanted::Text, |(outcome, beside)| receive(outcome, beside))
}

/// Who reads a page.
#[derive(Debug, Clone, Copy)]
struct Readers<'e> {
    /// Whose reading becomes the page's.
    first: &'e Extractor,
    /// Who reads it too.
    beside: Option<&'e Extractor>,
}

fn each(
    input: &Input,
    reading: &Reading,
    readers: Readers<'_>,
    wanted: Wanted,
    mut receive: impl FnMut((Outcome, Extraction)) -> Result<(), Failure>,
) -> Result<Passed, Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(reading.threads)
        .stack_size(STACK)
        .thread_name(|number| format!("{PAGE_THREAD}{number}"))
        .build()
        .map_err(|error| Failure::cannot(format!("cannot start threads: {error}"), "use fewer --threads"))?;
    quiet_panics();
    let limits = reading.limits;
    std::thread::scope(|scope| {
        let (sender, chunks) = sync_channel::<Vec<Item>>(1);
        let reader = scope.spawn(move || send(input, &limits, &sender));
        for chunk in chunks {
            let outcomes: Vec<(Outcome, Extraction)> =
                pool.install(|| chunk.into_par_iter().map(|item| outcome(item, readers, &limits, wanted)).collect());
            for outcome in outcomes {
                receive(outcome)?;
            }
        }
        let passed = reader.join();
        let passed = passed
            .map_err(|_| Failure::cannot("reading the sources failed: a fault of the program", "report it, with the sources"))?;
        Ok(passed?)
    })
}

/// A panic on a page is reported as its problem, not in the middle of the output.
fn quiet_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !std::thread::current().name().is_some_and(|name| name.starts_with(PAGE_THREAD)) {
                loud(panic);
            }
        }));
    });
}

/// Sends pages in chunks until there are none, or nobody listens any more.
fn send(input: &Input, limits: &Limits, sender: &SyncSender<Vec<Item>>) -> Result<Passed, CrawlError> {
    let (mut chunk, mut bytes, mut stamp) = (Vec::new(), 0, input.crawl_stamp()?);
    let skipped = input.each(limits, |item| {
        if !item.is_crawled {
            stamp.add(&item);
        }
        bytes += item.read.as_ref().map_or(0, |capture| capture.bytes.len());
        chunk.push(item);
        if chunk.len() < CHUNK_PAGES && bytes < CHUNK_BYTES {
            return true;
        }
        bytes = 0;
        sender.send(std::mem::take(&mut chunk)).is_ok()
    })?;
    let _ = sender.send(chunk);
    Ok(Passed { skipped, stamp })
}

fn outcome(item: Item, readers: Readers<'_>, limits: &Limits, wanted: Wanted) -> (Outcome, Extraction) {
    let owner = item.seen.as_ref().map(|seen| seen.source.clone());
    match read_item(item, readers, limits, wanted) {
        (Outcome::Problem(problem), none) => (Outcome::Problem(Problem { source: owner, ..problem }), none),
        page @ (Outcome::Page(_), _) => page,
    }
}

fn read_item(item: Item, readers: Readers<'_>, limits: &Limits, wanted: Wanted) -> (Outcome, Extraction) {
    let seen = item.seen;
    let none = Extraction::default();
    let capture = match item.read {
        Ok(capture) => capture,
        Err(error) => {
            let (path, url) = (Some(error.path().display().to_string()), error.url().map(str::to_owned));
            let place = Source { path, url, ..Source::default() };
            return (problem(&place, ProblemStage::Read, error.code(), error.to_string(), error.remedy()), none);
        }
    };
    let source = capture.source.clone();
    let outcome = catch_unwind(AssertUnwindSafe(|| read(capture, readers, limits, wanted)));
    let outcome = outcome.unwrap_or_else(|payload| {
        let said = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let said = said.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        let remedy = "report it, with the page: this is a fault of the program";
        (problem(&source, ProblemStage::Extract, "internal", format!("the program failed on this page: {said}"), remedy), none)
    });
    match outcome {
        (Outcome::Page(page), beside) => (Outcome::Page(Box::new(PageRecord { seen, ..*page })), beside),
        problem @ (Outcome::Problem(_), _) => problem,
    }
}

fn read(capture: archive::Capture, readers: Readers<'_>, limits: &Limits, wanted: Wanted) -> (Outcome, Extraction) {
    let source = capture.source.clone();
    extract(capture, readers, limits, wanted).unwrap_or_else(|error| {
        let problem = problem(&source, ProblemStage::Page, error.code(), error.to_string(), error.remedy());
        (problem, Extraction::default())
    })
}

fn extract(
    capture: archive::Capture,
    readers: Readers<'_>,
    limits: &Limits,
    wanted: Wanted,
) -> Result<(Outcome, Extraction), page::PageError> {
    let decoded = Decoded::new(&capture.bytes, capture.declared_charset.as_deref(), limits)?;
    let (page, reading, beside) = match wanted {
        Wanted::Mentions if !readers.first.may_tell(&decoded, &capture.source) => {
            let page = Page { source: capture.source, charset: decoded.charset().to_owned(), ..Page::default() };
            let reading = Extraction { mentions: Vec::new(), silence: Some(Silence::NothingFunded) };
            (page, reading, Extraction::default())
        }
        _ => {
            let page = decoded.read(capture.source)?;
            let reading = readers.first.extract(&page);
            let beside = readers.beside.map(|beside| beside.extract(&page)).unwrap_or_default();
            (page, reading, beside)
        }
    };
    let page = PageRecord {
        source: page.source,
        fetched: capture.fetched,
        seen: None,
        charset: page.charset,
        title: page.title,
        text: page.text,
        silence: reading.silence.map(|silence| word(&silence)),
        mentions: reading.mentions,
    };
    Ok((Outcome::Page(Box::new(page)), beside))
}

fn problem(source: &Source, stage: ProblemStage, code: &str, message: String, remedy: &str) -> Outcome {
    Outcome::Problem(Problem {
        path: source.path.clone(),
        url: source.url.clone(),
        source: None,
        stage,
        code: code.to_owned(),
        message,
        remedy: remedy.to_owned(),
    })
}
