//! A table's file, open; its columns are those that are declared, whichever engine wrote them.
//!
//! Engines differ in what a value is called inside a file: closed lists are plain strings or Polars' enums, decimals whole numbers or
//! bytes, the items of a list `element` or `item`, columns nullable or not. What differs in meaning is refused: a number of other
//! places, a float where a sum should be.

use super::error::ExtractedError;
use crate::dataset::rows::TableReader;
use crate::table::{Kind, Spec, extract_tables};
use polars::prelude::{DataType, Schema};
use std::path::Path;

/// Opens a file of a table.
pub(super) fn open(path: &Path, table: &str) -> Result<TableReader, ExtractedError> {
    let columns = extract_tables().into_iter().find(|known| known.name == table).map(|table| table.columns).unwrap_or_default();
    let (reader, schema) = TableReader::file(path, columns.clone())?;
    match columns.iter().find_map(|spec| misfit(spec, &schema)) {
        None => Ok(reader),
        Some(message) => Err(ExtractedError::Table { path: path.to_owned(), message }),
    }
}

/// What is wrong with a column, if anything is.
fn misfit(spec: &Spec, schema: &Schema) -> Option<String> {
    let Some(found) = schema.get(spec.name) else { return Some(format!("it has no column {}", spec.name)) };
    (!holds(found, spec.kind)).then(|| format!("column {} is of type {found}, not {}", spec.name, told(spec.kind)))
}

/// Whether values of a kind can be read out of a column of this type, exactly.
fn holds(found: &DataType, kind: Kind) -> bool {
    match (kind, found) {
        (Kind::Text | Kind::Enum(_), DataType::String | DataType::Enum(..) | DataType::Categorical(..))
        | (Kind::Count, DataType::Int64)
        | (Kind::Flag, DataType::Boolean)
        | (Kind::Date, DataType::Date) => true,
        (Kind::Decimal(places), DataType::Decimal(_, scale)) => u32::try_from(*scale) == Ok(places),
        (Kind::Texts, DataType::List(item)) => **item == DataType::String,
        (Kind::Structs(specs), DataType::List(item)) => match &**item {
            DataType::Struct(fields) => specs.iter().all(|spec| {
                fields.iter().find(|field| field.name() == spec.name).is_some_and(|field| holds(field.dtype(), spec.kind))
            }),
            _ => false,
        },
        _ => false,
    }
}

fn told(kind: Kind) -> String {
    match kind {
        Kind::Text | Kind::Enum(_) => "string".to_owned(),
        Kind::Decimal(places) => format!("decimal(18,{places})"),
        Kind::Count => "int64".to_owned(),
        Kind::Flag => "boolean".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Texts => "list of strings".to_owned(),
        Kind::Structs(specs) => {
            let fields: Vec<String> = specs.iter().map(|spec| format!("{} {}", spec.name, told(spec.kind))).collect();
            format!("list of records ({})", fields.join(", "))
        }
    }
}
