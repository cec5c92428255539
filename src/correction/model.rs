//! A correction, as it stands in the file.

use serde::{Deserialize, Serialize};

/// One answer of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Names it within its file (`c1`, `c2`, …); never given twice.
    pub id: String,
    /// When it was made (UTC, ISO 8601).
    pub made: String,
    /// Who made it, if they say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is to be done.
    #[serde(flatten)]
    pub action: Action,
}

/// What a correction does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// A field of a mention holds another value, or none.
    Correct {
        /// The mention.
        #[serde(flatten)]
        place: Place,
        /// The field: a name of [`crate::resolve::FIELDS`], or `amounts[1].role`, `amounts[1].value`.
        field: String,
        /// The value as it was read, in the form of [`crate::resolve::values`]; none if nothing was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        original: Option<String>,
        /// The value that is right, in the same form; none if the page says nothing of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// The words of the page that say so, if a person pointed at some.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Words>,
    },
    /// What was read is right, however doubtful it looks: a field, or the mention as a whole.
    Accept {
        /// The mention.
        #[serde(flatten)]
        place: Place,
        /// The field; the whole mention if none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        field: Option<String>,
        /// The value that is accepted; should another one be read one day, the question comes back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// These mentions tell of no project.
    Reject {
        /// The mentions.
        mentions: Vec<Place>,
    },
    /// These mentions tell of one project.
    Merge {
        /// At least two.
        mentions: Vec<Place>,
    },
    /// These mentions tell of one project, and not of the one that the others tell of.
    Split {
        /// Those that are taken out.
        mentions: Vec<Place>,
        /// Those that stay.
        from: Vec<Place>,
    },
}

/// A mention, found again by the content of its page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The page's address, or the path of a saved one.
    pub page: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// SHA-256 of its text: a page whose markup alone has changed still says the same.
    pub text_sha256: String,
    /// SHA-256 of what was read of the mention before anything was put right: every field with its value, the words it was read from
    /// and the amounts with their roles, without offsets. A page whose text has changed elsewhere (a counter of visitors) still says
    /// the same of the mention. None where it is not known: then only bytes and text count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading_sha256: Option<String>,
    /// Number of the mention on the page, from 0.
    pub mention: usize,
    /// Title of the mention as it was read: what finds it again if better rules count the mentions of the page differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Words of a page's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// `text[start..end]`.
    pub quote: String,
}

impl Correction {
    /// One of the mentions it is about, by its place among [`Correction::places`].
    pub fn place(&self, number: usize) -> Option<&Place> {
        match &self.action {
            Action::Correct { place, .. } | Action::Accept { place, .. } => Some(place).filter(|_| number == 0),
            Action::Reject { mentions } | Action::Merge { mentions } => mentions.get(number),
            Action::Split { mentions, from } => mentions.get(number).or_else(|| from.get(number.checked_sub(mentions.len())?)),
        }
    }

    /// The mentions it is about.
    pub fn places(&self) -> Vec<&Place> {
        match &self.action {
            Action::Correct { place, .. } | Action::Accept { place, .. } => vec![place],
            Action::Reject { mentions } | Action::Merge { mentions } => mentions.iter().collect(),
            Action::Split { mentions, from } => mentions.iter().chain(from).collect(),
        }
    }
}
