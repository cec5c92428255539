//! What a look changes in what is known of an address. Free of the database, and of everything but the address's own looks.
//!
//! | verdict | last content |
//! |---|---|
//! | content, 304 | counts |
//! | 410 | is gone |
//! | 404, 301, 308 | once: still counts as unreachable; again at a later look: is gone |
//! | anything else | still counts, as unreachable; what is gone stays gone |

use super::model::{Availability, History};
use crate::crawl::fetch::is_of_host;
use crate::crawl::visit::{Verdict, Visit};

/// Whether a look found the content there was before.
pub(in crate::crawl) fn unchanged(before: Option<&History>, visit: &Visit) -> bool {
    let Some(before) = before.filter(|before| before.confirmed.is_some()) else { return false };
    match visit.verdict {
        Verdict::NotModified => true,
        Verdict::Content => before.digest == visit.digest,
        _ => false,
    }
}

/// Whether a look says that the content is not there (any more): 404, or moved for good (RFC 9110, 15.4.2 and 15.4.9). A move for
/// the time being (302, 303, 307) is as often a login or a page for errors.
pub(in crate::crawl) fn is_miss(visit: &Visit) -> bool {
    match visit.verdict {
        Verdict::Missing => true,
        Verdict::Redirect => matches!(visit.status, Some(301 | 308)),
        _ => false,
    }
}

/// Whether a look found neither content nor its absence.
pub(in crate::crawl) fn is_failure(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Content | Verdict::NotModified | Verdict::Redirect | Verdict::Gone | Verdict::Missing => false,
        Verdict::SoftMissing
        | Verdict::Login
        | Verdict::Maintenance
        | Verdict::Challenge
        | Verdict::Refused
        | Verdict::ServerError
        | Verdict::Unreadable
        | Verdict::Failed(_) => true,
    }
}

/// Whether a failure is the server's and for the time being, so that it is worth another look in the same run.
pub(in crate::crawl) fn is_passing(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::ServerError | Verdict::Maintenance => true,
        Verdict::Failed(code) => !LASTING.contains(&code.as_str()),
        _ => false,
    }
}

/// Failures that another look in the same hour would only repeat: what the address or the plan is to blame for, a certificate, and
/// answers beyond the limits.
pub(super) const LASTING: [&str; 15] = [
    "bad_address",
    "bad_port",
    "bad_scheme",
    "credentials_in_address",
    "fetch_setup",
    "forbidden_address",
    "header_too_large",
    "internal",
    "no_contact",
    "no_root_certificates",
    "sitemap_malformed",
    "sitemap_no_text",
    "sitemap_too_large",
    "tls",
    "undecodable",
];
/// Whether a look says that the host is not well, so that it is given a pause: true or false; nothing if it says neither.
pub(in crate::crawl) fn counts_against_host(visit: &Visit) -> Option<bool> {
    match (visit.status, &visit.verdict) {
        (Some(status), _) => Some(status == 429 || status >= 500),
        (None, Verdict::Failed(code)) => is_of_host(code).then_some(true),
        (None, _) => None,
    }
}

/// What is known after a look. `told` is when the address was first told of, `due` when it is to be looked at again.
pub(super) fn after(before: Option<History>, told: Option<i64>, visit: &Visit, due: i64) -> History {
    let same = unchanged(before.as_ref(), visit);
    let was_due = before.as_ref().is_some_and(|before| visit.time >= before.due);
    let mut history = before.unwrap_or_else(|| unseen(visit, told));
    history.first_seen = told.unwrap_or(history.first_seen).min(history.first_seen).min(visit.time);
    history.looks = if history.run == visit.run { history.looks.saturating_add(1) } else { 1 };
    history.run = visit.run;
    history.checks = history.checks.saturating_add(1);
    history.checked = visit.time;
    history.due = due;
    history.status = visit.status;
    match visit.verdict {
        Verdict::Content | Verdict::NotModified if same => confirm(&mut history, visit),
        Verdict::Content => replace(&mut history, visit),
        Verdict::Gone => lose(&mut history),
        _ if is_miss(visit) => miss(&mut history, visit.run, was_due),
        _ => {
            let failed = is_failure(&visit.verdict);
            history.failures = if failed { history.failures.saturating_add(1) } else { 0 };
            doubt(&mut history);
        }
    }
    history.verdict = visit.verdict.clone();
    history
}

/// Before the first look.
fn unseen(visit: &Visit, told: Option<i64>) -> History {
    History {
        first_seen: told.unwrap_or(visit.time),
        checked: visit.time,
        due: visit.time,
        run: visit.run,
        looks: 0,
        verdict: visit.verdict.clone(),
        status: None,
        confirmed: None,
        changed: None,
        checks: 0,
        changes: 0,
        misses: 0,
        missed: None,
        failures: 0,
        validators: Default::default(),
        digest: None,
        position: None,
        fetched: None,
        relevance: 0,
        availability: None,
    }
}

/// The content is what it was: it stays where it stands in full, for the archive kept only a reference to it this time.
fn confirm(history: &mut History, visit: &Visit) {
    if history.position.is_none() {
        history.position = visit.position;
        history.fetched = visit.position.map(|_| visit.time);
    }
    // A 304 repeats only the validators that changed (RFC 9110, 15.4.5).
    if visit.validators.etag.is_some() {
        history.validators.etag.clone_from(&visit.validators.etag);
    }
    if visit.validators.last_modified.is_some() {
        history.validators.last_modified.clone_from(&visit.validators.last_modified);
    }
    present(history, visit);
}

/// There is content, for the first time or another than before.
fn replace(history: &mut History, visit: &Visit) {
    if history.confirmed.is_some() {
        history.changes = history.changes.saturating_add(1);
    }
    history.changed = Some(visit.time);
    history.digest = visit.digest;
    history.position = visit.position;
    history.fetched = visit.position.map(|_| visit.time);
    history.validators.clone_from(&visit.validators);
    history.relevance = visit.relevance;
    present(history, visit);
}

fn present(history: &mut History, visit: &Visit) {
    history.confirmed = Some(visit.time);
    history.availability = Some(Availability::Current);
    history.misses = 0;
    history.missed = None;
    history.failures = 0;
}

/// One look may be a slip of the server; the second counts if it belongs to a later run, or came after the address was due again.
fn miss(history: &mut History, run: u32, was_due: bool) {
    if history.missed != Some(run) || was_due {
        history.misses = history.misses.saturating_add(1);
        history.missed = Some(run);
    }
    history.failures = 0;
    match history.misses {
        0 | 1 => doubt(history),
        _ => lose(history),
    }
}

fn doubt(history: &mut History) {
    if history.availability == Some(Availability::Current) {
        history.availability = Some(Availability::Unreachable);
    }
}

fn lose(history: &mut History) {
    history.failures = 0;
    history.availability = history.availability.map(|_| Availability::Gone);
}
