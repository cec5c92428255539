//! A visit: one fetch and what came of it.
//!
//! Visits are the only thing that changes the state. A running crawl makes them out of answers as they come; reading an archive
//! makes the same visits out of the answers it kept. So the state can be lost and made again.

use super::key::Key;
use crate::archive::Position;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// Why an address is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To learn a host's rules.
    Robots,
    /// To learn addresses: a sitemap or an index of sitemaps.
    Sitemap,
    /// To learn addresses: an RSS or Atom feed.
    Feed,
    /// To read it.
    Page,
}

/// An address that may be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The address to fetch.
    pub url: Url,
    /// The key of its canonical form.
    pub key: Key,
    /// Why.
    pub purpose: Purpose,
    /// What it promises; more is better.
    pub score: i32,
    /// Links away from a start address.
    pub depth: u16,
    /// Redirects in a row that led to it.
    pub hops: u8,
}

/// What an answer turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict", content = "detail")]
pub enum Verdict {
    /// What was asked for.
    Content,
    /// The same as last time, says the server (304).
    NotModified,
    /// Elsewhere (3xx).
    Redirect,
    /// Gone for good (410, or 404 at two looks).
    Gone,
    /// Not there (404).
    Missing,
    /// Not there, though the server says 200.
    SoftMissing,
    /// Behind a login.
    Login,
    /// The site is being worked on.
    Maintenance,
    /// A test for humans.
    Challenge,
    /// The server will not (401, 403, other 4xx).
    Refused,
    /// The server cannot for the time being (5xx, 408, 425, 429).
    ServerError,
    /// Nothing that can be read as a page or document: an image, an archive, a video.
    Unreadable,
    /// No answer, or one that broke a limit; the code of the error.
    Failed(String),
}

/// What the server said to recognise a version by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// SHA-256 of a body, decoded.
pub type BodyDigest = [u8; 32];

/// Addresses that were not taken, counted by reason.
pub type Skips = BTreeMap<&'static str, u32>;

/// One fetch and what came of it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The run it belongs to.
    pub run: u32,
    /// The id of the source it was made for.
    pub source: String,
    /// What was fetched.
    pub target: Candidate,
    /// When, in seconds since 1970.
    pub time: i64,
    /// What it turned out to be.
    pub verdict: Verdict,
    /// The answer's status, if there was an answer.
    pub status: Option<u16>,
    /// Bytes received.
    pub bytes: u64,
    /// How to recognise this version.
    pub validators: Validators,
    /// The body's digest, if there was a body.
    pub digest: Option<BodyDigest>,
    /// Where in the archive it stands.
    pub position: Option<Position>,
    /// The answer's text, for [`Purpose::Robots`] only.
    pub rules: Option<String>,
    /// What the page itself promises, by its title and text; how well its links do depends on it.
    pub relevance: i32,
    /// The addresses on it that were not known and are worth remembering.
    pub links: Vec<Candidate>,
    /// The addresses on it that were not taken.
    pub skips: Skips,
}
