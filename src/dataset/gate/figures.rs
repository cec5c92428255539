//! Reading the figures that are expected from the tables: only the columns they need, a slice at a time.

use super::expectation::{Figure, is_in_currency, spec};
use super::judge::{Figures, Past, Reading, Unknown};
use crate::dataset::error::DatasetError;
use crate::dataset::history::{Presence, Previous};
use crate::dataset::parquet;
use crate::table::Kind;
use crate::table::Named;
use crate::table::SCHEMA;
use polars::prelude::{AnyValue, DataFrame, DataType, Expr, NULL, ParquetReader, SerReader, col, lit, when};
use rust_decimal::Decimal;
use std::fs::File;
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
        // All rows of a table stand in the description, whatever the form of the table; those that count do not.
        Figure::Rows(table) if counting(table).is_some() => {
            read(&previous.folder, figure).map_err(|error| match previous.edition.schema {
                SCHEMA => Unknown::Unreadable(error.to_string()),
                _ => Unknown::OtherForm,
            })
        }
        Figure::Rows(table) => {
            let file = previous.edition.tables.get(table).ok_or(Unknown::OtherForm)?;
            Ok(Reading::of(Some(Decimal::from(file.rows)), file.rows))
        }
        _ if previous.edition.schema != SCHEMA => Err(Unknown::OtherForm),
        figure => read(&previous.folder, figure).map_err(|error| Unknown::Unreadable(error.to_string())),
    };
    Past { edition: previous.edition.edition.clone(), figures: wanted.into_iter().map(|figure| (figure, of(figure))).collect() }
}

/// The rows of a table that count, where not all do: the columns that may tell, and whether a value of theirs does.
///
/// A project that no page tells any more stays in the tables: were it counted, everything could vanish and nothing would seem to
/// be missing. Of a municipality only the row that counts all of its projects is one; the others count them again.
fn counting(table: &str) -> Option<Counting> {
    match table {
        "projects" => Some((&["presence"], |presence| presence.neq(lit(Presence::Gone.name())))),
        "municipalities" => Some((&["grouping"], |grouping| grouping.eq(lit("all")))),
        _ => None,
    }
}

/// The columns that may tell, and the condition on the one that is there.
type Counting = (&'static [&'static str], fn(Expr) -> Expr);

/// Whether a row counts; nothing where every row does, as in a table that does not tell.
fn counted(path: &Path, table: &str) -> Result<Option<Expr>, DatasetError> {
    let Some((columns, counts)) = counting(table) else { return Ok(None) };
    let file = File::open(path).map_err(DatasetError::io("read", path))?;
    let schema = ParquetReader::new(file).schema().map_err(DatasetError::table("read", path))?;
    let column = columns.iter().find(|column| schema.contains(column));
    Ok(column.map(|column| counts(col(*column).cast(DataType::String)).fill_null(lit(true))))
}

fn read(folder: &Path, figure: Figure) -> Result<Reading, DatasetError> {
    let path = folder.join(format!("{}.parquet", figure.table()));
    let counted = counted(&path, figure.table())?;
    let count = |holds: Expr| -> Result<usize, DatasetError> {
        let found = parquet::select(&path, [holds.cast(DataType::Int64).sum().alias("found")])?;
        Ok(number(&found)?.and_then(|number| usize::try_from(number).ok()).unwrap_or(0))
    };
    let rows = counted.clone().map_or_else(|| parquet::rows(&path), count)?;
    let within = |holds: Expr| counted.clone().map_or(holds.clone(), |counted| counted.and(holds));
    Ok(match figure {
        Figure::Rows(_) => Reading::of(Some(rows.into()), rows),
        Figure::Current => {
            let current = count(col("presence").cast(DataType::String).eq(lit(Presence::Current.name())))?;
            Reading::of(Some(current.into()), rows)
        }
        Figure::Filled(table, column) => {
            let filled = count(within(filled(table, column)))?;
            let share = Decimal::from(filled).checked_div(rows.into()).map(|share| share.normalize());
            Reading { part: filled, ..Reading::of(share, rows) }
        }
        Figure::Sum(table, column) => Reading::of(number(&parquet::select(&path, [sum(table, column, counted)])?)?, rows),
    })
}

/// Whether a row's column holds something.
fn filled(table: &str, column: &str) -> Expr {
    let is_list = spec(table, column).is_some_and(|(_, spec)| matches!(spec.kind, Kind::Texts | Kind::Structs(_)));
    if is_list { col(column).list().len().gt(lit(0)).fill_null(lit(false)) } else { col(column).is_not_null() }
}

/// The sum of a column over the rows that count, null where none of them has a value.
fn sum(table: &str, column: &str, counted: Option<Expr>) -> Expr {
    let in_zloty = spec(table, column)
        .filter(|(table, spec)| is_in_currency(table, spec))
        .map(|_| col("currency").cast(DataType::String).eq(lit("PLN")));
    let values = match [counted, in_zloty].into_iter().flatten().reduce(Expr::and) {
        Some(counts) => col(column).filter(counts),
        None => col(column),
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

    /// Five projects: one in euro, one without a currency, one without a sum, and one that is gone.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut projects = df!(
            "total_cost" => [Some("10.05"), Some("20.00"), Some("40.00"), None, Some("80.00")],
            "currency" => [Some("PLN"), Some("EUR"), None, Some("PLN"), Some("PLN")],
            "participants" => [Some(3i64), None, None, Some(4), Some(50)],
            "presence" => ["current", "unreachable", "current", "unreachable", "gone"],
        )
        .unwrap();
        let money = projects.column("total_cost").unwrap().strict_cast(&DataType::Decimal(18, 2)).unwrap();
        projects.with_column(money).unwrap();
        let lists = [vec!["a", "b"], vec![], vec!["c"], vec![], vec!["d"]]
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
    fn what_is_gone_counts_for_nothing_on_either_side() {
        let folder = folder();
        let edition = serde_json::json!({
            "schema": SCHEMA, "edition": "a", "created": "x", "code_version": "0", "vocabulary_digest": "0", "archive_digest": "0",
            "tables": { "projects": { "rows": 5, "bytes": 0, "sha256": "" } },
        });
        let previous = Previous { folder: folder.path().to_owned(), edition: serde_json::from_value(edition).unwrap() };
        let figure = Figure::Rows("projects");
        let past = past(&previous, [figure]);
        assert_eq!(past.figures[&figure].as_ref().unwrap().value, Some(4.into()), "not the five of the description");
    }

    #[test]
    fn of_a_municipality_one_row_counts() {
        let folder = tempfile::tempdir().unwrap();
        let rows = df!("grouping" => ["all", "period", "start_year", "all"], "projects" => [Some(2i64), Some(1), Some(1), None]);
        parquet::write(rows.unwrap(), &folder.path().join("municipalities.parquet")).unwrap();
        let (rows, filled) = (Figure::Rows("municipalities"), Figure::Filled("municipalities", "projects"));
        let sum = Figure::Sum("municipalities", "projects");
        let read = figures(folder.path(), [rows, filled, sum]).unwrap();
        let value = |figure| read[&figure].as_ref().unwrap().value.unwrap().to_string();
        assert_eq!([value(rows), value(filled), value(sum)], ["2", "0.5", "2"]);
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
