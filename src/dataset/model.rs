//! What a run hands to the dataset: pages with their mentions, and problems.

use super::error::DatasetError;
use super::spool::{Kept, Spool};
use crate::check::Mention;
use crate::page::Source;
use std::sync::Arc;

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
    /// The page's text: what evidence points into. Empty once it is kept in the harvest's spool.
    pub text: String,
    /// Where the harvest's spool keeps the text, if it does.
    pub kept: Option<Kept>,
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

/// How well a crawled source is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The source's id.
    pub source: String,
    /// Its name.
    pub name: String,
    /// Its number in the register of territorial units.
    pub teryt: Option<String>,
    /// Hosts known.
    pub hosts: u32,
    /// Addresses known.
    pub addresses: u64,
    /// Pages whose newest look found content.
    pub pages_current: u64,
    /// Pages that are gone.
    pub pages_gone: u64,
    /// Pages whose newest look failed.
    pub pages_unreachable: u64,
    /// Addresses never fetched yet.
    pub pages_waiting: u64,
    /// Addresses that robots.txt closes.
    pub closed_by_robots: u64,
    /// Newest look, seconds since 1970.
    pub checked: Option<i64>,
    /// Whether its pages can be taken for all there are.
    pub complete: bool,
    /// If not, why.
    pub reason: Option<String>,
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

/// Everything a run has gathered.
#[derive(Debug, Default)]
pub struct Harvest {
    /// The pages, in any order.
    pub pages: Vec<PageRecord>,
    /// The problems, in any order.
    pub problems: Vec<Problem>,
    /// The crawled sources, in the order of the configuration.
    pub coverage: Vec<Coverage>,
    /// Keeps the texts of the pages, if they are not to be held in memory.
    pub spool: Option<Arc<Spool>>,
}

impl Harvest {
    /// Takes a page; its text goes into the spool, if there is one.
    ///
    /// # Errors
    /// When the spool cannot be written.
    pub fn take(&mut self, mut page: PageRecord) -> Result<(), DatasetError> {
        if let Some(spool) = &self.spool {
            page.kept = Some(spool.put(&page.text)?);
            page.text = String::new();
        }
        self.pages.push(page);
        Ok(())
    }

    /// Puts pages and problems in the one order that depends on neither threads nor input order, and drops pages captured twice.
    pub(super) fn sort(&mut self) {
        fn key(page: &PageRecord) -> (&Option<String>, &Option<String>, &str) {
            (&page.source.path, &page.source.url, &page.source.sha256)
        }
        self.pages.sort_by(|a, b| key(a).cmp(&key(b)));
        self.pages.dedup_by(|a, b| key(a) == key(b));
        self.problems.sort();
        self.problems.dedup();
    }
}
