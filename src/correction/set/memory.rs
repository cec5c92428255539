//! What was read, remembered beside what a person says.

use super::{value_of, word};
use crate::check::Corrected;
use crate::notice::Notice;
use crate::resolve::{FIELDS, values};
use crate::vocabulary::Role;
use std::collections::HashMap;

/// What a notice said before it was put right.
pub(super) struct Memory<'n> {
    before: &'n Notice,
}

impl<'n> Memory<'n> {
    pub(super) fn of(before: &'n Notice) -> Self {
        Self { before }
    }

    /// The field that a person set, then all that changed with it: fields in their order, then amounts.
    pub(super) fn changed(&self, after: &Notice, set: &str) -> Vec<String> {
        let (was, is): (HashMap<_, _>, HashMap<_, _>) =
            (values(self.before).into_iter().collect(), values(after).into_iter().collect());
        let fields = FIELDS.iter().filter(|field| was.get(*field) != is.get(*field)).map(|field| (*field).to_owned());
        let amounts = self.before.amounts.iter().zip(&after.amounts).enumerate().flat_map(|(at, (was, is))| {
            let told = [("role", was.role != is.role), ("value", was.value != is.value), ("scope", was.scope != is.scope)];
            told.into_iter().filter(|(_, differs)| *differs).map(move |(what, _)| format!("amounts[{at}].{what}"))
        });
        let others = fields.chain(amounts).filter(|field| field != set);
        std::iter::once(set.to_owned()).chain(others).collect()
    }

    /// Adds what has changed to what is remembered; what was read first stays.
    pub(super) fn remember(&self, mut known: Vec<Corrected>, after: &Notice, set: &str, reason: Option<&str>) -> Vec<Corrected> {
        for field in self.changed(after, set) {
            let reason = reason.map(str::to_owned);
            match known.iter_mut().find(|corrected| corrected.field == field) {
                Some(corrected) if field == set => corrected.reason = reason.or(corrected.reason.take()),
                Some(_) => {}
                None => known.push(Corrected { original: self.value(&field), quote: self.quote(&field), field, reason }),
            }
        }
        known
    }

    fn value(&self, field: &str) -> Option<String> {
        let scope = || {
            let at: usize = field.strip_prefix("amounts[")?.strip_suffix("].scope")?.parse().ok()?;
            word(&self.before.amounts.get(at)?.scope)
        };
        value_of(self.before, field).or_else(scope)
    }

    /// The words the value was read from: of a list those of its first part.
    fn quote(&self, field: &str) -> Option<String> {
        let role = match field {
            "eu_contribution" => Some(Role::Eu),
            "state_contribution" => Some(Role::State),
            _ => None,
        };
        if let Some(role) = role {
            let amount = self.before.amounts.iter().find(|amount| amount.role == role)?;
            return Some(amount.evidence.quote.clone()).filter(|quote| !quote.is_empty());
        }
        let name = field.rsplit_once("].").map_or_else(|| field.to_owned(), |(amount, _)| format!("{amount}]"));
        let first = format!("{field}[0]");
        let evidence = self.before.evidence().into_iter().find(|(known, _)| *known == name || *known == first)?.1;
        (!evidence.quote.is_empty()).then(|| evidence.quote.clone())
    }
}
