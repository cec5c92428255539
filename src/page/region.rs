//! Tells the parts of a page apart: its own text from menus, columns, header, footer and cookie bars.
//!
//! Regions only mark blocks; no text is dropped for standing in one. In doubt a block is [`Region::Content`].

use super::blocks::Draft;
use super::region_words::{CONTENT, HEADING, WORDS};
use super::tag::Tag;
use super::tree::Element;
use super::{BlockKind, Region};
use html5ever::local_name;

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
    if element.is_bare() {
        return None;
    }
    if let Some(region) = element.attribute(&local_name!("role")).and_then(by_role) {
        return Some(Mark::Element(region));
    }
    let names = [local_name!("id"), local_name!("class")];
    names.iter().find_map(|name| by_words(element.attribute(name)?)).map(Mark::Class)
}

fn by_role(role: &str) -> Option<Region> {
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
fn by_words(value: &str) -> Option<Region> {
    value.split_ascii_whitespace().find_map(by_token)
}

/// The region one class tells.
fn by_token(token: &str) -> Option<Region> {
    let mut found = None;
    let mut is_heading = false;
    for word in words(token) {
        if is_one_of(word, CONTENT) {
            return None;
        }
        is_heading |= is_one_of(word, HEADING);
        found = found.or_else(|| lookup(word));
    }
    found.filter(|&region| !(is_heading && region == Region::Header))
}

fn is_one_of(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The words of one class: `leftMenu_2-top` → `left`, `Menu`, `top`.
fn words(token: &str) -> impl Iterator<Item = &str> {
    let mut rest = token;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        let bytes = rest.as_bytes();
        let lower = (0..bytes.len()).find(|&at| {
            let ends = !bytes[at].is_ascii_alphabetic();
            ends || (at > 0 && bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase())
        });
        let (word, left) = rest.split_at(lower.unwrap_or(rest.len()));
        rest = left;
        (!word.is_empty()).then_some(word)
    })
}

fn lookup(word: &str) -> Option<Region> {
    let first = word.as_bytes().first()?.to_ascii_lowercase();
    WORDS
        .iter()
        .filter(|(known, _)| known.as_bytes().first() == Some(&first))
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|&(_, region)| region)
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

/// If classes leave hardly any text to the page itself, they mean something else on this site: only menus and cookie bars stay
/// marked.
fn take_back_classes(drafts: &mut [Draft]) {
    let bytes = |wanted: &dyn Fn(&Draft) -> bool| -> usize {
        drafts.iter().filter(|draft| wanted(draft)).map(|draft| draft.block.span.len().saturating_sub(draft.link_bytes)).sum()
    };
    let is_aside = |region| matches!(region, Region::Aside | Region::Header | Region::Footer);
    let content = bytes(&|draft| draft.block.region == Region::Content);
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
