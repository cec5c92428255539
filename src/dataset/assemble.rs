//! A run's harvest → the tables of an edition.

use super::column::{Cell, Kind, Spec};
use super::decisions::{self, Decision};
use super::error::DatasetError;
use super::facts::{self, AMOUNT, CHECK, INDICATOR, TARGET_GROUP};
use super::fields::{self, FieldRow, StatementRow};
use super::frame::{fill, fits, frame, table, transpose};
use super::history::{self, ChangeKind, Finished, History, Lifetime, Presence, Previous, Scope, Trace};
use super::measures::{self, Measures};
use super::model::{Availability, Coverage, Harvest, PageRecord, Problem, ProblemStage, Seen};
use super::places::{self, Location, LocationRow, locate};
use super::reconcile::{self, ReconciliationRow};
use super::schema::{self, CoverageRow, EvidenceRow, ItemRow, MentionRow, PageRow, ProjectRow};
use crate::check::Mention;
use crate::page::Source;
use crate::resolve::{self, Project, Published, Statement, mention_id, page_id, resolve};
use crate::vocabulary::Places;
use polars::prelude::{DataFrame, PolarsResult};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the tables depend on besides the pages.
#[derive(Debug, Clone)]
pub struct Context {
    /// When the edition is made (UTC, ISO 8601).
    pub created: String,
    /// The edition before it, if its history goes on.
    pub previous: Option<Previous>,
    /// Which pages were looked for.
    pub scope: Scope,
    /// The gazetteer.
    pub places: &'static Places,
}

impl Context {
    /// Of a first edition: nothing before it, the embedded gazetteer.
    pub fn new(created: &str) -> Self {
        Self { created: created.to_owned(), previous: None, scope: Scope::default(), places: Places::builtin() }
    }
}

/// Everything an edition publishes, put together and sorted.
#[derive(Debug)]
pub struct Dataset {
    /// Pages and problems, in order.
    pub harvest: Harvest,
    /// The projects, in the order of their first mention.
    pub projects: Vec<Project>,
    /// What is published of each.
    pub published: Vec<Published>,
    /// How many projects changed since the edition before, by kind; nothing if there is none.
    pub since: Option<BTreeMap<ChangeKind, usize>>,
    /// Number of projects that no page tells any more, and that stay in the tables.
    pub carried: usize,
    /// What a person should know of the history of the projects.
    pub notes: Vec<String>,
    /// The tables by name, in the order of [`super::tables`].
    pub(super) frames: Vec<(&'static str, DataFrame)>,
}

impl Dataset {
    /// Sorts, merges, and builds every table. The result depends on the pages alone, not on their order.
    ///
    /// # Errors
    /// When polars refuses to build a table, which no input should bring about.
    pub fn assemble(mut harvest: Harvest, context: &Context) -> Result<Self, DatasetError> {
        harvest.sort();
        harvest.problems.extend(unfit(&harvest));
        harvest.sort();
        let told: Vec<&Mention> = mentions(&harvest).collect();
        let mut projects = resolve(&told);
        let mut history = History::begin(&context.created, context.previous.as_ref(), &context.scope)?;
        history.inherit(&mut projects, |member| Trace::of(told[member]))?;
        let published = published(&harvest, &projects);
        let lifetimes = lifetimes(&mut history, &harvest, &projects, &published);
        let mut finished = history.finish()?;
        let (since, notes) = (finished.since(), std::mem::take(&mut finished.notes));
        let frames = frames(&harvest, &projects, &published, &lifetimes, &finished, context)?;
        let carried = finished.carried.projects();
        Ok(Self { harvest, projects, published, since, carried, notes, frames })
    }

    /// All mentions, in page order; a project's `members` and `best` count in it.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        mentions(&self.harvest)
    }

    /// SHA-256 over the sorted hashes of all pages: what was read.
    pub fn archive_digest(&self) -> String {
        let mut hashes: Vec<&str> = self.harvest.pages.iter().map(|page| page.source.sha256.as_str()).collect();
        hashes.sort_unstable();
        let mut digest = Sha256::new();
        for hash in hashes {
            digest.update(hash);
            digest.update("\n");
        }
        resolve::hex(&digest.finalize())
    }
}

fn mentions(harvest: &Harvest) -> impl Iterator<Item = &Mention> {
    harvest.pages.iter().flat_map(|page| &page.mentions)
}

/// A table of mentions alone, for `extract --format parquet`.
pub(super) fn mention_frame(harvest: &Harvest) -> PolarsResult<DataFrame> {
    let projects = resolve(&mentions(harvest).collect::<Vec<_>>());
    let ids: Vec<String> = harvest.pages.iter().map(|page| page_id(&page.source)).collect();
    let rows = mention_rows(harvest, &ids, &projects);
    frame(rows.len(), fill(&schema::mentions(), &rows))
}

fn mention_rows<'a>(harvest: &'a Harvest, page_ids: &'a [String], projects: &'a [Project]) -> Vec<MentionRow<'a>> {
    let mut owners = vec![""; mentions(harvest).count()];
    for project in projects {
        for &member in &project.members {
            owners[member] = &project.id;
        }
    }
    let placed = harvest.pages.iter().zip(page_ids).flat_map(|(page, id)| page.mentions.iter().map(move |mention| (mention, id)));
    placed
        .zip(owners)
        .map(|((mention, page_id), project_id)| MentionRow { mention, mention_id: mention_id(mention), page_id, project_id })
        .collect()
}

/// What is published of every project.
fn published(harvest: &Harvest, projects: &[Project]) -> Vec<Published> {
    let told: Vec<(&PageRecord, &Mention)> =
        harvest.pages.iter().flat_map(|page| page.mentions.iter().map(move |mention| (page, mention))).collect();
    let statement = |&member: &usize| {
        let (page, mention) = told[member];
        let is_gone = page.seen.as_ref().is_some_and(|seen| seen.availability == Availability::Gone);
        Statement { mention, date: page.fetched.as_deref(), is_gone }
    };
    let of = |project: &Project| resolve::publish(&project.members.iter().map(statement).collect::<Vec<_>>());
    projects.iter().filter_map(of).collect()
}

/// Since when every project is known.
fn lifetimes(history: &mut History, harvest: &Harvest, projects: &[Project], published: &[Published]) -> Vec<Lifetime> {
    let pages: Vec<&PageRecord> = harvest.pages.iter().flat_map(|page| page.mentions.iter().map(move |_| page)).collect();
    let looked = |&member: &usize| pages[member].seen.as_ref().map(|seen| seen.availability);
    let of = |(project, published): (&Project, &Published)| {
        history.project(&project.id, Presence::of(project.members.iter().map(looked)), &published.fields)
    };
    projects.iter().zip(published).map(of).collect()
}

/// The values of the past: those that ended before, then those that ended now.
fn history_frame(finished: &Finished) -> Result<DataFrame, DatasetError> {
    let ended = table(&history::history(), &finished.past)?;
    let mut frame = with_carried(ended.clear(), "history", finished)?;
    frame.vstack_mut(&ended)?;
    Ok(frame)
}

/// The rows of a table and those that stay of the one before.
fn with_carried(mut frame: DataFrame, name: &str, finished: &Finished) -> Result<DataFrame, DatasetError> {
    for piece in 0..finished.carried.pieces(name) {
        frame.vstack_mut(&finished.carried.piece(name, piece)?)?;
    }
    Ok(frame)
}

fn frames(
    harvest: &Harvest,
    projects: &[Project],
    published: &[Published],
    lifetimes: &[Lifetime],
    finished: &Finished,
    context: &Context,
) -> Result<Vec<(&'static str, DataFrame)>, DatasetError> {
    let ids: Vec<String> = harvest.pages.iter().map(|page| page_id(&page.source)).collect();
    let told = mention_rows(harvest, &ids, projects);
    let sources: Vec<Option<&str>> = harvest
        .pages
        .iter()
        .flat_map(|page| page.mentions.iter().map(|_| page.seen.as_ref().map(|seen| seen.source.as_str())))
        .collect();
    let project_rows: Vec<_> = projects
        .iter()
        .zip(published)
        .zip(lifetimes)
        .map(|((project, published), lifetime)| ProjectRow {
            project,
            published,
            mention_id: &told[project.best].mention_id,
            lifetime,
            source: sources[project.best],
        })
        .collect();
    let located: Vec<Vec<Location>> = published.iter().map(|published| locate(published, &[], context.places)).collect();
    let location_rows: Vec<_> = projects
        .iter()
        .zip(&located)
        .flat_map(|(project, located)| located.iter().map(|location| LocationRow { project_id: &project.id, location }))
        .collect();
    let project_frame = with_carried(table(&schema::projects(), &project_rows)?, "projects", finished)?;
    let location_frame = with_carried(table(&places::locations(), &location_rows)?, "locations", finished)?;
    let mut measures = Measures::default();
    measures.take(&project_frame, &location_frame)?;
    let municipality_rows = measures.rows(&harvest.coverage, context.places);
    let pages: Vec<_> = harvest.pages.iter().zip(&ids).map(|(page, page_id)| PageRow { page, page_id }).collect();
    let evidence: Vec<EvidenceRow> = told
        .iter()
        .flat_map(|of| of.mention.notice.evidence().into_iter().map(move |(field, evidence)| EvidenceRow { of, field, evidence }))
        .collect();
    let no_lists: Vec<ReconciliationRow> = Vec::new();
    let field_frame = table(&fields::fields(), &field_rows(projects, published, &told, lifetimes))?;
    let no_decisions: Vec<Decision> = Vec::new();
    Ok(vec![
        ("projects", project_frame),
        ("municipalities", table(&measures::municipalities(), &municipality_rows)?),
        ("locations", location_frame),
        ("changes", table(&history::changes(), &finished.changes)?),
        ("history", history_frame(finished)?),
        ("reconciliation", table(&reconcile::reconciliation(), &no_lists)?),
        ("fields", with_carried(field_frame, "fields", finished)?),
        ("statements", table(&fields::statements(), &statement_rows(harvest, projects, published, &told))?),
        ("mentions", table(&schema::mentions(), &told)?),
        ("amounts", items(&told, AMOUNT, |mention| &mention.notice.amounts, facts::amount)?),
        ("target_groups", items(&told, TARGET_GROUP, |mention| &mention.notice.target_groups, facts::target_group)?),
        ("indicators", items(&told, INDICATOR, |mention| &mention.notice.indicators, facts::indicator)?),
        ("evidence", table(&schema::evidence(), &evidence)?),
        ("checks", items(&told, CHECK, |mention| &mention.checks, facts::check)?),
        ("decisions", table(&decisions::decisions(), &no_decisions)?),
        ("problems", table(&schema::problems(), &harvest.problems)?),
        ("coverage", table(&schema::coverage(), &coverage_rows(harvest, projects))?),
        ("pages", table(&schema::pages(), &pages)?),
    ])
}

/// Every published value of every project.
fn field_rows<'a>(
    projects: &'a [Project],
    published: &'a [Published],
    told: &'a [MentionRow<'_>],
    lifetimes: &'a [Lifetime],
) -> Vec<FieldRow<'a>> {
    let of = |((project, published), lifetime): ((&'a Project, &'a Published), &'a Lifetime)| {
        published.fields.iter().zip(&lifetime.fields).map(move |(field, span)| FieldRow {
            project_id: &project.id,
            field,
            mention_id: &told[project.members[field.from]].mention_id,
            span,
        })
    };
    projects.iter().zip(published).zip(lifetimes).flat_map(of).collect()
}

/// Everything every page states, in page order.
fn statement_rows<'a>(
    harvest: &'a Harvest,
    projects: &'a [Project],
    published: &'a [Published],
    told: &'a [MentionRow<'_>],
) -> Vec<StatementRow<'a>> {
    let mut chosen: HashMap<&str, &Published> = HashMap::new();
    projects.iter().zip(published).for_each(|(project, published)| _ = chosen.insert(&project.id, published));
    let dates = harvest.pages.iter().flat_map(|page| page.mentions.iter().map(|_| page.fetched.as_deref()));
    let of = |(row, date): (&'a MentionRow<'_>, Option<&'a str>)| {
        let chosen = chosen.get(row.project_id).copied();
        resolve::values(&row.mention.notice).into_iter().map(move |(field, value)| StatementRow {
            project_id: row.project_id,
            field,
            mention_id: &row.mention_id,
            page_id: row.page_id,
            date,
            is_published: chosen.is_some_and(|chosen| chosen.fields.iter().any(|f| f.field == field && f.value == value)),
            value,
        })
    };
    told.iter().zip(dates).flat_map(of).collect()
}

/// The crawled sources with what was found on their pages.
fn coverage_rows<'a>(harvest: &'a Harvest, projects: &[Project]) -> Vec<CoverageRow<'a>> {
    let mut mentions: HashMap<&str, usize> = HashMap::new();
    let owners: Vec<Option<&str>> = harvest
        .pages
        .iter()
        .flat_map(|page| page.mentions.iter().map(|_| page.seen.as_ref().map(|seen| seen.source.as_str())))
        .collect();
    for owner in owners.iter().flatten() {
        *mentions.entry(owner).or_default() += 1;
    }
    let mut told: HashMap<&str, usize> = HashMap::new();
    for project in projects {
        let of: BTreeSet<&str> = project.members.iter().filter_map(|&member| owners[member]).collect();
        of.into_iter().for_each(|owner| *told.entry(owner).or_default() += 1);
    }
    let count = |counts: &HashMap<&str, usize>, coverage: &Coverage| counts.get(coverage.source.as_str()).copied().unwrap_or(0);
    let row = |coverage| CoverageRow { coverage, mentions: count(&mentions, coverage), projects: count(&told, coverage) };
    harvest.coverage.iter().map(row).collect()
}

/// The table of one of the mentions' lists.
fn items<T>(
    told: &[MentionRow<'_>],
    specs: &[Spec],
    list: for<'m> fn(&'m Mention) -> &'m Vec<T>,
    record: for<'t> fn(&'t T) -> Vec<Cell<'t>>,
) -> PolarsResult<DataFrame> {
    let rows: Vec<ItemRow<'_, T>> = told
        .iter()
        .flat_map(|of| list(of.mention).iter().enumerate().map(move |(number, item)| ItemRow { of, number, item }))
        .collect();
    let mut columns = fill(&schema::item_keys(), &rows);
    columns.extend(transpose(specs, rows.iter().map(|row| record(row.item)).collect()));
    frame(rows.len(), columns)
}

/// A problem for every number that its column cannot hold without losing a digit; it is published as null.
fn unfit(harvest: &Harvest) -> Vec<Problem> {
    let none: &[Project] = &[];
    let ids: Vec<String> = harvest.pages.iter().map(|page| page_id(&page.source)).collect();
    let rows = mention_rows(harvest, &ids, none);
    let owners: Vec<Option<&Seen>> =
        harvest.pages.iter().flat_map(|page| page.mentions.iter().map(|_| page.seen.as_ref())).collect();
    let mut problems = Vec::new();
    for column in schema::mentions() {
        for (row, owner) in rows.iter().zip(&owners) {
            let mut lost = Vec::new();
            lose(column.spec.kind, &(column.get)(row), &mut lost);
            let problem = |number: String| Problem {
                source: owner.map(|seen| seen.source.clone()),
                ..too_long(&row.mention.source, column.spec.name, &number)
            };
            problems.extend(lost.into_iter().map(problem));
        }
    }
    problems
}

fn lose(kind: Kind, cell: &Cell<'_>, lost: &mut Vec<String>) {
    match (kind, cell) {
        (Kind::Decimal(scale), Cell::Number(number)) if !fits(*number, scale) => lost.push(number.to_string()),
        (Kind::Structs(specs), Cell::Structs(records)) => {
            for record in records {
                specs.iter().zip(record).for_each(|(spec, cell)| lose(spec.kind, cell, lost));
            }
        }
        _ => {}
    }
}

fn too_long(source: &Source, column: &str, number: &str) -> Problem {
    Problem {
        path: source.path.clone(),
        url: source.url.clone(),
        source: None,
        stage: ProblemStage::Dataset,
        code: "number_too_long".to_owned(),
        message: format!("{column} cannot hold {number} exactly; it is published as null"),
        remedy: "look at the quote in `evidence`: the page prints more digits than a sum has".to_owned(),
    }
}
