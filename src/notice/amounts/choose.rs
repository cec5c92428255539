//! The project's figures among all sums: where a role is read twice, the arithmetic decides, and where it cannot, nobody does.

use super::{Sum, is_project};
use crate::vocabulary::Role;
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
    let totals = readings(sums, Role::Total);
    let owns = readings(sums, Role::Own);
    let mut grants = readings(sums, Role::Grant);
    if grants.is_empty() {
        grants = readings(sums, Role::Eu);
    }
    if grants.is_empty() {
        grants = readings(sums, Role::State);
    }
    if let Some((total, grant, own)) = closing(&totals, &grants, &owns, sums) {
        let eligible = readings(sums, Role::Eligible).first().copied();
        return Figures { total, eligible, grant, own, doubts: Vec::new() };
    }
    let mut figures = Figures { eligible: readings(sums, Role::Eligible).first().copied(), ..Figures::default() };
    figures.total = decide("total_cost", &totals, &mut figures.doubts);
    let cap = figures.total.map(|total| total.amount.value);
    let fits = |sum: &&Sum| cap.is_none_or(|cap| sum.amount.value <= cap);
    let below: Vec<&Sum> = grants.iter().copied().filter(fits).collect();
    figures.grant = decide("cofinancing", if below.is_empty() { &grants } else { &below }, &mut figures.doubts);
    figures.own = decide("own_contribution", &owns, &mut figures.doubts);
    figures
}

/// The project-level sums of a role; an exact one hides a rounded repetition of itself.
fn readings(sums: &[Sum], role: Role) -> Vec<&Sum> {
    let all: Vec<&Sum> = sums.iter().filter(|sum| is_project(sum, role)).take(MOST).collect();
    let rounded = |sum: &Sum| {
        let units = [1_000, 10_000, 100_000, 1_000_000].map(Decimal::from);
        let rounds = |exact: Decimal| {
            units.iter().any(|unit| {
                (exact - sum.amount.value).abs() < *unit && (sum.amount.value % unit).is_zero() && *unit * Decimal::TEN <= exact
            })
        };
        all.iter().any(|other| {
            other.amount.value != sum.amount.value && !is_round(other) && is_round(sum) && rounds(other.amount.value)
        })
    };
    let mut kept: Vec<&Sum> = all.iter().copied().filter(|sum| !rounded(sum)).collect();
    let mut seen = Vec::new();
    kept.retain(|sum| {
        let new = !seen.contains(&sum.amount.value);
        seen.push(sum.amount.value);
        new
    });
    kept
}

/// Whether a sum is a round number or called approximate.
fn is_round(sum: &Sum) -> bool {
    sum.amount.approximate || (sum.amount.value % Decimal::from(1000)).is_zero()
}

type Closed<'s> = (Option<&'s Sum>, Option<&'s Sum>, Option<&'s Sum>);

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
                    closed.push((Some(*total), Some(*grant), Some(*own)));
                }
            }
        }
    }
    // A part of a breakdown closes like the whole does; the whole is the greater.
    closed.into_iter().reduce(|best, next| if value(next.0) > value(best.0) { next } else { best })
}

fn value(sum: Option<&Sum>) -> Decimal {
    sum.map_or(Decimal::ZERO, |sum| sum.amount.value)
}

/// The only reading; of several the one whose label fits best; else none, with all as candidates.
fn decide<'s>(field: &'static str, readings: &[&'s Sum], doubts: &mut Vec<(&'static str, Vec<String>)>) -> Option<&'s Sum> {
    match readings {
        [] => None,
        [only] => Some(only),
        _ => {
            let best = readings.iter().map(|sum| sum.fit).max();
            let fitting: Vec<&&Sum> = readings.iter().filter(|sum| Some(sum.fit) == best).collect();
            if let [only] = fitting[..] {
                return Some(only);
            }
            doubts.push((field, readings.iter().take(CANDIDATES).map(|sum| sum.amount.value.to_string()).collect()));
            None
        }
    }
}
