//! Setting a field of a mention to what a person says.

mod canonical;
mod evidence;
mod memory;
mod money;
mod place;
mod programme;
#[cfg(test)]
mod tests;
mod typed;

use super::error::CorrectionError;
use super::model::Words;
use crate::check::{self, Mention};
use crate::notice::{Doubt, Evidence, Fact, Notice};
use evidence::{evidence, fact, put_list};
use memory::Memory;
use serde::Serialize;

/// The rule that stands in the evidence of a value that a person gave.
pub const RULE: &str = "corrected";

/// Times a value is brought into its form until it stays as it is.
const ROUNDS: usize = 5;

/// Sets a field of a mention, or empties it. `value` is in the form of [`crate::resolve::values`], or as a page would print it
/// (`1 149 808,80 zł`). Its evidence are the words given; without any, the words that the value was read from before (of a sum that
/// another amount has, that amount's); without those, an empty place at the beginning.
///
/// What follows from the field follows, and is remembered like the field itself:
/// - a figure stands on one amount of its role, and what had the role before becomes `other`; the Union's and the state's
///   contribution are amounts; `amounts[N].role` and `amounts[N].value` lead the figures that stand on the amount with them;
/// - a currency typed with a sum is the notice's, unless other figures are in another: then the value is refused;
/// - a municipality sets its TERYT number and voivodeship. Of several of that name the one read before is taken, else that of
///   the programme's voivodeship; else there is no number, and the candidates stand as a doubt, to be answered by `teryt`;
/// - a TERYT number sets municipality and voivodeship;
/// - a programme's code sets its name and period if they are the only ones, its name the code and period, its period the name.
///
/// Doubts about what is set are dropped, and the checks are made anew. The mention remembers what was read first.
///
/// # Errors
/// When there is no such field, or the value does not fit it; the mention is unchanged then.
pub fn set(
    mention: &mut Mention,
    field: &str,
    value: Option<&str>,
    words: Option<&Words>,
    reason: Option<&str>,
) -> Result<(), CorrectionError> {
    let refused = || refuse(field, value.unwrap_or_default());
    if !is_field(field) {
        return Err(refused());
    }
    let mut notice = mention.notice.clone();
    let doubts = match value {
        Some(typed) => {
            let form = settle(field, typed, Some(&notice)).ok_or_else(refused)?;
            change(&mut notice, field, typed, &form, words)
        }
        None => empty(&mut notice, field),
    };
    let doubts = doubts.ok_or_else(refused)?;
    let memory = Memory::of(&mention.notice);
    let changed = memory.changed(&notice, field);
    notice.doubts.retain(|doubt| !changed.contains(&doubt.field.to_owned()));
    notice.doubts.extend(doubts);
    mention.corrected = memory.remember(std::mem::take(&mut mention.corrected), &notice, field, reason);
    mention.checks = check::checks(&notice);
    mention.proof = check::proof(&mention.checks);
    mention.notice = notice;
    Ok(())
}

/// The form in which a typed value would stand: that of [`crate::resolve::values`]. A sum in a currency other than the zloty keeps it
/// (`12000 EUR`), and a municipality that shares its name and is typed by its number keeps that (`Ełk (2805022)`): [`set`] reads both.
/// The form of a form is itself.
///
/// # Errors
/// When there is no such field, or the value does not fit it: says what is expected, with an example.
pub fn normalise(field: &str, typed: &str) -> Result<String, CorrectionError> {
    settle(field, typed, None).ok_or_else(|| refuse(field, typed))
}

/// The same for one mention: a measure is completed by its programme's code, and a sum keeps its currency where it is not the one that
/// was read of the mention; a sum typed without one is in the mention's. This is the form to keep in a correction: it says the same
/// whatever becomes of the corrections before it.
///
/// # Errors
/// As [`normalise`].
pub fn normalise_for(mention: &Mention, field: &str, typed: &str) -> Result<String, CorrectionError> {
    let refused = || refuse(field, typed);
    let is_sum = crate::resolve::is_sum(field) || matches!(amount_field(field), Some((_, OfAmount::Value)));
    let corrected = mention.corrected.iter().find(|corrected| corrected.field == "currency");
    let (true, Some(corrected)) = (is_sum, corrected) else {
        return settle(field, typed, Some(&mention.notice)).ok_or_else(refused);
    };
    let mut as_read = mention.notice.clone();
    let read = corrected.original.as_deref().and_then(typed::currency);
    as_read.currency = read.map(|currency| fact(currency, &evidence(None, None)));
    let form = settle(field, typed, Some(&as_read)).ok_or_else(refused)?;
    let now = mention.notice.currency.as_ref().map(|fact| fact.value).filter(|now| Some(*now) != read);
    match (now, typed::sum(typed)) {
        (Some(now), Some(sum)) if sum.currency.is_none() => Ok(format!("{form} {}", now.code())),
        _ => Ok(form),
    }
}

/// Whether there is a field of that name: one of [`crate::resolve::FIELDS`], or `amounts[N].role`, `amounts[N].value`.
pub fn is_field(field: &str) -> bool {
    crate::resolve::FIELDS.contains(&field) || amount_field(field).is_some()
}

/// Whether a page may say nothing of a field; an amount that is there has a role and a value.
pub(super) fn may_be_empty(field: &str) -> bool {
    crate::resolve::FIELDS.contains(&field)
}

/// The value of a field as text; none if it is empty, or there is no such field.
pub fn value_of(notice: &Notice, field: &str) -> Option<String> {
    match amount_field(field) {
        Some((at, OfAmount::Role)) => word(&notice.amounts.get(at)?.role),
        Some((at, OfAmount::Value)) => Some(notice.amounts.get(at)?.value.normalize().to_string()),
        None => crate::resolve::values(notice).into_iter().find(|(name, _)| *name == field).map(|(_, value)| value),
    }
}

fn refuse(field: &str, value: &str) -> CorrectionError {
    CorrectionError::Value { field: field.to_owned(), expected: canonical::expected(field), value: value.to_owned() }
}

/// Brings a value into its form, until it stays as it is.
fn settle(field: &str, typed: &str, notice: Option<&Notice>) -> Option<String> {
    let mut form = canonical::canonical(field, typed, notice)?;
    for _ in 0..ROUNDS {
        let next = canonical::canonical(field, &form, notice)?;
        if next == form {
            return Some(form);
        }
        form = next;
    }
    None
}

/// What of an amount is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfAmount {
    Role,
    Value,
}

/// `amounts[1].role` → 1 and what of it.
fn amount_field(field: &str) -> Option<(usize, OfAmount)> {
    let (number, what) = field.strip_prefix("amounts[")?.split_once("].")?;
    // `01` is another name of the same.
    let at: usize = number.parse().ok().filter(|at: &usize| at.to_string() == number)?;
    match what {
        "role" => Some((at, OfAmount::Role)),
        "value" => Some((at, OfAmount::Value)),
        _ => None,
    }
}

/// The word by which a member of a closed list is written.
fn word(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// Sets a field to a value that fits; says what is doubtful now, or none if it does not fit the notice.
fn change(notice: &mut Notice, field: &str, typed: &str, form: &str, words: Option<&Words>) -> Option<Vec<Doubt>> {
    let stands = evidence(words, notice_evidence(notice, field).as_ref());
    let mut doubts = Vec::new();
    match field {
        "programme_code" => doubts = programme::set_code(notice, Some(form), &stands),
        "programme" => programme::set_name(notice, Some(form), &stands),
        "period" => programme::set_period(notice, Some(form), &stands),
        "municipality" => doubts = place::set_municipality(notice, place::municipality(form).as_ref(), &stands),
        "teryt" => place::set_teryt(notice, Some(form), &stands),
        "currency" => money::set_currency(notice, typed::currency(form), &stands),
        "cofinancing_rate" => notice.cofinancing_rate = Some(fact(typed::rate(form)?, &stands)),
        "start_date" | "end_date" | "signed_date" => *date(notice, field)? = Some(fact(typed::date(form, None)?, &stands)),
        "duration_months" | "participants" | "women" | "men" => *count(notice, field)? = Some(fact(typed::whole(form)?, &stands)),
        "status" => notice.status = Some(fact(canonical::status(form)?, &stands)),
        "grant_stage" => return money::set_stage(notice, canonical::stage(form)).then(Vec::new),
        "funds" | "partners" | "tasks" => put_list(list(notice, field)?, canonical::parts(form), words),
        "target_categories" => notice.target_categories = canonical::parts(form),
        field if crate::resolve::is_sum(field) => {
            // Only what was typed says currency and approximation.
            return money::set_sum(notice, field, typed::sum(typed)?, words).then(Vec::new);
        }
        field => match amount_field(field) {
            Some((at, OfAmount::Role)) if at < notice.amounts.len() => money::set_role(notice, at, canonical::role(form)?),
            Some((at, OfAmount::Value)) if at < notice.amounts.len() => {
                let (stands, sum) = (evidence(words, Some(&notice.amounts[at].evidence)), typed::sum(typed)?);
                if !money::fits(notice, at, sum) {
                    return None;
                }
                money::set_value(notice, at, sum, &stands);
            }
            Some(_) => return None,
            None => *text(notice, field)? = Some(fact(form.to_owned(), &stands)),
        },
    }
    Some(doubts)
}

/// Empties a field; none if it cannot be empty.
fn empty(notice: &mut Notice, field: &str) -> Option<Vec<Doubt>> {
    match field {
        "municipality" => drop(place::set_municipality(notice, None, &evidence(None, None))),
        "currency" => money::set_currency(notice, None, &evidence(None, None)),
        "cofinancing_rate" => notice.cofinancing_rate = None,
        "start_date" | "end_date" | "signed_date" => *date(notice, field)? = None,
        "duration_months" | "participants" | "women" | "men" => *count(notice, field)? = None,
        "status" => notice.status = None,
        "grant_stage" => drop(money::set_stage(notice, None)),
        "funds" | "partners" | "tasks" => list(notice, field)?.clear(),
        "target_categories" => notice.target_categories.clear(),
        field if crate::resolve::is_sum(field) => money::clear(notice, field),
        field => *text(notice, field)? = None,
    }
    Some(Vec::new())
}

fn text<'n>(notice: &'n mut Notice, field: &str) -> Option<&'n mut Option<Fact<String>>> {
    Some(match field {
        "title" => &mut notice.title,
        "programme_code" => &mut notice.programme_code,
        "programme" => &mut notice.programme,
        "period" => &mut notice.period,
        "priority_axis" => &mut notice.priority_axis,
        "measure_code" => &mut notice.measure_code,
        "call_number" => &mut notice.call_number,
        "agreement_number" => &mut notice.agreement_number,
        "beneficiary" => &mut notice.beneficiary,
        "implementer" => &mut notice.implementer,
        "teryt" => &mut notice.teryt,
        "voivodeship" => &mut notice.voivodeship,
        _ => return None,
    })
}

fn date<'n>(notice: &'n mut Notice, field: &str) -> Option<&'n mut Option<Fact<crate::value::PartialDate>>> {
    Some(match field {
        "start_date" => &mut notice.start_date,
        "end_date" => &mut notice.end_date,
        "signed_date" => &mut notice.signed_date,
        _ => return None,
    })
}

fn count<'n>(notice: &'n mut Notice, field: &str) -> Option<&'n mut Option<Fact<u32>>> {
    Some(match field {
        "duration_months" => &mut notice.duration_months,
        "participants" => &mut notice.participants,
        "women" => &mut notice.women,
        "men" => &mut notice.men,
        _ => return None,
    })
}

fn list<'n>(notice: &'n mut Notice, field: &str) -> Option<&'n mut Vec<Fact<String>>> {
    Some(match field {
        "funds" => &mut notice.funds,
        "partners" => &mut notice.partners,
        "tasks" => &mut notice.tasks,
        _ => return None,
    })
}

/// The words a field stands on.
fn notice_evidence(notice: &Notice, field: &str) -> Option<Evidence> {
    notice.evidence().into_iter().find(|(name, _)| name == field).map(|(_, evidence)| evidence.clone())
}
