//! Words in `class` and `id` that tell which part of a page an element is. Data, read by [`super::region`].
//!
//! Classes and ids are cut into words at `-`, `_`, blanks, digits and capitals (`leftMenu2` → `left`, `menu`). Gathered from 415
//! home pages of Polish public bodies and from the templates of WordPress, Joomla, Drupal, Liferay and the BIP systems. Keep each
//! list in alphabetical order, and add a word only if hardly any page uses it for its main text.

use super::Region;

/// A word and the region it tells.
pub(super) const WORDS: &[(&str, Region)] = &[
    // Cookie bars and consent dialogs.
    ("ciasteczka", Region::Consent),
    ("ciasteczkach", Region::Consent),
    ("consent", Region::Consent),
    ("cookie", Region::Consent),
    ("cookiebar", Region::Consent),
    ("cookieconsent", Region::Consent),
    ("cookies", Region::Consent),
    ("cookielaw", Region::Consent),
    ("gdpr", Region::Consent),
    ("rodopopup", Region::Consent),
    // Menus, breadcrumbs, pagers, switches.
    ("breadcrumb", Region::Navigation),
    ("breadcrumbs", Region::Navigation),
    ("crumb", Region::Navigation),
    ("crumbs", Region::Navigation),
    ("dropdown", Region::Navigation),
    ("menu", Region::Navigation),
    ("menubar", Region::Navigation),
    ("menus", Region::Navigation),
    ("nav", Region::Navigation),
    ("navbar", Region::Navigation),
    ("navi", Region::Navigation),
    ("navigation", Region::Navigation),
    ("nawigacja", Region::Navigation),
    ("okruszki", Region::Navigation),
    ("pager", Region::Navigation),
    ("pagination", Region::Navigation),
    ("pasek", Region::Navigation),
    ("pathway", Region::Navigation),
    ("sciezka", Region::Navigation),
    ("sitemap", Region::Navigation),
    ("skiplinks", Region::Navigation),
    ("stronicowanie", Region::Navigation),
    ("submenu", Region::Navigation),
    ("topmenu", Region::Navigation),
    // The site's head.
    ("banner", Region::Header),
    ("header", Region::Header),
    ("masthead", Region::Header),
    ("naglowek", Region::Header),
    ("topbar", Region::Header),
    // The site's foot.
    ("colophon", Region::Footer),
    ("copyright", Region::Footer),
    ("foot", Region::Footer),
    ("footer", Region::Footer),
    ("licznik", Region::Footer),
    ("stopka", Region::Footer),
    ("stopki", Region::Footer),
    // Columns and boxes beside the text.
    ("aside", Region::Aside),
    ("bok", Region::Aside),
    ("kalendarz", Region::Aside),
    ("newsletter", Region::Aside),
    ("pogoda", Region::Aside),
    ("powiazane", Region::Aside),
    ("related", Region::Aside),
    ("sidebar", Region::Aside),
    ("widget", Region::Aside),
    ("widgets", Region::Aside),
];

/// Words that say an element holds the page's text, or only speaks of a part it has or lacks, so that no other word of the same
/// class counts (`article-header`, `content-with-menu`, `no-sidebar`).
pub(super) const CONTENT: &[&str] =
    &["article", "artykul", "bez", "content", "entry", "has", "layout", "no", "post", "tresc", "with", "without"];

/// Words beside which `header` means the heading of a text and not the head of a site (`page-header`).
pub(super) const HEADING: &[&str] = &["block", "box", "item", "page", "panel", "section"];

/// What a word of a class or id says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One of [`WORDS`].
    Part(Region),
    /// One of [`CONTENT`].
    Content,
    /// One of [`HEADING`].
    Heading,
}

/// What a word says, in letters of either case. Most say nothing, which their first letters and lengths show.
pub(super) fn meaning(word: &[u8]) -> Option<Meaning> {
    let first = usize::from(word.first()? & 0x1f);
    if LENGTHS[first] >> word.len().min(31) & 1 == 0 {
        return None;
    }
    let key = key(word);
    let entry = ENTRIES.get(usize::from(STARTS[first])..usize::from(STARTS[first + 1]))?.iter().find(|entry| entry.0 == key)?;
    Some(entry.1)
}

/// The letters of a word of up to sixteen as a number, without regard to case.
const fn key(word: &[u8]) -> u128 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = key << 8 | (word[at] | 0x20) as u128;
        at += 1;
    }
    key
}

/// The word of a number, from all lists.
const fn listed(number: usize) -> (&'static [u8], Meaning) {
    if number < WORDS.len() {
        return (WORDS[number].0.as_bytes(), Meaning::Part(WORDS[number].1));
    }
    let number = number - WORDS.len();
    if number < CONTENT.len() {
        return (CONTENT[number].as_bytes(), Meaning::Content);
    }
    (HEADING[number - CONTENT.len()].as_bytes(), Meaning::Heading)
}

const COUNT: usize = WORDS.len() + CONTENT.len() + HEADING.len();

/// All words, ordered by their first letters.
static ENTRIES: [(u128, Meaning); COUNT] = {
    let mut entries = [(0, Meaning::Content); COUNT];
    let (mut first, mut length) = (0, 0);
    while first < 32 {
        let mut number = 0;
        while number < COUNT {
            let (word, meaning) = listed(number);
            assert!(word.len() <= 16, "a word has at most as many letters as its number has bytes");
            if (word[0] & 0x1f) as usize == first {
                entries[length] = (key(word), meaning);
                length += 1;
            }
            number += 1;
        }
        first += 1;
    }
    entries
};

/// For each letter of the alphabet, where in [`ENTRIES`] its words begin.
static STARTS: [u8; 33] = {
    let mut starts = [0; 33];
    let mut number = 0;
    while number < COUNT {
        let mut behind = (listed(number).0[0] & 0x1f) as usize + 1;
        while behind < starts.len() {
            starts[behind] += 1;
            behind += 1;
        }
        number += 1;
    }
    starts
};

/// For each letter of the alphabet, a bit for every length that a word which begins with it may have.
static LENGTHS: [u32; 32] = {
    let mut lengths = [0; 32];
    let mut number = 0;
    while number < COUNT {
        let word = listed(number).0;
        lengths[(word[0] & 0x1f) as usize] |= 1 << word.len();
        number += 1;
    }
    lengths
};
