//! Telling the state what the archive has and it does not know.

use super::super::error::CrawlError;
use super::super::visit::{Purpose, Verdict};
use super::digest::Digested;
use super::keeper::{Keeper, visit};
use super::mind::Mind;
use super::notes::Notes;
use crate::archive::{ArchiveError, Entry, Folder, Profile};
use std::collections::BTreeMap;

/// Hosts remembered meanwhile; one more, and all are read anew.
const MOST_MINDS: usize = 128;
/// Visits after which the state is made durable.
const BATCH: u64 = 4096;

/// What is remembered of hosts meanwhile.
type Minds = BTreeMap<(String, String), Mind>;

impl Keeper<'_> {
    /// Applies all fetches behind the place up to which the state knows the archive; returns their number.
    pub(super) fn catch_up(&self) -> Result<u64, CrawlError> {
        let (from, is_read_only) = (self.store().state.applied()?, self.store().is_read_only());
        let (mut minds, mut visits) = (Minds::new(), 0);
        for entry in Folder::open(&self.plan.archive)?.entries(from) {
            let entry = match entry {
                // What a killed run left unfinished; the next one that writes cuts it off.
                Err(ArchiveError::TruncatedFetch { .. }) if is_read_only => continue,
                entry => entry?,
            };
            visits += u64::from(self.apply_again(entry, &mut minds)?);
            if visits % BATCH == BATCH - 1 {
                self.store().state.commit()?;
            }
        }
        self.store().state.commit()?;
        Ok(visits)
    }

    /// Applies one fetch; not, if it is none of this crawler or its source is not in the plan any more.
    fn apply_again(&self, entry: Entry, minds: &mut Minds) -> Result<bool, CrawlError> {
        let Some(notes) = Notes::read(&entry.exchange) else { return Ok(false) };
        let Some((source, scope)) = self.sources.get(notes.source.as_str()) else { return Ok(false) };
        let key = (notes.source.clone(), notes.host.clone());
        if minds.len() >= MOST_MINDS && !minds.contains_key(&key) {
            minds.clear();
        }
        if !minds.contains_key(&key) {
            minds.insert(key.clone(), self.mind(source, &notes.host)?);
        }
        let Some(mind) = minds.get_mut(&key) else { return Ok(false) };
        let known = self.store().state.history(&notes.source, &notes.host, notes.target.key)?;
        let before = known.as_ref().and_then(|known| known.digest);
        let answer = entry.exchange.answer.as_ref();
        let is_same = entry.revisit.as_ref().is_some_and(|revisit| revisit.profile == Profile::IdenticalPayload);
        let digested = match answer {
            Some(_) if is_same && notes.target.purpose != Purpose::Robots => Digested::same(before),
            Some(answer) => self.reader().read(&notes.target, answer, before, (source, scope), mind),
            None => Digested::failed(notes.error.as_deref().unwrap_or("no_answer")),
        };
        let (mut visit, _) = visit(notes, entry.exchange.time, answer, digested);
        visit.position = Some(entry.position);
        debug_assert!(visit.verdict != Verdict::Content || visit.digest.is_some() || visit.rules.is_some());
        self.store().apply(self.plan, &visit, &key.1, known.as_ref(), Some(entry.next))?;
        Ok(true)
    }
}
