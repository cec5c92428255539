//! Dates and the pieces of dates from which periods are put together.
//!
//! A [`Piece`] may lack its year (`od 1 stycznia` …) or its month (`27-28 września`); only [`super::period`] can complete it from
//! the piece after it. Numeric order is always day, month, year; ISO comes first. An impossible date (`31.02.2020`,
//! `22.06.201`) yields nothing, nor do its remains.
//!
//! Doubts: `two_digit_year` (`8-11-21`).

use super::calendar::{self, exists, is_year, roman};
use super::{PartialDate, tape::Tape};
use crate::text::Span;

/// A date or a piece of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its words.
    pub span: Span,
    /// Year, if printed.
    pub year: Option<i32>,
    /// Month, if printed; the first of a quarter or half-year.
    pub month: Option<u32>,
    /// Day, if printed.
    pub day: Option<u32>,
    /// How many months it covers, if it is a month or more of them.
    pub months: u32,
    /// Whether it is a date by itself, not only next to another.
    pub strong: bool,
    /// Why it is unsure.
    pub doubt: Option<&'static str>,
}

impl Piece {
    /// A weak piece that covers a year.
    pub(super) fn year(span: Span, year: u32) -> Self {
        Self { span, year: i32::try_from(year).ok(), month: None, day: None, months: 12, strong: false, doubt: None }
    }

    /// A piece of a month.
    pub(super) fn month(span: Span, year: Option<u32>, month: u32) -> Self {
        let year = year.and_then(|year| i32::try_from(year).ok());
        Self { span, year, month: Some(month), day: None, months: 1, strong: year.is_some(), doubt: None }
    }

    fn day(span: Span, year: Option<u32>, month: Option<u32>, day: u32) -> Self {
        let year = year.and_then(|year| i32::try_from(year).ok());
        Self { span, year, month, day: Some(day), months: 0, strong: year.is_some(), doubt: None }
    }

    /// The date, if the year is known.
    pub(super) fn date(&self) -> Option<PartialDate> {
        let year = self.year?;
        match (self.month, self.day) {
            (Some(month), Some(day)) if !exists(Some(year), month, day) => None,
            (None, Some(_)) => None,
            (month, day) => Some(PartialDate { year, month, day }),
        }
    }

    /// The last month it covers, as a date; the date itself for a day or a year.
    pub(super) fn last(&self) -> Option<PartialDate> {
        let mut date = self.date()?;
        if let Some(month) = date.month.filter(|_| self.day.is_none()) {
            date.month = Some(month + self.months.saturating_sub(1));
        }
        Some(date)
    }
}

/// What stands at a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// No date: read it as a number.
    None,
    /// A damaged or impossible date, up to here: it yields nothing.
    Skip(usize),
    /// A piece; reading goes on after it.
    One(Piece),
    /// Two years with a dash or slash between.
    Two(Piece, Piece),
}

/// Reads the digits at a position as a date or a piece of one.
pub(super) fn read(tape: &Tape<'_, '_>, at: usize) -> Reading {
    let end = tape.digits(at);
    match end - at {
        1 | 2 => day_first(tape, at, end),
        4 => year_first(tape, at, end),
        _ => Reading::None,
    }
}

fn year_first(tape: &Tape<'_, '_>, at: usize, end: usize) -> Reading {
    let Some(year) = tape.small(at, end).filter(|&year| is_year(year)) else { return Reading::None };
    let separator = tape.byte(end);
    if matches!(separator, b'-' | b'.' | b'/')
        && two_digits(tape, end + 1)
        && tape.byte(end + 3) == separator
        && two_digits(tape, end + 4)
    {
        return iso(tape, at, end, year);
    }
    let attached = matches!(tape.before(at), b'/' | b'.' | b'-' | b'_') && at >= 2 && tape.byte(at - 2).is_ascii_alphanumeric();
    if attached || tape.before(at).is_ascii_alphabetic() {
        return Reading::None;
    }
    let dash = tape.skip_blank(end);
    if matches!(tape.byte(dash), b'-' | b'/') && !(tape.byte(dash) == b'/' && dash > end) {
        let second = tape.skip_blank(dash + 1);
        let second_end = tape.digits(second);
        match second_end - second {
            4 if tape.small(second, second_end).is_some_and(is_year) && !continues(tape, second_end) => {
                let other = tape.small(second, second_end).unwrap_or(year);
                return Reading::Two(Piece::year(Span::new(at, end), year), Piece::year(Span::new(second, second_end), other));
            }
            2 if tape.byte(end) == b'/'
                && tape.small(second, second_end) == Some((year + 1) % 100)
                && !continues(tape, second_end) =>
            {
                return Reading::Two(Piece::year(Span::new(at, end), year), Piece::year(Span::new(second, second_end), year + 1));
            }
            5.. if dash == end => return Reading::Skip(second_end),
            _ => {}
        }
    }
    Reading::None
}

/// Whether the digits go on as a longer number, a date or a code.
fn continues(tape: &Tape<'_, '_>, end: usize) -> bool {
    matches!(tape.byte(end), b'/' | b'-' | b'.') && tape.is_digit(end + 1)
}

fn two_digits(tape: &Tape<'_, '_>, at: usize) -> bool {
    tape.is_digit(at) && tape.is_digit(at + 1) && !tape.is_digit(at + 2)
}

fn iso(tape: &Tape<'_, '_>, at: usize, end: usize, year: u32) -> Reading {
    let span = Span::new(at, end + 6);
    let (Some(month), Some(day)) = (tape.small(end + 1, end + 3), tape.small(end + 4, end + 6)) else {
        return Reading::Skip(span.end);
    };
    complete(span, year, month, day)
}

/// A whole date, or the refusal of an impossible one.
fn complete(span: Span, year: u32, month: u32, day: u32) -> Reading {
    let possible = is_year(year) && i32::try_from(year).is_ok_and(|year| exists(Some(year), month, day));
    if possible { Reading::One(Piece::day(span, Some(year), Some(month), day)) } else { Reading::Skip(span.end) }
}

fn day_first(tape: &Tape<'_, '_>, at: usize, end: usize) -> Reading {
    let Some(day) = tape.small(at, end) else { return Reading::None };
    if let Some(reading) = numeric(tape, at, end, day) {
        return reading;
    }
    if !(1..=31).contains(&day) || tape.before(at).is_ascii_alphabetic() {
        return Reading::None;
    }
    if let Some(reading) = named(tape, at, end, day) {
        return reading;
    }
    if day_of_next_month(tape, end) { Reading::One(Piece::day(Span::new(at, end), None, None, day)) } else { Reading::None }
}

/// A separator of a numeric date with at most one blank on either side: the separator and where the next digits start.
fn separator(tape: &Tape<'_, '_>, at: usize) -> Option<(u8, usize)> {
    let mark = tape.skip_blank(at);
    let byte = tape.byte(mark);
    let next = tape.skip_blank(mark + 1);
    (matches!(byte, b'.' | b'/' | b'-') && tape.is_digit(next)).then_some((byte, next))
}

/// `d.m.y`, `m.y` and, before a whole date, `d.m`.
fn numeric(tape: &Tape<'_, '_>, at: usize, end: usize, first: u32) -> Option<Reading> {
    let before = tape.before(at);
    if matches!(before, b'.' | b'/' | b',') && at >= 2 && tape.is_digit(at - 2) {
        return None;
    }
    let (mark, second_at) = separator(tape, end)?;
    let second_end = tape.digits(second_at);
    let second = tape.small(second_at, second_end)?;
    match second_end - second_at {
        1 | 2 => {
            three_parts(tape, Numeric { at, mark, day: first, month: second, month_end: second_end, tight: second_at == end + 1 })
        }
        4 => month_and_year(tape, at, end, second_at, second_end),
        _ => None,
    }
}

/// Day and month of a numeric date, before its year is looked at.
struct Numeric {
    at: usize,
    mark: u8,
    day: u32,
    month: u32,
    month_end: usize,
    tight: bool,
}

fn three_parts(tape: &Tape<'_, '_>, parts: Numeric) -> Option<Reading> {
    let Some((mark, year_at)) = separator(tape, parts.month_end) else {
        return year_apart(tape, &parts).or_else(|| day_and_month(tape, &parts));
    };
    let year_end = tape.digits(year_at);
    let span = Span::new(parts.at, year_end);
    match year_end - year_at {
        // A full stop, a blank and four digits can be a new sentence, but then no two numbers stand before it so.
        4 if !parts.tight || mark == parts.mark || mark == b'.' => {
            let glued = tape.before(parts.at).is_ascii_alphabetic() && !parts.tight;
            let year = tape.small(year_at, year_end)?;
            (!glued).then(|| complete(span, year, parts.month, parts.day))
        }
        3 if parts.tight && mark == parts.mark && year_at == parts.month_end + 1 && matches!(tape.byte(year_at), b'1' | b'2') => {
            let money = matches!(tape.byte(year_end), b',' | b'.') && tape.is_digit(year_end + 1);
            (!money).then_some(Reading::Skip(year_end))
        }
        2 if parts.tight && mark == parts.mark && year_at == parts.month_end + 1 => {
            two_digit_year(tape, &parts, year_at, year_end)
        }
        _ => day_and_month(tape, &parts),
    }
}

/// `01.06 2021 r.`: the full stop before the year is missing.
fn year_apart(tape: &Tape<'_, '_>, parts: &Numeric) -> Option<Reading> {
    let at = tape.skip_blank(parts.month_end);
    let end = tape.digits(at);
    let year = tape.small(at, end).filter(|&year| end == at + 4 && at == parts.month_end + 1 && is_year(year))?;
    let marked = matches!(tape.word(tape.skip_blank(end)), b"r" | b"roku");
    let plain = parts.mark == b'.' && parts.tight && marked && exists(None, parts.month, parts.day);
    (plain && !tape.before(parts.at).is_ascii_alphanumeric())
        .then(|| complete(Span::new(parts.at, end), year, parts.month, parts.day))
}

/// `8-11-21`, `10/04/18`, and with dots only before `r.` or `roku` (else it is a chapter or a measure).
fn two_digit_year(tape: &Tape<'_, '_>, parts: &Numeric, year_at: usize, year_end: usize) -> Option<Reading> {
    let year = 2000 + tape.small(year_at, year_end)?;
    let next = tape.skip_blank(year_end);
    let marked = matches!(tape.word(next), b"r" | b"roku");
    let attached = tape.before(parts.at).is_ascii_alphanumeric() || matches!(tape.before(parts.at), b'-' | b'/' | b'.' | b'+');
    let goes_on = matches!(tape.byte(year_end), b'-' | b'/') || continues(tape, year_end) || tape.is_letter(year_end) && !marked;
    let telephone = matches!(tape.of(tape.word_before(parts.at)), b"tel" | b"telefon" | b"fax" | b"kom" | b"nr");
    let plain = parts.mark != b'.' || marked;
    if !plain || attached || goes_on || telephone || !(2004..=2035).contains(&year) {
        return None;
    }
    match complete(Span::new(parts.at, year_end), year, parts.month, parts.day) {
        Reading::One(piece) => Some(Reading::One(Piece { doubt: Some("two_digit_year"), ..piece })),
        _ => None,
    }
}

/// `01.04.` where a dash or `do` and a whole date follow: the year comes from the right.
fn day_and_month(tape: &Tape<'_, '_>, parts: &Numeric) -> Option<Reading> {
    if parts.mark != b'.' || !parts.tight || !exists(None, parts.month, parts.day) || tape.before(parts.at).is_ascii_alphabetic()
    {
        return None;
    }
    let end = parts.month_end + usize::from(tape.byte(parts.month_end) == b'.');
    let mut next = tape.skip_blank(end);
    if tape.byte(next) == b'-' {
        next = tape.skip_blank(next + 1);
    } else if tape.word(next) == b"do" {
        next = tape.skip_blank(next + 2);
        if tape.word(next) == b"dnia" {
            next = tape.skip_blank(next + 4);
        }
    } else {
        return None;
    }
    let whole = tape.is_digit(next) && next > end && is_whole_numeric(tape, next);
    whole.then(|| Reading::One(Piece::day(Span::new(parts.at, parts.month_end), None, Some(parts.month), parts.day)))
}

fn is_whole_numeric(tape: &Tape<'_, '_>, at: usize) -> bool {
    let day_end = tape.digits(at);
    let Some((_, month)) = separator(tape, day_end).filter(|_| day_end <= at + 2) else { return false };
    let month_end = tape.digits(month);
    let Some((_, year)) = separator(tape, month_end).filter(|_| month_end <= month + 2) else { return false };
    let year_end = tape.digits(year);
    tape.small(year, year_end).is_some_and(is_year)
}

/// `03/2020`, `01.2018`. With a slash or dash it is a number of something (`uchwała 5/2021`) unless it stands in a range.
fn month_and_year(tape: &Tape<'_, '_>, at: usize, end: usize, year_at: usize, year_end: usize) -> Option<Reading> {
    let month = tape.small(at, end).filter(|month| (1..=12).contains(month))?;
    let year = tape.small(year_at, year_end).filter(|&year| is_year(year))?;
    let before = tape.before(at);
    let attached = before.is_ascii_alphanumeric()
        || (matches!(before, b'/' | b'-' | b'.') && at >= 2 && tape.byte(at - 2).is_ascii_alphanumeric());
    if year_at != end + 1 || attached || continues(tape, year_end) {
        return None;
    }
    let number = matches!(
        tape.of(tape.word_before(at)),
        b"nr" | b"numer" | b"uchwala" | b"zarzadzenie" | b"poz" | b"sygn" | b"umowa" | b"umowy" | b"ust"
    );
    if number {
        return None;
    }
    let piece = Piece::month(Span::new(at, year_end), Some(year), month);
    let strong = tape.byte(end) == b'.' && end == at + 2;
    Some(Reading::One(Piece { strong, ..piece }))
}

/// `14 marca 2022`, `27 marzec 2009`, `12 VI 2020`, `5 kwietnia`.
fn named(tape: &Tape<'_, '_>, at: usize, end: usize, day: u32) -> Option<Reading> {
    let dot = end + usize::from(tape.byte(end) == b'.');
    let start = tape.skip_blank(dot);
    let (month, name_end, short) = match calendar::month(tape, start) {
        Some(month) => (month.number, month.end, month.short),
        None => roman(tape, start).filter(|(month, _)| (1..=12).contains(month)).map(|(month, end)| (month, end, true))?,
    };
    let (year, last) = year_after(tape, name_end);
    if year.is_none() && short || !exists(year.and_then(|year| i32::try_from(year).ok()), month, day) {
        return (year.is_some() && !short).then_some(Reading::Skip(last));
    }
    Some(Reading::One(Piece::day(Span::new(at, last), year, Some(month), day)))
}

/// The year after a month's name, and where the date ends.
pub(super) fn year_after(tape: &Tape<'_, '_>, at: usize) -> (Option<u32>, usize) {
    let mark = if matches!(tape.byte(at), b',' | b'.') { at + 1 } else { at };
    let mut start = tape.skip_blank(mark);
    if tape.word(start) == b"roku" {
        start = tape.skip_blank(start + 4);
    } else if tape.starts(start, b"r. ") {
        start += 3;
    }
    let end = tape.digits(start);
    match tape.small(start, end).filter(|&year| end == start + 4 && is_year(year)) {
        Some(year) if !(matches!(tape.byte(end), b',') && tape.is_digit(end + 1)) => (Some(year), end),
        _ => (None, at),
    }
}

/// Whether a dash or `do`, a day and a month's name follow: `27-28 września`, `od 1 do 15 marca`.
fn day_of_next_month(tape: &Tape<'_, '_>, end: usize) -> bool {
    let mut next = tape.skip_blank(end);
    if tape.byte(next) == b'-' {
        next = tape.skip_blank(next + 1);
    } else if tape.word(next) == b"do" && next > end {
        next = tape.skip_blank(next + 2);
    } else {
        return false;
    }
    let day_end = tape.digits(next);
    let named = tape.small(next, day_end).is_some_and(|day| (1..=31).contains(&day));
    named && calendar::month(tape, tape.skip_blank(day_end)).is_some_and(|month| !month.short || month.number == 5)
}

/// Whether the words around a bare year make it a date: `2022 r.`, `2022 roku`, `rok 2022`, `w roku 2022`.
pub(super) fn year_is_said(tape: &Tape<'_, '_>, span: Span) -> bool {
    let after = tape.word(tape.skip_blank(span.end));
    if matches!(after, b"r" | b"rok" | b"roku" | b"rokiem") {
        return true;
    }
    matches!(tape.of(tape.word_before(span.start)), b"rok" | b"roku")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dates, read, table, words};

    #[test]
    fn numeric_dates_are_day_month_year() {
        table(
            dates,
            &[
                ("31.12.2021r.", &["2021-12-31"]),
                ("14.11.2006.", &["2006-11-14"]),
                ("20‑02‑2024", &["2024-02-20"]),
                ("30-11-2021", &["2021-11-30"]),
                ("10/04/2018", &["2018-04-10"]),
                ("2020-03-05", &["2020-03-05"]),
                ("04-11-2019Nowy", &["2019-11-04"]),
                ("1. 2. 2020 r.", &["2020-02-01"]),
                ("8-11-21", &["2021-11-08 ?two_digit_year"]),
                ("9.11.21", &[]),
                ("9.11.21 r.", &["2021-11-09 ?two_digit_year"]),
            ],
        );
    }

    #[test]
    fn named_months_in_any_case() {
        table(
            dates,
            &[
                ("17 listopada 2021 r.", &["2021-11-17"]),
                ("31 grudzień 2021r.", &["2021-12-31"]),
                ("27 marzec 2009", &["2009-03-27"]),
                ("10 Styczeń 2024 r.", &["2024-01-10"]),
                ("5 wrze?nia 2010, 6 pa?dziernika 2011", &["2010-09-05", "2011-10-06"]),
                ("1 wrzesnia 2010", &["2010-09-01"]),
                ("luty 2024 rok", &["2024-02"]),
                ("czerwiec 2023 r.", &["2023-06"]),
                ("na m-c czerwiec 2015 r.", &["2015-06"]),
                ("w m-cu wrześniu 2014 r", &["2014-09"]),
                ("w sierpniu 2020", &["2020-08"]),
                ("12 VI 2020", &["2020-06-12"]),
                ("do VI 2020 r.", &["2020-06"]),
                ("środa, 29 maja 2019 13:17", &["2019-05-29"]),
                ("sesja VI 2020", &[]),
                ("5 kwietnia br.", &[]),
                ("29 maja, 7 maja", &[]),
            ],
        );
    }

    #[test]
    fn years_need_the_word() {
        table(
            dates,
            &[
                ("w 2022 r.", &["2022"]),
                ("w 2022r.", &["2022"]),
                ("w roku 2022", &["2022"]),
                ("2022 rok", &["2022"]),
                ("2000 zł", &[]),
                ("sala 2020", &[]),
                ("01.2018", &["2018-01"]),
                ("uchwała nr 5/2021", &[]),
                ("zadanie 3/2020", &[]),
            ],
        );
    }

    #[test]
    fn impossible_dates_and_their_remains_yield_nothing() {
        table(
            dates,
            &[
                ("31.02.2020", &[]),
                ("22.06.201 roku", &[]),
                ("31 czerwca 2020", &[]),
                ("01.01.1850", &[]),
                ("2020-13-01", &[]),
                ("poz. 1.2.3", &[]),
                ("0+636,98", &[]),
            ],
        );
        assert!(read("31.02.2020, 22.06.201 roku").money.is_empty());
    }

    #[test]
    fn the_span_ends_before_the_word_year() {
        let text = "Dnia 31.12.2021r. i 17 listopada 2021 roku";
        assert_eq!(words(text, &read(text).dates), ["31.12.2021", "17 listopada 2021"]);
    }
}
