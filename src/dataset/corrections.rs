//! The table `corrections`: what people have put right, and what became of it in this edition.

use crate::correction::{Action, Correction, Fate, Outcome, Place, Words};
use crate::table::Kind::{Count, Enum, Flag, Text};
use crate::table::Named;
use crate::table::{Cell, Column, column, measured};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The corrections that an edition was made with, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionsUsed {
    /// SHA-256 of what the corrections say.
    pub digest: String,
    /// Number of them.
    pub number: usize,
    /// Those that hold.
    pub applied: usize,
    /// Those that do not hold as things are, and are to be asked again: the page has changed or is not there, the mention is not found,
    /// the value is read otherwise. Those that a later one replaces are neither.
    pub resting: usize,
    /// Number of those that rest by why they do, as `fate` of the table calls it.
    #[serde(default)]
    pub reasons: BTreeMap<String, usize>,
}

impl CorrectionsUsed {
    /// Counts. Without a correction there is nothing to say.
    pub(super) fn of(digest: Option<String>, outcomes: &[Outcome]) -> Option<Self> {
        let digest = digest.filter(|_| !outcomes.is_empty())?;
        let mut of = Self { digest, number: outcomes.len(), ..Self::default() };
        for outcome in outcomes {
            match outcome.fate {
                Fate::Applied => of.applied += 1,
                Fate::Superseded => {}
                rests => {
                    of.resting += 1;
                    *of.reasons.entry(rests.name().to_owned()).or_default() += 1;
                }
            }
        }
        Some(of)
    }
}

/// The names of what a correction can do.
const ACTIONS: &[&str] = &["correct", "accept", "reject", "merge", "split"];

/// A correction and one mention that it is about.
pub(super) struct CorrectionRow<'a> {
    pub(super) correction: &'a Correction,
    pub(super) fate: Fate,
    /// Place of the row among those of the correction.
    pub(super) number: usize,
    /// Where it stands in the file.
    pub(super) place: &'a Place,
    /// Of a split: whether the mention stays where it was.
    pub(super) stays: Option<bool>,
    pub(super) page_id: Option<String>,
    pub(super) mention_id: Option<String>,
    pub(super) project_id: Option<String>,
    /// What was read, and from which words, if the mention remembers it.
    pub(super) read: Option<(Option<String>, Option<String>)>,
}

impl CorrectionRow<'_> {
    fn original(&self) -> Option<&str> {
        match (&self.read, &self.correction.action) {
            (Some((original, _)), _) => original.as_deref(),
            (None, Action::Correct { original, .. }) => original.as_deref(),
            _ => None,
        }
    }

    fn words(&self) -> Option<&Words> {
        if let Action::Correct { words, .. } = &self.correction.action { words.as_ref() } else { None }
    }
}

fn action(action: &Action) -> &'static str {
    let at = match action {
        Action::Correct { .. } => 0,
        Action::Accept { .. } => 1,
        Action::Reject { .. } => 2,
        Action::Merge { .. } => 3,
        Action::Split { .. } => 4,
    };
    ACTIONS[at]
}

/// The field that a correction is about.
pub(super) fn field(action: &Action) -> Option<&str> {
    match action {
        Action::Correct { field, .. } => Some(field),
        Action::Accept { field, .. } => field.as_deref(),
        _ => None,
    }
}

fn value(action: &Action) -> Option<&str> {
    match action {
        Action::Correct { value, .. } | Action::Accept { value, .. } => value.as_deref(),
        _ => None,
    }
}

/// Columns of `corrections`.
pub(super) fn corrections<'a>() -> Vec<Column<CorrectionRow<'a>>> {
    let mut columns = answer();
    columns.extend(place());
    columns.extend(values());
    columns
}

/// Who said what, and what became of it.
fn answer<'a>() -> Vec<Column<CorrectionRow<'a>>> {
    vec![
        column("correction_id", Text, "Names the correction in the file of corrections.", |r: &CorrectionRow| {
            Cell::text(Some(&r.correction.id))
        }),
        column("number", Count, "Number of the row among those of the correction, from 0.", |r| Cell::size(r.number)),
        column(
            "action",
            Enum(ACTIONS),
            "What it does: a field holds another value or none (correct), what was read is right (accept), the mentions tell of no \
             project (reject), they tell of one project (merge), they tell of another one than the rest (split).",
            |r| Cell::text(Some(action(&r.correction.action))),
        ),
        column(
            "fate",
            Enum(Fate::NAMES),
            "What became of it in this edition: it holds (applied), or a later one replaces it (superseded), or it rests and is asked \
             again, because the page says something else than then (page_changed), no such page was read (page_vanished), the mention \
             is not found on it any more (mention_lost), another value is read than the one that was accepted (read_otherwise).",
            |r| Cell::name(Some(r.fate)),
        ),
        column("made", Text, "When it was made, in UTC.", |r| Cell::text(Some(&r.correction.made))),
        column("by", Text, "Who made it, if they say so.", |r| Cell::text(r.correction.by.as_deref())),
        column("reason", Text, "Why, if they say so.", |r| Cell::text(r.correction.reason.as_deref())),
    ]
}

/// The mention.
fn place<'a>() -> Vec<Column<CorrectionRow<'a>>> {
    vec![
        column("page", Text, "Address of the page, or path of its file, when the correction was made.", |r: &CorrectionRow| {
            Cell::text(Some(&r.place.page))
        }),
        column("sha256", Text, "SHA-256 of the page's bytes then.", |r| Cell::text(Some(&r.place.sha256))),
        column("mention", Count, "Number of the mention on the page then, from 0.", |r| Cell::size(r.place.mention)),
        column("page_id", Text, "The page, if it is read and still says the same.", |r| Cell::text(r.page_id.as_deref())),
        column("mention_id", Text, "The mention; null if it is not found, or tells of no project.", |r| {
            Cell::text(r.mention_id.as_deref())
        }),
        column("project_id", Text, "The project it tells of.", |r| Cell::text(r.project_id.as_deref())),
        column("stays", Flag, "Of a split: whether the mention is one of those that stay together.", |r| {
            r.stays.map_or(Cell::Null, Cell::Flag)
        }),
    ]
}

/// What was read, and what is right.
fn values<'a>() -> Vec<Column<CorrectionRow<'a>>> {
    vec![
        column("field", Text, "The column of `mentions`, or `amounts[1].role`.", |r: &CorrectionRow| {
            Cell::text(field(&r.correction.action))
        }),
        column("original", Text, "The value that is read on the page, in the form of `fields`; null if there is none.", |r| {
            Cell::text(r.original())
        }),
        column("original_quote", Text, "The words it is read from, where the correction holds.", |r| {
            Cell::text(r.read.as_ref().and_then(|(_, quote)| quote.as_deref()))
        }),
        column("value", Text, "The value that is right, or was accepted; of a field that is to be empty, null.", |r| {
            Cell::text(value(&r.correction.action))
        }),
        measured("start", Count, "bytes of UTF-8", "First byte of the words that say so, in the page's text.", |r| {
            r.words().map_or(Cell::Null, |words| Cell::size(words.start))
        }),
        measured("end", Count, "bytes of UTF-8", "One past the last byte.", |r| {
            r.words().map_or(Cell::Null, |words| Cell::size(words.end))
        }),
        column("quote", Text, "These words; null if the person pointed at none.", |r| {
            Cell::text(r.words().map(|words| words.quote.as_str()))
        }),
    ]
}
