//! What the table `corrections` says already, and which of its rows would say something else.

use super::edits::Edits;
use super::side::Whole;
use crate::correction::value_of;
use crate::dataset::error::DatasetError;
use crate::dataset::reopen::{CaseMention, Reopened, narrowed};
use crate::dataset::rows::TableReader;
use std::collections::BTreeMap;
use std::path::Path;

/// A row about a mention that tells of a project.
#[derive(Debug)]
struct Row {
    mention_id: Box<str>,
    field: Option<Box<str>>,
    /// Whether it accepts what was read.
    accepts: bool,
    is_superseded: bool,
}

/// The rows about mentions that are there.
#[derive(Debug, Default)]
pub(super) struct Answers(Vec<Row>);

impl Answers {
    /// Reads them.
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut answers = Self::default();
        let columns = narrowed("corrections", &["mention_id", "field", "action", "fate"]);
        for rows in TableReader::open(edition, &columns)?.groups() {
            let rows = rows?;
            for row in 0..rows.height() {
                let [mention, field, action, fate] = [0, 1, 2, 3].map(|column| rows.cell(row, column));
                let Some(mention_id) = mention.as_text().map(Box::from) else { continue };
                answers.0.push(Row {
                    mention_id,
                    field: field.as_text().map(Box::from),
                    accepts: action.as_text() == Some("accept"),
                    is_superseded: fate.as_text() == Some("superseded"),
                });
            }
        }
        Ok(answers)
    }

    /// How many of them would say something else: a later answer replaces theirs, or their mention tells of another project or of none.
    pub(super) fn changed(
        &self,
        edition: &Reopened,
        edits: &Edits<'_>,
        corrected: &BTreeMap<u32, CaseMention>,
        after: &[Whole],
    ) -> Result<usize, DatasetError> {
        let homes = after.iter().flat_map(|whole| whole.positions.iter().map(|&position| (position, whole.project.id.as_str())));
        let homes: BTreeMap<u32, &str> = homes.collect();
        let mut changed = 0;
        for row in &self.0 {
            let Some(position) = edition.position(&row.mention_id) else { continue };
            let moved = homes.get(&position).is_some_and(|id| *id != edition.project_id(edition.project_at(position)));
            let replaced = || -> Result<bool, DatasetError> {
                let (Some(field), Some(now)) = (row.field.as_deref(), corrected.get(&position)) else { return Ok(false) };
                let said_again = edits.set.get(&position).into_iter().flatten().any(|setting| setting.field == field);
                let differs = || -> Result<bool, DatasetError> {
                    let before = edition.retold(position)?;
                    Ok(row.accepts && value_of(&before.mention.notice, field) != value_of(&now.mention.notice, field))
                };
                Ok(!row.is_superseded && (said_again || differs()?))
            };
            changed += usize::from(edits.rejected.contains(&position) || moved || replaced()?);
        }
        Ok(changed)
    }
}
