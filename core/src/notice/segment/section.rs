//! The sections of the page's own text, and which of them a page of news keeps for one undertaking.

use crate::notice::reading::{Line, Reading};
use crate::notice::title::Name;
use crate::page::Region;
use crate::text::Span;
use crate::vocabulary::{Cue, LabelKind, Role, Table, WordList};

/// A stretch of the page's own text from one heading, or one interruption by menus, to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    pub(super) span: Span,
    /// The level of its heading, if it begins with one.
    level: Option<u8>,
    /// Whether something else stands between it and the section before.
    apart: bool,
    /// Whether anything in it speaks of projects and their money.
    speaks: bool,
}

/// The sections of a page, in text order.
pub(super) struct Sections {
    all: Vec<Section>,
    /// Whether the page is a front page: a run of news, of which hardly any is about projects.
    pub(super) front_page: bool,
}

impl Sections {
    /// Parts the page's own text, without lines in another language, at its headings.
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let mut all: Vec<Section> = Vec::new();
        let mut apart = true;
        for line in &reading.lines {
            if reading.region(*line) != Region::Content || foreign(reading, *line) {
                apart = true;
                continue;
            }
            let level = reading.heading(*line);
            let goes_on = !apart && level.is_none_or(|_| same_block(reading, all.last(), *line));
            match all.last_mut() {
                Some(last) if goes_on => last.span.end = line.span.end,
                _ => all.push(Section { span: line.span, level, apart, speaks: false }),
            }
            apart = false;
        }
        for section in &mut all {
            section.speaks = reading.cues_in(section.span).any(|cue| speaks(reading, cue));
        }
        let front_page = front_page(&all);
        Self { all, front_page }
    }

    /// The page's own text in as few stretches as it can be told.
    pub(super) fn content(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for section in &self.all {
            match spans.last_mut() {
                Some(last) if !section.apart => last.end = section.span.end,
                _ => spans.push(section.span),
            }
        }
        spans
    }

    /// The sections that a front page gives to one undertaking: those that name it, with the sections under their headings.
    pub(super) fn around(&self, names: &[Name]) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut over: Option<Option<u8>> = None;
        for section in &self.all {
            let names_it = names.iter().any(|name| section.span.contains(name.span));
            let under = over.is_some_and(|over| !section.apart && section.level > over && over.is_some());
            if names_it {
                over = Some(section.level);
            }
            if names_it || under {
                spans.push(section.span);
            } else {
                over = None;
            }
        }
        spans
    }

    /// The sections whose headings stand over those that name an undertaking: what an article says before its own sections.
    pub(super) fn over(&self, names: &[Name]) -> Vec<Span> {
        let mut spans = Vec::new();
        // The headings that are open at each section, the outermost first.
        let mut open: Vec<Section> = Vec::new();
        for section in &self.all {
            if section.apart {
                open.clear();
            }
            if section.level.is_some() {
                open.retain(|over| over.level < section.level && over.level.is_some());
            }
            if names.iter().any(|name| section.span.contains(name.span)) {
                spans.extend(open.iter().map(|over| over.span));
            }
            open.push(*section);
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// Gives an undertaking that alone is named in a section with a heading that section from its head on: what an item says before
    /// it names its undertaking is said of that one.
    pub(super) fn claim_heads(&self, clusters: &mut [Vec<Name>]) {
        let at = |name: &Name| self.all.partition_point(|section| section.span.end <= name.span.start);
        let mut owners: Vec<(usize, usize)> = Vec::new();
        for (owner, names) in clusters.iter().enumerate() {
            owners.extend(names.iter().map(|name| (at(name), owner)));
        }
        owners.sort_unstable();
        owners.dedup();
        for (owner, names) in clusters.iter_mut().enumerate() {
            for name in names {
                let section = at(name);
                let first = owners.partition_point(|(other, _)| *other < section);
                let alone = owners[first..].iter().take_while(|(other, _)| *other == section).all(|(_, other)| *other == owner);
                if let Some(section) = self.all.get(section).filter(|section| alone && section.level.is_some()) {
                    name.from = name.from.min(section.span.start);
                }
            }
        }
    }

    /// The sections with a heading or without, for looking through a front page.
    pub(super) fn iter(&self) -> impl Iterator<Item = Section> + '_ {
        self.all.iter().copied()
    }
}

/// Whether a line goes on the heading that the last section begins with.
fn same_block(reading: &Reading<'_>, last: Option<&Section>, line: Line) -> bool {
    last.and_then(|last| reading.line_at(last.span.start)).is_some_and(|first| first.block == line.block)
}

/// Sections that say nothing of projects before a page counts as a front page.
const BARREN: usize = 5;

fn front_page(sections: &[Section]) -> bool {
    let barren = sections.iter().filter(|section| !section.speaks).count();
    barren >= BARREN && 2 * barren >= sections.len()
}

/// Whether a cue speaks of projects and their money.
pub(super) fn speaks(reading: &Reading<'_>, cue: &Cue) -> bool {
    use LabelKind::{Agreement, Award, Beneficiary, Indicators, Leader, Partner, Period, TargetGroup, Tasks, Title, Undertaking};
    // `razem` and `wartość` are words of any news.
    let sum = |cue: &Cue| matches!(reading.vocabulary.roles[cue.entry].role, Role::Grant | Role::Eu | Role::State | Role::Own);
    matches!(cue.table, Table::Programme | Table::Fund)
        || cue.table == Table::Role && sum(cue)
        || matches!(
            reading.label(cue),
            Some(
                Agreement
                    | Award
                    | Beneficiary
                    | Indicators
                    | Leader
                    | Partner
                    | Period
                    | TargetGroup
                    | Tasks
                    | Title
                    | Undertaking
            )
        )
}

/// Whether a name stands in a line in English of the page's own text.
pub(super) fn is_foreign(reading: &Reading<'_>, name: &Name) -> bool {
    let line = reading.line_at(name.span.start);
    line.is_some_and(|line| reading.region(line) == Region::Content && foreign(reading, line))
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
