//! What the crawler writes beside each fetch into the archive, so that the state can be made again from it.

use super::super::key::Key;
use super::super::visit::{Candidate, Purpose};
use crate::archive::Exchange;
use url::Url;

/// The notes of one fetch. Names that other crawlers use as well are theirs (`via` and the like say nothing here, for an address may
/// have been found on many pages).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notes {
    pub run: u32,
    /// How often the source's hosts had been made known to one another.
    pub round: u32,
    pub source: String,
    pub host: String,
    pub target: Candidate,
    /// The code of the error, if no answer came.
    pub error: Option<String>,
    /// Whether the server's certificate was not verified.
    pub unverified: bool,
}

const RUN: &str = "run";
const ROUND: &str = "round";
const SOURCE: &str = "source";
const HOST: &str = "host";
const PURPOSE: &str = "purpose";
const KEY: &str = "key";
const SCORE: &str = "score";
const DEPTH: &str = "hopsFromSeed";
const HOPS: &str = "redirects";
const ERROR: &str = "error";
const TLS: &str = "tls";

impl Notes {
    /// As name and value.
    pub fn write(&self) -> Vec<(String, String)> {
        let target = &self.target;
        let mut notes = vec![
            (RUN, self.run.to_string()),
            (ROUND, self.round.to_string()),
            (SOURCE, self.source.clone()),
            (HOST, self.host.clone()),
            (PURPOSE, purpose_name(target.purpose).to_owned()),
            (KEY, format!("{:016x}", target.key.0)),
            (SCORE, target.score.to_string()),
            (DEPTH, target.depth.to_string()),
            (HOPS, target.hops.to_string()),
        ];
        notes.extend(self.error.clone().map(|code| (ERROR, code)));
        notes.extend(self.unverified.then(|| (TLS, "unverified".to_owned())));
        notes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Out of an archive; nothing if the fetch is not of this crawler.
    pub fn read(exchange: &Exchange) -> Option<Self> {
        let note = |name: &str| exchange.notes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let target = Candidate {
            url: Url::parse(&exchange.url).ok()?,
            key: Key(u64::from_str_radix(note(KEY)?, 16).ok()?),
            purpose: purpose(note(PURPOSE)?)?,
            score: note(SCORE)?.parse().ok()?,
            depth: note(DEPTH)?.parse().ok()?,
            hops: note(HOPS)?.parse().ok()?,
        };
        Some(Self {
            run: note(RUN)?.parse().ok()?,
            round: note(ROUND)?.parse().ok()?,
            source: note(SOURCE)?.to_owned(),
            host: note(HOST)?.to_owned(),
            target,
            error: note(ERROR).map(str::to_owned),
            unverified: note(TLS) == Some("unverified"),
        })
    }
}

const PURPOSES: [(Purpose, &str); 4] =
    [(Purpose::Robots, "robots"), (Purpose::Sitemap, "sitemap"), (Purpose::Feed, "feed"), (Purpose::Page, "page")];

fn purpose_name(purpose: Purpose) -> &'static str {
    PURPOSES.iter().find(|(known, _)| *known == purpose).map_or("page", |(_, name)| name)
}

fn purpose(name: &str) -> Option<Purpose> {
    PURPOSES.iter().find(|(_, known)| *known == name).map(|(purpose, _)| *purpose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_come_back_as_they_were_written() {
        for (purpose, _) in PURPOSES {
            let url = Url::parse("http://www.gmina.test/projekty?id=7").unwrap();
            let target = Candidate { key: Key::of(url.as_str()), url, purpose, score: -3, depth: 2, hops: 1 };
            let (source, host) = ("286401_1".to_owned(), "www.gmina.test".to_owned());
            let notes = Notes { run: 4, round: 2, source, host, target, error: Some("timeout".to_owned()), unverified: true };
            let exchange = Exchange {
                url: notes.target.url.to_string(),
                time: 0,
                address: None,
                request: Vec::new(),
                answer: None,
                notes: notes.write(),
            };
            assert_eq!(Notes::read(&exchange), Some(notes));
        }
    }
}
