//! The words that the closed lists of an edition are written with; those of what a page says stand in [`crate::table`].

use crate::correction::Fate;
use crate::dataset::history::{ChangeKind, Presence};
use crate::dataset::measures::{Grouping, Quiet, StageClass, SumRole};
use crate::dataset::places::{Level, LocationBasis};
use crate::dataset::reconcile::{Outcome, Untold};
use crate::register::MatchedBy;
use metryczka_core::names;

names!(Presence { Current "current" Gone "gone" Unreachable "unreachable" });
names!(ChangeKind {
    Added "added"
    Changed "changed"
    Gone "gone"
    Returned "returned"
    OutOfScope "out_of_scope"
    Merged "merged"
    Split "split"
    Rejected "rejected"
});
names!(Level { Municipality "municipality" County "county" Voivodeship "voivodeship" Nation "nation" });
names!(LocationBasis { Named "named" Body "body" PageOwner "page_owner" });
names!(Grouping { All "all" Period "period" StartYear "start_year" });
names!(StageClass { Requested "requested" Awarded "awarded" Completed "completed" Unstated "unstated" });
names!(SumRole { Total "total" Eligible "eligible" Grant "grant" Eu "eu" State "state" Own "own" });
names!(Quiet {
    NothingAnnounced "nothing_announced"
    ToldElsewhere "told_elsewhere"
    NothingRecognised "fetched_nothing_recognised"
    Unfinished "unfinished"
    Unreachable "unreachable"
    Closed "closed"
    NotCrawled "not_crawled"
});
names!(Outcome {
    Agrees "agrees"
    Differs "differs"
    Listed "listed"
    NotListed "not_listed"
    NotCovered "not_covered"
    NotAnnounced "not_announced"
});
names!(MatchedBy { Number "number" TitleBodySum "title_body_sum" TitleBodyDay "title_body_day" });
names!(Untold {
    Ambiguous "ambiguous"
    NoProgramme "no_programme"
    Requested "requested"
    OtherProgramme "other_programme"
    LaterThanList "later_than_list"
});
names!(Fate {
    Applied "applied"
    Superseded "superseded"
    PageChanged "page_changed"
    PageVanished "page_vanished"
    MentionLost "mention_lost"
    ReadOtherwise "read_otherwise"
});
