//! A page as it is shown: its text, and what was read from it.

use serde_json::Value;

/// A page with what it tells.
#[derive(Debug, Clone, Default)]
pub struct ShownPage {
    /// Where it comes from: a path, or else its address.
    pub place: String,
    /// Its address on the web, if it is known.
    pub url: Option<String>,
    /// Its text.
    pub text: String,
    /// Why it tells of no project, if it tells of none: a name of [`crate::notice::Silence`].
    pub silence: Option<String>,
    /// The projects it tells of, in page order.
    pub mentions: Vec<PageMention>,
}

/// What a page tells of one project.
#[derive(Debug, Clone, Default)]
pub struct PageMention {
    /// Its fields, checks, doubts and proof: a [`crate::check::Mention`] as JSON, or the row of table `mentions`.
    pub fields: Value,
    /// The words its values were read from.
    pub facts: Vec<PageFact>,
}

/// The words of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFact {
    /// The field: `title`, `amounts[0]`.
    pub field: String,
    /// First byte in the page's text.
    pub start: usize,
    /// One past the last; the same as the first if the value stands nowhere (a person has put it in).
    pub end: usize,
    /// The words.
    pub quote: String,
    /// What read them.
    pub rule: String,
}

impl PageMention {
    /// The value of a field: `title`, `amounts[0]`; null if it has none.
    pub fn value(&self, field: &str) -> &Value {
        match field.strip_suffix(']').and_then(|field| field.split_once('[')) {
            Some((name, number)) => number.parse::<usize>().map_or(&Value::Null, |number| &self.fields[name][number]),
            None => &self.fields[field],
        }
    }

    /// The items of a list among the fields; none if there is no such list.
    pub(super) fn items(&self, list: &str) -> impl Iterator<Item = &Value> {
        self.fields[list].as_array().into_iter().flatten()
    }
}

impl PageFact {
    /// Whether it has words in the text.
    pub(super) fn has_words(&self, text: &str) -> bool {
        self.start < self.end && text.get(self.start..self.end).is_some()
    }
}

/// A JSON value as text; nothing for null, lists and objects.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    }
}
