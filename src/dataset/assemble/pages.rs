//! The table `pages`, with texts that are taken back a few pages at a time, and what the pages of a source say in all.

use super::tables::Tables;
use crate::dataset::error::DatasetError;
use crate::dataset::frame::table;
use crate::dataset::measures::Hearing;
use crate::dataset::schema::{self, PageRow};
use crate::dataset::store::{PageEntry, Store};
use crate::dataset::table_writer::PAGES;

/// Writes it.
pub(super) fn write(store: &Store, tables: &Tables) -> Result<Hearing, DatasetError> {
    let mut hearing = Hearing::default();
    let mut open = tables.begin("pages", PAGES)?;
    for pages in store.pages.chunks(PAGES) {
        let rows = pages.iter().map(|page| row(store, page)).collect::<Result<Vec<_>, _>>()?;
        rows.iter().for_each(|row| hearing.take(row.owner, row.mentions, row.about.silence.as_deref()));
        open.append(table(&schema::pages(), &rows)?)?;
    }
    tables.end(open)?;
    Ok(hearing)
}

fn row<'s>(store: &'s Store, page: &'s PageEntry) -> Result<PageRow<'s>, DatasetError> {
    Ok(PageRow {
        page_id: page.id(),
        source: page.source(),
        owner: store.owner(page),
        availability: page.availability,
        mentions: page.mentions,
        about: store.about(page)?,
        text: store.text(page)?,
    })
}
