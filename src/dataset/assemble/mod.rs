//! A run's harvest → the tables of an edition.
//!
//! What a million mentions say does not fit into memory. So all that is known of all of them at once is what joins them
//! ([`keys`]); the tables are made a slice at a time, one pass over the mentions in page order ([`mentions`]), one over the projects
//! with their mentions taken back ([`projects`]), one over the pages. How large the slices are changes nothing in the bytes.

mod corrections;
mod coverage;
mod keys;
mod mentions;
mod pages;
mod projects;
mod steps;
mod tables;

use super::corrections::CorrectionsUsed;
use super::disk::Disk;
use super::error::DatasetError;
use super::frame::table;
use super::history::{self, History, PastRow, Previous, Scope, Traces};
use super::measures::{self, Yardsticks};
use super::model::{Coverage, Harvest, Problem};
use super::reconcile::{self, ReconciliationRow};
use super::store::Store;
use super::table_writer::ROWS;
use super::{corrections as corrections_table, decisions, schema};
use crate::check::Proof;
use crate::correction::Outcome;
use crate::resolve::{self, Project, Published};
use crate::vocabulary::Vocabulary;
use corrections::Named;
use keys::Keys;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use steps::Steps;
use tables::Tables;

/// Mentions that are taken back at once.
const SLICE: usize = 2_048;

/// What the tables depend on besides the pages.
#[derive(Debug, Clone)]
pub struct Context {
    /// When the edition is made (UTC, ISO 8601).
    pub created: String,
    /// The edition before it, if its history goes on.
    pub previous: Option<Previous>,
    /// Which pages were looked for.
    pub scope: Scope,
    /// The gazetteer, and the words by which bodies are known.
    pub vocabulary: &'static Vocabulary,
    /// What sums are set against.
    pub yardsticks: Yardsticks,
}

impl Context {
    /// Of a first edition: nothing before it, the embedded vocabulary, no population, no price index.
    pub fn new(created: &str) -> Self {
        Self {
            created: created.to_owned(),
            previous: None,
            scope: Scope::default(),
            vocabulary: Vocabulary::builtin(),
            yardsticks: Yardsticks::default(),
        }
    }
}

/// Everything an edition publishes, sorted and joined, ready to be written.
#[derive(Debug)]
pub struct Dataset {
    /// The projects, in the order of their first mention.
    pub projects: Vec<Project>,
    /// The problems, in order.
    pub problems: Vec<Problem>,
    /// The crawled sources.
    pub coverage: Vec<Coverage>,
    store: Store,
    /// The project of every mention.
    owners: Vec<u32>,
    steps: Steps,
    history: History,
    /// What became of the corrections.
    outcomes: Vec<Outcome>,
    /// SHA-256 of what they say.
    corrections_digest: Option<String>,
    /// The mentions that they name.
    named: Named,
    context: Context,
}

/// How much an edition holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Distinct pages.
    pub pages: usize,
    /// Those that tell of a project.
    pub telling: usize,
    /// Mentions on them.
    pub mentions: usize,
    /// Distinct projects.
    pub projects: usize,
    /// Projects by how far the mention that tells most proves itself.
    pub proofs: BTreeMap<Proof, usize>,
}

impl Dataset {
    /// Sorts and joins. The result depends on the pages alone, not on their order.
    ///
    /// # Errors
    /// When what was put away cannot be read back.
    pub fn assemble(mut harvest: Harvest, context: &Context) -> Result<Self, DatasetError> {
        // An edition before that cannot be read is found out before the work.
        let mut history = History::begin(&context.created, context.previous.as_ref())?;
        harvest.take_held()?;
        let Harvest { mut problems, coverage, mut store, corrector, .. } = harvest;
        let mut steps = Steps::read(&store, &problems);
        store.settle()?;
        steps.settled(&store);
        let Keys { read, told, unfit } = keys::read(&store, SLICE)?;
        problems.extend(unfit);
        problems.sort();
        problems.dedup();
        let (outcomes, bonds) = (corrector.outcomes(), corrector.bonds());
        let named = Named::find(&store, &outcomes, &bonds)?;
        let mut projects = resolve::resolve_corrected(read, &told, &bonds, &|id| named.mention(id));
        let traces = Traces {
            place: &|member| store.page_of(member).place(),
            mention: &|member| Ok(store.mentions([member])?.pop().map(|retold| retold.mention)),
            read: &|member| store.as_read(member),
            rejected: &corrections::rejected(&store, &outcomes, &named),
        };
        history.inherit(&mut projects, &context.scope, &traces)?;
        let mut owners = vec![0; store.mentions.len()];
        for (number, project) in projects.iter().enumerate() {
            project.members.iter().for_each(|&member| owners[member] = number as u32);
        }
        let (corrections_digest, context) = (corrector.file().digest(), context.clone());
        Ok(Self { projects, problems, coverage, store, owners, steps, history, outcomes, corrections_digest, named, context })
    }

    /// What became of the corrections the pages passed, in their order.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// The corrections in numbers; nothing if there were none.
    pub fn corrections(&self) -> Option<CorrectionsUsed> {
        CorrectionsUsed::of(self.corrections_digest.clone(), &self.outcomes)
    }

    /// Writes every table into a folder.
    ///
    /// # Errors
    /// When a table cannot be written, or what was put away not read back.
    pub(super) fn write(&self, folder: &Path, disk: &Disk) -> Result<(), DatasetError> {
        self.write_in_slices(folder, SLICE, disk)
    }

    fn write_in_slices(&self, folder: &Path, slice: usize, disk: &Disk) -> Result<(), DatasetError> {
        let tables = Tables::in_folder(folder, disk);
        mentions::write(self, &tables, slice)?;
        let made = projects::write(self, &tables, slice)?;
        let hearing = pages::write(&self.store, &tables)?;
        let decided = self.steps.decisions(&made.published, &made.measures.reach());
        let municipalities = made.measures.rows(&self.coverage, &hearing, self.context.vocabulary.places());
        let no_lists: Vec<ReconciliationRow> = Vec::new();
        let (changes, past) = made.track.finish()?;
        tables.whole("municipalities", table(&measures::municipalities(), &municipalities)?)?;
        tables.whole("changes", table(&history::changes(), &changes)?)?;
        self.write_history(&tables, &past)?;
        tables.whole("reconciliation", table(&reconcile::reconciliation(), &no_lists)?)?;
        tables.whole("decisions", table(&decisions::decisions(), &decided)?)?;
        tables.whole("corrections", table(&corrections_table::corrections(), &corrections::rows(self)?)?)?;
        tables.whole("problems", table(&crate::table::problem_columns(), &self.problems)?)?;
        tables.whole("coverage", table(&schema::coverage(), &coverage::rows(self))?)?;
        Ok(())
    }

    /// The values of the past: those that ended before, then those that ended now.
    fn write_history(&self, tables: &Tables, past: &[PastRow]) -> Result<(), DatasetError> {
        let (mut open, carried) = (tables.begin("history", ROWS)?, self.history.carried());
        for piece in 0..carried.pieces("history") {
            open.append(carried.piece("history", piece)?)?;
        }
        open.append(table(&history::history(), past)?)?;
        tables.end(open)
    }

    /// Whether there is an edition before that the history of the projects goes on from.
    pub fn goes_on(&self) -> bool {
        self.history.goes_on()
    }

    /// Number of projects that no page tells any more, and that stay in the tables.
    pub fn carried(&self) -> usize {
        self.history.carried().projects()
    }

    /// What a person should know of the history of the projects.
    pub fn notes(&self) -> &[String] {
        self.history.notes()
    }

    /// Shows the first projects with what is published of each, in order.
    ///
    /// # Errors
    /// When what was put away cannot be read back.
    pub fn each_published(&self, most: usize, mut see: impl FnMut(&Project, &Published)) -> Result<(), DatasetError> {
        let first = &self.projects[..most.min(self.projects.len())];
        projects::each_slice(self, first, SLICE, |slice| {
            slice.iter().for_each(|whole| see(whole.project, &whole.published));
            Ok(())
        })
    }

    /// How much there is.
    pub fn counts(&self) -> Counts {
        let mut proofs: BTreeMap<Proof, usize> = BTreeMap::new();
        self.projects.iter().for_each(|project| *proofs.entry(self.store.mentions[project.best].proof).or_default() += 1);
        Counts {
            pages: self.store.pages.len(),
            telling: self.store.pages.iter().filter(|page| page.mentions > 0).count(),
            mentions: self.store.mentions.len(),
            projects: self.projects.len(),
            proofs,
        }
    }

    /// SHA-256 over the sorted hashes of all pages: what was read.
    pub fn archive_digest(&self) -> String {
        let mut hashes: Vec<&str> = self.store.pages.iter().map(|page| page.sha256()).collect();
        hashes.sort_unstable();
        let mut digest = Sha256::new();
        for hash in hashes {
            digest.update(hash);
            digest.update("\n");
        }
        resolve::hex(&digest.finalize())
    }

    /// The project a mention tells of.
    fn project_of(&self, mention: usize) -> &Project {
        &self.projects[self.owners[mention] as usize]
    }
}

#[cfg(test)]
mod tests;
