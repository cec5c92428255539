//! The table `municipalities`.

use crate::dataset::column::Kind::{Count, Text};
use crate::dataset::column::{Cell, Column, column};

/// A municipality in a period.
#[derive(Debug, Clone, Default)]
pub(in crate::dataset) struct MunicipalityRow {
    pub(in crate::dataset) teryt: String,
    pub(in crate::dataset) name: String,
    pub(in crate::dataset) projects: usize,
}

/// Columns of `municipalities`.
pub(in crate::dataset) fn municipalities() -> Vec<Column<MunicipalityRow>> {
    vec![
        column("teryt", Text, "TERYT number of the municipality.", |r: &MunicipalityRow| Cell::text(Some(&r.teryt))),
        column("municipality", Text, "Its name.", |r| Cell::text(Some(&r.name))),
        column("projects", Count, "Number of projects.", |r| Cell::size(r.projects)),
    ]
}
