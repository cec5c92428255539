//! What an edition announces, read column by column.

use crate::dataset::DatasetError;
use crate::dataset::edition::{Edition as Description, FILE};
use crate::dataset::history::{Presence, whole};
use crate::register::{Announced, Figures, Precision};
use crate::table::Named;
use crate::value::Currency;
use crate::vocabulary::Places;
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, DataType, ParquetReader, PolarsResult, SerReader};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::path::Path;

/// The projects of an edition and the municipalities whose pages it holds.
#[derive(Debug, Default)]
pub(super) struct Edition {
    pub(super) projects: Vec<Announced>,
    /// Whether each is still told.
    pub(super) presences: Vec<Presence>,
    pub(super) municipalities: Vec<Municipality>,
}

/// A municipality whose pages were read.
#[derive(Debug, Clone)]
pub(super) struct Municipality {
    pub(super) teryt: String,
    pub(super) name: String,
    /// Whether its pages can be taken for all there are; none where they were not crawled.
    pub(super) is_complete: Option<bool>,
}

/// Columns of `projects` that are read.
const PROJECTS: &[&str] = &[
    "project_id",
    "title",
    "programme_code",
    "period",
    "agreement_number",
    "total_cost",
    "eligible_cost",
    "cofinancing",
    "currency",
    "start_date",
    "start_precision",
    "end_date",
    "end_precision",
    "status",
    "beneficiary",
    "municipality",
    "teryt",
    "eu_contribution",
    "grant_stage",
    "presence",
];

/// The tables that are read.
const TABLES: &[&str] = &["projects", "amounts", "locations", "coverage"];

/// Reads the tables.
pub(super) fn read(folder: &Path) -> Result<Edition, DatasetError> {
    // An edition that is being written has no description yet, and its tables have just been made.
    if folder.join(FILE).exists() {
        whole(folder, &Description::open(folder)?, TABLES)?;
    }
    let projects = table(folder, "projects", PROJECTS)?;
    let failed = |error| DatasetError::table("read", &folder.join("projects.parquet"))(error);
    let partners = optional(folder, "amounts", &["project_id", "role", "scope"], partners_eu)?;
    let located = optional(folder, "locations", &["project_id", "level", "teryt", "basis"], located)?;
    let covered = optional(folder, "coverage", &["name", "teryt", "complete"], covered)?;
    let presences = presences(&projects).map_err(failed)?;
    let projects = announced(&projects, &partners, &located.of_project).map_err(failed)?;
    Ok(Edition { projects, presences, municipalities: municipalities(covered, &located.owners) })
}

/// Some columns of a table.
fn table(folder: &Path, name: &str, columns: &[&str]) -> Result<DataFrame, DatasetError> {
    let path = folder.join(format!("{name}.parquet"));
    let not = |message: String| DatasetError::NotAnEdition { path: folder.to_owned(), message };
    let file = File::open(&path).map_err(|error| not(format!("{name}.parquet: {error}")))?;
    let mut reader = ParquetReader::new(file);
    let schema = reader.schema().map_err(DatasetError::table("read", &path))?;
    if let Some(missing) = columns.iter().find(|column| !schema.contains(column)) {
        return Err(not(format!("{name}.parquet: no column {missing}; the edition is of another version")));
    }
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    reader.with_columns(Some(columns)).finish().map_err(DatasetError::table("read", &path))
}

/// What a table tells that need not be there.
fn optional<T: Default>(
    folder: &Path,
    name: &str,
    columns: &[&str],
    read: fn(&DataFrame) -> PolarsResult<T>,
) -> Result<T, DatasetError> {
    let path = folder.join(format!("{name}.parquet"));
    if !path.exists() {
        return Ok(T::default());
    }
    read(&table(folder, name, columns)?).map_err(DatasetError::table("read", &path))
}

/// Projects of which an EU part is named, and only a partner's.
fn partners_eu(amounts: &DataFrame) -> PolarsResult<BTreeSet<String>> {
    let [projects, roles, scopes] = [texts(amounts, "project_id")?, texts(amounts, "role")?, texts(amounts, "scope")?];
    let rows = projects.into_iter().zip(roles).zip(scopes);
    let named = rows.filter(|((_, role), scope)| role.as_deref() == Some("eu") && scope.as_deref() == Some("partner"));
    Ok(named.filter_map(|((project, _), _)| project).collect())
}

/// The municipalities of projects, and those whose pages they stand on.
#[derive(Default)]
struct Located {
    of_project: HashMap<String, Vec<String>>,
    owners: BTreeSet<String>,
}

fn located(locations: &DataFrame) -> PolarsResult<Located> {
    let (projects, levels) = (texts(locations, "project_id")?, texts(locations, "level")?);
    let (teryts, bases) = (texts(locations, "teryt")?, texts(locations, "basis")?);
    let mut found = Located::default();
    for (((project, level), teryt), basis) in projects.into_iter().zip(levels).zip(teryts).zip(bases) {
        let (Some(project), Some(teryt)) = (project, teryt) else { continue };
        if level.as_deref() != Some("municipality") {
            continue;
        }
        if basis.as_deref() == Some("page_owner") {
            found.owners.insert(teryt.clone());
        }
        found.of_project.entry(project).or_default().push(teryt);
    }
    Ok(found)
}

fn covered(coverage: &DataFrame) -> PolarsResult<Vec<Municipality>> {
    let (names, teryts) = (texts(coverage, "name")?, texts(coverage, "teryt")?);
    let complete = coverage.column("complete")?.bool()?.clone();
    let rows = names.into_iter().zip(teryts).zip(complete.iter());
    let row = |((name, teryt), is_complete): ((Option<String>, Option<String>), Option<bool>)| {
        Some(Municipality { teryt: teryt?, name: name.unwrap_or_default(), is_complete })
    };
    Ok(rows.filter_map(row).collect())
}

/// Each municipality once, by its first six digits: several sources of one are complete together only.
fn municipalities(covered: Vec<Municipality>, owners: &BTreeSet<String>) -> Vec<Municipality> {
    let places = Places::builtin();
    let named = |teryt: &str, name: String| places.by_teryt(teryt).map_or(name, |place| place.name.clone());
    let mut all: BTreeMap<String, Municipality> = BTreeMap::new();
    for Municipality { teryt, name, is_complete } in covered {
        let Some(key) = teryt.get(..6).map(str::to_owned) else { continue };
        let known = all.entry(key).or_insert_with(|| Municipality { name: named(&teryt, name), teryt, is_complete: None });
        known.is_complete = Some(is_complete.unwrap_or(false) && known.is_complete.unwrap_or(true));
    }
    for teryt in owners {
        let Some(key) = teryt.get(..6).map(str::to_owned) else { continue };
        all.entry(key).or_insert_with(|| Municipality {
            name: named(teryt, String::new()),
            teryt: teryt.clone(),
            is_complete: None,
        });
    }
    all.into_values().collect()
}

/// Whether each project is still told; what is not said to be gone is.
fn presences(projects: &DataFrame) -> PolarsResult<Vec<Presence>> {
    let named = |name: Option<String>| match name.as_deref() {
        Some(name) if name == Presence::Gone.name() => Presence::Gone,
        Some(name) if name == Presence::Unreachable.name() => Presence::Unreachable,
        _ => Presence::Current,
    };
    Ok(texts(projects, "presence")?.into_iter().map(named).collect())
}

/// The projects, in the order of the table.
fn announced(
    projects: &DataFrame,
    partners: &BTreeSet<String>,
    located: &HashMap<String, Vec<String>>,
) -> PolarsResult<Vec<Announced>> {
    let text = |name: &str| texts(projects, name);
    let mut ids = text("project_id")?.into_iter();
    let (mut titles, mut numbers) = (text("title")?.into_iter(), text("agreement_number")?.into_iter());
    let (mut codes, mut periods) = (text("programme_code")?.into_iter(), text("period")?.into_iter());
    let (mut bodies, mut places, mut teryts) =
        (text("beneficiary")?.into_iter(), text("municipality")?.into_iter(), text("teryt")?.into_iter());
    let figures = figures(projects, partners)?;
    let mut all = Vec::with_capacity(projects.height());
    for figures in figures {
        let id = ids.next().flatten().unwrap_or_default();
        let mut of: BTreeSet<String> = located.get(&id).into_iter().flatten().cloned().collect();
        of.extend(teryts.next().flatten());
        all.push(Announced {
            number: numbers.next().flatten(),
            title: titles.next().flatten(),
            bodies: [bodies.next().flatten(), places.next().flatten()].into_iter().flatten().collect(),
            programme: codes.next().flatten(),
            period: periods.next().flatten(),
            teryts: of.into_iter().collect(),
            figures,
            id,
        });
    }
    Ok(all)
}

fn figures(projects: &DataFrame, partners: &BTreeSet<String>) -> PolarsResult<Vec<Figures>> {
    let sum = |name: &str| sums(projects, name);
    let (totals, eligible, eu, grants) =
        (sum("total_cost")?, sum("eligible_cost")?, sum("eu_contribution")?, sum("cofinancing")?);
    let (currencies, stages, statuses) =
        (texts(projects, "currency")?, texts(projects, "grant_stage")?, texts(projects, "status")?);
    let (starts, ends) = (dates(projects, "start")?, dates(projects, "end")?);
    let ids = texts(projects, "project_id")?;
    let figures = |at: usize| {
        let eu = eu[at];
        Figures {
            total: totals[at],
            eligible: eligible[at],
            eu,
            // If only the EU part is printed, `cofinancing` holds that.
            grant: grants[at].filter(|grant| eu != Some(*grant)),
            currency: currencies[at].as_deref().and_then(currency),
            is_requested: stages[at].as_deref() == Some("requested") || statuses[at].as_deref() == Some("applied"),
            eu_is_partners: ids[at].as_ref().is_some_and(|id| partners.contains(id)),
            start: starts[at],
            end: ends[at],
        }
    };
    Ok((0..projects.height()).map(figures).collect())
}

fn currency(code: &str) -> Option<Currency> {
    [Currency::Pln, Currency::Eur, Currency::Usd, Currency::Chf, Currency::Czk]
        .into_iter()
        .find(|currency| currency.code() == code)
}

fn texts(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<String>>> {
    let column = frame.column(name)?.cast(&DataType::String)?;
    Ok(column.str()?.iter().map(|text| text.map(str::to_owned)).collect())
}

/// Sums of two places.
fn sums(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<Decimal>>> {
    let units: Column = frame.column(name)?.cast(&DataType::Decimal(18, 2))?.to_physical_repr();
    let sum = |units: Option<i128>| Decimal::try_from_i128_with_scale(units?, 2).ok();
    Ok(units.i128()?.iter().map(sum).collect())
}

/// Dates with how precisely they are printed.
fn dates(frame: &DataFrame, which: &str) -> PolarsResult<Vec<Option<(NaiveDate, Precision)>>> {
    let days = frame.column(&format!("{which}_date"))?.cast(&DataType::Date)?.to_physical_repr();
    let precisions = texts(frame, &format!("{which}_precision"))?;
    let date = |(days, precision): (Option<i32>, Option<String>)| {
        let precision = match precision.as_deref() {
            Some("month") => Precision::Month,
            Some("year") => Precision::Year,
            _ => Precision::Day,
        };
        Some((NaiveDate::from_num_days_from_ce_opt(days?.checked_add(719_163)?)?, precision))
    };
    Ok(days.i32()?.iter().zip(precisions).map(date).collect())
}
