//! What a crawl prints at its end: each source, what was not taken and why, what went wrong, how to go on.

use super::super::config::human;
use super::super::exit::Failure;
use super::super::figures;
use super::super::output::{Console, paint, width};
use super::super::table::{Align, TextTable};
use super::watch::{Seen, Tally};
use metryczka::crawl::{Coverage, CrawlProblem, Report};
use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

/// Sources that are printed without `--verbose`: incomplete ones first.
const SHOWN: usize = 50;
/// Addresses of one problem that are printed without `--verbose`.
const SHOWN_PROBLEMS: usize = 3;

/// Who prints the problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problems {
    /// This summary.
    Here,
    /// The summary of the edition that follows.
    Later,
}

/// Prints everything; how long it took, if something was fetched.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(
    report: &Report,
    tally: &Tally,
    elapsed: Option<Duration>,
    told: Problems,
    console: &Console,
) -> Result<(), Failure> {
    let mut out = console.out();
    sources(report, tally, console, &mut out)?;
    if let Some(elapsed) = elapsed {
        writeln!(
            out,
            "run {}: {} fetched, {} pages, {} unchanged, {:.1} MB in {}",
            report.run,
            number(report.fetched),
            number(report.pages),
            number(report.unchanged),
            report.bytes as f64 / f64::from(1 << 20),
            human::spoken(elapsed),
        )?;
    }
    waiting(&report.coverage, &mut out)?;
    skips(&report.skips, &mut out)?;
    if told == Problems::Here {
        problems(&report.problems, console, &mut out)?;
    }
    if let Some(reason) = report.stopped {
        writeln!(out, "not done: {}", paint(console.color, "33", stopped(reason)))?;
    }
    if told == Problems::Later {
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

fn sources(report: &Report, tally: &Tally, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    let mut table = TextTable::new(&[
        ("source", Align::Left),
        ("name", Align::Left),
        ("pages", Align::Right),
        ("unchanged", Align::Right),
        ("gone", Align::Right),
        ("unreachable", Align::Right),
        ("waiting", Align::Right),
        ("complete", Align::Whole),
    ]);
    let shown = if console.verbose { usize::MAX } else { SHOWN };
    // Who keeps the list looks for what is amiss; the order among equals is the list's.
    let mut coverage: Vec<&Coverage> = report.coverage.iter().collect();
    coverage.sort_by_key(|coverage| coverage.complete);
    for source in coverage.iter().take(shown) {
        table.row(row(source, tally.sources.get(&source.source)));
    }
    write!(out, "{}", table.render(width()))?;
    if coverage.len() > shown {
        let (more, complete) = (coverage.len() - shown, coverage[shown..].iter().filter(|source| source.complete).count());
        writeln!(out, "… {} more, {} of them complete: all with --verbose", figures::count(more), figures::count(complete))?;
    }
    writeln!(out)?;
    Ok(())
}

/// That more is known than was fetched, which is no failure: said so that nobody takes the pages for all there are.
fn waiting(coverage: &[Coverage], out: &mut impl Write) -> Result<(), Failure> {
    let complete = coverage.iter().filter(|source| source.complete).count();
    writeln!(out, "{} of {} sources complete", figures::count(complete), figures::count(coverage.len()))?;
    let addresses: u64 = coverage.iter().map(|source| source.pages_waiting).sum();
    if addresses > 0 {
        let sources = coverage.iter().filter(|source| source.pages_waiting > 0).count();
        writeln!(
            out,
            "{} addresses of {} sources wait for the next run: a host has a budget a run, and may ask for pauses",
            number(addresses),
            figures::count(sources),
        )?;
    }
    Ok(())
}

fn row(source: &Coverage, seen: Option<&Seen>) -> Vec<String> {
    let blank_zero = |count: u64| if count == 0 { String::new() } else { number(count) };
    vec![
        source.source.clone(),
        source.name.clone(),
        number(source.pages_current),
        blank_zero(seen.map_or(0, |seen| seen.unchanged)),
        blank_zero(source.pages_gone),
        blank_zero(source.pages_unreachable),
        blank_zero(source.pages_waiting),
        if source.complete { "yes".to_owned() } else { format!("no: {}", source.reason.unwrap_or("unknown")) },
    ]
}

fn skips(skips: &BTreeMap<String, u64>, out: &mut impl Write) -> Result<(), Failure> {
    let mut skips: Vec<_> = skips.iter().collect();
    skips.sort_by(|one, other| other.1.cmp(one.1).then(one.0.cmp(other.0)));
    if !skips.is_empty() {
        writeln!(out, "addresses not taken, over all runs:")?;
    }
    for (reason, count) in skips {
        writeln!(out, "  {:>9} {reason}", number(*count))?;
    }
    Ok(())
}

fn problems(problems: &[CrawlProblem], console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    if problems.is_empty() {
        writeln!(out, "no problems")?;
        return Ok(());
    }
    writeln!(out, "{} problems", figures::count(problems.len()))?;
    let mut groups: BTreeMap<&str, Vec<&CrawlProblem>> = BTreeMap::new();
    for problem in problems {
        groups.entry(&problem.code).or_default().push(problem);
    }
    for (code, group) in groups {
        writeln!(out, "  {} × {}: {}", group.len(), paint(console.color, "33", code), group[0].message)?;
        writeln!(out, "      → {}", group[0].remedy)?;
        let shown = if console.verbose { group.len() } else { SHOWN_PROBLEMS };
        for problem in group.iter().take(shown) {
            writeln!(out, "      {} {}", problem.source, problem.url)?;
        }
        if group.len() > shown {
            writeln!(out, "      … {} more with --verbose", group.len() - shown)?;
        }
    }
    Ok(())
}

fn number(count: u64) -> String {
    figures::count(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Why a run ended early, and how to go on.
fn stopped(reason: &str) -> &str {
    match reason {
        "budget" => "the budget of the run is used up; the next run goes on",
        "off_hours" => "its hours are over; the next run goes on",
        "stopped" => "stopped; everything fetched is kept, and the next run goes on where this one ended",
        other => other,
    }
}
