//! A table that is written while it is made, a few thousand rows at a time.
//!
//! Rows come in slices of any size and leave in row groups of one size, so that neither memory nor the bytes depend on how the work
//! was cut. Polars' lazy sink could write a row of slices too, but each table by itself: what several tables take from the same
//! mentions would be read back once for each. Its eager writer takes slices, but declares `string_view`, at which pandas gives
//! up; so the declaration is the sink's, taken from an empty table.

use super::column::Spec;
use super::error::DatasetError;
use super::frame::frame;
use super::parquet;
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{DataFrame, KeyValueMetadata, ParquetReader, ParquetWriter, SerReader};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Rows of a row group of most tables.
pub(super) const ROWS: usize = 65_536;

/// Rows of a row group of tables with as many columns as a notice has facts.
pub(super) const WIDE_ROWS: usize = 8_192;

/// Rows of a row group of pages with their texts.
pub(super) const PAGES: usize = 256;

/// The key under which Parquet files keep the Arrow types.
const DECLARATION: &str = "ARROW:schema";

/// A table on its way to the disk.
pub(super) struct TableWriter {
    path: PathBuf,
    rows: usize,
    row_group: usize,
    waiting: DataFrame,
    writer: BatchedWriter<BufWriter<File>>,
}

impl TableWriter {
    /// Begins the file of a table.
    pub(super) fn create(path: &Path, specs: &[Spec], row_group: usize) -> Result<Self, DatasetError> {
        let empty = frame(0, specs.iter().map(|spec| (*spec, Vec::new())).collect())?;
        let declaration = declaration(&empty, path)?;
        let file = File::create(path).map_err(DatasetError::io("create", path))?;
        let writer = ParquetWriter::new(BufWriter::new(file))
            .with_key_value_metadata(declaration.map(|text| KeyValueMetadata::from_static(vec![(DECLARATION.to_owned(), text)])))
            .batched(empty.schema())
            .map_err(DatasetError::table("write", path))?;
        Ok(Self { path: path.to_owned(), rows: 0, row_group, waiting: empty, writer })
    }

    /// Appends rows.
    pub(super) fn append(&mut self, rows: DataFrame) -> Result<(), DatasetError> {
        self.rows += rows.height();
        self.waiting.vstack_mut_owned(rows)?;
        while self.waiting.height() >= self.row_group {
            let (group, rest) = self.waiting.split_at(self.row_group as i64);
            self.waiting = rest;
            self.write(group)?;
        }
        Ok(())
    }

    /// Writes what waits, waits until all is on the disk, and says how many rows there are.
    pub(super) fn finish(mut self) -> Result<usize, DatasetError> {
        let last = std::mem::take(&mut self.waiting);
        if last.height() > 0 {
            self.write(last)?;
        }
        self.writer.finish().map_err(DatasetError::table("write", &self.path))?;
        drop(self.writer);
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(DatasetError::io("write", &self.path))?;
        Ok(self.rows)
    }

    fn write(&mut self, mut group: DataFrame) -> Result<(), DatasetError> {
        group.rechunk_mut();
        self.writer.write_batch(&group).map_err(DatasetError::table("write", &self.path))
    }
}

/// How the lazy sink declares the columns.
fn declaration(empty: &DataFrame, path: &Path) -> Result<Option<String>, DatasetError> {
    parquet::write(empty.clone(), path)?;
    let mut reader = ParquetReader::new(File::open(path).map_err(DatasetError::io("read", path))?);
    let metadata = reader.get_metadata().map_err(DatasetError::table("read", path))?;
    let pairs = metadata.key_value_metadata().iter().flatten();
    Ok(pairs.filter(|pair| pair.key == DECLARATION).find_map(|pair| pair.value.clone()))
}
