//! Why an address would or would not be fetched.

use super::address::{canonical, found, pattern};
use super::error::CrawlError;
use super::fetch::forbidden_range;
use super::key::{Key, host_of};
use super::plan::{Plan, SourcePlan};
use super::robots::{Access, Origin, Rules};
use super::scope::{Scope, Shared};
use super::score::{LinkContext, Scorer};
use super::state::{History, HostState, State};
use super::traps::Traps;
use super::visit::Verdict;
use crate::vocabulary::web::Web;
use std::net::IpAddr;
use url::{Host, Url};

/// What decides over an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The id of the source it belongs to, if it belongs to one.
    pub source: Option<String>,
    /// Further sources that claim its host.
    pub further_sources: Vec<String>,
    /// Its canonical form: addresses with the same are fetched once.
    pub canonical: String,
    /// Its pattern: only so many addresses of one are remembered.
    pub pattern: String,
    /// `would be fetched`, or why not.
    pub verdict: String,
    /// The rule that decided: a line of robots.txt, a quirk, a trap.
    pub rule: Option<String>,
    /// What it promises by itself, rule by rule; the text of a link adds to it.
    pub score: Vec<(String, i32)>,
    /// What is known of it, a line a fact.
    pub known: Vec<(String, String)>,
}

/// Explains an address; nothing is fetched.
///
/// # Errors
/// When it is no address, or the state cannot be opened.
pub fn explain(plan: &Plan, web: &Web, address: &str) -> Result<Explanation, CrawlError> {
    let url = Url::parse(address).map_err(|error| CrawlError::Address(format!("{address}: {error}")))?;
    let mut told =
        Explanation { pattern: pattern(&url), canonical: canonical(&url, &web.addresses).into(), ..Explanation::default() };
    told.score = Scorer::new(&web.links, plan.order).explain(&LinkContext::of(&url));
    let refused = |mut told: Explanation, verdict: &str, rule: Option<String>| {
        verdict.clone_into(&mut told.verdict);
        told.rule = rule;
        Ok(told)
    };
    if let Err(reason) = found(&url, address, &web.addresses) {
        return refused(told, "not an address of a page", Some(reason.to_owned()));
    }
    let shared = Shared::of(&plan.sources);
    let mut claiming = plan.sources.iter().filter(|source| Scope::among(source, &shared).admits(&url));
    let Some(source) = claiming.next() else {
        return refused(told, "belongs to no source: its host is neither that of a start address nor named in `hosts`", None);
    };
    told.source = Some(source.id.clone());
    told.further_sources = claiming.map(|source| source.id.clone()).collect();
    let host = host_of(&url).unwrap_or_default();
    let known = if State::is_there(&plan.archive) { Some(State::open(&plan.archive)?) } else { None };
    let (history, rules) = match &known {
        Some(state) => {
            let key = Key::of(&told.canonical);
            (state.history(&source.id, &host, key)?, state.rules(&source.id, &host)?)
        }
        None => (None, None),
    };
    if let Some(history) = &history {
        told.known = lines(history);
    }
    let (fares, until) = match &known {
        Some(state) => state.host_state(&source.id, &host)?,
        None => (HostState::Good, None),
    };
    told.known.extend(faring(&fares, until).map(|line| ("its host".to_owned(), line)));
    if let Some((verdict, rule)) = closed(plan, &url) {
        return refused(told, verdict, Some(rule));
    }
    if let Some((_, status, text)) = rules {
        let origin = match status {
            Some(status) => Origin::Answer { status, body: text.as_bytes() },
            None => Origin::Unreachable,
        };
        let rules = Rules::read(origin, &url);
        if rules.access() == Access::Unreachable {
            return refused(told, "robots.txt could not be had, so nothing of the host is fetched", None);
        }
        if !rules.allows(&url) {
            let rule = rules.reason_for(&url);
            return refused(told, "forbidden by robots.txt", rule);
        }
    }
    if let (HostState::Deferred(reason), Some(until)) = (&fares, until.filter(|until| *until > super::engine::now(plan))) {
        return refused(told, &format!("not before {}: its host is left in peace until then", day(until)), Some(reason.clone()));
    }
    match (trap(source, &url), history.is_some_and(|history| history.due > super::engine::now(plan))) {
        (Err(reason), _) => refused(told, "looks like a site without an end", Some(reason.to_owned())),
        (_, true) => refused(told, "not due yet", None),
        _ => refused(told, "would be fetched", None),
    }
}

fn trap(source: &SourcePlan, url: &Url) -> Result<(), &'static str> {
    Traps::new(&source.budget).admit(url, false)
}

/// Why nothing is fetched from a machine, whatever its rules say, and the setting because of which it is not. Only what is known
/// without asking a name server.
fn closed(plan: &Plan, url: &Url) -> Option<(&'static str, String)> {
    let ip: Option<IpAddr> = match url.host()? {
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(name) => plan.resolve.get(name).map(|socket| socket.ip()),
    };
    let is_local_name = url.host_str().is_some_and(|name| name == "localhost" || name.ends_with(".localhost"));
    let is_loopback = is_local_name || ip.is_some_and(|ip| ip.is_loopback());
    if let Some(range) = ip.and_then(forbidden_range) {
        return Some(("never fetched: no machine of the public internet", range.to_owned()));
    }
    match (is_loopback, plan.allow_loopback, &plan.contact) {
        (true, false, _) => Some(("not fetched: its host is this machine", "crawl.allow_loopback = false".to_owned())),
        (false, _, None) => {
            Some(("not fetched: without a contact nothing beyond this machine is", "crawl.contact is missing".to_owned()))
        }
        _ => None,
    }
}

/// How a host fares, in words, if not well.
fn faring(fares: &HostState, until: Option<i64>) -> Option<String> {
    let until = until.map(|until| format!(", until {}", day(until))).unwrap_or_default();
    Some(match fares {
        HostState::Good => return None,
        HostState::Failing => format!("failed too often in a row{until}"),
        HostState::Deferred(reason) => format!("left to a later run: {reason}{until}"),
        HostState::RobotsClosed => "its robots.txt forbids everything".to_owned(),
        HostState::RobotsUnreachable => "its robots.txt could not be had".to_owned(),
    })
}

/// What a look found, in words.
fn found_words(history: &History) -> String {
    let words = match &history.verdict {
        Verdict::Content => "a page or document",
        Verdict::NotModified => "the same as before, says the server",
        Verdict::Redirect => "a redirect",
        Verdict::Gone => "that it is gone, says the server",
        Verdict::Missing => "nothing at this address",
        Verdict::SoftMissing => "an error page in place of the page",
        Verdict::Login => "a login in place of the page",
        Verdict::Maintenance => "a site being worked on",
        Verdict::Challenge => "a test for humans in place of the page",
        Verdict::Refused => "a server that will not answer",
        Verdict::ServerError => "a server that cannot answer",
        Verdict::Unreadable => "neither a page nor a document",
        Verdict::Failed(code) => return format!("no answer ({code})"),
    };
    history.status.map_or_else(|| words.to_owned(), |status| format!("{words} (status {status})"))
}

fn day(time: i64) -> String {
    chrono::DateTime::from_timestamp(time, 0).map_or_else(String::new, |time| time.format("%Y-%m-%d %H:%M").to_string())
}

/// What is known of an address, in words.
fn lines(history: &History) -> Vec<(String, String)> {
    let mut lines = vec![
        ("newest look".to_owned(), day(history.checked)),
        ("it found".to_owned(), found_words(history)),
        ("looks".to_owned(), history.checks.to_string()),
        ("changes".to_owned(), history.changes.to_string()),
        ("next look".to_owned(), day(history.due)),
    ];
    lines.extend(history.changed.map(|time| ("unchanged since".to_owned(), day(time))));
    lines.extend(
        history.position.map(|position| ("in the archive".to_owned(), format!("file {} at {}", position.file, position.offset))),
    );
    lines
}
