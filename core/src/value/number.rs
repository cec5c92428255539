//! Printed numbers: which separators group thousands and which begin the decimals.
//!
//! Rules (`domain` reference §5): groups of exactly three digits after the first separator are thousands; a last separator with
//! one or two digits begins decimals; one dot with three digits (`739.795`) is thousands; one comma with three digits
//! (`3,426`) can be both. A year before an amount (`w 2018 1 149 808,80 zł`) never joins it, because a group that is followed
//! by more groups has at most three digits in front.

use super::{currency, tape::Tape};
use crate::text::Span;
use rust_decimal::Decimal;

/// Digits that cannot be a sum, a share or a count any more.
const MOST_DIGITS: usize = 18;

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Its digits and separators.
    pub span: Span,
    /// Its value, unless it has too many digits or no known shape (`1.2.3`).
    pub value: Option<Decimal>,
    /// Digits printed after the decimal separator; two for a dash in their place (`191.100,-`).
    pub decimals: usize,
    /// Whether separators group its thousands.
    pub grouped: bool,
    /// Whether the decimal separator is a comma or a dash stands for the decimals.
    pub comma: bool,
    /// The decimal reading of one separator with three digits (`3,426`, `1.250`).
    pub decimal_reading: Option<Decimal>,
    /// `thousands_or_decimals`, `odd_separators` or `blank_in_number`.
    pub doubt: Option<&'static str>,
}

impl Number {
    /// A whole number that was said in words.
    pub(super) fn spoken(span: Span, value: Decimal) -> Self {
        Self { span, value: Some(value), decimals: 0, grouped: false, comma: false, decimal_reading: None, doubt: None }
    }

    /// The value, if it is a whole number without decimals.
    pub(super) fn whole(&self) -> Option<u32> {
        if self.decimals > 0 {
            return None;
        }
        self.value.and_then(|value| u32::try_from(value).ok())
    }
}

/// The digits gathered so far.
#[derive(Default)]
struct Digits {
    mantissa: i128,
    count: usize,
}

impl Digits {
    fn push(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().filter(|byte| byte.is_ascii_digit()) {
            self.count += 1;
            if self.count <= 2 * MOST_DIGITS {
                self.mantissa = self.mantissa * 10 + i128::from(byte - b'0');
            }
        }
    }

    fn value(&self, decimals: usize) -> Option<Decimal> {
        if self.count > decimals + MOST_DIGITS || self.count > 27 {
            return None;
        }
        Decimal::try_from_i128_with_scale(self.mantissa, u32::try_from(decimals).ok()?).ok()
    }
}

/// The thousands groups after the first digits.
#[derive(Default)]
struct Groups {
    count: usize,
    commas: usize,
    kinds: [bool; 4],
    blank: bool,
}

impl Groups {
    fn add(&mut self, separator: u8) {
        self.count += 1;
        let kind = match separator {
            b' ' => 0,
            b'.' => 1,
            b',' => {
                self.commas += 1;
                2
            }
            _ => 3,
        };
        self.kinds[kind] = true;
    }

    fn mixed(&self) -> bool {
        self.kinds.iter().filter(|&&kind| kind).count() > 1
    }
}

/// Reads the number whose first digit stands at a position. Always gets past the digits.
pub(super) fn read(tape: &Tape<'_, '_>, start: usize) -> Number {
    let mut digits = Digits::default();
    let mut at = start;
    while tape.is_digit(at) {
        at += 1;
    }
    digits.push(tape.slice(start, at));
    let mut groups = Groups::default();
    if at - start <= 3 || glued(tape, start, at) {
        while let Some((separator, from)) = group(tape, at) {
            groups.add(separator);
            groups.blank |= from > at + 1;
            digits.push(tape.slice(from, from + 3));
            at = from + 3;
        }
    }
    finish(tape, start, at, digits, &groups)
}

/// `1995 712,30 zł`: a separator was lost between millions and thousands. Only four digits that are no year money was given in can
/// begin so, and only where one more group, decimals and a currency close the number.
fn glued(tape: &Tape<'_, '_>, start: usize, at: usize) -> bool {
    let first = tape.slice(start, at);
    let year = first >= b"1999".as_slice() && first <= b"2060".as_slice();
    let closed = || tape.byte(at + 4) == b',' && tape.digits(at + 5) == at + 7;
    first.len() == 4
        && first[0] != b'0'
        && !year
        && matches!(tape.byte(at), b' ' | b'.')
        && three_digits(tape, at + 1)
        && closed()
        && currency::after(tape, tape.skip_blank(at + 7)).is_some()
}

/// A separator and exactly three digits: the separator and where the digits start.
fn group(tape: &Tape<'_, '_>, at: usize) -> Option<(u8, usize)> {
    let separator = tape.byte(at);
    if !matches!(separator, b' ' | b'.' | b',' | b'\'') {
        return None;
    }
    if three_digits(tape, at + 1) {
        return Some((separator, at + 1));
    }
    // `12. 000,00`: only where decimals prove it.
    let proved = separator == b'.'
        && tape.byte(at + 1) == b' '
        && three_digits(tape, at + 2)
        && tape.byte(at + 5) == b','
        && tape.is_digit(at + 6);
    proved.then_some((separator, at + 2))
}

fn three_digits(tape: &Tape<'_, '_>, at: usize) -> bool {
    tape.is_digit(at) && tape.is_digit(at + 1) && tape.is_digit(at + 2) && !tape.is_digit(at + 3)
}

/// Reads the decimals and settles what the separators mean.
fn finish(tape: &Tape<'_, '_>, start: usize, at: usize, mut digits: Digits, groups: &Groups) -> Number {
    // `189 617` and on the next line `,80 zł`: a page broke the number.
    let broken = tape.byte(at) == b'\n'
        && tape.byte(at + 1) == b','
        && tape.digits(at + 2) == at + 4
        && currency::after(tape, tape.skip_blank(at + 4)).is_some();
    let at = at + usize::from(broken);
    let grouped = groups.count > 0;
    let first_enough = grouped || at - start >= 3;
    let whole = digits.value(0);
    let mut number = Number { grouped, ..Number::spoken(Span::new(start, at), Decimal::ZERO) };
    if groups.blank {
        number.doubt = Some("blank_in_number");
    }
    let Some(tail) = tail(tape, at, first_enough) else {
        settle_without_decimals(&mut number, &digits, groups);
        return number;
    };
    number.span.end = tail.end;
    match tail.kind {
        TailKind::Dash => {
            number.value = whole;
            number.decimals = 2;
            number.comma = true;
        }
        TailKind::Chain => {
            number.value = None;
        }
        TailKind::Digits(from) => {
            digits.push(tape.slice(from, tail.end));
            number.decimals = tail.end - from;
            number.comma = tape.byte(at) == b',';
            number.value = digits.value(number.decimals);
            if from > at + 1 {
                number.doubt = Some("blank_in_number");
            }
            let same = (number.comma && groups.commas > 0) || (!number.comma && groups.kinds[1]);
            if same || groups.mixed() {
                number.doubt = Some("odd_separators");
            }
        }
    }
    number
}

/// A grouped or plain number with nothing after it: a single comma with three digits stays open.
fn settle_without_decimals(number: &mut Number, digits: &Digits, groups: &Groups) {
    number.value = digits.value(0);
    if groups.commas == 0 {
        if groups.count == 1 && groups.kinds[1] {
            number.decimal_reading = digits.value(3);
        }
        return;
    }
    if groups.mixed() && groups.commas == 1 {
        // `1 169,381`: three decimals.
        number.value = digits.value(3);
        number.decimals = 3;
        number.comma = true;
    } else if groups.count == 1 {
        number.decimal_reading = digits.value(3);
        number.comma = true;
        number.doubt = Some("thousands_or_decimals");
    }
}

/// What follows the whole part.
struct Tail {
    kind: TailKind,
    end: usize,
}

enum TailKind {
    /// Decimals, from this position.
    Digits(usize),
    /// `,-`, `,--` or `,oo`: no grosze.
    Dash,
    /// A chain of further dots and digits: a version, a chapter, a damaged date.
    Chain,
}

fn tail(tape: &Tape<'_, '_>, at: usize, first_enough: bool) -> Option<Tail> {
    let separator = tape.byte(at);
    if !matches!(separator, b',' | b'.') {
        return None;
    }
    if separator == b',' && tape.byte(at + 1) == b'-' {
        let end = if tape.byte(at + 2) == b'-' { at + 3 } else { at + 2 };
        return (!tape.is_digit(end)).then_some(Tail { kind: TailKind::Dash, end });
    }
    if tape.slice(at, at + 3) == b", -" && currency::after(tape, tape.skip_blank(at + 3)).is_some() {
        return Some(Tail { kind: TailKind::Dash, end: at + 3 });
    }
    // `4500,oo PLN`: typed with the letter.
    if separator == b',' && tape.word(at + 1) == b"oo" {
        return Some(Tail { kind: TailKind::Dash, end: at + 3 });
    }
    if tape.is_digit(at + 1) {
        let mut end = at + 1;
        while tape.is_digit(end) {
            end += 1;
        }
        if matches!(tape.byte(end), b'.' | b',') && tape.is_digit(end + 1) && (separator == b'.' || tape.byte(end) == b'.') {
            return Some(Tail { kind: TailKind::Chain, end: chain(tape, end) });
        }
        return Some(Tail { kind: TailKind::Digits(at + 1), end });
    }
    if separator == b',' && tape.byte(at + 1) == b' ' && tape.is_digit(at + 2) {
        return spaced_decimals(tape, at + 2, first_enough);
    }
    None
}

/// `24 300, 55 zł` and `69, 9999998640938%`: a blank after the comma counts only where a currency or percent sign proves it.
fn spaced_decimals(tape: &Tape<'_, '_>, from: usize, first_enough: bool) -> Option<Tail> {
    let end = tape.digits(from);
    let after = tape.skip_blank(end);
    let money = end - from == 2 && first_enough && currency::after(tape, after).is_some();
    let percent = end - from >= 2 && tape.byte(after) == b'%';
    (money || percent).then_some(Tail { kind: TailKind::Digits(from), end })
}

fn chain(tape: &Tape<'_, '_>, at: usize) -> usize {
    let mut end = at;
    while tape.is_digit(end) || (matches!(tape.byte(end), b'.' | b',') && tape.is_digit(end + 1)) {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    fn number(text: &str) -> (String, String) {
        let folded = Folded::new(text);
        let number = read(&Tape::new(&folded), 0);
        (number.value.map_or("-".to_owned(), |v| v.to_string()), number.span.of(folded.as_str()).to_owned())
    }

    #[test]
    fn separators_mean_what_the_digits_around_them_allow() {
        for (text, value, span) in [
            ("415 448,86zł", "415448.86", "415 448,86"),
            ("1.905.156,05 PLN", "1905156.05", "1.905.156,05"),
            ("82.719 zł", "82719", "82.719"),
            ("1,149,808.80", "1149808.80", "1,149,808.80"),
            ("1'200'000", "1200000", "1'200'000"),
            ("10.334.10 zł", "10334.10", "10.334.10"),
            ("1 169,381,74 zł", "1169381.74", "1 169,381,74"),
            ("12. 000,00 zł", "12000.00", "12. 000,00"),
            ("2018 1 149 808,80", "2018", "2018"),
            ("2018\t149", "2018", "2018"),
            ("1436 870,66 zł", "1436870.66", "1436 870,66"),
            ("1436 870,66 m", "1436", "1436"),
            ("2016 870,66 zł", "2016", "2016"),
            ("4 131,- zł", "4131", "4 131,-"),
            ("805,-- zł", "805", "805,--"),
            ("1 832 608, 89 PLN", "1832608.89", "1 832 608, 89"),
            ("300, 55 osób", "300", "300"),
            ("4,3245 t", "4.3245", "4,3245"),
            ("1.2.3", "-", "1.2.3"),
            ("3 426.00", "3426.00", "3 426.00"),
            ("123456789012345678901234567890", "-", "123456789012345678901234567890"),
        ] {
            assert_eq!(number(text), (value.to_owned(), span.to_owned()), "{text}");
        }
    }
}
