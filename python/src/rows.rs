//! What became of captures, as Arrow batches.

use crate::arrays::{columns, columns_at, list};
use crate::error::Error;
use crate::schema;
use arrow::array::{ArrayRef, StructArray};
use arrow::buffer::NullBuffer;
use arrow::datatypes::Fields;
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use metryczka_core::reader::Outcome;
use metryczka_core::table::{Sheet, Spec, of_captures};
use std::sync::Arc;

/// These of the tables, in the order of [`schema::names`].
///
/// # Errors
/// When a column holds more than Arrow's offsets can count.
pub fn tables(outcomes: &[Outcome], wanted: &[&str], digest: &str) -> Result<Vec<(&'static str, RecordBatch)>, Error> {
    let mut batches = Vec::with_capacity(wanted.len());
    of_captures(outcomes, wanted, |sheet| {
        let schema = Arc::new(schema::of_table(schema::table(sheet.table)?, digest));
        let options = RecordBatchOptions::new().with_row_count(Some(sheet.height()));
        batches.push((sheet.table, RecordBatch::try_new_with_options(schema, columns(&sheet.columns)?, &options)?));
        Ok::<(), Error>(())
    })?;
    Ok(batches)
}

/// One row for every capture, with its page, and lists of its mentions, evidence and problems.
///
/// # Errors
/// When a column holds more than Arrow's offsets can count.
pub fn rows(outcomes: &[Outcome], digest: &str) -> Result<RecordBatch, Error> {
    let wanted = schema::NESTED.map(|(_, table, _)| table);
    let mut made: Vec<(&str, ArrayRef)> = Vec::with_capacity(wanted.len());
    of_captures(outcomes, &wanted, |sheet| {
        let nested = if sheet.table == wanted[0] { records(&sheet, outcomes.len())? } else { lists(&sheet, outcomes.len())? };
        made.push((sheet.table, nested));
        Ok::<(), Error>(())
    })?;
    let place = |table: &str| wanted.iter().position(|wanted| *wanted == table);
    made.sort_by_key(|(table, _)| place(table));
    let arrays = made.into_iter().map(|(_, array)| array).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(outcomes.len()));
    Ok(RecordBatch::try_new_with_options(Arc::new(schema::of_rows(digest)), arrays, &options)?)
}

/// A sheet with at most one row for each of so many captures, as records; null where there is none.
fn records(sheet: &Sheet<'_>, captures: usize) -> Result<ArrayRef, Error> {
    let mut places = vec![None; captures];
    for (row, of) in sheet.of.iter().enumerate() {
        if let Some(place) = places.get_mut(*of) {
            *place = Some(row);
        }
    }
    let present: NullBuffer = places.iter().map(Option::is_some).collect();
    let arrays = columns_at(&sheet.columns, &places)?;
    Ok(Arc::new(StructArray::try_new_with_length(fields(sheet), arrays, Some(present), captures)?))
}

/// A sheet with any number of rows for each of so many captures, as lists of records.
fn lists(sheet: &Sheet<'_>, captures: usize) -> Result<ArrayRef, Error> {
    let mut lengths = vec![0; captures];
    for of in &sheet.of {
        if let Some(length) = lengths.get_mut(*of) {
            *length += 1;
        }
    }
    let entries = StructArray::try_new_with_length(fields(sheet), columns(&sheet.columns)?, None, sheet.height())?;
    list(sheet.table, schema::record(&specs(sheet)), Arc::new(entries), &lengths)
}

fn specs(sheet: &Sheet<'_>) -> Vec<Spec> {
    sheet.columns.iter().map(|(spec, _)| *spec).collect()
}

fn fields(sheet: &Sheet<'_>) -> Fields {
    schema::fields(&specs(sheet))
}
