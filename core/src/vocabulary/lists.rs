//! Reading `lists.toml`: how the official lists of projects head their columns and write what they hold.

use crate::text::Folded;
use serde::Deserialize;
use std::sync::OnceLock;

/// The embedded file.
pub(super) const TEXT: &str = include_str!("lists.toml");

/// Everything known of the official lists.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    column: Vec<Column>,
    period: Vec<Period>,
    words: Vec<Phrases>,
}

/// A column and how it is headed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    id: ListColumn,
    headers: Vec<String>,
    why: String,
    #[serde(skip)]
    folded: Vec<String>,
}

/// A period and the headers only its lists have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    id: String,
    headers: Vec<String>,
    #[serde(skip)]
    folded: Vec<String>,
}

/// A list of words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    id: ListWords,
    words: Vec<String>,
    why: String,
}

/// Declares a closed list of ids.
macro_rules! ids {
    ($(#[$doc:meta])* $name:ident { $($member:ident = $id:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $name {
            $(
                #[doc = concat!("`", $id, "`")]
                #[serde(rename = $id)]
                $member,
            )*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$member),*];

            /// The `id` in the file.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$member => $id,)*
                }
            }
        }
    };
}

ids! {
    /// What a column of a list holds; how it is headed stands in `lists.toml`.
    ListColumn {
        Number = "number",
        Title = "title",
        Beneficiary = "beneficiary",
        Nip = "nip",
        Programme = "programme",
        Priority = "priority",
        Measure = "measure",
        Submeasure = "submeasure",
        Fund = "fund",
        Total = "total",
        Eligible = "eligible",
        Eu = "eu",
        Grant = "grant",
        Rate = "rate",
        Start = "start",
        End = "end",
        Signed = "signed",
        Places = "places",
        Voivodeship = "voivodeship",
        County = "county",
        Municipality = "municipality",
        Finished = "finished",
        Area = "area",
    }
}

ids! {
    /// A list of words of `lists.toml`; what it decides stands there as its `why`.
    ListWords {
        StateOf = "state-of",
        WholeCountry = "whole-country",
        InEuro = "in-euro",
        InZloty = "in-zloty",
        TerritorialCooperation = "territorial-cooperation",
        Yes = "yes",
        No = "no",
        Nothing = "nothing",
        MunicipalityHeads = "municipality-heads",
        Urban = "urban",
        Rural = "rural",
    }
}

/// Words in lower case without diacritics, parted by one space.
fn fold(text: &str) -> String {
    let folded = Folded::new(text);
    let words = folded.as_str().split(|c: char| !c.is_ascii_alphanumeric() && c != '*').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

impl Lists {
    /// The embedded knowledge.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lists> = OnceLock::new();
        // The embedded file is tested; were it broken, nothing would be known rather than all lost.
        BUILTIN.get_or_init(|| Self::parse(TEXT).unwrap_or_default())
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut lists: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        lists.column.iter_mut().for_each(|column| column.folded = column.headers.iter().map(|header| fold(header)).collect());
        lists.period.iter_mut().for_each(|period| period.folded = period.headers.iter().map(|header| fold(header)).collect());
        lists.check().map(|()| lists)
    }

    /// Every column and every list of words stands there once, with its reason.
    fn check(&self) -> Result<(), String> {
        for id in ListColumn::ALL {
            if self.column.iter().filter(|column| column.id == *id && !column.why.is_empty()).count() != 1 {
                return Err(format!("the column `{}` must stand there once, with its `why`", id.id()));
            }
        }
        for id in ListWords::ALL {
            if self.words.iter().filter(|words| words.id == *id && !words.why.is_empty()).count() != 1 {
                return Err(format!("the words `{}` must stand there once, with their `why`", id.id()));
            }
        }
        Ok(())
    }

    /// The column with a header, and the place of the header among those of its column: the smaller, the surer. The header is
    /// whole words in small letters without diacritics, parted by one space.
    pub fn column(&self, folded: &str) -> Option<(ListColumn, usize)> {
        let of = |column: &Column| Some((column.id, column.folded.iter().position(|header| fits(header, folded))?));
        self.column.iter().filter_map(of).min_by_key(|(_, place)| *place)
    }

    /// How a column is headed where it is headed as usual.
    pub fn usual_header(&self, id: ListColumn) -> &str {
        self.column.iter().find(|column| column.id == id).and_then(|column| column.headers.first()).map_or("", String::as_str)
    }

    /// The period that alone has a list with this header.
    pub fn period_of_header(&self, folded: &str) -> Option<&str> {
        let mut found = self.period.iter().filter(|period| period.folded.iter().any(|header| fits(header, folded)));
        found.next().filter(|_| found.next().is_none()).map(|period| period.id.as_str())
    }

    /// The known periods.
    pub fn periods(&self) -> impl Iterator<Item = &str> {
        self.period.iter().map(|period| period.id.as_str())
    }

    /// A list of words.
    pub fn words(&self, id: ListWords) -> &[String] {
        self.words.iter().find(|words| words.id == id).map_or(&[], |words| &words.words)
    }

    /// Whether a folded text is one of a list's words.
    pub fn is(&self, id: ListWords, folded: &str) -> bool {
        self.words(id).iter().any(|word| word == folded)
    }

    /// Whether a folded text holds one of a list's words, as whole words.
    pub fn holds(&self, id: ListWords, folded: &str) -> bool {
        let padded = format!(" {folded} ");
        self.words(id).iter().any(|word| padded.contains(&format!(" {word} ")))
    }
}

/// Whether a header is as a pattern has it.
fn fits(pattern: &str, header: &str) -> bool {
    if !pattern.contains('*') {
        return pattern == header;
    }
    let (mut pattern, mut header) = (pattern.split(' '), header.split(' '));
    loop {
        match (pattern.next(), header.next()) {
            (None, None) => return true,
            (Some(pattern), Some(word)) => {
                let fits = pattern.strip_suffix('*').map_or(pattern == word, |stem| word.starts_with(stem));
                if !fits {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_sound() {
        Lists::parse(TEXT).unwrap();
    }

    #[test]
    fn no_two_columns_share_a_header_and_no_header_hides_another() {
        let lists = Lists::builtin();
        for column in &lists.column {
            for (place, header) in column.folded.iter().enumerate() {
                assert_eq!(lists.column(header), Some((column.id, place)), "{header}");
            }
        }
    }

    #[test]
    fn words_are_written_folded() {
        for words in &Lists::builtin().words {
            words.words.iter().for_each(|word| assert_eq!(&fold(word), word));
        }
    }

    #[test]
    fn a_star_stands_for_the_rest_of_a_word_only() {
        assert!(fits("finansowan* zakonczon*", "finansowanie zakonczone"));
        assert!(!fits("finansowan*", "finansowanie zakonczone"));
    }
}
