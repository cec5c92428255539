//! Where `--output` goes: into a file that is seen once it is whole, or straight into what is no file.

use super::super::crawl::signalled;
use super::super::exit::{Failure, INTERRUPTED};
use super::super::output::Console;
use super::inputs::reads;
use std::fs::{self, File, OpenOptions};
use std::future::pending;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Links that lead to one another, at most; as many as Linux follows.
const LINKS: usize = 40;

/// Where the output is written.
#[derive(Debug)]
pub struct Target {
    /// Behind all links.
    path: PathBuf,
    /// Its name until it is whole; nothing for a device or a pipe, which is no place for another file of its name.
    hidden: Option<Hidden>,
}

impl Target {
    /// Looks at the output before anything is read, and begins the file. As long as it is not whole, a signal removes it.
    ///
    /// # Errors
    /// When it is a folder, when it is or lies in what is read, or when it cannot be written.
    pub fn begin(output: &Path, inputs: &[PathBuf], console: &Console) -> Result<Self, Failure> {
        let named = output.display();
        let failed = |error: io::Error| cannot_write(output, &error);
        let path = followed(output).map_err(failed)?;
        let is_folder = path.is_dir() || output.to_string_lossy().ends_with(std::path::is_separator);
        if is_folder {
            return Err(Failure::usage(format!("--output {named}: a folder"), "name a file; --tables DIR writes into a folder"));
        }
        if path.exists() && !path.is_file() {
            return Ok(Self { path, hidden: None });
        }
        let hidden = hidden(&path);
        if let Some(input) = inputs.iter().find(|input| reads(input, &path) || reads(input, &hidden)) {
            let message = format!("--output {named}: would replace or join what is read: {}", input.display());
            return Err(Failure::usage(message, "name a file that is not read and lies in no folder that is read"));
        }
        if path.exists() {
            // What may not be written must not be replaced either.
            OpenOptions::new().write(true).open(&path).map_err(failed)?;
        }
        Ok(Self { hidden: Some(Hidden::begin(hidden, output, console).map_err(failed)?), path })
    }

    /// Where to write for now.
    pub fn place(&self) -> PathBuf {
        self.hidden.as_ref().and_then(|hidden| hidden.lock().clone()).unwrap_or_else(|| self.path.clone())
    }

    /// Makes the file durable and gives it its name; an earlier one of the name is replaced in the same instant.
    ///
    /// # Errors
    /// When that cannot be done; then the file is removed, and an earlier one of the name stands.
    pub fn finish(self) -> Result<(), Failure> {
        let finish = |hidden: &Hidden| hidden.name(&self.path);
        self.hidden.as_ref().map_or(Ok(()), finish).map_err(|error| cannot_write(&self.path, &error))
    }
}

/// A file that is not whole yet; removed if it never is.
#[derive(Debug)]
struct Hidden(Arc<Mutex<Option<PathBuf>>>);

impl Hidden {
    fn begin(path: PathBuf, output: &Path, console: &Console) -> io::Result<Self> {
        let hidden = Self(Arc::default());
        hidden.listen(output, console);
        let mut place = hidden.lock();
        // What a run has left that was killed. A link of this name is removed, and not followed.
        if path.is_symlink() || path.exists() {
            fs::remove_file(&path)?;
        }
        File::create_new(&path)?;
        *place = Some(path);
        drop(place);
        Ok(hidden)
    }

    fn lock(&self) -> MutexGuard<'_, Option<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives it its name. What a signal removes is locked meanwhile.
    fn name(&self, path: &Path) -> io::Result<()> {
        let mut hidden = self.lock();
        if let Some(from) = hidden.as_ref() {
            if let Ok(before) = fs::metadata(path) {
                fs::set_permissions(from, before.permissions())?;
            }
            File::open(from)?.sync_all()?;
            fs::rename(from, path)?;
        }
        *hidden = None;
        Ok(())
    }

    /// Waits for a signal as long as the process lives; returns once it does. Without the thread a signal does what it always does.
    fn listen(&self, output: &Path, console: &Console) {
        let (hidden, output, console) = (Self(Arc::clone(&self.0)), output.to_owned(), *console);
        let (begun, listening) = channel();
        let listener = move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(async {
                // Told once the signal is waited for.
                let told = async {
                    let _ = begun.send(());
                    pending::<()>().await;
                };
                tokio::select! {
                    biased;
                    () = signalled() => {}
                    () = told => {}
                }
            });
            // Locked until the end: from here on it gets no name any more.
            let mut path = hidden.lock();
            if let Some(path) = path.take() {
                let _ = fs::remove_file(path);
                console.note(format_args!("stopped; {} is as it was before", output.display()));
            }
            std::process::exit(INTERRUPTED.into());
        };
        let thread = std::thread::Builder::new().name("signals".to_owned()).spawn(listener);
        let _ = thread.map(|_| listening.recv());
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(path) = self.lock().take() {
            let _ = fs::remove_file(path);
        }
    }
}

/// A name under which nobody looks, in the same folder.
fn hidden(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.new"))
}

/// What a path leads to: the file behind all links, also one that is not there yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        // A pipe behind /dev/stdout has no path but this.
        if path.exists() && !path.is_file() {
            return Ok(path);
        }
        let Ok(to) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().map(|folder| folder.join(&to)).unwrap_or(to);
    }
    Err(io::Error::other("links that lead to one another"))
}

/// That the output cannot be written.
pub fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::cannot(format!("cannot write: {}: {error}", path.display()), "check the folder, its rights and free space")
}
