//! The threads that read pages: started when they are first needed, one set a process.
//!
//! A process that was forked has none of its parent's threads, only the memory that tells of them: whoever waited for them would
//! wait for ever. Engines fork (Spark's Python workers do), so the process is looked at before every use.

use crate::error::Error;
use metryczka_core::reader::{PAGE_THREAD, STACK, quiet_panics};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, Mutex, PoisonError};

/// What says how many threads there are to be where the caller does not.
const THREADS: &str = "METRYCZKA_THREADS";

/// Most threads there may be: each takes memory of the system's before it reads a page, and a machine ends what takes too much of it.
pub const MOST_THREADS: usize = 1024;

/// The threads of an extractor.
#[derive(Debug)]
pub struct Pool {
    threads: usize,
    started: Mutex<Option<Started>>,
}

/// Threads, and the process that has them.
#[derive(Debug)]
struct Started {
    process: u32,
    threads: Arc<ThreadPool>,
}

impl Pool {
    /// This many threads; without a number as many as the environment says, or one for each core.
    ///
    /// # Errors
    /// When a number is none, zero or more than [`MOST_THREADS`].
    pub fn new(threads: Option<usize>) -> Result<Self, Error> {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = match (threads, std::env::var(THREADS)) {
            (Some(threads @ 1..=MOST_THREADS), _) => threads,
            (Some(threads), _) => return Err(Error::Threads { name: "threads", value: threads.to_string() }),
            (None, Ok(value)) if !value.is_empty() => match value.parse() {
                Ok(threads @ 1..=MOST_THREADS) => threads,
                _ => return Err(Error::Threads { name: THREADS, value }),
            },
            _ => cores(),
        };
        Ok(Self { threads, started: Mutex::new(None) })
    }

    /// How many there are.
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// The threads of this process. To be called by who holds Python's lock, so that no process is forked meanwhile.
    ///
    /// # Errors
    /// When the system starts no more.
    pub fn get(&self) -> Result<Arc<ThreadPool>, Error> {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if let Some(started) = started.as_ref().filter(|started| started.process == process) {
            return Ok(started.threads.clone());
        }
        // To take down the parent's threads would be to wait for them.
        std::mem::forget(started.take());
        quiet_panics();
        let threads = ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .stack_size(STACK)
            .thread_name(|number| format!("{PAGE_THREAD}{number}"))
            .build()
            .map_err(|error| Error::NoThreads(error.to_string()))?;
        let threads = Arc::new(threads);
        *started = Some(Started { process, threads: threads.clone() });
        Ok(threads)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let started = self.started.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if started.as_ref().is_some_and(|started| started.process != std::process::id()) {
            std::mem::forget(started);
        }
    }
}
