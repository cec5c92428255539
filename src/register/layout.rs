//! Where a list begins: its header is seldom in the first row.

use super::cell::Cell;
use super::date;
use super::header::{Columns, fold};
use super::period;
use crate::vocabulary::{ListWords, Lists};
use chrono::NaiveDate;

/// A row with its number in the file.
pub(super) type Numbered = (u64, Vec<Cell>);

/// What the first rows of a file or sheet tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// Row of the header, from 1.
    pub(super) header_row: u64,
    /// What its columns hold.
    pub(super) columns: Columns,
    /// The day to which the list holds.
    pub(super) state_of: Option<NaiveDate>,
    /// The period named above the header.
    pub(super) period: Option<&'static str>,
}

impl Layout {
    /// The layout by the row that heads most columns; a row that has all that is needed comes before one that has not, and the first
    /// of two equals before the second.
    pub(super) fn of_head(rows: &[Numbered]) -> Self {
        let headed = rows.iter().enumerate().map(|(at, (row, cells))| (at, *row, Columns::of_row(cells)));
        let rank = |columns: &Columns| (columns.missing().is_empty(), columns.len());
        let mut best: Option<(usize, u64, Columns)> = None;
        for (at, row, columns) in headed {
            if best.as_ref().is_none_or(|(_, _, known)| rank(&columns) > rank(known)) {
                best = Some((at, row, columns));
            }
        }
        let Some((at, header_row, columns)) = best else { return Self::default() };
        let above = rows.iter().take(at).flat_map(|(_, cells)| cells);
        let texts: Vec<&str> =
            above.filter_map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None }).collect();
        let state_of =
            texts.iter().filter(|text| Lists::builtin().holds(ListWords::StateOf, &fold(text))).find_map(|text| state_of(text));
        Self { header_row, columns, state_of, period: texts.iter().find_map(|text| period::of_text(text)) }
    }

    /// Whether it is a list's, and how well it is one: to choose among sheets.
    pub(super) fn rank(&self) -> (bool, usize) {
        (self.columns.missing().is_empty(), self.columns.len())
    }

    /// Whether a row below the header belongs to it still: the English half on a row of its own, the numbers of the columns, or the
    /// header once more at the head of a printed page.
    pub(super) fn is_heading(&self, cells: &[Cell], is_first: bool) -> bool {
        let repeats = || {
            let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
            filled.all(|(at, cell)| matches!(cell, Cell::Text(text) if super::cell::one_line(text) == self.columns.header(at)))
        };
        repeats() || is_first && (numbers(cells) || Columns::of_row(cells).len() >= 3)
    }
}

/// The date of `stan na 30.09.2026 r.`, in figures or words.
fn state_of(text: &str) -> Option<NaiveDate> {
    let figures = text.split_whitespace().find_map(|word| {
        let word = word.trim_end_matches(['.', ',', ';', ')', 'r']);
        date::date(&Cell::Text(word.to_owned()), false).ok().flatten().filter(|_| word.contains(['.', '-', '/']))
    });
    figures.or_else(|| date::in_words(text))
}

/// Whether a row numbers the columns: 1, 2, 3 ….
fn numbers(cells: &[Cell]) -> bool {
    let filled: Vec<String> = cells.iter().filter(|cell| !cell.is_empty()).map(|cell| cell.text().into_owned()).collect();
    filled.len() >= 3 && filled.iter().enumerate().all(|(at, text)| *text == (at + 1).to_string())
}
