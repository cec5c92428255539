//! From edition to edition: which project is which, since when it is known, what has changed.
//!
//! [`History`] compares an edition that is made with the one before ([`Previous`]), project by project ([`Track`]), and says what stays of those
//! that no page tells any more. [`compare`] sets any two published editions against one another.

mod before;
mod board;
mod carry;
mod clues;
mod columns;
mod compare;
mod elsewhere;
mod inherit;
mod lifetime;
mod lost;
mod natural;
mod previous;
mod scope;
mod table;
mod track;
mod values;

pub use compare::{Comparison, EditionChange, changes_by_kind, compare};
pub(super) use inherit::Traces;
pub use lifetime::{Lifetime, Presence, Span};
pub use previous::Previous;
pub(super) use previous::whole;
pub use scope::Scope;
pub use table::ChangeKind;
pub(super) use table::{PastRow, changes, history};
pub(super) use track::{History, Track};
