//! Which of the units that a name can mean it does: what stands beside it decides, or nothing does.

use super::body::Lead;
use super::model::{Level, LocationBasis};
use crate::vocabulary::Places;
use std::collections::BTreeMap;

/// Whose name or word a unit follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The beneficiary, or who carries the project out for one that is nobody's unit.
    Leader,
    /// The page's own word for the municipality.
    Page,
    /// A partner.
    Partner,
}

/// A unit that is asked for.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) lead: Lead,
    pub(super) role: Role,
}

/// What stands beside the names.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// TERYT numbers of counties and voivodeships that the notice prints, or whose programme pays.
    pub(super) regions: Vec<String>,
    /// TERYT numbers of the municipalities on whose pages the project stands, as the gazetteer has them.
    pub(super) owners: Vec<String>,
}

/// How a unit was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) basis: LocationBasis,
    /// Whether it is meant itself, not something in it.
    pub(super) is_exact: bool,
}

/// The units settled.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Level and TERYT number (empty for the nation) with what they follow from.
    pub(super) units: BTreeMap<(Level, String), Found>,
    /// Whether there is a public body besides whose unit cannot be told, or only in the rough.
    pub(super) is_partial: bool,
}

/// Settles the claims: first those that leave no choice, then those that they decide.
pub(super) fn settle(mut claims: Vec<Claim>, beside: &Beside, places: &Places) -> Settled {
    let mut settled = Settled::default();
    let mut leading: Vec<String> = Vec::new();
    claims.iter_mut().for_each(|claim| narrow_by_region(&mut claim.lead.candidates, &beside.regions));
    let (clear, open): (Vec<_>, Vec<_>) = claims
        .into_iter()
        .partition(|claim| !claim.lead.is_loose && (claim.lead.candidates.len() == 1 || claim.lead.level == Level::Nation));
    for claim in clear {
        let number = claim.lead.candidates.into_iter().next().unwrap_or_default();
        if claim.role == Role::Leader {
            leading.push(number.clone());
        }
        settled.add(claim.lead.level, number, claim.role, places);
    }
    for mut claim in open {
        let candidates = &mut claim.lead.candidates;
        if claim.lead.is_loose {
            let known = settled.supports(beside);
            candidates.retain(|number| known.iter().any(|region| number.starts_with(region.as_str())));
        }
        // A partner that bears the leader's name is another body: the town's neighbour, as a rule, or the leader named again.
        let is_namesake = claim.role == Role::Partner && candidates.iter().any(|number| leading.contains(number));
        if candidates.len() > 1 && !is_namesake {
            let level = claim.lead.level;
            narrow(candidates, |number| settled.units.contains_key(&(level, number.clone())));
            narrow(candidates, |number| beside.owners.contains(number));
        }
        match &candidates[..] {
            [number] => settled.add(claim.lead.level, number.clone(), claim.role, places),
            _ => settled.add_rough(claim.lead.level, candidates, claim.role),
        }
    }
    settled
}

impl Settled {
    fn add(&mut self, level: Level, number: String, role: Role, places: &Places) {
        // A city with county rights is a county and a municipality in one.
        let is_city = level == Level::County && places.county(&number).is_some_and(|county| county.seat.is_none());
        let city = if is_city { places.by_teryt(&format!("{number}01")) } else { None };
        let key = city.map_or((level, number), |city| (Level::Municipality, city.teryt.clone()));
        self.insert(key, role, true);
    }

    /// The county or voivodeship in which all units lie that a name can mean, if there is one.
    fn add_rough(&mut self, level: Level, candidates: &[String], role: Role) {
        self.is_partial = true;
        let shared = |digits: usize| {
            let first = candidates.first()?.get(..digits)?;
            candidates.iter().all(|number| number.starts_with(first)).then(|| first.to_owned())
        };
        if let Some(county) = shared(4).filter(|_| level == Level::Municipality) {
            self.insert((Level::County, county), role, false);
        } else if let Some(voivodeship) = shared(2) {
            self.insert((Level::Voivodeship, voivodeship), role, false);
        }
    }

    fn insert(&mut self, key: (Level, String), role: Role, is_exact: bool) {
        let basis = if role == Role::Page { LocationBasis::Named } else { LocationBasis::Body };
        let found = self.units.entry(key).or_insert(Found { basis, is_exact });
        *found = Found { basis: basis.min(found.basis), is_exact: is_exact || found.is_exact };
    }

    /// The voivodeships that anything tells of.
    fn supports(&self, beside: &Beside) -> Vec<String> {
        let numbers = self.units.keys().map(|(_, number)| number).chain(&beside.regions).chain(&beside.owners);
        numbers.filter_map(|number| number.get(..2)).map(str::to_owned).collect()
    }
}

/// Keeps the candidates in a printed county, then those in a printed voivodeship.
fn narrow_by_region(candidates: &mut Vec<String>, regions: &[String]) {
    for digits in [4, 2] {
        narrow(candidates, |number| regions.iter().any(|region| region.len() == digits && number.starts_with(region.as_str())));
    }
}

/// Keeps the candidates that fit, unless none does.
fn narrow(candidates: &mut Vec<String>, fits: impl Fn(&String) -> bool) {
    if candidates.iter().any(&fits) {
        candidates.retain(fits);
    }
}
