//! A cell, whatever file it comes from.

use std::borrow::Cow;

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Cell {
    /// Nothing, or blanks.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number of a spreadsheet: a binary fraction.
    Number(f64),
    /// A day of a spreadsheet: days since its first, the time of day as a fraction.
    Day {
        /// The serial number.
        serial: f64,
    },
    /// Yes or no.
    Flag(bool),
    /// A fault of the spreadsheet (`#REF!`).
    Fault(String),
}

impl Cell {
    /// A text without outer blanks; nothing where no letter is left.
    pub(super) fn of_text(text: &str) -> Self {
        let text = text.trim_matches(is_blank);
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// Whether it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// What it shows, as text.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Fault(text) => Cow::Borrowed(text),
            Self::Number(number) | Self::Day { serial: number } => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "TRUE" } else { "FALSE" }),
        }
    }
}

/// Blanks of every width, and what editors hide in cells: byte order marks, zero-width spaces, soft hyphens.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}' | '\u{200e}' | '\u{200f}')
}

/// A text on one line: every run of blanks becomes one space.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
