//! The configuration file: read key by key, checked as a whole, turned into settings. A key it does not know is an error, not a
//! typo that goes unnoticed.

mod address;
mod crawl;
mod findings;
mod gate;
pub mod human;
mod keys;
mod municipality;
#[cfg(test)]
mod tests;

pub use address::is_loopback;
pub use crawl::{CrawlConfig, budget_option};
pub use findings::{Fault, Severity};
pub use municipality::Municipality;

use super::exit::Failure;
use super::output::shell;
use findings::Findings;
use keys::Keys;
use metryczka::crawl::{FetchLimits, Plan, SourcePlan};
use metryczka::dataset::Expectation;
use metryczka::page::Limits;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// The file of corrections that is read without being named, if it is there.
const CORRECTIONS: &str = "corrections.toml";

/// A configuration. `metryczka.example.toml` holds every key with its default and a comment.
#[derive(Debug, Clone)]
pub struct Config {
    /// Files, folders and WARC archives to read that belong to no municipality.
    pub sources: Vec<PathBuf>,
    /// Folder of editions.
    pub output: PathBuf,
    /// Folder of vocabulary files to lay over the built-in ones.
    pub vocabulary: Option<PathBuf>,
    /// File of corrections: the one that is named, or the one beside the configuration.
    pub corrections: PathBuf,
    /// Whether it is named: then it has to be there.
    pub names_corrections: bool,
    /// Table of inhabitants by municipality and year, for measures per inhabitant.
    pub population: Option<PathBuf>,
    /// Table of price indices by year, for sums in the prices of one year.
    pub deflator: Option<PathBuf>,
    /// Official lists of projects to set every edition against.
    pub lists: Vec<PathBuf>,
    /// Licence under which the tables are given on, as it is to stand in `datapackage.json`.
    pub licence: Option<String>,
    /// Number of threads that read pages; none: one a core.
    pub threads: Option<u16>,
    /// Share of pages with problems from which a run ends with exit code 1.
    pub max_problem_share: f64,
    /// What an edition has to look like to be published.
    pub expectations: Vec<Expectation>,
    /// Limits on one page.
    pub limits: Limits,
    /// How to crawl.
    pub crawl: CrawlConfig,
    /// Whom to look at.
    pub municipalities: Vec<Municipality>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            sources: ["fixtures/pages", "fixtures/documents", "fixtures/archive/notices.warc.gz"].map(PathBuf::from).to_vec(),
            output: PathBuf::from("output"),
            vocabulary: None,
            corrections: PathBuf::from(CORRECTIONS),
            names_corrections: false,
            population: None,
            deflator: None,
            lists: Vec::new(),
            licence: None,
            threads: None,
            max_problem_share: 0.5,
            expectations: Vec::new(),
            limits: Limits::default(),
            crawl: CrawlConfig::default(),
            municipalities: Vec::new(),
        }
    }
}

impl Config {
    /// Reads a configuration; its paths are relative to its own folder.
    ///
    /// # Errors
    /// When it cannot be read (exit 3) or understood (exit 2; the message names file, line and key).
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let (config, faults) = Self::examine(path)?;
        let mut errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
        let Some(first) = errors.next() else { return Ok(config) };
        let message = format!("configuration: {}:{}: {}", path.display(), first.line, first.message);
        let hint = match errors.count() {
            0 => first.remedy.clone(),
            more => format!("{} ({more} more: `metryczka sources check {}` names each)", first.remedy, shell(path)),
        };
        Err(Failure::usage(message, hint))
    }

    /// Reads a configuration with everything that is wrong with it; what is wrong keeps its default.
    ///
    /// # Errors
    /// When it cannot be read (exit 3).
    pub fn examine(path: &Path) -> Result<(Self, Vec<Fault>), Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::cannot(format!("cannot read configuration: {}: {error}", path.display()), "check the path and its rights")
        })?;
        let findings = Findings::of(&text);
        let config = Self::parse(&text, path.parent().unwrap_or(Path::new("")), &findings);
        Ok((config, findings.into_faults()))
    }

    /// The configuration of a text whose paths are relative to a folder.
    fn parse(text: &str, folder: &Path, findings: &Findings) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let line = error.span().map_or(1, |span| findings.line(span.start));
            findings.error(line, format!("not TOML: {}", error.message()), "see toml.io for how to write it");
        }
        let keys = Keys::of(table.get_ref(), findings);
        let default = Self::default();
        let sources = keys.paths("sources", folder);
        let crawl_keys = keys.table("crawl");
        let crawl = CrawlConfig::parse(&crawl_keys, folder);
        let host = crawl.host;
        let municipalities = municipality::all(keys.tables("municipality"), &host, folder, findings);
        let path = |key| keys.path(key, folder);
        let lines = Lines::of(&keys, &crawl_keys);
        crawl_keys.close();
        let limits = limits(&keys, &crawl.plan.fetch);
        let config = Self {
            sources: match keys.has("sources") || !municipalities.is_empty() {
                true => sources,
                false => default.sources.iter().map(|path| folder.join(path)).collect(),
            },
            output: path("output").unwrap_or_else(|| folder.join(default.output)),
            vocabulary: path("vocabulary"),
            names_corrections: keys.has("corrections"),
            corrections: path("corrections").unwrap_or_else(|| folder.join(default.corrections)),
            population: path("population"),
            deflator: path("deflator"),
            lists: keys.paths("lists", folder),
            licence: keys.text("licence").map(|said| said.value),
            threads: keys.whole("threads", 1..=1024),
            max_problem_share: keys.share("max_problem_share").unwrap_or(default.max_problem_share),
            expectations: gate::all(keys.tables("expect")),
            limits,
            crawl,
            municipalities,
        };
        config.compare(&lines, findings);
        keys.close();
        config
    }

    /// Looks for what is wrong between the parts.
    fn compare(&self, lines: &Lines, findings: &Findings) {
        municipality::compare(&self.municipalities, findings);
        let plan = &self.crawl.plan;
        let some = |loopback: bool| {
            let found = self.plans().filter(|source| source.start.iter().any(|url| is_loopback(url, &plan.resolve) == loopback));
            found.map(|source| source.id.as_str()).collect::<Vec<_>>()
        };
        let (here, outside) = (some(true), some(false));
        if plan.contact.is_none() && !outside.is_empty() {
            let message =
                format!("crawl.contact: missing; without it nothing beyond this machine is fetched, so not {}", few(&outside));
            let remedy = "write a mail or web address that the people behind a site can complain to: contact = \"…\"";
            findings.error(lines.contact, message, remedy);
        }
        if !plan.allow_loopback && !here.is_empty() {
            let message = format!("crawl.allow_loopback: false; so nothing of this machine is fetched, and not {}", few(&here));
            findings.error(lines.allow_loopback, message, "write allow_loopback = true if these are servers of this machine");
        }
        if plan.manners.delay.is_zero() && !outside.is_empty() {
            let message = format!("crawl.delay: none, for hosts beyond this machine: {}", few(&outside));
            findings.warning(lines.delay, message, "wait a second: many municipal servers are small");
        }
        if self.limits.max_bytes < plan.fetch.max_decoded_bytes && !(here.is_empty() && outside.is_empty()) {
            let message = format!(
                "limits.max_bytes: {}, but up to {} are fetched (crawl.fetch.max_decoded_bytes): what lies between is kept, not read",
                human::size_text(self.limits.max_bytes as u64),
                human::size_text(plan.fetch.max_decoded_bytes as u64)
            );
            findings.warning(lines.limits, message, "leave limits.max_bytes out: then it is what is fetched");
        }
    }

    /// The municipalities that are crawled.
    fn plans(&self) -> impl Iterator<Item = &SourcePlan> {
        self.municipalities.iter().filter_map(|municipality| municipality.plan.as_ref())
    }

    /// What to crawl; none if no municipality has an address.
    pub fn plan(&self) -> Option<Plan> {
        let sources: Vec<SourcePlan> = self.plans().cloned().collect();
        (!sources.is_empty()).then(|| Plan { sources, ..self.crawl.plan.clone() })
    }

    /// Everything saved that is to be read: the sources, then the municipalities' paths.
    pub fn saved(&self) -> Vec<PathBuf> {
        let of_municipalities = self.municipalities.iter().flat_map(|municipality| municipality.paths.iter());
        self.sources.iter().chain(of_municipalities).cloned().collect()
    }
}

/// The first of some names.
fn few(names: &[&str]) -> String {
    let more = if names.len() > 3 { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(3)].join(", "))
}

/// The lines at which what is wrong between parts is complained of.
struct Lines {
    contact: usize,
    allow_loopback: usize,
    delay: usize,
    limits: usize,
}

impl Lines {
    fn of(keys: &Keys<'_>, crawl: &Keys<'_>) -> Self {
        let table = if keys.has("crawl") { keys.line_of("crawl") } else { keys.line_of("municipality") };
        let of = |key| if crawl.has(key) { crawl.line_of(key) } else { table };
        let [contact, allow_loopback, delay] = ["contact", "allow_loopback", "delay"].map(of);
        Self { contact, allow_loopback, delay, limits: keys.peek("limits").line_of("max_bytes") }
    }
}

/// Limits on one page, with defaults for what is left out: what may be fetched may be read.
fn limits(keys: &Keys<'_>, fetch: &FetchLimits) -> Limits {
    let table = keys.table("limits");
    let default = Limits::default();
    let limits = Limits {
        max_bytes: table.whole("max_bytes", 1..=1 << 32).unwrap_or(default.max_bytes.max(fetch.max_decoded_bytes)),
        max_depth: table.whole("max_depth", 1..=u64::MAX).unwrap_or(default.max_depth),
        max_elements: table.whole("max_elements", 1..=u64::MAX).unwrap_or(default.max_elements),
        max_attributes: table.whole("max_attributes", 1..=u64::MAX).unwrap_or(default.max_attributes),
        max_steps_per_byte: table.whole("max_steps_per_byte", 1..=u64::MAX).unwrap_or(default.max_steps_per_byte),
    };
    table.close();
    limits
}
