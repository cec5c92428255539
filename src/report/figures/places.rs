//! What the map cannot show: money of projects that are not, or not wholly, told to be in one municipality.

use super::money::{Money, Sum};
use crate::dataset::DatasetError;
use crate::report::read::each;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::path::Path;

const COLUMNS: [&str; 3] = ["project_id", "level", "share"];

/// Where projects are: for each that has a place the part of its money that lies in municipalities, from 0 to 1.
#[derive(Debug, Default)]
pub(super) struct Located(HashMap<String, Decimal>);

impl Located {
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let mut all = Self::default();
        each(edition, "locations", &COLUMNS, |line| {
            let part = all.0.entry(line.text(0).unwrap_or_default()).or_default();
            if line.text(1).as_deref() == Some("municipality") {
                *part += line.number(2).unwrap_or_default();
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
    /// Its place is not known.
    pub(in crate::report) unknown: Sum,
}

impl Unplaced {
    /// Counts a project.
    pub(super) fn take(&mut self, project: &str, money: &Money, located: &Located) {
        let Some(grant) = money.grant.filter(|_| money.is_granted_pln()) else { return };
        match located.0.get(project) {
            None => self.unknown.take(Some(grant)),
            Some(part) if *part < Decimal::ONE => {
                let placed = grant.checked_mul(*part).unwrap_or_default().round_dp(2);
                let left = grant.saturating_sub(placed);
                // Shares like a third do not add up to a whole one.
                self.wide.take((!left.is_zero()).then_some(left));
            }
            Some(_) => {}
        }
    }
}
