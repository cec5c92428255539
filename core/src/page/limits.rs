//! Every limit on one page, in one place.
//!
//! A page is input from strangers. html5ever, the parser, takes time that grows with the square of the nesting on hostile or
//! broken markup (640 KB of unclosed `<div>`: over a minute), so the limits below bound what it may spend, not only what it may
//! read. The ordinary figures beside each limit were measured on 415 home pages of Polish public bodies.

/// What reading one page may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one page, as saved or as decompressed.
    pub max_bytes: usize,
    /// Elements open inside one another.
    pub max_depth: usize,
    /// Elements and pieces of text on one page.
    pub max_elements: usize,
    /// Attributes of one tag.
    pub max_attributes: usize,
    /// Steps of tree repair the parser may take for one byte of the page (see [`STEPS_FREE`]).
    pub max_steps_per_byte: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: MAX_BYTES,
            max_depth: MAX_DEPTH,
            max_elements: MAX_ELEMENTS,
            max_attributes: MAX_ATTRIBUTES,
            max_steps_per_byte: MAX_STEPS_PER_BYTE,
        }
    }
}

/// 16 MiB. Ordinary pages have 5–120 KB and the largest honest ones, tables of a whole programme, about 2 MB; PDF documents with
/// pictures have more.
pub const MAX_BYTES: usize = 16 << 20;

/// 512, as in Chromium.
pub const MAX_DEPTH: usize = 512;

/// A page of 4 MB with a tag every 20 bytes; holds the tree of one page below 20 MB.
pub const MAX_ELEMENTS: usize = 200_000;

/// The parser compares each attribute of a tag with all before it.
pub const MAX_ATTRIBUTES: usize = 256;

/// A step is one look at an open element: to find out whether a `<div>` must close a `<p>`, the parser looks at every element
/// open around it.
pub const MAX_STEPS_PER_BYTE: usize = 4;

/// Steps every page may take, whatever its size, so that a small oddity is no reason to lose a page (about a millisecond).
pub const STEPS_FREE: usize = 200_000;

/// Bytes handed to the parser at a time; the limits on the tree are checked in between.
pub(super) const FEED: usize = 4096;

/// Blanks and slashes the parser may swallow without producing anything. They part attributes, so they bound the attributes of
/// a tag that hides from the scan of [`super::markup`]; an honest comment of more than 100 KB may meet this limit too.
pub(super) const MAX_UNSEEN_SEPARATORS: usize = 16_000;

/// Bytes looked through for tags before a page is taken for plain text, and for a `<meta>` that names the character set.
pub(super) const SNIFF: usize = 4096;
