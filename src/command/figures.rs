//! Figures as a Polish reader writes them, and the words of closed lists.

use rust_decimal::Decimal;

/// A sum with grouped thousands and a decimal comma: `1 149 808,80`.
pub fn sum(value: Decimal) -> String {
    grouped(&format!("{:.2}", value.round_dp(2)))
}

/// A whole number with grouped thousands: `12 304`.
pub fn count(value: usize) -> String {
    grouped(&value.to_string())
}

fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(',');
        text.push_str(fraction);
    }
    text
}

/// The word by which a member of a closed list is serialized.
pub fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three_and_a_comma() {
        let printed = |text: &str| sum(text.parse().unwrap());
        assert_eq!(printed("1149808.80"), "1 149 808,80");
        assert_eq!(printed("-58800"), "-58 800,00");
        assert_eq!(printed("7.5"), "7,50");
        assert_eq!(count(1000), "1 000");
    }
}
