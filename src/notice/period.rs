//! When: the project's period against every other date on the page.

use super::model::{Doubt, Notice};
use super::reading::{Reading, Scope};
use crate::text::Span;
use crate::value::{Found, PartialDate, Period, PeriodForm};
use crate::vocabulary::{Cue, LabelKind, Table, WordList};

/// How far back a label can stand in its sentence.
const REACH: usize = 160;

/// The weight of a period that no label names, in a sentence about carrying the project out.
const UNLABELLED: u8 = 2;

/// Labels that decide what a date is.
const DECIDING: &[LabelKind] =
    &[LabelKind::Period, LabelKind::Start, LabelKind::End, LabelKind::Signed, LabelKind::OtherDate, LabelKind::OtherPeriod];

/// Reads start, end, duration and the day of signing.
pub(crate) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    let best = best_period(scope);
    // A labelled period stands before single ends; a period no label names stands after them.
    if let Some((_, found)) = best.filter(|(weight, _)| *weight > UNLABELLED) {
        publish(reading, found, notice);
    }
    ends(scope, notice);
    if let (Some((_, found)), None, None) = (best, &notice.start_date, &notice.end_date) {
        publish(reading, found, notice);
    }
    notice.duration_months = duration(scope).map(|found| reading.fact(found.value, found.span, "duration:labelled"));
    notice.signed_date = signed(scope).map(|(date, span)| reading.fact(date, span, "signed:agreement"));
}

fn publish(reading: &Reading<'_>, found: &Found<Period>, notice: &mut Notice) {
    let rule = "period:range";
    notice.start_date = found.value.start.map(|date| reading.fact(date, found.span, rule));
    notice.end_date = found.value.end.map(|date| reading.fact(date, found.span, rule));
    if let Some(reason) = found.doubt {
        let candidates = [found.value.start, found.value.end].iter().flatten().map(ToString::to_string).collect();
        notice.doubts.push(Doubt { field: "end_date", reason, candidates });
    }
}

/// The period with the best reason to be the project's.
fn best_period<'r>(scope: &Scope<'r, '_>) -> Option<(u8, &'r Found<Period>)> {
    let reading = scope.reading;
    let mut best: Option<(u8, &Found<Period>)> = None;
    for found in scope.values(&reading.values.periods) {
        let weight = weight(reading, found);
        if weight > 0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, found));
        }
    }
    best
}

/// How much speaks for a period: 0 is nothing.
fn weight(reading: &Reading<'_>, found: &Found<Period>) -> u8 {
    if of_programme(reading, found.span) {
        return 0;
    }
    let precise = !matches!(found.value.form, PeriodForm::Years);
    let label = deciding_label(reading, found.span);
    let weak = |cue: &Cue| reading.slice(cue.span).starts_with("w ") && reading.slice(cue.span).len() < 14;
    match label.and_then(|cue| Some((reading.label(cue)?, weak(cue)))) {
        Some((LabelKind::Period, false)) if precise => 6,
        Some((LabelKind::Period, false)) => 5,
        Some((LabelKind::Start | LabelKind::End, _)) if precise => 4,
        // `w okresie od … do …` says when something was done, not what.
        Some((LabelKind::Period, true)) if !about_other(reading, found.span) => UNLABELLED,
        Some(_) => 0,
        None if matches!(found.value.form, PeriodForm::Range) && about_project(reading, found.span) => UNLABELLED,
        None if matches!(found.value.form, PeriodForm::Range) && lasting(found) && !about_other(reading, found.span) => {
            UNLABELLED - 1
        }
        None => 0,
    }
}

/// Whether a period lasts two months or more: an event or a recruitment seldom does.
fn lasting(found: &Found<Period>) -> bool {
    let months = |date: PartialDate| date.month.and_then(|month| i32::try_from(month).ok()).map(|month| date.year * 12 + month);
    let (Some(start), Some(end)) = (found.value.start.and_then(months), found.value.end.and_then(months)) else { return false };
    end - start >= 2
}

/// Whether the sentence speaks of a call, an event, a strategy.
fn about_other(reading: &Reading<'_>, span: Span) -> bool {
    let sentence = reading.sentence_at(span.start);
    let mut kinds = reading.labels_in(sentence);
    kinds.any(|kind| matches!(kind, LabelKind::OtherDate | LabelKind::OtherPeriod | LabelKind::NoNotice))
}

/// Whether years stand beside a programme's name: they are the programme's.
fn of_programme(reading: &Reading<'_>, span: Span) -> bool {
    let near = Span::new(span.start.saturating_sub(200), span.end);
    let reach = |cue: &&Cue| cue.table == Table::Programme && Span::new(cue.span.start, cue.span.end + 30).overlaps(span);
    let beside = |cue: &Cue| reading.words_in(Span::new(cue.span.end.min(span.start), span.start)).len() <= 3;
    reading.cues_from(near).iter().filter(reach).any(beside)
}

/// Whether the sentence speaks of carrying an undertaking out.
fn about_project(reading: &Reading<'_>, span: Span) -> bool {
    let sentence = reading.sentence_at(span.start);
    let carried =
        reading.labels_in(sentence).any(|kind| matches!(kind, LabelKind::Ongoing | LabelKind::Planned | LabelKind::Completed));
    carried && !about_other(reading, span)
}

/// The nearest deciding label before a value: in its sentence, or in the label line or cell above it.
fn deciding_label<'r>(reading: &'r Reading<'_>, span: Span) -> Option<&'r Cue> {
    let sentence = reading.sentence_at(span.start);
    let from = sentence.start.max(span.start.saturating_sub(REACH));
    let decides = |cue: &&Cue| reading.label(cue).is_some_and(|kind| DECIDING.contains(&kind));
    let inside = |within: Span| reading.cues_in(within).filter(decides).max_by_key(|cue| cue.span.end);
    inside(Span::new(from, span.start)).or_else(|| {
        let number = reading.line_number(span.start);
        let line = reading.lines.get(number)?;
        let lead = reading.words_in(Span::new(line.span.start, span.start)).len();
        let label = reading.lines.get(number.checked_sub(1)?).filter(|label| lead <= 2 && label.span.len() <= 120)?;
        inside(label.span)
    })
}

/// Ends and starts told apart from each other: `data rozpoczęcia: …`, `planowane zakończenie: …`, `przedłużony do …`.
fn ends(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    for found in scope.values(&reading.values.dates) {
        let Some(cue) = deciding_label(reading, found.span) else { continue };
        let single = !scope
            .values(&reading.values.periods)
            .any(|period| period.span.overlaps(found.span) && period.value.form != PeriodForm::Open);
        match reading.label(cue) {
            Some(LabelKind::Start) if notice.start_date.is_none() && single => {
                notice.start_date = Some(reading.fact(found.value, found.span, "period:start"));
            }
            Some(LabelKind::End) if extends(reading, cue) => {
                if let Some(old) = notice.end_date.take().filter(|old| old.value != found.value) {
                    notice.doubts.push(Doubt {
                        field: "end_date",
                        reason: "superseded",
                        candidates: vec![old.value.to_string()],
                    });
                }
                notice.end_date = Some(reading.fact(found.value, found.span, "period:extended"));
            }
            Some(LabelKind::End) if notice.end_date.is_none() && single => {
                notice.end_date = Some(reading.fact(found.value, found.span, "period:end"));
            }
            Some(LabelKind::Period)
                if single && notice.end_date.is_none() && notice.start_date.is_none() && follows(reading, cue, found.span) =>
            {
                lone(reading, found, notice);
            }
            _ => {}
        }
    }
}

/// Whether the label says that an end was moved.
fn extends(reading: &Reading<'_>, cue: &Cue) -> bool {
    ["przedluz", "wydluz", "przesun"].iter().any(|stem| reading.slice(cue.span).contains(stem))
}

/// Whether at most two words stand between a label and a value.
fn follows(reading: &Reading<'_>, cue: &Cue, span: Span) -> bool {
    span.start >= cue.span.end && reading.words_in(Span::new(cue.span.end, span.start)).len() <= 2
}

/// One date as a period: a year is both ends, a month or day the end.
fn lone(reading: &Reading<'_>, found: &Found<PartialDate>, notice: &mut Notice) {
    if found.value.month.is_none() {
        notice.start_date = Some(reading.fact(found.value, found.span, "period:lone_year"));
    }
    notice.end_date = Some(reading.fact(found.value, found.span, "period:lone_date"));
}

/// A duration in the sentence or line of a period label, or beside the project's own dates.
fn duration<'r>(scope: &Scope<'r, '_>) -> Option<&'r Found<u32>> {
    let reading = scope.reading;
    scope.values(&reading.values.durations).find(|found| {
        let sentence = reading.sentence_at(found.span.start);
        let labelled = deciding_label(reading, found.span).and_then(|cue| reading.label(cue)) == Some(LabelKind::Period);
        labelled || reading.among(&reading.values.periods, sentence).any(|period| weight(reading, period) > 0)
    })
}

/// The day a grant agreement was signed: the date nearest to the words of signing, in their sentence.
fn signed(scope: &Scope<'_, '_>) -> Option<(PartialDate, Span)> {
    let reading = scope.reading;
    let cues: Vec<&Cue> = scope.labels(&[LabelKind::Signed]).filter(|cue| about_grant(reading, cue)).collect();
    let by_cue = cues.iter().find_map(|cue| {
        let sentence = reading.sentence_at(cue.span.start);
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
    let sentence = if reading.slice(before).contains("umow") { before.join(sentence) } else { sentence };
    let has = |list| {
        let list = reading.vocabulary.word_list(list);
        reading.words_in(sentence).iter().any(|word| list.has(reading.slice(word.span)))
    };
    let programme = reading.cues_of(Table::Programme, sentence).next().is_some();
    let number = reading.among(&reading.values.codes, sentence).next().is_some();
    (starts_line(reading, cue) || has(WordList::SignedGrant) || programme || number) && !has(WordList::SignedSupplier)
}
