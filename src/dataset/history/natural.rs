//! Which projects of before are told again under the name that resolution gives them.
//!
//! Resolution's name of before counts, and not the identifier: a project may have inherited that. A name made of an agreement number
//! says little where another page tells it: there, another title and another body are another project.

use super::before::{Before, parse_id};
use super::board::COMPARED;
use super::clues::{COLUMNS, Clues};
use super::columns::{Columns, texts};
use super::inherit::{Traces, place};
use crate::dataset::error::DatasetError;
use crate::resolve::{Join, Project};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// For each project the row of before that it is, if its name alone says so.
pub(super) fn by_name(
    edition: &Path,
    before: &Before,
    projects: &[Project],
    traces: &Traces<'_>,
) -> Result<Vec<Option<u32>>, DatasetError> {
    let other_names = OtherNames::read(edition)?;
    let named: Vec<Vec<u32>> = projects.iter().map(|project| other_names.rows(before, &project.id)).collect();
    let doubtful = doubtful(edition, before, projects, &named, traces)?;
    let clues = clues(edition, &doubtful)?;
    let mut rows = Vec::with_capacity(projects.len());
    for (project, candidates) in projects.iter().zip(named) {
        let mut found = None;
        for row in candidates {
            let is_other = match clues.get(&row) {
                Some(of) => traces.project(project)?.contradict(of),
                None => false,
            };
            if !is_other {
                found = Some(row);
                break;
            }
        }
        rows.push(found);
    }
    Ok(rows)
}

/// The projects whose identifier is not the name that resolution gave them.
struct OtherNames {
    rows: HashMap<u64, Vec<u32>>,
    ids: HashSet<u32>,
}

impl OtherNames {
    fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut names = Self { rows: HashMap::new(), ids: HashSet::new() };
        Columns::open(edition, "projects", &["project_id", "resolved_id"])?.each(|start, frame| {
            let (ids, resolved) = (texts(frame, "project_id")?, texts(frame, "resolved_id")?);
            for (row, (id, resolved)) in ids.iter().zip(resolved.iter()).enumerate() {
                let Some(resolved) = resolved.filter(|resolved| Some(*resolved) != id).and_then(parse_id) else { continue };
                names.rows.entry(resolved).or_default().push((start + row) as u32);
                names.ids.insert((start + row) as u32);
            }
            Ok(())
        })?;
        Ok(names)
    }

    /// The rows of this name: those that are told first, then those that were gone.
    fn rows(&self, before: &Before, name: &str) -> Vec<u32> {
        let Some(name) = parse_id(name) else { return Vec::new() };
        let own = before.row(name).filter(|row| !self.ids.contains(row));
        let mut rows: Vec<u32> = self.rows.get(&name).into_iter().flatten().copied().chain(own).collect();
        rows.sort_by_key(|row| (before.carried.binary_search(row).is_ok(), *row));
        rows
    }
}

/// The rows named by a number that none of the project's pages told before.
fn doubtful(
    edition: &Path,
    before: &Before,
    projects: &[Project],
    named: &[Vec<u32>],
    traces: &Traces<'_>,
) -> Result<HashSet<u32>, DatasetError> {
    let mut by_number: HashMap<u32, usize> = HashMap::new();
    let mut doubtful = HashSet::new();
    for (number, (project, rows)) in projects.iter().zip(named).enumerate() {
        if project.join == Join::Number || rows.len() > 1 {
            by_number.extend(rows.iter().map(|row| (*row, number)));
            doubtful.extend(rows);
        }
    }
    if doubtful.is_empty() {
        return Ok(doubtful);
    }
    Columns::open(edition, "mentions", &["project_id", "url", "path"])?.each(|_, frame| {
        let (ids, urls, paths) = (texts(frame, "project_id")?, texts(frame, "url")?, texts(frame, "path")?);
        for at in 0..frame.height() {
            let Some(row) = ids.get(at).and_then(parse_id).and_then(|id| before.row(id)) else { continue };
            let (Some(project), Some(place)) = (by_number.get(&row), place(urls.get(at), paths.get(at))) else { continue };
            if !doubtful.contains(&row) {
                continue;
            }
            let members = projects[*project].members.iter().take(COMPARED);
            if members.filter_map(|&member| traces.place(member)).any(|known| known == place) {
                doubtful.remove(&row);
            }
        }
        Ok(())
    })?;
    Ok(doubtful)
}

/// What was published of some rows.
fn clues(edition: &Path, rows: &HashSet<u32>) -> Result<HashMap<u32, Clues>, DatasetError> {
    let mut clues = HashMap::new();
    if rows.is_empty() {
        return Ok(clues);
    }
    Columns::open(edition, "projects", &COLUMNS)?.each(|start, frame| {
        let columns = COLUMNS.iter().map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
        for row in 0..frame.height() {
            let number = (start + row) as u32;
            if rows.contains(&number) {
                clues.insert(number, Clues::read(|column| columns[column].get(row).map(str::to_owned)));
            }
        }
        Ok(())
    })?;
    Ok(clues)
}
