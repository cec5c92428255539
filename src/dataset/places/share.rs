//! How the money of a project parts among municipalities: by the parts that their own pages print.

use super::locate::Told;
use crate::notice::{Amount, Notice};
use crate::resolve::Published;
use crate::vocabulary::{Role, Vocabulary};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// Places of a share: enough for the part of a project of a hundred million to come back to the grosz.
const PLACES: u32 = 10;

/// Shares by TERYT number: part / whole, rounded half up to ten places. None for a municipality whose pages contradict each other;
/// for all, if together they are more than the whole.
pub(super) fn shares(told: &[Told<'_>], published: &Published, vocabulary: &Vocabulary) -> BTreeMap<String, Option<Decimal>> {
    let mut shares: BTreeMap<String, Option<Decimal>> = BTreeMap::new();
    for told in told {
        let Some((number, share)) = part(told, &published.mention.notice, vocabulary) else { continue };
        let known = shares.entry(number).or_insert(Some(share));
        *known = known.filter(|known| *known == share);
    }
    let sum: Decimal = shares.values().flatten().sum();
    // Each is rounded.
    if sum > Decimal::ONE + Decimal::new(shares.len() as i64, PLACES) {
        shares.values_mut().for_each(|share| *share = None);
    }
    shares
}

/// The one part that a page prints, if it is that of the municipality whose page it is.
fn part(told: &Told<'_>, published: &Notice, vocabulary: &Vocabulary) -> Option<(String, Decimal)> {
    let notice = told.notice;
    let mut parts = notice.amounts.iter().filter(|amount| amount.role == Role::PartnerShare && !amount.approximate);
    let part: &Amount = parts.next()?;
    if parts.any(|other| other.value != part.value) {
        return None;
    }
    let teryt = told.owner.or(notice.teryt.as_ref().map(|fact| fact.value.as_str()))?;
    let place = vocabulary.places().by_teryt(teryt.get(..6)?)?;
    let (whole, currency) = (published.total_cost.as_ref()?.value, published.currency.as_ref());
    // Divided by one whole and multiplied with another, a part would not come back.
    if notice.total_cost.as_ref().is_some_and(|total| total.value != whole) {
        return None;
    }
    let is_one_currency = part.currency.is_none() || currency.is_none() || part.currency == currency.map(|fact| fact.value);
    if !is_one_currency || whole <= Decimal::ZERO || part.value > whole || part.value <= Decimal::ZERO {
        return None;
    }
    // The part may be the leader's, a third partner's, or only a grant: grant and own contribution of the page tell.
    if !closes(notice, part.value) {
        return None;
    }
    let share = (part.value / whole).round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero);
    Some((place.teryt.clone(), share))
}

/// Whether the page's grant and own contribution add up to the part: then all three are of the municipality that prints them.
fn closes(notice: &Notice, part: Decimal) -> bool {
    let sums = notice.cofinancing.as_ref().zip(notice.own_contribution.as_ref());
    sums.and_then(|(grant, own)| grant.value.checked_add(own.value)?.checked_sub(part))
        .is_some_and(|difference| difference.abs() <= Decimal::ONE)
}
