//! For whom: participants and target groups, only from what the notice says of its recipients.

use super::model::{Doubt, Notice, TargetGroup};
use super::reading::{Reading, Scope};
use crate::page::BlockKind;
use crate::text::Span;
use crate::value::{CountUnit, Found, Headcount};
use crate::vocabulary::{Cue, LabelKind, Table};

/// Labels whose stretch speaks of recipients.
const RECIPIENTS: &[LabelKind] = &[LabelKind::TargetGroup, LabelKind::Participants];

/// Reads participants and target groups.
pub(crate) fn read(scope: &Scope<'_, '_>, title: Option<Span>, notice: &mut Notice) {
    let stretches = stretches(scope);
    participants(scope, &stretches, notice);
    let mut where_named = stretches;
    where_named.extend(title);
    groups(scope, &where_named, notice);
}

/// The stretches that speak of recipients: from a label to the end of its sentence, and the list it opens.
fn stretches(scope: &Scope<'_, '_>) -> Vec<Span> {
    let reading = scope.reading;
    let mut spans: Vec<Span> = Vec::new();
    for cue in scope.labels(RECIPIENTS) {
        let sentence = reading.sentence_at(cue.span.start);
        let line = reading.line_number(cue.span.start);
        let mut end = sentence.end;
        let text = reading.slice(Span::new(cue.span.start, end));
        if text.trim_end().ends_with([':', '-']) || text.len() <= cue.span.len() + 2 {
            end = list_end(reading, line, end);
        }
        spans.push(Span::new(sentence.start.max(reading.lines.get(line).map_or(0, |line| line.span.start.min(cue.span.start))), end));
    }
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    spans
}

/// The end of a list, or of the one paragraph, that follows a line.
fn list_end(reading: &Reading<'_>, line: usize, end: usize) -> usize {
    let item = |text: &str, block: usize| {
        let listed = matches!(reading.page.blocks[block].kind, BlockKind::ListItem);
        listed || text.starts_with(['-', '\u{1}', '*']) || text.starts_with(|c: char| c.is_ascii_digit())
    };
    let following = &reading.lines[(line + 1).min(reading.lines.len())..];
    let items = following.iter().take(40).take_while(|line| item(reading.slice(line.span), line.block));
    match items.last() {
        Some(last) => reading.sentence_at(last.span.start).end.max(last.span.end),
        None => following.first().map_or(end, |next| reading.sentence_at(next.span.start).end),
    }
}

/// Publishes the number of participants if the page leaves one reading.
fn participants(scope: &Scope<'_, '_>, stretches: &[Span], notice: &mut Notice) {
    let reading = scope.reading;
    let inside = |found: &&Found<Headcount>| stretches.iter().any(|span| span.contains(found.span));
    let persons = |found: &&Found<Headcount>| found.value.unit == CountUnit::Persons;
    let counts: Vec<&Found<Headcount>> = scope.values(&reading.values.headcounts).filter(persons).filter(inside).collect();
    let Some(chosen) = whole(&counts) else {
        if counts.len() > 1 {
            let candidates = counts.iter().map(|found| found.value.count.to_string()).collect();
            notice.doubts.push(Doubt { field: "participants", reason: "groups_without_total", candidates });
        }
        return;
    };
    let rule = "participants:recipients";
    if chosen.value.total_printed {
        notice.participants = Some(reading.fact(chosen.value.count, chosen.span, rule));
    }
    notice.women = chosen.value.women.map(|women| reading.fact(women, chosen.span, rule));
    notice.men = chosen.value.men.map(|men| reading.fact(men, chosen.span, rule));
}

/// The count that stands for all: the only one, one that repeats, or the one the others sum to.
fn whole<'f>(counts: &[&'f Found<Headcount>]) -> Option<&'f Found<Headcount>> {
    let largest = counts.iter().copied().max_by_key(|found| (found.value.count, found.value.women.is_some(), std::cmp::Reverse(found.span.start)))?;
    let mut others: Vec<u32> = counts.iter().map(|found| found.value.count).filter(|&count| count != largest.value.count).collect();
    others.sort_unstable();
    others.dedup();
    let all: u32 = counts.iter().filter(|found| found.value.count != largest.value.count).map(|found| found.value.count).sum();
    let first = counts.first().is_some_and(|first| first.value.count == largest.value.count);
    (others.is_empty() || all == largest.value.count || first).then_some(largest)
}

/// Target groups named in the recipients' stretches or the title, each category once per clause.
fn groups(scope: &Scope<'_, '_>, stretches: &[Span], notice: &mut Notice) {
    let reading = scope.reading;
    let mut groups: Vec<TargetGroup> = Vec::new();
    for stretch in stretches {
        let cues = reading.cues.iter().filter(|cue| cue.table == Table::TargetGroup && stretch.contains(cue.span) && !in_name(reading, cue));
        for cue in cues {
            let category = reading.vocabulary.target_groups[cue.entry].id.clone();
            let clause = clause(reading, cue, *stretch);
            let evidence = reading.evidence(clause, "target_group:recipients");
            if groups.iter().any(|known| known.category == category && known.evidence.start == evidence.start) {
                continue;
            }
            let count = reading.values.headcounts.iter().find(|found| clause.contains(found.span));
            groups.push(TargetGroup {
                text: reading.printed(clause),
                category,
                count: count.filter(|found| found.value.total_printed).map(|found| found.value.count),
                women: count.and_then(|found| found.value.women),
                men: count.and_then(|found| found.value.men),
                evidence,
            });
        }
    }
    notice.target_categories = groups.iter().map(|group| group.category.clone()).collect();
    notice.target_categories.sort();
    notice.target_categories.dedup();
    notice.target_groups = groups;
}

/// Whether a cue is part of an organisation's name (`Miejski Ośrodek Pomocy Rodzinie`).
fn in_name(reading: &Reading<'_>, cue: &Cue) -> bool {
    let before = reading.cues.iter().filter(|other| other.table == Table::Organisation && other.span.end + 60 > cue.span.start && other.span.start <= cue.span.start);
    before.into_iter().any(|other| super::names::name(reading, other).map_or(other.span, |name| name.span).overlaps(cue.span))
}

/// The clause around a cue: between line ends, semicolons and full stops.
fn clause(reading: &Reading<'_>, cue: &Cue, stretch: Span) -> Span {
    let text = reading.text();
    let stops: &[char] = &[';', '\n', '\t'];
    let from = stretch.start.max(text[..cue.span.start].rfind(stops).map_or(0, |at| at + 1));
    let to = text[cue.span.end..].find(stops).map_or(text.len(), |at| cue.span.end + at).min(stretch.end);
    let sentence = reading.sentence_at(cue.span.start);
    super::reading::trim(text, Span::new(from.max(sentence.start), to.min(sentence.end).max(cue.span.end)))
}
