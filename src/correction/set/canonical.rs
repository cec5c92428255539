//! The form in which a typed value stands in the tables.

use super::typed::{self, End, Who};
use super::{place, programme};
use crate::notice::Notice;
use crate::notice::Status;
use crate::value::Currency;
use crate::vocabulary::{LabelKind, Role, Stage, Table};
use std::collections::BTreeSet;

/// A value's canonical form, once over; none if it does not fit. With a notice, what only it says is added: the programme of a measure,
/// a currency that is not its own.
pub(super) fn canonical(field: &str, text: &str, notice: Option<&Notice>) -> Option<String> {
    match field {
        "title" => title(text),
        "beneficiary" | "implementer" => {
            typed::line(text).filter(|name| name.len() <= 1_000 && name.chars().any(char::is_alphabetic))
        }
        "programme_code" => programme::code(text),
        "programme" => programme::name(text),
        "period" => typed::period(text),
        "priority_axis" => typed::axis(text).map(|axis| axis.to_string()),
        "measure_code" => measure(text, notice),
        "call_number" | "agreement_number" => typed::number(text),
        "currency" => typed::currency(text).map(|currency| currency.code().to_owned()),
        "cofinancing_rate" => typed::rate(text).map(|rate| rate.to_string()),
        "start_date" => typed::date(text, Some(End::First)).map(|date| date.to_string()),
        "end_date" => typed::date(text, Some(End::Last)).map(|date| date.to_string()),
        "signed_date" => typed::date(text, None).map(|date| date.to_string()),
        "duration_months" => typed::months(text).map(|months| months.to_string()),
        "status" => status(text).and_then(|status| super::word(&status)),
        "municipality" => place::municipality(text).map(|typed| typed.canonical()),
        "teryt" => place::teryt(text),
        "voivodeship" => place::voivodeship(text).map(str::to_owned),
        "participants" => typed::people(text, Who::All).map(|people| people.to_string()),
        "women" => typed::people(text, Who::Women).map(|people| people.to_string()),
        "men" => typed::people(text, Who::Men).map(|people| people.to_string()),
        "grant_stage" => stage(text).and_then(|stage| super::word(&stage)),
        "funds" => closed(text, fund),
        "target_categories" => closed(text, category).map(sorted),
        "partners" | "tasks" => list(text),
        field if crate::resolve::is_sum(field) => sum(text, notice),
        field => match super::amount_field(field)? {
            (_, super::OfAmount::Role) => role(text).and_then(|role| super::word(&role)),
            (_, super::OfAmount::Value) => sum(text, notice),
        },
    }
}

/// What is expected of a field, with an example.
pub(super) fn expected(field: &str) -> &'static str {
    match field {
        "title" | "beneficiary" | "implementer" => "a text of one line (`Gmina Lipowiec`)",
        "programme_code" => "the code of a programme (`RPWM`, `FEKP`)",
        "programme" => "the name of one programme (`Regionalny Program Operacyjny Województwa Warmińsko-Mazurskiego 2014-2020`)",
        "period" => "two years (`2014-2020`)",
        "priority_axis" => "the number of an axis (`11`, `XI`)",
        "measure_code" => "the code of a measure (`RPWM.11.02.03`, `11.2.3`)",
        "call_number" | "agreement_number" => "a number with digits (`RPWM.11.02.03-28-0063/17-00`)",
        "currency" => "a currency (`PLN`, `EUR`, `zł`, `€`)",
        "cofinancing_rate" => "a rate from 0 to 100 % (`85%`, `84.28`)",
        "start_date" | "end_date" | "signed_date" => "a date that exists (`2018-09-01`, `1.09.2018 r.`, `wrzesień 2018`, `2018`)",
        "duration_months" => "a number of months from 1 to 240 (`39`, `2 lata i 6 miesięcy`)",
        "status" => "one of applied, planned, ongoing, completed",
        "municipality" => "the name or the TERYT number of a municipality (`Ełk`, `gmina wiejska Ełk`, `2805022`)",
        "teryt" => "a TERYT number of six or seven digits in a county that exists (`2805011`)",
        "voivodeship" => "the name of a voivodeship (`warmińsko-mazurskie`)",
        "participants" | "women" | "men" => "a number of people (`132`, `132 osoby`)",
        "grant_stage" => "one of requested, awarded, received, beside a published grant",
        "funds" => "funds of the Union, parted by ; (`EFS; EFRR`)",
        "target_categories" => "categories of recipients, parted by ; (`children; seniors`)",
        "partners" | "tasks" => "texts parted by ; (`Gmina Lipowiec; Powiat ełcki`)",
        field if crate::resolve::is_sum(field) => A_SUM,
        field => match super::amount_field(field) {
            Some((_, super::OfAmount::Role)) => {
                "one of total, eligible, ineligible, grant, eu, state, own, partner_share, investment, non_investment, other"
            }
            Some((_, super::OfAmount::Value)) => A_SUM,
            None => "a field that can be corrected (`total_cost`, `amounts[0].role`)",
        },
    }
}

const A_SUM: &str =
    "one sum that can be read in one way only, in the currency of the other figures (`1 149 808,80 zł`, `1149808.80`)";

/// A title without the quotation marks around it.
fn title(text: &str) -> Option<String> {
    let line = typed::line(text)?;
    let is_mark = |c: char| matches!(c, '„' | '”' | '“' | '"' | '«' | '»' | '‟');
    let inner = line.strip_prefix(is_mark).and_then(|line| line.strip_suffix(is_mark)).map(str::trim);
    let bare = inner.filter(|inner| !inner.contains(is_mark) && !inner.is_empty()).map_or(line.clone(), str::to_owned);
    (bare.len() <= 2_000 && bare.chars().any(char::is_alphanumeric)).then_some(bare)
}

fn measure(text: &str, notice: Option<&Notice>) -> Option<String> {
    let (levels, programme) = typed::measure(text)?;
    let own = || notice?.programme_code.as_ref().map(|fact| fact.value.clone());
    Some(typed::written(&levels, programme.or_else(own).as_deref()))
}

/// A sum in plain notation, and its currency where it says one that is not the notice's (or, without a notice, not the zloty).
fn sum(text: &str, notice: Option<&Notice>) -> Option<String> {
    let sum = typed::sum(text)?;
    let usual = notice.map_or(Some(Currency::Pln), |notice| notice.currency.as_ref().map(|fact| fact.value));
    let value = sum.value.normalize().to_string();
    match sum.currency.filter(|currency| Some(*currency) != usual) {
        Some(currency) => Some(format!("{value} {}", currency.code())),
        None => Some(value),
    }
}

/// How far a project has come, by the word of the list or by words that a page would say it with.
pub(super) fn status(text: &str) -> Option<Status> {
    let all = [Status::Applied, Status::Planned, Status::Ongoing, Status::Completed];
    listed(text, &all).or_else(|| {
        let label = |entry: usize| match typed::vocabulary().labels[entry].kind {
            LabelKind::Applied => Some(Status::Applied),
            LabelKind::Planned => Some(Status::Planned),
            LabelKind::Ongoing => Some(Status::Ongoing),
            LabelKind::Completed => Some(Status::Completed),
            _ => None,
        };
        one(typed::named(Table::Label, text).into_iter().filter_map(label))
    })
}

/// How far the money has come, the same way.
pub(super) fn stage(text: &str) -> Option<Stage> {
    let named = || one(typed::named(Table::Role, text).into_iter().filter_map(|entry| typed::vocabulary().roles[entry].stage));
    listed(text, &[Stage::Requested, Stage::Awarded, Stage::Received]).or_else(named)
}

/// The role of an amount, the same way.
pub(super) fn role(text: &str) -> Option<Role> {
    let all = [
        Role::Total,
        Role::Eligible,
        Role::Ineligible,
        Role::Grant,
        Role::Eu,
        Role::State,
        Role::Own,
        Role::PartnerShare,
        Role::Investment,
        Role::NonInvestment,
        Role::Other,
    ];
    let named = || one(typed::named(Table::Role, text).into_iter().map(|entry| typed::vocabulary().roles[entry].role));
    listed(text, &all).or_else(named)
}

/// The member of a closed list with a name.
fn listed<T: serde::Serialize + Copy>(text: &str, all: &[T]) -> Option<T> {
    let text = typed::line(text)?.to_lowercase();
    all.iter().copied().find(|member| super::word(member).as_deref() == Some(&text))
}

/// The only one that is found.
fn one<T: PartialEq>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The parts of a typed list.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(';').filter_map(typed::line) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn list(text: &str) -> Option<String> {
    let parts = parts(text);
    let sound = !parts.is_empty() && parts.iter().all(|part| part.chars().any(char::is_alphanumeric));
    (sound && text.len() <= 20_000).then(|| parts.join("; "))
}

/// A list of members of a closed list: each part is one, or words that name some.
fn closed(text: &str, read: fn(&str) -> Option<Vec<&'static str>>) -> Option<String> {
    let parts = parts(text);
    let mut members: Vec<&str> = Vec::new();
    for member in parts.iter().map(|part| read(part)).collect::<Option<Vec<_>>>()?.into_iter().flatten() {
        if !members.contains(&member) {
            members.push(member);
        }
    }
    (!members.is_empty()).then(|| members.join("; "))
}

fn fund(text: &str) -> Option<Vec<&'static str>> {
    let funds = &typed::vocabulary().funds;
    if let Some(known) = funds.iter().find(|fund| fund.eu && typed::fold(&fund.id) == typed::fold(text)) {
        return Some(vec![&known.id]);
    }
    let named: Vec<_> = typed::named(Table::Fund, text).into_iter().map(|entry| &funds[entry]).collect();
    (!named.is_empty() && named.iter().all(|fund| fund.eu)).then(|| named.iter().map(|fund| fund.id.as_str()).collect())
}

fn category(text: &str) -> Option<Vec<&'static str>> {
    let groups = &typed::vocabulary().target_groups;
    if let Some(known) = groups.iter().find(|group| group.id == text) {
        return Some(vec![&known.id]);
    }
    let named: Vec<&str> = typed::named(Table::TargetGroup, text).into_iter().map(|entry| groups[entry].id.as_str()).collect();
    (!named.is_empty()).then_some(named)
}

fn sorted(list: String) -> String {
    list.split("; ").collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}
