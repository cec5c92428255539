//! For whom: participants and target groups, only from what the notice says of its recipients.

use super::counts::{is_part, labelled};
use super::lists;
use super::model::{Doubt, Notice, TargetGroup};
use super::reading::{Reading, Scope};
use crate::page::BlockKind;
use crate::text::Span;
use crate::value::{CountUnit, Found, Headcount};
use crate::vocabulary::{Cue, LabelKind, Table, WordList};
use std::collections::{HashMap, HashSet};

/// Labels whose stretch speaks of recipients.
const RECIPIENTS: &[LabelKind] = &[LabelKind::TargetGroup, LabelKind::Participants];

/// Reads participants and target groups.
pub(crate) fn read(scope: &Scope<'_, '_>, title: Option<Span>, notice: &mut Notice) {
    let reading = scope.reading;
    let results = lists::indicator_stretches(scope);
    let told = |kinds: &[LabelKind]| -> Vec<Span> {
        stretches(scope, kinds).into_iter().filter(|span| !results.iter().any(|list| list.overlaps(*span))).collect()
    };
    let counted = participants(scope, &told(RECIPIENTS), &results, notice);
    // Whom it is for: what a label says of the recipients; else the sentence that counts them; and always the title.
    let mut named = told(&[LabelKind::TargetGroup]);
    if named.is_empty() {
        named = told(&[LabelKind::Participants]);
    }
    // A label beside it says more than a count of some profession.
    let generic = |counted: &Span| {
        reading
            .words_in(*counted)
            .get(1)
            .is_some_and(|word| reading.slice(word.span).starts_with("osob") || reading.slice(word.span).starts_with("rodzin"))
    };
    let tells = |counted: &Span| named.is_empty() || generic(counted) && !named.iter().any(|span| span.contains(*counted));
    if let Some(counted) = counted.filter(tells) {
        let sentence = reading.sentence_at(counted.start);
        let opens = reading.slice(sentence).trim_end().ends_with([':', '-']);
        let end = if opens { list_end(reading, reading.line_number(sentence.end - 1), sentence.end) } else { sentence.end };
        named.push(Span::new(sentence.start, end));
    }
    named.extend(title);
    notice.target_groups = groups(scope, &named, "target_group:recipients");
    if notice.target_groups.is_empty() {
        // A programme's own name says whom it serves: `Asystent osobisty osoby niepełnosprawnej`.
        let programme = notice.programme.as_ref().map(|fact| Span::new(fact.evidence.start, fact.evidence.end));
        let programme: Vec<Span> = programme.map(|span| reading.folded.folded(span)).into_iter().collect();
        notice.target_groups = groups(scope, &programme, "target_group:programme");
    }
    if notice.target_groups.is_empty() {
        notice.target_groups = repeated(scope);
    }
    notice.target_categories = notice.target_groups.iter().map(|group| group.category.clone()).collect();
    notice.target_categories.sort();
    notice.target_categories.dedup();
}

/// Groups that only social support speaks of, where a notice without a word on its recipients names them time and again (`busa do
/// przewozu osób niepełnosprawnych`).
fn repeated(scope: &Scope<'_, '_>) -> Vec<TargetGroup> {
    const SOCIAL: &[&str] = &["addicted", "disabled", "homeless", "migrants", "seniors"];
    let all = told(scope, &scope.spans);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for group in &all {
        *counts.entry(group.category).or_default() += 1;
    }
    let social = all.iter().filter(|group| counts[group.category] >= 2 && SOCIAL.contains(&group.category));
    social.map(|told| group(scope.reading, told, "target_group:repeated")).collect()
}

/// The stretches that speak of recipients: from a label to the end of its sentence, and the list it opens.
fn stretches(scope: &Scope<'_, '_>, kinds: &[LabelKind]) -> Vec<Span> {
    let reading = scope.reading;
    let mut spans: Vec<Span> = Vec::new();
    for cue in scope.labels(kinds) {
        let sentence = reading.sentence_at(cue.span.start);
        let line = reading.line_number(cue.span.start);
        let mut end = sentence.end;
        let text = reading.slice(Span::new(cue.span.start, end));
        let opens = reading.lines.get(line).is_some_and(|line| reading.slice(line.span).ends_with(':'));
        if opens || text.trim_end().ends_with([':', '-']) || text.len() <= cue.span.len() + 2 {
            end = list_end(reading, line, end);
        }
        spans.push(Span::new(
            sentence.start.max(reading.lines.get(line).map_or(0, |line| line.span.start.min(cue.span.start))),
            end,
        ));
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
    let following = &reading.lines[(line + 1).min(reading.lines.len())..];
    let mut block = None;
    let items = following.iter().take(40).take_while(|line| {
        // A wrapped line goes on the item above it.
        let item = lists::bullet(reading, line).is_some() || block == Some(line.block);
        block = item.then_some(line.block);
        item
    });
    match items.last() {
        Some(last) => reading.sentence_at(last.span.start).end.max(last.span.end),
        None => following.first().map_or(end, |next| reading.sentence_at(next.span.start).end),
    }
}

/// Publishes the number of participants if the page leaves one reading; returns where it stands.
fn participants(scope: &Scope<'_, '_>, stretches: &[Span], results: &[Span], notice: &mut Notice) -> Option<Span> {
    let reading = scope.reading;
    let inside = |found: &&Found<Headcount>| stretches.iter().any(|span| span.contains(found.span));
    let persons = |found: &&Found<Headcount>| found.value.unit == CountUnit::Persons;
    let result = |found: &&Found<Headcount>| results.iter().any(|list| list.contains(found.span));
    let all: Vec<&Found<Headcount>> =
        scope.values(&reading.values.headcounts).filter(persons).filter(|found| !result(found)).collect();
    let all: Vec<&Found<Headcount>> = all.iter().copied().filter(|found| !is_part(reading, &all, found.span)).collect();
    let counts: Vec<&Found<Headcount>> = all.iter().copied().filter(inside).collect();
    // Where the recipients' stretch gives no whole, the counts of all sentences about the project may.
    let chosen = whole(&counts)
        .or_else(|| whole(&all.iter().copied().filter(|found| about_project(reading, found.span)).collect::<Vec<_>>()))
        .or_else(|| only_split(&all));
    let Some(chosen) = chosen else {
        if let Some((count, span)) = labelled(scope, results) {
            notice.participants = Some(reading.fact(count, span, "participants:labelled"));
            return Some(span);
        }
        if counts.len() > 1 {
            let candidates = counts.iter().take(20).map(|found| found.value.count.to_string()).collect();
            notice.doubts.push(Doubt { field: "participants", reason: "groups_without_total", candidates });
        }
        return None;
    };
    let rule = "participants:recipients";
    if chosen.value.total_printed {
        notice.participants = Some(reading.fact(chosen.value.count, chosen.span, rule));
    } else if let Some((count, span)) = labelled(scope, results).filter(|(count, _)| *count == chosen.value.count) {
        notice.participants = Some(reading.fact(count, span, "participants:labelled"));
    }
    notice.women = chosen.value.women.map(|women| reading.fact(women, chosen.span, rule));
    notice.men = chosen.value.men.map(|men| reading.fact(men, chosen.span, rule));
    Some(chosen.span)
}

/// Whether a count stands in a sentence about the project or in a list.
fn about_project(reading: &Reading<'_>, span: Span) -> bool {
    let about = reading.vocabulary.word_list(WordList::PeopleProject);
    let words = reading.words_in(reading.sentence_at(span.start));
    let listed = reading.block_at(span.start).is_some_and(|block| matches!(block.kind, BlockKind::ListItem));
    let text = reading.line_at(span.start).map_or("", |line| reading.slice(line.span));
    listed || text.starts_with(['\u{1}', '-']) || words.iter().any(|word| about.has(reading.slice(word.span)))
}

/// The count that stands for all: the only one, one that repeats, or the one the others sum to.
fn whole<'f>(counts: &[&'f Found<Headcount>]) -> Option<&'f Found<Headcount>> {
    let largest = counts
        .iter()
        .copied()
        .max_by_key(|found| (found.value.count, found.value.women.is_some(), std::cmp::Reverse(found.span.start)))?;
    // Women and men make up the whole: what is counted beside them is a part of it.
    let splits = counts.iter().filter(|found| split(&found.value) && found.value.count != largest.value.count).count();
    if split(&largest.value) && largest.value.total_printed && splits == 0 {
        return Some(largest);
    }
    let mut others: Vec<u32> =
        counts.iter().map(|found| found.value.count).filter(|&count| count != largest.value.count).collect();
    others.sort_unstable();
    others.dedup();
    let all: u32 = counts.iter().filter(|found| found.value.count != largest.value.count).map(|found| found.value.count).sum();
    (others.is_empty() || all == largest.value.count).then_some(largest)
}

/// The one count of a notice that is told with women and men: nobody but participants is counted so.
fn only_split<'f>(all: &[&'f Found<Headcount>]) -> Option<&'f Found<Headcount>> {
    let mut splits = all.iter().copied().filter(|found| split(&found.value) && found.value.total_printed);
    let first = splits.next()?;
    splits.all(|other| other.value.count == first.value.count).then_some(first)
}

/// Whether women and men are printed, and make up the count.
fn split(count: &Headcount) -> bool {
    count.women.zip(count.men).is_some_and(|(women, men)| women.checked_add(men) == Some(count.count))
}

/// A category of recipients and the clause that names it.
struct Told<'v> {
    category: &'v str,
    clause: Span,
}

/// Target groups named in the recipients' stretches or the title.
fn groups(scope: &Scope<'_, '_>, stretches: &[Span], rule: &'static str) -> Vec<TargetGroup> {
    told(scope, stretches).iter().map(|told| group(scope.reading, told, rule)).collect()
}

/// The categories that some stretches name, each once per clause; broad ones only where no other is named.
fn told<'v>(scope: &Scope<'_, 'v>, stretches: &[Span]) -> Vec<Told<'v>> {
    const BROAD: &[&str] = &["residents", "institutions"];
    let reading = scope.reading;
    let mut told: Vec<Told<'v>> = Vec::new();
    let mut known: HashSet<(&str, usize)> = HashSet::new();
    let mut names = HashMap::new();
    for stretch in stretches {
        for cue in reading.cues_of(Table::TargetGroup, *stretch) {
            if in_name(reading, cue, &mut names) || in_count(reading, cue) {
                continue;
            }
            let category = reading.vocabulary.target_groups[cue.entry].id.as_str();
            let clause = clause(reading, cue, *stretch);
            if known.insert((category, clause.start)) {
                told.push(Told { category, clause });
            }
        }
    }
    if told.iter().any(|group| !BROAD.contains(&group.category))
        && told.first().is_none_or(|first| first.category != "institutions")
    {
        told.retain(|group| !BROAD.contains(&group.category));
    }
    told
}

/// A group as published, with its count if the clause prints one.
fn group(reading: &Reading<'_>, told: &Told<'_>, rule: &'static str) -> TargetGroup {
    let count = reading.among(&reading.values.headcounts, told.clause).next();
    TargetGroup {
        text: reading.printed(told.clause),
        category: told.category.to_owned(),
        count: count.filter(|found| found.value.total_printed).map(|found| found.value.count),
        women: count.and_then(|found| found.value.women),
        men: count.and_then(|found| found.value.men),
        evidence: reading.evidence(told.clause, rule),
    }
}

/// Whether `kobiet` only splits a count (`8 kobiet i 6 mężczyzn`): a split is no target group.
fn in_count(reading: &Reading<'_>, cue: &Cue) -> bool {
    let women = reading.vocabulary.target_groups[cue.entry].id == "women";
    // A count is a few words long.
    let near = Span::new(cue.span.start.saturating_sub(400), cue.span.end + 400);
    // `25 bezrobotnych kobiet` counts nobody else.
    let alone = |found: &Found<Headcount>| {
        found.value.men.is_none() && found.value.women == Some(found.value.count) && reading.words_in(found.span).len() > 2
    };
    women && reading.among(&reading.values.headcounts, near).any(|found| found.span.overlaps(cue.span) && !alone(found))
}

/// Whether a cue is part of an organisation's name (`Miejski Ośrodek Pomocy Rodzinie`).
/// `names` keeps where the names stand that were looked for, by their heads: one stands near many cues.
fn in_name(reading: &Reading<'_>, cue: &Cue, names: &mut HashMap<(usize, usize), Span>) -> bool {
    // A name's head stands at most this far before its last word.
    let near = Span::new(cue.span.start.saturating_sub(140), cue.span.start + 1);
    let fund = |other: &Cue| other.table == Table::Fund && other.span.overlaps(cue.span);
    if reading.cues_from(near).iter().any(fund) {
        return true;
    }
    let mut before = reading.cues_from(near).iter().filter(|other| other.table == Table::Organisation);
    let told = |other: &Cue| reading.vocabulary.organisations[other.entry].for_recipients;
    let mut span = |other: &Cue| {
        let extent = || super::names::extent(reading, other).map_or(other.span, |(span, _)| span);
        *names.entry((other.first_word, other.entry)).or_insert_with(extent)
    };
    before.any(|other| !told(other) && span(other).overlaps(cue.span))
}

/// Where the list item or line a cue stands in begins; a wrapped line is no beginning.
fn item_start(reading: &Reading<'_>, cue: &Cue) -> usize {
    let mut number = reading.line_number(cue.span.start);
    while lists::goes_on(reading, number) {
        number -= 1;
    }
    let line = &reading.lines[number];
    line.span.start + lists::bullet(reading, line).unwrap_or(0)
}

/// Where it ends.
fn item_end(reading: &Reading<'_>, cue: &Cue) -> usize {
    let mut number = reading.line_number(cue.span.start);
    while lists::goes_on(reading, number + 1) {
        number += 1;
    }
    reading.lines[number].span.end
}

/// The clause around a cue: between line ends, semicolons and full stops.
fn clause(reading: &Reading<'_>, cue: &Cue, stretch: Span) -> Span {
    let text = reading.text();
    let stops: &[char] = &[';', '\t'];
    let sentence = reading.sentence_at(cue.span.start);
    let first = stretch.start.max(sentence.start).min(cue.span.start);
    let last = stretch.end.min(sentence.end).max(cue.span.end);
    let from = text[first..cue.span.start].rfind(stops).map_or(stretch.start, |at| first + at + 1).max(item_start(reading, cue));
    let to = text[cue.span.end..last].find(stops).map_or(stretch.end, |at| cue.span.end + at).min(item_end(reading, cue));
    super::reading::trim(text, Span::new(from.max(sentence.start), to.min(sentence.end).max(cue.span.end)))
}
