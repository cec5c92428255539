//! A folded text with the small, bounded looks every recogniser takes at it.

use crate::text::{Folded, Span};

/// No look ahead or behind goes further than this many bytes, so reading a text stays linear.
pub(super) const REACH: usize = 48;

/// A folded text, read by position. Positions past the end read as a zero byte.
#[derive(Clone, Copy)]
pub(super) struct Tape<'f, 't> {
    folded: &'f Folded<'t>,
    bytes: &'f [u8],
}

impl<'f, 't> Tape<'f, 't> {
    pub(super) fn new(folded: &'f Folded<'t>) -> Self {
        Self { folded, bytes: folded.as_bytes() }
    }

    pub(super) fn folded(&self) -> &'f Folded<'t> {
        self.folded
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    // The smallest looks are taken for every byte: they are inlined even where the build optimises little.
    #[inline(always)]
    pub(super) fn byte(&self, at: usize) -> u8 {
        if at < self.bytes.len() { self.bytes[at] } else { 0 }
    }

    /// The byte before a position; a zero byte at the start of the text.
    #[inline(always)]
    pub(super) fn before(&self, at: usize) -> u8 {
        if at > 0 { self.byte(at - 1) } else { 0 }
    }

    #[inline(always)]
    pub(super) fn bytes(&self) -> &'f [u8] {
        self.bytes
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'f [u8] {
        let end = if end < self.bytes.len() { end } else { self.bytes.len() };
        if start < end { &self.bytes[start..end] } else { &[] }
    }

    /// A window of the text as a string, for an anchored regular expression.
    pub(super) fn window(&self, start: usize, length: usize) -> &'f str {
        let end = (start + length).min(self.len());
        self.folded.as_str().get(start..end).unwrap_or_default()
    }

    pub(super) fn starts(&self, at: usize, literal: &[u8]) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(literal))
    }

    #[inline(always)]
    pub(super) fn is_digit(&self, at: usize) -> bool {
        self.byte(at).is_ascii_digit()
    }

    #[inline(always)]
    pub(super) fn is_letter(&self, at: usize) -> bool {
        self.byte(at).is_ascii_lowercase()
    }

    /// Whether the original letter is upper case.
    pub(super) fn is_upper(&self, at: usize) -> bool {
        self.folded.is_upper(at)
    }

    /// Whether every letter of a folded range is upper case in the original.
    pub(super) fn all_upper(&self, start: usize, end: usize) -> bool {
        start < end && (start..end).all(|at| self.is_upper(at))
    }

    /// The end of the digit run at a position, looked for within [`REACH`].
    pub(super) fn digits(&self, at: usize) -> usize {
        let mut end = at;
        while end < at + REACH && self.is_digit(end) {
            end += 1;
        }
        end
    }

    /// The end of the letter run at a position, looked for within [`REACH`].
    pub(super) fn letters(&self, at: usize) -> usize {
        let mut end = at;
        while end < at + REACH && self.is_letter(end) {
            end += 1;
        }
        end
    }

    /// The letter run at a position; empty if none starts there.
    pub(super) fn word(&self, at: usize) -> &'f [u8] {
        self.slice(at, self.letters(at))
    }

    /// The start of the letter run that ends at a position.
    pub(super) fn letters_start(&self, end: usize) -> usize {
        let mut start = end;
        while start > 0 && end - start < REACH && self.is_letter(start - 1) {
            start -= 1;
        }
        start
    }

    /// Skips one space or line break (runs are collapsed by folding), never a cell boundary.
    pub(super) fn skip_blank(&self, at: usize) -> usize {
        if matches!(self.byte(at), b' ' | b'\n') { at + 1 } else { at }
    }

    /// The word before a position, over at most three blanks, colons, dots, brackets and quotation marks.
    pub(super) fn word_before(&self, at: usize) -> Span {
        let mut end = at;
        while end > 0 && at - end < 3 && matches!(self.byte(end - 1), b' ' | b'\n' | b':' | b'.' | b'(' | b'"') {
            end -= 1;
        }
        Span::new(self.letters_start(end), end)
    }

    /// The bytes of a span.
    pub(super) fn of(&self, span: Span) -> &'f [u8] {
        self.slice(span.start, span.end)
    }

    /// The digits of a short range as a number.
    pub(super) fn small(&self, start: usize, end: usize) -> Option<u32> {
        if start >= end || end - start > 9 {
            return None;
        }
        self.slice(start, end).iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    }

    /// Whether a word may end at a position: no letter follows, or a new word was glued on (`złWartość`, `PLNWartość`).
    pub(super) fn word_may_end(&self, at: usize) -> bool {
        if !self.is_letter(at) {
            return true;
        }
        self.is_upper(at) && (!self.is_upper(at.saturating_sub(1)) || (self.is_letter(at + 1) && !self.is_upper(at + 1)))
    }
}
