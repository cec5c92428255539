//! The single values a notice states, by field, as text that can be compared and published.

use crate::notice::{Fact, Notice};
use std::fmt::Display;

/// The fields that hold one value each, in the order of the columns: those in which pages can disagree.
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
];

/// What a notice states, field by field; numbers in plain decimal notation, dates as far as they are printed.
pub fn values(notice: &Notice) -> Vec<(&'static str, String)> {
    let status = notice.status.as_ref().and_then(|fact| serde_json::to_value(fact.value).ok());
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
        status.and_then(|status| status.as_str().map(str::to_owned)),
        text(notice.beneficiary.as_ref()),
        text(notice.implementer.as_ref()),
        text(notice.municipality.as_ref()),
        text(notice.teryt.as_ref()),
        text(notice.voivodeship.as_ref()),
        text(notice.participants.as_ref()),
        text(notice.women.as_ref()),
        text(notice.men.as_ref()),
    ];
    FIELDS.iter().copied().zip(all).filter_map(|(field, value)| Some((field, value?))).collect()
}

fn text<T: Display>(fact: Option<&Fact<T>>) -> Option<String> {
    fact.map(|fact| fact.value.to_string())
}
