//! Comparing what is to be published with what was, one project after the other.

use super::before::{Before, WasField, WasProject, parse_id, print_id};
use super::carry::{Carried, absent};
use super::clues;
use super::columns::{Columns, texts};
use super::inherit::{Fate, Inheritance, Traces, inherit};
use super::lifetime::{Lifetime, Presence, Span};
use super::previous::Previous;
use super::scope::Scope;
use super::table::{ChangeKind, ChangeRow, PastRow};
use super::values::Fields;
use crate::dataset::error::DatasetError;
use crate::resolve::{FIELDS, Field, Project};
use crate::table::SCHEMA;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What of the edition before an edition goes on from: [`History::begin`], then [`History::inherit`] for all projects together. What
/// is different is found by a [`Track`], one project after the other.
#[derive(Debug)]
pub(in crate::dataset) struct History {
    now: Arc<str>,
    fields: Fields,
    past: Option<Past>,
    inheritance: Inheritance,
    carried: Carried,
    notes: Vec<String>,
}

/// The edition before.
#[derive(Debug)]
struct Past {
    folder: PathBuf,
    before: Before,
    /// First times of values that had ended before: a field may come back.
    ended: HashMap<(u64, u8), Arc<str>>,
}

/// Compares the projects of an edition with those of the one before: [`Track::project`] for each, then [`Track::finish`].
#[derive(Debug)]
pub(in crate::dataset) struct Track<'h> {
    history: &'h History,
    changes: Vec<Change>,
}

/// A difference whose value of before is not read yet.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) id: u64,
    pub(super) kind: ChangeKind,
    pub(super) field: Option<u8>,
    /// The row of `fields` that holds the value of before.
    pub(super) row: Option<u32>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// From when until when the value of before was published.
    pub(super) published: Option<(Arc<str>, Arc<str>)>,
}

impl Change {
    pub(super) const fn of_project(id: u64, kind: ChangeKind) -> Self {
        Self { id, kind, field: None, row: None, before: None, after: None, published: None }
    }
}

impl History {
    /// Opens the edition before, if there is one. One of another form is left alone: then history begins anew, and a note says so.
    ///
    /// # Errors
    /// When a table of it cannot be read.
    pub(in crate::dataset) fn begin(created: &str, previous: Option<&Previous>) -> Result<Self, DatasetError> {
        let mut history = Self {
            now: created.into(),
            fields: Fields::new(),
            past: None,
            inheritance: Inheritance::default(),
            carried: Carried::default(),
            notes: Vec::new(),
        };
        let Some(previous) = previous else { return Ok(history) };
        let read = || {
            if previous.edition.schema != SCHEMA {
                let message = format!("its tables are of form {}, this program's of form {SCHEMA}", previous.edition.schema);
                return Err(DatasetError::Form { path: previous.folder.clone(), message });
            }
            may_stay(previous)?;
            Ok((Before::read(&previous.folder, &history.fields)?, ended(&previous.folder, &history.fields)?))
        };
        match read() {
            Ok((before, ended)) => {
                history.set_clock(created, previous, &before);
                history.past = Some(Past { folder: previous.folder.clone(), before, ended });
            }
            Err(DatasetError::Form { message, .. }) => history.notes.push(format!(
                "history begins anew: edition {} of metryczka {} is of another form: {message}; its gone projects and past values are not \
                 taken over",
                previous.edition.edition, previous.edition.code_version
            )),
            Err(error) => return Err(error),
        }
        Ok(history)
    }

    /// Times never go back, even if the clock does.
    fn set_clock(&mut self, created: &str, previous: &Previous, before: &Before) {
        let newest = before.newest().map(|time| time.as_ref());
        let times = [Some(previous.edition.created.as_str()), newest].into_iter().flatten().filter(|time| is_time(time));
        let Some(newest) = times.max().filter(|newest| *newest > created) else { return };
        self.notes.push(format!(
            "the clock has gone back: it is {created}, the edition before knows of {newest}; times of history go on from there"
        ));
        self.now = newest.into();
    }

    /// Gives projects the identifiers they had, and finds out what became of the others. To be called once, with all projects;
    /// `traces` tell of a member where and as what it is told.
    ///
    /// # Errors
    /// When a table of the edition before cannot be read.
    pub(in crate::dataset) fn inherit(
        &mut self,
        projects: &mut [Project],
        scope: &Scope,
        traces: &Traces<'_>,
    ) -> Result<(), DatasetError> {
        let Some(past) = &self.past else { return Ok(()) };
        self.inheritance = inherit(&past.folder, &past.before, scope, projects, traces)?;
        self.carried = Carried::new(past.folder.clone(), &past.before, &self.inheritance.fates)?;
        Ok(())
    }

    /// Whether there is an edition before that it goes on from.
    pub(in crate::dataset) const fn goes_on(&self) -> bool {
        self.past.is_some()
    }

    /// Rows of the tables before that stay.
    pub(in crate::dataset) const fn carried(&self) -> &Carried {
        &self.carried
    }

    /// What a person should know of it.
    pub(in crate::dataset) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Begins to compare.
    pub(in crate::dataset) const fn track(&self) -> Track<'_> {
        Track { history: self, changes: Vec::new() }
    }
}

impl Track<'_> {
    /// Takes a project with its published values, and tells since when both are known.
    pub(in crate::dataset) fn project(&mut self, id: &str, presence: Presence, published: &[Field]) -> Lifetime {
        let history = self.history;
        let number = parse_id(id);
        let resolved = number.and_then(|number| history.inheritance.resolved.get(&number));
        let resolved_id = resolved.cloned().unwrap_or_else(|| id.to_owned());
        let new = || Span::new(&history.now);
        let all_new =
            |resolved_id| Lifetime { presence, span: new(), fields: published.iter().map(|_| new()).collect(), resolved_id };
        let Some((past, number)) = history.past.as_ref().zip(number) else { return all_new(resolved_id) };
        let Some(row) = past.before.row(number) else {
            let (kind, before) = match history.inheritance.split.get(&number) {
                Some(of) => (ChangeKind::Split, Some(print_id(*of))),
                None => (ChangeKind::Added, None),
            };
            self.changes.push(Change { before, ..Change::of_project(number, kind) });
            return all_new(resolved_id);
        };
        let was = past.before.projects[row as usize];
        let known = Known { past, was, fields: &history.fields, now: &history.now };
        let (presence, event) = turn(was.presence, presence);
        let so_far = self.changes.len();
        let fields = known.compare(published, presence, &mut self.changes);
        let span = known.project_span(presence, self.changes.len() > so_far);
        self.changes.extend(event.map(|kind| Change::of_project(number, kind)));
        Lifetime { presence, span, fields, resolved_id }
    }

    /// Ends it: the rows of `changes`, and those that are new in `history` (the older ones are carried over).
    ///
    /// # Errors
    /// When a table of the edition before cannot be read.
    pub(in crate::dataset) fn finish(mut self) -> Result<(Vec<ChangeRow>, Vec<PastRow>), DatasetError> {
        let Some(past) = &self.history.past else { return Ok((Vec::new(), Vec::new())) };
        self.lose(past);
        rows(self.changes, &past.folder)
    }

    /// What became of projects that nobody tells.
    fn lose(&mut self, past: &Past) {
        for (&row, fate) in &self.history.inheritance.fates {
            let was = past.before.projects[row as usize];
            match fate {
                Fate::Merged(into) => {
                    let before = Some(print_id(was.id));
                    self.changes.push(Change { before, ..Change::of_project(*into, ChangeKind::Merged) });
                }
                Fate::Rejected => self.changes.push(Change::of_project(was.id, ChangeKind::Rejected)),
                Fate::Absent(absence) => match absent(was.presence, *absence) {
                    None => self.changes.push(Change::of_project(was.id, ChangeKind::OutOfScope)),
                    Some(presence) => {
                        let (_, event) = turn(was.presence, presence);
                        self.changes.extend(event.map(|kind| Change::of_project(was.id, kind)));
                    }
                },
            }
        }
    }
}

/// What the presence of a project becomes, and whether that is an event. A page that cannot be reached has not come back.
pub(super) const fn turn(before: Presence, now: Presence) -> (Presence, Option<ChangeKind>) {
    match (before, now) {
        (Presence::Gone, Presence::Current) => (now, Some(ChangeKind::Returned)),
        (Presence::Gone, _) => (Presence::Gone, None),
        (_, Presence::Gone) => (now, Some(ChangeKind::Gone)),
        _ => (now, None),
    }
}

/// A project of before that is told again.
struct Known<'a> {
    past: &'a Past,
    was: WasProject,
    fields: &'a Fields,
    now: &'a Arc<str>,
}

impl Known<'_> {
    /// The times of every published value; what is different goes to `changes`.
    fn compare(&self, published: &[Field], presence: Presence, changes: &mut Vec<Change>) -> Vec<Span> {
        let mut met: u64 = 0;
        let mut spans = Vec::with_capacity(published.len());
        for field in published {
            let number = self.fields.number(field.field);
            let was = self.past.before.fields(self.was).find(|(_, was)| Some(was.field) == number);
            if let Some(number) = number {
                met |= 1 << (number % 64);
            }
            spans.push(self.field_span(field, number, was, presence, changes));
        }
        for (row, was) in self.past.before.fields(self.was) {
            if was.field != u8::MAX && met & (1 << (was.field % 64)) == 0 {
                changes.push(self.changed(was.field, Some((row, was)), None));
            }
        }
        spans
    }

    fn field_span(
        &self,
        field: &Field,
        number: Option<u8>,
        was: Option<(u32, WasField)>,
        presence: Presence,
        changes: &mut Vec<Change>,
    ) -> Span {
        let new = Span::new(self.now);
        let Some(number) = number else { return new };
        let Some((row, known)) = was else {
            changes.push(self.changed(number, None, Some(&field.value)));
            let first_seen = self.past.ended.get(&(self.was.id, number)).cloned();
            return Span { first_seen: first_seen.unwrap_or_else(|| Arc::clone(self.now)), ..new };
        };
        let before = self.past.before.field_span(known).clone();
        if !self.fields.same(number, known.value, self.fields.fingerprint(number, &field.value)) {
            changes.push(self.changed(number, Some((row, known)), Some(&field.value)));
            return Span { first_seen: before.first_seen, ..new };
        }
        let last_seen = if presence == Presence::Current { Arc::clone(self.now) } else { before.last_seen };
        Span { last_seen, ..before }
    }

    fn changed(&self, field: u8, was: Option<(u32, WasField)>, after: Option<&str>) -> Change {
        let published = was.map(|(_, was)| {
            let span = self.past.before.field_span(was);
            (Arc::clone(&span.last_changed), Arc::clone(&span.last_seen))
        });
        Change {
            field: Some(field),
            row: was.map(|(row, _)| row),
            after: after.map(str::to_owned),
            published,
            ..Change::of_project(self.was.id, ChangeKind::Changed)
        }
    }

    fn project_span(&self, presence: Presence, is_changed: bool) -> Span {
        let before = self.past.before.span(self.was).clone();
        let last_seen = if presence == Presence::Current { Arc::clone(self.now) } else { before.last_seen };
        let last_changed = if is_changed { Arc::clone(self.now) } else { before.last_changed };
        Span { first_seen: before.first_seen, last_seen, last_changed }
    }
}

/// The rows of `changes`, in order, and those of `history`, with the values of before read from the table.
fn rows(mut changes: Vec<Change>, edition: &Path) -> Result<(Vec<ChangeRow>, Vec<PastRow>), DatasetError> {
    read_values(&mut changes, edition)?;
    changes.sort_by(|a, b| (a.id, a.kind, a.field, &a.before).cmp(&(b.id, b.kind, b.field, &b.before)));
    let name = |field: u8| FIELDS.get(usize::from(field)).copied();
    let mut past = Vec::new();
    for change in &changes {
        let closed = change.published.clone().zip(change.before.clone()).zip(change.field.and_then(name));
        past.extend(closed.map(|(((first_seen, last_seen), value), field)| PastRow {
            project_id: print_id(change.id),
            field,
            value,
            first_seen,
            last_seen,
        }));
    }
    let row = |change: Change| ChangeRow {
        project_id: print_id(change.id),
        kind: change.kind,
        field: change.field.and_then(name),
        before: change.before,
        after: change.after,
    };
    Ok((changes.into_iter().map(row).collect(), past))
}

/// Reads the values of before out of the table `fields`.
pub(super) fn read_values(changes: &mut [Change], edition: &Path) -> Result<(), DatasetError> {
    let mut wanted: Vec<(u32, usize)> =
        changes.iter().enumerate().filter_map(|(number, change)| Some((change.row?, number))).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    wanted.sort_unstable();
    let mut wanted = wanted.into_iter().peekable();
    Columns::open(edition, "fields", &["value"])?.each(|start, frame| {
        let values = texts(frame, "value")?;
        while let Some((row, number)) = wanted.next_if(|(row, _)| (*row as usize) < start + frame.height()) {
            changes[number].before = values.get(row as usize - start).map(str::to_owned);
        }
        Ok(())
    })
}

/// Whether the tables whose rows may have to stay can be read at all, so that it is not found out when half is written.
fn may_stay(previous: &Previous) -> Result<(), DatasetError> {
    let needed: [(&str, &[&str]); 7] = [
        ("projects", &["project_id", "resolved_id", "url", "path", "source"]),
        ("projects", &clues::COLUMNS),
        ("locations", &["project_id"]),
        ("history", &["project_id", "field", "value", "first_seen", "last_seen"]),
        ("mentions", &["mention_id", "project_id", "page_id", "url", "path", "corrected"]),
        ("mentions", &clues::COLUMNS),
        ("pages", &["page_id", "source"]),
    ];
    for (table, columns) in needed {
        if !previous.edition.tables.contains_key(table) {
            let message = format!("it has no table {table}");
            return Err(DatasetError::Form { path: previous.folder.clone(), message });
        }
        Columns::open(&previous.folder, table, columns)?;
    }
    Ok(())
}

/// When values that ended were first published, by project and field.
fn ended(edition: &Path, fields: &Fields) -> Result<HashMap<(u64, u8), Arc<str>>, DatasetError> {
    let mut ended: HashMap<(u64, u8), Arc<str>> = HashMap::new();
    Columns::open(edition, "history", &["project_id", "field", "first_seen"])?.each(|_, frame| {
        let (ids, names, times) = (texts(frame, "project_id")?, texts(frame, "field")?, texts(frame, "first_seen")?);
        for row in 0..frame.height() {
            let of = || Some((parse_id(ids.get(row)?)?, fields.number(names.get(row)?)?));
            let Some((of, time)) = of().zip(times.get(row)) else { continue };
            let known = ended.entry(of).or_insert_with(|| time.into());
            if time < known.as_ref() {
                *known = time.into();
            }
        }
        Ok(())
    })?;
    Ok(ended)
}

/// `2026-11-22T05:32:10Z`: what sorts as text.
fn is_time(text: &str) -> bool {
    let is_digit = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        19 => byte == b'Z',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 20 && text.bytes().enumerate().all(is_digit)
}
