//! What people have put right: the mentions that corrections name, found again, and the table `corrections`.

use super::Dataset;
use crate::correction::{Action, Outcome, Place};
use crate::dataset::corrections::{CorrectionRow, field};
use crate::dataset::error::DatasetError;
use crate::dataset::store::{PageEntry, Store};
use crate::resolve::{Bonds, mention_id};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Mentions and pages by their ids: of all those in an edition only what corrections name.
#[derive(Debug, Default)]
pub(super) struct Named {
    mentions: HashMap<String, usize>,
    pages: HashMap<String, usize>,
}

impl Named {
    /// Looks for what the outcomes and the bonds name. Without any nothing is looked at.
    ///
    /// # Errors
    /// When what was put away cannot be read back.
    pub(super) fn find(store: &Store, outcomes: &[Outcome], bonds: &Bonds) -> Result<Self, DatasetError> {
        let of_outcomes = outcomes.iter().flat_map(|outcome| &outcome.mention_ids);
        let of_bonds = bonds.together.iter().flatten();
        let of_parted = bonds.apart.iter().flat_map(|(one, other)| one.iter().chain(other));
        let pages: HashSet<&str> = of_outcomes.chain(of_bonds).chain(of_parted).filter_map(|id| page_of(id)).collect();
        let mut named = Self::default();
        if pages.is_empty() {
            return Ok(named);
        }
        // A page's id begins with that of its bytes: few are worth more.
        let bytes: HashSet<&str> = pages.iter().filter_map(|id| id.split_once('-')).map(|(bytes, _)| bytes).collect();
        let may_be = |page: &PageEntry| page.sha256().get(..16).is_some_and(|start| bytes.contains(start));
        for (position, page) in store.pages.iter().enumerate().filter(|(_, page)| may_be(page)) {
            let id = page.id();
            if !pages.contains(id.as_str()) {
                continue;
            }
            for (mention, retold) in page.positions().zip(store.mentions(page.positions())?) {
                named.mentions.insert(mention_id(&retold.mention), mention);
            }
            named.pages.insert(id, position);
        }
        Ok(named)
    }

    /// The position of a mention, if it tells of a project.
    pub(super) fn mention(&self, id: &str) -> Option<usize> {
        self.mentions.get(id).copied()
    }
}

/// Mentions that a person says tell of no project: where their pages stand, and their numbers.
pub(super) fn rejected(store: &Store, outcomes: &[Outcome], named: &Named) -> Vec<(String, usize)> {
    let is_rejected = |outcome: &&Outcome| matches!(outcome.correction.action, Action::Reject { .. });
    // What is found is rejected, whatever becomes of the correction's other mentions.
    let ids = outcomes.iter().filter(is_rejected).flat_map(|outcome| &outcome.mention_ids);
    let place = |id: &String| {
        let page = store.pages.get(*named.pages.get(page_of(id)?)?)?;
        Some((page.place()?.to_owned(), number_of(id)?))
    };
    ids.filter_map(place).collect()
}

/// Rows of the table, in the order of the file.
pub(super) fn rows(dataset: &Dataset) -> Result<Vec<CorrectionRow<'_>>, DatasetError> {
    let mut rows = Vec::new();
    for outcome in &dataset.outcomes {
        let places = outcome.correction.places();
        let found = assign(dataset, &places, &outcome.mention_ids);
        let mut number = 0;
        for (at, place) in places.iter().enumerate() {
            let ids: Vec<&String> = found.iter().filter(|(of, _)| *of == at).map(|(_, id)| *id).collect();
            let stays = match &outcome.correction.action {
                Action::Split { mentions, .. } => Some(at >= mentions.len()),
                _ => None,
            };
            let lost = || CorrectionRow {
                correction: &outcome.correction,
                fate: outcome.fate,
                number: 0,
                place,
                stays,
                page_id: None,
                mention_id: None,
                project_id: None,
                read: None,
            };
            let mut of_place = ids.iter().map(|id| told(dataset, id, lost())).collect::<Result<Vec<_>, _>>()?;
            if of_place.is_empty() {
                of_place.push(lost());
            }
            for row in of_place {
                rows.push(CorrectionRow { number, ..row });
                number += 1;
            }
        }
    }
    Ok(rows)
}

/// Which of the places each mention is: the same page and number, else the same page.
fn assign<'o>(dataset: &Dataset, places: &[&Place], ids: &'o [String]) -> Vec<(usize, &'o String)> {
    let mut taken = BTreeSet::new();
    let mut assigned = Vec::new();
    for id in ids {
        let page = page_of(id).and_then(|page| dataset.named.pages.get(page)).and_then(|&at| dataset.store.pages.get(at));
        let source = page.map(PageEntry::source).unwrap_or_default();
        let likeness = |at: usize| {
            let place: &Place = places[at];
            let stands_there = [&source.url, &source.path].into_iter().flatten().any(|known| *known == place.page);
            let is_same = source.sha256 == place.sha256;
            let is_number = number_of(id) == Some(place.mention);
            (stands_there || is_same, is_number, stands_there, !taken.contains(&at))
        };
        let best = (0..places.len()).rev().max_by_key(|&at| likeness(at));
        if let Some(at) = best {
            taken.insert(at);
            assigned.push((at, id));
        }
    }
    assigned
}

/// What the edition has of a mention that is named.
fn told<'d>(dataset: &'d Dataset, id: &str, row: CorrectionRow<'d>) -> Result<CorrectionRow<'d>, DatasetError> {
    let page_id = page_of(id).filter(|page| dataset.named.pages.contains_key(*page)).map(str::to_owned);
    let Some(position) = dataset.named.mention(id) else { return Ok(CorrectionRow { page_id, ..row }) };
    let read = match field(&row.correction.action) {
        Some(field) => dataset.store.mentions([position])?.pop().and_then(|retold| {
            let corrected = retold.mention.corrected.into_iter().find(|corrected| corrected.field == field)?;
            Some((corrected.original, corrected.quote))
        }),
        None => None,
    };
    let project_id = Some(dataset.project_of(position).id.clone());
    Ok(CorrectionRow { page_id, mention_id: Some(id.to_owned()), project_id, read, ..row })
}

/// The id of a mention's page.
fn page_of(id: &str) -> Option<&str> {
    id.rsplit_once('-').map(|(page, _)| page)
}

/// The number of a mention on its page.
fn number_of(id: &str) -> Option<usize> {
    id.rsplit_once('-').and_then(|(_, number)| number.parse().ok())
}
