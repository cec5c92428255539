//! metryczka reads the notices in which Polish municipalities announce publicly funded projects and turns them into one
//! comparable, evidenced dataset.
//!
//! The house has floors; a module imports only from floors below its own (held by `tests/house/floors.rs`):
//!
//! | floor | module | what lives there |
//! |---|---|---|
//! | 10 | `command` (binary) | one file a subcommand |
//! | 9 | [`report`], [`review`] | pages and pictures for people, from the tables of an edition |
//! | 8 | [`dataset`] | projects → places, measures, history; Parquet editions, atomic publishing |
//! | 8 | [`register`] | the official lists of projects, as the ministry publishes them |
//! | 7 | [`table`]ᶜ | what pages say as rows of tables, every column declared once |
//! | 6 | [`reader`]ᶜ | capture → a page with its mentions, or a problem; never a panic |
//! | 5 | [`resolve`]ᶜ | mentions → projects: which mentions tell of one project, what is published of it |
//! | 5 | [`correction`] | what people put right: `corrections.toml` → corrected mentions |
//! | 5 | [`extractor`]ᶜ | page → mentions: notices with their verdicts |
//! | 4 | [`crawl`] | the web → an archive folder: frontier, robots, politeness, fetching, state |
//! | 4 | [`check`]ᶜ | identities over one notice's facts → verdicts |
//! | 3 | [`notice`]ᶜ | page → notices, one file a fact family |
//! | 2 | [`page`]ᶜ, [`archive`]ᶜ | bytes → text and blocks; files, folders and WARC as one stream |
//! | 1 | [`value`]ᶜ | recognisers: money, dates, codes, headcounts |
//! | 1 | [`html`] | what pages for people are made of: escaping, two languages, facts marked in a text |
//! | 0 | [`text`]ᶜ, [`vocabulary`]ᶜ | folded text with offsets; the knowledge files |
//!
//! The rooms with a ᶜ are those of the crate `metryczka-core` (folder `core`), free of polars, tokio and reqwest: the Python package
//! stands on them alone, and they are compiled once and optimised, whatever changes above.

pub mod correction;
#[cfg(feature = "crawl")]
pub mod crawl;
#[cfg(feature = "dataset")]
pub mod dataset;
#[cfg(feature = "report")]
pub mod html;
#[cfg(feature = "register")]
pub mod register;
#[cfg(feature = "report")]
pub mod report;
#[cfg(feature = "review")]
pub mod review;

pub use metryczka_core::{Extraction, Extractor, extract};
pub use metryczka_core::{archive, check, extractor, notice, page, reader, resolve, table, text, value, vocabulary};
