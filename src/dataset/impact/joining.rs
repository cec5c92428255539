//! Which mentions would tell of one project: resolution over those that what is corrected may be compared with.
//!
//! A correction parts nothing: mentions go together as their pages tell them, and what is put right can only join more
//! ([`resolve_corrected`]). What the whole edition holds besides is not gone through again. Where resolving the neighbourhood as it is does not give the projects
//! as they are published (a person tied them together, an earlier edition's identity held them), what is published is kept as it is, so
//! that a difference is the correction's own.

use crate::dataset::reopen::Reopened;
use crate::resolve::{Bonds, Key, Project, resolve_corrected};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most mentions that are resolved anew for an answer.
const MOST: usize = 1_500;

/// The mentions around those that something is done to, in whole projects.
#[derive(Debug, Default)]
pub(super) struct Neighbourhood {
    /// Positions of the mentions, in page order.
    pub(super) mentions: Vec<u32>,
    /// Whether there are so many that only the projects themselves are looked at.
    pub(super) is_cut: bool,
}

/// How the mentions of a neighbourhood go together.
#[derive(Debug)]
pub(super) struct Joined {
    /// Positions within the edition, with the project they make; members of a project are places in this list.
    pub(super) mentions: Vec<u32>,
    pub(super) projects: Vec<Project>,
}

impl Neighbourhood {
    /// Around mentions, with those that their new keys may be compared with.
    pub(super) fn of(edition: &Reopened, touched: &BTreeSet<u32>, changed: &BTreeMap<u32, Key>, moved: bool) -> Self {
        let base = &edition.base;
        let own: BTreeSet<u32> = touched.iter().map(|&position| edition.project_at(position)).collect();
        let mut near = touched.clone();
        if moved {
            for &position in touched {
                near.extend(base.blocks.near(&base.keys, &base.keys[position as usize]));
                let others = base.read.get(&position).into_iter().chain(changed.get(&position));
                near.extend(others.flat_map(|key| base.blocks.near(&base.keys, key)));
            }
        }
        let all: BTreeSet<u32> = near.iter().map(|&position| edition.project_at(position)).collect();
        let mentions = |of: &BTreeSet<u32>| -> Vec<u32> {
            let mut mentions: Vec<u32> = of.iter().flat_map(|&project| edition.members(project)).copied().collect();
            mentions.sort_unstable();
            mentions
        };
        let whole = mentions(&all);
        if whole.len() > MOST && all.len() > own.len() {
            return Self { mentions: mentions(&own), is_cut: true };
        }
        Self { mentions: whole, is_cut: false }
    }

    /// The projects as they are published.
    pub(super) fn now(&self, edition: &Reopened) -> (Joined, Bonds) {
        let none = BTreeMap::new();
        let joined = Joined::new(edition, self.mentions.clone(), &none, &Bonds::default());
        let held = held(edition, &joined);
        if held == Bonds::default() {
            return (joined, held);
        }
        (Joined::new(edition, joined.mentions, &none, &held), held)
    }

    /// The projects as they would be.
    pub(super) fn then(
        &self,
        edition: &Reopened,
        changed: &BTreeMap<u32, Key>,
        rejected: &BTreeSet<u32>,
        held: &Bonds,
        bonds: &Bonds,
    ) -> Joined {
        let mentions: Vec<u32> = self.mentions.iter().copied().filter(|position| !rejected.contains(position)).collect();
        let together = held.together.iter().chain(&bonds.together).cloned().collect();
        let apart = held.apart.iter().chain(&bonds.apart).cloned().collect();
        Joined::new(edition, mentions, changed, &Bonds { together, apart })
    }
}

impl Joined {
    /// Joins mentions as an edition is made of them; `changed` are the keys of those that would tell something else.
    fn new(edition: &Reopened, mentions: Vec<u32>, changed: &BTreeMap<u32, Key>, bonds: &Bonds) -> Self {
        let (base, mut told) = (&edition.base, BTreeMap::new());
        let key = |(place, position): (usize, &u32)| {
            let known = &base.keys[*position as usize];
            let (now, read) = (changed.get(position).unwrap_or(known), base.read.get(position).unwrap_or(known));
            if now != read {
                told.insert(place, now.clone());
            }
            read.clone()
        };
        let read: Vec<Key> = mentions.iter().enumerate().map(key).collect();
        let places: HashMap<String, usize> = if *bonds == Bonds::default() {
            HashMap::new()
        } else {
            mentions.iter().enumerate().map(|(place, &position)| (edition.mention_id(position), place)).collect()
        };
        let projects = resolve_corrected(read, &told, bonds, &|id| places.get(id).copied());
        Self { mentions, projects }
    }

    /// The positions of a project's mentions.
    pub(super) fn members(&self, project: &Project) -> Vec<u32> {
        project.members.iter().map(|&place| self.mentions[place]).collect()
    }
}

/// What holds projects together or apart that resolution would join otherwise.
fn held(edition: &Reopened, joined: &Joined) -> Bonds {
    let mut bonds = Bonds::default();
    let id = |place: &usize| edition.mention_id(joined.mentions[*place]);
    let mut found: BTreeMap<u32, usize> = BTreeMap::new();
    for project in &joined.projects {
        let mut published: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &place in &project.members {
            published.entry(edition.project_at(joined.mentions[place])).or_default().push(place);
        }
        published.keys().for_each(|&of| *found.entry(of).or_default() += 1);
        let mut parts: Vec<(u32, Vec<usize>)> = published.into_iter().collect();
        // What was taken out got another name.
        parts.sort_by_key(|(of, _)| edition.project_id(*of) != project.id);
        let Some(((_, first), others)) = parts.split_first() else { continue };
        for (_, part) in others {
            bonds.apart.push((part.iter().map(id).collect(), first.iter().map(id).collect()));
        }
    }
    for (&project, _) in found.iter().filter(|(_, parts)| **parts > 1) {
        bonds.together.push(edition.members(project).iter().map(|&position| edition.mention_id(position)).collect());
    }
    bonds
}
