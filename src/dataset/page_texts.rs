//! The table `pages` with texts that are read back while it is written, a few pages at a time.
//!
//! The frame holds everything but the texts; in place of each stands the number of its page. It is written as a row of slices, one
//! after the other, and a slice gets its texts when its turn comes.

use super::disk::Disk;
use super::error::DatasetError;
use super::model::PageRecord;
use super::parquet;
use super::spool::{Kept, Spool};
use polars::prelude::{
    Column, DataFrame, DataType, Field, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsError, PolarsResult, Schema, Series,
    UnionArgs, col, concat,
};
use std::path::Path;
use std::sync::Arc;

/// Pages of a slice, which is a row group.
const PAGES: usize = 256;

const TEXT: &str = "text";

/// Writes the table, whose pages are those of the frame, row by row.
pub(super) fn write(
    frame: &DataFrame,
    pages: &[PageRecord],
    spool: &Arc<Spool>,
    path: &Path,
    disk: &Disk,
) -> Result<(), DatasetError> {
    let lazy = slices(frame, pages, spool).map_err(DatasetError::table("write", path))?;
    parquet::write_lazy(lazy, PAGES, path, disk)
}

fn slices(frame: &DataFrame, pages: &[PageRecord], spool: &Arc<Spool>) -> PolarsResult<LazyFrame> {
    let kept: Arc<Vec<Kept>> = Arc::new(pages.iter().map(|page| page.kept.unwrap_or_default()).collect());
    let mut frame = frame.clone();
    let numbers: Vec<u64> = (0..frame.height() as u64).collect();
    frame.with_column(Series::new(TEXT.into(), numbers).into_column())?;
    let slice = |start: usize| {
        let (spool, kept) = (Arc::clone(spool), Arc::clone(&kept));
        let read = move |numbers: Column| texts(&numbers, &kept, &spool);
        let text = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::String));
        let rows = i64::try_from(start).unwrap_or(i64::MAX);
        frame.slice(rows, PAGES).lazy().with_columns([col(TEXT).map(read, text)])
    };
    let slices: Vec<LazyFrame> = (0..frame.height().max(1)).step_by(PAGES).map(slice).collect();
    concat(slices, UnionArgs { parallel: false, rechunk: false, maintain_order: true, ..UnionArgs::default() })
}

/// The texts of pages by their numbers.
fn texts(numbers: &Column, kept: &[Kept], spool: &Spool) -> PolarsResult<Column> {
    let mut texts = Vec::with_capacity(numbers.len());
    for number in numbers.u64()?.iter() {
        let kept = number.and_then(|number| kept.get(usize::try_from(number).ok()?).copied());
        texts.push(kept.map(|kept| spool.get(kept)).transpose().map_err(PolarsError::from)?);
    }
    Ok(Series::new(numbers.name().clone(), texts).into_column())
}
