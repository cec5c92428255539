//! `run`: the sources of a configuration → an edition and its table.

use super::args::{Global, RunArgs};
use super::crawl::{self, Crawling, Problems};
use super::exit::{Failure, Outcome};
use super::make::{Found, make};
use super::output::Console;
use super::settings::{Making, find_config};
use metryczka::crawl::{Report, report};
use metryczka::dataset::{Coverage, Problem, ProblemStage};

/// Does what the configuration says: crawls, if it names somebody to crawl, and publishes an edition.
///
/// # Errors
/// See [`make`] and [`crawl::work`].
pub fn run(args: &RunArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let (_, config) = find_config(args.config.as_deref())?;
    let making = Making::of_run(args, global, &config)?;
    // A named edition is wanted, whether anything is new or not.
    let unless_same = !args.force && args.edition.is_none();
    let Some(crawling) = Crawling::of(&config, global)? else {
        return make(making, Found { unless_same, ..Found::default() }, console);
    };
    let report =
        if args.offline { report(&crawling.plan, &crawling.web)? } else { crawl::work(&crawling, Problems::Later, console)? };
    if report.stopped == Some("stopped") {
        console.note("nothing published; the next run goes on, and `metryczka run --offline` publishes what there is");
        return Ok(Outcome::Good);
    }
    let crawled = crawl::judge(&report, &crawling);
    let made = make(making, found(report, unless_same), console)?;
    Ok(if crawled == Outcome::Problems { crawled } else { made })
}

/// A crawl's report as the dataset takes it.
fn found(report: Report, unless_same: bool) -> Found {
    let coverage = report.coverage.into_iter().map(|source| Coverage {
        source: source.source,
        name: source.name,
        teryt: source.teryt,
        hosts: source.hosts,
        addresses: source.addresses,
        pages_current: source.pages_current,
        pages_gone: source.pages_gone,
        pages_unreachable: source.pages_unreachable,
        pages_waiting: source.pages_waiting,
        closed_by_robots: source.closed_by_robots,
        checked: source.checked,
        complete: source.complete,
        reason: source.reason.map(str::to_owned),
    });
    let problems = report.problems.into_iter().map(|problem| Problem {
        path: None,
        url: Some(problem.url),
        stage: ProblemStage::Crawl,
        code: problem.code,
        message: problem.message,
        remedy: problem.remedy,
    });
    Found { coverage: coverage.collect(), problems: problems.collect(), unless_same }
}
