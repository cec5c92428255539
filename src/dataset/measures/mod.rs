//! Comparable measures: the table `municipalities`.
//!
//! `project` reads rows of `projects` and `locations`, `group` holds what is counted of a municipality, `table` and `ratios` say what
//! every measure is. What is printed is added up; what nobody printed stays null, never zero. PLN and EUR are never added, nor requested,
//! awarded and finished projects, except where a column says so.

mod class;
mod count;
mod deflator;
mod exchange;
mod group;
mod money;
mod population;
mod project;
mod ratios;
mod sheet;
mod silence;
mod table;
#[cfg(test)]
mod tests;

pub use class::StageClass;
pub use count::Yardsticks;
pub(super) use count::{Grouping, Measures, Reach, Reached};
pub use deflator::Deflator;
pub(super) use exchange::Exchanged;
pub(super) use money::SumRole;
pub use population::{Inhabitants, Population};
pub(super) use silence::{Hearing, Quiet};
pub(super) use table::municipalities;
