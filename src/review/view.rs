//! What the page shows: projects with their mentions, pages with their texts, the fields there are.

use super::desk::Moment;
use super::index::field as field_of;
use super::queue::Filter;
use super::reply::Refusal;
use crate::check::Corrected;
use crate::correction::{Action, Correction, value_of};
use crate::dataset::{CaseMention, Kind, tables};
use crate::html::Family;
use crate::notice::Doubt;
use crate::resolve::{FIELDS, is_sum};
use crate::text::Span;
use crate::value::unread;
use crate::vocabulary::{PlaceKind, Vocabulary};
use serde_json::{Value, json};

/// Most projects of one page whose words are looked through for what was read.
const MOST: usize = 400;

/// A project with everything that is said of it.
pub(super) fn project(now: &Moment, id: &str, filter: &Filter) -> Result<Value, Refusal> {
    let index = &now.room.index;
    let (at, project) = index.project(id).ok_or_else(Refusal::unknown)?;
    let case = now.room.reopened.case(id)?;
    let fields = index.fields(project).map(|(field, value)| {
        json!({
            "field": &*field.field, "value": value, "rule": &*field.rule,
            "mention_id": field.mention.map(|mention| index.mention_id(mention)),
            "stated": field.stated, "disagreeing": field.disagreeing, "corrected": field.corrected,
        })
    });
    let mentions = case.iter().flat_map(|case| &case.mentions).map(mention);
    let reasons = now.queue().reasons(at, project);
    Ok(json!({
        "project_id": id, "title": project.title, "municipality": project.municipality, "beneficiary": project.beneficiary,
        "value": project.value.map(|value| value.to_string()), "currency": project.currency.as_deref(),
        "proof": project.proof.as_deref(), "presence": project.presence.as_deref(),
        "reasons": reasons, "answered": now.queue().is_answered(at, project),
        "fields": fields.collect::<Vec<_>>(),
        "mentions": mentions.collect::<Vec<_>>(),
        "corrections": corrections(now, at),
        "queue": now.queue().place(at, filter),
    }))
}

/// A mention with its facts, in the order in which they stand in the fields.
fn mention(told: &CaseMention) -> Value {
    let mention = &told.mention;
    let fields = serde_json::to_value(mention).unwrap_or_default();
    // What was put right of a sum (`amounts[2].value`) is shown with it.
    let is_of = |corrected: &Corrected, field: &str| {
        corrected.field.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let corrected = |field: &str| {
        let of = mention.corrected.iter().find(|corrected| is_of(corrected, field))?;
        Some(json!({ "original": of.original, "quote": of.quote, "reason": of.reason }))
    };
    let evidence = mention.notice.evidence();
    let mut facts: Vec<Value> = evidence
        .iter()
        .map(|(field, evidence)| {
            json!({
                "field": field, "value": entry(&fields, field), "start": evidence.start, "end": evidence.end,
                "quote": evidence.quote, "rule": evidence.rule, "corrected": corrected(field),
            })
        })
        .collect();
    // What a person has emptied, or has set without a place of its own in the notice.
    let unplaced = mention.corrected.iter().filter(|of| !evidence.iter().any(|(field, _)| is_of(of, field)));
    facts.extend(unplaced.map(|of| {
        json!({
            "field": of.field, "value": value_of(&mention.notice, &of.field), "start": 0, "end": 0, "quote": "", "rule": "corrected",
            "corrected": corrected(&of.field),
        })
    }));
    let source = &mention.source;
    json!({
        "mention_id": told.mention_id, "page_id": told.page_id, "place": source.url.as_ref().or(source.path.as_ref()),
        "url": source.url, "path": source.path, "fetched": told.fetched, "number": mention.mention,
        "title": fields["title"], "genre": fields["genre"], "proof": fields["proof"],
        "facts": facts, "checks": fields["checks"], "doubts": doubts(&mention.notice.doubts),
    })
}

/// Doubts as they are, with names for candidates that are numbers.
fn doubts(doubts: &[Doubt]) -> Vec<Value> {
    let told = |doubt: &Doubt| {
        let mut told = serde_json::to_value(doubt).unwrap_or_default();
        told["labels"] = labels(doubt.field, doubt.candidates.iter().map(String::as_str));
        told
    };
    doubts.iter().map(told).collect()
}

/// Names of municipalities by their numbers: `Biskupiec, gmina miejsko-wiejska, olsztyński`. Of other candidates there are none.
pub(super) fn labels<'c>(field: &str, candidates: impl Iterator<Item = &'c str>) -> Value {
    let named = |number: &str| {
        let place = Vocabulary::builtin().places().by_teryt(number)?;
        let kind = place.kind.map(|kind| match kind {
            PlaceKind::Urban => "gmina miejska",
            PlaceKind::Rural => "gmina wiejska",
            PlaceKind::UrbanRural => "gmina miejsko-wiejska",
        });
        // The adjective of a county is written small; a city with county rights has its name.
        let is_county = place.county.starts_with(char::is_lowercase);
        let county = if is_county { format!("powiat {}", place.county) } else { place.county.clone() };
        Some([Some(place.name.as_str()), kind, Some(county.as_str())].into_iter().flatten().collect::<Vec<_>>().join(", "))
    };
    let of = candidates.filter(|_| field == "teryt").filter_map(|number| Some((number.to_owned(), Value::from(named(number)?))));
    Value::Object(of.collect())
}

/// The value of `title` or `amounts[0]`.
fn entry<'f>(fields: &'f Value, field: &str) -> &'f Value {
    match field.strip_suffix(']').and_then(|field| field.split_once('[')) {
        Some((name, number)) => number.parse::<usize>().map_or(&Value::Null, |number| &fields[name][number]),
        None => &fields[field],
    }
}

/// What people said of a project, in the order in which they did.
fn corrections(now: &Moment, project: u32) -> Vec<Value> {
    let index = &now.room.index;
    let of_project = |mentions: &[u32]| mentions.iter().any(|&mention| index.project_of(mention) == Some(project));
    let about = |correction: &Correction| {
        let mut places = correction.places().into_iter();
        places.any(|place| index.there(place).and_then(|at| index.project_of(at)) == Some(project))
    };
    let corrections = now.corrections();
    let own = corrections.filter(|(correction, standing)| {
        // One that lapsed is shown where it stood.
        of_project(&standing.mentions) || (standing.mentions.is_empty() && about(correction))
    });
    own.map(|(correction, standing)| {
        let (action, original, value) = match &correction.action {
            Action::Correct { original, value, .. } => ("correct", original.as_ref(), value.as_ref()),
            Action::Accept { value, .. } => ("accept", None, value.as_ref()),
            Action::Reject { .. } => ("reject", None, None),
            Action::Merge { .. } => ("merge", None, None),
            Action::Split { .. } => ("split", None, None),
        };
        let mentions: Vec<&str> = standing.mentions.iter().map(|&mention| index.mention_id(mention)).collect();
        json!({
            "id": correction.id, "made": correction.made, "by": correction.by, "action": action, "field": field_of(correction),
            "value": value, "original": original, "reason": correction.reason, "fate": standing.fate,
            "pending": standing.is_pending(), "mentions": mentions,
        })
    })
    .collect()
}

/// A page with its text, and the sums and dates in it that nothing was read from.
pub(super) fn page(now: &Moment, id: &str) -> Result<Value, Refusal> {
    let page = now.room.reopened.page(id)?.ok_or_else(Refusal::unknown)?;
    let unread = taken(now, id)?.map(|taken| unread(&page.text, &taken)).unwrap_or_default();
    Ok(json!({
        "page_id": page.page_id, "url": page.url, "path": page.path, "title": page.title, "fetched": page.fetched,
        "sha256": page.sha256, "text": page.text, "unread": unread,
    }))
}

/// The words of a page that sums and dates were read from, whatever project they are of. Nothing if there are too many to look at: to
/// call something unread that was read would be wrong.
fn taken(now: &Moment, page_id: &str) -> Result<Option<Vec<Span>>, Refusal> {
    let index = &now.room.index;
    let mut projects: Vec<u32> = index.on_page(page_id).filter_map(|mention| index.project_of(mention)).collect();
    projects.sort_unstable();
    projects.dedup();
    if projects.len() > MOST {
        return Ok(None);
    }
    let mut taken = Vec::new();
    for project in projects.into_iter().filter_map(|at| index.at(at)) {
        let case = now.room.reopened.case(&project.id)?;
        for told in case.iter().flat_map(|case| &case.mentions).filter(|told| told.page_id == page_id) {
            let figures = |field: &str| matches!(Family::of(field), Family::Money | Family::Time);
            let evidence = told.mention.notice.evidence().into_iter().filter(|(field, _)| figures(field));
            taken.extend(evidence.map(|(_, evidence)| Span::new(evidence.start, evidence.end)));
        }
    }
    Ok(Some(taken))
}

/// The fields that can be corrected.
pub(super) fn fields() -> Value {
    let columns: Vec<_> = tables().into_iter().filter(|table| table.name == "projects").flat_map(|table| table.columns).collect();
    let choices = |field: &str| {
        if field == "target_categories" {
            return Some(Vocabulary::builtin().target_groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>());
        }
        columns.iter().find(|column| column.name == field).and_then(|column| match column.kind {
            Kind::Enum(names) => Some(names.to_vec()),
            _ => None,
        })
    };
    let of = |field: &&str| json!({ "field": field, "family": Family::of(field).name(), "form": form(field), "choices": choices(field) });
    Value::Array(FIELDS.iter().map(of).collect())
}

/// How a field's value is typed.
pub(super) fn form(field: &str) -> &'static str {
    match field {
        _ if is_sum(field) => "money",
        "cofinancing_rate" => "percent",
        "start_date" | "end_date" | "signed_date" => "date",
        "duration_months" | "participants" | "women" | "men" => "count",
        "currency" | "status" | "grant_stage" => "choice",
        "funds" | "partners" | "target_categories" | "tasks" => "list",
        _ if field.ends_with("].value") => "money",
        _ if field.ends_with("].role") => "choice",
        _ => "text",
    }
}
