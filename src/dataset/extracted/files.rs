//! Which files an extraction's tables consist of, and which of them belong together.
//!
//! `metryczka extract` writes `mentions/part-00003.parquet`, Spark `mentions/part=3/part-00000-….snappy.parquet`, any number a part.
//! Both keep a mention's evidence in the part of the mention, and the mention in the part of its page, so that one part after the other
//! can be put together. Files that are not cut so (each table by itself) are all one part: that costs memory, nothing else.

use super::error::ExtractedError;
use crate::dataset::error::DatasetError;
use crate::dataset::parquet;
use crate::dataset::parts::PartMark;
use crate::table::extract_tables;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The tables that are put together again, that of pages last: all that other tables hold follows from these.
pub(super) const TOLD: [&str; 3] = ["evidence", "mentions", "pages"];

/// The table of what could not be read.
pub(super) const PROBLEMS: &str = "problems";

/// The folder of marks.
const MARKS: &str = "parts";

/// The files of a part, by table.
pub(super) type Part = BTreeMap<&'static str, Vec<PathBuf>>;

/// The files of an extraction.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The parts, in the order of their names.
    pub(super) parts: Vec<Part>,
    /// The files of problems.
    pub(super) problems: Vec<PathBuf>,
}

impl Files {
    /// Looks for them.
    pub(super) fn find(extraction: &Path) -> Result<Self, ExtractedError> {
        let mut parts: BTreeMap<String, Part> = BTreeMap::new();
        for table in TOLD {
            for (part, path) in of_table(extraction, table)? {
                parts.entry(part).or_default().entry(table).or_default().push(path);
            }
        }
        let are_cut_alike = parts.values().all(|part| part.contains_key("pages"));
        let parts = if are_cut_alike { parts.into_values().collect() } else { vec![together(parts)] };
        let problems = of_table(extraction, PROBLEMS)?.into_iter().map(|(_, path)| path).collect();
        Ok(Self { parts, problems })
    }

    /// Makes sure that the files are those of which the marks of `metryczka extract` tell size and SHA-256.
    /// Where there are none, nothing is compared.
    pub(super) fn marked(&self, extraction: &Path) -> Result<(), ExtractedError> {
        if !extraction.join(MARKS).is_dir() {
            return Ok(());
        }
        let parts = self.parts.iter().filter_map(|part| part.get("pages")).map(Vec::len).sum();
        match (0..parts).find(|part| PartMark::read(extraction, *part).is_none()) {
            None => Ok(()),
            Some(part) => {
                let message = format!("the files of part {part} are not those that its mark tells of");
                Err(ExtractedError::damaged(extraction, MARKS, message))
            }
        }
    }
}

/// Makes sure that the tables have as many rows as the extraction says; where it says nothing, nothing can be compared.
pub(super) fn counted(extraction: &Path, told: &[(String, u64)]) -> Result<(), ExtractedError> {
    for table in extract_tables() {
        let Some((_, expected)) = told.iter().find(|(name, _)| name == table.name) else { continue };
        let mut rows = 0;
        for (_, path) in of_table(extraction, table.name)? {
            rows += parquet::rows(&path)? as u64;
        }
        if rows != *expected {
            let message = format!("its files hold {rows} rows, and extract.json says {expected}");
            return Err(ExtractedError::damaged(extraction, table.name, message));
        }
    }
    Ok(())
}

fn together(parts: BTreeMap<String, Part>) -> Part {
    let mut all = Part::new();
    for (table, files) in parts.into_values().flatten() {
        all.entry(table).or_default().extend(files);
    }
    all
}

/// A table's files with the names of their parts: the folder they stand in, or their own name.
fn of_table(extraction: &Path, table: &str) -> Result<BTreeSet<(String, PathBuf)>, ExtractedError> {
    let folder = extraction.join(table);
    if !folder.is_dir() {
        return Err(ExtractedError::Table { path: folder, message: format!("the table {table} is missing") });
    }
    let (mut files, mut waiting) = (BTreeSet::new(), vec![folder.clone()]);
    while let Some(within) = waiting.pop() {
        for entry in fs::read_dir(&within).map_err(DatasetError::io("read", &within))? {
            let path = entry.map_err(DatasetError::io("read", &within))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // What is being written, checksums and marks: nobody's rows.
            if name.starts_with(['.', '_']) {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else if name.ends_with(".parquet") {
                let part = if within == folder { path.file_stem().unwrap_or_default().as_ref() } else { within.as_path() };
                let part = part.strip_prefix(&folder).unwrap_or(part).to_string_lossy().into_owned();
                files.insert((part, path));
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(paths: &[&str]) -> Vec<Vec<usize>> {
        let folder = tempfile::tempdir().unwrap();
        for path in paths.iter().copied().chain(["problems/_SUCCESS", "mentions/.x.parquet.crc", "pages/_temporary/0/x.parquet"])
        {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        TOLD.iter().for_each(|table| fs::create_dir_all(folder.path().join(table)).unwrap());
        let files = Files::find(folder.path()).unwrap();
        files.parts.iter().map(|part| TOLD.iter().map(|table| part.get(table).map_or(0, Vec::len)).collect()).collect()
    }

    #[test]
    fn parts_are_files_here_and_folders_in_spark() {
        let ours = [
            "pages/part-00000.parquet",
            "pages/part-00001.parquet",
            "mentions/part-00001.parquet",
            "evidence/part-00001.parquet",
        ];
        assert_eq!(laid_out(&ours), [[0, 0, 1], [1, 1, 1]]);
        let sparks = [
            "pages/part=0/a.snappy.parquet",
            "pages/part=0/b.snappy.parquet",
            "pages/part=1/c.parquet",
            "mentions/part=0/d.parquet",
        ];
        assert_eq!(laid_out(&sparks), [[0, 1, 2], [0, 0, 1]]);
    }

    #[test]
    fn tables_that_are_cut_each_by_itself_are_one_part() {
        let daft = ["pages/1f-0.parquet", "mentions/2e-0.parquet", "mentions/2e-1.parquet", "evidence/3d-0.parquet"];
        assert_eq!(laid_out(&daft), [[1, 2, 1]]);
    }
}
