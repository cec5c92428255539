//! A run's harvest → the tables of an edition.

use super::column::{Cell, Column, Kind, Spec};
use super::error::DatasetError;
use super::facts::{self, AMOUNT, CHECK, INDICATOR, TARGET_GROUP};
use super::frame::{fill, fits, frame, transpose};
use super::model::{Coverage, Harvest, Problem, ProblemStage, Seen, mention_id, page_id};
use super::projects::{Project, merge};
use super::schema::{self, CoverageRow, EvidenceRow, ItemRow, MentionRow, PageRow, ProjectRow};
use crate::check::Mention;
use crate::page::Source;
use polars::prelude::{DataFrame, PolarsResult};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};

/// Everything an edition publishes, put together and sorted.
#[derive(Debug)]
pub struct Dataset {
    /// Pages and problems, in order.
    pub harvest: Harvest,
    /// The projects, in the order of their first mention.
    pub projects: Vec<Project>,
    /// The tables by name, in the order of [`super::tables`].
    pub(super) frames: Vec<(&'static str, DataFrame)>,
}

impl Dataset {
    /// Sorts, merges, and builds every table. The result depends on the pages alone, not on their order.
    ///
    /// # Errors
    /// When polars refuses to build a table, which no input should bring about.
    pub fn assemble(mut harvest: Harvest) -> Result<Self, DatasetError> {
        harvest.sort();
        harvest.problems.extend(unfit(&harvest));
        harvest.sort();
        let projects = merge(&mentions(&harvest).collect::<Vec<_>>());
        let frames = frames(&harvest, &projects)?;
        Ok(Self { harvest, projects, frames })
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
        super::model::hex(&digest.finalize())
    }
}

fn mentions(harvest: &Harvest) -> impl Iterator<Item = &Mention> {
    harvest.pages.iter().flat_map(|page| &page.mentions)
}

/// A table of mentions alone, for `extract --format parquet`.
pub(super) fn mention_frame(harvest: &Harvest) -> PolarsResult<DataFrame> {
    let projects = merge(&mentions(harvest).collect::<Vec<_>>());
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

fn frames(harvest: &Harvest, projects: &[Project]) -> PolarsResult<Vec<(&'static str, DataFrame)>> {
    let ids: Vec<String> = harvest.pages.iter().map(|page| page_id(&page.source)).collect();
    let told = mention_rows(harvest, &ids, projects);
    let project_rows: Vec<_> = projects.iter().map(|project| ProjectRow { project, best: &told[project.best] }).collect();
    let pages: Vec<_> = harvest.pages.iter().zip(&ids).map(|(page, page_id)| PageRow { page, page_id }).collect();
    let evidence: Vec<EvidenceRow> = told
        .iter()
        .flat_map(|of| of.mention.notice.evidence().into_iter().map(move |(field, evidence)| EvidenceRow { of, field, evidence }))
        .collect();
    Ok(vec![
        ("projects", table(&schema::projects(), &project_rows)?),
        ("mentions", table(&schema::mentions(), &told)?),
        ("amounts", items(&told, AMOUNT, |mention| &mention.notice.amounts, facts::amount)?),
        ("target_groups", items(&told, TARGET_GROUP, |mention| &mention.notice.target_groups, facts::target_group)?),
        ("indicators", items(&told, INDICATOR, |mention| &mention.notice.indicators, facts::indicator)?),
        ("evidence", table(&schema::evidence(), &evidence)?),
        ("checks", items(&told, CHECK, |mention| &mention.checks, facts::check)?),
        ("problems", table(&schema::problems(), &harvest.problems)?),
        ("coverage", table(&schema::coverage(), &coverage_rows(harvest, projects))?),
        ("pages", table(&schema::pages(), &pages)?),
    ])
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

fn table<R>(columns: &[Column<R>], rows: &[R]) -> PolarsResult<DataFrame> {
    frame(rows.len(), fill(columns, rows))
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
