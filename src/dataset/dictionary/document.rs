//! The data dictionary for people: `dictionary.md`, and the same lines for the first sheet of a workbook.

use super::type_name;
use crate::table::Table;
use crate::table::{Kind, Spec};
use std::fmt::Write;

/// The name of the file.
pub(in crate::dataset) const FILE: &str = "dictionary.md";

/// What a line tells of a column.
pub(in crate::dataset) const HEADINGS: [&str; 7] = ["table", "column", "type", "unit", "derived", "meaning", "values"];

const HEAD: &str = "\
Every value is printed on a page, unless its column is **derived**: computed from printed values. What no page prints is null (missing, never
zero). Sums are exact decimals with two places; PLN and EUR are never added. Times are ISO 8601 in UTC. TERYT numbers are text: their first
digit may be 0. The words behind a value stand in `evidence`, the page in `pages`.

Spreadsheet programs and CSV know no lists: there, entries are parted by `; `, and lists of records are JSON.
";

/// The dictionary as a document.
pub(in crate::dataset) fn document(edition: &str, tables: &[Table]) -> String {
    let mut text = format!("# Data dictionary of edition {edition}\n\n{HEAD}\n## Tables\n\n| table | a row is |\n|---|---|\n");
    for table in tables {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "| [`{0}`](#{0}) | {1} |", table.name, cell(table.doc));
    }
    for table in tables {
        let _ = write!(text, "\n## {}\n\n{}", table.name, table.doc);
        if !table.key.is_empty() {
            let _ = write!(text, " A row is identified by {}.", listed(table.key));
        }
        for (column, target) in table.links {
            let _ = write!(text, " `{column}` points to `{target}`.");
        }
        text.push_str("\n\n| column | type | unit | meaning | values |\n|---|---|---|---|---|\n");
        for line in table_lines(table) {
            let [_, column, kind, unit, derived, meaning, values] = line.map(|text| cell(&text));
            let derived = if derived.is_empty() { "" } else { "**derived** " };
            let _ = writeln!(text, "| `{column}` | {kind} | {unit} | {derived}{meaning} | {values} |");
        }
    }
    text
}

/// A line a column, and one a field of a column's records.
pub(in crate::dataset) fn lines(tables: &[Table]) -> impl Iterator<Item = [String; 7]> {
    tables.iter().flat_map(table_lines)
}

fn table_lines(table: &Table) -> impl Iterator<Item = [String; 7]> {
    table.columns.iter().flat_map(|spec| {
        let fields = if let Kind::Structs(fields) = spec.kind { fields } else { &[] };
        let fields = fields.iter().map(|field| line(table.name, format!("{}[].{}", spec.name, field.name), field));
        std::iter::once(line(table.name, spec.name.to_owned(), spec)).chain(fields)
    })
}

fn line(table: &str, column: String, spec: &Spec) -> [String; 7] {
    let values = if let Kind::Enum(names) = spec.kind { names.join(", ") } else { String::new() };
    let derived = if spec.is_derived() { "yes" } else { "" };
    [table.to_owned(), column, type_name(spec.kind), spec.unit.to_owned(), derived.to_owned(), spec.doc.to_owned(), values]
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

/// Text that breaks no table of Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
