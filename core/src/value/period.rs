//! Periods: pieces of dates that stand next to each other, and dates with one end open.
//!
//! Doubts: `end_before_start` (kept as printed), `cells` (the two dates stand in neighbouring table cells), and the doubt of
//! either date.

use super::date::Piece;
use super::{Found, PartialDate, Period, PeriodForm, tape::Tape};

/// The widest gap between the ends of a range.
const WIDEST_GAP: usize = 34;

/// The dates and periods of a text.
#[derive(Debug, Default)]
pub(super) struct Times {
    pub dates: Vec<Found<PartialDate>>,
    pub periods: Vec<Found<Period>>,
}

/// `w roku szkolnym 2017/2018 oraz 2018/2019`: the second pair of years is a school year too.
fn continues_school_years(tape: &Tape<'_, '_>, earlier: &Found<Period>, period: &Found<Period>) -> bool {
    let between = tape.slice(earlier.span.end, period.span.start);
    earlier.value.form == PeriodForm::SchoolYear
        && period.value.form == PeriodForm::Years
        && matches!(between, b" i " | b" oraz " | b", " | b" - ")
        && tape.of(period.span).contains(&b'/')
}

/// A period moved by whole years.
fn shifted(period: Period, years: i32) -> Period {
    let shift = |date: Option<PartialDate>| date.map(|date| PartialDate { year: date.year + years, ..date });
    Period { start: shift(period.start), end: shift(period.end), form: period.form }
}

/// What joins two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Dash,
    Slash,
    Until,
    Cells,
}

/// Puts pieces in text order together to dates and periods.
pub(super) fn assemble(tape: &Tape<'_, '_>, pieces: &[Piece]) -> Times {
    let mut times = Times::default();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        if let Some(next) = pieces.get(at + 1)
            && let Some((mut period, first, second)) = range(tape, piece, next)
        {
            if let Some(earlier) = times.periods.last().filter(|earlier| continues_school_years(tape, earlier, &period)) {
                let shift = period.value.start.map_or(0, |start| start.year) - earlier.value.start.map_or(0, |start| start.year);
                period.value = shifted(earlier.value, shift);
            }
            let years = matches!(period.value.form, PeriodForm::Years | PeriodForm::SchoolYear);
            for part in [first, second] {
                if part.strong || !years {
                    times.date(&part);
                }
            }
            times.periods.push(period);
            at += 2;
            continue;
        }
        alone(tape, piece, &mut times);
        at += 1;
    }
    times
}

impl Times {
    fn date(&mut self, piece: &Piece) {
        if matches!(piece.months, 0 | 1 | 12)
            && let Some(value) = piece.date()
        {
            self.dates.push(Found { value, span: piece.span, doubt: piece.doubt });
        }
    }
}

/// A piece with no partner: a date, a quarter, an open period.
fn alone(tape: &Tape<'_, '_>, piece: &Piece, times: &mut Times) {
    if matches!(piece.months, 3 | 6) {
        if let (Some(start), Some(end)) = (piece.date(), piece.last()) {
            let value = Period { start: Some(start), end: Some(end), form: PeriodForm::Quarter };
            times.periods.push(Found { value, span: piece.span, doubt: piece.doubt });
        }
        return;
    }
    let bound = bound(tape, piece.span.start);
    let month_or_day = piece.year.is_some() && piece.month.is_some();
    if piece.strong || (month_or_day && bound.is_some()) {
        times.date(piece);
        if let (Some(bound), Some(date)) = (bound, piece.date()) {
            let (start, end) = if bound == Bound::From { (Some(date), None) } else { (None, Some(date)) };
            times.periods.push(Found {
                value: Period { start, end, form: PeriodForm::Open },
                span: piece.span,
                doubt: piece.doubt,
            });
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    From,
    Until,
}

/// The `od` or `do` before a date, over `dnia`, `końca`, `miesiąca`, `roku`.
fn bound(tape: &Tape<'_, '_>, start: usize) -> Option<Bound> {
    let mut at = start;
    for _ in 0..4 {
        let word = tape.word_before(at);
        match tape.of(word) {
            b"od" | b"poczawszy" | b"poczynajac" => return Some(Bound::From),
            b"do" => return Some(Bound::Until),
            b"dnia" | b"dniem" | b"konca" | b"miesiaca" | b"roku" | b"poczatku" | b"polowy" => at = word.start,
            b"ca" | b"c" if tape.before(word.start) == b'-' && tape.byte(word.start.saturating_sub(2)) == b'm' => {
                at = word.start - 2
            }
            _ => return None,
        }
    }
    None
}

/// A range from two neighbouring pieces, with the missing parts of the first taken from the second.
fn range(tape: &Tape<'_, '_>, first: &Piece, second: &Piece) -> Option<(Found<Period>, Piece, Piece)> {
    let joint = joint(tape, first.span.end, second.span.start)?;
    let years = first.month.is_none() && first.day.is_none() && second.month.is_none() && second.day.is_none();
    if !may_join(first, second, joint, years) {
        return None;
    }
    let mut from = *first;
    if from.day.is_some() && from.month.is_none() {
        from.month = second.month;
    }
    from.year = from.year.or(second.year);
    from.strong = from.strong && first.year.is_some();
    let (start, end) = (from.date()?, second.last()?);
    let span = first.span.join(second.span);
    let mut doubt = from.doubt.or(second.doubt).or((joint == Joint::Cells).then_some("cells"));
    if ends_before(start, end) {
        doubt = Some("end_before_start");
    }
    let value = if years {
        years_period(tape, first, start, end)
    } else {
        Period { start: Some(start), end: Some(end), form: form(first, second) }
    };
    Some((Found { value, span, doubt }, from, *second))
}

fn may_join(first: &Piece, second: &Piece, joint: Joint, years: bool) -> bool {
    let whole = |piece: &Piece| piece.year.is_some() && piece.day.is_some();
    match joint {
        Joint::Slash => years,
        Joint::Cells => whole(first) && whole(second),
        Joint::Dash | Joint::Until if years => true,
        // A bare year joins a finer date only where words make it a date.
        Joint::Dash | Joint::Until => (first.months != 12 || first.strong) && (second.months != 12 || second.strong),
    }
}

fn form(first: &Piece, second: &Piece) -> PeriodForm {
    if matches!(first.months, 3 | 6) && first.span == second.span { PeriodForm::Quarter } else { PeriodForm::Range }
}

fn years_period(tape: &Tape<'_, '_>, first: &Piece, start: PartialDate, end: PartialDate) -> Period {
    let before = tape.of(tape.word_before(first.span.start));
    if end.year == start.year + 1 && (before.starts_with(b"szkoln") || before == b"szk") {
        let start = PartialDate { year: start.year, month: Some(9), day: Some(1) };
        let end = PartialDate { year: end.year, month: Some(8), day: Some(31) };
        return Period { start: Some(start), end: Some(end), form: PeriodForm::SchoolYear };
    }
    Period { start: Some(start), end: Some(end), form: PeriodForm::Years }
}

/// Whether the end lies before the start, compared at the coarser precision of the two.
fn ends_before(start: PartialDate, end: PartialDate) -> bool {
    let parts = |date: PartialDate| [i64::from(date.year), i64::from(date.month.unwrap_or(0)), i64::from(date.day.unwrap_or(0))];
    let precision = |date: PartialDate| 1 + usize::from(date.month.is_some()) + usize::from(date.day.is_some());
    let common = precision(start).min(precision(end));
    parts(end)[..common] < parts(start)[..common]
}

/// What stands between two pieces, if it joins them.
fn joint(tape: &Tape<'_, '_>, start: usize, end: usize) -> Option<Joint> {
    if end <= start || end - start > WIDEST_GAP {
        return None;
    }
    if tape.slice(start, end) == b"/" {
        return Some(Joint::Slash);
    }
    let mut joint = None;
    let mut at = start;
    while at < end {
        match tape.byte(at) {
            b' ' | b'\n' | b'.' | b',' => at += 1,
            b'\t' if joint.is_none() => (joint, at) = (Some(Joint::Cells), at + 1),
            b'-' if joint.is_none() => (joint, at) = (Some(Joint::Dash), at + 1),
            b'm' if joint.is_some() && tape.starts(at, b"m-c") => at = tape.letters(at + 2),
            _ => {
                let word = tape.word(at);
                joint = joint_word(word, joint)?;
                at += word.len();
            }
        }
    }
    joint
}

/// Takes one word of the gap; nothing if the word does not belong there.
fn joint_word(word: &[u8], joint: Option<Joint>) -> Option<Option<Joint>> {
    match (word, joint) {
        (b"r" | b"rok" | b"roku", _) => Some(joint),
        (b"do", None | Some(Joint::Dash)) => Some(Some(Joint::Until)),
        (b"dnia" | b"konca" | b"miesiaca", Some(_)) => Some(joint),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dates, periods, read, table, words};

    #[test]
    fn ranges_of_two_dates() {
        table(
            periods,
            &[
                ("od 01.01.2020 r.  do 31.05.2023 r.", &["2020-01-01..2023-05-31 Range"]),
                ("01.09.2018 r. do 31.12.2020 r.", &["2018-09-01..2020-12-31 Range"]),
                ("01.04.2018 r. - 31.03.2021 r.", &["2018-04-01..2021-03-31 Range"]),
                ("1 lipca 2018 r. – 30 września 2020 r.", &["2018-07-01..2020-09-30 Range"]),
                ("01.01.2023- 31.12.2023r.", &["2023-01-01..2023-12-31 Range"]),
                ("01.01.2023-31.12.2023", &["2023-01-01..2023-12-31 Range"]),
                ("22 października 2021 roku do 31 grudnia 2021 roku", &["2021-10-22..2021-12-31 Range"]),
                ("od dnia 01.01.2020 r. do dnia 31.05.2023 r.", &["2020-01-01..2023-05-31 Range"]),
                ("2020-01-01 - 2020-12-31", &["2020-01-01..2020-12-31 Range"]),
                ("01.01.2020\t31.12.2021", &["2020-01-01..2021-12-31 Range ?cells"]),
            ],
        );
    }

    #[test]
    fn the_first_date_borrows_from_the_second() {
        table(
            periods,
            &[
                ("od 1 stycznia do 31 grudnia 2010 roku", &["2010-01-01..2010-12-31 Range"]),
                ("27-28 września 2017", &["2017-09-27..2017-09-28 Range"]),
                ("od 1 do 15 marca 2020", &["2020-03-01..2020-03-15 Range"]),
                ("01.04.-31.12.2020", &["2020-04-01..2020-12-31 Range"]),
                ("od marca do grudnia 2024 r.", &["2024-03..2024-12 Range"]),
                ("maj – czerwiec 2020", &["2020-05..2020-06 Range"]),
            ],
        );
        table(dates, &[("od 1 stycznia do 31 grudnia 2010 roku", &["2010-01-01", "2010-12-31"])]);
    }

    #[test]
    fn months_and_mixed_precision() {
        table(
            periods,
            &[
                ("od kwietnia 2024 roku do 31 grudnia 2027", &["2024-04..2027-12-31 Range"]),
                ("od września 2017r. do czerwca 2018r.", &["2017-09..2018-06 Range"]),
                ("03/2020 – 12/2020", &["2020-03..2020-12 Range"]),
                ("01.2018 – 12.2020", &["2018-01..2020-12 Range"]),
                ("marzec 2018 – luty 2020", &["2018-03..2020-02 Range"]),
                ("od kwietnia 2024 do końca 2025 roku", &["2024-04..2025 Range"]),
            ],
        );
    }

    #[test]
    fn years_and_school_years() {
        table(
            periods,
            &[
                ("w latach 2018 – 2020", &["2018..2020 Years"]),
                ("na lata 2014-2020", &["2014..2020 Years"]),
                ("lata 2019-2021", &["2019..2021 Years"]),
                ("2021-2023", &["2021..2023 Years"]),
                ("Okres realizacji: 2021/2022", &["2021..2022 Years"]),
                ("w roku szkolnym 2023/2024", &["2023-09-01..2024-08-31 SchoolYear"]),
                (
                    "w roku szkolnym 2017/2018 oraz 2018/2019",
                    &["2017-09-01..2018-08-31 SchoolYear", "2018-09-01..2019-08-31 SchoolYear"],
                ),
                ("rok szkolny 2023/24", &["2023-09-01..2024-08-31 SchoolYear"]),
                ("od 2018 r. do 2020 r.", &["2018..2020 Years"]),
                ("2007-20013", &[]),
                ("269/WP/2023", &[]),
                ("strategia 2014 –2020.-", &["2014..2020 Years"]),
            ],
        );
        assert!(dates("na lata 2014-2020").is_empty());
    }

    #[test]
    fn parts_of_a_year() {
        table(
            periods,
            &[
                ("I kwartał 2024", &["2024-01..2024-03 Quarter"]),
                ("IV kw. 2025", &["2025-10..2025-12 Quarter"]),
                ("I półrocze 2024 r.", &["2024-01..2024-06 Quarter"]),
                ("drugi kwartał 2021 roku", &["2021-04..2021-06 Quarter"]),
                ("II kwartał 2024 r. - IV kwartał 2025 r.", &["2024-04..2025-12 Range"]),
            ],
        );
    }

    #[test]
    fn open_ends() {
        table(
            periods,
            &[
                ("do końca grudnia 2022", &["..2022-12 Open"]),
                ("do końca 2022 roku", &["..2022 Open"]),
                ("do dnia 31.12.2018", &["..2018-12-31 Open"]),
                ("od kwietnia 2024", &["2024-04.. Open"]),
                ("do VI 2020 r.", &["..2020-06 Open"]),
                ("przedłużony do 31.10.2021", &["..2021-10-31 Open"]),
                ("z dnia 11 lipca 2014 r.", &[]),
            ],
        );
    }

    #[test]
    fn an_end_before_its_start_is_kept_and_doubted() {
        table(periods, &[("14 marca 2022 r. – 13 marca 2022 r.", &["2022-03-14..2022-03-13 Range ?end_before_start"])]);
    }

    #[test]
    fn the_span_reaches_from_the_first_to_the_second_date() {
        let text = "Termin: od 1 stycznia do 31 grudnia 2010 roku.";
        assert_eq!(words(text, &read(text).periods), ["1 stycznia do 31 grudnia 2010"]);
    }
}
