//! The queue of doubt: what is asked, in which order, and how far one has come.

use super::index::{Index, Kind, ProjectAt, Wanted};
use super::settled::Settled;
use super::view::labels;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Most projects that one answer lists.
const MOST: usize = 200;

/// Which part of the queue is wanted.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Filter {
    /// Only projects with such a reason.
    reason: String,
    /// Words that title, municipality, beneficiary or ids hold.
    find: String,
    state: State,
    offset: usize,
    limit: usize,
}

impl Default for Filter {
    fn default() -> Self {
        Self { reason: String::new(), find: String::new(), state: State::Open, offset: 0, limit: 50 }
    }
}

/// How far the questions of a project are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// Not all of them.
    Open,
    /// All of them.
    Done,
    /// Either.
    All,
}

/// The queue, as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Queue<'q> {
    pub(super) index: &'q Index,
    pub(super) settled: &'q Settled,
}

/// What of a project counts under a filter.
struct Seen {
    is_done: bool,
    /// Kinds of its reasons; those still open if it is.
    kinds: Vec<Kind>,
}

impl Queue<'_> {
    /// A part of the queue.
    pub(super) fn list(&self, filter: &Filter) -> Value {
        let wanted = self.index.wanted(&filter.find);
        let mut items = Vec::new();
        let mut counts: BTreeMap<Kind, usize> = Kind::ALL.into_iter().map(|kind| (kind, 0)).collect();
        let (mut total, mut open, mut done) = (0, 0, 0);
        for (at, project) in self.found(&wanted) {
            let seen = self.seen(at, project);
            let is_of_state = filter.state.takes(seen.is_done);
            if is_of_state {
                for kind in &seen.kinds {
                    *counts.entry(*kind).or_default() += 1;
                }
            }
            if !filter.has_reason(&seen) {
                continue;
            }
            if seen.is_done {
                done += 1
            } else {
                open += 1
            }
            if is_of_state {
                if total >= filter.offset && items.len() < filter.limit.min(MOST) {
                    items.push(self.item(at, project));
                }
                total += 1;
            }
        }
        let counts: serde_json::Map<String, Value> =
            counts.into_iter().filter_map(|(kind, number)| Some((name(kind)?, json!(number)))).collect();
        json!({ "total": total, "open": open, "done": done, "counts": counts, "items": items })
    }

    /// Where a project stands among those of a filter, with its neighbours that are still open.
    pub(super) fn place(&self, project: u32, filter: &Filter) -> Value {
        let wanted = self.index.wanted(&filter.find);
        let (mut previous, mut next, mut place, mut of) = (None, None, 0, 0);
        for (at, found) in self.found(&wanted) {
            let seen = self.seen(at, found);
            let is_wanted = filter.has_reason(&seen) && filter.state.takes(seen.is_done);
            if at == project {
                of += 1;
                place = of;
            } else if is_wanted {
                of += 1;
                match place {
                    0 => previous = Some(&*found.id),
                    _ if next.is_none() => next = Some(&*found.id),
                    _ => {}
                }
            }
        }
        // A project that is not in the queue is followed by what is most valuable.
        let (previous, next) = if place == 0 { (None, self.first(filter, &wanted)) } else { (previous, next) };
        json!({ "previous": previous, "next": next, "place": place, "of": of })
    }

    fn first(&self, filter: &Filter, wanted: &Wanted) -> Option<&str> {
        let mut found = self.found(wanted);
        found.find_map(|(at, project)| {
            let seen = self.seen(at, project);
            (filter.has_reason(&seen) && filter.state.takes(seen.is_done)).then_some(&*project.id)
        })
    }

    /// Projects of the whole edition by a search, in its order.
    pub(super) fn projects(&self, find: &str, limit: usize) -> Value {
        let wanted = self.index.wanted(find);
        let found =
            self.index.projects.iter().filter(|project| !project.members.is_empty() && self.index.finds(project, &wanted));
        let item = |project: &ProjectAt| {
            json!({
                "project_id": project.id, "title": project.title, "municipality": project.municipality,
                "value": project.value.map(|value| value.to_string()), "currency": project.currency.as_deref(),
            })
        };
        json!({ "items": found.take(limit.min(MOST)).map(item).collect::<Vec<_>>() })
    }

    fn found(&self, wanted: &Wanted) -> impl Iterator<Item = (u32, &ProjectAt)> {
        let queued = self.index.order.iter().filter_map(|&at| Some((at, self.index.at(at)?)));
        queued.filter(|(_, project)| self.index.finds(project, wanted))
    }

    fn seen(&self, at: u32, project: &ProjectAt) -> Seen {
        let is_done = self.settled.is_done(at, project);
        let asked = project.reasons.iter().enumerate().filter(|(place, _)| is_done || !self.settled.is_answered(at, *place));
        let mut kinds: Vec<Kind> = asked.map(|(_, reason)| reason.kind).collect();
        kinds.dedup();
        Seen { is_done, kinds }
    }

    /// Why a project is in the queue, and what of it is answered.
    pub(super) fn reasons(&self, at: u32, project: &ProjectAt) -> Vec<Value> {
        let reasons = project.reasons.iter().enumerate().map(|(place, reason)| {
            let answered = self.settled.is_answered(at, place);
            let detail: Vec<&str> = reason.detail.iter().map(|detail| &**detail).collect();
            let labels = labels(reason.field.as_deref().unwrap_or_default(), detail.iter().copied());
            json!({
                "kind": reason.kind, "field": reason.field.as_deref(), "detail": detail, "labels": labels, "answered": answered,
            })
        });
        reasons.collect()
    }

    /// Whether all of it is answered; of a project that is not asked for, there is nothing to.
    pub(super) fn is_answered(&self, at: u32, project: &ProjectAt) -> bool {
        project.reasons.is_empty() || self.settled.is_done(at, project)
    }

    fn item(&self, at: u32, project: &ProjectAt) -> Value {
        json!({
            "project_id": project.id, "title": project.title, "municipality": project.municipality,
            "beneficiary": project.beneficiary, "value": project.value.map(|value| value.to_string()),
            "currency": project.currency.as_deref(), "proof": project.proof.as_deref(), "pages": project.pages,
            "mentions": project.members.len(), "reasons": self.reasons(at, project),
            "answered": self.is_answered(at, project),
        })
    }
}

impl Filter {
    /// An unknown reason is had by none.
    fn has_reason(&self, seen: &Seen) -> bool {
        self.reason.is_empty() || seen.kinds.iter().any(|kind| name(*kind).is_some_and(|name| name == self.reason))
    }
}

impl State {
    const fn takes(self, is_done: bool) -> bool {
        match self {
            Self::Open => !is_done,
            Self::Done => is_done,
            Self::All => true,
        }
    }
}

fn name(kind: Kind) -> Option<String> {
    Some(serde_json::to_value(kind).ok()?.as_str()?.to_owned())
}
