//! Mentions → projects: which mentions tell of one project, and what is published of it.
//!
//! [`resolve()`] joins, [`publish`] chooses the values among those that a project's pages state. Both are pure functions of the
//! mentions, without I/O and without data frames.

mod blocks;
mod body;
mod bonds;
mod choose;
mod cluster;
mod corrected;
mod facts;
mod ids;
mod key;
mod likeness;
mod marks;
mod project;
mod score;
mod spread;
mod statement;
#[cfg(test)]
mod tests;
mod thresholds;
mod titles;
mod words;

pub use blocks::Blocks;
pub use body::BodyKey;
pub use bonds::{Bonds, bind};
pub use choose::{Field, Published, Rule, Statement, publish};
pub use corrected::resolve_corrected;
pub use ids::{hex, mention_id, page_id};
pub use key::{Key, keys};
pub use likeness::{TitleKey, fold};
pub use project::{Join, Project, resolve, resolve_with};
pub use statement::{FIELDS, grant_stage, is_sum, sole, values};
pub use thresholds::{THRESHOLDS, Thresholds};
