//! How the money of a project parts among municipalities: by the parts that their own pages print.

use super::body;
use super::locate::Told;
use crate::notice::{Amount, Fact, Notice};
use crate::resolve::Published;
use crate::text::{Folded, words};
use crate::vocabulary::{Role, Vocabulary, WordList};
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

/// The one part that a page prints, if it is that of the municipality whose page it is, of the total that is published.
fn part(told: &Told<'_>, published: &Notice, vocabulary: &Vocabulary) -> Option<(String, Decimal)> {
    let notice = told.notice;
    let mut parts = notice.amounts.iter().filter(|amount| amount.role == Role::PartnerShare && !amount.approximate);
    let part: &Amount = parts.next()?;
    if parts.any(|other| other.value != part.value) {
        return None;
    }
    let teryt = told.owner.or(notice.teryt.as_ref().map(|fact| fact.value.as_str()))?;
    let place = vocabulary.places().by_teryt(teryt.get(..6)?)?;
    let whole = notice.total_cost.as_ref()?.value;
    let mut currencies =
        [&notice.currency, &published.currency].into_iter().flatten().map(|fact| fact.value).chain(part.currency);
    let is_one_currency = currencies.next().is_none_or(|first| currencies.all(|other| other == first));
    // The measures multiply the published total.
    if published.total_cost.as_ref().is_none_or(|total| total.value != whole)
        || !is_one_currency
        || whole <= Decimal::ZERO
        || part.value > whole
        || part.value <= Decimal::ZERO
    {
        return None;
    }
    let is_leader = is_leader(notice, &place.teryt, vocabulary);
    let is_own = closes(notice, part.value) || (!is_leader && is_cost(&part.evidence.quote, &place.teryt, vocabulary));
    if !is_own {
        return None;
    }
    let share = part.value.checked_div(whole)?.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero);
    Some((place.teryt.clone(), share))
}

/// Whether the page's grant and own contribution add up to the part: then all three are of the municipality that prints them.
fn closes(notice: &Notice, part: Decimal) -> bool {
    let sums = notice.cofinancing.as_ref().zip(notice.own_contribution.as_ref());
    let apart = |(grant, own): (&Fact<Decimal>, &Fact<Decimal>)| grant.value.checked_add(own.value)?.checked_sub(part);
    sums.and_then(apart).is_some_and(|apart| apart.abs() <= Decimal::ONE)
}

/// Whether a quote calls its sum a cost, of nobody but a municipality.
fn is_cost(quote: &str, teryt: &str, vocabulary: &Vocabulary) -> bool {
    let folded = Folded::new(quote);
    let words = words(folded.as_str());
    let has = |list| words.iter().any(|word| vocabulary.word_list(list).has(word.span.of(folded.as_str())));
    let places = vocabulary.places();
    let named = (0..words.len()).filter(|&at| folded.is_upper(words[at].span.start));
    let is_elsewhere = |at: usize| {
        let found = places.at(folded.as_str(), &words, at);
        found.is_some_and(|found| found.places.iter().all(|&number| places.get(number).teryt != teryt))
    };
    has(WordList::ShareCost) && !has(WordList::ShareOther) && !named.into_iter().any(is_elsewhere)
}

/// Whether the page may be the leader's: the part of a partner that it prints is another's.
fn is_leader(notice: &Notice, teryt: &str, vocabulary: &Vocabulary) -> bool {
    notice.beneficiary.as_ref().is_none_or(|beneficiary| {
        let lead = body::read(&beneficiary.value, vocabulary).lead;
        lead.is_some_and(|lead| lead.candidates.iter().any(|candidate| candidate == teryt))
    })
}
