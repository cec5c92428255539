//! Reading the figures that are expected from the tables: only the columns they need, a slice at a time.

use super::expectation::{Figure, is_in_currency, spec};
use super::judge::{Figures, Past, Reading, Unknown};
use crate::dataset::column::Kind;
use crate::dataset::edition::SCHEMA;
use crate::dataset::error::DatasetError;
use crate::dataset::history::{Presence, Previous};
use crate::dataset::names::Named;
use crate::dataset::parquet;
use polars::prelude::{AnyValue, DataFrame, DataType, Expr, NULL, col, lit, when};
use rust_decimal::Decimal;
use std::path::Path;

/// Figures of the tables in a folder.
///
/// # Errors
/// When a table cannot be read.
pub(in crate::dataset) fn figures(folder: &Path, wanted: impl IntoIterator<Item = Figure>) -> Result<Figures, DatasetError> {
    wanted.into_iter().map(|figure| Ok((figure, Ok(read(folder, figure)?)))).collect()
}

/// The same figures of the edition before. What it cannot tell is unknown, with the reason: it is no fault of the new edition.
pub(in crate::dataset) fn past(previous: &Previous, wanted: impl IntoIterator<Item = Figure>) -> Past {
    let of = |figure: Figure| match figure {
        // A table's rows stand in the description, whatever the form of the table.
        Figure::Rows(table) => {
            let file = previous.edition.tables.get(table).ok_or(Unknown::OtherForm)?;
            Ok(Reading::of(Some(Decimal::from(file.rows)), file.rows))
        }
        _ if previous.edition.schema != SCHEMA => Err(Unknown::OtherForm),
        figure => read(&previous.folder, figure).map_err(|error| Unknown::Unreadable(error.to_string())),
    };
    Past { edition: previous.edition.edition.clone(), figures: wanted.into_iter().map(|figure| (figure, of(figure))).collect() }
}

fn read(folder: &Path, figure: Figure) -> Result<Reading, DatasetError> {
    let path = folder.join(format!("{}.parquet", figure.table()));
    let rows = parquet::rows(&path)?;
    let count = |holds: Expr| -> Result<usize, DatasetError> {
        let found = parquet::select(&path, [holds.cast(DataType::Int64).sum().alias("found")])?;
        Ok(number(&found)?.and_then(|number| usize::try_from(number).ok()).unwrap_or(0))
    };
    Ok(match figure {
        Figure::Rows(_) => Reading::of(Some(rows.into()), rows),
        Figure::Current => {
            let current = count(col("presence").cast(DataType::String).eq(lit(Presence::Current.name())))?;
            Reading::of(Some(current.into()), rows)
        }
        Figure::Filled(table, column) => {
            let filled = count(filled(table, column))?;
            let share = Decimal::from(filled).checked_div(rows.into());
            Reading { part: filled, ..Reading::of(share, rows) }
        }
        Figure::Sum(table, column) => Reading::of(number(&parquet::select(&path, [sum(table, column)])?)?, rows),
    })
}

/// Whether a row's column holds something.
fn filled(table: &str, column: &str) -> Expr {
    let is_list = spec(table, column).is_some_and(|(_, spec)| matches!(spec.kind, Kind::Texts | Kind::Structs(_)));
    if is_list { col(column).list().len().gt(lit(0)).fill_null(lit(false)) } else { col(column).is_not_null() }
}

/// The sum of a column, null where no row has a value.
fn sum(table: &str, column: &str) -> Expr {
    let values = match spec(table, column) {
        Some((table, spec)) if is_in_currency(&table, &spec) => {
            col(column).filter(col("currency").cast(DataType::String).eq(lit("PLN")))
        }
        _ => col(column),
    };
    let (any, sum) = (values.clone().count().gt(lit(0)), values.sum());
    when(any).then(sum).otherwise(lit(NULL)).alias("sum")
}

/// The only value of a frame, exact.
fn number(frame: &DataFrame) -> Result<Option<Decimal>, DatasetError> {
    let Some(column) = frame.columns().first() else { return Ok(None) };
    Ok(match column.get(0)? {
        AnyValue::Decimal(units, _, scale) => Decimal::try_from_i128_with_scale(units, scale as u32).ok(),
        AnyValue::Int64(number) => Some(number.into()),
        _ => None,
    })
}
