//! What an edition says of itself: `datapackage.json` for programs and `dictionary.md` for people, both from the declared columns.

mod document;
mod package;

pub(super) use document::{FILE, HEADINGS, document, lines};
pub(super) use package::data_package;

use super::edition::Edition;
use super::model::Harvest;

/// What `datapackage.json` tells besides the tables.
#[derive(Debug, Clone)]
pub(super) struct About<'a> {
    /// Name, time, versions, digests, and the size of every table.
    pub(super) edition: &'a Edition,
    /// The licence under which the tables are given on: an SPDX identifier or an address; none is stated without it.
    pub(super) licence: Option<&'a str>,
    /// When and where the pages are from.
    pub(super) extent: Extent,
}

/// When and where the pages of an edition are from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// When the first and the last page were fetched, as the archive says; none if it says nothing.
    pub(super) fetched: Option<(String, String)>,
    /// The sources of the configuration: TERYT number, if given, and name.
    pub(super) sources: Vec<(Option<String>, String)>,
}

impl Extent {
    /// Of what was read.
    pub(super) fn of(harvest: &Harvest) -> Self {
        let fetched = || harvest.pages.iter().filter_map(|page| page.fetched.as_ref());
        let fetched = fetched().min().zip(fetched().max()).map(|(first, last)| (first.clone(), last.clone()));
        let sources = harvest.coverage.iter().map(|source| (source.teryt.clone(), source.name.clone())).collect();
        Self { fetched, sources }
    }
}

/// The name of a column's type in words: that of Parquet, with what stands in it.
fn type_name(kind: super::column::Kind) -> String {
    use super::column::Kind;
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Enum(_) => "text out of a list".to_owned(),
        Kind::Decimal(scale) => format!("decimal(18, {scale})"),
        Kind::Count => "whole number".to_owned(),
        Kind::Flag => "true or false".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Texts => "list of texts".to_owned(),
        Kind::Structs(_) => "list of records".to_owned(),
    }
}
