//! The links of a page, without parsing it into a tree.
//!
//! A crawler looks at a hundred times more pages than hold a notice; a tree of each would cost more than all else it does. One scan
//! of the tags tells where links lead, what they are called and which part of the page they stand in, and on the way what the
//! crawler needs to know of the page itself: its title, its headings, and how much text it has of its own.

mod attributes;
mod collect;
mod gathered;
mod references;
mod sections;
#[cfg(test)]
mod tests;

use super::{Decoded, Region, Rewritten, sniff};
use std::borrow::Cow;

/// Links of one page; a page with more is a list of everything, or a trap.
pub const MAX_LINKS: usize = 5_000;

/// Where on a page a link stands: the regions that a parsed page has too, by the means of a scan.
pub type Section = Region;

/// A link of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'t> {
    /// The address as it is written, character references read; relative to [`Links::base`] or the page's own address.
    pub href: Cow<'t, str>,
    /// What the link is called: its text, tags left out and blanks joined; where that says little, its label, its picture's
    /// alternative text or its title. At most 300 bytes.
    pub text: Cow<'t, str>,
    /// The text behind it up to the next link or heading, in the page's own text only: in lists, the first words of what it leads to.
    /// At most 300 bytes.
    pub beside: Cow<'t, str>,
    /// What kind of link it is.
    pub kind: LinkKind,
    /// The part of the page it stands in.
    pub section: Section,
    /// Number of the nearest heading before it (see [`Links::heading`]).
    pub heading: Option<u16>,
    /// Whether it asks robots not to follow it (`rel=nofollow`).
    pub nofollow: bool,
}

/// What makes a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// `<a href>`
    Anchor,
    /// `<area href>`: a part of a picture.
    Area,
    /// `<frame src>` or `<iframe src>`.
    Frame,
    /// `<link rel=canonical>`: the address the page itself would be known by.
    Canonical,
    /// `<link rel=alternate>` with the type of a feed.
    Feed,
    /// `<meta http-equiv=refresh>`: a redirect that the page itself makes.
    Refresh,
}

/// The links of a page, and what the scan learned on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links<'t> {
    /// The links in page order, at most [`MAX_LINKS`].
    pub links: Vec<Link<'t>>,
    /// The headings in page order, with their levels.
    pub headings: Vec<(u8, Cow<'t, str>)>,
    /// The address that others are relative to, if the page names one.
    pub base: Option<Cow<'t, str>>,
    /// The document's title.
    pub title: Option<Cow<'t, str>>,
    /// Whether the page asks robots to follow none of its links (`<meta name=robots content=nofollow>`).
    pub nofollow: bool,
    /// Bytes of text that is no link and stands in no menu, header or footer: how much the page has to say.
    pub own_text: usize,
    /// Whether the page asks for a password.
    pub password: bool,
    /// Whether there are more links than were taken.
    pub cut: bool,
    /// The pieces its own text begins with, as they are written.
    own: Vec<&'t str>,
}

impl Links<'_> {
    /// The nearest heading before a link.
    pub fn heading(&self, link: &Link<'_>) -> Option<&str> {
        let (_, text) = self.headings.get(usize::from(link.heading?))?;
        Some(text)
    }

    /// The beginning of the page's own text (see [`Links::own_text`]), pieces parted by line breaks: 1 500 bytes and the rest of the
    /// piece that goes beyond, of that no more than as much again.
    pub fn own_start(&self) -> String {
        let mut text = String::new();
        for piece in &self.own {
            text.push_str(&references::read(gathered::shortened(piece, 1_500)));
            text.push('\n');
        }
        text
    }
}

/// Finds the links of an HTML page. Linear in its length, whatever it holds.
pub fn links(html: &str) -> Links<'_> {
    collect::links(html)
}

impl Decoded<'_> {
    /// The page's text before parsing, if it is HTML; documents and plain text are not.
    pub fn html(&self) -> Option<&str> {
        let is_html = match self.rewritten {
            Some(Rewritten::Plain) => false,
            Some(Rewritten::Html) => true,
            None => sniff::is_html(&self.text),
        };
        is_html.then_some(&*self.text)
    }

    /// The text the bytes stand for: markup, or the text of a document.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The page's links; none if it is no HTML.
    pub fn links(&self) -> Links<'_> {
        self.html().map(links).unwrap_or_default()
    }
}
