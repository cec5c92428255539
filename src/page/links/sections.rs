//! Which part of a page the scan is in.

use super::super::{region, region_words};
use super::Section;
use super::attributes::Attributes;

/// The letters of a tag's name as a number, in lower case; 0 for names that are longer than any this module asks for.
pub(super) const fn key(name: &[u8]) -> u64 {
    if name.len() > 8 {
        return 0;
    }
    let (mut key, mut at) = (0, 0);
    while at < name.len() {
        key = key << 8 | (name[at] | 0x20) as u64;
        at += 1;
    }
    key
}

/// The elements that can be a part of a page.
const NAMES: [u64; 13] = [
    key(b"div"),
    key(b"nav"),
    key(b"header"),
    key(b"footer"),
    key(b"aside"),
    key(b"main"),
    key(b"article"),
    key(b"section"),
    key(b"ul"),
    key(b"table"),
    key(b"td"),
    key(b"form"),
    key(b"ol"),
];
const NAV: usize = 1;
const HEADER: usize = 2;
const FOOTER: usize = 3;
const ASIDE: usize = 4;
const MAIN: usize = 5;
const ARTICLE: usize = 6;

/// Parts open inside one another that are followed.
const MOST: usize = 64;

/// The parts that are open.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// How many elements of each name are open.
    open: [u32; NAMES.len()],
    /// The open parts: number of the name, how many of that name were open with it, and what part it is.
    parts: Vec<(usize, u32, Section)>,
}

impl Sections {
    /// The part the scan is in.
    pub(super) fn current(&self) -> Section {
        self.parts.last().map_or(Section::Content, |&(_, _, section)| section)
    }

    /// Takes a tag; tells whether it is one that can be a part.
    pub(super) fn take(&mut self, key: u64, name: usize, is_end: bool, source: &str) -> bool {
        let Some(number) = NAMES.iter().position(|&known| known == key) else { return false };
        if is_end {
            self.close(number);
            return true;
        }
        self.open[number] = self.open[number].saturating_add(1);
        if self.parts.len() < MOST
            && let Some(section) = self.opened(number, name, source)
        {
            self.parts.push((number, self.open[number], section));
        }
        true
    }

    fn close(&mut self, number: usize) {
        let left = self.open[number].saturating_sub(1);
        self.open[number] = left;
        let closed = self.parts.iter().position(|&(name, level, _)| name == number && level > left);
        self.parts.truncate(closed.unwrap_or(self.parts.len()));
    }

    fn opened(&self, number: usize, name: usize, source: &str) -> Option<Section> {
        let in_main = || self.open[MAIN] + self.open[ARTICLE] > 0;
        match number {
            NAV => Some(Section::Navigation),
            HEADER | FOOTER if in_main() => None,
            HEADER => Some(Section::Header),
            FOOTER => Some(Section::Footer),
            ASIDE => Some(Section::Aside),
            MAIN => Some(Section::Content),
            _ if source.len() <= name + 3 => None,
            _ => by_attributes(name, source),
        }
    }
}

/// The part that the role, class or id of an element tells.
fn by_attributes(name: usize, source: &str) -> Option<Section> {
    let mut section = None;
    for (name, value) in Attributes::of(source, name) {
        match name.len() {
            2 if section.is_none() && name.eq_ignore_ascii_case("id") => section = by_words(value),
            5 if section.is_none() && name.eq_ignore_ascii_case("class") => section = by_words(value),
            4 if name.eq_ignore_ascii_case("role") => section = region::by_role(value).or(section),
            _ => {}
        }
    }
    section
}

/// The part that a class or id tells by its words. Most hold none of the telling words, which their beginnings and lengths show.
fn by_words(value: &str) -> Option<Section> {
    let bytes = value.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && !(at > from && starts_word(bytes, at)) {
            at += 1;
        }
        if at > from && LENGTHS[usize::from(bytes[from] & 0x1f)] >> (at - from).min(31) & 1 == 1 {
            return region::by_words(value);
        }
        at += usize::from(at == from);
    }
    None
}

/// Whether a capital begins a word of its own (`leftMenu`).
fn starts_word(bytes: &[u8], at: usize) -> bool {
    bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase()
}

/// For each letter of the alphabet, a bit for every length that a telling word which begins with it may have.
static LENGTHS: [u32; 32] = {
    let mut lengths = [0; 32];
    let mut at = 0;
    while at < region_words::WORDS.len() {
        let word = region_words::WORDS[at].0.as_bytes();
        lengths[(word[0] & 0x1f) as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};
