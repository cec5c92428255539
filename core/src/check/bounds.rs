//! What no figure can exceed. A bound that holds proves nothing and is not told; one that does not is a broken identity.

use super::model::{Check, Identity, Verdict};
use super::money::verdict;
use crate::notice::{Amount, Fact, Notice};
use rust_decimal::Decimal;

/// No part is greater than its whole.
pub(super) fn check(notice: &Notice, checks: &mut Vec<Check>) {
    if let Some(total) = &notice.total_cost {
        let parts = [
            (Identity::PartWithinTotal, "cofinancing", &notice.cofinancing),
            (Identity::PartWithinTotal, "own_contribution", &notice.own_contribution),
            (Identity::EligibleWithinTotal, "eligible_cost", &notice.eligible_cost),
        ];
        for (identity, name, part) in parts {
            let part = part.as_ref().filter(|part| comparable(notice, part, total));
            checks.extend(part.and_then(|part| exceeding(identity, name, part.value, total.value)));
        }
    }
    if let Some(all) = notice.participants.as_ref().map(|all| Decimal::from(all.value)) {
        for (name, part) in [("women", &notice.women), ("men", &notice.men)] {
            let part = part.as_ref().map(|part| Decimal::from(part.value)).filter(|part| *part > all);
            checks.extend(part.map(|part| broken(Identity::PartWithinParticipants, name, part - all)));
        }
    }
}

/// Whether two sums are printed exactly and in one currency: an approximate one may well exceed what it is a part of.
fn comparable(notice: &Notice, part: &Fact<Decimal>, whole: &Fact<Decimal>) -> bool {
    let amount = |fact: &Fact<Decimal>| notice.amounts.iter().find(|amount| amount.evidence.start == fact.evidence.start);
    let exact = |amount: Option<&Amount>| amount.is_none_or(|amount| !amount.approximate);
    let (part, whole) = (amount(part), amount(whole));
    let currencies = part.and_then(|amount| amount.currency).zip(whole.and_then(|amount| amount.currency));
    exact(part) && exact(whole) && currencies.is_none_or(|(one, other)| one == other)
}

/// The check of a bound that does not hold, not even roughly.
fn exceeding(identity: Identity, scope: &'static str, part: Decimal, whole: Decimal) -> Option<Check> {
    let difference = part - whole;
    let beyond = difference > Decimal::ZERO && verdict(difference, whole) == Verdict::Broken;
    beyond.then(|| broken(identity, scope, difference))
}

const fn broken(identity: Identity, scope: &'static str, difference: Decimal) -> Check {
    Check { identity, verdict: Verdict::Broken, difference: Some(difference), scope }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Evidence;

    fn fact<T>(value: T, start: usize) -> Option<Fact<T>> {
        Some(Fact { value, evidence: Evidence { start, end: start + 1, quote: "0".to_owned(), rule: "test" } })
    }

    fn told(notice: &Notice) -> Vec<(Identity, &'static str)> {
        let mut checks = Vec::new();
        check(notice, &mut checks);
        checks.iter().map(|check| (check.identity, check.scope)).collect()
    }

    #[test]
    fn a_grant_above_the_total_is_broken_and_one_below_tells_nothing() {
        let mut notice =
            Notice { total_cost: fact(Decimal::from(100), 1), cofinancing: fact(Decimal::from(85), 2), ..Notice::default() };
        assert_eq!(told(&notice), []);
        notice.cofinancing = fact(Decimal::from(850), 2);
        notice.eligible_cost = fact(Decimal::from(101), 3);
        assert_eq!(told(&notice), [(Identity::PartWithinTotal, "cofinancing")]);
    }

    #[test]
    fn more_women_than_participants_are_broken() {
        let notice = Notice { participants: fact(20, 1), women: fact(21, 2), men: fact(20, 3), ..Notice::default() };
        assert_eq!(told(&notice), [(Identity::PartWithinParticipants, "women")]);
    }
}
