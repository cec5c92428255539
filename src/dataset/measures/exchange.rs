//! Some projects for others: which rows of `municipalities` would be different, without counting the whole edition again.

use super::count::{Measures, MunicipalityRow, Slot};
use super::group::Group;
use super::money::SumRole;
use super::project::{self, Belonging, Project};
use crate::dataset::error::DatasetError;
use crate::value::Currency;
use crate::vocabulary::Places;
use polars::prelude::DataFrame;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A row before and after; none where there is no such row.
pub(in crate::dataset) type Exchanged = (Option<MunicipalityRow>, Option<MunicipalityRow>);

type Counted = Vec<(Project, Vec<Belonging>)>;

impl Measures<'_> {
    /// The rows of the municipalities that some projects belong to, as they are and as they would be with other projects in their
    /// place; none if the first were never counted in as they are here. Each side is rows of `projects` with those of `locations`.
    ///
    /// # Errors
    /// When a column is missing or of another type.
    pub(in crate::dataset) fn exchanged(
        &self,
        before: (&DataFrame, &DataFrame),
        after: (&DataFrame, &DataFrame),
        places: &Places,
    ) -> Result<Option<Vec<Exchanged>>, DatasetError> {
        let (before, after) = (counted(before)?, counted(after)?);
        let of = |side: &Counted| -> Vec<String> {
            let belongings = side.iter().flat_map(|(_, belongings)| belongings);
            belongings.filter_map(|belonging| belonging.teryt.get(..6)).map(str::to_owned).collect()
        };
        let units: BTreeSet<String> = of(&before).into_iter().chain(of(&after)).collect();
        let now = self.only(&units);
        let mut then = self.only(&units);
        let all_left = before
            .iter()
            .all(|(project, belongings)| belongings.iter().all(|belonging| then.leave(project, belonging).is_some()));
        if !all_left {
            return Ok(None);
        }
        for (project, belongings) in &after {
            belongings.iter().for_each(|belonging| then.count(project, belonging));
        }
        Ok(Some(units.iter().flat_map(|unit| rows(unit, &now, &then, places)).collect()))
    }

    /// Counts in `projects` slice by slice, with all rows of `locations`; `see` is shown each slice.
    ///
    /// # Errors
    /// When a slice cannot be read, or a column is missing.
    pub(in crate::dataset) fn take_each(
        &mut self,
        slices: impl Iterator<Item = Result<DataFrame, DatasetError>>,
        locations: &DataFrame,
        mut see: impl FnMut(&DataFrame) -> Result<(), DatasetError>,
    ) -> Result<(), DatasetError> {
        let belongings = project::belongings(locations)?;
        for slice in slices {
            let slice = slice?;
            for (id, project) in project::projects(&slice)? {
                belongings.get(&id).into_iter().flatten().for_each(|belonging| self.count(&project, belonging));
            }
            see(&slice)?;
        }
        Ok(())
    }

    /// The sum of a role over what was granted in PLN in all municipalities.
    pub(in crate::dataset) fn granted_pln(&self, role: SumRole) -> Decimal {
        let all = self.groups.values().filter_map(|slots| slots.get(&Slot::All));
        all.filter_map(|group| group.granted(role, Currency::Pln)).sum()
    }

    /// What is held of some municipalities alone.
    fn only(&self, units: &BTreeSet<String>) -> Self {
        let mut few = Measures::new(self.yardsticks, "");
        few.year = self.year;
        for unit in units {
            few.groups.extend(self.groups.get(unit).map(|groups| (unit.clone(), groups.clone())));
            few.named.extend(self.named.get(unit).map(|named| (unit.clone(), named.clone())));
        }
        few
    }

    fn leave(&mut self, project: &Project, belonging: &Belonging) -> Option<()> {
        let Some(unit) = belonging.teryt.get(..6) else { return Some(()) };
        let groups = self.groups.get_mut(unit)?;
        for slot in Slot::of(project) {
            let group = groups.get_mut(&slot)?;
            group.leave(project, belonging.share)?;
            if group.projects == 0 {
                groups.remove(&slot);
            }
        }
        Some(())
    }
}

fn counted((projects, locations): (&DataFrame, &DataFrame)) -> Result<Counted, DatasetError> {
    let mut belongings = project::belongings(locations)?;
    let projects = project::projects(projects)?.into_iter();
    Ok(projects.map(|(id, project)| (project, belongings.remove(&id).unwrap_or_default())).collect())
}

/// The rows of a municipality, before and after.
fn rows(unit: &str, now: &Measures<'_>, then: &Measures<'_>, places: &Places) -> Vec<Exchanged> {
    let is_listed = places.by_teryt(unit).is_some();
    let side = |side: &Measures<'_>| -> BTreeMap<Slot, MunicipalityRow> {
        let mut groups = side.groups.get(unit).cloned().unwrap_or_default();
        if groups.is_empty() && is_listed {
            groups.insert(Slot::All, Group::default());
        }
        let known = places.by_teryt(unit).map(|place| (place.teryt.clone(), place.name.clone()));
        let (teryt, name) = known.or_else(|| side.named.get(unit).cloned()).unwrap_or_default();
        groups.into_iter().map(|(slot, group)| (slot.clone(), side.row((&teryt, &name), slot, group, places))).collect()
    };
    let (mut now, mut then) = (side(now), side(then));
    let slots: BTreeSet<Slot> = now.keys().chain(then.keys()).cloned().collect();
    slots.into_iter().map(|slot| (now.remove(&slot), then.remove(&slot))).collect()
}
