//! Names of rules, fields and reasons that stand in a table, as the program's own.
//!
//! In a mention these are `&'static str`, words of the program's text. A table only has copies of them, so each distinct one is kept for
//! as long as the process lives, once, whatever the number of editions that are opened. There are some hundred; a table that holds
//! thousands, or long ones, is none that this program wrote, and is refused before it takes memory for good.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// More names than any version has.
const MOST: usize = 4_096;

/// A longer name than any version has, in bytes.
const LONGEST: usize = 128;

static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The name, as long as the process lives; none if it cannot be one of ours.
pub(super) fn interned(name: &str) -> Option<&'static str> {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    if name.len() > LONGEST || names.len() >= MOST {
        return None;
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once_and_a_long_one_never() {
        let (one, other) = (interned("sum_after_label").unwrap(), interned(&String::from("sum_after_label")).unwrap());
        assert!(std::ptr::eq(one, other));
        assert_eq!(interned(&"x".repeat(LONGEST + 1)), None);
    }
}
