//! The projects of before that no new one is by itself: where they were told, and what became of them.

use super::before::{Before, parse_id};
use super::board::Board;
use super::clues::{self, Clues, SAME};
use super::columns::{Columns, Originals, texts};
use super::inherit::{Traces, of_place, place};
use super::scope::{Absence, Scope};
use crate::dataset::error::DatasetError;
use crate::resolve::Project;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Where a page stands: address and path.
type Place = [Option<String>; 2];

/// The projects of before that no new one is by itself, and what their places told.
pub(super) struct Lost {
    pub(super) rows: BTreeSet<u32>,
    /// The mentions at their places, and at those of the new projects.
    pub(super) board: Board,
    /// The places of their own mentions.
    places: HashMap<u64, Vec<u32>>,
    /// Their pages: identifier, address and path.
    pages: Vec<(u32, String, Place)>,
    /// Where those stood that no page told before either: source, address and path.
    stood: Vec<(u32, [Option<String>; 3])>,
    /// Mentions that a person rejects: places and numbers.
    rejected: HashSet<(u64, usize)>,
    /// Whether a person rejects all their mentions.
    is_rejected: HashMap<u32, bool>,
}

impl Lost {
    pub(super) fn read(
        edition: &Path,
        before: &Before,
        rows: BTreeSet<u32>,
        fresh: HashSet<u64>,
        rejected: &[(String, usize)],
    ) -> Result<Self, DatasetError> {
        let mut lost = Self {
            rows,
            board: Board::default(),
            places: HashMap::new(),
            pages: Vec::new(),
            stood: Vec::new(),
            rejected: rejected.iter().map(|(place, number)| (of_place(place), *number)).collect(),
            is_rejected: HashMap::new(),
        };
        lost.read_projects(edition, before)?;
        lost.read_pages(edition, before)?;
        lost.read_mentions(edition, before, &fresh)?;
        Ok(lost)
    }

    /// What `projects` says of them: of those carried over there are no mentions.
    fn read_projects(&mut self, edition: &Path, before: &Before) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["url", "path", "source"];
        let carried: HashSet<u32> = before.carried.iter().copied().collect();
        if self.rows.is_empty() {
            return Ok(());
        }
        Columns::open(edition, "projects", &[COLUMNS, &clues::COLUMNS].concat())?.each(|start, frame| {
            let columns = COLUMNS.iter().chain(&clues::COLUMNS).map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
            for row in 0..frame.height() {
                let project = (start + row) as u32;
                if !self.rows.contains(&project) {
                    continue;
                }
                let text = |column: usize| columns[column].get(row);
                if carried.contains(&project) {
                    self.stood.push((project, [text(2), text(0), text(1)].map(|text| text.map(str::to_owned))));
                    if let Some(place) = place(text(0), text(1)) {
                        self.board.add(place, project, Clues::read(|column| text(3 + column).map(str::to_owned)));
                    }
                }
            }
            Ok(())
        })
    }

    fn read_pages(&mut self, edition: &Path, before: &Before) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["project_id", "page_id", "url", "path", "mention_id"];
        if self.rows.is_empty() {
            return Ok(());
        }
        Columns::open(edition, "mentions", COLUMNS)?.each(|_, frame| {
            let columns = COLUMNS.iter().map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
            for row in 0..frame.height() {
                let text = |column: usize| columns[column].get(row);
                let project = text(0).and_then(parse_id).and_then(|id| before.row(id));
                let Some(project) = project.filter(|project| self.rows.contains(project)) else { continue };
                let stood = place(text(2), text(3));
                if let Some(place) = stood {
                    self.places.entry(place).or_default().push(project);
                }
                let number = text(4).and_then(|id| id.rsplit_once('-')).and_then(|(_, number)| number.parse().ok());
                let is_rejected = stood.zip(number).is_some_and(|mention| self.rejected.contains(&mention));
                *self.is_rejected.entry(project).or_insert(true) &= is_rejected;
                let place = [text(2), text(3)].map(|text| text.map(str::to_owned));
                self.pages.push((project, text(1).unwrap_or_default().to_owned(), place));
            }
            Ok(())
        })
    }

    fn read_mentions(&mut self, edition: &Path, before: &Before, fresh: &HashSet<u64>) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["project_id", "url", "path"];
        Columns::open(edition, "mentions", &[COLUMNS, &clues::COLUMNS, &["corrected"]].concat())?.each(|_, frame| {
            let columns = COLUMNS.iter().chain(&clues::COLUMNS).map(|name| texts(frame, name)).collect::<Result<Vec<_>, _>>()?;
            let corrected = Originals::of(frame)?;
            for row in 0..frame.height() {
                let text = |column: usize| columns[column].get(row);
                let wanted = |place: &u64| fresh.contains(place) || self.places.contains_key(place);
                let Some(place) = place(text(1), text(2)).filter(wanted) else { continue };
                let Some(project) = text(0).and_then(parse_id).and_then(|id| before.row(id)) else { continue };
                // What its page told, whatever people had put in its place.
                let (originals, told) = (corrected.of_row(row)?, |column: usize| text(3 + column).map(str::to_owned));
                let read = |column: usize| originals.get(clues::COLUMNS[column]).cloned().unwrap_or_else(|| told(column));
                self.board.add(place, project, Clues::read(read));
            }
            Ok(())
        })
    }

    /// Whether a person says that it is no project.
    pub(super) fn is_rejected(&self, row: u32) -> bool {
        self.is_rejected.get(&row).copied().unwrap_or(false)
    }

    /// Which of them are told as part of another project of before: at their place and in their words stands one that did not stand
    /// there.
    pub(super) fn merged(
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
                let clues = traces.read(member)?;
                let alike = self.board.alike(place, &clues, false).filter(|(_, fit)| fit.likeness >= SAME);
                let alike: Vec<(u32, f64)> = alike.map(|(row, fit)| (row, fit.certainty)).collect();
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
    pub(super) fn absences(
        &self,
        edition: &Path,
        left: &BTreeSet<u32>,
        scope: &Scope,
    ) -> Result<HashMap<u32, Absence>, DatasetError> {
        let mut absences: HashMap<u32, Absence> = HashMap::new();
        let scope = scope.resolved();
        let mut note = |row: u32, source: Option<&str>, url: Option<&str>, path: Option<&str>| {
            let absence = scope.absence(source, url, path);
            let known = absences.entry(row).or_insert(absence);
            *known = absence.max(*known);
        };
        for (row, [source, url, path]) in self.stood.iter().filter(|(row, ..)| left.contains(row)) {
            note(*row, source.as_deref(), url.as_deref(), path.as_deref());
        }
        let mut pages: HashMap<&str, Vec<(u32, &Place)>> = HashMap::new();
        for (row, page, place) in self.pages.iter().filter(|(row, ..)| left.contains(row)) {
            pages.entry(page).or_default().push((*row, place));
        }
        if pages.is_empty() {
            return Ok(absences);
        }
        Columns::open(edition, "pages", &["page_id", "source"])?.each(|_, frame| {
            let (ids, sources) = (texts(frame, "page_id")?, texts(frame, "source")?);
            for (id, source) in ids.iter().zip(sources.iter()) {
                let told = id.and_then(|id| pages.get(id)).into_iter().flatten();
                told.for_each(|&(row, [url, path])| note(row, source, url.as_deref(), path.as_deref()));
            }
            Ok(())
        })?;
        Ok(absences)
    }
}
