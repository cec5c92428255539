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

/// The rules of a host: those of an earlier run if they are fresh, else fetched. An end, if the host cannot be asked now.
pub(super) async fn get(host: &mut Host<'_>) -> Result<Result<Rules, End>, CrawlError> {
    let crew = host.crew;
    if let Some((fetched, status, text)) = crew.keeper.rules(&host.source.id, host.name)? {
        if crew.now() - fetched < FRESH {
            return crew.workers.rules(status, text).await.map(Ok);
        }
    }
    let Some(start) = host.source.start.iter().find(|url| super::super::key::host_of(url).as_deref() == Some(host.name)) else {
        return fetch(host, &format!("http://{}/robots.txt", host.name)).await;
    };
    let address = start.join("/robots.txt").map_or_else(|_| String::new(), String::from);
    fetch(host, &address).await
}

async fn fetch(host: &mut Host<'_>, address: &str) -> Result<Result<Rules, End>, CrawlError> {
    let crew = host.crew;
    let Ok(mut url) = Url::parse(address) else { return crew.workers.rules(None, String::new()).await.map(Ok) };
    for hops in 0..=MOST_REDIRECTS {
        let key = Key::of(url.as_str());
        let target = Candidate { url: url.clone(), key, purpose: Purpose::Robots, score: i32::MAX, depth: 0, hops };
        let kept = match host.fetch(&target, Duration::ZERO).await? {
            Ok(kept) => kept,
            Err(End::Failures) => return crew.workers.rules(None, String::new()).await.map(Ok),
            Err(end) => return Ok(Err(end)),
        };
        match kept.verdict {
            Verdict::Redirect if hops < MOST_REDIRECTS => {
                let next = kept.location.as_deref().and_then(|to| found(&url, to, &crew.keeper.web().addresses).ok());
                match next {
                    Some(next) => url = next.url,
                    None => break,
                }
            }
            // More redirects than that count as no rules (§2.3.1.2).
            Verdict::Redirect => break,
            _ => {
                return match kept.rules {
                    Some(rules) => Ok(Ok(rules)),
                    None => crew.workers.rules(None, String::new()).await.map(Ok),
                };
            }
        }
    }
    crew.workers.rules(Some(404), String::new()).await.map(Ok)
}
