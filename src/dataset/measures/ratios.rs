//! Columns of `municipalities` that are quotients, medians and shares.

use super::count::MunicipalityRow;
use super::money::SumRole::{self, Grant, Total};
use super::money::round;
use super::project::counted_fields;
use super::table::Columns;
use crate::table::Kind::{Count, Decimal as Number, Structs, Text};
use crate::table::facts::{MONEY, NUMBER};
use crate::table::{Cell, Spec, column, measured, spec};
use crate::value::Currency;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A record of `target_categories`.
const CATEGORY: &[Spec] = &[
    spec("category", Text, "Category of recipients, of the closed list."),
    Spec { name: "projects", kind: Count, unit: "projects", doc: "Projects for it." },
    Spec {
        name: "share",
        kind: NUMBER,
        unit: "fraction",
        doc: "Of the projects that state any group (derived, six places); a project has several, so the shares add up to more than 1.",
    },
];

/// A record of `fill_rates`.
const FILL: &[Spec] = &[
    spec("field", Text, "Column of `projects`."),
    Spec {
        name: "share",
        kind: NUMBER,
        unit: "fraction",
        doc: "Share of the projects in which it is not empty (derived, six places).",
    },
];

/// Per inhabitant and per participant.
pub(super) fn people() -> Columns {
    fn each(r: &MunicipalityRow, role: SumRole) -> Cell<'_> {
        let people = r.inhabitants.map(|inhabitants| Decimal::from(inhabitants.number));
        let each = r.group.granted(role, Currency::Pln).zip(people).and_then(|(sum, people)| sum.checked_div(people));
        Cell::number(each.map(|each| round(each, 2)))
    }
    vec![
        measured(
            "population",
            Count,
            "people",
            "Inhabitants: where `grouping` is `start_year`, of that year or the nearest within three; else the newest figure not later than \
             the edition. From the file that the configuration names; null without one.",
            |r| Cell::count(r.inhabitants.map(|inhabitants| inhabitants.number)),
        ),
        measured("population_year", Count, "year", "The year the figure is of.", |r| {
            r.inhabitants.map_or(Cell::Null, |inhabitants| Cell::Count(inhabitants.year.into()))
        }),
        column("population_source", Text, "Name of the file it comes from.", |r| Cell::text(r.population_source.as_deref())),
        measured(
            "total_per_inhabitant",
            MONEY,
            "PLN per inhabitant",
            "`total_pln` divided by `population` (derived, half away from zero).",
            |r| each(r, Total),
        ),
        measured("grant_per_inhabitant", MONEY, "PLN per inhabitant", "`grant_pln` divided by `population` (derived).", |r| {
            each(r, Grant)
        }),
        measured(
            "total_per_participant",
            MONEY,
            "PLN per person",
            "Total cost per participant over granted projects that print both in PLN and of the whole project; families, places and \
             bodies are not participants (derived).",
            |r| Cell::number(r.group.total_each.times(Decimal::ONE, 2)),
        ),
        measured("total_per_participant_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.total_each.projects)
        }),
        measured("grant_per_participant", MONEY, "PLN per person", "The same of the grant (derived).", |r| {
            Cell::number(r.group.grant_each.times(Decimal::ONE, 2))
        }),
        measured("grant_per_participant_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.grant_each.projects)
        }),
    ]
}

/// Who pays which part.
pub(super) fn rates() -> Columns {
    const PERCENT: Decimal = Decimal::ONE_HUNDRED;
    vec![
        measured(
            "cofinancing_rate",
            Number(4),
            "percent",
            "Sum of grants by sum of total costs, over granted projects that print both in PLN (derived, four places; cast it to \
             DOUBLE before multiplying). Programmes that pay everything pull it up.",
            |r| Cell::number(r.group.cofinancing.times(PERCENT, 4)),
        ),
        measured("cofinancing_rate_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.cofinancing.projects)
        }),
        measured(
            "eu_rate",
            Number(4),
            "percent",
            "Sum of the EU's parts by sum of eligible costs, over granted projects that print both in PLN (derived; cast it to DOUBLE \
             before multiplying).",
            |r| Cell::number(r.group.eu.times(PERCENT, 4)),
        ),
        measured("eu_rate_projects", Count, "projects", "Projects that it rests on.", |r| Cell::size(r.group.eu.projects)),
        measured(
            "own_rate",
            Number(4),
            "percent",
            "Sum of own contributions by sum of total costs, over granted projects that print both in PLN (derived; cast it to DOUBLE \
             before multiplying).",
            |r| Cell::number(r.group.own.times(PERCENT, 4)),
        ),
        measured("own_rate_projects", Count, "projects", "Projects that it rests on.", |r| Cell::size(r.group.own.projects)),
    ]
}

/// Duration, recipients and partners of granted projects, and how complete all projects of the row are.
pub(super) fn shapes() -> Columns {
    fn share(part: usize, whole: usize) -> Cell<'static> {
        Cell::number(Decimal::from(part).checked_div(Decimal::from(whole)).map(|share| round(share, 6)))
    }
    vec![
        measured(
            "median_duration",
            Number(1),
            "months",
            "Median of the whole calendar months from first to last day, both included (2018-01-02 to 2020-06-30 is 29), over granted \
             projects that print both to the month at least; a month without a day counts whole (derived from the dates, not the \
             printed duration).",
            |r| Cell::number(r.group.months.median()),
        ),
        measured("median_duration_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.months.count())
        }),
        measured(
            "share_of_women",
            NUMBER,
            "fraction",
            "Women among the participants, over granted projects that print women and men, or women and all (derived, six places; \
             cast it to DOUBLE before multiplying).",
            |r| Cell::number(r.group.women.times(Decimal::ONE, 6)),
        ),
        measured("share_of_women_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.women.projects)
        }),
        measured("targeted_projects", Count, "projects", "Granted projects that state a group of recipients.", |r| {
            Cell::size(r.group.targeted)
        }),
        column(
            "target_categories",
            Structs(CATEGORY),
            "For whom the granted projects are, by category in alphabetical order.",
            |r| {
                let record = |(category, projects): (&'_ String, &usize)| {
                    vec![Cell::Text(Cow::Owned(category.clone())), Cell::size(*projects), share(*projects, r.group.targeted)]
                };
                Cell::Structs(r.group.categories.iter().map(record).collect())
            },
        ),
        measured(
            "median_partners",
            Number(1),
            "partners",
            "Median number of partners, over granted projects that name any (derived).",
            |r| Cell::number(r.group.partners.median()),
        ),
        measured("partnered_projects", Count, "projects", "Granted projects that name a partner.", |r| {
            Cell::size(r.group.partners.count())
        }),
        column(
            "fill_rates",
            Structs(FILL),
            "How complete all projects of the row are, field by field: missing is unknown, never zero.",
            |r| {
                let record =
                    |(field, filled): (&'static str, &usize)| vec![Cell::text(Some(field)), share(*filled, r.group.projects)];
                Cell::Structs(counted_fields().zip(&r.group.filled).map(record).collect())
            },
        ),
    ]
}

/// Sums in prices of one year.
pub(super) fn real() -> Columns {
    vec![
        measured(
            "price_year",
            Count,
            "year",
            "The year whose prices the columns `real_…` are in; null without a price index.",
            |r| r.price_year.map_or(Cell::Null, |year| Cell::Count(year.into())),
        ),
        measured(
            "real_total_pln",
            MONEY,
            "PLN of `price_year`",
            "`total_pln`, each project moved from the prices of its year of start (derived); null unless the index knows that year of \
             every project in it.",
            |r| Cell::number(r.group.real_total()),
        ),
        measured("real_grant_pln", MONEY, "PLN of `price_year`", "`grant_pln`, moved likewise (derived).", |r| {
            Cell::number(r.group.real_grant())
        }),
        measured(
            "real_projects",
            Count,
            "projects",
            "Granted projects with a sum in PLN and a year of start that the index knows: of the two sums, all or fewer.",
            |r| Cell::size(r.group.real_projects),
        ),
    ]
}
