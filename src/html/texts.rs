//! The words of the interface, in Polish and English: `texts/*.toml`, by key.

use super::visible::outside;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language of the interface. Polish comes first: the users are Polish offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Polish.
    Pl,
    /// English.
    En,
}

impl Language {
    /// Both, in their order.
    pub const ALL: [Self; 2] = [Self::Pl, Self::En];

    /// Its code of ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pl => "pl",
            Self::En => "en",
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
struct Text {
    pl: String,
    en: String,
}

/// Files of texts: a table a room, a key a text. What stands before the name of each room: the tables of `values.toml` are closed
/// lists, and their texts are asked for as `value.<list>.<name>`.
const FILES: [(&str, &str); 6] = [
    ("", include_str!("texts/common.toml")),
    ("", include_str!("texts/report.toml")),
    ("", include_str!("texts/explain.toml")),
    ("", include_str!("texts/review.toml")),
    ("", include_str!("texts/desk.toml")),
    ("value.", include_str!("texts/values.toml")),
];

fn texts() -> &'static BTreeMap<String, Text> {
    static TEXTS: OnceLock<BTreeMap<String, Text>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut texts = BTreeMap::new();
        for (before, file) in FILES {
            // The files are part of the program; a test reads them all.
            let rooms: BTreeMap<String, BTreeMap<String, Text>> = toml::from_str(file).unwrap_or_default();
            for (room, keys) in rooms {
                texts.extend(keys.into_iter().map(|(key, text)| (format!("{before}{room}.{key}"), text)));
            }
        }
        texts
    })
}

/// A text in one language; the key itself if there is none, so that it is seen.
pub fn word(key: &str, language: Language) -> &str {
    texts().get(key).map_or(key, |text| match language {
        Language::Pl => &text.pl,
        Language::En => &text.en,
    })
}

/// A text in both languages, for a document that shows one of them.
pub fn t(key: &str) -> Markup {
    both(|language| word(key, language).to_owned())
}

/// The word for a member of a closed list, the same on every page; its name if there is none.
pub fn value(list: &str, name: &str) -> Markup {
    known(&format!("value.{list}.{name}")).unwrap_or_else(|| outside(name))
}

/// The name of a field; one that is not known is shown as it is.
pub fn field(name: &str) -> Markup {
    known(&format!("field.{name}")).unwrap_or_else(|| outside(name))
}

/// What a check is about: a field, the role of a sum, or whom it belongs to.
pub fn checked(scope: &str) -> Markup {
    let keys = ["field.", "value.role.", "value.scope."].map(|room| format!("{room}{scope}"));
    keys.iter().find_map(|key| known(key)).unwrap_or_else(|| outside(scope))
}

/// How a value was read: the words for a rule as `amount:grant`, or for its kind alone.
pub fn rule(name: &str) -> Markup {
    let (kind, how) = name.split_once(':').unwrap_or((name, ""));
    let whole = known(&format!("value.read.{kind}_{how}"));
    whole.or_else(|| known(&format!("value.read.{kind}"))).unwrap_or_else(|| outside(name))
}

fn known(key: &str) -> Option<Markup> {
    texts().contains_key(key).then(|| t(key))
}

/// Whatever is written differently in both languages.
pub fn both(write: impl Fn(Language) -> String) -> Markup {
    let [pl, en] = Language::ALL.map(write);
    html! {
        @if pl == en { (pl) } @else { span lang="pl" { (pl) } span lang="en" { (en) } }
    }
}

/// The texts of some rooms as a JSON object `{key: {pl, en}}`, for scripts.
pub fn texts_json(rooms: &[&str]) -> serde_json::Value {
    let is_of = |key: &str| rooms.iter().any(|room| key.split_once('.').is_some_and(|(of, _)| of == *room));
    serde_json::json!(texts().iter().filter(|(key, _)| is_of(key)).collect::<BTreeMap<_, _>>())
}

/// Every key there is.
pub fn keys() -> impl Iterator<Item = &'static str> {
    texts().keys().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_every_text_says_something_in_both_languages() {
        for (_, file) in FILES {
            let rooms: BTreeMap<String, BTreeMap<String, Text>> = toml::from_str(file).unwrap();
            for (room, keys) in rooms {
                for (key, text) in keys {
                    assert!(!text.pl.trim().is_empty() && !text.en.trim().is_empty(), "{room}.{key}");
                    let holes = |text: &str| {
                        let mut holes: Vec<String> =
                            text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned()).collect();
                        holes.sort();
                        holes
                    };
                    assert_eq!(holes(&text.pl), holes(&text.en), "{room}.{key}");
                }
            }
        }
    }

    #[test]
    fn a_value_without_a_word_shows_its_name_and_no_markup_of_strangers() {
        assert!(value("proof", "proved").into_string().contains("potwierdzone"));
        assert_eq!(value("proof", "<b>").into_string(), "<bdi>&lt;b&gt;</bdi>");
        assert_eq!(checked("women").into_string(), field("women").into_string());
        assert_eq!(checked("partner").into_string(), value("scope", "partner").into_string());
        assert_eq!(rule("amount:grant").into_string(), value("read", "amount_grant").into_string());
        assert_eq!(rule("amount:never_heard").into_string(), value("read", "amount").into_string());
        assert_eq!(rule("x:y").into_string(), "<bdi>x:y</bdi>");
    }

    #[test]
    fn a_text_stands_in_both_languages_and_a_missing_one_shows_its_key() {
        assert_eq!(t("common.title").into_string(), r#"<span lang="pl">Tytuł</span><span lang="en">Title</span>"#);
        assert_eq!(t("common.no_such").into_string(), "common.no_such");
    }
}
