//! Which stretch belongs to which of several undertakings.

use super::Segment;
use crate::notice::lists;
use crate::notice::reading::{Line, Reading};
use crate::notice::title::{self, Name};
use crate::text::Span;
use crate::vocabulary::{Table, WordList};

/// Gives every undertaking the text from each of its mentions to the next mention of another. What stands before the first mention
/// is said to all of them, and belongs to the first unless that one tells its own sums.
pub(super) fn territories(reading: &Reading<'_>, clusters: &[Vec<Name>], content: &[Span]) -> Vec<Segment> {
    if clusters.is_empty() {
        return Vec::new();
    }
    let marks = marks(reading, clusters);
    let mut segments: Vec<Segment> = clusters
        .iter()
        .map(|names| Segment { names: names.clone(), spans: Vec::new(), lead: Vec::new(), aside: false })
        .collect();
    let (mut lead, mut rest) = (Vec::new(), Vec::new());
    let mut give = |owner: Option<Owner>, span: Span| match owner {
        _ if span.is_empty() => {}
        Some(Some(owner)) => segments[owner].spans.push(span),
        Some(None) => rest.push(span),
        None => lead.push(span),
    };
    for span in content {
        let mut start = span.start;
        let mut owner = marks.iter().rev().find(|(from, _)| *from <= start).map(|mark| mark.1);
        for &(from, next) in marks.iter().filter(|(from, _)| *from > span.start && *from < span.end) {
            if Some(next) != owner {
                give(owner, Span::new(start, from));
                start = from;
                owner = Some(next);
            }
        }
        give(owner, Span::new(start, span.end));
    }
    let tells_sum = |segment: &Segment| {
        segment.spans.iter().any(|span| reading.among(&reading.values.money, *span).next().is_some())
            || segment.names.iter().any(|name| name.rule == "title:task")
    };
    let first = marks.first().and_then(|mark| mark.1).unwrap_or(0);
    if !segments.iter().all(tells_sum) {
        segments[first].spans.splice(0..0, lead.iter().copied());
    }
    lead.append(&mut rest);
    lead.extend(
        shared(reading, clusters).into_iter().filter(|span| !lead.iter().any(|known| known.overlaps(*span))).collect::<Vec<_>>(),
    );
    lead.sort_unstable();
    for segment in &mut segments {
        segment.lead.clone_from(&lead);
    }
    introduce(reading, &mut segments);
    segments
}

/// Gives the line that announces a list to the undertakings of that list, and takes it from the one told of before it (`Gmina Kąt
/// prowadzi trzy projekty:`).
fn introduce(reading: &Reading<'_>, segments: &mut [Segment]) {
    let announced: Vec<Option<Span>> =
        segments.iter().map(|segment| segment.names.first().and_then(|name| announcement(reading, name))).collect();
    for (own, line) in announced.iter().enumerate().filter_map(|(own, line)| line.map(|line| (own, line))) {
        for (other, segment) in segments.iter_mut().enumerate() {
            let holds = segment.spans.iter().position(|span| span.contains(line));
            if let Some(at) = holds.filter(|_| other != own && announced[other] != Some(line)) {
                let span = segment.spans.remove(at);
                let parts = [Span::new(span.start, line.start), Span::new(line.end, span.end)];
                segment.spans.splice(at..at, parts.into_iter().filter(|part| !part.is_empty()));
            }
        }
        let segment = &mut segments[own];
        if !segment.lead.iter().chain(&segment.spans).any(|span| span.overlaps(line)) {
            segment.lead.push(line);
            segment.lead.sort_unstable();
        }
    }
}

/// The line that names a body and announces the list that a name is an item of.
fn announcement(reading: &Reading<'_>, name: &Name) -> Option<Span> {
    /// Most items of a list under one line.
    const MOST: usize = 12;
    if !(name.is_item() || name.rule == "title:item") {
        return None;
    }
    let number = reading.line_number(name.span.start);
    let item = |line: &&Line| lists::bullet(reading, line).is_some() || reading.slice(line.span).starts_with('"');
    let above = reading.lines[..number].iter().rev().take(MOST).find(|line| !item(line))?;
    let body = reading.cues_of(Table::Organisation, above.span).next().is_some();
    let sums = reading.among(&reading.values.money, above.span).next().is_some();
    (reading.slice(above.span).ends_with(':') && body && !sums).then_some(above.span)
}

/// Which undertaking a stretch belongs to; none after a list, where the page speaks of all of them again.
type Owner = Option<usize>;

/// Where each mention begins, and whose it is. A second undertaking in one sentence begins where its clause does.
fn marks(reading: &Reading<'_>, clusters: &[Vec<Name>]) -> Vec<(usize, Owner)> {
    let mut names: Vec<(usize, Name)> =
        clusters.iter().enumerate().flat_map(|(i, names)| names.iter().map(move |name| (i, *name))).collect();
    names.sort_by_key(|(_, name)| name.span.start);
    let mut marks: Vec<(usize, Owner)> = Vec::with_capacity(names.len());
    for (i, (owner, name)) in names.iter().enumerate() {
        let before =
            i.checked_sub(1).map(|before| &names[before]).filter(|(other, before)| other != owner && before.span.end > name.from);
        let after = i.checked_sub(1).map_or(0, |before| names[before].1.span.end);
        let from = before.map_or_else(
            || turn(reading, after, name.from),
            |(_, before)| clause_start(reading, before.span.end, name.span.start),
        );
        marks.push((from, Some(*owner)));
        let next = names.get(i + 1).map_or(usize::MAX, |(_, next)| next.from);
        marks.extend(list_end(reading, name).filter(|end| *end < next).map(|end| (end, None)));
    }
    marks
}

/// Where the page turns to a name, at or before its sentence: with the last sentence after the former name that begins so.
fn turn(reading: &Reading<'_>, after: usize, from: usize) -> usize {
    let turns = reading.vocabulary.word_list(WordList::Turns);
    let first = reading.sentences.partition_point(|sentence| sentence.start < after);
    let last = reading.sentences.partition_point(|sentence| sentence.start < from);
    let turning = |sentence: &&Span| {
        let words = reading.words_in(**sentence);
        let [a, b, ..] = words else { return false };
        let (a, b) = (reading.slice(a.span), reading.slice(b.span));
        turns.has(a) || turns.has(&format!("{a} {b}"))
    };
    let sentences = reading.sentences.get(first..last.max(first)).unwrap_or_default();
    if after == 0 { from } else { sentences.iter().rev().take(4).find(turning).map_or(from, |sentence| sentence.start) }
}

/// Sentences that name several undertakings and no sum: they say to all of them who gets what from where.
fn shared(reading: &Reading<'_>, clusters: &[Vec<Name>]) -> Vec<Span> {
    let mut named: Vec<(Span, usize)> = Vec::new();
    for (owner, names) in clusters.iter().enumerate() {
        named.extend(names.iter().map(|name| (reading.sentence_at(name.span.start), owner)));
    }
    named.sort_unstable();
    named.dedup();
    let several = named.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1).map(|pair| pair[0].0);
    let mut several: Vec<Span> = several.filter(|span| reading.among(&reading.values.money, *span).next().is_none()).collect();
    several.dedup();
    several
}

/// Where the item of a list ends: what follows the last one is said of no single task.
fn list_end(reading: &Reading<'_>, name: &Name) -> Option<usize> {
    if name.rule == "title:row" {
        return title::row_end(reading, name.span);
    }
    let line = reading.line_at(name.span.start).filter(|_| matches!(name.rule, "title:listed" | "title:task"))?;
    Some(line.span.end)
}

/// Where the clause of a name begins, between the name before it and itself: after the sums of the former, or before the one sum that
/// leads to this name (`90 000 zł na „…”`).
fn clause_start(reading: &Reading<'_>, after: usize, name: usize) -> usize {
    let between = Span::new(after, name);
    let money = reading.among(&reading.values.money, between);
    let percents = reading.among(&reading.values.percents, between).map(|percent| percent.span);
    let mut sums: Vec<Span> = money.map(|money| money.span).collect();
    let leads = sums.last().is_some_and(|last| reading.words_in(Span::new(last.end, name)).len() <= 3);
    if leads {
        sums.pop();
    } else {
        sums.extend(percents);
    }
    let from = sums.iter().map(|span| span.end).max().unwrap_or(after);
    let rest = reading.slice(Span::new(from, name));
    let breaks = ["; ", ", natomiast", ", zas ", ", z kolei", ", a takze", ", oraz"];
    from + if leads { 0 } else { breaks.iter().filter_map(|stop| rest.rfind(stop)).max().unwrap_or(0) }
}

/// What two sorted lists of stretches have in common.
pub(super) fn common(of: &[Span], and: &[Span]) -> Vec<Span> {
    let mut common = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (of.get(i), and.get(j)) {
        let (start, end) = (a.start.max(b.start), a.end.min(b.end));
        if start < end {
            common.push(Span::new(start, end));
        }
        if a.end <= b.end {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}
