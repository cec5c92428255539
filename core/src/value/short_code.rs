//! Measures named by a level word: `Poddziałanie 9.1.1`, `Działania IX.2.1`, `Oś Priorytetowa XI`, `II Osi Priorytetowej`.

use super::{Found, ShortCode, calendar::roman, tape::Tape};
use crate::text::Span;

/// A level word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Axis,
    Measure,
}

/// Reads the level word at a position with the code after it, or for an axis before it.
pub(super) fn read(tape: &Tape<'_, '_>, at: usize) -> Option<Found<ShortCode>> {
    let word = tape.word(at);
    let level = level(word)?;
    let mut end = at + word.len();
    let next = tape.skip_blank(end);
    if level == Level::Axis && tape.word(next).starts_with(b"priorytetow") {
        end = tape.letters(next);
    }
    code_after(tape, at, end, level).or_else(|| axis_before(tape, at, end, level))
}

fn level(word: &[u8]) -> Option<Level> {
    let axis = matches!(
        word,
        b"os"
            | b"osi"
            | b"osia"
            | b"priorytet"
            | b"priorytetu"
            | b"priorytetem"
            | b"priorytetowi"
            | b"priorytecie"
            | b"priorytetow"
    );
    if axis {
        return Some(Level::Axis);
    }
    let measure = [&b"dzialani"[..], b"poddzialani", b"podzialani", b"poddzialan"].iter().any(|stem| word.starts_with(stem));
    measure.then_some(Level::Measure)
}

/// The code after the level word, over `nr`, a colon, a dash or quotation marks.
fn code_after(tape: &Tape<'_, '_>, start: usize, end: usize, level: Level) -> Option<Found<ShortCode>> {
    let mut at = marks(tape, end);
    if matches!(tape.word(at), b"nr" | b"numer") {
        at = marks(tape, tape.letters(at));
    }
    if at == end {
        return None;
    }
    if let Some(found) = old_rural(tape, at, level) {
        let (code, end) = found;
        return Some(Found { value: ShortCode { levels: vec![code], axis: false }, span: Span::new(start, end), doubt: None });
    }
    let (levels, end) = dotted(tape, at)?;
    let axis = level == Level::Axis;
    (axis || levels.len() > 1).then(|| Found { value: ShortCode { levels, axis }, span: Span::new(start, end), doubt: None })
}

/// Measures of rural development 2007-2013 that municipalities carry out: three digits without dots.
const OLD_RURAL: [u32; 13] = [125, 126, 311, 312, 313, 321, 322, 323, 411, 412, 413, 421, 431];

/// `działanie 413 „Wdrażanie …”`: one of the old measures, with no word after it that it could count.
fn old_rural(tape: &Tape<'_, '_>, at: usize, level: Level) -> Option<(u32, usize)> {
    let end = tape.digits(at);
    let code = tape.small(at, end).filter(|code| end - at == 3 && OLD_RURAL.contains(code))?;
    let word = tape.word(tape.skip_blank(end));
    let named = [&b"wdraz"[..], b"odnow", b"podstawow"].iter().any(|stem| word.starts_with(stem));
    let next = tape.byte(tape.skip_blank(end));
    let decimal = matches!(tape.byte(end), b'.' | b',' | b'/') && tape.is_digit(end + 1);
    (level == Level::Measure && !decimal && (named || !next.is_ascii_alphanumeric())).then_some((code, end))
}

fn marks(tape: &Tape<'_, '_>, at: usize) -> usize {
    let mut end = at;
    while end < at + 4 && matches!(tape.byte(end), b' ' | b'\n' | b'\t' | b':' | b'"' | b'-' | b'.') {
        end += 1;
    }
    end
}

/// `9.1.1`, `IX.2`, `11`, `RPO` codes without their programme.
fn dotted(tape: &Tape<'_, '_>, at: usize) -> Option<(Vec<u32>, usize)> {
    let (first, mut end) = match roman(tape, at) {
        Some(roman) => roman,
        None => part(tape, at)?,
    };
    let mut levels = vec![first];
    while levels.len() < 3 && tape.byte(end) == b'.' && tape.is_digit(end + 1) {
        let (level, next) = part(tape, end + 1)?;
        levels.push(level);
        end = next;
    }
    let goes_on = tape.byte(end).is_ascii_alphanumeric()
        || (matches!(tape.byte(end), b'.' | b',' | b'/' | b'%') && tape.is_digit(end + 1))
        || tape.byte(end) == b'%';
    while levels.last() == Some(&0) {
        levels.pop();
    }
    (!goes_on && !levels.is_empty()).then_some((levels, end))
}

fn part(tape: &Tape<'_, '_>, at: usize) -> Option<(u32, usize)> {
    let end = tape.digits(at);
    let value = tape.small(at, end).filter(|_| end - at <= 2)?;
    Some((value, end))
}

/// `II Osi Priorytetowej`: only a Roman numeral, and not one that belongs to another word.
fn axis_before(tape: &Tape<'_, '_>, at: usize, end: usize, level: Level) -> Option<Found<ShortCode>> {
    if level != Level::Axis || tape.before(at) != b' ' {
        return None;
    }
    let start = tape.letters_start(at - 1);
    let (value, roman_end) = roman(tape, start)?;
    let value = ShortCode { levels: vec![value], axis: true };
    (roman_end + 1 == at && !tape.before(start).is_ascii_digit()).then_some(Found {
        value,
        span: Span::new(start, end),
        doubt: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, table, words};

    fn short(text: &str) -> Vec<String> {
        let shown = |found: super::Found<super::ShortCode>| {
            let levels: Vec<String> = found.value.levels.iter().map(u32::to_string).collect();
            format!("{}{}", if found.value.axis { "axis " } else { "" }, levels.join("."))
        };
        read(text).short_codes.into_iter().map(shown).collect()
    }

    #[test]
    fn levels_by_word_and_number() {
        table(
            short,
            &[
                ("Poddziałanie 9.1.1", &["9.1.1"]),
                ("Podziałanie 9.1.1.", &["9.1.1"]),
                ("Działania IX.2.1", &["9.2.1"]),
                ("DZIAŁANIE 8.24", &["8.24"]),
                ("działanie 19.2", &["19.2"]),
                ("Priorytet VII", &["axis 7"]),
                ("Oś Priorytetowa XI", &["axis 11"]),
                ("Oś priorytetowa nr 9", &["axis 9"]),
                ("II Osi Priorytetowej", &["axis 2"]),
                ("Oś 11", &["axis 11"]),
                ("Osi Priorytetowej: 8 Integracja", &["axis 8"]),
                ("Działania dla Osi 2.5", &["axis 2.5"]),
                ("Działanie 413 „Wdrażanie strategii”", &["413"]),
            ],
        );
    }

    #[test]
    fn words_that_only_look_like_levels() {
        table(
            short,
            &[
                ("działania i inicjatywy", &[]),
                ("działania 3 razy", &[]),
                ("działania 413 osób", &[]),
                ("działania 500 plus", &[]),
                ("działania 10.02.2020", &[]),
                ("osi i osie", &[]),
                ("Działanie 1.500 zł", &[]),
                ("Oś 85%", &[]),
            ],
        );
    }

    #[test]
    fn the_number_is_nothing_else() {
        let values = read("Działania 10.02 w 2020 r., Oś 11 osób");
        assert!(values.headcounts.is_empty());
        let text = "w ramach Poddziałania 9.1.1. i dalej";
        assert_eq!(words(text, &read(text).short_codes), ["Poddziałania 9.1.1"]);
    }
}
