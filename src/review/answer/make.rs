//! A draft → the corrections it comes to.

use super::super::desk::clock;
use super::super::index::field as field_of;
use super::super::reply::Refusal;
use super::super::view::form;
use super::draft::{Bytes, Draft};
use super::found::Finder;
use crate::check::Mention;
use crate::correction::{Action, Correction, CorrectionError, Words, is_field, normalise_for, set, value_of};
use crate::dataset::CaseMention;
use std::collections::BTreeSet;

/// Longest text that is typed, in bytes.
const LONGEST: usize = 8_000;

/// Most mentions that one answer is about.
const MOST: usize = 500;

/// What a draft comes to.
pub(super) struct Made {
    /// At least one; their ids are given when they are kept.
    pub(super) corrections: Vec<Correction>,
    /// The value as it would stand.
    pub(super) value: Option<String>,
    /// The mention that is corrected or accepted, if it is one.
    pub(super) told: Option<CaseMention>,
}

impl Made {
    /// Makes the corrections of a draft.
    pub(super) fn of(finder: &Finder<'_>, draft: &Draft, by: Option<&str>) -> Result<Self, Refusal> {
        let maker = Maker { finder, by, made: clock() };
        match draft {
            Draft::Correct { mention_id, field, value, words, reason, also } => {
                let say = Say { field, value: value.as_deref(), words: *words, reason: told(reason.as_deref())? };
                maker.correct(mention_id, &say, also)
            }
            Draft::Accept { project_id, field, reason } => maker.accept(project_id, field.as_deref(), told(reason.as_deref())?),
            Draft::Reject { project_id, mentions, reason } => {
                let mentions = maker.rejected(project_id.as_deref(), mentions.as_deref())?;
                maker.whole(Action::Reject { mentions: finder.places(&mentions)? }, told(reason.as_deref())?)
            }
            Draft::Merge { projects, reason } => maker.merge(projects, told(reason.as_deref())?),
            Draft::Split { mentions, reason } => maker.split(mentions, told(reason.as_deref())?),
        }
    }
}

/// What is said of a field.
struct Say<'d> {
    field: &'d str,
    value: Option<&'d str>,
    words: Option<Bytes>,
    reason: Option<&'d str>,
}

struct Maker<'m> {
    finder: &'m Finder<'m>,
    by: Option<&'m str>,
    made: String,
}

impl Maker<'_> {
    fn correction(&self, action: Action, reason: Option<&str>) -> Correction {
        Correction {
            id: String::new(),
            made: self.made.clone(),
            by: self.by.map(str::to_owned),
            reason: reason.map(str::to_owned),
            action,
        }
    }

    fn whole(&self, action: Action, reason: Option<&str>) -> Result<Made, Refusal> {
        Ok(Made { corrections: vec![self.correction(action, reason)], value: None, told: None })
    }

    fn correct(&self, mention_id: &str, say: &Say<'_>, also: &[String]) -> Result<Made, Refusal> {
        if !is_field(say.field) {
            return Err(Refusal::draft("field"));
        }
        if say.words.is_none() && say.reason.is_none() {
            return Err(Refusal::draft("reason"));
        }
        let told = self.finder.mention(mention_id)?;
        let words = say.words.map(|words| self.finder.words(&told, words.start, words.end)).transpose()?;
        if words.as_ref().is_some_and(|words| words.quote.len() > LONGEST) {
            return Err(Refusal::draft("long"));
        }
        let value = typed(&told, say)?;
        self.fits(&told, say, value.as_deref(), words.as_ref())?;
        if words.is_none() && value == value_of(&told.mention.notice, say.field) && !self.is_pending(&told, say.field) {
            return Err(Refusal::draft("same"));
        }
        let quote = words.as_ref().map(|words| words.quote.clone());
        let mut corrections = vec![self.correction(self.set(&told, say, value.clone(), words)?, say.reason)];
        // Each once, and not the first again.
        let also: BTreeSet<&str> = also.iter().map(String::as_str).filter(|other| *other != mention_id).collect();
        if also.len() > MOST {
            return Err(Refusal::draft("long"));
        }
        for other in also {
            let other = self.finder.mention(other)?;
            let words = match &quote {
                Some(quote) => self.finder.same_words(&other, say.field, quote)?,
                None => None,
            };
            let value = typed(&other, say)?;
            self.fits(&other, say, value.as_deref(), words.as_ref())?;
            corrections.push(self.correction(self.set(&other, say, value, words)?, say.reason));
        }
        Ok(Made { corrections, value, told: Some(told) })
    }

    fn set(&self, told: &CaseMention, say: &Say<'_>, value: Option<String>, words: Option<Words>) -> Result<Action, Refusal> {
        let read = told.mention.corrected.iter().find(|of| of.field == say.field);
        let original = read.map_or_else(|| value_of(&told.mention.notice, say.field), |read| read.original.clone());
        Ok(Action::Correct { place: self.finder.place(told)?, field: say.field.to_owned(), original, value, words })
    }

    /// Whether a correction of this field waits for the next build, or one that the edition was made with has been taken back: saying
    /// again what is shown is then a correction too.
    fn is_pending(&self, told: &CaseMention, field: &str) -> bool {
        let Some(mention) = self.finder.now.room.index.mention(&told.mention_id) else { return false };
        self.waiting(mention).any(|correction| field_of(correction) == Some(field))
            || self.finder.now.withdrawn.iter().any(|gone| gone.mentions.contains(&mention))
    }

    /// The corrections of a mention that wait for the next build.
    fn waiting(&self, mention: u32) -> impl Iterator<Item = &Correction> {
        let of_mention = self.finder.now.corrections().filter(move |(_, standing)| {
            let is_its = standing.mentions.contains(&mention);
            standing.is_pending() && is_its
        });
        of_mention.map(|(correction, _)| correction)
    }

    /// Refuses what could never be applied, by applying it: to the mention as it will be with the corrections that wait.
    fn fits(&self, told: &CaseMention, say: &Say<'_>, value: Option<&str>, words: Option<&Words>) -> Result<(), Refusal> {
        let mut mention: Mention = told.mention.clone();
        let waiting = self.finder.now.room.index.mention(&told.mention_id).into_iter().flat_map(|at| self.waiting(at));
        for correction in waiting {
            if let Action::Correct { field, value, words, .. } = &correction.action {
                // What does not fit any more will be told as what became of that answer.
                let _ = set(&mut mention, field, value.as_deref(), words.as_ref(), None);
            }
        }
        set(&mut mention, say.field, value, words, None).map_err(|error| {
            let name = match say.field {
                "grant_stage" => "no_grant".to_owned(),
                field if form(field) == "money" && value.is_some_and(|value| value.contains(char::is_alphabetic)) => {
                    "two_currencies".to_owned()
                }
                field if field.starts_with("amounts[") => "no_amount".to_owned(),
                field => format!("value_{}", form(field)),
            };
            Refusal::draft(&name).saying(error.to_string())
        })
    }

    /// The mention is the one that the value is published from; of a field that is empty one that doubts it, then the one that tells
    /// most.
    fn accept(&self, project_id: &str, field: Option<&str>, reason: Option<&str>) -> Result<Made, Refusal> {
        if field.is_some_and(|field| !is_field(field)) {
            return Err(Refusal::draft("field"));
        }
        let index = &self.finder.now.room.index;
        let case = self.finder.case(project_id)?;
        let (_, project) = index.project(project_id).ok_or_else(Refusal::unknown)?;
        let published = field.and_then(|field| index.fields(project).find(|(of, _)| *of.field == *field)?.0.mention);
        let doubts =
            |told: &&CaseMention| field.is_some_and(|field| told.mention.notice.doubts.iter().any(|doubt| doubt.field == field));
        let named = |at: u32| case.mentions.iter().find(|told| told.mention_id == index.mention_id(at));
        let told = published.and_then(named).or_else(|| case.mentions.iter().find(doubts));
        let told = told.or_else(|| project.best.and_then(named)).or_else(|| case.mentions.first());
        let told = told.ok_or_else(|| Refusal::draft("untold"))?.clone();
        let value = field.and_then(|field| value_of(&told.mention.notice, field));
        // The whole is accepted as its pages tell it now: of every mention, so that one that comes later is asked about.
        let accepted = if field.is_none() { case.mentions } else { vec![told.clone()] };
        let accept = |mention: &CaseMention| {
            let action =
                Action::Accept { place: self.finder.place(mention)?, field: field.map(str::to_owned), value: value.clone() };
            Ok(self.correction(action, reason))
        };
        let corrections = accepted.iter().map(accept).collect::<Result<_, Refusal>>()?;
        Ok(Made { corrections, value, told: Some(told) })
    }

    fn rejected(&self, project_id: Option<&str>, mentions: Option<&[String]>) -> Result<Vec<CaseMention>, Refusal> {
        match (project_id, mentions) {
            (Some(project_id), None) => Ok(self.finder.case(project_id)?.mentions),
            (None, Some(mentions)) if !mentions.is_empty() => self.all(mentions),
            _ => Err(Refusal::draft("nothing")),
        }
    }

    /// Some mentions, each once, in a fixed order.
    fn all(&self, mentions: &[String]) -> Result<Vec<CaseMention>, Refusal> {
        let mentions: BTreeSet<&String> = mentions.iter().collect();
        if mentions.len() > MOST {
            return Err(Refusal::draft("long"));
        }
        mentions.into_iter().map(|mention| self.finder.mention(mention)).collect()
    }

    fn merge(&self, projects: &[String], reason: Option<&str>) -> Result<Made, Refusal> {
        let projects: BTreeSet<&String> = projects.iter().collect();
        if projects.len() < 2 || projects.len() > MOST {
            return Err(Refusal::draft("merge"));
        }
        let mut mentions = Vec::new();
        for project in projects {
            mentions.extend(self.finder.places(&self.finder.case(project)?.mentions)?);
        }
        self.whole(Action::Merge { mentions }, reason)
    }

    fn split(&self, mentions: &[String], reason: Option<&str>) -> Result<Made, Refusal> {
        let first = mentions.first().ok_or_else(|| Refusal::draft("nothing"))?;
        let case = self.finder.case_of(first)?;
        let leaves = |told: &&CaseMention| mentions.contains(&told.mention_id);
        let (leaving, staying): (Vec<&CaseMention>, Vec<&CaseMention>) = case.mentions.iter().partition(leaves);
        let asked: BTreeSet<&String> = mentions.iter().collect();
        if staying.is_empty() || leaving.len() != asked.len() {
            return Err(Refusal::draft("split"));
        }
        let action = Action::Split { mentions: self.finder.places(leaving)?, from: self.finder.places(staying)? };
        self.whole(action, reason)
    }
}

/// The value in the form in which it would stand.
fn typed(told: &CaseMention, say: &Say<'_>) -> Result<Option<String>, Refusal> {
    let Some(value) = say.value else { return Ok(None) };
    if value.len() > LONGEST {
        return Err(Refusal::draft("long"));
    }
    let form = normalise_for(&told.mention, say.field, value).map_err(|error| match &error {
        // What is expected is said in the words of the form.
        CorrectionError::Value { .. } => Refusal::draft(&format!("value_{}", form(say.field))).saying(error.to_string()),
        _ => error.into(),
    })?;
    Ok(Some(form))
}

/// A reason that says something.
fn told(reason: Option<&str>) -> Result<Option<&str>, Refusal> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    match reason {
        Some(reason) if reason.len() > LONGEST => Err(Refusal::draft("long")),
        reason => Ok(reason),
    }
}
