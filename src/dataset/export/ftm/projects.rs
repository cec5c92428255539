//! Projects, and the part that bodies take in them.

use super::bodies::{Around, Bodies, POLAND};
use super::documents::Documents;
use super::entity::{Entity, Lines, hashed, id, is_cut};
use super::names::Names;
use super::numbers::Numbers;
use super::places::Locations;
use super::slices::{Row, Slices};
use super::told::Told;
use crate::dataset::error::DatasetError;
use crate::dataset::schema::tables;
use crate::table::PRECISIONS;
use crate::table::{Cell, Spec};
use std::collections::BTreeMap;
use std::path::Path;

/// Columns that have a property of their own.
const TOLD: &[&str] = &[
    "project_id",
    "title",
    "programme_code",
    "programme",
    "funds",
    "agreement_number",
    "total_cost",
    "currency",
    "start_date",
    "start_precision",
    "end_date",
    "end_precision",
    "signed_precision",
    "status",
    "beneficiary",
    "implementer",
    "partners",
    "teryt",
    "target_categories",
];

/// Columns that have none: they stand in the notes, under their own names. The times of editions are among them because the model
/// does not want to hear in `createdAt` and `modifiedAt` when a program first saw something.
const NOTED: &[&str] = &[
    "eligible_cost",
    "cofinancing",
    "eu_contribution",
    "state_contribution",
    "own_contribution",
    "cofinancing_rate",
    "grant_stage",
    "period",
    "priority_axis",
    "measure_code",
    "call_number",
    "signed_date",
    "duration_months",
    "participants",
    "women",
    "men",
    "municipality",
    "voivodeship",
    "proof",
    "agree",
    "presence",
    "first_seen",
    "last_seen",
    "last_changed",
];

/// What is known of projects besides their rows.
pub(super) struct Context<'c> {
    pub(super) documents: &'c Documents,
    /// The numbers of projects of which a mention or a place is known.
    pub(super) ids: &'c Numbers,
    pub(super) told: &'c Told,
    pub(super) locations: &'c Locations,
}

/// Writes every project, followed by the bodies' parts in it. Returns how many of both.
pub(super) fn write(
    edition: &Path,
    context: &Context<'_>,
    names: &mut Names,
    bodies: &mut Bodies,
    lines: &mut Lines<'_>,
) -> Result<(usize, usize), DatasetError> {
    let (mut projects, mut participations) = (0, 0);
    let noted: Vec<Spec> =
        tables().into_iter().filter(|table| table.name == "projects").flat_map(|table| table.columns).collect();
    let noted: Vec<Spec> = NOTED.iter().filter_map(|name| noted.iter().find(|spec| spec.name == *name)).copied().collect();
    Slices::open(edition, "projects", &[TOLD, NOTED].concat())?.each(|row| {
        let Some(project_id) = row.text("project_id") else { return Ok(()) };
        lines.write(project(project_id, row, &noted, context))?;
        projects += 1;
        for part in parts(project_id, row, names, bodies) {
            lines.write(participation(project_id, &part, context))?;
            participations += 1;
        }
        Ok(())
    })?;
    Ok((projects, participations))
}

fn project(project_id: &str, row: &Row<'_>, noted: &[Spec], context: &Context<'_>) -> Entity {
    let mut entity = Entity::new(id("project", project_id), "Project");
    entity.string("recordId", project_id);
    entity.exact("country", POLAND);
    if let Some(title) = row.text("title") {
        entity.name("name", title);
        if is_cut(title) {
            entity.text("description", title);
        }
    }
    if let Some(number) = row.text("agreement_number")
        && !entity.identifier("projectId", number)
    {
        entity.text("notes", &format!("agreement_number: {number}"));
    }
    if let Some(status) = row.text("status") {
        entity.string("status", status);
    }
    for keyword in [row.text("programme_code"), row.text("programme")].into_iter().flatten() {
        entity.string("keywords", keyword);
    }
    for keyword in row.texts("funds").iter().chain(&row.texts("target_categories")) {
        entity.string("keywords", keyword);
    }
    money(&mut entity, row);
    for (property, column, precision) in
        [("startDate", "start_date", "start_precision"), ("endDate", "end_date", "end_precision")]
    {
        if let Some(date) = date(row, column, precision) {
            entity.exact(property, date);
        }
    }
    for spec in noted {
        if let Some(value) = note(row, spec) {
            entity.text("notes", &format!("{}: {value}", spec.name));
        }
    }
    if let Some(number) = context.ids.get(project_id) {
        context.locations.place_in(&mut entity, number);
        context.documents.publish(&mut entity, context.told.pages(number));
        context.documents.prove(&mut entity, context.told.pages(number));
    }
    entity
}

/// The whole cost is the project's amount; another sum never stands in for it.
fn money(entity: &mut Entity, row: &Row<'_>) {
    let currency = row.text("currency");
    if let Some(currency) = currency {
        entity.string("currency", currency);
    }
    if let Cell::Number(total) = row.get("total_cost") {
        entity.exact("amount", total.to_string());
        if currency == Some("EUR") {
            entity.exact("amountEur", total.to_string());
        }
    }
}

/// A date as far as it is printed: the column holds the first or last day of what is.
fn date(row: &Row<'_>, column: &str, precision: &str) -> Option<String> {
    let Cell::Date(day) = row.get(column) else { return None };
    let mut date = day.to_string();
    let length = match row.text(precision) {
        Some(precision) if precision == PRECISIONS[1] => 7,
        Some(precision) if precision == PRECISIONS[2] => 4,
        _ => 10,
    };
    date.truncate(length);
    Some(date)
}

/// A value as it stands in the notes, with its unit.
fn note(row: &Row<'_>, spec: &Spec) -> Option<String> {
    Some(match row.get(spec.name) {
        Cell::Text(text) => text.into_owned(),
        Cell::Number(number) if spec.unit == "percent" => format!("{} %", number.normalize()),
        Cell::Number(number) => {
            [Some(number.to_string().as_str()), row.text("currency")].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        Cell::Count(count) => format!("{count} {}", spec.unit).trim_end().to_owned(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Date(_) => date(row, spec.name, "signed_precision")?,
        Cell::Null | Cell::Texts(_) | Cell::Structs(_) => return None,
    })
}

/// What a body does in a project.
struct Part {
    body_id: String,
    roles: Vec<&'static str>,
    /// The numbers of the levelled names it is printed with.
    names: Vec<u32>,
}

/// The bodies of a project with their roles, each body once.
fn parts(project_id: &str, row: &Row<'_>, names: &mut Names, bodies: &mut Bodies) -> Vec<Part> {
    const PARTNER: &str = "partner";
    let around = Around {
        project_id,
        municipality: row.text("municipality"),
        teryt: row.text("teryt"),
        voivodeship: row.text("voivodeship"),
    };
    let partners = row.texts("partners");
    let single = ["beneficiary", "implementer"].into_iter().filter_map(|role| Some((role, row.text(role)?)));
    let printed = single.chain(partners.iter().map(|name| (PARTNER, name.as_str())));
    let mut parts: Vec<Part> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (role, printed) in printed.filter(|(_, printed)| printed.contains(char::is_alphanumeric)) {
        let name = names.name(printed).clone();
        let body_id = bodies.take(names, &name, around, role != PARTNER);
        let at = *places.entry(body_id.clone()).or_insert(parts.len());
        if at == parts.len() {
            parts.push(Part { body_id, roles: Vec::new(), names: Vec::new() });
        }
        parts[at].roles.push(role);
        parts[at].names.push(name.body);
    }
    parts
}

fn participation(project_id: &str, part: &Part, context: &Context<'_>) -> Entity {
    let mut entity = Entity::new(hashed("participation", &[project_id, &part.body_id]), "ProjectParticipant");
    entity.exact("project", id("project", project_id));
    entity.exact("participant", part.body_id.as_str());
    for role in &part.roles {
        entity.string("role", role);
    }
    if let Some(number) = context.ids.get(project_id) {
        let mut pages: Vec<u32> = part.names.iter().flat_map(|&name| context.told.naming(number, name)).collect();
        pages.sort_unstable();
        context.documents.prove(&mut entity, pages);
    }
    entity
}
