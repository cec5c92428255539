//! How well mentions were put together, against what belongs together.

use crate::told::Told;
use metryczka::check::Mention;
use metryczka::resolve::{Project, Thresholds, keys, resolve_with};
use std::collections::BTreeMap;

/// Precision and recall, over pairs of mentions and over mentions (B-cubed).
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    pub pair_precision: f64,
    pub pair_recall: f64,
    pub cubed_precision: f64,
    pub cubed_recall: f64,
}

impl Measure {
    pub fn of(told: &[Told], projects: &[Project]) -> Self {
        let mut found = vec![0; told.len()];
        for (number, project) in projects.iter().enumerate() {
            project.members.iter().for_each(|&member| found[member] = number);
        }
        let count = |labels: &mut dyn Iterator<Item = String>| -> BTreeMap<String, f64> {
            let mut counts = BTreeMap::new();
            labels.for_each(|label| *counts.entry(label).or_insert(0.0) += 1.0);
            counts
        };
        let meant = count(&mut told.iter().map(|told| told.project.clone()));
        let put = count(&mut found.iter().map(ToString::to_string));
        let both = count(&mut told.iter().zip(&found).map(|(told, found)| format!("{found} {}", told.project)));
        let pairs = |counts: &BTreeMap<String, f64>| counts.values().map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
        let mut cubed = (0.0, 0.0);
        for (told, found) in told.iter().zip(&found) {
            let shared = both[&format!("{found} {}", told.project)];
            cubed.0 += shared / put[&found.to_string()];
            cubed.1 += shared / meant[&told.project];
        }
        let share = |part: f64, whole: f64| if whole == 0.0 { 1.0 } else { part / whole };
        Self {
            pair_precision: share(pairs(&both), pairs(&put)),
            pair_recall: share(pairs(&both), pairs(&meant)),
            cubed_precision: share(cubed.0, told.len() as f64),
            cubed_recall: share(cubed.1, told.len() as f64),
        }
    }
}

pub fn put_together(told: &[Told], thresholds: &Thresholds) -> Vec<Project> {
    let mentions: Vec<Mention> = told.iter().map(Told::mention).collect();
    resolve_with(&keys(&mentions.iter().collect::<Vec<_>>()), thresholds)
}
