//! The tables that are made of single mentions, in page order, all in one pass.

use super::Dataset;
use super::tables::{Open, Tables};
use crate::dataset::error::DatasetError;
use crate::dataset::frame::frame;
use crate::dataset::table_writer::{ROWS, WIDE_ROWS};
use crate::resolve::mention_id;
use crate::table::{MentionRow, of_mentions};

/// Their names.
const TABLES: &[&str] = &["mentions", "amounts", "target_groups", "indicators", "evidence", "checks"];

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
            project_id: Some(&dataset.project_of(position).id),
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
        of_mentions(told, TABLES, |sheet| {
            let table = match sheet.table {
                "amounts" => &mut self.amounts,
                "target_groups" => &mut self.target_groups,
                "indicators" => &mut self.indicators,
                "evidence" => &mut self.evidence,
                "checks" => &mut self.checks,
                _ => &mut self.mentions,
            };
            table.append(frame(sheet.height(), sheet.columns)?)
        })
    }
}
