//! Cells → Arrow arrays.

use crate::error::Error;
use crate::schema;
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, ListArray, ListBuilder, StringBuilder, StructArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::Field;
use metryczka_core::table::{Cell, Filled, Kind, PRECISION, Spec, days, units};
use rayon::prelude::*;
use std::sync::Arc;

/// What stands where a row has nothing.
static NOTHING: Cell<'static> = Cell::Null;

/// Columns as arrays, made on the threads this is called on.
///
/// # Errors
/// When one holds more than Arrow's offsets can count.
pub fn columns(filled: &[Filled<'_>]) -> Result<Vec<ArrayRef>, Error> {
    filled.par_iter().map(|(spec, cells)| array(spec, &cells.iter().collect::<Vec<_>>())).collect()
}

/// The same with the rows in other places: for each row of the result the one it is, or none.
///
/// # Errors
/// When one holds more than Arrow's offsets can count.
pub fn columns_at(filled: &[Filled<'_>], places: &[Option<usize>]) -> Result<Vec<ArrayRef>, Error> {
    filled
        .par_iter()
        .map(|(spec, cells)| {
            let at = |place: &Option<usize>| place.and_then(|row| cells.get(row)).unwrap_or(&NOTHING);
            array(spec, &places.iter().map(at).collect::<Vec<_>>())
        })
        .collect()
}

/// A list of records: the entries of all lists one after another, and how many belong to each.
///
/// # Errors
/// When it holds more than Arrow's offsets can count.
pub fn list(name: &'static str, entry: Field, entries: ArrayRef, lengths: &[usize]) -> Result<ArrayRef, Error> {
    counted(name, lengths.iter().sum())?;
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Ok(Arc::new(ListArray::try_new(Arc::new(entry), offsets, entries, None)?))
}

fn array(spec: &Spec, cells: &[&Cell<'_>]) -> Result<ArrayRef, Error> {
    Ok(match spec.kind {
        Kind::Text | Kind::Enum(_) => texts(spec.name, cells)?,
        Kind::Decimal(scale) => {
            let units = cells.iter().map(|cell| cell.as_number().and_then(|number| units(number, scale)));
            // Eighteen digits, and at most six places: both fit into a byte.
            let numbers = units.collect::<Decimal128Array>().with_precision_and_scale(PRECISION as u8, scale as i8)?;
            Arc::new(numbers)
        }
        Kind::Count => Arc::new(cells.iter().map(|cell| cell.as_count()).collect::<Int64Array>()),
        Kind::Flag => Arc::new(cells.iter().map(|cell| cell.as_flag()).collect::<BooleanArray>()),
        Kind::Date => Arc::new(cells.iter().map(|cell| cell.as_date().map(days)).collect::<Date32Array>()),
        Kind::Texts => text_lists(spec.name, cells)?,
        Kind::Structs(specs) => records(spec.name, specs, cells)?,
    })
}

fn texts(name: &'static str, cells: &[&Cell<'_>]) -> Result<ArrayRef, Error> {
    let bytes = counted(name, cells.iter().filter_map(|cell| cell.as_text()).map(str::len).sum())?;
    let mut builder = StringBuilder::with_capacity(cells.len(), bytes);
    cells.iter().for_each(|cell| builder.append_option(cell.as_text()));
    Ok(Arc::new(builder.finish()))
}

fn text_lists(name: &'static str, cells: &[&Cell<'_>]) -> Result<ArrayRef, Error> {
    let bytes = counted(name, cells.iter().flat_map(|cell| cell.as_texts()).map(|text| text.len()).sum())?;
    let mut builder = ListBuilder::with_capacity(StringBuilder::with_capacity(cells.len(), bytes), cells.len());
    for cell in cells {
        cell.as_texts().iter().for_each(|text| builder.values().append_value(text));
        builder.append(!matches!(cell, Cell::Null));
    }
    Ok(Arc::new(builder.finish()))
}

fn records(name: &'static str, specs: &'static [Spec], cells: &[&Cell<'_>]) -> Result<ArrayRef, Error> {
    let records = |cell: &&Cell<'_>| if let Cell::Structs(records) = cell { records.len() } else { 0 };
    let lengths: Vec<usize> = cells.iter().map(records).collect();
    let all = counted(name, lengths.iter().sum())?;
    let mut children = Vec::with_capacity(specs.len());
    for (place, spec) in specs.iter().enumerate() {
        let mut column = Vec::with_capacity(all);
        for cell in cells {
            if let Cell::Structs(records) = cell {
                column.extend(records.iter().map(|record| record.get(place).unwrap_or(&NOTHING)));
            }
        }
        children.push(array(spec, &column)?);
    }
    let entries = StructArray::try_new_with_length(schema::fields(specs), children, None, all)?;
    let present: NullBuffer = cells.iter().map(|cell| !matches!(cell, Cell::Null)).collect();
    let nulls = Some(present).filter(|nulls| nulls.null_count() > 0);
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(Arc::new(schema::record(specs)), offsets, Arc::new(entries), nulls)?))
}

/// A number of bytes or entries, if offsets of 32 bits can count it.
fn counted(column: &'static str, number: usize) -> Result<usize, Error> {
    if i32::try_from(number).is_ok() { Ok(number) } else { Err(Error::TooLarge { column }) }
}
