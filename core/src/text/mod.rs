//! Text and offsets: what every recogniser stands on.
//!
//! A page's text is kept exactly as it was read. Recognisers work on a [`Folded`] copy (ASCII, lower case, one kind of space,
//! dash and quotation mark), because Polish notices write the same word with and without diacritics, in capitals, with
//! non-breaking spaces and four kinds of dash. Every byte of the folded copy knows the byte of the original it came from, so an
//! offset is exact by construction and never searched for afterwards.

mod fold;
mod index;
mod lost;
mod span;
mod words;

pub use fold::{EURO, Folded};
pub(crate) use index::Index;
pub use span::Span;
pub use words::{Word, words, words_within};
