//! Scale words after a number: `3,5 mln`, `250 tys.`, `3 mln 812 tysięcy`, and the spurious ones.

use super::number::{self, Number};
use super::{currency, numerals, tape::Tape};
use rust_decimal::Decimal;

/// A scale on a number from here up is a slip: nobody prints `180 000 tys. zł` for 180 million.
const LARGEST_THOUSANDS: i64 = 100_000;
/// The same for millions and milliards.
const LARGEST_MILLIONS: i64 = 10_000;
/// From here up, grosze before a scale word prove the scale spurious (`3 645 601,15 mln złotych`).
const LARGEST_WITH_GROSZE: i64 = 1_000;

/// A sum on the way to becoming money.
pub(super) struct Sum {
    /// Its value so far.
    pub value: Decimal,
    /// One past its last digit or scale word.
    pub end: usize,
    /// Whether a scale word stands with it.
    pub scaled: bool,
    /// Another reading.
    pub alternative: Option<Decimal>,
    /// Why it is unsure.
    pub doubt: Option<&'static str>,
}

/// Applies the scale words after a number and adds the parts of `3 mln 812 tysięcy`.
pub(super) fn scaled(tape: &Tape<'_, '_>, number: &Number) -> Option<Sum> {
    let value = number.value?;
    let mut sum = Sum { value, end: number.span.end, scaled: false, alternative: None, doubt: number.doubt };
    let Some((factor, end)) = scale_at(tape, sum.end) else {
        if number.doubt == Some("thousands_or_decimals") {
            sum.alternative = number.decimal_reading;
        }
        return Some(sum);
    };
    sum.end = end;
    sum.scaled = true;
    let millions = factor > 1_000;
    let value = match number.decimal_reading {
        Some(reading) if number.comma || millions => {
            sum.doubt = None;
            reading
        }
        _ => value,
    };
    let product = value.checked_mul(Decimal::from(factor))?;
    if is_spurious(number, value, millions) {
        sum.alternative = Some(product);
        sum.doubt = Some("impossible_scale");
        return Some(sum);
    }
    sum.value = product;
    add_part(tape, &mut sum, factor);
    Some(sum)
}

fn is_spurious(number: &Number, value: Decimal, millions: bool) -> bool {
    let largest = if millions { LARGEST_MILLIONS } else { LARGEST_THOUSANDS };
    value >= Decimal::from(largest) || (number.decimals == 2 && value >= Decimal::from(LARGEST_WITH_GROSZE))
}

/// The scale word after a number, over a blank and before an optional full stop.
fn scale_at(tape: &Tape<'_, '_>, at: usize) -> Option<(u64, usize)> {
    // `50.tys. zł`
    let slip = tape.byte(at) == b'.' && tape.byte(at + 1) == b't';
    let start = if slip { at + 1 } else { tape.skip_blank(at) };
    let word = tape.word(start);
    let factor = numerals::scale(word)?;
    let end = start + word.len();
    let dot = tape.byte(end) == b'.' && currency::over_dash(tape, end + 1).is_some();
    Some((factor, if dot { end + 1 } else { end }))
}

/// Adds the smaller parts of a sum: `812 tysięcy` or `500 000` after `3 mln`, `450 tys. 819` after `12 mln`.
fn add_part(tape: &Tape<'_, '_>, sum: &mut Sum, factor: u64) {
    if let Some((value, end)) = parts(tape, sum.end, factor)
        && let Some(total) = sum.value.checked_add(value)
    {
        sum.value = total;
        sum.end = end;
    }
}

/// The value and end of the parts after a scale word, if they are smaller than it and a currency closes them.
fn parts(tape: &Tape<'_, '_>, end: usize, factor: u64) -> Option<(Decimal, usize)> {
    let from = if tape.byte(end) == b'.' { end + 1 } else { end };
    let mut at = tape.skip_blank(from);
    if tape.word(at) == b"i" {
        at = tape.skip_blank(at + 1);
    }
    if at == end || !tape.is_digit(at) || tape.digits(at) - at > 3 {
        return None;
    }
    let part = number::read(tape, at);
    let value = part.value.filter(|_| part.decimals == 0 || part.decimals == 2)?;
    let closed = |value: Decimal, end: usize| currency::over_dash(tape, end).map(|_| (value, end));
    let (value, end) = match scale_at(tape, part.span.end) {
        Some((smaller, end)) if smaller < factor => {
            let value = value.checked_mul(Decimal::from(smaller))?;
            // Each step is smaller than the last, so there are at most two.
            match parts(tape, end, smaller) {
                Some((rest, end)) => (value.checked_add(rest)?, end),
                None => closed(value, end)?,
            }
        }
        Some(_) => return None,
        None => closed(value, part.span.end)?,
    };
    (value < Decimal::from(factor) && value > Decimal::ZERO).then_some((value, end))
}
