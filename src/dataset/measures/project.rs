//! Rows of `projects` and `locations` → what is counted.

use super::class::{Signs, StageClass};
use super::money::{SumRole, Sums};
use crate::dataset::error::DatasetError;
use crate::dataset::history::Presence;
use crate::dataset::places::Level;
use crate::resolve::FIELDS;
use crate::table::Named;
use crate::value::Currency;
use chrono::{Datelike, NaiveDate};
use polars::prelude::{Column, DataFrame, DataType, PolarsResult};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// The columns whose fill rate is told, in order.
pub(super) fn counted_fields() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().copied()
}

/// A project as it is counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Project {
    pub(super) period: Option<String>,
    pub(super) start_year: Option<i32>,
    pub(super) class: Option<StageClass>,
    pub(super) currency: Option<Currency>,
    pub(super) sums: Sums,
    pub(super) participants: Option<u32>,
    /// Women and men, if the page prints how many of each, or women and all.
    pub(super) split: Option<(u32, u32)>,
    pub(super) categories: Vec<String>,
    /// How many partners are named; none if no partner is.
    pub(super) partners: Option<u32>,
    pub(super) months: Option<u32>,
    /// A bit for each of [`counted_fields`].
    pub(super) filled: u64,
    pub(super) is_gone: bool,
}

/// A municipality a project belongs to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Belonging {
    pub(super) teryt: String,
    pub(super) name: String,
    pub(super) share: Option<Decimal>,
}

/// The municipalities of the projects by their ids.
pub(super) fn belongings(locations: &DataFrame) -> Result<HashMap<String, Vec<Belonging>>, DatasetError> {
    let text = |name: &str| texts(locations.column(name)?);
    let (ids, levels, teryts, names) = (text("project_id")?, text("level")?, text("teryt")?, text("name")?);
    let shares = decimals(locations.column("share")?)?;
    let mut of: HashMap<String, Vec<Belonging>> = HashMap::new();
    for row in 0..locations.height() {
        let is_municipality = levels[row].as_deref() == Some(Level::Municipality.name());
        if let (Some(id), Some(teryt), true) = (&ids[row], &teryts[row], is_municipality) {
            let name = names[row].clone().unwrap_or_default();
            of.entry(id.clone()).or_default().push(Belonging { teryt: teryt.clone(), name, share: shares[row] });
        }
    }
    Ok(of)
}

/// The projects of a slice with their ids.
pub(super) fn projects(frame: &DataFrame) -> Result<Vec<(String, Project)>, DatasetError> {
    let text = |name: &str| texts(frame.column(name)?);
    let count = |name: &str| counts(frame.column(name)?);
    let date = |name: &str| dates(frame.column(name)?);
    let list = |name: &str| lists(frame.column(name)?);
    let (ids, periods, currencies, genres) = (text("project_id")?, text("period")?, text("currency")?, text("genre")?);
    let (statuses, stages, presences) = (text("status")?, text("grant_stage")?, text("presence")?);
    let (starts, ends, signed) = (date("start_date")?, date("end_date")?, date("signed_date")?);
    let (start_precision, end_precision) = (text("start_precision")?, text("end_precision")?);
    let (participants, women, men) = (count("participants")?, count("women")?, count("men")?);
    let (categories, partners) = (list("target_categories")?, list("partners")?);
    let mut sums = Vec::new();
    for (_, column) in SumRole::ALL {
        sums.push(decimals(frame.column(column)?)?);
    }
    let filled = filled(frame)?;
    let is_year = |precision: &Option<String>| precision.as_deref() == Some("year");
    let mut projects = Vec::with_capacity(frame.height());
    for row in 0..frame.height() {
        let signs = Signs {
            status: named(statuses[row].as_deref()),
            stage: named(stages[row].as_deref()),
            genre: named(genres[row].as_deref()),
            is_signed: signed[row].is_some(),
        };
        let months = starts[row].zip(ends[row]).filter(|_| !is_year(&start_precision[row]) && !is_year(&end_precision[row]));
        let project = Project {
            period: periods[row].clone(),
            start_year: starts[row].map(|date| date.year()),
            class: Some(StageClass::of(signs)),
            currency: named(currencies[row].as_deref()),
            sums: Sums(std::array::from_fn(|role| sums[role][row])),
            participants: participants[row],
            split: split(participants[row], women[row], men[row]),
            categories: categories[row].clone(),
            partners: u32::try_from(partners[row].len()).ok().filter(|&number| number > 0),
            months: months.and_then(|(start, end)| months_between(start, end)),
            filled: filled[row],
            is_gone: presences[row].as_deref() == Some(Presence::Gone.name()),
        };
        projects.push((ids[row].clone().unwrap_or_default(), project));
    }
    Ok(projects)
}

/// The member of a closed list that bears a name.
fn named<T: Named>(name: Option<&str>) -> Option<T> {
    let name = name?;
    T::MEMBERS.iter().copied().find(|member| member.name() == name)
}

/// Women and men of a project that prints how its participants part.
fn split(participants: Option<u32>, women: Option<u32>, men: Option<u32>) -> Option<(u32, u32)> {
    let women = women?;
    let men = men.or_else(|| participants?.checked_sub(women))?;
    (women.checked_add(men)? > 0).then_some((women, men))
}

/// Whole calendar months from the first day to the last, both included: as many as lie between the first day and the day after the
/// last. `projects` holds the first day of a month printed without one as a start, and the last day as an end, so that months printed
/// without days count whole. The worked examples in `examples/questions` count alike.
fn months_between(start: NaiveDate, end: NaiveDate) -> Option<u32> {
    if end < start {
        return None;
    }
    let after = end.succ_opt()?;
    let months = (after.year() - start.year()) * 12 + after.month() as i32 - start.month() as i32;
    u32::try_from(months - i32::from(after.day() < start.day())).ok()
}

/// For every row a bit for each of [`counted_fields`] that is not empty.
fn filled(frame: &DataFrame) -> PolarsResult<Vec<u64>> {
    let mut filled = vec![0u64; frame.height()];
    for (bit, field) in counted_fields().enumerate() {
        let column = frame.column(field)?;
        if let DataType::List(_) = column.dtype() {
            let list = column.list()?;
            for (filled, item) in filled.iter_mut().zip(list.amortized_iter()) {
                *filled |= u64::from(item.is_some_and(|item| !item.as_ref().is_empty())) << bit;
            }
        } else {
            for (filled, is_there) in filled.iter_mut().zip(column.is_not_null().iter()) {
                *filled |= u64::from(is_there == Some(true)) << bit;
            }
        }
    }
    Ok(filled)
}

fn texts(column: &Column) -> PolarsResult<Vec<Option<String>>> {
    let column = column.cast(&DataType::String)?;
    Ok(column.str()?.iter().map(|text| text.map(str::to_owned)).collect())
}

fn counts(column: &Column) -> PolarsResult<Vec<Option<u32>>> {
    Ok(column.i64()?.iter().map(|count| count.and_then(|count| u32::try_from(count).ok())).collect())
}

fn dates(column: &Column) -> PolarsResult<Vec<Option<NaiveDate>>> {
    let of = |days: i32| NaiveDate::from_epoch_days(days);
    Ok(column.date()?.physical().iter().map(|days| days.and_then(of)).collect())
}

fn decimals(column: &Column) -> PolarsResult<Vec<Option<Decimal>>> {
    let decimals = column.decimal()?;
    let scale = u32::try_from(decimals.scale()).unwrap_or(0);
    let of = |units: i128| Decimal::try_from_i128_with_scale(units, scale).ok();
    Ok(decimals.physical().iter().map(|units| units.and_then(of)).collect())
}

fn lists(column: &Column) -> PolarsResult<Vec<Vec<String>>> {
    let rows = column.list()?.amortized_iter().map(|item| {
        let Some(item) = item else { return Ok(Vec::new()) };
        Ok(item.as_ref().str()?.iter().flatten().map(str::to_owned).collect())
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_counts_both_its_ends() {
        let months = |start: (i32, u32, u32), end: (i32, u32, u32)| {
            let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
            months_between(date(start), date(end))
        };
        assert_eq!(months((2017, 10, 1), (2020, 12, 31)), Some(39));
        assert_eq!(months((2018, 1, 15), (2018, 3, 14)), Some(2));
        assert_eq!(months((2017, 3, 1), (2019, 6, 28)), Some(27), "three days are missing from the last month");
        assert_eq!(months((2018, 1, 2), (2020, 6, 30)), Some(29), "a day is missing from the first");
        assert_eq!(months((2018, 1, 1), (2020, 1, 1)), Some(24), "one day is no month");
        assert_eq!(months((2020, 2, 1), (2020, 2, 29)), Some(1));
        assert_eq!(months((2018, 5, 10), (2018, 5, 20)), Some(0));
        assert_eq!(months((2018, 3, 1), (2018, 1, 31)), None, "an end before the start is none");
    }

    #[test]
    fn the_split_of_people_is_printed_or_there_is_none() {
        assert_eq!(split(Some(132), Some(75), None), Some((75, 57)));
        assert_eq!(split(Some(132), None, None), None);
        assert_eq!(split(None, Some(75), None), None);
        assert_eq!(split(Some(0), Some(0), Some(0)), None);
    }

    #[test]
    fn the_fields_fit_their_bits() {
        assert!(counted_fields().count() <= 64);
    }
}
