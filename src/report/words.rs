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
}

impl Part<'_> {
    fn written(&self, language: Language) -> String {
        match self {
            Self::Count(count) => decimal(Decimal::from(*count), 0, language),
            Self::Text(text) => visible(text).into_owned(),
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

/// A part of a whole; none of nothing.
pub(super) fn share(part: u64, whole: u64) -> Option<Decimal> {
    Decimal::from(part).checked_div(Decimal::from(whole))
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
    fn nothing_has_no_share() {
        assert_eq!(share(0, 0), None);
        assert_eq!(share(1, 4), Some(Decimal::new(25, 2)));
    }
}
