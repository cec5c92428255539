//! What holds the house together: floors, documents, words, worked examples.

mod floors;
mod questions;
mod readme;
mod texts;
