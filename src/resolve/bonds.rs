//! What people say of mentions: these tell of one project, those do not.
//!
//! Their word goes before every score. An id stays where it can: of projects that become one, the one with most mentions keeps it (of
//! as many, the least id); of a project that is parted, the rest keeps it, and what is taken out gets an id made of its own number,
//! title and owner, as [`super::ids`] makes them. Both are functions of what the mentions tell, not of the order of pages, so that the
//! next edition makes the same ids of the same answers.

use super::ids::{hex, project_ids};
use super::key::Key;
use super::project::Project;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Mentions by their ids that a person tied together or parted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bonds {
    /// Each list tells of one project.
    pub together: Vec<Vec<String>>,
    /// The first tell of one project, and it is not the project of the second.
    pub apart: Vec<(Vec<String>, Vec<String>)>,
}

/// Projects as the bonds want them; those that no bond is about are as they were. What is tied is tied first, then what is parted is
/// parted, in the order of the bonds. `position` finds a mention by its id; ids of mentions that are not there are passed over.
pub fn bind(projects: Vec<Project>, bonds: &Bonds, keys: &[Key], position: &dyn Fn(&str) -> Option<usize>) -> Vec<Project> {
    if bonds.together.is_empty() && bonds.apart.is_empty() {
        return projects;
    }
    let mut house = House::of(projects, keys);
    let found = |ids: &[String]| ids.iter().filter_map(|id| position(id)).filter(|at| *at < keys.len()).collect::<BTreeSet<_>>();
    for ids in &bonds.together {
        let wanted = house.homes(&found(ids));
        house.unite(wanted);
    }
    for (out, stay) in &bonds.apart {
        let (mut out, stay) = (found(out), found(stay));
        // Who is said to be on both sides stays.
        out.retain(|at| !stay.contains(at));
        house.part(&out, &stay);
    }
    house.projects()
}

/// Projects that are being rearranged.
struct House<'k> {
    keys: &'k [Key],
    /// A project that has gone into another is none.
    projects: Vec<Option<Project>>,
    /// The project of each mention.
    home: Vec<Option<usize>>,
    /// All ids that are or were given: none is given twice.
    ids: HashSet<String>,
    /// Those that were given here: an older one goes before them.
    new: HashSet<String>,
}

impl<'k> House<'k> {
    fn of(projects: Vec<Project>, keys: &'k [Key]) -> Self {
        let mut home = vec![None; keys.len()];
        for (at, project) in projects.iter().enumerate() {
            project.members.iter().for_each(|&member| home[member] = Some(at));
        }
        let ids = projects.iter().map(|project| project.id.clone()).collect();
        Self { keys, projects: projects.into_iter().map(Some).collect(), home, ids, new: HashSet::new() }
    }

    /// The projects of some mentions.
    fn homes(&self, mentions: &BTreeSet<usize>) -> BTreeSet<usize> {
        mentions.iter().filter_map(|&mention| self.home[mention]).collect()
    }

    fn told(&self, id: String, members: Vec<usize>) -> Project {
        let group: Vec<&Key> = members.iter().map(|&member| &self.keys[member]).collect();
        Project::told(id, members, &group, self.keys)
    }

    fn put(&mut self, at: usize, project: Project) {
        project.members.iter().for_each(|&member| self.home[member] = Some(at));
        self.projects[at] = Some(project);
    }

    /// Makes one project of several. The weakest of the links inside them remains its score; the one between them is sure.
    fn unite(&mut self, wanted: BTreeSet<usize>) {
        if wanted.len() < 2 {
            return;
        }
        let taken: Vec<(usize, Project)> = wanted.into_iter().filter_map(|at| Some((at, self.projects[at].take()?))).collect();
        let first = |(_, project): &&(usize, Project)| {
            (self.new.contains(&project.id), Reverse(project.members.len()), project.id.clone())
        };
        let Some((at, id)) = taken.iter().min_by_key(first).map(|(at, project)| (*at, project.id.clone())) else { return };
        let score = taken.iter().map(|(_, project)| project.score).fold(1.0, f64::min);
        let by_names = taken.iter().any(|(_, project)| project.by_names);
        let members = taken.into_iter().flat_map(|(_, project)| project.members).collect();
        let united = Project { score, by_names, ..self.told(id, members) };
        self.put(at, united);
    }

    /// Takes mentions out of the projects of others. They become one project, together with the projects of those among them that share
    /// none with the others.
    fn part(&mut self, out: &BTreeSet<usize>, stay: &BTreeSet<usize>) {
        let shared: BTreeSet<usize> = self.homes(out).intersection(&self.homes(stay)).copied().collect();
        if shared.is_empty() {
            return;
        }
        let mut taken = Vec::new();
        for at in shared {
            let Some(project) = self.projects[at].take() else { continue };
            let (leaving, rest): (Vec<usize>, Vec<usize>) = project.members.iter().partition(|member| out.contains(member));
            taken.extend(leaving);
            let alone = rest.len() == 1;
            let score = if alone { 1.0 } else { project.score };
            let rest = Project { score, by_names: project.by_names && !alone, ..self.told(project.id, rest) };
            self.put(at, rest);
        }
        let new = self.told(self.new_id(&taken), taken.clone());
        self.ids.insert(new.id.clone());
        self.new.insert(new.id.clone());
        self.projects.push(None);
        self.put(self.projects.len() - 1, new);
        // Those of them that told of another project all along tell of this one.
        let wanted = self.homes(out);
        self.unite(wanted);
    }

    /// An id for mentions that are taken out of a project: of what names them, and that they were taken out. It is no project's.
    fn new_id(&self, members: &[usize]) -> String {
        let group: Vec<&Key> = members.iter().map(|&member| &self.keys[member]).collect();
        let named = project_ids(&[group]).swap_remove(0);
        let place = members.iter().map(|&member| self.keys[member].fallback).min().unwrap_or(0);
        let names = (0u64..).map(|more| match more {
            0 => format!("apart\n{named}"),
            1 => format!("apart\n{named}\n{place:016x}"),
            more => format!("apart\n{named}\n{place:016x}\n#{more}"),
        });
        let mut ids = names.map(|name| hex(&Sha256::digest(name.as_bytes())[..8]));
        ids.find(|id| !self.ids.contains(id)).unwrap_or_default()
    }

    /// The projects in the order of their first mentions.
    fn projects(self) -> Vec<Project> {
        let sorted: BTreeMap<Option<usize>, Project> =
            self.projects.into_iter().flatten().map(|project| (project.members.first().copied(), project)).collect();
        sorted.into_values().collect()
    }
}
