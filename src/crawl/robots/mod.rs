//! What a site says of itself in `robots.txt`, after RFC 9309.
//!
//! The machine is our own and small, because the verdict must be explained by the line that made it, because a rule that a regex
//! library finds too large must not make the whole file unreadable, and because `$` within a rule, escapes (§2.2.2) and rules in
//! ISO-8859-2 were read otherwise by the libraries tried. Its verdicts are compared with theirs in `agreement`.
//!
//! Beyond the RFC, by custom: `Crawl-delay` is read, and ends a list of `User-agent` lines as a rule does; a delay before the first
//! group is for everyone.

#[cfg(test)]
mod agreement;
mod lines;
mod pattern;
#[cfg(test)]
mod tests;

use lines::{MAX_VALUE, Record, records};
use pattern::{Pattern, target};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::Duration;
use url::{Position, Url};

/// The bare product token that groups of rules are looked up by (RFC 9309 §2.2.1); the `User-Agent` header begins with it.
pub const PRODUCT_TOKEN: &str = "metryczka";

/// Longest delay that is honoured, in seconds: with a day between two fetches a host is looked at, not crawled.
const MAX_DELAY: f64 = 86_400.0;
/// Sitemaps taken from one file.
const MAX_SITEMAPS: usize = 50;

/// How asking for `robots.txt` ended, redirects followed.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'a> {
    /// With an answer.
    Answer {
        /// Its status.
        status: u16,
        /// Its body, decoded from any content encoding.
        body: &'a [u8],
    },
    /// Without: no address, no connection, no answer in time.
    Unreachable,
}

/// How far a host is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// No rule for us: none there (4xx), an empty file, a page in place of rules, only rules for others.
    Open,
    /// Some addresses are open.
    Ruled,
    /// Nothing is.
    Closed,
    /// The rules could not be read (5xx, 429, no answer): nothing may be fetched until they can (RFC 9309 §2.3.1.4).
    Unreachable,
}

/// The rules of one host for us. Reading is linear in the file, of which 500 KiB are read, and so is asking; the largest file makes
/// some forty thousand rules of a hundred bytes.
#[derive(Debug, Clone)]
pub struct Rules {
    access: Access,
    rules: Vec<Rule>,
    delay: Option<Duration>,
    sitemaps: Vec<Url>,
}

#[derive(Debug, Clone)]
struct Rule {
    allows: bool,
    pattern: Pattern,
    line: u32,
}

impl Rule {
    fn order(&self) -> impl Ord {
        (std::cmp::Reverse(self.pattern.length()), !self.allows, &self.pattern, self.line)
    }
}

impl Rules {
    /// Reads the rules that hold for metryczka. The address is that of the file, or any of the host: sitemaps that are given by path
    /// alone are completed with it.
    pub fn read(origin: Origin<'_>, host: &Url) -> Self {
        Self::read_for(PRODUCT_TOKEN, origin, host)
    }

    fn read_for(token: &str, origin: Origin<'_>, host: &Url) -> Self {
        let mut rules = Self { access: Access::Open, rules: Vec::new(), delay: None, sitemaps: Vec::new() };
        match origin {
            Origin::Answer { status: 200..=299, body, .. } => rules.take(token, &text(body), host),
            // 4xx: "unavailable", everything may be fetched (§2.3.1.3); so too where redirects never ended (§2.3.1.2). But 429 says
            // that too much was asked already: then nothing more is.
            Origin::Answer { status: 300..=428 | 430..=499, .. } => {}
            Origin::Answer { .. } | Origin::Unreachable => rules.access = Access::Unreachable,
        }
        rules
    }

    fn take(&mut self, token: &str, body: &[u8], host: &Url) {
        let groups = Groups::read(token, body);
        self.delay = groups.delay();
        self.sitemaps = groups.sitemaps.iter().filter_map(|printed| sitemap(printed, host)).take(MAX_SITEMAPS).collect();
        self.rules = groups.chosen().rules;
        // The longest first, and of two as long the one that allows (§2.2.2): the first that fits decides.
        self.rules.sort_by(|one, other| one.order().cmp(&other.order()));
        self.rules.dedup_by(|later, kept| later.allows == kept.allows && later.pattern == kept.pattern);
        self.rules.shrink_to_fit();
        let closes = |rule: &Rule| !rule.allows && rule.pattern.fits_all();
        self.access = match () {
            () if self.rules.iter().all(|rule| rule.allows) => Access::Open,
            () if self.rules.iter().any(closes) && !self.rules.iter().any(|rule| rule.allows) => Access::Closed,
            () => Access::Ruled,
        };
    }

    /// Whether an address of this host may be fetched.
    pub fn allows(&self, url: &Url) -> bool {
        if is_rules_file(url) {
            return true;
        }
        self.access != Access::Unreachable && self.deciding(url).is_none_or(|rule| rule.allows)
    }

    /// The time the host asks for between two fetches; at most a day.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// Sitemaps, whichever group they stand in; also ones of other hosts.
    pub fn sitemaps(&self) -> &[Url] {
        &self.sitemaps
    }

    /// How far the host is open.
    pub fn access(&self) -> Access {
        self.access
    }

    /// The line that decides on an address, in the spelling rules are compared in, or why none is needed; nothing if no line speaks of it.
    pub fn reason_for(&self, url: &Url) -> Option<String> {
        if is_rules_file(url) {
            return Some("robots.txt itself may always be fetched".to_owned());
        }
        if self.access == Access::Unreachable {
            return Some("robots.txt could not be read: nothing may be fetched until it can".to_owned());
        }
        self.deciding(url).map(|rule| {
            let name = if rule.allows { "Allow" } else { "Disallow" };
            format!("line {}: {name}: {}", rule.line, rule.pattern)
        })
    }

    fn deciding(&self, url: &Url) -> Option<&Rule> {
        let target = target(&url[Position::BeforePath..Position::AfterQuery]);
        self.rules.iter().find(|rule| rule.pattern.fits(&target))
    }
}

/// "The /robots.txt URI is implicitly allowed" (RFC 9309 §2.2.2).
fn is_rules_file(url: &Url) -> bool {
    url.path() == "/robots.txt"
}

/// The bytes as a text of one-byte units: UTF-16 files begin with a mark and are decoded; every other encoding writes the names of
/// records in ASCII.
fn text(body: &[u8]) -> Cow<'_, [u8]> {
    match encoding_rs::Encoding::for_bom(body) {
        Some((encoding, mark)) if encoding != encoding_rs::UTF_8 => {
            let read = body.get(mark..body.len().min(2 * lines::MAX_BYTES)).unwrap_or_default();
            Cow::Owned(encoding.decode_without_bom_handling(read).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(body),
    }
}

/// Rules as they are remembered: text that says the same as the octets that came. What is no UTF-8 is written as escapes, which rules
/// are compared by anyway (§2.2.2); what is never read is left out.
pub fn remembered(body: &[u8]) -> String {
    let body = text(body);
    // One octet more, so that it is known for cut.
    let read = body.get(..=lines::MAX_BYTES).unwrap_or(&body);
    let mut out = String::with_capacity(read.len());
    for chunk in read.utf8_chunks() {
        out.push_str(chunk.valid());
        for octet in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(out, "%{octet:02X}");
        }
    }
    out
}

/// What stands for one audience.
#[derive(Default)]
struct Group {
    named: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

/// What a file says: to us by name, to everyone, and before the first group.
#[derive(Default)]
struct Groups {
    own: Group,
    everyone: Group,
    delay_before: Option<Duration>,
    sitemaps: Vec<String>,
}

impl Groups {
    /// Goes through the lines once. Groups of the same audience are one (§2.2.1). Lines that are not known and sitemaps interfere with
    /// nothing (§2.2.4).
    fn read(token: &str, body: &[u8]) -> Self {
        let mut groups = Self::default();
        let (mut own, mut everyone, mut begun, mut listing) = (false, false, false, false);
        for (line, record) in records(body) {
            match record {
                Record::Agent(agent) => {
                    if !listing {
                        (own, everyone) = (false, false);
                    }
                    (begun, listing) = (true, true);
                    own |= product(agent).eq_ignore_ascii_case(token.as_bytes());
                    everyone |= is_everyone(agent);
                    groups.own.named |= own;
                    groups.everyone.named |= everyone;
                    continue;
                }
                Record::Sitemap(address) => {
                    if groups.sitemaps.len() < 2 * MAX_SITEMAPS && address.len() <= MAX_VALUE {
                        groups.sitemaps.push(String::from_utf8_lossy(address).into_owned());
                    }
                    continue;
                }
                Record::Delay(printed) if !begun => groups.delay_before = groups.delay_before.or(delay(printed)),
                Record::Delay(printed) => {
                    let delay = delay(printed);
                    for group in groups.meant(own, everyone) {
                        // Of several the longest.
                        group.delay = group.delay.max(delay);
                    }
                }
                Record::Allow(printed) | Record::Disallow(printed) => {
                    if let Some(rule) = rule(matches!(record, Record::Allow(_)), printed, line) {
                        for group in groups.meant(own, everyone) {
                            group.rules.push(rule.clone());
                        }
                    }
                }
            }
            listing = false;
        }
        groups
    }

    fn meant(&mut self, own: bool, everyone: bool) -> impl Iterator<Item = &mut Group> {
        let own = own.then_some(&mut self.own);
        own.into_iter().chain(everyone.then_some(&mut self.everyone))
    }

    /// The delay of the group that is ours, or the one for all.
    fn delay(&self) -> Option<Duration> {
        let group = if self.own.named { &self.own } else { &self.everyone };
        group.delay.or(self.delay_before)
    }

    /// Our own group, or that for everyone.
    fn chosen(self) -> Group {
        if self.own.named { self.own } else { self.everyone }
    }
}

/// The product token at the beginning of a `User-agent` line's value: letters, `-` and `_` (RFC 9309 §2.2.1).
fn product(agent: &[u8]) -> &[u8] {
    let end = agent.iter().position(|octet| !(octet.is_ascii_alphabetic() || matches!(octet, b'-' | b'_')));
    agent.get(..end.unwrap_or(agent.len())).unwrap_or_default()
}

/// `*`, also with words behind it.
fn is_everyone(agent: &[u8]) -> bool {
    matches!(agent, [b'*'] | [b'*', b' ' | b'\t', ..])
}

/// A rule; nothing for an empty one, which fits nothing. Of one that is too long, what is left of it still closes, and does not open.
fn rule(allows: bool, printed: &[u8], line: u32) -> Option<Rule> {
    if printed.is_empty() || allows && printed.len() > MAX_VALUE {
        return None;
    }
    let read = printed.get(..MAX_VALUE).unwrap_or(printed);
    Some(Rule { allows, pattern: Pattern::new(read), line })
}

/// Seconds as printed: `10`, `0.5`, `0,5`, `10s`; absurd ones cut to a day, negative ones none.
fn delay(printed: &[u8]) -> Option<Duration> {
    let digits = printed.iter().take(20).take_while(|octet| octet.is_ascii_digit() || matches!(octet, b'.' | b',')).count();
    let number = std::str::from_utf8(printed.get(..digits)?).ok()?.replace(',', ".");
    let seconds: f64 = number.parse().ok()?;
    Duration::try_from_secs_f64(seconds.min(MAX_DELAY)).ok()
}

/// A sitemap's address; given by path alone it is completed, though it should not be.
fn sitemap(printed: &str, host: &Url) -> Option<Url> {
    if printed.is_empty() {
        return None;
    }
    host.join(printed)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none())
}
