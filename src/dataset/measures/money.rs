//! What a project costs and who pays, as a municipality's part of it.

use rust_decimal::{Decimal, RoundingStrategy};

/// The roles that are summed up, in the order of [`Sums`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::dataset) enum SumRole {
    Total,
    Eligible,
    Grant,
    Eu,
    State,
    Own,
}

impl SumRole {
    /// All roles, with the columns of `projects`.
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Total, "total_cost"),
        (Self::Eligible, "eligible_cost"),
        (Self::Grant, "cofinancing"),
        (Self::Eu, "eu_contribution"),
        (Self::State, "state_contribution"),
        (Self::Own, "own_contribution"),
    ];
}

/// The sums of a project by role; none is missing, never zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums(pub(super) [Option<Decimal>; 6]);

impl Sums {
    /// The sum of a role.
    pub(super) fn of(&self, role: SumRole) -> Option<Decimal> {
        self.0[role as usize]
    }

    /// What falls to a municipality with a share of the total, in whole grosze (half away from zero).
    ///
    /// Where grant and own contribution already add up to its part of the total, the page prints the part's sums, and they are not
    /// divided again.
    pub(super) fn part(&self, share: Decimal) -> Self {
        if share == Decimal::ONE {
            return *self;
        }
        let is_part = self.is_of_part(share);
        let mut part = *self;
        for (role, _) in SumRole::ALL {
            if !is_part || matches!(role, SumRole::Total | SumRole::Eligible) {
                part.0[role as usize] = self.of(role).and_then(|sum| sum.checked_mul(share)).map(grosze);
            }
        }
        part
    }

    /// Whether grant and own contribution are those of the part and not of the whole.
    pub(super) fn is_of_part(&self, share: Decimal) -> bool {
        let [Some(total), Some(grant), Some(own)] = [SumRole::Total, SumRole::Grant, SumRole::Own].map(|role| self.of(role))
        else {
            return false;
        };
        share < Decimal::ONE && (grant + own - total * share).abs() <= Decimal::ONE
    }
}

/// Rounds to two places, half away from zero.
pub(super) fn grosze(value: Decimal) -> Decimal {
    round(value, 2)
}

/// Rounds, half away from zero.
pub(super) fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// Adds to a sum that may not have begun.
pub(super) fn add(sum: &mut Option<Decimal>, value: Decimal) {
    *sum = Some(sum.unwrap_or_default().saturating_add(value));
}
