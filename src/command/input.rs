//! What a run reads: the archive of a crawl, then saved pages; each page with what is known of it.

use metryczka::archive::{self, ArchiveError, Capture, Captures, Skipped};
use metryczka::crawl::{self, CrawlError, Crawled, Plan};
use metryczka::dataset::{Availability, Seen};
use metryczka::page::Limits;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What to read.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// A crawl whose archive is read, if there is one.
    pub crawled: Option<Plan>,
    /// Files, folders and archives.
    pub saved: Vec<PathBuf>,
    /// Which of them belong to a source: path and id.
    pub owners: Vec<(PathBuf, String)>,
}

/// A page, or why it could not be read; and whose it is.
#[derive(Debug)]
pub struct Item {
    /// The page.
    pub read: Result<Capture, ArchiveError>,
    /// What is known of it.
    pub seen: Option<Seen>,
    /// Whether it comes from a crawl.
    pub is_crawled: bool,
}

impl Input {
    /// Saved pages alone.
    pub fn saved(paths: &[PathBuf]) -> Self {
        Self { saved: paths.to_vec(), ..Self::default() }
    }

    /// Hands over every page, one at a time, until there is none or nobody wants more; says what was passed over on purpose.
    ///
    /// # Errors
    /// When the archive of the crawl cannot be read at all.
    pub fn each(&self, limits: &Limits, mut take: impl FnMut(Item) -> bool) -> Result<Skipped, CrawlError> {
        if let Some(plan) = &self.crawled {
            for crawled in crawl::captures(plan, limits)? {
                // One page that cannot be read back is a problem; a state that cannot be read is the end.
                let item = match crawled {
                    Ok(crawled) => item(crawled),
                    Err(CrawlError::Archive(error)) => Item { read: Err(error), seen: None, is_crawled: true },
                    Err(error) => return Err(error),
                };
                if !take(item) {
                    return Ok(Skipped::new());
                }
            }
        }
        Ok(self.each_saved(limits, take))
    }

    /// What tells these pages from others.
    ///
    /// # Errors
    /// When the state of the crawl cannot be read.
    pub fn stamp(&self, limits: &Limits) -> Result<Stamp, CrawlError> {
        let mut stamp = self.crawl_stamp()?;
        self.each_saved(limits, |item| {
            stamp.add(&item);
            true
        });
        Ok(stamp)
    }

    /// The part of it that the crawl's pages make. The state knows it, so that a run that has nothing new is over at once.
    ///
    /// # Errors
    /// When the state of the crawl cannot be read.
    pub fn crawl_stamp(&self) -> Result<Stamp, CrawlError> {
        let mut stamp = Stamp::default();
        if let Some(plan) = &self.crawled {
            crawl::versions(plan, &mut |page| {
                let seen = Some((page.source, availability(page.availability)));
                stamp.add_page(seen.as_ref(), None, Some(&page.url), &page.sha256);
            })?;
        }
        Ok(stamp)
    }

    fn each_saved(&self, limits: &Limits, mut take: impl FnMut(Item) -> bool) -> Skipped {
        let mut captures: Captures = archive::captures(&self.saved, limits);
        for read in captures.by_ref() {
            let path = read.as_ref().map_or_else(|error| error.path().to_str(), |capture| capture.source.path.as_deref());
            let seen = path.and_then(|path| self.owner(Path::new(path)));
            if !take(Item { read, seen, is_crawled: false }) {
                break;
            }
        }
        captures.skipped()
    }

    /// Whose saved page it is: the deepest path that is claimed.
    fn owner(&self, path: &Path) -> Option<Seen> {
        let claimed = self.owners.iter().filter(|(folder, _)| path.starts_with(folder));
        let (_, source) = claimed.max_by_key(|(folder, _)| folder.components().count())?;
        Some(Seen { source: source.clone(), availability: Availability::Current, checked: None })
    }
}

fn item(crawled: Crawled) -> Item {
    let availability = availability(crawled.availability);
    let seen = Seen { source: crawled.source, availability, checked: Some(crawled.checked) };
    Item { read: Ok(crawled.capture), seen: Some(seen), is_crawled: true }
}

fn availability(known: crawl::Availability) -> Availability {
    match known {
        crawl::Availability::Current => Availability::Current,
        crawl::Availability::Gone => Availability::Gone,
        crawl::Availability::Unreachable => Availability::Unreachable,
    }
}

/// A digest over a set of pages that depends neither on their order nor on how many there are in memory: the sum of their hashes.
///
/// When a page was last looked at does not count: a crawl that finds everything as it was has found nothing new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp([u64; 4]);

impl Stamp {
    /// Counts a page in.
    pub fn add(&mut self, item: &Item) {
        let seen = item.seen.as_ref().map(|seen| (seen.source.clone(), seen.availability));
        match &item.read {
            Ok(capture) => {
                let source = &capture.source;
                self.add_page(seen.as_ref(), source.path.as_deref(), source.url.as_deref(), &source.sha256);
            }
            Err(error) => self.add_page(seen.as_ref(), Some(error.code()), None, &error.to_string()),
        }
    }

    /// Counts a page or a problem in by what tells it from others.
    pub fn add_page(&mut self, seen: Option<&(String, Availability)>, path: Option<&str>, url: Option<&str>, sha256: &str) {
        let seen = seen.map(|(source, availability)| format!("{source}\0{availability:?}")).unwrap_or_default();
        let digest = Sha256::digest([&seen, path.unwrap_or_default(), url.unwrap_or_default(), sha256].join("\0"));
        for (sum, bytes) in self.0.iter_mut().zip(digest.as_chunks::<8>().0) {
            *sum = sum.wrapping_add(u64::from_be_bytes(*bytes));
        }
    }

    /// The digest, together with what else the result depends on.
    pub fn digest(&self, settings: &str) -> String {
        let pages = self.0.map(|sum| format!("{sum:016x}")).concat();
        Sha256::digest(format!("{pages}\0{settings}")).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, checked: i64) -> Item {
        let source = metryczka::page::Source { url: Some(url.into()), ..Default::default() };
        let capture = Capture { source, bytes: Vec::new(), declared_charset: None, fetched: None };
        let seen = Seen { source: "a".into(), availability: Availability::Current, checked: Some(checked) };
        Item { read: Ok(capture), seen: Some(seen), is_crawled: false }
    }

    fn digest(items: &[Item]) -> String {
        let mut stamp = Stamp::default();
        items.iter().for_each(|item| stamp.add(item));
        stamp.digest("")
    }

    #[test]
    fn neither_order_nor_a_new_look_changes_the_digest() {
        let one = digest(&[page("http://a/", 1), page("http://b/", 1)]);
        assert_eq!(one, digest(&[page("http://b/", 2), page("http://a/", 3)]));
        assert_ne!(one, digest(&[page("http://a/", 1)]));
        let mut gone = page("http://b/", 1);
        gone.seen.as_mut().unwrap().availability = Availability::Gone;
        assert_ne!(one, digest(&[page("http://a/", 1), gone]));
    }

    #[test]
    fn the_deepest_claim_owns_a_page() {
        let owners = vec![(PathBuf::from("saved"), "all".to_owned()), (PathBuf::from("saved/elk"), "elk".to_owned())];
        let input = Input { owners, ..Input::default() };
        let owner = |path: &str| input.owner(Path::new(path)).map(|seen| seen.source);
        assert_eq!(owner("saved/elk/a.html").as_deref(), Some("elk"));
        assert_eq!(owner("saved/elk2/a.html").as_deref(), Some("all"));
        assert_eq!(owner("other"), None);
    }
}
