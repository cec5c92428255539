//! Currencies before and after a number.

use super::{Currency, tape::Tape};
use crate::text::EURO;

/// A currency sign or word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// The currency.
    pub currency: Currency,
    /// Its far end: one past it where it follows the number, its first byte where it precedes.
    pub edge: usize,
    /// `damaged_currency` for `PL` and for a letter lost to `?`.
    pub doubt: Option<&'static str>,
}

/// The currency at a position.
pub(super) fn after(tape: &Tape<'_, '_>, at: usize) -> Option<Sign> {
    let sign = |currency, length: usize| Some(Sign { currency, edge: at + length, doubt: None });
    match tape.byte(at) {
        EURO => sign(Currency::Eur, 1),
        b'z' => zloty(tape, at),
        b'p' if tape.starts(at, b"pln") && tape.word_may_end(at + 3) => sign(Currency::Pln, 3),
        b'p' if tape.word(at) == b"pl" && tape.all_upper(at, at + 2) => {
            Some(Sign { currency: Currency::Pln, edge: at + 2, doubt: Some("damaged_currency") })
        }
        b'e' if tape.starts(at, b"euro") && tape.word_may_end(at + 4) => sign(Currency::Eur, 4),
        b'e' if tape.starts(at, b"eur") && tape.word_may_end(at + 3) => sign(Currency::Eur, 3),
        b'u' if tape.word(at) == b"usd" => sign(Currency::Usd, 3),
        b'c' if tape.word(at) == b"chf" => sign(Currency::Chf, 3),
        b'c' if tape.word(at) == b"czk" => sign(Currency::Czk, 3),
        b'k' if tape.word(at) == b"kc" && tape.is_upper(at) => sign(Currency::Czk, 2),
        _ => None,
    }
}

/// `zł` in its forms: whole words, glued before a capital (`złWartość`), or with its letter lost (`z?`).
fn zloty(tape: &Tape<'_, '_>, at: usize) -> Option<Sign> {
    for form in [&b"zlotych"[..], b"zlotego", b"zlotych", b"zlote", b"zloty", b"zl"] {
        if tape.starts(at, form) && tape.word_may_end(at + form.len()) {
            return Some(Sign { currency: Currency::Pln, edge: at + form.len(), doubt: None });
        }
    }
    if !tape.starts(at, b"z?") {
        return None;
    }
    let end = if tape.starts(at, b"z?ot") { tape.letters(at + 2) } else { at + 2 };
    (!tape.is_letter(end)).then_some(Sign { currency: Currency::Pln, edge: end, doubt: Some("damaged_currency") })
}

/// The currency after a number, over a blank or line break and over a dash in place of grosze (`74.350,00- złotych`).
pub(super) fn over_dash(tape: &Tape<'_, '_>, at: usize) -> Option<Sign> {
    let dash = at + usize::from(tape.byte(at) == b'-' && tape.is_digit(at.saturating_sub(1)));
    after(tape, tape.skip_blank(dash))
}

/// The currency before a position, over a blank and a colon: `PLN 1 000`, `EUR: 12 000`, `€ 500`.
pub(super) fn before(tape: &Tape<'_, '_>, at: usize) -> Option<Sign> {
    let mut end = at;
    while end > 0 && at - end < 2 && matches!(tape.byte(end - 1), b' ' | b':') {
        end -= 1;
    }
    if tape.before(end) == EURO {
        return Some(Sign { currency: Currency::Eur, edge: end - 1, doubt: None });
    }
    let start = tape.letters_start(end);
    let currency = match tape.slice(start, end) {
        b"pln" => Currency::Pln,
        b"eur" | b"euro" => Currency::Eur,
        b"usd" => Currency::Usd,
        b"chf" => Currency::Chf,
        b"czk" => Currency::Czk,
        _ => return None,
    };
    Some(Sign { currency, edge: start, doubt: None })
}
