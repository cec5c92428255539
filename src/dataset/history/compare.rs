//! Two published editions against one another, whether one follows from the other or not.

use super::before::{Before, WasProject, parse_id, print_id};
use super::columns::{Columns, texts};
use super::lifetime::Presence;
use super::previous::whole;
use super::table::ChangeKind;
use super::track::{Change, read_values, turn};
use super::values::Fields;
use crate::dataset::edition::Edition;
use crate::dataset::error::DatasetError;
use crate::resolve::FIELDS;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// The tables that are compared.
const TABLES: &[&str] = &["projects", "fields", "changes"];

/// What two editions have not in common.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The earlier edition.
    pub before: Edition,
    /// The later one.
    pub after: Edition,
    /// The differences, by project, kind and field.
    pub differences: Vec<EditionChange>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionChange {
    /// The project.
    pub project_id: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// What happened.
    pub kind: ChangeKind,
    /// The column of `projects`; none where the whole project is meant.
    pub field: Option<&'static str>,
    /// The earlier value; of merged and split projects the other project's id.
    pub before: Option<String>,
    /// The later value.
    pub after: Option<String>,
    /// The currency of the project's sums, if both editions agree on it.
    pub currency: Option<String>,
}

/// Compares two editions. Values that are only written in another form are no difference.
///
/// # Errors
/// When one is no edition, is damaged, or its tables have another form than this version's.
pub fn compare(before: &Path, after: &Path) -> Result<Comparison, DatasetError> {
    let (of_before, of_after) = (open(before)?, open(after)?);
    let changes = changes(before, after).map_err(|error| match error {
        DatasetError::Form { path, message } => {
            let version = if path == before { &of_before.code_version } else { &of_after.code_version };
            let message = format!("{message}; it was made by metryczka {version}, this is {}", env!("CARGO_PKG_VERSION"));
            DatasetError::Form { path, message }
        }
        other => other,
    })?;
    let differences = name(changes, before, after)?;
    Ok(Comparison { before: of_before, after: of_after, differences })
}

/// Number of projects by what happened to them since the edition before, as a published edition's table `changes` says.
///
/// # Errors
/// When the table cannot be read.
pub fn changes_by_kind(edition: &Path) -> Result<BTreeMap<ChangeKind, usize>, DatasetError> {
    let mut kinds = BTreeMap::new();
    let mut last = None;
    Columns::open(edition, "changes", &["project_id", "kind"])?.each(|_, frame| {
        let (ids, words) = (texts(frame, "project_id")?, texts(frame, "kind")?);
        for (id, word) in ids.iter().zip(words.iter()) {
            let Some(kind) = word.and_then(ChangeKind::named) else { continue };
            // The rows of a project's changed fields stand together; every merged project has a row of its own.
            let of = (id.map(str::to_owned), kind);
            if kind != ChangeKind::Changed || last.as_ref() != Some(&of) {
                *kinds.entry(kind).or_default() += 1;
            }
            last = Some(of);
        }
        Ok(())
    })?;
    Ok(kinds)
}

fn open(folder: &Path) -> Result<Edition, DatasetError> {
    let edition = Edition::open(folder)?;
    whole(folder, &edition, TABLES)?;
    match TABLES.iter().find(|table| !edition.tables.contains_key(**table)) {
        None => Ok(edition),
        Some(table) => Err(DatasetError::Form {
            path: folder.to_owned(),
            message: format!(
                "it has no table {table}; it was made by metryczka {}, this is {}",
                edition.code_version,
                env!("CARGO_PKG_VERSION")
            ),
        }),
    }
}

fn changes(before: &Path, after: &Path) -> Result<Vec<Change>, DatasetError> {
    let fields = Fields::new();
    let was = Before::read(before, &fields)?;
    let told = Told::read(after)?;
    let mut changes = Vec::new();
    let met = of_projects(&was, after, &told, &mut changes)?;
    of_fields(&was, after, &fields, &mut changes)?;
    for project in was.projects.iter().zip(&met).filter(|(_, met)| !**met).map(|(project, _)| *project) {
        changes.extend(told.lost(project));
    }
    read_values(&mut changes, before)?;
    changes.sort_by(|a, b| (a.id, a.kind, a.field, &a.before).cmp(&(b.id, b.kind, b.field, &b.before)));
    Ok(changes)
}

/// What the later edition tells of projects that it no longer has, and of those that it has besides.
#[derive(Debug, Default)]
struct Told {
    out_of_scope: HashSet<u64>,
    rejected: HashSet<u64>,
    merged: HashMap<u64, u64>,
    split: HashMap<u64, u64>,
}

impl Told {
    fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut told = Self::default();
        Columns::open(edition, "changes", &["project_id", "kind", "before"])?.each(|_, frame| {
            let (ids, kinds, before) = (texts(frame, "project_id")?, texts(frame, "kind")?, texts(frame, "before")?);
            for row in 0..frame.height() {
                let kind = kinds.get(row).and_then(ChangeKind::named);
                let Some((id, kind)) = ids.get(row).and_then(parse_id).zip(kind) else { continue };
                match (kind, before.get(row).and_then(parse_id)) {
                    (ChangeKind::OutOfScope, _) => _ = told.out_of_scope.insert(id),
                    (ChangeKind::Rejected, _) => _ = told.rejected.insert(id),
                    (ChangeKind::Merged, Some(other)) => _ = told.merged.insert(other, id),
                    (ChangeKind::Split, Some(other)) => _ = told.split.insert(id, other),
                    _ => {}
                }
            }
            Ok(())
        })?;
        Ok(told)
    }

    fn added(&self, id: u64, was: &Before) -> Change {
        match self.split.get(&id).filter(|of| was.row(**of).is_some()) {
            Some(of) => Change { before: Some(print_id(*of)), ..Change::of_project(id, ChangeKind::Split) },
            None => Change::of_project(id, ChangeKind::Added),
        }
    }

    /// A project that the later edition has not. Of one that was gone already that is no news.
    fn lost(&self, project: WasProject) -> Option<Change> {
        if let Some(&into) = self.merged.get(&project.id) {
            return Some(Change { before: Some(print_id(project.id)), ..Change::of_project(into, ChangeKind::Merged) });
        }
        if self.rejected.contains(&project.id) {
            return Some(Change::of_project(project.id, ChangeKind::Rejected));
        }
        // Gone ones stay in the tables: of what is not there, nobody knows more than that it was not looked for.
        let is_news = project.presence != Presence::Gone || self.out_of_scope.contains(&project.id);
        is_news.then(|| Change::of_project(project.id, ChangeKind::OutOfScope))
    }
}

/// Which projects are there and are told; says of every one of before whether it still is.
fn of_projects(was: &Before, after: &Path, told: &Told, changes: &mut Vec<Change>) -> Result<Vec<bool>, DatasetError> {
    let mut met = vec![false; was.projects.len()];
    Columns::open(after, "projects", &["project_id", "presence"])?.each(|_, frame| {
        let (ids, presences) = (texts(frame, "project_id")?, texts(frame, "presence")?);
        for row in 0..frame.height() {
            let Some((id, presence)) = ids.get(row).and_then(parse_id).zip(presences.get(row).and_then(Presence::named)) else {
                let message = "table projects holds rows that this version does not write".to_owned();
                return Err(DatasetError::Form { path: after.to_owned(), message });
            };
            let Some(row) = was.row(id) else {
                changes.push(told.added(id, was));
                continue;
            };
            met[row as usize] = true;
            let (_, event) = turn(was.projects[row as usize].presence, presence);
            changes.extend(event.map(|kind| Change::of_project(id, kind)));
        }
        Ok(())
    })?;
    Ok(met)
}

/// Which published values are others. The rows of a project stand together.
fn of_fields(was: &Before, after: &Path, fields: &Fields, changes: &mut Vec<Change>) -> Result<(), DatasetError> {
    let (mut owner, mut met) = (None, 0u64);
    let end = |owner: Option<WasProject>, met: u64, changes: &mut Vec<Change>| {
        for (row, field) in owner.into_iter().flat_map(|project| was.fields(project).collect::<Vec<_>>()) {
            if field.field != u8::MAX && met & (1 << (field.field % 64)) == 0 {
                let id = owner.map_or(0, |project| project.id);
                changes.push(Change { field: Some(field.field), row: Some(row), ..Change::of_project(id, ChangeKind::Changed) });
            }
        }
    };
    Columns::open(after, "fields", &["project_id", "field", "value"])?.each(|_, frame| {
        let (ids, names, values) = (texts(frame, "project_id")?, texts(frame, "field")?, texts(frame, "value")?);
        for row in 0..frame.height() {
            let project = ids.get(row).and_then(parse_id).and_then(|id| was.row(id)).map(|row| was.projects[row as usize]);
            if project.map(|project| project.id) != owner.map(|owner: WasProject| owner.id) {
                end(owner, met, changes);
                (owner, met) = (project, 0);
            }
            let of = project.zip(names.get(row).and_then(|name| fields.number(name))).zip(values.get(row));
            let Some(((project, number), value)) = of else { continue };
            met |= 1 << (number % 64);
            let known = was.fields(project).find(|(_, field)| field.field == number);
            let value_is = |field: u64| fields.same(number, field, fields.fingerprint(number, value));
            if !known.is_some_and(|(_, field)| value_is(field.value)) {
                let (row, after) = (known.map(|(row, _)| row), Some(value.to_owned()));
                changes.push(Change { field: Some(number), row, after, ..Change::of_project(project.id, ChangeKind::Changed) });
            }
        }
        Ok(())
    })?;
    end(owner, met, changes);
    Ok(())
}

/// Gives the projects their titles and currencies.
fn name(changes: Vec<Change>, before: &Path, after: &Path) -> Result<Vec<EditionChange>, DatasetError> {
    let wanted: HashSet<u64> = changes.iter().map(|change| change.id).collect();
    let mut titles: HashMap<u64, [Option<String>; 2]> = HashMap::new();
    let mut other_currency: HashSet<u64> = HashSet::new();
    // The later edition has the last word.
    for edition in [after, before] {
        Columns::open(edition, "projects", &["project_id", "title", "currency"])?.each(|_, frame| {
            let (ids, names, currencies) = (texts(frame, "project_id")?, texts(frame, "title")?, texts(frame, "currency")?);
            for row in 0..frame.height() {
                let Some(id) = ids.get(row).and_then(parse_id).filter(|id| wanted.contains(id)) else { continue };
                let of = [names.get(row).map(str::to_owned), currencies.get(row).map(str::to_owned)];
                if titles.get(&id).is_some_and(|known| known[1] != of[1]) {
                    other_currency.insert(id);
                }
                titles.entry(id).or_insert(of);
            }
            Ok(())
        })?;
    }
    let difference = |change: Change| {
        let [title, currency] = titles.get(&change.id).cloned().unwrap_or_default();
        EditionChange {
            project_id: print_id(change.id),
            title,
            kind: change.kind,
            field: change.field.and_then(|field| FIELDS.get(usize::from(field)).copied()),
            before: change.before,
            after: change.after,
            currency: currency.filter(|_| !other_currency.contains(&change.id)),
        }
    };
    Ok(changes.into_iter().map(difference).collect())
}
