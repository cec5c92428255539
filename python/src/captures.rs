//! Arrow data of any library → captures.

use crate::column::{Column, is_pages, is_text};
use crate::error::Error;
use crate::schema::PROBLEM;
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::ffi_stream::RecordBatchStreamReader;
use arrow::pyarrow::FromPyArrow;
use arrow::record_batch::{RecordBatch, RecordBatchReader};
use metryczka_core::archive::Capture;
use metryczka_core::page::{Source, sha256};
use metryczka_core::reader::{Problem, ProblemStage};
use metryczka_core::table::Named;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// What is read of each type of column.
const PAGES: &str = "binary, large_binary, binary_view, string, large_string or string_view";
const TEXT: &str = "string, large_string or string_view";
const TIME: &str = "string, large_string, string_view, timestamp or date";
const PROBLEMS: &str = "struct<stage: string, code: string, message: string, remedy: string>";

/// Text of Arrow is UTF-8, whatever the page says of itself.
const OF_TEXT: &str = "utf-8";

/// Captures as they were handed over: nothing is copied before it is read.
pub struct Captures {
    batches: Vec<Columns>,
    /// For every row its batch and its place there.
    rows: Vec<(usize, usize)>,
}

/// The columns of one batch.
struct Columns {
    /// Nothing if all rows are null.
    content: Option<Column>,
    url: Option<Column>,
    path: Option<Column>,
    charset: Option<Column>,
    fetched: Option<Column>,
    problem: Option<Problems>,
}

/// Why captures could not be read out of their source; null where they could.
struct Problems {
    records: ArrayRef,
    fields: [Option<Column>; 4],
}

impl Captures {
    /// Takes over a record batch, table or frame: whatever speaks Arrow's PyCapsule protocol.
    ///
    /// # Errors
    /// When it does not, or lacks the pages, or has a column of another type.
    pub fn take(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (schema, batches) = batches(data)?;
        let columns = batches.iter().map(Columns::of);
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        if columns.is_empty() {
            // A frame without rows may come in no batch at all; its columns have to be right all the same.
            Columns::of(&RecordBatch::new_empty(schema))?;
        }
        let rows = batches.iter().enumerate().flat_map(|(batch, of)| (0..of.num_rows()).map(move |row| (batch, row)));
        Ok(Self { batches: columns, rows: rows.collect() })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// One of them, or why it could not be read out of its source.
    ///
    /// # Errors
    /// The problem that came with it, or that it has no content.
    pub fn get(&self, number: usize) -> Result<Capture, Box<Problem>> {
        let at = self.rows.get(number).and_then(|(batch, row)| Some((self.batches.get(*batch)?, *row)));
        at.map_or_else(|| Err(without_content(None, None)), |(columns, row)| columns.capture(row))
    }
}

/// The batches of an object. The stream is asked for first: it is what tables and frames have, and it copies nothing.
fn batches(data: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    if data.hasattr("__arrow_c_stream__")? {
        let reader = RecordBatchStreamReader::from_pyarrow_bound(data).map_err(|error| no_table(data, error))?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|error| Error::Stream(error.to_string()))?;
        return Ok((schema, batches));
    }
    if data.hasattr("__arrow_c_array__")? {
        let batch = RecordBatch::from_pyarrow_bound(data).map_err(|error| no_table(data, error))?;
        return Ok((batch.schema(), vec![batch]));
    }
    Err(Error::NotArrow { found: name_of(data) }.into())
}

/// A series or array speaks the same protocol as a frame, but has no columns. What is no matter of types (Ctrl-C) stays what it is.
fn no_table(data: &Bound<'_, PyAny>, error: PyErr) -> PyErr {
    let py = data.py();
    if !error.is_instance_of::<PyTypeError>(py) && !error.is_instance_of::<PyValueError>(py) {
        return error;
    }
    let refused = PyErr::from(Error::NotTable { found: name_of(data), why: error.value(py).to_string() });
    refused.set_cause(py, Some(error));
    refused
}

/// The type of an object, with its module.
fn name_of(data: &Bound<'_, PyAny>) -> String {
    data.get_type().fully_qualified_name().map_or_else(|_| "this".to_owned(), |name| name.to_string())
}

impl Columns {
    fn of(batch: &RecordBatch) -> Result<Self, Error> {
        let find = |name: &str| batch.column_by_name(name).cloned();
        let text_of = |name: &'static str, array: Option<ArrayRef>, needed: &'static str| match array {
            Some(array) => Column::new(array, is_text).map_err(|found| Error::WrongType { column: name, found, needed }),
            None => Ok(None),
        };
        let text = |name: &'static str| text_of(name, find(name), TEXT);
        let Some(content) = find("content") else {
            let schema = batch.schema();
            let found = schema.fields().iter().map(|field| format!("{} ({})", field.name(), field.data_type()));
            let found: Vec<String> = found.collect();
            let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
            return Err(Error::NoContent { found });
        };
        let wrong = |found| Error::WrongType { column: "content", found, needed: PAGES };
        let content = Column::new(content, is_pages).map_err(wrong)?;
        let problem = find("problem").map(Problems::new).transpose()?.flatten();
        let [url, path, charset] = [text("url")?, text("path")?, text("charset")?];
        let fetched = text_of("fetched", find("fetched").map(time_as_text).transpose()?, TIME)?;
        Ok(Self { content, url, path, charset, fetched, problem })
    }

    fn capture(&self, row: usize) -> Result<Capture, Box<Problem>> {
        let text = |column: &Option<Column>| column.as_ref().and_then(|column| column.text(row));
        let (path, url) = (text(&self.path), text(&self.url));
        if let Some(Problems { records, fields }) = &self.problem
            && records.is_valid(row)
        {
            let [stage, code, message, remedy] = fields.each_ref().map(|field| text(field).unwrap_or_default());
            let named = ProblemStage::NAMES.iter().zip(ProblemStage::MEMBERS).find(|(name, _)| **name == stage);
            let stage = named.map_or(ProblemStage::Read, |(_, stage)| *stage);
            return Err(Box::new(Problem { path, url, source: None, stage, code, message, remedy }));
        }
        let Some(bytes) = self.content.as_ref().and_then(|content| content.bytes(row)) else {
            return Err(without_content(path, url));
        };
        let declared_charset = if self.content.as_ref().is_some_and(|content| content.is_text) {
            Some(OF_TEXT.to_owned())
        } else {
            text(&self.charset)
        };
        let source = Source { path, url, sha256: sha256(bytes) };
        Ok(Capture { source, bytes: bytes.to_vec(), declared_charset, fetched: text(&self.fetched) })
    }
}

impl Problems {
    /// Nothing if the column has no values.
    fn new(records: ArrayRef) -> Result<Option<Self>, Error> {
        let wrong = || Error::WrongType { column: "problem", found: records.data_type().to_string(), needed: PROBLEMS };
        if *records.data_type() == DataType::Null {
            return Ok(None);
        }
        let mut fields = [const { None }; 4];
        for (place, name) in fields.iter_mut().zip(PROBLEM) {
            let field = records.as_struct_opt().and_then(|records| records.column_by_name(name)).ok_or_else(wrong)?;
            *place = Column::new(field.clone(), is_text).map_err(|_| wrong())?;
        }
        Ok(Some(Self { records, fields }))
    }
}

/// Times as frames have them become what an archive would say (ISO 8601): in UTC if they have a zone, without one if they have none.
fn time_as_text(array: ArrayRef) -> Result<ArrayRef, Error> {
    let text = match array.data_type() {
        DataType::Timestamp(unit, Some(_)) => {
            let utc = cast(&array, &DataType::Timestamp(*unit, Some("+00:00".into())))?;
            cast(&utc, &DataType::Utf8)?
        }
        DataType::Timestamp(_, None) | DataType::Date32 => cast(&array, &DataType::Utf8)?,
        _ => return Ok(array),
    };
    Ok(text)
}

fn without_content(path: Option<String>, url: Option<String>) -> Box<Problem> {
    Box::new(Problem {
        path,
        url,
        source: None,
        stage: ProblemStage::Read,
        code: "content_null".to_owned(),
        message: "the capture has no content: its `content` is null".to_owned(),
        remedy: "fetch the page again, or leave the row out".to_owned(),
    })
}
