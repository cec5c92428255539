//! What became of a capture: a page with what it tells, or a problem.

use crate::check::Mention;
use crate::page::Source;

/// A page that was read, with what it tells.
#[derive(Debug, Clone, Default)]
pub struct PageRecord {
    /// Where it comes from.
    pub source: Source,
    /// When it was fetched, if the archive says so (as written there).
    pub fetched: Option<String>,
    /// Whose page it is and whether it is still there, if a configuration says so.
    pub seen: Option<Seen>,
    /// Character encoding it was read with.
    pub charset: String,
    /// The document's title.
    pub title: Option<String>,
    /// The page's text: what evidence points into.
    pub text: String,
    /// Why the page has no mention, if it has none.
    pub silence: Option<String>,
    /// The projects it tells of, in page order.
    pub mentions: Vec<Mention>,
}

/// Whose page it is, and what was found at the newest look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The id of the source it belongs to.
    pub source: String,
    /// Whether it is still there.
    pub availability: Availability,
    /// The newest look, seconds since 1970; nothing for saved pages.
    pub checked: Option<i64>,
}

/// Whether a page is still where it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Availability {
    /// The newest look found it.
    Current,
    /// The server says that it is gone.
    Gone,
    /// The newest look failed, or met a login, a test for humans, a site at work.
    Unreachable,
}

/// The step of a run at which something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemStage {
    /// Fetching from the web.
    Crawl,
    /// Opening a source or reading a capture out of it.
    Read,
    /// Turning bytes into a page.
    Page,
    /// Finding notices on the page.
    Extract,
    /// Putting a value into a table.
    Dataset,
}

/// Something that could not be read or understood. Nothing is dropped without one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path of the file, if known.
    pub path: Option<String>,
    /// Address of the page, if known.
    pub url: Option<String>,
    /// The id of the source it belongs to, if a configuration says so.
    pub source: Option<String>,
    /// The step.
    pub stage: ProblemStage,
    /// Short, stable name of the problem.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// What became of a capture.
#[derive(Debug, Clone)]
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
