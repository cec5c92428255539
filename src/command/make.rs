//! Reading sources and publishing an edition of them: the work of `run` and `build`.

use super::clock;
use super::exit::{Failure, Outcome};
use super::extracted;
use super::figures;
use super::input::Input;
use super::output::{Console, shell};
use super::pipeline::{self, Passed};
use super::settings::{Making, Reading, edition_folder};
use super::summary::{self, Summary};
use metryczka::correction::Corrector;
use metryczka::dataset::{
    ChangeKind, Context, Coverage, Dataset, DatasetError, Edition, Finishing, Harvest, Origin, PageRecord, Previous, Problem,
    Publisher, SCHEMA, Scope, Store, changes_by_kind, editions, find_edition,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Why the pages of a source whose pages are saved ones cannot be taken for all there are: nobody has looked.
pub const NOT_CRAWLED: &str = "not_crawled";

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

/// What came of it.
#[derive(Debug)]
pub struct Made {
    /// Whether the share of pages with problems is still good.
    pub outcome: Outcome,
    /// Whether an edition was published.
    pub is_published: bool,
    /// Where it was published.
    pub folder: Option<PathBuf>,
    /// Number of projects by what has happened to them since the edition before.
    pub changes: BTreeMap<ChangeKind, usize>,
    /// The newest edition, if there is one.
    pub edition: Option<Edition>,
    /// Whether its summary could be printed.
    pub told: Result<(), Failure>,
}

impl Made {
    fn nothing(edition: Option<Edition>) -> Self {
        Self { outcome: Outcome::Good, is_published: false, folder: None, changes: BTreeMap::new(), edition, told: Ok(()) }
    }

    /// When the newest edition was made, in seconds since 1970.
    pub fn time(&self) -> Option<i64> {
        clock::parse(&self.edition.as_ref()?.created).ok()
    }
}

/// Reads, publishes, prints.
///
/// # Errors
/// When there is nothing to read, or the edition cannot be published; then what was published before is as it was.
pub fn make(making: Making, found: Found, console: &Console) -> Result<Made, Failure> {
    work(making, found, console, true)
}

/// Reads and publishes the same again, whether anything has changed or not, and prints no table: what `review` does when it is asked for
/// an edition with the corrections that were made.
///
/// # Errors
/// As [`make`].
pub fn rebuild(making: Making, found: Found, console: &Console) -> Result<Made, Failure> {
    work(making, Found { unless_same: false, ..found }, console, false)
}

fn work(making: Making, found: Found, console: &Console, is_printed: bool) -> Result<Made, Failure> {
    let created = clock::now();
    let settings = settings(&making, &found)?;
    let is_crawled = making.input.crawled.is_some();
    if found.unless_same
        && let Some(edition) = same(&making, &settings)?
    {
        let (name, folder) = (&edition.edition, making.output.join(&edition.edition));
        console.note(format_args!("nothing has changed since edition {name}; none published: {}", folder.display()));
        console.note(format_args!("`metryczka verify {}` checks it, --force publishes anew", shell(&folder)));
        return Ok(Made::nothing(Some(edition)));
    }
    let extractions = extracted::open(&making.extracted, &making.reading)?;
    let publisher = begin(&making, &created)?;
    let Before { previous, mut warnings } = previous(&making, console)?;
    warnings.extend(extracted::warnings(&extractions, console));
    let mut scope = scope(&making, &found);
    scope.paths.extend(extractions.iter().flat_map(|extraction| extraction.inputs().iter().cloned()));
    let harvest = Harvest {
        store: Store::on(publisher.spool()?),
        coverage: found.coverage,
        corrector: Corrector::new(making.corrections.clone()),
        ..Harvest::default()
    };
    let (mut harvest, Passed { skipped, stamp }) = match extractions.as_slice() {
        [] => gather(harvest, &making.input, &making.reading, console)?,
        extractions => extracted::gather(harvest, extractions, &publisher.parts()?, console)?,
    };
    if harvest.captures() == 0 && harvest.problems.is_empty() && is_crawled {
        console.warning(
            "nothing published: the crawl has no page yet",
            "`metryczka crawl --explain ADDRESS` says why of one address; what was published before stays",
        );
        return Ok(Made::nothing(Edition::read(&find_edition(&making.output, None)).ok()));
    }
    scope.could_not_read(&harvest.problems);
    let outcome = outcome(&harvest, &making.reading, console);
    count_saved(&mut harvest);
    harvest.problems.extend(found.problems);
    if harvest.captures() == 0 {
        summary::warn(&harvest.problems, &skipped, console, true);
        return Err(Failure::cannot("nothing published: no page could be read", "name sources that hold saved pages"));
    }
    let context = Context {
        vocabulary: making.reading.extractor.vocabulary(),
        yardsticks: making.comparing.yardsticks(making.reading.extractor.vocabulary())?,
        previous,
        scope,
        ..Context::new(&created)
    };
    let dataset = Dataset::assemble(harvest, &context)?;
    warnings.extend(resting(&dataset, console));
    let folder = publisher.folder();
    let origin = Origin {
        created,
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        vocabulary_digest: making.reading.extractor.vocabulary().digest().to_owned(),
        inputs_digest: Some(stamp.digest(&settings)),
    };
    let against_lists = |folder: &Path| making.comparing.reconcile(folder);
    let finishing = Finishing {
        further: Some(&against_lists),
        expectations: &making.expectations,
        previous: context.previous.as_ref(),
        force: making.force.as_deref(),
        warnings: &warnings,
        licence: making.licence.as_deref(),
    };
    let edition = publisher.publish(&dataset, origin, &finishing)?;
    tell(&edition, &warnings, console);
    let changes = since(&context, &dataset, &edition, &folder, console);
    let summary = Summary { dataset: &dataset, edition: &edition, folder: &folder, skipped: &skipped };
    let told = if is_printed { summary::print(&summary, console) } else { Ok(()) };
    Ok(Made { outcome, is_published: true, folder: Some(folder), changes, edition: Some(edition), told })
}

/// Tells of corrections that do not hold as things are: they are questions again.
fn resting(dataset: &Dataset, console: &Console) -> Option<String> {
    let warning = summary::resting(&dataset.corrections()?)?;
    console.warning(&warning, "`metryczka review` asks again; the table `corrections` says which and why");
    Some(warning)
}

/// Begins an edition of the name that was chosen, or else of the time: of two in one second the later has a number.
fn begin(making: &Making, created: &str) -> Result<Publisher, Failure> {
    if let Some(name) = &making.edition {
        return Ok(Publisher::begin(&making.output, name)?);
    }
    let name = clock::edition_name(created);
    let mut number = 1u32;
    loop {
        let numbered = if number == 1 { name.clone() } else { format!("{name}-{number}") };
        match Publisher::begin(&making.output, &numbered) {
            Err(DatasetError::Exists(_)) if number < u32::MAX => number += 1,
            begun => return Ok(begun?),
        }
    }
}

/// What an edition goes on from.
#[derive(Debug, Default)]
struct Before {
    previous: Option<Previous>,
    /// What is to be said of it in the description of the edition; people have heard it.
    warnings: Vec<String>,
}

impl Before {
    /// Says why it is not simply the newest edition.
    fn but(previous: Option<Previous>, warning: String, hint: &str, console: &Console) -> Self {
        console.warning(&warning, hint);
        Self { previous, warnings: vec![warning] }
    }
}

/// The edition from which the history of projects goes on: the newest, unless another one or none is named. One that cannot be read is
/// not passed over unless a person says so: what it had could not be missed in the new one.
fn previous(making: &Making, console: &Console) -> Result<Before, Failure> {
    let named = making.previous.as_deref();
    if named == Some("none") {
        return anew(making, console);
    }
    let folder = match named {
        Some(name) => edition_folder(&making.output, Some(name))?,
        None => find_edition(&making.output, None),
    };
    if named.is_none() && !folder.exists() {
        return without_latest(making, console);
    }
    match Previous::open(&folder) {
        Ok(previous) => Ok(Before { previous: Some(previous), ..Before::default() }),
        Err(error) if making.force.is_some() => {
            let warning = format!("the edition before cannot be read: {error}");
            Ok(Before::but(None, warning, "compared with nothing; the history of projects begins anew", console))
        }
        Err(error) => Err(unreadable(&error)),
    }
}

fn unreadable(error: &DatasetError) -> Failure {
    let hint = "mend or remove it, or publish once without it: --previous none begins the history of projects anew";
    Failure::cannot(format!("nothing published: the edition before cannot be read: {error}"), hint)
}

/// Without an edition before, though there may be one. What is expected against it cannot be seen then, so somebody has to say why.
fn anew(making: &Making, console: &Console) -> Result<Before, Failure> {
    let Some(newest) = editions(&making.output).into_iter().next() else { return Ok(Before::default()) };
    if making.force.is_none() && making.expectations.iter().any(|expectation| expectation.bounds.drop.is_some()) {
        let message = format!(
            "nothing published: with --previous none nothing is compared with edition {}, and [[expect]] has a `drop`",
            newest.edition
        );
        return Err(Failure::cannot(message, "say why with --force \"REASON\", or leave --previous none out"));
    }
    let warning = format!("compared with nothing (--previous none), though there is edition {}", newest.edition);
    Ok(Before::but(None, warning, "the history of projects begins anew", console))
}

/// Where `latest` leads nowhere: the newest edition there is.
fn without_latest(making: &Making, console: &Console) -> Result<Before, Failure> {
    let is_there = making.output.join("latest").is_symlink() || making.output.join("latest").exists();
    let why = if is_there { "`latest` points to an edition that is not there" } else { "there is no `latest`" };
    match editions(&making.output).into_iter().next() {
        Some(newest) => {
            let previous = Previous::open(&making.output.join(&newest.edition)).map_err(|error| unreadable(&error));
            let previous = match previous {
                Err(_) if making.force.is_some() => None,
                previous => Some(previous?),
            };
            let with = if previous.is_some() { "compared with" } else { "compared with nothing, for it is damaged:" };
            let warning = format!("{why}; {with} edition {}, the newest by its time", newest.edition);
            Ok(Before::but(previous, warning, "--previous NAME names another one", console))
        }
        None if is_there => Ok(Before::but(None, format!("compared with nothing: {why}"), "", console)),
        None => Ok(Before::default()),
    }
}

/// Of which pages it can be said that they are gone, if they are not there.
fn scope(making: &Making, found: &Found) -> Scope {
    let crawled = found.coverage.iter().filter(|source| source.reason.as_deref() != Some(NOT_CRAWLED));
    let owners = making.input.owners.iter().map(|(_, source)| source.clone());
    Scope {
        sources: found.coverage.iter().map(|source| source.source.clone()).chain(owners).collect(),
        unsure: crawled.filter(|source| !source.complete).map(|source| source.source.clone()).collect(),
        paths: making.input.saved.clone(),
        ..Scope::default()
    }
}

/// Tells what has changed since the edition before: number of projects by what has happened to them.
fn since(
    context: &Context,
    dataset: &Dataset,
    edition: &Edition,
    folder: &Path,
    console: &Console,
) -> BTreeMap<ChangeKind, usize> {
    for note in dataset.notes() {
        console.warning(note, "the history of the projects is affected, their values are not");
    }
    let Some(previous) = context.previous.as_ref().map(|previous| &previous.edition) else {
        console.note("first edition: `changes` is empty, the history of the projects begins");
        return BTreeMap::new();
    };
    // The edition is published; what cannot be counted now stands in its table.
    let Some(kinds) = dataset.goes_on().then(|| changes_by_kind(folder).ok()).flatten() else {
        return BTreeMap::new();
    };
    let told: Vec<String> = kinds.iter().map(|(kind, number)| format!("{} {}", figures::count(*number), kind.word())).collect();
    let told = if told.is_empty() { "no project has changed".to_owned() } else { told.join(", ") };
    let stays = match dataset.carried() {
        0 => String::new(),
        carried => format!("; {} that no page tells any more stay in the tables", figures::count(carried)),
    };
    console.note(format_args!("projects since edition {}: {told}{stays}", previous.edition));
    let is_reading_same =
        previous.vocabulary_digest == edition.vocabulary_digest && previous.code_version == edition.code_version;
    if !kinds.is_empty() && !is_reading_same {
        console.note("another version or vocabulary has read that edition: a change may come from the reading, not from a page");
    }
    kinds
}

/// Says what is not as expected of a published edition, except for what was said before.
fn tell(edition: &Edition, said: &[String], console: &Console) {
    for warning in edition.warnings.iter().filter(|warning| !said.contains(warning)) {
        console.warning(warning, "");
    }
    if let Some(reason) = &edition.forced {
        console.note(format_args!("published by force: {reason}"));
    }
}

/// Counts the pages of sources of which there are saved ones only: no crawl has.
fn count_saved(harvest: &mut Harvest) {
    let is_saved = |coverage: &&mut Coverage| coverage.reason.as_deref() == Some(NOT_CRAWLED);
    let mut coverage = std::mem::take(&mut harvest.coverage);
    for coverage in coverage.iter_mut().filter(is_saved) {
        coverage.pages_current = harvest.saved_pages(&coverage.source);
    }
    harvest.coverage = coverage;
}

/// The newest edition, if reading everything again would only repeat it. What to compare is looked at before any page is.
fn same(making: &Making, settings: &str) -> Result<Option<Edition>, Failure> {
    let Ok(newest) = Edition::read(&find_edition(&making.output, None)) else { return Ok(None) };
    let Some(digest) = &newest.inputs_digest else { return Ok(None) };
    let is_code_same = newest.code_version == env!("CARGO_PKG_VERSION");
    if newest.schema != SCHEMA || !is_code_same || newest.vocabulary_digest != making.reading.extractor.vocabulary().digest() {
        return Ok(None);
    }
    // Standard input can be read once.
    if making.input.saved.iter().any(|path| path == Path::new("-")) {
        return Ok(None);
    }
    let stamp = making.input.stamp(&making.reading.limits)?;
    let is_same = stamp.digest(settings) == *digest;
    Ok(is_same.then_some(newest))
}

/// Everything besides pages and vocabulary that the tables depend on.
fn settings(making: &Making, found: &Found) -> Result<String, Failure> {
    let sources =
        found.coverage.iter().map(|source| (&source.source, &source.name, &source.teryt, source.complete, &source.reason));
    let problems = found.problems.iter().map(|problem| (&problem.url, &problem.code));
    let program = program();
    let extracted = if making.extracted.is_empty() { "" } else { " extracted" };
    let (sources, problems) = (sources.collect::<Vec<_>>(), problems.collect::<Vec<_>>());
    Ok(format!(
        "{program:?} {:?} {sources:?} {problems:?} {:?} {:?} {}{extracted}",
        making.reading.limits,
        making.licence,
        making.corrections.digest(),
        making.comparing.digest()?
    ))
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

/// Reads everything and holds the pages as they are: for a few of them.
///
/// # Errors
/// When the threads cannot be started.
pub fn hold(input: &Input, reading: &Reading, console: &Console) -> Result<(Harvest, Passed), Failure> {
    read(Harvest::default(), input, reading, console, |harvest, page| {
        harvest.pages.push(page);
        Ok(())
    })
}

/// Reads everything and puts the pages away: for any number of them.
///
/// # Errors
/// When the threads cannot be started, or the pages not be put away.
pub fn gather(harvest: Harvest, input: &Input, reading: &Reading, console: &Console) -> Result<(Harvest, Passed), Failure> {
    read(harvest, input, reading, console, |harvest, page| Ok(harvest.take(page)?))
}

fn read(
    mut harvest: Harvest,
    input: &Input,
    reading: &Reading,
    console: &Console,
    take: impl Fn(&mut Harvest, PageRecord) -> Result<(), Failure> + Sync,
) -> Result<(Harvest, Passed), Failure> {
    let progress = console.progress();
    let passed = pipeline::stream(input, reading, pipeline::Wanted::Text, |outcome| {
        match outcome {
            pipeline::Outcome::Page(page) => take(&mut harvest, *page)?,
            pipeline::Outcome::Problem(problem) => harvest.problems.push(problem),
        }
        progress.inc(1);
        Ok(())
    })?;
    progress.finish_and_clear();
    Ok((harvest, passed))
}

/// Whether the share of captures with a problem is still good.
pub fn outcome(harvest: &Harvest, reading: &Reading, console: &Console) -> Outcome {
    judge(harvest.captures(), harvest.problems.len(), reading, console)
}

/// The same from numbers alone; says so if it is not.
pub fn judge(pages: usize, problems: usize, reading: &Reading, console: &Console) -> Outcome {
    let (all, most) = (pages + problems, reading.max_problem_share);
    let share = problems as f64 / all.max(1) as f64;
    if share <= most {
        return Outcome::Good;
    }
    console.warning(
        format_args!("{problems} of {all} pages could not be read ({share:.2}), max_problem_share is {most}: exit code 1"),
        "the problems say why of each; max_problem_share in the configuration says how many are allowed",
    );
    Outcome::Problems
}
