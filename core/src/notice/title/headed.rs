//! Headings, and lines that stand as headings.

use super::{Name, Strength};
use crate::notice::reading::{Line, Reading};
use crate::page::{BlockKind, Region};
use crate::text::Span;
use crate::vocabulary::{LabelKind, Table, WordList};

/// Short lines that stand as headings without being marked as such: the first line of a page without headings, and a line right above
/// a labelled sum.
pub(super) fn headlines<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let content = |line: &Line| reading.region(*line) == Region::Content;
    let marked = reading.lines.iter().any(|line| content(line) && reading.heading(*line).is_some());
    let first = reading.lines.iter().position(content);
    let lines = reading
        .lines
        .iter()
        .enumerate()
        .filter(move |(i, line)| content(line) && (!marked && Some(*i) == first || above_sum(reading, *i)))
        .filter(|(i, _)| !i.checked_sub(1).is_some_and(|before| is_label(reading, reading.lines[before])));
    lines.filter(|(_, line)| like_heading(reading, line)).map(|(_, line)| Name {
        span: line.span,
        from: line.span.start,
        strength: if above_sum(reading, reading.line_number(line.span.start)) { Strength::Heading } else { Strength::Headline },
        rule: "title:headline",
    })
}

/// Whether a line is the label of the line after it (`Partnerzy:`).
fn is_label(reading: &Reading<'_>, line: Line) -> bool {
    reading.slice(line.span).ends_with(':') && reading.labels_in(line.span).next().is_some()
}

/// Works that are a line of their own with a colon, right above their labelled sums.
pub(super) fn works<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let works = reading.vocabulary.word_list(WordList::PurposeWorks);
    let lines = reading.lines.iter().enumerate().filter(move |(i, line)| {
        let words = reading.words_in(line.span);
        words.first().is_some_and(|word| works.has(reading.slice(word.span)))
            && (3..=70).contains(&words.len())
            && reading.slice(line.span).ends_with(':')
            && reading.among(&reading.values.money, line.span).next().is_none()
            && above_sum(reading, *i)
    });
    lines.map(|(_, line)| Name {
        span: Span::new(line.span.start, line.span.end - 1),
        from: line.span.start,
        strength: Strength::Object,
        rule: "title:works",
    })
}

/// Whether the next line begins with a role's label and prints a sum, there or on the line after.
pub(super) fn above_sum(reading: &Reading<'_>, number: usize) -> bool {
    let Some(next) = reading.lines.get(number + 1) else { return false };
    let end = reading.lines.get(number + 2).map_or(next.span.end, |after| after.span.end);
    reading.block_at(next.span.start).is_some_and(|block| block.cell.is_none())
        && reading.cues_of(Table::Role, next.span).next().is_some_and(|cue| cue.span.start == next.span.start)
        && reading.among(&reading.values.money, Span::new(next.span.start, end)).next().is_some()
}

/// Whether a line reads like a heading: a few words, a block of its own, no full stop or colon, no sum, date or label.
fn like_heading(reading: &Reading<'_>, line: &Line) -> bool {
    let text = reading.slice(line.span);
    let words = reading.words_in(line.span).len();
    let tells = |cue: &crate::vocabulary::Cue| {
        let award = reading.label(cue) == Some(LabelKind::Award) && cue.span.len() * 2 > line.span.len();
        cue.table == Table::Role || award
    };
    let another = reading.vocabulary.word_list(WordList::TitleAnother);
    let of_another = reading.words_in(line.span).first().is_some_and(|word| another.has(reading.slice(word.span)));
    let dated = of_another && text.bytes().any(|b| b.is_ascii_digit());
    (2..=16).contains(&words)
        && !dated
        && !text.ends_with(['.', ';', ','])
        && !text.contains(':')
        && reading.page.blocks[line.block].kind == BlockKind::Paragraph
        && !text.starts_with(['-', '\u{1}', '*'])
        && !reading.cues_in(line.span).any(tells)
        && reading.among(&reading.values.money, line.span).next().is_none()
        && !reading.among(&reading.values.dates, line.span).any(|date| date.value.month.is_some())
}

/// Headings in a box beside the text, right above a labelled sum.
pub(super) fn boxed<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let beside = |line: &Line| matches!(reading.region(*line), Region::Aside | Region::Footer);
    let headed = reading.lines.iter().enumerate().filter(move |(number, line)| {
        reading.heading(**line).is_some() && beside(line) && reading.words_in(line.span).len() >= 3 && above_sum(reading, *number)
    });
    headed.map(|(_, line)| Name { span: line.span, from: line.span.start, strength: Strength::Introduced, rule: "title:card" })
}

pub(super) fn headings<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let headed = reading.lines.iter().filter(|line| {
        reading.heading(**line).is_some() && reading.region(**line) == Region::Content && reading.words_in(line.span).len() >= 3
    });
    headed.map(|line| Name {
        span: of_programme(reading, line.span).unwrap_or(line.span),
        from: line.span.start,
        strength: Strength::Heading,
        rule: "title:heading",
    })
}

/// The quoted name that a heading ends with, if all before it only says that it is a programme (`Rządowy program „Aktywna szkoła”`).
fn of_programme(reading: &Reading<'_>, heading: Span) -> Option<Span> {
    let next = reading.quoted.partition_point(|quoted| quoted.outer.start < heading.start);
    let quoted = reading.quoted.get(next).filter(|quoted| quoted.outer.end == heading.end)?;
    let lead = reading.words_in(Span::new(heading.start, quoted.outer.start));
    let kinds = ["program", "programu", "rzadowy", "resortowy", "wieloletni", "ministerialny"];
    (!lead.is_empty() && lead.iter().all(|word| kinds.contains(&reading.slice(word.span)))).then_some(quoted.inner)
}
