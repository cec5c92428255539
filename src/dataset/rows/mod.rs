//! A published table read back, a row group at a time, as the cells it was made of.
//!
//! What is held grows with a row group, not with the table.

#[cfg(test)]
mod tests;

use super::error::DatasetError;
use super::schema::tables;
use crate::table::Table;
use crate::table::{Cell, Kind, Spec};
use chrono::NaiveDate;
use polars::io::parquet::metadata::FileMetadataRef;
use polars::prelude::{
    BooleanChunked, DataFrame, DataType, Int32Chunked, Int64Chunked, Int128Chunked, ListChunked, ParquetReader, PolarsResult,
    Schema, SchemaExt, SerReader, Series, StringChunked,
};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A table's file, open for reading.
pub struct TableReader {
    path: PathBuf,
    specs: Vec<Spec>,
    /// Rows of each row group.
    groups: Vec<usize>,
    /// The description of a large file's parts is itself large: it is read once.
    metadata: FileMetadataRef,
}

impl TableReader {
    /// Opens a table of an edition; its columns are the declared ones.
    ///
    /// # Errors
    /// When the file cannot be read, or lacks a column.
    pub fn open(edition: &Path, table: &Table) -> Result<Self, DatasetError> {
        let (reader, schema) = Self::file(&edition.join(format!("{}.parquet", table.name)), table.columns.clone())?;
        if let Some(spec) = table.columns.iter().find(|spec| !schema.contains(spec.name)) {
            let message = format!("{}.parquet has no column {}: another version has made it", table.name, spec.name);
            return Err(DatasetError::NotAnEdition { path: edition.to_owned(), message });
        }
        Ok(reader)
    }

    /// Opens a file of rows, whoever has written it, and says what columns there are: rows can be read if these are the declared ones.
    pub(super) fn file(path: &Path, columns: Vec<Spec>) -> Result<(Self, Schema), DatasetError> {
        let mut parquet = parquet(path)?;
        let failed = DatasetError::table("read", path);
        let (metadata, schema) =
            parquet.get_metadata().cloned().and_then(|metadata| Ok((metadata, parquet.schema()?))).map_err(failed)?;
        let groups = metadata.row_groups.iter().map(|group| group.num_rows()).collect();
        Ok((Self { path: path.to_owned(), specs: columns, groups, metadata }, Schema::from_arrow_schema(&schema)))
    }

    /// Opens a table of an edition by its name.
    ///
    /// # Errors
    /// When there is no such table, it cannot be read, or it lacks a column.
    pub fn named(edition: &Path, name: &str) -> Result<Self, DatasetError> {
        let table = tables().into_iter().find(|table| table.name == name).ok_or_else(|| DatasetError::NotAnEdition {
            path: edition.to_owned(),
            message: format!("no table is called {name}"),
        })?;
        Self::open(edition, &table)
    }

    /// The place of a column, by its name.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.specs.iter().position(|spec| spec.name == column)
    }

    /// The names of its columns, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.specs.iter().map(|spec| spec.name)
    }

    /// Its number of row groups.
    pub(super) fn parts(&self) -> usize {
        self.groups.len()
    }

    /// Its number of rows.
    pub fn height(&self) -> usize {
        self.groups.iter().sum()
    }

    /// Reads one row group after the other.
    pub fn groups(&self) -> impl Iterator<Item = Result<Rows, DatasetError>> {
        let filled = self.groups.iter().enumerate().filter(|(_, rows)| **rows > 0);
        filled.map(|(number, _)| self.group(number))
    }

    /// The row group that a row stands in, by its number, and its place there.
    pub(super) fn find(&self, row: usize) -> Option<(usize, usize)> {
        let mut before = 0;
        for (number, &rows) in self.groups.iter().enumerate() {
            if row < before + rows {
                return Some((number, row - before));
            }
            before += rows;
        }
        None
    }

    /// Reads one row group, by its number.
    pub(super) fn group(&self, number: usize) -> Result<Rows, DatasetError> {
        let start = self.groups.iter().take(number).sum();
        let rows = self.groups.get(number).copied().unwrap_or(0);
        let names = self.specs.iter().map(|spec| spec.name.to_owned()).collect();
        let mut reader = parquet(&self.path)?.with_slice(Some((start, rows))).with_columns(Some(names));
        reader.set_metadata(FileMetadataRef::clone(&self.metadata));
        reader.finish().and_then(|frame| Rows::new(&frame, &self.specs)).map_err(DatasetError::table("read", &self.path))
    }
}

fn parquet(path: &Path) -> Result<ParquetReader<File>, DatasetError> {
    Ok(ParquetReader::new(File::open(path).map_err(DatasetError::io("read", path))?))
}

/// Some rows of a table.
pub struct Rows {
    height: usize,
    columns: Vec<Values>,
}

impl Rows {
    /// The rows of a frame whose columns are declared so.
    pub fn new(frame: &DataFrame, specs: &[Spec]) -> PolarsResult<Self> {
        let column = |spec: &Spec| Values::new(&frame.column(spec.name)?.as_materialized_series().rechunk(), spec);
        Ok(Self { height: frame.height(), columns: specs.iter().map(column).collect::<PolarsResult<_>>()? })
    }

    /// How many.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The cell of a row in a column, both by their places.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.columns.get(column).map_or(Cell::Null, |values| values.get(row))
    }

    /// The cells of a row, in the order of the columns.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Cell<'_>> {
        self.columns.iter().map(move |values| values.get(row))
    }
}

/// The values of a column.
enum Values {
    Text(StringChunked),
    Number(Int128Chunked, u32),
    Count(Int64Chunked),
    Flag(BooleanChunked),
    Date(Int32Chunked),
    Texts(Lists<StringChunked>),
    Structs(Lists<Vec<Values>>),
}

/// The values of a column of lists, all in a row, and where each list lies among them.
struct Lists<T> {
    ends: Vec<Option<(usize, usize)>>,
    values: T,
}

impl Values {
    fn new(series: &Series, spec: &Spec) -> PolarsResult<Self> {
        Ok(match spec.kind {
            Kind::Text | Kind::Enum(_) => Self::Text(series.cast(&DataType::String)?.str()?.clone()),
            Kind::Decimal(scale) => {
                let numbers = series.decimal()?;
                Self::Number(numbers.physical().clone(), u32::try_from(numbers.scale()).unwrap_or(scale))
            }
            Kind::Count => Self::Count(series.i64()?.clone()),
            Kind::Flag => Self::Flag(series.bool()?.clone()),
            Kind::Date => Self::Date(series.date()?.physical().clone()),
            Kind::Texts => {
                let (ends, values) = lists(series.list()?);
                Self::Texts(Lists { ends, values: values.str()?.clone() })
            }
            Kind::Structs(specs) => {
                let (ends, values) = lists(series.list()?);
                let records = values.struct_()?;
                let field = |spec: &Spec| Self::new(&records.field_by_name(spec.name)?.rechunk(), spec);
                Self::Structs(Lists { ends, values: specs.iter().map(field).collect::<PolarsResult<_>>()? })
            }
        })
    }

    fn get(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Text(values) => Cell::text(values.get(row)),
            Self::Number(values, scale) => Cell::number(values.get(row).and_then(|units| number(units, *scale))),
            Self::Count(values) => values.get(row).map_or(Cell::Null, Cell::Count),
            Self::Flag(values) => values.get(row).map_or(Cell::Null, Cell::Flag),
            Self::Date(values) => values.get(row).and_then(NaiveDate::from_epoch_days).map_or(Cell::Null, Cell::Date),
            Self::Texts(Lists { ends, values }) => ends.get(row).copied().flatten().map_or(Cell::Null, |(start, end)| {
                Cell::Texts((start..end).filter_map(|at| values.get(at)).map(Cow::Borrowed).collect())
            }),
            Self::Structs(Lists { ends, values }) => ends.get(row).copied().flatten().map_or(Cell::Null, |(start, end)| {
                Cell::Structs((start..end).map(|at| values.iter().map(|field| field.get(at)).collect()).collect())
            }),
        }
    }
}

/// Where each list lies among the values of all.
fn lists(list: &ListChunked) -> (Vec<Option<(usize, usize)>>, Series) {
    let list = list.rechunk();
    let nulls = list.is_null();
    let offsets = list.downcast_iter().flat_map(|array| (0..array.offsets().len_proxy()).map(|at| array.offsets().start_end(at)));
    let ends = offsets.zip(nulls.iter()).map(|(ends, null)| (null != Some(true)).then_some(ends)).collect();
    (ends, list.get_inner().rechunk())
}

/// A number of so many units of its last place. Zeros that only fill a column of six places are left out; sums keep two.
fn number(units: i128, scale: u32) -> Option<Decimal> {
    let number = Decimal::try_from_i128_with_scale(units, scale).ok()?;
    Some(if scale > 2 { number.normalize() } else { number })
}
