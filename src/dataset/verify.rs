//! Reading a published edition back: is every file what it was, does every quote stand where it says?

use super::edition::{Edition, TableFile};
use super::error::DatasetError;
use super::parquet;
use super::publish::fingerprint;
use super::schema::tables;
use polars::prelude::{DataFrame, PolarsResult};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// What was verified, and what failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Things that were looked at, by kind, in the order they were looked at.
    pub verified: Vec<(&'static str, usize)>,
    /// What is not as it should be, each naming its row.
    pub failures: Vec<String>,
}

/// Verifies an edition: files against `edition.json`, evidence against the pages' text, links between the tables, and the counts
/// of people.
///
/// # Errors
/// When the edition cannot be read at all. What can be read but is wrong is a failure in the result.
pub fn verify(folder: &Path) -> Result<Verification, DatasetError> {
    let edition = Edition::read(folder)?;
    let mut result = Verification::default();
    let mut frames = BTreeMap::new();
    for table in tables() {
        let Some(expected) = edition.tables.get(table.name) else {
            result.failures.push(format!("{}: not in edition.json", table.name));
            continue;
        };
        if let Some(frame) = file(folder, table.name, expected, &mut result) {
            frames.insert(table.name, frame);
        }
    }
    result.verified.push(("table files", frames.len()));
    result.verified.push(("rows", frames.values().map(DataFrame::height).sum()));
    links(&frames, &mut result)?;
    evidence(&frames, &mut result)?;
    people(&frames, &mut result)?;
    Ok(result)
}

/// Size, hash and rows of one table's file.
fn file(folder: &Path, name: &str, expected: &TableFile, result: &mut Verification) -> Option<DataFrame> {
    let path = folder.join(format!("{name}.parquet"));
    match fingerprint(&path) {
        Ok((_, sha256)) if sha256 == expected.sha256 => {}
        Ok((bytes, _)) => {
            result.failures.push(format!("{name}.parquet: not the published file ({bytes} bytes, {} expected)", expected.bytes));
        }
        Err(error) => {
            result.failures.push(error.to_string());
            return None;
        }
    }
    match parquet::read(&path) {
        Ok(frame) if frame.height() == expected.rows => Some(frame),
        Ok(frame) => {
            result.failures.push(format!("{name}: {} rows, {} expected", frame.height(), expected.rows));
            Some(frame)
        }
        Err(error) => {
            result.failures.push(error.to_string());
            None
        }
    }
}

/// Every key that points to another table finds its row there.
fn links(frames: &BTreeMap<&str, DataFrame>, result: &mut Verification) -> PolarsResult<()> {
    let mut seen = 0;
    for table in tables() {
        for (column, target) in table.links {
            let (Some(from), Some(to)) = (frames.get(table.name), frames.get(target)) else { continue };
            let known: HashSet<&str> = to.column(column)?.str()?.iter().flatten().collect();
            for (row, key) in from.column(column)?.str()?.iter().enumerate() {
                seen += 1;
                if !key.is_some_and(|key| known.contains(key)) {
                    result.failures.push(format!("{} row {row}: {column} {key:?} is not in {target}", table.name));
                }
            }
        }
    }
    result.verified.push(("links between tables", seen));
    Ok(())
}

/// `text[start..end] == quote`, in bytes, for every row of `evidence`.
fn evidence(frames: &BTreeMap<&str, DataFrame>, result: &mut Verification) -> PolarsResult<()> {
    let (Some(evidence), Some(pages)) = (frames.get("evidence"), frames.get("pages")) else { return Ok(()) };
    let texts: HashMap<&str, &str> =
        pages.column("page_id")?.str()?.iter().flatten().zip(pages.column("text")?.str()?.iter().flatten()).collect();
    let (pages, quotes) = (evidence.column("page_id")?.str()?, evidence.column("quote")?.str()?);
    let (starts, ends) = (evidence.column("start")?.i64()?, evidence.column("end")?.i64()?);
    let (mentions, fields) = (evidence.column("mention_id")?.str()?, evidence.column("field")?.str()?);
    for row in 0..evidence.height() {
        let range = || Some(usize::try_from(starts.get(row)?).ok()?..usize::try_from(ends.get(row)?).ok()?);
        let found = pages.get(row).and_then(|page| texts.get(page)?.get(range()?));
        if found.is_none() || found != quotes.get(row) {
            let (mention, field) = (mentions.get(row).unwrap_or("?"), fields.get(row).unwrap_or("?"));
            result.failures.push(format!(
                "evidence row {row}: {mention} {field}: the page has {found:?}, the quote is {:?}",
                quotes.get(row).unwrap_or("")
            ));
        }
    }
    result.verified.push(("quotes in their pages", evidence.height()));
    Ok(())
}

/// A check that calls women + men = participants exact is right.
fn people(frames: &BTreeMap<&str, DataFrame>, result: &mut Verification) -> PolarsResult<()> {
    let (Some(checks), Some(mentions)) = (frames.get("checks"), frames.get("mentions")) else { return Ok(()) };
    let counts = ["women", "men", "participants"].map(|name| mentions.column(name).and_then(|column| column.i64()));
    let [women, men, participants] = counts;
    let (women, men, participants) = (women?, men?, participants?);
    let rows: HashMap<&str, usize> =
        mentions.column("mention_id")?.str()?.iter().enumerate().filter_map(|(row, id)| Some((id?, row))).collect();
    let text = |name: &str| -> PolarsResult<_> { checks.column(name)?.cast(&polars::prelude::DataType::String) };
    let (ids, identities, verdicts, scopes) = (text("mention_id")?, text("identity")?, text("verdict")?, text("scope")?);
    let (ids, identities, verdicts, scopes) = (ids.str()?, identities.str()?, verdicts.str()?, scopes.str()?);
    let mut seen = 0;
    for check in 0..checks.height() {
        let is = [identities.get(check), verdicts.get(check), scopes.get(check)];
        if is != [Some("women_plus_men"), Some("exact"), Some("project")] {
            continue;
        }
        seen += 1;
        let id = ids.get(check).unwrap_or("?");
        let sum = rows.get(id).and_then(|&row| Some(women.get(row)? + men.get(row)? == participants.get(row)?));
        if sum == Some(false) {
            result.failures.push(format!("checks row {check}: {id}: women + men is not participants"));
        }
    }
    result.verified.push(("counts of people", seen));
    Ok(())
}
