//! The tables that are made of projects with their mentions, in the order of the projects, all in one pass.

use super::Dataset;
use super::steps::Tally;
use super::tables::{Open, Tables};
use crate::dataset::error::DatasetError;
use crate::dataset::fields::{self, FieldRow, StatementRow};
use crate::dataset::frame::table;
use crate::dataset::history::{Lifetime, Presence, Track};
use crate::dataset::measures::Measures;
use crate::dataset::model::Availability;
use crate::dataset::places::{self, Level, Location, LocationRow, Told, locate};
use crate::dataset::schema::{self, ProjectRow};
use crate::dataset::store::{Retold, grosz};
use crate::dataset::table_writer::{ROWS, WIDE_ROWS};
use crate::resolve::{self, Field, Project, Published, Statement, mention_id, page_id};
use crate::table::Named;
use crate::value::Currency;
use polars::prelude::{BooleanChunked, DataFrame, DataType};
use std::collections::{HashMap, HashSet};

/// What came of it besides the tables.
pub(super) struct Made<'d> {
    pub(super) measures: Measures<'d>,
    pub(super) published: PublishedSums,
    pub(super) track: Track<'d>,
}

/// Projects and their total costs after each step.
#[derive(Debug, Default)]
pub(super) struct PublishedSums {
    /// Of this edition's pages.
    pub(super) joined: Tally,
    /// Kept from the edition before.
    pub(super) carried: Tally,
    /// Those, of both, that belong to a municipality.
    pub(super) located: Tally,
}

/// A project with all that its pages say.
pub(super) struct Whole<'a> {
    pub(super) project: &'a Project,
    pub(super) published: Published,
    told: &'a [Retold],
    /// The mentions' ids, in the same order.
    ids: Vec<String>,
}

/// Writes them.
pub(super) fn write<'d>(dataset: &'d Dataset, tables: &Tables, slice: usize) -> Result<Made<'d>, DatasetError> {
    let context = &dataset.context;
    let measures = Measures::new(&context.yardsticks, &context.created);
    let mut made = Made { measures, published: PublishedSums::default(), track: dataset.history.track() };
    let mut open = Tellings {
        projects: tables.begin("projects", WIDE_ROWS)?,
        locations: tables.begin("locations", ROWS)?,
        fields: tables.begin("fields", ROWS)?,
        statements: tables.begin("statements", ROWS)?,
    };
    let teryt = teryt_of_sources(dataset);
    each_slice(dataset, &dataset.projects, slice, |wholes| open.append(dataset, &teryt, wholes, &mut made))?;
    open.append_carried(dataset, &mut made)?;
    let Tellings { projects, locations, fields, statements } = open;
    [projects, locations, fields, statements].into_iter().try_for_each(|table| tables.end(table))?;
    Ok(made)
}

/// Takes the projects' mentions back and chooses what is published, slice by slice: as many projects at once as have this many
/// mentions, and one at least.
pub(super) fn each_slice(
    dataset: &Dataset,
    mut projects: &[Project],
    slice: usize,
    mut take: impl FnMut(&[Whole<'_>]) -> Result<(), DatasetError>,
) -> Result<(), DatasetError> {
    while !projects.is_empty() {
        let mut mentions = 0;
        let few = projects.iter().take_while(|project| {
            mentions += project.members.len();
            mentions <= slice
        });
        let (now, later) = projects.split_at(few.count().max(1));
        projects = later;
        let retold = dataset.store.mentions(now.iter().flat_map(|project| project.members.iter().copied()))?;
        let mut rest = retold.as_slice();
        let wholes = now.iter().filter_map(|project| {
            let (told, others) = rest.split_at(project.members.len());
            rest = others;
            whole(dataset, project, told)
        });
        take(&wholes.collect::<Vec<_>>())?;
    }
    Ok(())
}

fn whole<'a>(dataset: &Dataset, project: &'a Project, told: &'a [Retold]) -> Option<Whole<'a>> {
    let statement = |(retold, &position): (&'a Retold, &usize)| Statement {
        mention: &retold.mention,
        date: retold.fetched.as_deref(),
        is_gone: dataset.store.page_of(position).availability == Some(Availability::Gone),
    };
    let statements: Vec<Statement<'_>> = told.iter().zip(&project.members).map(statement).collect();
    let published = resolve::publish(&statements)?;
    Some(Whole { project, published, told, ids: told.iter().map(|retold| mention_id(&retold.mention)).collect() })
}

/// The tables that are open.
struct Tellings {
    projects: Open,
    locations: Open,
    fields: Open,
    statements: Open,
}

impl Tellings {
    fn append(
        &mut self,
        dataset: &Dataset,
        teryt: &HashMap<&str, &str>,
        wholes: &[Whole<'_>],
        made: &mut Made<'_>,
    ) -> Result<(), DatasetError> {
        let vocabulary = dataset.context.vocabulary;
        let lifetimes: Vec<Lifetime> = wholes.iter().map(|whole| whole.lifetime(dataset, &mut made.track)).collect();
        let located: Vec<Vec<Location>> =
            wholes.iter().map(|whole| locate(&whole.published, &whole.told(dataset, teryt), vocabulary)).collect();
        let project_rows: Vec<ProjectRow<'_>> =
            wholes.iter().zip(&lifetimes).map(|(whole, lifetime)| whole.row(dataset, lifetime)).collect();
        let location_rows: Vec<LocationRow<'_>> =
            wholes.iter().zip(&located).flat_map(|(whole, located)| whole.locations(located)).collect();
        let project_frame = table(&schema::projects(), &project_rows)?;
        let location_frame = table(&places::locations(), &location_rows)?;
        made.measures.take(&project_frame, &location_frame)?;
        made.published.take(wholes, &located);
        self.projects.append(project_frame)?;
        self.locations.append(location_frame)?;
        let field_rows: Vec<FieldRow<'_>> =
            wholes.iter().zip(&lifetimes).flat_map(|(whole, lifetime)| whole.fields(lifetime)).collect();
        self.fields.append(table(&fields::fields(), &field_rows)?)?;
        let pages: Vec<Vec<String>> = wholes.iter().map(Whole::pages).collect();
        let statements: Vec<StatementRow<'_>> =
            wholes.iter().zip(&pages).flat_map(|(whole, pages)| whole.statements(pages)).collect();
        self.statements.append(table(&fields::statements(), &statements)?)
    }

    /// The projects of the edition before that no page tells any more.
    fn append_carried(&mut self, dataset: &Dataset, made: &mut Made<'_>) -> Result<(), DatasetError> {
        let carried = dataset.history.carried();
        let locations = carried.locations()?;
        for piece in 0..carried.pieces("projects") {
            let projects = carried.piece("projects", piece)?;
            let of_them = belonging(&locations, &projects)?;
            made.measures.take(&projects, &of_them)?;
            made.published.take_carried(&projects, &of_them)?;
            self.projects.append(projects)?;
            self.locations.append(of_them)?;
        }
        for piece in 0..carried.pieces("fields") {
            self.fields.append(carried.piece("fields", piece)?)?;
        }
        Ok(())
    }
}

/// The rows that belong to these projects.
fn belonging(rows: &DataFrame, projects: &DataFrame) -> Result<DataFrame, DatasetError> {
    let ids: HashSet<&str> = projects.column("project_id")?.str()?.iter().flatten().collect();
    let mask: BooleanChunked = rows.column("project_id")?.str()?.iter().map(|id| id.is_some_and(|id| ids.contains(id))).collect();
    Ok(rows.filter(&mask)?)
}

impl Whole<'_> {
    /// Since when it is known. Every project is to be asked for once.
    fn lifetime(&self, dataset: &Dataset, track: &mut Track<'_>) -> Lifetime {
        let pages = self.project.members.iter().map(|&member| dataset.store.page_of(member).availability);
        track.project(&self.project.id, Presence::of(pages), &self.published.fields)
    }

    fn row<'w>(&'w self, dataset: &'w Dataset, lifetime: &'w Lifetime) -> ProjectRow<'w> {
        let best = self.project.members.iter().position(|&member| member == self.project.best).unwrap_or(0);
        let source = dataset.store.owner(dataset.store.page_of(self.project.best));
        let corrected = self.published.fields.iter().filter(|field| self.is_corrected(field)).map(|field| field.field).collect();
        ProjectRow { project: self.project, published: &self.published, mention_id: &self.ids[best], lifetime, source, corrected }
    }

    /// Whether a person has put the value right, in the mention it is taken from.
    fn is_corrected(&self, field: &Field) -> bool {
        fields::is_corrected(field, &self.told[field.from].mention)
    }

    /// Its mentions, each with the number of the unit whose page it stands on.
    fn told<'w>(&'w self, dataset: &Dataset, teryt: &HashMap<&str, &'w str>) -> Vec<Told<'w>> {
        let owner = |member: usize| teryt.get(dataset.store.owner(dataset.store.page_of(member))?).copied();
        let told = self.told.iter().zip(&self.project.members);
        told.map(|(retold, &member)| Told { notice: &retold.mention.notice, owner: owner(member) }).collect()
    }

    fn locations<'w>(&'w self, located: &'w [Location]) -> impl Iterator<Item = LocationRow<'w>> {
        located.iter().map(|location| LocationRow { project_id: &self.project.id, location })
    }

    /// Every published value.
    fn fields<'w>(&'w self, lifetime: &'w Lifetime) -> impl Iterator<Item = FieldRow<'w>> {
        self.published.fields.iter().zip(&lifetime.fields).map(move |(field, span)| FieldRow {
            project_id: &self.project.id,
            field,
            mention_id: &self.ids[field.from],
            span,
            is_corrected: self.is_corrected(field),
        })
    }

    /// The ids of the mentions' pages.
    fn pages(&self) -> Vec<String> {
        self.told.iter().map(|retold| page_id(&retold.mention.source)).collect()
    }

    /// Everything every page states, in page order.
    fn statements<'w>(&'w self, pages: &'w [String]) -> impl Iterator<Item = StatementRow<'w>> {
        let of = move |((retold, mention_id), page_id): ((&'w Retold, &'w String), &'w String)| {
            let ids = [mention_id.as_str(), page_id.as_str()];
            fields::stated(&self.project.id, &self.published, &retold.mention, ids, retold.fetched.as_deref())
        };
        self.told.iter().zip(&self.ids).zip(pages).flat_map(of)
    }
}

impl PublishedSums {
    fn take(&mut self, wholes: &[Whole<'_>], located: &[Vec<Location>]) {
        for (whole, located) in wholes.iter().zip(located) {
            let grosz = grosz(&whole.published.mention.notice);
            self.joined.add(grosz);
            if located.iter().any(|location| location.level == Level::Municipality) {
                self.located.add(grosz);
            }
        }
    }
}

impl PublishedSums {
    fn take_carried(&mut self, projects: &DataFrame, locations: &DataFrame) -> Result<(), DatasetError> {
        let (levels, owners) = (locations.column("level")?.cast(&DataType::String)?, locations.column("project_id")?.str()?);
        let is_municipality = |level: Option<&str>| level == Some(Level::Municipality.name());
        let located: HashSet<&str> = owners
            .iter()
            .zip(levels.str()?.iter())
            .filter(|(_, level)| is_municipality(*level))
            .filter_map(|(id, _)| id)
            .collect();
        let (ids, currencies) = (projects.column("project_id")?.str()?, projects.column("currency")?.cast(&DataType::String)?);
        let sums = projects.column("total_cost")?.decimal()?.physical();
        for ((id, currency), sum) in ids.iter().zip(currencies.str()?.iter()).zip(sums.iter()) {
            let grosz = sum.filter(|_| currency == Some(Currency::Pln.name())).and_then(|grosz| i64::try_from(grosz).ok());
            self.carried.add(grosz);
            if id.is_some_and(|id| located.contains(id)) {
                self.located.add(grosz);
            }
        }
        Ok(())
    }
}

/// The numbers in the register of territorial units that the configuration gives its sources.
fn teryt_of_sources(dataset: &Dataset) -> HashMap<&str, &str> {
    let known = |coverage| {
        let coverage: &crate::dataset::model::Coverage = coverage;
        Some((coverage.source.as_str(), coverage.teryt.as_deref()?))
    };
    dataset.coverage.iter().filter_map(known).collect()
}
