//! A CSV file of figures that the user supplies, whatever its encoding, delimiter and padding.

use crate::text::Folded;
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::WINDOWS_1250;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// More bytes than any such file has.
const LONGEST: u64 = 64 * 1024 * 1024;

/// A file's cells.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The cells of the first line, trimmed; empty ones at its end are no columns.
    pub(super) header: Vec<String>,
    /// Number of the line and its cells.
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Malformed {
    /// Number of the line, from 1.
    pub(super) line: usize,
    /// What is wrong with it.
    pub(super) problem: String,
}

impl Malformed {
    pub(super) fn at(line: usize, problem: impl Into<String>) -> Self {
        Self { line, problem: problem.into() }
    }
}

impl Sheet {
    /// Reads UTF-8 or windows-1250, parted by `;`, `,` or tabs; blank lines are passed over.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() as u64 > LONGEST || bytes.contains(&0) {
            return Err(Malformed::at(1, "this is no CSV file of figures"));
        }
        let text = decode(bytes);
        let first = text.lines().next().unwrap_or_default();
        let delimiter = [b';', b'\t', b','].into_iter().find(|&sign| bare(first).any(|byte| byte == sign)).unwrap_or(b';');
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut lines = Vec::new();
        for record in reader.records() {
            let line = |position: Option<&csv::Position>| position.map_or(1, |position| position.line() as usize);
            let record = record.map_err(|error| Malformed::at(line(error.position()), "the line is no CSV"))?;
            lines.push((line(record.position()), cells(&record)));
        }
        let mut lines = lines.into_iter();
        let Some((_, mut header)) = lines.next() else { return Err(Malformed::at(1, "the file is empty")) };
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let mut rows: Vec<(usize, Vec<String>)> = lines.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty())).collect();
        for (line, row) in &mut rows {
            while row.len() > header.len() && row.last().is_some_and(String::is_empty) {
                row.pop();
            }
            if row.len() != header.len() {
                let problem = format!("{} cells, but the header has {}", row.len(), header.len());
                return Err(Malformed::at(*line, problem));
            }
        }
        Ok(Self { header, rows })
    }

    /// The columns whose folded name fits.
    pub(super) fn columns(&self, fits: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.header.len()).filter(|&column| fits(&folded(&self.header[column]))).collect()
    }
}

/// A cell in lower case without diacritics, its words parted by one blank.
pub(super) fn folded(cell: &str) -> String {
    let folded = Folded::new(cell);
    let words = folded.as_str().split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A number with a decimal comma or point and blanks between its thousands.
pub(super) fn number(cell: &str) -> Option<Decimal> {
    let digits: String = cell.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    digits.parse().ok()
}

/// A year between 1900 and 2199.
pub(super) fn year(cell: &str) -> Option<i32> {
    let is_year = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    cell.parse().ok().filter(|year| is_year && (1900..2200).contains(year))
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Err(_) => WINDOWS_1250.decode_without_bom_handling(bytes).0,
    }
}

/// The bytes outside quotation marks: a quoted header cell holds delimiters of its own (`"ogółem;2019;[osoba]"`).
fn bare(line: &str) -> impl Iterator<Item = u8> {
    let mut is_quoted = false;
    line.bytes().filter(move |&byte| {
        is_quoted ^= byte == b'"';
        !is_quoted
    })
}

/// Spreadsheets keep leading zeros as `="0201011"`.
fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(|cell| cell.trim().trim_start_matches('=').trim_matches('"').trim().to_owned()).collect()
}
