//! What an edition says of itself: `datapackage.json` for programs and `dictionary.md` for people, both from the declared columns.

mod document;
mod package;

pub(super) use document::{FILE, HEADINGS, document, lines};
pub(super) use package::data_package;

use super::edition::Edition;
use super::error::DatasetError;
use super::rows::TableReader;
use super::schema::tables;
use crate::table::{Cell, Kind};
use std::path::Path;

/// What `datapackage.json` tells besides the tables' columns.
#[derive(Debug, Clone)]
pub(super) struct About<'a> {
    /// Name, time, versions, digests, and the size of every table.
    edition: &'a Edition,
    /// The licence under which the tables are given on: an SPDX identifier or an address; none is stated without it.
    licence: Option<&'a str>,
    /// When the first and the last page were fetched, as the archive says; none if it says nothing.
    fetched: Option<(String, String)>,
    /// The sources of the configuration: TERYT number, if given, and name.
    sources: Vec<(Option<String>, String)>,
}

impl<'a> About<'a> {
    /// Of an edition whose tables stand in a folder.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub(super) fn read(folder: &Path, edition: &'a Edition, licence: Option<&'a str>) -> Result<Self, DatasetError> {
        let mut fetched: Option<(String, String)> = None;
        each_row(folder, "pages", &["fetched"], |row| {
            let [Some(time)] = row else { return };
            let (first, last) = fetched.get_or_insert_with(|| (time.clone(), time.clone()));
            if *time < *first {
                first.clone_from(time);
            } else if *time > *last {
                last.clone_from(time);
            }
        })?;
        let mut sources = Vec::new();
        each_row(folder, "coverage", &["name", "teryt"], |row| {
            if let [Some(name), teryt] = row {
                sources.push((teryt.clone(), name.clone()));
            }
        })?;
        Ok(Self { edition, licence, fetched, sources })
    }
}

/// Shows some columns of text of every row of a table, in the order of the table's columns.
fn each_row(folder: &Path, name: &str, columns: &[&str], mut see: impl FnMut(&[Option<String>])) -> Result<(), DatasetError> {
    let Some(mut table) = tables().into_iter().find(|table| table.name == name) else { return Ok(()) };
    table.columns.retain(|spec| columns.contains(&spec.name));
    for group in TableReader::open(folder, &table)?.groups() {
        let rows = group?;
        for row in 0..rows.height() {
            let text = |cell| if let Cell::Text(text) = cell { Some(text.into_owned()) } else { None };
            see(&rows.row(row).map(text).collect::<Vec<_>>());
        }
    }
    Ok(())
}

/// The name of a column's type in words: that of Parquet, with what stands in it.
fn type_name(kind: Kind) -> String {
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
