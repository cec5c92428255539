//! The table `coverage`: the crawled sources with what was found on their pages.

use super::Dataset;
use crate::dataset::model::Coverage;
use crate::dataset::schema::CoverageRow;
use std::collections::{BTreeSet, HashMap};

/// Its rows.
pub(super) fn rows(dataset: &Dataset) -> Vec<CoverageRow<'_>> {
    let store = &dataset.store;
    let mut mentions: HashMap<&str, usize> = HashMap::new();
    for page in &store.pages {
        if let Some(owner) = store.owner(page) {
            *mentions.entry(owner).or_default() += page.mentions as usize;
        }
    }
    let mut projects: HashMap<&str, usize> = HashMap::new();
    for project in &dataset.projects {
        let of: BTreeSet<&str> = project.members.iter().filter_map(|&member| store.owner(store.page_of(member))).collect();
        of.into_iter().for_each(|owner| *projects.entry(owner).or_default() += 1);
    }
    let count = |counts: &HashMap<&str, usize>, coverage: &Coverage| counts.get(coverage.source.as_str()).copied().unwrap_or(0);
    let row = |coverage| CoverageRow { coverage, mentions: count(&mentions, coverage), projects: count(&projects, coverage) };
    dataset.coverage.iter().map(row).collect()
}
