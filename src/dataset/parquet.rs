//! Frames ↔ Parquet files.
//!
//! Written through the lazy sink: the eager writer declares `string_view`, at which pandas gives up. The size of row groups is
//! fixed, so that the bytes do not depend on the number of threads.

use super::error::DatasetError;
use polars::prelude::{
    CompatLevel, DataFrame, Engine, FileWriteFormat, IntoLazy, LazyFrame, ParquetReader, ParquetWriteOptions, PlRefPath,
    SerReader, SinkDestination, SinkTarget, UnifiedSinkArgs,
};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Rows of a row group.
const ROW_GROUP: usize = 65_536;

/// Writes a frame and waits until it is on the disk.
pub(super) fn write(frame: DataFrame, path: &Path) -> Result<(), DatasetError> {
    write_lazy(frame.lazy(), ROW_GROUP, path)
}

/// Writes a frame that is made while it is written, with row groups of this size.
pub(super) fn write_lazy(frame: LazyFrame, row_group: usize, path: &Path) -> Result<(), DatasetError> {
    let target = SinkTarget::Path(PlRefPath::new(path.to_string_lossy()));
    let options = ParquetWriteOptions {
        row_group_size: Some(row_group),
        compat_level: Some(CompatLevel::oldest()),
        ..ParquetWriteOptions::default()
    };
    let format = FileWriteFormat::Parquet(Arc::new(options));
    frame
        .sink(SinkDestination::File { target }, format, UnifiedSinkArgs::default())
        .and_then(|frame| frame.collect_with_engine(Engine::Streaming))
        .map_err(DatasetError::table("write", path))?;
    File::open(path).and_then(|file| file.sync_all()).map_err(DatasetError::io("write", path))
}

/// Reads a whole table.
pub(super) fn read(path: &Path) -> Result<DataFrame, DatasetError> {
    let file = File::open(path).map_err(DatasetError::io("read", path))?;
    ParquetReader::new(file).finish().map_err(DatasetError::table("read", path))
}
