//! The table as comma-separated values, for people who open it in a spreadsheet.

use super::table::{ReconciliationRow, reconciliation};
use crate::dataset::export::{neutral, plain, quoted};
use crate::table::Cell;
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
            let cell = (column.get)(row);
            let is_text = matches!(cell, Cell::Text(_) | Cell::Texts(_));
            let text = plain(&column.spec, cell);
            out.write_all(quoted(if is_text { neutral(text) } else { text }).as_bytes())?;
        }
        out.write_all(b"\r\n")?;
    }
    out.flush()
}
