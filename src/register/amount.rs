//! A cell → a sum of money, exact to the grosz.

use super::cell::{Cell, is_blank};
use super::model::ProblemKind;
use crate::vocabulary::{ListWords, Lists};
use rust_decimal::Decimal;

/// The largest sum that is believed, in units: a list's sums are at most some 10^10.
const MAX: f64 = 1e15;

/// What the marks in the cells of one column have been so far: `12.345` alone does not tell whether its dot parts thousands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    dot: Mark,
    comma: Mark,
}

/// What one mark has been.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mark {
    /// Before other than three digits at the end: it parts the grosze.
    is_decimal: bool,
    /// Between groups of three.
    is_grouping: bool,
}

impl Marks {
    fn of(&mut self, mark: u8) -> &mut Mark {
        if mark == b'.' { &mut self.dot } else { &mut self.comma }
    }

    /// Whether a mark before the last three digits parts the grosze, as far as earlier cells tell: by what it was itself, else by the
    /// other one, for a column has one mark of each kind.
    fn is_decimal(&mut self, mark: u8) -> Option<bool> {
        let (own, other) = (*self.of(mark), *self.of(if mark == b'.' { b',' } else { b'.' }));
        match (own.is_decimal, own.is_grouping) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            (true, true) => None,
            (false, false) if other.is_decimal != other.is_grouping => Some(other.is_grouping),
            (false, false) => None,
        }
    }
}

/// The sum a cell holds; nothing of an empty cell or one that says there is none. `marks` are those of the cells above.
///
/// # Errors
/// What is wrong where it is no sum.
pub(super) fn amount(cell: &Cell, marks: &mut Marks) -> Result<Option<Decimal>, ProblemKind> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(number) => of_number(*number).map(Some),
        Cell::Text(text) => of_text(text, marks),
        Cell::Fault(_) => Err(ProblemKind::Fault),
        Cell::Day { .. } | Cell::Flag(_) => Err(ProblemKind::Amount),
    }
}

/// A number of a spreadsheet is a binary fraction: 1149808.80 is stored as 1149808.8000000000465…, and a sum of tens may be a
/// hundred-thousandth off. To the grosz it is exact, for 15 digits are; so it is rounded to two places, and anything further off than
/// rounding can be is no sum of money.
fn of_number(number: f64) -> Result<Decimal, ProblemKind> {
    if !number.is_finite() || number.abs() >= MAX {
        return Err(ProblemKind::Amount);
    }
    let grosze = (number * 100.0).round();
    // The binary fraction's own error, and that of a formula with some terms.
    let allowed = 0.01 + number.abs() * 1e-12;
    if (number * 100.0 - grosze).abs() > allowed {
        return Err(ProblemKind::Places);
    }
    Ok(Decimal::new(grosze as i64, 2))
}

/// `1 234,56`, `1234.56`, `1.234,56 zł`, `1,234.56`, `5.86E+09`.
fn of_text(text: &str, marks: &mut Marks) -> Result<Option<Decimal>, ProblemKind> {
    let folded = super::header::fold(text);
    if Lists::builtin().is(ListWords::Nothing, &folded) || text.chars().all(|c| matches!(c, '-' | '–' | '—') || is_blank(c)) {
        return Ok(None);
    }
    let bare = without_currency(text);
    if let Some(number) = scientific(&bare) {
        return of_number(number).map(Some);
    }
    let sum = plain(&bare, marks)?;
    // The same bound as for a number: what does not fit a column of sums would be lost there without a word.
    if Decimal::from_f64_retain(MAX).is_some_and(|max| sum.abs() >= max) {
        return Err(ProblemKind::Amount);
    }
    if sum.normalize().scale() > 2 { Err(ProblemKind::Places) } else { Ok(Some(sum.round_dp(2))) }
}

/// Without blanks, and without a currency behind or before the digits.
fn without_currency(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|&c| !is_blank(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == '\u{2212}' { '-' } else { c })
        .collect();
    let mut text = text.as_str();
    for word in ["zł", "zl", "pln", "eur", "euro", "€"] {
        text = text.strip_suffix(word).or_else(|| text.strip_prefix(word)).unwrap_or(text);
    }
    text.to_owned()
}

/// A number as a spreadsheet shows it where the column is narrow, saved as text: the digits shown are all there are.
fn scientific(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once('e')?;
    let mantissa = mantissa.replace(',', ".");
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'));
    (digits(&mantissa) && digits(exponent)).then(|| format!("{mantissa}e{exponent}").parse().ok())?
}

/// Digits with groups of three and a decimal sign. Of two kinds of signs the last is the decimal one; of one kind it is the decimal one
/// unless it stands more than once. Before just three digits after one to three it may be either, and the column's other cells tell.
fn plain(text: &str, marks: &mut Marks) -> Result<Decimal, ProblemKind> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let is_number =
        digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) && digits.bytes().any(|b| b.is_ascii_digit());
    if !is_number {
        return Err(ProblemKind::Amount);
    }
    let decimal = decimal_sign(digits, marks)?;
    let (whole, fraction) = decimal.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
    if !grouped(whole) || fraction.contains(['.', ',']) {
        return Err(ProblemKind::Amount);
    }
    // Only a cell that is a sum tells of its column.
    if let Some(mark) = whole.bytes().find(|b| !b.is_ascii_digit()) {
        marks.of(mark).is_grouping = true;
    }
    if let Some(at) = decimal.filter(|_| !fraction.is_empty() && fraction.len() != 3) {
        marks.of(digits.as_bytes()[at]).is_decimal = true;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let number = if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    number.parse().map_err(|_| ProblemKind::Amount)
}

/// Where the decimal sign stands, if there is one.
fn decimal_sign(digits: &str, marks: &mut Marks) -> Result<Option<usize>, ProblemKind> {
    let Some(at) = digits.rfind(['.', ',']) else { return Ok(None) };
    let mark = digits.as_bytes()[at];
    let (before, after) = (&digits[..at], &digits[at + 1..]);
    let is_decimal = if before.contains(if mark == b'.' { ',' } else { '.' }) {
        !before.contains(char::from(mark))
    } else if before.contains(char::from(mark)) {
        false
    } else if after.len() != 3 || before.len() > 3 || before == "0" {
        true
    } else {
        marks.is_decimal(mark).ok_or(ProblemKind::Ambiguous)?
    };
    Ok(is_decimal.then_some(at))
}

/// Whether groups after the first have three digits each.
fn grouped(whole: &str) -> bool {
    let mut groups = whole.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    rest.peek().is_none() && !first.is_empty() || (1..=3).contains(&first.len()) && rest.all(|group| group.len() == 3)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<Option<String>, ProblemKind> {
        below(&[], text)
    }

    /// A cell below others of its column.
    fn below(above: &[&str], text: &str) -> Result<Option<String>, ProblemKind> {
        let mut marks = Marks::default();
        above.iter().for_each(|text| _ = amount(&Cell::of_text(text), &mut marks));
        amount(&Cell::of_text(text), &mut marks).map(|sum| sum.map(|sum| format!("{sum:.2}")))
    }

    fn number(number: f64) -> Result<Option<String>, ProblemKind> {
        amount(&Cell::Number(number), &mut Marks::default()).map(|sum| sum.map(|sum| sum.to_string()))
    }

    #[test]
    fn a_sum_is_read_however_its_thousands_are_grouped() {
        for written in [
            "1234567.89",
            "1 234 567,89",
            "1\u{a0}234\u{202f}567,89",
            "1.234.567,89 zł",
            "1,234,567.89",
            "PLN 1234567,89",
            "1 234 567.89",
        ] {
            assert_eq!(text(written), Ok(Some("1234567.89".into())), "{written}");
        }
        assert_eq!(text("125000"), Ok(Some("125000.00".into())));
        assert_eq!(text("1.234.567"), Ok(Some("1234567.00".into())));
        assert_eq!(text("0,5"), Ok(Some("0.50".into())));
        assert_eq!(text("-12,30"), Ok(Some("-12.30".into())));
        assert_eq!(text("1234567.8900"), Ok(Some("1234567.89".into())));
    }

    #[test]
    fn a_mark_before_three_digits_is_what_it_is_elsewhere_in_its_column() {
        for written in ["125.000", "12,345"] {
            assert_eq!(text(written), Err(ProblemKind::Ambiguous), "{written}");
        }
        assert_eq!(below(&["10.00", "7.50"], "12.345"), Err(ProblemKind::Places), "no sum of twelve thousand");
        assert_eq!(below(&["10.00"], "12.340"), Ok(Some("12.34".into())));
        assert_eq!(
            below(&["10.00"], "12,345"),
            Ok(Some("12345.00".into())),
            "where the dot parts grosze, the comma parts thousands"
        );
        assert_eq!(below(&["7,50"], "125.000"), Ok(Some("125000.00".into())));
        assert_eq!(below(&["1.250.000"], "125.000"), Ok(Some("125000.00".into())));
        assert_eq!(below(&["1.250.000", "7.50"], "125.000"), Err(ProblemKind::Ambiguous), "a column of two minds");
        assert_eq!(
            below(&["125.000", "sto.50", "31.12.2020"], "125.000"),
            Err(ProblemKind::Ambiguous),
            "what is no sum tells nothing"
        );
    }

    #[test]
    fn a_sum_too_large_for_a_table_is_a_problem_as_text_as_well_as_a_number() {
        assert_eq!(text("99999999999999999999"), Err(ProblemKind::Amount));
        assert_eq!(text("-1 000 000 000 000 000,00"), Err(ProblemKind::Amount));
        assert_eq!(text("9".repeat(60).as_str()), Err(ProblemKind::Amount));
        assert_eq!(text("999 999 999 999 999,99"), Ok(Some("999999999999999.99".into())));
    }

    #[test]
    fn a_binary_fraction_is_exact_to_the_grosz() {
        assert_eq!(number(1149808.8), Ok(Some("1149808.80".into())));
        assert_eq!(number(5_861_234_567.09), Ok(Some("5861234567.09".into())));
        assert_eq!(number(0.1 + 0.2), Ok(Some("0.30".into())));
        assert_eq!(number(12_345_678.329_999_998), Ok(Some("12345678.33".into())));
        assert_eq!(number(10.126), Err(ProblemKind::Places));
        assert_eq!(number(f64::NAN), Err(ProblemKind::Amount));
        assert_eq!(number(1e300), Err(ProblemKind::Amount));
    }

    #[test]
    fn a_narrow_column_saved_as_text_is_read_as_far_as_it_shows() {
        assert_eq!(text("5.86E+09"), Ok(Some("5860000000.00".into())));
        assert_eq!(text("5,86E+09"), Ok(Some("5860000000.00".into())));
    }

    #[test]
    fn what_is_no_sum_is_refused_and_what_says_so_is_none() {
        for written in ["", "-", "–", "brak", "nie dotyczy", " \u{a0}"] {
            assert_eq!(text(written), Ok(None), "{written:?}");
        }
        for written in ["Tak", "12 34,5,6", "2020-01-31", "85%", "#REF!", "1.23.456", "e", "E5", "1,2345"] {
            assert!(text(written).is_err(), "{written}");
        }
        assert_eq!(
            amount(&Cell::Day { serial: 44_000.0 }, &mut Marks::default()),
            Err(ProblemKind::Amount),
            "a sum in a column formatted as dates"
        );
    }
}
