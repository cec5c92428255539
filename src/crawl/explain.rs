//! Why an address would or would not be fetched.

use super::address::{canonical, found, pattern};
use super::error::CrawlError;
use super::key::{Key, host_of};
use super::plan::{Plan, SourcePlan};
use super::robots::{Access, Origin, Rules};
use super::scope::Scope;
use super::score::{LinkContext, Scorer};
use super::state::{History, State};
use super::traps::Traps;
use crate::vocabulary::web::Web;
use url::Url;

/// What decides over an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The id of the source it belongs to, if it belongs to one.
    pub source: Option<String>,
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
    let Some(source) = plan.sources.iter().find(|source| Scope::new(source).admits(&url)) else {
        return refused(told, "belongs to no source: its host is neither that of a start address nor named in `hosts`", None);
    };
    told.source = Some(source.id.clone());
    let host = host_of(&url).unwrap_or_default();
    let known = if plan.archive.exists() { Some(State::open(&plan.archive)?) } else { None };
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
    if let Some((_, status, text)) = rules {
        let origin = match status {
            Some(status) => Origin::Answer { status, body: text.as_bytes(), content_type: None },
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
    match (trap(source, &url), history.is_some_and(|history| history.due > super::engine::now(plan))) {
        (Err(reason), _) => refused(told, "looks like a site without an end", Some(reason.to_owned())),
        (_, true) => refused(told, "not due yet", None),
        _ => refused(told, "would be fetched", None),
    }
}

fn trap(source: &SourcePlan, url: &Url) -> Result<(), &'static str> {
    Traps::new(&source.budget).admit(url, false)
}

/// What is known of an address, in words.
fn lines(history: &History) -> Vec<(String, String)> {
    let day = |time: i64| {
        chrono::DateTime::from_timestamp(time, 0).map_or_else(String::new, |time| time.format("%Y-%m-%d %H:%M").to_string())
    };
    let mut lines = vec![
        ("newest look".to_owned(), day(history.checked)),
        ("it found".to_owned(), format!("{:?}", history.verdict)),
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
