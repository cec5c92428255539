//! Call and agreement numbers.

use super::model::{Doubt, Fact, Notice};
use super::reading::{Reading, Scope};
use crate::text::Span;
use crate::value::CodeKind;
use crate::vocabulary::LabelKind;

/// Call and agreement numbers: the label before a number decides which it is, without one its shape.
pub(crate) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    for found in scope.values(&reading.values.codes) {
        let kind = match (found.value.kind, label_before(reading, found.span)) {
            (CodeKind::Measure, _) => continue,
            (_, Some(LabelKind::CallNumber)) => CodeKind::Call,
            (_, Some(LabelKind::Agreement)) => CodeKind::Agreement,
            (kind, _) => kind,
        };
        let (slot, rule) = if kind == CodeKind::Call {
            (&mut notice.call_number, "number:call")
        } else {
            (&mut notice.agreement_number, "number:agreement")
        };
        if slot.is_none() {
            *slot = Some(reading.fact(found.value.canonical.clone(), found.span, rule));
        }
        if kind != found.value.kind {
            let candidates = vec![found.value.canonical.clone()];
            notice.doubts.push(Doubt { field: "agreement_number", reason: "number_kind_conflict", candidates });
        }
    }
    if notice.call_number.is_none() {
        notice.call_number = free_call(scope);
    }
    if notice.agreement_number.is_none() {
        let free = scope.values(&reading.values.free_numbers).next();
        notice.agreement_number = free.map(|found| reading.fact(found.value.clone(), found.span, "number:free"));
    }
}

/// A call's number of no programme's grammar, right after its label: `konkursu nr 16/III/2012`.
fn free_call(scope: &Scope<'_, '_>) -> Option<Fact<String>> {
    let reading = scope.reading;
    scope.labels(&[LabelKind::CallNumber]).find_map(|cue| {
        let rest = reading.text().get(cue.span.end..)?;
        let lead = rest.len() - rest.trim_start_matches([' ', ':', '.']).len();
        let start = cue.span.end + lead;
        let token = rest[lead..].split([' ', '\n', '\t', ',', ')', '"', ';']).next()?.trim_end_matches(['.', '-', ':']);
        let span = Span::new(start, start + token.len());
        let shaped = lead <= 2 && token.contains('/') && token.starts_with(|c: char| c.is_ascii_alphanumeric());
        let numbered = shaped && token.len() <= 30 && token.bytes().filter(u8::is_ascii_digit).count() >= 3;
        let read = reading.among(&reading.values.dates, span).next().is_some()
            || reading.values.codes.iter().any(|code| code.span.overlaps(span));
        (numbered && !read).then(|| reading.fact(reading.printed(span), span, "number:free_call"))
    })
}

/// The kind of the nearest number label before a code, in its line or sentence.
fn label_before(reading: &Reading<'_>, span: Span) -> Option<LabelKind> {
    let sentence = reading.sentence_at(span.start);
    let from = sentence.start.max(span.start.saturating_sub(90));
    reading.labels_in(Span::new(from, span.start)).rfind(|kind| matches!(kind, LabelKind::CallNumber | LabelKind::Agreement))
}
