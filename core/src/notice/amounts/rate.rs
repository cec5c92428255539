//! Printed rates: which sum a percentage belongs to, and what it is a share of.

use super::Sum;
use crate::notice::model::{Fact, RateBasis};
use crate::notice::reading::{Reading, Scope};
use crate::text::Span;
use crate::value::{Found, Percent};
use crate::vocabulary::{Role, Table, WordList};
use rust_decimal::Decimal;

/// How far after its sum a percentage can stand.
const REACH: usize = 80;

/// Gives each percentage to the sum it follows (`1 091 008,80 zł - 95 %`) or stands right before (`85%: 21 189,77 €`).
pub(super) fn attach(scope: &Scope<'_, '_>, sums: &mut [Sum]) {
    let reading = scope.reading;
    for percent in scope.values(&reading.values.percents).filter(|percent| !of_request(reading, percent)) {
        let at = sums.partition_point(|sum| sum.span.start < percent.span.end);
        let next = (at < sums.len()).then_some(at);
        let right_after = next.filter(|&i| {
            sums[i].span.start - percent.span.end <= 6
                && !reading.slice(Span::new(percent.span.end, sums[i].span.start)).contains([')', ','])
        });
        // A rate is a share of a total, never the total's: after one it speaks of the part named before.
        let part = |sum: &Sum| !matches!(sum.amount.role, Role::Total | Role::Eligible | Role::PartnerShare | Role::Other);
        let near = sums[..at]
            .iter()
            .rev()
            .take(4)
            .position(|sum| part(sum) && sum.span.end <= percent.span.start && belongs(reading, sum, percent));
        let before = near.map(|back| at - 1 - back);
        let right_after = right_after.filter(|&i| part(&sums[i]));
        if let Some(i) = right_after.or(before)
            && sums[i].amount.rate.is_none()
        {
            sums[i].amount.rate = Some(percent.value.value);
            sums[i].amount.rate_basis = basis(reading, percent);
        }
    }
}

/// Whether a percentage after a sum speaks of that sum: same sentence, near, and no other role between.
fn belongs(reading: &Reading<'_>, sum: &Sum, percent: &Found<Percent>) -> bool {
    let gap = Span::new(sum.span.end, percent.span.start);
    if gap.len() > REACH {
        return false;
    }
    let sentence = reading.sentence_at(sum.span.start);
    let other_role = reading.cues_of(Table::Role, gap).next().is_some();
    let stated = reading.slice(gap).contains("stanowi") || reading.slice(gap).contains("tj");
    let row = |at: usize| reading.block_at(at).and_then(|block| block.cell).map(|cell| (cell.table, cell.row));
    let same_row = row(sum.span.start).is_some() && row(sum.span.start) == row(percent.span.start);
    if !other_role && goes_on(reading, sentence, percent) {
        return true;
    }
    (percent.span.start < sentence.end || same_row) && (!other_role || stated)
}

/// Whether a percentage's sentence only says what share the sum of the sentence before is (`Stanowi to 40 % wydatków`).
fn goes_on(reading: &Reading<'_>, before: Span, percent: &Found<Percent>) -> bool {
    let sentence = reading.sentence_at(percent.span.start);
    let lead = reading.words_in(Span::new(sentence.start, percent.span.start));
    let follows = sentence.start >= before.end && sentence.start - before.end <= 3;
    follows && (1..=3).contains(&lead.len()) && lead.iter().any(|word| reading.slice(word.span).starts_with("stanowi"))
}

/// Whether a percentage is a share of what was asked for (`93 % kwoty wnioskowanej`), no rate.
fn of_request(reading: &Reading<'_>, percent: &Found<Percent>) -> bool {
    let words = reading.words_in(Span::new(percent.span.end, reading.sentence_at(percent.span.start).end.max(percent.span.end)));
    words.iter().take(3).any(|word| reading.slice(word.span).starts_with("wniosk"))
}

/// What the words after a percentage call its base.
fn basis(reading: &Reading<'_>, percent: &Found<Percent>) -> Option<RateBasis> {
    let end = reading.sentence_at(percent.span.start).end.min(percent.span.end + 60);
    let words = reading.words_in(Span::new(percent.span.end, end));
    words.iter().take(5).find_map(|word| {
        let text = reading.slice(word.span);
        if text.starts_with("kwalifik") {
            Some(RateBasis::Eligible)
        } else if ["calkowit", "ogoln", "laczn"].iter().any(|stem| text.starts_with(stem)) {
            Some(RateBasis::Total)
        } else {
            None
        }
    })
}

/// The rate printed with the grant, at this or another mention of it.
pub(super) fn of(scope: &Scope<'_, '_>, sums: &[Sum], grant: &Sum) -> Option<Fact<Decimal>> {
    let mentions = sums.iter().filter(|sum| sum.amount.role == grant.amount.role && sum.amount.value == grant.amount.value);
    let rate = grant.amount.rate.or_else(|| mentions.filter_map(|sum| sum.amount.rate).next())?;
    let percents = scope.values(&scope.reading.values.percents);
    let nearest = percents
        .filter(|percent| percent.value.value == rate)
        .min_by_key(|percent| percent.span.start.abs_diff(grant.span.end))?;
    Some(scope.reading.fact(rate, nearest.span, "rate:with_grant"))
}

/// For a percentage that is a line or cell of its own, the label line or cell before it.
fn label_line(reading: &Reading<'_>, span: Span) -> Option<Span> {
    let number = reading.line_number(span.start);
    let line = reading.lines.get(number)?;
    let label = reading.lines.get(number.checked_sub(1)?)?;
    (line.span.start + 3 >= span.start && label.span.len() <= 120).then_some(label.span)
}

/// A rate printed with no sum: with a grant's label (`dofinansowanie w wysokości 85 %`) or verb (`dofinansowana w 95 %`), or before
/// what pays it (`w tym 85 % środków unijnych`).
pub(super) fn alone(scope: &Scope<'_, '_>) -> Option<Fact<Decimal>> {
    let reading = scope.reading;
    scope.values(&reading.values.percents).filter(|percent| !of_request(reading, percent)).find_map(|percent| {
        let fact = |rule| reading.fact(percent.value.value, percent.span, rule);
        if labelled(reading, percent) {
            Some(fact("rate:labelled"))
        } else {
            (after_verb(reading, percent) || before_payer(reading, percent)).then(|| fact("rate:of_cost"))
        }
    })
}

/// Whether the nearest role phrase before a percentage is a grant's, and no sum stands between.
fn labelled(reading: &Reading<'_>, percent: &Found<Percent>) -> bool {
    let sentence = reading.sentence_at(percent.span.start);
    // A programme's long name may stand between.
    let before = Span::new(sentence.start.max(percent.span.start.saturating_sub(3 * REACH)), percent.span.start);
    let label = |within: Span| reading.cues_of(Table::Role, within).next_back();
    let Some(cue) = label(before).or_else(|| label(label_line(reading, percent.span)?)) else { return false };
    let granted = is_granted(reading.vocabulary.roles[cue.entry].role);
    let between = Span::new(cue.span.end, percent.span.start.max(cue.span.end));
    granted && reading.among(&reading.values.money, between).next().is_none()
}

const fn is_granted(role: Role) -> bool {
    matches!(role, Role::Grant | Role::Eu | Role::State)
}

/// Whether a verb of granting stands close before a percentage, and it is not the owner who pays it.
fn after_verb(reading: &Reading<'_>, percent: &Found<Percent>) -> bool {
    let sentence = reading.sentence_at(percent.span.start);
    let before = reading.words_in(Span::new(sentence.start.max(percent.span.start.saturating_sub(REACH)), percent.span.start));
    let verbs = reading.vocabulary.word_list(WordList::RateVerbs);
    let verb = before.iter().rev().take(4).any(|word| verbs.has(reading.slice(word.span)));
    verb && payer_after(reading, percent) != Some(false)
}

/// Whether a percentage is called a share of the cost, and a grant or fund follows that pays it.
fn before_payer(reading: &Reading<'_>, percent: &Found<Percent>) -> bool {
    let words = reading.words_in(Span::new(percent.span.end, reading.sentence_at(percent.span.start).end));
    let base = reading.vocabulary.word_list(WordList::RateBase);
    let Some(first) = words.first() else { return false };
    let around = Span::new(percent.span.start.saturating_sub(REACH), (first.span.end + REACH).min(reading.text().len()));
    let granted = reading.cues_of(Table::Role, around).any(|cue| {
        (cue.span.end == first.span.end || cue.span.start == first.span.start)
            && is_granted(reading.vocabulary.roles[cue.entry].role)
    });
    granted || base.has(reading.slice(first.span)) && payer_after(reading, percent) == Some(true)
}

/// Who is named within eight words after a percentage as paying it: a grant or fund (`true`), or the owner.
fn payer_after(reading: &Reading<'_>, percent: &Found<Percent>) -> Option<bool> {
    let words = reading.words_in(Span::new(percent.span.end, reading.sentence_at(percent.span.start).end));
    let end = words.iter().take(8).next_back()?.span.end;
    reading.cues_in(Span::new(percent.span.end, end)).find_map(|cue| match cue.table {
        Table::Fund | Table::Programme => Some(true),
        Table::Role => match reading.vocabulary.roles[cue.entry].role {
            Role::Own => Some(false),
            role if is_granted(role) => Some(true),
            _ => None,
        },
        _ => None,
    })
}
