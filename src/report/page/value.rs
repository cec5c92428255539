//! The value of a fact as people of each language write it.

use super::model::{PageMention, plain};
use crate::html::{count, date, decimal, money, outside, percent, t, value as listed};
use maud::{Markup, html};
use rust_decimal::Decimal;
use serde_json::Value;

/// The value of a field, ready to be read.
pub(super) fn value(mention: &PageMention, field: &str) -> Markup {
    let value = mention.value(field);
    match field.split('[').next().unwrap_or(field) {
        "amounts" => amount(value),
        "target_groups" => group(value),
        "indicators" => indicator(value),
        "start_date" | "end_date" | "signed_date" => dated(mention, field, value),
        name => simple(name, &plain(value), &plain(&mention.fields["currency"])),
    }
}

/// A value of a field that is not a list of records, given as text: also what else a field could be.
pub(in crate::report) fn simple(field: &str, value: &str, currency: &str) -> Markup {
    let number = value.parse::<Decimal>().ok();
    let (base, part) = field.split_once('[').map_or((field, ""), |(base, rest)| (base, rest.rsplit('.').next().unwrap_or("")));
    match (base, number) {
        (
            "total_cost" | "eligible_cost" | "cofinancing" | "own_contribution" | "eu_contribution" | "state_contribution",
            Some(number),
        ) => money(number, currency),
        ("amounts", Some(number)) => money(number, currency),
        ("amounts", None) if part == "role" => listed("role", value),
        ("cofinancing_rate", Some(number)) => rate(number),
        ("duration_months", Some(number)) => html! { (whole(number)) " " (t("explain.months")) },
        ("participants" | "women" | "men", Some(number)) => whole(number),
        ("start_date" | "end_date" | "signed_date", _) if is_date(value) => date(value),
        ("status" | "genre", _) => listed(field, value),
        ("grant_stage", _) => listed("stage", value),
        ("target_categories", _) => html! {
            @for (at, one) in value.split("; ").enumerate() { @if at > 0 { "; " } (listed("category", one)) }
        },
        _ => outside(value),
    }
}

/// A date, no more exact than it is printed.
fn dated(mention: &PageMention, field: &str, value: &Value) -> Markup {
    let precision = plain(&mention.fields[field.replace("_date", "_precision")]);
    let printed = plain(value);
    let shown = match precision.as_str() {
        "month" => printed.get(..7),
        "year" => printed.get(..4),
        _ => None,
    };
    simple(field, shown.unwrap_or(&printed), "")
}

fn amount(value: &Value) -> Markup {
    let sum = plain(&value["value"]).parse::<Decimal>().ok();
    let printed_rate = plain(&value["rate"]).parse::<Decimal>().ok();
    html! {
        @if value["approximate"] == true { (t("explain.about")) " " }
        @if let Some(sum) = sum { (money(sum, &plain(&value["currency"]))) }
        " " span class="soft" {
            (listed("role", &plain(&value["role"])))
            @let (scope, stage) = (plain(&value["scope"]), plain(&value["stage"]));
            @if !scope.is_empty() && scope != "project" { ", " (listed("scope", &scope)) }
            @if !stage.is_empty() { ", " (listed("stage", &stage)) }
            @if let Some(share) = printed_rate { ", " (rate(share)) }
        }
    }
}

fn group(value: &Value) -> Markup {
    html! {
        (outside(&plain(&value["text"])))
        @for key in ["count", "women", "men"] {
            @if let Some(number) = value[key].as_u64() {
                " " span class="soft" { (t(&format!("explain.group_{key}"))) " " (count(number)) }
            }
        }
    }
}

fn indicator(value: &Value) -> Markup {
    let number = plain(&value["value"]).parse::<Decimal>().ok();
    html! {
        (outside(&plain(&value["name"]))) ": "
        @if let Some(number) = number { (written(number)) }
        @if let Some(unit) = value["unit"].as_str() { " " (outside(unit)) }
    }
}

/// A rate given in percent.
fn rate(value: Decimal) -> Markup {
    let value = value.normalize();
    let share = value.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
    percent(share, value.scale())
}

/// A number with as many decimal places as it has.
pub(super) fn written(value: Decimal) -> Markup {
    let value = value.normalize();
    crate::html::both(|language| decimal(value, value.scale(), language))
}

fn whole(value: Decimal) -> Markup {
    u64::try_from(value).map_or_else(|_| written(value), count)
}

fn is_date(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
