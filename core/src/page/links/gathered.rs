//! A text gathered from the pieces between tags.

use super::references;
use std::borrow::Cow;

/// Bytes kept of a link's or heading's text.
const MOST: usize = 300;

/// Bytes looked at, blanks and references included.
const MOST_WRITTEN: usize = 4 * MOST;

/// Text of a link, heading or title; borrowed from the page as long as it is one piece.
#[derive(Debug, Default)]
pub(super) struct Gathered<'t> {
    text: Cow<'t, str>,
}

impl<'t> Gathered<'t> {
    /// Adds the text between two tags. Tags do not part words, blanks do.
    pub(super) fn add(&mut self, piece: &'t str) {
        if self.text.is_empty() {
            self.text = Cow::Borrowed(piece.trim_ascii_start());
        } else if self.text.len() < MOST_WRITTEN {
            self.text.to_mut().push_str(piece);
        }
    }

    /// A tag that parts words.
    pub(super) fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') && self.text.len() < MOST_WRITTEN {
            self.text.to_mut().push(' ');
        }
    }

    /// The text: references read, blanks joined, no longer than allowed.
    pub(super) fn finish(self) -> Cow<'t, str> {
        match self.text {
            Cow::Borrowed(text) => tidy(text),
            Cow::Owned(text) => Cow::Owned(tidy(&text).into_owned()),
        }
    }
}

/// A text with its references read, blanks joined, no longer than allowed.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    match references::read(shortened(text.trim_ascii(), MOST_WRITTEN)) {
        Cow::Borrowed(text) if is_tidy(text) => Cow::Borrowed(shortened(text, MOST)),
        text => {
            let mut joined = String::with_capacity(text.len().min(MOST));
            for word in text.split_whitespace() {
                if joined.len() + word.len() > MOST {
                    break;
                }
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(word);
            }
            Cow::Owned(joined)
        }
    }
}

/// Whether the blanks of a trimmed text are single spaces; those beyond ASCII do no harm.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.iter().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)) && !bytes.windows(2).any(|two| two == b"  ")
}

/// The beginning of a text, of so many bytes at most, cut between characters.
pub(super) fn shortened(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}
