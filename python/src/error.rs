//! What can go wrong, as Python exceptions: each says what happened and what to do about it.

use arrow::error::ArrowError;
use metryczka_core::reader::Problem;
use metryczka_core::vocabulary;
use pyo3::create_exception;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

create_exception!(metryczka, PageError, PyValueError, "A page that cannot be read.");
create_exception!(
    metryczka,
    VocabularyError,
    PyValueError,
    "A folder of vocabulary files that cannot be laid over the built-in ones."
);
create_exception!(
    metryczka,
    SchemaError,
    PyValueError,
    "Arrow data that lack a column, have it in another type, or are of another version."
);

/// Everything that stops a call. What is wrong with one page of many stops nothing: it is a row of `problems`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The captures lack the column with the pages.
    #[error("no column `content` in the captures; there are: {found}")]
    NoContent {
        /// The columns that are there.
        found: String,
    },
    /// A column of the captures has a type that cannot be read.
    #[error("column `{column}` of the captures is of type {found}; needed: {needed}")]
    WrongType {
        /// The column.
        column: &'static str,
        /// Its type.
        found: String,
        /// The types that can be read.
        needed: &'static str,
    },
    /// What was handed over is no Arrow data.
    #[error("{found} cannot be read as Arrow data")]
    NotArrow {
        /// What it is.
        found: String,
    },
    /// What was handed over is Arrow data, but one column without a name, not a table.
    #[error("{found} is no table of captures: {why}")]
    NotTable {
        /// What it is.
        found: String,
        /// What Arrow says of it.
        why: String,
    },
    /// There is no such table.
    #[error("no table `{name}`; there are: {known}")]
    NoTable {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A column of the result would hold more than Arrow's offsets can count.
    #[error("the column `{column}` would hold more than 2 GiB")]
    TooLarge {
        /// The column.
        column: &'static str,
    },
    /// The stream of captures that was handed over failed.
    #[error("the captures cannot be read: {0}")]
    Stream(String),
    /// The one page that was asked for cannot be read.
    #[error("{}", .0.message)]
    Page(Box<Problem>),
    /// The vocabulary cannot be read.
    #[error("vocabulary: {0}")]
    Vocabulary(#[from] vocabulary::VocabularyError),
    /// A setting is none.
    #[error("{name} is {value}")]
    Setting {
        /// Its name.
        name: &'static str,
        /// What was given.
        value: String,
    },
    /// A number of threads is none, or too high.
    #[error("{name} is {value}")]
    Threads {
        /// Its name.
        name: &'static str,
        /// What was given.
        value: String,
    },
    /// The threads cannot be started.
    #[error("cannot start threads: {0}")]
    NoThreads(String),
    /// The stream of captures was opened by the process from which this one was forked.
    #[error("these captures are being read by another process")]
    Forked,
    /// The thread that reads captures has died.
    #[error("reading the sources failed")]
    Reading,
    /// What was read cannot be written as JSON.
    #[error("no JSON of what was read: {0}")]
    Json(String),
    /// Arrow's own checks failed.
    #[error("{0}")]
    Arrow(#[from] ArrowError),
}

impl Error {
    /// A stable name.
    pub fn code(&self) -> &str {
        match self {
            Self::NoContent { .. } => "content_missing",
            Self::WrongType { .. } => "column_type",
            Self::NotArrow { .. } => "not_arrow",
            Self::NotTable { .. } => "not_table",
            Self::NoTable { .. } => "no_table",
            Self::TooLarge { .. } => "batch_too_large",
            Self::Stream(_) => "stream",
            Self::Page(problem) => &problem.code,
            Self::Vocabulary(error) => error.code(),
            Self::Setting { .. } | Self::Threads { .. } => "setting",
            Self::NoThreads(_) => "threads",
            Self::Forked => "forked",
            Self::Reading | Self::Json(_) => "internal",
            Self::Arrow(_) => "arrow",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        match self {
            Self::NoContent { .. } => "rename the column that holds the pages' bytes to `content`",
            Self::WrongType { .. } => "cast the column, or leave it out if it is not `content`",
            Self::NotArrow { .. } => {
                "hand over a pyarrow or polars frame, or what has `__arrow_c_stream__` or `__arrow_c_array__`"
            }
            Self::NotTable { .. } => "put the pages into a column: pa.record_batch({\"content\": pages})",
            Self::NoTable { .. } => "take one of these names",
            Self::TooLarge { .. } => "hand over fewer pages at once",
            Self::Stream(_) => "look at where the captures come from",
            Self::Page(problem) => &problem.remedy,
            Self::Vocabulary(error) => error.remedy(),
            Self::Setting { .. } => "give a whole number from 1 on, or None",
            Self::Threads { .. } => "give a whole number from 1 to 1024, or None for one thread for each core",
            Self::NoThreads(_) => "ask for fewer threads",
            Self::Forked => "open the sources in the process that reads them",
            Self::Reading | Self::Json(_) => "report it, with the sources: this is a fault of the program",
            Self::Arrow(_) => "report it, with the schema of the captures: this is a fault of the program",
        }
    }

    /// What is said of it.
    fn text(&self) -> String {
        format!("{self}; {}", self.remedy())
    }
}

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let text = error.text();
        let raised = match &error {
            Error::Page(_) => PageError::new_err(text),
            Error::Vocabulary(_) => VocabularyError::new_err(text),
            Error::NoContent { .. } | Error::WrongType { .. } | Error::NotArrow { .. } | Error::NotTable { .. } => {
                SchemaError::new_err(text)
            }
            Error::NoTable { .. } | Error::TooLarge { .. } | Error::Setting { .. } | Error::Threads { .. } => {
                PyValueError::new_err(text)
            }
            Error::Stream(_) | Error::NoThreads(_) | Error::Forked | Error::Reading | Error::Json(_) | Error::Arrow(_) => {
                PyRuntimeError::new_err(text)
            }
        };
        Python::attach(|py| {
            let value = raised.value(py);
            // An exception always has room for attributes; if it ever had not, its text says the same.
            let _ = value.setattr("code", error.code());
            let _ = value.setattr("remedy", error.remedy());
        });
        raised
    }
}
