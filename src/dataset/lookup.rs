//! Looking one page up in a published edition, for `explain`.

use super::edition::Edition;
use super::error::DatasetError;
use super::parquet;
use polars::prelude::{DataFrame, DataType, JsonFormat, JsonWriter, PolarsResult, SerWriter};
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;

/// A page of an edition, with its mentions and their evidence, as JSON objects of the tables' columns.
#[derive(Debug, Clone)]
pub struct Found {
    /// The row of `pages`.
    pub page: Value,
    /// Rows of `mentions`: only the one asked for, or all of the page.
    pub mentions: Vec<Value>,
    /// Rows of `evidence` for these mentions.
    pub evidence: Vec<Value>,
}

/// Finds the pages of a mention, a project or a page by its identifier.
///
/// # Errors
/// When the edition is none, is of another form, or a table of it cannot be read.
pub fn find(edition: &Path, id: &str) -> Result<Vec<Found>, DatasetError> {
    Edition::open(edition)?;
    let table = |name: &str| parquet::read(&edition.join(format!("{name}.parquet")));
    let (pages, mentions, evidence) = (table("pages")?, table("mentions")?, table("evidence")?);
    let told = rows(&mentions, |column| matches!(column, "mention_id" | "project_id" | "page_id"), id)?;
    let mut wanted: Vec<String> = Vec::new();
    for mention in &told {
        let page = text(mention, "page_id");
        if !wanted.contains(&page) {
            wanted.push(page);
        }
    }
    if wanted.is_empty() {
        wanted.push(id.to_owned());
    }
    let mut found = Vec::new();
    for page_id in wanted {
        let Some(page) = rows(&pages, |column| column == "page_id", &page_id)?.pop() else { continue };
        let mentions: Vec<Value> = told.iter().filter(|mention| text(mention, "page_id") == page_id).cloned().collect();
        let shown: HashSet<String> = mentions.iter().map(|mention| text(mention, "mention_id")).collect();
        let mut evidence = rows(&evidence, |column| column == "page_id", &page_id)?;
        evidence.retain(|row| shown.contains(&text(row, "mention_id")));
        found.push(Found { page, mentions, evidence });
    }
    Ok(found)
}

fn text(row: &Value, column: &str) -> String {
    row[column].as_str().unwrap_or_default().to_owned()
}

/// The rows in which one of the columns holds the identifier.
fn rows(frame: &DataFrame, columns: impl Fn(&str) -> bool, id: &str) -> PolarsResult<Vec<Value>> {
    let mut hits = vec![false; frame.height()];
    for column in frame.columns().iter().filter(|column| columns(column.name())) {
        let column = column.cast(&DataType::String)?;
        for (hit, value) in hits.iter_mut().zip(column.str()?.iter()) {
            *hit |= value == Some(id);
        }
    }
    let mask = hits.into_iter().collect();
    let mut picked = frame.filter(&mask)?;
    let mut json = Vec::new();
    JsonWriter::new(&mut json).with_json_format(JsonFormat::Json).finish(&mut picked)?;
    Ok(serde_json::from_slice(&json).unwrap_or_default())
}
