//! Columns and rows → a polars frame with the declared types.

use super::column::{Cell, Column, Kind, Spec, days};
use polars::prelude::{
    DataFrame, DataType, Field, FrozenCategories, Int128Chunked, IntoSeries, ListBuilderTrait, ListStringChunkedBuilder,
    NamedFrom, NewChunkedArray, PlSmallStr, PolarsResult, Series, StructChunked,
};
use rust_decimal::Decimal;

/// Digits of every decimal column.
const PRECISION: usize = 18;

/// A column with its values.
pub(super) type Filled<'a> = (Spec, Vec<Cell<'a>>);

/// Reads every row through every column.
pub(super) fn fill<'a, R>(columns: &[Column<R>], rows: &'a [R]) -> Vec<Filled<'a>> {
    columns.iter().map(|column| (column.spec, rows.iter().map(|row| (column.get)(row)).collect())).collect()
}

/// Turns records (one a row) into columns.
pub(super) fn transpose<'a>(specs: &[Spec], records: Vec<Vec<Cell<'a>>>) -> Vec<Filled<'a>> {
    let mut columns: Vec<Filled<'a>> = specs.iter().map(|spec| (*spec, Vec::with_capacity(records.len()))).collect();
    for record in records {
        for (column, cell) in columns.iter_mut().zip(record) {
            column.1.push(cell);
        }
    }
    columns
}

/// The frame of a table.
pub(super) fn table<R>(columns: &[Column<R>], rows: &[R]) -> PolarsResult<DataFrame> {
    frame(rows.len(), fill(columns, rows))
}

/// Makes the frame.
pub(super) fn frame(height: usize, columns: Vec<Filled<'_>>) -> PolarsResult<DataFrame> {
    let columns = columns.into_iter().map(|(spec, cells)| Ok(series(&spec, cells, true)?.into()));
    DataFrame::new(height, columns.collect::<PolarsResult<Vec<_>>>()?)
}

/// Whether a number can stand in a column of this kind without losing a digit.
pub(super) fn fits(value: Decimal, scale: u32) -> bool {
    units(value, scale).is_some()
}

/// The number in units of its last place; none if it has more places or more digits than the column.
fn units(value: Decimal, scale: u32) -> Option<i128> {
    let mut scaled = value.normalize();
    if scaled.scale() > scale {
        return None;
    }
    scaled.rescale(scale);
    let units = scaled.mantissa();
    (scaled.scale() == scale && units.unsigned_abs() < 10u128.pow(PRECISION as u32)).then_some(units)
}

/// Closed lists become Enum columns; inside records they stay text, which every reader can nest.
pub(super) fn data_type(kind: Kind, top: bool) -> PolarsResult<DataType> {
    Ok(match kind {
        Kind::Enum(names) if top => DataType::from_frozen_categories(FrozenCategories::new(names.iter().copied())?),
        Kind::Text | Kind::Enum(_) => DataType::String,
        Kind::Decimal(scale) => DataType::Decimal(PRECISION, scale as usize),
        Kind::Count => DataType::Int64,
        Kind::Flag => DataType::Boolean,
        Kind::Date => DataType::Date,
        Kind::Texts => DataType::List(Box::new(DataType::String)),
        Kind::Structs(specs) => {
            let fields = specs.iter().map(|spec| Ok(Field::new(spec.name.into(), data_type(spec.kind, false)?)));
            DataType::List(Box::new(DataType::Struct(fields.collect::<PolarsResult<_>>()?)))
        }
    })
}

fn series(spec: &Spec, cells: Vec<Cell<'_>>, top: bool) -> PolarsResult<Series> {
    let name: PlSmallStr = spec.name.into();
    match spec.kind {
        Kind::Text | Kind::Enum(_) => {
            Series::new(name, cells.iter().map(as_text).collect::<Vec<_>>()).strict_cast(&data_type(spec.kind, top)?)
        }
        Kind::Decimal(scale) => {
            let units = cells.iter().map(|cell| as_units(cell, scale));
            Ok(Int128Chunked::from_iter_options(name, units).into_decimal_unchecked(PRECISION, scale as usize).into_series())
        }
        Kind::Count => Ok(Series::new(name, cells.iter().map(as_count).collect::<Vec<_>>())),
        Kind::Flag => Ok(Series::new(name, cells.iter().map(as_flag).collect::<Vec<_>>())),
        Kind::Date => Series::new(name, cells.iter().map(as_days).collect::<Vec<_>>()).strict_cast(&DataType::Date),
        Kind::Texts => Ok(texts(name, &cells)),
        Kind::Structs(specs) => structs(name, specs, cells),
    }
}

fn as_text<'a>(cell: &'a Cell<'_>) -> Option<&'a str> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}

fn as_units(cell: &Cell<'_>, scale: u32) -> Option<i128> {
    if let Cell::Number(number) = cell { units(*number, scale) } else { None }
}

fn as_count(cell: &Cell<'_>) -> Option<i64> {
    if let Cell::Count(count) = cell { Some(*count) } else { None }
}

fn as_flag(cell: &Cell<'_>) -> Option<bool> {
    if let Cell::Flag(flag) = cell { Some(*flag) } else { None }
}

fn as_days(cell: &Cell<'_>) -> Option<i32> {
    if let Cell::Date(date) = cell { Some(days(*date)) } else { None }
}

fn texts(name: PlSmallStr, cells: &[Cell<'_>]) -> Series {
    let mut builder = ListStringChunkedBuilder::new(name, cells.len(), cells.len());
    for cell in cells {
        match cell {
            Cell::Texts(texts) => builder.append_values_iter(texts.iter().map(AsRef::as_ref)),
            _ => builder.append_null(),
        }
    }
    builder.finish().into_series()
}

/// All records in one long struct column, then cut into one list a row.
fn structs(name: PlSmallStr, specs: &[Spec], cells: Vec<Cell<'_>>) -> PolarsResult<Series> {
    let mut sizes = Vec::with_capacity(cells.len());
    let mut records = Vec::new();
    for cell in cells {
        let Cell::Structs(list) = cell else {
            sizes.push(0);
            continue;
        };
        sizes.push(list.len());
        records.extend(list);
    }
    let height = records.len();
    let fields = transpose(specs, records).into_iter().map(|(spec, cells)| series(&spec, cells, false));
    let fields = fields.collect::<PolarsResult<Vec<_>>>()?;
    let all = StructChunked::from_series("".into(), height, fields.iter())?.into_series();
    if sizes.is_empty() {
        return Ok(Series::new_empty(name, &DataType::List(Box::new(all.dtype().clone()))));
    }
    let mut start = 0;
    let rows = sizes.into_iter().map(|size| {
        let row = all.slice(start, size);
        start += i64::try_from(size).unwrap_or(0);
        row
    });
    Ok(Series::new(name, rows.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_would_lose_a_digit_does_not_fit() {
        let fits_money = |text: &str| fits(text.parse().unwrap(), 2);
        assert!(fits_money("1149808.80"));
        assert!(fits_money("9999999999999999.99"));
        assert!(fits_money("5.1000"));
        assert!(!fits_money("10000000000000000.00"));
        assert!(!fits_money("0.001"));
    }
}
