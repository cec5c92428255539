//! The crawl itself: sources → hosts → visits → archive and state.
//!
//! One thread drives all connections; a few worker threads read answers ([`digest`]) and put them away ([`keeper`]). A host is one
//! task that waits for each of its pages to be put away before it asks for the next ([`host`]); the hosts of a source work side by
//! side, and the addresses one finds of another are taken up when all have ended ([`source`]).

mod budget;
mod digest;
mod ending;
mod host;
mod keeper;
mod mind;
mod notes;
mod open;
mod parcel;
mod recent;
mod replay;
mod rules;
mod source;
mod stop;
mod store;
mod turns;
mod workers;

pub(super) use digest::charset_of;
pub use stop::Stop;

use super::error::CrawlError;
use super::event::Observer;
use super::fetch::Fetcher;
use super::manners::{Hours, Limiter};
use super::plan::Plan;
use super::report::Report;
use super::state::State;
use crate::archive::Folder;
use crate::vocabulary::web::Web;
use budget::RunBudget;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use keeper::Keeper;
use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::Semaphore;
use workers::Workers;

/// Threads that read answers; more than the machine has cores are of no use.
const MOST_WORKERS: usize = 8;

/// What all tasks of a crawl share.
struct Crew<'a> {
    plan: &'a Plan,
    fetcher: Fetcher,
    limiter: Limiter,
    /// The hours in which hosts are fetched from; none: all.
    hours: Option<Hours>,
    keeper: &'a Keeper<'a>,
    workers: &'a Workers,
    observer: &'a dyn Observer,
    stop: &'a Stop,
    budget: RunBudget,
    /// Whether a host was left alone because it is not the hour for it.
    is_off_hours: Cell<bool>,
    /// Sources that may be worked on at the same time; the others cost no more than their place in the queue.
    turns: Semaphore,
    /// Hosts that may be fetched from at the same time.
    places: Semaphore,
    run: u32,
}

impl Crew<'_> {
    /// Seconds since 1970, or what the plan says they are.
    fn now(&self) -> i64 {
        now(self.plan)
    }
}

/// Crawls what is due, and reports. It takes up what an earlier run left unfinished.
///
/// # Errors
/// When archive or state cannot be opened or written; everything fetched until then is kept.
pub fn crawl(plan: &Plan, web: &Web, observer: &dyn Observer, stop: &Stop) -> Result<Report, CrawlError> {
    if plan.sources.iter().all(|source| source.start.is_empty()) {
        return Err(CrawlError::NothingToCrawl);
    }
    let fetcher = Fetcher::new(plan)?;
    let keeper = Keeper::open(plan, web, observer)?;
    let run = keeper.begin_run(now(plan))?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = Workers::default();
    let stopped = std::thread::scope(|scope| {
        let _end = EndOfWork(&workers);
        for _ in 0..cores.min(MOST_WORKERS) {
            scope.spawn(|| workers.work(&keeper));
        }
        let crew = Crew {
            plan,
            fetcher,
            limiter: Limiter::new(&plan.manners),
            hours: Hours::of(&plan.manners),
            keeper: &keeper,
            workers: &workers,
            observer,
            stop,
            budget: RunBudget::new(&plan.budget),
            is_off_hours: Cell::new(false),
            turns: Semaphore::new(plan.parallel_hosts.max(1)),
            places: Semaphore::new(plan.parallel_hosts.max(1)),
            run,
        };
        drive(&crew)
    })?;
    keeper.finish(run, now(plan), stopped)
}

/// Lets the workers go, however the work ends: a scope waits for its threads.
struct EndOfWork<'a>(&'a Workers);

impl Drop for EndOfWork<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Runs the sources to their ends; says why they ended early, if they did.
fn drive(crew: &Crew<'_>) -> Result<Option<&'static str>, CrawlError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CrawlError::Start)?;
    runtime.block_on(async {
        let mut sources: FuturesUnordered<_> = crew.plan.sources.iter().map(|plan| source::crawl(crew, plan)).collect();
        let mut failed = None;
        while let Some(ended) = sources.next().await {
            if let Err(error) = ended {
                // The others notice at their next step and end as well.
                crew.stop.now();
                failed.get_or_insert(error);
            }
        }
        match failed {
            Some(error) => Err(error),
            None if crew.stop.is_asked() => Ok(Some("stopped")),
            None if crew.budget.is_spent() => Ok(Some("budget")),
            None if crew.is_off_hours.get() => Ok(Some("off_hours")),
            None => Ok(None),
        }
    })
}

/// Ends a run that was left open ([`Plan::leave_open`]).
///
/// # Errors
/// When the state cannot be opened or written.
pub fn end_run(plan: &Plan) -> Result<(), CrawlError> {
    Ok(State::open(&plan.archive)?.end_run(now(plan))?)
}

/// Makes the state again from the archive alone; returns the number of visits.
///
/// # Errors
/// When archive or state cannot be read or written.
pub fn rebuild(plan: &Plan, web: &Web, observer: &dyn Observer) -> Result<u64, CrawlError> {
    present(plan)?;
    Keeper::rebuild(plan, web, observer)
}

/// Reports what is known, without fetching anything.
///
/// # Errors
/// When there is no archive, or archive or state cannot be read.
pub fn report(plan: &Plan, web: &Web) -> Result<Report, CrawlError> {
    present(plan)?;
    Keeper::open_to_read(plan, web)?.report(0, None)
}

/// Makes sure that there is an archive, before anything is created in the place where it is said to be.
fn present(plan: &Plan) -> Result<(), CrawlError> {
    let is_there = Folder::open(&plan.archive).is_ok_and(|folder| folder.entries(None).next().is_some());
    if is_there { Ok(()) } else { Err(CrawlError::NoArchive(plan.archive.clone())) }
}

/// Seconds since 1970, or what the plan says they are.
pub(super) fn now(plan: &Plan) -> i64 {
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed());
    plan.fixed_time.unwrap_or_else(clock)
}
