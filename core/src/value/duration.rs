//! Durations in months: `39 miesięcy`, `36 m-cy`, `2 lata`, `dwa lata`, `1,5 roku`, `2 lata i 6 miesięcy`.
//!
//! Ages are not durations (`do lat 3`, `w wieku od 6 do 15 lat`, `15-29 lat`, `powyżej 60 lat`).

use super::{
    Found,
    number::{self, Number},
    tape::Tape,
};
use crate::text::Span;
use rust_decimal::Decimal;

/// No project lasts longer.
const MOST_MONTHS: u32 = 240;
/// Above this a number of years is an age or a jubilee.
const MOST_YEARS: i64 = 15;

/// Reads the number at hand as a duration.
pub(super) fn read(tape: &Tape<'_, '_>, number: &Number) -> Option<Found<u32>> {
    let value = number.value?;
    let start = number.span.start;
    let at = over_dash(tape, number.span.end);
    if tape.before(start) == b'-' && start >= 2 && tape.is_digit(start - 2) {
        return None;
    }
    let (months, end) = match unit(tape, at)? {
        (Unit::Month, end) => (number.whole()?, end),
        (Unit::Year, end) => with_months(tape, years(value)?, end),
    };
    if months == 0 || months > MOST_MONTHS || is_age(tape, start, end) {
        return None;
    }
    Some(Found { value: months, span: Span::new(start, end), doubt: None })
}

enum Unit {
    Month,
    Year,
}

fn unit(tape: &Tape<'_, '_>, at: usize) -> Option<(Unit, usize)> {
    let word = tape.word(at);
    let end = at + word.len();
    if word.starts_with(b"miesi") || word == b"mies" {
        return Some((Unit::Month, end));
    }
    if word == b"m" && tape.byte(end) == b'-' && matches!(tape.word(end + 1), b"cy" | b"ce" | b"c" | b"cach") {
        return Some((Unit::Month, tape.letters(end + 1)));
    }
    let year = matches!(word, b"lat" | b"lata" | b"rok" | b"roku" | b"latach") || word.starts_with(b"letni");
    year.then_some((Unit::Year, end))
}

/// `12-miesięczny`: a dash may stand in place of the blank.
fn over_dash(tape: &Tape<'_, '_>, at: usize) -> usize {
    if tape.byte(at) == b'-' { at + 1 } else { tape.skip_blank(at) }
}

fn years(value: Decimal) -> Option<u32> {
    if value <= Decimal::ZERO || value > Decimal::from(MOST_YEARS) {
        return None;
    }
    u32::try_from((value * Decimal::from(12)).normalize()).ok()
}

/// Adds `i 6 miesięcy` after years.
fn with_months(tape: &Tape<'_, '_>, months: u32, end: usize) -> (u32, usize) {
    let mut at = tape.skip_blank(end);
    if matches!(tape.word(at), b"i" | b"oraz") {
        at = tape.skip_blank(tape.letters(at));
    }
    if at == end || !tape.is_digit(at) || tape.digits(at) > at + 2 {
        return (months, end);
    }
    let more = number::read(tape, at);
    match (more.whole(), unit(tape, tape.skip_blank(more.span.end))) {
        (Some(more), Some((Unit::Month, end))) if more < 12 => (months + more, end),
        _ => (months, end),
    }
}

/// Whether the words around say an age, a look back or a bound on either.
fn is_age(tape: &Tape<'_, '_>, start: usize, end: usize) -> bool {
    let before = tape.word_before(start);
    let word = tape.of(before);
    let earlier = tape.of(tape.word_before(before.start));
    let bounded = matches!(word, b"do" | b"od") && !earlier.starts_with(b"okres") && !earlier.starts_with(b"czas");
    let age = matches!(word, b"wieku" | b"powyzej" | b"ponizej" | b"ukonczyl" | b"ukonczyly" | b"lat" | b"wiek")
        || matches!(earlier, b"wieku" | b"wiek");
    let next = tape.word(tape.skip_blank(end));
    age || bounded || matches!(next, b"temu" | b"zycia" | b"wstecz") || next.starts_with(b"szkoln")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, table};

    fn months(text: &str) -> Vec<String> {
        read(text).durations.into_iter().map(|found| found.value.to_string()).collect()
    }

    #[test]
    fn durations_come_in_months() {
        table(
            months,
            &[
                ("39 miesięcy", &["39"]),
                ("okres 24 miesięcy", &["24"]),
                ("36 m-cy", &["36"]),
                ("2 lata", &["24"]),
                ("dwa lata", &["24"]),
                ("1 rok", &["12"]),
                ("1,5 roku", &["18"]),
                ("półtora roku", &["18"]),
                ("2 lata i 6 miesięcy", &["30"]),
                ("12-miesięczny kurs", &["12"]),
                ("przez okres do 3 lat", &["36"]),
            ],
        );
    }

    #[test]
    fn ages_and_calendar_years_are_no_durations() {
        table(
            months,
            &[
                ("dzieci do lat 3", &[]),
                ("w wieku od 6 do 15 lat", &[]),
                ("15-29 lat", &[]),
                ("powyżej 60 lat, 60+", &[]),
                ("w wieku 12 lat", &[]),
                ("2022 rok", &[]),
                ("5 lat temu", &[]),
            ],
        );
    }
}
