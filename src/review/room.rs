//! An edition on the desk, with all that is needed to answer at once. Never changed; a new edition is a new room.

use super::error::ReviewError;
use super::index::{Index, Lapsed, each, field};
use super::settled::{Standing, placed};
use crate::correction::{Action, Correction};
use crate::dataset::{DatasetError, Edition, Reopened, Spool};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// An edition on the desk.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) edition: Edition,
    pub(super) reopened: Reopened,
    pub(super) index: Index,
    /// Corrections that have lapsed and of which nothing in the edition can be shown.
    pub(super) lost: Vec<String>,
    known: HashMap<String, Known>,
}

/// A correction as the edition knows it: what it said then, what became of it, and of which mentions.
#[derive(Debug, Clone, Default)]
struct Known {
    said: Said,
    fate: String,
    mentions: Vec<u32>,
}

/// What tells a correction from another one of the same id, written by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Said {
    made: String,
    action: String,
    field: Option<String>,
    value: Option<String>,
    places: BTreeSet<(String, usize)>,
}

impl Room {
    /// Opens an edition. `progress` hears how many mentions are in, and of how many.
    ///
    /// # Errors
    /// When it is none, is of another form, or cannot be read.
    pub(super) fn open(folder: &Path, corrections: &[Correction], progress: &dyn Fn(usize, usize)) -> Result<Self, ReviewError> {
        let edition = Edition::open(folder)?;
        let mut index = Index::read(folder)?;
        let known = known(folder, &index)?;
        let lapsed = corrections.iter().filter_map(|correction| {
            let known = known.get(&correction.id).filter(|known| known.said == Said::of(correction))?;
            let rests = !matches!(known.fate.as_str(), "applied" | "superseded");
            rests.then(|| Lapsed { correction: correction.clone(), fate: known.fate.clone() })
        });
        let lost = index.queue(&lapsed.collect::<Vec<_>>());
        let reopened = Reopened::open(folder, Arc::new(Spool::temporary()?), progress)?;
        Ok(Self { edition, reopened, index, lost, known })
    }

    /// The corrections that hold in this edition and that are not among these any more.
    pub(super) fn withdrawn(&self, corrections: &[Correction]) -> Vec<Withdrawn> {
        let kept: HashSet<&str> = corrections.iter().map(|correction| correction.id.as_str()).collect();
        let gone = self.known.iter().filter(|(id, known)| known.fate == "applied" && !kept.contains(id.as_str()));
        let mut gone: Vec<(&String, &Known)> = gone.collect();
        gone.sort_unstable_by_key(|(id, _)| *id);
        gone.into_iter().map(|(_, known)| Withdrawn { mentions: known.mentions.clone() }).collect()
    }

    /// Where a correction stands with this edition.
    pub(super) fn standing(&self, correction: &Correction) -> Standing {
        match self.known.get(&correction.id).filter(|known| known.said == Said::of(correction)) {
            Some(known) => Standing { fate: Some(known.fate.clone()), mentions: known.mentions.clone() },
            None => Standing { fate: None, mentions: placed(&self.index, &correction.places()) },
        }
    }
}

/// A correction that the edition was made with and that was taken back since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Withdrawn {
    /// Positions of the mentions it is about.
    pub(super) mentions: Vec<u32>,
}

impl Said {
    fn of(correction: &Correction) -> Self {
        let (action, value) = match &correction.action {
            Action::Correct { value, .. } => ("correct", value.clone()),
            Action::Accept { value, .. } => ("accept", value.clone()),
            Action::Reject { .. } => ("reject", None),
            Action::Merge { .. } => ("merge", None),
            Action::Split { .. } => ("split", None),
        };
        Self {
            made: correction.made.clone(),
            action: action.to_owned(),
            field: field(correction).map(str::to_owned),
            value,
            places: correction.places().into_iter().map(|place| (place.page.clone(), place.mention)).collect(),
        }
    }
}

/// The corrections that the edition was made with, by their ids.
fn known(folder: &Path, index: &Index) -> Result<HashMap<String, Known>, DatasetError> {
    let columns = ["correction_id", "fate", "made", "action", "field", "value", "page", "mention", "mention_id"];
    let mut known: HashMap<String, Known> = HashMap::new();
    each(folder, "corrections", &columns, |row| {
        let text = |at: usize| row[at].as_text().map(str::to_owned);
        let of = known.entry(text(0).unwrap_or_default()).or_default();
        of.fate = text(1).unwrap_or_default();
        of.mentions.extend(row[8].as_text().and_then(|mention| index.mention(mention)));
        let number = row[7].as_count().and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        of.said.places.insert((text(6).unwrap_or_default(), number));
        of.said = Said {
            made: text(2).unwrap_or_default(),
            action: text(3).unwrap_or_default(),
            field: text(4),
            value: text(5),
            places: std::mem::take(&mut of.said.places),
        };
    })?;
    Ok(known)
}
