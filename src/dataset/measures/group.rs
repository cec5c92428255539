//! What is held of a municipality's projects while they are counted.

use super::class::StageClass;
use super::deflator::Deflator;
use super::money::{SumRole, add, grosze, round};
use super::project::{Project, counted_fields};
use crate::value::Currency;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What a sum is of.
pub(super) type SumKey = (SumRole, Option<&'static str>, StageClass);

/// Two sums over the same projects, and how many those are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ratio {
    above: Decimal,
    below: Decimal,
    pub(super) projects: usize,
}

impl Ratio {
    fn take(&mut self, above: Option<Decimal>, below: Option<Decimal>) {
        if let (Some(above), Some(below)) = (above, below) {
            self.above = self.above.saturating_add(above);
            self.below = self.below.saturating_add(below);
            self.projects += 1;
        }
    }

    /// Takes back what was taken; none if it never was.
    fn leave(&mut self, above: Option<Decimal>, below: Option<Decimal>) -> Option<()> {
        if let (Some(above), Some(below)) = (above, below) {
            self.projects = self.projects.checked_sub(1)?;
            (self.above, self.below) = (self.above.checked_sub(above)?, self.below.checked_sub(below)?);
        }
        Some(())
    }

    /// The quotient times a factor, rounded; none if no project has both figures.
    pub(super) fn times(&self, factor: Decimal, places: u32) -> Option<Decimal> {
        let quotient = self.above.checked_div(self.below)?;
        Some(round(quotient.checked_mul(factor)?, places))
    }
}

/// How often each number was met: a median that needs no list.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram(BTreeMap<u32, usize>);

impl Histogram {
    fn take(&mut self, value: Option<u32>) {
        if let Some(value) = value {
            *self.0.entry(value).or_default() += 1;
        }
    }

    fn leave(&mut self, value: Option<u32>) -> Option<()> {
        let Some(value) = value else { return Some(()) };
        let times = self.0.get_mut(&value)?;
        *times -= 1;
        if *times == 0 {
            self.0.remove(&value);
        }
        Some(())
    }

    /// How many numbers were met.
    pub(super) fn count(&self) -> usize {
        self.0.values().sum()
    }

    /// The middle number; of an even count the mean of the two in the middle.
    pub(super) fn median(&self) -> Option<Decimal> {
        let count = self.count();
        let (low, high) = (self.at(count.checked_sub(1)? / 2)?, self.at(count / 2)?);
        Some(Decimal::from(u64::from(low) + u64::from(high)) / Decimal::TWO)
    }

    fn at(&self, position: usize) -> Option<u32> {
        let mut before = 0;
        self.0.iter().find_map(|(value, times)| {
            before += times;
            (before > position).then_some(*value)
        })
    }
}

/// The projects of a municipality, or of a period or year of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) projects: usize,
    pub(super) gone: usize,
    /// Projects whose money cannot be parted among their units.
    pub(super) regional: usize,
    pub(super) by_class: [usize; 4],
    pub(super) sums: BTreeMap<SumKey, (Decimal, usize)>,
    pub(super) total_each: Ratio,
    pub(super) grant_each: Ratio,
    pub(super) cofinancing: Ratio,
    pub(super) eu: Ratio,
    pub(super) own: Ratio,
    pub(super) months: Histogram,
    pub(super) partners: Histogram,
    pub(super) women: Ratio,
    /// Projects that state at least one group of recipients.
    pub(super) targeted: usize,
    pub(super) categories: BTreeMap<String, usize>,
    pub(super) filled: Vec<usize>,
    real_total: Real,
    real_grant: Real,
    pub(super) real_projects: usize,
}

/// A sum in prices of one year.
#[derive(Debug, Clone, Copy, Default)]
struct Real {
    sum: Option<Decimal>,
    /// Whether the index lacks a project's year, so that the sum is of fewer projects than the nominal one.
    is_partial: bool,
}

impl Real {
    fn take(&mut self, value: Option<Decimal>, factor: Option<Decimal>) {
        let Some(value) = value else { return };
        match factor.and_then(|factor| value.checked_mul(factor)) {
            Some(real) => add(&mut self.sum, grosze(real)),
            None => self.is_partial = true,
        }
    }

    fn whole(self) -> Option<Decimal> {
        self.sum.filter(|_| !self.is_partial)
    }
}

impl Group {
    /// Counts a project with the share of its money that falls here, if that is known.
    ///
    /// What the projects are like is told of granted ones alone, as the sums beside it: what was only applied for may never come.
    pub(super) fn take(&mut self, project: &Project, share: Option<Decimal>, deflator: Option<&Deflator>) {
        let class = project.class.unwrap_or(StageClass::Unstated);
        self.projects += 1;
        self.gone += usize::from(project.is_gone);
        self.by_class[class as usize] += 1;
        if class.is_granted() {
            self.take_shape(project);
        }
        self.filled.resize(counted_fields().count(), 0);
        for (bit, filled) in self.filled.iter_mut().enumerate() {
            *filled += usize::from(project.filled >> bit & 1 == 1);
        }
        match share {
            Some(share) => self.take_money(project, class, share, deflator),
            None => self.regional += 1,
        }
    }

    fn take_shape(&mut self, project: &Project) {
        self.months.take(project.months);
        self.partners.take(project.partners);
        let split = project.split.map(|(women, men)| (Decimal::from(women), Decimal::from(u64::from(women) + u64::from(men))));
        self.women.take(split.map(|(women, _)| women), split.map(|(_, all)| all));
        self.targeted += usize::from(!project.categories.is_empty());
        for category in &project.categories {
            *self.categories.entry(category.clone()).or_default() += 1;
        }
    }

    fn take_money(&mut self, project: &Project, class: StageClass, share: Decimal, deflator: Option<&Deflator>) {
        let here = project.sums.part(share);
        let currency = project.currency.map(Currency::code);
        for (role, _) in SumRole::ALL {
            if let Some(value) = here.of(role) {
                let (sum, projects) = self.sums.entry((role, currency, class)).or_default();
                *sum = sum.saturating_add(value);
                *projects += 1;
            }
        }
        if project.currency != Some(Currency::Pln) || !class.is_granted() {
            return;
        }
        let [total, eligible, grant, eu, own] =
            [SumRole::Total, SumRole::Eligible, SumRole::Grant, SumRole::Eu, SumRole::Own].map(|role| here.of(role));
        self.cofinancing.take(grant, total);
        self.eu.take(eu, eligible);
        self.own.take(own, total);
        self.take_real(project, total, grant, deflator);
        // The people of the whole project and a part's sums are of two scopes.
        if !project.sums.is_of_part(share) {
            let people = project.participants.filter(|&people| people > 0).map(Decimal::from);
            self.total_each.take(project.sums.of(SumRole::Total), people);
            self.grant_each.take(project.sums.of(SumRole::Grant), people);
        }
    }

    /// Takes a project out again that was counted in with the same share; none if it cannot have been. Sums in prices of one year stay.
    pub(super) fn leave(&mut self, project: &Project, share: Option<Decimal>) -> Option<()> {
        let class = project.class.unwrap_or(StageClass::Unstated);
        self.projects = self.projects.checked_sub(1)?;
        self.gone = self.gone.checked_sub(usize::from(project.is_gone))?;
        let of_class = &mut self.by_class[class as usize];
        *of_class = of_class.checked_sub(1)?;
        if class.is_granted() {
            self.leave_shape(project)?;
        }
        for (bit, filled) in self.filled.iter_mut().enumerate() {
            *filled = filled.checked_sub(usize::from(project.filled >> bit & 1 == 1))?;
        }
        match share {
            Some(share) => self.leave_money(project, class, share),
            None => self.regional.checked_sub(1).map(|regional| self.regional = regional),
        }
    }

    fn leave_shape(&mut self, project: &Project) -> Option<()> {
        self.months.leave(project.months)?;
        self.partners.leave(project.partners)?;
        let split = project.split.map(|(women, men)| (Decimal::from(women), Decimal::from(u64::from(women) + u64::from(men))));
        self.women.leave(split.map(|(women, _)| women), split.map(|(_, all)| all))?;
        self.targeted = self.targeted.checked_sub(usize::from(!project.categories.is_empty()))?;
        for category in &project.categories {
            let times = self.categories.get_mut(category)?;
            *times -= 1;
            if *times == 0 {
                self.categories.remove(category);
            }
        }
        Some(())
    }

    fn leave_money(&mut self, project: &Project, class: StageClass, share: Decimal) -> Option<()> {
        let here = project.sums.part(share);
        let currency = project.currency.map(Currency::code);
        for (role, _) in SumRole::ALL {
            let Some(value) = here.of(role) else { continue };
            let key = (role, currency, class);
            let (sum, projects) = self.sums.get_mut(&key)?;
            (*sum, *projects) = (sum.checked_sub(value)?, projects.checked_sub(1)?);
            if *projects == 0 {
                self.sums.remove(&key);
            }
        }
        if project.currency != Some(Currency::Pln) || !class.is_granted() {
            return Some(());
        }
        let [total, eligible, grant, eu, own] =
            [SumRole::Total, SumRole::Eligible, SumRole::Grant, SumRole::Eu, SumRole::Own].map(|role| here.of(role));
        self.cofinancing.leave(grant, total)?;
        self.eu.leave(eu, eligible)?;
        self.own.leave(own, total)?;
        if !project.sums.is_of_part(share) {
            let people = project.participants.filter(|&people| people > 0).map(Decimal::from);
            self.total_each.leave(project.sums.of(SumRole::Total), people)?;
            self.grant_each.leave(project.sums.of(SumRole::Grant), people)?;
        }
        Some(())
    }

    fn take_real(&mut self, project: &Project, total: Option<Decimal>, grant: Option<Decimal>, deflator: Option<&Deflator>) {
        let factor = deflator.zip(project.start_year).and_then(|(deflator, year)| deflator.factor(year));
        self.real_total.take(total, factor);
        self.real_grant.take(grant, factor);
        self.real_projects += usize::from(factor.is_some() && (total.is_some() || grant.is_some()));
    }

    /// The granted total cost in prices of one year, if the index knows the year of every project that prints one.
    pub(super) fn real_total(&self) -> Option<Decimal> {
        self.real_total.whole()
    }

    /// The same of the grants.
    pub(super) fn real_grant(&self) -> Option<Decimal> {
        self.real_grant.whole()
    }

    /// The sum of a role in a currency, if any project of the class prints one.
    pub(super) fn sum(&self, role: SumRole, currency: Currency, class: StageClass) -> Option<Decimal> {
        self.sums.get(&(role, Some(currency.code()), class)).map(|(sum, _)| *sum)
    }

    /// The sum of what was granted in a currency, whether the projects are finished or not.
    pub(super) fn granted(&self, role: SumRole, currency: Currency) -> Option<Decimal> {
        let mut granted = None;
        for class in StageClass::ALL.into_iter().filter(|class| class.is_granted()) {
            self.sum(role, currency, class).into_iter().for_each(|sum| add(&mut granted, sum));
        }
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_of_an_even_number_lies_between() {
        let median = |values: &[u32]| {
            let mut histogram = Histogram::default();
            values.iter().for_each(|&value| histogram.take(Some(value)));
            histogram.median().map(|median| median.normalize().to_string())
        };
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[36, 12, 24]).as_deref(), Some("24"));
        assert_eq!(median(&[12, 39]).as_deref(), Some("25.5"));
        assert_eq!(median(&[7, 7, 7, 1]).as_deref(), Some("7"));
    }
}
