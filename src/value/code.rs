//! Programme numbers: calls, agreements and applications, and full measure codes.
//!
//! A code is found at its first digit, by the four letters before it; the grammar then reads a short window. All slips met on
//! real pages are accepted and come out in the canonical form (`domain` reference §2).
//!
//! Doubts: `padded_serial` (a leading zero was lost), `odd_region` (region `000`), `spaced_code` (`FELD 07.09`).

use super::foreign_code;
use super::{Code, CodeKind, Found, tape::Tape};
use crate::text::Span;
use regex::{Captures, Regex};

/// The longest code, with blanks.
const LONGEST: usize = 64;
/// What may stand before a number with a dash: agreement, application, payment claim, decision.
const PREFIXES: [&[u8]; 5] = [b"uda", b"umo", b"wnd", b"wnp", b"dec"];

/// The grammars of programme numbers, compiled once.
#[derive(Debug)]
pub(super) struct Codes {
    programmes: Vec<[u8; 4]>,
    call: Regex,
    agreement: Regex,
    joined: Regex,
    old_call: Regex,
    measure: Regex,
    foreign: foreign_code::ForeignCodes,
}

impl Codes {
    /// Grammars over the given four-letter programme codes; others have no grammar and are ignored.
    pub(super) fn new<'a>(programmes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known: Vec<[u8; 4]> =
            programmes.into_iter().filter_map(|code| code.to_ascii_lowercase().as_bytes().try_into().ok()).collect();
        known.sort_unstable();
        known.dedup();
        let year = r"\s?/\s?(?P<yr>(?:20)?\d\d)(?:\s?-\s?(?P<ver>\d{2,3}))?";
        let levels = r"^\s?\.\s?(?P<ax>\d{1,2})\.(?P<me>\d\d)(?:\.(?P<su>\d\d))?(?:\.00)?";
        Self {
            programmes: known,
            call: grammar(&format!(
                r"{levels}\s?-\s?(?P<inst>i[zpwo])\s?[.-]?\s?(?P<ino>\d\d)\s?[-.]\s?(?P<reg>\d\d\d?)\s?-\s?(?P<ser>[0-9a-z]{{3,4}}){year}"
            )),
            agreement: grammar(&format!(r"{levels}\s?-\s?(?P<reg>\d\d\d?)\s?-\s?(?P<ser>[0-9a-z]{{2,4}}){year}")),
            joined: grammar(&format!(
                r"{levels}\s?-?\s?(?P<inst>i[zpwo])\s?[.-]\s?(?P<ino>\d\d)\s?-?\s?(?P<ser>[0-9a-z]{{3,4}}){year}"
            )),
            old_call: grammar(r"^/(?P<m>\d{1,2}(?:\.\d{1,2}){0,2})(?:/(?P<x>[a-z]{1,3}))?/(?P<yr>\d{4}|\d\d)"),
            measure: grammar(r"^(?:\.|\s)\s?(?P<ax>\d\d)(?:\.(?P<me>\d\d))?(?:\.(?P<su>\d\d))?"),
            foreign: foreign_code::ForeignCodes::new(),
        }
    }

    /// The code whose first digit stands at a position; its span begins before it.
    pub(super) fn at_digit(&self, tape: &Tape<'_, '_>, digit: usize) -> Option<Found<Code>> {
        if let Some(start) = self.programme_before(tape, digit) {
            let found = self.of_programme(tape, start, digit);
            if found.is_some() {
                return found;
            }
        }
        self.numbered_old_call(tape, digit).or_else(|| self.foreign.at_digit(tape, digit))
    }

    fn known(&self, letters: &[u8]) -> bool {
        <[u8; 4]>::try_from(letters).is_ok_and(|letters| self.programmes.binary_search(&letters).is_ok())
    }

    /// Where a programme's four letters start, if they end right before a digit, over a dot, slash or blank.
    fn programme_before(&self, tape: &Tape<'_, '_>, digit: usize) -> Option<usize> {
        let mut end = digit;
        while end > 0 && digit - end < 3 && matches!(tape.before(end), b'.' | b' ' | b'/') {
            end -= 1;
        }
        let start = end.checked_sub(4).filter(|_| end < digit)?;
        self.known(tape.slice(start, end)).then_some(start)
    }

    fn of_programme(&self, tape: &Tape<'_, '_>, start: usize, digit: usize) -> Option<Found<Code>> {
        let window = tape.window(start + 4, LONGEST);
        if tape.byte(start + 4) == b'/' {
            return old_call(tape, start, self.old_call.captures(window)?, None);
        }
        let long = self
            .call
            .captures(window)
            .map(|found| (found, CodeKind::Call))
            .or_else(|| self.agreement.captures(window).map(|found| (found, CodeKind::Agreement)))
            .or_else(|| {
                let found = self.joined.captures(window)?;
                let kind = if found["ser"].len() == 3 { CodeKind::Call } else { CodeKind::Agreement };
                Some((found, kind))
            });
        if let Some((found, kind)) = long
            && let Some(code) = numbered(tape, start, &found, kind)
        {
            return Some(code);
        }
        self.measure_at(tape, start, digit)
    }

    /// `RPWM.11.02.05`, `FEKP.08.24`, `FELD 07.09`.
    fn measure_at(&self, tape: &Tape<'_, '_>, start: usize, digit: usize) -> Option<Found<Code>> {
        let glued = tape.before(start).is_ascii_alphanumeric() && !tape.slice(start.saturating_sub(2), start).ends_with(b"nr");
        let spaced = tape.byte(start + 4) != b'.';
        let found = self.measure.captures(tape.window(start + 4, 16))?;
        let end = start + 4 + found.get(0)?.end();
        let cut = tape.byte(end).is_ascii_alphanumeric() || (tape.byte(end) == b'.' && tape.is_digit(end + 1));
        if glued || cut || digit >= end || (spaced && found.name("me").is_none()) {
            return None;
        }
        let parts: Vec<&str> = ["ax", "me", "su"].iter().filter_map(|name| found.name(name)).map(|part| part.as_str()).collect();
        let programme = upper(tape.slice(start, start + 4));
        let canonical = format!("{programme}.{}", parts.join("."));
        let value = Code {
            kind: CodeKind::Measure,
            body: canonical.clone(),
            canonical,
            programme: Some(programme),
            levels: levels(&parts),
        };
        Some(Found { value, span: Span::new(start, end), doubt: spaced.then_some("spaced_code") })
    }

    /// `1/POKL/7.2.1/IN/2011`: the code begins with the digit at hand.
    fn numbered_old_call(&self, tape: &Tape<'_, '_>, digit: usize) -> Option<Found<Code>> {
        let slash = tape.digits(digit);
        if tape.byte(slash) != b'/' || slash > digit + 3 || !self.known(tape.slice(slash + 1, slash + 5)) {
            return None;
        }
        let found = self.old_call.captures(tape.window(slash + 5, LONGEST))?;
        old_call(tape, slash + 1, found, Some(digit))
    }
}

/// Compiles a grammar of this module. Folded text is ASCII, so its classes are too.
#[expect(clippy::expect_used, reason = "the patterns are literals of this module, and every test compiles them all")]
pub(super) fn grammar(pattern: &str) -> Regex {
    Regex::new(&format!("(?-u){pattern}")).expect("a grammar is a valid pattern")
}

/// A call, agreement or application number in canonical form.
fn numbered(tape: &Tape<'_, '_>, start: usize, found: &Captures<'_>, kind: CodeKind) -> Option<Found<Code>> {
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    let year = part("yr")?;
    let whole_end = start + 4 + found.get(0)?.end();
    let (mut end, mut version) = (whole_end, part("ver"));
    if tape.is_digit(end) {
        // The digits after the dash go on: they are no version.
        end = start + 4 + found.name("yr")?.end();
        version = None;
        if tape.is_digit(end) {
            return None;
        }
    }
    let programme = upper(tape.slice(start, start + 4));
    let parts: Vec<&str> = ["ax", "me", "su"].iter().filter_map(|name| part(name)).collect();
    let axis = format!("{:0>2}", parts.first()?);
    let mut body = format!("{programme}.{axis}.{}", parts.get(1..)?.join("."));
    let mut doubt = None;
    if let (Some(institution), Some(number)) = (part("inst"), part("ino")) {
        body += &format!("-{}.{number}", institution.to_ascii_uppercase());
    }
    if let Some(region) = part("reg") {
        body += "-";
        body += region.strip_prefix('0').filter(|rest| rest.len() == 2).unwrap_or(region);
        if region.len() == 3 {
            doubt = Some("odd_region");
        }
    }
    let serial = part("ser")?.to_ascii_uppercase();
    let short_year = &year[year.len() - 2..];
    let width = serial_width(&programme, kind, part("inst").is_some(), short_year);
    if serial.len() < width {
        doubt = doubt.or(Some("padded_serial"));
    }
    body += &format!("-{serial:0>width$}/{short_year}");
    let (prefix, from) = prefix(tape, start);
    let mut canonical = prefix.map_or(String::new(), |prefix| format!("{prefix}-")) + &body;
    if let Some(version) = version {
        canonical += &format!("-{version}");
    }
    let value = Code { kind, canonical, body, programme: Some(programme), levels: levels(&parts) };
    Some(Found { value, span: Span::new(from, end), doubt })
}

/// Digits of a serial: three in calls, in PO KL and in the first period of the others; four in agreements since 2014.
fn serial_width(programme: &str, kind: CodeKind, has_institution: bool, year: &str) -> usize {
    let first_period = !has_institution && year <= "14";
    if kind == CodeKind::Call || programme == "POKL" || first_period { 3 } else { 4 }
}

/// `UDA-` and its like before a number: the prefix and where the whole number starts.
fn prefix(tape: &Tape<'_, '_>, start: usize) -> (Option<String>, usize) {
    let mut at = start;
    while at > 0 && start - at < 2 && tape.before(at) == b' ' {
        at -= 1;
    }
    if tape.before(at) != b'-' {
        return (None, start);
    }
    at -= 1;
    if tape.before(at) == b' ' {
        at -= 1;
    }
    let letters = tape.slice(at.saturating_sub(3), at);
    if PREFIXES.contains(&letters) { (Some(upper(letters)), at - 3) } else { (None, start) }
}

/// A call of 2007–2013: `POKL/7.2.1/IA/12`, with its number in front where it has one.
fn old_call(tape: &Tape<'_, '_>, start: usize, found: Captures<'_>, number: Option<usize>) -> Option<Found<Code>> {
    let end = start + 4 + found.get(0)?.end();
    if tape.byte(end).is_ascii_digit() {
        return None;
    }
    let start_of_number = number.or_else(|| {
        let slash = start.checked_sub(1).filter(|&slash| tape.byte(slash) == b'/')?;
        let digits = (slash.saturating_sub(3)..slash).find(|&at| (at..slash).all(|at| tape.is_digit(at)))?;
        Some(digits)
    });
    let from = start_of_number.unwrap_or(start);
    let canonical = upper(tape.slice(from, end));
    let parts: Vec<&str> = found.name("m")?.as_str().split('.').collect();
    let value = Code {
        kind: CodeKind::Call,
        body: canonical.clone(),
        canonical,
        programme: Some(upper(tape.slice(start, start + 4))),
        levels: levels(&parts),
    };
    Some(Found { value, span: Span::new(from, end), doubt: None })
}

/// The levels as numbers, without the zeros at the end.
pub(super) fn levels(parts: &[&str]) -> Vec<u32> {
    let mut levels: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    while levels.last() == Some(&0) {
        levels.pop();
    }
    levels
}

/// Folded bytes in capitals.
pub(super) fn upper(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_uppercase()
}
