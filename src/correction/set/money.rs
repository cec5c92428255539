//! Sums: the published figures and the list of amounts they were chosen from, kept coherent.
//!
//! A figure that is set stands on one amount of its role, of the whole project. That is the amount at the words given, else the one
//! of the same value, else the one the figure stood on before (the same words, read wrong), else a new one at the end of the list: no
//! amount is ever removed, so that the numbers of the others stay. An amount that another figure stands on is not taken away from it.
//! What had the role before becomes `other`.

use super::super::model::Words;
use super::evidence::evidence;
use super::typed::Sum;
use crate::notice::{Amount, Evidence, Fact, Notice, Scope};
use crate::value::Currency;
use crate::vocabulary::{Role, Stage};
use rust_decimal::Decimal;

/// The figures that stand on amounts, with their roles.
const FIGURES: [(&str, Role); 4] = [
    ("total_cost", Role::Total),
    ("eligible_cost", Role::Eligible),
    ("cofinancing", Role::Grant),
    ("own_contribution", Role::Own),
];

/// The role of the amounts that a field is about.
fn role_of(field: &str) -> Option<Role> {
    match field {
        "eu_contribution" => Some(Role::Eu),
        "state_contribution" => Some(Role::State),
        _ => FIGURES.iter().find(|(name, _)| *name == field).map(|(_, role)| *role),
    }
}

fn figure<'n>(notice: &'n mut Notice, field: &str) -> Option<&'n mut Option<Fact<Decimal>>> {
    match field {
        "total_cost" => Some(&mut notice.total_cost),
        "eligible_cost" => Some(&mut notice.eligible_cost),
        "cofinancing" => Some(&mut notice.cofinancing),
        "own_contribution" => Some(&mut notice.own_contribution),
        _ => None,
    }
}

fn figure_of<'n>(notice: &'n Notice, field: &str) -> Option<&'n Fact<Decimal>> {
    match field {
        "total_cost" => notice.total_cost.as_ref(),
        "eligible_cost" => notice.eligible_cost.as_ref(),
        "cofinancing" => notice.cofinancing.as_ref(),
        "own_contribution" => notice.own_contribution.as_ref(),
        _ => None,
    }
}

/// Whether a figure was chosen from an amount.
fn stands_on(figure: Option<&Fact<Decimal>>, amount: &Amount) -> bool {
    figure.is_some_and(|figure| figure.evidence.start == amount.evidence.start && figure.value == amount.value)
}

/// Whether a role may bear a figure: what is called grant is the Union's or the state's part where only that is printed.
fn bears(field: &str, role: Role) -> bool {
    role_of(field) == Some(role) || field == "cofinancing" && matches!(role, Role::Eu | Role::State)
}

/// The value and the words that a field holds.
fn held(notice: &Notice, field: &str) -> Option<(Decimal, Evidence)> {
    if let Some(fact) = figure_of(notice, field) {
        return Some((fact.value, fact.evidence.clone()));
    }
    let role = role_of(field).filter(|_| !FIGURES.iter().any(|(name, _)| *name == field))?;
    let value = crate::resolve::sole(notice, role)?;
    notice.amounts.iter().find(|amount| is_whole(amount, role)).map(|amount| (value, amount.evidence.clone()))
}

fn is_whole(amount: &Amount, role: Role) -> bool {
    amount.role == role && amount.scope == Scope::Project
}

/// Sets a sum; false if its currency is not the one of the other figures.
pub(super) fn set_sum(notice: &mut Notice, field: &str, sum: Sum, words: Option<&Words>) -> bool {
    let Some(role) = role_of(field) else { return false };
    if let Some(currency) = sum.currency
        && !may_be_in(notice, field, currency)
    {
        return false;
    }
    let before = held(notice, field);
    let (found, by_value) = match words {
        Some(words) => (at_words(notice, field, words, sum.value), false),
        None => match of_value(notice, field, sum.value) {
            Some(at) => (Some(at), true),
            None => (of_figure(notice, field, before.as_ref()), false),
        },
    };
    let own = found.filter(|_| by_value).map(|at| notice.amounts[at].evidence.clone());
    let evidence = evidence(words, own.as_ref().or(before.as_ref().map(|(_, evidence)| evidence)));
    let at = match found {
        Some(at) => {
            change(notice, at, field, role, sum, &evidence);
            at
        }
        None => add(notice, role, sum, &evidence),
    };
    demote(notice, field, at, before.map(|(value, _)| value));
    if let Some(figure) = figure(notice, field) {
        *figure = Some(Fact { value: sum.value, evidence: evidence.clone() });
    }
    if let Some(currency) = sum.currency
        && notice.currency.as_ref().is_none_or(|known| known.value != currency)
    {
        notice.currency = Some(Fact { value: currency, evidence });
    }
    true
}

/// Whether a sum may be in a currency: the figures of one notice are in one, and sums in two are never compared.
fn may_be_in(notice: &Notice, field: &str, currency: Currency) -> bool {
    let known = notice.currency.as_ref().map(|fact| fact.value);
    let others = FIGURES.iter().filter(|(name, _)| *name != field).filter_map(|(name, _)| figure_of(notice, name));
    let mut others = others.filter_map(|figure| {
        let amount = notice.amounts.iter().find(|amount| stands_on(Some(figure), amount));
        amount.and_then(|amount| amount.currency).or(known)
    });
    known == Some(currency) || others.all(|other| other == currency)
}

/// Whether an amount may serve a field: it does already, or no other figure stands on it.
fn is_free(notice: &Notice, field: &str, amount: &Amount) -> bool {
    let other = |name: &str| name != field && stands_on(figure_of(notice, name), amount);
    bears(field, amount.role) || !FIGURES.iter().any(|(name, _)| other(name))
}

/// The amount at the words a person pointed at: of several the one of that value.
fn at_words(notice: &Notice, field: &str, words: &Words, value: Decimal) -> Option<usize> {
    let touches = |amount: &Amount| amount.evidence.start < words.end && words.start < amount.evidence.end;
    let there: Vec<usize> = (0..notice.amounts.len()).filter(|&at| touches(&notice.amounts[at])).collect();
    let free = |at: &usize| is_free(notice, field, &notice.amounts[*at]);
    match there.iter().copied().filter(free).find(|&at| notice.amounts[at].value == value) {
        Some(at) => Some(at),
        None => there.first().copied().filter(|at| there.len() == 1 && free(at)),
    }
}

/// The amount of a value: rather one of the role, rather of the whole project, rather the first.
fn of_value(notice: &Notice, field: &str, value: Decimal) -> Option<usize> {
    let amounts = notice.amounts.iter().enumerate();
    let fitting = amounts.filter(|(_, amount)| amount.value == value && is_free(notice, field, amount));
    let rank = |amount: &Amount| (!bears(field, amount.role), amount.scope);
    fitting.min_by_key(|(at, amount)| (rank(amount), *at)).map(|(at, _)| at)
}

/// The amount that the field stood on before.
fn of_figure(notice: &Notice, field: &str, before: Option<&(Decimal, Evidence)>) -> Option<usize> {
    let (value, evidence) = before?;
    let same = |amount: &Amount| amount.evidence.start == evidence.start && amount.value == *value;
    notice.amounts.iter().position(|amount| same(amount) && is_free(notice, field, amount))
}

/// Lets an amount be what a field says. What else stands on it follows its value.
fn change(notice: &mut Notice, at: usize, field: &str, role: Role, sum: Sum, evidence: &Evidence) {
    let keeps = bears(field, notice.amounts[at].role);
    set_value(notice, at, sum, evidence);
    let amount = &mut notice.amounts[at];
    if !keeps {
        amount.role = role;
    }
    amount.scope = Scope::Project;
    amount.currency = sum.currency.or(amount.currency);
    amount.evidence = evidence.clone();
}

/// Whether an amount may be of a sum's currency: a figure that stands on it is in the currency of the notice.
pub(super) fn fits(notice: &Notice, at: usize, sum: Sum) -> bool {
    let is_figure = FIGURES.iter().any(|(name, _)| stands_on(figure_of(notice, name), &notice.amounts[at]));
    let is_other = |currency| notice.currency.as_ref().is_some_and(|known| known.value != currency);
    !(is_figure && sum.currency.is_some_and(is_other))
}

/// Sets the value of an amount, and of the figures that stand on it.
pub(super) fn set_value(notice: &mut Notice, at: usize, sum: Sum, evidence: &Evidence) {
    let before = notice.amounts[at].clone();
    for (name, _) in FIGURES {
        if let Some(figure) = figure(notice, name)
            && stands_on(figure.as_ref(), &before)
        {
            *figure = Some(Fact { value: sum.value, evidence: evidence.clone() });
        }
    }
    let amount = &mut notice.amounts[at];
    if amount.value != sum.value {
        (amount.approximate, amount.in_words) = (sum.approximate, None);
    }
    amount.value = sum.value;
    amount.currency = sum.currency.or(amount.currency);
    amount.evidence = evidence.clone();
}

fn add(notice: &mut Notice, role: Role, sum: Sum, evidence: &Evidence) -> usize {
    notice.amounts.push(Amount {
        role,
        value: sum.value,
        currency: sum.currency.or(notice.currency.as_ref().map(|fact| fact.value)),
        rate: None,
        rate_basis: None,
        scope: Scope::Project,
        stage: None,
        approximate: sum.approximate,
        in_words: None,
        evidence: evidence.clone(),
    });
    notice.amounts.len() - 1
}

/// What had the role for the whole project before is another sum. Of own contributions that is the one that was published alone: a
/// notice may well print several.
fn demote(notice: &mut Notice, field: &str, keep: usize, before: Option<Decimal>) {
    let Some(role) = role_of(field) else { return };
    let value = notice.amounts[keep].value;
    for (at, amount) in notice.amounts.iter_mut().enumerate() {
        let published = role != Role::Own || Some(amount.value) == before;
        if at != keep && is_whole(amount, role) && amount.value != value && published {
            amount.role = Role::Other;
        }
    }
}

/// Empties a field: what it stood on is another sum. Of a grant that is the Union's part the part stays.
pub(super) fn clear(notice: &mut Notice, field: &str) {
    let Some(role) = role_of(field) else { return };
    let before = held(notice, field).map(|(value, _)| value);
    let is_figure = figure(notice, field).map(|figure| *figure = None).is_some();
    for amount in &mut notice.amounts {
        if is_whole(amount, role) && (!is_figure || Some(amount.value) == before) {
            amount.role = Role::Other;
        }
    }
}

/// Sets the currency of the published figures, and of the amounts they stand on where these were read in the currency of before.
pub(super) fn set_currency(notice: &mut Notice, currency: Option<Currency>, evidence: &Evidence) {
    let before = notice.currency.as_ref().map(|fact| fact.value);
    let stood: Vec<Fact<Decimal>> = FIGURES.iter().filter_map(|(name, _)| figure_of(notice, name).cloned()).collect();
    for amount in &mut notice.amounts {
        if amount.currency.is_some() && amount.currency == before && stood.iter().any(|fact| stands_on(Some(fact), amount)) {
            amount.currency = currency;
        }
    }
    notice.currency = currency.map(|value| Fact { value, evidence: evidence.clone() });
}

/// Sets how far the published grant has come; false if none is published.
pub(super) fn set_stage(notice: &mut Notice, stage: Option<Stage>) -> bool {
    let Some(grant) = notice.cofinancing.clone() else { return stage.is_none() };
    let is_grant = |amount: &Amount| matches!(amount.role, Role::Grant | Role::Eu) && amount.value == grant.value;
    if !notice.amounts.iter().any(is_grant) && stage.is_some() {
        let sum = Sum { value: grant.value, currency: None, approximate: false };
        add(notice, Role::Grant, sum, &grant.evidence);
    }
    notice.amounts.iter_mut().filter(|amount| is_grant(amount)).for_each(|amount| amount.stage = stage);
    true
}

/// Gives an amount another role. A figure that stood on it is empty then, or the one other amount of its role; a figure of the new role
/// that was empty stands on it, if no other amount disputes it.
pub(super) fn set_role(notice: &mut Notice, at: usize, role: Role) {
    let before = notice.amounts[at].clone();
    notice.amounts[at].role = role;
    for (name, of) in FIGURES {
        if stands_on(figure_of(notice, name), &before) && !bears(name, role) {
            let other = only(notice, of);
            figure(notice, name).into_iter().for_each(|figure| figure.clone_from(&other));
        } else if of == role && figure_of(notice, name).is_none() && before.scope == Scope::Project {
            let this = only(notice, of).filter(|fact| fact.value == before.value);
            figure(notice, name).into_iter().for_each(|figure| figure.clone_from(&this));
        }
    }
}

/// The one sum of a role, as a figure.
fn only(notice: &Notice, role: Role) -> Option<Fact<Decimal>> {
    let value = crate::resolve::sole(notice, role)?;
    let amount = notice.amounts.iter().find(|amount| is_whole(amount, role))?;
    Some(Fact { value, evidence: amount.evidence.clone() })
}
