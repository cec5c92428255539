//! What a run hands to the dataset: pages with their mentions, and problems.

use crate::check::Mention;
use crate::page::Source;
use sha2::{Digest, Sha256};

/// A page that was read, with what it tells.
#[derive(Debug, Clone, Default)]
pub struct PageRecord {
    /// Where it comes from.
    pub source: Source,
    /// When it was fetched, if the archive says so (as written there).
    pub fetched: Option<String>,
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

/// The step of a run at which something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemStage {
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
}

impl Harvest {
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

/// Identifies a page by its bytes and its place: 16 hexadecimal digits of the bytes' SHA-256, 8 of path and address.
pub fn page_id(source: &Source) -> String {
    let mut place = Sha256::new();
    place.update(source.path.as_deref().unwrap_or_default());
    place.update([0]);
    place.update(source.url.as_deref().unwrap_or_default());
    let bytes = source.sha256.get(..16).unwrap_or(&source.sha256);
    format!("{bytes}-{}", hex(&place.finalize()[..4]))
}

/// Identifies a mention by its page and its number on it.
pub fn mention_id(mention: &Mention) -> String {
    format!("{}-{}", page_id(&mention.source), mention.mention)
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
