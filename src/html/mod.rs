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
pub use texts::{Language, both, keys, t, texts_json, word};
pub use visible::{hidden_characters, link, outside, visible};
