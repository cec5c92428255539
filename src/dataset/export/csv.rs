//! Tables as comma-separated values: RFC 4180 with a line of names, UTF-8, decimals with a dot, dates as ISO 8601.

use super::aside::Aside;
use super::text::{is_formula, neutral, plain, quoted};
use super::{ExportOptions, Exported, ExportedFile};
use crate::dataset::error::DatasetError;
use crate::dataset::rows::TableReader;
use crate::table::Table;
use std::io::{self, Write};
use std::path::Path;

/// RFC 4180 ends every line so.
const LINE_END: &str = "\r\n";
/// Begins a file of UTF-8 for Excel.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a file a table.
pub(super) fn write(
    edition: &Path,
    into: &Path,
    tables: &[Table],
    options: &ExportOptions,
    progress: &mut dyn FnMut(usize),
) -> Result<Exported, DatasetError> {
    let names = tables.iter().map(file_name).collect();
    let aside = Aside::begin(into, names, options.overwrite)?;
    let mut exported = Exported::default();
    for table in tables {
        let (name, reader) = (file_name(table), TableReader::open(edition, table)?);
        let path = into.join(&name);
        let (neutralised, bytes) = aside.write(&name, |out| lines(&reader, table, options, out, &path, progress))?;
        exported.neutralised += neutralised;
        exported.files.push(ExportedFile { path: into.join(&name), rows: Some(reader.height()), bytes });
    }
    aside.finish()?;
    Ok(exported)
}

fn file_name(table: &Table) -> String {
    format!("{}.csv", table.name)
}

/// Writes a table's lines. Returns the number of texts with an apostrophe before them.
fn lines(
    reader: &TableReader,
    table: &Table,
    options: &ExportOptions,
    out: &mut dyn Write,
    path: &Path,
    progress: &mut dyn FnMut(usize),
) -> Result<usize, DatasetError> {
    let mut neutralised = 0;
    let head = table.columns.iter().map(|spec| spec.name).collect::<Vec<_>>().join(",");
    let mark = if options.bom { BYTE_ORDER_MARK } else { "" };
    write!(out, "{mark}{head}{LINE_END}").map_err(DatasetError::io("write", path))?;
    for group in reader.groups() {
        let rows = group?;
        let mut write = |row| -> io::Result<()> {
            for (column, (spec, cell)) in table.columns.iter().zip(rows.row(row)).enumerate() {
                let mut text = plain(spec, cell);
                if !options.raw && is_formula(&text) {
                    neutralised += 1;
                    text = neutral(text);
                }
                out.write_all(if column == 0 { "" } else { "," }.as_bytes())?;
                out.write_all(quoted(text).as_bytes())?;
            }
            out.write_all(LINE_END.as_bytes())
        };
        for row in 0..rows.height() {
            write(row).map_err(DatasetError::io("write", path))?;
            progress(1);
        }
    }
    Ok(neutralised)
}
