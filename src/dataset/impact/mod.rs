//! The blast radius: what corrections would change in an edition, told before they are made.
//!
//! Made by the same functions that make the tables: what is told here is what the next build does, given the same pages. `edits` finds
//! the mentions that corrections are about, `joining` which mentions would then be one project, `side` makes the rows of both sides and
//! `tell` sets them against one another; `base` is what of the whole edition is held for that.

mod answers;
mod base;
mod edits;
mod elsewhere;
mod joining;
mod side;
mod tell;
#[cfg(test)]
mod tests;

pub(super) use base::Base;
pub(super) use elsewhere::Quotes;

use super::error::DatasetError;
use super::reopen::Reopened;
use crate::correction::Correction;
use rust_decimal::Decimal;
use serde::Serialize;

/// What would change.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Impact {
    /// Rows by table, in the order of the tables; those without a change are left out.
    pub tables: Vec<TableImpact>,
    /// Published values of projects.
    pub fields: Vec<FieldImpact>,
    /// Sums of the whole edition (`total_pln`, `grant_pln`, …), in PLN.
    pub sums: Vec<SumImpact>,
    /// Rows of `municipalities` whose sums change.
    pub municipalities: Vec<MunicipalityImpact>,
    /// Projects that would appear, by title.
    pub projects_added: Vec<String>,
    /// Projects that would be no more, by id and title.
    pub projects_removed: Vec<(String, String)>,
    /// Other mentions with the same words for the same field: the same correction may be right there.
    pub elsewhere: Vec<Elsewhere>,
    /// What a person should know of it besides, as keys of texts.
    pub notes: Vec<String>,
}

/// Rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableImpact {
    /// The table.
    pub table: &'static str,
    /// Rows that it would have more.
    pub added: usize,
    /// Rows that would say something else.
    pub changed: usize,
    /// Rows that it would have no more.
    pub removed: usize,
}

/// A published value of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldImpact {
    /// The project.
    pub project_id: String,
    /// Its title.
    pub title: Option<String>,
    /// A column of `projects`.
    pub field: String,
    /// The value as it is.
    pub before: Option<String>,
    /// As it would be.
    pub after: Option<String>,
    /// Currency of the project's sums, after.
    pub currency: Option<String>,
}

/// A sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SumImpact {
    /// The column that is summed up.
    pub column: &'static str,
    /// As it is.
    pub before: Decimal,
    /// As it would be.
    pub after: Decimal,
}

/// A sum in a row of `municipalities`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MunicipalityImpact {
    /// Number of the municipality.
    pub teryt: String,
    /// Its name.
    pub municipality: String,
    /// `all`, `period`, `start_year`.
    pub grouping: String,
    /// The period or year, if the row is of one.
    pub of: Option<String>,
    /// The column.
    pub column: String,
    /// As it is.
    pub before: Option<Decimal>,
    /// As it would be.
    pub after: Option<Decimal>,
}

/// A mention where the same correction may be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// The mention.
    pub mention_id: String,
    /// Its project.
    pub project_id: String,
    /// Whether it is the project of the correction.
    pub same_project: bool,
    /// Address or path of its page.
    pub page: String,
    /// The words that the value was read from there.
    pub quote: String,
}

impl Reopened {
    /// What some corrections together would change: of the tables as they are, with the vocabulary built in. What follows from history
    /// (since when a value is known, what the table `changes` says) is not told; a project keeps the id of that which most of its
    /// mentions told of.
    ///
    /// `notes` hold keys of texts: `mention_not_found`, `value_does_not_fit`, `neighbourhood_too_large` (whether other projects join is
    /// not known), `joined_otherwise` (projects appear or are no more), `municipalities_unknown` (the edition was made with another
    /// vocabulary), `elsewhere_more:N`.
    ///
    /// # Errors
    /// When the spool cannot be read.
    pub fn impact(&self, corrections: &[Correction]) -> Result<Impact, DatasetError> {
        tell::tell(self, &edits::Edits::of(corrections, self)?)
    }
}
