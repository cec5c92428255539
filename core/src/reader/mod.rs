//! A capture in, what became of it out: a page with its mentions, or a problem; never a panic.

mod model;

pub use model::{Availability, Outcome, PageRecord, Problem, ProblemStage, Seen, Wanted};

use crate::archive::{ArchiveError, Capture};
use crate::extractor::{Extraction, Extractor};
use crate::notice::Silence;
use crate::page::{Decoded, Limits, Page, PageError, Source};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Begins the names of the threads that read pages: a panic on them is told as a page's problem, not in the middle of the output.
pub const PAGE_THREAD: &str = "page-";

/// Stack of a thread that reads pages: the parsers go as deep as the limits allow.
pub const STACK: usize = 8 << 20;

/// Reads captures, any number of them on any thread.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'e> {
    /// Whose reading becomes the page's.
    pub extractor: &'e Extractor,
    /// Who reads it too.
    pub beside: Option<&'e Extractor>,
    /// What a page may cost.
    pub limits: Limits,
    /// What is wanted of it.
    pub wanted: Wanted,
}

impl<'e> Reader<'e> {
    /// One that wants what pages tell of projects.
    pub fn new(extractor: &'e Extractor, limits: Limits) -> Self {
        Self { extractor, beside: None, limits, wanted: Wanted::Mentions }
    }

    /// Reads one. Whatever goes wrong with it becomes a problem, also a panic: others are unharmed.
    pub fn read(&self, capture: Result<Capture, ArchiveError>, seen: Option<Seen>) -> Outcome {
        self.read_beside(capture, seen).0
    }

    /// The same, with what the second extractor says of the page: it is decoded and parsed once and read by both.
    pub fn read_beside(&self, capture: Result<Capture, ArchiveError>, seen: Option<Seen>) -> (Outcome, Extraction) {
        let owner = seen.as_ref().map(|seen| seen.source.clone());
        match self.attempt(capture) {
            (Outcome::Problem(problem), none) => (Outcome::Problem(Problem { source: owner, ..problem }), none),
            (Outcome::Page(page), beside) => (Outcome::Page(Box::new(PageRecord { seen, ..*page })), beside),
        }
    }

    fn attempt(&self, capture: Result<Capture, ArchiveError>) -> (Outcome, Extraction) {
        let capture = match capture {
            Ok(capture) => capture,
            Err(error) => return (unreadable(&error), Extraction::default()),
        };
        let source = capture.source.clone();
        let page = catch_unwind(AssertUnwindSafe(|| self.extract(capture)));
        let told = match page {
            Ok(Ok((page, beside))) => return (Outcome::Page(Box::new(page)), beside),
            Ok(Err(error)) => problem(&source, ProblemStage::Page, error.code(), error.to_string(), error.remedy()),
            Err(payload) => {
                let said = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
                let said = said.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
                let remedy = "report it, with the page: this is a fault of the program";
                problem(&source, ProblemStage::Extract, "internal", format!("the program failed on this page: {said}"), remedy)
            }
        };
        (told, Extraction::default())
    }

    fn extract(&self, capture: Capture) -> Result<(PageRecord, Extraction), PageError> {
        let decoded = Decoded::new(&capture.bytes, capture.declared_charset.as_deref(), &self.limits)?;
        let (page, reading, beside) = match self.wanted {
            Wanted::Mentions if !self.extractor.may_tell(&decoded, &capture.source) => {
                let page = Page { source: capture.source, charset: decoded.charset().to_owned(), ..Page::default() };
                let reading = Extraction { mentions: Vec::new(), silence: Some(Silence::NothingFunded) };
                (page, reading, Extraction::default())
            }
            _ => {
                let page = decoded.read(capture.source)?;
                let reading = self.extractor.extract(&page);
                let beside = self.beside.map(|beside| beside.extract(&page)).unwrap_or_default();
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
            silence: reading.silence.map(|silence| silence.word().to_owned()),
            mentions: reading.mentions,
        };
        Ok((page, beside))
    }
}

/// The problem of a capture that could not be read out of its source.
fn unreadable(error: &ArchiveError) -> Outcome {
    let (path, url) = (Some(error.path().display().to_string()), error.url().map(str::to_owned));
    let place = Source { path, url, ..Source::default() };
    problem(&place, ProblemStage::Read, error.code(), error.to_string(), error.remedy())
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

/// Keeps panics on the threads of [`PAGE_THREAD`] from being printed; all others are printed as before.
pub fn quiet_panics() {
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
