//! `crawl`: pages from the web into the archive, and what became of each source.

mod explanation;
mod interrupt;
mod metrics;
mod summary;
mod watch;

use super::args::{CrawlArgs, Global};
use super::clock;
use super::config::Config;
use super::exit::{Failure, Outcome};
use super::figures;
use super::output::Console;
use super::settings::find_config;
use metryczka::crawl::{self, Budget, Coverage, Order, Plan, Report, Stop};
use metryczka::vocabulary::web::Web;
use std::path::{Path, PathBuf};
pub use summary::Problems;
use watch::{Tally, Watch};

/// Reasons for which a source is incomplete that someone may have to do something about. A source that waits is only not done yet,
/// and one that closes its pages to robots has said so.
const FAILED: [&str; 4] = ["never_reached", "robots_unreachable", "failing", "yield_collapsed"];

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
        Ok(Some(Self { plan, web, metrics, max_failed_share }))
    }
}

/// What is known about sites, with a folder laid over it.
fn web(folder: Option<&Path>) -> Result<Web, Failure> {
    match folder {
        None => Ok(Web::builtin().clone()),
        Some(folder) => Web::with_overlay(folder)
            .map_err(|error| Failure::usage(format!("vocabulary: {error}"), "name files and fields as in src/vocabulary/web/")),
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
    let report = work(&crawling, Problems::Here, console)?;
    Ok(judge(&report, &crawling))
}

/// Options over the configuration.
fn lay_over(crawling: &mut Crawling, args: &CrawlArgs) {
    let plan = &mut crawling.plan;
    if let Some(budget) = args.budget {
        plan.budget.pages = budget.pages.or(plan.budget.pages);
        plan.budget.bytes = budget.bytes.or(plan.budget.bytes);
        plan.budget.time = budget.time.or(plan.budget.time);
    }
    plan.revisit.since = args.since.or(plan.revisit.since);
    plan.dry_run = args.dry_run;
    if args.breadth_first {
        plan.order = Order::BreadthFirst;
    }
    if let Some(metrics) = &args.metrics {
        crawling.metrics = Some(metrics.clone());
    }
}

/// Crawls, prints what came of it, writes the metrics.
///
/// # Errors
/// When the crawl cannot go on; what was fetched is kept.
pub fn work(crawling: &Crawling, told: Problems, console: &Console) -> Result<Report, Failure> {
    let stop = Stop::default();
    interrupt::listen(&stop, console);
    let watch = Watch::new(console, crawling.plan.budget);
    let result = crawl::crawl(&crawling.plan, &crawling.web, &watch, &stop);
    let (tally, elapsed) = watch.finish();
    let report = result?;
    summary::print(&report, &tally, Some(elapsed), told, console)?;
    if let Some(path) = &crawling.metrics {
        let time = clock::seconds();
        // What was fetched is worth an edition, whether its figures can be told or not.
        if let Err(failure) = metrics::write(path, &metrics::Figures { report: &report, tally: &tally, elapsed, time }) {
            console.failure(&failure);
        }
    }
    Ok(report)
}

/// Whether the share of sources that failed is still good.
pub fn judge(report: &Report, crawling: &Crawling) -> Outcome {
    let has_failed = |source: &&Coverage| !source.complete && source.reason.is_some_and(|reason| FAILED.contains(&reason));
    let failed = report.coverage.iter().filter(has_failed).count();
    let share = failed as f64 / report.coverage.len().max(1) as f64;
    if share > crawling.max_failed_share { Outcome::Problems } else { Outcome::Good }
}
