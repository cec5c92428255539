//! What pages say, as rows of tables: every column declared once, with its type, its unit and its meaning.
//!
//! A [`Column`] says how a value is taken from a row; a [`Sheet`] holds rows as columns of [`Cell`]s, which a writer turns into a
//! polars frame, an Arrow batch or CSV. [`of_captures`] makes the tables that single pages fill ([`page_tables`]): all of an edition
//! but what follows from comparing pages.

mod column;
pub mod facts;
mod names;
mod rows;
mod sheet;
mod told;
mod unfit;

pub use column::{Cell, Column, Kind, Spec, column, days, measured, spec};
pub use facts::{IN_CURRENCY, MONEY, NUMBER, Tells};
pub use names::{Named, PRECISIONS};
pub use rows::{
    EvidenceRow, ItemRow, MentionRow, PageRow, evidence_columns, item_keys, mention_columns, page_columns, problem_columns,
};
pub use sheet::{Filled, PRECISION, Sheet, fill, fits, transpose, units};
pub use told::{Table, extract_tables, of_captures, of_mentions, page_tables};
pub use unfit::unfit;

/// The form of the tables that this program writes and reads. Counted up with every release whose tables or columns are others:
/// added, taken away, of another type, or with another meaning. The third has what people have put right: the table `corrections`, the
/// columns `corrected`, the steps `rejected` and `corrected` of `decisions`.
pub const SCHEMA: u32 = 3;
