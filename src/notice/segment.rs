//! Which part of a page belongs to which undertaking.

use super::reading::{Line, Reading, Scope};
use super::title::{self, Compared, Name, Strength};
use crate::page::Region;
use crate::text::Span;
use crate::vocabulary::{LabelKind, Role, Table, WordList};

/// The names of one undertaking and the stretches of text that tell of it.
pub(crate) struct Segment {
    /// Its names, the surest first; empty for a page that names none.
    pub(crate) names: Vec<Name>,
    /// Its stretches, in folded offsets, sorted.
    pub(crate) spans: Vec<Span>,
    /// What the page says before its first undertaking, to all of them: who was granted what from which programme.
    pub(crate) lead: Vec<Span>,
}

impl Segment {
    /// The segment as the ground of the fact families.
    pub(crate) fn scope<'r, 'p>(&self, reading: &'r Reading<'p>) -> Scope<'r, 'p> {
        Scope { reading, spans: self.spans.clone() }
    }

    /// The segment with what the page says to all its undertakings.
    pub(crate) fn wide_scope<'r, 'p>(&self, reading: &'r Reading<'p>) -> Scope<'r, 'p> {
        let mut spans: Vec<Span> = self.lead.iter().chain(&self.spans).copied().collect();
        spans.sort_unstable();
        spans.dedup();
        Scope { reading, spans }
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
    let words = reading.words_in(line.span);
    let count = |list| {
        let list = reading.vocabulary.word_list(list);
        words.iter().filter(|word| list.has(reading.slice(word.span))).count()
    };
    let english = count(WordList::English);
    words.len() >= 12 && english >= 3 && english * 8 >= words.len() && count(WordList::Polish) * 3 < english
}

/// Splits the page's own text among its undertakings.
fn split(reading: &Reading<'_>, names: &[Name], content: &[Span]) -> Vec<Segment> {
    let mut clusters = cluster(reading, names);
    let only = clusters.len() <= 1;
    if !only {
        qualify(reading, &mut clusters, content);
    }
    match clusters.len() {
        0 => whole(ranked(reading, names), content),
        1 => whole(ranked(reading, &join_headings(names, &clusters[0])), content),
        _ => territories(reading, &clusters, content),
    }
}

/// One segment over all of the page's own text.
fn whole(names: Vec<Name>, content: &[Span]) -> Vec<Segment> {
    if content.is_empty() {
        return Vec::new();
    }
    vec![Segment { names, spans: content.to_vec(), lead: Vec::new() }]
}

/// Names by sureness; a heading that holds a programme's quoted name is that programme's (`Posiłek w szkole i w domu – informacja`).
fn ranked(reading: &Reading<'_>, names: &[Name]) -> Vec<Name> {
    let mut names = names.to_vec();
    let in_title = |name: &Name| name.strength == Strength::Heading && repeated_in_title(reading, name.span);
    names.sort_by_key(|name| (std::cmp::Reverse(name.strength), !in_title(name), name.span.start));
    if let Some(heading) = names.first().filter(|name| name.strength == Strength::Heading).copied() {
        let words = |span| reading.words_in(span).len();
        let held = |name: &Name| {
            name.strength == Strength::Programme
                && words(name.span) < words(heading.span)
                && title::same(reading, name.span, heading.span)
        };
        if let Some(at) = names.iter().position(held) {
            let name = names.remove(at);
            names.insert(0, name);
        }
    }
    names
}

/// Whether the document's `<title>` repeats a heading: then it is the article's, not a section's.
fn repeated_in_title(reading: &Reading<'_>, span: Span) -> bool {
    let Some(title) = &reading.page.title else { return false };
    crate::text::Folded::new(title).as_str().contains(reading.slice(span))
}

/// The only undertaking's names, or where it has only weak ones all names there are.
fn join_headings(names: &[Name], cluster: &[Name]) -> Vec<Name> {
    let surest = cluster.iter().map(|name| name.strength).max();
    if surest >= Some(Strength::Object) { cluster.to_vec() } else { names.to_vec() }
}

/// More undertakings than a page tells of.
const MOST: usize = 150;

/// Groups names that are one, in order of first mention; headings and bare quotations join a group but found none.
fn cluster(reading: &Reading<'_>, names: &[Name]) -> Vec<Vec<Name>> {
    let mut clusters: Vec<Vec<Name>> = Vec::new();
    // Where a card labels a title, names in passing found no undertaking of their own.
    let least = if names.iter().any(|name| name.strength == Strength::Labelled) { Strength::Labelled } else { Strength::Object };
    let founding = |name: &&Name| name.strength >= least;
    let mut words: Vec<Vec<Compared<'_>>> = Vec::new();
    for name in names.iter().filter(founding).chain(names.iter().filter(|name| !founding(name))) {
        let own = Compared::new(reading, name.span);
        match words.iter().position(|known| known.iter().any(|other| title::alike(other, &own))) {
            Some(known) => {
                clusters[known].push(*name);
                words[known].push(own);
            }
            None if name.strength >= least && clusters.len() < MOST => {
                clusters.push(vec![*name]);
                words.push(vec![own]);
            }
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
        // A heading over headings names the page, whatever sum its first lines tell.
        let level = |name: &Name| reading.line_at(name.span.start).and_then(|line| reading.heading(line));
        let over = headings.get(i + 1).is_some_and(|next| level(next) > level(heading) && level(heading).is_some());
        if !named && !over && tells_sums(reading, section) {
            sections.push(vec![**heading]);
        }
    }
    if sections.len() + clusters.len() > 1
        && (sections.len() > 1 || clusters.iter().any(|names| names[0].strength >= Strength::Introduced))
    {
        sections.retain(|section| !clusters.iter().flatten().any(|name| title::same(reading, name.span, section[0].span)));
        clusters.extend(sections);
    }
}

/// Whether a stretch prints a sum with the label of a total or grant.
fn tells_sums(reading: &Reading<'_>, section: Span) -> bool {
    let role = |entry: usize| matches!(reading.vocabulary.roles[entry].role, Role::Total | Role::Grant | Role::Eu);
    let labelled = reading.cues_of(Table::Role, section).any(|cue| role(cue.entry));
    labelled && reading.among(&reading.values.money, section).next().is_some()
}

/// Drops undertakings whose stretch tells nothing of them: names in passing.
fn qualify(reading: &Reading<'_>, clusters: &mut Vec<Vec<Name>>, content: &[Span]) {
    loop {
        let segments = territories(reading, clusters, content);
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
    let sum = scope.values(&reading.values.money).next();
    // `- 120 000 zł na „…”`: the label stands above the list.
    let leads =
        sum.is_some_and(|sum| segment.names.iter().any(|name| (sum.span.end..sum.span.end + 8).contains(&name.span.start)));
    let money = leads || sum.is_some() && scope.cues(Table::Role).next().is_some();
    let number = scope.values(&reading.values.codes).any(|code| code.value.kind == crate::value::CodeKind::Agreement);
    let applied = scope.labels(&[LabelKind::Applied]).next().is_some();
    money || number || applied
}

/// Gives every undertaking the text from each of its mentions to the next mention of another. What stands before the first mention
/// is said to all of them, and belongs to the first unless that one tells its own sums.
fn territories(reading: &Reading<'_>, clusters: &[Vec<Name>], content: &[Span]) -> Vec<Segment> {
    let marks = marks(reading, clusters);
    let mut segments: Vec<Segment> =
        clusters.iter().map(|names| Segment { names: names.clone(), spans: Vec::new(), lead: Vec::new() }).collect();
    let mut lead = Vec::new();
    let first = marks.first().map_or((0, 0), |mark| *mark);
    for span in content {
        let mut start = span.start;
        let mut owner = marks.iter().rev().find(|(from, _)| *from <= start).map(|mark| mark.1);
        for &(from, next) in marks.iter().filter(|(from, _)| *from > span.start && *from < span.end) {
            if Some(next) != owner {
                owner.map_or(&mut lead, |owner| &mut segments[owner].spans).push(Span::new(start, from));
                start = from;
                owner = Some(next);
            }
        }
        owner.map_or(&mut lead, |owner| &mut segments[owner].spans).push(Span::new(start, span.end));
    }
    for segment in &mut segments {
        segment.spans.retain(|span| !span.is_empty());
    }
    lead.retain(|span| !span.is_empty());
    let own_sums = segments
        .iter()
        .all(|segment| segment.spans.iter().any(|span| reading.among(&reading.values.money, *span).next().is_some()));
    if !own_sums {
        segments[first.1].spans.splice(0..0, lead.iter().copied());
    }
    for segment in &mut segments {
        segment.lead.clone_from(&lead);
    }
    segments
}

/// Where each mention begins, and whose it is. A second undertaking in one sentence begins where its clause does.
fn marks(reading: &Reading<'_>, clusters: &[Vec<Name>]) -> Vec<(usize, usize)> {
    let mut names: Vec<(usize, Name)> =
        clusters.iter().enumerate().flat_map(|(i, names)| names.iter().map(move |name| (i, *name))).collect();
    names.sort_by_key(|(_, name)| name.span.start);
    let mut marks: Vec<(usize, usize)> = Vec::with_capacity(names.len());
    for (i, (owner, name)) in names.iter().enumerate() {
        let before =
            i.checked_sub(1).map(|before| &names[before]).filter(|(other, before)| other != owner && before.span.end > name.from);
        let from = before.map_or(name.from, |(_, before)| clause_start(reading, before.span.end, name.span.start));
        marks.push((from, *owner));
    }
    marks
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
            None => segments.push(Segment { names: vec![*name], spans: vec![span], lead: Vec::new() }),
        }
    }
    segments
}
