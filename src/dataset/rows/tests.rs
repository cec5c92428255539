//! What is written into Parquet is what is read back, whatever the row groups.

use super::TableReader;
use crate::dataset::error::DatasetError;
use crate::dataset::export::json;
use crate::dataset::frame::frame;
use crate::dataset::parquet;
use crate::table::Table;
use crate::table::transpose;
use crate::table::{Cell, Kind, Spec, spec};
use chrono::NaiveDate;
use polars::prelude::IntoLazy;
use serde_json::Value;

const RECORD: &[Spec] = &[
    spec("value", Kind::Decimal(6), "A number."),
    spec("names", Kind::Texts, "A list in a record in a list."),
    spec("role", Kind::Enum(&["total", "own"]), "A name."),
];
const SPECS: &[Spec] = &[
    spec("text", Kind::Text, "Text."),
    spec("name", Kind::Enum(&["one", "two"]), "A name."),
    spec("sum", Kind::Decimal(2), "A sum."),
    spec("count", Kind::Count, "A count."),
    spec("flag", Kind::Flag, "A flag."),
    spec("date", Kind::Date, "A day."),
    spec("texts", Kind::Texts, "Texts."),
    spec("records", Kind::Structs(RECORD), "Records."),
];

fn full(number: i64) -> Vec<Cell<'static>> {
    let record = |value: &str| {
        vec![Cell::Number(value.parse().unwrap()), Cell::Texts(vec!["a".into(), "b; c".into()]), Cell::Text("own".into())]
    };
    vec![
        Cell::Text(format!("Ełk {number}").into()),
        Cell::Text("two".into()),
        Cell::Number("-12.50".parse().unwrap()),
        Cell::Count(number),
        Cell::Flag(number % 2 == 0),
        Cell::Date(NaiveDate::from_ymd_opt(1969, 12, 31).unwrap()),
        Cell::Texts(vec!["".into(), format!("{number}").into()]),
        Cell::Structs(vec![record("85"), record("0.5"), vec![Cell::Null, Cell::Texts(vec![]), Cell::Null]]),
    ]
}

fn table() -> Table {
    Table { name: "all", doc: "Every kind.", key: &[], links: &[], columns: SPECS.to_vec() }
}

fn values<'a>(cells: impl Iterator<Item = Cell<'a>>) -> Vec<Value> {
    SPECS.iter().zip(cells).map(|(spec, cell)| json(spec, cell)).collect()
}

#[test]
fn every_kind_of_value_survives_across_row_groups() {
    let folder = tempfile::tempdir().unwrap();
    // A list of texts that is absent stays absent; one of records is empty instead, as the frame makes it.
    let mut empty = vec![Cell::Null; SPECS.len()];
    empty[7] = Cell::Structs(Vec::new());
    let rows = || vec![full(0), empty.clone(), full(2), full(3), empty.clone()];
    let made = frame(5, transpose(SPECS, rows())).unwrap();
    parquet::write_lazy(made.lazy(), 2, &folder.path().join("all.parquet")).unwrap();
    let reader = TableReader::open(folder.path(), &table()).unwrap();
    assert_eq!(reader.height(), 5);
    let mut read = Vec::new();
    let mut groups = 0;
    for group in reader.groups() {
        let group = group.unwrap();
        groups += 1;
        read.extend((0..group.height()).map(|row| values(group.row(row))));
    }
    assert_eq!(groups, 3);
    let written: Vec<_> = rows().into_iter().map(|row| values(row.into_iter())).collect();
    assert_eq!(read, written);
}

#[test]
fn a_table_of_another_version_is_told_by_its_missing_column() {
    let folder = tempfile::tempdir().unwrap();
    let made = frame(1, transpose(&SPECS[..3], vec![full(1)])).unwrap();
    parquet::write(made, &folder.path().join("all.parquet")).unwrap();
    let error = TableReader::open(folder.path(), &table()).err().unwrap();
    assert!(matches!(error, DatasetError::NotAnEdition { .. }));
    assert!(error.to_string().contains("all.parquet has no column count"), "{error}");
}
