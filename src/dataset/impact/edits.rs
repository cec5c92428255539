//! Corrections → what is to be done to which mention of the edition.

use crate::check::Mention;
use crate::correction::{self, Action, Correction, Place, Words};
use crate::dataset::error::DatasetError;
use crate::dataset::reopen::Reopened;
use crate::resolve::Bonds;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Edits<'c> {
    /// Fields to be set, by the positions of the mentions.
    pub(super) set: BTreeMap<u32, Vec<Setting<'c>>>,
    /// Mentions that tell of no project.
    pub(super) rejected: BTreeSet<u32>,
    /// What is tied together or parted.
    pub(super) bonds: Bonds,
    /// The mentions that those bonds are about.
    pub(super) bound: BTreeSet<u32>,
    /// Rows of `corrections`.
    pub(super) rows: usize,
    pub(super) notes: BTreeSet<&'static str>,
}

/// A field that gets another value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'c> {
    pub(super) field: &'c str,
    value: Option<&'c str>,
    words: Option<&'c Words>,
    reason: Option<&'c str>,
}

impl Setting<'_> {
    /// Sets it. Whether the value fits.
    pub(super) fn apply(&self, mention: &mut Mention) -> bool {
        correction::set(mention, self.field, self.value, self.words, self.reason).is_ok()
    }
}

impl<'c> Edits<'c> {
    /// Of corrections, in their order.
    pub(super) fn of(corrections: &'c [Correction], edition: &Reopened) -> Result<Self, DatasetError> {
        let mut edits = Self::default();
        for correction in corrections {
            let (mut rows, named) = (Rows::default(), correction.places());
            let mut find = |places: &[Place]| -> Result<Vec<u32>, DatasetError> {
                let mut found = Vec::new();
                for place in places {
                    let positions = about(edition, place, &named)?;
                    rows.see(&positions);
                    if positions.is_empty() {
                        edits.notes.insert("mention_not_found");
                    }
                    found.extend(positions);
                }
                Ok(found)
            };
            match &correction.action {
                Action::Correct { place, field, value, words, .. } => {
                    let found = find(std::slice::from_ref(place))?;
                    let (value, words, reason) = (value.as_deref(), words.as_ref(), correction.reason.as_deref());
                    for position in found {
                        edits.set.entry(position).or_default().push(Setting { field, value, words, reason });
                    }
                }
                Action::Accept { place, .. } => drop(find(std::slice::from_ref(place))?),
                Action::Reject { mentions } => {
                    let found = find(mentions)?;
                    edits.rejected.extend(found);
                }
                Action::Merge { mentions } => {
                    let found = find(mentions)?;
                    edits.bonds.together.push(found.iter().map(|&position| edition.mention_id(position)).collect());
                    edits.bound.extend(found);
                }
                Action::Split { mentions, from } => {
                    let (out, rest) = (find(mentions)?, find(from)?);
                    let ids = |of: &[u32]| of.iter().map(|&position| edition.mention_id(position)).collect();
                    edits.bonds.apart.push((ids(&out), ids(&rest)));
                    edits.bound.extend(out.into_iter().chain(rest));
                }
            }
            edits.rows += rows.count();
        }
        Ok(edits)
    }

    /// Every mention that something is done to.
    pub(super) fn touched(&self) -> BTreeSet<u32> {
        self.set.keys().chain(&self.rejected).chain(&self.bound).copied().collect()
    }
}

/// The mentions that one of a correction's places is about: a page that another of them names is not also meant because of its bytes.
fn about(edition: &Reopened, place: &Place, named: &[&Place]) -> Result<Vec<u32>, DatasetError> {
    let mut positions = Vec::new();
    for position in edition.find(place)? {
        let source = edition.retold(position)?.mention.source;
        let stands_at = |of: &Place| [&source.url, &source.path].into_iter().flatten().any(|known| *known == of.page);
        if stands_at(place) || !named.iter().any(|other| stands_at(other)) {
            positions.push(position);
        }
    }
    Ok(positions)
}

/// The rows that the table `corrections` has of a correction: one of every mention that is found, and of every place without one.
#[derive(Debug, Default)]
struct Rows {
    mentions: BTreeSet<u32>,
    found: usize,
    lost: usize,
}

impl Rows {
    fn see(&mut self, positions: &[u32]) {
        self.mentions.extend(positions);
        *if positions.is_empty() { &mut self.lost } else { &mut self.found } += 1;
    }

    fn count(&self) -> usize {
        self.mentions.len().max(self.found) + self.lost
    }
}
