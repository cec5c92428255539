//! The choices: for each block of values the mention it is taken from.

use super::super::body::BodyKey;
use super::super::key::amount_of;
use super::super::likeness::fold;
use super::{Choices, Rule, Told, holds};
use crate::check::checks;
use crate::notice::{Fact, Notice};
use crate::value::{PartialDate, printed_number};
use crate::vocabulary::Stage;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The statement for which a key is greatest; of several, the first.
fn best<'m, K: Ord>(told: &[Told<'m>], key: impl Fn(&Told<'m>) -> Option<K>) -> Option<usize> {
    let keyed = told.iter().enumerate().filter_map(|(at, told)| Some((key(told)?, Reverse(at))));
    keyed.max().map(|(_, Reverse(at))| at)
}

/// Chooses everything that has a rule; what has none (genre, lists) is left to the caller.
pub(super) fn choose(told: &[Told<'_>], choices: &mut Choices) -> Notice {
    let mut notice = Notice::default();
    money(told, &mut notice, choices);
    time(told, &mut notice, choices);
    people(told, &mut notice, choices);
    programme(told, &mut notice, choices);
    names(told, &mut notice, choices);
    place(told, &mut notice, choices);
    status(told, &mut notice, choices);
    notice
}

/// Notes where fields come from, if they hold something.
fn note(choices: &mut Choices, told: &[Told<'_>], from: usize, rule: Rule, fields: &[&'static str]) {
    let values = &told[from].values;
    for field in fields.iter().filter(|field| values.iter().any(|(name, _)| name == *field)) {
        choices.insert(field, (from, rule));
    }
}

type Sum = fn(&Notice) -> &Option<Fact<Decimal>>;

/// The sums and their columns.
const SUMS: [(&str, Sum); 4] = [
    ("total_cost", |notice| &notice.total_cost),
    ("eligible_cost", |notice| &notice.eligible_cost),
    ("cofinancing", |notice| &notice.cofinancing),
    ("own_contribution", |notice| &notice.own_contribution),
];

fn sums(notice: &Notice) -> impl Iterator<Item = Option<Decimal>> {
    SUMS.iter().map(|(_, of)| of(notice).as_ref().map(|fact| fact.value))
}

/// Whether the grant is called awarded or received.
fn is_granted(notice: &Notice) -> bool {
    let amount = notice.cofinancing.as_ref().and_then(|fact| amount_of(notice, fact));
    matches!(amount.and_then(|amount| amount.stage), Some(Stage::Awarded | Stage::Received))
}

fn money<'m>(told: &[Told<'m>], notice: &mut Notice, choices: &mut Choices) {
    let key = |told: &Told<'m>| {
        let count = sums(&told.notice).flatten().count();
        let amounts: Vec<_> = SUMS
            .iter()
            .filter_map(|(_, of)| of(&told.notice).as_ref())
            .filter_map(|fact| amount_of(&told.notice, fact))
            .collect();
        let exact = amounts.iter().all(|amount| !amount.approximate);
        let stage = amounts.iter().map(|amount| match amount.stage {
            Some(Stage::Requested) => 0,
            None => 1,
            Some(Stage::Awarded | Stage::Received) => 2,
        });
        let rank = (
            // What was given outranks what was asked for, however well that proves itself.
            is_granted(&told.notice),
            Reverse(told.proof),
            !told.statement.is_gone,
            stage.min().unwrap_or(1),
            exact,
            count,
            told.statement.date,
        );
        (count > 0).then_some(rank)
    };
    let Some(from) =
        best(told, key).or_else(|| best(told, |told| (!told.notice.amounts.is_empty()).then_some(!told.statement.is_gone)))
    else {
        return;
    };
    let of = &told[from].notice;
    notice.total_cost = of.total_cost.clone();
    notice.eligible_cost = of.eligible_cost.clone();
    notice.cofinancing = of.cofinancing.clone();
    notice.own_contribution = of.own_contribution.clone();
    notice.currency = of.currency.clone();
    notice.cofinancing_rate = of.cofinancing_rate.clone();
    notice.amounts = of.amounts.clone();
    let fields = ["total_cost", "eligible_cost", "cofinancing", "own_contribution", "currency", "cofinancing_rate"];
    note(choices, told, from, Rule::BestProved, &fields);
    complete(told, from, notice, choices);
}

/// Sums that the chosen mention lacks come from one that agrees with it in a sum and differs in none, if the figures hold together.
fn complete(told: &[Told<'_>], from: usize, notice: &mut Notice, choices: &mut Choices) {
    let chosen: Vec<_> = sums(&told[from].notice).collect();
    let currency = told[from].notice.currency.as_ref().map(|fact| fact.value);
    let agrees = |other: &Notice| {
        let both: Vec<bool> = chosen.iter().zip(sums(other)).filter_map(|(mine, theirs)| Some((*mine)? == theirs?)).collect();
        other.currency.as_ref().map(|fact| fact.value) == currency && both.contains(&true) && !both.contains(&false)
    };
    let held = holds(&checks(notice));
    for (at, other) in told.iter().enumerate().filter(|(at, other)| *at != from && agrees(&other.notice)) {
        for (number, (field, of)) in SUMS.iter().enumerate() {
            if of(notice).is_some() || of(&other.notice).is_none() {
                continue;
            }
            let mut tried = notice.clone();
            let fact = of(&other.notice).clone();
            match number {
                0 => tried.total_cost = fact,
                1 => tried.eligible_cost = fact,
                2 => tried.cofinancing = fact,
                _ => tried.own_contribution = fact,
            }
            if holds(&checks(&tried)) || !held {
                *notice = tried;
                choices.insert(field, (at, Rule::BestProved));
            }
        }
    }
}

fn precision(date: Option<&Fact<PartialDate>>) -> usize {
    date.map_or(0, |fact| 1 + usize::from(fact.value.month.is_some()) + usize::from(fact.value.day.is_some()))
}

fn time<'m>(told: &[Told<'m>], notice: &mut Notice, choices: &mut Choices) {
    let key = |told: &Told<'m>| {
        let of = &told.notice;
        let count = usize::from(of.start_date.is_some()) + usize::from(of.end_date.is_some());
        let ordered =
            of.start_date.as_ref().zip(of.end_date.as_ref()).is_none_or(|(start, end)| start.value.year <= end.value.year);
        let precise = precision(of.start_date.as_ref()) + precision(of.end_date.as_ref());
        let any = count > 0 || of.duration_months.is_some();
        any.then_some((ordered, !told.statement.is_gone, count, told.statement.date, precise, of.duration_months.is_some()))
    };
    if let Some(from) = best(told, key) {
        let of = &told[from].notice;
        notice.start_date = of.start_date.clone();
        notice.end_date = of.end_date.clone();
        notice.duration_months = of.duration_months.clone();
        note(choices, told, from, Rule::MostComplete, &["start_date", "end_date", "duration_months"]);
    }
    let signed = frequent(told, |notice| notice.signed_date.as_ref().map(|fact| fact.value.to_string()), str::to_owned);
    if let Some(from) = signed {
        notice.signed_date = told[from].notice.signed_date.clone();
        note(choices, told, from, Rule::MostFrequent, &["signed_date"]);
    }
}

fn people<'m>(told: &[Told<'m>], notice: &mut Notice, choices: &mut Choices) {
    let key = |told: &Told<'m>| {
        let of = &told.notice;
        let counts = [&of.participants, &of.women, &of.men].map(|fact| fact.as_ref().map(|fact| fact.value));
        let closes = match counts {
            [Some(all), Some(women), Some(men)] => women.checked_add(men) == Some(all),
            _ => true,
        };
        let count = counts.iter().flatten().count();
        let any = count > 0 || !of.target_groups.is_empty() || !of.target_categories.is_empty();
        any.then_some((
            count.min(1),
            closes,
            count,
            !told.statement.is_gone,
            of.target_groups.len(),
            of.target_categories.len(),
            told.statement.date,
        ))
    };
    if let Some(from) = best(told, key) {
        let of = &told[from].notice;
        notice.participants = of.participants.clone();
        notice.women = of.women.clone();
        notice.men = of.men.clone();
        notice.target_groups = of.target_groups.clone();
        notice.target_categories = of.target_categories.clone();
        note(choices, told, from, Rule::MostComplete, &["participants", "women", "men"]);
    }
}

/// The statement whose value most statements share, by a key under which forms of one value are one; of those that share it, the
/// one whose value is longest, from a page that is still there, the newest, the first.
fn frequent(told: &[Told<'_>], of: impl Fn(&Notice) -> Option<String>, key: impl Fn(&str) -> String) -> Option<usize> {
    let stated: Vec<Option<String>> = told.iter().map(|told| of(&told.notice)).collect();
    let keys: Vec<Option<String>> = stated.iter().map(|value| value.as_deref().map(&key)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    keys.iter().flatten().for_each(|key| *counts.entry(key).or_default() += 1);
    let rank = |at: usize| {
        let (value, key) = (stated[at].as_deref()?, keys[at].as_deref()?);
        // A title in capitals is as good as another one, but harder to read.
        let shouted = !value.chars().any(char::is_lowercase) && value.chars().any(char::is_alphabetic) && value.len() > 12;
        let statement = &told[at].statement;
        Some((
            counts.get(key).copied(),
            !shouted,
            value.chars().count(),
            !statement.is_gone,
            statement.date,
            Reverse(key.to_owned()),
        ))
    };
    (0..told.len()).filter_map(|at| Some((rank(at)?, Reverse(at)))).max().map(|(_, Reverse(at))| at)
}

fn text(fact: Option<&Fact<String>>) -> Option<String> {
    fact.map(|fact| fact.value.clone())
}

fn number_key(number: &str) -> String {
    printed_number::joining(number).unwrap_or_else(|| fold(number))
}

fn programme<'m>(told: &[Told<'m>], notice: &mut Notice, choices: &mut Choices) {
    let code = |notice: &Notice| text(notice.programme_code.as_ref().or(notice.programme.as_ref()));
    let Some(common) = frequent(told, code, str::to_owned) else { return level(told, None, notice, choices) };
    let wanted = code(&told[common].notice);
    let key = |told: &Told<'m>| {
        let of = &told.notice;
        let count =
            usize::from(of.programme_code.is_some()) + usize::from(of.programme.is_some()) + usize::from(of.period.is_some());
        (code(of) == wanted).then_some((count, of.funds.len(), !told.statement.is_gone, told.statement.date))
    };
    let from = best(told, key).unwrap_or(common);
    let of = &told[from].notice;
    notice.programme_code = of.programme_code.clone();
    notice.programme = of.programme.clone();
    notice.period = of.period.clone();
    notice.funds = of.funds.clone();
    note(choices, told, from, Rule::MostFrequent, &["programme_code", "programme", "period"]);
    level(told, wanted.as_deref(), notice, choices);
}

/// Axis, measure and call: of mentions of the chosen programme, or of none.
fn level(told: &[Told<'_>], programme: Option<&str>, notice: &mut Notice, choices: &mut Choices) {
    let of_programme = |of: &Notice| {
        let code = of.programme_code.as_ref().or(of.programme.as_ref()).map(|fact| fact.value.as_str());
        code.is_none() || programme.is_none() || code == programme
    };
    let within = |fact: fn(&Notice) -> Option<&Fact<String>>| move |of: &Notice| text(fact(of)).filter(|_| of_programme(of));
    if let Some(from) = frequent(told, within(|of| of.measure_code.as_ref()), str::to_owned) {
        notice.measure_code = told[from].notice.measure_code.clone();
        note(choices, told, from, Rule::MostFrequent, &["measure_code"]);
    }
    if let Some(from) = frequent(told, within(|of| of.priority_axis.as_ref()), str::to_owned) {
        notice.priority_axis = told[from].notice.priority_axis.clone();
        note(choices, told, from, Rule::MostFrequent, &["priority_axis"]);
    }
    if let Some(from) = frequent(told, within(|of| of.call_number.as_ref()), number_key) {
        notice.call_number = told[from].notice.call_number.clone();
        note(choices, told, from, Rule::MostFrequent, &["call_number"]);
    }
}

fn names(told: &[Told<'_>], notice: &mut Notice, choices: &mut Choices) {
    if let Some(from) = frequent(told, |of| text(of.title.as_ref()), fold) {
        notice.title = told[from].notice.title.clone();
        note(choices, told, from, Rule::MostFrequent, &["title"]);
    }
    if let Some(from) = frequent(told, |of| text(of.agreement_number.as_ref()), number_key) {
        notice.agreement_number = told[from].notice.agreement_number.clone();
        note(choices, told, from, Rule::MostFrequent, &["agreement_number"]);
    }
    let body = |name: &str| BodyKey::new(name).folded.into_string();
    if let Some(from) = frequent(told, |of| text(of.beneficiary.as_ref()), body) {
        notice.beneficiary = told[from].notice.beneficiary.clone();
        note(choices, told, from, Rule::MostFrequent, &["beneficiary"]);
    }
    if let Some(from) = frequent(told, |of| text(of.implementer.as_ref()), body) {
        notice.implementer = told[from].notice.implementer.clone();
        note(choices, told, from, Rule::MostFrequent, &["implementer"]);
    }
}

fn place<'m>(told: &[Told<'m>], notice: &mut Notice, choices: &mut Choices) {
    let municipality = |of: &Notice| text(of.municipality.as_ref().or(of.voivodeship.as_ref()));
    let home = notice.beneficiary.as_ref().and_then(|fact| BodyKey::new(&fact.value).place_name()).map(fold);
    let is_home = |of: &Notice| home.is_some() && of.municipality.as_ref().map(|fact| fold(&fact.value)) == home;
    let at_home = told.iter().any(|told| is_home(&told.notice));
    let Some(common) = frequent(told, |of| municipality(of).filter(|_| !at_home || is_home(of)), fold) else { return };
    let wanted = municipality(&told[common].notice).as_deref().map(fold);
    let key = |told: &Told<'m>| {
        let of = &told.notice;
        let same = municipality(of).as_deref().map(fold) == wanted;
        let digits = of.teryt.as_ref().map_or(0, |fact| fact.value.len());
        same.then_some((digits, of.voivodeship.is_some(), !told.statement.is_gone, told.statement.date))
    };
    let from = best(told, key).unwrap_or(common);
    let of = &told[from].notice;
    notice.municipality = of.municipality.clone();
    notice.teryt = of.teryt.clone();
    notice.voivodeship = of.voivodeship.clone();
    let rule = if at_home { Rule::OfBeneficiary } else { Rule::MostFrequent };
    note(choices, told, from, rule, &["municipality", "teryt", "voivodeship"]);
}

fn status<'m>(told: &[Told<'m>], notice: &mut Notice, choices: &mut Choices) {
    let dated = best(told, |told: &Told<'m>| Some((told.statement.date?, told.notice.status.as_ref()?.value)));
    let furthest = || best(told, |told| told.notice.status.as_ref().map(|fact| fact.value));
    let rule = if dated.is_some() { Rule::Newest } else { Rule::Furthest };
    if let Some(from) = dated.or_else(furthest) {
        notice.status = told[from].notice.status.clone();
        note(choices, told, from, rule, &["status"]);
    }
}
