//! Programme, measure, funds and numbers.

use super::model::{Doubt, Fact, Notice};
use super::reading::{Reading, Scope};
use crate::text::{Folded, Span};
use crate::value::{Code, CodeKind, Found};
use crate::vocabulary::{Cue, LabelKind, Places, Programme, Table};
use std::collections::{BTreeSet, HashMap};

/// Reads programme, period, measure, axis, funds and numbers; programme and funds also from what the page says to all its
/// undertakings, where a notice names none itself.
pub(crate) fn read(scope: &Scope<'_, '_>, wide: &Scope<'_, '_>, notice: &mut Notice) {
    numbers(scope, notice);
    programme(scope, notice);
    if notice.programme.is_none() && notice.programme_code.is_none() {
        programme(wide, notice);
    }
    measure(scope, notice);
    funds(scope, notice);
    if notice.funds.is_empty() {
        funds(wide, notice);
    }
}

/// Call and agreement numbers: the label before a number decides which it is, without one its shape.
fn numbers(scope: &Scope<'_, '_>, notice: &mut Notice) {
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
    if notice.agreement_number.is_none() {
        let free = scope.values(&reading.values.free_numbers).next();
        notice.agreement_number = free.map(|found| reading.fact(found.value.clone(), found.span, "number:free"));
    }
}

/// The kind of the nearest number label before a code, in its line or sentence.
fn label_before(reading: &Reading<'_>, span: Span) -> Option<LabelKind> {
    let sentence = reading.sentence_at(span.start);
    let from = sentence.start.max(span.start.saturating_sub(90));
    reading.labels_in(Span::new(from, span.start)).rfind(|kind| matches!(kind, LabelKind::CallNumber | LabelKind::Agreement))
}

/// A mention of a programme: the entries that share its words, narrowed by the years printed beside them.
struct Named<'v> {
    span: Span,
    entries: Vec<&'v Programme>,
}

fn programme(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    let named = mentions(scope);
    let code = scope.values(&reading.values.codes).find(|found| found.value.programme.is_some());
    let Some(best) = best(&named, code) else {
        if let Some(found) = code {
            from_code(reading, found, notice);
        }
        return;
    };
    publish(reading, best, code, notice);
}

fn mentions<'v>(scope: &Scope<'_, 'v>) -> Vec<Named<'v>> {
    let reading = scope.reading;
    let mut named: Vec<Named<'v>> = Vec::new();
    // A number's own prefix names no programme beside it.
    let in_number = |cue: &&Cue| {
        let at = reading.values.codes.partition_point(|code| code.span.end <= cue.span.start);
        reading.values.codes.get(at).is_some_and(|code| code.span.contains(cue.span))
    };
    for cue in scope.cues(Table::Programme).filter(|cue| !in_number(cue)) {
        let entry = &reading.vocabulary.programmes[cue.entry];
        match named.last_mut().filter(|last| last.span == cue.span) {
            Some(last) => last.entries.push(entry),
            None => named.push(Named { span: cue.span, entries: vec![entry] }),
        }
    }
    for mention in &mut named {
        narrow(reading, mention);
    }
    named
}

/// Keeps the entries of the period printed beside the name, or failing that of the period its project's dates fall into.
fn narrow(reading: &Reading<'_>, mention: &mut Named<'_>) {
    if mention.entries.len() < 2 {
        return;
    }
    if let Some(years) = years_beside(reading, mention.span) {
        let fits: Vec<&Programme> =
            mention.entries.iter().copied().filter(|entry| entry.period.as_deref() == Some(years.as_str())).collect();
        if !fits.is_empty() {
            mention.entries = fits;
        }
    }
}

/// The years printed in or shortly after a programme's name, as `2014-2020`.
fn years_beside(reading: &Reading<'_>, span: Span) -> Option<String> {
    let end = (span.end + 40).min(reading.text().len());
    let words = reading.words_in(Span::new(span.start, end));
    let year = |text: &str| text.len() == 4 && text.starts_with("20") && text.bytes().all(|b| b.is_ascii_digit());
    let years: Vec<&str> = words.iter().map(|word| reading.slice(word.span)).filter(|text| year(text)).collect();
    match years[..] {
        [from, to, ..] => Some(format!("{from}-{to}")),
        _ => None,
    }
}

/// The mention that agrees with the number's programme; else the clearest and most repeated one.
fn best<'n, 'v>(named: &'n [Named<'v>], code: Option<&Found<Code>>) -> Option<&'n Named<'v>> {
    let coded = |mention: &&Named<'_>| {
        let wanted = code.and_then(|found| found.value.programme.as_deref());
        wanted.is_some() && mention.entries.iter().any(|entry| entry.code.as_deref() == wanted)
    };
    named.iter().filter(coded).min_by_key(|mention| mention.entries.len()).or_else(|| {
        let mut repeats: HashMap<&str, usize> = HashMap::new();
        for entry in named.iter().flat_map(|mention| &mention.entries) {
            *repeats.entry(&entry.id).or_default() += 1;
        }
        let weight = |mention: &&Named<'_>| {
            let first = mention.entries[0];
            (!ambiguous(mention), !first.national, repeats[first.id.as_str()], std::cmp::Reverse(mention.span.start))
        };
        named.iter().max_by_key(weight)
    })
}

/// Whether a mention could be two different programmes, not only two periods of one.
fn ambiguous(mention: &Named<'_>) -> bool {
    mention.entries.iter().any(|entry| entry.code != mention.entries[0].code)
}

fn publish(reading: &Reading<'_>, mention: &Named<'_>, code: Option<&Found<Code>>, notice: &mut Notice) {
    let wanted = code.and_then(|found| found.value.programme.as_deref());
    let coded: Vec<&Programme> =
        mention.entries.iter().copied().filter(|entry| wanted.is_some() && entry.code.as_deref() == wanted).collect();
    let entries = if coded.is_empty() { mention.entries.clone() } else { coded };
    let rule = "programme:named";
    let same_code = entries.iter().all(|entry| entry.code == entries[0].code);
    if same_code && let Some(code) = &entries[0].code {
        notice.programme_code = Some(reading.fact(code.clone(), mention.span, rule));
    }
    let decided = match entries[..] {
        [only] => Some(only),
        _ if !same_code => by_region(reading, &entries),
        _ if same_code => code.and_then(|found| by_number_year(&entries, &found.value)).or_else(|| by_dates(&entries, notice)),
        _ => None,
    };
    match decided {
        Some(entry) => {
            notice.programme_code = entry.code.clone().map(|code| reading.fact(code, mention.span, rule));
            notice.programme = Some(reading.fact(entry.name.clone(), mention.span, rule));
            notice.period = entry.period.clone().map(|period| reading.fact(period, mention.span, rule));
        }
        None => {
            let candidates = entries.iter().map(|entry| entry.name.clone()).collect();
            notice.doubts.push(Doubt { field: "programme", reason: "ambiguous_programme", candidates });
        }
    }
}

/// Between programmes of several voivodeships that share an abbreviation (`RPO WP`) the one voivodeship the page names decides.
fn by_region<'v>(reading: &Reading<'_>, entries: &[&'v Programme]) -> Option<&'v Programme> {
    let named = |entry: &&Programme| {
        let region = entry.voivodeship.as_deref().and_then(Places::voivodeship_name)?;
        let folded = Folded::new(region);
        let stem = folded.as_str().strip_suffix("kie")?;
        reading.text().contains(stem).then(|| region.to_owned())
    };
    let regions: BTreeSet<String> = entries.iter().filter_map(named).collect();
    let [region] = &regions.into_iter().collect::<Vec<_>>()[..] else { return None };
    let fits: Vec<&Programme> = entries.iter().copied().filter(|entry| named(entry).as_ref() == Some(region)).collect();
    if let [only] = fits[..] { Some(only) } else { None }
}

/// Between two periods of one programme the project's own dates decide: a period's projects end within three years of it.
fn by_dates<'v>(entries: &[&'v Programme], notice: &Notice) -> Option<&'v Programme> {
    let year = [&notice.start_date, &notice.signed_date, &notice.end_date]
        .iter()
        .find_map(|date| date.as_ref().map(|fact| fact.value.year))?;
    let first = |entry: &Programme| entry.period.as_deref().and_then(|period| period.get(..4)?.parse::<i32>().ok());
    entries.iter().copied().filter(|entry| first(entry).is_some_and(|first| first <= year)).max_by_key(|entry| first(entry))
}

/// A page that prints a number and no programme still names it by the number's prefix.
fn from_code(reading: &Reading<'_>, found: &Found<Code>, notice: &mut Notice) {
    let Some(code) = &found.value.programme else { return };
    let rule = "programme:number";
    notice.programme_code = Some(reading.fact(code.clone(), found.span, rule));
    let entries: Vec<&Programme> =
        reading.vocabulary.programmes.iter().filter(|entry| entry.code.as_ref() == Some(code)).collect();
    let decided = if let [only] = entries[..] { Some(only) } else { by_number_year(&entries, &found.value) };
    if let Some(entry) = decided {
        notice.programme = Some(reading.fact(entry.name.clone(), found.span, rule));
        notice.period = entry.period.clone().map(|period| reading.fact(period, found.span, rule));
    }
}

/// Between two periods of one code the year of the number's call decides: `/15` and later is not 2007-2013.
fn by_number_year<'v>(entries: &[&'v Programme], code: &Code) -> Option<&'v Programme> {
    let year: i32 = code.body.rsplit('/').next()?.get(..2)?.parse().ok()?;
    let first = |entry: &Programme| entry.period.as_deref().and_then(|period| period.get(2..4)?.parse::<i32>().ok());
    entries.iter().copied().filter(|entry| first(entry).is_some_and(|first| first <= year)).max_by_key(|entry| first(entry))
}

/// The deepest measure printed, in full or after a level word.
fn measure(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    let full = scope.values(&reading.values.codes).filter(|found| found.value.kind == CodeKind::Measure);
    let full = full.map(|found| (&found.value.levels, found.span, found.value.programme.clone()));
    let programme = notice.programme_code.as_ref().map(|fact| fact.value.clone());
    let short = scope.values(&reading.values.short_codes);
    let short = short.map(|found| (&found.value.levels, found.span, programme.clone()));
    // `RPPD.00` names a programme and no level of it.
    let all: Vec<(&Vec<u32>, Span, Option<String>)> = full.chain(short).filter(|(levels, ..)| !levels.is_empty()).collect();
    let deepest = all
        .iter()
        .filter(|(levels, ..)| levels.len() >= 2)
        .max_by_key(|(levels, span, _)| (levels.len(), std::cmp::Reverse(span.start)));
    if let Some((levels, span, programme)) = deepest {
        notice.measure_code = Some(reading.fact(written(levels, programme.as_deref()), *span, "measure:deepest"));
    }
    if notice.measure_code.is_none() {
        notice.measure_code = of_number(scope);
    }
    let axis = all.iter().find(|(levels, ..)| levels.len() == 1).or(deepest).or(all.first());
    notice.priority_axis =
        axis.and_then(|(levels, span, _)| Some(reading.fact(levels.first()?.to_string(), *span, "axis:printed")));
    mismatch(scope, notice);
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

/// EU and EFTA funds named in the notice, each once, in order.
fn funds(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    let mut funds: Vec<Fact<String>> = Vec::new();
    for cue in scope.cues(Table::Fund) {
        let fund = &reading.vocabulary.funds[cue.entry];
        if fund.eu && !funds.iter().any(|known| known.value == fund.id) && !in_caption(reading, cue) {
            funds.push(reading.fact(fund.id.clone(), cue.span, "fund:named"));
        }
    }
    notice.funds = funds;
}

/// A fund's name in a bare list item of a few words is a logo's caption, not a statement.
fn in_caption(reading: &Reading<'_>, cue: &Cue) -> bool {
    let Some(line) = reading.line_at(cue.span.start) else { return false };
    let list = reading.block_at(cue.span.start).is_some_and(|block| block.kind == crate::page::BlockKind::ListItem);
    let bullet = reading.slice(line.span).starts_with(['\u{1}', '-', '*']);
    (list || bullet) && reading.words_in(line.span).len() <= 8 && reading.slice(line.span).contains("logo")
}
