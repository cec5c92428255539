//! Sums of money.
//!
//! Doubts: `impossible_scale` (a printed `mln` or `tys.` was refused), `thousands_or_decimals` (`130,000 zł`), `odd_separators`
//! (`10.334.10 zł`), `blank_in_number` (`28 825, 80 zł`), `digits_before` (`9 6000,00 zł`), `damaged_currency` (`PL`, `z?`),
//! `no_currency` (a scale without currency: `blisko 60 tys.`), `range` (the second end of `200-850 tys. zł`).

use super::calendar::is_year;
use super::context::{is_reference, qualifier};
use super::number::Number;
use super::scale::{Sum, scaled};
use super::{Currency, Found, Money, currency, tape::Tape, units};
use crate::text::Span;
use rust_decimal::{Decimal, RoundingStrategy};

/// Reads the number at hand as money, if what stands around it says so. `earlier` is where the sum before it ended: its
/// currency does not belong to this one.
pub(super) fn read(tape: &Tape<'_, '_>, number: &Number, earlier: usize) -> Option<Found<Money>> {
    let start = number.span.start;
    if is_fraction(tape, number) || is_torn(tape, number) {
        return None;
    }
    let mut sum = scaled(tape, number)?;
    let after = currency::over_dash(tape, sum.end);
    let before = if after.is_none() { currency::before(tape, start).filter(|sign| sign.edge >= earlier) } else { None };
    let mut span = Span::new(start, sum.end);
    let mut currency = None;
    if let Some(sign) = after.or(before) {
        currency = Some(sign.currency);
        span = if after.is_some() { Span::new(start, sign.edge) } else { Span::new(sign.edge, sum.end) };
        sum.doubt = sum.doubt.or(sign.doubt);
        if sign.currency == Currency::Pln {
            add_grosze(tape, number, &mut sum, &mut span);
        }
    } else if !bare(tape, number, &mut sum) {
        return None;
    }
    finish(tape, number, sum, span, currency)
}

/// A number with a currency that [`read`] could not read.
pub(super) fn unreadable(tape: &Tape<'_, '_>, number: &Number) -> Option<Found<Currency>> {
    if is_fraction(tape, number) || number.span.len() < 6 {
        return None;
    }
    let sign = currency::over_dash(tape, number.span.end)?;
    Some(Found { value: sign.currency, span: Span::new(number.span.start, sign.edge), doubt: Some("unreadable") })
}

/// Whether the number is a piece of `58/100`.
fn is_fraction(tape: &Tape<'_, '_>, number: &Number) -> bool {
    let Span { start, end } = number.span;
    let after = tape.before(start) == b'/' && start >= 2 && tape.is_digit(start - 2);
    let before = tape.byte(end) == b'/' && tape.is_digit(end + 1);
    after || before
}

/// Whether the number is the tail of one whose groups are malformed (`15000 000,00`, `12 345 67 zł`): the whole cannot be told, and
/// its tail is not it.
fn is_torn(tape: &Tape<'_, '_>, number: &Number) -> bool {
    let start = number.span.start;
    let joined = tape.before(start) == b' ' && start >= 2 && tape.is_digit(start - 2) && !year_before(tape, start);
    let digits = tape.digits(start) - start;
    let zeros = tape.byte(start) == b'0' && digits > 1;
    joined && (zeros || !number.grouped && digits < 3)
}

fn finish(tape: &Tape<'_, '_>, number: &Number, sum: Sum, span: Span, currency: Option<Currency>) -> Option<Found<Money>> {
    let amount = two_places(sum.value)?;
    let qualifier = qualifier(tape, span.start);
    let doubt = sum.doubt.or_else(|| digits_before(tape, number)).or_else(|| range_end(tape, span.start));
    let money = Money {
        amount,
        currency,
        approximate: qualifier.approximate,
        limit: qualifier.limit,
        alternative: sum.alternative.map(rounded),
        in_words: None,
    };
    Some(Found { value: money, span, doubt })
}

/// Exactly two decimal places; nothing if more are printed.
fn two_places(value: Decimal) -> Option<Decimal> {
    let mut value = value.normalize();
    if value.scale() > 2 {
        return None;
    }
    value.rescale(2);
    (value.scale() == 2).then_some(value)
}

fn rounded(value: Decimal) -> Decimal {
    let mut value = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(2);
    value
}

/// Adds `50 gr` after whole zlotys (`12 zł 50 gr`, `19 tys. 682 zł 9 gr`).
fn add_grosze(tape: &Tape<'_, '_>, number: &Number, sum: &mut Sum, span: &mut Span) {
    if number.decimals > 0 || span.end <= number.span.end || !sum.value.fract().is_zero() {
        return;
    }
    let start = tape.skip_blank(span.end + usize::from(tape.byte(span.end) == b'.'));
    let digits = tape.digits(start);
    let Some(grosze) = tape.small(start, digits).filter(|&value| value < 100) else { return };
    let unit = tape.skip_blank(digits);
    if matches!(tape.word(unit), b"gr" | b"grosz" | b"grosze" | b"groszy") {
        sum.value += Decimal::new(i64::from(grosze), 2);
        span.end = tape.letters(unit);
    }
}

/// Whether a number without currency is a sum all the same: a scale word, two decimals, or grouped thousands, and nothing
/// around it that makes it a measure, a reference or a telephone number.
fn bare(tape: &Tape<'_, '_>, number: &Number, sum: &mut Sum) -> bool {
    let Span { start, end } = number.span;
    let large = number.grouped || sum.value >= Decimal::ONE_HUNDRED;
    let shaped = match number.decimals {
        0 => number.grouped && number.doubt.is_none(),
        2 => large && (number.comma || sum.value >= Decimal::ONE_THOUSAND),
        _ => false,
    };
    if !(shaped || sum.scaled) || glued(tape, start, sum.end) {
        return false;
    }
    let before = tape.of(tape.word_before(start));
    let noun = sum.end + usize::from(sum.scaled && tape.byte(sum.end) == b'.');
    if is_reference(before) || units::is_measure_at(tape, noun) || phone_like(tape, start, end) {
        return false;
    }
    if sum.scaled {
        sum.doubt = sum.doubt.or(Some("no_currency"));
    }
    true
}

/// Whether letters, digits, dashes or slashes are glued to the number.
fn glued(tape: &Tape<'_, '_>, start: usize, end: usize) -> bool {
    let before = tape.before(start);
    let after = tape.byte(end);
    before.is_ascii_alphanumeric()
        || matches!(before, b'+' | b'/' | b'\'' | b'_' | b'*' | b'=')
        || (before == b'-' && start >= 2 && tape.byte(start - 2).is_ascii_alphanumeric())
        || after.is_ascii_alphanumeric()
        || matches!(after, b'/' | b'%' | b'_' | b'*')
        || (after == b'-' && tape.byte(end + 1).is_ascii_alphanumeric())
}

/// Whether more digit groups stand beside a grouped number: a telephone or account number.
fn phone_like(tape: &Tape<'_, '_>, start: usize, end: usize) -> bool {
    let before = tape.before(start) == b' ' && start >= 2 && tape.is_digit(start - 2);
    let after = tape.byte(end) == b' ' && tape.is_digit(end + 1);
    before && !year_before(tape, start) || after
}

fn year_before(tape: &Tape<'_, '_>, start: usize) -> bool {
    start >= 5 && tape.small(start - 5, start - 1).is_some_and(is_year)
}

/// One to three digits and a blank before an ungrouped sum: one of the two is a slip (`9 6000,00 zł`).
fn digits_before(tape: &Tape<'_, '_>, number: &Number) -> Option<&'static str> {
    let start = number.span.start;
    let blank = tape.before(start) == b' ' && start >= 2 && tape.is_digit(start - 2);
    (blank && !number.grouped && !year_before(tape, start) && number.value > Some(Decimal::ONE_THOUSAND))
        .then_some("digits_before")
}

/// Whether another number and a dash stand right before: `200-850 tys. zł`, `10 000 - 15 000 zł`, not `pojemnik 7 m3 - 350 zł`.
fn range_end(tape: &Tape<'_, '_>, start: usize) -> Option<&'static str> {
    let over_blank = |at: usize| if tape.before(at) == b' ' { at - 1 } else { at };
    let dash = over_blank(start);
    if tape.before(dash) != b'-' {
        return None;
    }
    let end = over_blank(dash - 1);
    let mut digits = end;
    while digits > 0 && end - digits < 8 && tape.is_digit(digits - 1) {
        digits -= 1;
    }
    let year = tape.small(digits, end).is_some_and(|number| end - digits == 4 && is_year(number));
    (digits < end && !year && !tape.before(digits).is_ascii_alphabetic()).then_some("range")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{money, read, table, words};

    #[test]
    fn separators_and_glue() {
        table(
            money,
            &[
                ("415 448,86zł.", &["415448.86 PLN"]),
                ("97.200,00 zł", &["97200.00 PLN"]),
                ("1.905.156,05 PLN", &["1905156.05 PLN"]),
                ("82.719 zł", &["82719.00 PLN"]),
                ("2.015.328zł", &["2015328.00 PLN"]),
                ("16001,00 zł", &["16001.00 PLN"]),
                ("1706782,25zł", &["1706782.25 PLN"]),
                ("14832,80 zł i 129983,00 zł", &["14832.80 PLN", "129983.00 PLN"]),
                ("25000.00zł", &["25000.00 PLN"]),
                ("3 426.00 zł", &["3426.00 PLN"]),
                ("1,149,808.80 zł", &["1149808.80 PLN"]),
                ("2,333,168.00 PLN", &["2333168.00 PLN"]),
                ("1'200'000 EUR", &["1200000.00 EUR"]),
                ("2000 zł", &["2000.00 PLN"]),
                ("326 935,00 ZŁ", &["326935.00 PLN"]),
                ("1 000,00 zl", &["1000.00 PLN"]),
                ("5.000.000,00 PLN", &["5000000.00 PLN"]),
                ("4 500 000,00złWartość: 5 zł", &["4500000.00 PLN", "5.00 PLN"]),
                ("1\u{a0}149\u{202f}808,80\u{a0}zł", &["1149808.80 PLN"]),
                ("12 zł 50 gr", &["12.50 PLN"]),
                ("19 tys. 600 zł 9 gr.", &["19600.09 PLN"]),
                ("3 tys 58 zł 67 gr", &["3058.67 PLN"]),
                ("100 000,00\nzł", &["100000.00 PLN"]),
            ],
        );
    }

    #[test]
    fn slips_are_read_and_doubted() {
        table(
            money,
            &[
                ("1 832 608, 89 PLN", &["1832608.89 PLN ?blank_in_number"]),
                ("24 300, 55 zł", &["24300.55 PLN ?blank_in_number"]),
                ("12. 000,00 złotych", &["12000.00 PLN ?blank_in_number"]),
                ("10.334.10 zł", &["10334.10 PLN ?odd_separators"]),
                ("1 169,381,74 zł", &["1169381.74 PLN ?odd_separators"]),
                ("130,000 zł", &["130000.00 PLN [130.00] ?thousands_or_decimals"]),
                ("3,426 zł", &["3426.00 PLN [3.43] ?thousands_or_decimals"]),
                ("281 872,46 PL", &["281872.46 PLN ?damaged_currency"]),
                ("415 448,86 z?", &["415448.86 PLN ?damaged_currency"]),
                ("9 6000,00 zł", &["6000.00 PLN ?digits_before"]),
                ("3 645 601,15 mln złotych", &["3645601.15 PLN [3645601150000.00] ?impossible_scale"]),
                ("15000 000,00 zł", &[]),
                ("12 345 67 zł", &[]),
                ("284 tys. 783 zł", &["284783.00 PLN"]),
                ("12 mln 450 tys. 819 zł", &["12450819.00 PLN"]),
                ("180 000 tys. zł", &["180000.00 PLN [180000000.00] ?impossible_scale"]),
            ],
        );
    }

    #[test]
    fn scale_words_multiply_and_compounds_add() {
        table(
            money,
            &[
                ("3 mln 812 tysięcy złotych", &["3812000.00 PLN"]),
                ("2 mln 500 tys. zł", &["2500000.00 PLN"]),
                ("2 mln 500 000 zł", &["2500000.00 PLN"]),
                ("1,23 miliona złotych", &["1230000.00 PLN"]),
                ("1,234 mln zł", &["1234000.00 PLN"]),
                ("1 250 tys. zł", &["1250000.00 PLN"]),
                ("240 tyś. zł", &["240000.00 PLN"]),
                ("51 tys. zł, 3,5 tys. zł, 170 tysięcy zł", &["51000.00 PLN", "3500.00 PLN", "170000.00 PLN"]),
                ("44,72 tys. euro", &["44720.00 EUR"]),
                ("pół miliona złotych", &["500000.00 PLN"]),
                ("sto tysięcy złotych", &["100000.00 PLN"]),
                ("blisko 60 tys.", &["60000.00 - ~ ?no_currency"]),
            ],
        );
    }

    #[test]
    fn other_currencies_and_currencies_in_front() {
        table(
            money,
            &[
                ("21.312,35euro", &["21312.35 EUR"]),
                ("24 929,15 €", &["24929.15 EUR"]),
                ("59 265 euro", &["59265.00 EUR"]),
                ("PLN 1 000", &["1000.00 PLN"]),
                ("EUR: 12 000", &["12000.00 EUR"]),
                ("100 EUR 200 EUR", &["100.00 EUR", "200.00 EUR"]),
                ("5 euroregionów", &[]),
                ("15 złożonych wniosków", &[]),
            ],
        );
    }

    #[test]
    fn dashes_stand_for_grosze() {
        table(
            money,
            &[
                ("74.350,00- złotych", &["74350.00 PLN"]),
                ("191.100,- zł", &["191100.00 PLN"]),
                ("4 131,- zł", &["4131.00 PLN"]),
                ("805,-- zł", &["805.00 PLN"]),
                ("4500,oo PLN", &["4500.00 PLN"]),
                ("76.000, - zł", &["76000.00 PLN"]),
                ("64.541,-", &["64541.00 -"]),
            ],
        );
    }

    #[test]
    fn a_year_before_an_amount_never_joins_it() {
        table(
            money,
            &[
                ("w 2018 1 149 808,80 zł", &["1149808.80 PLN"]),
                ("2018\t1 149 808,80", &["1149808.80 -"]),
                ("w 2018 149 808,80 zł", &["149808.80 PLN"]),
                ("w roku 2020 5000,00 zł", &["5000.00 PLN"]),
                ("1\t149 zł", &["149.00 PLN"]),
                ("100\n200 zł", &["200.00 PLN"]),
            ],
        );
    }

    #[test]
    fn sums_without_currency_need_their_shape() {
        table(
            money,
            &[
                ("Dofinansowanie: 40 273,00", &["40273.00 -"]),
                ("854.153,80", &["854153.80 -"]),
                ("47 500,00,", &["47500.00 -"]),
                ("2 000 000", &["2000000.00 -"]),
                ("35000,00", &["35000.00 -"]),
                ("58,13 pkt", &[]),
                ("12,50", &[]),
                ("1592", &[]),
            ],
        );
    }

    #[test]
    fn measures_references_and_identifiers_are_no_sums() {
        table(
            money,
            &[
                ("o długości 4,324 km", &[]),
                ("8.093 km i 5,50 m oraz 128,320 ton i 25,740 Mg", &[]),
                ("1 200,50 m2", &[]),
                ("km 0+636,98", &[]),
                ("19-300 Ełk, tel. 87 732 61 00", &[]),
                ("tel. 123 456 789", &[]),
                ("niebieska linia 800 120 002, liczba odwiedzin: 2 804 117", &[]),
                ("nakład 15 tys. sztuk", &[]),
                ("poz. 1460 i art. 33, § 2010", &[]),
                ("droga nr 1254 N", &[]),
                ("konto 12 1020 3541 0000 5002 0000 1111", &[]),
                ("58/100 zł", &[]),
                ("1 500 osób", &[]),
                ("3,4567 zł", &[]),
                ("99999999999999999999999999999 zł", &[]),
                ("9999999999999999999999999 mln zł", &[]),
            ],
        );
    }

    #[test]
    fn words_before_say_approximate_or_limit() {
        table(
            money,
            &[
                ("ok. 2,1 mln zł", &["2100000.00 PLN ~"]),
                ("ponad 26.000 zł, blisko 300 000 zł", &["26000.00 PLN ~", "300000.00 PLN ~"]),
                ("szacowana wartość to 5 mln zł", &["5000000.00 PLN ~"]),
                ("do 850 tys. zł", &["850000.00 PLN !"]),
                ("nie więcej niż 10 000 zł", &["10000.00 PLN !"]),
                ("maksymalnie 50.000 zł", &["50000.00 PLN !"]),
                ("co najmniej 500 zł", &["500.00 PLN !"]),
                ("od 5000 zł do 10000 zł", &["5000.00 PLN !", "10000.00 PLN !"]),
                ("do kwoty 100 zł", &["100.00 PLN !"]),
                ("200-850 tys. zł", &["850000.00 PLN ?range"]),
                ("pojemnik 7 m3 - 350 zł", &["350.00 PLN"]),
                ("2020 - 150 000 zł", &["150000.00 PLN"]),
            ],
        );
    }

    #[test]
    fn the_sum_in_words_is_kept_and_yields_nothing_else() {
        table(
            money,
            &[
                ("100 000,00 zł (słownie: sto tysięcy złotych 00/100)", &["100000.00 PLN (100000.00)"]),
                ("2000 zł /słownie: dwa tysiące 00/100zł/", &["2000.00 PLN (2000.00)"]),
                ("5,50 zł słownie: pięć złotych 50/100, razem 7 zł", &["5.50 PLN (5.50)", "7.00 PLN"]),
                ("5 zł (słownie: pięćzłotych)", &["5.00 PLN"]),
                ("3.500 zł /trzy tysiące pięćset złotych/", &["3500.00 PLN (3500.00)"]),
                ("204 zł (dwieście cztery złote)", &["204.00 PLN (204.00)"]),
            ],
        );
    }

    #[test]
    fn the_span_covers_number_scale_and_currency() {
        let text = "Razem PLN 1 000 i ok. 3 mln 812 tysięcy złotych, 97.200,00 zł.";
        assert_eq!(words(text, &read(text).money), ["PLN 1 000", "3 mln 812 tysięcy złotych", "97.200,00 zł"]);
    }
}
