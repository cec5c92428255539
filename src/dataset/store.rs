//! The pages of a run and what they tell, put away piece by piece.
//!
//! In memory stay a page's address and, of a mention, where it is and the figures that are summed up before anything is published;
//! everything else is in the spool. Bytes in memory grow with pages and mentions, but by some hundred a page.

use super::codec::{Names, decode, encode, record};
use super::error::DatasetError;
use super::mended::Mended;
use super::model::{Availability, PageRecord};
use super::spool::{Kept, Spool};
use crate::check::{Check, Corrected, Mention, Proof};
use crate::notice::Notice;
use crate::page::Source;
use crate::resolve::page_id;
use crate::table::fits;
use crate::value::Currency;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Pages that were taken: their addresses in memory, the rest in a spool.
#[derive(Debug, Default)]
pub struct Store {
    spool: Arc<Spool>,
    names: Names,
    sources: Sources,
    pub(super) pages: Vec<PageEntry>,
    pub(super) mentions: Vec<MentionEntry>,
}

/// What stays in memory of a page.
#[derive(Debug)]
pub(super) struct PageEntry {
    path: Option<Box<str>>,
    url: Option<Box<str>>,
    sha256: Box<str>,
    /// Number of the source it belongs to.
    owner: Option<u32>,
    pub(super) availability: Option<Availability>,
    about: Kept,
    /// None where the text is not known.
    text: Option<Kept>,
    /// Position of its first mention.
    first: usize,
    pub(super) mentions: u32,
    /// What corrections have done to it; few pages have any.
    pub(super) mended: Option<Box<Mended>>,
    /// Numbers of the mentions that people have put right, and where they are as they were read.
    read: Box<[(usize, Kept)]>,
}

/// What stays in memory of a mention.
#[derive(Debug, Clone, Copy)]
pub(super) struct MentionEntry {
    kept: Kept,
    /// Position of its page.
    pub(super) page: u32,
    pub(super) proof: Proof,
    /// Its total cost in grosz, if it has one in PLN that a table can hold.
    pub(super) grosz: Option<i64>,
}

/// What the spool holds of a page besides its text and its mentions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct About {
    pub(super) fetched: Option<String>,
    pub(super) checked: Option<i64>,
    pub(super) charset: String,
    pub(super) title: Option<String>,
    pub(super) silence: Option<String>,
}

/// What it holds of a mention: all but its page.
struct Told {
    fetched: Option<String>,
    number: usize,
    notice: Notice,
    checks: Vec<Check>,
    proof: Proof,
    corrected: Vec<Corrected>,
}

record!(About { fetched checked charset title silence });
record!(Told { fetched number notice checks proof corrected });

/// A mention that was taken back.
#[derive(Debug)]
pub(super) struct Retold {
    pub(super) mention: Mention,
    /// When its page was fetched.
    pub(super) fetched: Option<String>,
}

/// The sources that pages belong to, by number.
#[derive(Debug, Default)]
struct Sources {
    ids: Vec<String>,
    numbers: HashMap<String, u32>,
    saved: BTreeMap<u32, u64>,
}

impl Sources {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = self.ids.len() as u32;
        self.ids.push(id.to_owned());
        self.numbers.insert(id.to_owned(), number);
        number
    }
}

impl Store {
    /// An empty one that puts away into this spool.
    pub fn on(spool: Arc<Spool>) -> Self {
        Self { spool, ..Self::default() }
    }

    /// Puts a page away, and what corrections have done to it.
    pub(super) fn take(&mut self, page: PageRecord, mended: Option<Mended>) -> Result<(), DatasetError> {
        let PageRecord { source, fetched, seen, charset, title, text, silence, mentions } = page;
        let position = self.pages.len() as u32;
        let first = self.mentions.len();
        for Mention { mention: number, notice, checks, proof, corrected, .. } in mentions {
            let grosz = grosz(&notice);
            let told = Told { fetched: fetched.clone(), number, notice, checks, proof, corrected };
            let kept = self.spool.put(&encode(&told, &mut self.names))?;
            self.mentions.push(MentionEntry { kept, page: position, proof, grosz });
        }
        let owner = seen.as_ref().map(|seen| self.sources.number(&seen.source));
        let (availability, checked) = seen.map_or((None, None), |seen| (Some(seen.availability), seen.checked));
        if let (Some(owner), None) = (owner, checked) {
            *self.sources.saved.entry(owner).or_default() += 1;
        }
        let mut mended = mended.map(Box::new);
        let was = mended.as_mut().map(|mended| std::mem::take(&mut mended.read)).unwrap_or_default();
        let read = was.into_iter().map(|mention| self.keep_read(mention)).collect::<Result<_, _>>()?;
        let about = About { fetched, checked, charset, title, silence };
        self.pages.push(PageEntry {
            path: source.path.map(String::into_boxed_str),
            url: source.url.map(String::into_boxed_str),
            sha256: source.sha256.into_boxed_str(),
            owner,
            availability,
            about: self.spool.put(&encode(&about, &mut self.names))?,
            text: Some(self.spool.put(text.as_bytes())?),
            first,
            mentions: (self.mentions.len() - first) as u32,
            mended,
            read,
        });
        Ok(())
    }

    /// Says that the text of the page taken last is not known.
    pub(super) fn without_text(&mut self) {
        if let Some(page) = self.pages.last_mut() {
            page.text = None;
        }
    }

    /// Puts away a mention as it was read.
    fn keep_read(&mut self, mention: Mention) -> Result<(usize, Kept), DatasetError> {
        let Mention { mention: number, notice, checks, proof, corrected, .. } = mention;
        let told = Told { fetched: None, number, notice, checks, proof, corrected };
        Ok((number, self.spool.put(&encode(&told, &mut self.names))?))
    }

    /// Number of pages taken.
    pub(super) fn captures(&self) -> usize {
        self.pages.len()
    }

    /// Number of a source's pages that were saved and not crawled.
    pub(super) fn saved_pages(&self, source: &str) -> u64 {
        let number = self.sources.numbers.get(source);
        number.and_then(|number| self.sources.saved.get(number)).copied().unwrap_or(0)
    }

    /// Puts the pages in the one order that depends on neither threads nor input order, their mentions after them, and drops
    /// pages captured twice. Of two captures of one page the one fetched last stays.
    pub(super) fn settle(&mut self) -> Result<(), DatasetError> {
        let mut pages = std::mem::take(&mut self.pages);
        pages.sort_by(|a, b| a.key().cmp(&b.key()));
        for page in pages {
            match self.pages.last_mut() {
                Some(last) if last.key() == page.key() => {
                    let (one, other) = (about(&self.spool, &self.names, last)?, about(&self.spool, &self.names, &page)?);
                    if (other, page.availability) > (one, last.availability) {
                        *last = page;
                    }
                }
                _ => self.pages.push(page),
            }
        }
        self.pages.shrink_to_fit();
        let unsorted = std::mem::take(&mut self.mentions);
        self.mentions.reserve_exact(self.pages.iter().map(|page| page.mentions as usize).sum());
        for (position, page) in self.pages.iter_mut().enumerate() {
            let of = unsorted.iter().skip(page.first).take(page.mentions as usize);
            page.first = self.mentions.len();
            self.mentions.extend(of.map(|mention| MentionEntry { page: position as u32, ..*mention }));
        }
        Ok(())
    }

    /// What the spool holds of a page.
    pub(super) fn about(&self, page: &PageEntry) -> Result<About, DatasetError> {
        about(&self.spool, &self.names, page)
    }

    /// A page's text, if it is known.
    pub(super) fn text(&self, page: &PageEntry) -> Result<Option<String>, DatasetError> {
        let text = page.text.map(|text| String::from_utf8(self.spool.get(text)?).map_err(|_| self.spool.damaged()));
        text.transpose()
    }

    /// The id of the source a page belongs to.
    pub(super) fn owner(&self, page: &PageEntry) -> Option<&str> {
        self.sources.ids.get(page.owner? as usize).map(String::as_str)
    }

    /// The page of a mention.
    pub(super) fn page_of(&self, mention: usize) -> &PageEntry {
        &self.pages[self.mentions[mention].page as usize]
    }

    /// Takes mentions back, by their positions.
    pub(super) fn mentions(&self, positions: impl IntoIterator<Item = usize>) -> Result<Vec<Retold>, DatasetError> {
        positions.into_iter().map(|position| self.mention(position)).collect()
    }

    /// What the page says of a mention that people have put right; none of another.
    pub(super) fn as_read(&self, position: usize) -> Result<Option<Mention>, DatasetError> {
        let page = self.page_of(position);
        if page.read.is_empty() {
            return Ok(None);
        }
        let number = self.mention(position)?.mention.mention;
        let kept = page.read.iter().find(|(of, _)| *of == number);
        kept.map(|(_, kept)| Ok(self.retold(position, *kept)?.mention)).transpose()
    }

    fn mention(&self, position: usize) -> Result<Retold, DatasetError> {
        self.retold(position, self.mentions[position].kept)
    }

    fn retold(&self, position: usize, kept: Kept) -> Result<Retold, DatasetError> {
        let bytes = self.spool.get(kept)?;
        let told: Told = decode(&bytes, &self.names).ok_or_else(|| self.spool.damaged())?;
        let source = self.page_of(position).source();
        let Told { fetched, number, notice, checks, proof, corrected } = told;
        Ok(Retold { mention: Mention { source, mention: number, notice, checks, proof, corrected }, fetched })
    }
}

impl PageEntry {
    /// Positions of its mentions, once the pages are in order.
    pub(super) fn positions(&self) -> Range<usize> {
        self.first..self.first + self.mentions as usize
    }

    fn key(&self) -> (&Option<Box<str>>, &Option<Box<str>>, &str) {
        (&self.path, &self.url, &self.sha256)
    }

    /// Where it stands: its address, which outlives the archive it is kept in, or else its path.
    pub(super) fn place(&self) -> Option<&str> {
        self.url.as_deref().or(self.path.as_deref())
    }

    /// Where the page comes from.
    pub(super) fn source(&self) -> Source {
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        Source { path: text(&self.path), url: text(&self.url), sha256: self.sha256.clone().into_string() }
    }

    /// SHA-256 of its bytes.
    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Identifies it.
    pub(super) fn id(&self) -> String {
        page_id(&self.source())
    }
}

fn about(spool: &Spool, names: &Names, page: &PageEntry) -> Result<About, DatasetError> {
    decode(&spool.get(page.about)?, names).ok_or_else(|| spool.damaged())
}

/// A notice's total cost in grosz.
pub(super) fn grosz(notice: &Notice) -> Option<i64> {
    let is_pln = notice.currency.as_ref().is_some_and(|fact| fact.value == Currency::Pln);
    let total = notice.total_cost.as_ref().map(|fact| fact.value).filter(|total| is_pln && fits(*total, 2))?;
    let mut whole = total;
    whole.rescale(2);
    whole.mantissa().to_i64()
}
