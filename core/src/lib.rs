//! The reading of pages: bytes in, evidenced facts and rows of tables out.
//!
//! Free of polars, tokio and reqwest, and of everything that fetches, publishes or prints, so that it runs inside any engine: the
//! program `metryczka` and its Python package stand on it. A module imports only from floors below its own (held by the
//! program's `tests/house/floors.rs`):
//!
//! | floor | module | what lives there |
//! |---|---|---|
//! | 7 | [`table`] | what pages say as rows of tables, every column declared once |
//! | 6 | [`reader`] | capture → a page with its mentions, or a problem; never a panic |
//! | 5 | [`resolve`] | mentions → projects: which mentions tell of one project, what is published of it |
//! | 5 | [`extractor`] | page → mentions: notices with their verdicts |
//! | 4 | [`check`] | identities over one notice's facts → verdicts |
//! | 3 | [`notice`] | page → notices, one file a fact family |
//! | 2 | [`page`], [`archive`] | bytes → text and blocks; files, folders and WARC as one stream |
//! | 1 | [`value`] | recognisers: money, dates, codes, headcounts |
//! | 0 | [`text`], [`vocabulary`] | folded text with offsets; the knowledge files |

pub mod archive;
pub mod check;
pub mod extractor;
pub mod notice;
pub mod page;
pub mod reader;
pub mod resolve;
pub mod table;
pub mod text;
pub mod value;
pub mod vocabulary;

pub use extractor::{Extraction, Extractor, extract};
