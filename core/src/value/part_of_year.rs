//! Quarters and half-years.

use super::{
    calendar,
    date::{self, Piece},
    tape::Tape,
};
use crate::text::Span;

/// The span of a quarter or half-year (`I kwartał 2024`, `IV kw. 2025 r.`, `2. półrocze 2020`) whose noun stands at a position.
pub(super) fn read(tape: &Tape<'_, '_>, at: usize) -> Option<Piece> {
    let word = tape.word(at);
    let months = if word.starts_with(b"kwarta") || (word == b"kw" && tape.byte(at + 2) == b'.') {
        3
    } else if word.starts_with(b"polrocz") {
        6
    } else {
        return None;
    };
    let before = tape.word_before(at);
    let (nth, start) = ordinal(tape, before)?;
    if nth == 0 || nth > 12 / months {
        return None;
    }
    let (year, mut end) = date::year_after(tape, at + word.len());
    if year.is_none() {
        end = at + word.len();
    }
    let piece = Piece::month(Span::new(start, end), year, (nth - 1) * months + 1);
    Some(Piece { months, ..piece })
}

/// The ordinal before `kwartał`: Roman, a digit, or a word.
fn ordinal(tape: &Tape<'_, '_>, before: Span) -> Option<(u32, usize)> {
    if before.is_empty() {
        let end = before.end;
        let digit = end.checked_sub(1).filter(|&at| tape.is_digit(at))?;
        let value = tape.small(digit, end)?;
        return (!tape.before(digit).is_ascii_alphanumeric()).then_some((value, digit));
    }
    if let Some((value, end)) = calendar::roman(tape, before.start)
        && end == before.end
    {
        return Some((value, before.start));
    }
    let word = tape.of(before);
    let value = match word {
        word if word.starts_with(b"pierwsz") => 1,
        word if word.starts_with(b"drugi") => 2,
        word if word.starts_with(b"trzeci") => 3,
        word if word.starts_with(b"czwart") => 4,
        _ => return None,
    };
    Some((value, before.start))
}
