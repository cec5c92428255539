//! Why a person should look at a project.

use crate::html::Family;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds of reasons, the most valuable first: a contradiction is a mistake somewhere for certain; a correction that lapsed is work that
/// is undone; a doubt leaves a field empty; disagreeing pages leave one of several values; a large sum unproved is only worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::review) enum Kind {
    /// A printed identity is broken.
    Contradicted,
    /// A correction does not hold any more.
    Lapsed,
    /// A page leaves a field open.
    Ambiguous,
    /// Pages state different values.
    Disagreeing,
    /// A large sum that nothing proves.
    Unproved,
}

impl Kind {
    /// All of them, in their order.
    pub(in crate::review) const ALL: [Self; 5] =
        [Self::Contradicted, Self::Lapsed, Self::Ambiguous, Self::Disagreeing, Self::Unproved];
}

/// Why a project is in the queue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::review) struct Reason {
    pub(in crate::review) kind: Kind,
    /// The field it is about, if it is about one.
    pub(in crate::review) field: Option<Arc<str>>,
    /// What kind of fact an answer has to be about, where it is about several fields.
    pub(in crate::review) family: Option<Family>,
    pub(in crate::review) detail: Vec<Arc<str>>,
}

/// What kind of facts an identity ties together.
pub(super) fn family(identity: &str) -> Family {
    match identity {
        "women_plus_men" | "groups_sum_to_participants" | "part_within_participants" => Family::People,
        "duration_matches_dates" | "start_before_end" => Family::Time,
        "code_matches_text" => Family::Programme,
        _ => Family::Money,
    }
}

/// From which sum on an unproved one is worth a look, in whole units of its currency.
const LARGE: i64 = 1_000_000;

/// From which sum on an unproved one is large, by currency: a million, or what only the largest tenth of the edition's projects
/// reaches, whichever is less. So an office whose projects are all small is asked for its largest ones too.
pub(super) fn large(sums: impl Iterator<Item = (Arc<str>, Decimal)>) -> BTreeMap<Arc<str>, Decimal> {
    let mut by_currency: BTreeMap<Arc<str>, Vec<Decimal>> = BTreeMap::new();
    for (currency, sum) in sums {
        by_currency.entry(currency).or_default().push(sum);
    }
    let tenth = |mut sums: Vec<Decimal>| {
        sums.sort_unstable();
        sums.get(sums.len() * 9 / 10).copied().unwrap_or_default()
    };
    by_currency.into_iter().map(|(currency, sums)| (currency, tenth(sums).min(Decimal::from(LARGE)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_of_small_projects_is_asked_for_its_largest() {
        let pln: Arc<str> = "PLN".into();
        let of = |sums: &[i64]| large(sums.iter().map(|&sum| (pln.clone(), Decimal::from(sum))))[&pln];
        assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), Decimal::from(10));
        assert_eq!(of(&[5_000_000, 9_000_000]), Decimal::from(LARGE));
        assert!(large(std::iter::empty()).is_empty());
    }

    #[test]
    fn currencies_are_not_measured_by_one_another() {
        let sums = [("EUR", 10), ("PLN", 1_000), ("PLN", 2_000)];
        let large = large(sums.into_iter().map(|(currency, sum)| (Arc::from(currency), Decimal::from(sum))));
        assert_eq!(large["EUR"], Decimal::from(10));
        assert_eq!(large["PLN"], Decimal::from(2_000));
    }
}
