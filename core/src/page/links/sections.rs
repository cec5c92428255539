//! Which part of a page the scan is in.

use super::super::region;
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

/// The elements that can be a part of a page, numbered.
const COUNT: usize = 13;
const NAV: usize = 1;
const HEADER: usize = 2;
const FOOTER: usize = 3;
const ASIDE: usize = 4;
const MAIN: usize = 5;
const ARTICLE: usize = 6;

/// The number of an element.
fn number(name: u64) -> Option<usize> {
    const DIV_NAME: u64 = key(b"div");
    const NAV_NAME: u64 = key(b"nav");
    const HEADER_NAME: u64 = key(b"header");
    const FOOTER_NAME: u64 = key(b"footer");
    const ASIDE_NAME: u64 = key(b"aside");
    const MAIN_NAME: u64 = key(b"main");
    const ARTICLE_NAME: u64 = key(b"article");
    const SECTION_NAME: u64 = key(b"section");
    const UL_NAME: u64 = key(b"ul");
    const TABLE_NAME: u64 = key(b"table");
    const TD_NAME: u64 = key(b"td");
    const FORM_NAME: u64 = key(b"form");
    const OL_NAME: u64 = key(b"ol");
    Some(match name {
        DIV_NAME => 0,
        NAV_NAME => NAV,
        HEADER_NAME => HEADER,
        FOOTER_NAME => FOOTER,
        ASIDE_NAME => ASIDE,
        MAIN_NAME => MAIN,
        ARTICLE_NAME => ARTICLE,
        SECTION_NAME => 7,
        UL_NAME => 8,
        TABLE_NAME => 9,
        TD_NAME => 10,
        FORM_NAME => 11,
        OL_NAME => 12,
        _ => return None,
    })
}

/// Parts open inside one another that are followed.
const MOST: usize = 64;

/// The parts that are open.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// How many elements of each name are open.
    open: [u32; COUNT],
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
        let Some(number) = number(key) else { return false };
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
            2 if section.is_none() && name.eq_ignore_ascii_case("id") => section = region::by_words(value),
            5 if section.is_none() && name.eq_ignore_ascii_case("class") => section = region::by_words(value),
            4 if name.eq_ignore_ascii_case("role") => section = region::by_role(value).or(section),
            _ => {}
        }
    }
    section
}
