//! One scan over a page that gathers its links.

use super::super::markup::{Piece, scan};
use super::attributes::Attributes;
use super::gathered::{Gathered, tidy};
use super::sections::{Sections, key};
use super::{Link, LinkKind, Links, MAX_LINKS, Section, references};
use std::borrow::Cow;

/// A link's text of so many bytes may say less than its label (`więcej`, `»`).
const SHORT_TEXT: usize = 16;

/// Bytes of a page's own text that are kept.
const OWN_KEPT: usize = 1_500;

/// Finds the links of an HTML page.
pub(super) fn links(html: &str) -> Links<'_> {
    let mut collector = Collector::default();
    scan(html, |piece| collector.take(piece));
    collector.end_link();
    collector.end_heading();
    collector.end_beside();
    collector.found
}

#[derive(Default)]
struct Collector<'t> {
    found: Links<'t>,
    sections: Sections,
    link: Option<Open<'t>>,
    heading: Option<(u8, Gathered<'t>)>,
    /// The text behind the newest link.
    beside: Gathered<'t>,
    /// Whether no heading came since that link.
    is_beside: bool,
    /// Number of the newest heading of each level, as far as none of a higher level came after it.
    above: [Option<u16>; 6],
    /// Whether the scan is in a `<noscript>`.
    in_noscript: bool,
}

/// A link whose end tag has not come.
struct Open<'t> {
    link: Link<'t>,
    text: Gathered<'t>,
    label: &'t str,
}

impl<'t> Collector<'t> {
    /// Takes a piece of the page; returns whether more are wanted.
    fn take(&mut self, piece: Piece<'t>) -> bool {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Tag { name, is_end, source, .. } => self.tag(name, is_end, source),
            Piece::Raw { name, text } => self.raw(name, text),
            Piece::Declaration(_) => {}
        }
        !self.found.cut
    }

    fn text(&mut self, text: &'t str) {
        if let Some((_, heading)) = &mut self.heading {
            heading.add(text);
        }
        if let Some(open) = &mut self.link {
            open.text.add(text);
        } else if text.len() > 1 && matches!(self.sections.current(), Section::Content | Section::Aside) {
            let text = text.trim_ascii();
            if !text.is_empty() {
                if self.heading.is_none() {
                    self.beside.part();
                    self.beside.add(text);
                }
                if self.found.own_text < OWN_KEPT {
                    self.found.own.push(text);
                }
                self.found.own_text += text.len();
            }
        }
    }

    /// Titles, and what is shown to those without scripts.
    fn raw(&mut self, name: &'t str, text: &'t str) {
        if name.eq_ignore_ascii_case("title") {
            if self.found.title.is_none() {
                self.found.title = Some(tidy(text));
            }
        } else if name.eq_ignore_ascii_case("noscript") && !self.in_noscript && text.contains("<a") {
            self.in_noscript = true;
            scan(text, |piece| self.take(piece));
            self.in_noscript = false;
        }
    }

    fn tag(&mut self, name: &'t str, is_end: bool, source: &'t str) {
        const A: u64 = key(b"a");
        const AREA: u64 = key(b"area");
        const LINK: u64 = key(b"link");
        const META: u64 = key(b"meta");
        const BASE: u64 = key(b"base");
        const FRAME: u64 = key(b"frame");
        const IFRAME: u64 = key(b"iframe");
        const IMG: u64 = key(b"img");
        const INPUT: u64 = key(b"input");
        const BR: u64 = key(b"br");
        const H1: u64 = key(b"h1");
        const H6: u64 = key(b"h6");
        let key = key(name.as_bytes());
        let attributes = Attributes::of(source, name.len());
        match key {
            A if is_end => self.end_link(),
            A => {
                self.end_link();
                self.end_beside();
                self.link = self.anchor(attributes);
            }
            H1..=H6 => self.heading(key, is_end),
            _ if is_end => {
                if self.sections.take(key, name.len(), true, source) {
                    self.part();
                }
            }
            AREA => {
                if let Some(Open { mut link, label, .. }) = self.anchor(attributes) {
                    (link.kind, link.text) = (LinkKind::Area, tidy(label));
                    self.push(link);
                }
            }
            LINK => self.relation(attributes),
            META => self.meta(attributes),
            BASE if self.found.base.is_none() => {
                let href = attributes.filter(|(name, _)| name.eq_ignore_ascii_case("href")).map(|(_, value)| value.trim_ascii());
                self.found.base = { href }.next().filter(|href| !href.is_empty()).map(references::read);
            }
            FRAME | IFRAME => {
                let mut attributes = attributes;
                if let Some((_, src)) = attributes.find(|(name, _)| name.eq_ignore_ascii_case("src")) {
                    self.add(src, LinkKind::Frame);
                }
            }
            IMG => self.picture(attributes),
            INPUT => {
                let asks =
                    |(name, value): (&str, &str)| name.eq_ignore_ascii_case("type") && value.eq_ignore_ascii_case("password");
                self.found.password |= { attributes }.any(asks);
            }
            BR => self.part(),
            _ => {
                if self.sections.take(key, name.len(), false, source) {
                    self.part();
                }
            }
        }
    }

    /// Words before and behind this tag are not one.
    fn part(&mut self) {
        if let Some(open) = &mut self.link {
            open.text.part();
        }
        if let Some((_, heading)) = &mut self.heading {
            heading.part();
        }
    }

    /// A link as its tag tells it.
    fn anchor(&self, attributes: Attributes<'t>) -> Option<Open<'t>> {
        let (mut href, mut label, mut nofollow) = (None, "", false);
        for (name, value) in attributes {
            if name.eq_ignore_ascii_case("href") {
                href = href.or(Some(value));
            } else if name.eq_ignore_ascii_case("aria-label")
                || label.is_empty() && (name.eq_ignore_ascii_case("title") || name.eq_ignore_ascii_case("alt"))
            {
                label = value;
            } else if name.eq_ignore_ascii_case("rel") {
                nofollow = has_token(value, "nofollow");
            }
        }
        let href = address(href?)?;
        let link = Link {
            href,
            text: Cow::Borrowed(""),
            beside: Cow::Borrowed(""),
            kind: LinkKind::Anchor,
            section: self.sections.current(),
            heading: self.heading_above(),
            nofollow,
        };
        Some(Open { link, text: Gathered::default(), label })
    }

    /// The heading a link at this place stands under: inside a heading, the one above that.
    fn heading_above(&self) -> Option<u16> {
        let below = self.heading.as_ref().map_or(6, |(level, _)| usize::from(*level).saturating_sub(1));
        self.above.get(..below)?.iter().flatten().max().copied()
    }

    fn picture(&mut self, attributes: Attributes<'t>) {
        if let Some(open) = &mut self.link
            && open.label.is_empty()
        {
            open.label = { attributes }.find(|(name, _)| name.eq_ignore_ascii_case("alt")).map_or("", |(_, value)| value);
        }
    }

    fn end_link(&mut self) {
        let Some(Open { mut link, text, label }) = self.link.take() else { return };
        link.text = text.finish();
        if link.text.len() <= SHORT_TEXT && label.len() > link.text.len() {
            link.text = tidy(label);
        }
        self.push(link);
    }

    /// Gives the text behind the newest link to it.
    fn end_beside(&mut self) {
        let text = std::mem::take(&mut self.beside).finish();
        if let Some(link) = self.found.links.last_mut()
            && matches!(link.section, Section::Content | Section::Aside)
            && self.is_beside
        {
            link.beside = text;
            self.is_beside = false;
        }
    }

    fn push(&mut self, link: Link<'t>) {
        if self.found.links.len() < MAX_LINKS {
            self.found.links.push(link);
            self.is_beside = true;
        } else {
            self.found.cut = true;
        }
    }

    /// Adds a link without a text.
    fn add(&mut self, href: &'t str, kind: LinkKind) {
        if let Some(href) = address(href) {
            let section = self.sections.current();
            let (text, beside) = (Cow::Borrowed(""), Cow::Borrowed(""));
            self.push(Link { href, text, beside, kind, section, heading: self.heading_above(), nofollow: false });
        }
    }

    fn heading(&mut self, key: u64, is_end: bool) {
        self.end_heading();
        if !is_end {
            self.end_beside();
            self.is_beside = false;
        }
        let level = (key & 0xf) as u8;
        if !is_end {
            self.heading = Some((level, Gathered::default()));
        }
    }

    fn end_heading(&mut self) {
        let Some((level, text)) = self.heading.take() else { return };
        let text = text.finish();
        let (Ok(number), at) = (u16::try_from(self.found.headings.len()), usize::from(level).saturating_sub(1)) else { return };
        if text.is_empty() || usize::from(number) >= MAX_LINKS {
            return;
        }
        self.found.headings.push((level, text));
        self.above.iter_mut().skip(at).for_each(|above| *above = None);
        if let Some(above) = self.above.get_mut(at) {
            *above = Some(number);
        }
    }

    /// `<link>`
    fn relation(&mut self, attributes: Attributes<'t>) {
        let (mut rel, mut kind, mut href) = ("", "", None);
        for (name, value) in attributes {
            match name.len() {
                3 if name.eq_ignore_ascii_case("rel") => rel = value,
                4 if name.eq_ignore_ascii_case("type") => kind = value,
                4 if name.eq_ignore_ascii_case("href") => href = Some(value),
                _ => {}
            }
        }
        let Some(href) = href else { return };
        if has_token(rel, "canonical") {
            self.add(href, LinkKind::Canonical);
        } else if has_token(rel, "alternate")
            && (kind.contains("rss+xml") || kind.contains("atom+xml") || kind.contains("rdf+xml"))
        {
            self.add(href, LinkKind::Feed);
        }
    }

    /// `<meta>`
    fn meta(&mut self, attributes: Attributes<'t>) {
        let (mut name, mut equiv, mut content) = ("", "", "");
        for (attribute, value) in attributes {
            match attribute.len() {
                4 if attribute.eq_ignore_ascii_case("name") => name = value,
                10 if attribute.eq_ignore_ascii_case("http-equiv") => equiv = value,
                7 if attribute.eq_ignore_ascii_case("content") => content = value,
                _ => {}
            }
        }
        if name.eq_ignore_ascii_case("robots") {
            let mut words = content.split([',', ' ']);
            self.found.nofollow |= words.any(|word| word.eq_ignore_ascii_case("nofollow") || word.eq_ignore_ascii_case("none"));
        } else if equiv.eq_ignore_ascii_case("refresh")
            && !self.in_noscript
            && let Some(url) = refresh(content)
        {
            self.add(url, LinkKind::Refresh);
        }
    }
}

/// The address of a refresh: `0; url='…'`.
fn refresh(content: &str) -> Option<&str> {
    let at = content.as_bytes().windows(3).position(|word| word.eq_ignore_ascii_case(b"url"))?;
    let url = content.get(at + 3..)?.trim_ascii_start().strip_prefix('=')?;
    Some(url.trim_ascii().trim_matches(['\'', '"']))
}

/// The address a link leads to, unless it leads to no page: a place on the same page, a script, a mail.
fn address(href: &str) -> Option<Cow<'_, str>> {
    let href = href.trim_ascii();
    let first = href.as_bytes().first()?;
    let leads_nowhere = match first {
        b'#' => true,
        b'j' | b'J' | b'm' | b'M' | b't' | b'T' | b'd' | b'D' | b's' | b'S' => {
            const SCHEMES: [&str; 6] = ["javascript:", "mailto:", "tel:", "data:", "sms:", "skype:"];
            SCHEMES.iter().any(|scheme| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        }
        _ => false,
    };
    (!leads_nowhere).then(|| references::read(href))
}

/// Whether a list of words parted by blanks holds a word.
fn has_token(list: &str, token: &str) -> bool {
    list.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(token))
}
