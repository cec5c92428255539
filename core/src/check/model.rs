//! Verdicts on one notice's figures.

use crate::notice::Notice;
use crate::page::Source;
use rust_decimal::Decimal;
use serde::Serialize;

/// A relation that must hold between figures of one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// total = grant + own contribution (+ other sources).
    TotalIsGrantPlusOwn,
    /// grant = EU part + state part.
    GrantIsEuPlusState,
    /// eligible + ineligible = total.
    TotalIsEligiblePlusIneligible,
    /// investment + non-investment = its parent.
    PartsSumToParent,
    /// printed rate × base = amount.
    RateTimesBase,
    /// women + men = participants.
    WomenPlusMen,
    /// groups sum to the participants.
    GroupsSumToParticipants,
    /// months between start and end = printed duration.
    DurationMatchesDates,
    /// start is not after end.
    StartBeforeEnd,
    /// programme of the number = programme of the text; measure of the call = measure of the text.
    CodeMatchesText,
    /// the sum in words = the sum in digits.
    WordsMatchDigits,
    /// grant ≤ total, own contribution ≤ total; told only where it does not hold.
    PartWithinTotal,
    /// eligible ≤ total; told only where it does not hold.
    EligibleWithinTotal,
    /// women ≤ participants, men ≤ participants; told only where it does not hold.
    PartWithinParticipants,
}

impl Identity {
    /// Whether it ties sums of money together.
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            Self::TotalIsGrantPlusOwn
                | Self::GrantIsEuPlusState
                | Self::TotalIsEligiblePlusIneligible
                | Self::PartsSumToParent
                | Self::RateTimesBase
        )
    }
}

/// How well an identity holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// To the grosz (or exactly, for counts).
    Exact,
    /// Within 1.00 of the currency, or half a percentage point.
    Rounding,
    /// Within 0.1 %.
    Near,
    /// Not at all.
    Broken,
}

/// One identity tested on one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The relation.
    pub identity: Identity,
    /// How well it holds.
    pub verdict: Verdict,
    /// What is missing or too much, in the unit of the figures; null where a difference has no meaning.
    pub difference: Option<Decimal>,
    /// What it was tested on: `project`, `partner`, or the figure's name.
    pub scope: &'static str,
}

/// How far a notice's figures prove themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// An identity over the money holds, and none is broken.
    Proved,
    /// Some check holds and none is broken, but none ties the money together.
    Consistent,
    /// There was nothing to check.
    Unproved,
    /// An identity is broken.
    Contradicted,
}

/// A notice with its place and its verdicts: one line of `extract --format ndjson`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mention {
    /// The page.
    pub source: Source,
    /// Number of the notice on its page, from 0.
    pub mention: usize,
    /// The facts.
    #[serde(flatten)]
    pub notice: Notice,
    /// The verdicts.
    pub checks: Vec<Check>,
    /// What they amount to.
    pub proof: Proof,
    /// What a person has put right of it; empty in what is only read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

/// A field that a person has put right, with what was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// The field.
    pub field: String,
    /// The value that was read, as text; none if nothing was.
    pub original: Option<String>,
    /// The words it was read from.
    pub quote: Option<String>,
    /// Why it was put right, if the person says so.
    pub reason: Option<String>,
}
