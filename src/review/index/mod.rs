//! What of an edition is at hand in a moment: its projects and mentions, what is published of them, and where each stands.
//!
//! Read once from the tables, column by column as far as needed; values of closed lists are kept once. A hundred thousand mentions
//! take some hundred megabytes at most, most of it the published values.

mod doubts;
mod read;

use crate::correction::Place;
use crate::resolve::fold;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub(super) use doubts::{Kind, Reason};
pub(super) use read::{Lapsed, each, field};

/// A project as the queue knows it.
#[derive(Debug, Default)]
pub(super) struct ProjectAt {
    pub(super) id: Box<str>,
    pub(super) title: Option<Box<str>>,
    pub(super) municipality: Option<Box<str>>,
    pub(super) beneficiary: Option<Box<str>>,
    /// Its total cost; where none is printed the eligible cost, then the grant: what is at stake.
    pub(super) value: Option<Decimal>,
    pub(super) currency: Option<Arc<str>>,
    pub(super) proof: Option<Arc<str>>,
    pub(super) presence: Option<Arc<str>>,
    /// The mention that tells most.
    pub(super) best: Option<u32>,
    pub(super) pages: i64,
    /// Its mentions, in page order.
    pub(super) members: Vec<u32>,
    /// Its published values among all.
    pub(super) fields: Range<usize>,
    /// Why it is in the queue, most valuable first.
    pub(super) reasons: Vec<Reason>,
    /// Folded: what is found by its words.
    found_by: Box<str>,
}

/// A mention in its place.
#[derive(Debug)]
pub(super) struct MentionAt {
    pub(super) id: Box<str>,
    pub(super) project: u32,
    sha256: Box<str>,
    number: usize,
}

/// A published value.
#[derive(Debug)]
pub(super) struct FieldAt {
    pub(super) field: Arc<str>,
    pub(super) rule: Arc<str>,
    pub(super) mention: Option<u32>,
    pub(super) stated: u32,
    pub(super) disagreeing: u32,
    /// Whether it comes from a person.
    pub(super) corrected: bool,
    value: Range<usize>,
}

/// An edition at hand.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) projects: Vec<ProjectAt>,
    pub(super) mentions: Vec<MentionAt>,
    fields: Vec<FieldAt>,
    values: String,
    by_project: HashMap<Box<str>, u32>,
    by_mention: HashMap<Box<str>, u32>,
    /// Mentions by address and by path of their pages.
    by_place: HashMap<Box<str>, Vec<u32>>,
    /// Projects with a reason, most valuable first.
    pub(super) order: Vec<u32>,
    /// Projects with a correction that lapsed.
    pub(super) lapsed: Vec<u32>,
}

impl Index {
    /// A project by its id.
    pub(super) fn project(&self, id: &str) -> Option<(u32, &ProjectAt)> {
        let &at = self.by_project.get(id)?;
        Some((at, self.projects.get(at as usize)?))
    }

    /// The project at a position.
    pub(super) fn at(&self, at: u32) -> Option<&ProjectAt> {
        self.projects.get(at as usize)
    }

    /// The position of a mention, by its id.
    pub(super) fn mention(&self, id: &str) -> Option<u32> {
        self.by_mention.get(id).copied()
    }

    /// The id of the mention at a position.
    pub(super) fn mention_id(&self, at: u32) -> &str {
        self.mentions.get(at as usize).map_or("", |mention| &mention.id)
    }

    /// The project of the mention at a position.
    pub(super) fn project_of(&self, at: u32) -> Option<u32> {
        self.mentions.get(at as usize).map(|mention| mention.project)
    }

    /// What is published of a project.
    pub(super) fn fields(&self, project: &ProjectAt) -> impl Iterator<Item = (&FieldAt, &str)> {
        let fields = self.fields.get(project.fields.clone()).unwrap_or_default();
        fields.iter().map(|field| (field, self.values.get(field.value.clone()).unwrap_or_default()))
    }

    /// The mention that an answer was given to: on a page of the same bytes, at the same place and of the same number.
    pub(super) fn placed(&self, place: &Place) -> Option<u32> {
        self.of_place(place).find(|&at| self.mentions.get(at as usize).is_some_and(|mention| *mention.sha256 == *place.sha256))
    }

    /// The mention of that number at that place, whatever the page says now.
    pub(super) fn there(&self, place: &Place) -> Option<u32> {
        self.of_place(place).last()
    }

    fn of_place(&self, place: &Place) -> impl Iterator<Item = u32> {
        let here = self.by_place.get(place.page.as_str()).map(Vec::as_slice).unwrap_or_default();
        here.iter().copied().filter(|&at| self.mentions.get(at as usize).is_some_and(|mention| mention.number == place.mention))
    }

    /// The mentions that stand on a page.
    pub(super) fn on_page(&self, page_id: &str) -> impl Iterator<Item = u32> {
        // A mention's id is that of its page and its number there; numbers may be missing where a person rejected some.
        let numbers = (0..MOST_ON_A_PAGE).map(move |number| format!("{page_id}-{number}"));
        let misses = std::cell::Cell::new(0);
        numbers
            .map(|id| self.mention(&id))
            .take_while(move |found| {
                misses.set(if found.is_some() { 0 } else { misses.get() + 1 });
                misses.get() < MOST_MISSING
            })
            .flatten()
    }

    /// Projects whose title, municipality, beneficiary or ids hold all the words of a search.
    pub(super) fn finds(&self, project: &ProjectAt, wanted: &Wanted) -> bool {
        wanted.mention.is_some_and(|at| self.project_of(at) == self.by_project.get(&project.id).copied())
            || wanted.words.iter().all(|word| project.found_by.contains(word.as_str()))
    }

    /// Prepares a search.
    pub(super) fn wanted(&self, find: &str) -> Wanted {
        Wanted { words: fold(find).split(' ').map(str::to_owned).collect(), mention: self.mention(find.trim()) }
    }
}

/// Mentions of a page that are looked for.
const MOST_ON_A_PAGE: usize = 2_000;

/// Numbers in a row that no mention has, after which no more are looked for.
const MOST_MISSING: usize = 50;

/// A search, folded.
#[derive(Debug)]
pub(super) struct Wanted {
    words: Vec<String>,
    mention: Option<u32>,
}
