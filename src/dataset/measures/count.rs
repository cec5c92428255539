//! Projects, slice by slice, into municipalities.

use super::class::StageClass;
use super::deflator::Deflator;
use super::group::Group;
use super::money::SumRole;
use super::population::{Inhabitants, Population};
use super::project::{self, Belonging, Project};
use super::silence::{Hearing, Quiet, quiet};
use crate::dataset::error::DatasetError;
use crate::dataset::model::Coverage;
use crate::value::Currency;
use crate::vocabulary::{Place, PlaceKind, Places};
use polars::prelude::DataFrame;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What the projects of a row have in common besides their municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Nothing: all projects.
    All,
    /// The programming period they name.
    Period,
    /// The year they start.
    StartYear,
}

/// What sums are set against: files the user supplies.
#[derive(Debug, Clone, Default)]
pub struct Yardsticks {
    /// Inhabitants.
    pub population: Option<Population>,
    /// Price index.
    pub deflator: Option<Deflator>,
}

/// A group of a municipality's projects, in the order of the rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    All,
    Period(String),
    Year(i32),
}

impl Slot {
    /// Those that count a project.
    pub(super) fn of(project: &Project) -> impl Iterator<Item = Self> + use<> {
        let period = project.period.clone().map(Self::Period);
        [Some(Self::All), period, project.start_year.map(Self::Year)].into_iter().flatten()
    }
}

/// Sums up projects by municipality. What it holds grows with municipalities and their groups, not with projects.
#[derive(Debug)]
pub(in crate::dataset) struct Measures<'y> {
    pub(super) yardsticks: &'y Yardsticks,
    pub(super) year: i32,
    /// By the first six digits of the TERYT number.
    pub(super) groups: BTreeMap<String, BTreeMap<Slot, Group>>,
    /// Number and name of units that the gazetteer may lack.
    pub(super) named: BTreeMap<String, (String, String)>,
    reach: Reach,
}

/// How much of the projects' total costs in PLN reaches the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::dataset) struct Reach {
    /// Projects of which a part at least falls to one municipality, with those parts.
    pub(in crate::dataset) parted: Reached,
    /// The granted ones of them: what `total_pln` of all municipalities is together.
    pub(in crate::dataset) granted: Reached,
}

/// Projects, and their parts of total costs in PLN, each rounded to grosze.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::dataset) struct Reached {
    pub(in crate::dataset) projects: usize,
    pub(in crate::dataset) pln: Decimal,
}

impl Reached {
    fn take(&mut self, pln: Decimal) {
        self.projects += 1;
        self.pln = self.pln.saturating_add(pln);
    }
}

impl Reach {
    fn take(&mut self, project: &Project, belongings: &[Belonging]) {
        let shares: Vec<Decimal> = belongings.iter().filter_map(|belonging| belonging.share).collect();
        if shares.is_empty() {
            return;
        }
        let total = |share: &Decimal| project.sums.part(*share).of(SumRole::Total);
        let is_pln = project.currency == Some(Currency::Pln);
        let parts = shares.iter().filter_map(total).filter(|_| is_pln).sum();
        self.parted.take(parts);
        if project.class.is_some_and(StageClass::is_granted) {
            self.granted.take(parts);
        }
    }
}

/// A municipality, or a period or year of it.
#[derive(Debug, Clone)]
pub(in crate::dataset) struct MunicipalityRow {
    pub(super) teryt: String,
    pub(super) name: String,
    pub(super) kind: Option<PlaceKind>,
    pub(super) county: Option<String>,
    pub(super) voivodeship: Option<&'static str>,
    pub(super) grouping: Grouping,
    pub(super) period: Option<String>,
    pub(super) start_year: Option<i32>,
    pub(super) group: Group,
    pub(super) inhabitants: Option<Inhabitants>,
    pub(super) population_source: Option<String>,
    pub(super) price_year: Option<i32>,
    pub(super) quiet: Option<Quiet>,
}

impl<'y> Measures<'y> {
    /// Counts nothing yet. `created` is the time of the edition (ISO 8601).
    pub(in crate::dataset) fn new(yardsticks: &'y Yardsticks, created: &str) -> Self {
        let year = created.get(..4).and_then(|year| year.parse().ok()).unwrap_or(i32::MAX);
        Self { yardsticks, year, groups: BTreeMap::new(), named: BTreeMap::new(), reach: Reach::default() }
    }

    /// Counts in rows of `projects`, and all rows of `locations` that belong to them.
    ///
    /// # Errors
    /// When a column is missing or of another type.
    pub(in crate::dataset) fn take(&mut self, projects: &DataFrame, locations: &DataFrame) -> Result<(), DatasetError> {
        let belongings = project::belongings(locations)?;
        for (id, project) in project::projects(projects)? {
            let belongings = belongings.get(&id).map(Vec::as_slice).unwrap_or_default();
            self.reach.take(&project, belongings);
            belongings.iter().for_each(|belonging| self.count(&project, belonging));
        }
        Ok(())
    }

    /// How much of what was taken reaches the table.
    pub(in crate::dataset) const fn reach(&self) -> Reach {
        self.reach
    }

    pub(super) fn count(&mut self, project: &Project, belonging: &Belonging) {
        let Some(unit) = belonging.teryt.get(..6) else { return };
        let name = (belonging.teryt.clone(), belonging.name.clone());
        // Of several spellings the first in the alphabet: the order of the projects must not matter.
        self.named.entry(unit.to_owned()).and_modify(|known| *known = name.clone().min(known.clone())).or_insert(name);
        let groups = self.groups.entry(unit.to_owned()).or_default();
        for slot in Slot::of(project) {
            groups.entry(slot).or_default().take(project, belonging.share, self.yardsticks.deflator.as_ref());
        }
    }

    /// The table's rows: every municipality of the gazetteer and every other one that has projects or a source, in the order of
    /// their numbers; of each first all projects, then its periods and years that have any.
    pub(in crate::dataset) fn rows(mut self, coverage: &[Coverage], hearing: &Hearing, places: &Places) -> Vec<MunicipalityRow> {
        let mut sources: BTreeMap<&str, Vec<&Coverage>> = BTreeMap::new();
        for source in coverage {
            let teryt = source.teryt.as_deref().filter(|teryt| matches!(teryt.len(), 6 | 7));
            let Some((teryt, unit)) = teryt.and_then(|teryt| Some((teryt, teryt.get(..6)?))) else { continue };
            sources.entry(unit).or_default().push(source);
            self.named.entry(unit.to_owned()).or_insert_with(|| (teryt.to_owned(), source.name.clone()));
        }
        for place in places.iter() {
            self.named.insert(place.teryt.get(..6).unwrap_or(&place.teryt).to_owned(), (place.teryt.clone(), place.name.clone()));
        }
        let mut rows = Vec::new();
        for (unit, (teryt, name)) in std::mem::take(&mut self.named) {
            let mut groups = self.groups.remove(&unit).unwrap_or_default();
            let of = sources.get(unit.as_str()).map(Vec::as_slice).unwrap_or_default();
            if groups.is_empty() {
                groups.insert(Slot::All, Group::default());
            }
            for (slot, group) in groups {
                let quiet = (group.projects == 0).then(|| quiet(of, hearing));
                let mut row = self.row((&teryt, &name), slot, group, places);
                row.quiet = quiet;
                rows.push(row);
            }
        }
        rows
    }

    pub(super) fn row(&self, (teryt, name): (&str, &str), slot: Slot, group: Group, places: &Places) -> MunicipalityRow {
        let population = self.yardsticks.population.as_ref();
        let inhabitants = population.and_then(|population| match slot {
            Slot::Year(year) => population.at(teryt, year),
            Slot::All | Slot::Period(_) => population.newest(teryt, self.year),
        });
        let place: Option<&Place> = places.by_teryt(teryt);
        let county = place.map(|place| place.county.clone()).or_else(|| places.county(teryt).map(|county| county.name.clone()));
        let (grouping, period, start_year) = match slot {
            Slot::All => (Grouping::All, None, None),
            Slot::Period(period) => (Grouping::Period, Some(period), None),
            Slot::Year(year) => (Grouping::StartYear, None, Some(year)),
        };
        MunicipalityRow {
            teryt: teryt.to_owned(),
            name: name.to_owned(),
            kind: place.and_then(|place| place.kind),
            county,
            voivodeship: Places::voivodeship_name(teryt),
            grouping,
            period,
            start_year,
            group,
            inhabitants,
            population_source: inhabitants.and(population).map(|population| population.source().to_owned()),
            price_year: self.yardsticks.deflator.as_ref().map(Deflator::base),
            quiet: None,
        }
    }
}
