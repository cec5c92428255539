//! The words that closed lists are written with, in one place: the categories of Enum columns and the values in them.

use crate::check::{Identity, Proof, Verdict};
use crate::notice::{Genre, RateBasis, Scope, Status};
use crate::reader::{Availability, ProblemStage};
use crate::resolve::{Join, Rule};
use crate::value::Currency;
use crate::vocabulary::{PlaceKind, Role, Stage};

/// A closed list whose members have names.
pub trait Named: Copy + 'static {
    /// All names, in the order of the list.
    const NAMES: &'static [&'static str];
    /// All members, in the same order.
    const MEMBERS: &'static [Self];
    /// The name of this member.
    fn name(self) -> &'static str;
}

/// Gives every member of a list its name; a member without one does not compile.
#[macro_export]
macro_rules! names {
    ($type:ident { $($member:ident $name:literal)+ }) => {
        impl $crate::table::Named for $type {
            const NAMES: &'static [&'static str] = &[$($name),+];
            const MEMBERS: &'static [Self] = &[$($type::$member),+];
            fn name(self) -> &'static str {
                match self {
                    $($type::$member => $name),+
                }
            }
        }
    };
}

names!(Genre {
    PartnerNotice "partner_notice"
    EuDescription "eu_description"
    StateFundingNotice "state_funding_notice"
    News "news"
    Report "report"
});
names!(Status { Applied "applied" Planned "planned" Ongoing "ongoing" Completed "completed" });
names!(Scope { Project "project" Partner "partner" Year "year" Part "part" });
names!(RateBasis { Total "total" Eligible "eligible" });
names!(Currency { Pln "PLN" Eur "EUR" Usd "USD" Chf "CHF" Czk "CZK" });
names!(Role {
    Total "total"
    Eligible "eligible"
    Ineligible "ineligible"
    Grant "grant"
    Eu "eu"
    State "state"
    Own "own"
    PartnerShare "partner_share"
    Investment "investment"
    NonInvestment "non_investment"
    Other "other"
});
names!(Stage { Requested "requested" Awarded "awarded" Received "received" });
names!(Proof { Proved "proved" Consistent "consistent" Unproved "unproved" Contradicted "contradicted" });
names!(Verdict { Exact "exact" Rounding "rounding" Near "near" Broken "broken" });
names!(Identity {
    TotalIsGrantPlusOwn "total_is_grant_plus_own"
    GrantIsEuPlusState "grant_is_eu_plus_state"
    TotalIsEligiblePlusIneligible "total_is_eligible_plus_ineligible"
    PartsSumToParent "parts_sum_to_parent"
    RateTimesBase "rate_times_base"
    WomenPlusMen "women_plus_men"
    GroupsSumToParticipants "groups_sum_to_participants"
    DurationMatchesDates "duration_matches_dates"
    StartBeforeEnd "start_before_end"
    CodeMatchesText "code_matches_text"
    WordsMatchDigits "words_match_digits"
    PartWithinTotal "part_within_total"
    EligibleWithinTotal "eligible_within_total"
    PartWithinParticipants "part_within_participants"
});
names!(Availability { Current "current" Gone "gone" Unreachable "unreachable" });
names!(ProblemStage { Crawl "crawl" Read "read" Page "page" Extract "extract" Dataset "dataset" });
names!(Rule {
    Unanimous "unanimous"
    BestProved "best_proved"
    MostComplete "most_complete"
    MostFrequent "most_frequent"
    Newest "newest"
    Furthest "furthest"
    OfBeneficiary "of_beneficiary"
});
names!(Join { Number "number" Title "title" Alone "alone" });
names!(PlaceKind { Urban "urban" Rural "rural" UrbanRural "urban_rural" });

/// How precisely a date is known.
pub const PRECISIONS: &[&str] = &["day", "month", "year"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_use_the_words_of_the_json() {
        assert_eq!(serde_json::to_value(Role::PartnerShare).unwrap(), Role::PartnerShare.name());
        assert_eq!(serde_json::to_value(Genre::StateFundingNotice).unwrap(), Genre::StateFundingNotice.name());
        assert_eq!(serde_json::to_value(Identity::RateTimesBase).unwrap(), Identity::RateTimesBase.name());
        assert_eq!(serde_json::to_value(Currency::Pln).unwrap(), Currency::Pln.name());
    }
}
