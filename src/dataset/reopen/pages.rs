//! The pages of an edition: in memory their ids and whose they are; their texts are read when they are asked for.

use crate::dataset::error::DatasetError;
use crate::dataset::model::Availability;
use crate::dataset::rows::{Rows, TableReader};
use crate::dataset::schema;
use crate::page::Source;
use crate::resolve::hex;
use crate::table::Named;
use crate::table::Table;
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Row groups of `pages` that are kept at hand: 256 pages each, with their texts.
const AT_HAND: usize = 4;

/// What is known of the pages without their texts.
pub(super) struct Pages {
    /// In the order of the table.
    all: Vec<PageEntry>,
    /// Their rows, in the order of their ids.
    order: Vec<u32>,
    /// The ids of the sources they belong to.
    sources: Vec<Box<str>>,
    /// Every column costs time: where a page stands, its mentions mostly tell.
    texts: TableReader,
    places: TableReader,
    at_hand: Mutex<VecDeque<(usize, Arc<Rows>)>>,
}

/// What stays in memory of a page: some 90 bytes.
pub(super) struct PageEntry {
    pub(super) id: Box<str>,
    pub(super) availability: Option<Availability>,
    /// Number of its source.
    source: Option<u32>,
    /// Its first mention and how many there are.
    pub(super) first: u32,
    pub(super) mentions: u32,
    /// SHA-256 of its text.
    text: [u8; 32],
}

impl PageEntry {
    /// SHA-256 of its text, in hexadecimal.
    pub(super) fn text_sha256(&self) -> String {
        hex(&self.text)
    }
}

/// A SHA-256 out of its hexadecimal digits; of anything else nothing but zeros, which is no text's.
fn digest(digits: &str) -> [u8; 32] {
    let mut digest = [0; 32];
    for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
        *byte = digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or_default();
    }
    digest
}

/// When each page was fetched, by row.
pub(super) type Fetched = Vec<Option<Box<str>>>;

impl Pages {
    /// Reads what stays in memory, and of each page when it was fetched.
    pub(super) fn read(edition: &Path) -> Result<(Self, Fetched), DatasetError> {
        let without_texts =
            TableReader::open(edition, &narrowed("pages", &["page_id", "fetched", "source", "availability", "text_sha256"]))?;
        let texts = TableReader::open(edition, &narrowed("pages", &["title", "text"]))?;
        let places = TableReader::open(edition, &narrowed("pages", &["path", "url", "sha256", "fetched"]))?;
        let (mut all, mut fetched, mut sources) = (Vec::new(), Vec::new(), Sources::default());
        for rows in without_texts.groups() {
            let rows = rows?;
            for row in 0..rows.height() {
                let [id, when, source, availability, text] = [0, 1, 2, 3, 4].map(|column| rows.cell(row, column));
                fetched.push(when.as_text().map(Box::from));
                all.push(PageEntry {
                    id: id.as_text().unwrap_or_default().into(),
                    availability: availability.as_text().and_then(named),
                    source: source.as_text().map(|source| sources.number(source)),
                    first: 0,
                    mentions: 0,
                    text: digest(text.as_text().unwrap_or_default()),
                });
            }
        }
        let mut order: Vec<u32> = (0..all.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| all[a as usize].id.cmp(&all[b as usize].id));
        Ok((Self { all, order, sources: sources.ids, texts, places, at_hand: Mutex::default() }, fetched))
    }

    /// The row of a page.
    pub(super) fn row(&self, page_id: &str) -> Option<u32> {
        let at = self.order.binary_search_by(|&row| (*self.all[row as usize].id).cmp(page_id)).ok()?;
        Some(self.order[at])
    }

    /// The rows of pages with these bytes, or bytes whose hash begins alike: an id begins with it.
    pub(super) fn of_bytes(&self, sha256: &str) -> impl Iterator<Item = u32> {
        let start = sha256.get(..16).unwrap_or(sha256);
        let from = self.order.partition_point(|&row| &*self.all[row as usize].id < start);
        let alike = self.order[from..].iter().copied();
        alike.take_while(move |&row| self.all[row as usize].id.starts_with(start))
    }

    /// A page by its row.
    pub(super) fn get(&self, row: u32) -> &PageEntry {
        &self.all[row as usize]
    }

    /// Remembers that the next mention stands on a page.
    pub(super) fn add_mention(&mut self, row: u32, mention: u32) {
        let page = &mut self.all[row as usize];
        if page.mentions == 0 {
            page.first = mention;
        }
        page.mentions += 1;
    }

    /// The id of the source that a page belongs to.
    pub(super) fn source(&self, row: u32) -> Option<&str> {
        self.sources.get(self.all[row as usize].source? as usize).map(|id| &**id)
    }

    /// Title and text of a page.
    pub(super) fn text(&self, row: u32) -> Result<(Option<String>, String), DatasetError> {
        let Some((group, at)) = self.texts.find(row as usize) else { return Ok(Default::default()) };
        let rows = self.group(group)?;
        let text = |column| rows.cell(at, column).as_text().map(str::to_owned);
        Ok((text(0), text(1).unwrap_or_default()))
    }

    /// Where a page stands, and when it was fetched.
    pub(super) fn place(&self, row: u32) -> Result<(Source, Option<String>), DatasetError> {
        let Some((group, at)) = self.places.find(row as usize) else { return Ok(Default::default()) };
        let rows = self.places.group(group)?;
        let text = |column| rows.cell(at, column).as_text().map(str::to_owned);
        Ok((Source { path: text(0), url: text(1), sha256: text(2).unwrap_or_default() }, text(3)))
    }

    /// A row group; those asked for last are at hand.
    fn group(&self, number: usize) -> Result<Arc<Rows>, DatasetError> {
        let lock = || self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rows)) = lock().iter().find(|(known, _)| *known == number) {
            return Ok(Arc::clone(rows));
        }
        // Read without the lock: another page that is at hand need not wait.
        let rows = Arc::new(self.texts.group(number)?);
        let mut at_hand = lock();
        at_hand.truncate(AT_HAND - 1);
        at_hand.push_front((number, Arc::clone(&rows)));
        Ok(rows)
    }
}

/// The ids of sources, by number.
#[derive(Default)]
struct Sources {
    ids: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Sources {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = self.ids.len() as u32;
        self.ids.push(id.into());
        self.numbers.insert(id.into(), number);
        number
    }
}

fn named(name: &str) -> Option<Availability> {
    Availability::MEMBERS.iter().copied().find(|member| member.name() == name)
}

/// A table with some of its columns alone, in the order of the names.
pub(in crate::dataset) fn narrowed(table: &str, names: &[&str]) -> Table {
    let mut table = schema::tables().into_iter().find(|known| known.name == table).unwrap_or_else(|| Table {
        name: "",
        doc: "",
        key: &[],
        links: &[],
        columns: Vec::new(),
    });
    let all = std::mem::take(&mut table.columns);
    table.columns = names.iter().filter_map(|name| all.iter().find(|spec| spec.name == *name).copied()).collect();
    table
}
