//! Puts answers away: first into the archive, then, as a visit, into the state.
//!
//! Reading an answer and packing its records is done before the lock is taken; under it stand one write and a few rows. Every so
//! often archive and state are made durable, in this order: what the state knows, the archive has. What the archive has and the
//! state does not know, because the program was killed in between, is told to the state at the next start.

use super::super::address::canonical;
use super::super::error::CrawlError;
use super::super::event::{Event, Observer};
use super::super::fetch::{FetchError, Fetched};
use super::super::frontier::Frontier;
use super::super::key::{Key, host_of};
use super::super::plan::{Plan, SourcePlan};
use super::super::report::{CrawlProblem, Report};
use super::super::robots::Rules;
use super::super::schedule::next_due;
use super::super::scope::{Scope, Shared};
use super::super::score::Scorer;
use super::super::state::{History, HostState, LOOKS, Spent, State, Turn, Waiting, is_passing};
use super::super::traps::Traps;
use super::super::visit::{Candidate, Purpose, Skips, Validators, Verdict, Visit};
use super::digest::{Digested, Reader, START};
use super::mind::Mind;
use super::notes::Notes;
use super::replay::Missed;
use crate::archive::{Answer, Encoded, Exchange, Position, Profile, Revisit, Writer, WriterSettings, encode_digested};
use crate::vocabulary::web::Web;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};
use url::Url;

/// Visits after which archive and state are made durable, and time after which they are.
const BATCH: u32 = 256;
const BATCH_TIME: Duration = Duration::from_secs(1);

/// Part of the time between two looks by which the next one may be earlier.
const EARLIER: i64 = 20;

/// Everything that is written, and what is needed to read answers.
pub(super) struct Keeper<'a> {
    pub(super) plan: &'a Plan,
    web: &'a Web,
    scorer: Scorer,
    pub(super) sources: BTreeMap<&'a str, (&'a SourcePlan, Scope)>,
    store: Mutex<Store>,
}

pub(super) struct Store {
    /// None in a dry run.
    writer: Option<Writer>,
    pub state: State,
    unsaved: u32,
    saved: Instant,
}

/// What came of a fetch, to be put away.
pub(super) struct Parcel {
    /// What was fetched, for whom.
    pub notes: Notes,
    /// What was known of the address before.
    pub known: Option<History>,
    /// What passed.
    pub exchange: Exchange,
    /// How long it took.
    pub milliseconds: u64,
    /// The host's mind.
    pub mind: Mind,
}

/// What the host's task wants to know of it.
pub(super) struct Kept {
    pub mind: Option<Mind>,
    pub verdict: Verdict,
    pub status: Option<u16>,
    pub bytes: u64,
    pub milliseconds: u64,
    /// New addresses of the same host.
    pub links: Vec<Candidate>,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// What robots.txt means.
    pub rules: Option<Rules>,
    /// Whether the address may be asked for once more in this run.
    pub again: bool,
}

/// A host that has something to do.
pub(super) struct Begun {
    pub mind: Mind,
    pub waiting: Vec<Candidate>,
    pub spent: Spent,
}

impl Parcel {
    /// Packs what came of a fetch at a time.
    pub fn new(mut notes: Notes, outcome: Result<Fetched, FetchError>, known: Option<History>, mind: Mind, now: i64) -> Self {
        let (mut exchange, milliseconds) = match outcome {
            Ok(fetched) => {
                notes.unverified = fetched.unverified;
                (fetched.exchange, fetched.milliseconds)
            }
            Err(error) => {
                notes.error = Some(error.code().to_owned());
                (nothing(&notes.target), 0)
            }
        };
        exchange.time = now;
        exchange.notes = notes.write();
        Self { notes, known, exchange, milliseconds, mind }
    }
}

/// A fetch that came to nothing.
fn nothing(target: &Candidate) -> Exchange {
    Exchange { url: target.url.to_string(), time: 0, address: None, request: Vec::new(), answer: None, notes: Vec::new() }
}

impl<'a> Keeper<'a> {
    /// Opens archive and state, and tells the state what it has missed.
    pub fn open(plan: &'a Plan, web: &'a Web, observer: &dyn Observer) -> Result<Self, CrawlError> {
        if plan.dry_run {
            let keeper = Self::with(plan, web, None, State::in_memory()?);
            keeper.enter_starts()?;
            return Ok(keeper);
        }
        let (writer, mended) = Writer::open(&plan.archive, &settings(plan))?;
        let mut state = State::open(&plan.archive)?;
        // A disk that lost what it had promised to keep: what the state knows beyond the archive's end stands nowhere.
        if state.applied()? > Some(writer.end()) {
            state.clear()?;
        }
        let keeper = Self::with(plan, web, Some(writer), state);
        keeper.recover(mended.cut_bytes, observer)?;
        Ok(keeper)
    }

    /// Opens archive and state without writing to the archive, and tells the state what it has missed.
    pub fn open_to_read(plan: &'a Plan, web: &'a Web) -> Result<Self, CrawlError> {
        let keeper = Self::with(plan, web, None, State::open(&plan.archive)?);
        keeper.recover(0, &())?;
        Ok(keeper)
    }

    /// Makes the state again from the archive alone.
    pub fn rebuild(plan: &'a Plan, web: &'a Web, observer: &dyn Observer) -> Result<u64, CrawlError> {
        State::remove(&plan.archive)?;
        let (writer, mended) = Writer::open(&plan.archive, &settings(plan))?;
        let keeper = Self::with(plan, web, Some(writer), State::open(&plan.archive)?);
        keeper.recover(mended.cut_bytes, observer)
    }

    /// Tells the state what it has missed, and the observer of it; returns the number of visits.
    fn recover(&self, cut_bytes: u64, observer: &dyn Observer) -> Result<u64, CrawlError> {
        self.enter_starts()?;
        let Missed { visits, damaged } = self.catch_up()?;
        if cut_bytes > 0 || visits > 0 || damaged > 0 {
            observer.event(&Event::Recovered { cut_bytes, visits, damaged });
        }
        Ok(visits)
    }

    fn with(plan: &'a Plan, web: &'a Web, writer: Option<Writer>, state: State) -> Self {
        let shared = Shared::of(&plan.sources);
        let scoped = |source: &'a SourcePlan| (source.id.as_str(), (source, Scope::among(source, &shared)));
        let sources = plan.sources.iter().map(scoped).collect();
        let store = Mutex::new(Store { writer, state, unsaved: 0, saved: Instant::now() });
        Self { plan, web, scorer: Scorer::new(&web.links, plan.order), sources, store }
    }

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

    /// Enters the start addresses.
    pub(super) fn enter_starts(&self) -> Result<(), CrawlError> {
        let mut store = self.store()?;
        for (source, _) in self.sources.values() {
            for (host, starts) in starts(source, self.web) {
                store.state.enter(&source.id, &host, &starts)?;
            }
        }
        Ok(store.state.commit()?)
    }

    /// Ends a run, unless it was stopped before it had done its work, and reports.
    pub fn finish(self, run: u32, now: i64, stopped: Option<&'static str>) -> Result<Report, CrawlError> {
        {
            let mut store = self.store()?;
            store.save()?;
            // What someone stopped is taken up again under its number; everything else was a whole run.
            if stopped != Some("stopped") && !self.plan.leave_open {
                store.state.end_run(now)?;
            }
        }
        self.report(run, stopped)
    }

    /// What is known.
    pub fn report(&self, run: u32, stopped: Option<&'static str>) -> Result<Report, CrawlError> {
        let problems = self.problems()?;
        let store = self.store()?;
        let state = &store.state;
        let totals = state.totals(run)?;
        Ok(Report {
            run,
            fetched: totals.fetched,
            pages: totals.pages,
            unchanged: totals.unchanged,
            bytes: totals.bytes,
            coverage: state.coverage(&self.plan.sources, super::now(self.plan))?,
            skips: state.skips()?,
            problems,
            stopped,
        })
    }

    /// Problems of sources that are still in the plan, and hosts that are closed to robots.
    fn problems(&self) -> Result<Vec<CrawlProblem>, CrawlError> {
        let mut problems = self.store()?.state.problems(usize::MAX)?;
        problems.retain(|problem| self.sources.contains_key(problem.source.as_str()));
        for source in self.sources.keys() {
            for host in self.hosts(source)? {
                let (state, _) = self.store()?.state.host_state(source, &host)?;
                problems.extend((state == HostState::RobotsClosed).then(|| closed(source, &host)));
            }
        }
        problems.sort();
        Ok(problems)
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
        let again = self.store()?.put(self.plan, &mut visit, &host, known.as_ref(), encoded.as_ref())?;
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

impl Store {
    /// Writes records and visit; says whether the address may be asked for once more in this run.
    fn put(
        &mut self,
        plan: &Plan,
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
        self.apply(plan, visit, host, known, behind)?;
        self.unsaved += 1;
        if self.unsaved >= BATCH || self.saved.elapsed() >= BATCH_TIME {
            self.save()?;
        }
        Ok(may_be_repeated(visit, known))
    }

    /// Tells the state of a visit.
    pub(super) fn apply(
        &mut self,
        plan: &Plan,
        visit: &Visit,
        host: &str,
        known: Option<&History>,
        behind: Option<Position>,
    ) -> Result<(), CrawlError> {
        let mut due = next_due(&plan.revisit, known, visit);
        let every = plan.sources.iter().find(|source| source.id == visit.source).and_then(|source| source.every);
        if let Some(every) = every.filter(|_| visit.target.depth == 0) {
            due = due.min(visit.time.saturating_add(every.as_secs().cast_signed()));
        }
        // A little earlier, so that a job that runs every week does not find everything due a minute later.
        due -= due.saturating_sub(visit.time) / EARLIER;
        Ok(self.state.apply(visit, host, due, behind)?)
    }

    /// Makes archive and state durable, in this order.
    pub(super) fn save(&mut self) -> Result<(), CrawlError> {
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

/// How the archive refers to what it holds already, if an answer brings nothing new.
fn revisit(digested: &Digested, known: Option<&History>, target: &Candidate) -> Option<Revisit> {
    let known = known.filter(|known| known.position.is_some())?;
    let profile = match digested.verdict {
        Verdict::NotModified => Profile::NotModified,
        Verdict::Content if digested.digest.is_some() && digested.digest == known.digest => Profile::IdenticalPayload,
        _ => return None,
    };
    Some(Revisit { profile, refers_to_url: target.url.to_string(), refers_to_time: known.fetched? })
}

/// What there is to say of a host whose rules forbid everything.
fn closed(source: &str, host: &str) -> CrawlProblem {
    CrawlProblem {
        source: source.to_owned(),
        url: host.to_owned(),
        code: "robots_closed".to_owned(),
        message: "the host's robots.txt forbids everything".to_owned(),
        remedy: "ask the operator to let the crawler in, or take the host out of the configuration".to_owned(),
    }
}

/// The visit an answer makes.
pub(super) fn visit(notes: Notes, time: i64, answer: Option<&Answer>, digested: Digested) -> (Visit, Option<Rules>) {
    let header = |name: &str| answer.and_then(|answer| answer.header(name)).map(str::to_owned);
    let (text, rules) = digested.rules.unzip();
    let visit = Visit {
        run: notes.run,
        source: notes.source,
        target: notes.target,
        time,
        verdict: digested.verdict,
        status: answer.map(|answer| answer.status),
        bytes: answer.map_or(0, |answer| answer.body.len() as u64),
        validators: Validators { etag: header("etag"), last_modified: header("last-modified") },
        digest: digested.digest,
        position: None,
        rules: text,
        relevance: digested.relevance,
        links: digested.links,
        skips: digested.skips,
    };
    (visit, rules)
}

fn settings(plan: &Plan) -> WriterSettings {
    WriterSettings {
        rotate_bytes: plan.rotate_bytes,
        software: concat!("metryczka/", env!("CARGO_PKG_VERSION")).to_owned(),
        operator: plan.contact.clone(),
    }
}

/// The start addresses of a source by host; a host that is named without one is begun at its root.
fn starts(source: &SourcePlan, web: &Web) -> BTreeMap<String, Vec<Candidate>> {
    let mut starts: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    let begun: Vec<String> = source.start.iter().filter_map(host_of).map(bare).collect();
    let further = source.hosts.iter().filter(|host| !begun.contains(&bare((*host).clone())));
    // Plain http where the source's own site has no more; who has, redirects.
    let scheme = source.start.first().map_or("https", Url::scheme);
    let roots = further.filter_map(|host| Url::parse(&format!("{scheme}://{host}/")).ok());
    for url in source.start.iter().cloned().chain(roots) {
        let Some(host) = host_of(&url) else { continue };
        let key = Key::of(canonical(&url, &web.addresses).as_str());
        let candidate = Candidate { url, key, purpose: Purpose::Page, score: START, depth: 0, hops: 0 };
        starts.entry(host).or_default().push(candidate);
    }
    starts
}

fn bare(host: String) -> String {
    host.trim_start_matches("www.").to_owned()
}
