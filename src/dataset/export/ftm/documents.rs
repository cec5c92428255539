//! Pages that tell of a project, as documents.

use super::entity::{Entity, Lines, id, moment};
use super::numbers::Numbers;
use super::slices::{Row, Slices};
use crate::dataset::error::DatasetError;
use crate::table::Cell;
use std::collections::BTreeMap;
use std::path::Path;

/// The program, as the crawler that fetched a page.
const CRAWLER: &str = env!("CARGO_PKG_NAME");

/// Endings of file names and the schemata of such files. Everything else is a web page.
const SCHEMATA: &[(&str, &str)] = &[
    ("pdf", "Pages"),
    ("doc", "Pages"),
    ("docx", "Pages"),
    ("odt", "Pages"),
    ("rtf", "Pages"),
    ("txt", "PlainText"),
    ("htm", WEB_PAGE),
    ("html", WEB_PAGE),
    ("xhtml", WEB_PAGE),
    ("php", WEB_PAGE),
    ("asp", WEB_PAGE),
    ("aspx", WEB_PAGE),
];

const WEB_PAGE: &str = "HyperText";

/// The pages that tell of a project, by their ids.
#[derive(Default)]
pub(super) struct Documents {
    ids: Numbers,
    pages: Vec<Page>,
    /// Names of the sources of pages.
    publishers: Vec<String>,
}

/// What the entities that a page proves say of it.
struct Page {
    url: Option<Box<str>>,
    publisher: Option<u32>,
}

impl Documents {
    /// Writes a document for each page with a mention.
    pub(super) fn write(edition: &Path, code_version: &str, lines: &mut Lines<'_>) -> Result<Self, DatasetError> {
        let mut documents = Self::default();
        let sources = documents.sources(edition)?;
        let agent = format!("{CRAWLER} {code_version}");
        let wanted = ["page_id", "path", "url", "fetched", "source", "availability", "charset", "title", "mentions"];
        Slices::open(edition, "pages", &wanted)?.each(|row| {
            let Some(page_id) = row.text("page_id").filter(|_| !matches!(row.get("mentions"), Cell::Count(0))) else {
                return Ok(());
            };
            let publisher = row.text("source").and_then(|source| sources.get(source)).copied();
            let mut entity = entity(page_id, row);
            entity.string("processingAgent", &agent);
            if let Some(name) = publisher.and_then(|number| documents.publishers.get(number as usize)) {
                entity.string("publisher", name);
            }
            // An id stands twice only in a table that is not as it was published.
            if documents.ids.of(page_id) as usize == documents.pages.len() {
                documents.pages.push(Page { url: row.text("url").map(Box::from), publisher });
                lines.write(entity)?;
            }
            Ok(())
        })?;
        Ok(documents)
    }

    /// Numbers of the publishers by the ids of their sources.
    fn sources(&mut self, edition: &Path) -> Result<BTreeMap<String, u32>, DatasetError> {
        let mut sources = BTreeMap::new();
        Slices::open(edition, "coverage", &["source", "name"])?.each(|row| {
            if let (Some(source), Some(name)) = (row.text("source"), row.text("name")) {
                sources.insert(source.to_owned(), u32::try_from(self.publishers.len()).unwrap_or(u32::MAX));
                self.publishers.push(name.to_owned());
            }
            Ok(())
        })?;
        Ok(sources)
    }

    /// The number of a page among those that tell of a project.
    pub(super) fn number(&self, page_id: &str) -> Option<u32> {
        self.ids.get(page_id)
    }

    /// Names pages as the proof of an entity.
    pub(super) fn prove(&self, entity: &mut Entity, pages: impl IntoIterator<Item = u32>) {
        for page in pages {
            entity.exact("proof", id("page", self.ids.text(page)));
        }
    }

    /// Says where an entity is published.
    pub(super) fn publish(&self, entity: &mut Entity, pages: impl IntoIterator<Item = u32>) {
        for page in pages.into_iter().filter_map(|number| self.pages.get(number as usize)) {
            if let Some(url) = &page.url {
                entity.url("sourceUrl", url);
            }
            if let Some(publisher) = page.publisher.and_then(|number| self.publishers.get(number as usize)) {
                entity.string("publisher", publisher);
            }
        }
    }
}

/// The page as a document. Its text stays in the table; `contentHash` is left out, for it is a SHA-1.
fn entity(page_id: &str, row: &Row<'_>) -> Entity {
    let file = row.text("path").and_then(file_name);
    let (file, schema) = file.or_else(|| row.text("url").and_then(file_name)).map_or((None, WEB_PAGE), |(f, s)| (Some(f), s));
    let mut entity = Entity::new(id("page", page_id), schema);
    for (property, column) in [("title", "title"), ("encoding", "charset")] {
        // A document of pages is read without a character set of its own.
        if let Some(text) = row.text(column).filter(|_| property == "title" || schema != "Pages") {
            entity.string(property, text);
        }
    }
    if let Some(file) = file {
        entity.string("fileName", file);
    }
    if let Some(url) = row.text("url") {
        entity.url("sourceUrl", url);
    }
    if let Some(time) = row.text("fetched").and_then(moment) {
        entity.exact("retrievedAt", time);
    }
    if row.text("availability").is_some() {
        entity.string("crawler", CRAWLER);
    }
    entity
}

/// The name of the file at the end of a path or address, and its schema; nothing where it is none that is known: an archive's file
/// is not the page's, and the end of an address need not be a file.
fn file_name(place: &str) -> Option<(&str, &'static str)> {
    let place = place.split(['?', '#']).next()?;
    let file = place.rsplit(['/', '\\']).next()?;
    let (_, ending) = file.rsplit_once('.')?;
    SCHEMATA.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, schema)| (file, *schema))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_address_is_a_file_only_if_it_looks_like_one() {
        assert_eq!(file_name("https://bip.example/plik/Umowa.PDF?pobierz=1"), Some(("Umowa.PDF", "Pages")));
        assert_eq!(file_name("saved/strona.html"), Some(("strona.html", "HyperText")));
        assert_eq!(file_name("https://www.elk.example"), None);
        assert_eq!(file_name("https://www.elk.example/projekty/druga-szansa"), None);
        assert_eq!(file_name("archive/notices.warc.gz"), None);
    }
}
