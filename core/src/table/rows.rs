//! Rows of the tables that pages fill by themselves, and their columns.

use super::column::Kind::{Count, Enum, Structs, Text};
use super::column::{Cell, Column, column, measured};
use super::facts::{self, AMOUNT, CHECK, CORRECTED, INDICATOR, TARGET_GROUP, Tells};
use super::names::Named;
use crate::check::Mention;
use crate::notice::Evidence;
use crate::page::{Source, sha256};
use crate::reader::{Availability, Problem, ProblemStage};
use std::borrow::Cow;

/// A mention in its place.
#[derive(Debug)]
pub struct MentionRow<'a> {
    /// The mention.
    pub mention: &'a Mention,
    /// Identifies it.
    pub mention_id: String,
    /// Identifies its page.
    pub page_id: &'a str,
    /// The project it tells of; which one that is, only all pages together say.
    pub project_id: Option<&'a str>,
}

impl Tells for MentionRow<'_> {
    fn mention(&self) -> &Mention {
        self.mention
    }
}

/// An entry of one of a mention's lists.
#[derive(Debug)]
pub struct ItemRow<'a, T> {
    /// The mention.
    pub of: &'a MentionRow<'a>,
    /// Its place in the list.
    pub number: usize,
    /// The entry.
    pub item: &'a T,
}

/// A fact's evidence.
#[derive(Debug)]
pub struct EvidenceRow<'a> {
    /// The mention.
    pub of: &'a MentionRow<'a>,
    /// The column, with the number in its list.
    pub field: String,
    /// The words.
    pub evidence: &'a Evidence,
}

/// A page in its place.
#[derive(Debug)]
pub struct PageRow<'a> {
    /// Identifies it.
    pub page_id: String,
    /// Where it comes from.
    pub source: Cow<'a, Source>,
    /// The id of the source it belongs to.
    pub owner: Option<&'a str>,
    /// Whether it is still there.
    pub availability: Option<Availability>,
    /// When it was fetched, as the archive says.
    pub fetched: Option<Cow<'a, str>>,
    /// The newest look, seconds since 1970; nothing if it was not crawled.
    pub checked: Option<i64>,
    /// Character encoding it was read with.
    pub charset: Cow<'a, str>,
    /// The document's title.
    pub title: Option<Cow<'a, str>>,
    /// Number of mentions on it.
    pub mentions: u32,
    /// Why it has none, if it has none.
    pub silence: Option<Cow<'a, str>>,
    /// Its text, if it is kept.
    pub text: Option<Cow<'a, str>>,
}

/// Columns of `mentions`.
pub fn mention_columns<'a>() -> Vec<Column<MentionRow<'a>>> {
    let mut columns = vec![
        column("mention_id", Text, "Identifies the mention: its page and its number on it.", |r: &MentionRow| {
            Cell::text(Some(&r.mention_id))
        }),
        column("project_id", Text, "The project it tells of.", |r| Cell::text(r.project_id)),
        column("page_id", Text, "The page it stands on.", |r| Cell::text(Some(r.page_id))),
        column("path", Text, "Path of the page's file.", |r| Cell::text(r.mention.source.path.as_deref())),
        column("url", Text, "Address of the page.", |r| Cell::text(r.mention.source.url.as_deref())),
        column("sha256", Text, "SHA-256 of the page's bytes.", |r| Cell::text(Some(&r.mention.source.sha256))),
        column("mention", Count, "Number of the mention on its page, from 0.", |r| Cell::size(r.mention.mention)),
    ];
    columns.extend(facts::identity());
    columns.extend(facts::money());
    columns.push(column("amounts", Structs(AMOUNT), "Every sum with its role (also a table).", |r| {
        Cell::Structs(r.notice().amounts.iter().map(facts::amount).collect())
    }));
    columns.extend(facts::time());
    columns.extend(facts::people());
    columns.push(column("target_groups", Structs(TARGET_GROUP), "Groups of recipients (also a table).", |r| {
        Cell::Structs(r.notice().target_groups.iter().map(facts::target_group).collect())
    }));
    columns.push(column("indicators", Structs(INDICATOR), "Indicators (also a table).", |r| {
        Cell::Structs(r.notice().indicators.iter().map(facts::indicator).collect())
    }));
    columns.push(column("checks", Structs(CHECK), "Relations between the figures (also a table).", |r| {
        Cell::Structs(r.mention.checks.iter().map(facts::check).collect())
    }));
    columns.extend(facts::trust());
    columns.push(column(
        "corrected",
        Structs(CORRECTED),
        "What a person has put right, and what follows from it, with what was read; `corrections` has their answers.",
        |r| Cell::Structs(r.mention.corrected.iter().map(facts::corrected).collect()),
    ));
    columns
}

/// Keys of a table of list entries.
pub fn item_keys<'a, T>() -> Vec<Column<ItemRow<'a, T>>> {
    vec![
        column("mention_id", Text, "The mention.", |r: &ItemRow<T>| Cell::text(Some(&r.of.mention_id))),
        column("project_id", Text, "The project.", |r| Cell::text(r.of.project_id)),
        column("number", Count, "Place in the mention's list, from 0: `amounts[0]` in `evidence`.", |r| Cell::size(r.number)),
    ]
}

/// Columns of `evidence`.
pub fn evidence_columns<'a>() -> Vec<Column<EvidenceRow<'a>>> {
    vec![
        column("mention_id", Text, "The mention.", |r: &EvidenceRow| Cell::text(Some(&r.of.mention_id))),
        column("page_id", Text, "The page.", |r| Cell::text(Some(r.of.page_id))),
        column("field", Text, "The column, with the number in its list: `title`, `amounts[0]`.", |r| Cell::text(Some(&r.field))),
        measured("start", Count, "bytes of UTF-8", "First byte of the words in the page's text.", |r| {
            Cell::size(r.evidence.start)
        }),
        measured("end", Count, "bytes of UTF-8", "One past the last byte.", |r| Cell::size(r.evidence.end)),
        column("quote", Text, "The words: the text from start to end.", |r| Cell::text(Some(&r.evidence.quote))),
        column(
            "rule",
            Text,
            "The rule that read the value; `corrected`: a person has given it. Where they have pointed at no words and none were read, \
             the place is 0 to 0 and the quote is empty.",
            |r| Cell::text(Some(r.evidence.rule)),
        ),
    ]
}

/// Columns of `problems`.
pub fn problem_columns() -> Vec<Column<Problem>> {
    vec![
        column("path", Text, "Path of the file.", |r: &Problem| Cell::text(r.path.as_deref())),
        column("url", Text, "Address of the page.", |r| Cell::text(r.url.as_deref())),
        column("source", Text, "The source it belongs to, if the configuration says so.", |r| Cell::text(r.source.as_deref())),
        column("stage", Enum(ProblemStage::NAMES), "The step at which it happened.", |r| Cell::name(Some(r.stage))),
        column("code", Text, "Short, stable name of the problem.", |r| Cell::text(Some(&r.code))),
        column("message", Text, "What happened.", |r| Cell::text(Some(&r.message))),
        column("remedy", Text, "What to do about it.", |r| Cell::text(Some(&r.remedy))),
    ]
}

/// Columns of `pages`.
pub fn page_columns<'a>() -> Vec<Column<PageRow<'a>>> {
    vec![
        column("page_id", Text, "Identifies the page: its bytes and its place.", |r: &PageRow| Cell::text(Some(&r.page_id))),
        column("path", Text, "Path of the file.", |r| Cell::text(r.source.path.as_deref())),
        column("url", Text, "Address.", |r| Cell::text(r.source.url.as_deref())),
        column("sha256", Text, "SHA-256 of the page's bytes.", |r| Cell::text(Some(&r.source.sha256))),
        column("fetched", Text, "When it was fetched, as the archive says.", |r| Cell::text(r.fetched.as_deref())),
        column("source", Text, "The source it belongs to, if the configuration says so.", |r| Cell::text(r.owner)),
        column("availability", Enum(Availability::NAMES), "Whether the newest look found it; null if it was not crawled.", |r| {
            Cell::name(r.availability.filter(|_| r.checked.is_some()))
        }),
        column("checked", Text, "The newest look, in UTC; null if it was not crawled.", |r| Cell::moment(r.checked)),
        column("charset", Text, "Character encoding it was read with.", |r| Cell::text(Some(&r.charset))),
        column("title", Text, "The document's title.", |r| Cell::text(r.title.as_deref())),
        column("mentions", Count, "Number of mentions on it.", |r| Cell::count(Some(r.mentions))),
        column(
            "silence",
            Text,
            "Why it has no mention, if it has none; `rejected`: what was read tells of no project, as a person says.",
            |r| Cell::text(r.silence.as_deref()),
        ),
        column("text_sha256", Text, "SHA-256 of the text: what tells whether a page says the same, whatever its markup.", |r| {
            r.text.as_deref().map_or(Cell::Null, |text| Cell::Text(sha256(text.as_bytes()).into()))
        }),
        column("text", Text, "What a visitor can read; evidence points into it.", |r| Cell::text(r.text.as_deref())),
    ]
}
