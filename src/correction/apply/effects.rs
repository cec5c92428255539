//! What a correction changes besides its own field: a figure that was accepted follows the amount that is put right after it.

use super::super::model::Action;
use super::super::set::value_of;
use crate::notice::Notice;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The accepted fields of a page's mentions, and which correction changed each of them last.
pub(super) struct Effects<'c> {
    accepted: BTreeMap<usize, BTreeSet<&'c str>>,
    last: HashMap<(usize, &'c str), usize>,
}

impl<'c> Effects<'c> {
    /// Of the answers about mentions, by their positions.
    pub(super) fn of(answers: impl Iterator<Item = (usize, &'c Action)>) -> Self {
        let mut accepted: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (at, action) in answers {
            if let Action::Accept { field: Some(field), .. } = action {
                accepted.entry(at).or_default().insert(field);
            }
        }
        Self { accepted, last: HashMap::new() }
    }

    /// What the accepted fields of a mention hold.
    pub(super) fn look(&self, at: usize, notice: &Notice) -> Vec<Option<String>> {
        self.accepted.get(&at).into_iter().flatten().map(|field| value_of(notice, field)).collect()
    }

    /// Notes what a correction has changed of that.
    pub(super) fn note(&mut self, at: usize, correction: usize, before: Vec<Option<String>>, notice: &Notice) {
        let after = self.look(at, notice);
        let fields = self.accepted.get(&at).into_iter().flatten();
        let changed = fields.zip(before.into_iter().zip(after)).filter(|(_, (before, after))| before != after);
        self.last.extend(changed.map(|(field, _)| ((at, *field), correction)));
    }

    /// The last correction that changed an accepted field.
    pub(super) fn last(&self, at: usize, field: &str) -> Option<usize> {
        self.last.get(&(at, field)).copied()
    }
}
