//! Comparable measures: the table `municipalities`.

mod table;

pub(super) use table::{MunicipalityRow, municipalities};

use super::error::DatasetError;
use super::model::Coverage;
use crate::vocabulary::Places;
use polars::prelude::DataFrame;

/// Sums up projects by municipality.
#[derive(Debug, Default)]
pub(super) struct Measures {}

impl Measures {
    /// Counts in rows of `projects`, and all rows of `locations` that belong to them.
    pub(super) fn take(&mut self, _projects: &DataFrame, _locations: &DataFrame) -> Result<(), DatasetError> {
        Ok(())
    }

    /// The table's rows.
    pub(super) fn rows(self, _coverage: &[Coverage], _places: &Places) -> Vec<MunicipalityRow> {
        Vec::new()
    }
}
