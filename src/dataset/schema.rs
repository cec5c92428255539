//! The tables of an edition, each column declared once.

use super::history::{Lifetime, Presence};
use super::model::Coverage;
use super::{corrections, decisions, fields, history, measures, places, reconcile};
use crate::check::Mention;
use crate::resolve::{Join, Project, Published};
use crate::table::Kind::{Count, Enum, Flag, Text, Texts};
use crate::table::{Cell, Column, Named, Spec, Table, Tells, column, facts, page_tables};
use std::borrow::Cow;

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
    let table = |name, doc, key, links, columns| Table { name, doc, key, links, columns };
    const MENTION: (&str, &str) = ("mention_id", "mentions");
    const PROJECT: (&str, &str) = ("project_id", "projects");
    const PAGE: (&str, &str) = ("page_id", "pages");
    const FIELD: &[&str] = &["project_id", "field"];
    let mut tables = vec![
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
    ];
    let (told, rest): (Vec<Table>, Vec<Table>) =
        page_tables().into_iter().partition(|table| !["problems", "pages"].contains(&table.name));
    tables.extend(told);
    tables.extend([
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
    ]);
    let (problems, pages): (Vec<Table>, Vec<Table>) = rest.into_iter().partition(|table| table.name == "problems");
    tables.extend(problems);
    tables.push(table("coverage", "A crawled source, and how well it is known.", &["source"], &[], specs(&coverage())));
    tables.extend(pages);
    tables
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
