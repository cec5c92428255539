//! The log of what every step took in and gave out: the table `decisions`.
//!
//! What one step gives out the next takes in, rows and money alike, so that nothing can leave between two steps unseen. Money is
//! the sum of total costs in PLN: up to the mentions as each page prints it, so that a project told on three pages counts three
//! times; what people put right counts from the step `corrected` on; from `joined` on it is as published, and in the end as it is parted between municipalities: what the last step gives out is what
//! `total_pln` of all municipalities adds up to.

use super::projects::PublishedSums;
use crate::dataset::decisions::Decision;
use crate::dataset::measures::{Reach, Reached};
use crate::dataset::model::{Problem, ProblemStage};
use crate::dataset::store::{MentionEntry, PageEntry, Store};
use rust_decimal::Decimal;

/// Rows with their total costs in PLN.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    rows: usize,
    grosz: i128,
}

impl Tally {
    /// Counts a row in, with its total cost if it has one in PLN.
    pub(super) fn add(&mut self, grosz: Option<i64>) {
        self.rows += 1;
        self.grosz += grosz.map_or(0, i128::from);
    }

    fn and(self, other: Self) -> Self {
        Self { rows: self.rows + other.rows, grosz: self.grosz + other.grosz }
    }

    fn pln(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.grosz, 2).ok()
    }
}

/// What was counted before anything is written.
#[derive(Debug, Default)]
pub(super) struct Steps {
    captures: usize,
    read: Tally,
    distinct: Tally,
    telling: usize,
    /// As their pages print them.
    mentions: Tally,
    /// Those that tell of a project, as their pages print them.
    accepted: Tally,
    /// The same with what people have put right.
    corrected: Tally,
}

impl Steps {
    /// Counts what was read, each capture of a page by itself.
    pub(super) fn read(store: &Store, problems: &[Problem]) -> Self {
        let is_capture =
            |problem: &&Problem| matches!(problem.stage, ProblemStage::Read | ProblemStage::Page | ProblemStage::Extract);
        let unreadable = problems.iter().filter(is_capture).count();
        let printed = Printed::of(store);
        let read = Tally { rows: store.pages.len(), grosz: printed.mentions.grosz };
        Self { captures: read.rows + unreadable, read, ..Self::default() }
    }

    /// Counts what is left without pages captured twice.
    pub(super) fn settled(&mut self, store: &Store) {
        let printed = Printed::of(store);
        self.distinct = Tally { rows: store.pages.len(), grosz: printed.mentions.grosz };
        self.telling = printed.telling;
        self.mentions = printed.mentions;
        self.accepted = printed.accepted;
        self.corrected = Tally { rows: store.mentions.len(), grosz: sum(&store.mentions) };
    }

    /// The steps in the order of the work.
    pub(super) fn decisions(&self, published: &PublishedSums, reach: &Reach) -> Vec<Decision> {
        let telling = Tally { rows: self.telling, ..self.distinct };
        let all = published.joined.and(published.carried);
        vec![
            Decision {
                step: "unreadable",
                what: "captures that cannot be decoded or read are left out, each with a problem",
                units: "captures → pages",
                rows_in: self.captures,
                rows_out: self.read.rows,
                pln_in: None,
                pln_out: self.read.pln(),
            },
            step(
                "captured_twice",
                "of captures of one address or file with the same bytes the newest stays",
                "pages",
                self.read,
                self.distinct,
            ),
            step(
                "silent",
                "pages that tell of no project are left out; `pages` says why of each",
                "pages → telling pages",
                self.distinct,
                telling,
            ),
            step("told", "a page tells of one project or of several", "telling pages → mentions", telling, self.mentions),
            step(
                "rejected",
                "mentions that tell of no project, as a person says, are left out; `corrections` says which and why",
                "mentions",
                self.mentions,
                self.accepted,
            ),
            step(
                "corrected",
                "what a person has put right takes the place of what was read; `corrections` keeps both",
                "mentions",
                self.accepted,
                self.corrected,
            ),
            step(
                "joined",
                "mentions of one project become one row; the published total cost is one of theirs",
                "mentions → projects",
                self.corrected,
                published.joined,
            ),
            step(
                "carried_over",
                "projects that no page tells any more are kept from the edition before",
                "projects",
                published.joined,
                all,
            ),
            step(
                "located",
                "projects without a municipality stay in `projects` and are in no row of `municipalities`",
                "projects → located projects",
                all,
                published.located,
            ),
            reached(
                "parted",
                "of a project's total cost goes to each municipality its share, rounded to grosze; projects of several of which nobody \
                 tells the shares are in none of their sums (`regional_projects`)",
                "located projects → parted projects",
                (published.located.rows, published.located.pln()),
                reach.parted,
            ),
            reached(
                "granted",
                "projects requested, or of which no page says how far they are, are apart (`requested_total_pln`, `sums`); what is \
                 left is the sum of `total_pln` over `municipalities` where `grouping` is `all`",
                "parted projects → granted projects",
                (reach.parted.projects, Some(reach.parted.pln)),
                reach.granted,
            ),
        ]
    }
}

/// What the pages print, before anybody has put it right.
struct Printed {
    /// Pages that tell of something.
    telling: usize,
    mentions: Tally,
    /// Without what a person rejects.
    accepted: Tally,
}

impl Printed {
    fn of(store: &Store) -> Self {
        let mended = || store.pages.iter().filter_map(|page| page.mended.as_deref());
        let added: i128 = mended().map(|mended| mended.added_grosz).sum();
        let rejected = mended().fold(Tally::default(), |sum, mended| Tally {
            rows: sum.rows + mended.rejected as usize,
            grosz: sum.grosz + mended.rejected_grosz,
        });
        let accepted = Tally { rows: store.mentions.len(), grosz: sum(&store.mentions) - added };
        let tells = |page: &&PageEntry| page.mentions > 0 || page.mended.as_ref().is_some_and(|mended| mended.rejected > 0);
        Self { telling: store.pages.iter().filter(tells).count(), mentions: accepted.and(rejected), accepted }
    }
}

fn step(step: &'static str, what: &'static str, units: &'static str, before: Tally, after: Tally) -> Decision {
    Decision { step, what, units, rows_in: before.rows, rows_out: after.rows, pln_in: before.pln(), pln_out: after.pln() }
}

/// A step whose money is parted between municipalities.
fn reached(
    step: &'static str,
    what: &'static str,
    units: &'static str,
    (rows_in, pln_in): (usize, Option<Decimal>),
    after: Reached,
) -> Decision {
    Decision { step, what, units, rows_in, rows_out: after.projects, pln_in, pln_out: Some(after.pln) }
}

fn sum(mentions: &[MentionEntry]) -> i128 {
    mentions.iter().filter_map(|mention| mention.grosz).map(i128::from).sum()
}
