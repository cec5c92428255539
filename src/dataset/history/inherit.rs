//! Which project of before a new one is, where the rules of resolution alone would call it otherwise.
//!
//! An identifier follows from a number, or else from title, body and figures; the page that prints another figure would have its
//! project begin anew. A new project takes the identifier of one that no new project has by itself
//! - if resolution called that one so before, or
//! - if both are told at one address, with one agreement number, or with alike titles and nothing that speaks against it: another
//!   number, or a start in another year, for a page that announces a programme every year keeps its title.
//!
//! The most certain pairs are joined first, so that neither the order of pages nor that of projects matters.

use super::before::{Before, parse_id, print_id};
use super::columns::{Columns, texts};
use super::scope::{Absence, Scope};
use super::values::hash;
use crate::check::Mention;
use crate::dataset::error::DatasetError;
use crate::notice::Fact;
use crate::resolve::{Project, TitleKey, fold};
use crate::value::printed_number;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Titles at one address that are as alike as this are of one project.
const ALIKE: f64 = 0.75;
/// Titles as alike as this are the same one.
const SAME: f64 = 0.95;
/// Mentions at one address that are compared with one another. Beyond, only equal titles and numbers are looked up: an archive may
/// give one address to all its pages.
const COMPARED: usize = 64;

/// How the mentions of the new edition are looked up. Most are asked for their place alone.
pub struct Traces<'t> {
    /// Where a mention stands: the page's address, which outlives the archive it is kept in, or else its path.
    pub place: &'t dyn Fn(usize) -> Option<&'t str>,
    /// What it says.
    pub mention: &'t dyn Fn(usize) -> Result<Option<Mention>, DatasetError>,
}

impl Traces<'_> {
    fn place(&self, member: usize) -> Option<u64> {
        (self.place)(member).map(hash)
    }

    fn clues(&self, member: usize) -> Result<Clues, DatasetError> {
        Ok((self.mention)(member)?.map_or_else(Clues::default, |mention| Clues::of(&mention)))
    }
}

/// As [`Traces::place`], of a mention of before.
fn place(url: Option<&str>, path: Option<&str>) -> Option<u64> {
    url.or(path).map(hash)
}

/// What tells one project of a page from another.
#[derive(Debug, Clone, Default)]
struct Clues {
    /// With what tells it from other titles.
    title: Option<(u64, TitleKey)>,
    number: Option<u64>,
    start: Option<i32>,
}

impl Clues {
    fn of(mention: &Mention) -> Self {
        let text = |fact: &'_ Option<Fact<String>>| fact.as_ref().map(|fact| fact.value.clone());
        let notice = &mention.notice;
        let (title, number) = (text(&notice.title), text(&notice.agreement_number));
        Self::new(title.as_deref(), number.as_deref(), notice.start_date.as_ref().map(|fact| fact.value.year))
    }

    fn new(title: Option<&str>, number: Option<&str>, start: Option<i32>) -> Self {
        let joined = |number: &str| hash(&printed_number::joining(number).unwrap_or_else(|| number.trim().to_uppercase()));
        let title = title.map(|title| (hash(&fold(title)), TitleKey::new(title)));
        Self { title, number: number.map(joined), start }
    }

    /// How certain it is that both are of one project: 2 by number, up to 1 by title; none if they are not.
    fn certainty(&self, other: &Self) -> Option<f64> {
        match (self.number, other.number) {
            (Some(one), Some(other)) => return (one == other).then_some(2.0),
            _ if self.start.zip(other.start).is_some_and(|(one, other)| one != other) => return None,
            _ => {}
        }
        let ((one, title), (other, other_title)) = (self.title.as_ref()?, other.title.as_ref()?);
        let likeness = if one == other { 1.0 } else { title.likeness(other_title) };
        (likeness >= ALIKE).then_some(likeness)
    }
}

/// A mention of the edition before.
#[derive(Debug)]
struct Told {
    /// Row of its project.
    project: u32,
    clues: Clues,
}

/// Mentions by place.
#[derive(Debug, Default)]
struct Board {
    told: Vec<Told>,
    places: HashMap<u64, Vec<u32>>,
    titles: HashMap<(u64, u64), Vec<u32>>,
    numbers: HashMap<(u64, u64), Vec<u32>>,
}

impl Board {
    fn add(&mut self, place: u64, project: u32, clues: Clues) {
        let Ok(number) = u32::try_from(self.told.len()) else { return };
        if let Some((title, _)) = clues.title {
            self.titles.entry((place, title)).or_default().push(number);
        }
        if let Some(of) = clues.number {
            self.numbers.entry((place, of)).or_default().push(number);
        }
        self.places.entry(place).or_default().push(number);
        self.told.push(Told { project, clues });
    }

    /// The mentions at a place that may be of the same project, with how certain that is.
    fn alike<'b>(&'b self, place: u64, clues: &'b Clues) -> impl Iterator<Item = (u32, f64)> + 'b {
        let all = self.places.get(&place).filter(|all| all.len() <= COMPARED);
        let some = all.is_none().then(|| {
            let titles = clues.title.as_ref().and_then(|(title, _)| self.titles.get(&(place, *title)));
            let numbers = clues.number.and_then(|number| self.numbers.get(&(place, number)));
            [titles, numbers].into_iter().flatten().flat_map(|found| found.iter().take(COMPARED))
        });
        let candidates = all.into_iter().flatten().chain(some.into_iter().flatten());
        candidates.filter_map(move |&number| {
            let told = self.told.get(number as usize)?;
            Some((told.project, told.clues.certainty(clues)?))
        })
    }
}

/// What became of a project of before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is told as part of this one.
    Merged(u64),
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
    let told: HashSet<u32> = projects.iter().filter_map(|project| before.row(parse_id(&project.id)?)).collect();
    let lost: BTreeSet<u32> = (0..before.projects.len() as u32).filter(|row| !told.contains(row)).collect();
    let fresh: Vec<usize> =
        (0..projects.len()).filter(|&number| parse_id(&projects[number].id).and_then(|id| before.row(id)).is_none()).collect();
    let mut found = Inheritance::default();
    if lost.is_empty() && fresh.is_empty() {
        return Ok(found);
    }
    let places = fresh.iter().flat_map(|&number| &projects[number].members).filter_map(|&member| traces.place(member));
    let lost = Lost::read(edition, before, lost, places.collect())?;
    let pairs = pairs(&lost, projects, &fresh, traces)?;
    let mut taken: HashSet<u32> = HashSet::new();
    let mut named: HashSet<usize> = HashSet::new();
    for &Pair { row, project, .. } in pairs.iter().filter(|pair| lost.rows.contains(&pair.row)) {
        if taken.contains(&row) || !named.insert(project) {
            continue;
        }
        taken.insert(row);
        let id = before.projects[row as usize].id;
        found.resolved.insert(id, std::mem::replace(&mut projects[project].id, print_id(id)));
    }
    let known: HashMap<&str, usize> =
        projects.iter().enumerate().map(|(number, project)| (project.id.as_str(), number)).collect();
    for &Pair { row, project, certainty } in pairs.iter().filter(|pair| !named.contains(&pair.project)) {
        let id = before.projects[row as usize].id;
        let of = known.get(print_id(id).as_str()).map(|&number| &projects[number]);
        let Some(new) = parse_id(&projects[project].id).filter(|new| !found.split.contains_key(new)) else { continue };
        let Some(of) = of.filter(|_| certainty >= SAME) else { continue };
        if !shares_mention(of, &projects[project], traces)? {
            found.split.insert(new, id);
        }
    }
    let left: BTreeSet<u32> = lost.rows.iter().copied().filter(|row| !taken.contains(row)).collect();
    let merged = lost.merged(before, &left, projects, traces)?;
    let absences = lost.absences(edition, &left, scope)?;
    for row in left {
        let absent = || Fate::Absent(absences.get(&row).copied().unwrap_or(Absence::OutOfScope));
        found.fates.insert(row, merged.get(&row).map_or_else(absent, |&into| Fate::Merged(into)));
    }
    Ok(found)
}

/// A project of before and a new one that may be the same.
#[derive(Debug, Clone, Copy)]
struct Pair {
    row: u32,
    project: usize,
    certainty: f64,
}

/// The new projects with those of before they may be, the most certain first.
fn pairs(lost: &Lost, projects: &[Project], fresh: &[usize], traces: &Traces<'_>) -> Result<Vec<Pair>, DatasetError> {
    let mut all: Vec<(Pair, usize)> = Vec::new();
    for &project in fresh {
        let mut of: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
        if let Some(&row) = lost.resolved.get(&projects[project].id) {
            of.insert(row, (3.0, 1));
        }
        for &member in &projects[project].members {
            let Some(place) = traces.place(member).filter(|place| lost.board.places.contains_key(place)) else { continue };
            for (row, certainty) in lost.board.alike(place, &traces.clues(member)?) {
                let (most, shared) = of.entry(row).or_insert((certainty, 0));
                (*most, *shared) = (most.max(certainty), *shared + 1);
            }
        }
        all.extend(of.into_iter().map(|(row, (certainty, shared))| (Pair { row, project, certainty }, shared)));
    }
    all.sort_by(|(a, a_shared), (b, b_shared)| {
        let order = |pair: &Pair, shared: usize| (Reverse(shared), pair.row, pair.project);
        b.certainty.total_cmp(&a.certainty).then_with(|| order(a, *a_shared).cmp(&order(b, *b_shared)))
    });
    Ok(all.into_iter().map(|(pair, _)| pair).collect())
}

/// Whether two projects are told at one place in the same words: then one was not told as the other before, there are two of them.
fn shares_mention(one: &Project, other: &Project, traces: &Traces<'_>) -> Result<bool, DatasetError> {
    let words = |project: &Project| -> Result<Vec<(Option<u64>, Clues)>, DatasetError> {
        project.members.iter().take(COMPARED).map(|&member| Ok((traces.place(member), traces.clues(member)?))).collect()
    };
    let others = words(other)?;
    Ok(words(one)?.iter().any(|(place, clues)| {
        others.iter().any(|(at, of)| place == at && clues.certainty(of).is_some_and(|certainty| certainty >= SAME))
    }))
}

/// The projects of before that no new one is by itself, and what their places told.
struct Lost {
    rows: BTreeSet<u32>,
    /// What they were called by resolution.
    resolved: HashMap<String, u32>,
    /// The mentions at their places, and at those of the new projects.
    board: Board,
    /// The places of their own mentions.
    places: HashMap<u64, Vec<u32>>,
    /// Their pages: identifier and path.
    pages: Vec<(u32, String, Option<String>)>,
    /// Where those stood that no page told before either: source and path.
    stood: Vec<(u32, Option<String>, Option<String>)>,
}

impl Lost {
    fn read(edition: &Path, before: &Before, rows: BTreeSet<u32>, fresh: HashSet<u64>) -> Result<Self, DatasetError> {
        let mut lost = Self {
            rows,
            resolved: HashMap::new(),
            board: Board::default(),
            places: HashMap::new(),
            pages: Vec::new(),
            stood: Vec::new(),
        };
        lost.read_projects(edition, before)?;
        lost.read_pages(edition, before)?;
        lost.read_mentions(edition, before, &fresh)?;
        Ok(lost)
    }

    /// What `projects` says of them: of those carried over there are no mentions.
    fn read_projects(&mut self, edition: &Path, before: &Before) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["resolved_id", "url", "path", "source", "title", "agreement_number", "start_date"];
        let carried: HashSet<u32> = before.carried.iter().copied().collect();
        if self.rows.is_empty() {
            return Ok(());
        }
        Columns::open(edition, "projects", COLUMNS)?.each(|start, frame| {
            let columns = COLUMNS.iter().map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
            for row in 0..frame.height() {
                let project = (start + row) as u32;
                if !self.rows.contains(&project) {
                    continue;
                }
                let text = |column: usize| columns[column].get(row);
                if let Some(resolved) = text(0) {
                    self.resolved.insert(resolved.to_owned(), project);
                }
                if carried.contains(&project) {
                    self.stood.push((project, text(3).map(str::to_owned), text(2).map(str::to_owned)));
                    if let Some(place) = place(text(1), text(2)) {
                        self.board.add(place, project, Clues::new(text(4), text(5), year(text(6))));
                    }
                }
            }
            Ok(())
        })
    }

    fn read_pages(&mut self, edition: &Path, before: &Before) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["project_id", "page_id", "url", "path"];
        if self.rows.is_empty() {
            return Ok(());
        }
        Columns::open(edition, "mentions", COLUMNS)?.each(|_, frame| {
            let columns = COLUMNS.iter().map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
            for row in 0..frame.height() {
                let text = |column: usize| columns[column].get(row);
                let project = text(0).and_then(parse_id).and_then(|id| before.row(id));
                let Some(project) = project.filter(|project| self.rows.contains(project)) else { continue };
                if let Some(place) = place(text(2), text(3)) {
                    self.places.entry(place).or_default().push(project);
                }
                self.pages.push((project, text(1).unwrap_or_default().to_owned(), text(3).map(str::to_owned)));
            }
            Ok(())
        })
    }

    fn read_mentions(&mut self, edition: &Path, before: &Before, fresh: &HashSet<u64>) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["project_id", "url", "path", "title", "agreement_number", "start_date"];
        Columns::open(edition, "mentions", COLUMNS)?.each(|_, frame| {
            let columns = COLUMNS.iter().map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
            for row in 0..frame.height() {
                let text = |column: usize| columns[column].get(row);
                let wanted = |place: &u64| fresh.contains(place) || self.places.contains_key(place);
                let Some(place) = place(text(1), text(2)).filter(wanted) else { continue };
                let Some(project) = text(0).and_then(parse_id).and_then(|id| before.row(id)) else { continue };
                self.board.add(place, project, Clues::new(text(3), text(4), year(text(5))));
            }
            Ok(())
        })
    }

    /// Which of them are told as part of another project of before: at their place and in their words stands one that did not stand
    /// there.
    fn merged(
        &self,
        before: &Before,
        left: &BTreeSet<u32>,
        projects: &[Project],
        traces: &Traces<'_>,
    ) -> Result<HashMap<u32, u64>, DatasetError> {
        let mut merged: BTreeMap<u32, (f64, Reverse<u64>)> = BTreeMap::new();
        if left.is_empty() {
            return Ok(HashMap::new());
        }
        for project in projects {
            let Some((id, row)) = parse_id(&project.id).and_then(|id| Some((id, before.row(id)?))) else { continue };
            for &member in &project.members {
                let Some(place) = traces.place(member).filter(|place| self.places.contains_key(place)) else { continue };
                let clues = traces.clues(member)?;
                let alike: Vec<(u32, f64)> =
                    self.board.alike(place, &clues).filter(|(_, certainty)| *certainty >= SAME).collect();
                if alike.iter().any(|(of, _)| *of == row) {
                    continue;
                }
                for (of, certainty) in alike.into_iter().filter(|(of, _)| left.contains(of)) {
                    let best = merged.entry(of).or_insert((certainty, Reverse(id)));
                    if (certainty, Reverse(id)) > *best {
                        *best = (certainty, Reverse(id));
                    }
                }
            }
        }
        Ok(merged.into_iter().map(|(row, (_, Reverse(id)))| (row, id)).collect())
    }

    /// Whether those that are left were looked for: all of their pages.
    fn absences(&self, edition: &Path, left: &BTreeSet<u32>, scope: &Scope) -> Result<HashMap<u32, Absence>, DatasetError> {
        let mut absences: HashMap<u32, Absence> = HashMap::new();
        let mut note = |row: u32, source: Option<&str>, path: Option<&str>| {
            let absence = scope.absence(source, path);
            let known = absences.entry(row).or_insert(absence);
            *known = absence.max(*known);
        };
        for (row, source, path) in self.stood.iter().filter(|(row, ..)| left.contains(row)) {
            note(*row, source.as_deref(), path.as_deref());
        }
        let mut pages: HashMap<&str, Vec<(u32, Option<&str>)>> = HashMap::new();
        for (row, page, path) in self.pages.iter().filter(|(row, ..)| left.contains(row)) {
            pages.entry(page).or_default().push((*row, path.as_deref()));
        }
        if pages.is_empty() {
            return Ok(absences);
        }
        Columns::open(edition, "pages", &["page_id", "source"])?.each(|_, frame| {
            let (ids, sources) = (texts(frame, "page_id")?, texts(frame, "source")?);
            for (id, source) in ids.iter().zip(sources.iter()) {
                let told = id.and_then(|id| pages.get(id)).into_iter().flatten();
                told.for_each(|&(row, path)| note(row, source, path));
            }
            Ok(())
        })?;
        Ok(absences)
    }
}

fn year(date: Option<&str>) -> Option<i32> {
    date?.get(..4)?.parse().ok()
}
