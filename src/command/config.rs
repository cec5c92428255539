//! The configuration file as it is written. A key it does not know is an error, not a typo that goes unnoticed.

use super::exit::Failure;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A configuration. `metryczka.example.toml` holds every key with its default and a comment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Files, folders and WARC archives to read.
    pub sources: Vec<PathBuf>,
    /// Folder of editions.
    pub output: PathBuf,
    /// Folder of vocabulary files to lay over the built-in ones.
    pub vocabulary: Option<PathBuf>,
    /// Number of threads that read pages; none: one a core.
    pub threads: Option<u16>,
    /// Share of pages with problems from which a run ends with exit code 1.
    pub max_problem_share: f64,
    /// Limits on one page.
    pub limits: LimitsConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            sources: ["fixtures/pages", "fixtures/documents", "fixtures/archive/notices.warc.gz"].map(PathBuf::from).to_vec(),
            output: PathBuf::from("output"),
            vocabulary: None,
            threads: None,
            max_problem_share: 0.5,
            limits: LimitsConfig::default(),
        }
    }
}

/// Limits on one page; what is left out keeps its default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Bytes of one page.
    pub max_bytes: Option<usize>,
    /// Elements open inside one another.
    pub max_depth: Option<usize>,
    /// Elements and pieces of text on one page.
    pub max_elements: Option<usize>,
    /// Attributes of one tag.
    pub max_attributes: Option<usize>,
    /// Steps of tree repair for one byte of the page.
    pub max_steps_per_byte: Option<usize>,
}

impl Config {
    /// Reads a configuration; its paths are relative to its own folder.
    ///
    /// # Errors
    /// When it cannot be read (exit 3) or understood (exit 2; the message names file, line and key).
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::cannot(format!("cannot read configuration: {}: {error}", path.display()), "check the path and its rights")
        })?;
        let mut config: Self = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let message = format!("configuration: {}:{line}: {}", path.display(), error.message());
            Failure::usage(message, "metryczka.example.toml holds every key with its meaning")
        })?;
        if !(0.0..=1.0).contains(&config.max_problem_share) {
            let message = format!("configuration: {}: max_problem_share: {}", path.display(), config.max_problem_share);
            return Err(Failure::usage(message, "use a share between 0 and 1"));
        }
        config.anchor(path.parent().unwrap_or(Path::new("")));
        Ok(config)
    }

    fn anchor(&mut self, folder: &Path) {
        let paths = self.sources.iter_mut().chain([&mut self.output]).chain(&mut self.vocabulary);
        for path in paths {
            *path = folder.join(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_holds_every_key_with_its_default() {
        let text = include_str!("../../metryczka.example.toml");
        let written: Config = toml::from_str(text).unwrap();
        let mut uncommented = String::new();
        for line in text.lines() {
            let key = line.strip_prefix("# ").filter(|line| line.split(' ').nth(1) == Some("="));
            uncommented.push_str(key.unwrap_or(line));
            uncommented.push('\n');
        }
        let every: Config = toml::from_str(&uncommented).unwrap();
        assert_eq!(written, Config { limits: written.limits, ..Config::default() });
        assert!(every.vocabulary.is_some() && every.threads.is_some());
        let limits = every.limits;
        let all = [limits.max_bytes, limits.max_depth, limits.max_elements, limits.max_attributes, limits.max_steps_per_byte];
        assert!(all.iter().all(Option::is_some), "{limits:?}");
        let settings = super::super::settings::limits(written.limits);
        assert_eq!(settings, metryczka::page::Limits::default());
    }
}
