//! The words that a corrected value stands on.

use super::super::model::Words;
use super::RULE;
use crate::notice::{Evidence, Fact};

/// The words a person pointed at; without any, those that the value was read from before; without those, an empty place at the
/// beginning.
pub(super) fn evidence(words: Option<&Words>, before: Option<&Evidence>) -> Evidence {
    match (words, before) {
        (Some(words), _) => Evidence { start: words.start, end: words.end, quote: words.quote.clone(), rule: RULE },
        (None, Some(before)) => Evidence { rule: RULE, ..before.clone() },
        (None, None) => Evidence { start: 0, end: 0, quote: String::new(), rule: RULE },
    }
}

/// A value that stands on given words.
pub(super) fn fact<T>(value: T, evidence: &Evidence) -> Fact<T> {
    Fact { value, evidence: evidence.clone() }
}

/// Lets a field follow from another: what it holds already keeps its own words.
pub(super) fn put<T: PartialEq>(field: &mut Option<Fact<T>>, value: Option<T>, evidence: &Evidence) {
    if field.as_ref().map(|fact| &fact.value) != value.as_ref() {
        *field = value.map(|value| fact(value, evidence));
    }
}

/// Sets the parts of a list: those it holds already keep their own words.
pub(super) fn put_list(list: &mut Vec<Fact<String>>, parts: Vec<String>, words: Option<&Words>) {
    let before = std::mem::take(list);
    *list = parts
        .into_iter()
        .map(|part| match before.iter().find(|fact| fact.value == part) {
            Some(known) if words.is_none() => known.clone(),
            known => fact(part, &evidence(words, known.map(|fact| &fact.evidence))),
        })
        .collect();
}
