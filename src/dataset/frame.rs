//! Columns and rows → a polars frame with the declared types.

use crate::table::{Cell, Column, Filled, Kind, PRECISION, Spec, days, fill, transpose, units};
use polars::prelude::{
    DataFrame, DataType, Field, FrozenCategories, Int128Chunked, IntoSeries, ListBuilderTrait, ListStringChunkedBuilder,
    NamedFrom, NewChunkedArray, PlSmallStr, PolarsResult, Series, StructChunked,
};

/// The frame of a table.
pub(super) fn table<R>(columns: &[Column<R>], rows: &[R]) -> PolarsResult<DataFrame> {
    frame(rows.len(), fill(columns, rows))
}

/// Makes the frame.
pub(super) fn frame(height: usize, columns: Vec<Filled<'_>>) -> PolarsResult<DataFrame> {
    let columns = columns.into_iter().map(|(spec, cells)| Ok(series(&spec, cells, true)?.into()));
    DataFrame::new(height, columns.collect::<PolarsResult<Vec<_>>>()?)
}

/// Closed lists become Enum columns; inside records they stay text, which every reader can nest.
pub(super) fn data_type(kind: Kind, top: bool) -> PolarsResult<DataType> {
    Ok(match kind {
        Kind::Enum(names) if top => DataType::from_frozen_categories(FrozenCategories::new(names.iter().copied())?),
        Kind::Text | Kind::Enum(_) => DataType::String,
        Kind::Decimal(scale) => DataType::Decimal(PRECISION as usize, scale as usize),
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
            Ok(Int128Chunked::from_iter_options(name, units)
                .into_decimal_unchecked(PRECISION as usize, scale as usize)
                .into_series())
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
