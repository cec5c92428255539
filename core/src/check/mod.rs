//! Identities over one notice's facts → verdicts.
//!
//! A verdict never changes a fact: an official page may print a sum that does not add up, and then that is what it says.

mod bounds;
mod model;
mod money;
mod people;
mod record;
mod time;

pub use model::{Check, Corrected, Identity, Mention, Proof, Verdict};
pub use record::Record;

use crate::notice::Notice;

/// Tests every identity the notice has the figures for.
pub fn checks(notice: &Notice) -> Vec<Check> {
    let mut checks = Vec::new();
    money::check(notice, &mut checks);
    bounds::check(notice, &mut checks);
    people::check(notice, &mut checks);
    time::check(notice, &mut checks);
    checks
}

/// Puts sums in words, which no table keeps, back where a verdict tells what they were: for what is read back out of tables.
pub fn restore_words(notice: &mut Notice, checks: &[Check]) {
    money::restore_words(notice, checks);
}

/// What the verdicts amount to.
pub fn proof(checks: &[Check]) -> Proof {
    let broken = checks.iter().any(|check| check.verdict == Verdict::Broken);
    let closes = |check: &Check| check.identity.is_money() && check.verdict < Verdict::Near;
    if broken {
        Proof::Contradicted
    } else if checks.iter().any(closes) {
        Proof::Proved
    } else if checks.is_empty() {
        Proof::Unproved
    } else {
        Proof::Consistent
    }
}
