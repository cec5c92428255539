//! Building the edition anew while the desk goes on.

use super::desk::Work;
use super::reply::Refusal;
use axum::http::StatusCode;
use serde::Serialize;
use std::sync::{Arc, PoisonError};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    /// Nobody has asked for it yet.
    #[default]
    Idle,
    /// Under way.
    Running,
    /// A new edition is on the desk.
    Done,
    /// It was not possible; the edition before stays.
    Failed,
}

/// A rebuild, and what came of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Rebuilding {
    pub(super) status: Status,
    /// Why it failed, and what to do.
    pub(super) message: Option<String>,
    pub(super) remedy: Option<String>,
    /// The name of the new edition.
    pub(super) edition: Option<String>,
}

impl Rebuilding {
    fn failed(message: String, remedy: Option<String>) -> Self {
        Self { status: Status::Failed, message: Some(message), remedy, edition: None }
    }
}

/// Begins to build anew, in a thread of its own.
pub(super) fn begin(work: &Arc<Work>) -> Result<(), Refusal> {
    let Some(rebuild) = work.desk.rebuild.clone() else { return Err(Refusal::of(StatusCode::CONFLICT, "no_rebuild")) };
    {
        let mut rebuilding = work.rebuilding.lock().unwrap_or_else(PoisonError::into_inner);
        if rebuilding.status == Status::Running {
            return Err(Refusal::of(StatusCode::CONFLICT, "rebuilding"));
        }
        *rebuilding = Rebuilding { status: Status::Running, ..Rebuilding::default() };
    }
    let theirs = work.clone();
    let thread = std::thread::Builder::new().name("rebuild".to_owned()).spawn(move || {
        // A fault of the program is told as any other failure; the desk goes on.
        let build = std::panic::AssertUnwindSafe(|| build(&theirs, &rebuild));
        let came = std::panic::catch_unwind(build).unwrap_or_else(|_| Rebuilding::failed("review.err_fault".to_owned(), None));
        *theirs.rebuilding.lock().unwrap_or_else(PoisonError::into_inner) = came;
    });
    if let Err(error) = thread {
        let failed = Rebuilding::failed(error.to_string(), None);
        *work.rebuilding.lock().unwrap_or_else(PoisonError::into_inner) = failed;
    }
    Ok(())
}

fn build(work: &Work, rebuild: &super::Rebuild) -> Rebuilding {
    let folder = match rebuild() {
        Ok(folder) => folder,
        // The remedy stands on lines of its own.
        Err(told) => {
            let (message, remedy) = told.split_once('\n').map_or((told.as_str(), None), |(message, rest)| (message, Some(rest)));
            return Rebuilding::failed(message.to_owned(), remedy.map(|remedy| remedy.trim().to_owned()));
        }
    };
    match work.turn_to(&folder) {
        Ok(()) => {
            let edition = work.now().room.edition.edition.clone();
            Rebuilding { status: Status::Done, edition: Some(edition), ..Rebuilding::default() }
        }
        Err(error) => Rebuilding::failed(error.to_string(), Some(error.remedy())),
    }
}
