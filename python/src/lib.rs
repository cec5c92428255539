//! The native part of the Python package `metryczka`.

use pyo3::prelude::*;

/// What `metryczka` is made of.
#[pymodule]
mod _metryczka {
    use super::*;

    /// The version of the tables.
    #[pyfunction]
    fn schema_version() -> u32 {
        metryczka_core::table::SCHEMA
    }
}
