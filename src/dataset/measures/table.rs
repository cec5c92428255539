//! The table `municipalities`: what every measure is.

use super::class::StageClass;
use super::count::{Grouping, MunicipalityRow};
use super::money::SumRole;
use super::ratios;
use super::silence::Quiet;
use crate::table::Kind::{Count, Enum, Structs, Text};
use crate::table::Named;
use crate::table::facts::MONEY;
use crate::table::{Cell, Column, Spec, column, measured, spec};
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

pub(super) type Columns = Vec<Column<MunicipalityRow>>;

/// Columns of `municipalities`.
pub(in crate::dataset) fn municipalities() -> Columns {
    let mut columns = unit();
    columns.extend(numbers());
    columns.extend(sums());
    columns.extend(ratios::people());
    columns.extend(ratios::rates());
    columns.extend(ratios::shapes());
    columns.extend(ratios::real());
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
            "grouping",
            Enum(Grouping::NAMES),
            "Which projects the row counts: all of them (one row for every municipality, also without projects), those of one \
             programming period, or those that start in one year. Rows of different `grouping` count the same projects again.",
            |r| Cell::name(Some(r.grouping)),
        ),
        column(
            "period",
            Text,
            "The programming period; null unless `grouping` is `period`. Projects that name none are in no such row.",
            |r| Cell::text(r.period.as_deref()),
        ),
        measured("start_year", Count, "year", "The year of the start; null unless `grouping` is `start_year`.", |r| {
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
    let mut columns = vec![column(
        "sums",
        Structs(SUM),
        "Every sum by role, currency and stage, each over the projects that print it; what nobody prints has no record.",
        |r: &MunicipalityRow| {
            let record = |((role, currency, class), (value, projects)): (&super::group::SumKey, &(Decimal, usize))| {
                let currency = currency.map_or(Cell::Null, |code| Cell::Text(Cow::Borrowed(code)));
                vec![Cell::name(Some(*role)), currency, Cell::name(Some(*class)), Cell::Number(*value), Cell::size(*projects)]
            };
            Cell::Structs(r.group.sums.iter().map(record).collect())
        },
    )];
    columns.extend(granted());
    columns.extend(by_stage());
    columns
}

/// What was granted, whether the projects are finished or not: what rates and figures per inhabitant rest on.
fn granted() -> Columns {
    fn sum(r: &MunicipalityRow, role: SumRole, currency: Currency) -> Cell<'_> {
        Cell::number(r.group.granted(role, currency))
    }
    vec![
        measured(
            "total_pln",
            MONEY,
            "PLN",
            "Total cost of granted projects, that is awarded and completed ones (derived: a sum, as the columns of money after it).",
            |r| sum(r, Total, Pln),
        ),
        measured("eligible_pln", MONEY, "PLN", "Eligible cost of granted projects.", |r| sum(r, Eligible, Pln)),
        measured("grant_pln", MONEY, "PLN", "Grants of granted projects; where a page prints only the EU's part, that.", |r| {
            sum(r, Grant, Pln)
        }),
        measured("eu_pln", MONEY, "PLN", "The EU's part in granted projects that print it.", |r| sum(r, Eu, Pln)),
        measured("state_pln", MONEY, "PLN", "The state budget's part in granted projects that print it.", |r| sum(r, State, Pln)),
        measured("own_pln", MONEY, "PLN", "Own contribution to granted projects.", |r| sum(r, Own, Pln)),
        measured(
            "total_eur",
            MONEY,
            "EUR",
            "Total cost of granted projects printed in EUR; never part of the sums in PLN.",
            |r| sum(r, Total, Eur),
        ),
        measured("grant_eur", MONEY, "EUR", "Grants of granted projects printed in EUR.", |r| sum(r, Grant, Eur)),
        measured("eu_eur", MONEY, "EUR", "The EU's part in granted projects printed in EUR.", |r| sum(r, Eu, Eur)),
        measured("own_eur", MONEY, "EUR", "Own contribution to granted projects printed in EUR.", |r| sum(r, Own, Eur)),
    ]
}

/// The two sums most asked for by how far the money has come; awarded and completed together are the granted ones.
fn by_stage() -> Columns {
    fn pln(r: &MunicipalityRow, role: SumRole, class: StageClass) -> Cell<'_> {
        Cell::number(r.group.sum(role, Pln, class))
    }
    vec![
        measured("requested_total_pln", MONEY, "PLN", "Total cost of requested projects (derived).", |r| {
            pln(r, Total, StageClass::Requested)
        }),
        measured("requested_grant_pln", MONEY, "PLN", "Grants of requested projects (derived).", |r| {
            pln(r, Grant, StageClass::Requested)
        }),
        measured("awarded_total_pln", MONEY, "PLN", "Total cost of granted projects that are not finished (derived).", |r| {
            pln(r, Total, StageClass::Awarded)
        }),
        measured("awarded_grant_pln", MONEY, "PLN", "Grants of granted projects that are not finished (derived).", |r| {
            pln(r, Grant, StageClass::Awarded)
        }),
        measured("completed_total_pln", MONEY, "PLN", "Total cost of granted projects that are finished (derived).", |r| {
            pln(r, Total, StageClass::Completed)
        }),
        measured("completed_grant_pln", MONEY, "PLN", "Grants of granted projects that are finished (derived).", |r| {
            pln(r, Grant, StageClass::Completed)
        }),
    ]
}
