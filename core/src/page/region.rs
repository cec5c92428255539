//! Tells the parts of a page apart: its own text from menus, columns, header, footer and cookie bars.
//!
//! Regions only mark blocks; no text is dropped for standing in one. In doubt a block is [`Region::Content`].

use super::blocks::Draft;
use super::element::Element;
use super::region_words::{self, Meaning};
use super::tag::Tag;
use super::{BlockKind, Region};

/// What an element says about the region of everything in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Its tag or role says it.
    Element(Region),
    /// Only its class or id says it.
    Class(Region),
}

/// The region an element opens, if it opens one; `in_main` tells that it stands inside `<main>` or `<article>`, where a
/// `<header>` is the head of the text.
pub(super) fn opened(element: &Element, in_main: bool) -> Option<Mark> {
    let region = match element.tag {
        Tag::Nav => Some(Region::Navigation),
        Tag::Main => Some(Region::Content),
        Tag::Header | Tag::Footer if in_main => return None,
        Tag::Header => Some(Region::Header),
        Tag::Footer => Some(Region::Footer),
        Tag::Aside => Some(Region::Aside),
        _ => None,
    };
    if let Some(region) = region {
        return Some(Mark::Element(region));
    }
    element.mark
}

/// The region a role tells.
pub(super) fn by_role(role: &str) -> Option<Region> {
    match role.trim() {
        "navigation" | "menu" | "menubar" => Some(Region::Navigation),
        "banner" | "search" => Some(Region::Header),
        "contentinfo" => Some(Region::Footer),
        "complementary" => Some(Region::Aside),
        "main" => Some(Region::Content),
        _ => None,
    }
}

/// The region a class or id tells by its words.
pub(super) fn by_words(value: &str) -> Option<Region> {
    value.split_ascii_whitespace().find_map(by_token)
}

/// The region one class tells.
fn by_token(token: &str) -> Option<Region> {
    let mut found = None;
    let mut is_heading = false;
    for word in words(token.as_bytes()) {
        match region_words::meaning(word) {
            None => {}
            Some(Meaning::Content) => return None,
            Some(Meaning::Heading) => is_heading = true,
            Some(Meaning::Part(region)) => found = found.or(Some(region)),
        }
    }
    found.filter(|&region| !(is_heading && region == Region::Header))
}

/// The words of one class: `leftMenu_2-top` → `left`, `Menu`, `top`.
fn words(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let from = rest.iter().position(u8::is_ascii_alphabetic)?;
        let starts_word = |two: &[u8]| two[1].is_ascii_uppercase() && two[0].is_ascii_lowercase();
        let letters = rest[from..].iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len() - from);
        let word = &rest[from..from + letters];
        let length = word.windows(2).position(starts_word).map_or(letters, |at| at + 1);
        rest = &rest[from + length..];
        Some(&word[..length])
    })
}

/// Bytes of a link that may still be a menu entry; titles of notices are longer.
const SHORT_LINK: usize = 40;

/// Blocks in a row that are nothing but short links before they count as a menu.
const MENU_BLOCKS: usize = 3;

/// Settles the regions of a whole page, once all its blocks are known.
pub(super) fn settle(drafts: &mut [Draft]) {
    take_back_classes(drafts);
    mark_menus(drafts);
}

/// Bytes of text that are a notice's worth: a page that keeps as much for itself is cut up right.
const ENOUGH_CONTENT: usize = 400;

/// If classes leave hardly any text to the page itself, they mean something else on this site: only menus and cookie bars stay
/// marked.
fn take_back_classes(drafts: &mut [Draft]) {
    let bytes = |wanted: &dyn Fn(&Draft) -> bool| -> usize {
        drafts.iter().filter(|draft| wanted(draft)).map(|draft| draft.block.span.len().saturating_sub(draft.link_bytes)).sum()
    };
    let is_aside = |region| matches!(region, Region::Aside | Region::Header | Region::Footer);
    let content = bytes(&|draft| draft.block.region == Region::Content);
    if content >= ENOUGH_CONTENT {
        return;
    }
    let marked = bytes(&|draft| draft.by_class && is_aside(draft.block.region));
    let menus = bytes(&|draft| draft.by_class && draft.block.region == Region::Navigation);
    for draft in drafts.iter_mut().filter(|draft| draft.by_class) {
        let region = draft.block.region;
        let doubtful = (is_aside(region) && content * 8 < marked) || (region == Region::Navigation && content * 4 < menus);
        if doubtful {
            draft.block.region = Region::Content;
        }
    }
}

/// Marks runs of blocks that are nothing but short links, and single blocks that are rows of short links.
fn mark_menus(drafts: &mut [Draft]) {
    let mut start = 0;
    while start < drafts.len() {
        let run = drafts[start..].iter().take_while(|draft| is_link(draft)).count();
        if run >= MENU_BLOCKS {
            drafts[start..start + run].iter_mut().for_each(mark_navigation);
        }
        if run == 0 && is_row_of_links(&drafts[start]) {
            mark_navigation(&mut drafts[start]);
        }
        start += run.max(1);
    }
}

fn mark_navigation(draft: &mut Draft) {
    if draft.block.region == Region::Content {
        draft.block.region = Region::Navigation;
    }
}

fn is_link(draft: &Draft) -> bool {
    let bytes = draft.block.span.len();
    !matches!(draft.block.kind, BlockKind::Heading(_)) && bytes <= SHORT_LINK && draft.link_bytes * 10 >= bytes * 8
}

fn is_row_of_links(draft: &Draft) -> bool {
    let bytes = draft.block.span.len();
    let is_text = matches!(draft.block.kind, BlockKind::Paragraph | BlockKind::ListItem);
    is_text && draft.links >= 3 && draft.link_bytes * 10 >= bytes * 8 && bytes <= SHORT_LINK * draft.links
}
