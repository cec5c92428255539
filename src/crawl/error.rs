//! What stops a crawl as a whole. What concerns one address is a problem of that address and stops nothing.

use super::fetch::FetchError;
use super::state::StateError;
use crate::archive::{ArchiveError, WriteError};
use crate::vocabulary::VocabularyError;
use std::path::PathBuf;

/// Why a crawl could not begin or go on. What was archived before stays, and the next run goes on from it.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The archive cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The archive cannot be read back.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The state cannot be opened or written.
    #[error(transparent)]
    State(#[from] StateError),
    /// The client for fetching cannot be made.
    #[error(transparent)]
    Client(#[from] FetchError),
    /// The knowledge files cannot be read.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// The system gives no threads or timers.
    #[error("cannot start the crawl: {0}")]
    Start(std::io::Error),
    /// A worker thread ended by a fault of the program.
    #[error("the crawl stopped by a fault of the program; what it fetched is kept")]
    Worker,
    /// There is no archive to read.
    #[error("no archive at {}", .0.display())]
    NoArchive(PathBuf),
    /// There is no source to crawl.
    #[error("nothing to crawl: no source has a start address")]
    NothingToCrawl,
    /// The address is none.
    #[error("not an address: {0}")]
    Address(String),
}

impl CrawlError {
    /// Short, stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Write(error) => error.code(),
            Self::Archive(error) => error.code(),
            Self::State(error) => error.code(),
            Self::Client(error) => error.code(),
            Self::Vocabulary(_) => "vocabulary",
            Self::Start(_) => "start",
            Self::Worker => "internal",
            Self::NoArchive(_) => "no_archive",
            Self::NothingToCrawl => "nothing_to_crawl",
            Self::Address(_) => "bad_address",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Write(error) => error.remedy(),
            Self::Archive(error) => error.remedy(),
            Self::State(error) => error.remedy(),
            Self::Client(error) => error.remedy(),
            Self::Vocabulary(_) => "mend the file; one faulty entry stops the run, so that none is lost silently",
            Self::Start(_) => "close other programs, or use fewer threads",
            Self::Worker => "run again, it goes on where it stopped; report it, with the last lines of the log",
            Self::NoArchive(_) => {
                "crawl first, or correct `archive` under [crawl]: the path is relative to the configuration's folder"
            }
            Self::NothingToCrawl => "give a [[municipality]] a start address; see metryczka.example.toml",
            Self::Address(_) => "write it whole, with http:// or https://",
        }
    }
}
