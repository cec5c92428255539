//! The table `municipalities`: what every measure is.

use super::class::StageClass;
use super::count::{Grouping, MunicipalityRow};
use super::money::{SumRole, round};
use super::project::counted_fields;
use super::silence::Quiet;
use crate::dataset::column::Kind::{Count, Decimal as Number, Enum, Structs, Text};
use crate::dataset::column::{Cell, Column, Spec, column, measured, spec};
use crate::dataset::facts::{MONEY, NUMBER};
use crate::dataset::names::Named;
use crate::value::Currency::{self, Eur, Pln};
use crate::vocabulary::PlaceKind;
use SumRole::{Eligible, Eu, Grant, Own, State, Total};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A record of `sums`.
const SUM: &[Spec] = &[
    spec("role", Enum(SumRole::NAMES), "What the sum is for."),
    spec("currency", Enum(Currency::NAMES), "Its currency; null if the pages print none."),
    spec("stage", Enum(StageClass::NAMES), "How far the money has come: requested, awarded, completed, or unstated."),
    Spec { name: "value", kind: MONEY, unit: "the currency of the record", doc: "The sum (derived)." },
    Spec { name: "projects", kind: Count, unit: "projects", doc: "Projects that print it." },
];

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

type Columns = Vec<Column<MunicipalityRow>>;

/// Columns of `municipalities`.
pub(in crate::dataset) fn municipalities() -> Columns {
    let mut columns = unit();
    columns.extend(numbers());
    columns.extend(sums());
    columns.extend(people());
    columns.extend(rates());
    columns.extend(shapes());
    columns.extend(real());
    columns.push(column(
        "silence",
        Enum(Quiet::NAMES),
        "Why there is no project, if there is none: only `nothing_announced` says that the municipality has told of none; \
         `told_elsewhere`: its pages tell only of projects of other units; `fetched_nothing_recognised`: some speak of public money \
         without telling enough; the others, that its pages are not all known.",
        |r| Cell::name(r.quiet),
    ));
    columns
}

/// Which municipality, and which of its projects.
fn unit() -> Columns {
    vec![
        column(
            "teryt",
            Text,
            "Number in the register of territorial units: seven digits where the kind is known, else six. Text: zeros may lead.",
            |r: &MunicipalityRow| Cell::text(Some(&r.teryt)),
        ),
        column("municipality", Text, "Its name.", |r| Cell::text(Some(&r.name))),
        column(
            "kind",
            Enum(PlaceKind::NAMES),
            "Town, villages, or a town with villages; null where the gazetteer does not know.",
            |r| Cell::name(r.kind),
        ),
        column("county", Text, "Its county (powiat), as an adjective; of a city with county rights its name.", |r| {
            Cell::text(r.county.as_deref())
        }),
        column("voivodeship", Text, "Its voivodeship.", |r| Cell::text(r.voivodeship)),
        column(
            "by",
            Enum(Grouping::NAMES),
            "Which projects the row counts: all of them (one row for every municipality, also without projects), those of one \
             programming period, or those that start in one year. Rows of different `by` count the same projects again.",
            |r| Cell::name(Some(r.by)),
        ),
        column(
            "period",
            Text,
            "The programming period; null unless `by` is `period`. Projects that name none are in no such row.",
            |r| Cell::text(r.period.as_deref()),
        ),
        measured("start_year", Count, "year", "The year of the start; null unless `by` is `start_year`.", |r| {
            r.start_year.map_or(Cell::Null, |year| Cell::Count(year.into()))
        }),
    ]
}

/// How many projects.
fn numbers() -> Columns {
    vec![
        measured(
            "projects",
            Count,
            "projects",
            "Projects located in the municipality, alone or among others; each counts once in each.",
            |r| Cell::size(r.group.projects),
        ),
        measured(
            "gone_projects",
            Count,
            "projects",
            "Those of them that no page tells any more; they count in everything here.",
            |r| Cell::size(r.group.gone),
        ),
        measured(
            "regional_projects",
            Count,
            "projects",
            "Those of them that belong to several units between which their money cannot be parted: it is in none of the sums here.",
            |r| Cell::size(r.group.regional),
        ),
        measured(
            "requested_projects",
            Count,
            "projects",
            "Those applied for: the status says so, or the grant is called requested.",
            |r| Cell::size(r.group.by_class[StageClass::Requested as usize]),
        ),
        measured(
            "awarded_projects",
            Count,
            "projects",
            "Those granted and not finished: under way, the grant called awarded or received, the agreement signed, or the page one \
             that a beneficiary owes the public (EU description, state-funding notice).",
            |r| Cell::size(r.group.by_class[StageClass::Awarded as usize]),
        ),
        measured("completed_projects", Count, "projects", "Those granted and finished.", |r| {
            Cell::size(r.group.by_class[StageClass::Completed as usize])
        }),
        measured("unstated_projects", Count, "projects", "Those of which no page says how far they are.", |r| {
            Cell::size(r.group.by_class[StageClass::Unstated as usize])
        }),
    ]
}

/// Sums of money. A project of several units counts with its share of every sum, rounded to grosze.
fn sums() -> Columns {
    fn awarded(r: &MunicipalityRow, role: SumRole, currency: Currency) -> Cell<'_> {
        Cell::number(r.group.sum(role, currency, StageClass::Awarded))
    }
    fn pln(r: &MunicipalityRow, role: SumRole, class: StageClass) -> Cell<'_> {
        Cell::number(r.group.sum(role, Pln, class))
    }
    vec![
        column(
            "sums",
            Structs(SUM),
            "Every sum by role, currency and stage, each over the projects that print it; what nobody prints has no record.",
            |r| {
                let record = |((role, currency, class), (value, projects)): (&super::group::SumKey, &(Decimal, usize))| {
                    let currency = currency.map_or(Cell::Null, |code| Cell::Text(Cow::Borrowed(code)));
                    vec![Cell::name(Some(*role)), currency, Cell::name(Some(*class)), Cell::Number(*value), Cell::size(*projects)]
                };
                Cell::Structs(r.group.sums.iter().map(record).collect())
            },
        ),
        measured(
            "total_pln",
            MONEY,
            "PLN",
            "Total cost of awarded projects (derived: a sum, as the ten columns after it).",
            |r| awarded(r, Total, Pln),
        ),
        measured("eligible_pln", MONEY, "PLN", "Eligible cost of awarded projects.", |r| awarded(r, Eligible, Pln)),
        measured("grant_pln", MONEY, "PLN", "Grants of awarded projects; where a page prints only the EU's part, that.", |r| {
            awarded(r, Grant, Pln)
        }),
        measured("eu_pln", MONEY, "PLN", "The EU's part in awarded projects that print it.", |r| awarded(r, Eu, Pln)),
        measured("state_pln", MONEY, "PLN", "The state budget's part in awarded projects that print it.", |r| {
            awarded(r, State, Pln)
        }),
        measured("own_pln", MONEY, "PLN", "Own contribution to awarded projects.", |r| awarded(r, Own, Pln)),
        measured(
            "total_eur",
            MONEY,
            "EUR",
            "Total cost of awarded projects printed in EUR; never part of the sums in PLN.",
            |r| awarded(r, Total, Eur),
        ),
        measured("grant_eur", MONEY, "EUR", "Grants of awarded projects printed in EUR.", |r| awarded(r, Grant, Eur)),
        measured("eu_eur", MONEY, "EUR", "The EU's part printed in EUR.", |r| awarded(r, Eu, Eur)),
        measured("own_eur", MONEY, "EUR", "Own contribution printed in EUR.", |r| awarded(r, Own, Eur)),
        measured("requested_total_pln", MONEY, "PLN", "Total cost of requested projects (derived).", |r| {
            pln(r, Total, StageClass::Requested)
        }),
        measured("requested_grant_pln", MONEY, "PLN", "Grants of requested projects (derived).", |r| {
            pln(r, Grant, StageClass::Requested)
        }),
        measured("completed_total_pln", MONEY, "PLN", "Total cost of completed projects (derived).", |r| {
            pln(r, Total, StageClass::Completed)
        }),
        measured("completed_grant_pln", MONEY, "PLN", "Grants of completed projects (derived).", |r| {
            pln(r, Grant, StageClass::Completed)
        }),
    ]
}

/// Per inhabitant and per participant.
fn people() -> Columns {
    fn each(r: &MunicipalityRow, role: SumRole) -> Cell<'_> {
        let people = r.inhabitants.map(|inhabitants| Decimal::from(inhabitants.number));
        let each = r.group.granted(role).zip(people).and_then(|(sum, people)| sum.checked_div(people));
        Cell::number(each.map(|each| round(each, 2)))
    }
    vec![
        measured(
            "population",
            Count,
            "people",
            "Inhabitants: where `by` is `start_year`, of that year or the nearest within three; else the newest figure not later than \
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
            "Total cost of awarded and completed projects, divided by `population` (derived, half away from zero).",
            |r| each(r, Total),
        ),
        measured(
            "grant_per_inhabitant",
            MONEY,
            "PLN per inhabitant",
            "Grants of awarded and completed projects, divided by `population` (derived).",
            |r| each(r, Grant),
        ),
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
fn rates() -> Columns {
    const PERCENT: Decimal = Decimal::ONE_HUNDRED;
    vec![
        measured(
            "cofinancing_rate",
            Number(4),
            "percent",
            "Sum of grants by sum of total costs, over granted projects that print both in PLN (derived, four places). Programmes \
             that pay everything pull it up.",
            |r| Cell::number(r.group.cofinancing.times(PERCENT, 4)),
        ),
        measured("cofinancing_rate_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.cofinancing.projects)
        }),
        measured(
            "eu_rate",
            Number(4),
            "percent",
            "Sum of the EU's parts by sum of eligible costs, over granted projects that print both in PLN (derived).",
            |r| Cell::number(r.group.eu.times(PERCENT, 4)),
        ),
        measured("eu_rate_projects", Count, "projects", "Projects that it rests on.", |r| Cell::size(r.group.eu.projects)),
        measured(
            "own_rate",
            Number(4),
            "percent",
            "Sum of own contributions by sum of total costs, over granted projects that print both in PLN (derived).",
            |r| Cell::number(r.group.own.times(PERCENT, 4)),
        ),
        measured("own_rate_projects", Count, "projects", "Projects that it rests on.", |r| Cell::size(r.group.own.projects)),
    ]
}

/// Duration, recipients, partners, completeness: over all projects of the row.
fn shapes() -> Columns {
    fn share(part: usize, whole: usize) -> Cell<'static> {
        Cell::number(Decimal::from(part).checked_div(Decimal::from(whole)).map(|share| round(share, 6)))
    }
    vec![
        measured(
            "median_duration",
            Number(1),
            "months",
            "Median of the calendar months from first to last day, both included, over projects that print both to the month (derived \
             from the dates, not the printed duration).",
            |r| Cell::number(r.group.months.median()),
        ),
        measured("median_duration_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.months.count())
        }),
        measured(
            "share_of_women",
            NUMBER,
            "fraction",
            "Women among the participants, over projects that print women and men, or women and all (derived, six places).",
            |r| Cell::number(r.group.women.times(Decimal::ONE, 6)),
        ),
        measured("share_of_women_projects", Count, "projects", "Projects that it rests on.", |r| {
            Cell::size(r.group.women.projects)
        }),
        measured("targeted_projects", Count, "projects", "Projects that state a group of recipients.", |r| {
            Cell::size(r.group.targeted)
        }),
        column("target_categories", Structs(CATEGORY), "For whom the projects are, by category in alphabetical order.", |r| {
            let record = |(category, projects): (&'_ String, &usize)| {
                vec![Cell::Text(Cow::Owned(category.clone())), Cell::size(*projects), share(*projects, r.group.targeted)]
            };
            Cell::Structs(r.group.categories.iter().map(record).collect())
        }),
        measured(
            "median_partners",
            Number(1),
            "partners",
            "Median number of partners, over projects that name any (derived).",
            |r| Cell::number(r.group.partners.median()),
        ),
        measured("partnered_projects", Count, "projects", "Projects that name a partner.", |r| {
            Cell::size(r.group.partners.count())
        }),
        column(
            "fill_rates",
            Structs(FILL),
            "How complete the projects are, field by field: missing is unknown, never zero.",
            |r| {
                let record =
                    |(field, filled): (&'static str, &usize)| vec![Cell::text(Some(field)), share(*filled, r.group.projects)];
                Cell::Structs(counted_fields().zip(&r.group.filled).map(record).collect())
            },
        ),
    ]
}

/// Sums in prices of one year.
fn real() -> Columns {
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
            "Total cost of awarded and completed projects, each moved from the prices of its year of start (derived).",
            |r| Cell::number(r.group.real_total),
        ),
        measured(
            "real_grant_pln",
            MONEY,
            "PLN of `price_year`",
            "Grants of awarded and completed projects, moved likewise (derived).",
            |r| Cell::number(r.group.real_grant),
        ),
        measured(
            "real_projects",
            Count,
            "projects",
            "Projects that the two rest on: those with a year of start that the index knows.",
            |r| Cell::size(r.group.real_projects),
        ),
    ]
}
