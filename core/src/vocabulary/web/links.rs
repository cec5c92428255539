//! Reading `links.toml`: what the words of a link promise.

use super::super::Cue;
use super::super::matcher::Matcher;
use super::overlay::{self, Entry, File};
use crate::text::Word;
use regex::Regex;
use serde::Deserialize;

/// What the file holds.
#[derive(Debug, Clone, Default)]
pub struct Links {
    entries: Vec<LinkWords>,
    matcher: Matcher,
    tells: Option<Regex>,
}

/// Phrases in a link's text, its address or the heading above it, and what they promise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkWords {
    /// Short, stable name.
    pub id: String,
    /// What kind of promise it is.
    pub class: LinkClass,
    /// How much it promises: 100 is a list of notices or a notice, negative what is known to hold none.
    pub weight: i32,
    /// The phrases, as `phrase` reads them.
    #[serde(default)]
    patterns: Vec<String>,
    /// Letters in a page's markup each of which tells that the page itself matters (class `tell` only).
    #[serde(default)]
    letters: Vec<String>,
    /// Why it promises that.
    #[serde(default)]
    pub why: String,
}

/// What a link's words promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkClass {
    /// A list of notices.
    Hub,
    /// A notice.
    Notice,
    /// A programme or fund.
    Programme,
    /// A list of everything, notices among it.
    List,
    /// The next piece of a list.
    Pager,
    /// Something else.
    Other,
    /// Letters on the page itself.
    Tell,
}

impl Entry for LinkWords {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Links {
    /// Reads the embedded file and lays an own one over it; errors name entry and field.
    pub(super) fn parse(builtin: &str, own: Option<&str>) -> Result<Self, String> {
        let File { groups, entry: entries } = overlay::read::<LinkWords>(builtin, own)?;
        // One family: of `projekty uchwał` and `projekty` only the longer counts.
        let phrases = entries.iter().enumerate().flat_map(|(number, entry)| {
            entry.patterns.iter().map(move |pattern| (number, entry.id.as_str(), 0, pattern.as_str()))
        });
        let matcher = overlay::matcher(phrases, &groups)?;
        let tells: Vec<String> = entries.iter().flat_map(|entry| &entry.letters).map(|letters| regex::escape(letters)).collect();
        let tells = if tells.is_empty() { None } else { Regex::new(&tells.join("|")).ok() };
        Ok(Self { entries, matcher, tells })
    }

    /// The entry of a number, as [`Cue::entry`] tells it.
    pub fn number(&self, number: usize) -> Option<&LinkWords> {
        self.entries.get(number)
    }

    /// Every phrase in a folded text's words; of phrases that overlap, the longest.
    pub fn find(&self, folded: &str, words: &[Word]) -> Vec<Cue> {
        self.matcher.find(folded, words)
    }

    /// How many of the letters that tell a page stand in its markup, no more than `most` of them counted.
    pub fn tells(&self, markup: &str, most: usize) -> usize {
        self.tells.as_ref().map_or(0, |tells| tells.find_iter(markup).take(most).count())
    }
}
