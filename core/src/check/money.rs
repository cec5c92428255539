//! Identities between sums.

use super::model::{Check, Identity, Verdict};
use crate::notice::{Amount, Notice, RateBasis, Scope};
use crate::vocabulary::Role;
use rust_decimal::Decimal;

/// Tests the sums of a notice against each other.
pub(super) fn check(notice: &Notice, checks: &mut Vec<Check>) {
    total(notice, checks);
    grant(notice, checks);
    eligible(notice, checks);
    parts(notice, checks);
    rates(notice, checks);
    words(notice, checks);
}

/// The verdict on two sums that should be equal.
pub(super) fn verdict(difference: Decimal, base: Decimal) -> Verdict {
    let gap = difference.abs();
    if gap <= Decimal::new(1, 2) {
        Verdict::Exact
    } else if gap <= Decimal::ONE {
        Verdict::Rounding
    } else if gap * Decimal::from(1000) <= base.abs() {
        Verdict::Near
    } else {
        Verdict::Broken
    }
}

fn compare(identity: Identity, scope: &'static str, printed: Decimal, computed: Decimal) -> Check {
    let difference = printed - computed;
    Check { identity, verdict: verdict(difference, printed), difference: Some(difference), scope }
}

/// The distinct sums of a role in a scope.
fn sums(notice: &Notice, role: Role, scope: Scope) -> Vec<Decimal> {
    let mut values: Vec<Decimal> = Vec::new();
    for amount in notice.amounts.iter().filter(|amount| amount.role == role && amount.scope == scope) {
        if !values.contains(&amount.value) {
            values.push(amount.value);
        }
    }
    values
}

/// total = grant + own contribution, with the state's part where one is printed beside an EU part; or the same for a partner's part.
fn total(notice: &Notice, checks: &mut Vec<Check>) {
    let (Some(grant), Some(own)) = (&notice.cofinancing, &notice.own_contribution) else { return };
    let (grant, own) = (grant.value, own.value);
    let mut computed = vec![grant + own];
    computed.extend(sums(notice, Role::State, Scope::Project).iter().map(|state| grant + own + state));
    let other_owns: Vec<Decimal> = sums(notice, Role::Own, Scope::Project).into_iter().filter(|&other| other != own).collect();
    computed.extend(other_owns.iter().map(|other| grant + own + other));
    let closest = |parent: Decimal| computed.iter().copied().min_by_key(|sum| (parent - sum).abs());
    let parents = sums(notice, Role::PartnerShare, Scope::Partner);
    let partner = parents
        .iter()
        .find_map(|&parent| closest(parent).filter(|sum| (parent - sum).abs() <= Decimal::ONE).map(|sum| (parent, sum)));
    if let Some((parent, sum)) = partner {
        checks.push(compare(Identity::TotalIsGrantPlusOwn, "partner", parent, sum));
    } else if let Some(total) = &notice.total_cost
        && let Some(sum) = closest(total.value)
        && !lacks_state(notice, total.value - sum)
    {
        checks.push(compare(Identity::TotalIsGrantPlusOwn, "project", total.value, sum));
    }
}

/// Whether the grant is only the EU's part and something is missing to the total: the state's part, which the page need not print.
fn lacks_state(notice: &Notice, missing: Decimal) -> bool {
    let of = |role| notice.amounts.iter().any(|amount| amount.role == role && amount.scope == Scope::Project);
    missing > Decimal::ONE && of(Role::Eu) && !of(Role::Grant) && !of(Role::State)
}

/// grant = EU part + state part; or eligible (or total) = EU part + state part, where the page prints no grant of both.
fn grant(notice: &Notice, checks: &mut Vec<Check>) {
    let eu = sums(notice, Role::Eu, Scope::Project);
    let state = sums(notice, Role::State, Scope::Project);
    let ([eu], [state]) = (&eu[..], &state[..]) else { return };
    let whole = sums(notice, Role::Grant, Scope::Project);
    if let Some(&grant) = whole.iter().find(|grant| **grant > *eu) {
        checks.push(compare(Identity::GrantIsEuPlusState, "project", grant, eu + state));
    } else if notice.own_contribution.is_none()
        && let Some(base) = notice.eligible_cost.as_ref().or(notice.total_cost.as_ref())
        && verdict(base.value - eu - state, base.value) < Verdict::Near
    {
        checks.push(compare(Identity::GrantIsEuPlusState, "eligible", base.value, eu + state));
    }
}

/// eligible + ineligible = total.
fn eligible(notice: &Notice, checks: &mut Vec<Check>) {
    let ineligible = sums(notice, Role::Ineligible, Scope::Project);
    if let (Some(total), Some(eligible), [ineligible]) = (&notice.total_cost, &notice.eligible_cost, &ineligible[..]) {
        checks.push(compare(Identity::TotalIsEligiblePlusIneligible, "project", total.value, eligible.value + ineligible));
    }
}

/// investment + non-investment = the partner's part or the total, whichever closes.
fn parts(notice: &Notice, checks: &mut Vec<Check>) {
    let of = |role| notice.amounts.iter().find(|amount| amount.role == role).map(|amount| amount.value);
    let (Some(investment), Some(rest)) = (of(Role::Investment), of(Role::NonInvestment)) else { return };
    let sum = investment + rest;
    let partner = of(Role::PartnerShare).map(|parent| ("partner", parent));
    let total = notice.total_cost.as_ref().map(|total| ("project", total.value));
    let closest = partner.into_iter().chain(total).min_by_key(|(_, parent)| (parent - sum).abs());
    if let Some((scope, parent)) = closest {
        checks.push(compare(Identity::PartsSumToParent, scope, parent, sum));
    }
}

/// printed rate × base = amount, in percentage points; the base is what the page says, else whichever fits better.
fn rates(notice: &Notice, checks: &mut Vec<Check>) {
    let partner = notice.amounts.iter().find(|amount| amount.role == Role::PartnerShare).map(|amount| amount.value);
    let part = |amount: &&Amount| matches!(amount.role, Role::Grant | Role::Eu | Role::State | Role::Own);
    for amount in notice.amounts.iter().filter(|amount| amount.scope == Scope::Project).filter(part) {
        let Some(rate) = amount.rate else { continue };
        let Some(difference) = bases(notice, amount, partner)
            .iter()
            .filter_map(|base| off_by(amount.value, *base, rate))
            .min_by_key(|off| off.abs())
        else {
            continue;
        };
        let gap = difference.abs();
        let verdict = if gap <= Decimal::new(5, 3) {
            Verdict::Exact
        } else if gap <= Decimal::new(5, 1) {
            Verdict::Rounding
        } else if gap <= Decimal::ONE {
            Verdict::Near
        } else {
            Verdict::Broken
        };
        // A rate of an unnamed base that fits none of the printed ones may be a share of one that is not printed.
        if verdict == Verdict::Broken && (amount.rate_basis != Some(RateBasis::Total) || amount.approximate) {
            continue;
        }
        checks.push(Check {
            identity: Identity::RateTimesBase,
            verdict,
            difference: Some(difference.round_dp(2)),
            scope: name(amount.role),
        });
    }
}

/// A published sum that is repeated in words = the words.
fn words(notice: &Notice, checks: &mut Vec<Check>) {
    let figures = [&notice.total_cost, &notice.cofinancing, &notice.own_contribution, &notice.eligible_cost];
    for figure in figures.into_iter().flatten() {
        let printed = notice.amounts.iter().find(|amount| amount.evidence.start == figure.evidence.start);
        if let Some((amount, said)) = printed.and_then(|amount| Some((amount, amount.in_words?))) {
            checks.push(compare(Identity::WordsMatchDigits, name(amount.role), figure.value, said));
        }
    }
}

/// Puts the sums in words back beside the figures that were compared with them: what the verdicts say of them is all that tables keep.
pub(super) fn restore_words(notice: &mut Notice, checks: &[Check]) {
    let mut said = checks.iter().filter(|check| check.identity == Identity::WordsMatchDigits).peekable();
    let figures = [&notice.total_cost, &notice.cofinancing, &notice.own_contribution, &notice.eligible_cost];
    for figure in figures.into_iter().flatten() {
        let printed = notice.amounts.iter_mut().find(|amount| amount.evidence.start == figure.evidence.start);
        let Some(amount) = printed else { continue };
        let Some(check) = said.next_if(|check| check.scope == name(amount.role)) else { continue };
        amount.in_words = check.difference.map(|difference| figure.value - difference);
    }
}

fn bases(notice: &Notice, amount: &Amount, partner: Option<Decimal>) -> Vec<Decimal> {
    let total = notice.total_cost.as_ref().map(|fact| fact.value);
    let eligible = notice.eligible_cost.as_ref().map(|fact| fact.value);
    match amount.rate_basis {
        Some(RateBasis::Eligible) => eligible.into_iter().collect(),
        _ => total.into_iter().chain(eligible).chain(partner).collect(),
    }
}

/// By how many percentage points a printed rate differs from the true one.
fn off_by(value: Decimal, base: Decimal, rate: Decimal) -> Option<Decimal> {
    let share = (value * Decimal::ONE_HUNDRED).checked_div(base)?;
    Some(rate - share)
}

const fn name(role: Role) -> &'static str {
    match role {
        Role::Total => "total_cost",
        Role::Eligible => "eligible_cost",
        Role::Own => "own_contribution",
        Role::Eu => "eu",
        Role::State => "state",
        _ => "cofinancing",
    }
}
