//! Writes a page's text and cuts it into blocks.
//!
//! One writer serves HTML and plain text: it joins pieces of running text, collapses blanks, and puts the separators that
//! [`super::Page::text`] promises. A span is taken at the moment its text is written, so it is exact by construction.

use super::{Block, BlockKind, Cell, Region};
use crate::text::Span;

/// Where a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub kind: BlockKind,
    pub region: Region,
    /// Whether only a class or id says which region this is.
    pub by_class: bool,
    pub cell: Option<Cell>,
    pub in_link: bool,
    pub preformatted: bool,
}

impl Place {
    /// The page's own running text.
    pub(super) const CONTENT: Self = Self {
        kind: BlockKind::Paragraph,
        region: Region::Content,
        by_class: false,
        cell: None,
        in_link: false,
        preformatted: false,
    };
}

/// A block and what [`super::region`] needs to judge it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    pub block: Block,
    pub by_class: bool,
    /// Bytes of it that are links.
    pub link_bytes: usize,
    /// How many links it holds.
    pub links: usize,
}

/// The text so far.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    drafts: Vec<Draft>,
    /// The block being written.
    open: Option<Draft>,
    /// Whether a blank, and how many line breaks, stand between the last piece and the next.
    blank: bool,
    breaks: usize,
}

/// Characters that show nothing at the edge of a line.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Length of the words at the beginning of some text that are parted by single spaces, so that they can be copied as they are.
fn run(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let ends = byte < b' ' || byte == 0x7f || (byte == b' ' && bytes.get(at + 1).is_none_or(|&next| next <= b' '));
        if ends {
            break;
        }
        at += 1;
    }
    at
}

impl Writer {
    /// A writer for a page of about this many bytes of text.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds running text; ASCII blanks collapse, non-breaking spaces stay.
    pub(super) fn text(&mut self, text: &str, place: &Place) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] <= b' ' || bytes[at] == 0x7f {
                match bytes[at] {
                    b'\n' if place.preformatted => self.line_break(),
                    _ => self.blank = true,
                }
                at += 1;
                continue;
            }
            let long = run(&bytes[at..]);
            // Both ends stand beside ASCII bytes, so they are character boundaries.
            self.piece(text.get(at..at + long).unwrap_or_default(), place);
            at += long;
        }
    }

    /// Adds a whole line of plain text; the blanks inside it stay.
    pub(super) fn line(&mut self, line: &str, place: &Place) {
        for part in line.split('\r') {
            self.piece(part, place);
            self.line_break();
        }
    }

    /// Adds a piece of text as it is; its first blanks go where a line begins.
    fn piece(&mut self, piece: &str, place: &Place) {
        if self.breaks > 1 && place.cell.is_none() {
            self.end();
        }
        let at_edge = self.open.is_none() || self.breaks > 0;
        let piece = if at_edge { piece.trim_start_matches(is_blank) } else { piece };
        if piece.is_empty() {
            return;
        }
        match self.open {
            None => self.begin(place),
            Some(_) if self.breaks > 0 => {
                self.trim_end();
                self.text.push('\n');
            }
            Some(_) if self.blank => self.text.push(' '),
            Some(_) => {}
        }
        (self.blank, self.breaks) = (false, 0);
        self.text.push_str(piece);
        if let Some(open) = &mut self.open
            && place.in_link
        {
            open.link_bytes += piece.len();
        }
    }

    /// Begins a block, behind the separator its place asks for.
    fn begin(&mut self, place: &Place) {
        if let Some(last) = self.drafts.last() {
            let same_row = match (last.block.cell, place.cell) {
                (Some(last), Some(this)) => last.table == this.table && last.row == this.row,
                _ => false,
            };
            self.text.push(if same_row { '\t' } else { '\n' });
        }
        let span = Span::new(self.text.len(), self.text.len());
        let block = Block { span, kind: place.kind, region: place.region, cell: place.cell };
        self.open = Some(Draft { block, by_class: place.by_class, link_bytes: 0, links: 0 });
    }

    /// Ends the line; two line breaks in a row end the block, except in a table cell.
    pub(super) fn line_break(&mut self) {
        if self.open.is_some() {
            self.breaks += 1;
        }
        self.blank = false;
    }

    /// Parts what follows from what stands there: ends the line in a table cell, the block elsewhere.
    pub(super) fn part(&mut self, place: &Place) {
        if place.cell.is_some() {
            if self.open.is_some() {
                self.breaks = self.breaks.max(1);
            }
        } else {
            self.end();
        }
    }

    /// Ends the block.
    pub(super) fn end(&mut self) {
        self.trim_end();
        if let Some(mut draft) = self.open.take() {
            draft.block.span.end = self.text.len();
            self.drafts.push(draft);
        }
        (self.blank, self.breaks) = (false, 0);
    }

    /// Counts a link into the open block.
    pub(super) fn link_ends(&mut self) {
        if let Some(open) = &mut self.open {
            open.links += 1;
        }
    }

    /// Puts a blank before the next piece if the text ends with a digit and no blank stands there yet.
    pub(super) fn part_digits(&mut self) {
        if self.text.ends_with(|c: char| c.is_ascii_digit()) {
            self.blank = true;
        }
    }

    /// The text and its blocks.
    pub(super) fn finish(mut self) -> (String, Vec<Draft>) {
        self.end();
        (self.text, self.drafts)
    }

    fn trim_end(&mut self) {
        let Some(open) = &self.open else { return };
        let start = open.block.span.start;
        let kept = self.text[start..].trim_end_matches(is_blank).len();
        self.text.truncate(start + kept);
    }
}
