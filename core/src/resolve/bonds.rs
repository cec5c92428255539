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
    // All ties at once: which of several projects has most mentions must not hang on the order of the ties.
    let mut groups = Groups::of(house.projects.len());
    for ids in &bonds.together {
        groups.tie(&house.homes(&found(ids)));
    }
    for group in groups.tied() {
        house.unite(group);
    }
    for (out, stay) in &bonds.apart {
        let (mut out, stay) = (found(out), found(stay));
        // Who is said to be on both sides stays.
        out.retain(|at| !stay.contains(at));
        house.part(&out, &stay);
    }
    house.projects()
}

/// Ties projects whose mentions tell of one when they are resolved otherwise: those of each of `joined`. What joins them is as weak as it
/// is there.
pub(super) fn join(projects: Vec<Project>, joined: &[&Project], keys: &[Key]) -> Vec<Project> {
    let mut house = House::of(projects, keys);
    let joined: Vec<(&Project, BTreeSet<usize>)> =
        joined.iter().map(|project| (*project, house.homes(&project.members))).filter(|(_, homes)| homes.len() > 1).collect();
    let mut groups = Groups::of(house.projects.len());
    joined.iter().for_each(|(_, homes)| groups.tie(homes));
    groups.tied().into_iter().for_each(|group| house.unite(group));
    for (project, _) in joined {
        for at in house.homes(&project.members) {
            if let Some(united) = &mut house.projects[at] {
                united.score = united.score.min(project.score);
                united.by_names |= project.by_names;
            }
        }
    }
    house.projects()
}

/// Which projects are tied, directly or by others.
struct Groups {
    /// For each project another one of its group, nearer to the first.
    towards: Vec<usize>,
}

impl Groups {
    fn of(projects: usize) -> Self {
        Self { towards: (0..projects).collect() }
    }

    /// The first project of a group; the way there is shortened.
    fn first(&mut self, mut of: usize) -> usize {
        while self.towards[of] != of {
            self.towards[of] = self.towards[self.towards[of]];
            of = self.towards[of];
        }
        of
    }

    fn tie(&mut self, projects: &BTreeSet<usize>) {
        for pair in projects.iter().zip(projects.iter().skip(1)) {
            let (one, other) = (self.first(*pair.0), self.first(*pair.1));
            self.towards[one.max(other)] = one.min(other);
        }
    }

    /// The groups of more than one.
    fn tied(mut self) -> Vec<BTreeSet<usize>> {
        let mut groups: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for project in 0..self.towards.len() {
            groups.entry(self.first(project)).or_default().insert(project);
        }
        groups.into_values().filter(|group| group.len() > 1).collect()
    }
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
    fn homes<'m>(&self, mentions: impl IntoIterator<Item = &'m usize>) -> BTreeSet<usize> {
        mentions.into_iter().filter_map(|&mention| self.home[mention]).collect()
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;
    use crate::check::{Mention, Proof};
    use crate::notice::{Evidence, Fact, Notice};
    use crate::page::Source;
    use crate::resolve::{Join, keys, mention_id, resolve};

    /// A mention on a page of its own: title, number.
    fn told(path: &str, title: &str, number: &str) -> Mention {
        let evidence = Evidence { start: 0, end: 0, quote: String::new(), rule: "test" };
        let text = |text: &str| (!text.is_empty()).then(|| Fact { value: text.to_owned(), evidence: evidence.clone() });
        let (title, agreement_number) = (text(title), text(number));
        let notice = Notice { title, agreement_number, municipality: text("Lipowiec"), ..Notice::default() };
        let source = Source { path: Some(path.to_owned()), url: None, sha256: "00".repeat(32) };
        Mention { source, mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() }
    }

    const ROAD: &str = "RPWM.01.02.03-28-0063/17-00";

    /// Three of a road, two of a hall, one of a school.
    fn mentions() -> Vec<Mention> {
        vec![
            told("a", "Remont drogi do Lipek", ROAD),
            told("b", "Remont drogi do Lipek", ROAD),
            told("c", "Remont drogi do Lipek", ROAD),
            told("d", "Nowa świetlica w Gruszkach", ""),
            told("e", "Nowa świetlica w Gruszkach", ""),
            told("f", "Szkoła bez barier w Jabłonce", ""),
        ]
    }

    /// Which mentions are tied and which parted, by their places in [`mentions`].
    fn bonds(mentions: &[Mention], together: &[&[usize]], apart: &[(&[usize], &[usize])]) -> Bonds {
        let ids = |of: &[usize]| of.iter().map(|&at| mention_id(&mentions[at])).collect::<Vec<_>>();
        Bonds {
            together: together.iter().map(|of| ids(of)).collect(),
            apart: apart.iter().map(|(out, stay)| (ids(out), ids(stay))).collect(),
        }
    }

    fn bound(mentions: &[Mention], bonds: &Bonds) -> Vec<Project> {
        let keys = keys(&mentions.iter().collect::<Vec<_>>());
        let position = |id: &str| mentions.iter().position(|mention| mention_id(mention) == id);
        bind(resolve(&keys), bonds, &keys, &position)
    }

    fn members(projects: &[Project]) -> Vec<Vec<usize>> {
        projects.iter().map(|project| project.members.clone()).collect()
    }

    fn plain() -> Vec<Project> {
        bound(&mentions(), &Bonds::default())
    }

    #[test]
    fn without_bonds_nothing_changes_and_unknown_mentions_are_passed_over() {
        assert_eq!(members(&plain()), [vec![0, 1, 2], vec![3, 4], vec![5]]);
        let nobody = vec!["nobody".to_owned(), "no-one".to_owned()];
        let unknown = Bonds { together: vec![nobody.clone()], apart: vec![(nobody.clone(), nobody)] };
        assert_eq!(bound(&mentions(), &unknown), plain());
    }

    #[test]
    fn what_is_tied_is_one_project_with_the_id_of_most_mentions() {
        let told = mentions();
        let projects = bound(&told, &bonds(&told, &[&[4, 1], &[5]], &[]));
        assert_eq!(members(&projects), [vec![0, 1, 2, 3, 4], vec![5]]);
        let before = plain();
        assert_eq!((&projects[0].id, projects[0].join, projects[0].pages), (&before[0].id, Join::Number, 5));
        assert!(projects[0].score <= before[0].score && projects[0].score <= before[1].score);
        assert_eq!(projects[1], before[2]);
    }

    #[test]
    fn bonds_that_share_a_mention_tie_all() {
        let told = mentions();
        let projects = bound(&told, &bonds(&told, &[&[0, 3], &[4, 5]], &[]));
        assert_eq!(members(&projects), [vec![0, 1, 2, 3, 4, 5]]);
        assert_eq!(projects, bound(&told, &bonds(&told, &[&[5, 4], &[3, 0]], &[])));
    }

    #[test]
    fn what_is_parted_has_an_id_of_its_own_and_the_rest_keeps_its() {
        let told = mentions();
        let projects = bound(&told, &bonds(&told, &[], &[(&[1, 2], &[0])]));
        assert_eq!(members(&projects), [vec![0], vec![1, 2], vec![3, 4], vec![5]]);
        assert_eq!(projects[0].id, plain()[0].id);
        let ids: BTreeSet<&String> = projects.iter().map(|project| &project.id).collect();
        assert!(ids.len() == 4 && projects[1].id.len() == 16);
        assert_eq!((projects[0].join, projects[1].pages, projects[1].score), (Join::Number, 2, 1.0));
    }

    #[test]
    fn a_new_id_hangs_on_no_order_of_pages() {
        let parted = |mentions: &[Mention], out: &str| {
            let ids = |name: &str| {
                let of = mentions.iter().filter(|mention| mention.source.path.as_deref() == Some(name));
                of.map(mention_id).collect::<Vec<_>>()
            };
            let bonds = Bonds { apart: vec![(ids(out), ids("a"))], ..Bonds::default() };
            let projects = bound(mentions, &bonds);
            let at = mentions.iter().position(|mention| mention.source.path.as_deref() == Some(out)).unwrap();
            projects.into_iter().find(|project| project.members.contains(&at)).unwrap().id
        };
        let (told, mut turned) = (mentions(), mentions());
        turned.reverse();
        assert_eq!(parted(&told, "c"), parted(&turned, "c"));
    }

    #[test]
    fn two_taken_out_one_by_one_are_two_projects_with_two_ids() {
        let told = mentions();
        let projects = bound(&told, &bonds(&told, &[], &[(&[1], &[0, 2]), (&[2], &[0, 1])]));
        assert_eq!(members(&projects)[..3], [vec![0], vec![1], vec![2]]);
        let ids: BTreeSet<&String> = projects.iter().map(|project| &project.id).collect();
        assert_eq!(ids.len(), projects.len());
    }

    #[test]
    fn what_is_taken_out_joins_the_project_it_is_said_to_tell_of() {
        let told = mentions();
        let projects = bound(&told, &bonds(&told, &[], &[(&[2, 5], &[0])]));
        assert_eq!(members(&projects), [vec![0, 1], vec![2, 5], vec![3, 4]]);
        // The project that was there already keeps its id.
        assert_eq!(projects[1].id, plain()[2].id);
    }

    #[test]
    fn what_is_apart_already_stays_as_it_is() {
        let told = mentions();
        assert_eq!(bound(&told, &bonds(&told, &[], &[(&[3], &[0]), (&[5], &[3, 4])])), plain());
        // Who is said to be on both sides stays.
        assert_eq!(bound(&told, &bonds(&told, &[], &[(&[0], &[0])])), plain());
    }

    #[test]
    fn what_is_tied_and_parted_is_parted() {
        let told = mentions();
        let projects = bound(&told, &bonds(&told, &[&[0, 3]], &[(&[3, 4], &[0])]));
        assert_eq!(members(&projects), [vec![0, 1, 2], vec![3, 4], vec![5]]);
        assert_eq!(projects[0].id, plain()[0].id);
    }
}
