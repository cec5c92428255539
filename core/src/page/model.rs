//! A page: one text with offsets, and the blocks it is made of.

use crate::text::Span;
use serde::Serialize;

/// Where a page comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Path of the saved file, as given (with `#n` or the record's address for a page inside an archive).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Address it was fetched from, if known (WARC header, `<link rel="canonical">`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// SHA-256 of the page's bytes, in hexadecimal.
    pub sha256: String,
}

/// A page as text.
///
/// `text` holds everything a visitor can read, in reading order: blocks parted by `\n`, lines of one block (`<br>`) parted by
/// `\n`, cells of one table row parted by `\t`. Scripts, comments and hidden elements are not part of it.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Where it comes from.
    pub source: Source,
    /// Name of the character encoding the bytes were read with (`UTF-8`, `windows-1250`, `ISO-8859-2`).
    pub charset: String,
    /// The document's `<title>`, if it has one.
    pub title: Option<String>,
    /// The text.
    pub text: String,
    /// The blocks, in text order, not overlapping; everything between them is `\n` or `\t`.
    pub blocks: Vec<Block>,
}

/// A piece of a page that belongs together: a heading, paragraph, list item or table cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in [`Page::text`].
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// The part of the page it stands in.
    pub region: Region,
    /// Its place in a table, if it is a cell.
    pub cell: Option<Cell>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// `<h1>`…`<h6>`, with the level.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A table cell, or the term or description of a `<dl>` (columns 0 and 1).
    Cell,
    /// A table's header cell or caption.
    HeaderCell,
}

/// A cell's place in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Number of the table on the page.
    pub table: usize,
    /// Row in the table.
    pub row: usize,
    /// Column in the row.
    pub column: usize,
}

/// The part of a page a block stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// The page's own text, or text that cannot be told apart from it.
    Content,
    /// A column or box beside it: related news, banners, widgets.
    Aside,
    /// Menus, breadcrumbs, pagers, language and font switches.
    Navigation,
    /// Site header: name of the site, slogans, search.
    Header,
    /// Site footer: address, copyright, counters.
    Footer,
    /// Cookie bars and consent dialogs.
    Consent,
}
