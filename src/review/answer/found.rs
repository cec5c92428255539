//! The mentions that a draft names, with their pages.

use super::super::desk::Moment;
use super::super::reply::Refusal;
use crate::correction::{Place, Words};
use crate::dataset::{Case, CaseMention, PageText};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Finds what a draft names. Pages are read once.
pub(super) struct Finder<'n> {
    pub(super) now: &'n Moment,
    pages: RefCell<HashMap<String, Rc<PageText>>>,
}

impl<'n> Finder<'n> {
    pub(super) fn new(now: &'n Moment) -> Self {
        Self { now, pages: RefCell::default() }
    }

    /// A project that pages still tell.
    pub(super) fn case(&self, project_id: &str) -> Result<Case, Refusal> {
        self.now.room.index.project(project_id).ok_or_else(Refusal::unknown)?;
        let case = self.now.room.reopened.case(project_id)?;
        case.filter(|case| !case.mentions.is_empty()).ok_or_else(|| Refusal::draft("untold"))
    }

    /// The project of a mention.
    pub(super) fn case_of(&self, mention_id: &str) -> Result<Case, Refusal> {
        let project = self.now.room.reopened.project_of(mention_id).ok_or_else(Refusal::unknown)?.to_owned();
        self.case(&project)
    }

    /// A mention.
    pub(super) fn mention(&self, mention_id: &str) -> Result<CaseMention, Refusal> {
        let told = self.case_of(mention_id)?.mentions.into_iter().find(|told| told.mention_id == mention_id);
        told.ok_or_else(Refusal::unknown)
    }

    /// The page of a mention.
    pub(super) fn page(&self, told: &CaseMention) -> Result<Rc<PageText>, Refusal> {
        if let Some(page) = self.pages.borrow().get(&told.page_id) {
            return Ok(page.clone());
        }
        let page = Rc::new(self.now.room.reopened.page(&told.page_id)?.ok_or_else(Refusal::unknown)?);
        self.pages.borrow_mut().insert(told.page_id.clone(), page.clone());
        Ok(page)
    }

    /// How a correction finds a mention again: by its page, and its title as it was read.
    pub(super) fn place(&self, told: &CaseMention) -> Result<Place, Refusal> {
        let mut place = self.now.room.reopened.place(told).ok_or_else(Refusal::unknown)?;
        if place.reading_sha256.is_none() {
            place.reading_sha256 = self.reading(told);
        }
        Ok(place)
    }

    /// How a mention that is put right read before: an answer that holds knows it.
    fn reading(&self, told: &CaseMention) -> Option<String> {
        let mention = self.now.room.index.mention(&told.mention_id)?;
        let number = told.mention.mention;
        let holds = |fate: Option<&str>| fate.is_some_and(|fate| matches!(fate, "applied" | "superseded"));
        let answers = self.now.corrections().filter(|(_, standing)| {
            // Of several mentions it is not known which place is which's.
            holds(standing.fate.as_deref()) && standing.mentions == [mention]
        });
        let readings = answers.filter_map(|(correction, _)| match &correction.places()[..] {
            [place] if place.mention == number => place.reading_sha256.clone(),
            _ => None,
        });
        readings.last()
    }

    /// The same of several.
    pub(super) fn places<'t>(&self, told: impl IntoIterator<Item = &'t CaseMention>) -> Result<Vec<Place>, Refusal> {
        told.into_iter().map(|told| self.place(told)).collect()
    }

    /// Words of the page of a mention, by their bytes.
    pub(super) fn words(&self, told: &CaseMention, start: usize, end: usize) -> Result<Words, Refusal> {
        let page = self.page(told)?;
        let quote = page.text.get(start..end).filter(|quote| !quote.trim().is_empty());
        let quote = quote.ok_or_else(|| Refusal::draft("words"))?.to_owned();
        Ok(Words { start, end, quote })
    }

    /// The same words on the page of another mention: those its value was read from, or the only ones of the page.
    pub(super) fn same_words(&self, told: &CaseMention, field: &str, quote: &str) -> Result<Option<Words>, Refusal> {
        let read = told.mention.notice.evidence();
        let of_field = read.iter().find(|(name, evidence)| name == field && evidence.quote == quote);
        let at = |start: usize| Words { start, end: start + quote.len(), quote: quote.to_owned() };
        if let Some((_, evidence)) = of_field {
            return Ok(Some(at(evidence.start)));
        }
        let page = self.page(told)?;
        let mut there = page.text.match_indices(quote).map(|(start, _)| start);
        Ok(there.next().filter(|_| there.next().is_none()).map(at))
    }
}
