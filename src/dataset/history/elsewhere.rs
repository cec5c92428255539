//! Projects that no address tells any more as it did before, among those that are new somewhere: a page was moved, or a number added.

use super::clues::{COLUMNS, Clues, Standing};
use super::columns::{Columns, texts};
use super::inherit::{Pair, Traces};
use crate::dataset::error::DatasetError;
use crate::resolve::Project;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// What more new projects than this have in common tells none of them from the others.
const FEW: usize = 16;

/// The new projects by what may tell that they are one of before.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    numbers: HashMap<u64, Vec<usize>>,
    totals: HashMap<u64, Vec<usize>>,
    titles: HashMap<u64, Vec<usize>>,
}

impl Elsewhere {
    /// Looks at what new projects tell.
    pub(super) fn new(projects: &[Project], fresh: &[usize], traces: &Traces<'_>) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        for &project in fresh {
            let clues = traces.project(&projects[project])?;
            for (index, key) in
                [(&mut all.numbers, clues.number()), (&mut all.totals, clues.odd_total()), (&mut all.titles, clues.title())]
            {
                let list = key.map(|key| index.entry(key).or_default());
                // One more than a few says that there are too many.
                list.into_iter().filter(|list| list.len() <= FEW).for_each(|list| list.push(project));
            }
        }
        Ok(all)
    }

    /// Whether several new projects have the number.
    pub(super) fn is_shared(&self, clues: &Clues) -> bool {
        clues.number().and_then(|number| self.numbers.get(&number)).is_some_and(|all| all.len() > 1)
    }

    /// The lost projects with the new ones that they may be.
    pub(super) fn pairs(
        &self,
        edition: &Path,
        lost: &BTreeSet<u32>,
        projects: &[Project],
        traces: &Traces<'_>,
    ) -> Result<Vec<Pair>, DatasetError> {
        let mut pairs = Vec::new();
        if lost.is_empty() || self.numbers.is_empty() && self.totals.is_empty() && self.titles.is_empty() {
            return Ok(pairs);
        }
        let shared_before = shared(edition, lost)?;
        Columns::open(edition, "projects", &COLUMNS)?.each(|start, frame| {
            let columns = COLUMNS.iter().map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
            for at in 0..frame.height() {
                let row = (start + at) as u32;
                if !lost.contains(&row) {
                    continue;
                }
                let was = Clues::read(|column| columns[column].get(at).map(str::to_owned));
                let is_shared = was.number().is_some_and(|number| shared_before.get(&number).is_some_and(|count| *count > 1));
                for project in self.candidates(&was) {
                    let clues = traces.project(&projects[project])?;
                    let fit = was.fit(&clues, is_shared || self.is_shared(&clues), Standing::Elsewhere);
                    pairs.extend(fit.map(|fit| Pair { row, project, fit, shared: 0, is_here: false }));
                }
            }
            Ok(())
        })?;
        Ok(pairs)
    }

    fn candidates(&self, was: &Clues) -> BTreeSet<usize> {
        let of = |index: &HashMap<u64, Vec<usize>>, key: Option<u64>| {
            let found = key.and_then(|key| index.get(&key)).filter(|found| found.len() <= FEW);
            found.cloned().unwrap_or_default()
        };
        let [numbers, totals, titles] =
            [of(&self.numbers, was.number()), of(&self.totals, was.odd_total()), of(&self.titles, was.title())];
        numbers.into_iter().chain(totals).chain(titles).collect()
    }
}

/// How many lost projects have a number.
fn shared(edition: &Path, lost: &BTreeSet<u32>) -> Result<HashMap<u64, u32>, DatasetError> {
    let mut counts = HashMap::new();
    Columns::open(edition, "projects", &["agreement_number"])?.each(|start, frame| {
        let numbers = texts(frame, "agreement_number")?;
        for (_, number) in numbers.iter().enumerate().filter(|(at, _)| lost.contains(&((start + at) as u32))) {
            let clues = Clues::read(|column| number.filter(|_| column == 2).map(str::to_owned));
            clues.number().into_iter().for_each(|number| *counts.entry(number).or_default() += 1);
        }
        Ok(())
    })?;
    Ok(counts)
}
