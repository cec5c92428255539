//! Reading sources and publishing an edition of them: the work of `run` and `build`.

use super::clock;
use super::exit::{Failure, Outcome};
use super::output::Console;
use super::pipeline;
use super::settings::{Making, Reading};
use super::summary::{self, Summary};
use metryczka::archive::Skipped;
use metryczka::dataset::{Dataset, Harvest, Origin, Publisher};
use std::path::PathBuf;

/// Reads, publishes, prints.
///
/// # Errors
/// When there is nothing to read, or the edition cannot be published; then what was published before is as it was.
pub fn make(making: Making, console: &Console) -> Result<Outcome, Failure> {
    let created = clock::now();
    let name = making.edition.clone().unwrap_or_else(|| clock::edition_name(&created));
    let publisher = Publisher::begin(&making.output, &name)?;
    let (harvest, skipped) = harvest(&making.sources, &making.reading, console)?;
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
    };
    let edition = publisher.publish(&dataset, origin)?;
    summary::print(&Summary { dataset: &dataset, edition: &edition, folder: &folder, skipped: &skipped }, console)?;
    Ok(outcome(&dataset.harvest, &making.reading))
}

/// Reads everything into memory: mentions and texts, not the pages' bytes.
///
/// # Errors
/// When the threads cannot be started.
pub fn harvest(paths: &[PathBuf], reading: &Reading, console: &Console) -> Result<(Harvest, Skipped), Failure> {
    let mut harvest = Harvest::default();
    let progress = console.progress();
    let skipped = pipeline::stream(paths, reading, pipeline::Wanted::Text, |outcome| {
        match outcome {
            pipeline::Outcome::Page(page) => harvest.pages.push(*page),
            pipeline::Outcome::Problem(problem) => harvest.problems.push(problem),
        }
        progress.inc(1);
        Ok(())
    })?;
    progress.finish_and_clear();
    Ok((harvest, skipped))
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
