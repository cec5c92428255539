//! One host: its rules, then page after page, best first, one at a time.

use super::super::error::CrawlError;
use super::super::event::Event;
use super::super::fetch::{Ask, FetchError, Fetched, retry_after};
use super::super::frontier::{Frontier, Next};
use super::super::manners::{Backoff, Hours, Pause};
use super::super::plan::SourcePlan;
use super::super::robots::{Access, Rules};
use super::super::state::{HostState, Spent, Turn};
use super::super::visit::{Candidate, Purpose};
use super::Crew;
use super::keeper::Begun;
use super::mind::Mind;
use super::notes::Notes;
use super::parcel::{Kept, Parcel};
use super::rules;
use std::net::IpAddr;
use std::time::{Duration, Instant};
use url::Url;

/// Pages a run from which on a host is looked at in the usual order.
const FEW_PAGES: u32 = 20;

/// Why a host's task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Nothing waits any more.
    Done,
    /// Its or the run's budget is spent.
    Budget,
    /// It has had its part of its source's pages for now, or only less promising addresses wait.
    Turn,
    /// It asks for more time between pages than the run has: the rest is for the next run.
    CrawlDelay,
    /// It did not answer, or only with errors.
    Failures,
    /// It asked to be left alone for longer than the run waits: until this time.
    RetryAfter(i64),
    /// Its rules forbid everything, or could not be had.
    Robots(Access),
    /// It is not the hour for it.
    OffHours,
    /// Someone asked the crawl to stop.
    Stopped,
}

impl End {
    /// Whether the host may be asked for more in the same run, when others have told of addresses of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Done | Self::Turn)
    }

    fn reason(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Budget => "budget",
            Self::Turn => "turn",
            Self::CrawlDelay => "crawl_delay",
            Self::Failures => "failures",
            Self::RetryAfter(_) => "retry_after",
            Self::Robots(_) => "robots",
            Self::OffHours => "off_hours",
            Self::Stopped => "stopped",
        }
    }

    /// What the state remembers of the host.
    fn state(self) -> HostState {
        match self {
            Self::Done | Self::Budget | Self::Turn | Self::Stopped | Self::OffHours => HostState::Good,
            Self::CrawlDelay => HostState::Deferred("crawl_delay".to_owned()),
            Self::RetryAfter(_) => HostState::Deferred("retry_after".to_owned()),
            Self::Failures => HostState::Failing,
            Self::Robots(Access::Unreachable) => HostState::RobotsUnreachable,
            Self::Robots(_) => HostState::RobotsClosed,
        }
    }
}

/// A host at work.
pub(super) struct Host<'a> {
    pub crew: &'a Crew<'a>,
    pub source: &'a SourcePlan,
    pub name: &'a str,
    /// The best of what waited at the beginning.
    first: Url,
    /// How often the source's hosts were made known to one another.
    round: u32,
    mind: Option<Mind>,
    frontier: Frontier,
    /// What comes behind all of that.
    later: Frontier,
    turn: Option<Turn>,
    spent: Spent,
    /// Whether anything but its rules was asked for.
    has_asked: bool,
    backoff: Backoff,
    begun: Instant,
}

/// Crawls a host, as far as its turn allows if it has one; tells why that ended, if there was anything to do.
pub(super) async fn crawl(
    crew: &Crew<'_>,
    source: &SourcePlan,
    name: &str,
    round: u32,
    turn: Option<Turn>,
) -> Result<Option<End>, CrawlError> {
    // The semaphore is never closed; were it, there would be nothing to keep to.
    let _place = crew.places.acquire().await;
    if crew.stop.is_asked() {
        return Ok(Some(End::Stopped));
    }
    let Some(Begun { mind, waiting, spent }) = crew.keeper.begin_host(source, name, crew.run, crew.now())? else {
        return Ok(None);
    };
    crew.observer.event(&Event::HostBegun { source: &source.id, host: name, waiting: waiting.len() });
    let Some(first) = waiting.first().map(|target| target.url.clone()) else { return Ok(None) };
    let mut host = Host {
        crew,
        source,
        name,
        first,
        round,
        mind: Some(mind),
        frontier: Frontier::load(waiting),
        later: Frontier::default(),
        turn,
        spent,
        has_asked: false,
        backoff: Backoff::for_host(&crew.plan.manners, name).after(spent.failures),
        begun: Instant::now(),
    };
    let end = host.work().await?;
    let waiting = host.frontier.len() + host.later.len();
    crew.observer.event(&Event::HostEnded {
        source: &source.id,
        host: name,
        pages: host.spent.pages,
        waiting,
        reason: end.reason(),
    });
    let until = match end {
        End::RetryAfter(until) => Some(until),
        _ => None,
    };
    crew.keeper.end_host(&source.id, name, &end.state(), until)?;
    Ok(Some(end))
}

impl Host<'_> {
    /// What is to be fetched first.
    pub(super) fn first(&self) -> &Url {
        &self.first
    }

    async fn work(&mut self) -> Result<End, CrawlError> {
        // It was given up in this run already, before an interruption or a round ago.
        if self.backoff.is_exhausted() {
            return Ok(End::Failures);
        }
        let rules = match rules::get(self).await? {
            Ok(rules) => rules,
            Err(end) => return Ok(end),
        };
        if rules.access() == Access::Unreachable || rules.access() == Access::Closed {
            return Ok(End::Robots(rules.access()));
        }
        let delay = rules.delay().unwrap_or_default().max(self.crew.plan.manners.delay);
        if delay > self.crew.plan.manners.delay {
            self.tell_waiting(delay, "crawl_delay");
        }
        self.put_off(delay);
        let end = self.pages(&rules, delay).await?;
        if rules.access() == Access::Ruled {
            self.crew.keeper.close_all(&self.source.id, self.name, &rules)?;
        }
        Ok(end)
    }

    /// Fetches page after page.
    async fn pages(&mut self, rules: &Rules, delay: Duration) -> Result<End, CrawlError> {
        loop {
            let Some(target) = self.next()? else { return Ok(End::Done) };
            if !rules.allows(&target.url) {
                self.crew.keeper.close(&self.source.id, self.name, target.key)?;
                continue;
            }
            if self.turn.is_some_and(|turn| target.score < turn.floor || self.spent.pages >= turn.pages) {
                return Ok(End::Turn);
            }
            if let Some(end) = self.must_end(delay) {
                return Ok(end);
            }
            match self.fetch(&target, delay).await? {
                Ok(_) => {}
                Err(end) => return Ok(end),
            }
        }
    }

    /// Where a run has time for few pages, every other run asks for new ones first: sitemaps and start pages, due anew and best as ever,
    /// would take the time of all runs.
    fn put_off(&mut self, delay: Duration) {
        let is_long = delay.saturating_mul(FEW_PAGES) > self.source.budget.time;
        if !is_long || self.crew.run.is_multiple_of(2) {
            return;
        }
        let Some(mind) = &self.mind else { return };
        (self.frontier, self.later) = std::mem::take(&mut self.frontier).part(|candidate| mind.is_settled(candidate.key));
    }

    /// The next address, if one waits.
    fn next(&mut self) -> Result<Option<Candidate>, CrawlError> {
        loop {
            match self.frontier.pop() {
                Next::Take(target) if self.mind.as_ref().is_some_and(|mind| mind.is_stale(&target)) => {}
                Next::Take(target) => return Ok(Some(target)),
                Next::Nothing if self.later.len() > 0 => self.frontier = std::mem::take(&mut self.later),
                Next::Nothing => return Ok(None),
                Next::Reload => {
                    let waiting = self.crew.keeper.waiting(&self.source.id, self.name, self.crew.run, self.crew.now())?;
                    if waiting.is_empty() {
                        return Ok(None);
                    }
                    self.frontier = Frontier::load(waiting);
                }
            }
        }
    }

    /// Whether the host has had enough for this run.
    fn must_end(&self, delay: Duration) -> Option<End> {
        let (budget, crew) = (&self.source.budget, self.crew);
        if crew.stop.is_asked() {
            return Some(End::Stopped);
        }
        if self.spent.pages >= budget.pages || self.spent.bytes >= budget.bytes {
            return Some(End::Budget);
        }
        // One page a run is fetched whatever the delay, so that every host is read at last.
        let ends = crew.budget.ends_within(delay) || self.begun.elapsed().saturating_add(delay) > budget.time;
        if ends && (self.spent.pages > 0 || self.has_asked) {
            if delay > crew.plan.manners.delay {
                return Some(End::CrawlDelay);
            }
            if crew.budget.ends_within(delay) {
                // Not the host's time but the run's: it did not do all it had to do.
                crew.budget.end();
            }
            return Some(End::Budget);
        }
        (!crew.budget.take_page()).then_some(End::Budget)
    }

    /// Fetches an address and has the answer put away; an end, if the host should be left alone from now on.
    pub(super) async fn fetch(&mut self, target: &Candidate, delay: Duration) -> Result<Result<Kept, End>, CrawlError> {
        let known = self.crew.keeper.history(&self.source.id, self.name, target.key)?;
        let outcome = match self.machine(target).await {
            Ok(machine) => {
                let is_closed = |hours: &Hours| !hours.contain(self.crew.now());
                if !machine.is_loopback() && self.crew.hours.as_ref().is_some_and(is_closed) {
                    self.crew.is_off_hours.set(true);
                    let wait = self.crew.hours.as_ref().map_or(Duration::ZERO, |hours| hours.wait(self.crew.now()));
                    self.tell_waiting(wait, "off_hours");
                    return Ok(Err(End::OffHours));
                }
                if self.crew.stop.or(self.crew.limiter.turn(self.name, machine, delay)).await.is_none() {
                    return Ok(Err(End::Stopped));
                }
                let validators = known.as_ref().map(|known| &known.validators);
                let validators = if self.has_version(target)? { validators } else { None };
                self.crew.fetcher.fetch(&Ask { url: &target.url, validators, max_bytes: None }).await
            }
            Err(error) => Err(error),
        };
        let (pause, rest) = self.pause(&outcome);
        let Some(mind) = self.mind.take() else { return Err(CrawlError::Worker) };
        let notes = Notes {
            run: self.crew.run,
            round: self.round,
            source: self.source.id.clone(),
            host: self.name.to_owned(),
            target: target.clone(),
            error: None,
            unverified: false,
        };
        let parcel = Parcel::new(notes, outcome, known, mind, self.crew.now());
        let mut kept = self.crew.workers.keep(parcel).await?;
        self.mind = kept.mind.take();
        self.account(target, &mut kept);
        match pause {
            None => Ok(Ok(kept)),
            Some(Pause::Wait(time)) if self.crew.budget.ends_within(time) => Ok(Err(End::Budget)),
            Some(Pause::Wait(time)) => {
                self.wait(time, "backoff").await;
                Ok(Ok(kept))
            }
            Some(Pause::GiveUp("retry_after")) => {
                self.tell_waiting(Duration::from_secs(rest.unsigned_abs()), "retry_after");
                Ok(Err(End::RetryAfter(self.crew.now().saturating_add(rest))))
            }
            Some(Pause::GiveUp(_)) => Ok(Err(End::Failures)),
        }
    }

    /// The machine behind an address.
    async fn machine(&self, target: &Candidate) -> Result<IpAddr, FetchError> {
        let machines = self.crew.fetcher.resolve(&target.url).await?;
        let nowhere = || FetchError::Unresolved { host: self.name.to_owned(), reason: "it has no address".to_owned() };
        machines.first().copied().ok_or_else(nowhere)
    }

    /// Whether what the last answer was recognised by still stands for what is remembered. Of rules only the newest are: when they
    /// could not be had the last time, to hear that they are as before would be of no use.
    fn has_version(&self, target: &Candidate) -> Result<bool, CrawlError> {
        if target.purpose != Purpose::Robots {
            return Ok(true);
        }
        let rules = self.crew.keeper.rules(&self.source.id, self.name)?;
        Ok(rules.is_some_and(|(_, status, _)| status.is_some_and(|status| (200..300).contains(&status))))
    }

    /// How long to leave the host alone after this outcome, and the seconds it asked for itself.
    fn pause(&mut self, outcome: &Result<Fetched, FetchError>) -> (Option<Pause>, i64) {
        match outcome {
            Ok(fetched) => match &fetched.exchange.answer {
                Some(answer) if matches!(answer.status, 408 | 425 | 429 | 500..) => {
                    let rest = retry_after(answer, self.crew.now());
                    (Some(self.backoff.failed(rest)), rest.map_or(0, |rest| rest.as_secs().cast_signed()))
                }
                _ => {
                    self.backoff.succeeded();
                    (None, 0)
                }
            },
            Err(error) if error.counts_against_host() => (Some(self.backoff.failed(None)), 0),
            Err(_) => (None, 0),
        }
    }

    async fn wait(&self, time: Duration, reason: &'static str) {
        self.tell_waiting(time, reason);
        self.crew.stop.sleep(time).await;
    }

    fn tell_waiting(&self, time: Duration, reason: &'static str) {
        if time >= Duration::from_secs(1) {
            self.crew.observer.event(&Event::Waiting { host: self.name, seconds: time.as_secs(), reason });
        }
    }

    /// Counts what was fetched, tells the observer, and takes in what was found.
    fn account(&mut self, target: &Candidate, kept: &mut Kept) {
        if target.purpose == Purpose::Page {
            self.spent.pages += 1;
        }
        // A sitemap is no page, but the next request must wait after it as well.
        self.has_asked |= target.purpose != Purpose::Robots;
        self.spent.bytes += kept.bytes;
        self.crew.budget.take_bytes(kept.bytes);
        self.crew.observer.event(&Event::Fetched {
            source: &self.source.id,
            host: self.name,
            url: target.url.as_str(),
            verdict: &kept.verdict,
            status: kept.status,
            bytes: kept.bytes,
            milliseconds: kept.milliseconds,
            score: target.score,
            links: kept.links.len(),
        });
        if target.purpose == Purpose::Robots {
            return self.frontier.extend(kept.links.drain(..));
        }
        if let Some(mind) = &mut self.mind {
            mind.fetched(target, kept.again);
        }
        self.frontier.extend(kept.links.drain(..));
        self.frontier.extend(kept.again.then(|| target.clone()));
    }
}
