//! Tables as one workbook: a sheet a table, the data dictionary first. Numbers and dates are real ones, text is never a formula.

use super::aside::Aside;
use super::text::{is_formula, plain};
use super::{ExportOptions, Exported, ExportedFile};
use crate::dataset::dictionary;
use crate::dataset::edition::Edition;
use crate::dataset::error::DatasetError;
use crate::dataset::rows::TableReader;
use crate::table::Table;
use crate::table::{Cell, Kind, Spec, days};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::path::Path;

/// Rows of a sheet, its line of names included: Excel has no more.
const MOST_ROWS: usize = 1_048_576;
/// UTF-16 units of a cell's text: Excel keeps no more.
const MOST_UNITS: usize = 32_767;
/// Digits that Excel keeps of a number; a longer one is written as text rather than rounded.
const MOST_DIGITS: u32 = 15;
/// Days from Excel's day 0 to 1970-01-01, and the first day it counts rightly (1900 was no leap year).
const EPOCH: i32 = 25_569;
const FIRST_DAY: i32 = 61;

/// Writes `<edition>.xlsx`.
pub(super) fn write(
    edition: &Path,
    into: &Path,
    described: &Edition,
    tables: &[Table],
    options: &ExportOptions,
    progress: &mut dyn FnMut(usize),
) -> Result<Exported, DatasetError> {
    let readers = tables.iter().map(|table| TableReader::open(edition, table)).collect::<Result<Vec<_>, _>>()?;
    small_enough(tables, &readers)?;
    let name = format!("{}.xlsx", described.edition);
    let aside = Aside::begin(into, vec![name.clone()], options.overwrite)?;
    let path = into.join(&name);
    let failed = |source| DatasetError::Workbook { path: path.clone(), source };
    let mut workbook = Workbook::new();
    let mut exported = Exported::default();
    let styles = Styles::new();
    // Written while they are made: a workbook in memory takes 130 bytes a cell.
    describe(workbook.add_worksheet_with_constant_memory().map_err(failed)?, tables, &styles).map_err(failed)?;
    let mut rows = 0;
    for (table, reader) in tables.iter().zip(&readers) {
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        let mut sheet = Sheet { sheet, styles: &styles, exported: &mut exported };
        sheet.begin(sheet_name(table.name), table, reader.height()).map_err(failed)?;
        let mut at = 0;
        for group in reader.groups() {
            let group = group?;
            for row in 0..group.height() {
                at += 1;
                for (column, (spec, cell)) in (0..).zip(table.columns.iter().zip(group.row(row))) {
                    sheet.cell(at, column, spec, cell).map_err(failed)?;
                }
                progress(1);
            }
        }
        rows += reader.height();
    }
    let ((), bytes) = aside.write(&name, |out| workbook.save_to_writer(out).map_err(failed))?;
    aside.finish()?;
    exported.files.push(ExportedFile { path: path.clone(), rows: Some(rows), bytes });
    Ok(exported)
}

/// Refuses before any work what Excel cannot hold.
fn small_enough(tables: &[Table], readers: &[TableReader]) -> Result<(), DatasetError> {
    for (table, reader) in tables.iter().zip(readers) {
        if reader.height() >= MOST_ROWS {
            let what = format!("{} has {} rows, a sheet holds {}", table.name, reader.height(), MOST_ROWS - 1);
            return Err(DatasetError::TooLarge(what));
        }
    }
    Ok(())
}

/// Excel keeps the sheet name `History` to itself.
fn sheet_name(table: &str) -> &str {
    if table == "history" { "history_" } else { table }
}

struct Styles {
    head: Format,
    date: Format,
    money: Format,
    /// Text that looks like a formula stays text even when somebody edits the cell.
    text: Format,
    wrapped: Format,
}

impl Styles {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            money: Format::new().set_num_format("#,##0.00"),
            text: Format::new().set_quote_prefix(),
            wrapped: Format::new().set_text_wrap(),
        }
    }
}

/// A sheet that is being written.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    styles: &'a Styles,
    exported: &'a mut Exported,
}

impl Sheet<'_> {
    /// Writes the line of names, which stays in sight and filters.
    fn begin(&mut self, name: &str, table: &Table, rows: usize) -> Result<(), XlsxError> {
        let names: Vec<&str> = table.columns.iter().map(|spec| spec.name).collect();
        head(self.sheet, name, &names, rows, self.styles)?;
        for (column, spec) in (0..).zip(&table.columns) {
            self.sheet.set_column_width(column, width(spec))?;
        }
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u16, spec: &Spec, cell: Cell<'_>) -> Result<(), XlsxError> {
        match cell {
            Cell::Null => {}
            Cell::Count(count) => _ = self.sheet.write_number(row, column, count as f64)?,
            Cell::Flag(flag) => _ = self.sheet.write_boolean(row, column, flag)?,
            Cell::Number(number) => match exact(number) {
                Some(value) if matches!(spec.kind, Kind::Decimal(2)) => {
                    self.sheet.write_number_with_format(row, column, value, &self.styles.money)?;
                }
                Some(value) => _ = self.sheet.write_number(row, column, value)?,
                None => _ = self.sheet.write_string(row, column, number.to_string())?,
            },
            Cell::Date(date) => match days(date) + EPOCH {
                day if day >= FIRST_DAY => {
                    self.sheet.write_number_with_format(row, column, f64::from(day), &self.styles.date)?;
                }
                _ => _ = self.sheet.write_string(row, column, date.to_string())?,
            },
            Cell::Text(_) | Cell::Texts(_) | Cell::Structs(_) => self.text(row, column, plain(spec, cell))?,
        }
        Ok(())
    }

    fn text(&mut self, row: u32, column: u16, text: Cow<'_, str>) -> Result<(), XlsxError> {
        let text = match short(&text) {
            Some(short) => {
                self.exported.cut += 1;
                Cow::Owned(short)
            }
            None => text,
        };
        if is_formula(&text) {
            self.exported.neutralised += 1;
            self.sheet.write_string_with_format(row, column, text, &self.styles.text)?;
        } else {
            self.sheet.write_string(row, column, text)?;
        }
        Ok(())
    }
}

/// Writes the data dictionary.
fn describe(sheet: &mut Worksheet, tables: &[Table], styles: &Styles) -> Result<(), XlsxError> {
    let lines: Vec<[String; 7]> = dictionary::lines(tables).collect();
    head(sheet, "dictionary", &dictionary::HEADINGS, lines.len(), styles)?;
    for (column, width) in (0..).zip([16.0, 20.0, 14.0, 20.0, 8.0, 80.0, 60.0]) {
        sheet.set_column_width(column, width)?;
    }
    for (row, line) in (1..).zip(&lines) {
        for (column, text) in (0..).zip(line) {
            sheet.write_string_with_format(row, column, text, &styles.wrapped)?;
        }
    }
    Ok(())
}

fn head(sheet: &mut Worksheet, name: &str, names: &[&str], rows: usize, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, column, *name, &styles.head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let (last_row, last_column) = (u32::try_from(rows), u16::try_from(names.len().saturating_sub(1)));
    if let (Ok(last_row), Ok(last_column)) = (last_row, last_column) {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    Ok(())
}

/// Characters that most values of a column take.
fn width(spec: &Spec) -> f64 {
    match spec.kind {
        Kind::Text | Kind::Texts | Kind::Structs(_) => 24.0,
        Kind::Decimal(_) => 16.0,
        Kind::Enum(_) | Kind::Date => 12.0,
        Kind::Count | Kind::Flag => 10.0,
    }
}

/// The number as Excel keeps it; none if it would lose a digit.
fn exact(number: Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
    (digits <= MOST_DIGITS).then(|| number.to_f64()).flatten()
}

/// The text cut so that a cell holds it; none if it does as it is.
fn short(text: &str) -> Option<String> {
    // A text of few bytes has few units.
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return None;
    }
    let mut units = 0;
    let kept = text.chars().take_while(|letter| {
        units += letter.len_utf16();
        units < MOST_UNITS
    });
    Some(kept.chain(['…']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_longer_than_a_cell_is_cut_with_a_mark() {
        assert_eq!(short(&"ż".repeat(MOST_UNITS)), None);
        let cut = short(&"ż".repeat(MOST_UNITS + 1)).unwrap();
        assert_eq!((cut.encode_utf16().count(), cut.chars().last()), (MOST_UNITS, Some('…')));
        // A letter of two units is not cut in half.
        let cut = short(&"𝔷".repeat(MOST_UNITS)).unwrap();
        assert!(cut.encode_utf16().count() <= MOST_UNITS);
    }

    #[test]
    fn a_sum_that_a_spreadsheet_would_round_is_text() {
        assert_eq!(exact("1149808.80".parse().unwrap()), Some(1_149_808.8));
        assert_eq!(exact("9999999999999999.99".parse().unwrap()), None);
        assert_eq!(exact("0.00".parse().unwrap()), Some(0.0));
    }
}
