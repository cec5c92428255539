//! Percentages: `85%`, `85,00 %`, `84,28 proc.`, `95 procent`, `69, 9999998640938%`.

use super::{Found, Percent, context::qualifier, number::Number, tape::Tape};
use crate::text::Span;
use rust_decimal::Decimal;

/// Above this a percentage is a slip or a growth figure, never a share or a rate.
const LARGEST: i64 = 1_000;

/// Reads the number at hand as a percentage.
pub(super) fn read(tape: &Tape<'_, '_>, number: &Number) -> Option<Found<Percent>> {
    let at = tape.skip_blank(number.span.end);
    let word = tape.word(at);
    let end = if tape.byte(at) == b'%' {
        at + 1
    } else if word == b"proc" || (word.starts_with(b"procent") && word != b"procentow") {
        at + word.len()
    } else {
        return None;
    };
    let value = decimal_reading(number).filter(|&value| value <= Decimal::from(LARGEST))?;
    let qualifier = qualifier(tape, number.span.start);
    let span = Span::new(number.span.start, end);
    Some(Found { value: Percent { value, approximate: qualifier.approximate || qualifier.limit }, span, doubt: odd(number) })
}

/// A percentage has no thousands: `33,333 %` has three decimals.
fn decimal_reading(number: &Number) -> Option<Decimal> {
    number.decimal_reading.or(number.value)
}

fn odd(number: &Number) -> Option<&'static str> {
    number.doubt.filter(|&doubt| doubt != "thousands_or_decimals")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{doubt, read, table};

    fn percents(text: &str) -> Vec<String> {
        let shown = |found: super::Found<super::Percent>| {
            format!("{}{}{}", found.value.value, if found.value.approximate { " ~" } else { "" }, doubt(found.doubt))
        };
        read(text).percents.into_iter().map(shown).collect()
    }

    #[test]
    fn percentages_in_every_form() {
        table(
            percents,
            &[
                ("85%", &["85"]),
                ("(85,00 %)", &["85.00"]),
                ("84,28 proc.", &["84.28"]),
                ("95 procent", &["95"]),
                ("63.63 % kosztów", &["63.63"]),
                ("69, 9999998640938%", &["69.9999998640938 ?blank_in_number"]),
                ("33,333 %", &["33.333"]),
                ("do 85% kosztów", &["85 ~"]),
                ("ok. 40 % wartości", &["40 ~"]),
                ("w 2018 85%", &["85"]),
                ("85 punktów procentowych", &[]),
            ],
        );
    }
}
