//! Which names are one undertaking, and which undertakings the page tells of.

use super::Segment;
use super::territory::territories;
use crate::notice::reading::{Line, Reading};
use crate::notice::title::{self, Compared, Name, Strength};
use crate::text::Span;
use crate::vocabulary::{Cue, LabelKind, Role, Table};

/// More undertakings than a page tells of.
const MOST: usize = 150;

/// Groups names that are one, in order of first mention; headings and bare quotations join a group but found none.
pub(super) fn cluster(reading: &Reading<'_>, names: &[Name]) -> Vec<Vec<Name>> {
    // Where a card labels a title, names in passing found no undertaking of their own.
    let labelled = names.iter().any(|name| name.strength == Strength::Labelled);
    founded(reading, names, if labelled { Strength::Labelled } else { Strength::Object })
}

/// Groups names that are one; a group begins with a name that is at least so sure.
pub(super) fn founded(reading: &Reading<'_>, names: &[Name], least: Strength) -> Vec<Vec<Name>> {
    let founding = |name: &&Name| name.strength >= least;
    // Two stages, each with its own sum, are two undertakings; a stage that is left out once is one.
    let line = |name: &Name| reading.line_at(name.span.start).map_or(name.span, |line| line.span);
    let summed = |name: &Name| reading.among(&reading.values.money, line(name)).next().is_some();
    let same = |(a, words_of_a): &(Name, Compared<'_>), (b, words_of_b): &(Name, Compared<'_>)| {
        // Items of one list differ, be it by one word.
        let items = a.is_item() && b.is_item() && reading.slice(a.span) != reading.slice(b.span);
        !items && title::alike(words_of_a, words_of_b) && !(title::stages(reading, a.span, b.span) && summed(a) && summed(b))
    };
    let mut grown: Vec<Vec<(Name, Compared<'_>)>> = Vec::new();
    for name in names.iter().filter(founding).chain(names.iter().filter(|name| !founding(name))) {
        let room = grown.len() < MOST;
        let name = (*name, Compared::new(reading, name.span));
        match grown.iter_mut().find(|known| known.iter().any(|other| same(other, &name))) {
            Some(known) => known.push(name),
            None if name.0.strength >= least && room => grown.push(vec![name]),
            None => {}
        }
    }
    let mut clusters: Vec<Vec<Name>> = grown.into_iter().map(|known| known.into_iter().map(|(name, _)| name).collect()).collect();
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
        // The last of several cards may be followed by a lesser heading of something else.
        let card = sections.iter().any(|known: &Vec<Name>| level(&known[0]) == level(heading));
        if !named && (!over || card) && tells_sums(reading, section) {
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
pub(super) fn tells_sums(reading: &Reading<'_>, section: Span) -> bool {
    let role = |entry: usize| matches!(reading.vocabulary.roles[entry].role, Role::Total | Role::Grant | Role::Eu);
    let labelled = reading.cues_of(Table::Role, section).any(|cue| role(cue.entry));
    labelled && reading.among(&reading.values.money, section).next().is_some()
}

/// Whether a stretch prints a labelled total and a labelled grant.
pub(super) fn tells_total_and_grant(reading: &Reading<'_>, section: Span) -> bool {
    let tells = |of: fn(Role) -> bool| {
        reading.cues_of(Table::Role, section).any(|cue| {
            let line = reading.line_at(cue.span.start).map_or(cue.span, |line| line.span);
            let sum = Span::new(cue.span.end.min(line.end), line.end);
            of(reading.vocabulary.roles[cue.entry].role)
                && cue.span.start == line.start
                && reading.among(&reading.values.money, sum).next().is_some()
        })
    };
    tells(|role| role == Role::Total) && tells(|role| matches!(role, Role::Grant | Role::Eu | Role::State))
}

/// Whether a stretch tells of its undertaking, or at least names a programme or fund.
pub(super) fn tells_of_money(reading: &Reading<'_>, segment: &Segment) -> bool {
    let payer = |span: &Span| reading.cues_in(*span).any(|cue| matches!(cue.table, Table::Programme | Table::Fund));
    tells(reading, segment) || segment.spans.iter().any(payer)
}

/// Drops undertakings whose stretch tells nothing of them: names in passing. One that stands apart from the others takes nothing from
/// them and stays.
pub(super) fn qualify(
    reading: &Reading<'_>,
    clusters: &mut Vec<Vec<Name>>,
    content: &[Span],
    apart: impl Fn(usize, &[Vec<Name>]) -> bool,
) {
    loop {
        let segments = territories(reading, clusters, content);
        let poor = |(i, segment): &(usize, &Segment)| !tells(reading, segment) && !apart(*i, clusters);
        let poor = segments.iter().enumerate().filter(poor).map(|(i, _)| i);
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
    let leads = sum.is_some_and(|sum| {
        segment.names.iter().any(|name| name.is_item() || (sum.span.end..sum.span.end + 8).contains(&name.span.start))
    });
    let money = leads || sum.is_some() && scope.cues(Table::Role).next().is_some();
    let number = scope.values(&reading.values.codes).any(|code| code.value.kind == crate::value::CodeKind::Agreement);
    let applied = scope.labels(&[LabelKind::Applied]).next().is_some();
    let task = segment.names.iter().any(|name| name.rule == "title:task" || carded(reading, name, &segment.spans));
    money || number || applied || task || segment.names.first().is_some_and(|name| paid(reading, name))
}

/// Whether a title's label begins a line, and a programme or fund stands in one of the next lines of the same stretch.
fn carded(reading: &Reading<'_>, name: &Name, own: &[Span]) -> bool {
    const LINES: usize = 4;
    let number = reading.line_number(name.span.start);
    let next = reading.lines.get(number + 1..(number + 1 + LINES).min(reading.lines.len())).unwrap_or_default();
    let payer = |line: &Line| reading.cues_in(line.span).any(|cue| matches!(cue.table, Table::Programme | Table::Fund));
    let owned = |line: &&Line| own.iter().any(|span| span.contains(line.span));
    name.rule == "title:label" && next.iter().take_while(owned).any(payer)
}

/// Whether the sentence or line that surely names an undertaking also says who pays for it, or what it costs.
pub(super) fn paid(reading: &Reading<'_>, name: &Name) -> bool {
    let told = reading.sentence_at(name.span.start).join(reading.sentence_at(name.span.end - 1));
    // The line that leads to it counts too.
    let lead = reading.line_number(name.from) + 1 == reading.line_number(name.span.start);
    let told = if lead { Span::new(name.from.min(told.start), told.end) } else { told };
    let frame = |cue: &Cue| {
        // Before the name an award may be another's, unless it leads to it: `promesę otrzymało także zadanie „…”`.
        let leads = || reading.words_in(Span::new(cue.span.end, name.span.start.max(cue.span.end))).len() <= 3;
        let funded = reading.label(cue) == Some(LabelKind::Award) && (cue.span.start >= name.span.end || leads());
        (matches!(cue.table, Table::Programme | Table::Fund) || funded) && !name.span.contains(cue.span)
    };
    name.strength >= Strength::Object
        && name.rule != "title:label"
        && (reading.cues_in(told).any(frame) || reading.among(&reading.values.money, told).next().is_some())
}
