//! Getting a host's rules (RFC 9309).

use super::super::address::found;
use super::super::error::CrawlError;
use super::super::key::Key;
use super::super::robots::Rules;
use super::super::visit::{Candidate, Purpose, Verdict};
use super::host::{End, Host};
use std::time::Duration;
use url::Url;

/// How long rules hold (RFC 9309 §2.4: not more than 24 hours).
const FRESH: i64 = 24 * 60 * 60;
/// Redirects followed on the way to them (§2.3.1.2: at least five).
const MOST_REDIRECTS: u8 = 5;

/// The rules of a host: those of an earlier look if they are fresh, else fetched. An end, if the host cannot be asked now.
pub(super) async fn get(host: &mut Host<'_>) -> Result<Result<Rules, End>, CrawlError> {
    let crew = host.crew;
    let Some(url) = address(host) else { return Ok(Err(End::Failures)) };
    match crew.keeper.rules(&host.source.id, host.name)? {
        // Rules that could not be had are asked for anew in every run.
        Some((fetched, Some(status), text)) if crew.now() - fetched < FRESH && status != 429 && status < 500 => {
            crew.workers.rules(Some(status), text, url).await.map(Ok)
        }
        _ => fetch(host, url).await,
    }
}

/// Where a host's rules stand: beside what is to be fetched from it first.
fn address(host: &Host<'_>) -> Option<Url> {
    host.first().join("/robots.txt").ok()
}

async fn fetch(host: &mut Host<'_>, mut url: Url) -> Result<Result<Rules, End>, CrawlError> {
    let crew = host.crew;
    for hops in 0..=MOST_REDIRECTS {
        let key = Key::of(url.as_str());
        let target = Candidate { url: url.clone(), key, purpose: Purpose::Robots, score: i32::MAX, depth: 0, hops };
        let kept = match host.fetch(&target, Duration::ZERO).await? {
            Ok(kept) => kept,
            Err(End::Failures) => return crew.workers.rules(None, String::new(), url).await.map(Ok),
            Err(end) => return Ok(Err(end)),
        };
        if kept.verdict != Verdict::Redirect {
            // Not another version (304): the one that is remembered stands.
            if kept.verdict == Verdict::NotModified
                && let Some((_, status, text)) = crew.keeper.rules(&host.source.id, host.name)?
            {
                return crew.workers.rules(status, text, url).await.map(Ok);
            }
            return match kept.rules {
                Some(rules) => Ok(Ok(rules)),
                None => crew.workers.rules(None, String::new(), url).await.map(Ok),
            };
        }
        match kept.location.and_then(|to| found(&url, &to, &crew.keeper.web().addresses).ok()) {
            Some(next) => url = next.url,
            None => break,
        }
    }
    // More redirects than that count as no rules (§2.3.1.2).
    crew.workers.rules(Some(404), String::new(), url).await.map(Ok)
}
