//! What the desk holds: the edition that is looked at, the file of corrections, and how far a rebuild is.
//!
//! Whoever asks is given the state of the moment and works on it outside of any lock; a new edition or a new answer makes a new state.

use super::Desk;
use super::error::ReviewError;

use super::queue::Queue;
use super::rebuild::{Rebuilding, Status};
use super::reply::Refusal;
use super::room::Room;
use super::settled::{Settled, Standing};
use crate::correction::{Correction, CorrectionsFile, Editor};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Everything that is known at a moment.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) room: Arc<Room>,
    pub(super) corrections: Arc<Vec<Correction>>,
    /// Where each of them stands with the edition.
    pub(super) standings: Arc<Vec<Standing>>,
    settled: Arc<Settled>,
}

impl Moment {
    fn new(room: Arc<Room>, corrections: &[Correction]) -> Self {
        let standings: Vec<Standing> = corrections.iter().map(|correction| room.standing(correction)).collect();
        let settled = Arc::new(Settled::of(&room.index, corrections, &standings));
        Self { room, corrections: Arc::new(corrections.to_vec()), standings: Arc::new(standings), settled }
    }

    /// The queue.
    pub(super) fn queue(&self) -> Queue<'_> {
        Queue { index: &self.room.index, settled: &self.settled }
    }

    /// The corrections with their standings.
    pub(super) fn corrections(&self) -> impl Iterator<Item = (&Correction, &Standing)> {
        self.corrections.iter().zip(self.standings.iter())
    }
}

/// The desk while it is open.
pub(super) struct Work {
    pub(super) desk: Desk,
    kept: Mutex<Kept>,
    pub(super) rebuilding: Mutex<Rebuilding>,
}

#[derive(Debug)]
struct Kept {
    editor: Editor,
    moment: Moment,
}

impl Work {
    /// Takes the file of corrections for this review and opens the edition.
    ///
    /// # Errors
    /// When somebody else reviews with this file, it is malformed, or the edition cannot be opened.
    pub(super) fn begin(desk: Desk) -> Result<Self, ReviewError> {
        let editor = CorrectionsFile::lock(&desk.corrections)?;
        let corrections = editor.file().corrections();
        let progress = desk.opening.clone();
        let room = Room::open(&desk.edition, corrections, &|done, of| {
            if let Some(progress) = &progress {
                progress(done, of);
            }
        })?;
        let moment = Moment::new(Arc::new(room), corrections);
        Ok(Self { desk, kept: Mutex::new(Kept { editor, moment }), rebuilding: Mutex::default() })
    }

    /// Everything as it is now.
    pub(super) fn now(&self) -> Moment {
        self.kept().moment.clone()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps corrections; says their ids. If the file was changed on disk meanwhile, nothing is kept and it is read anew.
    pub(super) fn add(&self, corrections: Vec<Correction>) -> Result<Vec<String>, Refusal> {
        self.change(|editor| Ok(editor.add(corrections)?))
    }

    /// Takes the last correction back.
    pub(super) fn undo(&self, id: &str) -> Result<(), Refusal> {
        self.change(|editor| {
            let is_last = editor.file().corrections().last().is_some_and(|last| last.id == id);
            if is_last && editor.remove(id)? { Ok(()) } else { Err(Refusal::of(StatusCode::CONFLICT, "not_last")) }
        })
    }

    /// Changes the file. Whatever comes of it, what is shown afterwards is what stands in it.
    fn change<T>(&self, change: impl FnOnce(&mut Editor) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut kept = self.kept();
        let result = change(&mut kept.editor);
        if result.as_ref().is_err_and(|refusal| refusal.error == "review.err_changed") {
            kept.editor.reload()?;
        }
        kept.moment = Moment::new(kept.moment.room.clone(), kept.editor.file().corrections());
        result
    }

    /// Opens another edition in the place of this one.
    ///
    /// # Errors
    /// When it cannot be opened; then this one stays.
    pub(super) fn turn_to(&self, folder: &std::path::Path) -> Result<(), ReviewError> {
        // Opening takes its time; meanwhile answers are given from the edition before.
        let corrections = self.now().corrections;
        let room = Room::open(folder, &corrections, &|_, _| {})?;
        let mut kept = self.kept();
        kept.moment = Moment::new(Arc::new(room), kept.editor.file().corrections());
        Ok(())
    }

    /// Whether the edition is being built anew.
    pub(super) fn is_rebuilding(&self) -> bool {
        self.rebuilding.lock().unwrap_or_else(PoisonError::into_inner).status == Status::Running
    }

    /// The state, as the page shows it.
    pub(super) fn state(&self) -> Value {
        let now = self.now();
        let rebuilding = self.rebuilding.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let edition = &now.room.edition;
        json!({
            "edition": edition.edition, "created": edition.created, "schema": edition.schema,
            "projects": now.room.index.projects.len(), "mentions": now.room.index.mentions.len(),
            "corrections_file": self.desk.corrections.display().to_string(),
            "corrections": now.corrections.len(),
            "pending": now.standings.iter().filter(|standing| standing.is_pending()).count(),
            "lost": now.room.lost,
            "last": now.corrections.last().map(last),
            "by": self.desk.by,
            "rebuild": {
                "possible": self.desk.rebuild.is_some(), "status": rebuilding.status, "message": rebuilding.message,
                "remedy": rebuilding.remedy, "edition": rebuilding.edition,
            },
        })
    }
}

/// What undo would take back.
fn last(correction: &Correction) -> Value {
    use crate::correction::Action;
    let title = correction.places().first().and_then(|place| place.title.clone()).unwrap_or_default();
    let (action, field, value) = match &correction.action {
        Action::Correct { field, value, .. } => ("correct", Some(field), value.as_ref()),
        Action::Accept { field, value, .. } => ("accept", field.as_ref(), value.as_ref()),
        Action::Reject { .. } => ("reject", None, None),
        Action::Merge { .. } => ("merge", None, None),
        Action::Split { .. } => ("split", None, None),
    };
    let parts = [field.map(String::as_str), value.map(String::as_str), Some(title.as_str())];
    let summary = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    json!({ "id": correction.id, "action": action, "field": field, "value": value, "title": title, "summary": summary })
}

/// Now, in UTC.
pub(super) fn clock() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let time = DateTime::<Utc>::from_timestamp(i64::try_from(seconds).unwrap_or(0), 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
