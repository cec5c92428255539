//! Which part of a page belongs to which undertaking.

use super::reading::{Line, Reading, Scope};
use super::title::{self, Name, Strength};
use crate::page::Region;
use crate::text::Span;
use crate::vocabulary::{LabelKind, Role, Table};

/// The names of one undertaking and the stretches of text that tell of it.
pub(crate) struct Segment {
    /// Its names, the surest first; empty for a page that names none.
    pub(crate) names: Vec<Name>,
    /// Its stretches, in folded offsets, sorted.
    pub(crate) spans: Vec<Span>,
}

impl Segment {
    /// The segment as the ground of the fact families.
    pub(crate) fn scope<'r, 'p>(&self, reading: &'r Reading<'p>) -> Scope<'r, 'p> {
        Scope { reading, spans: self.spans.clone() }
    }
}

/// Splits a page into the stretches of its undertakings: those of its own text, and each block beside it that names one.
pub(crate) fn segments(reading: &Reading<'_>) -> Vec<Segment> {
    let names = title::names(reading);
    let content = content_spans(reading);
    let inside = |name: &Name| content.iter().any(|span| span.contains(name.span));
    let (main, beside): (Vec<Name>, Vec<Name>) = names.into_iter().partition(inside);
    let mut segments = split(reading, &main, &content);
    segments.extend(islands(reading, &beside));
    segments
}

/// The stretches of the page's own text, without those in another language.
fn content_spans(reading: &Reading<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut after_gap = true;
    for line in &reading.lines {
        if reading.region(*line) != Region::Content || foreign(reading, *line) {
            after_gap = true;
            continue;
        }
        match spans.last_mut() {
            Some(last) if !after_gap => last.end = line.span.end,
            _ => spans.push(line.span),
        }
        after_gap = false;
    }
    spans
}

/// Whether a line is in English: many English function words and no Polish ones.
fn foreign(reading: &Reading<'_>, line: Line) -> bool {
    const ENGLISH: &[&str] = &["the", "of", "and", "for", "is", "in", "with", "from", "by", "was", "project", "which", "will", "are", "value", "amount"];
    const POLISH: &[&str] = &["w", "z", "na", "i", "oraz", "do", "ze", "dla", "jest", "sie", "od", "przez"];
    let words = reading.words_in(line.span);
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(&reading.slice(word.span))).count();
    let english = count(ENGLISH);
    english >= 2 && english * 8 >= words.len() && count(POLISH) * 3 < english
}

/// Splits the page's own text among its undertakings.
fn split(reading: &Reading<'_>, names: &[Name], content: &[Span]) -> Vec<Segment> {
    let mut clusters = cluster(reading, names);
    let only = clusters.len() <= 1;
    if !only {
        qualify(reading, &mut clusters, content);
    }
    match clusters.len() {
        0 => whole(names, content),
        1 => whole(&join_headings(reading, names, &clusters[0]), content),
        _ => territories(&clusters, content),
    }
}

/// One segment over all of the page's own text.
fn whole(names: &[Name], content: &[Span]) -> Vec<Segment> {
    if content.is_empty() {
        return Vec::new();
    }
    let mut names = names.to_vec();
    names.sort_by_key(|name| (std::cmp::Reverse(name.strength), name.span.start));
    vec![Segment { names, spans: content.to_vec() }]
}

/// The only undertaking's names, or where it has only weak ones all names there are.
fn join_headings(_reading: &Reading<'_>, names: &[Name], cluster: &[Name]) -> Vec<Name> {
    let surest = cluster.iter().map(|name| name.strength).max();
    if surest >= Some(Strength::Object) { cluster.to_vec() } else { names.to_vec() }
}

/// Groups names that are one, in order of first mention; headings and bare quotations join a group but found none.
fn cluster(reading: &Reading<'_>, names: &[Name]) -> Vec<Vec<Name>> {
    let mut clusters: Vec<Vec<Name>> = Vec::new();
    // Where a card labels a title, names in passing found no undertaking of their own.
    let least = if names.iter().any(|name| name.strength == Strength::Labelled) { Strength::Labelled } else { Strength::Object };
    let founding = |name: &&Name| name.strength >= least;
    for name in names.iter().filter(founding).chain(names.iter().filter(|name| !founding(name))) {
        match clusters.iter_mut().find(|known| known.iter().any(|other| title::same(reading, other.span, name.span))) {
            Some(known) => known.push(*name),
            None if name.strength >= least => clusters.push(vec![*name]),
            None => {}
        }
    }
    for names in &mut clusters {
        names.sort_by_key(|name| (std::cmp::Reverse(name.strength), name.span.start));
    }
    headed_sections(reading, names, &mut clusters);
    clusters.sort_by_key(|names| names.iter().map(|name| name.from).min());
    clusters
}

/// Headings over sections that each tell their own sums found undertakings of their own.
fn headed_sections(reading: &Reading<'_>, names: &[Name], clusters: &mut Vec<Vec<Name>>) {
    let headings: Vec<&Name> = names.iter().filter(|name| name.strength == Strength::Heading).collect();
    let mut sections = Vec::new();
    for (i, heading) in headings.iter().enumerate() {
        let end = headings.get(i + 1).map_or(reading.text().len(), |next| next.from);
        let section = Span::new(heading.span.end, end);
        let named = clusters.iter().flatten().any(|name| name.strength > Strength::Heading && section.contains(name.span));
        if !named && tells_sums(reading, section) {
            sections.push(vec![**heading]);
        }
    }
    if sections.len() + clusters.len() > 1 && (sections.len() > 1 || clusters.iter().any(|names| names[0].strength >= Strength::Introduced)) {
        sections.retain(|section| !clusters.iter().flatten().any(|name| title::same(reading, name.span, section[0].span)));
        clusters.extend(sections);
    }
}

/// Whether a stretch prints a sum with the label of a total or grant.
fn tells_sums(reading: &Reading<'_>, section: Span) -> bool {
    let role = |entry: usize| matches!(reading.vocabulary.roles[entry].role, Role::Total | Role::Grant | Role::Eu);
    let labelled = reading.cues.iter().any(|cue| cue.table == Table::Role && section.contains(cue.span) && role(cue.entry));
    labelled && reading.values.money.iter().any(|money| section.contains(money.span))
}

/// Drops undertakings whose stretch tells nothing of them: names in passing.
fn qualify(reading: &Reading<'_>, clusters: &mut Vec<Vec<Name>>, content: &[Span]) {
    loop {
        let segments = territories(clusters, content);
        let poor = segments.iter().enumerate().filter(|(_, segment)| !tells(reading, segment)).map(|(i, _)| i);
        // The weakest of the poor goes first: its stretch then falls to its neighbour.
        let Some(worst) = poor.min_by_key(|&i| (clusters[i][0].strength, std::cmp::Reverse(i))) else { return };
        if clusters.len() == 1 {
            return;
        }
        clusters.remove(worst);
    }
}

/// Whether a stretch tells a fact that only an undertaking of its own has.
fn tells(reading: &Reading<'_>, segment: &Segment) -> bool {
    let scope = segment.scope(reading);
    let money = scope.values(&reading.values.money).next().is_some() && scope.cues(Table::Role).next().is_some();
    let number = scope.values(&reading.values.codes).any(|code| code.value.kind == crate::value::CodeKind::Agreement);
    let applied = scope.labels(&[LabelKind::Applied]).next().is_some();
    money || number || applied
}

/// Gives every undertaking the text from each of its mentions to the next mention of another; what stands before the first mention
/// belongs to the first.
fn territories(clusters: &[Vec<Name>], content: &[Span]) -> Vec<Segment> {
    let mut marks: Vec<(usize, usize)> =
        clusters.iter().enumerate().flat_map(|(i, names)| names.iter().map(move |name| (name.from, i))).collect();
    marks.sort_unstable();
    let mut segments: Vec<Segment> = clusters.iter().map(|names| Segment { names: names.clone(), spans: Vec::new() }).collect();
    for span in content {
        let mut start = span.start;
        let mut owner = marks.iter().rev().find(|(from, _)| *from <= start).or(marks.first()).map_or(0, |mark| mark.1);
        for &(from, next) in marks.iter().filter(|(from, _)| *from > span.start && *from < span.end) {
            if next != owner {
                segments[owner].spans.push(Span::new(start, from));
                start = from;
                owner = next;
            }
        }
        segments[owner].spans.push(Span::new(start, span.end));
    }
    for segment in &mut segments {
        segment.spans.retain(|span| !span.is_empty());
    }
    segments
}

/// Blocks outside the page's own text that name an undertaking for sure: a sentence in a footer or news box.
fn islands(reading: &Reading<'_>, names: &[Name]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for name in names.iter().filter(|name| name.strength >= Strength::Object) {
        let Some(line) = reading.line_at(name.span.start) else { continue };
        let first = reading.lines.partition_point(|other| other.block < line.block);
        let last = reading.lines.partition_point(|other| other.block <= line.block);
        let span = reading.lines[first].span.join(reading.lines[last - 1].span);
        match segments.iter_mut().find(|segment| segment.spans[0].overlaps(span)) {
            Some(segment) => segment.names.push(*name),
            None => segments.push(Segment { names: vec![*name], spans: vec![span] }),
        }
    }
    segments
}
