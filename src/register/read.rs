//! A file → its rows, one after the other.

use super::cell::Cell;
use super::csv;
use super::error::ListError;
use super::layout::Layout;
use super::model::{Limits, ListSummary, Listed, Problem, ProblemKind};
use super::period::{self, Programmes};
use super::row::{RowReader, quoted};
use super::xlsx::Workbook;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Reads a list and hands over its rows, in their order. No row is left out: what a row holds that cannot be read is among its problems.
///
/// ```
/// let list = std::env::temp_dir().join("metryczka-example-2021-2027.csv");
/// std::fs::write(&list, "Nazwa projektu;Wartość projektu\nŻółw;1 234,50\n").unwrap();
/// let mut titles = Vec::new();
/// let summary = metryczka::register::read(&list, &Default::default(), &mut |row| titles.extend(row.title)).unwrap();
/// assert_eq!((summary.rows, titles), (1, vec!["Żółw".to_owned()]));
/// assert_eq!(summary.period.as_deref(), Some("2021-2027"));
/// ```
///
/// # Errors
/// When the file is no list. Rows handed over before a damaged one are not taken back.
pub fn read(path: &Path, limits: &Limits, each: &mut dyn FnMut(Listed)) -> Result<ListSummary, ListError> {
    let io = |source| ListError::Io { path: path.to_owned(), source };
    let about = std::fs::metadata(path).map_err(io)?;
    if about.is_dir() {
        return Err(ListError::Folder(path.to_owned()));
    }
    if about.len() > limits.max_bytes {
        return Err(ListError::TooLarge { path: path.to_owned(), what: "it has", limit: limits.max_bytes });
    }
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(512).read_to_end(&mut head)).map_err(io)?;
    match head.trim_ascii_start() {
        [] => Err(ListError::Empty(path.to_owned())),
        [b'P', b'K', 3 | 5, ..] => read_workbook(path, limits, each),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(ListError::Legacy(path.to_owned())),
        [b'<', ..] => Err(ListError::Kind { path: path.to_owned(), what: "a web page or XML".to_owned() }),
        _ => read_csv(path, limits, each),
    }
}

fn read_csv(path: &Path, limits: &Limits, each: &mut dyn FnMut(Listed)) -> Result<ListSummary, ListError> {
    let csv::Opened { layout, charset, separator, mut rows } = csv::open(path, limits)?;
    let mut list = Reading::new(path, layout, limits)?;
    (list.summary.charset, list.summary.separator) = (Some(charset), Some(separator));
    let layout = list.layout.clone();
    let mut reader = RowReader { columns: &layout.columns, is_1904: false, is_separated: true, limits, marks: BTreeMap::new() };
    let mut cells = Vec::new();
    while let Some(row) = rows.next(&mut cells)? {
        list.take(&mut reader, row, &cells, Vec::new(), each);
    }
    list.finish(path)
}

fn read_workbook(path: &Path, limits: &Limits, each: &mut dyn FnMut(Listed)) -> Result<ListSummary, ListError> {
    let mut workbook = Workbook::open(path, limits)?;
    let is_1904 = workbook.is_1904();
    let opened = workbook.choose(limits)?.ok_or_else(|| ListError::Empty(path.to_owned()))?;
    let mut list = Reading::new(path, opened.layout, limits)?;
    let layout = list.layout.clone();
    let mut reader = RowReader { columns: &layout.columns, is_1904, is_separated: false, limits, marks: BTreeMap::new() };
    let mut rows = workbook.rows(&opened.sheet, limits)?;
    list.of_name(&opened.sheet);
    list.summary.sheet = Some(opened.sheet);
    let mut cells = Vec::new();
    while let Some(row) = rows.next(&mut cells)? {
        let faults = std::mem::take(&mut rows.faults);
        list.take(&mut reader, row, &cells, faults, each);
    }
    list.finish(path)
}

/// A list while it is read.
struct Reading {
    layout: Layout,
    summary: ListSummary,
    programmes: Programmes,
    /// Rows by the period their programme's name tells.
    periods: BTreeMap<String, u64>,
}

impl Reading {
    /// Begins, if the list has the needed columns.
    fn new(path: &Path, layout: Layout, limits: &Limits) -> Result<Self, ListError> {
        let missing = layout.columns.missing();
        if !missing.is_empty() {
            let headers = layout.columns.headers.iter().filter(|header| !header.is_empty()).take(limits.head_rows);
            let found: Vec<String> = headers.map(|header| quoted(header)).collect();
            let found = if found.is_empty() { "nothing".to_owned() } else { found.join(" | ") };
            return Err(ListError::Columns { path: path.to_owned(), missing: missing.join("; "), found });
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let summary = ListSummary {
            header_row: layout.header_row,
            columns: layout.columns.known(),
            unread: layout.columns.unread(),
            state_of: layout.state_of,
            period: layout.period.map(str::to_owned),
            file,
            ..ListSummary::default()
        };
        Ok(Self { layout, summary, programmes: Programmes::default(), periods: BTreeMap::new() })
    }

    /// A sheet's name tells the period where no row above the header does.
    fn of_name(&mut self, name: &str) {
        let told = || period::of_text(name).map(str::to_owned);
        self.summary.period = self.summary.period.take().or_else(told);
    }

    fn take(&mut self, reader: &mut RowReader<'_>, row: u64, cells: &[Cell], faults: Vec<String>, each: &mut dyn FnMut(Listed)) {
        if row <= self.layout.header_row {
            return;
        }
        if self.layout.is_heading(cells, self.summary.rows == 0) {
            self.summary.skipped += 1;
            return;
        }
        let mut listed = reader.read(row, cells);
        let fault = |value: String| Problem { row, column: None, value: quoted(&value), kind: ProblemKind::Fault };
        listed.problems.extend(faults.into_iter().map(fault));
        self.summary.rows += 1;
        for problem in &listed.problems {
            *self.summary.problems.entry(problem.kind).or_default() += 1;
        }
        if let Some((code, period)) = self.programmes.of_row(listed.number.as_deref(), listed.programme.as_deref()) {
            *self.summary.programmes.entry(code).or_default() += 1;
            if let Some(period) = period {
                *self.periods.entry(period).or_default() += 1;
            }
        }
        each(listed);
    }

    /// The period by what stands above the header or names the sheet, else by the headers, the file's name, the programmes.
    fn finish(mut self, path: &Path) -> Result<ListSummary, ListError> {
        if self.summary.rows == 0 {
            return Err(ListError::Empty(path.to_owned()));
        }
        let by_rows = if self.periods.len() == 1 { self.periods.into_keys().next() } else { None };
        let by_name = period::of_text(&self.summary.file).map(str::to_owned);
        self.summary.period = self.summary.period.or(self.layout.columns.period).or(by_name).or(by_rows);
        Ok(self.summary)
    }
}
