//! Cells → a listed project.

use super::amount::{Marks, amount};
use super::cell::{Cell, is_blank, one_line};
use super::date::date;
use super::header::{Columns, HeaderMoney, fold};
use super::model::{Limits, Listed, Problem, ProblemKind};
use super::place;
use crate::value::Currency;
use crate::vocabulary::{ListColumn, ListWords, Lists};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Letters of a value that a problem quotes.
const QUOTED: usize = 80;

/// Reads the rows of one list.
#[derive(Debug)]
pub(super) struct RowReader<'l> {
    pub(super) columns: &'l Columns,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
    /// Whether the number of cells tells that a separator is missing or too many; in a workbook it does not.
    pub(super) is_separated: bool,
    pub(super) limits: &'l Limits,
    /// The marks in the sums so far, by the number of the column.
    pub(super) marks: BTreeMap<usize, Marks>,
}

/// One row on its way.
struct Reading<'r, 'l> {
    reader: &'r mut RowReader<'l>,
    row: u64,
    cells: &'r [Cell],
    problems: Vec<Problem>,
}

impl RowReader<'_> {
    /// The project of a row.
    pub(super) fn read(&mut self, row: u64, cells: &[Cell]) -> Listed {
        let (columns, is_separated) = (self.columns, self.is_separated);
        let mut reading = Reading { reader: self, row, cells, problems: Vec::new() };
        let is_whole = !is_separated || reading.has_its_width();
        let mut listed = reading.texts();
        // Behind a separator too many, a sum may stand under another one's header.
        if is_whole {
            reading.figures(&mut listed);
        }
        if listed.title.is_none() && listed.number.is_none() {
            let text = cells.iter().find(|cell| !cell.is_empty()).map(|cell| cell.text().into_owned()).unwrap_or_default();
            reading.problems.push(Problem { row, column: None, value: quoted(&text), kind: ProblemKind::Nameless });
        }
        listed.currency = currency(columns.money, listed.programme.as_deref());
        listed.problems = reading.problems;
        listed
    }
}

impl<'r> Reading<'r, '_> {
    /// Whether there are as many cells as headers; more are no fault where they are empty.
    fn has_its_width(&mut self) -> bool {
        let (expected, filled) =
            (self.reader.columns.headers.len(), self.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1));
        let fits = filled <= expected && self.cells.len() >= expected;
        if !fits {
            let value = format!("{} cells, the header has {expected}", self.cells.len());
            self.problems.push(Problem { row: self.row, column: None, value, kind: ProblemKind::Width });
        }
        fits
    }

    fn cell(&self, id: ListColumn) -> Option<(usize, &'r Cell)> {
        let (at, cells) = (self.reader.columns.at(id)?, self.cells);
        cells.get(at).map(|cell| (at, cell)).filter(|(_, cell)| !cell.is_empty())
    }

    fn problem(&mut self, at: usize, kind: ProblemKind) {
        let value = self.cells.get(at).map(|cell| quoted(&cell.text())).unwrap_or_default();
        self.problems.push(Problem { row: self.row, column: Some(self.reader.columns.header(at)), value, kind });
    }

    /// What is text.
    fn texts(&mut self) -> Listed {
        let measure = self
            .text(ListColumn::Submeasure)
            .or_else(|| self.text(ListColumn::Measure))
            .or_else(|| self.text(ListColumn::Priority));
        let places = self.long_text(ListColumn::Places).map(|text| place::of_cell(&text)).unwrap_or_default();
        let mut listed = Listed {
            row: self.row,
            number: self.text(ListColumn::Number),
            title: self.text(ListColumn::Title),
            beneficiary: self.text(ListColumn::Beneficiary),
            nip: self.text(ListColumn::Nip),
            programme: self.text(ListColumn::Programme),
            fund: self.text(ListColumn::Fund),
            measure,
            places,
            ..Listed::default()
        };
        if listed.places.is_empty() {
            let levels = [ListColumn::Voivodeship, ListColumn::County, ListColumn::Municipality]
                .map(|id| self.text(id).unwrap_or_default());
            listed.places.extend(place::of_columns(levels.each_ref().map(String::as_str)));
        }
        listed
    }

    /// Sums, dates, and whether the project is settled.
    fn figures(&mut self, listed: &mut Listed) {
        listed.total = self.amount(ListColumn::Total);
        listed.eligible = self.amount(ListColumn::Eligible);
        listed.eu = self.amount(ListColumn::Eu);
        listed.grant = self.amount(ListColumn::Grant);
        listed.rate = self.rate();
        listed.start = self.date(ListColumn::Start);
        listed.end = self.date(ListColumn::End);
        listed.signed = self.date(ListColumn::Signed);
        listed.finished = self.flag(ListColumn::Finished);
    }

    fn text(&mut self, id: ListColumn) -> Option<String> {
        self.long_text(id).map(|text| one_line(&text)).filter(|text| !text.is_empty())
    }

    fn long_text(&mut self, id: ListColumn) -> Option<String> {
        let (at, cell) = self.cell(id)?;
        if matches!(cell, Cell::Fault(_)) {
            self.problem(at, ProblemKind::Fault);
            return None;
        }
        let mut text = cell.text().into_owned();
        if text.contains('\u{fffd}') {
            self.problem(at, ProblemKind::Letters);
        }
        if let Some((end, _)) = text.char_indices().nth(self.reader.limits.max_cell) {
            text.truncate(end);
            self.problem(at, ProblemKind::Long);
        }
        Some(text)
    }

    fn amount(&mut self, id: ListColumn) -> Option<Decimal> {
        let (at, cell) = self.cell(id)?;
        amount(cell, self.reader.marks.entry(at).or_default()).unwrap_or_else(|kind| {
            self.problem(at, kind);
            None
        })
    }

    /// A rate has up to six places; a workbook may store 0.85 for 85 %, which is not mended.
    fn rate(&mut self) -> Option<Decimal> {
        let (at, cell) = self.cell(ListColumn::Rate)?;
        let text = cell.text().replace(',', ".");
        let text: String = text.chars().filter(|c| !is_blank(*c) && *c != '%').collect();
        let rate = text.parse::<Decimal>().ok().filter(|rate| *rate >= Decimal::ZERO && *rate <= Decimal::ONE_HUNDRED);
        if rate.is_none() && amount(cell, &mut Marks::default()) != Ok(None) {
            self.problem(at, ProblemKind::Amount);
        }
        rate.map(|rate| rate.round_dp(6))
    }

    fn date(&mut self, id: ListColumn) -> Option<NaiveDate> {
        let (at, cell) = self.cell(id)?;
        date(cell, self.reader.is_1904).unwrap_or_else(|kind| {
            self.problem(at, kind);
            None
        })
    }

    fn flag(&mut self, id: ListColumn) -> Option<bool> {
        let (at, cell) = self.cell(id)?;
        if let Cell::Flag(flag) = cell {
            return Some(*flag);
        }
        let (folded, lists) = (fold(&cell.text()), Lists::builtin());
        let flag = if lists.is(ListWords::Yes, &folded) { Some(true) } else { lists.is(ListWords::No, &folded).then_some(false) };
        if flag.is_none() && !lists.is(ListWords::Nothing, &folded) {
            self.problem(at, ProblemKind::Flag);
        }
        flag
    }
}

/// The currency of a row's sums.
fn currency(money: HeaderMoney, programme: Option<&str>) -> Option<Currency> {
    match (money, programme) {
        (HeaderMoney::Zloty, _) => Some(Currency::Pln),
        (HeaderMoney::EuroForCooperation, Some(name)) => {
            let is_cooperation = Lists::builtin().holds(ListWords::TerritorialCooperation, &fold(name));
            Some(if is_cooperation { Currency::Eur } else { Currency::Pln })
        }
        (HeaderMoney::EuroForCooperation, None) => None,
    }
}

/// The beginning of a value.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
