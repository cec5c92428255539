//! Rows of the edition before that stay: projects that no page tells any more, and values that were published once.

use super::before::{Before, parse_id};
use super::columns::{Columns, align, texts};
use super::inherit::Fate;
use super::lifetime::Presence;
use super::scope::Absence;
use super::table;
use crate::dataset::error::DatasetError;
use crate::dataset::frame::table as table_of;
use crate::dataset::{fields, places, schema};
use crate::table::Named;
use crate::table::Spec;
use polars::prelude::{BooleanChunked, DataFrame, IntoColumn, NamedFrom, NewChunkedArray, Series};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// What stays of a project of before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stay {
    /// Nothing: it is told in another way, or not looked for.
    No,
    /// Its earlier values; it is told itself.
    Past,
    /// All of it.
    Whole(Presence),
}

/// The rows that stay, piece by piece as they stand in the tables before.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Carried {
    edition: PathBuf,
    rows: HashMap<u64, u32>,
    stay: Vec<Stay>,
    tables: BTreeMap<&'static str, (Columns, Vec<Spec>)>,
    projects: usize,
}

impl Carried {
    /// Decides of every project of before.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub(super) fn new(edition: PathBuf, before: &Before, fates: &BTreeMap<u32, Fate>) -> Result<Self, DatasetError> {
        let of = |(row, project): (usize, &super::before::WasProject)| match fates.get(&(row as u32)) {
            None => Stay::Past,
            Some(Fate::Absent(absence)) => absent(project.presence, *absence).map_or(Stay::No, Stay::Whole),
            Some(Fate::Merged(_) | Fate::Rejected) => Stay::No,
        };
        let stay: Vec<Stay> = before.projects.iter().enumerate().map(of).collect();
        let rows = before.projects.iter().enumerate().map(|(row, project)| (project.id, row as u32)).collect();
        let projects = stay.iter().filter(|stay| matches!(stay, Stay::Whole(_))).count();
        let mut carried = Self { edition, rows, stay, tables: BTreeMap::new(), projects };
        carried.open("history", columns(&table::history()))?;
        if projects > 0 {
            carried.open("projects", columns(&schema::projects()))?;
            carried.open("fields", columns(&fields::fields()))?;
            carried.open("locations", columns(&places::locations()))?;
        }
        Ok(carried)
    }

    fn open(&mut self, name: &'static str, specs: Vec<Spec>) -> Result<(), DatasetError> {
        let columns = Columns::open_present(&self.edition, name, &specs)?;
        self.tables.insert(name, (columns, specs));
        Ok(())
    }

    /// Number of projects that stay although no page tells them.
    pub(in crate::dataset) const fn projects(&self) -> usize {
        self.projects
    }

    /// Number of pieces of a table (`projects`, `fields`, `locations`, `history`) to look at: none where no row stays.
    pub(in crate::dataset) fn pieces(&self, table: &str) -> usize {
        self.tables.get(table).map_or(0, |(columns, _)| columns.pieces())
    }

    /// The rows of a piece that stay, in the form of the table.
    ///
    /// # Errors
    /// When the table cannot be read, or is of another form.
    pub(in crate::dataset) fn piece(&self, table: &str, number: usize) -> Result<DataFrame, DatasetError> {
        let Some((columns, specs)) = self.tables.get(table) else { return Ok(DataFrame::empty()) };
        let (_, frame) = columns.piece(number)?;
        let stays: Vec<Stay> = texts(&frame, "project_id")?.iter().map(|id| self.stay(id)).collect();
        let is_kept = |stay: &Stay| matches!(stay, Stay::Whole(_)) || (table == "history" && *stay == Stay::Past);
        let kept: Vec<Stay> = stays.iter().copied().filter(is_kept).collect();
        let mask = BooleanChunked::from_slice("".into(), &stays.iter().map(is_kept).collect::<Vec<_>>());
        let mut frame = align(&frame.filter(&mask)?, specs, &self.edition)?;
        match table {
            "projects" => mark(&mut frame, &kept)?,
            "fields" => nothing(&mut frame, "mention_id")?,
            _ => {}
        }
        Ok(frame)
    }

    /// The rows of `locations` that stay, all together: they are narrow.
    ///
    /// # Errors
    /// When the table cannot be read, or is of another form.
    pub(in crate::dataset) fn locations(&self) -> Result<DataFrame, DatasetError> {
        let mut all = table_of(&places::locations(), &[])?;
        for piece in 0..self.pieces("locations") {
            all.vstack_mut(&self.piece("locations", piece)?)?;
        }
        Ok(all)
    }

    fn stay(&self, id: Option<&str>) -> Stay {
        let row = id.and_then(parse_id).and_then(|id| self.rows.get(&id));
        row.and_then(|&row| self.stay.get(row as usize)).copied().unwrap_or(Stay::No)
    }
}

/// The presence of a project that no page tells; none if it does not stay.
pub(super) const fn absent(before: Presence, absence: Absence) -> Option<Presence> {
    match (absence, before) {
        (Absence::OutOfScope, _) => None,
        (Absence::Gone, _) | (Absence::Unsure, Presence::Gone) => Some(Presence::Gone),
        (Absence::Unsure, _) => Some(Presence::Unreachable),
    }
}

/// A project that no page tells has neither mentions nor pages.
fn mark(frame: &mut DataFrame, stays: &[Stay]) -> Result<(), DatasetError> {
    let presence = stays.iter().map(|stay| match stay {
        Stay::Whole(presence) => Some(presence.name()),
        _ => None,
    });
    let presence = Series::new("presence".into(), presence.collect::<Vec<_>>());
    let wanted = frame.column("presence")?.dtype().clone();
    frame.with_column(presence.strict_cast(&wanted)?.into_column())?;
    for name in ["mentions", "pages"] {
        frame.with_column(Series::new(name.into(), vec![0i64; stays.len()]).into_column())?;
    }
    nothing(frame, "mention_id")
}

fn nothing(frame: &mut DataFrame, column: &str) -> Result<(), DatasetError> {
    let of = frame.column(column)?.dtype().clone();
    frame.with_column(Series::full_null(column.into(), frame.height(), &of).into_column())?;
    Ok(())
}

fn columns<R>(columns: &[crate::table::Column<R>]) -> Vec<Spec> {
    columns.iter().map(|column| column.spec).collect()
}
