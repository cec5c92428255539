//! Everything the report tells, counted from the tables of one edition: each table is read once, a row group at a time.

mod changes;
mod checks;
mod corrections;
mod list;
mod money;
mod municipalities;
mod places;
mod projects;
mod sources;

pub(super) use changes::Changes;
pub(super) use checks::{ProblemKind, Verdicts};
pub(super) use corrections::{Corrected, Corrections};
pub(super) use list::Beside;
pub(super) use money::{Group, Pair, Sum};
pub(super) use municipalities::{Municipalities, Municipality};
pub(super) use places::Unplaced;
pub(super) use projects::{Projects, SINGLY, Span, is_checked};
pub(super) use sources::{Pages, Sources};

use crate::dataset::{DatasetError, Edition};
use std::path::Path;

/// What the report tells.
#[derive(Debug)]
pub(super) struct Figures {
    /// The edition.
    pub(super) edition: Edition,
    /// Its projects.
    pub(super) projects: Projects,
    /// Its municipalities.
    pub(super) municipalities: Municipalities,
    /// Verdicts by identity, those broken most first.
    pub(super) identities: Vec<(String, Verdicts)>,
    /// Its pages.
    pub(super) pages: Pages,
    /// Its sources.
    pub(super) sources: Sources,
    /// Changes since the edition before.
    pub(super) changes: Changes,
    /// The edition beside the official lists.
    pub(super) beside: Beside,
    /// What people put right.
    pub(super) corrections: Corrections,
    /// Problems, the most frequent first.
    pub(super) problems: Vec<ProblemKind>,
}

impl Figures {
    /// Reads them.
    ///
    /// # Errors
    /// When it is no edition of this form, or a table cannot be read.
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let about = Edition::open(edition)?;
        let changes = Changes::read(edition)?;
        let corrections = Corrections::read(edition)?;
        let corrected = corrections.newest.iter().filter_map(|corrected| corrected.project_id.clone());
        let wanted = changes.moved.iter().map(|moved| moved.project_id.clone()).chain(corrected).collect();
        Ok(Self {
            edition: about,
            projects: Projects::read(edition, &wanted)?,
            municipalities: Municipalities::read(edition)?,
            identities: checks::identities(edition)?,
            pages: Pages::read(edition)?,
            sources: Sources::read(edition)?,
            beside: Beside::read(edition)?,
            problems: checks::problems(edition)?,
            changes,
            corrections,
        })
    }
}
