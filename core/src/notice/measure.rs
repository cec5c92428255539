//! The measure and the priority axis.

use super::model::{Doubt, Fact, Notice};
use super::reading::Scope;
use crate::text::Span;
use crate::value::CodeKind;
use crate::vocabulary::{Cue, Table};

/// From here on a number without dots is a measure of rural development (`413`), no axis.
const UNDOTTED: u32 = 100;

/// A measure as printed: its levels, where, and the programme its own prefix names.
struct Printed {
    levels: Vec<u32>,
    span: Span,
    programme: Option<String>,
}

/// The deepest measure printed, in full, after a level word or after the programme's short name; where the notice prints none, what
/// the page says to all its undertakings.
pub(crate) fn read(scope: &Scope<'_, '_>, wide: &Scope<'_, '_>, title: Option<Span>, notice: &mut Notice) {
    deepest(scope, title, notice);
    if notice.measure_code.is_none() {
        notice.measure_code = of_number(scope);
    }
    if notice.measure_code.is_none() && one_chain(wide, notice) {
        deepest(wide, title, notice);
    }
    mismatch(scope, notice);
}

/// Whether the measures named around a notice are levels of one: of several the page tells of other projects' too.
fn one_chain(wide: &Scope<'_, '_>, notice: &Notice) -> bool {
    let all = printed(wide, notice);
    let measures: Vec<&[u32]> = all.iter().map(|printed| &printed.levels[..]).filter(|levels| levels.len() >= 2).collect();
    let Some(longest) = measures.iter().max_by_key(|levels| levels.len()) else { return true };
    measures.iter().all(|levels| longest.starts_with(levels))
}

/// Of several as deep, the one nearest to the undertaking's name.
fn deepest(scope: &Scope<'_, '_>, title: Option<Span>, notice: &mut Notice) {
    let reading = scope.reading;
    let all = printed(scope, notice);
    let from_title = |span: Span| title.map_or(span.start, |title| span.start.abs_diff(title.start));
    let deepest = all
        .iter()
        .filter(|printed| printed.levels.len() >= 2 || printed.levels[0] >= UNDOTTED)
        .max_by_key(|printed| (printed.levels.len(), std::cmp::Reverse(from_title(printed.span))));
    if let Some(printed) = deepest {
        let code = written(&printed.levels, printed.programme.as_deref());
        notice.measure_code = Some(reading.fact(code, printed.span, "measure:deepest"));
    }
    let axis = all.iter().find(|printed| printed.levels.len() == 1 && printed.levels[0] < UNDOTTED).or(deepest).or(all.first());
    notice.priority_axis =
        axis.and_then(|printed| Some(reading.fact(printed.levels.first()?.to_string(), printed.span, "axis:printed")));
}

/// Every measure and axis a stretch prints.
fn printed(scope: &Scope<'_, '_>, notice: &Notice) -> Vec<Printed> {
    let values = &scope.reading.values;
    let programme = notice.programme_code.as_ref().map(|fact| fact.value.clone());
    let full = scope.values(&values.codes).filter(|found| found.value.kind == CodeKind::Measure).map(|found| Printed {
        levels: found.value.levels.clone(),
        span: found.span,
        programme: found.value.programme.clone(),
    });
    let short = scope.values(&values.short_codes).map(|found| Printed {
        levels: found.value.levels.clone(),
        span: found.span,
        programme: programme.clone(),
    });
    // `Narodowy Program Rozwoju Czytelnictwa 2.0` has no measures.
    let numbered = |cue: &&Cue| scope.reading.vocabulary.programmes[cue.entry].code.is_some();
    let beside = scope.cues(Table::Programme).filter(numbered).filter_map(|cue| {
        let (levels, end) = dotted(scope.reading.text(), cue.span.end)?;
        Some(Printed { levels, span: Span::new(cue.span.start, end), programme: programme.clone() })
    });
    // `RPPD.00` names a programme and no level of it.
    full.chain(short).chain(beside).filter(|printed| !printed.levels.is_empty()).collect()
}

/// The code right after a programme's short name: `WRPO 2.1.2`. Two or three levels of at most two digits, and no date or sum.
fn dotted(text: &str, at: usize) -> Option<(Vec<u32>, usize)> {
    let rest = text.get(at..)?;
    let code = rest.strip_prefix(' ').filter(|code| code.starts_with(|c: char| c.is_ascii_digit()))?;
    let length = code.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let code = code[..length].trim_end_matches('.');
    let parts: Vec<&str> = code.split('.').collect();
    let short = parts.iter().all(|part| (1..=2).contains(&part.len()));
    let goes_on = rest[1 + code.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | ',' | '%'));
    let levels: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let named = levels.filter(|levels| (2..=3).contains(&levels.len()) && levels.iter().take(2).all(|level| *level > 0));
    Some((named.filter(|_| short && !goes_on)?, at + 1 + code.len()))
}

/// The measure that a project's number prints, where the text names none.
fn of_number(scope: &Scope<'_, '_>) -> Option<Fact<String>> {
    let reading = scope.reading;
    let numbers = scope.values(&reading.values.codes).filter(|found| found.value.kind == CodeKind::Agreement);
    let found = numbers.filter(|found| found.value.levels.len() >= 2).find(|found| found.value.programme.is_some())?;
    Some(reading.fact(written(&found.value.levels, found.value.programme.as_deref()), found.span, "measure:number"))
}

/// `RPWM.11.02.05`, or `11.2.5` where the programme has no code.
fn written(levels: &[u32], programme: Option<&str>) -> String {
    match programme {
        Some(code) => levels.iter().fold(code.to_owned(), |out, level| format!("{out}.{level:02}")),
        None => levels.iter().map(ToString::to_string).collect::<Vec<_>>().join("."),
    }
}

/// A call that names another measure than the text: both are kept, and it is said.
fn mismatch(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let Some(measure) = &notice.measure_code else { return };
    let levels: Vec<u32> = measure.value.split('.').filter_map(|part| part.parse().ok()).collect();
    let calls = scope.values(&scope.reading.values.codes).filter(|found| found.value.kind == CodeKind::Call);
    for call in calls {
        let shared = call.value.levels.len().min(levels.len());
        if shared >= 2 && call.value.levels[..shared] != levels[..shared] {
            let candidates = vec![call.value.canonical.clone(), measure.value.clone()];
            notice.doubts.push(Doubt { field: "measure_code", reason: "call_measure_mismatch", candidates });
            return;
        }
    }
}
