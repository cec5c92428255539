//! What a crawl leaves for everything downstream: the newest content of every page, read from the archive.

use super::error::CrawlError;
use super::plan::Plan;
use super::state::{Availability, Current, State};
use crate::archive::{ArchiveError, Capture, DecodeError, Folder, decode};
use crate::page::{Limits, Source, sha256};
use std::path::PathBuf;

/// A page as the archive holds it, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crawled {
    /// The page. It has no path: its address tells it, wherever the archive lies.
    pub capture: Capture,
    /// The id of the source it was fetched for.
    pub source: String,
    /// Whether it is still there.
    pub availability: Availability,
    /// The newest look at it, in seconds since 1970; [`Capture::fetched`] tells since when its content stands there.
    pub checked: i64,
}

/// What tells one version of a page from another, without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The id of the source it was fetched for.
    pub source: String,
    /// Its address.
    pub url: String,
    /// Whether it is still there.
    pub availability: Availability,
    /// SHA-256 of its content in hexadecimal, as [`Source::sha256`] of the capture.
    pub sha256: String,
}

/// The newest versions of all pages, those that [`captures`] reads.
///
/// # Errors
/// When the state cannot be opened or read.
pub fn versions(plan: &Plan, each: &mut dyn FnMut(Version)) -> Result<(), CrawlError> {
    let state = State::open(&plan.archive)?;
    for source in &plan.sources {
        for Current { source, url, availability, digest, .. } in state.current_of(&source.id)? {
            let sha256 = digest.unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect();
            each(Version { source, url, availability, sha256 });
        }
    }
    Ok(())
}

/// The newest content of every page that ever had one, by source and address. Nothing is fetched.
///
/// # Errors
/// When archive or state cannot be opened. A page that cannot be read back is an error in the stream.
pub fn captures(plan: &Plan, limits: &Limits) -> Result<Captures, CrawlError> {
    let mut sources: Vec<String> = plan.sources.iter().map(|source| source.id.clone()).collect();
    sources.sort_unstable_by(|a, b| b.cmp(a));
    let (state, folder) = (State::open(&plan.archive)?, Folder::open(&plan.archive)?);
    Ok(Captures { state, folder, path: plan.archive.clone(), limits: *limits, sources, pages: Vec::new().into_iter() })
}

/// The stream [`captures`] makes. It holds the addresses of one source at a time, and one page.
pub struct Captures {
    state: State,
    folder: Folder,
    path: PathBuf,
    limits: Limits,
    /// What is left, the next last.
    sources: Vec<String>,
    pages: std::vec::IntoIter<Current>,
}

impl Iterator for Captures {
    type Item = Result<Crawled, CrawlError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(page) = self.pages.next() {
                return Some(self.read(page));
            }
            match self.state.current_of(&self.sources.pop()?) {
                Ok(pages) => self.pages = pages.into_iter(),
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}

impl Captures {
    fn read(&self, page: Current) -> Result<Crawled, CrawlError> {
        let entry = self.folder.read(page.position)?;
        let broken = |reason: &str| ArchiveError::Undecodable {
            path: self.path.clone(),
            url: Some(page.url.clone()),
            reason: reason.to_owned(),
        };
        let answer = entry.exchange.answer.ok_or_else(|| broken("the archive holds no answer for it"))?;
        let bytes = match decode(&answer, self.limits.max_bytes) {
            Ok(bytes) => bytes.into_owned(),
            Err(DecodeError::TooLarge { limit }) => {
                return Err(ArchiveError::TooLarge { path: self.path.clone(), url: Some(page.url), limit }.into());
            }
            Err(error) => return Err(broken(&error.to_string()).into()),
        };
        let declared_charset = answer.header("content-type").and_then(super::engine::charset_of).map(str::to_owned);
        let source = Source { path: None, url: Some(page.url.clone()), sha256: sha256(&bytes) };
        let fetched = chrono::DateTime::from_timestamp(page.fetched, 0).map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let capture = Capture { source, bytes, declared_charset, fetched };
        Ok(Crawled { capture, source: page.source, availability: page.availability, checked: page.checked })
    }
}
