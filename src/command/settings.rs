//! Options and configuration → validated settings.

use super::args::{BuildArgs, Global, RunArgs};
use super::comparing::Comparing;
use super::config::{Config, Municipality};
use super::exit::Failure;
use super::input::Input;
use metryczka::Extractor;
use metryczka::correction::CorrectionsFile;
use metryczka::dataset::{DatasetError, Edition, Expectation, editions, find_edition};
use metryczka::page::Limits;
use metryczka::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};

/// The configuration that is read without being named.
pub const DEFAULT_CONFIG: &str = "metryczka.toml";

/// The configuration named, or the one in this folder; without either the defaults.
///
/// # Errors
/// When it cannot be read or understood.
pub fn find_config(named: Option<&Path>) -> Result<(Option<PathBuf>, Config), Failure> {
    let default = Path::new(DEFAULT_CONFIG);
    match named.or(default.exists().then_some(default)) {
        Some(path) => Ok((Some(path.to_owned()), Config::read(path)?)),
        None => Ok((None, Config::default())),
    }
}

/// The folder of editions: the one named, or that of the configuration in this folder, or the default. Whatever else is wrong with a
/// configuration, its editions can be looked at.
pub fn find_output(named: Option<&Path>) -> PathBuf {
    let configured = || Config::examine(Path::new(DEFAULT_CONFIG)).ok().map(|(config, _)| config.output);
    named.map(Path::to_owned).or_else(configured).unwrap_or_else(|| Config::default().output)
}

/// The file of corrections: the one that is named, or that of the configuration, or the one beside it; it need not be there.
pub fn corrections_file(config: &Config, named: Option<&Path>) -> PathBuf {
    named.map_or_else(|| config.corrections.clone(), Path::to_owned)
}

/// Reads it, before any page is. One that nobody has named need not be there.
///
/// # Errors
/// When a named one is not there or cannot be read (exit 3), or any is malformed (exit 2).
pub fn corrections(config: &Config, named: Option<&Path>) -> Result<CorrectionsFile, Failure> {
    let file = corrections_file(config, named);
    if (named.is_some() || config.names_corrections)
        && let Err(error) = std::fs::metadata(&file)
    {
        let hint = "check the spelling; a new file begins with one line: version = 1";
        return Err(Failure::cannot(format!("cannot read corrections: {}: {error}", file.display()), hint));
    }
    Ok(CorrectionsFile::read(&file)?)
}

/// Names of editions that are told where one is missed.
const TOLD: usize = 10;

/// The folder of an edition: the newest or a named one of an output folder, or a folder itself.
///
/// # Errors
/// When there is none; says where it was looked for and what there is.
pub fn edition_folder(output: &Path, name: Option<&str>) -> Result<PathBuf, Failure> {
    let folder = find_edition(output, name);
    // A path says itself where it leads.
    if folder.exists() || name.is_some_and(|name| name.contains(['/', '\\'])) {
        return Ok(folder);
    }
    let name = name.unwrap_or("`latest`");
    let known = editions(output);
    let names: Vec<&str> = known.iter().take(TOLD).map(|edition| edition.edition.as_str()).collect();
    let hint = match (names.as_slice(), known.len()) {
        ([], _) => "give the folder of editions with --output DIR, or publish one with `metryczka run`".to_owned(),
        (names, all) => {
            let more = if all > TOLD { format!(", … ({} more)", all - TOLD) } else { String::new() };
            format!("name one of: {}{more}; or give --output DIR", names.join(", "))
        }
    };
    Err(Failure::cannot(format!("no edition {name} in {}", output.display()), hint))
}

/// Makes sure that a folder to write into is not that of a published edition, nor inside one.
///
/// # Errors
/// When it is.
pub fn unpublished(into: &Path) -> Result<(), Failure> {
    let into = std::path::absolute(into).unwrap_or_else(|_| into.to_owned());
    // What is not there yet has no real place; the nearest folder above it that is there has.
    let place = into.ancestors().find_map(|folder| std::fs::canonicalize(folder).ok()).unwrap_or(into);
    let is_edition = |folder: &Path| !matches!(Edition::read(folder), Err(DatasetError::NotAnEdition { .. }));
    if place.ancestors().any(is_edition) {
        return Err(Failure::usage("--into: a published edition is never changed", "choose another folder"));
    }
    Ok(())
}

/// How to read pages.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// What reads them.
    pub extractor: &'static Extractor,
    /// Number of threads.
    pub threads: usize,
    /// Limits on one page.
    pub limits: Limits,
    /// Share of pages with problems that is still good.
    pub max_problem_share: f64,
}

/// What to publish, and where.
#[derive(Debug, Clone)]
pub struct Making {
    /// How to read pages.
    pub reading: Reading,
    /// What to read.
    pub input: Input,
    /// Extractions whose pages are taken as they were read, instead.
    pub extracted: Vec<PathBuf>,
    /// Folder of editions.
    pub output: PathBuf,
    /// Name of the edition, if chosen.
    pub edition: Option<String>,
    /// The edition from which history goes on, if chosen.
    pub previous: Option<String>,
    /// What people have put right.
    pub corrections: CorrectionsFile,
    /// What it is compared with.
    pub comparing: Comparing,
    /// What the edition has to look like to be published.
    pub expectations: Vec<Expectation>,
    /// Why it is to be published all the same.
    pub force: Option<String>,
    /// Licence under which the tables are given on, if it is to be stated.
    pub licence: Option<String>,
}

impl Making {
    /// Settings of `run`: options over the configuration over defaults.
    ///
    /// # Errors
    /// When vocabulary or corrections cannot be read, or a source is not there.
    pub fn of_run(args: &RunArgs, global: &Global, config: &Config) -> Result<Self, Failure> {
        let output = args.output.clone().unwrap_or_else(|| config.output.clone());
        let of_municipality = |municipality: &Municipality| {
            municipality.paths.iter().cloned().map(|path| (path, municipality.id.clone())).collect()
        };
        let owners: Vec<_> = config.municipalities.iter().flat_map::<Vec<_>, _>(of_municipality).collect();
        let input = Input { crawled: config.plan(), saved: config.saved(), owners };
        if input.saved.is_empty() && input.crawled.is_none() {
            return Err(Failure::usage("configuration: sources: empty", "name at least one file or folder"));
        }
        present(&input.saved)?;
        let force = args.force.clone().flatten();
        if let Some(path) = force.as_deref().filter(|reason| is_path(reason)) {
            let hint = "write the configuration first: metryczka run CONFIG --force; a reason says why something is published";
            return Err(Failure::usage(format!("--force {path}: a file is no reason"), hint));
        }
        Ok(Self {
            reading: reading(global, config)?,
            input,
            extracted: Vec::new(),
            output,
            edition: args.edition.clone(),
            previous: args.previous.clone(),
            corrections: corrections(config, args.corrections.as_deref())?,
            comparing: Comparing::of(config)?,
            expectations: config.expectations.clone(),
            force,
            licence: config.licence.clone(),
        })
    }

    /// Settings of `build`.
    ///
    /// # Errors
    /// When vocabulary or corrections cannot be read, or a path is not there.
    pub fn of_build(args: &BuildArgs, global: &Global) -> Result<Self, Failure> {
        present(&args.paths)?;
        let (input, output) = (Input::saved(&args.paths), args.output.clone());
        Ok(Self {
            reading: reading(global, &Config::default())?,
            input,
            extracted: args.extracted.clone(),
            output,
            edition: args.edition.clone(),
            previous: args.previous.clone(),
            corrections: corrections(&Config::default(), args.corrections.as_deref())?,
            comparing: Comparing::default(),
            expectations: Vec::new(),
            force: args.force.clone(),
            licence: None,
        })
    }
}

/// Whether what follows `--force` was meant as the configuration.
fn is_path(reason: &str) -> bool {
    reason.ends_with(".toml") || Path::new(reason).is_file()
}

impl Reading {
    /// Settings of commands that only read.
    ///
    /// # Errors
    /// When the vocabulary cannot be read.
    pub fn of(global: &Global) -> Result<Self, Failure> {
        reading(global, &Config::default())
    }
}

/// Makes sure that every path a person named is there, before any work is done. `-` is standard input.
///
/// # Errors
/// Names the first that is not.
pub fn present(paths: &[PathBuf]) -> Result<(), Failure> {
    for path in paths.iter().filter(|path| *path != Path::new("-")) {
        if let Err(error) = std::fs::metadata(path) {
            let hint = "check the spelling; paths of a configuration are relative to its own folder";
            return Err(Failure::cannot(format!("cannot read source: {}: {error}", path.display()), hint));
        }
    }
    Ok(())
}

fn reading(global: &Global, config: &Config) -> Result<Reading, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = global.threads.or(config.threads).map_or(cores, usize::from).max(1);
    let extractor = extractor(&overlay(global, config).into_iter().collect::<Vec<_>>())?;
    Ok(Reading { extractor, threads, limits: config.limits, max_problem_share: config.max_problem_share })
}

/// The folder of vocabulary files that is laid over the built-in ones, if there is one: the option over the configuration.
pub fn overlay<'a>(global: &'a Global, config: &'a Config) -> Option<&'a Path> {
    global.vocabulary.as_deref().or(config.vocabulary.as_deref())
}

/// The extractor with the built-in vocabulary, or with folders laid over it, one after the other. It lives as long as the process.
///
/// # Errors
/// When a folder cannot be read, or an entry is faulty.
pub fn extractor(folders: &[&Path]) -> Result<&'static Extractor, Failure> {
    if folders.is_empty() {
        return Ok(Extractor::builtin());
    }
    match Vocabulary::with_overlays(folders) {
        Ok(vocabulary) => Ok(Box::leak(Box::new(Extractor::new(vocabulary)))),
        Err(error) => Err(Failure::usage(format!("vocabulary: {error}"), error.remedy())),
    }
}
