//! A table that is written while it is made, a few thousand rows at a time.
//!
//! Rows come in slices of any size and leave in row groups of one size, so that neither memory nor the bytes depend on how the work
//! was cut. Polars' lazy sink could write a row of slices too, but each table by itself: what several tables take from the same
//! mentions would be read back once for each. Its eager writer takes slices, but declares `string_view`, at which pandas gives
//! up; so the declaration is the sink's, taken from an empty table.

use super::disk::{Disk, DiskFile};
use super::error::DatasetError;
use super::frame::frame;
use super::parquet;
use crate::table::Spec;
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{DataFrame, KeyValueMetadata, ParquetReader, ParquetWriter, PolarsResult, SerReader};
use std::io::{BufWriter, Cursor};
use std::path::{Path, PathBuf};

/// Rows of a row group of most tables.
pub(super) const ROWS: usize = 65_536;

/// Rows of a row group of tables with as many columns as a notice has facts.
pub(super) const WIDE_ROWS: usize = 8_192;

/// Rows of a row group of pages with their texts.
pub(super) const PAGES: usize = 256;

/// The key under which Parquet files keep the Arrow types.
const DECLARATION: &str = "ARROW:schema";

/// How the file of a table is written.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// Rows of a row group.
    pub(super) row_group: usize,
    /// Bytes of rows with which a row group ends earlier. Then the bytes depend on how the rows are cut into slices: whoever sets it
    /// always cuts them alike.
    pub(super) waiting: Option<usize>,
    /// Whether columns are encoded on polars' own threads.
    pub(super) is_parallel: bool,
    /// What the file tells of itself, by key.
    pub(super) about: Vec<(String, String)>,
}

/// A table on its way to the disk.
pub(super) struct TableWriter {
    path: PathBuf,
    disk: Disk,
    rows: usize,
    row_group: usize,
    most_waiting: usize,
    waiting: DataFrame,
    waiting_bytes: usize,
    writer: BatchedWriter<BufWriter<DiskFile>>,
}

impl TableWriter {
    /// Begins the file of a table.
    pub(super) fn create(path: &Path, specs: &[Spec], row_group: usize, disk: &Disk) -> Result<Self, DatasetError> {
        Self::create_in(path, specs, Form { row_group, waiting: None, is_parallel: true, about: Vec::new() }, disk)
    }

    /// The same in another form.
    pub(super) fn create_in(path: &Path, specs: &[Spec], form: Form, disk: &Disk) -> Result<Self, DatasetError> {
        let empty = frame(0, specs.iter().map(|spec| (*spec, Vec::new())).collect())?;
        let declaration = declaration(&empty)?;
        let file = disk.create(path).map_err(DatasetError::io("create", path))?;
        let declared = declaration.map(|text| (DECLARATION.to_owned(), text));
        let about: Vec<_> = declared.into_iter().chain(form.about).collect();
        let writer = ParquetWriter::new(BufWriter::new(file))
            .set_parallel(form.is_parallel)
            .with_key_value_metadata((!about.is_empty()).then(|| KeyValueMetadata::from_static(about)))
            .batched(empty.schema())
            .map_err(DatasetError::table("write", path))?;
        Ok(Self {
            path: path.to_owned(),
            disk: disk.clone(),
            rows: 0,
            row_group: form.row_group,
            most_waiting: form.waiting.unwrap_or(usize::MAX),
            waiting: empty,
            waiting_bytes: 0,
            writer,
        })
    }

    /// Appends rows.
    pub(super) fn append(&mut self, rows: DataFrame) -> Result<(), DatasetError> {
        self.rows += rows.height();
        if self.most_waiting < usize::MAX {
            self.waiting_bytes += rows.estimated_size();
        }
        self.waiting.vstack_mut_owned(rows)?;
        while self.waiting.height() >= self.row_group {
            let (group, rest) = self.waiting.split_at(self.row_group as i64);
            self.waiting = rest;
            self.write(group)?;
            self.waiting_bytes = 0;
        }
        if self.waiting_bytes >= self.most_waiting {
            let group = self.waiting.clear();
            let group = std::mem::replace(&mut self.waiting, group);
            self.write(group)?;
            self.waiting_bytes = 0;
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
        self.disk.sync(&self.path).map_err(DatasetError::io("write", &self.path))?;
        Ok(self.rows)
    }

    fn write(&mut self, mut group: DataFrame) -> Result<(), DatasetError> {
        group.rechunk_mut();
        self.writer.write_batch(&group).map_err(DatasetError::table("write", &self.path))
    }
}

/// How the lazy sink declares the columns.
fn declaration(empty: &DataFrame) -> PolarsResult<Option<String>> {
    let mut reader = ParquetReader::new(Cursor::new(parquet::bytes(empty.clone())?));
    let metadata = reader.get_metadata()?;
    let pairs = metadata.key_value_metadata().iter().flatten();
    Ok(pairs.filter(|pair| pair.key == DECLARATION).find_map(|pair| pair.value.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Filled;
    use crate::table::Kind::{Count, Enum, Structs, Text, Texts};
    use crate::table::{Cell, spec};
    use polars::prelude::IntoLazy;
    use std::fs;

    const PART: &[Spec] = &[spec("name", Text, ""), spec("count", Count, "")];
    const SPECS: &[Spec] = &[
        spec("number", Count, ""),
        spec("text", Text, ""),
        spec("kind", Enum(&["even", "odd"]), ""),
        spec("texts", Texts, ""),
        spec("parts", Structs(PART), ""),
    ];

    fn rows(numbers: std::ops::Range<i64>) -> DataFrame {
        let text = |number: i64| Cell::Text(format!("wiersz {number}").into());
        let kind =
            |number: i64| if number % 3 == 0 { Cell::Null } else { Cell::Text(["even", "odd"][number as usize % 2].into()) };
        let texts = |number: i64| Cell::Texts((0..number % 3).map(|of| format!("{number}.{of}").into()).collect());
        let parts = |number: i64| Cell::Structs((0..number % 4).map(|of| vec![text(of), Cell::Count(of)]).collect());
        let columns: [&dyn Fn(i64) -> Cell<'static>; 5] = [&Cell::Count, &text, &kind, &texts, &parts];
        let filled =
            SPECS.iter().zip(columns).map(|(spec, cell)| -> Filled<'static> { (*spec, numbers.clone().map(cell).collect()) });
        frame(numbers.clone().count(), filled.collect()).unwrap()
    }

    #[test]
    fn row_groups_are_those_of_the_sink_however_the_rows_come() {
        let folder = tempfile::tempdir().unwrap();
        let sunk = folder.path().join("sunk");
        crate::dataset::parquet::write_lazy(rows(0..50).lazy(), 16, &sunk).unwrap();
        let expected = fs::read(&sunk).unwrap();
        for slice in [1, 3, 16, 17, 40, 50] {
            let path = folder.path().join(format!("in slices of {slice}"));
            let mut writer = TableWriter::create(&path, SPECS, 16, &Disk::default()).unwrap();
            (0..50).step_by(slice).for_each(|start| writer.append(rows(start..50.min(start + slice as i64))).unwrap());
            assert_eq!(writer.finish().unwrap(), 50);
            assert!(fs::read(&path).unwrap() == expected, "slices of {slice}");
        }
    }
}
