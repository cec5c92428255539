//! metryczka reads the notices in which Polish municipalities announce publicly funded projects and turns them into one
//! comparable, evidenced dataset.
//!
//! The house has floors; a module imports only from floors below its own (held by `tests/floors.rs`):
//!
//! | floor | module | what lives there |
//! |---|---|---|
//! | 7 | `command` (binary) | one file a subcommand |
//! | 5 | [`dataset`] | mentions → projects, Parquet editions, atomic publishing |
//! | 5 | [`extractor`] | page → mentions: notices with their verdicts |
//! | 4 | [`crawl`] | the web → an archive folder: frontier, robots, politeness, fetching, state |
//! | 4 | [`check`] | identities over one notice's facts → verdicts |
//! | 3 | [`notice`] | page → notices, one file a fact family |
//! | 2 | [`page`], [`archive`] | bytes → text and blocks; files, folders and WARC as one stream |
//! | 1 | [`value`] | recognisers: money, dates, codes, headcounts |
//! | 0 | [`text`], [`vocabulary`] | folded text with offsets; the knowledge files |

pub mod archive;
pub mod check;
#[cfg(feature = "crawl")]
pub mod crawl;
#[cfg(feature = "dataset")]
pub mod dataset;
pub mod extractor;
pub mod notice;
pub mod page;
pub mod text;
pub mod value;
pub mod vocabulary;

pub use extractor::{Extraction, Extractor, extract};
