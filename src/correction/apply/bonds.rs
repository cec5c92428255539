//! Merges and splits, as ids of mentions.

use super::super::model::{Action, Correction};
use super::progress::Progress;
use crate::resolve::Bonds;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The two sides of a split.
fn sides<'p>(correction: &Correction, progress: &'p Progress) -> Option<(BTreeSet<&'p str>, BTreeSet<&'p str>)> {
    let Action::Split { mentions, from } = &correction.action else { return None };
    let middle = mentions.len();
    Some((progress.ids_of(0..middle), progress.ids_of(middle..middle + from.len())))
}

/// The splits that a later merge undoes: it ties a mention of one side to one of the other. (A later split needs nothing undone: it parts
/// what was merged before.)
pub(super) fn undone(corrections: &[Correction], progress: &[Progress]) -> HashSet<usize> {
    // The last merge and all the merges of each mention.
    let mut merges: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, correction) in corrections.iter().enumerate() {
        if matches!(correction.action, Action::Merge { .. }) {
            progress[at].ids_of(0..correction.places().len()).into_iter().for_each(|id| merges.entry(id).or_default().push(at));
        }
    }
    let of = |ids: BTreeSet<&str>, after: usize| -> BTreeSet<usize> {
        let all = ids.iter().filter_map(|id| merges.get(id)).flatten();
        all.copied().filter(|merge| *merge > after).collect()
    };
    let tied = |at: usize| {
        let (out, stay) = sides(&corrections[at], &progress[at])?;
        Some(!of(out, at).is_disjoint(&of(stay, at)))
    };
    (0..corrections.len()).filter(|&at| tied(at).unwrap_or(false)).collect()
}

/// Which mentions tell of one project, and which do not.
pub(super) fn bonds(corrections: &[Correction], progress: &[Progress]) -> Bonds {
    let undone = undone(corrections, progress);
    let owned = |ids: BTreeSet<&str>| ids.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut bonds = Bonds::default();
    for (at, correction) in corrections.iter().enumerate().filter(|(at, _)| !undone.contains(at)) {
        match &correction.action {
            Action::Merge { mentions } => bonds.together.push(owned(progress[at].ids_of(0..mentions.len()))),
            Action::Split { .. } => {
                bonds.apart.extend(sides(correction, &progress[at]).map(|(out, stay)| (owned(out), owned(stay))));
            }
            _ => {}
        }
    }
    bonds.together.retain(|ids| ids.len() > 1);
    bonds.apart.retain(|(out, stay)| !out.is_empty() && !stay.is_empty());
    bonds
}
