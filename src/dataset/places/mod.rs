//! Where projects are: the table `locations`.
//!
//! `body` reads the units that a body's name can mean, `locate` settles which of them it does and never guesses, `share` tells how
//! the money parts among several.

mod body;
mod locate;
mod model;
mod settle;
mod share;
mod table;
#[cfg(test)]
mod tests;

pub(super) use locate::{Told, locate};
pub use model::{Level, Location, LocationBasis};
pub(super) use table::{LocationRow, locations};
