//! What a run hands to the dataset: pages with their mentions, and problems.

use super::error::DatasetError;
use super::mended::mend;
use super::store::Store;
use crate::check::Mention;
use crate::correction::Corrector;
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
    /// Pages that are held as they are, in any order; those that were taken are in the store.
    pub pages: Vec<PageRecord>,
    /// The problems, in any order.
    pub problems: Vec<Problem>,
    /// The crawled sources, in the order of the configuration.
    pub coverage: Vec<Coverage>,
    /// The pages that were taken.
    pub store: Store,
    /// What people have put right: every page passes it on its way into the store.
    pub corrector: Corrector,
}

impl Harvest {
    /// Takes a page: what it says, put right, goes into the store, and of it only what all pages are sorted and joined by stays in memory.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn take(&mut self, mut page: PageRecord) -> Result<(), DatasetError> {
        let mended = mend(&mut page, &mut self.corrector);
        self.store.take(page, mended)
    }

    /// Number of pages, each capture counted.
    pub fn captures(&self) -> usize {
        self.pages.len() + self.store.captures()
    }

    /// Takes the pages that are held as they are.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub(super) fn take_held(&mut self) -> Result<(), DatasetError> {
        std::mem::take(&mut self.pages).into_iter().try_for_each(|page| self.take(page))
    }

    /// Number of a source's pages that were saved and not crawled.
    pub fn saved_pages(&self, source: &str) -> u64 {
        let is_saved =
            |page: &&PageRecord| page.seen.as_ref().is_some_and(|seen| seen.checked.is_none() && seen.source == source);
        self.pages.iter().filter(is_saved).count() as u64 + self.store.saved_pages(source)
    }
}
