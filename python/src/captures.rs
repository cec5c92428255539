//! Arrow data of any library → captures.

use crate::error::Error;
use crate::schema::PROBLEM;
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Schema};
use arrow::ffi_stream::RecordBatchStreamReader;
use arrow::pyarrow::FromPyArrow;
use arrow::record_batch::{RecordBatch, RecordBatchReader};
use metryczka_core::archive::Capture;
use metryczka_core::page::{Source, sha256};
use metryczka_core::reader::{Problem, ProblemStage};
use metryczka_core::table::Named;
use pyo3::prelude::*;

/// What is read of each type of column.
const PAGES: &str = "binary, large_binary, binary_view, string, large_string or string_view";
const TEXT: &str = "string, large_string or string_view";
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
    content: Column,
    url: Option<Column>,
    path: Option<Column>,
    charset: Option<Column>,
    fetched: Option<Column>,
    /// The problems themselves (a null is none), and their fields.
    problem: Option<(ArrayRef, [Option<Column>; 4])>,
}

/// A column of bytes or text.
struct Column {
    array: ArrayRef,
    /// Of a dictionary the place of each row's value.
    keys: Option<Vec<usize>>,
}

impl Captures {
    /// Takes over a record batch, table or frame: whatever speaks Arrow's PyCapsule protocol.
    ///
    /// # Errors
    /// When it does not, or lacks the pages, or has a column of another type.
    pub fn take(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (schema, batches) = batches(data)?;
        let columns = batches.iter().map(|batch| Columns::of(&batch.schema(), |place| Some(batch.column(place).clone())));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        if columns.is_empty() {
            // A frame without rows may come in no batch at all; its columns have to be right all the same.
            Columns::of(&schema, |place| Some(arrow::array::new_empty_array(schema.field(place).data_type())))?;
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
    pub fn get(&self, number: usize) -> Result<Capture, Problem> {
        let at = self.rows.get(number).and_then(|(batch, row)| Some((self.batches.get(*batch)?, *row)));
        at.map_or_else(|| Err(without_content(None, None)), |(columns, row)| columns.capture(row))
    }
}

/// The batches of an object. The stream is asked for first: it is what tables and frames have, and it copies nothing.
fn batches(data: &Bound<'_, PyAny>) -> PyResult<(Schema, Vec<RecordBatch>)> {
    if data.hasattr("__arrow_c_stream__")? {
        let reader = RecordBatchStreamReader::from_pyarrow_bound(data)?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(Error::from)?;
        return Ok((schema.as_ref().clone(), batches));
    }
    if data.hasattr("__arrow_c_array__")? {
        let batch = RecordBatch::from_pyarrow_bound(data)?;
        return Ok((batch.schema().as_ref().clone(), vec![batch]));
    }
    Err(Error::NotArrow { found: data.get_type().fully_qualified_name()?.to_string() }.into())
}

impl Columns {
    fn of(schema: &Schema, array: impl Fn(usize) -> Option<ArrayRef>) -> Result<Self, Error> {
        let find = |name: &str| schema.column_with_name(name).and_then(|(place, _)| array(place));
        let text = |name: &'static str| match find(name) {
            Some(array) => Column::new(array, is_text).map_err(|found| Error::WrongType { column: name, found, needed: TEXT }),
            None => Ok(None),
        };
        let Some(content) = find("content") else {
            let found: Vec<String> =
                schema.fields().iter().map(|field| format!("{} ({})", field.name(), field.data_type())).collect();
            let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
            return Err(Error::NoContent { found });
        };
        let content = Column::new(content.clone(), is_pages)
            .map(|column| column.unwrap_or(Column { array: content, keys: None }))
            .map_err(|found| Error::WrongType { column: "content", found, needed: PAGES })?;
        let problem = find("problem").map(problems).transpose()?.flatten();
        let [url, path, charset, fetched] = [text("url")?, text("path")?, text("charset")?, text("fetched")?];
        Ok(Self { content, url, path, charset, fetched, problem })
    }

    fn capture(&self, row: usize) -> Result<Capture, Problem> {
        let text = |column: &Option<Column>| column.as_ref().and_then(|column| column.text(row));
        let (path, url) = (text(&self.path), text(&self.url));
        if let Some((problems, fields)) = &self.problem
            && problems.is_valid(row)
        {
            let [stage, code, message, remedy] = fields.each_ref().map(|field| text(field).unwrap_or_default());
            let named = ProblemStage::NAMES.iter().zip(ProblemStage::MEMBERS).find(|(name, _)| **name == stage);
            let stage = named.map_or(ProblemStage::Read, |(_, stage)| *stage);
            return Err(Problem { path, url, source: None, stage, code, message, remedy });
        }
        let Some(bytes) = self.content.bytes(row) else { return Err(without_content(path, url)) };
        let declared_charset = if self.content.is_text() { Some(OF_TEXT.to_owned()) } else { text(&self.charset) };
        let source = Source { path, url, sha256: sha256(bytes) };
        Ok(Capture { source, bytes: bytes.to_vec(), declared_charset, fetched: text(&self.fetched) })
    }
}

fn problems(array: ArrayRef) -> Result<Option<(ArrayRef, [Option<Column>; 4])>, Error> {
    let wrong = |array: &ArrayRef| Error::WrongType { column: "problem", found: array.data_type().to_string(), needed: PROBLEMS };
    if *array.data_type() == DataType::Null {
        return Ok(None);
    }
    let records = array.as_struct_opt().ok_or_else(|| wrong(&array))?;
    let mut fields = [const { None }; 4];
    for (place, name) in fields.iter_mut().zip(PROBLEM) {
        let field = records.column_by_name(name).ok_or_else(|| wrong(&array))?;
        *place = Column::new(field.clone(), is_text).map_err(|_| wrong(&array))?;
    }
    Ok(Some((array, fields)))
}

fn without_content(path: Option<String>, url: Option<String>) -> Problem {
    Problem {
        path,
        url,
        source: None,
        stage: ProblemStage::Read,
        code: "content_null".to_owned(),
        message: "the capture has no content: its `content` is null".to_owned(),
        remedy: "fetch the page again, or leave the row out".to_owned(),
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn is_pages(kind: &DataType) -> bool {
    is_text(kind) || matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

impl Column {
    /// A column, if it is one of these types; nothing if it has no type because it has no values.
    fn new(array: ArrayRef, is_known: impl Fn(&DataType) -> bool) -> Result<Option<Self>, String> {
        match array.data_type() {
            DataType::Null => Ok(None),
            DataType::Dictionary(_, values) if is_known(values) => {
                let keys = array.as_any_dictionary_opt().map(|dictionary| dictionary.normalized_keys());
                Ok(Some(Self { array, keys }))
            }
            known if is_known(known) => Ok(Some(Self { array, keys: None })),
            other => Err(other.to_string()),
        }
    }

    fn values(&self) -> &ArrayRef {
        self.array.as_any_dictionary_opt().map_or(&self.array, |dictionary| dictionary.values())
    }

    fn is_text(&self) -> bool {
        is_text(self.values().data_type())
    }

    /// The bytes of a row; nothing if it is null.
    fn bytes(&self, row: usize) -> Option<&[u8]> {
        if !self.array.is_valid(row) {
            return None;
        }
        let place = self.keys.as_ref().map_or(Some(row), |keys| keys.get(row).copied())?;
        let values = self.values();
        let is_there = place < values.len() && values.is_valid(place);
        is_there.then(|| match values.data_type() {
            DataType::Binary => Some(values.as_binary::<i32>().value(place)),
            DataType::LargeBinary => Some(values.as_binary::<i64>().value(place)),
            DataType::BinaryView => Some(values.as_binary_view().value(place)),
            DataType::Utf8 => Some(values.as_string::<i32>().value(place).as_bytes()),
            DataType::LargeUtf8 => Some(values.as_string::<i64>().value(place).as_bytes()),
            DataType::Utf8View => Some(values.as_string_view().value(place).as_bytes()),
            _ => None,
        })?
    }

    /// The text of a row; nothing if it is null or empty. What is no UTF-8 although it is said to be, is mended.
    fn text(&self, row: usize) -> Option<String> {
        let bytes = self.bytes(row).filter(|bytes| !bytes.is_empty())?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}
