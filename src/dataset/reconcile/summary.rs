//! What can be said of a reconciliation as a whole.

use super::outcome::{Outcome, Untold};
use super::table::ReconciliationRow;
use crate::dataset::history::Presence;
use crate::register::{Figure, ListSummary, MatchedBy, Problem, ProblemKind};
use crate::value::Currency;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Differences that are kept, the largest first.
const LARGEST: usize = 20;

/// What can be said of a reconciliation as a whole.
#[derive(Debug, Clone, Default)]
pub struct Reconciliation {
    /// The lists, in the order of their file names.
    pub lists: Vec<ListSummary>,
    /// Rows read, of all lists.
    pub rows: u64,
    /// Rows that are about an announced project.
    pub rows_matched: u64,
    /// Rows that fit several projects equally well.
    pub rows_ambiguous: u64,
    /// Matched rows beside the one that is compared: annexes, places, the same project in two lists.
    pub rows_more: u64,
    /// Announced projects.
    pub projects: usize,
    /// Municipalities of the edition, for which rows that no page tells of are kept.
    pub municipalities: usize,
    /// Rows of the table by their outcome.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Projects that were found, by what the match rests on.
    pub matches: BTreeMap<MatchedBy, u64>,
    /// Projects of which the lists cannot tell, by the reason.
    pub untold: BTreeMap<Untold, u64>,
    /// Projects in none of the lists that should hold them, and that no page tells any more.
    pub not_listed_gone: u64,
    /// Rows that no page tells of, of municipalities whose pages can be taken for all there are: only there silence means something.
    pub silent_though_complete: u64,
    /// Projects that differ, by the figure.
    pub differing: BTreeMap<Figure, u64>,
    /// The largest differences of sums; in the order of currency and size.
    pub largest: Vec<Difference>,
    /// Unreadable cells, the first hundred thousand.
    pub problems: Vec<ListProblem>,
    /// All unreadable cells, by kind.
    pub problem_kinds: BTreeMap<ProblemKind, u64>,
}

/// A sum that page and list tell differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The project.
    pub project_id: String,
    /// Its title, as announced.
    pub title: Option<String>,
    /// Who receives the grant, as announced.
    pub beneficiary: Option<String>,
    /// The sum.
    pub figure: Figure,
    /// What the page tells.
    pub announced: Decimal,
    /// What the list has.
    pub listed: Decimal,
    /// The currency of both.
    pub currency: Option<Currency>,
    /// The list.
    pub list: Arc<str>,
    /// Its row.
    pub row: u64,
}

/// A cell of a list that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListProblem {
    /// File name of the list.
    pub list: Arc<str>,
    /// The cell.
    pub problem: Problem,
}

impl Reconciliation {
    /// How many projects were found in the lists.
    pub fn found(&self) -> u64 {
        [Outcome::Agrees, Outcome::Differs, Outcome::Listed].iter().map(|outcome| self.count(*outcome)).sum()
    }

    /// Rows of an outcome.
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(&outcome).copied().unwrap_or(0)
    }

    /// Counts the rows of the table and picks the largest differences.
    pub(super) fn describe(&mut self, rows: &[ReconciliationRow]) {
        let mut differences: Vec<Difference> = Vec::new();
        for row in rows {
            *self.outcomes.entry(row.outcome).or_default() += 1;
            self.rows_more += row.others;
            let is_silent = row.outcome == Outcome::NotAnnounced && row.concerned.is_complete == Some(true);
            self.silent_though_complete += u64::from(is_silent);
            let is_gone = row.outcome == Outcome::NotListed && row.presence == Some(Presence::Gone);
            self.not_listed_gone += u64::from(is_gone);
            if let Some(matched) = &row.matched {
                *self.matches.entry(matched.by).or_default() += 1;
            }
            if let Some(untold) = row.untold {
                *self.untold.entry(untold).or_default() += 1;
            }
            for figure in row.comparison.iter().flat_map(|comparison| comparison.differing()) {
                *self.differing.entry(figure).or_default() += 1;
            }
            differences.extend(row.differences());
            if differences.len() > 50 * LARGEST {
                largest_first(&mut differences);
            }
        }
        largest_first(&mut differences);
        self.largest = differences;
    }
}

fn largest_first(differences: &mut Vec<Difference>) {
    let size = |difference: &Difference| (difference.announced - difference.listed).abs();
    let currency = |difference: &Difference| difference.currency.map(Currency::code);
    differences.sort_by(|a, b| {
        let by_name = || (a.figure, &a.project_id).cmp(&(b.figure, &b.project_id));
        // zł before euro, and never one against the other.
        currency(b).cmp(&currency(a)).then_with(|| size(b).cmp(&size(a))).then_with(by_name)
    });
    differences.truncate(LARGEST);
}
