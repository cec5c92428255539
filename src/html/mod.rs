//! What every page for people is made of: escaping, two languages, numbers as they are written in each, facts marked in a text, and a
//! document that fetches nothing.
//!
//! Markup is made with maud, which escapes whatever is put into it. What comes from pages goes through [`visible`] as well, so that
//! no control character turns the order of words round. Both languages stand in the document side by side; `html[lang]` says which
//! one is seen.

mod document;
mod family;
mod format;
mod marked;
mod texts;
mod visible;

pub use document::{Document, json};
pub use family::Family;
pub use format::{count, date, decimal, money, percent};
pub use marked::{Mark, marked};
pub use texts::{Language, both, checked, field, keys, rule, t, texts_json, value, word};
pub use visible::{link, outside, visible};

/// What the scripts of the report and of the review desk share, after the script of all documents and before their own: numbers and dates
/// in both languages, texts by their keys, elements. It finds the texts in the data of id `texts`.
pub const SHARED_SCRIPT: &str = include_str!("assets/shared.js");
