//! Sums with their roles.

use super::Sum;
use super::heads;
use super::others;
use super::place::Place;
use crate::notice::model::{Amount, Scope as AmountScope};
use crate::notice::reading::{Reading, Scope};
use crate::text::{Span, Word};
use crate::value::{Currency, Found, Money};
use crate::vocabulary::{Cue, Role, Stage, WordList};
use rust_decimal::Decimal;

/// More than any municipality's project costs: a greater sum is a programme's.
const MUNICIPAL: u32 = 3_000_000_000;

/// What a sum is called.
struct Named {
    role: Role,
    stage: Option<Stage>,
    fit: u8,
    weak: bool,
}

/// Every sum that has a role.
pub(super) fn amounts(scope: &Scope<'_, '_>, money: &[&Found<Money>]) -> Vec<Sum> {
    let reading = scope.reading;
    let mut sums: Vec<Sum> = Vec::new();
    let mut used = 0;
    for (i, found) in money.iter().enumerate() {
        let previous = i.checked_sub(1).map_or(0, |before| money[before].span.end);
        let next = money.get(i + 1).map(|after| after.span.start);
        let place = Place { reading, span: found.span, previous, next, used };
        let (first, second) = place.cues();
        used = first.map_or(0, |cue| place.used_by(cue));
        let beyond = found.value.amount > Decimal::from(MUNICIPAL)
            || others::is(scope, &place, found.value.amount)
            || found.value.limit && others::is_possible(reading, found.span);
        let named = first.map(|cue| label(&place, cue)).or_else(|| by_context(&place));
        match named {
            Some(named) => {
                sums.push(sum(reading, found, &named, beyond));
                sums.extend(second.map(|cue| sum(reading, found, &label(&place, cue), beyond)));
            }
            None => {
                let part = gross(&place, found, sums.last()).or_else(|| yearly(&place, found, sums.last_mut()));
                let part = part.or_else(|| joined(&place, found, sums.last()));
                sums.extend(part);
            }
        }
    }
    sums
}

/// What a phrase calls a sum, and how well it fits the role.
fn label(place: &Place<'_, '_>, cue: &Cue) -> Named {
    let phrase = place.phrase(cue);
    let reading = place.reading;
    let words = reading.slice(cue.span);
    let gap = Span::new(cue.span.end.min(place.span.end), place.span.start.max(cue.span.start));
    let beside = reading.words_in(gap).len() <= 3;
    let list = if phrase.role == Role::Own { WordList::SumOwn } else { WordList::SumWhole };
    let whole =
        reading.vocabulary.word_list(list).within(words) || reading.vocabulary.word_list(WordList::SumWhole).within(words);
    // A verb or a pronoun's label says less than a label of the sum's own.
    let fit = if phrase.within.is_some() { 0 } else { 2 * u8::from(whole) + u8::from(beside) };
    Named { role: phrase.role, stage: place.stage(cue), fit, weak: place.is_grant(cue) && place.is_aside() }
}

fn by_context(place: &Place<'_, '_>) -> Option<Named> {
    let (role, stage) = place.by_context()?;
    Some(Named { role, stage, fit: 0, weak: true })
}

fn sum(reading: &Reading<'_>, found: &Found<Money>, named: &Named, beyond: bool) -> Sum {
    let role = if beyond { Role::Other } else { named.role };
    let headed = if found.value.currency.is_none() { currency_of_table(reading, found.span) } else { None };
    let (currency_span, currency_rule) =
        headed.map_or((found.span, "currency:printed"), |(_, span)| (span, "currency:table_head"));
    let scope = match role {
        Role::PartnerShare => AmountScope::Partner,
        _ if others::other_stage(reading, found.span) => AmountScope::Part,
        _ => AmountScope::Project,
    };
    let amount = Amount {
        role,
        value: found.value.amount,
        currency: found.value.currency.or(headed.map(|(currency, _)| currency)),
        rate: None,
        rate_basis: None,
        scope,
        stage: named.stage,
        approximate: found.value.approximate || found.value.limit,
        in_words: found.value.in_words,
        evidence: reading.evidence(found.span, role_rule(role)),
    };
    let differ = found.value.in_words.is_some_and(|words| words != found.value.amount).then_some("words_differ");
    Sum {
        amount,
        span: found.span,
        doubt: found.doubt.filter(|doubt| !matches!(*doubt, "no_currency" | "range")).or(differ),
        currency: reading.evidence(currency_span, currency_rule),
        alternative: found.value.alternative,
        fit: named.fit,
        weak: named.weak,
        ahead: false,
        limit: found.value.limit,
    }
}

/// A sum called gross after one that has a label is the same figure, and goes before the net one (`netto: 100 zł, brutto: 123 zł`).
fn gross(place: &Place<'_, '_>, found: &Found<Money>, net: Option<&Sum>) -> Option<Sum> {
    let net = net.filter(|net| net.span.end == place.previous && net.amount.value < found.value.amount)?;
    let between = place.reading.words_in(Span::new(place.previous, place.span.start));
    let gross = |word: &Word| place.reading.slice(word.span) == "brutto";
    (between.len() <= 3 && between.last().is_some_and(gross)).then(|| {
        let mut sum = net.clone();
        sum.amount.value = found.value.amount;
        sum.amount.evidence = place.reading.evidence(found.span, "amount:gross");
        sum.span = found.span;
        sum.fit = net.fit + 1;
        sum
    })
}

/// A bare sum after a year is that year's part of the sum before it; and if that one stands after a year too, it is a part as well
/// (`dofinansowanie w 2021 r. – 10 000 zł, w 2022 r. – 20 000 zł`).
fn yearly(place: &Place<'_, '_>, found: &Found<Money>, parent: Option<&mut Sum>) -> Option<Sum> {
    let parent = parent.filter(|parent| parent.span.end + 120 > place.previous && parent.span.end <= place.span.start)?;
    let year = |words: &[Word]| words.iter().any(|word| is_year(place.reading.slice(word.span)));
    let between = place.reading.words_in(Span::new(place.previous.max(parent.span.end), place.span.start));
    (between.len() <= 6 && year(between)).then(|| {
        let sentence = place.reading.sentence_at(parent.span.start).start;
        let lead = place.reading.words_in(Span::new(sentence, parent.span.start));
        if year(&lead[lead.len().saturating_sub(3)..]) {
            parent.amount.scope = AmountScope::Year;
        }
        let mut sum = parent.clone();
        sum.amount.value = found.value.amount;
        sum.amount.scope = AmountScope::Year;
        sum.amount.evidence = place.reading.evidence(found.span, "amount:yearly");
        sum.span = found.span;
        sum
    })
}

/// The second of two sums that one phrase names (`kwoty dofinansowania 78 tys. i 80 tys. zł`).
fn joined(place: &Place<'_, '_>, found: &Found<Money>, first: Option<&Sum>) -> Option<Sum> {
    let first = first.filter(|first| first.span.end == place.previous)?;
    let between = place.reading.words_in(Span::new(place.previous, place.span.start));
    let and = |word: &Word| matches!(place.reading.slice(word.span), "i" | "oraz");
    (between.len() == 1 && between.iter().all(and)).then(|| {
        let mut sum = first.clone();
        sum.amount.value = found.value.amount;
        sum.amount.evidence = place.reading.evidence(found.span, "amount:joined");
        sum.span = found.span;
        sum
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("20") || text.starts_with("19")) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Fields whose sum is printed but cannot be read (`9999999999999999999999 zł`), with what is printed.
pub(super) fn unreadable(scope: &Scope<'_, '_>) -> Vec<(Role, String)> {
    let reading = scope.reading;
    let roles = scope.values(&reading.values.unreadable).filter_map(|found| {
        let place = Place { reading, span: found.span, previous: 0, next: None, used: 0 };
        let named = place.cues().0.map(|cue| label(&place, cue))?;
        Some((named.role, reading.printed(found.span)))
    });
    roles.collect()
}

/// The currency printed in the head of the sum's table (`Kwota w zł`).
fn currency_of_table(reading: &Reading<'_>, span: Span) -> Option<(Currency, Span)> {
    let table = reading.block_at(span.start)?.cell?.table;
    heads::of_page(reading).currency(table)
}

const fn role_rule(role: Role) -> &'static str {
    match role {
        Role::Total => "amount:total",
        Role::Eligible => "amount:eligible",
        Role::Ineligible => "amount:ineligible",
        Role::Grant => "amount:grant",
        Role::Eu => "amount:eu",
        Role::State => "amount:state",
        Role::Own => "amount:own",
        Role::PartnerShare => "amount:partner_share",
        Role::Investment => "amount:investment",
        Role::NonInvestment => "amount:non_investment",
        Role::Other => "amount:other",
    }
}
