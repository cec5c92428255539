//! The columns of a notice, shared by the tables `mentions` and `projects`, and the records of its lists.

use super::column::Kind::{Count, Date, Enum, Flag, Structs, Text, Texts};
use super::column::{Cell, Column, Kind, Spec, column, measured, spec};
use super::names::{Named, PRECISIONS};
use crate::check::{Check, Corrected, Identity, Mention, Proof, Verdict};
use crate::notice::{Amount, Genre, Indicator, Notice, RateBasis, Scope, Status, TargetGroup};
use crate::resolve::{grant_stage, sole};
use crate::value::Currency;
use crate::vocabulary::{Role, Stage};
use std::borrow::Cow;

/// Sums of money.
pub const MONEY: Kind = Kind::Decimal(2);
/// Percentages and other printed numbers.
pub const NUMBER: Kind = Kind::Decimal(6);
/// The unit of sums of money.
pub const IN_CURRENCY: &str = "the currency of the row";

/// A row that shows a mention.
pub trait Tells {
    /// The mention it shows.
    fn mention(&self) -> &Mention;
    /// Its notice.
    fn notice(&self) -> &Notice {
        &self.mention().notice
    }
}

/// What a notice says of itself, its programme and its numbers.
pub fn identity<R: Tells>() -> Vec<Column<R>> {
    vec![
        column("genre", Enum(Genre::NAMES), "Kind of page.", |r| Cell::name(r.notice().genre)),
        column("title", Text, "Title as printed, without outer quotation marks.", |r| Cell::fact(r.notice().title.as_ref())),
        column("programme_code", Text, "Code of the programme (RPWM, POWR, FEWM).", |r| {
            Cell::fact(r.notice().programme_code.as_ref())
        }),
        column("programme", Text, "Canonical name of the programme.", |r| Cell::fact(r.notice().programme.as_ref())),
        column("period", Text, "Programming period (2014-2020).", |r| Cell::fact(r.notice().period.as_ref())),
        column("funds", Texts, "EU funds named (EFS, EFRR).", |r| Cell::facts(&r.notice().funds)),
        column("priority_axis", Text, "Priority axis.", |r| Cell::fact(r.notice().priority_axis.as_ref())),
        column("measure_code", Text, "Deepest measure code (RPWM.11.02.05).", |r| Cell::fact(r.notice().measure_code.as_ref())),
        column("call_number", Text, "Number of the call for proposals.", |r| Cell::fact(r.notice().call_number.as_ref())),
        column("agreement_number", Text, "Number of the agreement or application.", |r| {
            Cell::fact(r.notice().agreement_number.as_ref())
        }),
    ]
}

/// The sums that describe the whole project.
pub fn money<R: Tells>() -> Vec<Column<R>> {
    vec![
        measured("total_cost", MONEY, IN_CURRENCY, "Whole cost, as printed.", |r| Cell::amount(r.notice().total_cost.as_ref())),
        measured("eligible_cost", MONEY, IN_CURRENCY, "Eligible cost.", |r| Cell::amount(r.notice().eligible_cost.as_ref())),
        measured(
            "cofinancing",
            MONEY,
            IN_CURRENCY,
            "The grant (dofinansowanie, dotacja); if only the EU part is printed, that.",
            |r| Cell::amount(r.notice().cofinancing.as_ref()),
        ),
        measured("own_contribution", MONEY, IN_CURRENCY, "Own contribution.", |r| {
            Cell::amount(r.notice().own_contribution.as_ref())
        }),
        column("currency", Enum(Currency::NAMES), "Currency of the sums; null if the page prints none.", |r| {
            Cell::name(r.notice().currency.as_ref().map(|fact| fact.value))
        }),
        measured("cofinancing_rate", NUMBER, "percent", "Rate of the grant as printed, never computed.", |r| {
            Cell::amount(r.notice().cofinancing_rate.as_ref())
        }),
    ]
}

/// Dates, duration, status.
pub fn time<R: Tells>() -> Vec<Column<R>> {
    let precision = Enum(PRECISIONS);
    vec![
        column("start_date", Date, "First day; the first of the month or year where the page prints no day.", |r| {
            Cell::first_day(r.notice().start_date.as_ref())
        }),
        column("start_precision", precision, "How precisely the start is printed.", |r| {
            Cell::precision(r.notice().start_date.as_ref())
        }),
        column("end_date", Date, "Last day; the last of the month or year where the page prints no day.", |r| {
            Cell::last_day(r.notice().end_date.as_ref())
        }),
        column("end_precision", precision, "How precisely the end is printed.", |r| {
            Cell::precision(r.notice().end_date.as_ref())
        }),
        column("signed_date", Date, "Day the grant agreement was signed; first day of what is printed.", |r| {
            Cell::first_day(r.notice().signed_date.as_ref())
        }),
        column("signed_precision", precision, "How precisely the signing date is printed.", |r| {
            Cell::precision(r.notice().signed_date.as_ref())
        }),
        measured("duration_months", Count, "months", "Duration as printed.", |r| {
            Cell::count(r.notice().duration_months.as_ref().map(|fact| fact.value))
        }),
        column("status", Enum(Status::NAMES), "How far the project has come.", |r| {
            Cell::name(r.notice().status.as_ref().map(|fact| fact.value))
        }),
    ]
}

/// Bodies, places, people.
pub fn people<R: Tells>() -> Vec<Column<R>> {
    vec![
        column("beneficiary", Text, "Legal person that receives the grant, or the leader.", |r| {
            Cell::fact(r.notice().beneficiary.as_ref())
        }),
        column("implementer", Text, "Unit that carries the project out.", |r| Cell::fact(r.notice().implementer.as_ref())),
        column("partners", Texts, "Partners.", |r| Cell::facts(&r.notice().partners)),
        column("municipality", Text, "Municipality as named.", |r| Cell::fact(r.notice().municipality.as_ref())),
        column("teryt", Text, "TERYT number of the municipality: seven digits where its kind is known, else six.", |r| {
            Cell::fact(r.notice().teryt.as_ref())
        }),
        column("voivodeship", Text, "Voivodeship.", |r| Cell::fact(r.notice().voivodeship.as_ref())),
        measured("participants", Count, "people", "Number of participants.", |r| {
            Cell::count(r.notice().participants.as_ref().map(|fact| fact.value))
        }),
        measured("women", Count, "people", "Women among them.", |r| {
            Cell::count(r.notice().women.as_ref().map(|fact| fact.value))
        }),
        measured("men", Count, "people", "Men among them.", |r| Cell::count(r.notice().men.as_ref().map(|fact| fact.value))),
        column("target_categories", Texts, "Categories of recipients, without repetition.", |r| {
            Cell::Texts(r.notice().target_categories.iter().map(|text| Cow::Borrowed(text.as_str())).collect())
        }),
        column("tasks", Texts, "Tasks.", |r| Cell::facts(&r.notice().tasks)),
    ]
}

/// The parts of the grant, and how far the money has come: what the table `amounts` says of the whole project.
pub fn parts<R: Tells>() -> Vec<Column<R>> {
    vec![
        measured("eu_contribution", MONEY, IN_CURRENCY, "The EU's part, if one sum is named so.", |r| {
            Cell::number(sole(r.notice(), Role::Eu))
        }),
        measured("state_contribution", MONEY, IN_CURRENCY, "The state budget's part, if one sum is named so.", |r| {
            Cell::number(sole(r.notice(), Role::State))
        }),
        column("grant_stage", Enum(Stage::NAMES), "How far the grant has come, if the page says so.", |r| {
            Cell::name(grant_stage(r.notice()))
        }),
    ]
}

/// Doubts and proof.
pub fn trust<R: Tells>() -> Vec<Column<R>> {
    const DOUBTS: &[Spec] = &[
        spec("field", Text, "The empty or doubtful column."),
        spec("reason", Text, "Short name of the reason."),
        spec("candidates", Texts, "The readings between which the page does not decide."),
    ];
    vec![
        column("doubts", Structs(DOUBTS), "What is doubtful, and why.", |r| {
            Cell::Structs(
                r.notice()
                    .doubts
                    .iter()
                    .map(|doubt| {
                        let candidates = doubt.candidates.iter().map(|text| Cow::Borrowed(text.as_str())).collect();
                        vec![Cell::text(Some(doubt.field)), Cell::text(Some(doubt.reason)), Cell::Texts(candidates)]
                    })
                    .collect(),
            )
        }),
        column("proof", Enum(Proof::NAMES), "How far the figures prove themselves.", |r| Cell::name(Some(r.mention().proof))),
    ]
}

/// A record of `amounts`.
pub const AMOUNT: &[Spec] = &[
    spec("role", Enum(Role::NAMES), "What the sum is for."),
    Spec { name: "value", kind: MONEY, unit: "the currency of the row", doc: "The sum." },
    spec("currency", Enum(Currency::NAMES), "Its currency; null if the page prints none."),
    Spec { name: "rate", kind: NUMBER, unit: "percent", doc: "The rate printed with it." },
    spec("rate_basis", Enum(RateBasis::NAMES), "What the rate is a share of, if the page says so."),
    spec("scope", Enum(Scope::NAMES), "The part of the project it belongs to."),
    spec("stage", Enum(Stage::NAMES), "How far the money has come, if the page says so."),
    spec("approximate", Flag, "Whether the page calls it approximate."),
];

/// The values of [`AMOUNT`].
pub fn amount(amount: &Amount) -> Vec<Cell<'_>> {
    vec![
        Cell::name(Some(amount.role)),
        Cell::Number(amount.value),
        Cell::name(amount.currency),
        Cell::number(amount.rate),
        Cell::name(amount.rate_basis),
        Cell::name(Some(amount.scope)),
        Cell::name(amount.stage),
        Cell::Flag(amount.approximate),
    ]
}

/// A record of `target_groups`.
pub const TARGET_GROUP: &[Spec] = &[
    spec("text", Text, "The words of the notice."),
    spec("category", Text, "Category of the closed list."),
    Spec { name: "count", kind: Count, unit: "people or bodies", doc: "Number of them." },
    Spec { name: "women", kind: Count, unit: "people", doc: "Women among them." },
    Spec { name: "men", kind: Count, unit: "people", doc: "Men among them." },
];

/// The values of [`TARGET_GROUP`].
pub fn target_group(group: &TargetGroup) -> Vec<Cell<'_>> {
    vec![
        Cell::text(Some(&group.text)),
        Cell::text(Some(&group.category)),
        Cell::count(group.count),
        Cell::count(group.women),
        Cell::count(group.men),
    ]
}

/// A record of `indicators`.
pub const INDICATOR: &[Spec] = &[
    spec("name", Text, "Its name, as printed."),
    Spec { name: "value", kind: NUMBER, unit: "see `unit`", doc: "Its value." },
    spec("unit", Text, "Its unit, if printed."),
];

/// The values of [`INDICATOR`].
pub fn indicator(indicator: &Indicator) -> Vec<Cell<'_>> {
    vec![Cell::text(Some(&indicator.name)), Cell::Number(indicator.value), Cell::text(indicator.unit.as_deref())]
}

/// A record of `checks`.
pub const CHECK: &[Spec] = &[
    spec("identity", Enum(Identity::NAMES), "The relation that must hold."),
    spec("verdict", Enum(Verdict::NAMES), "How well it holds."),
    Spec {
        name: "difference",
        kind: NUMBER,
        unit: "the unit of the figures",
        doc: "What is missing or too much (derived, rounded to six places).",
    },
    spec("scope", Text, "What it was tested on: project, partner, or the figure's name."),
];

/// The values of [`CHECK`].
pub fn check(check: &Check) -> Vec<Cell<'_>> {
    vec![
        Cell::name(Some(check.identity)),
        Cell::name(Some(check.verdict)),
        Cell::number(check.difference.map(|difference| difference.round_dp(6))),
        Cell::text(Some(check.scope)),
    ]
}

/// A record of `corrected`.
pub const CORRECTED: &[Spec] = &[
    spec("field", Text, "The column, or the sum by its number (`amounts[1].role`)."),
    spec("original", Text, "The value that was read, in the form of `fields`; null if there was none."),
    spec("quote", Text, "The words it was read from."),
    spec("reason", Text, "Why it was put right, if the person says so."),
];

/// The values of [`CORRECTED`].
pub fn corrected(corrected: &Corrected) -> Vec<Cell<'_>> {
    let Corrected { field, original, quote, reason } = corrected;
    vec![Cell::text(Some(field)), Cell::text(original.as_deref()), Cell::text(quote.as_deref()), Cell::text(reason.as_deref())]
}
