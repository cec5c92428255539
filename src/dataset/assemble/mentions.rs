//! The tables that are made of single mentions, in page order, all in one pass.

use super::Dataset;
use super::tables::{Open, Tables};
use crate::check::Mention;
use crate::dataset::column::{Cell, Spec};
use crate::dataset::disk::Disk;
use crate::dataset::error::DatasetError;
use crate::dataset::facts::{self, AMOUNT, CHECK, INDICATOR, TARGET_GROUP};
use crate::dataset::frame::{fill, frame, table, transpose};
use crate::dataset::schema::{self, EvidenceRow, ItemRow, MentionRow};
use crate::dataset::table_writer::{ROWS, TableWriter, WIDE_ROWS};
use crate::resolve::mention_id;
use polars::prelude::{DataFrame, PolarsResult};
use std::path::Path;

/// Writes them.
pub(super) fn write(dataset: &Dataset, tables: &Tables, slice: usize) -> Result<(), DatasetError> {
    let mut open = Tellings {
        mentions: tables.begin("mentions", WIDE_ROWS)?,
        amounts: tables.begin("amounts", ROWS)?,
        target_groups: tables.begin("target_groups", ROWS)?,
        indicators: tables.begin("indicators", ROWS)?,
        evidence: tables.begin("evidence", ROWS)?,
        checks: tables.begin("checks", ROWS)?,
    };
    each_slice(dataset, slice, |told| open.append(told))?;
    let Tellings { mentions, amounts, target_groups, indicators, evidence, checks } = open;
    [mentions, amounts, target_groups, indicators, evidence, checks].into_iter().try_for_each(|table| tables.end(table))
}

/// Writes the table `mentions` alone into a file.
pub(super) fn write_alone(dataset: &Dataset, path: &Path, slice: usize) -> Result<(), DatasetError> {
    let specs: Vec<Spec> = schema::mentions().iter().map(|column| column.spec).collect();
    let mut writer = TableWriter::create(path, &specs, WIDE_ROWS, &Disk::default())?;
    each_slice(dataset, slice, |told| writer.append(table(&schema::mentions(), told)?))?;
    writer.finish().map(drop)
}

/// Takes the mentions back, slice by slice.
fn each_slice(
    dataset: &Dataset,
    slice: usize,
    mut take: impl FnMut(&[MentionRow<'_>]) -> Result<(), DatasetError>,
) -> Result<(), DatasetError> {
    let all = dataset.store.mentions.len();
    for start in (0..all).step_by(slice) {
        let positions = start..all.min(start + slice);
        let retold = dataset.store.mentions(positions.clone())?;
        let pages: Vec<String> = positions.clone().map(|position| dataset.store.page_of(position).id()).collect();
        let rows = positions.zip(&retold).zip(&pages).map(|((position, retold), page_id)| MentionRow {
            mention: &retold.mention,
            mention_id: mention_id(&retold.mention),
            page_id,
            project_id: &dataset.project_of(position).id,
        });
        take(&rows.collect::<Vec<_>>())?;
    }
    Ok(())
}

/// The tables that are open.
struct Tellings {
    mentions: Open,
    amounts: Open,
    target_groups: Open,
    indicators: Open,
    evidence: Open,
    checks: Open,
}

impl Tellings {
    fn append(&mut self, told: &[MentionRow<'_>]) -> Result<(), DatasetError> {
        let evidence: Vec<EvidenceRow> = told
            .iter()
            .flat_map(|of| {
                of.mention.notice.evidence().into_iter().map(move |(field, evidence)| EvidenceRow { of, field, evidence })
            })
            .collect();
        self.mentions.append(table(&schema::mentions(), told)?)?;
        self.amounts.append(items(told, AMOUNT, |mention| &mention.notice.amounts, facts::amount)?)?;
        self.target_groups.append(items(told, TARGET_GROUP, |mention| &mention.notice.target_groups, facts::target_group)?)?;
        self.indicators.append(items(told, INDICATOR, |mention| &mention.notice.indicators, facts::indicator)?)?;
        self.evidence.append(table(&schema::evidence(), &evidence)?)?;
        self.checks.append(items(told, CHECK, |mention| &mention.checks, facts::check)?)
    }
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
