//! A cell → a sum of money, exact to the grosz.

use super::cell::{Cell, is_blank};
use super::model::ProblemKind;
use crate::vocabulary::{ListWords, Lists};
use rust_decimal::Decimal;

/// The largest sum that is believed, in units: a list's sums are at most some 10^10.
const MAX: f64 = 1e15;

/// The sum a cell holds; nothing of an empty cell or one that says there is none.
///
/// # Errors
/// What is wrong where it is no sum.
pub(super) fn amount(cell: &Cell) -> Result<Option<Decimal>, ProblemKind> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(number) => of_number(*number).map(Some),
        Cell::Text(text) => of_text(text),
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
fn of_text(text: &str) -> Result<Option<Decimal>, ProblemKind> {
    let folded = super::header::fold(text);
    if Lists::builtin().is(ListWords::Nothing, &folded) || text.chars().all(|c| matches!(c, '-' | '–' | '—') || is_blank(c)) {
        return Ok(None);
    }
    let bare = without_currency(text);
    if let Some(number) = scientific(&bare) {
        return of_number(number).map(Some);
    }
    let sum = plain(&bare).ok_or(ProblemKind::Amount)?;
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
/// unless it stands more than once or before just three digits after one to three.
fn plain(text: &str) -> Option<Decimal> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    if digits.is_empty()
        || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        || !digits.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let last = digits.rfind(['.', ',']);
    let decimal = last.filter(|&at| {
        let mark = &digits[at..=at];
        let (before, after) = (&digits[..at], &digits[at + 1..]);
        let other = if mark == "." { ',' } else { '.' };
        if before.contains(other) {
            return !before.contains(mark);
        }
        !before.contains(mark) && (after.len() != 3 || before.len() > 3 || before == "0")
    });
    let (whole, fraction) = decimal.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
    if !grouped(whole) || fraction.contains(['.', ',']) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let number = if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    number.parse().ok()
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
        amount(&Cell::of_text(text)).map(|sum| sum.map(|sum| format!("{sum:.2}")))
    }

    fn number(number: f64) -> Result<Option<String>, ProblemKind> {
        amount(&Cell::Number(number)).map(|sum| sum.map(|sum| sum.to_string()))
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
        assert_eq!(text("125.000"), Ok(Some("125000.00".into())), "a dot before three digits groups");
        assert_eq!(text("1.234.567"), Ok(Some("1234567.00".into())));
        assert_eq!(text("0,5"), Ok(Some("0.50".into())));
        assert_eq!(text("-12,30"), Ok(Some("-12.30".into())));
        assert_eq!(text("1234567.8900"), Ok(Some("1234567.89".into())));
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
        assert_eq!(amount(&Cell::Day { serial: 44_000.0 }), Err(ProblemKind::Amount), "a sum in a column formatted as dates");
    }
}
