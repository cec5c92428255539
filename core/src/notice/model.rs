//! What a notice says: typed facts, each with the words it came from.

use crate::value::{Currency, PartialDate};
use crate::vocabulary::{Role, Stage};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// Where a value was read: a byte span of [`crate::page::Page::text`] and the rule that read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// First byte in the page's text (UTF-8).
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words: `text[start..end]`.
    pub quote: String,
    /// Name of the rule that read the value.
    pub rule: &'static str,
}

/// A value with its evidence. Serializes as the value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub evidence: Evidence,
}

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// What kind of page a notice stands on (domain: art. 33 of the 2014 act, annex XII of Regulation 1303/2013, the regulation of
/// 7 May 2021 on state-budget notices).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Genre {
    /// Notice of a partnership project under art. 33 of the Act of 11 July 2014.
    PartnerNotice,
    /// A beneficiary's description of an EU-funded project.
    EuDescription,
    /// A notice of a task paid by the state budget or a state fund.
    StateFundingNotice,
    /// A news item about an agreement, a visit, an event.
    News,
    /// A report on what was done.
    Report,
}

/// How far a project has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Applied for, not yet decided.
    Applied,
    /// Chosen or contracted, not yet begun.
    Planned,
    /// Under way.
    Ongoing,
    /// Finished.
    Completed,
}

/// What part of the project a sum belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole project.
    Project,
    /// One partner's part.
    Partner,
    /// One year.
    Year,
    /// A part, lot or cost type.
    Part,
}

/// What a printed rate is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RateBasis {
    /// Of the total cost.
    Total,
    /// Of the eligible cost.
    Eligible,
}

/// One sum of money of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// What it is for.
    pub role: Role,
    /// The sum, two decimal places.
    pub value: Decimal,
    /// Its currency; null if the page prints none.
    pub currency: Option<Currency>,
    /// The rate printed with it, in percent.
    pub rate: Option<Decimal>,
    /// What the rate is a share of, if the page says so.
    pub rate_basis: Option<RateBasis>,
    /// The part of the project it belongs to.
    pub scope: Scope,
    /// How far the money has come, if the page says so.
    pub stage: Option<Stage>,
    /// Whether the page calls it approximate (`ok.`, `ponad`, `do`).
    pub approximate: bool,
    /// The sum the page repeats in words after it, if it does.
    #[serde(skip)]
    pub in_words: Option<Decimal>,
    /// Where it was read.
    #[serde(skip)]
    pub evidence: Evidence,
}

/// A group of recipients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetGroup {
    /// The words of the notice.
    pub text: String,
    /// Category of the closed list.
    pub category: String,
    /// Number of people (or bodies) in it.
    pub count: Option<u32>,
    /// Women among them.
    pub women: Option<u32>,
    /// Men among them.
    pub men: Option<u32>,
    /// Where it was read.
    #[serde(skip)]
    pub evidence: Evidence,
}

/// A promised or reached result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Indicator {
    /// Its name, as printed.
    pub name: String,
    /// Its value.
    pub value: Decimal,
    /// Its unit (`%`, `osoby`, `podmioty`), if printed.
    pub unit: Option<String>,
    /// Where it was read.
    #[serde(skip)]
    pub evidence: Evidence,
}

/// Why a field is empty or doubtful, with what it could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The field.
    pub field: &'static str,
    /// A short, stable name of the reason (`ambiguous_role`, `call_measure_mismatch`).
    pub reason: &'static str,
    /// The readings between which the page does not decide.
    pub candidates: Vec<String>,
}

/// One project as one page tells it. Absent facts are `None` or empty; nothing in it is computed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Kind of page.
    pub genre: Option<Genre>,
    /// Title as printed, without outer quotation marks.
    pub title: Option<Fact<String>>,
    /// Code of the programme (`RPWM`).
    pub programme_code: Option<Fact<String>>,
    /// Canonical name of the programme.
    pub programme: Option<Fact<String>>,
    /// Programming period (`2014-2020`).
    pub period: Option<Fact<String>>,
    /// EU funds named.
    pub funds: Vec<Fact<String>>,
    /// Priority axis, as a number.
    pub priority_axis: Option<Fact<String>>,
    /// Deepest measure code (`RPWM.11.02.05`).
    pub measure_code: Option<Fact<String>>,
    /// Number of the call.
    pub call_number: Option<Fact<String>>,
    /// Number of the agreement or application.
    pub agreement_number: Option<Fact<String>>,
    /// Whole cost.
    pub total_cost: Option<Fact<Decimal>>,
    /// Eligible cost.
    pub eligible_cost: Option<Fact<Decimal>>,
    /// The grant; if only the EU part is printed, that.
    pub cofinancing: Option<Fact<Decimal>>,
    /// Own contribution.
    pub own_contribution: Option<Fact<Decimal>>,
    /// Currency of the sums.
    pub currency: Option<Fact<Currency>>,
    /// Printed rate of the grant, in percent.
    pub cofinancing_rate: Option<Fact<Decimal>>,
    /// Every sum with its role.
    pub amounts: Vec<Amount>,
    /// First day, month or year.
    pub start_date: Option<Fact<PartialDate>>,
    /// Last day, month or year.
    pub end_date: Option<Fact<PartialDate>>,
    /// Day the grant agreement was signed.
    pub signed_date: Option<Fact<PartialDate>>,
    /// Printed duration in months.
    pub duration_months: Option<Fact<u32>>,
    /// How far the project has come.
    pub status: Option<Fact<Status>>,
    /// Legal person that receives the grant, or the leader, in the nominative.
    pub beneficiary: Option<Fact<String>>,
    /// Unit that carries the project out.
    pub implementer: Option<Fact<String>>,
    /// Partners.
    pub partners: Vec<Fact<String>>,
    /// Municipality as named, in the nominative where the page prints it so.
    pub municipality: Option<Fact<String>>,
    /// TERYT number of the municipality, as text: seven digits where the gazetteer knows the unit's kind (the seventh), else six.
    pub teryt: Option<Fact<String>>,
    /// Voivodeship.
    pub voivodeship: Option<Fact<String>>,
    /// Number of participants.
    pub participants: Option<Fact<u32>>,
    /// Women among them.
    pub women: Option<Fact<u32>>,
    /// Men among them.
    pub men: Option<Fact<u32>>,
    /// Groups of recipients.
    pub target_groups: Vec<TargetGroup>,
    /// Their categories, without repetition, sorted.
    pub target_categories: Vec<String>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Tasks.
    pub tasks: Vec<Fact<String>>,
    /// What is doubtful, and why.
    pub doubts: Vec<Doubt>,
}
