//! Which municipality a listed row concerns: one that its place cell names, or that is the beneficiary itself.

use super::header::fold;
use super::model::{Listed, ListedPlace, PlaceHint};
use crate::vocabulary::{ListWords, Lists, Place, PlaceKind, Places};
use std::collections::{BTreeSet, HashMap};

/// Place entries and beneficiaries looked up and kept.
const MAX_KNOWN: usize = 65_536;

/// Finds the municipalities of rows, among those given.
#[derive(Debug)]
pub struct Owners<'p> {
    places: &'p Places,
    /// TERYT numbers of six digits of the municipalities that are looked for, with their place in the list given.
    wanted: HashMap<String, usize>,
    names: HashMap<ListedPlace, Option<usize>>,
    bodies: HashMap<String, Vec<usize>>,
}

impl<'p> Owners<'p> {
    /// Looks for municipalities by their TERYT numbers, of six or seven digits.
    pub fn new<'t>(places: &'p Places, teryts: impl IntoIterator<Item = &'t str>) -> Self {
        let wanted = teryts.into_iter().enumerate().filter_map(|(at, teryt)| Some((teryt.get(..6)?.to_owned(), at))).collect();
        Self { places, wanted, names: HashMap::new(), bodies: HashMap::new() }
    }

    /// The municipalities a row concerns, by their places in the list given, in that order. A beneficiary counts only if the places of
    /// the row leave no doubt which of several municipalities of its name it is.
    pub fn of(&mut self, row: &Listed) -> Vec<usize> {
        if self.wanted.is_empty() {
            return Vec::new();
        }
        let mut found: BTreeSet<usize> = row.places.iter().filter_map(|place| self.of_place(place)).collect();
        if let Some(beneficiary) = &row.beneficiary {
            let all = self.of_body(beneficiary);
            let in_row = |number: &usize| row.places.is_empty() || row.places.iter().any(|place| self.is_within(*number, place));
            let fitting: Vec<usize> = all.into_iter().filter(in_row).collect();
            if let [only] = fitting.as_slice() {
                found.extend(self.wanted_at(*only));
            }
        }
        found.into_iter().collect()
    }

    fn wanted_at(&self, number: usize) -> Option<usize> {
        self.wanted.get(self.places.get(number).teryt.get(..6)?).copied()
    }

    /// The municipality a place entry names; of a city with county rights its county is enough.
    fn of_place(&mut self, place: &ListedPlace) -> Option<usize> {
        if let Some(known) = self.names.get(place) {
            return *known;
        }
        let found = self.look_up(place);
        if self.names.len() < MAX_KNOWN {
            self.names.insert(place.clone(), found);
        }
        found
    }

    fn look_up(&self, place: &ListedPlace) -> Option<usize> {
        let (name, is_city) = match (&place.municipality, &place.county) {
            (Some(name), _) => (name, false),
            (None, county) => (county.as_ref()?, true),
        };
        let named = self.places.by_name(without_city(name)).into_iter();
        let mut found: Vec<usize> = named.filter(|number| self.is_within(*number, place)).collect();
        if is_city {
            found.retain(|number| fold(&self.places.get(*number).county) == fold(&self.places.get(*number).name));
        }
        if found.len() > 1 {
            // The lists mark the rural one of two; what is not marked is the town.
            let kind = if place.hint == Some(PlaceHint::Rural) { PlaceKind::Rural } else { PlaceKind::Urban };
            found.retain(|number| self.places.get(*number).kind == Some(kind));
        }
        if let [only] = found.as_slice() { self.wanted_at(*only) } else { None }
    }

    /// Whether a municipality lies in the voivodeship and county of a place entry, as far as it names them.
    fn is_within(&self, number: usize, place: &ListedPlace) -> bool {
        let own: &Place = self.places.get(number);
        let same =
            |listed: &Option<String>, own: &str| listed.as_ref().is_none_or(|listed| fold(without_city(listed)) == fold(own));
        same(&place.voivodeship, own.voivodeship) && same(&place.county, &own.county)
    }

    /// The municipalities whose name a beneficiary is.
    fn of_body(&mut self, beneficiary: &str) -> Vec<usize> {
        if let Some(known) = self.bodies.get(beneficiary) {
            return known.clone();
        }
        let found = self.look_up_body(beneficiary);
        if self.bodies.len() < MAX_KNOWN {
            self.bodies.insert(beneficiary.to_owned(), found.clone());
        }
        found
    }

    fn look_up_body(&self, beneficiary: &str) -> Vec<usize> {
        let (folded, lists) = (fold(beneficiary), Lists::builtin());
        let heads = lists.words(ListWords::MunicipalityHeads).iter().filter(|head| folded.starts_with(&format!("{head} ")));
        // The longest head leaves the name: `gmina miasto elk` is not `gmina` of a place called `miasto elk`.
        let Some(head) = heads.max_by_key(|head| head.len()) else { return Vec::new() };
        let name = folded.get(head.len()..).unwrap_or_default().trim();
        let mut found = self.places.by_name(name);
        let kind = |number: &usize| self.places.get(*number).kind;
        if lists.is(ListWords::Urban, head) {
            found.retain(|number| kind(number) != Some(PlaceKind::Rural));
        } else if lists.is(ListWords::Rural, head) {
            found.retain(|number| kind(number) == Some(PlaceKind::Rural));
        }
        found
    }
}

/// `m. Łódź`, `m.st. Warszawa` without what says that it is a city.
fn without_city(name: &str) -> &str {
    let rest = name.strip_prefix("m.").map_or(name, str::trim_start);
    if rest.len() == name.len() { name } else { rest.strip_prefix("st.").map_or(rest, str::trim_start) }
}
