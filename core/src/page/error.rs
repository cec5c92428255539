//! What can be wrong with a page, and what to do about it.

use thiserror::Error;

/// Why a page could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PageError {
    /// There are no bytes, or only blanks.
    #[error("the page is empty")]
    Empty,
    /// The bytes are no text: a document, image or archive saved under a page's name.
    #[error("not a text page but a {kind}")]
    Binary {
        /// What the bytes are, as far as their beginning tells.
        kind: &'static str,
    },
    /// The page is larger than [`super::Limits::max_bytes`].
    #[error("the page has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The page opens more elements inside one another than [`super::Limits::max_depth`].
    #[error("more than {limit} elements are open inside one another")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// The page has more elements than [`super::Limits::max_elements`].
    #[error("the page has more than {limit} elements")]
    TooManyElements {
        /// The limit.
        limit: usize,
    },
    /// A tag has more attributes than [`super::Limits::max_attributes`].
    #[error("a tag has more than {limit} attributes")]
    TooManyAttributes {
        /// The limit.
        limit: usize,
    },
    /// A tag or comment goes on and on, mostly because a quote or `-->` is missing.
    #[error("a tag or comment does not end within {limit} words")]
    Runaway {
        /// The limit.
        limit: usize,
    },
    /// Elements are opened and not closed in a way that makes the parser repair the tree over and over.
    #[error("the tags are too tangled: repairing them takes more than {limit} steps")]
    TooTangled {
        /// The steps allowed for a page of its size.
        limit: usize,
    },
    /// A document is damaged, locked or made to harm.
    #[error("the {kind} cannot be read: {reason}")]
    BrokenDocument {
        /// What it is.
        kind: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A document holds pictures and no text.
    #[error("no text in the document: its sheets are pictures")]
    NoText,
    /// A document is longer than any notice.
    #[error("the document has {sheets} sheets, more than {limit}")]
    TooManySheets {
        /// Its length.
        sheets: usize,
        /// The limit.
        limit: usize,
    },
    /// Decoded with every character set that comes into question, the text is full of control characters.
    #[error("{count} control characters: the text was damaged before it was saved, or it is no text")]
    ControlCharacters {
        /// How many there are.
        count: usize,
    },
}

impl PageError {
    /// A stable name for tables and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "page_empty",
            Self::Binary { .. } => "page_binary",
            Self::TooLarge { .. } => "page_too_large",
            Self::TooDeep { .. } => "page_too_deep",
            Self::TooManyElements { .. } => "page_too_many_elements",
            Self::TooManyAttributes { .. } => "page_too_many_attributes",
            Self::Runaway { .. } => "page_runaway_tag",
            Self::TooTangled { .. } => "page_too_tangled",
            Self::BrokenDocument { .. } => "page_broken_document",
            Self::NoText => "page_no_text",
            Self::TooManySheets { .. } => "page_too_many_sheets",
            Self::ControlCharacters { .. } => "page_control_characters",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "fetch the page again; if it stays empty, the site serves nothing under this address",
            Self::Binary { .. } => "save the text of the document as .txt or .html and read that",
            Self::TooLarge { .. } => "raise the limit max_bytes if the page is a real one",
            Self::TooDeep { .. } => {
                "open the page in a browser and save it again (browsers mend the nesting), or raise max_depth"
            }
            Self::TooManyElements { .. } => "split the page, or raise the limit max_elements if the page is a real one",
            Self::TooManyAttributes { .. } => "open the page in a browser and save its text, or raise max_attributes",
            Self::Runaway { .. } => "look for an unclosed quote or comment, or save the page's text from a browser",
            Self::TooTangled { .. } => "open the page in a browser and save its text, or raise max_steps_per_byte",
            Self::BrokenDocument { .. } => "open the document in its own program and save it again, or save its text as .txt",
            Self::NoText => "recognise the text (OCR) and save the document again, or save its text as .txt",
            Self::TooManySheets { .. } => "save the sheets that tell of projects as a document of their own",
            Self::ControlCharacters { .. } => "fetch the page again as raw bytes, without converting its character set",
        }
    }
}
