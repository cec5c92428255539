//! A cell → a day.

use super::cell::{Cell, is_blank};
use super::model::ProblemKind;
use crate::text::Folded;
use crate::value::{PartialDate, Recognisers};
use crate::vocabulary::{ListWords, Lists};
use chrono::{Datelike, Days, NaiveDate};

/// Years a project of any period can begin or end in. A serial number of another kind (a sum, a row number) falls outside.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2060;

/// The day a cell holds. `is_1904` says that the workbook counts its days from 1904.
///
/// # Errors
/// What is wrong where it is no day.
pub(super) fn date(cell: &Cell, is_1904: bool) -> Result<Option<NaiveDate>, ProblemKind> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Day { serial } | Cell::Number(serial) => of_serial(*serial, is_1904).map(Some).ok_or(ProblemKind::Date),
        Cell::Text(text) => of_text(text, is_1904),
        Cell::Fault(_) => Err(ProblemKind::Fault),
        Cell::Flag(_) => Err(ProblemKind::Date),
    }
}

/// Days since the first of a spreadsheet. The time of day is cut, never rounded: a list made in another time zone has 2 o'clock.
///
/// The system of 1900 counts a 29 February 1900 that never was, so from March 1900 on day 0 is 30 December 1899.
fn of_serial(serial: f64, is_1904: bool) -> Option<NaiveDate> {
    if !serial.is_finite() || !(1.0..100_000.0).contains(&serial) {
        return None;
    }
    let first = if is_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    possible(first?.checked_add_days(Days::new(serial.floor() as u64))?)
}

fn possible(date: NaiveDate) -> Option<NaiveDate> {
    YEARS.contains(&date.year()).then_some(date)
}

/// `2020-01-31`, with or without a time behind it; `31.01.2020`, `31/01/2020`, `31-01-2020 r.`; `31 stycznia 2020 r.`; a serial number
/// saved as text.
fn of_text(text: &str, is_1904: bool) -> Result<Option<NaiveDate>, ProblemKind> {
    if Lists::builtin().is(ListWords::Nothing, &super::header::fold(text)) || text.chars().all(|c| c == '-' || is_blank(c)) {
        return Ok(None);
    }
    let day = text.split(['T', ' ', '\u{a0}']).next().unwrap_or_default().trim_end_matches('.');
    let serial =
        || day.replace(',', ".").parse::<f64>().ok().filter(|_| day.len() >= 5).and_then(|serial| of_serial(serial, is_1904));
    let date = numeric(day).or_else(|| if day.contains(is_mark) { None } else { serial().or_else(|| in_words(text)) });
    date.map(Some).ok_or(ProblemKind::Date)
}

fn is_mark(c: char) -> bool {
    matches!(c, '-' | '/') || c == '.'
}

/// Three numbers, the year first or last, of four digits. With the year last the day is first, as Poland writes it: what only the
/// American order makes possible is no date.
fn numeric(day: &str) -> Option<NaiveDate> {
    let mut parts = day.split(is_mark);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let all = [first, month, last];
    if parts.next().is_some() || all.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 1..=2) => (first, last),
        (1..=2, 4) => (last, first),
        _ => return None,
    };
    possible(NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?)
}

/// The one whole date that a sentence names (`stan na 30 września 2026 r.`).
pub(super) fn in_words(text: &str) -> Option<NaiveDate> {
    let found = Recognisers::new([]).read(&Folded::new(text), &[]).dates;
    let mut whole = found.iter().filter_map(|found| match found.value {
        PartialDate { year, month: Some(month), day: Some(day) } => possible(NaiveDate::from_ymd_opt(year, month, day)?),
        _ => None,
    });
    whole.next().filter(|_| whole.next().is_none())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    fn read(cell: Cell, is_1904: bool) -> Result<Option<String>, ProblemKind> {
        date(&cell, is_1904).map(|date| date.map(|date| date.to_string()))
    }

    #[test]
    fn a_serial_number_counts_from_the_day_the_workbook_says() {
        assert_eq!(read(Cell::Day { serial: 44_927.0 }, false), Ok(Some("2023-01-01".into())));
        assert_eq!(read(Cell::Number(44_927.0), false), Ok(Some("2023-01-01".into())), "a column without a date format");
        assert_eq!(read(Cell::Day { serial: 43_465.0 }, true), Ok(Some("2023-01-01".into())));
        assert_eq!(read(Cell::Text("44927".into()), false), Ok(Some("2023-01-01".into())));
    }

    #[test]
    fn two_oclock_of_another_time_zone_is_the_same_day() {
        assert_eq!(read(Cell::Day { serial: 45_566.083_333_333_336 }, false), Ok(Some("2024-10-01".into())));
        assert_eq!(read(Cell::Day { serial: 45_566.999_99 }, false), Ok(Some("2024-10-01".into())));
    }

    #[test]
    fn an_impossible_serial_number_is_reported() {
        for serial in [0.0, -5.0, 60.0, 1_000.0, 99_999.0, 5.86e9, f64::NAN] {
            assert_eq!(read(Cell::Day { serial }, false), Err(ProblemKind::Date), "{serial}");
        }
    }

    #[test]
    fn a_date_is_read_however_it_is_written() {
        for text in [
            "2020-01-31",
            "2020-01-31 00:00:00",
            "2020-01-31T00:00:00",
            "31.01.2020",
            "31.01.2020 r.",
            "31/01/2020",
            "31-1-2020",
            "31 stycznia 2020 r.",
        ] {
            assert_eq!(read(Cell::Text(text.into()), false), Ok(Some("2020-01-31".into())), "{text}");
        }
        assert_eq!(read(Cell::Text("nie dotyczy".into()), false), Ok(None));
    }

    #[test]
    fn a_date_that_is_none_is_not_guessed() {
        for text in ["01/31/2020", "31.02.2020", "31.01.20", "2020", "2020-13-01", "I kwartał 2020", "31.01.0020"] {
            assert_eq!(read(Cell::Text(text.into()), false), Err(ProblemKind::Date), "{text}");
        }
    }
}
