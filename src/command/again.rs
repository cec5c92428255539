//! The same edition again, with the corrections as they are now: what `review` publishes when it is asked to.

use super::args::{BuildArgs, CrawlOptions, Global, RunArgs};
use super::config::Config;
use super::crawl::Crawling;
use super::exit::Failure;
use super::make::{Found, Made, rebuild};
use super::output::Console;
use super::run::found;
use super::settings::{Making, corrections_file, find_config};
use metryczka::correction::CorrectionsFile;
use metryczka::crawl as crawler;
use std::path::PathBuf;

/// What an edition is made of.
#[derive(Debug, Clone, Default)]
pub struct Again {
    /// Configuration, if it is named.
    pub config: Option<PathBuf>,
    /// Files and folders, if it was made by `build`; then there is no configuration.
    pub sources: Vec<PathBuf>,
    /// Folder of editions, in place of the configuration's.
    pub output: Option<PathBuf>,
    /// File of corrections, in place of the configuration's; it need not be there.
    pub corrections: Option<PathBuf>,
}

impl Again {
    /// Publishes it: as `build` does, or `run --offline --force`. Nothing is fetched, and no table is printed.
    ///
    /// # Errors
    /// See [`rebuild`]; a fault of the configuration or the corrections stops it before anything is read.
    pub fn publish(&self, global: &Global, console: &Console) -> Result<Made, Failure> {
        if !self.sources.is_empty() {
            let file = corrections_file(&Config::default(), self.corrections.as_deref());
            let making = Making { corrections: CorrectionsFile::read(&file)?, ..Making::of_build(&self.build_args(), global)? };
            return rebuild(making, Found::default(), console);
        }
        let (_, mut config) = find_config(self.config.as_deref())?;
        config.corrections = corrections_file(&config, self.corrections.as_deref());
        config.names_corrections = false;
        let making = Making::of_run(&self.run_args(), global, &config)?;
        let found = read_offline(&config, global)?;
        rebuild(making, found, console)
    }

    fn build_args(&self) -> BuildArgs {
        BuildArgs {
            paths: self.sources.clone(),
            extracted: Vec::new(),
            output: self.output.clone().unwrap_or_else(|| Config::default().output),
            edition: None,
            force: None,
            previous: None,
            corrections: self.corrections.clone().filter(|file| file.exists()),
        }
    }

    fn run_args(&self) -> RunArgs {
        RunArgs {
            config: self.config.clone(),
            edition: None,
            output: self.output.clone(),
            offline: true,
            force: Some(None),
            previous: None,
            corrections: None,
            over: CrawlOptions::default(),
        }
    }
}

/// What the archive of a crawl holds, if the configuration names somebody to crawl.
fn read_offline(config: &Config, global: &Global) -> Result<Found, Failure> {
    match Crawling::of(config, global)? {
        None => Ok(found(config, Vec::new(), Vec::new())),
        Some(crawling) => {
            let report = crawler::report(&crawling.plan, &crawling.web)?;
            Ok(found(config, report.coverage, report.problems))
        }
    }
}
