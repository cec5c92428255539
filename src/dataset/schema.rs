//! The tables of an edition, each column declared once.

use super::column::Kind::{Count, Enum, Flag, Structs, Text, Texts};
use super::column::{Cell, Column, Spec, column, measured};
use super::facts::{self, AMOUNT, CHECK, CORRECTED, INDICATOR, TARGET_GROUP, Tells};
use super::history::{Lifetime, Presence};
use super::model::{Availability, Coverage, Problem, ProblemStage};
use super::names::Named;
use super::store::About;
use super::{corrections, decisions, fields, history, measures, places, reconcile};
use crate::check::Mention;
use crate::notice::Evidence;
use crate::page::{Source, sha256};
use crate::resolve::{Join, Project, Published};
use std::borrow::Cow;

/// A table without its rows: what the data dictionary prints.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name; the file is `<name>.parquet`.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Columns that identify a row.
    pub key: &'static [&'static str],
    /// Columns that point to a row of another table: (column, table).
    pub links: &'static [(&'static str, &'static str)],
    /// Its columns.
    pub columns: Vec<Spec>,
}

/// A mention in its place.
pub(super) struct MentionRow<'a> {
    pub(super) mention: &'a Mention,
    pub(super) mention_id: String,
    pub(super) page_id: &'a str,
    pub(super) project_id: &'a str,
}

impl Tells for MentionRow<'_> {
    fn mention(&self) -> &Mention {
        self.mention
    }
}

/// A project with what is published of it.
pub(super) struct ProjectRow<'a> {
    pub(super) project: &'a Project,
    pub(super) published: &'a Published,
    /// The mention that tells most.
    pub(super) mention_id: &'a str,
    pub(super) lifetime: &'a Lifetime,
    /// The source of that mention's page, if the configuration says so.
    pub(super) source: Option<&'a str>,
    /// The published fields that a person has put right.
    pub(super) corrected: Vec<&'static str>,
}

impl Tells for ProjectRow<'_> {
    fn mention(&self) -> &Mention {
        &self.published.mention
    }
}

/// An entry of one of a mention's lists.
pub(super) struct ItemRow<'a, T> {
    pub(super) of: &'a MentionRow<'a>,
    pub(super) number: usize,
    pub(super) item: &'a T,
}

/// A fact's evidence.
pub(super) struct EvidenceRow<'a> {
    pub(super) of: &'a MentionRow<'a>,
    pub(super) field: String,
    pub(super) evidence: &'a Evidence,
}

/// A page in its place.
pub(super) struct PageRow<'a> {
    pub(super) page_id: String,
    pub(super) source: Source,
    /// The id of the source it belongs to.
    pub(super) owner: Option<&'a str>,
    pub(super) availability: Option<Availability>,
    pub(super) mentions: u32,
    pub(super) about: About,
    pub(super) text: String,
}

/// A crawled source with what was found on its pages.
pub(super) struct CoverageRow<'a> {
    pub(super) coverage: &'a Coverage,
    pub(super) mentions: usize,
    pub(super) projects: usize,
}

/// Columns of `projects`.
pub(super) fn projects<'a>() -> Vec<Column<ProjectRow<'a>>> {
    let mut columns = vec![
        column("project_id", Text, "Identifies the project, from edition to edition.", |r: &ProjectRow| {
            Cell::text(Some(&r.project.id))
        }),
        column(
            "mention_id",
            Text,
            "The mention that tells most; `fields` says of every value whence it comes. Null if no page tells the project any more: \
             its words stand in the edition of `last_seen`.",
            |r| Cell::text(Some(r.mention_id)),
        ),
        column("mentions", Count, "Number of mentions.", |r| Cell::size(r.project.members.len())),
        column("pages", Count, "Number of pages that tell it.", |r| Cell::size(r.project.pages)),
        column("agree", Flag, "Whether all mentions agree on sums and dates.", |r| Cell::Flag(r.project.agree)),
        column(
            "joined_by",
            Enum(Join::NAMES),
            "What joins the mentions: agreement number, title with body and sum, or nothing.",
            |r| Cell::name(Some(r.project.join)),
        ),
    ];
    columns.extend(facts::identity());
    columns.extend(facts::money());
    columns.extend(facts::time());
    columns.extend(facts::people());
    columns.extend(facts::parts());
    columns.extend(facts::trust());
    columns.extend(standing());
    columns
}

/// Where a project stands or stood, and since when and until when.
fn standing<'a>() -> Vec<Column<ProjectRow<'a>>> {
    vec![
        column(
            "url",
            Text,
            "Address of the page of `mention_id`; of a project that is gone, where it stood.",
            |r: &ProjectRow| Cell::text(r.published.mention.source.url.as_deref()),
        ),
        column("path", Text, "Path of that page's file.", |r| Cell::text(r.published.mention.source.path.as_deref())),
        column("source", Text, "The source that page belongs to, if the configuration says so.", |r| Cell::text(r.source)),
        column(
            "presence",
            Enum(Presence::NAMES),
            "Whether a page still tells it: one does (current), all are gone or do not tell it any more (gone), the newest look at \
             them failed (unreachable). The values of a project that is gone are the last that were published.",
            |r| Cell::name(Some(r.lifetime.presence)),
        ),
        column("first_seen", Text, "Time of the first edition that had it, in UTC.", |r| {
            Cell::text(Some(&r.lifetime.span.first_seen))
        }),
        column("last_seen", Text, "Time of the newest edition for which a page told it, in UTC.", |r| {
            Cell::text(Some(&r.lifetime.span.last_seen))
        }),
        column("last_changed", Text, "Time of the newest edition that changed a published value, in UTC.", |r| {
            Cell::text(Some(&r.lifetime.span.last_changed))
        }),
        column(
            "resolved_id",
            Text,
            "What follows from the number, or from title, body and figures, of this edition alone (derived). It differs from \
             `project_id` where an earlier edition had the project under another identifier, which it keeps.",
            |r| Cell::text(Some(&r.lifetime.resolved_id)),
        ),
        column(
            "corrected",
            Texts,
            "The columns whose published value a person has put right, or that follows from such a one; `corrections` has what was read.",
            |r| Cell::Texts(r.corrected.iter().map(|field| Cow::Borrowed(*field)).collect()),
        ),
    ]
}

/// Columns of `mentions`.
pub(super) fn mentions<'a>() -> Vec<Column<MentionRow<'a>>> {
    let mut columns = vec![
        column("mention_id", Text, "Identifies the mention: its page and its number on it.", |r: &MentionRow| {
            Cell::text(Some(&r.mention_id))
        }),
        column("project_id", Text, "The project it tells of.", |r| Cell::text(Some(r.project_id))),
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
pub(super) fn item_keys<'a, T>() -> Vec<Column<ItemRow<'a, T>>> {
    vec![
        column("mention_id", Text, "The mention.", |r: &ItemRow<T>| Cell::text(Some(&r.of.mention_id))),
        column("project_id", Text, "The project.", |r| Cell::text(Some(r.of.project_id))),
        column("number", Count, "Place in the mention's list, from 0: `amounts[0]` in `evidence`.", |r| Cell::size(r.number)),
    ]
}

/// Columns of `evidence`.
pub(super) fn evidence<'a>() -> Vec<Column<EvidenceRow<'a>>> {
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
pub(super) fn problems() -> Vec<Column<Problem>> {
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
pub(super) fn pages<'a>() -> Vec<Column<PageRow<'a>>> {
    vec![
        column("page_id", Text, "Identifies the page: its bytes and its place.", |r: &PageRow| Cell::text(Some(&r.page_id))),
        column("path", Text, "Path of the file.", |r| Cell::text(r.source.path.as_deref())),
        column("url", Text, "Address.", |r| Cell::text(r.source.url.as_deref())),
        column("sha256", Text, "SHA-256 of the page's bytes.", |r| Cell::text(Some(&r.source.sha256))),
        column("fetched", Text, "When it was fetched, as the archive says.", |r| Cell::text(r.about.fetched.as_deref())),
        column("source", Text, "The source it belongs to, if the configuration says so.", |r| Cell::text(r.owner)),
        column("availability", Enum(Availability::NAMES), "Whether the newest look found it; null if it was not crawled.", |r| {
            Cell::name(r.availability.filter(|_| r.about.checked.is_some()))
        }),
        column("checked", Text, "The newest look, in UTC; null if it was not crawled.", |r| Cell::moment(r.about.checked)),
        column("charset", Text, "Character encoding it was read with.", |r| Cell::text(Some(&r.about.charset))),
        column("title", Text, "The document's title.", |r| Cell::text(r.about.title.as_deref())),
        column("mentions", Count, "Number of mentions on it.", |r| Cell::count(Some(r.mentions))),
        column(
            "silence",
            Text,
            "Why it has no mention, if it has none; `rejected`: what was read tells of no project, as a person says.",
            |r| Cell::text(r.about.silence.as_deref()),
        ),
        column("text_sha256", Text, "SHA-256 of the text: what tells whether a page says the same, whatever its markup.", |r| {
            Cell::Text(sha256(r.text.as_bytes()).into())
        }),
        column("text", Text, "What a visitor can read; evidence points into it.", |r| Cell::text(Some(&r.text))),
    ]
}

/// Columns of `coverage`.
pub(super) fn coverage<'a>() -> Vec<Column<CoverageRow<'a>>> {
    vec![
        column("source", Text, "The source's id in the configuration.", |r: &CoverageRow| Cell::text(Some(&r.coverage.source))),
        column("name", Text, "Its name.", |r| Cell::text(Some(&r.coverage.name))),
        column("teryt", Text, "Its number in the register of territorial units.", |r| Cell::text(r.coverage.teryt.as_deref())),
        column("complete", Flag, "Whether its pages can be taken for all there are.", |r| Cell::Flag(r.coverage.complete)),
        column("reason", Text, "If not, why.", |r| Cell::text(r.coverage.reason.as_deref())),
        column("checked", Text, "The newest look at it, in UTC.", |r| Cell::moment(r.coverage.checked)),
        column("hosts", Count, "Hosts known.", |r| Cell::number_of(r.coverage.hosts.into())),
        column("addresses", Count, "Addresses known.", |r| Cell::number_of(r.coverage.addresses)),
        column("pages_current", Count, "Pages the newest look found.", |r| Cell::number_of(r.coverage.pages_current)),
        column("pages_gone", Count, "Pages that are gone.", |r| Cell::number_of(r.coverage.pages_gone)),
        column("pages_unreachable", Count, "Pages the newest look failed at; their last content still counts.", |r| {
            Cell::number_of(r.coverage.pages_unreachable)
        }),
        column("pages_waiting", Count, "Addresses never fetched yet.", |r| Cell::number_of(r.coverage.pages_waiting)),
        column("closed_by_robots", Count, "Addresses that robots.txt closes.", |r| Cell::number_of(r.coverage.closed_by_robots)),
        column("mentions", Count, "Mentions found on its pages.", |r| Cell::size(r.mentions)),
        column("projects", Count, "Distinct projects its pages tell of.", |r| Cell::size(r.projects)),
    ]
}

/// Every table of an edition, in the order in which they are written and printed.
pub fn tables() -> Vec<Table> {
    fn specs<R>(columns: &[Column<R>]) -> Vec<Spec> {
        columns.iter().map(|column| column.spec).collect()
    }
    let items = |of: &[Spec]| [specs(&item_keys::<()>()), of.to_vec()].concat();
    let table = |name, doc, key, links, columns| Table { name, doc, key, links, columns };
    const MENTION: (&str, &str) = ("mention_id", "mentions");
    const PROJECT: (&str, &str) = ("project_id", "projects");
    const PAGE: (&str, &str) = ("page_id", "pages");
    const FIELD: &[&str] = &["project_id", "field"];
    const ITEM: &[&str] = &["mention_id", "number"];
    vec![
        table("projects", "A distinct project.", &["project_id"], &[MENTION], specs(&projects())),
        table("municipalities", "A municipality's projects, summed up.", &[], &[], specs(&measures::municipalities())),
        table("locations", "A unit that a project belongs to.", &[], &[PROJECT], specs(&places::locations())),
        table("changes", "A difference from the edition before; none in a first edition.", &[], &[], specs(&history::changes())),
        table("history", "A value that earlier editions published.", &[], &[PROJECT], specs(&history::history())),
        table("reconciliation", "A project against the official lists.", &[], &[], specs(&reconcile::reconciliation())),
        table("fields", "A published value, and why it is.", FIELD, &[PROJECT], specs(&fields::fields())),
        table(
            "statements",
            "What one page states of one field.",
            &["mention_id", "field"],
            &[MENTION, PROJECT, PAGE],
            specs(&fields::statements()),
        ),
        table("mentions", "A project as one page tells it.", &["mention_id"], &[PROJECT, PAGE], specs(&mentions())),
        table("amounts", "A sum of money of a mention.", ITEM, &[MENTION, PROJECT], items(AMOUNT)),
        table("target_groups", "A group of recipients of a mention.", ITEM, &[MENTION, PROJECT], items(TARGET_GROUP)),
        table("indicators", "An indicator of a mention.", ITEM, &[MENTION, PROJECT], items(INDICATOR)),
        table("evidence", "The words a value was read from.", &["mention_id", "field"], &[MENTION, PAGE], specs(&evidence())),
        table("checks", "A relation between the figures of a mention, tested.", ITEM, &[MENTION, PROJECT], items(CHECK)),
        table(
            "decisions",
            "A step from pages to projects: rows and money in and out.",
            &["step"],
            &[],
            specs(&decisions::decisions()),
        ),
        table(
            "corrections",
            "A mention that a person has put right or decided on.",
            &["correction_id", "number"],
            &[MENTION, PROJECT, PAGE],
            specs(&corrections::corrections()),
        ),
        table("problems", "Something that could not be read or understood.", &[], &[], specs(&problems())),
        table("coverage", "A crawled source, and how well it is known.", &["source"], &[], specs(&coverage())),
        table("pages", "A page that was read.", &["page_id"], &[], specs(&pages())),
    ]
}

/// Links whose key may be null.
const OPTIONAL_LINKS: &[(&str, &str)] = &[
    // What no page tells any more: its words stand in an earlier edition.
    ("projects", "mention_id"),
    ("fields", "mention_id"),
    // What is not there any more, or tells of no project.
    ("corrections", "page_id"),
    ("corrections", "mention_id"),
    ("corrections", "project_id"),
    // What is listed and never announced.
    ("reconciliation", "project_id"),
];

/// Whether a column that points to another table may be null: everywhere else a null is a fault.
pub(super) fn may_be_null(table: &str, column: &str) -> bool {
    OPTIONAL_LINKS.contains(&(table, column))
}
