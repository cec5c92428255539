//! A published edition, open again: its mentions as they were when the tables were made of them.
//!
//! The tables `mentions`, `evidence` and `pages` hold everything that a mention says. Read back once and put into a [`Spool`], every
//! project is at hand in a moment, however large the edition. In memory stays where each mention is, and which project it tells of.

mod fault;
mod interned;
mod open;
mod pages;
mod retell;
#[cfg(test)]
pub(super) mod tests;
mod words;

use super::codec::{Names, decode, record};
use super::error::DatasetError;
use super::impact::Base;
use super::mended::take_back;
use super::model::Availability;
use super::spool::{Kept, Spool};
use crate::check::{Check, Corrected, Mention, Proof};
use crate::correction::Place;
use crate::notice::Notice;
use crate::page::Source;
pub(super) use fault::Fault;
use pages::Pages;
pub(super) use pages::narrowed;
pub(super) use retell::{Columns, Row};
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub(super) use words::{WORDS, Words, words_of};

/// An edition, open again.
pub struct Reopened {
    edition: PathBuf,
    spool: Arc<Spool>,
    names: Names,
    pages: Pages,
    /// In page order.
    mentions: Vec<Entry>,
    /// In the order of their first mention.
    projects: Vec<ProjectEntry>,
    numbers: HashMap<Box<str>, u32>,
    /// What the consequences of a correction are told from.
    pub(super) base: Base,
}

/// What stays in memory of a mention.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    kept: Kept,
    /// Row of its page.
    pub(super) page: u32,
    /// Its number on the page.
    pub(super) number: u32,
    /// Position of its project.
    pub(super) project: u32,
}

/// What stays in memory of a project.
#[derive(Debug)]
pub(super) struct ProjectEntry {
    pub(super) id: Box<str>,
    /// Positions of its mentions, in page order.
    pub(super) members: Vec<u32>,
}

/// What the spool holds of a mention.
struct Told {
    source: Source,
    fetched: Option<String>,
    number: usize,
    notice: Notice,
    checks: Vec<Check>,
    proof: Proof,
    corrected: Vec<Corrected>,
}

record!(Source { path url sha256 });
record!(Told { source fetched number notice checks proof corrected });

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
    /// When it is no edition of this form, a table cannot be read, or what it holds is not what this program writes.
    pub fn open(edition: &Path, spool: Arc<Spool>, progress: &dyn Fn(usize, usize)) -> Result<Self, DatasetError> {
        open::open(edition, spool, progress)
    }

    /// The folder of the edition.
    pub fn edition(&self) -> &Path {
        &self.edition
    }

    /// A project with its mentions; nothing if there is none of that id that pages still tell.
    ///
    /// # Errors
    /// When the spool cannot be read.
    pub fn case(&self, project_id: &str) -> Result<Option<Case>, DatasetError> {
        let Some(&number) = self.numbers.get(project_id) else { return Ok(None) };
        let members = &self.projects[number as usize].members;
        let mentions = members.iter().map(|&position| self.retold(position)).collect::<Result<_, _>>()?;
        Ok(Some(Case { project_id: project_id.to_owned(), mentions }))
    }

    /// The project that a mention tells of.
    pub fn project_of(&self, mention_id: &str) -> Option<&str> {
        let mention = &self.mentions[self.position(mention_id)? as usize];
        Some(&self.projects[mention.project as usize].id)
    }

    /// A page with its text.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn page(&self, page_id: &str) -> Result<Option<PageText>, DatasetError> {
        let Some(row) = self.pages.row(page_id) else { return Ok(None) };
        let entry = self.pages.get(row);
        let (source, fetched) = if entry.mentions > 0 {
            let first = self.retold(entry.first)?;
            (first.mention.source, first.fetched)
        } else {
            self.pages.place(row)?
        };
        let Source { path, url, sha256 } = source;
        let (title, text) = self.pages.text(row)?;
        Ok(Some(PageText { page_id: page_id.to_owned(), url, path, sha256, title, fetched, text }))
    }

    /// How a correction finds a mention again: by its page, and its title as it was read. No text is read for that.
    pub fn place(&self, told: &CaseMention) -> Option<Place> {
        let text_sha256 = self.pages.get(self.pages.row(&told.page_id)?).text_sha256();
        let title = title_read(&told.mention).map(str::to_owned);
        Some(Place { title, ..Place::with(&told.mention.source, text_sha256, &told.mention) })
    }

    /// The ids of the projects that pages tell, in the order of their first mention.
    pub fn project_ids(&self) -> impl Iterator<Item = &str> {
        self.projects.iter().map(|project| &*project.id)
    }

    /// Number of mentions.
    pub fn mentions(&self) -> usize {
        self.mentions.len()
    }

    /// The positions of the mentions that are meant: on every page of those bytes, wherever it stands, the one of that number and title,
    /// else the only one of that title. (A page of the same place and text but other bytes has been read anew since; it is not looked
    /// for.)
    pub(super) fn find(&self, place: &Place) -> Result<Vec<u32>, DatasetError> {
        let mut found = Vec::new();
        for row in self.pages.of_bytes(&place.sha256) {
            let page = self.pages.get(row);
            let positions = page.first..page.first + page.mentions;
            let mentions = positions.map(|position| Ok((position, self.retold(position)?.mention)));
            let mentions = mentions.collect::<Result<Vec<(u32, Mention)>, DatasetError>>()?;
            let titled: Vec<&(u32, Mention)> = mentions
                .iter()
                .filter(|(_, mention)| mention.source.sha256 == place.sha256 && title_read(mention) == place.title.as_deref())
                .collect();
            let only = || titled.first().filter(|_| titled.len() == 1 && place.title.is_some());
            let numbered = titled.iter().find(|(_, mention)| mention.mention == place.mention);
            found.extend(numbered.or_else(only).map(|(position, _)| *position));
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The project of a mention, both by their positions.
    pub(super) fn project_at(&self, position: u32) -> u32 {
        self.mentions[position as usize].project
    }

    /// The id of a project.
    pub(super) fn project_id(&self, project: u32) -> &str {
        &self.projects[project as usize].id
    }

    /// Whether there is a project of that id.
    pub(super) fn has_project(&self, project_id: &str) -> bool {
        self.numbers.contains_key(project_id)
    }

    /// The positions of a project's mentions, in page order.
    pub(super) fn members(&self, project: u32) -> &[u32] {
        &self.projects[project as usize].members
    }

    /// The row of a mention's page.
    pub(super) fn page_at(&self, position: u32) -> u32 {
        self.mentions[position as usize].page
    }

    /// Sets a field that a person has put right back to what was read, if it is one: a later answer replaces the earlier one, and what
    /// followed from that.
    pub(super) fn take_back(&self, told: &mut CaseMention, field: &str) -> Result<(), DatasetError> {
        if !told.mention.corrected.iter().any(|corrected| corrected.field == field) {
            return Ok(());
        }
        let text = self.page(&told.page_id)?.map(|page| page.text).unwrap_or_default();
        take_back(&mut told.mention, field, &text);
        Ok(())
    }

    /// Whether the page of a mention is still there, if it was looked for.
    pub(super) fn availability(&self, position: u32) -> Option<Availability> {
        self.pages.get(self.mentions[position as usize].page).availability
    }

    /// The id of the source that the page of a mention belongs to.
    pub(super) fn source(&self, position: u32) -> Option<&str> {
        self.pages.source(self.mentions[position as usize].page)
    }

    /// The position of a mention.
    pub(super) fn position(&self, mention_id: &str) -> Option<u32> {
        let (page_id, number) = mention_id.rsplit_once('-')?;
        let number: u32 = number.parse().ok()?;
        let page = self.pages.get(self.pages.row(page_id)?);
        let mut on_page = page.first..page.first + page.mentions;
        on_page.find(|&position| self.mentions[position as usize].number == number)
    }

    /// The id of a mention.
    pub(super) fn mention_id(&self, position: u32) -> String {
        let mention = &self.mentions[position as usize];
        format!("{}-{}", self.pages.get(mention.page).id, mention.number)
    }

    /// Takes a mention back.
    pub(super) fn retold(&self, position: u32) -> Result<CaseMention, DatasetError> {
        let entry = &self.mentions[position as usize];
        let told: Option<Told> = decode(&self.spool.get(entry.kept)?, &self.names);
        let Told { source, fetched, number, notice, checks, proof, corrected } = told.ok_or_else(|| self.spool.damaged())?;
        Ok(CaseMention {
            mention_id: self.mention_id(position),
            page_id: self.pages.get(entry.page).id.to_string(),
            fetched,
            mention: Mention { source, mention: number, notice, checks, proof, corrected },
        })
    }
}

/// The title of a mention as it was read, whatever a person put in its place.
fn title_read(mention: &Mention) -> Option<&str> {
    match mention.corrected.iter().find(|corrected| corrected.field == "title") {
        Some(corrected) => corrected.original.as_deref(),
        None => mention.notice.title.as_ref().map(|fact| fact.value.as_str()),
    }
}

impl fmt::Debug for Reopened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reopened")
            .field("edition", &self.edition)
            .field("mentions", &self.mentions.len())
            .field("projects", &self.projects.len())
            .finish_non_exhaustive()
    }
}
