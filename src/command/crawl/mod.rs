//! `crawl`: pages from the web into the archive, and what became of each source.

mod explanation;
mod interrupt;
mod metrics;
mod summary;
mod watch;

use super::args::CrawlOptions;
use super::args::{CrawlArgs, Global};
use super::clock;
use super::config::Config;
use super::exit::{Failure, Outcome, number, settle};
use super::figures;
use super::output::{Console, Level, shell};
use super::settings::find_config;
pub use interrupt::signalled;
pub use metrics::Ended;
use metryczka::crawl::{self, Budget, Coverage, Order, Plan, Report, Stop};
use metryczka::vocabulary::web::Web;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;
pub use summary::Problems;
use watch::{Tally, Watch};

/// Reasons for which a source is incomplete that someone may have to do something about. A source that waits is only not done yet,
/// and one that closes its pages to robots has said so.
const FAILED: [&str; 4] = ["never_reached", "robots_unreachable", "failing", "yield_collapsed"];

/// Why a report says that a signal ended the run.
const STOPPED: &str = "stopped";

/// A crawl with everything it needs.
#[derive(Debug)]
pub struct Crawling {
    /// Whom to look at, and how.
    pub plan: Plan,
    /// What is known about sites.
    pub web: Web,
    /// File for metrics.
    pub metrics: Option<PathBuf>,
    /// Share of failed sources that is still good.
    pub max_failed_share: f64,
    /// The configuration, if it was named, for hints.
    pub config: Option<PathBuf>,
}

impl Crawling {
    /// The crawl of a configuration; none if it names nobody to crawl.
    ///
    /// # Errors
    /// When the vocabulary cannot be read.
    pub fn of(config: &Config, global: &Global) -> Result<Option<Self>, Failure> {
        let Some(mut plan) = config.plan() else { return Ok(None) };
        plan.fixed_time = clock::fixed();
        let folder = global.vocabulary.as_deref().or(config.vocabulary.as_deref());
        let web = web(folder)?;
        let (metrics, max_failed_share) = (config.crawl.metrics.clone(), config.crawl.max_failed_share);
        Ok(Some(Self { plan, web, metrics, max_failed_share, config: None }))
    }

    /// A command over the same configuration, as it is typed.
    pub fn command(&self, name: &str, options: &str) -> String {
        let config = self.config.as_ref().map(|path| format!(" {}", shell(path))).unwrap_or_default();
        format!("`metryczka {name}{config} {options}`")
    }

    /// Options over the configuration.
    pub fn lay_over(&mut self, options: &CrawlOptions) {
        let (plan, over) = (&mut self.plan, options.budget.unwrap_or_default());
        plan.budget.pages = over.pages.or(plan.budget.pages);
        plan.budget.bytes = over.bytes.or(plan.budget.bytes);
        plan.budget.time = over.time.or(plan.budget.time);
        plan.revisit.since = options.since.or(plan.revisit.since);
        if let Some(metrics) = &options.metrics {
            self.metrics = Some(metrics.clone());
        }
    }

    /// A fixed time is for what is repeated to the byte. The archive of the web says when things were fetched, and what is due next
    /// follows from it.
    fn check_time(&self) -> Result<(), Failure> {
        match (self.plan.fixed_time, &self.plan.contact) {
            (Some(_), Some(_)) => Err(Failure::usage(
                "SOURCE_DATE_EPOCH is set: a crawl would write a false time into its archive",
                format!("unset it; {} makes the same edition again with it", self.command("run", "--offline")),
            )),
            _ => Ok(()),
        }
    }
}

/// What is known about sites, with a folder laid over it.
fn web(folder: Option<&Path>) -> Result<Web, Failure> {
    match folder {
        None => Ok(Web::builtin().clone()),
        Some(folder) => Web::with_overlay(folder).map_err(|error| {
            Failure::usage(format!("vocabulary: {error}"), "name files and fields as in core/src/vocabulary/web/")
        }),
    }
}

/// Does what the options say.
///
/// # Errors
/// When the configuration is wrong or names nobody, or the crawl cannot go on.
pub fn run(args: &CrawlArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let (path, config) = find_config(args.config.as_deref())?;
    let Some(mut crawling) = Crawling::of(&config, global)? else {
        let message = match path {
            Some(path) => format!("nothing to crawl: {}: no [[municipality]] with an address", path.display()),
            None => "nothing to crawl: no metryczka.toml here, and no configuration named".to_owned(),
        };
        return Err(Failure::usage(message, "see [[municipality]] in metryczka.example.toml"));
    };
    crawling.config.clone_from(&args.config);
    lay_over(&mut crawling, args);
    if let Some(address) = &args.explain {
        let explanation = crawl::explain(&crawling.plan, &crawling.web, address)?;
        explanation::print(address, &explanation, console)?;
        return Ok(Outcome::Good);
    }
    if args.rebuild {
        let watch = Watch::new(console, Budget::default());
        let visits = crawl::rebuild(&crawling.plan, &crawling.web, &watch)?;
        watch.finish();
        let visits = figures::count(usize::try_from(visits).unwrap_or(usize::MAX));
        console.note(format_args!("state made again from the archive: {visits} visits"));
        let report = crawl::report(&crawling.plan, &crawling.web)?;
        summary::print(&report, &Tally::default(), None, Problems::Here, console)?;
        return Ok(Outcome::Good);
    }
    let mut worked = work(&crawling, Problems::Here, console)?;
    let outcome = if args.dry_run { judge_end(&worked.report) } else { judge(&worked.report, &crawling, console) };
    let result = settle(outcome, [worked.told()]);
    let measured = worked.measure(&crawling, Ended { code: number(&result), is_published: None, edition: None });
    settle(result?, [measured])
}

/// Options of `crawl` over the configuration.
fn lay_over(crawling: &mut Crawling, args: &CrawlArgs) {
    crawling.plan.dry_run = args.dry_run;
    if args.dry_run {
        // Its figures are no run's; they are written where they are asked for.
        crawling.metrics = None;
    }
    if args.breadth_first {
        crawling.plan.order = Order::BreadthFirst;
    }
    crawling.lay_over(&args.over);
}

/// What is left of a crawl besides its archive.
#[derive(Debug)]
pub struct Worked {
    /// Its report.
    pub report: Report,
    told: Result<(), Failure>,
    tally: Tally,
    elapsed: Duration,
    time: i64,
}

impl Worked {
    /// Whether everything could be told; asked once.
    ///
    /// # Errors
    /// The first thing that could not.
    pub fn told(&mut self) -> Result<(), Failure> {
        std::mem::replace(&mut self.told, Ok(()))
    }

    /// Writes the metrics, if they are wanted, with how it all ended.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn measure(&self, crawling: &Crawling, ended: Ended) -> Result<(), Failure> {
        self.write(crawling, Some(ended))
    }

    fn write(&self, crawling: &Crawling, ended: Option<Ended>) -> Result<(), Failure> {
        let Some(path) = &crawling.metrics else { return Ok(()) };
        let (report, tally, elapsed, time) = (&self.report, &self.tally, self.elapsed, self.time);
        metrics::write(path, &metrics::Figures { report, tally, elapsed, time, ended })
    }
}

/// Crawls, writes the metrics, prints what came of it.
///
/// # Errors
/// When the crawl cannot go on; what was fetched is kept. What could not be told of it is no error here: what was fetched is worth
/// an edition, whether anyone reads the summary or not.
pub fn work(crawling: &Crawling, problems: Problems, console: &Console) -> Result<Worked, Failure> {
    crawling.check_time()?;
    let plan = &crawling.plan;
    let Budget { pages, bytes, time } = plan.budget;
    let seconds = time.map(|time| time.as_secs());
    let budget = json!({ "pages": pages, "bytes": bytes, "seconds": seconds });
    let sources = plan.sources.len();
    console.event(Level::Info, &json!({ "event": "run_begun", "sources": sources, "budget": budget, "dry_run": plan.dry_run }));
    let (stop, watch) = (Stop::default(), Watch::new(console, plan.budget));
    let listening = interrupt::listen(&stop, watch.lines(), console);
    let result = crawl::crawl(plan, &crawling.web, &watch, &stop);
    drop(listening);
    let (tally, elapsed) = watch.finish();
    let report = result?;
    log_end(&report, elapsed, console);
    let mut worked = Worked { report, told: Ok(()), tally, elapsed, time: clock::seconds() };
    // Written again at the end; until then nothing that follows can keep them from being told.
    let measured = worked.write(crawling, None);
    let printed = summary::print(&worked.report, &worked.tally, Some(elapsed), problems, console);
    worked.told = measured.and(printed);
    Ok(worked)
}

fn log_end(report: &Report, elapsed: Duration, console: &Console) {
    let complete = report.coverage.iter().filter(|source| source.complete).count();
    let event = json!({
        "event": "run_ended", "run": report.run, "fetched": report.fetched, "pages": report.pages,
        "unchanged": report.unchanged, "bytes": report.bytes, "seconds": (elapsed.as_secs_f64() * 10.0).round() / 10.0,
        "sources": report.coverage.len(), "complete": complete, "problems": report.problems.len(), "stopped": report.stopped,
    });
    console.event(if report.stopped == Some(STOPPED) { Level::Warning } else { Level::Info }, &event);
}

/// Whether the crawl was stopped by a signal.
pub fn judge_end(report: &Report) -> Outcome {
    if report.stopped == Some(STOPPED) { Outcome::Interrupted } else { Outcome::Good }
}

/// That, and whether the share of sources that failed is still good; says so if it is not.
pub fn judge(report: &Report, crawling: &Crawling, console: &Console) -> Outcome {
    let has_failed = |source: &&Coverage| !source.complete && source.reason.is_some_and(|reason| FAILED.contains(&reason));
    let failed = report.coverage.iter().filter(has_failed).count();
    let all = report.coverage.len();
    let (share, most) = (failed as f64 / all.max(1) as f64, crawling.max_failed_share);
    if share <= most {
        return judge_end(report);
    }
    console.warning(
        format_args!("{failed} of {all} municipalities failed ({share:.2}), max_failed_share is {most}: exit code 1"),
        format_args!(
            "`reason` in the table coverage says why; {} says it of one address",
            crawling.command("crawl", "--explain ADDRESS")
        ),
    );
    Outcome::Problems.and(judge_end(report))
}
