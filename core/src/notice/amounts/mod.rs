//! Sums of money: each with its role, then the project's figures among them.

mod choose;
mod context;
mod heads;
mod others;
mod place;
mod rate;
mod role;
mod shared;
#[cfg(test)]
mod tests;
mod tiles;

pub(crate) use heads::Heads;

use super::model::{Amount, Doubt, Evidence, Fact, Notice, Scope as AmountScope};
use super::reading::Scope;
use crate::text::Span;
use crate::value::{Currency, Found, Money};
use crate::vocabulary::Role;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Reads every sum of a notice and publishes the project's figures.
pub(crate) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let money: Vec<&Found<Money>> = scope.values(&scope.reading.values.money).collect();
    let mut amounts = role::amounts(scope, &money);
    choose::settle(&mut amounts);
    rate::attach(scope, &mut amounts);
    place_by_title(scope, notice, &mut amounts);
    drop_strays(scope, &mut amounts);
    publish(scope, notice, &amounts);
    notice.amounts = amounts.into_iter().map(|sum| sum.amount).collect();
}

/// A sum with its role and what stood around it.
#[derive(Debug, Clone)]
pub(crate) struct Sum {
    pub(crate) amount: Amount,
    /// Where it stands in the folded text.
    pub(crate) span: crate::text::Span,
    /// What is unsure about the digits.
    pub(crate) doubt: Option<&'static str>,
    /// Where the currency is printed.
    pub(crate) currency: Evidence,
    /// Another reading of the same digits.
    pub(crate) alternative: Option<Decimal>,
    /// How well the label fits the role: it speaks of the whole (`całkowita`, `łączna`), of the municipality's own money, and stands
    /// right beside the sum.
    pub(crate) fit: u8,
    /// Whether no label of its own names it, only what stands around: a labelled one goes before it.
    pub(crate) weak: bool,
    /// Whether it stands before the block that names the undertaking.
    pub(crate) ahead: bool,
    /// Whether the page calls it an upper or lower limit.
    pub(crate) limit: bool,
}

/// Marks the sums that stand in blocks before the one that names the undertaking: they may tell of another.
fn place_by_title(scope: &Scope<'_, '_>, notice: &Notice, sums: &mut [Sum]) {
    let Some(title) = notice.title.as_ref().map(|title| Span::new(title.evidence.start, title.evidence.end)) else { return };
    let title = scope.reading.folded.folded(title);
    let Some(block) = scope.reading.line_at(title.start).map(|line| line.block) else { return };
    for sum in sums {
        sum.ahead = scope.reading.line_at(sum.span.start).is_some_and(|line| line.block < block);
    }
}

/// Drops sums of no role in blocks that tell nothing else of the project: fees and prices of the neighbourhood.
fn drop_strays(scope: &Scope<'_, '_>, sums: &mut Vec<Sum>) {
    let block = |sum: &Sum| scope.reading.line_at(sum.span.start).map(|line| line.block);
    let told: BTreeSet<_> = sums.iter().filter(|sum| sum.amount.role != Role::Other).map(block).collect();
    sums.retain(|sum| sum.amount.role != Role::Other || told.contains(&block(sum)));
}

fn publish(scope: &Scope<'_, '_>, notice: &mut Notice, sums: &[Sum]) {
    let chosen = choose::figures(sums);
    let fact = |sum: Option<&Sum>| sum.map(|sum| Fact { value: sum.amount.value, evidence: sum.amount.evidence.clone() });
    notice.total_cost = fact(chosen.total);
    notice.eligible_cost = fact(chosen.eligible);
    notice.cofinancing = fact(chosen.grant);
    notice.own_contribution = fact(chosen.own);
    notice.cofinancing_rate = chosen.grant.and_then(|grant| rate::of(scope, sums, grant)).or_else(|| rate::alone(scope));
    notice.doubts.extend(chosen.doubts.into_iter().map(|(field, candidates)| Doubt {
        field,
        reason: "ambiguous_amount",
        candidates,
    }));
    let figures = [
        ("total_cost", chosen.total),
        ("cofinancing", chosen.grant),
        ("own_contribution", chosen.own),
        ("eligible_cost", chosen.eligible),
    ];
    for (field, sum) in figures.iter().filter_map(|(field, sum)| Some((*field, (*sum)?))) {
        let doubt = |reason| Doubt { field, reason, candidates: vec![sum.amount.value.to_string()] };
        notice.doubts.extend(sum.doubt.map(doubt));
    }
    for (role, printed) in role::unreadable(scope) {
        let field = match role {
            Role::Total => "total_cost",
            Role::Grant | Role::Eu | Role::State => "cofinancing",
            Role::Own => "own_contribution",
            Role::Eligible => "eligible_cost",
            _ => continue,
        };
        notice.doubts.push(Doubt { field, reason: "unreadable_amount", candidates: vec![printed] });
    }
    notice.currency = currency(&[chosen.total, chosen.grant, chosen.own, chosen.eligible]);
}

/// The currency of the published figures, if they have one in common.
fn currency(figures: &[Option<&Sum>]) -> Option<Fact<Currency>> {
    let mut found: Option<Fact<Currency>> = None;
    for sum in figures.iter().flatten() {
        let Some(currency) = sum.amount.currency else { continue };
        match &found {
            Some(known) if known.value != currency => return None,
            Some(_) => {}
            None => {
                found = Some(Fact { value: currency, evidence: sum.currency.clone() });
            }
        }
    }
    found
}

/// Whether a sum can be one of the project's own figures.
fn is_project(sum: &Sum, role: Role) -> bool {
    sum.amount.role == role && sum.amount.scope == AmountScope::Project
}
