//! Pages as Parquet, for engines that read tables: one file a few thousand pages, so that memory stays small.

use crate::arguments::Arguments;
use crate::{Page, poison};
use chrono::DateTime;
use polars::prelude::{
    Column, CompatLevel, DataFrame, FileWriteFormat, IntoLazy, ParquetWriteOptions, PlRefPath, PolarsResult, SinkDestination,
    SinkTarget, UnifiedSinkArgs,
};
use std::path::Path;
use std::sync::Arc;

/// Pages of a file.
const PAGES: usize = 4_096;

/// Pages of a row group: engines read one at a time.
const ROW_GROUP: usize = 512;

/// Files that are filled one after the other.
pub struct Table<'a> {
    arguments: &'a Arguments,
    waiting: Vec<Page>,
    pages: usize,
    files: usize,
    bytes: u64,
}

impl<'a> Table<'a> {
    pub fn new(arguments: &'a Arguments) -> Self {
        Self { arguments, waiting: Vec::new(), pages: 0, files: 0, bytes: 0 }
    }

    pub fn write(&mut self, pages: Vec<Page>) -> PolarsResult<()> {
        for page in pages {
            let bad = self.arguments.poison.then(|| poison::after(self.pages, self.arguments, page.time)).flatten();
            self.waiting.push(page);
            self.waiting.extend(bad);
            self.pages += 1;
        }
        if self.waiting.len() >= PAGES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> PolarsResult<()> {
        let pages = std::mem::take(&mut self.waiting);
        if pages.is_empty() {
            return Ok(());
        }
        let path = self.arguments.out.join(format!("pages-{:05}.parquet", self.files));
        sink(frame(&pages)?, &path)?;
        self.files += 1;
        self.bytes += std::fs::metadata(&path).map_or(0, |file| file.len());
        Ok(())
    }

    /// Ends the last file; returns the bytes of all.
    pub fn finish(mut self) -> PolarsResult<u64> {
        self.flush()?;
        Ok(self.bytes)
    }
}

fn frame(pages: &[Page]) -> PolarsResult<DataFrame> {
    let fetched =
        |page: &Page| DateTime::from_timestamp(page.time, 0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let columns = vec![
        Column::new("url".into(), each(pages, |page| page.url.as_str())),
        Column::new("path".into(), each(pages, |page| page.path.as_str())),
        Column::new("content".into(), each(pages, |page| page.body.as_slice())),
        Column::new("charset".into(), each(pages, Page::charset)),
        Column::new("fetched".into(), each(pages, fetched)),
    ];
    DataFrame::new(pages.len(), columns)
}

fn each<'p, T>(pages: &'p [Page], of: impl Fn(&'p Page) -> T) -> Vec<T> {
    pages.iter().map(of).collect()
}

fn sink(frame: DataFrame, path: &Path) -> PolarsResult<()> {
    // Strings and bytes as every reader knows them, not as views.
    let options = ParquetWriteOptions {
        row_group_size: Some(ROW_GROUP),
        compat_level: Some(CompatLevel::oldest()),
        ..ParquetWriteOptions::default()
    };
    let target = SinkDestination::File { target: SinkTarget::Path(PlRefPath::new(path.display().to_string())) };
    frame.lazy().sink(target, FileWriteFormat::Parquet(Arc::new(options)), UnifiedSinkArgs::default())?.collect().map(drop)
}
