//! Mentions → projects, and their tables as Parquet editions.
//!
//! [`Dataset::assemble`] sorts, merges and builds; [`Publisher`] writes an edition that a reader sees whole or not at all;
//! [`verify()`] reads one back. The same pages give the same bytes, whatever the order or number of threads.

mod assemble;
mod codec;
mod column;
mod csv;
mod decisions;
mod dictionary;
mod disk;
mod edition;
mod error;
mod export;
mod facts;
mod fields;
mod frame;
mod gate;
mod history;
mod impact;
mod lookup;
mod measures;
mod model;
mod names;
mod parquet;
mod places;
mod publish;
mod reconcile;
mod reopen;
mod rows;
mod schema;
mod spool;
mod store;
mod table_writer;
mod verify;

pub use assemble::{Context, Counts, Dataset};
pub use column::{Cell, Kind, Spec};
pub use csv::{csv_fields, csv_header, csv_line, write_mentions};
pub use decisions::Decision;
pub use edition::{DocumentFile, Edition, SCHEMA, TableFile};
pub use error::DatasetError;
pub use export::{ExportOptions, Exported, ExportedFile, FTM_FILE, Format, FtmCounts, export, write_ftm};
pub use gate::{Bounds, Expectation, Figure};
pub use history::{ChangeKind, Comparison, EditionChange, Lifetime, Presence, Previous, Scope, Span, changes_by_kind, compare};
pub use impact::{Elsewhere, FieldImpact, Impact, MunicipalityImpact, SumImpact, TableImpact};
pub use lookup::{Found, find};
pub use measures::{Deflator, Inhabitants, Population, StageClass, Yardsticks};
pub use model::{Availability, Coverage, Harvest, PageRecord, Problem, ProblemStage, Seen};
pub use places::{Level, Location, LocationBasis};
pub use publish::{Finishing, Further, Origin, Publisher, editions, find_edition};
pub use reconcile::{Difference, ListProblem, Outcome, ReconcileError, Reconciliation, Untold, reconcile, reconcile_inside};
pub use reopen::{Case, CaseMention, PageText, Reopened};
pub use rows::{Rows, TableReader};
pub use schema::{Table, tables};
pub use spool::Spool;
pub use store::Store;
pub use verify::{Verification, verify};
