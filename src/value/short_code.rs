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
    let axis = matches!(word, b"os" | b"osi" | b"osia" | b"priorytet" | b"priorytetu" | b"priorytetem" | b"priorytetowi" | b"priorytecie" | b"priorytetow");
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
    let (levels, end) = dotted(tape, at)?;
    let axis = level == Level::Axis;
    (axis || levels.len() > 1).then(|| Found { value: ShortCode { levels, axis }, span: Span::new(start, end), doubt: None })
}

fn marks(tape: &Tape<'_, '_>, at: usize) -> usize {
    let mut end = at;
    while end < at + 4 && matches!(tape.byte(end), b' ' | b'\n' | b':' | b'"' | b'-' | b'.') {
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
    (roman_end + 1 == at && !tape.before(start).is_ascii_digit()).then_some(Found { value, span: Span::new(start, end), doubt: None })
}
