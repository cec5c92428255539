//! The day of the grant agreement.

use super::period::REACH;
use super::reading::{Reading, Scope};
use crate::text::Span;
use crate::value::{Found, PartialDate, PeriodForm};
use crate::vocabulary::{Cue, LabelKind, Table, WordList};

/// The day a grant agreement was signed: the date nearest to the words of signing, in their sentence.
pub(super) fn read(scope: &Scope<'_, '_>) -> Option<(PartialDate, Span)> {
    let reading = scope.reading;
    let cues: Vec<&Cue> = scope.labels(&[LabelKind::Signed]).filter(|cue| about_grant(reading, cue)).collect();
    let by_cue = cues.iter().find_map(|cue| {
        let sentence = after_date(reading, reading.sentence_at(cue.span.start));
        let near = |found: &&Found<PartialDate>| {
            let date = found.span;
            let in_sentence = sentence.contains(date) && date.start.abs_diff(cue.span.start) <= 400;
            let labelled = starts_line(reading, cue)
                && reading.line_number(date.start) <= reading.line_number(cue.span.start) + 1
                && date.start > cue.span.end;
            (in_sentence || labelled) && found.value.month.is_some() && !in_period(reading, date)
        };
        let distance = |found: &&Found<PartialDate>| gap(found.span, cue.span);
        scope.values(&reading.values.dates).filter(near).min_by_key(distance).map(|found| (found.value, found.span))
    });
    by_cue.or_else(|| of_agreement(scope))
}

/// The date an agreement carries: `na podstawie umowy nr … z dnia 31.12.2019 r.`
fn of_agreement(scope: &Scope<'_, '_>) -> Option<(PartialDate, Span)> {
    let reading = scope.reading;
    scope.values(&reading.values.dates).filter(|found| found.value.day.is_some()).find_map(|found| {
        let sentence = reading.sentence_at(found.span.start);
        let words = reading.words_in(Span::new(sentence.start.max(found.span.start.saturating_sub(REACH)), found.span.start));
        let text = |back: usize| words.len().checked_sub(back).map_or("", |i| reading.slice(words[i].span));
        let dated = text(1) == "dnia" && text(2) == "z"
            || text(1) == "dniu" && text(3).starts_with("zawart")
            || text(1) == "z" && text(2).bytes().all(|b| b.is_ascii_digit());
        let before = Span::new(sentence.start, found.span.start);
        let numbered =
            reading.among(&reading.values.codes, before).any(|code| code.value.kind == crate::value::CodeKind::Agreement);
        let agreement = numbered || words.iter().any(|word| reading.slice(word.span).starts_with("umow"));
        (dated && agreement).then_some((found.value, found.span))
    })
}

/// Bytes between two spans.
fn gap(a: Span, b: Span) -> usize {
    if a.overlaps(b) { 0 } else { b.start.max(a.start).abs_diff(a.end.min(b.end)) }
}

fn in_period(reading: &Reading<'_>, date: Span) -> bool {
    // No period is printed longer.
    let near = Span::new(date.start.saturating_sub(400), date.end + 400);
    reading
        .among(&reading.values.periods, near)
        .any(|period| period.value.form == PeriodForm::Range && period.span.contains(date))
}

fn starts_line(reading: &Reading<'_>, cue: &Cue) -> bool {
    reading.line_at(cue.span.start).is_some_and(|line| cue.span.start <= line.span.start + 3)
}

/// Whether words of signing speak of money for the project, not of a supplier's contract.
fn about_grant(reading: &Reading<'_>, cue: &Cue) -> bool {
    let sentence = reading.sentence_at(cue.span.start);
    // `Umowa o dofinansowanie … Podpisano ją w dniu …`
    let before = reading.sentence_at(sentence.start.saturating_sub(2));
    let after = reading.sentence_at(sentence.end + 1);
    let sentence = if reading.slice(before).contains("umow") { before.join(sentence) } else { sentence };
    // `Wójt podpisał umowę. Umowa dotyczy projektu „…”`
    let told = reading.slice(after).trim_start().starts_with("umowa");
    let sentence = if told { sentence.join(after) } else { sentence };
    let has = |list| {
        let list = reading.vocabulary.word_list(list);
        reading.words_in(sentence).iter().any(|word| list.has(reading.slice(word.span)))
    };
    let programme = reading.cues_of(Table::Programme, sentence).next().is_some();
    let number = reading.among(&reading.values.codes, sentence).next().is_some();
    let grant = starts_line(reading, cue) || has(WordList::SignedGrant) || programme || number;
    (grant || told_short(reading, sentence)) && !has(WordList::SignedSupplier)
}

/// A sentence together with the date before it that a full stop seems to part from it (`4 marca 2021r. Wójt podpisał …`).
fn after_date(reading: &Reading<'_>, sentence: Span) -> Span {
    let before = reading.sentence_at(sentence.start.saturating_sub(2));
    let near = before.end <= sentence.start && sentence.start - before.end <= 1 && reading.words_in(before).len() <= 4;
    let dated = near && reading.among(&reading.values.dates, before).any(|date| date.value.day.is_some());
    if dated { before.join(sentence) } else { sentence }
}

/// Whether a few words say that the agreement was signed, right after a sentence on the undertaking (`Umowę podpisano 5 maja.`).
fn told_short(reading: &Reading<'_>, sentence: Span) -> bool {
    const SHORT: usize = 8;
    let before = reading.sentence_at(sentence.start.saturating_sub(2));
    let block = |at: usize| reading.line_at(at).map(|line| line.block);
    let about = reading
        .words_in(before)
        .iter()
        .any(|word| ["projek", "zadani", "operacj", "dofinans"].iter().any(|stem| reading.slice(word.span).starts_with(stem)));
    before.end <= sentence.start
        && block(before.start) == block(sentence.start)
        && about
        && reading.words_in(sentence).len() <= SHORT
}
