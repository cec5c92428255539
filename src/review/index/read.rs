//! The tables of an edition → what is at hand.

use super::doubts::{Kind, Reason, family, large};
use super::{FieldAt, Index, MentionAt, ProjectAt};
use crate::correction::Correction;
use crate::dataset::{Cell, DatasetError, Rows, TableReader, tables};
use crate::html::Family;
use crate::resolve::fold;
use rust_decimal::Decimal;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// A correction that does not hold any more: which, why, and the mention that stands in its place now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::review) struct Lapsed {
    pub(in crate::review) correction: Correction,
    pub(in crate::review) fate: String,
}

impl Index {
    /// Reads an edition.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub(in crate::review) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut reading = Reading::default();
        reading.projects(edition)?;
        reading.mentions(edition)?;
        reading.checks(edition)?;
        reading.fields(edition)?;
        reading.unproved();
        Ok(reading.index)
    }

    /// Puts the corrections that lapsed into the queue, and orders it. Says which have no place in it, because nothing stands where
    /// they stood.
    pub(in crate::review) fn queue(&mut self, lapsed: &[Lapsed]) -> Vec<String> {
        let mut lost = Vec::new();
        for Lapsed { correction, fate } in lapsed {
            let there = correction.places().into_iter().find_map(|place| self.there(place));
            let found = there.and_then(|at| self.project_of(at)).and_then(|at| Some((at, self.projects.get_mut(at as usize)?)));
            let Some((at, project)) = found else {
                lost.push(correction.id.clone());
                continue;
            };
            self.lapsed.push(at);
            let detail = vec![correction.id.as_str().into(), fate.as_str().into()];
            project.reasons.push(Reason { kind: Kind::Lapsed, field: field(correction).map(Into::into), family: None, detail });
        }
        for project in &mut self.projects {
            project.reasons.sort();
            project.reasons.dedup();
        }
        let queued = self.projects.iter().zip(0..).filter(|(project, _)| !project.reasons.is_empty());
        let mut order: Vec<(Kind, std::cmp::Reverse<Option<Decimal>>, &str, u32)> = queued
            .filter_map(|(project, at)| Some((project.reasons.first()?.kind, std::cmp::Reverse(project.value), &*project.id, at)))
            .collect();
        order.sort_unstable();
        self.order = order.into_iter().map(|(.., at)| at).collect();
        lost
    }
}

/// The field that a correction is about.
pub(in crate::review) fn field(correction: &Correction) -> Option<&str> {
    match &correction.action {
        crate::correction::Action::Correct { field, .. } => Some(field),
        crate::correction::Action::Accept { field, .. } => field.as_deref(),
        _ => None,
    }
}

#[derive(Default)]
struct Reading {
    index: Index,
    names: HashSet<Arc<str>>,
    /// The id of the best mention by project, until mentions are read.
    best: Vec<(Box<str>, u32)>,
}

impl Reading {
    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.names.insert(name.clone());
        name
    }

    fn projects(&mut self, edition: &Path) -> Result<(), DatasetError> {
        let columns = [
            "project_id",
            "mention_id",
            "pages",
            "title",
            "municipality",
            "beneficiary",
            "agreement_number",
            "total_cost",
            "eligible_cost",
            "cofinancing",
            "currency",
            "proof",
            "presence",
        ];
        each(edition, "projects", &columns, |row| {
            let text = |at: usize| row[at].as_text().map(Box::<str>::from);
            let id = text(0).unwrap_or_default();
            let sum = (7..=9).find_map(|at| row[at].as_number());
            let found_by = [0, 3, 4, 5, 6].iter().filter_map(|&at| row[at].as_text()).map(fold).collect::<Vec<_>>().join("\n");
            let [currency, proof, presence] = [10, 11, 12].map(|at| row[at].as_text().map(|name| self.name(name)));
            let at = u32::try_from(self.index.projects.len()).unwrap_or(u32::MAX);
            self.best.extend(text(1).map(|mention| (mention, at)));
            self.index.by_project.insert(id.clone(), at);
            self.index.projects.push(ProjectAt {
                id,
                title: text(3),
                municipality: text(4),
                beneficiary: text(5),
                value: sum,
                currency,
                proof,
                presence,
                pages: row[2].as_count().unwrap_or(0),
                found_by: found_by.into(),
                ..ProjectAt::default()
            });
        })
    }

    fn mentions(&mut self, edition: &Path) -> Result<(), DatasetError> {
        let columns = ["mention_id", "project_id", "path", "url", "sha256", "mention", "doubts"];
        each(edition, "mentions", &columns, |row| {
            let text = |at: usize| row[at].as_text().unwrap_or_default();
            let Some(&project) = self.index.by_project.get(text(1)) else { return };
            let at = u32::try_from(self.index.mentions.len()).unwrap_or(u32::MAX);
            let number = row[5].as_count().and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
            let mention = MentionAt { id: text(0).into(), project, sha256: text(4).into(), number };
            self.index.by_mention.insert(mention.id.clone(), at);
            self.index.mentions.push(mention);
            for place in [2, 3].into_iter().filter_map(|column| row[column].as_text()) {
                self.index.by_place.entry(place.into()).or_default().push(at);
            }
            let doubts: Vec<Reason> = match &row[6] {
                Cell::Structs(doubts) => doubts.iter().map(|doubt| self.doubt(doubt)).collect(),
                _ => Vec::new(),
            };
            if let Some(project) = self.index.projects.get_mut(project as usize) {
                project.members.push(at);
                // What several of its pages doubt alike is one question.
                let new: Vec<Reason> = doubts.into_iter().filter(|doubt| !project.reasons.contains(doubt)).collect();
                project.reasons.extend(new);
            }
        })?;
        for (mention, project) in std::mem::take(&mut self.best) {
            let best = self.index.mention(&mention);
            if let Some(project) = self.index.projects.get_mut(project as usize) {
                project.best = best.or_else(|| project.members.first().copied());
            }
        }
        Ok(())
    }

    fn doubt(&mut self, doubt: &[Cell<'_>]) -> Reason {
        let text = |at: usize| doubt.get(at).and_then(Cell::as_text).unwrap_or_default();
        let candidates = doubt.get(2).map(Cell::as_texts).unwrap_or_default().iter().map(|candidate| Arc::from(&**candidate));
        let detail = std::iter::once(self.name(text(1))).chain(candidates).collect();
        Reason { kind: Kind::Ambiguous, field: Some(self.name(text(0))), family: None, detail }
    }

    fn checks(&mut self, edition: &Path) -> Result<(), DatasetError> {
        each(edition, "checks", &["project_id", "identity", "verdict", "difference", "scope"], |row| {
            let text = |at: usize| row[at].as_text().unwrap_or_default();
            if text(2) != "broken" {
                return;
            }
            let difference = row[3].as_number().map(|number| number.normalize().to_string()).unwrap_or_default();
            let detail = vec![self.name(text(1)), difference.into(), self.name(text(4))];
            let reason = Reason { kind: Kind::Contradicted, field: None, family: Some(family(text(1))), detail };
            let project = self.index.by_project.get(text(0)).and_then(|&at| self.index.projects.get_mut(at as usize));
            if let Some(project) = project.filter(|project| !project.reasons.contains(&reason)) {
                project.reasons.push(reason);
            }
        })
    }

    fn fields(&mut self, edition: &Path) -> Result<(), DatasetError> {
        let columns = ["project_id", "field", "value", "rule", "mention_id", "stated", "disagreeing", "corrected"];
        let mut begins: HashMap<u32, std::ops::Range<usize>> = HashMap::new();
        each(edition, "fields", &columns, |row| {
            let text = |at: usize| row[at].as_text().unwrap_or_default();
            let count = |at: usize| row[at].as_count().and_then(|count| u32::try_from(count).ok()).unwrap_or(0);
            let Some(&project) = self.index.by_project.get(text(0)) else { return };
            let start = self.index.values.len();
            self.index.values.push_str(text(2));
            let at = self.index.fields.len();
            let field = FieldAt {
                field: self.name(text(1)),
                rule: self.name(text(3)),
                mention: row[4].as_text().and_then(|mention| self.index.mention(mention)),
                stated: count(5),
                disagreeing: count(6),
                corrected: row[7].as_flag().unwrap_or(false),
                value: start..self.index.values.len(),
            };
            let (name, disagreeing) = (field.field.clone(), field.disagreeing);
            self.index.fields.push(field);
            begins.entry(project).or_insert(at..at).end = at + 1;
            let project = self.index.projects.get_mut(project as usize);
            if let Some(project) = project.filter(|project| disagreeing > 0 && !project.members.is_empty()) {
                let detail = vec![disagreeing.to_string().into()];
                project.reasons.push(Reason { kind: Kind::Disagreeing, field: Some(name), family: None, detail });
            }
        })?;
        for (project, fields) in begins {
            if let Some(project) = self.index.projects.get_mut(project as usize) {
                project.fields = fields;
            }
        }
        Ok(())
    }

    fn unproved(&mut self) {
        let sums = self.index.projects.iter().filter(|project| !project.members.is_empty());
        let large = large(sums.filter_map(|project| Some((project.currency.clone()?, project.value?))));
        for project in self.index.projects.iter_mut().filter(|project| !project.members.is_empty()) {
            let Some((currency, value)) = project.currency.clone().zip(project.value) else { continue };
            let is_large = large.get(&currency).is_some_and(|least| value >= *least);
            if is_large && project.proof.as_deref() == Some("unproved") {
                let detail = vec![value.normalize().to_string().into(), currency];
                project.reasons.push(Reason { kind: Kind::Unproved, field: None, family: Some(Family::Money), detail });
            }
        }
    }
}

/// Reads some columns of a table, row by row, in the order in which they are named; one that the edition's form does not have is null.
pub(in crate::review) fn each(
    edition: &Path,
    name: &str,
    columns: &[&str],
    mut take: impl FnMut(&[Cell<'_>]),
) -> Result<(), DatasetError> {
    let Some(mut table) = tables().into_iter().find(|table| table.name == name) else { return Ok(()) };
    table.columns.retain(|column| columns.contains(&column.name));
    let reader = TableReader::open(edition, &table)?;
    let places: Vec<Option<usize>> = columns.iter().map(|column| reader.place(column)).collect();
    for group in reader.groups() {
        let group: Rows = group?;
        for row in 0..group.height() {
            let cells: Vec<Cell<'_>> =
                places.iter().map(|place| place.map_or(Cell::Null, |place| group.cell(row, place))).collect();
            take(&cells);
        }
    }
    Ok(())
}
