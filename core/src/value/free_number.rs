//! Numbers of agreements that follow no programme's grammar, known by the words before them: `umowa nr 25/AR/FP/2021`,
//! `nr umowy: 04421/24`, `umowy o dofinansowanie nr 684/OA/P/2017`.

use super::date::{self, Reading};
use super::{Found, tape::Tape};
use crate::text::Span;

/// How far after `umowa` the word `nr` may stand.
const NUMBER_REACH: usize = 64;
/// The longest number.
const LONGEST: usize = 40;

/// Reads the number after the word `umow…` at a position.
pub(super) fn read(tape: &Tape<'_, '_>, at: usize) -> Option<Found<String>> {
    let end = tape.letters(at);
    let before = tape.of(tape.word_before(at));
    if matches!(before, b"nr" | b"numer" | b"numerem") {
        let start = marks(tape, end);
        if start > end
            && let Some(found) = token(tape, start)
        {
            return Some(found);
        }
    }
    let start = after_number_word(tape, end)?;
    token(tape, start)
}

/// Where the token after `nr` or `numer` starts, in the same sentence.
fn after_number_word(tape: &Tape<'_, '_>, from: usize) -> Option<usize> {
    let mut at = from;
    while at < from + NUMBER_REACH && at < tape.len() {
        let byte = tape.byte(at);
        if byte.is_ascii_alphabetic() {
            let word = tape.word(at);
            let end = at + word.len();
            if matches!(word, b"nr" | b"numer" | b"numerze" | b"numerem") && !tape.word(tape.skip_blank(end)).starts_with(b"umow")
            {
                return Some(marks(tape, end));
            }
            if word.starts_with(b"drog") || word.starts_with(b"dzial") || word.starts_with(b"szko") || word.starts_with(b"uchwa")
            {
                return None;
            }
            at = end;
        } else if matches!(byte, b'\t' | b';' | b'"') {
            return None;
        } else {
            at += 1;
        }
    }
    None
}

fn marks(tape: &Tape<'_, '_>, at: usize) -> usize {
    let mut end = at;
    while end < at + 4 && matches!(tape.byte(end), b' ' | b'\n' | b':' | b'.' | b'-' | b'\t') {
        end += 1;
    }
    end
}

/// A run of letters, digits, slashes, dots and dashes that holds a digit and a separator and is no date.
fn token(tape: &Tape<'_, '_>, start: usize) -> Option<Found<String>> {
    let mut end = start;
    while end < start + LONGEST {
        let byte = tape.byte(end);
        let spaced = byte == b' ' && (tape.byte(end + 1) == b'/' || tape.before(end) == b'/');
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'+') || spaced) {
            break;
        }
        end += 1;
    }
    while end > start && matches!(tape.before(end), b'.' | b'-' | b'/' | b' ' | b'_') {
        end -= 1;
    }
    let bytes = tape.slice(start, end);
    let digit = bytes.iter().any(u8::is_ascii_digit);
    let separated = bytes.iter().any(|byte| matches!(byte, b'/' | b'.' | b'-'));
    if !digit || !separated || end >= start + LONGEST || is_date(tape, start, end) {
        return None;
    }
    let span = Span::new(start, end);
    let value = tape.folded().quote(span).chars().filter(|c| !c.is_whitespace()).collect();
    Some(Found { value, span, doubt: None })
}

fn is_date(tape: &Tape<'_, '_>, start: usize, end: usize) -> bool {
    if !tape.is_digit(start) {
        return false;
    }
    match date::read(tape, start) {
        Reading::One(piece) => piece.day.is_some() && piece.span.end + 2 >= end,
        Reading::Skip(skip) => skip >= end,
        Reading::None | Reading::Two(..) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, table, words};

    fn numbers(text: &str) -> Vec<String> {
        read(text).free_numbers.into_iter().map(|found| found.value).collect()
    }

    #[test]
    fn numbers_after_agreement_words() {
        table(
            numbers,
            &[
                ("umowa nr 25/AR/FP/2021 z dnia", &["25/AR/FP/2021"]),
                ("Umową Nr 269/WP/2023/SN zawartą", &["269/WP/2023/SN"]),
                ("umowy o dofinansowanie nr 684/OA/P/2017", &["684/OA/P/2017"]),
                ("nr umowy: 04421/24", &["04421/24"]),
                ("Numer umowy 031/2025/D/OZ.", &["031/2025/D/OZ"]),
                ("umowa numer 00428/16/16023/OZ-LZ/D", &["00428/16/16023/OZ-LZ/D"]),
                ("dnia 5 maja 2021 r. umowę Nr M2/5/4/2021", &["M2/5/4/2021"]),
                ("umowa z dnia 5 maja 2021 r. nr 55/OPS/D/2024", &["55/OPS/D/2024"]),
                ("umowa nr WPS-I.946.1.157.2023.Op.75+ z dnia", &["WPS-I.946.1.157.2023.Op.75+"]),
                ("umowa nr 55 / OPS / 2024", &["55/OPS/2024"]),
            ],
        );
    }

    #[test]
    fn what_is_no_agreement_number() {
        table(
            numbers,
            &[
                ("umowa nr 15", &[]),
                ("umowa nr 01.02.2020", &[]),
                ("umowa nr RPWM.11.02.03-28-0063/17", &[]),
                ("umowa nr UDA-RPWM.11.02.03-28-0063/17-00", &[]),
                ("umowa na drogę nr 12/3", &[]),
                ("umowa bez numeru", &[]),
            ],
        );
    }

    #[test]
    fn the_date_between_is_read_and_the_number_is_nothing_else() {
        let text = "umowa z dnia 5 maja 2021 r. nr 55/OPS/D/2024";
        let values = read(text);
        assert_eq!(words(text, &values.dates), ["5 maja 2021"]);
        assert!(values.periods.is_empty() && values.money.is_empty());
    }
}
