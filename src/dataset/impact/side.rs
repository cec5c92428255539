//! Projects as they are or would be: every row that the tables have of them, made by what makes the tables.

use super::joining::Joined;
use crate::check::Mention;
use crate::dataset::error::DatasetError;
use crate::dataset::fields::{self, FieldRow};
use crate::dataset::frame::table;
use crate::dataset::history::{Lifetime, Presence, Span};
use crate::dataset::model::Availability;
use crate::dataset::places::{self, Location, LocationRow, Told, locate};
use crate::dataset::reopen::{CaseMention, Reopened};
use crate::dataset::schema::{self, ProjectRow};
use crate::resolve::{self, Field, Project, Published, Statement};
use crate::table::facts::{self, AMOUNT, CHECK, INDICATOR, TARGET_GROUP};
use crate::table::{Cell, Column, EvidenceRow, ItemRow, MentionRow, Spec, evidence_columns, item_keys, mention_columns};
use crate::vocabulary::Vocabulary;
use polars::prelude::DataFrame;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A project with all that its pages say.
pub(super) struct Whole {
    pub(super) project: Project,
    pub(super) told: Vec<CaseMention>,
    /// Positions of the mentions in the edition.
    pub(super) positions: Vec<u32>,
    pub(super) published: Published,
    located: Vec<Location>,
}

/// Rows by table and key, as texts that are the same where the rows are.
pub(super) type Lines = BTreeMap<(&'static str, String), String>;

impl Whole {
    /// A project of a neighbourhood under an id. `told` gives its mentions, corrected or not.
    pub(super) fn new(
        edition: &Reopened,
        joined: &Joined,
        project: &Project,
        id: String,
        told: impl Fn(u32) -> Result<CaseMention, DatasetError>,
    ) -> Result<Option<Self>, DatasetError> {
        let positions = joined.members(project);
        let told = positions.iter().map(|&position| told(position)).collect::<Result<Vec<_>, _>>()?;
        let gone = positions.iter().map(|&position| edition.availability(position) == Some(Availability::Gone));
        let statements: Vec<Statement<'_>> = told
            .iter()
            .zip(gone)
            .map(|(told, is_gone)| Statement { mention: &told.mention, date: told.fetched.as_deref(), is_gone })
            .collect();
        let Some(published) = resolve::publish(&statements) else { return Ok(None) };
        let owner = |position: u32| edition.base.teryt.get(edition.source(position)?).map(String::as_str);
        let of = told.iter().zip(&positions);
        let of: Vec<Told<'_>> =
            of.map(|(told, &position)| Told { notice: &told.mention.notice, owner: owner(position) }).collect();
        let located = locate(&published, &of, Vocabulary::builtin());
        let project = Project { id, ..project.clone() };
        Ok(Some(Self { project, told, positions, published, located }))
    }

    /// Whether a person has put a published value right, in the mention it is taken from.
    fn is_corrected(&self, field: &Field) -> bool {
        fields::is_corrected(field, &self.told[field.from].mention)
    }

    /// Its mention that tells most.
    fn best(&self, joined: &Joined) -> usize {
        let best = joined.mentions[self.project.best];
        self.positions.iter().position(|&position| position == best).unwrap_or(0)
    }
}

/// The frames that municipalities are counted from.
pub(super) fn frames(edition: &Reopened, joined: &Joined, wholes: &[Whole]) -> Result<(DataFrame, DataFrame), DatasetError> {
    let lifetimes: Vec<Lifetime> = wholes.iter().map(|whole| lifetime(edition, whole)).collect();
    let rows: Vec<ProjectRow<'_>> =
        wholes.iter().zip(&lifetimes).map(|(whole, lifetime)| project_row(edition, joined, whole, lifetime)).collect();
    let locations: Vec<LocationRow<'_>> = wholes.iter().flat_map(location_rows).collect();
    Ok((table(&schema::projects(), &rows)?, table(&places::locations(), &locations)?))
}

/// Every row of every table.
pub(super) fn lines(edition: &Reopened, joined: &Joined, wholes: &[Whole]) -> Lines {
    let mut lines = Lines::new();
    for whole in wholes {
        let lifetime = lifetime(edition, whole);
        add(&mut lines, "projects", 1, &schema::projects(), &[project_row(edition, joined, whole, &lifetime)]);
        add(&mut lines, "locations", 3, &places::locations(), &location_rows(whole).collect::<Vec<_>>());
        let span = span();
        let fields = whole.published.fields.iter().map(|field| FieldRow {
            project_id: &whole.project.id,
            field,
            mention_id: &whole.told[field.from].mention_id,
            span: &span,
            is_corrected: whole.is_corrected(field),
        });
        add(&mut lines, "fields", 2, &fields::fields(), &fields.collect::<Vec<_>>());
        add_statements(&mut lines, whole);
        add_mentions(&mut lines, whole);
    }
    lines
}

fn add_statements(lines: &mut Lines, whole: &Whole) {
    for told in &whole.told {
        let ids = [told.mention_id.as_str(), told.page_id.as_str()];
        let rows = fields::stated(&whole.project.id, &whole.published, &told.mention, ids, told.fetched.as_deref());
        add_keyed(lines, "statements", &["mention_id", "field"], &fields::statements(), &rows.collect::<Vec<_>>());
    }
}

fn add_mentions(lines: &mut Lines, whole: &Whole) {
    for told in &whole.told {
        let of = MentionRow {
            mention: &told.mention,
            mention_id: told.mention_id.clone(),
            page_id: &told.page_id,
            project_id: Some(&whole.project.id),
        };
        let notice = &told.mention.notice;
        let evidence = notice.evidence().into_iter().map(|(field, evidence)| EvidenceRow { of: &of, field, evidence });
        add_keyed(lines, "evidence", &["mention_id", "field"], &evidence_columns(), &evidence.collect::<Vec<_>>());
        add_items(lines, "amounts", &of, AMOUNT, &notice.amounts, facts::amount);
        add_items(lines, "target_groups", &of, TARGET_GROUP, &notice.target_groups, facts::target_group);
        add_items(lines, "indicators", &of, INDICATOR, &notice.indicators, facts::indicator);
        add_items(lines, "checks", &of, CHECK, &told.mention.checks, facts::check);
        add(lines, "mentions", 1, &mention_columns(), std::slice::from_ref(&of));
    }
}

fn add_items<T>(
    lines: &mut Lines,
    table: &'static str,
    of: &MentionRow<'_>,
    specs: &[Spec],
    items: &[T],
    record: for<'t> fn(&'t T) -> Vec<Cell<'t>>,
) {
    debug_assert!(!specs.is_empty());
    for (number, item) in items.iter().enumerate() {
        let row = ItemRow { of, number, item };
        let mut text = String::new();
        item_keys().iter().for_each(|column| write(&(column.get)(&row), &mut text));
        record(item).iter().for_each(|cell| write(cell, &mut text));
        lines.insert((table, format!("{}\u{1f}{number}", of.mention_id)), text);
    }
}

/// Adds rows whose key are their first columns.
fn add<R>(lines: &mut Lines, table: &'static str, key: usize, columns: &[Column<R>], rows: &[R]) {
    let names: Vec<&str> = columns.iter().take(key).map(|column| column.spec.name).collect();
    add_keyed(lines, table, &names, columns, rows);
}

fn add_keyed<R>(lines: &mut Lines, table: &'static str, names: &[&str], columns: &[Column<R>], rows: &[R]) {
    for row in rows {
        let (mut key, mut text) = (String::new(), String::new());
        for column in columns {
            let cell = (column.get)(row);
            write(&cell, &mut text);
            if names.contains(&column.spec.name) {
                write(&cell, &mut key);
            }
        }
        lines.insert((table, key), text);
    }
}

/// A row as a text.
pub(super) fn line<R>(columns: &[Column<R>], row: &R) -> String {
    let mut text = String::new();
    columns.iter().for_each(|column| write(&(column.get)(row), &mut text));
    text
}

/// Appends a cell: two that a table cannot tell apart are written alike.
fn write(cell: &Cell<'_>, text: &mut String) {
    let mut list = |parts: &mut dyn Iterator<Item = &Cell<'_>>| parts.for_each(|part| write(part, text));
    match cell {
        Cell::Structs(records) => {
            for record in records {
                list(&mut record.iter());
                list(&mut std::iter::once(&Cell::Null));
            }
        }
        Cell::Null => text.push('\u{0}'),
        Cell::Text(value) => text.push_str(value),
        Cell::Number(number) => text.push_str(&number.normalize().to_string()),
        Cell::Count(count) => text.push_str(&count.to_string()),
        Cell::Flag(flag) => text.push_str(if *flag { "t" } else { "f" }),
        Cell::Date(date) => text.push_str(&date.to_string()),
        Cell::Texts(texts) => texts.iter().for_each(|part| text.extend([part, "\u{1e}"])),
    }
    text.push('\u{1f}');
}

fn location_rows(whole: &Whole) -> impl Iterator<Item = LocationRow<'_>> {
    whole.located.iter().map(|location| LocationRow { project_id: &whole.project.id, location })
}

fn project_row<'w>(edition: &'w Reopened, joined: &Joined, whole: &'w Whole, lifetime: &'w Lifetime) -> ProjectRow<'w> {
    let best = whole.best(joined);
    ProjectRow {
        project: &whole.project,
        published: &whole.published,
        mention_id: &whole.told[best].mention_id,
        lifetime,
        source: edition.source(whole.positions[best]),
        corrected: whole.published.fields.iter().filter(|field| whole.is_corrected(field)).map(|field| field.field).collect(),
    }
}

/// What of the history is of no matter here: the same before and after.
fn lifetime(edition: &Reopened, whole: &Whole) -> Lifetime {
    let presence = Presence::of(whole.positions.iter().map(|&position| edition.availability(position)));
    Lifetime { presence, span: span(), fields: Vec::new(), resolved_id: String::new() }
}

fn span() -> Span {
    Span::new(&Arc::from(""))
}

/// The value of a field of a mention, as published.
pub(super) fn title(mention: &Mention) -> Option<&str> {
    mention.notice.title.as_ref().map(|fact| fact.value.as_str())
}
