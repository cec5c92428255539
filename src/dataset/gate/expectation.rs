//! What can be expected of an edition.

use crate::dataset::history::Presence;
use crate::dataset::schema::tables;
use crate::table::facts::IN_CURRENCY;
use crate::table::{Named, Spec, Table};
use rust_decimal::Decimal;

/// A figure of an edition. Of `projects` those that are gone count for nothing; of `municipalities` the row of all projects counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Number of rows of a table.
    Rows(&'static str),
    /// Number of projects that a page tells.
    Current,
    /// Share of the rows of a table in which a column holds something, from 0 to 1; a list without an entry holds nothing.
    Filled(&'static str, &'static str),
    /// Sum of a column of a table; of money in the row's currency: of the rows in PLN.
    Sum(&'static str, &'static str),
}

/// Between what a figure has to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// With less the edition is not published.
    pub min: Option<Decimal>,
    /// With more it is published with a warning.
    pub max: Option<Decimal>,
    /// The share of what the edition before had by which the figure may be less, from 0 to 1; with a greater fall it is not published.
    pub drop: Option<Decimal>,
}

/// An expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation {
    /// Of what.
    pub figure: Figure,
    /// What it has to be.
    pub bounds: Bounds,
}

impl Bounds {
    /// Whether anything is expected.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Figure {
    /// Its table.
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Current => "projects",
            Self::Rows(table) | Self::Filled(table, _) | Self::Sum(table, _) => table,
        }
    }

    /// How messages call it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Rows(table) => table.to_owned(),
            Self::Current => format!("projects ({})", Presence::Current.name()),
            Self::Filled(table, column) | Self::Sum(table, column) => format!("{table}.{column}"),
        }
    }

    /// The unit of a sum; empty where there is none.
    pub(super) fn unit(self) -> &'static str {
        let Self::Sum(table, column) = self else { return "" };
        match spec(table, column) {
            Some((table, spec)) if is_in_currency(&table, &spec) => "PLN",
            spec => spec.map_or("", |(_, spec)| spec.unit),
        }
    }
}

/// Whether the rows of a column added up mean something: sums and counts do, rates and positions do not.
/// A column of a table.
pub(super) fn spec(table: &str, column: &str) -> Option<(Table, Spec)> {
    let table = tables().into_iter().find(|known| known.name == table)?;
    let spec = *table.columns.iter().find(|spec| spec.name == column)?;
    Some((table, spec))
}

/// Whether a column's money is in the currency that its row names: złoty and euro are never added.
pub(super) fn is_in_currency(table: &Table, spec: &Spec) -> bool {
    spec.unit == IN_CURRENCY && table.columns.iter().any(|column| column.name == "currency")
}
