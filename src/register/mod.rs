//! The official lists of projects, as the ministry publishes them: XLSX and CSV of three programming periods, the older exports of the
//! map of grants, and the matching of their rows with projects.
//!
//! [`read()`] streams a list row by row: `open` tells what a file is, `csv` and `xlsx` make rows of cells of it, `header` finds out which
//! column holds what, `cells` reads amounts, dates and places. Nothing of a list is kept but the row at hand. [`Index`] finds the
//! project a row is about, [`compare()`] sets their figures side by side.

mod amount;
mod cell;
mod charset;
mod compare;
mod csv;
mod date;
mod error;
mod header;
mod index;
mod layout;
mod model;
mod owner;
mod package;
mod period;
mod place;
mod read;
mod row;
mod score;
#[cfg(all(test, feature = "attachments"))]
mod tests;
mod xlsx;

pub use compare::{Comparison, Figure, Reason, Side, compare};
pub use error::ListError;
pub use index::{Found, Index, Match, MatchedBy, version};
pub use model::{Limits, ListSummary, Listed, ListedPlace, PlaceHint, Problem, ProblemKind};
pub use owner::Owners;
pub use read::read;
pub use score::{Announced, Figures, Precision};
