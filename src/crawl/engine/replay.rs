//! Telling the state what the archive has and it does not know.

use super::super::error::CrawlError;
use super::super::robots::Access;
use super::super::state::HostState;
use super::super::visit::Purpose;
use super::digest::Digested;
use super::keeper::Keeper;
use super::mind::Mind;
use super::notes::Notes;
use super::parcel::visit;
use super::store::may_be_repeated;
use super::workers::read_rules;
use crate::archive::{ArchiveError, Entry, Folder, Profile};
use std::collections::BTreeMap;
use url::Url;

/// Hosts remembered meanwhile; one more, and all are read anew.
const MOST_MINDS: usize = 128;
/// Visits after which the state is made durable.
const BATCH: u64 = 4096;

/// What is remembered of hosts meanwhile.
type Minds = BTreeMap<(String, String), Mind>;

/// What the state had missed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Missed {
    pub visits: u64,
    /// Fetches that cannot be read.
    pub damaged: u64,
}

impl Keeper<'_> {
    /// Applies all fetches behind the place up to which the state knows the archive. A damaged one is passed over: the crawl goes on
    /// without it, as if it had never been made.
    pub(super) fn catch_up(&self) -> Result<Missed, CrawlError> {
        let from = self.store()?.state.applied()?;
        let (mut minds, mut missed) = (Minds::new(), Missed::default());
        for entry in Folder::open(&self.plan.archive)?.entries(from) {
            match entry {
                Ok(entry) => missed.visits += u64::from(self.apply_again(entry, &mut minds)?),
                Err(ArchiveError::DamagedFetch { .. } | ArchiveError::TruncatedFetch { .. }) => missed.damaged += 1,
                Err(error) => return Err(error.into()),
            }
            if missed.visits % BATCH == BATCH - 1 {
                self.store()?.state.commit()?;
            }
        }
        if from.is_none() && missed.visits > 0 {
            self.conclude()?;
        }
        self.store()?.state.commit()?;
        Ok(missed)
    }

    /// Begins the round a fetch was made in, if it has not begun: from then on the hosts of a source know what they were told of.
    fn begin_round(&self, source: &str, round: u32, minds: &mut Minds) -> Result<(), CrawlError> {
        if self.round(source)? < round {
            self.introduce(source, round)?;
            minds.retain(|(known, _), _| known != source);
        }
        Ok(())
    }

    /// What a crawl notes without a visit, because it follows from them.
    fn conclude(&self) -> Result<(), CrawlError> {
        self.enter_starts()?;
        for (source, _) in self.sources.values() {
            for host in self.hosts(&source.id)? {
                let Some((_, status, text)) = self.rules(&source.id, &host)? else { continue };
                let Ok(url) = Url::parse(&format!("http://{host}/robots.txt")) else { continue };
                let rules = read_rules(status, &text, &url);
                match rules.access() {
                    Access::Closed => self.end_host(&source.id, &host, &HostState::RobotsClosed, None)?,
                    Access::Ruled => self.close_all(&source.id, &host, &rules)?,
                    Access::Open | Access::Unreachable => {}
                }
            }
        }
        Ok(())
    }

    /// Applies one fetch; not, if it is none of this crawler or its source is not in the plan any more.
    fn apply_again(&self, entry: Entry, minds: &mut Minds) -> Result<bool, CrawlError> {
        let Some(notes) = Notes::read(&entry.exchange) else { return Ok(false) };
        let Some((source, scope)) = self.sources.get(notes.source.as_str()) else { return Ok(false) };
        self.begin_round(&notes.source, notes.round, minds)?;
        let key = (notes.source.clone(), notes.host.clone());
        if minds.len() >= MOST_MINDS && !minds.contains_key(&key) {
            minds.clear();
        }
        if !minds.contains_key(&key) {
            minds.insert(key.clone(), self.mind(source, &notes.host)?);
        }
        let Some(mind) = minds.get_mut(&key) else { return Ok(false) };
        let known = self.store()?.state.history(&notes.source, &notes.host, notes.target.key)?;
        let before = known.as_ref().and_then(|known| known.digest);
        let answer = entry.exchange.answer.as_ref();
        let is_same = entry.revisit.as_ref().is_some_and(|revisit| revisit.profile == Profile::IdenticalPayload);
        let digested = match answer {
            // Only a reference, to what was lost.
            Some(_) if entry.revisit.is_some() && before.is_none() && notes.target.purpose != Purpose::Robots => {
                Digested::failed("lost")
            }
            Some(_) if is_same && notes.target.purpose != Purpose::Robots => Digested::same(before),
            Some(answer) => self.reader().read_safely(&notes.target, answer, before, (source, scope), mind),
            None => Digested::failed(notes.error.as_deref().unwrap_or("no_answer")),
        };
        let (mut visit, _) = visit(notes, entry.exchange.time, answer, digested);
        visit.position = Some(entry.position);
        if visit.target.purpose != Purpose::Robots {
            mind.fetched(&visit.target, may_be_repeated(&visit, known.as_ref()));
        }
        self.store()?.apply(source, &self.plan.revisit, &visit, &key.1, known.as_ref(), Some(entry.next))?;
        Ok(true)
    }
}
