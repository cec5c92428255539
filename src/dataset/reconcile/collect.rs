//! The lists streamed past the announced projects: the best row of each is kept, and rows that concern a municipality and no project.

use super::edition::{Edition, Municipality};
use super::outcome::{Outcome, Untold};
use super::silent::{Silent, Silents};
use super::summary::{ListProblem, Reconciliation};
use super::table::{ListedPart, ReconciliationRow};
use crate::dataset::history::Presence;
use crate::register::{Announced, Comparison, Found, Index, ListSummary, Listed, Match, MatchedBy, Owners, compare, version};
use crate::vocabulary::Places;
use std::path::Path;
use std::sync::Arc;

/// Problems that are kept one by one; all are counted.
const MAX_PROBLEMS: usize = 100_000;

/// Rows after which progress is told.
const STEP: u64 = 1000;

/// What is kept while lists are read.
pub(super) struct Collector {
    index: Index,
    owners: Owners<'static>,
    municipalities: Vec<Municipality>,
    /// For each project the best row so far.
    best: Vec<Option<Best>>,
    /// Whether each project is still told.
    presences: Vec<Presence>,
    /// Projects that a row fits as well as another project.
    is_ambiguous: Vec<bool>,
    /// Rows that concern a municipality and no project.
    silent: Silents,
    file: Arc<str>,
    summary: Reconciliation,
}

/// The row of a project.
struct Best {
    rank: Rank,
    matched: Match,
    listed: ListedPart,
    comparison: Comparison,
    /// Other rows that are about the project.
    others: u64,
}

/// Which of several rows of a project is taken: the greatest; of two equals the earlier. The figures come last: a page that tells the
/// sums of the first agreement is to be set against the agreement as it is now, not against the annex that agrees with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    has_number: bool,
    is_whole: bool,
    /// Whether the version is the one the page prints.
    is_version: bool,
    version: Option<u32>,
    /// Likeness of the titles, in tenths.
    title: u8,
    same_figures: usize,
    /// Likeness of the bodies, in tenths.
    body: u8,
}

/// The municipalities a row of the table concerns.
#[derive(Debug, Clone, Default)]
pub(super) struct Concerned {
    /// Their TERYT numbers.
    pub(super) teryts: Vec<String>,
    /// Their names; of a row no page tells of.
    pub(super) names: Vec<String>,
    /// Whether all their pages can be taken for all there are; none where some were not crawled.
    pub(super) is_complete: Option<bool>,
}

impl Collector {
    pub(super) fn new(edition: Edition) -> Self {
        let Edition { projects, presences, municipalities } = edition;
        let owners = Owners::new(Places::builtin(), municipalities.iter().map(|municipality| municipality.teryt.as_str()));
        let (best, is_ambiguous) = (projects.iter().map(|_| None).collect(), vec![false; projects.len()]);
        let summary =
            Reconciliation { projects: projects.len(), municipalities: municipalities.len(), ..Reconciliation::default() };
        Self {
            index: Index::new(projects),
            owners,
            municipalities,
            best,
            is_ambiguous,
            silent: Silents::default(),
            presences,
            file: Arc::from(""),
            summary,
        }
    }

    /// A list begins.
    pub(super) fn begin(&mut self, list: &Path) {
        self.file = list.file_name().unwrap_or_default().to_string_lossy().into();
    }

    /// A list is over.
    pub(super) fn end(&mut self, list: ListSummary) {
        self.summary.lists.push(list);
    }

    /// A row.
    pub(super) fn take(&mut self, mut row: Listed, progress: &mut dyn FnMut(u64)) {
        self.summary.rows += 1;
        if self.summary.rows.is_multiple_of(STEP) {
            progress(self.summary.rows);
        }
        for problem in std::mem::take(&mut row.problems) {
            *self.summary.problem_kinds.entry(problem.kind).or_default() += 1;
            if self.summary.problems.len() < MAX_PROBLEMS {
                self.summary.problems.push(ListProblem { list: self.file.clone(), problem });
            }
        }
        match self.index.find(&row) {
            Found::Matches(matches) => {
                self.summary.rows_matched += 1;
                matches.into_iter().for_each(|matched| self.consider(matched, &row));
            }
            Found::Ambiguous(projects) => {
                self.summary.rows_ambiguous += 1;
                projects.into_iter().for_each(|project| self.is_ambiguous[project] = true);
            }
            Found::Nothing => self.unannounced(row),
        }
    }

    /// Keeps the row if it is the best so far of its project.
    fn consider(&mut self, matched: Match, row: &Listed) {
        let comparison = compare(&self.index.projects()[matched.project], row, matched.is_part);
        let same = comparison.compared.len() - comparison.differing().count();
        let tenths = |likeness: Option<f64>| (likeness.unwrap_or(0.0) * 10.0).round() as u8;
        let theirs = row.number.as_deref().and_then(version);
        let ours = self.index.projects()[matched.project].number.as_deref().and_then(version);
        let has_number = matched.by == MatchedBy::Number;
        let rank = Rank {
            has_number,
            is_whole: !matched.is_part,
            is_version: has_number && ours.is_some() && ours == theirs,
            version: theirs.filter(|_| has_number),
            title: tenths(matched.title),
            same_figures: same,
            body: tenths(matched.body),
        };
        let place = &mut self.best[matched.project];
        let others = place.as_ref().map_or(0, |known| known.others + 1);
        match place {
            Some(known) if known.rank >= rank => known.others = others,
            _ => *place = Some(Best { rank, matched, listed: ListedPart::new(&self.file, row), comparison, others }),
        }
    }

    /// Keeps a row that concerns a municipality of the edition.
    fn unannounced(&mut self, row: Listed) {
        let municipalities = self.owners.of(&row);
        if municipalities.is_empty() {
            return;
        }
        self.silent.add(municipalities, &row, &self.file);
    }

    /// The table and what can be said of it.
    pub(super) fn finish(mut self) -> (Vec<ReconciliationRow>, Reconciliation) {
        let mut rows = Vec::with_capacity(self.best.len());
        let best = std::mem::take(&mut self.best);
        for (at, best) in best.into_iter().enumerate() {
            let project = &self.index.projects()[at];
            let mut row = match best {
                Some(best) => matched(project, best),
                None => {
                    let untold = self.untold(at, project);
                    let outcome = if untold.is_some() { Outcome::NotCovered } else { Outcome::NotListed };
                    ReconciliationRow { untold, ..ReconciliationRow::of_project(outcome, project) }
                }
            };
            row.presence = self.presences.get(at).copied();
            rows.push(row);
        }
        for Silent { municipalities, listed, others, .. } in std::mem::take(&mut self.silent).into_rows() {
            rows.push(ReconciliationRow::not_announced(listed, self.concerned(&municipalities), others));
        }
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
        self.summary.describe(&rows);
        (rows, self.summary)
    }

    fn concerned(&self, municipalities: &[usize]) -> Concerned {
        let owners = || municipalities.iter().map(|&at| &self.municipalities[at]);
        Concerned {
            teryts: owners().map(|owner| owner.teryt.clone()).collect(),
            names: owners().map(|owner| owner.name.clone()).collect(),
            is_complete: owners().map(|owner| owner.is_complete).try_fold(true, |all, complete| Some(all && complete?)),
        }
    }

    /// Why the lists cannot tell whether a project should be in them; none if they can.
    fn untold(&self, at: usize, project: &Announced) -> Option<Untold> {
        if self.is_ambiguous[at] {
            return Some(Untold::Ambiguous);
        }
        let Some(programme) = project.programme.as_deref() else { return Some(Untold::NoProgramme) };
        let mut covering = self.summary.lists.iter().filter(|list| list.covers(programme, project.period.as_deref())).peekable();
        if covering.peek().is_none() {
            return Some(Untold::OtherProgramme);
        }
        if project.figures.is_requested {
            return Some(Untold::Requested);
        }
        let began_after =
            |list: &ListSummary| matches!((project.figures.start, list.state_of), (Some((start, _)), Some(day)) if start > day);
        covering.all(began_after).then_some(Untold::LaterThanList)
    }
}

fn matched(project: &Announced, best: Best) -> ReconciliationRow {
    let Best { matched, listed, comparison, others, .. } = best;
    let outcome = if comparison.compared.is_empty() {
        Outcome::Listed
    } else if comparison.agrees() {
        Outcome::Agrees
    } else {
        Outcome::Differs
    };
    ReconciliationRow {
        listed: Some(listed),
        matched: Some(matched),
        comparison: Some(comparison),
        others,
        ..ReconciliationRow::of_project(outcome, project)
    }
}
