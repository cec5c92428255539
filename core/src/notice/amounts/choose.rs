//! The project's figures among all sums: where a role is read twice, the arithmetic decides, and where it cannot, nobody does.

use super::{Sum, is_project};
use crate::vocabulary::{Role, Stage};
use rust_decimal::Decimal;

/// The sums that are the project's published figures.
#[derive(Default)]
pub(super) struct Figures<'s> {
    pub(super) total: Option<&'s Sum>,
    pub(super) eligible: Option<&'s Sum>,
    pub(super) grant: Option<&'s Sum>,
    pub(super) own: Option<&'s Sum>,
    /// Fields left empty because readings disagree, with the readings.
    pub(super) doubts: Vec<(&'static str, Vec<String>)>,
}

/// Where digits can be read in two ways (`130,000 zł`), takes the other reading if only that one makes the figures add up.
pub(super) fn settle(sums: &mut [Sum]) {
    for i in 0..sums.len().min(MOST) {
        let Some(alternative) = sums[i].alternative.take() else { continue };
        if !adds_up(sums) {
            let printed = std::mem::replace(&mut sums[i].amount.value, alternative);
            if adds_up(sums) {
                sums[i].amount.evidence.rule = "amount:arithmetic";
            } else {
                sums[i].amount.value = printed;
            }
        }
    }
}

/// More candidates than anybody looks at.
const CANDIDATES: usize = 20;

/// More sums than one project prints: a page with more is a table, and not searched for readings that close.
const MOST: usize = 40;

/// Whether some total is the sum of some grant and some own contribution.
fn adds_up(sums: &[Sum]) -> bool {
    let of = |role| readings(sums, role);
    closing(&of(Role::Total), &of(Role::Grant), &of(Role::Own), sums).is_some()
}

/// Chooses the figures.
pub(super) fn figures(sums: &[Sum]) -> Figures<'_> {
    let mut totals = readings(sums, Role::Total);
    let mut owns = readings(sums, Role::Own);
    let mut grants = grants(sums);
    let mut eligibles = readings(sums, Role::Eligible);
    let mut figures = Figures::default();
    let closed = closing(&totals, &grants, &owns, sums);
    // A state grant told for the whole goes before the parts that its breakdown calls dofinansowanie.
    let whole = closed.and_then(|_| closing(&totals, &granted(sums), &owns, sums));
    let greater = whole.filter(|whole| closed.is_some_and(|closed| whole.0.amount.value > closed.0.amount.value));
    if let Some((total, grant, own)) = greater.or(closed) {
        (totals, grants, owns) = (vec![total], vec![grant], vec![own]);
    } else {
        keep_parent(&mut totals, sums);
        keep_parent(&mut grants, sums);
        if let Some((total, grant)) = by_rate(&totals, &grants) {
            (totals, grants) = (vec![total], vec![grant]);
        }
        if let [grant] = grants[..] {
            retain_if_any(&mut totals, |total| total.amount.value >= grant.amount.value);
        }
    }
    figures.total = decide("total_cost", &totals, &mut figures.doubts);
    let cap = figures.total.map(|total| total.amount.value);
    let fits = |sum: &Sum| cap.is_none_or(|cap| sum.amount.value <= cap);
    retain_if_any(&mut grants, fits);
    retain_if_any(&mut eligibles, fits);
    figures.grant = decide("cofinancing", &grants, &mut figures.doubts);
    figures.own = decide("own_contribution", &owns, &mut figures.doubts);
    figures.eligible = decide("eligible_cost", &eligibles, &mut figures.doubts);
    figures
}

/// The readings of the grant: what the page calls so; else the Union's part, else the state's.
fn grants(sums: &[Sum]) -> Vec<&Sum> {
    let of = |role, weak: bool| {
        let mut found = readings(sums, role);
        found.retain(|sum| sum.weak == weak);
        found
    };
    let pools = [(Role::Grant, false), (Role::Eu, false), (Role::Eu, true), (Role::State, false), (Role::Grant, true)];
    pools.into_iter().map(|(role, weak)| of(role, weak)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The sums of every kind of grant.
fn granted(sums: &[Sum]) -> Vec<&Sum> {
    [Role::Grant, Role::Eu, Role::State].into_iter().flat_map(|role| readings(sums, role)).collect()
}

/// The project-level sums of a role, each once. An exact one hides a rounded repetition of itself, a labelled one an unlabelled one,
/// a granted one the one that was asked for.
fn readings(sums: &[Sum], role: Role) -> Vec<&Sum> {
    let mut kept: Vec<&Sum> = sums.iter().filter(|sum| is_project(sum, role)).take(MOST).collect();
    let all = kept.clone();
    kept.retain(|sum| !all.iter().any(|exact| repeats_roughly(sum, exact)));
    retain_if_any(&mut kept, |sum| !sum.weak);
    retain_if_any(&mut kept, |sum| !sum.limit);
    retain_if_any(&mut kept, |sum| sum.amount.stage != Some(Stage::Requested));
    // The same sum in another currency is the same sum.
    let currency = kept.iter().find_map(|sum| sum.amount.currency);
    retain_if_any(&mut kept, |sum| sum.amount.currency.is_none() || sum.amount.currency == currency);
    let mut seen = Vec::new();
    kept.retain(|sum| {
        let new = !seen.contains(&sum.amount.value);
        seen.push(sum.amount.value);
        new
    });
    kept
}

/// Keeps what fits, unless nothing does.
fn retain_if_any<'s>(sums: &mut Vec<&'s Sum>, fits: impl Fn(&'s Sum) -> bool) {
    if sums.iter().any(|sum| fits(sum)) {
        sums.retain(|sum| fits(sum));
    }
}

/// Whether a sum says again, only rounded, what another one says exactly (`blisko 2 mln zł` of 1 987 654,32 zł).
fn repeats_roughly(sum: &Sum, exact: &Sum) -> bool {
    let (rough, exact_value) = (sum.amount.value, exact.amount.value);
    if rough == exact_value || is_round(exact) || !is_round(sum) {
        return false;
    }
    let gap = (exact_value - rough).abs();
    let units = [1_000, 10_000, 100_000, 1_000_000].map(Decimal::from);
    let rounds = |unit: Decimal| gap < unit && (rough % unit).is_zero() && unit * Decimal::TEN <= exact_value;
    units.into_iter().any(rounds) || sum.amount.approximate && gap * Decimal::TEN <= exact_value
}

/// Whether a sum is a round number or called approximate.
fn is_round(sum: &Sum) -> bool {
    sum.amount.approximate || (sum.amount.value % Decimal::from(1000)).is_zero()
}

/// Of several readings keeps the one that others of its kind, one after another, add up to: the rest is its breakdown.
fn keep_parent<'s>(readings: &mut Vec<&'s Sum>, sums: &'s [Sum]) {
    let Some(role) = readings.first().map(|sum| sum.amount.role).filter(|_| readings.len() > 1) else { return };
    let granted = |role| matches!(role, Role::Grant | Role::Eu | Role::State);
    let kind = |sum: &&Sum| sum.amount.role == role || granted(role) && granted(sum.amount.role);
    let parts: Vec<Decimal> = sums.iter().filter(kind).take(MOST).map(|sum| sum.amount.value).collect();
    retain_if_any(readings, |sum| is_sum_of_run(&parts, sum.amount.value));
}

/// Whether two or more values one after another, none of them the whole itself, add up to it.
fn is_sum_of_run(values: &[Decimal], whole: Decimal) -> bool {
    (0..values.len()).any(|from| {
        let mut sum = Decimal::ZERO;
        values[from..].iter().take_while(|value| **value != whole).enumerate().any(|(i, value)| {
            sum += value;
            i > 0 && (sum - whole).abs() <= Decimal::ONE
        })
    })
}

type Closed<'s> = (&'s Sum, &'s Sum, &'s Sum);

/// The one choice of total, grant and own contribution that adds up, if readings leave a choice.
fn closing<'s>(totals: &[&'s Sum], grants: &[&'s Sum], owns: &[&'s Sum], sums: &'s [Sum]) -> Option<Closed<'s>> {
    if totals.len() * grants.len() * owns.len() == 0 || totals.len() + grants.len() + owns.len() > 12 {
        return None;
    }
    let states: Vec<Decimal> = readings(sums, Role::State).iter().map(|sum| sum.amount.value).collect();
    let mut closed = Vec::new();
    for total in totals {
        for grant in grants {
            for own in owns {
                let rest = total.amount.value - grant.amount.value - own.amount.value;
                if rest.abs() <= Decimal::ONE || states.contains(&rest) {
                    closed.push((*total, *grant, *own));
                }
            }
        }
    }
    // A part of a breakdown closes like the whole does; the whole is the greater.
    closed.into_iter().reduce(|best, next| if next.0.amount.value > best.0.amount.value { next } else { best })
}

/// The one choice of total and grant that a rate printed with the grant confirms, if readings leave a choice.
fn by_rate<'s>(totals: &[&'s Sum], grants: &[&'s Sum]) -> Option<(&'s Sum, &'s Sum)> {
    if totals.len() * grants.len() < 2 || totals.len() + grants.len() > 12 {
        return None;
    }
    let confirmed = |total: &Sum, grant: &Sum| {
        let share = (grant.amount.value * Decimal::ONE_HUNDRED).checked_div(total.amount.value);
        grant.amount.rate.zip(share).is_some_and(|(rate, share)| (rate - share).abs() <= Decimal::new(5, 1))
    };
    let pairs = totals.iter().flat_map(|total| grants.iter().map(move |grant| (*total, *grant)));
    let mut fitting = pairs.filter(|(total, grant)| confirmed(total, grant));
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

/// The only reading; of several the one whose label fits best; else none, with all as candidates.
fn decide<'s>(field: &'static str, readings: &[&'s Sum], doubts: &mut Vec<(&'static str, Vec<String>)>) -> Option<&'s Sum> {
    match readings {
        [] => None,
        [only] => Some(only),
        _ => {
            let rank = |sum: &&Sum| (!sum.ahead, sum.fit);
            let best = readings.iter().map(rank).max();
            let fitting: Vec<&&Sum> = readings.iter().filter(|sum| Some(rank(sum)) == best).collect();
            if let [only] = fitting[..] {
                return Some(only);
            }
            doubts.push((field, readings.iter().take(CANDIDATES).map(|sum| sum.amount.value.to_string()).collect()));
            None
        }
    }
}
