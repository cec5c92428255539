//! The columns that the core declares, as Arrow types: the documentation travels with them, as metadata.

use crate::error::Error;
use arrow::datatypes::{DataType, Field, Fields, Schema};
use metryczka_core::table::{Kind, PRECISION, SCHEMA, Spec, Table, extract_tables};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(extract_tables);

/// The names of the tables.
pub fn names() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}

/// A table by its name.
///
/// # Errors
/// When there is none of that name.
pub fn table(name: &str) -> Result<&'static Table, Error> {
    let found = TABLES.iter().find(|table| table.name == name);
    found.ok_or_else(|| Error::NoTable { name: name.to_owned(), known: names().join(", ") })
}

/// The Arrow type of a kind of column. Closed lists are plain text: every engine reads that.
pub fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Enum(_) => DataType::Utf8,
        // Eighteen digits, and at most six places: both fit into a byte.
        Kind::Decimal(scale) => DataType::Decimal128(PRECISION as u8, scale as i8),
        Kind::Count => DataType::Int64,
        Kind::Flag => DataType::Boolean,
        Kind::Date => DataType::Date32,
        Kind::Texts => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        Kind::Structs(specs) => DataType::List(Arc::new(record(specs))),
    }
}

/// The entry of a list of records.
pub fn record(specs: &[Spec]) -> Field {
    Field::new_list_field(DataType::Struct(fields(specs)), true)
}

/// Columns as fields.
pub fn fields(specs: &[Spec]) -> Fields {
    specs.iter().map(field).collect()
}

fn field(spec: &Spec) -> Field {
    let notes = [("doc", spec.doc), ("unit", spec.unit)].into_iter().filter(|(_, note)| !note.is_empty());
    let notes: HashMap<String, String> = notes.map(|(key, note)| (key.to_owned(), note.to_owned())).collect();
    Field::new(spec.name, data_type(spec.kind), true).with_metadata(notes)
}

/// The schema of a table, its pages read with this vocabulary.
pub fn of_table(table: &Table, digest: &str) -> Schema {
    Schema::new(fields(&table.columns)).with_metadata(notes(Some(digest)))
}

/// The tables inside a rows batch, in the order of its columns; the first is a record, the others are lists.
pub const NESTED: [(&str, &str, &str); 4] = [
    ("page", "pages", "The page; null if it could not be read: `problems` says why."),
    ("mentions", "mentions", "The projects the page tells of."),
    ("evidence", "evidence", "The words that the values of its mentions were read from."),
    ("problems", "problems", "What went wrong with the page, or with single values of it."),
];

/// The schema of a rows batch, its pages read with this vocabulary.
pub fn of_rows(digest: &str) -> Schema {
    let nested = NESTED.iter().map(|(column, name, doc)| {
        let specs = TABLES.iter().find(|table| table.name == *name).map(|table| table.columns.as_slice()).unwrap_or_default();
        let kind = if *column == NESTED[0].0 { DataType::Struct(fields(specs)) } else { DataType::List(Arc::new(record(specs))) };
        Field::new(*column, kind, true).with_metadata(HashMap::from([("doc".to_owned(), (*doc).to_owned())]))
    });
    Schema::new(nested.collect::<Fields>()).with_metadata(notes(Some(digest)))
}

/// The fields of the record that says why a capture could not be read.
pub const PROBLEM: [&str; 4] = ["stage", "code", "message", "remedy"];

/// The schema of captures. It names no vocabulary: none has been used yet.
pub fn of_captures() -> Schema {
    let text = |name: &str, doc: &str| {
        Field::new(name, DataType::Utf8, true).with_metadata(HashMap::from([("doc".to_owned(), doc.to_owned())]))
    };
    let doc = |doc: &str| HashMap::from([("doc".to_owned(), doc.to_owned())]);
    let problem = DataType::Struct(problem_fields());
    let columns = vec![
        text("path", "Path of the file, or of the archive with the record's address."),
        text("url", "Address it was fetched from."),
        text("fetched", "When it was fetched (ISO 8601), as the archive says."),
        text("charset", "Character set the server declared."),
        Field::new("content", DataType::Binary, true)
            .with_metadata(doc("The page as it was fetched; null if there is a problem.")),
        Field::new("problem", problem, true).with_metadata(doc("Why it could not be read out of its source, if it could not.")),
    ];
    Schema::new(columns).with_metadata(notes(None))
}

/// The fields of [`PROBLEM`].
pub fn problem_fields() -> Fields {
    PROBLEM.iter().map(|name| Field::new(*name, DataType::Utf8, true)).collect()
}

fn notes(digest: Option<&str>) -> HashMap<String, String> {
    let notes =
        [("schema", Some(SCHEMA.to_string())), ("version", Some(VERSION.to_owned())), ("vocabulary", digest.map(str::to_owned))];
    notes.into_iter().filter_map(|(key, note)| Some((format!("metryczka.{key}"), note?))).collect()
}
