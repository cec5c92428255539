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
            let share = Decimal::from(filled).checked_div(rows.into()).map(|share| share.normalize());
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

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{NamedFrom, Series, df};

    /// Four projects: one in euro, one without a currency, one without a sum.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut projects = df!(
            "total_cost" => [Some("10.05"), Some("20.00"), Some("40.00"), None],
            "currency" => [Some("PLN"), Some("EUR"), None, Some("PLN")],
            "participants" => [Some(3i64), None, None, Some(4)],
            "presence" => ["current", "gone", "current", "unreachable"],
        )
        .unwrap();
        let money = projects.column("total_cost").unwrap().strict_cast(&DataType::Decimal(18, 2)).unwrap();
        projects.with_column(money).unwrap();
        let lists = [vec!["a", "b"], vec![], vec!["c"], vec![]]
            .map(|list| Series::new("".into(), list.as_slice()).cast(&DataType::String).unwrap());
        projects.with_column(Series::new("partners".into(), lists.to_vec()).into()).unwrap();
        parquet::write(projects, &folder.path().join("projects.parquet")).unwrap();
        folder
    }

    fn value(figure: Figure) -> Option<String> {
        let read = figures(folder().path(), [figure]).unwrap();
        read[&figure].as_ref().unwrap().value.map(|value| value.to_string())
    }

    #[test]
    fn euros_are_not_added_to_zlotys() {
        assert_eq!(value(Figure::Sum("projects", "total_cost")).as_deref(), Some("10.05"));
        assert_eq!(value(Figure::Sum("projects", "participants")).as_deref(), Some("7"));
    }

    #[test]
    fn an_empty_list_is_not_filled() {
        assert_eq!(value(Figure::Filled("projects", "partners")).as_deref(), Some("0.5"));
        assert_eq!(value(Figure::Filled("projects", "total_cost")).as_deref(), Some("0.75"));
    }

    #[test]
    fn only_what_a_page_tells_is_current() {
        assert_eq!(value(Figure::Current).as_deref(), Some("2"));
        assert_eq!(value(Figure::Rows("projects")).as_deref(), Some("4"));
    }

    #[test]
    fn a_sum_of_nothing_is_nothing_and_not_zero() {
        let folder = tempfile::tempdir().unwrap();
        let empty = df!("total_cost" => Vec::<i64>::new(), "currency" => Vec::<String>::new()).unwrap();
        parquet::write(empty, &folder.path().join("projects.parquet")).unwrap();
        let (sum, filled) = (Figure::Sum("projects", "total_cost"), Figure::Filled("projects", "total_cost"));
        let read = figures(folder.path(), [sum, filled]).unwrap();
        assert_eq!((read[&sum].as_ref().unwrap().value, read[&filled].as_ref().unwrap().value), (None, None));
    }
}
