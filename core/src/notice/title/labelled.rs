//! Names after a label or `pn.`.

use super::quoted::{extended, of_another};
use super::running::unquoted;
use super::{Name, Strength};
use crate::notice::lists;
use crate::notice::reading::Reading;
use crate::page::BlockKind;
use crate::text::Span;
use crate::vocabulary::{Cue, LabelKind, Table, WordList};

/// Values of the labels for a title: `Tytuł projektu:`, `Nazwa zadania`, and the `pn.` before an unquoted name.
pub(super) fn labelled<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let titles = reading.cues.iter().filter(|cue| cue.table == Table::Label && reading.label(cue) == Some(LabelKind::Title));
    titles.filter_map(|cue| {
        let line = reading.line_at(cue.span.start)?;
        let after = Span::new(cue.span.end, line.span.end);
        let rest = reading.slice(after).trim_start_matches([':', '.', ' ', '-', ',']);
        let value = Span::new(after.end - rest.len(), after.end);
        // `pn.`, `pt.`
        let short = reading.slice(cue.span).len() < 5;
        let colon = reading.slice(Span::new(cue.span.end, (cue.span.end + 2).min(line.span.end))).contains(':');
        let starts_line = cue.span.start <= line.span.start + 4;
        let (value, strength, rule) = if short || !starts_line && !colon {
            (value, Strength::Introduced, "title:introduced")
        } else if value.is_empty() {
            (next_line(reading, line.span)?, Strength::Labelled, "title:label")
        } else {
            (value, Strength::Labelled, "title:label")
        };
        let quoted =
            reading.quoted.binary_search_by_key(&value.start, |quoted| quoted.outer.start).ok().map(|i| &reading.quoted[i]);
        let span = match quoted {
            Some(quoted) => extended(reading, *quoted),
            None if strength == Strength::Labelled => whole_line(reading, value),
            None => unquoted(reading, Span::new(value.start, lists::wrapped_end(reading, &line).max(value.end))),
        };
        // `konferencja pod nazwą: „…”`; `pon.–pt.` of opening hours.
        let judged = short && quoted.is_some();
        if hours(reading, cue) || !starts_line && !judged && of_another(reading, value.start) {
            return None;
        }
        // `projektu pt. inwestycyjnego w …`: the name was left out.
        let works = reading.vocabulary.word_list(WordList::PurposeWorks);
        let named = |span: Span| {
            let first = reading.words_in(span).first().map_or("", |word| reading.slice(word.span));
            !reading.text().as_bytes()[span.start].is_ascii_lowercase() || reading.folded.is_upper(span.start) || works.has(first)
        };
        if short && quoted.is_none() && !span.is_empty() && !named(span) {
            return None;
        }
        let from = reading.sentence_at(cue.span.start).start;
        (!span.is_empty() && reading.words_in(span).len() <= 80).then_some(Name { span, from, strength, rule })
    })
}

/// Whether an abbreviation is a day of the week after its first one (`od pn. do pt.`).
fn hours(reading: &Reading<'_>, cue: &Cue) -> bool {
    let before = cue.first_word.checked_sub(1).map_or("", |before| reading.slice(reading.words[before].span));
    matches!(before, "do" | "od" | "pn" | "pon") && reading.slice(cue.span).len() < 5
}

/// A label's value is its line, without closing punctuation.
fn whole_line(reading: &Reading<'_>, value: Span) -> Span {
    let text = reading.slice(value).trim_end_matches(['.', ',', ';', ' ']);
    Span::new(value.start, value.start + text.len())
}

/// The line after a label that stands alone.
fn next_line(reading: &Reading<'_>, line: Span) -> Option<Span> {
    let next = reading.lines.get(reading.line_number(line.start) + 1)?;
    let label = reading.cues_in(next.span).any(|cue| {
        matches!(cue.table, Table::Role | Table::Label) && cue.span.start == next.span.start && cue.span.end + 1 >= next.span.end
    });
    let head = |at: usize| reading.block_at(at).is_some_and(|block| block.kind == BlockKind::HeaderCell);
    let headed = head(line.start) && head(next.span.start);
    (!reading.slice(next.span).ends_with(':') && !label && !headed).then_some(next.span)
}
