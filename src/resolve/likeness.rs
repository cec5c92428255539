//! How alike two titles and two bodies are, however they are written.

use crate::text::Folded;
use std::collections::BTreeSet;

/// Words in lower case without diacritics, parted by one space.
pub fn fold(text: &str) -> String {
    let folded = Folded::new(text);
    let words = folded.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A title made ready for comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TitleKey {
    /// The folded words.
    pub folded: String,
}

impl TitleKey {
    /// Folds a title.
    pub fn new(title: &str) -> Self {
        Self { folded: fold(title) }
    }

    /// 1 where two titles are the same, 0 where they have nothing in common.
    pub fn likeness(&self, other: &Self) -> f64 {
        shared(&self.folded, &other.folded)
    }
}

/// The name of a legal person made ready for comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BodyKey {
    /// The folded words.
    pub folded: String,
}

impl BodyKey {
    /// Folds a name.
    pub fn new(name: &str) -> Self {
        Self { folded: fold(name) }
    }

    /// 1 where two names are the same body's, 0 where they have nothing in common.
    pub fn likeness(&self, other: &Self) -> f64 {
        shared(&self.folded, &other.folded)
    }
}

/// The share of words that both have.
fn shared(a: &str, b: &str) -> f64 {
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (a.split(' ').collect(), b.split(' ').collect());
    a.intersection(&b).count() as f64 / a.len().max(b.len()) as f64
}
