//! An edition as FollowTheMoney entities, one JSON object a line, for the tools of investigators (Aleph, OpenAleph, OpenSanctions).
//!
//! Schemata and properties are those of the model that <https://followthemoney.tech> publishes; `fixtures/ftm/model.toml` holds the
//! part of it that is used, and `tests/editions/ftm.rs` every line against that. What an edition tells and the model has no property for
//! stands in a project's `notes`, as `column: value`.
//!
//! - a page that tells of a project → `HyperText`, `Pages` or `PlainText`, whence the `proof` of all others,
//! - a project → `Project`, and for each of its bodies a `ProjectParticipant` with the body's roles,
//! - a body → `PublicBody`, `Organization`, `Company`, or `LegalEntity` where its name does not say what it is,
//! - a municipality, county or voivodeship that a project belongs to → `Address`.
//!
//! There is no `Payment`: pages name a programme, seldom who pays.
//!
//! Tables are read some rows at a time. What is held grows with the number of mentions: some hundred bytes each.

mod bodies;
mod documents;
mod entity;
mod names;
mod numbers;
mod places;
mod projects;
mod slices;
mod told;

use crate::dataset::edition::Edition;
use crate::dataset::error::DatasetError;
use bodies::Bodies;
use documents::Documents;
use entity::Lines;
use names::Names;
use numbers::Numbers;
use places::Locations;
use std::io::Write;
use std::path::Path;
use told::Told;

/// The name under which investigators' tools expect such a file.
pub const FILE: &str = "entities.ftm.json";

/// How many entities were written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that tell of a project.
    pub documents: usize,
    /// Projects.
    pub projects: usize,
    /// Bodies that take part in a project.
    pub participations: usize,
    /// Bodies.
    pub bodies: usize,
    /// Places.
    pub addresses: usize,
}

impl Counts {
    /// All of them: the number of lines.
    pub fn total(&self) -> usize {
        self.documents + self.projects + self.participations + self.bodies + self.addresses
    }
}

/// Writes a published edition as FollowTheMoney entities. The same edition gives the same bytes.
///
/// # Errors
/// When the folder is no edition, one of its tables cannot be read or lacks a column, or the entities cannot be written.
pub fn write(edition: &Path, out: &mut dyn Write) -> Result<Counts, DatasetError> {
    let about = Edition::read(edition)?;
    let mut lines = Lines::new(edition, out);
    let mut counts = Counts::default();
    let documents = Documents::write(edition, &about.code_version, &mut lines)?;
    counts.documents = lines.taken();
    let mut names = Names::new();
    let mut ids = Numbers::default();
    let told = Told::read(edition, &documents, &mut ids, &mut names)?;
    let locations = Locations::read(edition, &mut ids)?;
    let mut bodies = Bodies::default();
    let context = projects::Context { documents: &documents, ids: &ids, told: &told, locations: &locations };
    (counts.projects, counts.participations) = projects::write(edition, &context, &mut names, &mut bodies, &mut lines)?;
    lines.taken();
    bodies.write(&names, &mut lines)?;
    counts.bodies = lines.taken();
    locations.write(&mut lines)?;
    counts.addresses = lines.taken();
    lines.finish()?;
    Ok(counts)
}
