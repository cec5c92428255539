//! Files, folders and archives → batches of captures.
//!
//! They are read by a thread of their own, so that the next batch is being read while one is worked on. It hands each over by itself:
//! at any time there are two batches, one in the hands of the caller and one that waits.

use crate::error::Error;
use crate::schema::{of_captures, problem_fields};
use arrow::array::{ArrayRef, BinaryBuilder, StringBuilder, StructArray};
use arrow::buffer::NullBuffer;
use arrow::error::ArrowError;
use arrow::pyarrow::ToPyArrow;
use arrow::record_batch::RecordBatch;
use metryczka_core::archive::{ArchiveError, Capture, Skipped, captures};
use metryczka_core::page::Limits;
use metryczka_core::reader::ProblemStage;
use metryczka_core::table::Named;
use pyo3::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long Python waits for a batch before it looks whether somebody has pressed Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(100);

/// Most bytes of a batch: with one page more, what offsets of 32 bits can count.
const MOST_BYTES: usize = 1 << 30;

/// Bytes for which room is made beforehand.
const ROOM: usize = 32 << 20;

/// Standard input, as a path.
const STDIN: &str = "-";

/// What the reading thread sends.
enum Sent {
    Batch(Result<RecordBatch, ArrowError>),
    End(Skipped),
}

/// The captures of some paths, batch by batch.
#[pyclass(frozen, module = "metryczka._metryczka")]
pub struct CaptureBatches {
    batches: Mutex<Option<Receiver<Sent>>>,
    skipped: Mutex<Skipped>,
    is_over: AtomicBool,
    process: u32,
}

/// Reads files, folders and archives. What is passed over on purpose (a style sheet, a picture) is counted in `skipped`.
#[pyfunction]
#[pyo3(signature = (paths, batch_pages, batch_bytes, max_bytes=None))]
pub fn read(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    batch_pages: usize,
    batch_bytes: usize,
    max_bytes: Option<usize>,
) -> PyResult<CaptureBatches> {
    let os = py.import("os")?;
    for path in paths.iter().filter(|path| *path != Path::new(STDIN)) {
        // A FileNotFoundError, as Python's own functions raise it.
        os.call_method1("stat", (path,))?;
    }
    let limits = limits(max_bytes)?;
    let bounds = Bounds { pages: batch_pages.max(1), bytes: batch_bytes.clamp(1, MOST_BYTES) };
    let (sender, batches) = sync_channel(0);
    let thread = std::thread::Builder::new().name("captures".to_owned());
    thread.spawn(move || send(&paths, &limits, bounds, &sender)).map_err(|error| Error::NoThreads(error.to_string()))?;
    let (batches, skipped) = (Mutex::new(Some(batches)), Mutex::new(Skipped::new()));
    Ok(CaptureBatches { batches, skipped, is_over: AtomicBool::new(false), process: std::process::id() })
}

/// The limits on a page, with the caller's own on its size.
///
/// # Errors
/// When that is zero.
pub fn limits(max_bytes: Option<usize>) -> Result<Limits, Error> {
    let default = Limits::default();
    match max_bytes {
        Some(0) => Err(Error::Setting { name: "max_bytes", value: "0".to_owned() }),
        Some(bytes) => Ok(Limits { max_bytes: bytes.min(MOST_BYTES), ..default }),
        None => Ok(default),
    }
}

#[pymethods]
impl CaptureBatches {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if self.process != std::process::id() {
            return Err(Error::Forked.into());
        }
        while !self.is_over.load(Ordering::Acquire) {
            match py.detach(|| self.wait()) {
                Ok(Sent::Batch(batch)) => return batch.map_err(Error::from)?.to_pyarrow(py).map(Some),
                Ok(Sent::End(_)) => {}
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
                // Another thread may have taken the end.
                Err(RecvTimeoutError::Disconnected) if self.is_over.load(Ordering::Acquire) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Error::Reading.into()),
            }
        }
        Ok(None)
    }

    /// What was passed over on purpose, counted by reason; complete at the end.
    #[getter]
    fn skipped(&self) -> std::collections::BTreeMap<&'static str, usize> {
        self.skipped.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl CaptureBatches {
    /// What comes next. The end is noted before another thread may wait: it would find that nobody sends any more, and not why.
    fn wait(&self) -> Result<Sent, RecvTimeoutError> {
        let batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sent = batches.as_ref().map_or(Err(RecvTimeoutError::Disconnected), |batches| batches.recv_timeout(PATIENCE));
        if let Ok(Sent::End(skipped)) = &mut sent {
            *self.skipped.lock().unwrap_or_else(PoisonError::into_inner) = std::mem::take(skipped);
            self.is_over.store(true, Ordering::Release);
        }
        sent
    }
}

impl Drop for CaptureBatches {
    fn drop(&mut self) {
        let batches = self.batches.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // In a forked process the reading thread is not there; if it was about to send, saying goodbye would be to wait for it.
        if self.process != std::process::id() {
            std::mem::forget(batches);
        }
    }
}

/// How much a batch holds.
#[derive(Clone, Copy)]
struct Bounds {
    pages: usize,
    bytes: usize,
}

/// Sends batches until there are none, or nobody listens any more.
fn send(paths: &[PathBuf], limits: &Limits, bounds: Bounds, sender: &SyncSender<Sent>) {
    let mut stream = captures(paths, limits);
    let mut batch = Batch::new(bounds);
    for read in stream.by_ref() {
        batch.add(read);
        if batch.is_full(bounds) {
            let full = std::mem::replace(&mut batch, Batch::new(bounds));
            if sender.send(Sent::Batch(full.finish())).is_err() {
                return;
            }
        }
    }
    if batch.pages > 0 && sender.send(Sent::Batch(batch.finish())).is_err() {
        return;
    }
    // Nobody may want to know.
    let _ = sender.send(Sent::End(stream.skipped()));
}

/// A batch being filled.
struct Batch {
    pages: usize,
    bytes: usize,
    content: BinaryBuilder,
    /// Path, address, time, character set.
    texts: [StringBuilder; 4],
    has_problem: Vec<bool>,
    /// Stage, code, message, remedy.
    problem: [StringBuilder; 4],
}

impl Batch {
    fn new(bounds: Bounds) -> Self {
        let content = BinaryBuilder::with_capacity(bounds.pages.min(1024), bounds.bytes.min(ROOM));
        let (texts, problem) = Default::default();
        Self { pages: 0, bytes: 0, content, texts, has_problem: Vec::new(), problem }
    }

    fn is_full(&self, bounds: Bounds) -> bool {
        self.pages >= bounds.pages || self.bytes >= bounds.bytes
    }

    fn add(&mut self, read: Result<Capture, ArchiveError>) {
        self.pages += 1;
        match read {
            Ok(capture) => {
                self.bytes += capture.bytes.len();
                self.content.append_value(&capture.bytes);
                self.texts([capture.source.path, capture.source.url, capture.fetched, capture.declared_charset]);
                self.problem(None);
            }
            Err(error) => {
                self.content.append_null();
                self.texts([Some(error.path().display().to_string()), error.url().map(str::to_owned), None, None]);
                let message = error.to_string();
                self.problem(Some([ProblemStage::Read.name(), error.code(), &message, error.remedy()]));
            }
        }
    }

    fn texts(&mut self, texts: [Option<String>; 4]) {
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.append_option(text));
    }

    fn problem(&mut self, problem: Option<[&str; 4]>) {
        self.has_problem.push(problem.is_some());
        let fields = problem.map_or([None; 4], |fields| fields.map(Some));
        self.problem.iter_mut().zip(fields).for_each(|(column, field)| column.append_option(field));
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let problem = self.problem.each_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let problem = StructArray::try_new(problem_fields(), problem.to_vec(), Some(NullBuffer::from(self.has_problem)))?;
        let mut columns: Vec<ArrayRef> = self.texts.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        columns.push(Arc::new(self.content.finish()));
        columns.push(Arc::new(problem));
        RecordBatch::try_new(Arc::new(of_captures()), columns)
    }
}
