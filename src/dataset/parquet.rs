//! Frames ↔ Parquet files.
//!
//! Written through the lazy sink: the eager writer declares `string_view`, at which pandas gives up. The size of row groups is
//! fixed, so that the bytes do not depend on the number of threads.

use super::error::DatasetError;
use polars::io::HiveOptions;
use polars::io::parquet::metadata::FileMetadataRef;
use polars::io::utils::file::{Writable, WritableTrait};
use polars::io::utils::sync_on_close::SyncOnCloseType;
use polars::prelude::{
    CompatLevel, DataFrame, Engine, Expr, FileWriteFormat, IntoLazy, LazyFrame, ParquetReader, ParquetWriteOptions, PolarsResult,
    ScanArgsParquet, ScanSources, SerReader, SinkDestination, SinkTarget, SpecialEq, UnifiedSinkArgs,
};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Rows of a row group.
const ROW_GROUP: usize = 65_536;

/// Writes a frame and waits until it is on the disk.
pub(super) fn write(frame: DataFrame, path: &Path) -> Result<(), DatasetError> {
    write_lazy(frame.lazy(), ROW_GROUP, path)
}

/// Writes a frame that is made while it is written, with row groups of this size, and waits until it is on the disk.
pub(super) fn write_lazy(frame: LazyFrame, row_group: usize, path: &Path) -> Result<(), DatasetError> {
    let file = File::create(path).map_err(DatasetError::io("write", path))?;
    sink(frame, row_group, Writable::Local(file)).map_err(DatasetError::table("write", path))
}

/// The bytes that a small frame is written with.
pub(super) fn bytes(frame: DataFrame) -> PolarsResult<Vec<u8>> {
    let memory = Memory::default();
    sink(frame.lazy(), ROW_GROUP, Writable::Dyn(Box::new(memory.clone())))?;
    Ok(std::mem::take(&mut memory.0.lock().unwrap_or_else(PoisonError::into_inner)))
}

fn sink(frame: LazyFrame, row_group: usize, to: Writable) -> PolarsResult<()> {
    let target = SinkTarget::Dyn(SpecialEq::new(Arc::new(Mutex::new(Some(to)))));
    let options = ParquetWriteOptions {
        row_group_size: Some(row_group),
        compat_level: Some(CompatLevel::oldest()),
        ..ParquetWriteOptions::default()
    };
    let format = FileWriteFormat::Parquet(Arc::new(options));
    let arguments = UnifiedSinkArgs { sync_on_close: SyncOnCloseType::All, ..UnifiedSinkArgs::default() };
    frame.sink(SinkDestination::File { target }, format, arguments)?.collect_with_engine(Engine::Streaming)?;
    Ok(())
}

/// A file that is none.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WritableTrait for Memory {
    fn close(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn sync_all(&self) -> io::Result<()> {
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a whole table.
pub(super) fn read(path: &Path) -> Result<DataFrame, DatasetError> {
    open(path)?.finish().map_err(DatasetError::table("read", path))
}

/// Reads some columns of a table, this many rows at a time.
pub(super) fn slices(path: &Path, columns: &[&str], rows: usize) -> Result<Slices, DatasetError> {
    let metadata = Arc::clone(open(path)?.get_metadata().map_err(DatasetError::table("read", path))?);
    let columns = columns.iter().map(|&column| column.to_owned()).collect();
    Ok(Slices { path: path.to_owned(), columns, metadata, next: 0, rows: rows.max(1) })
}

/// The slices of a table, from first to last.
pub(super) struct Slices {
    path: PathBuf,
    columns: Vec<String>,
    /// The description of a large file's parts is itself large: it is read once.
    metadata: FileMetadataRef,
    next: usize,
    rows: usize,
}

impl Iterator for Slices {
    type Item = Result<DataFrame, DatasetError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.next;
        if start >= self.metadata.num_rows {
            return None;
        }
        self.next = start + self.rows;
        Some(open(&self.path).and_then(|reader| {
            let mut reader = reader.with_columns(Some(self.columns.clone())).with_slice(Some((start, self.rows)));
            reader.set_metadata(Arc::clone(&self.metadata));
            reader.finish().map_err(DatasetError::table("read", &self.path))
        }))
    }
}

/// Figures over a table, without holding more of it than a few slices of the columns they need.
pub(super) fn select(path: &Path, figures: impl AsRef<[Expr]>) -> Result<DataFrame, DatasetError> {
    let file = File::open(path).map_err(DatasetError::io("read", path))?;
    // The open file, not its name: a name may hold what polars takes for a pattern.
    let arguments = ScanArgsParquet { hive_options: HiveOptions::new_disabled(), ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet_sources(ScanSources::Files([file].into()), arguments)
        .and_then(|table| table.select(figures).collect_with_engine(Engine::Streaming))
        .map(|result| result.unwrap_single())
        .map_err(DatasetError::table("read", path))
}

/// Number of rows of a table, as its last lines say.
pub(super) fn rows(path: &Path) -> Result<usize, DatasetError> {
    open(path)?.num_rows().map_err(DatasetError::table("read", path))
}

fn open(path: &Path) -> Result<ParquetReader<File>, DatasetError> {
    File::open(path).map(ParquetReader::new).map_err(DatasetError::io("read", path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{PlRefPath, df};

    fn frame(rows: i64) -> DataFrame {
        df!("number" => (0..rows).collect::<Vec<_>>(), "text" => (0..rows).map(|n| format!("wiersz {n}")).collect::<Vec<_>>())
            .unwrap()
    }

    #[test]
    fn where_bytes_go_changes_none() {
        let folder = tempfile::tempdir().unwrap();
        let (ours, plain) = (folder.path().join("ours"), folder.path().join("plain"));
        write_lazy(frame(5000).lazy(), 1000, &ours).unwrap();
        assert!(std::fs::read(&ours).unwrap() != bytes(frame(5000)).unwrap(), "five row groups are not one");
        let target = SinkTarget::Path(PlRefPath::new(plain.to_string_lossy()));
        let options = ParquetWriteOptions {
            row_group_size: Some(1000),
            compat_level: Some(CompatLevel::oldest()),
            ..ParquetWriteOptions::default()
        };
        let format = FileWriteFormat::Parquet(Arc::new(options));
        let sink = frame(5000).lazy().sink(SinkDestination::File { target }, format, UnifiedSinkArgs::default()).unwrap();
        sink.collect_with_engine(Engine::Streaming).unwrap();
        assert!(std::fs::read(ours).unwrap() == std::fs::read(plain).unwrap());
    }

    #[test]
    fn slices_make_up_the_table_whatever_their_size() {
        let folder = tempfile::tempdir().unwrap();
        // A name that polars would take for a pattern.
        let path = folder.path().join("a[1]*.parquet");
        write_lazy(frame(2500).lazy(), 1000, &path).unwrap();
        assert_eq!(rows(&path).unwrap(), 2500);
        for size in [7, 700, 1000, 2500, 9999] {
            let of =
                |slice: DataFrame| slice.column("text").unwrap().str().unwrap().iter().map(|t| t.unwrap().to_owned()).collect();
            let texts: Vec<String> =
                slices(&path, &["text"], size).unwrap().flat_map(|s| -> Vec<String> { of(s.unwrap()) }).collect();
            assert_eq!((texts.len(), texts[2499].as_str()), (2500, "wiersz 2499"), "{size}");
        }
        let sum = select(&path, [polars::prelude::col("number").sum()]).unwrap();
        assert_eq!(sum.column("number").unwrap().i64().unwrap().get(0), Some(2500 * 2499 / 2));
    }

    #[test]
    fn a_damaged_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("projects.parquet");
        for bytes in [&b""[..], b"PAR1", b"PAR1 no table PAR1", b"<html>"] {
            std::fs::write(&path, bytes).unwrap();
            for error in [rows(&path).map(drop), read(&path).map(drop), slices(&path, &["a"], 1).map(drop)] {
                let told = error.unwrap_err().to_string();
                assert!(told.starts_with("cannot read table: ") && told.contains("projects.parquet"), "{told}");
            }
        }
    }
}
