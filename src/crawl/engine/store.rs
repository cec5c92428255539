//! Archive and state, as they are written: a fetch into the archive first, then, as a visit, into the state.

use super::super::error::CrawlError;
use super::super::plan::{Revisit as Schedule, SourcePlan};
use super::super::schedule::next_due;
use super::super::state::{History, LOOKS, State, is_passing};
use super::super::visit::{Verdict, Visit};
use crate::archive::{Encoded, Position, Writer};
use std::time::{Duration, Instant};

/// Visits after which archive and state are made durable, and time after which they are.
const BATCH: u32 = 256;
const BATCH_TIME: Duration = Duration::from_secs(1);

/// Part of the time between two looks by which the next one may be earlier.
const EARLIER: i64 = 20;

/// What is written to, behind one lock.
pub(super) struct Store {
    /// None in a dry run, or where nothing is written.
    writer: Option<Writer>,
    pub state: State,
    unsaved: u32,
    saved: Instant,
}

impl Store {
    pub fn new(writer: Option<Writer>, state: State) -> Self {
        Self { writer, state, unsaved: 0, saved: Instant::now() }
    }

    /// Writes records and visit; says whether the address may be asked for once more in this run.
    pub fn put(
        &mut self,
        source: &SourcePlan,
        revisit: &Schedule,
        visit: &mut Visit,
        host: &str,
        known: Option<&History>,
        encoded: Option<&Encoded>,
    ) -> Result<bool, CrawlError> {
        let mut behind = None;
        if let (Some(writer), Some(encoded)) = (&mut self.writer, encoded) {
            let position = writer.append(encoded)?;
            visit.position = Some(position);
            behind = Some(Position { offset: position.offset + encoded.size() as u64, ..position });
        }
        self.apply(source, revisit, visit, host, known, behind)?;
        self.unsaved += 1;
        if self.unsaved >= BATCH || self.saved.elapsed() >= BATCH_TIME {
            self.save()?;
        }
        Ok(may_be_repeated(visit, known))
    }

    /// Tells the state of a visit.
    pub fn apply(
        &mut self,
        source: &SourcePlan,
        revisit: &Schedule,
        visit: &Visit,
        host: &str,
        known: Option<&History>,
        behind: Option<Position>,
    ) -> Result<(), CrawlError> {
        let mut due = next_due(revisit, known, visit);
        if let Some(every) = source.every.filter(|_| visit.target.depth == 0) {
            due = due.min(visit.time.saturating_add(every.as_secs().cast_signed()));
        }
        // A little earlier, so that a job that runs every week does not find everything due a minute later.
        due -= due.saturating_sub(visit.time) / EARLIER;
        Ok(self.state.apply(visit, host, due, behind)?)
    }

    /// Makes archive and state durable, in this order.
    pub fn save(&mut self) -> Result<(), CrawlError> {
        if let Some(writer) = &mut self.writer {
            writer.sync()?;
        }
        self.state.commit()?;
        (self.unsaved, self.saved) = (0, Instant::now());
        Ok(())
    }
}

/// Whether an address that failed is worth another look in the same run.
pub(super) fn may_be_repeated(visit: &Visit, known: Option<&History>) -> bool {
    let looks = known.filter(|known| known.run == visit.run).map_or(0, |known| known.looks) + 1;
    is_open(&visit.verdict) && looks < LOOKS
}

/// Whether a verdict leaves open what is there, and another look may tell.
fn is_open(verdict: &Verdict) -> bool {
    is_passing(verdict) && *verdict != Verdict::Maintenance
}
