//! One project and the mentions that tell of it.

use super::cluster::Comparer;
use super::ids::project_ids;
use super::key::{Day, Key};
use super::thresholds::Thresholds;
use std::collections::BTreeSet;

/// What joins a project's mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// The number of the agreement or application.
    Number,
    /// Title, body and figures.
    Title,
    /// Nothing: it has one mention and no number.
    Alone,
}

/// One project and the mentions that tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Identifies it, from edition to edition: 16 hexadecimal digits.
    pub id: String,
    /// What joins its mentions.
    pub join: Join,
    /// The score of the weakest link that joins them, from 0 to 1; 1 of a single mention, and of mentions that tell the same.
    pub score: f64,
    /// Whether some of its mentions agree with the rest in names alone, and fit no other project.
    pub by_names: bool,
    /// Positions of its mentions, in page order.
    pub members: Vec<usize>,
    /// Position of the mention that tells most, then the first.
    pub best: usize,
    /// Number of pages among them.
    pub pages: usize,
    /// Whether all mentions agree on sums and dates.
    pub agree: bool,
}

impl Project {
    /// The project that some mentions tell of, given by their positions; `group` are their keys, each distinct one at least once. Its
    /// score is that of a person's word: nothing joins surer.
    pub(super) fn told(id: String, mut members: Vec<usize>, group: &[&Key], keys: &[Key]) -> Self {
        members.sort_unstable();
        let fullest = |member: &usize| (keys[*member].filled, std::cmp::Reverse(*member));
        let best = members.iter().copied().max_by_key(fullest).unwrap_or(0);
        let pages: BTreeSet<u32> = members.iter().map(|&member| keys[member].page).collect();
        let numbered = group.iter().any(|key| key.told.number.is_some());
        let join = match members.len() {
            _ if numbered => Join::Number,
            1 => Join::Alone,
            _ => Join::Title,
        };
        Self { id, join, score: 1.0, by_names: false, best, pages: pages.len(), agree: agree(group), members }
    }

    /// Says of what its mentions tell now what [`Project::told`] said of what they told then. It stays the same project.
    pub(super) fn retell(&mut self, keys: &[Key]) {
        let members = std::mem::take(&mut self.members);
        let group: Vec<&Key> = members.iter().map(|&member| &keys[member]).collect();
        let told = Self::told(std::mem::take(&mut self.id), members, &group, keys);
        *self = Self { score: self.score, by_names: self.by_names, ..told };
    }
}

/// Joins mentions into projects, in the order of their first mention. The same mentions in any order are the same projects with the
/// same ids.
pub fn resolve(keys: &[Key]) -> Vec<Project> {
    resolve_with(keys, &Thresholds::default())
}

/// The same with thresholds of one's own.
pub fn resolve_with(keys: &[Key], thresholds: &Thresholds) -> Vec<Project> {
    let distinct = Distinct::new(keys);
    let comparer = Comparer::new(&distinct.keys);
    let clusters = comparer.clusters(thresholds);
    let groups: Vec<Vec<&Key>> =
        clusters.iter().map(|cluster| cluster.members.iter().map(|&member| distinct.keys[member as usize]).collect()).collect();
    let ids = project_ids(&groups);
    let mut projects: Vec<Project> = clusters
        .iter()
        .zip(groups)
        .zip(ids)
        .map(|((cluster, group), id)| {
            let members = cluster.members.iter().flat_map(|&member| distinct.positions(member)).collect();
            Project { score: cluster.weakest, by_names: cluster.by_names, ..Project::told(id, members, &group, keys) }
        })
        .collect();
    projects.sort_by_key(|project| project.members.first().copied());
    projects
}

/// The distinct mentions, sorted by what they tell, and where each of them stands.
struct Distinct<'k> {
    keys: Vec<&'k Key>,
    /// Positions of all mentions, those that tell the same side by side.
    order: Vec<usize>,
    /// For each distinct one where its positions begin, and the end.
    starts: Vec<usize>,
}

impl<'k> Distinct<'k> {
    fn new(all: &'k [Key]) -> Self {
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_unstable_by(|&a, &b| (&all[a].told, all[a].fallback, a).cmp(&(&all[b].told, all[b].fallback, b)));
        let is_new = |at: &usize| at.checked_sub(1).is_none_or(|before| all[order[before]].told != all[order[*at]].told);
        let mut starts: Vec<usize> = (0..order.len()).filter(is_new).collect();
        let keys = starts.iter().map(|&start| &all[order[start]]).collect();
        starts.push(order.len());
        Self { keys, order, starts }
    }

    fn positions(&self, of: u32) -> impl Iterator<Item = usize> {
        let of = of as usize;
        self.order[self.starts[of]..self.starts[of + 1]].iter().copied()
    }
}

/// Whether no two mentions print different sums or dates. `2018-09` agrees with `2018-09-01`.
fn agree(group: &[&Key]) -> bool {
    let one = |at: usize| {
        let stated: BTreeSet<i64> = group.iter().map(|key| key.told.sums.values[at]).filter(|sum| *sum != 0).collect();
        stated.len() <= 1
    };
    let dates = |of: fn(&Key) -> Day| {
        let stated: BTreeSet<Day> = group.iter().map(|key| of(key)).filter(|day| *day != Day::default()).collect();
        // Sorted, a date stands right after the shorter one it begins with.
        stated.iter().zip(stated.iter().skip(1)).all(|(a, b)| a.agrees(*b))
    };
    let currencies: BTreeSet<u8> = group.iter().map(|key| key.told.sums.currency).filter(|currency| *currency != 0).collect();
    currencies.len() <= 1 && (0..4).all(one) && dates(|key| key.told.start) && dates(|key| key.told.end)
}
