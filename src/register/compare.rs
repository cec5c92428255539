//! The figures of a project and of its listed row, like with like: the list's EU part with the EU part a page names, never with the
//! grant.

use super::model::Listed;
use super::score::{Announced, Precision, TOLERANCE, may_share_currency};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

/// A figure that both may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Whole cost.
    Total,
    /// Eligible cost.
    Eligible,
    /// The EU's part.
    Eu,
    /// The whole grant.
    Grant,
    /// First day.
    Start,
    /// Last day.
    End,
}

impl Figure {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 6] = [Self::Total, Self::Eligible, Self::Eu, Self::Grant, Self::Start, Self::End];

    /// Its name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Eligible => "eligible",
            Self::Eu => "eu",
            Self::Grant => "grant",
            Self::Start => "start",
            Self::End => "end",
        }
    }
}

/// Why two figures that are there are not held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// One is in zł, the other in euro.
    OtherCurrency,
    /// They differ, and the currency of one is not known.
    CurrencyUnknown,
    /// The page tells of an application; a list holds agreements.
    Requested,
    /// The page names the EU's part of one partner only.
    PartnersShare,
    /// The page tells of one of many projects under the listed number.
    SharedNumber,
}

impl Reason {
    /// Its name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OtherCurrency => "other_currency",
            Self::CurrencyUnknown => "currency_unknown",
            Self::Requested => "requested",
            Self::PartnersShare => "partners_share",
            Self::SharedNumber => "shared_number",
        }
    }
}

/// Which side is higher, or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The same, within a grosz.
    Same,
    /// What the page tells.
    Announced,
    /// What the list has.
    Listed,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Figures that were held against each other.
    pub compared: Vec<(Figure, Side)>,
    /// Figures that were not, though both sides have them.
    pub not_compared: Vec<(Figure, Reason)>,
    /// Announced less listed, where a sum was compared and differs.
    pub differences: Vec<(Figure, Decimal)>,
}

impl Comparison {
    /// The figures that differ.
    pub fn differing(&self) -> impl Iterator<Item = Figure> {
        self.compared.iter().filter(|(_, side)| *side != Side::Same).map(|(figure, _)| *figure)
    }

    /// Whether something was compared and nothing differs.
    pub fn agrees(&self) -> bool {
        !self.compared.is_empty() && self.differing().next().is_none()
    }
}

/// Compares what both have. `is_part` says that the project is one of many under the listed number.
pub fn compare(project: &Announced, row: &Listed, is_part: bool) -> Comparison {
    let mut comparison = Comparison::default();
    let ours = &project.figures;
    let sums = [
        (Figure::Total, ours.total, row.total),
        (Figure::Eligible, ours.eligible, row.eligible),
        (Figure::Eu, ours.eu, row.eu),
        (Figure::Grant, ours.grant, row.grant),
    ];
    for (figure, own, listed) in sums {
        if figure == Figure::Eu && own.is_none() && ours.eu_is_partners && listed.is_some() {
            comparison.not_compared.push((figure, Reason::PartnersShare));
        }
        if let (Some(own), Some(listed)) = (own, listed) {
            comparison.sum(project, row, figure, own - listed, is_part);
        }
    }
    for (figure, own, listed) in [(Figure::Start, ours.start, row.start), (Figure::End, ours.end, row.end)] {
        match (own, listed) {
            (Some(_), Some(_)) if is_part => comparison.not_compared.push((figure, Reason::SharedNumber)),
            (Some((own, precision)), Some(listed)) => comparison.compared.push((figure, later(own, precision, listed))),
            _ => {}
        }
    }
    comparison
}

impl Comparison {
    fn sum(&mut self, project: &Announced, row: &Listed, figure: Figure, difference: Decimal, is_part: bool) {
        let (ours, theirs) = (project.figures.currency, row.currency);
        let is_same = difference.abs() <= TOLERANCE;
        let reason = if !may_share_currency(ours, theirs) {
            Some(Reason::OtherCurrency)
        } else if is_part {
            Some(Reason::SharedNumber)
        } else if !is_same && project.figures.is_requested {
            Some(Reason::Requested)
        } else if !is_same && (ours.is_none() || theirs.is_none()) {
            // A sum without a currency can confirm the list: the digits are the same. It cannot contradict it.
            Some(Reason::CurrencyUnknown)
        } else {
            None
        };
        if let Some(reason) = reason {
            self.not_compared.push((figure, reason));
            return;
        }
        let side = match (is_same, difference > Decimal::ZERO) {
            (true, _) => Side::Same,
            (false, true) => Side::Announced,
            (false, false) => Side::Listed,
        };
        self.compared.push((figure, side));
        if !is_same {
            self.differences.push((figure, difference));
        }
    }
}

/// Which date is later; a month or year that holds the listed day is the same.
fn later(own: NaiveDate, precision: Precision, listed: NaiveDate) -> Side {
    let part = |date: NaiveDate| match precision {
        Precision::Day => (date.year(), date.month(), date.day()),
        Precision::Month => (date.year(), date.month(), 0),
        Precision::Year => (date.year(), 0, 0),
    };
    match part(own).cmp(&part(listed)) {
        std::cmp::Ordering::Equal => Side::Same,
        std::cmp::Ordering::Greater => Side::Announced,
        std::cmp::Ordering::Less => Side::Listed,
    }
}
