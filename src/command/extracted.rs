//! Pages out of extractions, in place of pages that are read now: the input of `build --extracted`.

use super::exit::Failure;
use super::input::Stamp;
use super::output::Console;
use super::pipeline::{Outcome, Passed};
use super::settings::Reading;
use metryczka::archive::Skipped;
use metryczka::dataset::{Extracted, ExtractedError, Harvest, Spool};
use std::path::PathBuf;

/// Opens extractions, before any work is done.
///
/// # Errors
/// When one is none, not finished, of another form, or read with another vocabulary.
pub fn open(folders: &[PathBuf], reading: &Reading) -> Result<Vec<Extracted>, Failure> {
    let digest = reading.extractor.vocabulary().digest();
    folders.iter().map(|folder| Ok(Extracted::open(folder, digest)?)).collect()
}

/// What is to be said of them: that another version has read the pages. Its tables are of the same form, its reading may be another.
pub fn warnings(extractions: &[Extracted], console: &Console) -> Vec<String> {
    let own = env!("CARGO_PKG_VERSION");
    let others = extractions.iter().map(Extracted::code_version).filter(|version| *version != own);
    let warnings: Vec<String> =
        others.map(|version| format!("pages were read by metryczka {version}, this is metryczka {own}")).collect();
    let hint = "a value may differ from what this version reads; extract again to be sure";
    warnings.iter().for_each(|warning| console.warning(warning, hint));
    warnings
}

/// Hands their pages over to be put away. The spool is for the parts on the way.
///
/// # Errors
/// When a table cannot be read or holds what does not fit together, or the pages cannot be put away.
pub fn gather(
    mut harvest: Harvest,
    extractions: &[Extracted],
    spool: &Spool,
    console: &Console,
) -> Result<(Harvest, Passed), Failure> {
    let (progress, mut stamp) = (console.progress(), Stamp::default());
    for extraction in extractions {
        extraction.each(spool, |outcome| {
            match outcome {
                Outcome::Page(page) => {
                    let source = &page.source;
                    stamp.add_page(None, source.path.as_deref(), source.url.as_deref(), &source.sha256);
                    harvest.take_extracted(*page)?;
                }
                Outcome::Problem(problem) => {
                    let place = problem.url.as_deref().or(problem.path.as_deref());
                    stamp.add_page(None, Some(&problem.code), place, &problem.message);
                    harvest.problems.push(problem);
                }
            }
            progress.inc(1);
            Ok::<(), Failure>(())
        })?;
    }
    progress.finish_and_clear();
    Ok((harvest, Passed { skipped: Skipped::new(), stamp }))
}

impl From<ExtractedError> for Failure {
    fn from(error: ExtractedError) -> Self {
        Self::cannot(error.to_string(), error.remedy())
    }
}
