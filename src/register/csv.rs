//! Lists in CSV: character set, separator, and rows of cells.

use super::cell::Cell;
use super::charset::{Utf8, detect};
use super::error::ListError;
use super::layout::{Layout, Numbered};
use super::model::Limits;
use ::csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::Encoding;
use std::fs::File;
use std::io::{BufReader, Chain, Cursor, Read, Seek};
use std::path::Path;

/// Separators a list may have, the likeliest first.
const SEPARATORS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// A CSV file, decoded; the line end that the last row may lack is added.
type Decoded = Chain<Utf8<BufReader<File>>, Cursor<&'static [u8]>>;

/// The rows of a CSV file.
pub(super) struct CsvRows {
    reader: Reader<Decoded>,
    record: StringRecord,
    path: std::path::PathBuf,
    max_columns: usize,
    max_cell_lines: u64,
    /// Line breaks inside cells so far: rows are counted as a spreadsheet counts them.
    inner_breaks: u64,
}

/// A CSV file and what its first rows tell.
pub(super) struct Opened {
    pub(super) layout: Layout,
    pub(super) charset: &'static str,
    pub(super) separator: char,
    pub(super) rows: CsvRows,
}

/// Opens a CSV file with the separator under which its header has most columns.
///
/// # Errors
/// When it cannot be read, is no text, or has no row.
pub(super) fn open(path: &Path, limits: &Limits) -> Result<Opened, ListError> {
    let io = |source| ListError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(io)?;
    let found = detect(BufReader::with_capacity(64 << 10, &file)).map_err(io)?;
    let encoding = found.map_err(|error| ListError::Kind { path: path.to_owned(), what: error.to_string() })?;
    let mut best: Option<(u8, Layout)> = None;
    for separator in SEPARATORS {
        file.rewind().map_err(io)?;
        let mut rows = CsvRows::new(path, file.try_clone().map_err(io)?, encoding, separator, limits);
        let mut head: Vec<Numbered> = Vec::new();
        while head.len() < limits.head_rows {
            let mut cells = Vec::new();
            // A quotation mark that is none under this separator ends the attempt, not the reading.
            match rows.next(&mut cells) {
                Ok(Some(row)) => head.push((row, cells)),
                Ok(None) | Err(ListError::Quote { .. }) => break,
                Err(error) => return Err(error),
            }
        }
        let layout = Layout::of_head(&head);
        if best.as_ref().is_none_or(|(_, known)| layout.rank() > known.rank()) {
            best = Some((separator, layout));
        }
    }
    let (separator, layout) = best.unwrap_or_default();
    file.rewind().map_err(io)?;
    let rows = CsvRows::new(path, file, encoding, separator, limits);
    Ok(Opened { layout, charset: encoding.name(), separator: char::from(separator), rows })
}

impl CsvRows {
    fn new(path: &Path, file: File, encoding: &'static Encoding, separator: u8, limits: &Limits) -> Self {
        let decoded = Utf8::new(BufReader::new(file), encoding).chain(Cursor::new(&b"\n"[..]));
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 << 10)
            .from_reader(decoded);
        Self {
            reader,
            record: StringRecord::new(),
            path: path.to_owned(),
            max_columns: limits.max_columns,
            max_cell_lines: limits.max_cell_lines,
            inner_breaks: 0,
        }
    }

    /// The next row that is not blank, with its number from 1.
    ///
    /// # Errors
    /// When the file cannot be read, or a quotation mark is not closed.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Result<Option<u64>, ListError> {
        loop {
            let is_read = self.reader.read_record(&mut self.record).map_err(|error| self.failed(error))?;
            if !is_read {
                return Ok(None);
            }
            let breaks: u64 = self.record.iter().map(line_breaks).sum();
            let row = self.reader.position().line().saturating_sub(1 + breaks + self.inner_breaks).max(1);
            self.inner_breaks += breaks;
            if breaks > self.max_cell_lines {
                let begun = self.record.position().map_or(row, |position| position.line() + breaks - self.inner_breaks);
                return Err(ListError::Quote { path: self.path.clone(), row: begun });
            }
            cells.clear();
            cells.extend(self.record.iter().take(self.max_columns).map(Cell::of_text));
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(row));
            }
        }
    }

    fn failed(&self, error: ::csv::Error) -> ListError {
        let source = match error.into_kind() {
            ::csv::ErrorKind::Io(source) => source,
            other => std::io::Error::other(format!("{other:?}")),
        };
        ListError::Io { path: self.path.clone(), source }
    }
}

fn line_breaks(field: &str) -> u64 {
    memchr::memchr_iter(b'\n', field.as_bytes()).count() as u64
}
