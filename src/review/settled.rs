//! Which questions the answers of people have settled.

use super::index::{Index, Kind, ProjectAt, Reason};
use crate::correction::{Action, Correction, Place};
use crate::html::Family;
use std::collections::{HashMap, HashSet};

/// A correction of the file, and where it stands with the edition that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// What became of it when the edition was made, by its name; none of one that was made since.
    pub(super) fate: Option<String>,
    /// Positions of the mentions it is about.
    pub(super) mentions: Vec<u32>,
}

impl Standing {
    /// Whether it waits for the next build.
    pub(super) const fn is_pending(&self) -> bool {
        self.fate.is_none()
    }

    /// Whether it says something of the edition as it is: it holds, or will with the next build.
    fn holds(&self) -> bool {
        self.fate.as_deref().is_none_or(|fate| fate == "applied")
    }
}

/// Which reasons of which projects are answered. Those without an answer have no entry.
#[derive(Debug, Default)]
pub(super) struct Settled(HashMap<u32, Vec<bool>>);

/// What people said of one project.
#[derive(Debug, Default)]
struct Said<'c> {
    /// Mentions that are right as a whole.
    accepted: Vec<u32>,
    /// Some of its mentions are to leave it.
    parted: bool,
    /// Fields that were accepted, or corrected: name, and whether it waits for the next build.
    fields: Vec<(&'c str, Word)>,
    /// Mentions that tell of no project.
    rejected: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Accepted,
    Corrected { is_pending: bool },
}

impl Settled {
    /// Of the corrections of a file, each with its standing.
    pub(super) fn of(index: &Index, corrections: &[Correction], standings: &[Standing]) -> Self {
        let mut said: HashMap<u32, Said<'_>> = HashMap::new();
        for (correction, standing) in corrections.iter().zip(standings).filter(|(_, standing)| standing.holds()) {
            for &mention in &standing.mentions {
                let Some(project) = index.project_of(mention) else { continue };
                said.entry(project).or_default().hear(&correction.action, mention, standing.is_pending());
            }
        }
        // A correction that lapsed and was taken back asks nothing any more.
        for &project in &index.lapsed {
            said.entry(project).or_default();
        }
        let kept: HashSet<&str> = corrections.iter().map(|correction| correction.id.as_str()).collect();
        let is_kept = |reason: &Reason| reason.detail.first().is_some_and(|id| kept.contains(&**id));
        let gone = |reason: &Reason| reason.kind == Kind::Lapsed && !is_kept(reason);
        let answered = said.into_iter().filter_map(|(at, said)| {
            let project = index.at(at)?;
            let is_said = |member: &u32| said.accepted.contains(member) || said.rejected.contains(member);
            let all = project.members.iter().all(is_said);
            Some((at, project.reasons.iter().map(|reason| all || gone(reason) || said.answers(reason)).collect()))
        });
        Self(answered.collect())
    }

    /// Whether a reason of a project is answered, by its place.
    pub(super) fn is_answered(&self, project: u32, reason: usize) -> bool {
        self.0.get(&project).and_then(|reasons| reasons.get(reason)).copied().unwrap_or(false)
    }

    /// Whether all of them are.
    pub(super) fn is_done(&self, at: u32, project: &ProjectAt) -> bool {
        let answered = self.0.get(&at);
        answered.is_some_and(|reasons| reasons.len() == project.reasons.len() && reasons.iter().all(|reason| *reason))
    }
}

impl<'c> Said<'c> {
    fn hear(&mut self, action: &'c Action, mention: u32, is_pending: bool) {
        match action {
            Action::Correct { field, .. } => self.fields.push((field, Word::Corrected { is_pending })),
            Action::Accept { field: Some(field), .. } => self.fields.push((field, Word::Accepted)),
            Action::Accept { field: None, .. } => self.accepted.push(mention),
            Action::Reject { .. } => self.rejected.push(mention),
            // What was parted by an edition before is a project of its own in this one, with questions of its own.
            Action::Split { .. } => self.parted |= is_pending,
            Action::Merge { .. } => {}
        }
    }

    /// Whether they answer a question. A figure that was corrected for the edition before and still contradicts the others is asked
    /// for again: the checks have been made anew since.
    fn answers(&self, reason: &Reason) -> bool {
        let about = |field: &str| reason.field.as_deref() == Some(field);
        let of_family = |field: &str| reason.family == Some(Family::of(field));
        let hears = |field: &str, word: Word| match reason.kind {
            // That one figure of several is accepted says nothing of the others: all that the relation is about have to be.
            Kind::Contradicted => of_family(field) && word == Word::Corrected { is_pending: true },
            Kind::Unproved => of_family(field),
            Kind::Ambiguous | Kind::Disagreeing => about(field),
            Kind::Lapsed => about(field) && word != Word::Corrected { is_pending: false },
        };
        let parted = self.parted && reason.kind == Kind::Disagreeing;
        parted || self.accepts(reason) || self.fields.iter().any(|&(field, word)| hears(field, word))
    }

    /// Whether all figures of a contradiction were accepted.
    fn accepts(&self, reason: &Reason) -> bool {
        let accepted = |field: &&str| self.fields.iter().any(|(of, word)| of == field && *word == Word::Accepted);
        let about = reason.detail.first().map(|identity| relates(identity)).unwrap_or_default();
        reason.kind == Kind::Contradicted && !about.is_empty() && about.iter().all(accepted)
    }
}

/// The published fields that an identity relates; none of one that is not about published fields alone.
fn relates(identity: &str) -> &'static [&'static str] {
    match identity {
        "total_is_grant_plus_own" => &["total_cost", "cofinancing", "own_contribution"],
        "grant_is_eu_plus_state" => &["cofinancing"],
        "total_is_eligible_plus_ineligible" => &["total_cost", "eligible_cost"],
        "parts_sum_to_parent" | "part_within_total" => &["total_cost"],
        "rate_times_base" => &["cofinancing_rate", "cofinancing"],
        "eligible_within_total" => &["eligible_cost", "total_cost"],
        "women_plus_men" => &["participants", "women", "men"],
        "groups_sum_to_participants" | "part_within_participants" => &["participants"],
        "duration_matches_dates" => &["duration_months", "start_date", "end_date"],
        "start_before_end" => &["start_date", "end_date"],
        "code_matches_text" => &["programme_code", "programme"],
        "words_match_digits" => &["total_cost", "cofinancing"],
        _ => &[],
    }
}

/// Positions of the mentions at the places a correction is about, where their pages still say the same byte for byte.
pub(super) fn placed(index: &Index, places: &[&Place]) -> Vec<u32> {
    places.iter().filter_map(|place| index.placed(place)).collect()
}
