//! What a run hands to the dataset: pages with their mentions, and problems.

use super::error::DatasetError;
use super::mended::mend;
use super::store::Store;
use crate::correction::Corrector;
pub use crate::reader::{Availability, PageRecord, Problem, ProblemStage, Seen};

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

    /// Takes a page out of an extraction, which keeps the texts of pages that tell of a project, and no others: of a page without one
    /// it is not said that it is empty.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn take_extracted(&mut self, page: PageRecord) -> Result<(), DatasetError> {
        let has_text = !page.text.is_empty();
        self.take(page)?;
        if !has_text {
            self.store.without_text();
        }
        Ok(())
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
