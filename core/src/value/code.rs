//! Programme numbers: calls, agreements and applications, and full measure codes.
//!
//! A code is found at its first digit, by the four letters before it; the grammar then reads a short window. All slips met on
//! real pages are accepted; separators come out in the canonical form, digits as printed (`domain` reference §2).
//!
//! Doubts: `short_serial` (a leading zero was lost), `odd_region` (region `000`), `spaced_code` (`FELD 07.09`).

use super::foreign_code;
use super::{Code, CodeKind, Found, tape::Tape};
use crate::text::Span;
use regex::{Captures, Regex};

/// The longest code, with blanks.
const LONGEST: usize = 64;
/// What may stand before a number with a dash: agreement, application, payment claim, decision.
pub(super) const PREFIXES: [&[u8]; 5] = [b"uda", b"umo", b"wnd", b"wnp", b"dec"];

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
        let levels = r"^\s?\.\s?(?P<ax>\d{1,2})\.(?P<me>\d\d)(?:\.(?P<su>\d\d))?(?:\.00)?\.?";
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
        if end == digit || (tape.before(end + 1) == b' ' && tape.byte(digit + 2) != b'.') {
            return None;
        }
        let start = end.checked_sub(4)?;
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
    let mut head = format!("{programme}.{axis}.{}", parts.get(1..)?.join("."));
    if let (Some(institution), Some(number)) = (part("inst"), part("ino")) {
        head += &format!("-{}.{number}", institution.to_ascii_uppercase());
    }
    let region = part("reg");
    let serial = part("ser")?.to_ascii_uppercase();
    let short_year = &year[year.len() - 2..];
    let width = serial_width(&programme, kind, part("inst").is_some(), short_year);
    let doubt = if region.is_some_and(|region| region.len() == 3) {
        Some("odd_region")
    } else {
        (serial.len() < width).then_some("short_serial")
    };
    // What is published stays as printed; what joins pages has the form the office gives it.
    let whole = |region: Option<&str>, width: usize| {
        let region = region.map_or(String::new(), |region| format!("-{region}"));
        format!("{head}{region}-{serial:0>width$}/{short_year}")
    };
    let office = region.map(|region| region.strip_prefix('0').filter(|rest| rest.len() == 2).unwrap_or(region));
    let (prefix, from) = prefix(tape, start);
    let mut canonical = prefix.map_or(String::new(), |prefix| format!("{prefix}-")) + &whole(region, 0);
    if let Some(version) = version {
        canonical += &format!("-{version}");
    }
    let value = Code { kind, canonical, body: whole(office, width), programme: Some(programme.clone()), levels: levels(&parts) };
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

#[cfg(test)]
mod tests {
    use super::super::testing::{doubt, read, table, words};
    use super::CodeKind;

    fn codes(text: &str) -> Vec<String> {
        let shown = |found: super::Found<super::Code>| {
            let kind = match found.value.kind {
                CodeKind::Call => "call",
                CodeKind::Agreement => "agreement",
                CodeKind::Measure => "measure",
            };
            format!("{kind} {}{}", found.value.canonical, doubt(found.doubt))
        };
        read(text).codes.into_iter().map(shown).collect()
    }

    #[test]
    fn numbers_since_2014() {
        table(
            codes,
            &[
                ("RPWM.11.02.03-IZ.00-28-001/21", &["call RPWM.11.02.03-IZ.00-28-001/21"]),
                ("RPLD.09.02.02-IP.01-10-001/20", &["call RPLD.09.02.02-IP.01-10-001/20"]),
                ("nr RPWM.11.02.03-28-0063/17,", &["agreement RPWM.11.02.03-28-0063/17"]),
                ("POWR.02.05.00-00-0320/19-00", &["agreement POWR.02.05.00-00-0320/19-00"]),
                ("WND-RPSL.03.02.00-24-03G7/20-001", &["agreement WND-RPSL.03.02.00-24-03G7/20-001"]),
                ("POIR.04.04.00-00-5E1C/18", &["agreement POIR.04.04.00-00-5E1C/18"]),
                ("POWR.02.15.00-IP.02-00-002/19", &["call POWR.02.15.00-IP.02-00-002/19"]),
                ("RPPK.03.01.00-18-001/16", &["agreement RPPK.03.01.00-18-001/16 ?short_serial"]),
                ("PLBU.01.01.00-20-0123/17-00", &["agreement PLBU.01.01.00-20-0123/17-00"]),
            ],
        );
    }

    #[test]
    fn slips_come_out_canonical() {
        table(
            codes,
            &[
                ("RPWM.11.01.01-IZ.00.28-003/17", &["call RPWM.11.01.01-IZ.00-28-003/17"]),
                ("RPWP.09.02.01‑IZ‑00‑30‑002/17", &["call RPWP.09.02.01-IZ.00-30-002/17"]),
                ("POWR.02.05.00-IP.03-000-019/18", &["call POWR.02.05.00-IP.03-000-019/18 ?odd_region"]),
                ("POWR.02.06.00.00-00-0057/17", &["agreement POWR.02.06.00-00-0057/17"]),
                ("POKL.02.01.01-00-31/13", &["agreement POKL.02.01.01-00-31/13 ?short_serial"]),
                ("UDA-POKL.02.01.01-00- 031/13", &["agreement UDA-POKL.02.01.01-00-031/13"]),
                ("RPKP.09.02.01.-IZ.00-04-001/18", &["call RPKP.09.02.01-IZ.00-04-001/18"]),
                ("nrRPKP.01.03.01-04-0001/19", &["agreement RPKP.01.03.01-04-0001/19"]),
                ("RPLU.11.02.00-06- 0002/18", &["agreement RPLU.11.02.00-06-0002/18"]),
                ("FENG.02.04-IP.040004/24", &["agreement FENG.02.04-IP.04-0004/24"]),
                ("KPOD.01.18IW.03-0013/23", &["agreement KPOD.01.18-IW.03-0013/23"]),
                ("FELU.08.05- IZ.00-001/24", &["call FELU.08.05-IZ.00-001/24"]),
                ("2024/ABM/03/KPO/KPOD.07.07-IW.07-0072/24-00", &["agreement KPOD.07.07-IW.07-0072/24-00"]),
                ("rpwm.11.02.03-28-0063/17", &["agreement RPWM.11.02.03-28-0063/17"]),
            ],
        );
    }

    #[test]
    fn numbers_since_2021() {
        table(
            codes,
            &[
                ("FEPM.05.09-IZ.00-0056/25", &["agreement FEPM.05.09-IZ.00-0056/25"]),
                ("FESL.10.24-IZ.01-03E0/23-003", &["agreement FESL.10.24-IZ.01-03E0/23-003"]),
                ("FEPK.07.09-IP.01-0014/23-00", &["agreement FEPK.07.09-IP.01-0014/23-00"]),
                ("FELB.06.11-IZ.00-001/26", &["call FELB.06.11-IZ.00-001/26"]),
                ("FENG.05.01-IP.01-007N/26", &["agreement FENG.05.01-IP.01-007N/26"]),
                ("STHB.02.02-IP.01-0006/25", &["agreement STHB.02.02-IP.01-0006/25"]),
                ("KPOD.01.03-IW.01-B265/24", &["agreement KPOD.01.03-IW.01-B265/24"]),
            ],
        );
    }

    #[test]
    fn human_capital() {
        table(
            codes,
            &[
                ("UDA-POKL.04.01.01-00-051/10-00", &["agreement UDA-POKL.04.01.01-00-051/10-00"]),
                ("POKL.07.01.01-28-056/08", &["agreement POKL.07.01.01-28-056/08"]),
                ("1/POKL/7.2.1/IN/2011", &["call 1/POKL/7.2.1/IN/2011"]),
                ("1/POKL/6.2/2012", &["call 1/POKL/6.2/2012"]),
                ("POKL/7.2.1/IA/12", &["call POKL/7.2.1/IA/12"]),
                ("I/9.1.1/A/12", &["call I/9.1.1/A/12"]),
                ("UM_PR.433.1.628.2011", &["agreement UM_PR.433.1.628.2011"]),
            ],
        );
    }

    #[test]
    fn other_offices() {
        table(
            codes,
            &[
                ("00026-65151-UM0600329/22", &["agreement 00026-65151-UM0600329/22"]),
                ("UM06-6935-UM0610231/20", &["agreement UM06-6935-UM0610231/20"]),
                ("CZ.11.4.120/0.0/0.0/16_013/0003101", &["agreement CZ.11.4.120/0.0/0.0/16_013/0003101"]),
                ("LT-PL-2R-163", &["agreement LT-PL-2R-163"]),
                ("Promesa nr Edycja2/2021/1234/PolskiLad", &["agreement Edycja2/2021/1234/PolskiLad"]),
                ("promesa 01/2021/1234/PolskiLad,", &["agreement 01/2021/1234/PolskiLad"]),
                ("CZ.3.22/1.2.00/09.01234", &["agreement CZ.3.22/1.2.00/09.01234"]),
                ("Z/2.14/I/1.4/1261/05/U/30/08", &["agreement Z/2.14/I/1.4/1261/05/U/30/08"]),
                ("2023-1-PL01-KA122-SCH-000114300", &["agreement 2023-1-PL01-KA122-SCH-000114300"]),
                ("2023-1-PL01-KA122-SCH- 000114300", &["agreement 2023-1-PL01-KA122-SCH-000114300"]),
            ],
        );
    }

    #[test]
    fn measures() {
        table(
            codes,
            &[
                ("RPWM.11.02.05", &["measure RPWM.11.02.05"]),
                ("RPWM.11.00.00.", &["measure RPWM.11.00.00"]),
                ("FEKP.08.24", &["measure FEKP.08.24"]),
                ("FELD 07.09", &["measure FELD.07.09 ?spaced_code"]),
                ("RPWM 01.02.2020", &[]),
                ("XRPWM.11.02", &[]),
                ("ABCD.11.02", &[]),
            ],
        );
        let found = read("RPWM.11.02.05 RPWM.11.00.00").codes;
        assert_eq!(found[0].value.levels, [11, 2, 5]);
        assert_eq!(found[1].value.levels, [11]);
    }

    #[test]
    fn a_code_gives_no_other_value() {
        for text in [
            "nr RPWM.11.02.03-IZ.00-28-001/21",
            "2023-1-PL01-KA122-SCH-000114300",
            "1/POKL/7.2.1/IN/2011",
            "00026-65151-UM0600329/22",
        ] {
            let values = read(text);
            assert!(values.dates.is_empty() && values.periods.is_empty() && values.money.is_empty(), "{text}");
        }
    }

    #[test]
    fn body_and_span() {
        let text = "umowa UDA-RPWM.11.02.03-28-0063/17-00 z dnia";
        let found = read(text).codes;
        assert_eq!(words(text, &found), ["UDA-RPWM.11.02.03-28-0063/17-00"]);
        assert_eq!(found[0].value.body, "RPWM.11.02.03-28-0063/17");
        assert_eq!(found[0].value.programme.as_deref(), Some("RPWM"));
        assert_eq!(found[0].value.levels, [11, 2, 3]);
    }
}
