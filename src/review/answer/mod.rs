//! What a person sends → corrections, shown with what they would change, then kept.

mod draft;
mod found;
mod make;

pub(super) use draft::Draft;

use super::desk::{Moment, Work};
use super::reply::Refusal;
use super::view::form;
use crate::check::Mention;
use crate::correction::{Action, Correction, normalise_for};
use found::Finder;
use make::Made;
use serde_json::{Value, json};

/// What a draft would change; nothing is kept.
pub(super) fn preview(work: &Work, draft: &Draft) -> Result<Value, Refusal> {
    let now = work.now();
    let made = Made::of(&Finder::new(&now), draft, work.desk.by.as_deref())?;
    let impact = now.room.reopened.impact(&made.corrections)?;
    Ok(json!({ "impact": impact, "normalised": made.value, "warnings": warnings(&now, &made) }))
}

/// Keeps what a draft says; says the ids of the corrections.
pub(super) fn keep(work: &Work, draft: &Draft) -> Result<Vec<String>, Refusal> {
    let now = work.now();
    let made = Made::of(&Finder::new(&now), draft, work.desk.by.as_deref())?;
    work.add(made.corrections)
}

/// What a person should know before saving, as keys of texts.
fn warnings(now: &Moment, made: &Made) -> Vec<&'static str> {
    let mut warnings = Vec::new();
    let Some(first) = made.corrections.first() else { return warnings };
    let told = made.told.as_ref();
    if let Action::Correct { field, value: Some(value), words: Some(words), .. } = &first.action
        && !told.is_some_and(|told| says(&told.mention, field, &words.quote, value))
    {
        warnings.push("review.warn_words");
    }
    let index = &now.room.index;
    let about =
        told.and_then(|told| Some((index.mention(&told.mention_id)?, index.project_of(index.mention(&told.mention_id)?)?)));
    let Some((mention, project)) = about else { return warnings };
    if let Action::Correct { field, .. } = &first.action {
        let published =
            index.at(project).and_then(|project| index.fields(project).find(|(of, _)| *of.field == **field)?.0.mention);
        if published.is_some_and(|published| published != mention) {
            warnings.push("review.warn_other_page");
        }
    }
    let mut own = now.corrections().filter(|(_, standing)| standing.mentions.contains(&mention));
    let is_same = |of: &Correction| super::index::field(of).is_some() && super::index::field(of) == super::index::field(first);
    if own.any(|(correction, _)| is_same(correction)) {
        warnings.push("review.warn_again");
    }
    let of_project = |mentions: &[u32]| mentions.iter().any(|&at| index.project_of(at) == Some(project));
    if now.corrections().any(|(_, standing)| standing.is_pending() && of_project(&standing.mentions)) {
        warnings.push("review.warn_pending");
    }
    warnings
}

/// Whether words say a value: as a whole, or the longest part of them that says one.
fn says(mention: &Mention, field: &str, quote: &str, value: &str) -> bool {
    let read = |text: &str| normalise_for(mention, field, text).ok();
    if let Some(said) = read(quote) {
        return said == value;
    }
    let words: Vec<&str> = quote.split_whitespace().take(MOST_WORDS).collect();
    let parts = |length: usize| words.windows(length).filter_map(|part| read(&part.join(" "))).collect::<Vec<_>>();
    let longest = (1..words.len()).rev().map(parts).find(|parts| !parts.is_empty());
    form(field) != "text" && longest.is_some_and(|parts| parts.iter().any(|said| said == value))
}

/// Words of a selection that are looked through.
const MOST_WORDS: usize = 24;
