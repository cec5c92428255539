//! The single values a notice states, by field, as text that can be compared and published.

use crate::notice::{Fact, Notice, Scope};
use crate::vocabulary::{Role, Stage};
use rust_decimal::Decimal;
use serde::Serialize;
use std::fmt::Display;

/// The fields that are compared from page to page and from edition to edition, in the order of the columns; lists come last.
pub const FIELDS: &[&str] = &[
    "title",
    "programme_code",
    "programme",
    "period",
    "priority_axis",
    "measure_code",
    "call_number",
    "agreement_number",
    "total_cost",
    "eligible_cost",
    "cofinancing",
    "own_contribution",
    "currency",
    "cofinancing_rate",
    "start_date",
    "end_date",
    "signed_date",
    "duration_months",
    "status",
    "beneficiary",
    "implementer",
    "municipality",
    "teryt",
    "voivodeship",
    "participants",
    "women",
    "men",
    "eu_contribution",
    "state_contribution",
    "grant_stage",
    "funds",
    "partners",
    "target_categories",
    "tasks",
];

/// What a notice states, field by field; numbers in plain decimal notation, dates as far as they are printed, the parts of a list with
/// `; ` between them.
pub fn values(notice: &Notice) -> Vec<(&'static str, String)> {
    let all = [
        text(notice.title.as_ref()),
        text(notice.programme_code.as_ref()),
        text(notice.programme.as_ref()),
        text(notice.period.as_ref()),
        text(notice.priority_axis.as_ref()),
        text(notice.measure_code.as_ref()),
        text(notice.call_number.as_ref()),
        text(notice.agreement_number.as_ref()),
        notice.total_cost.as_ref().map(|fact| fact.value.normalize().to_string()),
        notice.eligible_cost.as_ref().map(|fact| fact.value.normalize().to_string()),
        notice.cofinancing.as_ref().map(|fact| fact.value.normalize().to_string()),
        notice.own_contribution.as_ref().map(|fact| fact.value.normalize().to_string()),
        notice.currency.as_ref().map(|fact| fact.value.code().to_owned()),
        notice.cofinancing_rate.as_ref().map(|fact| fact.value.normalize().to_string()),
        text(notice.start_date.as_ref()),
        text(notice.end_date.as_ref()),
        text(notice.signed_date.as_ref()),
        text(notice.duration_months.as_ref()),
        notice.status.as_ref().and_then(|fact| word(&fact.value)),
        text(notice.beneficiary.as_ref()),
        text(notice.implementer.as_ref()),
        text(notice.municipality.as_ref()),
        text(notice.teryt.as_ref()),
        text(notice.voivodeship.as_ref()),
        text(notice.participants.as_ref()),
        text(notice.women.as_ref()),
        text(notice.men.as_ref()),
        sole(notice, Role::Eu).map(|value| value.normalize().to_string()),
        sole(notice, Role::State).map(|value| value.normalize().to_string()),
        grant_stage(notice).and_then(|stage| word(&stage)),
        list(notice.funds.iter().map(|fact| fact.value.as_str())),
        list(notice.partners.iter().map(|fact| fact.value.as_str())),
        list(notice.target_categories.iter().map(String::as_str)),
        list(notice.tasks.iter().map(|fact| fact.value.as_str())),
    ];
    FIELDS.iter().copied().zip(all).filter_map(|(field, value)| Some((field, value?))).collect()
}

/// Whether a field is a sum of money: the same number in two currencies is not the same.
pub fn is_sum(field: &str) -> bool {
    matches!(
        field,
        "total_cost" | "eligible_cost" | "cofinancing" | "own_contribution" | "eu_contribution" | "state_contribution"
    )
}

/// The one sum of a role that describes the whole project; none if there are several.
pub fn sole(notice: &Notice, role: Role) -> Option<Decimal> {
    let mut values = notice.amounts.iter().filter(|a| a.role == role && a.scope == Scope::Project).map(|a| a.value);
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// How far the published grant has come, if the page says so.
pub fn grant_stage(notice: &Notice) -> Option<Stage> {
    let grant = notice.cofinancing.as_ref()?.value;
    notice.amounts.iter().find(|a| matches!(a.role, Role::Grant | Role::Eu) && a.value == grant && a.stage.is_some())?.stage
}

/// The word by which a member of a closed list is written.
fn word(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

fn list<'t>(parts: impl Iterator<Item = &'t str>) -> Option<String> {
    let parts: Vec<&str> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn text<T: Display>(fact: Option<&Fact<T>>) -> Option<String> {
    fact.map(|fact| fact.value.to_string())
}
