//! The file's text → corrections, strictly: what is not understood is an error with its line, not passed over.

use super::super::error::CorrectionError;
use super::super::model::{Action, Correction, Place, Words};
use super::super::set::{self, normalise};
use super::append::Seam;
use super::keys::{Keys, Lines};
use super::{BOM, VERSION};
use chrono::{DateTime, NaiveDate};
use std::collections::HashSet;
use std::path::Path;
use toml::de::DeTable;

/// What stands in a file.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub corrections: Vec<Correction>,
    /// The number of the next correction, as the file says it.
    pub next: u64,
    /// Where corrections can be added.
    pub seam: Option<Seam>,
}

type Read<T> = Result<T, CorrectionError>;

/// Reads a file's text; an empty one holds nothing.
pub(super) fn parse(text: &str, path: &Path) -> Read<Parsed> {
    let whole = text;
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let lines = Lines::of(text, path);
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        let line = error.span().map_or(1, |span| lines.line(span.start));
        return Err(lines.malformed(line, format!("not TOML: {}", error.message()), "see toml.io for how to write it"));
    }
    let keys = Keys::of(table.get_ref(), "", 1, &lines);
    if table.get_ref().is_empty() {
        return Ok(Parsed::default());
    }
    let Some(version) = keys.number::<i64>("version")? else {
        return Err(keys.wrong("version", "missing", format!("begin the file with version = {VERSION}")));
    };
    if version != VERSION {
        let remedy = if version > VERSION { "use a newer metryczka" } else { "write version = 1" };
        return Err(keys.wrong("version", &format!("{version}, but this program reads {VERSION}"), remedy));
    }
    let next = keys.number("next")?.unwrap_or(1);
    let mut seen = HashSet::new();
    let mut corrections = Vec::new();
    for entry in keys.tables("correction")?.unwrap_or_default() {
        let correction = correction(&entry)?;
        if !seen.insert(correction.id.clone()) {
            let message = format!("`{}` is the id of another correction too", correction.id);
            return Err(entry.wrong("id", &message, "give every correction an id of its own: c1, c2, …"));
        }
        corrections.push(correction);
    }
    keys.close()?;
    Ok(Parsed { corrections, next, seam: Seam::of(whole, table.get_ref()) })
}

fn correction(keys: &Keys<'_>) -> Read<Correction> {
    let id = keys.needed_text("id")?;
    if !id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) || id.len() > 40 {
        return Err(keys.wrong("id", "not letters, digits, - and _ alone", "write c1, c2, …"));
    }
    let made = keys.needed_text("made")?;
    if DateTime::parse_from_rfc3339(&made).is_err() && NaiveDate::parse_from_str(&made, "%Y-%m-%d").is_err() {
        return Err(keys.wrong("made", "no point in time", "write it as \"2026-11-22T18:40:00Z\" or \"2026-11-22\""));
    }
    let correction = Correction { id, made, by: keys.text("by")?, reason: keys.text("reason")?, action: action(keys)? };
    keys.close()?;
    Ok(correction)
}

fn action(keys: &Keys<'_>) -> Read<Action> {
    match keys.needed_text("action")?.as_str() {
        "correct" => correct(keys),
        "accept" => accept(keys),
        "reject" => Ok(Action::Reject { mentions: places(keys, "mentions", 1)? }),
        "merge" => Ok(Action::Merge { mentions: places(keys, "mentions", 2)? }),
        "split" => Ok(Action::Split { mentions: places(keys, "mentions", 1)?, from: places(keys, "from", 1)? }),
        other => {
            let remedy = "write one of: correct, accept, reject, merge, split";
            Err(keys.wrong("action", &format!("there is no action `{other}`"), remedy))
        }
    }
}

fn correct(keys: &Keys<'_>) -> Read<Action> {
    let field = known_field(keys, keys.needed_text("field")?)?;
    let value = keys.text("value")?;
    if value.is_none() && !set::may_be_empty(&field) {
        return Err(keys.wrong("value", "missing: an amount cannot be empty", "add value = \"other\", or a sum"));
    }
    if let Some(Err(error)) = value.as_ref().map(|value| normalise(&field, value)) {
        let CorrectionError::Value { expected, value, .. } = &error else { return Err(error) };
        return Err(keys.wrong("value", &format!("`{value}` is not {expected}"), error.remedy()));
    }
    let (place, original) = (place(keys)?, keys.text("original")?);
    let words = keys.table("words")?.map(|keys| words(&keys)).transpose()?;
    Ok(Action::Correct { place, field, original, value, words })
}

fn accept(keys: &Keys<'_>) -> Read<Action> {
    let field = keys.text("field")?.map(|field| known_field(keys, field)).transpose()?;
    let (place, value) = (place(keys)?, keys.text("value")?);
    if field.is_none() && value.is_some() {
        return Err(keys.wrong("value", "of which field?", "add the field, or remove the value to accept the whole mention"));
    }
    Ok(Action::Accept { place, field, value })
}

fn known_field(keys: &Keys<'_>, field: String) -> Read<String> {
    if set::is_field(&field) {
        return Ok(field);
    }
    let remedy = format!("it may be {}, amounts[0].role, amounts[0].value, …", crate::resolve::FIELDS.join(", "));
    Err(keys.wrong("field", &format!("there is no field `{field}`"), remedy))
}

fn words(keys: &Keys<'_>) -> Read<Words> {
    let words = Words { start: keys.needed_number("start")?, end: keys.needed_number("end")?, quote: keys.needed_text("quote")? };
    keys.close()?;
    if words.start.checked_add(words.quote.len()) != Some(words.end) {
        let message = "not as long as the quote";
        return Err(keys.wrong("end", message, "end is start and the bytes of the quote (in UTF-8); or remove the words"));
    }
    Ok(words)
}

fn places(keys: &Keys<'_>, key: &'static str, least: usize) -> Read<Vec<Place>> {
    let entries = keys.tables(key)?.unwrap_or_default();
    if entries.len() < least {
        let message = if least == 1 { "no mention" } else { "fewer than two mentions" };
        return Err(keys.wrong(key, message, "name them, or remove the whole table"));
    }
    let read = |keys: &Keys<'_>| place(keys).and_then(|place| keys.close().map(|()| place));
    entries.iter().map(read).collect()
}

fn place(keys: &Keys<'_>) -> Read<Place> {
    Ok(Place {
        page: keys.needed_text("page")?,
        sha256: hash(keys, "sha256")?,
        text_sha256: hash(keys, "text_sha256")?,
        reading_sha256: keys.text("reading_sha256")?.map(|text| is_hash(keys, "reading_sha256", text)).transpose()?,
        mention: keys.needed_number("mention")?,
        title: keys.text("title")?,
    })
}

fn hash(keys: &Keys<'_>, key: &'static str) -> Read<String> {
    is_hash(keys, key, keys.needed_text(key)?)
}

fn is_hash(keys: &Keys<'_>, key: &'static str, text: String) -> Read<String> {
    let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash {
        Ok(text)
    } else {
        Err(keys.wrong(key, "not 64 hexadecimal digits", "take it from where the correction was made"))
    }
}
