//! The table as comma-separated values, for people who open it in a spreadsheet.

use super::table::{ReconciliationRow, reconciliation};
use crate::dataset::column::Cell;
use std::io::{self, Write};

/// Writes the table: RFC 4180, UTF-8 with a byte order mark, by which Excel knows it. Before text that a spreadsheet would take for a
/// formula stands an apostrophe: titles come from strangers.
pub(super) fn write(rows: &[ReconciliationRow], out: &mut dyn Write) -> io::Result<()> {
    let columns = reconciliation();
    let names: Vec<&str> = columns.iter().map(|column| column.spec.name).collect();
    write!(out, "\u{feff}{}\r\n", names.join(","))?;
    for row in rows {
        for (number, column) in columns.iter().enumerate() {
            if number > 0 {
                out.write_all(b",")?;
            }
            out.write_all(field(&(column.get)(row)).as_bytes())?;
        }
        out.write_all(b"\r\n")?;
    }
    out.flush()
}

/// A value as a field of a line.
fn field(cell: &Cell<'_>) -> String {
    let text = match cell {
        Cell::Null | Cell::Structs(_) => return String::new(),
        Cell::Number(number) => return number.to_string(),
        Cell::Count(count) => return count.to_string(),
        Cell::Flag(flag) => return flag.to_string(),
        Cell::Date(date) => return date.to_string(),
        Cell::Text(text) => text.clone().into_owned(),
        Cell::Texts(texts) => texts.join("; "),
    };
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text };
    if text.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
