//! What the desk holds: the edition that is looked at, the file of corrections, and how far a rebuild is.
//!
//! Whoever asks is given the state of the moment and works on it outside of any lock; a new edition or a new answer makes a new state.

use super::Desk;
use super::error::ReviewError;

use super::queue::Queue;
use super::rebuild::{Rebuilding, Status};
use super::reply::Refusal;
use super::room::{Room, Withdrawn};
use super::settled::{Settled, Standing};
use crate::correction::{Action, Correction, CorrectionsFile, Editor};
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
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
    /// What the edition was made with and the file no longer has: the next build does without.
    pub(super) withdrawn: Arc<Vec<Withdrawn>>,
    settled: Arc<Settled>,
}

impl Moment {
    fn new(room: Arc<Room>, corrections: &[Correction]) -> Self {
        let standings: Vec<Standing> = corrections.iter().map(|correction| room.standing(correction)).collect();
        let settled = Arc::new(Settled::of(&room.index, corrections, &standings));
        let withdrawn = Arc::new(room.withdrawn(corrections));
        Self { room, corrections: Arc::new(corrections.to_vec()), standings: Arc::new(standings), withdrawn, settled }
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
        self.change(|editor| {
            let mut corrections = corrections;
            if let (Some(last), Some(first)) = (editor.file().corrections().last(), corrections.first()) {
                let made = after(&last.made, &first.made);
                for correction in &mut corrections {
                    correction.made.clone_from(&made);
                }
            }
            Ok(editor.add(corrections)?)
        })
    }

    /// Takes the last answer back, with all its corrections if it was given for several places; says their ids.
    pub(super) fn undo(&self, id: &str) -> Result<Vec<String>, Refusal> {
        self.change(|editor| {
            let ids = last_answer(editor.file().corrections());
            let is_last = ids.last().is_some_and(|last| last == id);
            if is_last && editor.remove_all(&ids)? { Ok(ids) } else { Err(Refusal::of(StatusCode::CONFLICT, "not_last")) }
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

    /// Reads the file of corrections as it stands on the disk.
    ///
    /// # Errors
    /// When it cannot be read or is malformed; what was known stays.
    fn read_anew(&self) -> Result<(), ReviewError> {
        let mut kept = self.kept();
        if kept.editor.is_as_read()? {
            return Ok(());
        }
        kept.editor.reload()?;
        kept.moment = Moment::new(kept.moment.room.clone(), kept.editor.file().corrections());
        Ok(())
    }

    /// Opens another edition in the place of this one.
    ///
    /// # Errors
    /// When it cannot be opened; then this one stays.
    pub(super) fn turn_to(&self, folder: &std::path::Path) -> Result<(), ReviewError> {
        // The edition was made with the file as it stands on the disk, whoever has written it.
        self.read_anew()?;
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
            "pending": now.standings.iter().filter(|standing| standing.is_pending()).count() + now.withdrawn.len(),
            "lost": now.room.lost,
            "last": last(&now.corrections),
            "by": self.desk.by,
            "rebuild": {
                "possible": self.desk.rebuild.is_some(), "status": rebuilding.status, "message": rebuilding.message,
                "remedy": rebuilding.remedy, "edition": rebuilding.edition,
            },
        })
    }
}

/// Ids of the answer that was given last. One for several places is several corrections: of one field, kept at one moment.
fn last_answer(corrections: &[Correction]) -> Vec<String> {
    let Some(last) = corrections.last() else { return Vec::new() };
    let field = |correction: &Correction| match &correction.action {
        Action::Correct { field, .. } => Some(field.clone()),
        _ => None,
    };
    let belongs = |one: &&Correction| {
        let is_same = one.made == last.made && one.by == last.by && one.reason == last.reason;
        one.id == last.id || (is_same && field(one).is_some() && field(one) == field(last))
    };
    let mut ids: Vec<String> = corrections.iter().rev().take_while(belongs).map(|one| one.id.clone()).collect();
    ids.reverse();
    ids
}

/// When an answer is said to be made: now, but not at the moment of the last one, by which its corrections are known to belong together.
fn after(last: &str, now: &str) -> String {
    let read = |stamp: &str| DateTime::parse_from_rfc3339(stamp).ok();
    let (Some(before), Some(made)) = (read(last), read(now)) else { return now.to_owned() };
    if made > before || before - made >= TimeDelta::seconds(1) {
        return now.to_owned();
    }
    (before + TimeDelta::milliseconds(1)).with_timezone(&Utc).format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// What undo would take back.
fn last(corrections: &[Correction]) -> Option<Value> {
    let correction = corrections.last()?;
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
    Some(json!({
        "id": correction.id, "ids": last_answer(corrections), "made": correction.made, "by": correction.by,
        "action": action, "field": field, "value": value, "title": title, "summary": summary,
    }))
}

/// Now, in UTC.
pub(super) fn clock() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let time = DateTime::<Utc>::from_timestamp(i64::try_from(seconds).unwrap_or(0), 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_answers_of_one_second_are_not_taken_for_one() {
        let (first, now) = ("2026-11-22T18:40:00Z", "2026-11-22T18:40:00Z");
        let second = after(first, now);
        assert_eq!(second, "2026-11-22T18:40:00.001Z");
        assert_eq!(after(&second, now), "2026-11-22T18:40:00.002Z");
        assert_eq!(after("2026-11-22T19:40:00.999+01:00", now), "2026-11-22T18:40:01.000Z", "written by hand");
        assert_eq!(after("2026-11-22", now), now, "a day is no moment");
        assert_eq!(after("2027-11-22T18:40:00Z", now), now, "a clock that went wrong is not followed");
        assert_eq!(after("2026-11-22T18:39:59Z", now), now);
    }
}
