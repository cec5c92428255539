//! Some columns of a published table, read some rows at a time.

use crate::dataset::column::{Cell, Kind, Spec};
use crate::dataset::error::DatasetError;
use crate::dataset::schema::tables;
use chrono::NaiveDate;
use polars::prelude::{
    BooleanChunked, DataFrame, DataType, Int32Chunked, Int64Chunked, Int128Chunked, ListChunked, ParquetReader, PolarsResult,
    SerReader, StringChunked,
};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Rows read at a time: a row group of most tables.
const ROWS: usize = 65_536;

/// A table's file and the columns that are wanted of it.
pub(super) struct Slices {
    path: PathBuf,
    columns: Vec<Spec>,
    height: usize,
}

impl Slices {
    /// Opens a table of an edition.
    ///
    /// # Errors
    /// When the file cannot be read, or lacks a column.
    pub(super) fn open(edition: &Path, table: &str, wanted: &[&str]) -> Result<Self, DatasetError> {
        let path = edition.join(format!("{table}.parquet"));
        let mut parquet = open(&path)?;
        let read = parquet.schema().and_then(|schema| Ok((schema, parquet.get_metadata()?.num_rows)));
        let (schema, height) = read.map_err(DatasetError::table("read", &path))?;
        let declared = tables().into_iter().find(|declared| declared.name == table).map(|declared| declared.columns);
        let mut columns = Vec::with_capacity(wanted.len());
        for &name in wanted {
            let spec = declared.iter().flatten().find(|spec| spec.name == name).filter(|_| schema.contains(name));
            columns.push(*spec.ok_or_else(|| DatasetError::NotAnEdition {
                path: edition.to_owned(),
                message: format!("{table}.parquet has no column {name}: another version of metryczka has made it"),
            })?);
        }
        Ok(Self { path, columns, height })
    }

    /// Hands over every row, in order.
    pub(super) fn each(&self, mut take: impl FnMut(&Row<'_>) -> Result<(), DatasetError>) -> Result<(), DatasetError> {
        for start in (0..self.height).step_by(ROWS) {
            let names = self.columns.iter().map(|spec| spec.name.to_owned()).collect();
            let frame = open(&self.path)?.with_slice(Some((start, ROWS))).with_columns(Some(names)).finish();
            let values = frame.and_then(|frame| {
                let values = self.columns.iter().map(|spec| Ok((spec.name, Values::new(&frame, spec)?)));
                Ok((frame.height(), values.collect::<PolarsResult<Vec<_>>>()?))
            });
            let (height, values) = values.map_err(DatasetError::table("read", &self.path))?;
            for row in 0..height {
                take(&Row { values: &values, row })?;
            }
        }
        Ok(())
    }
}

fn open(path: &Path) -> Result<ParquetReader<File>, DatasetError> {
    Ok(ParquetReader::new(File::open(path).map_err(DatasetError::io("read", path))?))
}

/// A row of a table.
pub(super) struct Row<'v> {
    values: &'v [(&'static str, Values)],
    row: usize,
}

impl<'v> Row<'v> {
    /// The value of one of the columns that are wanted.
    pub(super) fn get(&self, column: &str) -> Cell<'v> {
        let values = self.values.iter().find(|(name, _)| *name == column);
        values.map_or(Cell::Null, |(_, values)| values.get(self.row))
    }

    /// A text; nothing where the column holds none.
    pub(super) fn text(&self, column: &str) -> Option<&'v str> {
        if let Cell::Text(Cow::Borrowed(text)) = self.get(column) { Some(text) } else { None }
    }

    /// The texts of a list.
    pub(super) fn texts(&self, column: &str) -> Vec<String> {
        if let Cell::Texts(texts) = self.get(column) { texts.into_iter().map(Cow::into_owned).collect() } else { Vec::new() }
    }
}

/// The values of a column.
enum Values {
    Text(StringChunked),
    Number(Int128Chunked, u32),
    Count(Int64Chunked),
    Flag(BooleanChunked),
    Date(Int32Chunked),
    Texts(ListChunked),
    /// Lists of records, which none of the entities needs.
    Unread,
}

impl Values {
    fn new(frame: &DataFrame, spec: &Spec) -> PolarsResult<Self> {
        let series = frame.column(spec.name)?.as_materialized_series().rechunk();
        Ok(match spec.kind {
            Kind::Text | Kind::Enum(_) => Self::Text(series.cast(&DataType::String)?.str()?.clone()),
            Kind::Decimal(scale) => {
                let numbers = series.decimal()?;
                Self::Number(numbers.physical().clone(), u32::try_from(numbers.scale()).unwrap_or(scale))
            }
            Kind::Count => Self::Count(series.i64()?.clone()),
            Kind::Flag => Self::Flag(series.bool()?.clone()),
            Kind::Date => Self::Date(series.date()?.physical().clone()),
            Kind::Texts => Self::Texts(series.list()?.clone()),
            Kind::Structs(_) => Self::Unread,
        })
    }

    fn get(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Text(values) => Cell::text(values.get(row)),
            Self::Number(values, scale) => {
                Cell::number(values.get(row).and_then(|units| Decimal::try_from_i128_with_scale(units, *scale).ok()))
            }
            Self::Count(values) => values.get(row).map_or(Cell::Null, Cell::Count),
            Self::Flag(values) => values.get(row).map_or(Cell::Null, Cell::Flag),
            Self::Date(values) => values.get(row).and_then(NaiveDate::from_epoch_days).map_or(Cell::Null, Cell::Date),
            Self::Texts(values) => values.get_as_series(row).map_or(Cell::Null, |list| {
                let texts = list.str().map(|texts| texts.iter().flatten().map(|text| Cow::Owned(text.to_owned())).collect());
                texts.map_or(Cell::Null, Cell::Texts)
            }),
            Self::Unread => Cell::Null,
        }
    }
}
