//! Municipalities, counties and voivodeships that projects belong to.

use super::bodies::POLAND;
use super::entity::{Entity, Lines, hashed, id};
use super::numbers::Numbers;
use super::slices::Slices;
use crate::dataset::error::DatasetError;
use crate::dataset::places::Level;
use crate::table::Named;
use crate::vocabulary::Places;
use std::collections::BTreeMap;
use std::path::Path;

/// The places of projects.
#[derive(Default)]
pub(super) struct Locations {
    /// Project, place.
    placed: Vec<(u32, u32)>,
    places: BTreeMap<String, u32>,
    entities: Vec<Entity>,
}

impl Locations {
    /// Reads the table; `ids` gives projects their numbers. The whole country is no address, and said by `country`.
    pub(super) fn read(edition: &Path, ids: &mut Numbers) -> Result<Self, DatasetError> {
        let mut locations = Self::default();
        Slices::open(edition, "locations", &["project_id", "level", "teryt", "name"])?.each(|row| {
            let level = row.text("level").filter(|level| *level != Level::Nation.name());
            let (Some(project), Some(level), Some(name)) = (row.text("project_id"), level, row.text("name")) else {
                return Ok(());
            };
            let place = locations.place(level, row.text("teryt"), name);
            locations.placed.push((ids.of(project), place));
            Ok(())
        })?;
        // A project's places keep the order of the table.
        locations.placed.sort_by_key(|(project, _)| *project);
        Ok(locations)
    }

    /// The number of a place.
    fn place(&mut self, level: &str, teryt: Option<&str>, name: &str) -> u32 {
        let id = match teryt.filter(|teryt| teryt.bytes().all(|c| c.is_ascii_digit())) {
            Some(teryt) => id("place", teryt),
            None => hashed("place", &[level, name]),
        };
        let next = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
        let entities = &mut self.entities;
        *self.places.entry(id).or_insert_with_key(|id| {
            entities.push(entity(id, level, teryt, name));
            next
        })
    }

    /// Says where a project is.
    pub(super) fn place_in(&self, project: &mut Entity, number: u32) {
        let start = self.placed.partition_point(|(other, _)| *other < number);
        for (_, place) in self.placed[start..].iter().take_while(|(other, _)| *other == number) {
            if let Some(place) = self.entities.get(*place as usize) {
                project.exact("addressEntity", place.id());
            }
        }
    }

    /// Writes the places, in the order of their ids.
    pub(super) fn write(&self, lines: &mut Lines<'_>) -> Result<(), DatasetError> {
        for place in self.places.values().filter_map(|&number| self.entities.get(number as usize)) {
            lines.write(place.clone())?;
        }
        Ok(())
    }
}

/// A place as an address. The model has no property for numbers of TERYT, and a municipality is no town: `city` stays empty.
fn entity(id: &str, level: &str, teryt: Option<&str>, name: &str) -> Entity {
    let mut entity = Entity::new(id.to_owned(), "Address");
    let voivodeship = if level == Level::Voivodeship.name() { Some(name) } else { teryt.and_then(Places::voivodeship_name) };
    let full = match voivodeship.filter(|voivodeship| *voivodeship != name) {
        Some(voivodeship) => format!("{name}, {voivodeship}"),
        None => name.to_owned(),
    };
    entity.address("full", &full);
    if let Some(voivodeship) = voivodeship {
        entity.string("state", voivodeship);
    }
    entity.exact("country", POLAND);
    entity.text("notes", &format!("level: {level}"));
    if let Some(teryt) = teryt {
        entity.text("notes", &format!("teryt: {teryt}"));
    }
    entity
}
