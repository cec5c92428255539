//! Reading some columns of a published table, a piece at a time, so that memory does not grow with the edition.

use crate::dataset::error::DatasetError;
use crate::dataset::frame::data_type;
use crate::table::{Kind, Spec};
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, ListChunked, ParquetReader, SerReader, Series, StringChunked};
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Rows of a piece, at least: those of a row group.
const ROWS: usize = 65_536;
/// Pieces of a table, at most: each one reads the file's table of contents again.
const PIECES: usize = 64;

/// Some columns of one table of an edition.
#[derive(Debug)]
pub(super) struct Columns {
    path: PathBuf,
    names: Vec<String>,
    rows: usize,
    piece: usize,
}

impl Columns {
    /// Opens a table.
    ///
    /// # Errors
    /// When the file cannot be read, or the table lacks one of the columns.
    pub(super) fn open(edition: &Path, table: &str, names: &[&str]) -> Result<Self, DatasetError> {
        let path = edition.join(format!("{table}.parquet"));
        let (rows, found) = contents(&path)?;
        let lacking: Vec<&str> = names.iter().copied().filter(|name| !found.iter().any(|found| found == name)).collect();
        if !lacking.is_empty() {
            let message = format!("table {table} has no column {}", lacking.join(", "));
            return Err(DatasetError::Form { path: edition.to_owned(), message });
        }
        Ok(Self::over(path, names, rows))
    }

    /// Opens a table and takes those of the columns that it has.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn open_present(edition: &Path, table: &str, specs: &[Spec]) -> Result<Self, DatasetError> {
        let path = edition.join(format!("{table}.parquet"));
        let (rows, found) = contents(&path)?;
        let names: Vec<&str> =
            specs.iter().map(|spec| spec.name).filter(|name| found.iter().any(|found| found == name)).collect();
        Ok(Self::over(path, &names, rows))
    }

    fn over(path: PathBuf, names: &[&str], rows: usize) -> Self {
        let piece = rows.div_ceil(PIECES).next_multiple_of(ROWS).max(ROWS);
        Self { path, names: names.iter().map(|name| (*name).to_owned()).collect(), rows, piece }
    }

    /// Number of pieces.
    pub(super) const fn pieces(&self) -> usize {
        self.rows.div_ceil(self.piece)
    }

    /// One piece, and the number of its first row.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn piece(&self, number: usize) -> Result<(usize, DataFrame), DatasetError> {
        let start = number * self.piece;
        let length = self.piece.min(self.rows.saturating_sub(start));
        let file = File::open(&self.path).map_err(DatasetError::io("read", &self.path))?;
        let reader = ParquetReader::new(file).with_columns(Some(self.names.clone())).with_slice(Some((start, length)));
        let frame = reader.finish().map_err(DatasetError::table("read", &self.path))?;
        // In the order asked for, whatever that of the file.
        Ok((start, frame.select(self.names.iter()).map_err(DatasetError::table("read", &self.path))?))
    }

    /// Every piece, in order.
    ///
    /// # Errors
    /// When the file cannot be read, or `take` fails.
    pub(super) fn each(&self, mut take: impl FnMut(usize, &DataFrame) -> Result<(), DatasetError>) -> Result<(), DatasetError> {
        for number in 0..self.pieces() {
            let (start, frame) = self.piece(number)?;
            take(start, &frame)?;
        }
        Ok(())
    }
}

fn contents(path: &Path) -> Result<(usize, Vec<String>), DatasetError> {
    let file = File::open(path).map_err(DatasetError::io("read", path))?;
    let mut reader = ParquetReader::new(file);
    let rows = reader.num_rows().map_err(DatasetError::table("read", path))?;
    let schema = reader.schema().map_err(DatasetError::table("read", path))?;
    Ok((rows, schema.iter_names().map(ToString::to_string).collect()))
}

/// A column as text, whatever its type.
pub(super) fn texts(frame: &DataFrame, name: &str) -> Result<StringChunked, DatasetError> {
    let column = frame.column(name)?.cast(&DataType::String)?;
    Ok(column.str()?.clone())
}

/// What was read of the mentions of a piece before people put it right.
pub(super) struct Originals<'f>(&'f ListChunked);

impl<'f> Originals<'f> {
    /// Of the column `corrected` of `mentions`.
    ///
    /// # Errors
    /// When it is of another form.
    pub(super) fn of(frame: &'f DataFrame) -> Result<Self, DatasetError> {
        Ok(Self(frame.column("corrected")?.list()?))
    }

    /// The fields of a row that a person has put right, with what was read.
    ///
    /// # Errors
    /// When the records are of another form.
    pub(super) fn of_row(&self, row: usize) -> Result<HashMap<String, Option<String>>, DatasetError> {
        let Some(records) = self.0.get_as_series(row).filter(|records| !records.is_empty()) else { return Ok(HashMap::new()) };
        let records = records.struct_()?;
        let (fields, originals) = (records.field_by_name("field")?, records.field_by_name("original")?);
        let pairs = fields.str()?.iter().zip(originals.str()?.iter());
        Ok(pairs.filter_map(|(field, original)| Some((field?.to_owned(), original.map(str::to_owned)))).collect())
    }
}

/// Puts columns of an older edition into the form of a table: those that are new are null, those that are no more are left out.
///
/// # Errors
/// When a column has a type from which its own cannot be made.
pub(super) fn align(frame: &DataFrame, specs: &[Spec], edition: &Path) -> Result<DataFrame, DatasetError> {
    let height = frame.height();
    let columns = specs.iter().map(|spec| {
        let wanted = data_type(spec.kind, true)?;
        let Ok(column) = frame.column(spec.name) else {
            return Ok(Series::full_null(spec.name.into(), height, &wanted).into_column());
        };
        cast(column, spec.kind, &wanted).ok_or_else(|| DatasetError::Form {
            path: edition.to_owned(),
            message: format!("column {} is of another type: {}", spec.name, column.dtype()),
        })
    });
    Ok(DataFrame::new(height, columns.collect::<Result<Vec<_>, DatasetError>>()?)?)
}

/// A closed list may have got longer or shorter: then by its words.
fn cast(column: &Column, kind: Kind, wanted: &DataType) -> Option<Column> {
    if column.dtype() == wanted {
        return Some(column.clone());
    }
    match (kind, column.dtype()) {
        (Kind::Enum(_) | Kind::Text, DataType::Enum(..) | DataType::String) => {
            column.cast(&DataType::String).and_then(|text| text.cast(wanted)).ok()
        }
        _ => None,
    }
}
