//! The tables that are made of projects with their mentions, in the order of the projects, all in one pass.

use super::Dataset;
use super::steps::Tally;
use super::tables::{Open, Tables};
use crate::dataset::error::DatasetError;
use crate::dataset::fields::{self, FieldRow, StatementRow};
use crate::dataset::frame::table;
use crate::dataset::history::Lifetime;
use crate::dataset::measures::Measures;
use crate::dataset::model::Availability;
use crate::dataset::places::{self, Level, Location, LocationRow, Told, locate};
use crate::dataset::schema::{self, ProjectRow};
use crate::dataset::store::{Retold, grosz};
use crate::dataset::table_writer::{ROWS, WIDE_ROWS};
use crate::resolve::{self, Project, Published, Statement, mention_id, page_id};
use std::collections::HashMap;

/// What came of it besides the tables.
pub(super) struct Made<'d> {
    pub(super) measures: Measures<'d>,
    pub(super) published: PublishedSums,
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
    let mut made = Made { measures, published: PublishedSums::default() };
    let mut open = Tellings {
        projects: tables.begin("projects", WIDE_ROWS)?,
        locations: tables.begin("locations", ROWS)?,
        fields: tables.begin("fields", ROWS)?,
        statements: tables.begin("statements", ROWS)?,
    };
    let teryt = teryt_of_sources(dataset);
    each_slice(dataset, &dataset.projects, slice, |wholes| open.append(dataset, &teryt, wholes, &mut made))?;
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
        let (created, vocabulary) = (&dataset.context.created, dataset.context.vocabulary);
        let lifetimes: Vec<Lifetime> = wholes.iter().map(|_| Lifetime::new(created)).collect();
        let located: Vec<Vec<Location>> =
            wholes.iter().map(|whole| locate(&whole.published, &whole.told(dataset, teryt), vocabulary)).collect();
        let project_rows: Vec<ProjectRow<'_>> =
            wholes.iter().zip(&lifetimes).map(|(whole, lifetime)| whole.row(lifetime)).collect();
        let location_rows: Vec<LocationRow<'_>> =
            wholes.iter().zip(&located).flat_map(|(whole, located)| whole.locations(located)).collect();
        let project_frame = table(&schema::projects(), &project_rows)?;
        let location_frame = table(&places::locations(), &location_rows)?;
        made.measures.take(&project_frame, &location_frame)?;
        made.published.take(wholes, &located);
        self.projects.append(project_frame)?;
        self.locations.append(location_frame)?;
        let field_rows: Vec<FieldRow<'_>> = wholes.iter().flat_map(|whole| whole.fields(created)).collect();
        self.fields.append(table(&fields::fields(), &field_rows)?)?;
        let pages: Vec<Vec<String>> = wholes.iter().map(Whole::pages).collect();
        let statements: Vec<StatementRow<'_>> =
            wholes.iter().zip(&pages).flat_map(|(whole, pages)| whole.statements(pages)).collect();
        self.statements.append(table(&fields::statements(), &statements)?)
    }
}

impl Whole<'_> {
    fn row<'w>(&'w self, lifetime: &'w Lifetime) -> ProjectRow<'w> {
        let best = self.project.members.iter().position(|&member| member == self.project.best).unwrap_or(0);
        ProjectRow { project: self.project, published: &self.published, mention_id: &self.ids[best], lifetime }
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
    fn fields(&self, created: &str) -> impl Iterator<Item = FieldRow<'_>> {
        let time = || created.to_owned();
        self.published.fields.iter().map(move |field| FieldRow {
            project_id: &self.project.id,
            field,
            mention_id: &self.ids[field.from],
            first_seen: time(),
            last_seen: time(),
            last_changed: time(),
        })
    }

    /// The ids of the mentions' pages.
    fn pages(&self) -> Vec<String> {
        self.told.iter().map(|retold| page_id(&retold.mention.source)).collect()
    }

    /// Everything every page states, in page order.
    fn statements<'w>(&'w self, pages: &'w [String]) -> impl Iterator<Item = StatementRow<'w>> {
        let of = move |((retold, mention_id), page_id): ((&'w Retold, &'w String), &'w String)| {
            let values = resolve::values(&retold.mention.notice).into_iter();
            values.map(move |(field, value)| StatementRow {
                project_id: &self.project.id,
                field,
                mention_id,
                page_id,
                date: retold.fetched.as_deref(),
                is_published: self.published.fields.iter().any(|chosen| chosen.field == field && chosen.value == value),
                value,
            })
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

/// The numbers in the register of territorial units that the configuration gives its sources.
fn teryt_of_sources(dataset: &Dataset) -> HashMap<&str, &str> {
    let known = |coverage| {
        let coverage: &crate::dataset::model::Coverage = coverage;
        Some((coverage.source.as_str(), coverage.teryt.as_deref()?))
    };
    dataset.coverage.iter().filter_map(known).collect()
}
