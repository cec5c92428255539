//! Rows of a table under a heading for titles: each is an undertaking.

use super::{Name, Strength};
use crate::notice::reading::{Line, Reading};
use crate::page::Cell;
use crate::text::Span;
use crate::vocabulary::{LabelKind, Table, WordList};

/// The titles of a table's rows, where its first row heads one column with the label of a title and another with that of a sum.
pub(super) fn tabled(reading: &Reading<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let heads = reading.lines.iter().enumerate().filter(|(_, line)| heads_titles(reading, line) || heads_places(reading, line));
    for (number, head) in heads {
        let Some(cell) = cell(reading, head).filter(|cell| cell.row == 0) else { continue };
        let rest = || reading.lines[number + 1..].iter().map_while(|line| Some((line, self::cell(reading, line)?)));
        let rest = || rest().take_while(|(_, other)| other.table == cell.table);
        let summed = |line: &Line| reading.cues_of(Table::Role, line.span).any(|cue| cue.span.start == line.span.start);
        // Without its own total, a row may be a place's share of one grant.
        let least = if heads_titles(reading, head) { 1 } else { 2 };
        if rest().take_while(|(_, other)| other.row == cell.row).filter(|(line, _)| summed(line)).count() < least {
            continue;
        }
        let rows = rest().filter(|(_, other)| other.row > cell.row && other.column == cell.column);
        names.extend(rows.filter_map(|(line, _)| row(reading, line)));
    }
    names
}

/// A row's title, unless the row adds up those above it.
fn row(reading: &Reading<'_>, line: &Line) -> Option<Name> {
    let words = reading.words_in(line.span);
    let sums = reading.vocabulary.word_list(WordList::TitleSums);
    let adds = words.first().is_none_or(|word| sums.has(reading.slice(word.span)));
    let bare = reading.slice(line.span).strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let span = if bare.is_some() { Span::new(line.span.start + 1, line.span.end - 1) } else { line.span };
    let from = row_start(reading, line);
    (!adds && words.len() <= 60).then_some(Name { span, from, strength: Strength::Labelled, rule: "title:row" })
}

/// Where the row of a cell begins.
fn row_start(reading: &Reading<'_>, line: &Line) -> usize {
    let own = cell(reading, line).map(|cell| (cell.table, cell.row));
    let before = reading.lines[..reading.line_number(line.span.start)].iter().rev();
    let same = before.take_while(|line| cell(reading, line).map(|cell| (cell.table, cell.row)) == own);
    same.last().map_or(line.span.start, |first| first.span.start)
}

/// Where the row of a name ends.
pub(crate) fn row_end(reading: &Reading<'_>, name: Span) -> Option<usize> {
    let number = reading.line_number(name.start);
    let own = cell(reading, reading.lines.get(number)?).map(|cell| (cell.table, cell.row))?;
    let same =
        reading.lines[number..].iter().take_while(|line| cell(reading, line).is_some_and(|cell| (cell.table, cell.row) == own));
    same.last().map(|last| last.span.end)
}

/// Whether a line is no more than the label of a title.
fn heads_titles(reading: &Reading<'_>, line: &Line) -> bool {
    reading.cues_in(line.span).any(|cue| {
        let title = matches!(reading.label(cue), Some(LabelKind::Title | LabelKind::Undertaking));
        title && cue.span.start == line.span.start && cue.span.end + 2 >= line.span.end
    })
}

/// Whether a line is no more than a word for a place that is built or run (`Placówka`).
fn heads_places(reading: &Reading<'_>, line: &Line) -> bool {
    let places = reading.vocabulary.word_list(WordList::TitlePlaces);
    matches!(reading.words_in(line.span), [word] if places.has(reading.slice(word.span)))
}

fn cell(reading: &Reading<'_>, line: &Line) -> Option<Cell> {
    reading.page.blocks.get(line.block)?.cell
}
