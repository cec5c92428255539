//! Numbers and dates as each language writes them.

use super::texts::{Language, both};
use maud::Markup;
use rust_decimal::{Decimal, RoundingStrategy};

/// A space that keeps the digits of one number on one line.
const NARROW: char = '\u{a0}';

/// A sum with two decimal places and its currency: `1 149 808,80 zł`, `PLN 1,149,808.80`.
pub fn money(value: Decimal, currency: &str) -> Markup {
    both(|language| {
        let number = decimal(value, 2, language);
        match (language, currency) {
            (Language::Pl, "PLN") => format!("{number}{NARROW}zł"),
            (_, "") => number,
            (Language::Pl, _) => format!("{number}{NARROW}{currency}"),
            (Language::En, _) => format!("{currency}{NARROW}{number}"),
        }
    })
}

/// A number with so many decimal places, its digits in groups of three.
pub fn decimal(value: Decimal, places: u32, language: Language) -> String {
    // Written with fewer places, a decimal is cut; it has to be rounded first.
    let value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.*}", places as usize, value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (group, point) = match language {
        Language::Pl => (NARROW, ','),
        Language::En => (',', '.'),
    };
    let mut out = String::new();
    if value.is_sign_negative() && !value.is_zero() {
        out.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push(point);
        out.push_str(rest);
    }
    out
}

/// A whole number.
pub fn count(value: u64) -> Markup {
    both(|language| decimal(Decimal::from(value), 0, language))
}

/// A share from 0 to 1 in percent.
pub fn percent(share: Decimal, places: u32) -> Markup {
    let hundred = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
    both(|language| match language {
        Language::Pl => format!("{}{NARROW}%", decimal(hundred, places, language)),
        Language::En => format!("{}%", decimal(hundred, places, language)),
    })
}

/// A date as far as it is printed (`2018-09-01`, `2018-09`, `2018`): `1.09.2018`, `09.2018`, `2018`; in English as it is.
pub fn date(iso: &str) -> Markup {
    both(|language| match (language, iso.split('-').collect::<Vec<_>>().as_slice()) {
        (Language::Pl, [year, month, day]) => format!("{}.{month}.{year}", day.trim_start_matches('0')),
        (Language::Pl, [year, month]) => format!("{month}.{year}"),
        _ => iso.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_written_as_in_each_language() {
        let sum: Decimal = "1149808.80".parse().unwrap();
        assert_eq!(decimal(sum, 2, Language::Pl), "1\u{a0}149\u{a0}808,80");
        assert_eq!(decimal(sum, 2, Language::En), "1,149,808.80");
        assert_eq!(decimal(-sum, 0, Language::En), "−1,149,809");
        assert_eq!(decimal(Decimal::from(999), 0, Language::Pl), "999");
        let zloty = money(sum, "PLN").into_string();
        assert!(zloty.contains("1\u{a0}149\u{a0}808,80\u{a0}zł") && zloty.contains("PLN\u{a0}1,149,808.80"), "{zloty}");
    }

    #[test]
    fn dates_keep_the_precision_they_are_printed_with() {
        assert!(date("2018-09-01").into_string().contains("1.09.2018"));
        assert!(date("2018-09").into_string().contains("09.2018"));
        assert_eq!(date("2018").into_string(), "2018");
    }
}
