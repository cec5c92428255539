//! What an edition published, as compactly as comparing with it allows: 16 bytes a value, 24 a project.

use super::columns::{Columns, texts};
use super::lifetime::{Presence, Span};
use super::values::Fields;
use crate::dataset::error::DatasetError;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// A project of the edition.
#[derive(Debug, Clone, Copy)]
pub(super) struct WasProject {
    /// Its identifier: 16 hexadecimal digits.
    pub(super) id: u64,
    pub(super) presence: Presence,
    /// Place of its times.
    span: u32,
    /// Its first row of `fields`, and how many there are.
    first: u32,
    fields: u16,
}

/// A value that the edition published.
#[derive(Debug, Clone, Copy)]
pub(super) struct WasField {
    /// What tells it from other values.
    pub(super) value: u64,
    /// Place of its times.
    span: u32,
    /// Number of its field.
    pub(super) field: u8,
}

/// The projects and published values of an edition.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// In the order of the table's rows.
    pub(super) projects: Vec<WasProject>,
    /// In the order of the table's rows.
    fields: Vec<WasField>,
    rows: HashMap<u64, u32>,
    spans: Spans,
    /// Projects without a mention: carried over from an earlier edition.
    pub(super) carried: Vec<u32>,
}

impl Before {
    /// Reads the tables `projects` and `fields`.
    ///
    /// # Errors
    /// When a table cannot be read, or is of another form.
    pub(super) fn read(edition: &Path, fields: &Fields) -> Result<Self, DatasetError> {
        let mut before = Self::default();
        before.read_projects(edition)?;
        before.read_fields(edition, fields)?;
        Ok(before)
    }

    fn read_projects(&mut self, edition: &Path) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["project_id", "mention_id", "presence", "first_seen", "last_seen", "last_changed"];
        Columns::open(edition, "projects", COLUMNS)?.each(|_, frame| {
            let [ids, mentions, presences, first, last, changed] = COLUMNS
                .iter()
                .map(|name| texts(frame, name))
                .collect::<Result<Vec<_>, _>>()?
                .try_into()
                .map_err(|_| form(edition, "projects"))?;
            for row in 0..frame.height() {
                let mut project = || {
                    let span = self.spans.place([first.get(row)?, last.get(row)?, changed.get(row)?])?;
                    let (id, presence) = (parse_id(ids.get(row)?)?, Presence::named(presences.get(row)?)?);
                    Some(WasProject { id, presence, span, first: 0, fields: 0 })
                };
                let project = project().ok_or_else(|| form(edition, "projects"))?;
                let number = u32::try_from(self.projects.len()).map_err(|_| form(edition, "projects"))?;
                if self.rows.insert(project.id, number).is_some() {
                    return Err(form(edition, "projects"));
                }
                if mentions.get(row).is_none() {
                    self.carried.push(number);
                }
                self.projects.push(project);
            }
            Ok(())
        })
    }

    fn read_fields(&mut self, edition: &Path, known: &Fields) -> Result<(), DatasetError> {
        const COLUMNS: &[&str] = &["project_id", "field", "value", "first_seen", "last_seen", "last_changed"];
        let mut owner = None;
        Columns::open(edition, "fields", COLUMNS)?.each(|_, frame| {
            let [ids, fields, values, first, last, changed] = COLUMNS
                .iter()
                .map(|name| texts(frame, name))
                .collect::<Result<Vec<_>, _>>()?
                .try_into()
                .map_err(|_| form(edition, "fields"))?;
            for row in 0..frame.height() {
                let mut take = || {
                    let number = *self.rows.get(&parse_id(ids.get(row)?)?)?;
                    let project = self.projects.get_mut(number as usize)?;
                    if owner != Some(number) {
                        // The rows of a project stand together.
                        (project.fields == 0).then_some(())?;
                        project.first = u32::try_from(self.fields.len()).ok()?;
                        owner = Some(number);
                    }
                    project.fields = project.fields.checked_add(1)?;
                    let span = self.spans.place([first.get(row)?, last.get(row)?, changed.get(row)?])?;
                    // A field that this version does not know can neither stay nor change.
                    let field = known.number(fields.get(row)?).unwrap_or(u8::MAX);
                    self.fields.push(WasField { value: known.fingerprint(field, values.get(row)?), span, field });
                    Some(())
                };
                take().ok_or_else(|| form(edition, "fields"))?;
            }
            Ok(())
        })
    }

    /// The row of a project.
    pub(super) fn row(&self, id: u64) -> Option<u32> {
        self.rows.get(&id).copied()
    }

    /// The times of a project.
    pub(super) fn span(&self, project: WasProject) -> &Span {
        self.spans.get(project.span)
    }

    /// The times of a value.
    pub(super) fn field_span(&self, field: WasField) -> &Span {
        self.spans.get(field.span)
    }

    /// What was published of a project: rows of `fields` with their values.
    pub(super) fn fields(&self, project: WasProject) -> impl Iterator<Item = (u32, WasField)> {
        let rows = project.first..project.first + u32::from(project.fields);
        rows.filter_map(|row| Some((row, *self.fields.get(row as usize)?)))
    }

    /// The newest time in it.
    pub(super) fn newest(&self) -> Option<&Arc<str>> {
        self.spans.list.iter().flat_map(|span| [&span.first_seen, &span.last_seen, &span.last_changed]).max()
    }
}

/// All times that occur together, each once.
#[derive(Debug, Default)]
struct Spans {
    list: Vec<Span>,
    places: HashMap<Span, u32>,
    times: HashMap<String, Arc<str>>,
    last: Option<u32>,
}

impl Spans {
    fn place(&mut self, texts: [&str; 3]) -> Option<u32> {
        // Most rows have the times of the row before.
        if let Some(last) = self.last
            && let Some(span) = self.list.get(last as usize)
            && [&span.first_seen, &span.last_seen, &span.last_changed].into_iter().zip(texts).all(|(one, other)| **one == *other)
        {
            return Some(last);
        }
        let [first_seen, last_seen, last_changed] = texts.map(|text| self.time(text));
        let span = Span { first_seen, last_seen, last_changed };
        let place = match self.places.get(&span) {
            Some(&place) => place,
            None => {
                let place = u32::try_from(self.list.len()).ok()?;
                self.places.insert(span.clone(), place);
                self.list.push(span);
                place
            }
        };
        self.last = Some(place);
        Some(place)
    }

    fn time(&mut self, text: &str) -> Arc<str> {
        match self.times.get(text) {
            Some(time) => Arc::clone(time),
            None => {
                let time: Arc<str> = text.into();
                self.times.insert(text.to_owned(), Arc::clone(&time));
                time
            }
        }
    }

    fn get(&self, place: u32) -> &Span {
        // Every place was given out by `place`.
        &self.list[place as usize]
    }
}

/// An identifier as a number; none if it is not 16 hexadecimal digits.
pub(super) fn parse_id(id: &str) -> Option<u64> {
    let is_plain = id.len() == 16 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_plain.then(|| u64::from_str_radix(id, 16).ok()).flatten()
}

/// The identifier of a number.
pub(super) fn print_id(id: u64) -> String {
    format!("{id:016x}")
}

fn form(edition: &Path, table: &str) -> DatasetError {
    let message = format!("table {table} holds rows that this version does not write");
    DatasetError::Form { path: edition.to_owned(), message }
}
