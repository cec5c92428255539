//! Which project of before a new one is, where the rules of resolution alone would call it otherwise.
//!
//! An identifier follows from a number, or else from title, body and figures; the page that prints another figure would have its
//! project begin anew, and count twice. A new project takes the identifier of one of before that resolution calls the same
//! ([`super::natural`]), or that no new project is by its name and
//! - both are told at one address, with one agreement number, or with alike titles and nothing that speaks against it, or
//! - it is told elsewhere, and number, total or title, body and dates say so ([`super::elsewhere`]).
//!
//! The most certain pairs are joined first, so that neither the order of pages nor that of projects matters.

use super::before::{Before, parse_id, print_id};
use super::board::COMPARED;
use super::clues::{Clues, Fit, SAME, Standing};
use super::elsewhere::Elsewhere;
use super::lost::Lost;
use super::natural::by_name;
use super::scope::{Absence, Scope, absolute};
use super::values::hash;
use crate::check::Mention;
use crate::dataset::error::DatasetError;
use crate::resolve::{Project, hex};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Mentions of a project that are read to know what it tells.
const TOGETHER: usize = 7;

/// How the mentions of the new edition are looked up. Most are asked for their place alone.
pub struct Traces<'t> {
    /// Where a mention stands: the page's address, which outlives the archive it is kept in, or else its path.
    pub place: &'t dyn Fn(usize) -> Option<&'t str>,
    /// What it says.
    pub mention: &'t dyn Fn(usize) -> Result<Option<Mention>, DatasetError>,
    /// What its page says, where people have put it right; none elsewhere.
    pub read: &'t dyn Fn(usize) -> Result<Option<Mention>, DatasetError>,
    /// Mentions that are read, but tell of no project, as a person says: where their pages stand, and their numbers there.
    pub rejected: &'t [(String, usize)],
}

impl Traces<'_> {
    pub(super) fn place(&self, member: usize) -> Option<u64> {
        (self.place)(member).map(of_place)
    }

    /// What the mentions of a project tell, that which tells most first.
    pub(super) fn project(&self, project: &Project) -> Result<Clues, DatasetError> {
        let mut clues = self.clues(project.best)?;
        for &member in project.members.iter().filter(|member| **member != project.best).take(TOGETHER) {
            clues.fill(self.clues(member)?);
        }
        Ok(clues)
    }

    fn clues(&self, member: usize) -> Result<Clues, DatasetError> {
        Ok((self.mention)(member)?.map_or_else(Clues::default, |mention| Clues::of(&mention)))
    }

    /// What its page tells: whoever corrects a title does not make another project of it.
    pub(super) fn read(&self, member: usize) -> Result<Clues, DatasetError> {
        (self.read)(member)?.map_or_else(|| self.clues(member), |mention| Ok(Clues::of(&mention)))
    }
}

/// As [`Traces::place`], of a mention of before.
pub(super) fn place(url: Option<&str>, path: Option<&str>) -> Option<u64> {
    url.or(path).map(of_place)
}

/// The same for a path however it is written.
pub(super) fn of_place(place: &str) -> u64 {
    if place.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        return hash(place);
    }
    hash(absolute(Path::new(place)).as_os_str())
}

/// What became of a project of before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is told as part of this one.
    Merged(u64),
    /// A person says that none of its mentions tells of a project.
    Rejected,
    /// No page tells it.
    Absent(Absence),
}

/// What was found out.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    /// Of projects that no new one is, what became of them, by row.
    pub(super) fates: BTreeMap<u32, Fate>,
    /// New projects that were told as part of another one, and its identifier.
    pub(super) split: HashMap<u64, u64>,
    /// What resolution calls the projects that took another identifier.
    pub(super) resolved: HashMap<u64, String>,
}

/// Gives projects the identifiers they had.
///
/// # Errors
/// When a table of the edition before cannot be read.
pub(super) fn inherit(
    edition: &Path,
    before: &Before,
    scope: &Scope,
    projects: &mut [Project],
    traces: &Traces<'_>,
) -> Result<Inheritance, DatasetError> {
    let by_name = by_name(edition, before, projects, traces)?;
    let told: HashSet<u32> = by_name.iter().flatten().copied().collect();
    let lost: BTreeSet<u32> = (0..before.projects.len() as u32).filter(|row| !told.contains(row)).collect();
    let fresh: Vec<usize> = (0..projects.len()).filter(|&number| by_name[number].is_none()).collect();
    let mut found = Inheritance::default();
    for (project, row) in projects.iter_mut().zip(by_name) {
        found.take(project, row.map(|row| before.projects[row as usize].id));
    }
    if lost.is_empty() && fresh.is_empty() {
        return Ok(found);
    }
    let places = fresh.iter().flat_map(|&number| &projects[number].members).filter_map(|&member| traces.place(member));
    let lost = Lost::read(edition, before, lost, places.collect(), traces.rejected)?;
    let elsewhere = if lost.rows.is_empty() { Elsewhere::default() } else { Elsewhere::new(projects, &fresh, traces)? };
    let mut pairs = pairs(&lost, &elsewhere, projects, &fresh, traces)?;
    pairs.extend(elsewhere.pairs(edition, &lost.rows, projects, traces)?);
    pairs.sort_by(|a, b| {
        let order = |pair: &Pair| (Reverse(pair.shared), pair.row, pair.project);
        b.fit.certainty.total_cmp(&a.fit.certainty).then_with(|| order(a).cmp(&order(b)))
    });
    let (mut taken, mut named) = (HashSet::new(), HashSet::new());
    for (row, project) in chosen(&pairs, &lost.rows, &mut taken, &mut named) {
        found.take(&mut projects[project], Some(before.projects[row as usize].id));
    }
    rename(before, projects, fresh.iter().copied().filter(|number| !named.contains(number)), traces, &mut found)?;
    let known: HashMap<&str, usize> =
        projects.iter().enumerate().map(|(number, project)| (project.id.as_str(), number)).collect();
    for &Pair { row, project, fit, .. } in pairs.iter().filter(|pair| pair.is_here && !named.contains(&pair.project)) {
        let id = before.projects[row as usize].id;
        let of = known.get(print_id(id).as_str()).map(|&number| &projects[number]);
        let Some(new) = parse_id(&projects[project].id).filter(|new| !found.split.contains_key(new)) else { continue };
        let Some(of) = of.filter(|_| fit.likeness >= SAME) else { continue };
        if !shares_mention(of, &projects[project], traces)? {
            found.split.insert(new, id);
        }
    }
    let left: BTreeSet<u32> = lost.rows.iter().copied().filter(|row| !taken.contains(row)).collect();
    let merged = lost.merged(before, &left, projects, traces)?;
    let absences = lost.absences(edition, &left, scope)?;
    for row in left {
        let absent = || Fate::Absent(absences.get(&row).copied().unwrap_or(Absence::OutOfScope));
        let fate = match merged.get(&row) {
            _ if lost.is_rejected(row) => Fate::Rejected,
            Some(&into) => Fate::Merged(into),
            None => absent(),
        };
        found.fates.insert(row, fate);
    }
    Ok(found)
}

impl Inheritance {
    /// Gives a project the identifier of one of before.
    fn take(&mut self, project: &mut Project, id: Option<u64>) {
        let Some(id) = id.map(|id| (id, print_id(id))).filter(|(_, id)| *id != project.id) else { return };
        self.resolved.insert(id.0, std::mem::replace(&mut project.id, id.1));
    }
}

/// A project of before and a new one that may be the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) row: u32,
    pub(super) project: usize,
    pub(super) fit: Fit,
    /// Number of mentions that say so.
    pub(super) shared: usize,
    /// Whether both are told at one address.
    pub(super) is_here: bool,
}

/// The new projects with those of before that they may be because of what one address tells.
fn pairs(
    lost: &Lost,
    elsewhere: &Elsewhere,
    projects: &[Project],
    fresh: &[usize],
    traces: &Traces<'_>,
) -> Result<Vec<Pair>, DatasetError> {
    let mut all = Vec::new();
    for &project in fresh {
        let mut of: BTreeMap<u32, Pair> = BTreeMap::new();
        for &member in &projects[project].members {
            let Some(place) = traces.place(member).filter(|place| lost.board.places.contains_key(place)) else { continue };
            let clues = traces.read(member)?;
            for (row, fit) in lost.board.alike(place, &clues, elsewhere.is_shared(&clues)) {
                let pair = of.entry(row).or_insert(Pair { row, project, fit, shared: 0, is_here: true });
                pair.shared += 1;
                if fit.certainty > pair.fit.certainty {
                    pair.fit = fit;
                }
            }
        }
        all.extend(of.into_values());
    }
    Ok(all)
}

/// The pairs that are joined, out of those sorted by certainty. Of addresses that are not the same, only what fits alone.
fn chosen(pairs: &[Pair], lost: &BTreeSet<u32>, taken: &mut HashSet<u32>, named: &mut HashSet<usize>) -> Vec<(u32, usize)> {
    let mut chosen = Vec::new();
    // What fits several equally well is none of them.
    let (mut open_rows, mut open_projects) = (HashSet::new(), HashSet::new());
    for equal in pairs.chunk_by(|a, b| (a.fit.certainty - b.fit.certainty).abs() < 1e-9) {
        let is_free = |pair: &&Pair, taken: &HashSet<u32>, named: &HashSet<usize>| {
            lost.contains(&pair.row) && !taken.contains(&pair.row) && !named.contains(&pair.project)
        };
        for pair in equal.iter().filter(|pair| pair.is_here) {
            if is_free(&pair, taken, named) {
                taken.insert(pair.row);
                named.insert(pair.project);
                chosen.push((pair.row, pair.project));
            }
        }
        let left: Vec<&Pair> = equal.iter().filter(|pair| !pair.is_here && is_free(pair, taken, named)).collect();
        let (mut rows, mut projects): (HashMap<u32, usize>, HashMap<usize, usize>) = Default::default();
        for pair in &left {
            *rows.entry(pair.row).or_default() += 1;
            *projects.entry(pair.project).or_default() += 1;
        }
        for pair in left {
            if rows[&pair.row] > 1 || projects[&pair.project] > 1 {
                open_rows.insert(pair.row);
                open_projects.insert(pair.project);
            } else if !open_rows.contains(&pair.row) && !open_projects.contains(&pair.project) {
                taken.insert(pair.row);
                named.insert(pair.project);
                chosen.push((pair.row, pair.project));
            }
        }
    }
    chosen
}

/// Gives new projects another identifier where theirs is that of another project of before.
fn rename(
    before: &Before,
    projects: &mut [Project],
    new: impl Iterator<Item = usize>,
    traces: &Traces<'_>,
    found: &mut Inheritance,
) -> Result<(), DatasetError> {
    let not_free: Vec<usize> =
        new.filter(|&number| parse_id(&projects[number].id).is_some_and(|id| before.row(id).is_some())).collect();
    if not_free.is_empty() {
        return Ok(());
    }
    let mut known: HashSet<u64> = projects.iter().filter_map(|project| parse_id(&project.id)).collect();
    for number in not_free {
        let (old, clues) = (projects[number].id.clone(), traces.project(&projects[number])?);
        let ids = (0u32..).map(|rank| {
            let name = format!("{old}\n{}\n{rank}", clues.owner());
            hex(&Sha256::digest(name.as_bytes())[..8])
        });
        let mut free = ids.filter_map(|id| parse_id(&id)).filter(|id| before.row(*id).is_none());
        found.take(&mut projects[number], free.find(|id| known.insert(*id)));
    }
    Ok(())
}

/// Whether two projects are told at one place in the same words: then one was not told as the other before, there are two of them.
fn shares_mention(one: &Project, other: &Project, traces: &Traces<'_>) -> Result<bool, DatasetError> {
    let words = |project: &Project| -> Result<Vec<(Option<u64>, Clues)>, DatasetError> {
        project.members.iter().take(COMPARED).map(|&member| Ok((traces.place(member), traces.read(member)?))).collect()
    };
    let others = words(other)?;
    Ok(words(one)?.iter().any(|(place, clues)| {
        others.iter().any(|(at, of)| place == at && clues.fit(of, false, Standing::Here).is_some_and(|fit| fit.likeness >= SAME))
    }))
}
