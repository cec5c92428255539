//! What an edition is compared with besides its own pages: inhabitants, prices, the official lists.

use super::config::Config;
use super::exit::Failure;
use super::settings::present;
use metryczka::dataset::{DatasetError, Deflator, Population, Yardsticks, reconcile_inside};
use metryczka::vocabulary::Vocabulary;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Files that a configuration names for comparison.
#[derive(Debug, Clone, Default)]
pub struct Comparing {
    population: Option<PathBuf>,
    deflator: Option<PathBuf>,
    lists: Vec<PathBuf>,
}

impl Comparing {
    /// Those of a configuration.
    ///
    /// # Errors
    /// When one is not there.
    pub fn of(config: &Config) -> Result<Self, Failure> {
        let comparing =
            Self { population: config.population.clone(), deflator: config.deflator.clone(), lists: config.lists.clone() };
        present(&comparing.files().cloned().collect::<Vec<_>>())?;
        Ok(comparing)
    }

    fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.population.iter().chain(&self.deflator).chain(&self.lists)
    }

    /// What measures are taken with.
    ///
    /// # Errors
    /// When a file is not in a form that can be read.
    pub fn yardsticks(&self, vocabulary: &Vocabulary) -> Result<Yardsticks, Failure> {
        Ok(Yardsticks {
            population: self.population.as_deref().map(|path| Population::read(path, vocabulary)).transpose()?,
            deflator: self.deflator.as_deref().map(|path| Deflator::read(path, vocabulary)).transpose()?,
        })
    }

    /// Sets the tables of a folder against the lists, if there are any.
    ///
    /// # Errors
    /// When a file is no list, or the table cannot be written.
    pub fn reconcile(&self, folder: &Path) -> Result<(), DatasetError> {
        if self.lists.is_empty() {
            return Ok(());
        }
        reconcile_inside(folder, &self.lists)
    }

    /// What tells these files from others: their names and bytes.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn digest(&self) -> Result<String, Failure> {
        let mut digest = Sha256::new();
        for path in self.files() {
            let unreadable = |error| {
                let message = format!("cannot read source: {}: {error}", path.display());
                Failure::cannot(message, "check its rights")
            };
            let mut file = std::fs::File::open(path).map_err(unreadable)?;
            digest.update(path.to_string_lossy().as_bytes());
            std::io::copy(&mut file, &mut Hashing(&mut digest)).map_err(unreadable)?;
        }
        Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Feeds what is read into a hash.
struct Hashing<'d>(&'d mut Sha256);

impl std::io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
