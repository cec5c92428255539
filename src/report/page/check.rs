//! The checks of a project, and the facts that each of them ties together.

use super::model::{PageMention, plain};
use super::value::written;
use crate::html::{checked, money, t, value};
use maud::{Markup, html};
use rust_decimal::Decimal;
use serde_json::Value;

/// A check on its way onto the page.
#[derive(Debug)]
pub(super) struct Check<'a> {
    row: &'a Value,
    currency: String,
    /// The facts it ties, as places in the project's list.
    pub(super) ties: Vec<usize>,
}

impl<'a> Check<'a> {
    /// The checks of a project.
    pub(super) fn all(mention: &'a PageMention) -> Vec<Self> {
        let currency = plain(&mention.fields["currency"]);
        let check = |row| Self { row, currency: currency.clone(), ties: ties(mention, row) };
        mention.items("checks").map(check).collect()
    }

    /// Its row. `facts` are the ids of the facts it ties, with their numbers.
    pub(super) fn markup(&self, id: &str, facts: &[(String, usize)]) -> Markup {
        let (identity, verdict, scope) = (plain(&self.row["identity"]), plain(&self.row["verdict"]), plain(&self.row["scope"]));
        let ties = facts.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(" ");
        html! {
            li class={ "check " (class(&verdict)) } id=(id) data-ties=(ties) tabindex="0" {
                span class="verdict" { span aria-hidden="true" { (sign(&verdict)) } " " (value("verdict", &verdict)) }
                " " span class="identity" { (value("identity", &identity)) }
                @if scope != "project" { " (" (checked(&scope)) ")" }
                @if let Some(difference) = self.difference() { " " span class="soft" { (t("explain.difference")) " " (difference) } }
                @if !facts.is_empty() {
                    " " span class="tied" {
                        @for (id, number) in facts { a href={ "#" (id) } { "[" (number) "]" } " " }
                    }
                }
            }
        }
    }

    /// What is missing or too much, in its unit.
    fn difference(&self) -> Option<Markup> {
        let difference: Decimal = plain(&self.row["difference"]).parse().ok()?;
        if difference.is_zero() {
            return None;
        }
        Some(match plain(&self.row["identity"]).as_str() {
            "rate_times_base" => html! { (written(difference)) " " (t("explain.points")) },
            "duration_matches_dates" => html! { (written(difference)) " " (t("explain.months")) },
            "women_plus_men" | "groups_sum_to_participants" | "part_within_participants" => written(difference),
            _ => money(difference, &self.currency),
        })
    }

    /// A short link to it, for the rows of the facts it ties.
    pub(super) fn link(&self, id: &str) -> Markup {
        let verdict = plain(&self.row["verdict"]);
        html! {
            a class={ "to-check " (class(&verdict)) } href={ "#" (id) } {
                span aria-hidden="true" { (sign(&verdict)) } " " (value("identity", &plain(&self.row["identity"])))
                span class="visually-hidden" { ": " (value("verdict", &verdict)) }
            }
        }
    }
}

fn class(verdict: &str) -> &'static str {
    match verdict {
        "exact" | "rounding" => "good",
        "near" => "fair",
        _ => "bad",
    }
}

fn sign(verdict: &str) -> &'static str {
    match verdict {
        "exact" => "✓",
        "rounding" | "near" => "≈",
        _ => "✗",
    }
}

/// The places of the facts that a check is about. Sums that are printed once and told twice (as the grant, and among all amounts) are
/// tied both times.
fn ties(mention: &PageMention, check: &Value) -> Vec<usize> {
    let fields = fields(mention, check);
    let mut tied: Vec<usize> = (0..mention.facts.len()).filter(|&at| fields.contains(&mention.facts[at].field)).collect();
    let sums: Vec<(usize, usize)> = tied
        .iter()
        .map(|&at| &mention.facts[at])
        .filter(|fact| SUMS.contains(&fact.field.as_str()))
        .map(|fact| (fact.start, fact.end))
        .collect();
    let again = |at: &usize| {
        let fact = &mention.facts[*at];
        fact.field.starts_with("amounts[") && sums.contains(&(fact.start, fact.end))
    };
    tied.extend((0..mention.facts.len()).filter(again));
    tied.sort_unstable();
    tied.dedup();
    tied
}

const SUMS: [&str; 4] = ["total_cost", "eligible_cost", "cofinancing", "own_contribution"];

/// The fields that a check compares.
fn fields(mention: &PageMention, check: &Value) -> Vec<String> {
    let scope = plain(&check["scope"]);
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let roles = |roles: &[&str]| amounts(mention, |amount| roles.iter().any(|role| amount["role"] == *role));
    match plain(&check["identity"]).as_str() {
        "total_is_grant_plus_own" => [named(&["cofinancing", "own_contribution"]), whole(mention, check, &scope)].concat(),
        "grant_is_eu_plus_state" if scope == "eligible" => {
            let base = if mention.fields["eligible_cost"].is_null() { "total_cost" } else { "eligible_cost" };
            [named(&[base]), roles(&["eu", "state"])].concat()
        }
        "grant_is_eu_plus_state" => roles(&["grant", "eu", "state"]),
        "total_is_eligible_plus_ineligible" => [named(&["total_cost", "eligible_cost"]), roles(&["ineligible"])].concat(),
        "parts_sum_to_parent" if scope == "partner" => roles(&["investment", "non_investment", "partner_share"]),
        "parts_sum_to_parent" => [named(&["total_cost"]), roles(&["investment", "non_investment"])].concat(),
        "rate_times_base" => rated(mention, &scope),
        "women_plus_men" => named(&["participants", "women", "men"]),
        "groups_sum_to_participants" => {
            let groups = mention.items("target_groups").enumerate();
            let counted = groups.filter(|(_, group)| !(group["count"].is_null() && group["women"].is_null()));
            [named(&["participants"]), counted.map(|(at, _)| format!("target_groups[{at}]")).collect()].concat()
        }
        "duration_matches_dates" => named(&["start_date", "end_date", "duration_months"]),
        "start_before_end" => named(&["start_date", "end_date"]),
        "code_matches_text" => named(&["programme_code", "agreement_number", "call_number", "measure_code"]),
        "words_match_digits" => {
            let sum = named(&[&scope]);
            if SUMS.contains(&scope.as_str()) { sum } else { roles(&[&scope]) }
        }
        "part_within_total" | "eligible_within_total" => named(&["total_cost", &scope]),
        "part_within_participants" => named(&["participants", &scope]),
        _ => Vec::new(),
    }
}

/// What the grant and the own contribution add up to, and the sum that closes the gap where they alone do not.
fn whole(mention: &PageMention, check: &Value, scope: &str) -> Vec<String> {
    let number = |value: &Value| plain(value).parse::<Decimal>().ok();
    let difference = number(&check["difference"]).unwrap_or_default();
    let parts = [&mention.fields["cofinancing"], &mention.fields["own_contribution"]];
    let sum: Decimal = parts.into_iter().filter_map(number).sum();
    let computed = |whole: Decimal| whole - difference;
    let (mut fields, total) = if scope == "partner" {
        let shares = amounts(mention, |amount| amount["role"] == "partner_share");
        let share = mention.items("amounts").find(|amount| amount["role"] == "partner_share");
        (shares, share.and_then(|share| number(&share["value"])))
    } else {
        (vec!["total_cost".to_owned()], number(&mention.fields["total_cost"]))
    };
    if let Some(missing) = total.map(|total| computed(total) - sum).filter(|missing| !missing.is_zero()) {
        let closes = |amount: &Value| {
            matches!(plain(&amount["role"]).as_str(), "state" | "own") && number(&amount["value"]) == Some(missing)
        };
        fields.extend(amounts(mention, closes));
    }
    fields
}

/// A rate, the sum it is printed with, and the base it fits best.
fn rated(mention: &PageMention, scope: &str) -> Vec<String> {
    let number = |value: &Value| plain(value).parse::<Decimal>().ok();
    let role_of = |amount: &Value| match plain(&amount["role"]).as_str() {
        "eu" => "eu",
        "state" => "state",
        "own" => "own_contribution",
        "grant" => "cofinancing",
        _ => "",
    };
    let is_meant = |amount: &Value| role_of(amount) == scope && !amount["rate"].is_null() && amount["scope"] == "project";
    let mut fields = amounts(mention, is_meant);
    if scope == "cofinancing" {
        fields.extend(["cofinancing".to_owned(), "cofinancing_rate".to_owned()]);
    } else if scope == "own_contribution" {
        fields.push(scope.to_owned());
    }
    let printed = mention.items("amounts").find(|amount| is_meant(amount));
    let figures = printed.and_then(|amount| Some((number(&amount["value"])?, number(&amount["rate"])?)));
    let bases = ["total_cost", "eligible_cost"].into_iter().filter_map(|field| Some((field, number(&mention.fields[field])?)));
    let off = |base: Decimal| {
        let (sum, rate) = figures?;
        let share = sum.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)?;
        Some((rate - share).abs())
    };
    let fitting = bases.filter_map(|(field, base)| Some((off(base)?, field))).min_by_key(|(off, _)| *off);
    fields.extend(fitting.map(|(_, field)| field.to_owned()));
    fields
}

/// The fields of the amounts that are meant.
fn amounts(mention: &PageMention, is_meant: impl Fn(&Value) -> bool) -> Vec<String> {
    let meant = mention.items("amounts").enumerate().filter(|(_, amount)| is_meant(amount));
    meant.map(|(at, _)| format!("amounts[{at}]")).collect()
}
