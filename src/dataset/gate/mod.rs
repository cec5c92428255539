//! The gate before publishing: what a new edition has to look like to take the place of the one before.
//!
//! A crawl that met a broken site, a vocabulary with a slip, a server that answers every address with its front page: all of these
//! give tables that are in order and wrong. So a configuration can say what it expects of the figures. Too little of something keeps
//! the edition back, and what was published before stays; too much is published with a warning. (The division is that of the
//! assertions in OpenSanctions' zavod: too few entities of a source are an error, too many are a thing to look at.)
//!
//! [`judge()`] decides from figures alone; [`figures()`] and [`past()`] read them from tables; [`examine`] does both.

mod expectation;
mod figures;
mod judge;

pub use expectation::{Bounds, Expectation, Figure};
use figures::{figures, past};
pub(super) use judge::Verdict;
use judge::{judge, wanted};

use super::error::DatasetError;
use super::history::Previous;
use std::path::Path;

/// Judges the tables in a folder, and by those of the edition before, if there is one.
///
/// # Errors
/// When a table in the folder cannot be read.
pub(super) fn examine(folder: &Path, expectations: &[Expectation], previous: Option<&Previous>) -> Result<Verdict, DatasetError> {
    let figures = figures(folder, wanted(expectations))?;
    let past = previous.map(|previous| past(previous, wanted(expectations)));
    Ok(judge(expectations, &figures, past.as_ref()))
}
