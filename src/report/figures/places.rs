//! What the map cannot show: money of projects that are not, or not wholly, told to be in one municipality.

use super::money::{Money, Sum};
use crate::dataset::DatasetError;
use crate::report::read::each;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::path::Path;

const COLUMNS: [&str; 4] = ["project_id", "level", "share", "exact"];

/// Where a project is.
#[derive(Debug, Default)]
struct Place {
    /// Places it is in.
    rows: u32,
    /// Whether one of them is just the place that is meant, and not merely as much as is known of it.
    is_exact: bool,
    /// The part of its money that lies in municipalities, from 0 to 1.
    part: Decimal,
}

/// Where projects are, by their ids.
#[derive(Debug, Default)]
pub(super) struct Located(HashMap<String, Place>);

impl Located {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        each(edition, "locations", &COLUMNS, |line| {
            let place = all.0.entry(line.text(0).unwrap_or_default()).or_default();
            place.rows += 1;
            place.is_exact |= line.is(3);
            if line.text(1).as_deref() == Some("municipality") {
                place.part += line.number(2).unwrap_or_default();
            }
        })?;
        Ok(all)
    }
}

/// Grants of the headline that no municipality has, by the reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Unplaced {
    /// The project lies in several places or in a larger one, and nobody says how its money is shared.
    pub(in crate::report) wide: Sum,
    /// Its municipality is not known.
    pub(in crate::report) unknown: Sum,
}

impl Unplaced {
    /// Counts a project.
    pub(super) fn take(&mut self, project: &str, money: &Money, located: &Located) {
        let Some(grant) = money.grant.filter(|_| money.is_granted_pln()) else { return };
        match located.0.get(project) {
            None => self.unknown.take(Some(grant)),
            Some(place) if place.rows == 1 && !place.is_exact && place.part.is_zero() => self.unknown.take(Some(grant)),
            Some(place) if place.part < Decimal::ONE => {
                let placed = grant.checked_mul(place.part).unwrap_or_default().round_dp(2);
                let left = grant.saturating_sub(placed);
                // Shares like a third do not add up to a whole one.
                self.wide.take((!left.is_zero()).then_some(left));
            }
            Some(_) => {}
        }
    }
}
