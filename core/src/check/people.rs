//! Identities between counts of people.

use super::model::{Check, Identity, Verdict};
use crate::notice::Notice;
use rust_decimal::Decimal;

/// women + men = participants; groups sum to the participants.
pub(super) fn check(notice: &Notice, checks: &mut Vec<Check>) {
    let Some(all) = notice.participants.as_ref().map(|fact| fact.value) else { return };
    if let (Some(women), Some(men)) = (&notice.women, &notice.men) {
        checks.push(compare(Identity::WomenPlusMen, all, women.value + men.value));
    }
    let groups = group_counts(notice);
    let sum: u32 = groups.iter().sum();
    if groups.len() >= 2 && sum >= all {
        checks.push(compare(Identity::GroupsSumToParticipants, all, sum));
    }
}

/// The counts of distinct groups, without a group that is the whole.
fn group_counts(notice: &Notice) -> Vec<u32> {
    let all = notice.participants.as_ref().map(|fact| fact.value);
    let mut seen = Vec::new();
    let mut counts = Vec::new();
    for group in &notice.target_groups {
        let count = group.count.or_else(|| Some(group.women? + group.men?));
        if let Some(count) = count.filter(|&count| Some(count) != all)
            && !seen.contains(&group.evidence.start)
        {
            seen.push(group.evidence.start);
            counts.push(count);
        }
    }
    counts
}

fn compare(identity: Identity, printed: u32, computed: u32) -> Check {
    let difference = Decimal::from(printed) - Decimal::from(computed);
    let verdict = if difference.is_zero() { Verdict::Exact } else { Verdict::Broken };
    Check { identity, verdict, difference: Some(difference), scope: "project" }
}
