//! An answer → what it is, what it promises, and where it leads. A function of the answer, the plan and what is known of the host, so
//! that reading the archive again comes to the same result as the crawl did.

use super::super::address::{Found, found};
use super::super::key::Key;
use super::super::plan::{Order, Plan, SourcePlan};
use super::super::robots::{self, Origin, Rules};
use super::super::scope::Scope;
use super::super::score::{LinkContext, Own, Scorer, richness};
use super::super::sitemap::{self, SitemapCaps, SitemapError};
use super::super::verdict::{Scanned, verdict};
use super::super::visit::{BodyDigest, Candidate, Purpose, Skips, Verdict};
use super::mind::Mind;
use crate::archive::{Answer, decode};
use crate::page::{Decoded, Limits, Link, LinkKind, Links, Section, links};
use crate::vocabulary::web::Web;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use url::Url;

/// Promise of a sitemap or feed: they come before all pages.
pub(super) const GUIDE: i32 = 1_000_000;
/// Promise of a start address.
pub(super) const START: i32 = 900_000;
/// Promise of a page as far as its links inherit it; that of a start address says nothing.
const MOST_INHERITED: i32 = 300;

/// What an address costs of which nothing but itself is known.
const BARE: i32 = 20;

/// What reading needs to know beside the answer.
pub(super) struct Reader<'a> {
    pub plan: &'a Plan,
    pub web: &'a Web,
    pub scorer: &'a Scorer,
}

/// What an answer says.
#[derive(Debug)]
pub(super) struct Digested {
    pub verdict: Verdict,
    pub digest: Option<BodyDigest>,
    /// The same of the body as it was sent, if that is known.
    pub sent_digest: Option<BodyDigest>,
    pub relevance: i32,
    /// Addresses of this host first learnt, or promised more of; and all of other hosts of the source.
    pub links: Vec<Candidate>,
    pub skips: Skips,
    /// The text of robots.txt, and what it means.
    pub rules: Option<(String, Rules)>,
}

impl Digested {
    /// Content as it was before.
    pub fn same(digest: Option<BodyDigest>) -> Self {
        Self { verdict: Verdict::Content, digest, ..Self::failed("") }
    }

    /// No answer came, for the reason of this code.
    pub fn failed(code: &str) -> Self {
        let verdict = Verdict::Failed(code.to_owned());
        Self { verdict, digest: None, sent_digest: None, relevance: 0, links: Vec::new(), skips: Skips::new(), rules: None }
    }
}

impl Reader<'_> {
    /// Reads an answer, whatever is in it: a fault of the program is a failure of this answer, not the end of the crawl. What the mind
    /// has learnt until then stays.
    pub fn read_safely(
        &self,
        target: &Candidate,
        answer: &Answer,
        before: Option<BodyDigest>,
        source: (&SourcePlan, &Scope),
        mind: &mut Mind,
    ) -> Digested {
        let read = AssertUnwindSafe(|| self.read(target, answer, before, source, mind));
        catch_unwind(read).unwrap_or_else(|_| Digested::failed("internal"))
    }

    /// Reads an answer. `before` is the digest of the content that stood there last: what has not changed leads nowhere new.
    fn read(
        &self,
        target: &Candidate,
        answer: &Answer,
        before: Option<BodyDigest>,
        source: (&SourcePlan, &Scope),
        mind: &mut Mind,
    ) -> Digested {
        let body = match decode(answer, self.plan.fetch.max_decoded_bytes) {
            Ok(body) => body,
            // Of a refusal or a redirect the status says enough.
            Err(_) if !(200..300).contains(&answer.status) => Cow::Borrowed(&answer.body[..]),
            Err(_) => return Digested::failed("undecodable"),
        };
        if broke_off(target.purpose, answer, &body) {
            return Digested::failed("cut_short");
        }
        let mut digested = Digested { verdict: Verdict::Content, ..Digested::failed("") };
        if target.purpose == Purpose::Robots {
            return self.rules(target, answer, &body, source, mind);
        }
        let page = self.markup(target, answer, &body);
        let html = page.as_ref().and_then(Decoded::html);
        let links = html.map(links).unwrap_or_default();
        digested.verdict = match target.purpose {
            Purpose::Page => verdict(answer, &body, html.map(|html| Scanned { html, links: &links }), &self.web.answers),
            // Sitemaps are served as anything; reading them tells what they are.
            _ => by_status(answer.status),
        };
        if digested.verdict == Verdict::Content {
            digested.digest = Some(Sha256::digest(&body[..]).into());
            digested.sent_digest = digested.digest.filter(|_| matches!(body, Cow::Borrowed(_)));
        }
        let mut gather = Gather { reader: self, target, source, mind, links: Vec::new(), skips: Skips::new() };
        match digested.verdict {
            Verdict::Redirect => gather.redirect(answer),
            Verdict::Content if digested.digest == before => {}
            Verdict::Content if target.purpose == Purpose::Page => {
                digested.relevance = self.scorer.relevance(links.title.as_deref(), &target.url, html.unwrap_or_default());
                gather.page(&links, digested.relevance);
            }
            Verdict::Content => digested.verdict = gather.guide(&body),
            _ => {}
        }
        (digested.links, digested.skips) = (gather.links, gather.skips);
        digested
    }

    /// A page's markup as text. Documents are not opened: they hold no links worth their cost.
    fn markup<'b>(&self, target: &Candidate, answer: &Answer, body: &'b [u8]) -> Option<Decoded<'b>> {
        let is_document = body.starts_with(b"%PDF-") || body.starts_with(b"PK\x03\x04");
        if target.purpose != Purpose::Page || is_document {
            return None;
        }
        let limits = Limits { max_bytes: self.plan.fetch.max_decoded_bytes, ..Limits::default() };
        Decoded::new(body, answer.header("content-type").and_then(charset_of), &limits).ok()
    }

    /// Reads robots.txt: the rules, and the sitemaps it names.
    fn rules(
        &self,
        target: &Candidate,
        answer: &Answer,
        body: &[u8],
        source: (&SourcePlan, &Scope),
        mind: &mut Mind,
    ) -> Digested {
        let rules = Rules::read(Origin::Answer { status: answer.status, body }, &target.url);
        let mut gather = Gather { reader: self, target, source, mind, links: Vec::new(), skips: Skips::new() };
        if source.0.follow && answer.status != 304 && !(300..400).contains(&answer.status) {
            gather.sitemaps(&rules);
        }
        let (links, skips) = (gather.links, gather.skips);
        let text = robots::remembered(body);
        let verdict = by_status(answer.status);
        Digested { verdict, links, skips, rules: Some((text, rules)), ..Digested::failed("") }
    }
}

/// Bytes at the end of a body among which its last mark must stand: behind it come at most comments and the space of a template.
const END: usize = 1 << 10;

/// Whether an answer's connection ended before its body did, so that it must not take the place of a whole one. Some servers
/// announce more than they have: what holds its own end is whole, whatever was announced. Half the rules for robots are other
/// rules; half a list of addresses still names addresses; and what our own limit cut would be cut again.
fn broke_off(purpose: Purpose, answer: &Answer, body: &[u8]) -> bool {
    if answer.truncated.is_none_or(|word| word == "length") {
        return false;
    }
    let end = body.get(body.len().saturating_sub(END)..).unwrap_or_default().to_ascii_lowercase();
    let holds = |mark: &[u8]| memchr::memmem::find(&end, mark).is_some();
    match purpose {
        Purpose::Robots => true,
        Purpose::Sitemap | Purpose::Feed => false,
        Purpose::Page => ![&b"</html"[..], b"</frameset", b"%%eof", b"pk\x05\x06"].into_iter().any(holds),
    }
}

/// The verdict on an answer that is not read any further.
fn by_status(status: u16) -> Verdict {
    match status {
        304 => Verdict::NotModified,
        200..=299 => Verdict::Content,
        300..=399 => Verdict::Redirect,
        404 => Verdict::Missing,
        410 => Verdict::Gone,
        400..=407 | 409..=424 | 426..=428 | 430..=499 => Verdict::Refused,
        _ => Verdict::ServerError,
    }
}

/// The character set of a content type.
pub fn charset_of(content_type: &str) -> Option<&str> {
    let parameter =
        |part: &'_ str| part.trim().split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("charset")).is_some();
    let part = content_type.split(';').skip(1).find(|part| parameter(part))?;
    part.split_once('=').map(|(_, charset)| charset.trim().trim_matches(['"', '\'']))
}

/// The page that links stand on.
struct Parent<'p> {
    links: &'p Links<'p>,
    relevance: i32,
    score: i32,
    /// That of its links.
    depth: u16,
}

impl Parent<'_> {
    /// What is known of one of its links.
    fn context<'c>(&'c self, link: &'c Link<'_>, url: &'c Url) -> LinkContext<'c> {
        LinkContext {
            text: &link.text,
            beside: &link.beside,
            nofollow: link.nofollow,
            section: link.section,
            heading: self.links.heading(link),
            parent_relevance: self.relevance,
            parent_text: self.links.own_text,
            parent_score: self.score,
            depth: self.depth,
            ..LinkContext::of(url)
        }
    }
}

/// Gathers the addresses of one answer.
struct Gather<'a, 'm> {
    reader: &'a Reader<'a>,
    target: &'a Candidate,
    source: (&'a SourcePlan, &'a Scope),
    mind: &'m mut Mind,
    links: Vec<Candidate>,
    skips: Skips,
}

impl Gather<'_, '_> {
    /// The links of a page.
    fn page(&mut self, links: &Links<'_>, relevance: i32) {
        if !self.source.0.follow {
            return;
        }
        if links.nofollow {
            return self.skip("nofollow");
        }
        if links.cut {
            self.skip("too_many_links");
        }
        let base = links.base.as_deref().and_then(|base| self.target.url.join(base).ok());
        let base = base.as_ref().unwrap_or(&self.target.url);
        let depth = self.target.depth.saturating_add(1);
        let found: Vec<(&Link<'_>, Found)> =
            links.links.iter().filter_map(|link| Some((link, self.find(base, &link.href)?))).collect();
        let parent = Parent { links, relevance, score: self.target.score.min(MOST_INHERITED), depth };
        let scorer = self.reader.scorer;
        let owns: Vec<Own> = found.iter().map(|(link, found)| scorer.own(&parent.context(link, &found.url))).collect();
        let in_content = found.iter().zip(&owns).filter(|((link, _), _)| link.section == Section::Content);
        let richness = richness(in_content.map(|(_, own)| *own));
        let telling = found.iter().zip(&owns).filter(|(_, own)| own.points != 0);
        let told: BTreeSet<Key> = telling.map(|((_, found), _)| found.key).collect();
        for ((link, Found { url, key }), own) in found.iter().zip(owns) {
            let (url, key) = (url.clone(), *key);
            // `more` tells nothing that the title before it does not tell.
            if own == Own::default() && told.contains(&key) {
                continue;
            }
            // Another page of a list is no further away than the list.
            let depth = if own.is_pager { self.target.depth.max(1) } else { depth };
            let context = LinkContext { parent_richness: richness, depth, ..parent.context(link, &url) };
            let (purpose, score) = match link.kind {
                // The feed of a list holds what the list does, that of an article its comments.
                LinkKind::Feed if self.target.depth > 0 || key == self.target.key => {
                    self.skip("feed");
                    continue;
                }
                LinkKind::Feed => (Purpose::Feed, GUIDE - 1),
                // A page that consists of others, or sends to another, is that other.
                LinkKind::Frame | LinkKind::Refresh => (Purpose::Page, scorer.promise(own, &context).max(self.target.score)),
                _ => (Purpose::Page, scorer.promise(own, &context)),
            };
            self.take(Candidate { url, key, purpose, score, depth, hops: 0 });
        }
    }

    /// The addresses of a sitemap or feed.
    fn guide(&mut self, body: &[u8]) -> Verdict {
        let told = match sitemap::read(body, &SitemapCaps::default()) {
            Ok(told) => told,
            // Many sites show a page, or a word of regret, in place of what is not there.
            Err(SitemapError::Empty | SitemapError::Page | SitemapError::Other) => return Verdict::SoftMissing,
            Err(error) => return Verdict::Failed(error.code().to_owned()),
        };
        let (base, depth) = (self.target.url.clone(), self.target.depth.saturating_add(1));
        for sitemap in &told.sitemaps {
            if let Some(Found { url, key }) = self.find(&base, sitemap) {
                self.take(Candidate { url, key, purpose: Purpose::Sitemap, score: GUIDE - i32::from(depth), depth, hops: 0 });
            }
        }
        for (address, _) in &told.addresses {
            let Some(Found { url, key }) = self.find(&base, address) else { continue };
            // A bare address that tells nothing comes after all that a page tells of.
            let score = self.reader.scorer.link(&LinkContext { depth, ..LinkContext::of(&url) }).saturating_sub(BARE);
            self.take(Candidate { url, key, purpose: Purpose::Page, score, depth, hops: 0 });
        }
        // What stands before the fault counts.
        match told.cut {
            Some("malformed" | "truncated") => Verdict::Failed("sitemap_malformed".to_owned()),
            Some(reason) => {
                self.skip(reason);
                Verdict::Content
            }
            None => Verdict::Content,
        }
    }

    /// The sitemaps that a host's rules name, or the customary one.
    fn sitemaps(&mut self, rules: &Rules) {
        let base = self.target.url.clone();
        let named: Vec<&str> = rules.sitemaps().iter().map(Url::as_str).collect();
        for address in if named.is_empty() { vec!["/sitemap.xml"] } else { named } {
            if let Some(Found { url, key }) = self.find(&base, address) {
                self.take(Candidate { url, key, purpose: Purpose::Sitemap, score: GUIDE, depth: 0, hops: 0 });
            }
        }
    }

    /// Where a redirect leads.
    fn redirect(&mut self, answer: &Answer) {
        let Some(location) = answer.header("location") else { return self.skip("redirect_nowhere") };
        if self.target.hops >= self.reader.plan.fetch.max_redirects {
            return self.skip("redirects");
        }
        let target = self.target;
        let Some(Found { url, key }) = self.find(&target.url, location) else { return };
        if url == target.url {
            return self.skip("redirect_loop");
        }
        // Two spellings of one address are one address, unless the server insists on the other spelling. No address holds a blank,
        // so this key is no other address's.
        let key = if key == target.key { Key::of(&format!("{url} as it is")) } else { key };
        let score = target.score.saturating_add(1);
        self.take(Candidate { url, key, purpose: target.purpose, score, depth: target.depth, hops: target.hops + 1 });
    }

    /// Makes an address of a reference, if it is one of this source.
    fn find(&mut self, base: &Url, reference: &str) -> Option<Found> {
        let (addresses, scope) = (&self.reader.web.addresses, self.source.1);
        let find =
            || found(base, reference, addresses).and_then(|found| scope.admits(&found.url).then_some(found).ok_or("other_site"));
        let found = self.mind.recent.find(base, reference, find);
        found.map_err(|reason| self.skip(reason)).ok()
    }

    /// Whether an address is one of the host the answer came from.
    fn is_own(&self, url: &Url) -> bool {
        let own = &self.target.url;
        url.host_str() == own.host_str() && url.port() == own.port()
    }

    /// Takes an address in, if it is news and no trap.
    fn take(&mut self, mut candidate: Candidate) {
        if self.reader.plan.order == Order::BreadthFirst && candidate.purpose == Purpose::Page && candidate.hops == 0 {
            candidate.score = i32::try_from(self.mind.len()).map_or(i32::MIN, |number| -number);
        }
        if !self.is_own(&candidate.url) {
            // Its own task knows whether it is news.
            return self.links.push(candidate);
        }
        let is_known = self.mind.knows(candidate.key);
        // Whoever names a page as its sitemap does not make it one.
        if is_known && candidate.purpose != Purpose::Page {
            return;
        }
        if is_known && self.reader.plan.order == Order::BreadthFirst {
            return;
        }
        match self.mind.admit(&mut candidate, self.source.0.budget.depth) {
            Ok(true) => self.links.push(candidate),
            Ok(false) => {}
            Err(reason) => self.skip(reason),
        }
    }

    fn skip(&mut self, reason: &'static str) {
        *self.skips.entry(reason).or_default() += 1;
    }
}
