//! When the projects run.

use super::{nothing, numbers, table};
use crate::html::{both, count, decimal, t};
use crate::report::charts::gantt::gantt;
use crate::report::charts::histogram::{Column, Mark, histogram};
use crate::report::charts::scale::float;
use crate::report::figures::{Figures, SINGLY, Span};
use crate::report::words::{Part, axis, or_none, plain, say};
use chrono::Datelike;
use maud::{Markup, html};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// More columns than this are no longer told apart.
const COLUMNS: i32 = 130;

pub(super) fn body(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    if projects.spans.is_empty() {
        return nothing(if projects.count == 0 { "report.no_projects" } else { "report.no_dates" });
    }
    html! {
        p.lead {
            (t("report.time_lead")) " "
            @if projects.undated > 0 { (say("report.undated", &[("n", Part::Count(projects.undated))])) }
        }
        (running(&projects.spans))
        (by_year(figures))
        @if projects.spans.len() <= SINGLY {
            figure.chart { h3 { (t("report.each_project")) } (gantt(&projects.spans, &t("report.untitled"))) }
        }
    }
}

/// A stretch of time that a column stands for.
#[derive(Clone, Copy)]
enum Unit {
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// The finest of which there are not too many.
    fn of(spans: &[Span]) -> Self {
        let fits = |unit: &Self| {
            let (first, last) = unit.ends(spans);
            last - first < COLUMNS
        };
        [Self::Month, Self::Quarter].into_iter().find(fits).unwrap_or(Self::Year)
    }

    /// In a year.
    const fn count(self) -> i32 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }

    /// The number of the stretch that a day is in, from the year 0.
    #[expect(clippy::cast_possible_wrap, reason = "a month is at most 11")]
    fn number(self, day: chrono::NaiveDate) -> i32 {
        day.year() * self.count() + day.month0() as i32 * self.count() / 12
    }

    fn ends(self, spans: &[Span]) -> (i32, i32) {
        let first = spans.iter().map(|span| self.number(span.start)).min().unwrap_or_default();
        let last = spans.iter().map(|span| self.number(span.end)).max().unwrap_or_default();
        (first, last)
    }

    /// `2018-09`, `2018 III`, `2018`.
    fn label(self, number: i32) -> String {
        let (year, part) = (number.div_euclid(self.count()), number.rem_euclid(self.count()));
        match self {
            Self::Month => format!("{year}-{:02}", part + 1),
            Self::Quarter => format!("{year} {}", ["I", "II", "III", "IV"][part.unsigned_abs() as usize % 4]),
            Self::Year => year.to_string(),
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Month => "report.running_month",
            Self::Quarter => "report.running_quarter",
            Self::Year => "report.running_year",
        }
    }
}

/// How many projects run in every stretch of time: counted by what begins and ends in it, so in one pass.
fn running(spans: &[Span]) -> Markup {
    let unit = Unit::of(spans);
    let (first, last) = unit.ends(spans);
    let mut steps: BTreeMap<i32, i64> = BTreeMap::new();
    for span in spans {
        *steps.entry(unit.number(span.start)).or_default() += 1;
        *steps.entry(unit.number(span.end) + 1).or_default() -= 1;
    }
    // Dates of a thousand years are a mistake on some page; the last stretches are shown, and how many are not is told.
    let from = first.max(last - 4 * COLUMNS);
    let mut now = steps.range(..from).map(|(_, step)| step).sum::<i64>();
    let counts: Vec<(i32, u64)> = (from..=last)
        .map(|number| {
            now += steps.get(&number).copied().unwrap_or_default();
            (number, u64::try_from(now).unwrap_or_default())
        })
        .collect();
    let columns: Vec<Column> = counts.iter().map(|(number, count)| column(unit.label(*number), *count)).collect();
    let rows: Vec<Vec<Markup>> =
        counts.iter().map(|(number, running)| vec![html! { (unit.label(*number)) }, count(*running)]).collect();
    html! {
        figure.chart {
            h3 id="running" { (t(unit.key())) }
            (histogram(&columns, &years(unit, from, last), "running", whole))
            @if from > first { p { (say("report.too_early", &[("year", Part::Text(&unit.label(from)))])) } }
            (numbers(&table(&[("report.head_time", false), ("report.head_running", true)], &rows)))
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody runs so many projects")]
fn column(label: String, count: u64) -> Column {
    Column { value: count as f64, title: format!("{label}: {count}") }
}

/// A number on an axis.
fn whole(value: f64) -> Markup {
    both(|language| decimal(Decimal::try_from(value).unwrap_or_default(), 0, language))
}

/// The beginnings of years; of many, some.
fn years(unit: Unit, first: i32, last: i32) -> Vec<Mark> {
    let starts: Vec<i32> = (first..=last).filter(|number| number.rem_euclid(unit.count()) == 0).collect();
    let every = starts.len() / 12 + 1;
    let some = starts.iter().step_by(every).enumerate();
    some.map(|(at, number)| Mark {
        column: usize::try_from(number - first).unwrap_or_default(),
        label: number.div_euclid(unit.count()).to_string(),
        minor: at % 3 != 0,
    })
    .collect()
}

/// Granted money by the year of the start.
fn by_year(figures: &Figures) -> Markup {
    let by = &figures.projects.years;
    let (Some(first), Some(last)) = (by.keys().next().copied(), by.keys().last().copied()) else { return html! {} };
    let from = first.max(last - COLUMNS);
    let grant = |year: i32| by.get(&year).and_then(|group| group.granted.grant.value());
    let columns: Vec<Column> = (from..=last)
        .map(|year| Column {
            value: grant(year).map_or(0.0, float),
            title: format!("{year}: {}", grant(year).map_or_else(|| "–".to_owned(), |grant| format!("{} PLN", plain(grant)))),
        })
        .collect();
    let rows: Vec<Vec<Markup>> = by
        .iter()
        .map(|(year, group)| {
            let [grant, total] = [group.granted.grant, group.granted.total].map(|sum| or_none(sum.value(), "PLN"));
            vec![html! { (year) }, count(group.projects), grant, total]
        })
        .collect();
    html! {
        figure.chart {
            h3 id="years" { (t("report.by_year")) }
            (histogram(&columns, &years(Unit::Year, from, last), "years", |value| axis(Decimal::try_from(value).unwrap_or_default())))
            (numbers(&table(&[
                ("report.head_start_year", false), ("report.head_projects", true),
                ("report.head_grant", true), ("report.head_total", true),
            ], &rows)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: &str, end: &str) -> Span {
        Span { start: start.parse().unwrap(), end: end.parse().unwrap(), printed: Default::default(), title: None }
    }

    #[test]
    fn a_project_runs_in_the_month_it_ends_in() {
        let html = running(&[span("2018-01-31", "2018-03-01"), span("2018-03-31", "2018-03-31")]).into_string();
        for told in ["2018-01: 1<", "2018-02: 1<", "2018-03: 2<"] {
            assert!(html.contains(told), "{told} {html}");
        }
        assert!(!html.contains("2018-04:"));
    }

    #[test]
    fn a_mistaken_year_does_not_make_a_million_columns() {
        let html = running(&[span("0018-01-01", "2018-03-01"), span("2017-01-01", "2018-12-31")]).into_string();
        assert!(html.matches("<rect").count() <= 4 * COLUMNS as usize + 1 && html.contains("2018: 2<"), "{}", html.len());
    }

    #[test]
    fn quarters_begin_with_their_first_month() {
        assert_eq!(Unit::Quarter.label(Unit::Quarter.number("2018-04-01".parse().unwrap())), "2018 II");
        assert_eq!(Unit::Quarter.label(Unit::Quarter.number("2018-12-31".parse().unwrap())), "2018 IV");
    }

    #[test]
    fn numbers_on_an_axis_are_written_in_both_languages() {
        assert_eq!(
            whole(1500.0).into_string().matches("1\u{a0}500").count() + whole(1500.0).into_string().matches("1,500").count(),
            2
        );
    }
}
