//! What a link promises, and what a page does.
//!
//! A score is a sum of whole numbers, so that it is the same on every machine: what the link's own words say, what the page it stands
//! on says, where on the page it stands, and how far away it is. The words and their weights stand in `links.toml`; how the parts
//! weigh against each other stands here.

use super::plan::Order;
use crate::page::Section;
use crate::text::{Folded, words};
use crate::vocabulary::web::{LinkClass, Links};
use url::Url;

/// What is known of a link.
#[derive(Debug, Clone, Copy)]
pub struct LinkContext<'a> {
    /// Where it leads.
    pub url: &'a Url,
    /// What it is called.
    pub text: &'a str,
    /// The part of the page it stands in.
    pub section: Section,
    /// The heading it stands under.
    pub heading: Option<&'a str>,
    /// [`Scorer::relevance`] of the page it stands on.
    pub parent_relevance: i32,
    /// Score of the page it stands on.
    pub parent_score: i32,
    /// Links away from a start address.
    pub depth: u16,
}

/// What the words of one link can promise or cost at most.
const MOST_OWN: i32 = 150;

/// What the words of a page can tell at most.
const MOST_RELEVANCE: i32 = 100;

/// Letters that tell a page, as far as they are counted, and what each is worth.
const MOST_TELLS: usize = 10;
const TELL: i32 = 4;

/// Levels of depth that cost, and what each costs.
const MOST_DEPTH: u16 = 12;
const DEPTH: i32 = 3;

/// Share of an entry's weight, in percent, by where its phrase stands.
const IN_TEXT: i32 = 100;
const IN_ADDRESS: i32 = 60;
const IN_HEADING: i32 = 30;

/// Tells what links and pages promise.
#[derive(Debug, Clone)]
pub struct Scorer {
    words: Links,
    order: Order,
}

/// What the words found in a link, its address and its heading are worth.
struct Found<'w> {
    /// Entry, kind and worth, each entry once.
    hits: Vec<(&'w str, LinkClass, i32)>,
}

impl Scorer {
    /// A scorer that knows these words.
    pub fn new(words: &Links, order: Order) -> Self {
        Self { words: words.clone(), order }
    }

    /// What a link promises; more is better.
    pub fn link(&self, link: &LinkContext<'_>) -> i32 {
        let mut sum = 0;
        self.parts(link, |_, points| sum += points);
        sum
    }

    /// The same in parts: the id of each rule and what it adds.
    pub fn explain(&self, link: &LinkContext<'_>) -> Vec<(String, i32)> {
        let mut parts = Vec::new();
        self.parts(link, |rule, points| parts.push((rule.to_owned(), points)));
        parts
    }

    /// What a page promises by its title, its address and its text (which may be its markup): how well its links will do.
    pub fn relevance(&self, title: Option<&str>, url: &Url, text: &str) -> i32 {
        let found = self.find(title.unwrap_or_default(), url, None);
        let tells = i32::try_from(self.words.tells(text, MOST_TELLS)).unwrap_or_default() * TELL;
        let words: i32 = found.hits.iter().filter(|(_, class, _)| *class != LinkClass::Pager).map(|(_, _, points)| points).sum();
        (words + tells).clamp(-MOST_RELEVANCE, MOST_RELEVANCE)
    }

    fn parts(&self, link: &LinkContext<'_>, mut add: impl FnMut(&str, i32)) {
        if self.order == Order::BreadthFirst {
            return add("depth", -i32::from(link.depth));
        }
        let found = self.find(link.text, link.url, link.heading);
        let mut own = 0;
        for (id, class, points) in &found.hits {
            if *class != LinkClass::Pager {
                own += points;
                add(id, *points);
            }
        }
        if own.abs() > MOST_OWN {
            add("bounds", own.clamp(-MOST_OWN, MOST_OWN) - own);
        }
        let is_pager = found.hits.iter().any(|(_, class, _)| *class == LinkClass::Pager) || is_page_number(link.text);
        add("parent", inherited(link, is_pager));
        add("section", section(link.section));
        add("depth", -DEPTH * i32::from(link.depth.min(MOST_DEPTH)));
    }

    /// The words of a link; one that stands in several places counts where it counts most.
    fn find(&self, text: &str, url: &Url, heading: Option<&str>) -> Found<'_> {
        let address = url.path();
        let query = url.query().unwrap_or_default();
        let mut all = String::with_capacity(text.len() + address.len() + query.len() + heading.map_or(0, str::len) + 9);
        // The bar ends a phrase, as a sentence's end does.
        all.push_str(text);
        all.push_str(" | ");
        let text_end = all.len();
        all.push_str(address);
        all.push_str(" | ");
        all.push_str(query);
        all.push_str(" | ");
        let address_end = all.len();
        all.push_str(heading.unwrap_or_default());
        let folded = Folded::new(&all);
        let (text_end, address_end) = (folded.folded_offset(text_end), folded.folded_offset(address_end));
        let mut hits: Vec<(usize, i32)> = Vec::new();
        for cue in self.words.find(folded.as_str(), &words(folded.as_str())) {
            let share = match cue.span.start {
                at if at < text_end => IN_TEXT,
                at if at < address_end => IN_ADDRESS,
                _ => IN_HEADING,
            };
            // The places come in falling order of their shares.
            if !hits.iter().any(|&(entry, _)| entry == cue.entry) {
                hits.push((cue.entry, share));
            }
        }
        let hit = |(number, share)| {
            let entry = self.words.number(number)?;
            Some((entry.id.as_str(), entry.class, entry.weight * share / 100))
        };
        Found { hits: hits.into_iter().filter_map(hit).collect() }
    }
}

/// What a link has of the page it stands on: most in the page's own text, little in a menu that stands on every page.
fn inherited(link: &LinkContext<'_>, is_pager: bool) -> i32 {
    let (relevance, score) = (link.parent_relevance.clamp(-MOST_RELEVANCE, MOST_RELEVANCE), link.parent_score.clamp(0, MOST_OWN));
    match link.section {
        _ if is_pager => relevance * 3 / 4 + score / 5,
        Section::Content if relevance > 0 => relevance / 2 + score / 8,
        Section::Content => relevance / 4 + score / 8,
        Section::Aside => relevance / 6,
        Section::Navigation | Section::Header | Section::Footer | Section::Consent => relevance / 10,
    }
}

/// What the part of the page says of a link.
fn section(section: Section) -> i32 {
    match section {
        Section::Content => 6,
        Section::Navigation => 4,
        Section::Aside => 0,
        Section::Header => -2,
        Section::Footer => -6,
        Section::Consent => -20,
    }
}

/// Whether a link's text is the number of a page of a list.
fn is_page_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
