//! Sentences with figures in them, and figures short enough for a chart.

use crate::html::{Language, both, decimal, visible, word};
use maud::{Markup, html};
use rust_decimal::Decimal;

/// A space that keeps a number and its unit on one line.
const NARROW: char = '\u{a0}';

/// What stands in a hole of a sentence.
#[derive(Debug, Clone)]
pub(super) enum Part<'a> {
    /// A whole number.
    Count(u64),
    /// Text of the edition.
    Text(&'a str),
    /// A sum in PLN.
    Sum(Decimal),
}

impl Part<'_> {
    fn written(&self, language: Language) -> String {
        match self {
            Self::Count(count) => decimal(Decimal::from(*count), 0, language),
            Self::Text(text) => visible(text).into_owned(),
            Self::Sum(sum) => unit(&decimal(*sum, 2, language), "PLN", language),
        }
    }
}

/// A text with its holes filled, in both languages.
pub(super) fn say(key: &str, parts: &[(&str, Part<'_>)]) -> Markup {
    both(|language| {
        let mut rest = word(key, language);
        let mut out = String::new();
        while let Some((before, hole, after)) =
            rest.split_once('{').and_then(|(before, after)| after.split_once('}').map(|(hole, after)| (before, hole, after)))
        {
            out.push_str(before);
            if let Some((_, part)) = parts.iter().find(|(name, _)| *name == hole) {
                out.push_str(&part.written(language));
            }
            rest = after;
        }
        out + rest
    })
}

/// A part of a whole in percent; a dash where there is no whole.
pub(super) fn share(part: u64, whole: u64) -> Markup {
    if whole == 0 { none() } else { both(|language| percent(part, whole, language).unwrap_or_default()) }
}

/// To a tenth of a percent; less than that is not nothing, and nearly all is not all.
fn percent(part: u64, whole: u64, language: Language) -> Option<String> {
    let hundred = Decimal::from(part).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(whole))?;
    let least = Decimal::new(1, 1);
    let (sign, shown) = if part > 0 && hundred < least {
        (format!("<{NARROW}"), least)
    } else if part < whole && hundred > Decimal::ONE_HUNDRED - least {
        (format!(">{NARROW}"), Decimal::ONE_HUNDRED - least)
    } else {
        (String::new(), hundred)
    };
    let number = decimal(shown, 1, language);
    Some(if language == Language::Pl { format!("{sign}{number}{NARROW}%") } else { format!("{sign}{number}%") })
}

fn unit(number: &str, currency: &str, language: Language) -> String {
    match (language, currency) {
        (Language::Pl, "PLN") => format!("{number}{NARROW}zł"),
        (_, "") => number.to_owned(),
        (Language::Pl, _) => format!("{number}{NARROW}{currency}"),
        (Language::En, _) => format!("{currency}{NARROW}{number}"),
    }
}

/// A sum in thousands, millions or milliards: `12,3 mln zł`, `PLN 12.3 m`.
pub(super) fn short(value: Decimal, currency: &str) -> Markup {
    both(|language| unit(&rounded(value, language), currency, language))
}

/// A sum on an axis: as short, without a fraction that is none.
pub(super) fn axis(value: Decimal) -> Markup {
    both(|language| {
        let point = if language == Language::Pl { ',' } else { '.' };
        let text = rounded(value, language);
        let (number, name) = text.split_once(NARROW).unwrap_or((&text, ""));
        match number.split_once(point) {
            Some((whole, rest)) if rest.trim_matches('0').is_empty() => format!("{whole}{NARROW}{name}"),
            _ => text,
        }
    })
}

fn rounded(value: Decimal, language: Language) -> String {
    let polish = language == Language::Pl;
    let steps = [
        (1_000_000_000, 2, if polish { "mld" } else { "bn" }),
        (1_000_000, 1, if polish { "mln" } else { "m" }),
        (1_000, 0, if polish { "tys." } else { "k" }),
    ];
    let size = value.abs();
    // Sums just below a step are of the step once they are rounded.
    match steps.iter().find(|(step, _, _)| size * Decimal::from(1_000) >= Decimal::from(*step) * Decimal::new(9_995, 1)) {
        Some((step, places, name)) => format!("{}{NARROW}{name}", decimal(value / Decimal::from(*step), *places, language)),
        None => decimal(value, 0, language),
    }
}

/// A sum, or a dash with its reason where there is none.
pub(super) fn or_none(value: Option<Decimal>, currency: &str) -> Markup {
    match value {
        Some(value) => crate::html::money(value, currency),
        None => none(),
    }
}

/// Stands where nobody prints anything.
pub(super) fn none() -> Markup {
    html! { span.none { span aria-hidden="true" { "–" } span.visually-hidden { (crate::html::t("report.none")) } } }
}

/// A number with its digits in groups of three, the same in both languages: for tables of many rows, and for titles inside charts.
pub(super) fn plain(value: Decimal) -> String {
    decimal(value, 0, Language::Pl)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn sums_are_short_and_never_a_thousand_of_a_lesser_unit() {
        let polish = |text| rounded(number(text), Language::Pl);
        assert_eq!(polish("950"), "950");
        assert_eq!(polish("12345678"), "12,3\u{a0}mln");
        assert_eq!(polish("999999"), "1,0\u{a0}mln");
        assert_eq!(polish("1234567890"), "1,23\u{a0}mld");
        assert_eq!(rounded(number("-45600"), Language::En), "−46\u{a0}k");
    }

    #[test]
    fn a_hole_takes_text_of_strangers_as_text() {
        let text = say("report.edition_named", &[("name", Part::Text("<b>\u{202e}{name}"))]).into_string();
        assert!(text.contains("&lt;b&gt;\u{2426}{name}") && !text.contains("<b>"), "{text}");
    }

    #[test]
    fn an_axis_has_no_empty_fractions() {
        assert!(axis(number("150000000")).into_string().contains("150\u{a0}mln"));
        assert!(axis(number("2500000")).into_string().contains("2,5\u{a0}mln"));
        assert_eq!(axis(number("0")).into_string(), "0");
    }

    #[test]
    fn a_small_share_is_not_nothing_and_a_large_one_not_all() {
        let polish = |part, whole| percent(part, whole, Language::Pl);
        assert_eq!(polish(1, 2468).unwrap(), "<\u{a0}0,1\u{a0}%");
        assert_eq!(polish(2467, 2468).unwrap(), ">\u{a0}99,9\u{a0}%");
        assert_eq!(polish(0, 2468).unwrap(), "0,0\u{a0}%");
        assert_eq!(polish(1, 4).unwrap(), "25,0\u{a0}%");
    }

    #[test]
    fn nothing_has_no_share() {
        assert_eq!(percent(0, 0, Language::Pl), None);
        assert!(share(0, 0).into_string().contains("class=\"none\""));
    }
}
