//! The detail of a project as the script reads it: lists instead of objects, for they are many.

use super::collect::Detail;
use crate::html::Family;
use crate::resolve::FIELDS;
use serde_json::{Value, json};

/// Pages of a project that are named; of more, their number is told.
const PAGES: usize = 40;

/// The detail as JSON. Letters: facts, others, mentions, checks, amounts, doubts, corrections, passages.
pub(super) fn json(detail: &Detail) -> Value {
    let facts = detail.facts.iter().map(|fact| {
        let number = |mention: Option<usize>| mention.map_or(json!(-1), |number| json!(number));
        let (from, shown) = (number(fact.mention), number(fact.shown));
        json!([
            fact.field,
            fact.value,
            fact.rule,
            fact.stated,
            fact.disagreeing,
            from,
            shown,
            u8::from(fact.is_corrected),
            fact.original
        ])
    });
    let others = detail.others.iter().map(|other| json!([other.field, other.value, other.mentions]));
    let mentions = detail.mentions.iter().take(PAGES).map(|teller| json!([teller.place, teller.fetched, teller.page_title]));
    let checks =
        detail.checks.iter().map(|check| json!([check.identity, check.verdict, check.difference, check.scope, check.mention]));
    let amounts = detail.amounts.iter().map(|sum| {
        let was = sum.original.as_ref().map(|original| json!([original.value, original.role]));
        json!([
            sum.number,
            sum.role,
            sum.value,
            sum.currency,
            sum.scope,
            sum.stage,
            u8::from(sum.is_approximate),
            sum.mention,
            was
        ])
    });
    let doubts = detail.doubts.iter().map(|doubt| json!([doubt.field, doubt.reason, doubt.candidates]));
    let corrections = detail
        .corrections
        .iter()
        .map(|one| json!([one.action, one.field, one.original, one.value, one.reason, one.made, one.by, one.fate]));
    let passages = detail
        .mentions
        .iter()
        .enumerate()
        .filter_map(|(number, teller)| teller.passage.as_ref().map(|passage| json!([number, passage.json()])));
    json!({
        "f": facts.collect::<Vec<_>>(),
        "o": others.collect::<Vec<_>>(),
        "m": mentions.collect::<Vec<_>>(),
        "n": detail.mentions.len(),
        "c": checks.collect::<Vec<_>>(),
        "a": amounts.collect::<Vec<_>>(),
        "d": doubts.collect::<Vec<_>>(),
        "k": corrections.collect::<Vec<_>>(),
        "p": passages.collect::<Vec<_>>(),
    })
}

/// The family of each field, by which its words are coloured.
pub(super) fn families() -> Value {
    let lists = ["amounts", "indicators", "target_groups"];
    FIELDS
        .iter()
        .chain(&lists)
        .map(|field| ((*field).to_owned(), json!(Family::of(field).name())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
