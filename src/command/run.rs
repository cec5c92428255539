//! `run`: the sources of a configuration → an edition and its table.

use super::args::{Global, RunArgs};
use super::config::Config;
use super::crawl::{self, Crawling, Ended, Problems, Worked};
use super::exit::{Failure, Outcome, number, settle};
use super::make::{Found, Made, NOT_CRAWLED, make};
use super::output::{Console, Level};
use super::settings::{Making, find_config};
use metryczka::crawl::{self as crawler, CrawlProblem};
use metryczka::dataset::{Coverage, Problem, ProblemStage};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Does what the configuration says: crawls, if it names somebody to crawl, and publishes an edition.
///
/// # Errors
/// See [`make`] and [`crawl::work`].
pub fn run(args: &RunArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let (_, config) = find_config(args.config.as_deref())?;
    let making = Making::of_run(args, global, &config)?;
    // A named edition is wanted, whether anything is new or not.
    let unless_same = args.force.is_none() && args.edition.is_none();
    let found = |coverage, problems| Found { unless_same, ..found(&config, coverage, problems) };
    let Some(mut crawling) = Crawling::of(&config, global)? else {
        if !args.over.is_empty() {
            return Err(Failure::usage(
                "nothing is crawled, so --budget, --since and --metrics are for nothing",
                "leave them out, or give the configuration a [[municipality]] with `start`",
            ));
        }
        return end(make(making, found(Vec::new(), Vec::new()), console), None, console);
    };
    crawling.config.clone_from(&args.config);
    crawling.lay_over(&args.over);
    if args.offline {
        let report = crawler::report(&crawling.plan, &crawling.web)?;
        let outcome = crawl::judge(&report, &crawling, console);
        let made = make(making, found(report.coverage, report.problems), console);
        return end(made.map(|made| Made { outcome: made.outcome.and(outcome), ..made }), None, console);
    }
    crawling.plan.leave_open = true;
    let mut worked = crawl::work(&crawling, Problems::Later, console)?;
    let outcome = crawl::judge(&worked.report, &crawling, console);
    if outcome == Outcome::Interrupted {
        console.note(format_args!(
            "nothing published; the next run goes on, and {} publishes what there is",
            crawling.command("run", "--offline")
        ));
        let result = settle(outcome, [worked.told()]);
        let measured = worked.measure(&crawling, Ended { code: number(&result), is_published: Some(false), edition: None });
        return settle(result?, [measured]);
    }
    let (coverage, problems) = (worked.report.coverage.clone(), worked.report.problems.clone());
    let made = make(making, found(coverage, problems), console);
    // Only now: a run killed before its edition stands is the same run when it is taken up again.
    crawler::end_run(&crawling.plan)?;
    end(made.map(|made| Made { outcome: made.outcome.and(outcome), ..made }), Some((&crawling, &mut worked)), console)
}

/// What a crawl has found, as an edition takes it.
pub fn found(config: &Config, coverage: Vec<crawler::Coverage>, problems: Vec<CrawlProblem>) -> Found {
    let problems = problems.into_iter().map(problem).collect();
    Found { coverage: covered(config, coverage), problems, unless_same: false }
}

/// Tells of the end: in the log, and in the metrics of a crawl.
fn end(made: Result<Made, Failure>, crawled: Option<(&Crawling, &mut Worked)>, console: &Console) -> Result<Outcome, Failure> {
    let (mut is_published, mut time, mut event) = (false, None, json!({ "event": "not_published", "edition": null }));
    let mut result = made.and_then(|made| {
        (is_published, time) = (made.is_published, made.time());
        event = told(&made);
        settle(made.outcome, [made.told])
    });
    if let Some((crawling, worked)) = crawled {
        result = result.and_then(|outcome| settle(outcome, [worked.told()]));
        let ended = Ended { code: number(&result), is_published: Some(is_published), edition: time };
        let measured = worked.measure(crawling, ended);
        result = result.and_then(|outcome| settle(outcome, [measured]));
    }
    let exit = number(&result);
    let level = if exit == 0 { Level::Info } else { Level::Warning };
    event["exit"] = exit.into();
    console.event(level, &event);
    result
}

/// What the log says of an edition: of one that is published also where it is, how many projects it has, and what has become of them.
fn told(made: &Made) -> Value {
    let edition = made.edition.as_ref();
    let name = edition.map(|edition| &edition.edition);
    if !made.is_published {
        return json!({ "event": "not_published", "edition": name });
    }
    let projects = edition.and_then(|edition| edition.tables.get("projects")).map(|table| table.rows);
    let changes: BTreeMap<&str, usize> = made.changes.iter().map(|(kind, number)| (kind.word(), *number)).collect();
    // As it can be shown: not every path is text.
    let folder = made.folder.as_ref().map(|folder| folder.display().to_string());
    json!({ "event": "published", "edition": name, "folder": folder, "projects": projects, "changes": changes })
}

/// The coverage of every municipality of the configuration, in its order: of those crawled as the crawl found it, of those with saved
/// pages only that they are there.
fn covered(config: &Config, crawled: Vec<crawler::Coverage>) -> Vec<Coverage> {
    let mut crawled: Vec<Option<Coverage>> = crawled.into_iter().map(|source| Some(coverage(source))).collect();
    let of = |municipality: &super::config::Municipality| match &municipality.plan {
        Some(_) => crawled.iter_mut().find_map(|source| source.take_if(|source| source.source == municipality.id)),
        None => Some(Coverage {
            source: municipality.id.clone(),
            name: municipality.name.clone(),
            teryt: municipality.teryt.clone(),
            reason: Some(NOT_CRAWLED.to_owned()),
            ..Coverage::default()
        }),
    };
    config.municipalities.iter().filter_map(of).collect()
}

/// A crawl's report as the dataset takes it.
fn coverage(source: crawler::Coverage) -> Coverage {
    Coverage {
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
    }
}

fn problem(problem: CrawlProblem) -> Problem {
    Problem {
        path: None,
        url: Some(problem.url),
        source: Some(problem.source),
        stage: ProblemStage::Crawl,
        code: problem.code,
        message: problem.message,
        remedy: problem.remedy,
    }
}
