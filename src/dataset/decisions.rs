//! The table `decisions`: what every step from pages to the sums of municipalities took in and gave out.

use crate::table::Kind::{Count, Text};
use crate::table::facts::MONEY;
use crate::table::{Cell, Column, column, measured};
use rust_decimal::Decimal;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its name.
    pub step: &'static str,
    /// What it does.
    pub what: &'static str,
    /// What its rows are on the way in and out.
    pub units: &'static str,
    /// Rows it took in.
    pub rows_in: usize,
    /// Rows it gave out.
    pub rows_out: usize,
    /// Total costs in PLN that came in, if rows had any.
    pub pln_in: Option<Decimal>,
    /// Total costs in PLN that went out.
    pub pln_out: Option<Decimal>,
}

/// Columns of `decisions`.
pub(super) fn decisions() -> Vec<Column<Decision>> {
    vec![
        column("step", Text, "Name of the step, in the order of the work.", |r: &Decision| Cell::text(Some(r.step))),
        column("what", Text, "What it decides.", |r| Cell::text(Some(r.what))),
        column("units", Text, "What goes in and comes out.", |r| Cell::text(Some(r.units))),
        column("rows_in", Count, "Rows that went in.", |r| Cell::size(r.rows_in)),
        column("rows_out", Count, "Rows that came out.", |r| Cell::size(r.rows_out)),
        measured("pln_in", MONEY, "PLN", "Sum of total costs in PLN that went in; null where rows have none.", |r| {
            Cell::number(r.pln_in)
        }),
        measured(
            "pln_out",
            MONEY,
            "PLN",
            "Sum of total costs in PLN that came out; of the last step, what `total_pln` of `municipalities` adds up to where `grouping` is `all`.",
            |r| Cell::number(r.pln_out),
        ),
    ]
}
