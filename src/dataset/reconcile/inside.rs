//! The table inside an edition that is being written.

use super::{ListProblem, ReconcileError, reconcile};
use crate::dataset::error::DatasetError;
use crate::dataset::frame::table;
use crate::dataset::model::{Problem, ProblemStage};
use crate::dataset::parquet;
use std::path::{Path, PathBuf};

/// Sets the tables of a folder against lists: replaces its `reconciliation`, and adds what cannot be read of the lists to its
/// `problems`.
///
/// # Errors
/// When a file is no list, or a table cannot be read or written.
pub fn reconcile_inside(folder: &Path, lists: &[PathBuf]) -> Result<(), DatasetError> {
    let found = reconcile(folder, lists, &folder.join("reconciliation.parquet"), &mut |_| {});
    let problems = match found {
        Ok(found) => found.problems,
        Err(ReconcileError::Dataset(error)) => return Err(error),
        Err(ReconcileError::List(error)) => {
            return Err(DatasetError::Further { message: error.to_string(), remedy: error.remedy() });
        }
    };
    if problems.is_empty() {
        return Ok(());
    }
    let path = folder.join("problems.parquet");
    let mut all = parquet::read(&path)?;
    let rows: Vec<Problem> = problems.iter().map(problem).collect();
    all.vstack_mut_owned(table(&crate::table::problem_columns(), &rows)?)?;
    all.rechunk_mut();
    parquet::write(all, &path)
}

/// An unreadable cell as a row of `problems`.
fn problem(of: &ListProblem) -> Problem {
    let cell = &of.problem;
    let place = cell.column.as_deref().map(|column| format!(", column {column}")).unwrap_or_default();
    Problem {
        path: Some(of.list.to_string()),
        url: None,
        source: None,
        stage: ProblemStage::Read,
        code: format!("list_{}", cell.kind.code()),
        message: format!("row {}{place}: {}: {}", cell.row, cell.kind.message(), cell.value),
        remedy: "the row is kept with that cell empty; look at the list".to_owned(),
    }
}
