//! Reading sources and publishing an edition of them: the work of `run` and `build`.

use super::clock;
use super::exit::{Failure, Outcome};
use super::input::Input;
use super::output::Console;
use super::pipeline::{self, Passed};
use super::settings::{Making, Reading};
use super::summary::{self, Summary};
use metryczka::dataset::{Coverage, Dataset, Edition, Harvest, Origin, Problem, Publisher, find_edition};
use std::path::Path;
use std::time::SystemTime;

/// What a crawl before has found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Its sources.
    pub coverage: Vec<Coverage>,
    /// What it could not fetch.
    pub problems: Vec<Problem>,
    /// Publish nothing if the newest edition was made of the same.
    pub unless_same: bool,
}

/// Reads, publishes, prints.
///
/// # Errors
/// When there is nothing to read, or the edition cannot be published; then what was published before is as it was.
pub fn make(making: Making, found: Found, console: &Console) -> Result<Outcome, Failure> {
    let created = clock::now();
    let name = making.edition.clone().unwrap_or_else(|| clock::edition_name(&created));
    let settings = settings(&making, &found);
    if found.unless_same
        && let Some(edition) = same(&making, &settings)?
    {
        let folder = making.output.join(&edition);
        console.note(format_args!("nothing has changed since edition {edition}; none published: {}", folder.display()));
        console.note("`metryczka verify` checks it, --force publishes anew");
        return Ok(Outcome::Good);
    }
    let publisher = Publisher::begin(&making.output, &name)?;
    let harvest = Harvest { spool: Some(publisher.spool()?), coverage: found.coverage, ..Harvest::default() };
    let (mut harvest, Passed { skipped, stamp }) = gather(harvest, &making.input, &making.reading, console)?;
    let outcome = outcome(&harvest, &making.reading);
    harvest.problems.extend(found.problems);
    if harvest.pages.is_empty() {
        summary::warn(&harvest.problems, &skipped, console, true);
        return Err(Failure::cannot("nothing published: no page could be read", "name sources that hold saved pages"));
    }
    let dataset = Dataset::assemble(harvest)?;
    let folder = publisher.folder();
    let origin = Origin {
        created,
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        vocabulary_digest: making.reading.extractor.vocabulary().digest().to_owned(),
        inputs_digest: Some(stamp.digest(&settings)),
    };
    let edition = publisher.publish(&dataset, origin)?;
    summary::print(&Summary { dataset: &dataset, edition: &edition, folder: &folder, skipped: &skipped }, console)?;
    Ok(outcome)
}

/// The newest edition, if reading everything again would only repeat it. What to compare is looked at before any page is.
fn same(making: &Making, settings: &str) -> Result<Option<String>, Failure> {
    let Ok(newest) = Edition::read(&find_edition(&making.output, None)) else { return Ok(None) };
    let Some(digest) = &newest.inputs_digest else { return Ok(None) };
    let is_code_same = newest.code_version == env!("CARGO_PKG_VERSION");
    if !is_code_same || newest.vocabulary_digest != making.reading.extractor.vocabulary().digest() {
        return Ok(None);
    }
    // Standard input can be read once.
    if making.input.saved.iter().any(|path| path == Path::new("-")) {
        return Ok(None);
    }
    let stamp = pipeline::stamp(&making.input, &making.reading.limits)?;
    Ok((stamp.digest(settings) == *digest).then_some(newest.edition))
}

/// Everything besides pages and vocabulary that the tables depend on.
fn settings(making: &Making, found: &Found) -> String {
    let sources =
        found.coverage.iter().map(|source| (&source.source, &source.name, &source.teryt, source.complete, &source.reason));
    let problems = found.problems.iter().map(|problem| (&problem.url, &problem.code));
    let program = program();
    format!("{program:?} {:?} {:?} {:?}", making.reading.limits, sources.collect::<Vec<_>>(), problems.collect::<Vec<_>>())
}

/// Size and time of the running program: between two releases the version says too little. Left out where a run is to be
/// repeated to the byte.
fn program() -> Option<(u64, SystemTime)> {
    if clock::fixed().is_some() {
        return None;
    }
    let metadata = std::env::current_exe().and_then(std::fs::metadata).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

/// Reads everything into memory: mentions and texts, not the pages' bytes.
///
/// # Errors
/// When the threads cannot be started.
pub fn harvest(input: &Input, reading: &Reading, console: &Console) -> Result<(Harvest, Passed), Failure> {
    gather(Harvest::default(), input, reading, console)
}

/// Reads everything into a harvest.
fn gather(mut harvest: Harvest, input: &Input, reading: &Reading, console: &Console) -> Result<(Harvest, Passed), Failure> {
    let progress = console.progress();
    let passed = pipeline::stream(input, reading, pipeline::Wanted::Text, |outcome| {
        match outcome {
            pipeline::Outcome::Page(page) => harvest.take(*page)?,
            pipeline::Outcome::Problem(problem) => harvest.problems.push(problem),
        }
        progress.inc(1);
        Ok(())
    })?;
    progress.finish_and_clear();
    Ok((harvest, passed))
}

/// Whether the share of captures with a problem is still good.
pub fn outcome(harvest: &Harvest, reading: &Reading) -> Outcome {
    judge(harvest.pages.len(), harvest.problems.len(), reading)
}

/// The same from numbers alone.
pub fn judge(pages: usize, problems: usize, reading: &Reading) -> Outcome {
    let all = (pages + problems).max(1);
    if problems as f64 / all as f64 > reading.max_problem_share { Outcome::Problems } else { Outcome::Good }
}
