//! Puts answers away: first into the archive, then, as a visit, into the state.
//!
//! Reading an answer and packing its records is done before the lock is taken; under it stand one write and a few rows. Every so
//! often archive and state are made durable, in this order: what the state knows, the archive has. What the archive has and the
//! state does not know, because the program was killed in between, is told to the state at the next start.

use super::super::error::CrawlError;
use super::super::frontier::Frontier;
use super::super::key::{Key, host_of};
use super::super::plan::{Plan, SourcePlan};
use super::super::robots::Rules;
use super::super::scope::Scope;
use super::super::score::Scorer;
use super::super::state::{History, HostState, Spent, Turn, Waiting};
use super::super::traps::Traps;
use super::super::visit::{Candidate, Purpose, Skips};
use super::digest::{Digested, Reader};
use super::mind::Mind;
use super::parcel::{Kept, Parcel, revisit, visit};
use super::store::Store;
use crate::archive::encode_digested;
use crate::vocabulary::web::Web;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

/// Everything that is written, and what is needed to read answers.
pub(super) struct Keeper<'a> {
    pub(super) plan: &'a Plan,
    pub(super) web: &'a Web,
    pub(super) scorer: Scorer,
    pub(super) sources: BTreeMap<&'a str, (&'a SourcePlan, Scope)>,
    pub(super) store: Mutex<Store>,
}

/// A host that has something to do.
pub(super) struct Begun {
    pub mind: Mind,
    pub waiting: Vec<Candidate>,
    pub spent: Spent,
}

impl<'a> Keeper<'a> {
    /// The hosts of a source that are known and still belong to it.
    pub fn hosts(&self, source: &str) -> Result<Vec<String>, CrawlError> {
        let mut hosts = self.store()?.state.hosts(source)?;
        hosts.retain(|host| self.sources.get(source).is_some_and(|(_, scope)| scope.has(host)));
        Ok(hosts)
    }

    /// Makes the hosts of a source known to one another, which begins a round; returns how many addresses that brought.
    pub fn introduce(&self, source: &str, round: u32) -> Result<usize, CrawlError> {
        let Some((plan, _)) = self.sources.get(source) else { return Ok(0) };
        let (mut taken, mut skips) = (Vec::new(), Skips::new());
        for host in self.hosts(source)? {
            let told = self.store()?.state.told(source, &host)?;
            if told.is_empty() {
                continue;
            }
            // What others tell of a host meets the same guards as what it tells itself.
            let mut mind = self.mind(plan, &host)?;
            for mut candidate in told {
                match mind.admit(&mut candidate, plan.budget.depth) {
                    Ok(_) => taken.push((host.clone(), candidate)),
                    Err(reason) => *skips.entry(reason).or_default() += 1,
                }
            }
        }
        Ok(self.store()?.state.introduce(source, round, &taken, &skips)?)
    }

    /// The number of a source's round.
    pub fn round(&self, source: &str) -> Result<u32, CrawlError> {
        Ok(self.store()?.state.round(source)?)
    }

    /// The best addresses of a host that wait.
    pub fn waiting(&self, source: &str, host: &str, run: u32, now: i64) -> Result<Vec<Candidate>, CrawlError> {
        let (since, limit, order) = (self.plan.revisit.since, Frontier::RELOAD, self.plan.order);
        Ok(self.store()?.state.waiting(&Waiting { source, host, now, since, run, limit, order })?)
    }

    /// What the best waiting address of a host promises, if one waits.
    pub fn best(&self, source: &str, host: &str, run: u32, now: i64) -> Result<Option<i32>, CrawlError> {
        let (since, limit, order) = (self.plan.revisit.since, 1, self.plan.order);
        let waiting = self.store()?.state.waiting(&Waiting { source, host, now, since, run, limit, order })?;
        Ok(waiting.first().map(|best| best.score))
    }

    /// What a host cost in a run so far.
    pub fn spent(&self, source: &str, host: &str, run: u32) -> Result<Spent, CrawlError> {
        Ok(self.store()?.state.spent(source, host, run)?)
    }

    /// The turns that the hosts of a source were given last in a run.
    pub fn turns(&self, source: &str, run: u32) -> Result<BTreeMap<String, Turn>, CrawlError> {
        Ok(self.store()?.state.turns(source, run)?)
    }

    /// Gives the hosts of a source turns. They rest on all that was fetched before, so that is made durable with them.
    pub fn give_turns(&self, source: &str, run: u32, turns: &BTreeMap<String, Turn>) -> Result<(), CrawlError> {
        let mut store = self.store()?;
        store.save()?;
        Ok(store.state.give_turns(source, run, turns)?)
    }

    /// What is known of an address.
    pub fn history(&self, source: &str, host: &str, key: Key) -> Result<Option<History>, CrawlError> {
        Ok(self.store()?.state.history(source, host, key)?)
    }

    /// The rules of a host as they were fetched last: when, with what status, and their text.
    pub fn rules(&self, source: &str, host: &str) -> Result<Option<(i64, Option<u16>, String)>, CrawlError> {
        Ok(self.store()?.state.rules(source, host)?)
    }

    /// Remembers of all addresses of a host what its rules forbid, also of those whose turn has not come: so what is known does not
    /// depend on how far the crawl came.
    pub fn close_all(&self, source: &str, host: &str, rules: &Rules) -> Result<(), CrawlError> {
        let mut closed = Vec::new();
        let mut store = self.store()?;
        store.state.known(source, host, &mut |candidate, _| {
            if candidate.purpose != Purpose::Robots && !rules.allows(&candidate.url) {
                closed.push(candidate.key);
            }
        })?;
        closed.into_iter().try_for_each(|key| Ok(store.state.close_by_robots(source, host, key, true)?))
    }

    /// Remembers that a host's rules forbid an address.
    pub fn close(&self, source: &str, host: &str, key: Key) -> Result<(), CrawlError> {
        Ok(self.store()?.state.close_by_robots(source, host, key, true)?)
    }

    /// Remembers how the work on a host ended, and until when it is left alone, if it asked for that.
    pub fn end_host(&self, source: &str, host: &str, state: &HostState, until: Option<i64>) -> Result<(), CrawlError> {
        Ok(self.store()?.state.note_host(source, host, state, until)?)
    }

    /// What is known about sites.
    pub fn web(&self) -> &Web {
        self.web
    }

    /// A thread that panicked while it held the lock left half a visit behind; nothing more is written, and the next start makes it
    /// good.
    pub(super) fn store(&self) -> Result<MutexGuard<'_, Store>, CrawlError> {
        self.store.lock().map_err(|_| CrawlError::Worker)
    }

    /// Begins a run, or takes up the unfinished one.
    pub fn begin_run(&self, now: i64) -> Result<u32, CrawlError> {
        let mut store = self.store()?;
        let run = store.state.begin_run(now)?;
        store.state.commit()?;
        Ok(run)
    }

    /// Loads a host, if it has anything to do and does not want to be left alone.
    pub fn begin_host(&self, source: &SourcePlan, host: &str, run: u32, now: i64) -> Result<Option<Begun>, CrawlError> {
        let (_, until) = self.store()?.state.host_state(&source.id, host)?;
        if until.is_some_and(|until| until > now) {
            return Ok(None);
        }
        let waiting = self.waiting(&source.id, host, run, now)?;
        if waiting.is_empty() {
            return Ok(None);
        }
        let mind = self.mind(source, host)?;
        let spent = self.store()?.state.spent(&source.id, host, run)?;
        Ok(Some(Begun { mind, waiting, spent }))
    }

    pub(super) fn mind(&self, source: &SourcePlan, host: &str) -> Result<Mind, CrawlError> {
        let mut mind = Mind::new(Traps::new(&source.budget), source.budget.addresses);
        self.store()?.state.known(&source.id, host, &mut |candidate, is_fetched| mind.remember(candidate, is_fetched))?;
        Ok(mind)
    }

    /// Reads an answer and puts it away.
    pub fn keep(&self, parcel: Parcel) -> Result<Kept, CrawlError> {
        let Parcel { notes, known, mut exchange, milliseconds, mut mind } = parcel;
        let Some((source, scope)) = self.sources.get(notes.source.as_str()) else { return Err(CrawlError::Worker) };
        let digested = match &exchange.answer {
            Some(answer) => {
                let before = known.as_ref().and_then(|known| known.digest);
                self.reader().read_safely(&notes.target, answer, before, (source, scope), &mut mind)
            }
            None => Digested::failed(notes.error.as_deref().unwrap_or("no_answer")),
        };
        let encoded = (!self.plan.dry_run).then(|| {
            let revisit = revisit(&digested, known.as_ref(), &notes.target);
            encode_digested(&exchange, revisit.as_ref(), digested.sent_digest)
        });
        let location = exchange.answer.as_ref().and_then(|answer| answer.header("location").map(str::to_owned));
        let host = notes.host.clone();
        let (mut visit, rules) = visit(notes, exchange.time, exchange.answer.as_ref(), digested);
        exchange.answer = None;
        let again = self.store()?.put(source, &self.plan.revisit, &mut visit, &host, known.as_ref(), encoded.as_ref())?;
        visit.links.retain(|link| host_of(&link.url).as_deref() == Some(host.as_str()));
        Ok(Kept {
            mind: Some(mind),
            verdict: visit.verdict,
            status: visit.status,
            bytes: visit.bytes,
            milliseconds,
            links: visit.links,
            location,
            rules,
            again,
        })
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { plan: self.plan, web: self.web, scorer: &self.scorer }
    }
}
