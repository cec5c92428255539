//! The class `Extractor`: a vocabulary made ready, the threads that read with it, the limits on a page.

use crate::captures::Captures;
use crate::error::Error;
use crate::pool::Pool;
use crate::source::limits;
use crate::{rows, schema};
use arrow::pyarrow::ToPyArrow;
use arrow::record_batch::RecordBatch;
use metryczka_core::archive::Capture;
use metryczka_core::page::{Limits, Source, sha256};
use metryczka_core::reader::{Outcome, Reader};
use metryczka_core::vocabulary::Vocabulary;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::PyDict;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::path::PathBuf;

/// Captures that each thread reads before Python looks whether somebody has pressed Ctrl-C.
const CHUNK: usize = 256;

/// Reads pages, any number of them from any thread.
#[pyclass(frozen, module = "metryczka._metryczka")]
pub struct Extractor {
    knowledge: Knowledge,
    pool: Pool,
    limits: Limits,
}

/// What is known of funding: the built-in vocabulary, or one with a user's entries.
enum Knowledge {
    Builtin,
    Own(Box<metryczka_core::Extractor>),
}

/// A page as Python has it.
#[derive(FromPyObject)]
enum Page {
    Bytes(PyBackedBytes),
    Text(PyBackedStr),
}

#[pymethods]
impl Extractor {
    /// `vocabulary` is a folder laid over the built-in files; without `threads` the environment says how many (`METRYCZKA_THREADS`),
    /// or there is one for each core; a page larger than `max_bytes` is a problem.
    #[new]
    #[pyo3(signature = (vocabulary=None, threads=None, max_bytes=None))]
    fn new(vocabulary: Option<PathBuf>, threads: Option<usize>, max_bytes: Option<usize>) -> PyResult<Self> {
        let knowledge = match vocabulary {
            Some(folder) => {
                let vocabulary = Vocabulary::with_overlay(&folder).map_err(Error::from)?;
                Knowledge::Own(Box::new(metryczka_core::Extractor::new(vocabulary)))
            }
            None => {
                metryczka_core::Extractor::builtin();
                Knowledge::Builtin
            }
        };
        Ok(Self { knowledge, pool: Pool::new(threads)?, limits: limits(max_bytes)? })
    }

    /// SHA-256 of the vocabulary.
    #[getter]
    fn vocabulary_digest(&self) -> &str {
        self.reads().vocabulary().digest()
    }

    /// The number of threads.
    #[getter]
    fn threads(&self) -> usize {
        self.pool.threads()
    }

    /// The mentions of one page, as a JSON array of what `metryczka extract` prints a line each.
    #[pyo3(signature = (content, url=None, path=None, charset=None))]
    fn json(
        &self,
        py: Python<'_>,
        content: Page,
        url: Option<String>,
        path: Option<String>,
        charset: Option<String>,
    ) -> PyResult<String> {
        let (bytes, declared_charset): (&[u8], _) = match &content {
            Page::Bytes(bytes) => (bytes, charset),
            Page::Text(text) => (text.as_bytes(), Some("utf-8".to_owned())),
        };
        let pool = self.pool.get()?;
        let read = || {
            let source = Source { path, url, sha256: sha256(bytes) };
            let capture = Capture { source, bytes: bytes.to_vec(), declared_charset, fetched: None };
            match self.reader().read(Ok(capture), None) {
                Outcome::Problem(problem) => Err(Error::Page(Box::new(problem))),
                Outcome::Page(page) => {
                    let records: Vec<_> = page.mentions.iter().map(|mention| mention.record()).collect();
                    serde_json::to_string(&records).map_err(|error| Error::Json(error.to_string()))
                }
            }
        };
        Ok(py.detach(|| pool.install(read))?)
    }

    /// These of the tables of captures.
    fn batch<'py>(&self, py: Python<'py>, captures: &Bound<'py, PyAny>, tables: Vec<String>) -> PyResult<Bound<'py, PyDict>> {
        let wanted = tables.iter().map(|name| Ok(schema::table(name)?.name)).collect::<Result<Vec<_>, Error>>()?;
        let made = self.make(py, captures, |outcomes| rows::tables(outcomes, &wanted, self.vocabulary_digest()))?;
        let batches = PyDict::new(py);
        for (name, batch) in made {
            batches.set_item(name, batch.to_pyarrow(py)?)?;
        }
        Ok(batches)
    }

    /// One row for every capture.
    fn rows<'py>(&self, py: Python<'py>, captures: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let made: RecordBatch = self.make(py, captures, |outcomes| rows::rows(outcomes, self.vocabulary_digest()))?;
        made.to_pyarrow(py)
    }
}

impl Extractor {
    fn reads(&self) -> &metryczka_core::Extractor {
        match &self.knowledge {
            Knowledge::Builtin => metryczka_core::Extractor::builtin(),
            Knowledge::Own(own) => own,
        }
    }

    fn reader(&self) -> Reader<'_> {
        Reader::new(self.reads(), self.limits)
    }

    /// Reads captures and makes something of what became of them, all on the threads, while other Python threads go on.
    fn make<T: Send>(
        &self,
        py: Python<'_>,
        captures: &Bound<'_, PyAny>,
        make: impl FnOnce(&[Outcome]) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let captures = Captures::take(captures)?;
        let pool = self.pool.get()?;
        let outcomes = self.read(py, &pool, &captures)?;
        drop(captures);
        Ok(py.detach(|| {
            pool.install(|| {
                let made = make(&outcomes);
                drop(outcomes);
                made
            })
        })?)
    }

    /// What became of captures, in their order.
    fn read(&self, py: Python<'_>, pool: &ThreadPool, captures: &Captures) -> PyResult<Vec<Outcome>> {
        let reader = self.reader();
        let read = |number| match captures.get(number) {
            Ok(capture) => reader.read(Ok(capture), None),
            Err(problem) => Outcome::Problem(*problem),
        };
        let chunk = CHUNK * self.pool.threads();
        let mut outcomes = Vec::with_capacity(captures.len());
        for start in (0..captures.len()).step_by(chunk) {
            let end = captures.len().min(start + chunk);
            py.detach(|| pool.install(|| outcomes.par_extend((start..end).into_par_iter().map(read))));
            py.check_signals()?;
        }
        Ok(outcomes)
    }
}
