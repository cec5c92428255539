//! Projects against the official lists: the table `reconciliation`.

mod table;

pub use table::Outcome;
pub(super) use table::{ReconciliationRow, reconciliation};
