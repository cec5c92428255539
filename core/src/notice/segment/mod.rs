//! Which part of a page belongs to which undertaking: `cluster` says which undertakings a page tells of, `territory` parts its text
//! among them, `section` knows its headings and where a page of news holds each item, `island` what stands beside the text.

mod cluster;
mod island;
mod section;
mod territory;
#[cfg(test)]
mod tests;

use super::award;
use super::reading::{Reading, Scope};
use super::title::{self, Name, Strength};
use crate::page::Region;
use crate::text::Span;
use crate::vocabulary::WordList;
use section::Sections;

/// The names of one undertaking and the stretches of text that tell of it.
pub(crate) struct Segment {
    /// Its names, the surest first; empty for a page that names none.
    pub(crate) names: Vec<Name>,
    /// Its stretches, in folded offsets, sorted.
    pub(crate) spans: Vec<Span>,
    /// What the page says before its first undertaking, to all of them: who was granted what from which programme.
    pub(crate) lead: Vec<Span>,
    /// Whether it stands among other things: in a footer or column, or in the news of a front page.
    pub(crate) aside: bool,
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
    let sections = Sections::of(reading);
    let content = sections.content();
    let inside = |name: &Name| content.iter().any(|span| span.contains(name.span));
    let (main, beside): (Vec<Name>, Vec<Name>) = names.into_iter().partition(inside);
    let mut segments = if sections.front_page { items(reading, &main, &sections) } else { split(reading, &main, &content) };
    // A text in another language repeats the Polish one, where there is one.
    let (foreign, beside): (Vec<Name>, Vec<Name>) = beside.into_iter().partition(|name| section::is_foreign(reading, name));
    let own = main.iter().chain(&beside).any(|name| name.strength >= Strength::Introduced);
    let mut islands = island::islands(reading, &beside);
    if !own && !segments.iter().any(|segment| nameless(reading, segment)) {
        islands.extend(island::islands(reading, &foreign));
    }
    match (&mut segments[..], &islands[..]) {
        // A project's own site: its sums stand in the text, its name in the footer.
        ([main], [island]) if !sections.front_page && nameless(reading, main) => {
            main.names.splice(0..0, island.names.iter().copied());
            main.spans.extend_from_slice(&island.spans);
            main.spans.sort_unstable();
        }
        _ => segments.extend(islands),
    }
    segments
}

/// Whether a stretch tells sums of a project that it has no sure name for.
fn nameless(reading: &Reading<'_>, segment: &Segment) -> bool {
    segment.names.iter().all(|name| name.strength < Strength::Purpose)
        && segment.spans.iter().any(|span| cluster::tells_sums(reading, *span))
}

/// The undertakings among the news of a front page: each has only the sections that name it. Without a name, only a section that tells
/// of a grant counts.
fn items(reading: &Reading<'_>, names: &[Name], sections: &Sections) -> Vec<Segment> {
    let content = sections.content();
    let sure: Vec<Name> = names.iter().filter(|name| name.strength >= Strength::Purpose).copied().collect();
    // What a card of one item labels says nothing of the names in another.
    let mut clusters = cluster::founded(reading, &sure, Strength::Object);
    sections.claim_heads(&mut clusters);
    cluster::qualify(reading, &mut clusters, &content, |i, clusters| {
        let around = sections.around(&clusters[i]);
        let others = clusters.iter().enumerate().filter(|(other, _)| *other != i).flat_map(|(_, names)| names);
        !others.into_iter().any(|other| around.iter().any(|span| span.contains(other.span)))
    });
    let mut segments = territory::territories(reading, &clusters, &content);
    for segment in &mut segments {
        let around = sections.around(&segment.names);
        segment.spans = territory::common(&segment.spans, &around);
        segment.lead = territory::common(&segment.lead, &around);
        let over = sections.over(&segment.names).into_iter().filter(|over| !around.contains(over));
        segment.lead.extend(over);
        segment.lead.sort_unstable();
        segment.aside = true;
    }
    let taken = |span: Span| {
        segments
            .iter()
            .any(|segment| segment.spans.iter().any(|own| own.overlaps(span)) && cluster::tells_of_money(reading, segment))
    };
    let news = sections.iter().filter(|section| !taken(section.span)).filter_map(|section| news(reading, names, section.span));
    let news: Vec<Segment> = news.collect();
    segments.extend(news);
    segments
}

/// A section of news that names its undertaking in its heading only: it tells of a grant, or prints a total and a grant with their
/// labels. A programme that it names in quotation marks is what it tells of (`Gmina realizuje program „Opieka 75+”`).
fn news(reading: &Reading<'_>, names: &[Name], section: Span) -> Option<Segment> {
    let of = |strength| names.iter().filter(move |name| name.strength == strength && section.contains(name.span)).copied();
    let mut headings: Vec<Name> = of(Strength::Heading).collect();
    let segment = |names| Segment { names, spans: vec![section], lead: Vec::new(), aside: true };
    if headings.is_empty() {
        return None;
    }
    if cluster::tells_total_and_grant(reading, section) {
        headings.iter_mut().for_each(|name| name.strength = Strength::Introduced);
        return Some(segment(headings));
    }
    let programme = of(Strength::Programme).find(|name| !headings.iter().any(|head| title::same(reading, head.span, name.span)));
    let names: Vec<Name> = programme.into_iter().chain(headings).collect();
    Some(segment(names)).filter(|segment| award::told(&segment.scope(reading)))
}

/// Splits the page's own text among its undertakings.
fn split(reading: &Reading<'_>, names: &[Name], content: &[Span]) -> Vec<Segment> {
    let mut clusters = cluster::cluster(reading, names);
    let only = clusters.len() <= 1;
    if !only {
        cluster::qualify(reading, &mut clusters, content, |_, _| false);
    }
    match clusters.len() {
        0 => whole(ranked(reading, &before_news(reading, names)), content),
        1 => whole(ranked(reading, &before_news(reading, &join_headings(names, &clusters[0]))), content),
        _ => territory::territories(reading, &clusters, content),
    }
}

/// Names without the headings that stand after all the page says of projects: those head other news.
fn before_news(reading: &Reading<'_>, names: &[Name]) -> Vec<Name> {
    let content = |at: usize| reading.line_at(at).is_some_and(|line| reading.region(line) == Region::Content);
    let last = reading.cues.iter().rev().find(|cue| section::speaks(reading, cue) && content(cue.span.start));
    let news = |name: &Name| name.strength == Strength::Heading && last.is_some_and(|last| last.span.end <= name.span.start);
    names.iter().filter(|name| !news(name)).copied().collect()
}

/// One segment over all of the page's own text.
fn whole(names: Vec<Name>, content: &[Span]) -> Vec<Segment> {
    if content.is_empty() {
        return Vec::new();
    }
    vec![Segment { names, spans: content.to_vec(), lead: Vec::new(), aside: false }]
}

/// Names by sureness; a heading that holds a programme's quoted name is that programme's (`Posiłek w szkole i w domu – informacja`).
fn ranked(reading: &Reading<'_>, names: &[Name]) -> Vec<Name> {
    let mut names = names.to_vec();
    let in_title = |name: &Name| name.strength == Strength::Heading && repeated_in_title(reading, name.span);
    names.sort_by_key(|name| (std::cmp::Reverse(name.strength), !in_title(name), name.span.start));
    let Some(first) = names.first().copied() else { return names };
    let words = |span| reading.words_in(span).len();
    let held = |name: &Name| {
        name.strength == Strength::Programme
            && words(name.span) < words(first.span)
            && title::same(reading, name.span, first.span)
    };
    let better = match first.strength {
        // What a page is headed with names its task better than what the grant's sentence says of it.
        Strength::Purpose => names.iter().position(|name| {
            matches!(name.strength, Strength::Heading | Strength::Headline) && begins_with_works(reading, name.span)
        }),
        Strength::Heading if is_of_year(reading, first.span) => None,
        Strength::Heading => names.iter().position(held),
        Strength::Programme | Strength::Quoted => {
            let heads = |name: &&Name| matches!(name.strength, Strength::Heading | Strength::Headline);
            // A quotation in passing yields to the programme that the page is headed with.
            let headed = |name: &Name| {
                let programme = first.strength == Strength::Quoted && name.strength == Strength::Programme;
                programme && names.iter().filter(heads).any(|head| title::same(reading, head.span, name.span))
            };
            let of_year = names.iter().position(|name| heads(&name) && is_of_year(reading, name.span));
            of_year.or_else(|| names.iter().position(headed))
        }
        _ => None,
    };
    if let Some(at) = better {
        let name = names.remove(at);
        names.insert(0, name);
    }
    names
}

/// Whether a name begins with works (`Przebudowa drogi w Kącie`).
fn begins_with_works(reading: &Reading<'_>, span: Span) -> bool {
    let works = reading.vocabulary.word_list(WordList::PurposeWorks);
    let words = reading.words_in(span);
    words.len() >= 3 && words.first().is_some_and(|word| works.has(reading.slice(word.span)))
}

/// Whether a heading is a programme's with a year: the task of that year (`Program Opieka 75+ na rok 2024`).
fn is_of_year(reading: &Reading<'_>, span: Span) -> bool {
    let year = |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit());
    let words = reading.words_in(span);
    words.len() <= 12 && reading.slice(span).starts_with("program ") && words.iter().any(|word| year(reading.slice(word.span)))
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
