//! Numbers that follow another office's grammar: rural development and fisheries, PO KL projects of self-governments, ZPORR,
//! foreign-run Interreg, Erasmus+.

use super::code::{grammar, levels, upper};
use super::{Code, CodeKind, Found, tape::Tape};
use crate::text::Span;
use regex::Regex;

/// The longest of these numbers, with blanks.
const LONGEST: usize = 56;

/// The grammars, compiled once.
#[derive(Debug)]
pub(super) struct ForeignCodes {
    rural: Regex,
    strategic: Regex,
    erasmus: Regex,
    letters: Vec<Grammar>,
}

/// A grammar that begins with letters right before its first digit.
#[derive(Debug)]
struct Grammar {
    letters: &'static [u8],
    rest: Regex,
    programme: Option<&'static str>,
    kind: CodeKind,
}

impl ForeignCodes {
    pub(super) fn new() -> Self {
        let after = |letters, rest: &str, programme, kind| Grammar { letters, rest: grammar(rest), programme, kind };
        let agreement = CodeKind::Agreement;
        Self {
            rural: grammar(r"^\d{5}\s?-\s?\d{4,5}(?:\.\d{1,2})?\s?-\s?[a-z]{2}\d{7}\s?/\s?\d\d"),
            strategic: grammar(r"^\d\d/20\d\d/\d{1,6}/polskilad"),
            erasmus: grammar(r"^20\d\d\s?-\s?\d\s?-\s?[a-z]{2}\d\d\s?-\s?ka\d{3}\s?-\s?(?:[a-z]{3}\s?-\s?)?\d{6,9}"),
            letters: vec![
                after(b"um", r"^\d\d\s?-\s?\d{4}\s?-\s?um\d{7}/\d\d", Some("PROW"), agreement),
                after(b"um_pr.", r"^\d+(?:\.\d+){2,6}", None, agreement),
                after(b"um_ef.", r"^\d+(?:\.\d+){2,6}", None, agreement),
                after(b"cz.", r"^\d{1,2}(?:\.\d{1,3}){1,3}/\d\.\d/\d\.\d/\d\d_\d{3}/\d{7}", None, agreement),
                after(b"cz.", r"^\d\.\d\d/\d\.\d\.\d\d/\d\d\.\d{5}", None, agreement),
                after(b"edycja", r"^\d{1,2}[a-z]{0,4}/20\d\d/\d{1,6}/polskilad", None, agreement),
                after(b"lt-pl-", r"^\d[a-z]-\d{2,4}", None, agreement),
                after(b"pl-lt-", r"^\d[a-z]-\d{2,4}", None, agreement),
                after(
                    b"z/",
                    r"^\d\.\d{1,2}/[ivx]{1,4}/\d\.\d(?:\.\d)?/\d{1,5}/\d\d(?:/u/\d{1,4}/\d\d)?",
                    Some("ZPORR"),
                    agreement,
                ),
                after(b"/", r"^\d{1,2}\.\d\.\d/[a-z]/\d\d", None, CodeKind::Call),
            ],
        }
    }

    /// The number whose first digit stands at a position.
    pub(super) fn at_digit(&self, tape: &Tape<'_, '_>, digit: usize) -> Option<Found<Code>> {
        let before = tape.before(digit);
        if matches!(before, b'.' | b'-' | b'/' | b'm' | b'a') {
            return self.letters.iter().find_map(|grammar| grammar.read(tape, digit));
        }
        if before.is_ascii_alphanumeric() {
            return None;
        }
        let (grammar, programme) = match tape.digits(digit) - digit {
            5 => (&self.rural, None),
            4 if tape.starts(digit, b"20") => (&self.erasmus, Some("ERASMUS")),
            2 if tape.starts(digit + 2, b"/20") => (&self.strategic, None),
            _ => return None,
        };
        if !matches!(tape.byte(tape.skip_blank(tape.digits(digit))), b'-' | b'/') {
            return None;
        }
        let end = digit + grammar.find(tape.window(digit, LONGEST))?.end();
        let programme = programme.or_else(|| rural_programme(tape, digit, end));
        found(tape, Span::new(digit, end), programme, CodeKind::Agreement, Vec::new())
    }
}

/// `UM` numbers of the 65xxx series are rural development; the other offices' letters are left open.
fn rural_programme(tape: &Tape<'_, '_>, start: usize, end: usize) -> Option<&'static str> {
    let rural = tape.slice(start, end).windows(3).any(|bytes| bytes[0] == b'u' && bytes[1] == b'm' && bytes[2].is_ascii_digit());
    rural.then_some("PROW")
}

impl Grammar {
    fn read(&self, tape: &Tape<'_, '_>, digit: usize) -> Option<Found<Code>> {
        let mut start = digit.checked_sub(self.letters.len())?;
        if tape.slice(start, digit) != self.letters {
            return None;
        }
        if self.letters == b"/" {
            // `I/9.1.1/A/12`: a Roman numeral stands before the slash.
            let roman = tape.letters_start(start);
            super::calendar::roman(tape, roman).filter(|&(_, end)| end == start)?;
            start = roman;
        }
        if tape.before(start).is_ascii_alphanumeric() {
            return None;
        }
        let matched = self.rest.find(tape.window(digit, LONGEST))?;
        let levels = if self.kind == CodeKind::Call {
            levels(&matched.as_str().split('/').next()?.split('.').collect::<Vec<_>>())
        } else {
            Vec::new()
        };
        found(tape, Span::new(start, digit + matched.end()), self.programme, self.kind, levels)
    }
}

fn found(tape: &Tape<'_, '_>, span: Span, programme: Option<&str>, kind: CodeKind, levels: Vec<u32>) -> Option<Found<Code>> {
    if tape.is_digit(span.end) {
        return None;
    }
    // A strategic investment's number is written in capitals and small letters.
    let mixed = tape.of(span).ends_with(b"polskilad");
    let written = if mixed { tape.folded().quote(span).to_owned() } else { upper(tape.of(span)) };
    let canonical: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let value = Code { kind, body: canonical.clone(), canonical, programme: programme.map(str::to_owned), levels };
    Some(Found { value, span, doubt: None })
}
