//! Captures → pages → mentions, on all threads, in order, with bounded memory.
//!
//! One thread reads captures into chunks; the others extract, each its own chunk; results leave in the order of the captures. Whatever
//! goes wrong with a page becomes a problem, also a panic: the other pages are unharmed.

use super::exit::Failure;
use super::flow::{Stopped, Threads, flow};
use super::input::{Input, Item, Stamp};
use super::settings::Reading;
use metryczka::archive::Skipped;
use metryczka::crawl::CrawlError;
use metryczka::page::Limits;
use metryczka::reader::{PAGE_THREAD, Reader, STACK, quiet_panics};
use metryczka::{Extraction, Extractor};
use std::sync::mpsc::{SyncSender, sync_channel};

/// Pages of a chunk, at most: few, so that few pages keep all threads busy too.
const CHUNK_PAGES: usize = 16;
/// Bytes of a chunk, at most (and one page more).
const CHUNK_BYTES: usize = 2 << 20;

pub use metryczka::reader::{Outcome, Wanted};

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
    mut receive: impl FnMut(Outcome) -> Result<(), Failure> + Send,
) -> Result<Passed, Failure> {
    let reader = Reader { wanted, ..Reader::new(reading.extractor, reading.limits) };
    each(input, reading, reader, |(outcome, _)| receive(outcome))
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
    mut receive: impl FnMut(Outcome, Extraction) -> Result<(), Failure> + Send,
) -> Result<Passed, Failure> {
    let beside = Some(beside);
    let reader = Reader { beside, wanted: Wanted::Text, ..Reader::new(reading.extractor, reading.limits) };
    each(input, reading, reader, |(outcome, beside)| receive(outcome, beside))
}

fn each(
    input: &Input,
    reading: &Reading,
    reader: Reader<'_>,
    mut receive: impl FnMut((Outcome, Extraction)) -> Result<(), Failure> + Send,
) -> Result<Passed, Failure> {
    let limits = reading.limits;
    std::thread::scope(|scope| {
        let (sender, chunks) = sync_channel::<Vec<Item>>(1);
        let sending = scope.spawn(move || send(input, &limits, &sender));
        let work = |chunk: Vec<Item>| -> Vec<(Outcome, Extraction)> {
            chunk.into_iter().map(|item| reader.read_beside(item.read, item.seen)).collect()
        };
        let take = move || Ok(chunks.recv().ok());
        on_all_threads(reading, take, work, |outcomes| outcomes.into_iter().try_for_each(&mut receive))?;
        let passed = sending.join();
        let passed = passed
            .map_err(|_| Failure::cannot("reading the sources failed: a fault of the program", "report it, with the sources"))?;
        Ok(passed?)
    })
}

/// Works on pieces of the input on all threads, and hands on what came of each in the order of the input.
///
/// # Errors
/// When the threads cannot be started, or taking or handing on fails.
pub fn on_all_threads<P, D: Send>(
    reading: &Reading,
    take: impl FnMut() -> Result<Option<P>, Failure> + Send,
    work: impl Fn(P) -> D + Sync,
    hand_on: impl FnMut(D) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    quiet_panics();
    let threads = Threads { number: reading.threads, stack: STACK, name: PAGE_THREAD };
    flow(threads, take, work, hand_on).map_err(|stopped| match stopped {
        Stopped::Failed(failure) => failure,
        Stopped::Thread(error) => Failure::cannot(format!("cannot start threads: {error}"), "use fewer --threads"),
        Stopped::Fault => Failure::cannot("the program failed between two pages: a fault of it", "report it, with the sources"),
    })
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
