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
    /// The text behind it, in lists the first words of what it leads to.
    pub beside: &'a str,
    /// Whether it asks robots not to follow it.
    pub nofollow: bool,
    /// The part of the page it stands in.
    pub section: Section,
    /// The heading it stands under.
    pub heading: Option<&'a str>,
    /// [`Scorer::relevance`] of the page it stands on.
    pub parent_relevance: i32,
    /// [`richness`] of the page it stands on.
    pub parent_richness: i32,
    /// Bytes of text that the page it stands on has of its own.
    pub parent_text: usize,
    /// Score of the page it stands on.
    pub parent_score: i32,
    /// Links away from a start address.
    pub depth: u16,
}

impl<'a> LinkContext<'a> {
    /// An address of which nothing else is known, as sitemaps tell them.
    pub fn of(url: &'a Url) -> Self {
        Self {
            url,
            text: "",
            beside: "",
            nofollow: false,
            section: Section::Content,
            heading: None,
            parent_relevance: 0,
            parent_richness: 0,
            parent_text: usize::MAX,
            parent_score: 0,
            depth: 1,
        }
    }
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
const BESIDE: i32 = 40;
const IN_HEADING: i32 = 30;

/// Words that a menu entry has beside the name of a list; a longer text is a sentence that mentions one, and worth half.
const MOST_BESIDE_NAME: usize = 3;

/// Promise from which a link counts towards the richness of its page, what of it counts, and how rich a page can be.
const RICH: i32 = 40;
const RICH_PART: i32 = 10;
const MOST_RICHNESS: i32 = 60;

/// Promise down to which a link is of something else, links that make a list, and what a list of such links costs and another gains.
const POOR: i32 = -20;
const LIST: usize = 4;
const POOR_LIST: i32 = 40;
const RICH_LIST: i32 = 20;

/// What a link costs that asks robots not to follow it: a print view, a form, a vote.
const NOFOLLOW: i32 = 30;

/// Own text below which a page is but the cover of its documents, what a document of such a page gains, and what others cost: of a
/// page that tells enough itself, documents are seldom worth their bytes.
const COVER: usize = 400;
const COVERED: i32 = 25;
const DOCUMENT: i32 = 20;

/// Tells what links and pages promise.
#[derive(Debug, Clone)]
pub struct Scorer {
    words: Links,
    order: Order,
}

/// What a link promises by its own words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Own {
    /// Points of its words.
    pub points: i32,
    /// Whether it leads to the next piece of a list.
    pub is_pager: bool,
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
        self.promise(self.own(link), link)
    }

    /// What a link promises by its own words.
    pub fn own(&self, link: &LinkContext<'_>) -> Own {
        if self.order == Order::BreadthFirst {
            return Own::default();
        }
        let found = self.find(link);
        let is_pager = is_page_number(link.text) || found.hits.iter().any(|(_, class, _)| *class == LinkClass::Pager);
        let words = found.hits.iter().filter(|(_, class, _)| *class != LinkClass::Pager);
        let points = words.map(|(_, _, points)| points).sum::<i32>().clamp(-MOST_OWN, MOST_OWN);
        Own { points, is_pager }
    }

    /// What a link promises by its own words and by where it stands.
    pub fn promise(&self, own: Own, link: &LinkContext<'_>) -> i32 {
        let mut sum = own.points;
        self.place(own.is_pager, link, |_, points| sum += points);
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
        let found = self.words_of(title.unwrap_or_default(), url, "", None);
        let tells = i32::try_from(self.words.tells(text, MOST_TELLS)).unwrap_or_default() * TELL;
        // A list of everything says nothing of each.
        let tells_much = |class: LinkClass| !matches!(class, LinkClass::Pager | LinkClass::List);
        let words: i32 = found.hits.iter().filter(|(_, class, _)| tells_much(*class)).map(|(_, _, points)| points).sum();
        (words + tells).clamp(-MOST_RELEVANCE, MOST_RELEVANCE)
    }

    fn parts(&self, link: &LinkContext<'_>, mut add: impl FnMut(&str, i32)) {
        let own = self.own(link);
        if self.order == Order::BestFirst {
            let mut sum = 0;
            for (id, class, points) in self.find(link).hits {
                if class != LinkClass::Pager {
                    sum += points;
                    add(id, points);
                }
            }
            if sum != own.points {
                add("bounds", own.points - sum);
            }
        }
        self.place(own.is_pager, link, add);
    }

    /// What the place of a link adds.
    fn place(&self, is_pager: bool, link: &LinkContext<'_>, mut add: impl FnMut(&str, i32)) {
        if self.order == Order::BreadthFirst {
            return add("depth", -i32::from(link.depth));
        }
        add("parent", inherited(link, is_pager));
        add("section", section(link.section));
        if link.nofollow {
            add("nofollow", -NOFOLLOW);
        }
        if is_document(link.url) {
            add("document", if link.parent_text < COVER { COVERED } else { -DOCUMENT });
        }
        add("depth", -DEPTH * i32::from(link.depth.min(MOST_DEPTH)));
    }

    /// The words of a link.
    fn find(&self, link: &LinkContext<'_>) -> Found<'_> {
        self.words_of(link.text, link.url, link.beside, link.heading)
    }

    /// The words of a text and what stands with it; one that stands in several places counts where it counts most.
    fn words_of(&self, text: &str, url: &Url, beside: &str, heading: Option<&str>) -> Found<'_> {
        let address = url.path();
        let query = url.query().unwrap_or_default();
        let length = text.len() + address.len() + query.len() + beside.len() + heading.map_or(0, str::len);
        let mut all = String::with_capacity(length + 12);
        // The bar ends a phrase, as a sentence's end does.
        all.push_str(text);
        all.push_str(" | ");
        let text_end = all.len();
        all.push_str(address);
        all.push_str(" | ");
        all.push_str(query);
        all.push_str(" | ");
        let address_end = all.len();
        all.push_str(beside);
        all.push_str(" | ");
        let beside_end = all.len();
        all.push_str(heading.unwrap_or_default());
        let folded = Folded::new(&all);
        let (text_end, address_end) = (folded.folded_offset(text_end), folded.folded_offset(address_end));
        let beside_end = folded.folded_offset(beside_end);
        let words = words(folded.as_str());
        let count = |from: usize, to: usize| words.iter().filter(|word| word.span.start >= from && word.span.start < to).count();
        let mut hits: Vec<(usize, i32)> = Vec::new();
        for cue in self.words.find(folded.as_str(), &words) {
            let is_list =
                self.words.number(cue.entry).is_some_and(|entry| matches!(entry.class, LinkClass::Hub | LinkClass::List));
            let share = match cue.span.start {
                at if at < text_end && is_list && count(0, text_end) > count(at, cue.span.end) + MOST_BESIDE_NAME => IN_TEXT / 2,
                at if at < text_end => IN_TEXT,
                at if at < address_end => IN_ADDRESS,
                at if at < beside_end && is_list => continue,
                at if at < beside_end => BESIDE,
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

/// What a page promises as a list, by what its links promise by their own words: how well its further pages will do.
///
/// A page of a list shows ten titles for the price of one, so it is worth more than a page of which nothing is known; not so if nearly
/// all titles are of something else (not just most: some sites' menus look like text).
pub fn richness(links: impl IntoIterator<Item = Own>) -> i32 {
    let (mut all, mut poor, mut rich) = (0, 0, 0);
    for own in links.into_iter().filter(|own| !own.is_pager) {
        all += 1;
        poor += usize::from(own.points <= POOR);
        rich += if own.points >= RICH { own.points / RICH_PART } else { 0 };
    }
    let list = if all < LIST {
        0
    } else if poor * 4 > all * 3 {
        -POOR_LIST
    } else {
        RICH_LIST
    };
    list + rich.min(MOST_RICHNESS)
}

/// What a link has of the page it stands on: most in the page's own text, little in a menu that stands on every page.
fn inherited(link: &LinkContext<'_>, is_pager: bool) -> i32 {
    let (relevance, score) = (link.parent_relevance.clamp(-MOST_RELEVANCE, MOST_RELEVANCE), link.parent_score.clamp(0, MOST_OWN));
    match link.section {
        _ if is_pager => relevance * 3 / 4 + score / 5 + link.parent_richness,
        Section::Content if relevance > 0 => relevance / 2 + score / 8,
        Section::Content => relevance / 4 + score / 8,
        Section::Aside => relevance / 6,
        Section::Navigation | Section::Header | Section::Footer | Section::Consent => relevance / 10,
    }
}

/// What the part of the page says of a link.
fn section(section: Section) -> i32 {
    match section {
        // A menu leads to lists, the text beside it to single pages.
        Section::Navigation => 8,
        Section::Content => 4,
        Section::Aside => 4,
        Section::Header => -2,
        Section::Footer => -6,
        Section::Consent => -20,
    }
}

/// Whether an address names a document.
fn is_document(url: &Url) -> bool {
    const ENDINGS: [&str; 5] = [".pdf", ".doc", ".docx", ".odt", ".rtf"];
    let path = url.path();
    let is = |ending: &&str| {
        path.len() > ending.len() && path.get(path.len() - ending.len()..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    ENDINGS.iter().any(is)
}

/// Whether a link's text is the number of a page of a list.
fn is_page_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
