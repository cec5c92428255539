//! Identities between dates, durations and codes.

use super::model::{Check, Identity, Verdict};
use crate::notice::Notice;
use crate::value::{PartialDate, printed_number};
use rust_decimal::Decimal;

/// start ≤ end; months between them = printed duration; the number's programme = the text's.
pub(super) fn check(notice: &Notice, checks: &mut Vec<Check>) {
    if let (Some(start), Some(end)) = (&notice.start_date, &notice.end_date) {
        let ordered = first_day(start.value) <= last_day(end.value);
        checks.push(Check {
            identity: Identity::StartBeforeEnd,
            verdict: if ordered { Verdict::Exact } else { Verdict::Broken },
            difference: None,
            scope: "project",
        });
        if let (Some(printed), true) = (&notice.duration_months, ordered)
            && let Some(months) = months(start.value, end.value)
        {
            checks.push(duration(printed.value, months));
        }
    }
    codes(notice, checks);
}

type Day = (i32, u32, u32);

const fn first_day(date: PartialDate) -> Day {
    let month = match date.month {
        Some(month) => month,
        None => 1,
    };
    let day = match date.day {
        Some(day) => day,
        None => 1,
    };
    (date.year, month, day)
}

const fn last_day(date: PartialDate) -> Day {
    let month = match date.month {
        Some(month) => month,
        None => 12,
    };
    let day = match date.day {
        Some(day) => day,
        None => 31,
    };
    (date.year, month, day)
}

/// Calendar months from the first day to the last, both included; `None` if only years are known.
fn months(start: PartialDate, end: PartialDate) -> Option<i32> {
    let between = (end.year - start.year) * 12 + i32::try_from(end.month?).ok()? - i32::try_from(start.month?).ok()?;
    let whole = start.day.unwrap_or(1) == 1 || end.day.is_none_or(|day| day >= 28);
    let ends_early = start.day.is_some_and(|day| day > 1) && end.day.is_some_and(|day| day < 28);
    Some(if whole && !ends_early { between + 1 } else { between })
}

fn duration(printed: u32, computed: i32) -> Check {
    let difference = i64::from(printed) - i64::from(computed);
    let verdict = match difference.abs() {
        0 => Verdict::Exact,
        1 => Verdict::Rounding,
        _ => Verdict::Broken,
    };
    Check { identity: Identity::DurationMatchesDates, verdict, difference: Some(Decimal::from(difference)), scope: "project" }
}

/// The programme of a number or measure against that of the text; the measure of a call against that of the text.
fn codes(notice: &Notice, checks: &mut Vec<Check>) {
    // A programme read from a number proves nothing about that number.
    let named = notice.programme_code.as_ref().filter(|fact| fact.evidence.rule != "programme:number");
    let programme = named.map(|fact| fact.value.as_str());
    let numbers = [&notice.agreement_number, &notice.call_number];
    let prefixes = numbers.iter().filter_map(|number| number.as_ref()).filter_map(|fact| printed_number::programme(&fact.value));
    let agree: Vec<bool> = programme.map_or(Vec::new(), |programme| prefixes.map(|prefix| prefix == programme).collect());
    let mismatch = notice.doubts.iter().any(|doubt| doubt.reason == "call_measure_mismatch");
    if agree.is_empty() && !mismatch {
        return;
    }
    // A call of a neighbouring measure is a common slip and leaves the project what it is: it is reported, not held against it.
    let verdict = match (agree.iter().all(|agrees| *agrees), mismatch) {
        (true, false) => Verdict::Exact,
        (true, true) => Verdict::Near,
        (false, _) => Verdict::Broken,
    };
    checks.push(Check { identity: Identity::CodeMatchesText, verdict, difference: None, scope: "project" });
}
