//! When two statements of a field say the same.

use super::super::body::BodyKey;
use super::super::likeness::{TitleKey, fold};
use crate::value::printed_number;
use std::collections::HashMap;

/// From here on two titles are one.
const TITLES: f64 = 0.8;

/// From here on two names are one body's, or a municipality's and its unit's.
const BODIES: f64 = 0.7;

/// Compares statements; pages repeat each other, so what was compared once is remembered.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    known: HashMap<(&'static str, String, String), bool>,
}

impl Agreement {
    /// Whether a statement agrees with the published value.
    pub(super) fn agree(&mut self, field: &'static str, published: &str, stated: &str) -> bool {
        if published == stated {
            return true;
        }
        let key = (field, published.to_owned(), stated.to_owned());
        *self.known.entry(key).or_insert_with(|| agree(field, published, stated))
    }
}

fn agree(field: &str, published: &str, stated: &str) -> bool {
    match field {
        "title" => {
            let (one, other) = (TitleKey::new(published), TitleKey::new(stated));
            one.likeness(&other) >= TITLES && !one.contradicts(&other)
        }
        "beneficiary" | "implementer" => BodyKey::new(published).likeness(&BodyKey::new(stated)) >= BODIES,
        // Known to the year, a date agrees with every day of it; a number without the kind of municipality agrees with it.
        "start_date" | "end_date" | "signed_date" | "teryt" => published.starts_with(stated) || stated.starts_with(published),
        "agreement_number" | "call_number" => match (printed_number::joining(published), printed_number::joining(stated)) {
            (Some(one), Some(other)) => one == other,
            _ => fold(published) == fold(stated),
        },
        "municipality" | "voivodeship" | "programme" => fold(published) == fold(stated),
        _ => false,
    }
}
