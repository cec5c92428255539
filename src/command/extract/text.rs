//! Mentions as JSON and CSV.

use super::super::args::Format;
use super::super::exit::Failure;
use metryczka::check::Mention;
use metryczka::dataset::{csv_header, csv_line};
use metryczka::reader::Outcome;
use std::io::Write;

/// What comes before all mentions.
pub fn begin(out: &mut impl Write, format: Format) -> Result<(), Failure> {
    match format {
        Format::Csv => writeln!(out, "{}", csv_header())?,
        Format::Json => write!(out, "[")?,
        Format::Ndjson | Format::Parquet => {}
    }
    Ok(())
}

/// The mentions of some captures, without what stands before the first.
pub fn lines(outcomes: &[Outcome], format: Format) -> Result<Vec<u8>, Failure> {
    let pages = outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Page(page) => Some(page),
        Outcome::Problem(_) => None,
    });
    let mut text = Vec::new();
    for mention in pages.flat_map(|page| &page.mentions) {
        if !text.is_empty() && format == Format::Json {
            text.extend_from_slice(SEPARATOR);
        }
        line(&mut text, format, mention)?;
    }
    Ok(text)
}

/// What stands between two mentions of a JSON array.
const SEPARATOR: &[u8] = b",\n";

fn line(out: &mut Vec<u8>, format: Format, mention: &Mention) -> Result<(), Failure> {
    if format == Format::Csv {
        writeln!(out, "{}", csv_line(mention))?;
        return Ok(());
    }
    serde_json::to_writer(&mut *out, &mention.record()).map_err(std::io::Error::from)?;
    if format == Format::Ndjson {
        out.push(b'\n');
    }
    Ok(())
}

/// Writes lines behind those that were written before.
pub fn put(out: &mut impl Write, format: Format, lines: &[u8], is_first: bool) -> Result<(), Failure> {
    if format == Format::Json && !lines.is_empty() {
        out.write_all(if is_first { b"\n" } else { SEPARATOR })?;
    }
    out.write_all(lines)?;
    Ok(())
}

/// What comes behind all mentions.
pub fn end(out: &mut impl Write, format: Format, is_empty: bool) -> Result<(), Failure> {
    if format == Format::Json {
        writeln!(out, "{}", if is_empty { "]" } else { "\n]" })?;
    }
    out.flush()?;
    Ok(())
}
