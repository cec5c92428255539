//! Lists in XLSX: the sheet that is one, and its rows of cells.

use super::cell::Cell;
use super::error::ListError;
use super::layout::{Layout, Numbered};
use super::model::Limits;
use super::package;
use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxCellReader, XlsxError};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Sheets looked through.
const MAX_SHEETS: usize = 64;

/// An open workbook.
pub(super) struct Workbook {
    workbook: Xlsx<BufReader<File>>,
    path: PathBuf,
}

/// The sheet that is a list, and what its first rows tell.
pub(super) struct Opened {
    pub(super) sheet: String,
    pub(super) layout: Layout,
}

impl Workbook {
    /// Opens a workbook.
    ///
    /// # Errors
    /// When it is none, is too large, damaged, or protected with a password.
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, ListError> {
        package::check(path, limits)?;
        let file = File::open(path).map_err(|source| ListError::Io { path: path.to_owned(), source })?;
        let workbook = Xlsx::new(BufReader::with_capacity(64 << 10, file)).map_err(|error| match error {
            XlsxError::Password => ListError::Legacy(path.to_owned()),
            error => ListError::Damaged { path: path.to_owned(), row: 0, message: error.to_string() },
        })?;
        Ok(Self { workbook, path: path.to_owned() })
    }

    /// Whether days are counted from 1904.
    pub(super) fn is_1904(&self) -> bool {
        self.workbook.has_1904_epoch()
    }

    /// The sheet whose header fits best; hidden ones count too, for a list may be one. None where no sheet has a row.
    ///
    /// # Errors
    /// When a sheet is damaged at its beginning and no other is a list.
    pub(super) fn choose(&mut self, limits: &Limits) -> Result<Option<Opened>, ListError> {
        let sheets: Vec<String> = self
            .workbook
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .take(MAX_SHEETS)
            .collect();
        let (mut best, mut failed): (Option<Opened>, Option<ListError>) = (None, None);
        for sheet in sheets {
            match self.head(&sheet, limits) {
                Ok(head) if head.is_empty() => {}
                Ok(head) => {
                    let layout = Layout::of_head(&head);
                    if best.as_ref().is_none_or(|known| layout.rank() > known.layout.rank()) {
                        best = Some(Opened { sheet, layout });
                    }
                }
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        match failed {
            Some(error) if !best.as_ref().is_some_and(|best| best.layout.rank().0) => Err(error),
            _ => Ok(best),
        }
    }

    fn head(&mut self, sheet: &str, limits: &Limits) -> Result<Vec<Numbered>, ListError> {
        let mut rows = self.rows(sheet, limits)?;
        let mut head = Vec::new();
        while head.len() < limits.head_rows {
            let mut cells = Vec::new();
            let Some(row) = rows.next(&mut cells)? else { break };
            head.push((row, cells));
        }
        Ok(head)
    }

    /// The rows of a sheet.
    ///
    /// # Errors
    /// When the sheet is not there or does not begin as one.
    pub(super) fn rows(&mut self, sheet: &str, limits: &Limits) -> Result<XlsxRows<'_>, ListError> {
        let path = self.path.clone();
        let damaged = |error: XlsxError| ListError::Damaged { path: path.clone(), row: 0, message: error.to_string() };
        let cells = self.workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
        Ok(XlsxRows { cells, path, max_columns: limits.max_columns, next: None, is_over: false, row: 0, faults: Vec::new() })
    }
}

/// The rows of a sheet.
pub(super) struct XlsxRows<'w> {
    cells: XlsxCellReader<'w, BufReader<File>>,
    path: PathBuf,
    max_columns: usize,
    /// The first cell of the row after the last.
    next: Option<(u32, u32, Cell)>,
    is_over: bool,
    row: u64,
    /// What cells said that could not be read at all since the last row: where they stand is not known but for the row.
    pub(super) faults: Vec<String>,
}

impl XlsxRows<'_> {
    /// The next row that is not blank, with its number from 1.
    ///
    /// # Errors
    /// When the sheet is damaged.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Result<Option<u64>, ListError> {
        cells.clear();
        let Some((row, column, cell)) = (match self.next.take() {
            Some(first) => Some(first),
            None => self.cell()?,
        }) else {
            return Ok(None);
        };
        put(cells, column, cell, self.max_columns);
        while let Some((other, column, cell)) = self.cell()? {
            if other != row {
                self.next = Some((other, column, cell));
                break;
            }
            put(cells, column, cell, self.max_columns);
        }
        self.row = u64::from(row) + 1;
        Ok(Some(self.row))
    }

    /// The next cell that holds something.
    fn cell(&mut self) -> Result<Option<(u32, u32, Cell)>, ListError> {
        while !self.is_over {
            match self.cells.next_cell() {
                Ok(Some(cell)) => {
                    let value = of_value(cell.get_value());
                    if !value.is_empty() {
                        let (row, column) = cell.get_position();
                        return Ok(Some((row, column, value)));
                    }
                }
                Ok(None) => self.is_over = true,
                Err(
                    error @ (XlsxError::CellError(_)
                    | XlsxError::CellTAttribute(_)
                    | XlsxError::ParseFloat(_)
                    | XlsxError::Unrecognized { .. }
                    | XlsxError::Unexpected(_)),
                ) => self.faults.push(error.to_string()),
                Err(error) => {
                    return Err(ListError::Damaged { path: self.path.clone(), row: self.row, message: error.to_string() });
                }
            }
        }
        Ok(None)
    }
}

fn put(cells: &mut Vec<Cell>, column: u32, cell: Cell, max_columns: usize) {
    let Ok(column) = usize::try_from(column) else { return };
    if column >= max_columns {
        return;
    }
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell;
}

fn of_value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of_text(text),
        DataRef::SharedString(text) => Cell::of_text(text),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(day) => Cell::Day { serial: day.as_f64() },
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}
