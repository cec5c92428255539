//! The table `reconciliation`.

use super::collect::Concerned;
use super::outcome::{Outcome, Untold};
use super::summary::Difference;
use crate::dataset::history::Presence;
use crate::register::{Announced, Comparison, Figure, Figures, Listed, Match, MatchedBy, Precision};
use crate::table::Kind::{Count, Date, Decimal as Number, Enum, Flag, Text, Texts};
use crate::table::Named;
use crate::table::facts::MONEY;
use crate::table::{Cell, Column, column, measured};
use crate::value::Currency;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::sync::Arc;

/// A project, a listed row, or both.
#[derive(Debug, Clone)]
pub(in crate::dataset) struct ReconciliationRow {
    pub(super) outcome: Outcome,
    pub(super) announced: Option<AnnouncedPart>,
    pub(super) listed: Option<ListedPart>,
    pub(super) matched: Option<Match>,
    pub(super) comparison: Option<Comparison>,
    pub(super) untold: Option<Untold>,
    /// Whether the project is still told.
    pub(super) presence: Option<Presence>,
    /// Other rows about the same project.
    pub(super) others: u64,
    pub(super) concerned: Concerned,
}

/// What the table shows of an announced project.
#[derive(Debug, Clone)]
pub(super) struct AnnouncedPart {
    project_id: String,
    number: Option<String>,
    title: Option<String>,
    beneficiary: Option<String>,
    programme: Option<String>,
    period: Option<String>,
    figures: Figures,
}

/// What the table shows of a listed row.
#[derive(Debug, Clone)]
pub(super) struct ListedPart {
    list: Arc<str>,
    row: u64,
    number: Option<String>,
    title: Option<String>,
    beneficiary: Option<String>,
    programme: Option<String>,
    /// Total, eligible cost, EU part, grant.
    sums: [Option<Decimal>; 4],
    currency: Option<Currency>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
}

impl ListedPart {
    pub(super) fn new(list: &Arc<str>, row: &Listed) -> Self {
        Self {
            list: list.clone(),
            row: row.row,
            number: row.number.clone(),
            title: row.title.clone(),
            beneficiary: row.beneficiary.clone(),
            programme: row.programme.clone(),
            sums: [row.total, row.eligible, row.eu, row.grant],
            currency: row.currency,
            start: row.start,
            end: row.end,
        }
    }
}

/// The sums in the order of the columns.
const SUMS: [Figure; 4] = [Figure::Total, Figure::Eligible, Figure::Eu, Figure::Grant];

impl ReconciliationRow {
    /// A project of which no row is known yet.
    pub(super) fn of_project(outcome: Outcome, project: &Announced) -> Self {
        let announced = AnnouncedPart {
            project_id: project.id.clone(),
            number: project.number.clone(),
            title: project.title.clone(),
            beneficiary: project.bodies.first().cloned(),
            programme: project.programme.clone(),
            period: project.period.clone(),
            figures: project.figures.clone(),
        };
        let concerned = Concerned { teryts: project.teryts.clone(), ..Concerned::default() };
        Self {
            outcome,
            announced: Some(announced),
            listed: None,
            matched: None,
            comparison: None,
            untold: None,
            presence: None,
            others: 0,
            concerned,
        }
    }

    /// A listed row that no page tells of.
    pub(super) fn not_announced(listed: ListedPart, concerned: Concerned, others: u64) -> Self {
        let outcome = Outcome::NotAnnounced;
        Self {
            outcome,
            announced: None,
            listed: Some(listed),
            matched: None,
            comparison: None,
            untold: None,
            presence: None,
            others,
            concerned,
        }
    }

    /// Rows stand in the order of their outcome, then projects by id, listed rows as in their lists.
    pub(super) fn key(&self) -> (Outcome, Option<&str>, Option<(&str, u64)>) {
        let listed = self.listed.as_ref().map(|listed| (&*listed.list, listed.row));
        (self.outcome, self.announced.as_ref().map(|announced| announced.project_id.as_str()), listed)
    }

    fn figures(&self) -> Option<&Figures> {
        self.announced.as_ref().map(|announced| &announced.figures)
    }

    /// A sum as announced.
    fn own(&self, figure: Figure) -> Option<Decimal> {
        let figures = self.figures()?;
        match figure {
            Figure::Total => figures.total,
            Figure::Eligible => figures.eligible,
            Figure::Eu => figures.eu,
            Figure::Grant => figures.grant,
            Figure::Start | Figure::End => None,
        }
    }

    /// A sum as listed.
    fn theirs(&self, figure: Figure) -> Option<Decimal> {
        self.listed.as_ref()?.sums.get(SUMS.iter().position(|sum| *sum == figure)?).copied()?
    }

    /// Announced less listed; zero where they were compared and are the same within a grosz.
    fn difference(&self, figure: Figure) -> Option<Decimal> {
        let comparison = self.comparison.as_ref()?;
        comparison.compared.iter().find(|(compared, _)| *compared == figure)?;
        Some(self.own(figure)? - self.theirs(figure)?)
    }

    /// Days from the listed to the announced date, where both are known to the day.
    fn days(&self, figure: Figure) -> Option<i64> {
        let comparison = self.comparison.as_ref()?;
        comparison.compared.iter().find(|(compared, _)| *compared == figure)?;
        let (figures, listed) = (self.figures()?, self.listed.as_ref()?);
        let ((own, precision), theirs) =
            if figure == Figure::Start { (figures.start?, listed.start?) } else { (figures.end?, listed.end?) };
        (precision == Precision::Day).then(|| (own - theirs).num_days())
    }

    /// The sums that differ.
    pub(super) fn differences(&self) -> Vec<Difference> {
        let (Some(announced), Some(listed), Some(comparison)) = (&self.announced, &self.listed, &self.comparison) else {
            return Vec::new();
        };
        let difference = |(figure, _): &(Figure, Decimal)| {
            Some(Difference {
                project_id: announced.project_id.clone(),
                title: announced.title.clone(),
                beneficiary: announced.beneficiary.clone(),
                figure: *figure,
                announced: self.own(*figure)?,
                listed: self.theirs(*figure)?,
                currency: listed.currency,
                list: listed.list.clone(),
                row: listed.row,
            })
        };
        comparison.differences.iter().filter_map(difference).collect()
    }
}

fn announced_text(row: &ReconciliationRow, get: fn(&AnnouncedPart) -> &Option<String>) -> Cell<'_> {
    Cell::text(row.announced.as_ref().and_then(|announced| get(announced).as_deref()))
}

fn listed_text(row: &ReconciliationRow, get: fn(&ListedPart) -> &Option<String>) -> Cell<'_> {
    Cell::text(row.listed.as_ref().and_then(|listed| get(listed).as_deref()))
}

fn likeness(value: Option<f64>) -> Cell<'static> {
    Cell::number(value.and_then(Decimal::from_f64_retain).map(|value| value.round_dp(4)))
}

fn day(date: Option<NaiveDate>) -> Cell<'static> {
    date.map_or(Cell::Null, Cell::Date)
}

fn days(value: Option<i64>) -> Cell<'static> {
    value.map_or(Cell::Null, Cell::Count)
}

/// Columns of `reconciliation`.
pub(in crate::dataset) fn reconciliation() -> Vec<Column<ReconciliationRow>> {
    let mut columns = identity();
    columns.extend(sums());
    columns.extend(dates());
    columns
}

fn identity() -> Vec<Column<ReconciliationRow>> {
    vec![
        column(
            "outcome",
            Enum(Outcome::NAMES),
            "How page and list compare: agrees (every figure that both have is the same), differs (`differing` says in what), listed \
             (found, but no figure to compare), not_listed (announced, missing in a list of its programme and period), not_covered \
             (announced, not found, and the lists given cannot tell: see `untold`), not_announced (listed for a municipality of this \
             edition, on none of its pages: see `coverage_complete`) (derived).",
            |r: &ReconciliationRow| Cell::name(Some(r.outcome)),
        ),
        column("project_id", Text, "The announced project; null if none was announced.", |r| {
            Cell::text(r.announced.as_ref().map(|announced| announced.project_id.as_str()))
        }),
        column(
            "presence",
            Enum(Presence::NAMES),
            "Whether a page still tells the project, as in `projects`: of one that is gone, the announced values are the last that were \
             published; null if none was announced.",
            |r| Cell::name(r.presence),
        ),
        column("list", Text, "File name of the official list; null if the project is in none.", |r| {
            Cell::text(r.listed.as_ref().map(|listed| &*listed.list))
        }),
        column("row", Count, "Row of the list, from 1, everything above it counted, as a spreadsheet shows it.", |r| {
            r.listed.as_ref().map_or(Cell::Null, |listed| Cell::number_of(listed.row))
        }),
        column("other_rows", Count, "Other listed rows of the same project: annexes, places, a second list.", |r| {
            Cell::number_of(r.others)
        }),
        column("matched_by", Enum(MatchedBy::NAMES), "What the match rests on (derived).", |r| {
            Cell::name(r.matched.map(|matched| matched.by))
        }),
        column("score", Number(4), "How alike both are, from 0 to 1 (derived).", |r| {
            likeness(r.matched.map(|matched| matched.score))
        }),
        column(
            "shares_number_only",
            Flag,
            "Whether the project has only the number in common with the row: it is one of many under an umbrella project, whose figures \
             are not its own (derived).",
            |r| r.matched.map_or(Cell::Null, |matched| Cell::Flag(matched.is_part)),
        ),
        column("untold", Enum(Untold::NAMES), "Why the lists cannot tell whether it should be in them (derived).", |r| {
            Cell::name(r.untold)
        }),
        column("number_announced", Text, "Number of the agreement or application on the pages.", |r| {
            announced_text(r, |a| &a.number)
        }),
        column("number_listed", Text, "Number of the agreement or decision in the list, with its annex.", |r| {
            listed_text(r, |l| &l.number)
        }),
        column("title_announced", Text, "Title on the pages.", |r| announced_text(r, |a| &a.title)),
        column("title_listed", Text, "Title in the list; older lists cut it at 255 letters.", |r| listed_text(r, |l| &l.title)),
        column("title_likeness", Number(4), "Likeness of the titles, from 0 to 1 (derived).", |r| {
            likeness(r.matched.and_then(|matched| matched.title))
        }),
        column("beneficiary_announced", Text, "Who receives the grant, on the pages; failing that the municipality.", |r| {
            announced_text(r, |a| &a.beneficiary)
        }),
        column("beneficiary_listed", Text, "Who signed the agreement; of a partnership its leader.", |r| {
            listed_text(r, |l| &l.beneficiary)
        }),
        column("beneficiary_likeness", Number(4), "Likeness of the two names, from 0 to 1 (derived).", |r| {
            likeness(r.matched.and_then(|matched| matched.body))
        }),
        column("programme_code", Text, "Code of the programme, as announced.", |r| announced_text(r, |a| &a.programme)),
        column("period", Text, "Programming period, as announced.", |r| announced_text(r, |a| &a.period)),
        column("programme_listed", Text, "Programme in the list.", |r| listed_text(r, |l| &l.programme)),
        column(
            "teryts",
            Texts,
            "TERYT numbers of the project's municipalities; of a row that no page tells of, those of this edition that it concerns.",
            |r| Cell::Texts(r.concerned.teryts.iter().map(|teryt| Cow::Borrowed(teryt.as_str())).collect()),
        ),
        column("municipalities", Texts, "Names of the municipalities a row concerns that no page tells of.", |r| {
            Cell::Texts(r.concerned.names.iter().map(|name| Cow::Borrowed(name.as_str())).collect())
        }),
        column(
            "coverage_complete",
            Flag,
            "Of a row that no page tells of: whether the pages of its municipalities can be taken for all there are. Only then its \
             silence means something; null where the pages were not crawled.",
            |r| r.concerned.is_complete.map_or(Cell::Null, Cell::Flag),
        ),
        column("differing", Texts, "The figures that differ (derived).", |r| {
            let differing = r.comparison.iter().flat_map(|comparison| comparison.differing());
            Cell::Texts(differing.map(|figure| Cow::Borrowed(figure.name())).collect())
        }),
        column(
            "not_compared",
            Texts,
            "Figures that both have and that are not held against each other, with the reason: `eu: requested` (derived).",
            |r| {
                let left = r.comparison.iter().flat_map(|comparison| &comparison.not_compared);
                Cell::Texts(left.map(|(figure, reason)| Cow::Owned(format!("{}: {}", figure.name(), reason.name()))).collect())
            },
        ),
    ]
}

fn sums() -> Vec<Column<ReconciliationRow>> {
    const ANNOUNCED: &str = "the currency announced";
    const LISTED: &str = "the currency listed";
    vec![
        column(
            "currency_announced",
            Enum(Currency::NAMES),
            "Currency on the pages; null if they print none.",
            |r: &ReconciliationRow| Cell::name(r.figures().and_then(|figures| figures.currency)),
        ),
        column("currency_listed", Enum(Currency::NAMES), "Currency in the list; null if its header leaves it open.", |r| {
            Cell::name(r.listed.as_ref().and_then(|listed| listed.currency))
        }),
        measured("total_announced", MONEY, ANNOUNCED, "Whole cost on the pages.", |r| Cell::number(r.own(Figure::Total))),
        measured("total_listed", MONEY, LISTED, "Whole cost in the list.", |r| Cell::number(r.theirs(Figure::Total))),
        measured("total_difference", MONEY, LISTED, "Announced less listed, if compared (derived).", |r| {
            Cell::number(r.difference(Figure::Total))
        }),
        measured("eligible_announced", MONEY, ANNOUNCED, "Eligible cost on the pages.", |r| {
            Cell::number(r.own(Figure::Eligible))
        }),
        measured("eligible_listed", MONEY, LISTED, "Eligible cost in the list.", |r| Cell::number(r.theirs(Figure::Eligible))),
        measured("eligible_difference", MONEY, LISTED, "Announced less listed, if compared (derived).", |r| {
            Cell::number(r.difference(Figure::Eligible))
        }),
        measured("eu_announced", MONEY, ANNOUNCED, "The EU's part on the pages, where they name it so; never the grant.", |r| {
            Cell::number(r.own(Figure::Eu))
        }),
        measured("eu_listed", MONEY, LISTED, "The EU's part in the list.", |r| Cell::number(r.theirs(Figure::Eu))),
        measured("eu_difference", MONEY, LISTED, "Announced less listed, if compared (derived).", |r| {
            Cell::number(r.difference(Figure::Eu))
        }),
        measured("grant_announced", MONEY, ANNOUNCED, "The grant on the pages, where it is not only the EU's part.", |r| {
            Cell::number(r.own(Figure::Grant))
        }),
        measured("grant_listed", MONEY, LISTED, "The whole public grant; only the lists of 2007-2013 have it.", |r| {
            Cell::number(r.theirs(Figure::Grant))
        }),
        measured("grant_difference", MONEY, LISTED, "Announced less listed, if compared (derived).", |r| {
            Cell::number(r.difference(Figure::Grant))
        }),
    ]
}

fn dates() -> Vec<Column<ReconciliationRow>> {
    vec![
        column(
            "start_announced",
            Date,
            "First day on the pages; the first of the month or year printed.",
            |r: &ReconciliationRow| day(r.figures().and_then(|figures| Some(figures.start?.0))),
        ),
        column("start_listed", Date, "First day in the list.", |r| day(r.listed.as_ref().and_then(|listed| listed.start))),
        measured("start_difference", Count, "days", "Announced less listed, if both are known to the day (derived).", |r| {
            days(r.days(Figure::Start))
        }),
        column("end_announced", Date, "Last day on the pages; the last of the month or year printed.", |r| {
            day(r.figures().and_then(|figures| Some(figures.end?.0)))
        }),
        column("end_listed", Date, "Last day in the list.", |r| day(r.listed.as_ref().and_then(|listed| listed.end))),
        measured("end_difference", Count, "days", "Announced less listed, if both are known to the day (derived).", |r| {
            days(r.days(Figure::End))
        }),
    ]
}
