//! The native part of the Python package `metryczka`: captured pages as Arrow batches in, Arrow tables out.
//!
//! | file | what it is |
//! |---|---|
//! | `extractor` | the class `Extractor`: a vocabulary, threads, limits; the way from captures to tables |
//! | `captures` | Arrow data of any library → captures |
//! | `column` | one column of them: text or bytes of any of Arrow's types |
//! | `source` | files, folders, WARC archives → batches of captures |
//! | `schema` | the columns the core declares → Arrow types, with their documentation as metadata |
//! | `arrays` | cells → Arrow arrays |
//! | `rows` | tables of a batch; one row for every capture |
//! | `pool` | the threads, one set a process |
//! | `error` | what can go wrong, as Python exceptions |
//!
//! Everything public is typed and documented in `metryczka/_metryczka.pyi`; users see `metryczka` alone.

mod arrays;
mod captures;
mod column;
mod error;
mod extractor;
mod pool;
mod rows;
mod schema;
mod source;

use pyo3::prelude::*;

/// Private; what it offers is offered by `metryczka`.
#[pymodule]
mod _metryczka {
    use super::*;
    use arrow::datatypes::Schema;
    use arrow::pyarrow::PyArrowType;
    use metryczka_core::vocabulary::Vocabulary;

    #[pymodule_export]
    use super::error::{PageError, SchemaError, VocabularyError};
    #[pymodule_export]
    use super::extractor::Extractor;
    #[pymodule_export]
    use super::source::{CaptureBatches, read};

    /// Most threads an extractor may have.
    #[pyfunction]
    fn most_threads() -> usize {
        pool::MOST_THREADS
    }

    /// The version of the tables.
    #[pyfunction]
    fn schema_version() -> u32 {
        metryczka_core::table::SCHEMA
    }

    /// The version of the package, which is that of the program.
    #[pyfunction]
    fn version() -> &'static str {
        schema::VERSION
    }

    /// The names of the tables, in their order.
    #[pyfunction]
    fn table_names() -> Vec<&'static str> {
        schema::names()
    }

    /// The name of a column, its unit, its meaning.
    type ColumnDoc = (&'static str, &'static str, &'static str);

    /// What a row of a table is, and what its columns are.
    #[pyfunction]
    fn table_doc(name: &str) -> PyResult<(&'static str, Vec<ColumnDoc>)> {
        let table = schema::table(name)?;
        Ok((table.doc, table.columns.iter().map(|spec| (spec.name, spec.unit, spec.doc)).collect()))
    }

    /// The schema of a table, as pages are read with the built-in vocabulary.
    #[pyfunction]
    fn table_schema(name: &str) -> PyResult<PyArrowType<Schema>> {
        Ok(PyArrowType(schema::of_table(schema::table(name)?, Vocabulary::builtin().digest())))
    }

    /// The schema of the rows batch, as pages are read with the built-in vocabulary.
    #[pyfunction]
    fn rows_schema() -> PyArrowType<Schema> {
        PyArrowType(schema::of_rows(Vocabulary::builtin().digest()))
    }

    /// The schema of the batches that `read` makes.
    #[pyfunction]
    fn captures_schema() -> PyArrowType<Schema> {
        PyArrowType(schema::of_captures())
    }
}
