//! Reading `answers.toml`: how sites say that a page is not there, or not for everyone.

use super::super::Cue;
use super::super::matcher::Matcher;
use super::overlay::{self, Entry, File};
use crate::text::Word;
use regex::Regex;
use serde::Deserialize;

/// What the file holds.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    entries: Vec<AnswerWords>,
    matcher: Matcher,
    markup: Option<Regex>,
}

/// Phrases that tell what an answer is, and how much else may stand on the page for them to be believed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerWords {
    /// Short, stable name.
    pub id: String,
    /// What the answer is.
    pub kind: AnswerKind,
    /// Where the phrases stand.
    #[serde(rename = "where")]
    pub place: AnswerPlace,
    /// The phrases, as `phrase` reads them; of markup, the very letters.
    pub patterns: Vec<String>,
    /// Words that the title, heading or text may have for the phrase to be what it says, and not a word in passing.
    #[serde(default = "few_words")]
    pub at_most_words: usize,
    /// Bytes of its own text the page may have: one that says so much more is content.
    #[serde(default = "short_page")]
    pub at_most_text: usize,
    /// Whether it counts only where the page asks for a password.
    #[serde(default)]
    pub password: bool,
    /// What it is from.
    pub why: String,
}

const fn few_words() -> usize {
    12
}

const fn short_page() -> usize {
    1200
}

/// What an answer is, if it is no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Not there.
    Missing,
    /// Behind a login.
    Login,
    /// Being worked on, not set up yet, or no longer anyone's.
    Maintenance,
    /// A test for humans.
    Challenge,
}

/// Where a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerPlace {
    /// In the document's title.
    Title,
    /// In a heading of the first or second level.
    Heading,
    /// In the page's own text.
    Text,
    /// In the markup, to the letter.
    Html,
}

impl Entry for AnswerWords {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Answers {
    /// Reads the embedded file and lays an own one over it; errors name entry and field.
    pub(super) fn parse(builtin: &str, own: Option<&str>) -> Result<Self, String> {
        let File { groups, entry: entries } = overlay::read::<AnswerWords>(builtin, own)?;
        let is_markup = |entry: &&AnswerWords| entry.place == AnswerPlace::Html;
        // Every entry is a family of its own: what it takes to be believed differs.
        let phrases = entries.iter().enumerate().filter(|(_, entry)| !is_markup(entry)).flat_map(|(number, entry)| {
            entry.patterns.iter().map(move |pattern| (number, entry.id.as_str(), number, pattern.as_str()))
        });
        let matcher = overlay::matcher(phrases, &groups)?;
        let letters = entries.iter().filter(is_markup).flat_map(|entry| &entry.patterns);
        let letters: Vec<String> = letters.map(|letters| regex::escape(letters)).collect();
        let markup = if letters.is_empty() { None } else { Regex::new(&letters.join("|")).ok() };
        Ok(Self { entries, matcher, markup })
    }

    /// The entry of a cue.
    pub fn entry(&self, cue: &Cue) -> Option<&AnswerWords> {
        self.entries.get(cue.entry)
    }

    /// Every phrase in a folded text's words.
    pub fn find(&self, folded: &str, words: &[Word]) -> Vec<Cue> {
        self.matcher.find(folded, words)
    }

    /// The entries whose letters stand in a page's markup.
    pub fn in_markup<'a>(&'a self, html: &'a str) -> impl Iterator<Item = &'a AnswerWords> {
        let found = self.markup.iter().flat_map(move |markup| markup.find_iter(html));
        found.filter_map(|found| {
            let of_markup = |entry: &&AnswerWords| entry.place == AnswerPlace::Html;
            let holds = |entry: &&AnswerWords| entry.patterns.iter().any(|pattern| pattern == found.as_str());
            self.entries.iter().filter(of_markup).find(holds)
        })
    }
}
