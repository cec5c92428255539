//! metryczka reads the notices in which Polish municipalities announce publicly funded projects and turns them into one
//! comparable, evidenced dataset.
//!
//! The house has floors; a module imports only from floors below its own (held by `tests/floors.rs`):
//!
//! | floor | module | what lives there |
//! |---|---|---|
//! | 8 | `command` (binary) | one file a subcommand |
//! | 7 | [`report`], [`review`] | pages and pictures for people, from the tables of an edition |
//! | 6 | [`dataset`] | projects → places, measures, history; Parquet editions, atomic publishing |
//! | 6 | [`register`] | the official lists of projects, as the ministry publishes them |
//! | 5 | [`resolve`] | mentions → projects: which mentions tell of one project, what is published of it |
//! | 5 | [`correction`] | what people put right: `corrections.toml` → corrected mentions |
//! | 5 | [`extractor`] | page → mentions: notices with their verdicts |
//! | 4 | [`crawl`] | the web → an archive folder: frontier, robots, politeness, fetching, state |
//! | 4 | [`check`] | identities over one notice's facts → verdicts |
//! | 3 | [`notice`] | page → notices, one file a fact family |
//! | 2 | [`page`], [`archive`] | bytes → text and blocks; files, folders and WARC as one stream |
//! | 1 | [`value`] | recognisers: money, dates, codes, headcounts |
//! | 1 | [`html`] | what pages for people are made of: escaping, two languages, facts marked in a text |
//! | 0 | [`text`], [`vocabulary`] | folded text with offsets; the knowledge files |

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
pub use metryczka_core::{archive, check, extractor, notice, page, resolve, text, value, vocabulary};
