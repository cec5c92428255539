//! Why a sitemap or feed tells nothing.

use thiserror::Error;

/// What came in place of a sitemap or feed. None of them ends a crawl: the links remain.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SitemapError {
    /// No bytes, or only blanks.
    #[error("empty sitemap")]
    Empty,
    /// More bytes than are read, after decompression.
    #[error("sitemap of more than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// An image, an archive or other bytes that are no text.
    #[error("sitemap is no text: {reason}")]
    NoText {
        /// What it seems to be.
        reason: String,
    },
    /// A web page: sites without a sitemap often answer with their home page or a page that says it is not there.
    #[error("a web page in place of a sitemap")]
    Page,
    /// Text or XML of another kind.
    #[error("neither sitemap nor feed nor list of addresses")]
    Other,
}

impl SitemapError {
    /// Short, stable name for tables.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sitemap_empty",
            Self::TooLarge { .. } => "sitemap_too_large",
            Self::NoText { .. } => "sitemap_no_text",
            Self::Page => "sitemap_is_page",
            Self::Other => "sitemap_unknown",
        }
    }
}
