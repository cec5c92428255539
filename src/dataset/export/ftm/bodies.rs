//! The bodies that take part in projects, each once.

use super::entity::{Entity, Lines, hashed, id};
use super::names::{BodySchema, Name, Names, Reach};
use super::numbers::Numbers;
use crate::dataset::error::DatasetError;
use std::collections::BTreeMap;

/// The country of bodies and projects.
pub(super) const POLAND: &str = "pl";

/// Where the project is in which a body takes part.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'p> {
    pub(super) project_id: &'p str,
    pub(super) municipality: Option<&'p str>,
    pub(super) teryt: Option<&'p str>,
    pub(super) voivodeship: Option<&'p str>,
}

/// The bodies, by numbers.
#[derive(Default)]
pub(super) struct Bodies {
    ids: Numbers,
    known: Vec<Body>,
    /// How often each printed name of each body is published.
    spellings: BTreeMap<(u32, u32), usize>,
}

struct Body {
    schema: BodySchema,
    is_polish: bool,
}

impl Bodies {
    /// Takes a body of a project and gives its id.
    ///
    /// `leads` says that it receives or carries out the project: then it is Polish where the project is in a Polish municipality. A
    /// partner may come from over the border under a Polish name (`Uniwersytet Techniczny w Kownie`).
    pub(super) fn take(&mut self, names: &Names, name: &Name, around: Around<'_>, leads: bool) -> String {
        let id = body_id(names, name, around);
        let number = self.ids.of(&id);
        let placed = around.teryt.is_some() || around.voivodeship.is_some();
        let is_polish = name.is_domestic && (name.reach != Reach::Unknown || leads && placed);
        match self.known.get_mut(number as usize) {
            None => self.known.push(Body { schema: name.schema, is_polish }),
            Some(body) => {
                body.schema = body.schema.max(name.schema);
                body.is_polish |= is_polish;
            }
        }
        *self.spellings.entry((number, name.printed)).or_default() += 1;
        id
    }

    /// Writes them in the order of their ids, the commonest spelling of each first.
    pub(super) fn write(&self, names: &Names, lines: &mut Lines<'_>) -> Result<(), DatasetError> {
        let mut bodies: Vec<(u32, &Body)> = (0..).zip(&self.known).collect();
        bodies.sort_by_key(|(number, _)| self.ids.text(*number));
        for (number, body) in bodies {
            let mut entity = Entity::new(self.ids.text(number).to_owned(), body.schema.name());
            let spellings = self.spellings.range((number, 0)..=(number, u32::MAX));
            let mut spellings: Vec<(&str, usize)> = spellings.map(|((_, name), often)| (names.printed(*name), *often)).collect();
            spellings.sort_by(|(a, often), (b, rare)| rare.cmp(often).then_with(|| a.cmp(b)));
            for (spelling, _) in spellings {
                entity.name("name", spelling);
            }
            if body.is_polish {
                entity.exact("country", POLAND);
            }
            lines.write(entity)?;
        }
        Ok(())
    }
}

/// The id of a body: its levelled name, and where the name alone may be that of several bodies, its place. Two entities for one
/// body can be joined by whoever looks at them; one entity for two bodies would be a wrong fact.
fn body_id(names: &Names, name: &Name, around: Around<'_>) -> String {
    let place = match &name.reach {
        Reach::Nation => String::new(),
        Reach::Units(units) => match units.as_slice() {
            [unit] => unit.clone(),
            units => units.iter().find(|unit| around.lies_in(unit)).cloned().unwrap_or_else(|| around.place()),
        },
        Reach::Unknown => around.place(),
    };
    hashed("body", &[names.level(name.body), &place])
}

impl Around<'_> {
    fn lies_in(&self, unit: &str) -> bool {
        self.teryt.is_some_and(|teryt| teryt.starts_with(unit))
    }

    /// The municipality as exactly as it is known, else the voivodeship; a project of which neither is known stands for itself.
    fn place(&self) -> String {
        let six = self.teryt.and_then(|teryt| teryt.get(..6)).map(str::to_owned);
        let named = || Some(format!("{}, {}", self.municipality?, self.voivodeship.unwrap_or_default()));
        let region = || self.voivodeship.map(str::to_owned);
        six.or_else(named).or_else(region).unwrap_or_else(|| id("project", self.project_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELK: Around<'static> =
        Around { project_id: "1", municipality: Some("Ełk"), teryt: Some("2805011"), voivodeship: Some("warmińsko-mazurskie") };
    const OSIEK: Around<'static> =
        Around { project_id: "2", municipality: Some("Osiek"), teryt: Some("0402082"), voivodeship: Some("kujawsko-pomorskie") };
    const NOWHERE: Around<'static> = Around { project_id: "3", municipality: None, teryt: None, voivodeship: None };

    fn id_of(printed: &str, around: Around<'_>) -> String {
        let mut names = Names::new();
        let name = names.name(printed).clone();
        body_id(&names, &name, around)
    }

    #[test]
    fn a_school_of_the_same_number_is_another_in_the_next_town() {
        assert_ne!(id_of("Szkoła Podstawowa nr 2", ELK), id_of("Szkoła Podstawowa nr 2", OSIEK));
        assert_ne!(
            id_of("Stowarzyszenie Nadzieja", NOWHERE),
            id_of("Stowarzyszenie Nadzieja", Around { project_id: "4", ..NOWHERE })
        );
        let six = Around { teryt: Some("280501"), ..ELK };
        assert_eq!(id_of("Szkoła Podstawowa nr 2", ELK), id_of("Szkoła Podstawowa nr 2", six));
    }

    #[test]
    fn a_city_is_the_same_as_partner_elsewhere() {
        assert_eq!(id_of("Gmina Miasta Toruń", ELK), id_of("Gmina Miasta Toruń", NOWHERE));
        assert_eq!(id_of("Województwo Lubuskie", ELK), id_of("Województwo Lubuskie", OSIEK));
        assert_eq!(id_of("Gmina Osiek", OSIEK), id_of("Gmina Osiek", OSIEK));
        assert_ne!(id_of("Gmina Osiek", OSIEK), id_of("Gmina Osiek", ELK));
        assert_ne!(id_of("Gmina Ełk", ELK), id_of("Miasto Ełk", ELK), "the commune is partner of the town");
    }

    #[test]
    fn a_partner_from_over_the_border_is_not_made_polish() {
        let (mut names, mut bodies) = (Names::new(), Bodies::default());
        let mut polish = |printed: &str, leads: bool| {
            let name = names.name(printed).clone();
            let id = bodies.take(&names, &name, ELK, leads);
            bodies.known[bodies.ids.get(&id).unwrap() as usize].is_polish
        };
        assert!(!polish("Uniwersytet Techniczny w Kownie", false));
        assert!(!polish("Rejon Olita", true));
        assert!(polish("Stowarzyszenie Alternatywa", true));
        assert!(polish("Gmina Miejska Bartoszyce", false));
    }
}
