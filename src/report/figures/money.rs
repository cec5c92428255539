//! Sums of money that never add what must not be added: currencies apart, what is only applied for apart, and nothing is not zero.

use crate::dataset::StageClass;
use rust_decimal::Decimal;

/// A sum, and how many projects print what was added. Without any there is no sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Sum {
    value: Decimal,
    /// Projects that print it.
    pub(in crate::report) projects: u64,
}

impl Sum {
    /// Adds what a project prints, if it does.
    pub(in crate::report) fn take(&mut self, value: Option<Decimal>) {
        if let Some(value) = value {
            self.value = self.value.saturating_add(value);
            self.projects += 1;
        }
    }

    /// Adds another sum, of other projects.
    pub(in crate::report) fn add(&mut self, other: Self) {
        self.value = self.value.saturating_add(other.value);
        self.projects += other.projects;
    }

    /// The sum; none if no project prints any.
    pub(in crate::report) fn value(self) -> Option<Decimal> {
        (self.projects > 0).then_some(self.value)
    }
}

/// Total cost and grant of some projects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Pair {
    /// Total cost.
    pub(in crate::report) total: Sum,
    /// Grant.
    pub(in crate::report) grant: Sum,
}

impl Pair {
    /// Whether nobody prints either.
    pub(in crate::report) fn is_empty(&self) -> bool {
        self.total.projects + self.grant.projects == 0
    }

    fn take(&mut self, row: &Money) {
        self.total.take(row.total);
        self.grant.take(row.grant);
    }
}

/// What a row of `projects` says of money.
#[derive(Debug, Clone)]
pub(in crate::report) struct Money {
    /// How far it has come.
    pub(in crate::report) class: StageClass,
    /// Its currency, if the page prints one.
    pub(in crate::report) currency: Option<String>,
    /// Total cost.
    pub(in crate::report) total: Option<Decimal>,
    /// Grant.
    pub(in crate::report) grant: Option<Decimal>,
}

impl Money {
    /// Whether it is granted, and in PLN: what the charts show.
    pub(in crate::report) fn is_granted_pln(&self) -> bool {
        self.class.is_granted() && self.currency.as_deref() == Some("PLN")
    }
}

/// Projects of one programme, period or voivodeship.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Group {
    /// How many.
    pub(in crate::report) projects: u64,
    /// Granted money in PLN: the rule of `municipalities.total_pln` and `grant_pln`.
    pub(in crate::report) granted: Pair,
    /// Applied for, in PLN.
    pub(in crate::report) requested: Pair,
    /// In PLN, and no page says how far it has come.
    pub(in crate::report) unstated: Pair,
    /// Projects with a sum in another currency, or in none.
    pub(in crate::report) foreign: u64,
}

impl Group {
    /// Counts a project.
    pub(in crate::report) fn take(&mut self, money: &Money) {
        self.projects += 1;
        if money.currency.as_deref() != Some("PLN") {
            self.foreign += u64::from(money.total.is_some() || money.grant.is_some());
            return;
        }
        match money.class {
            StageClass::Awarded | StageClass::Completed => self.granted.take(money),
            StageClass::Requested => self.requested.take(money),
            StageClass::Unstated => self.unstated.take(money),
        }
    }

    /// Adds another group, for "others".
    pub(in crate::report) fn add(&mut self, other: &Self) {
        self.projects += other.projects;
        self.foreign += other.foreign;
        let pairs =
            [(&mut self.granted, &other.granted), (&mut self.requested, &other.requested), (&mut self.unstated, &other.unstated)];
        for (pair, more) in pairs {
            for (sum, more) in [(&mut pair.total, more.total), (&mut pair.grant, more.grant)] {
                sum.add(more);
            }
        }
    }
}

/// Total cost and grant in another currency than PLN, whatever the stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Foreign(pub(crate) Pair);

impl Foreign {
    /// Counts a project.
    pub(in crate::report) fn take(&mut self, money: &Money) {
        self.0.take(money);
    }
}
