//! The table `pages`, with texts that are taken back a few pages at a time, and what the pages of a source say in all.

use super::tables::Tables;
use crate::dataset::error::DatasetError;
use crate::dataset::frame::table;
use crate::dataset::measures::Hearing;
use crate::dataset::store::{About, PageEntry, Store};
use crate::dataset::table_writer::PAGES;
use crate::table::{PageRow, page_columns};
use std::borrow::Cow;

/// Writes it.
pub(super) fn write(store: &Store, tables: &Tables) -> Result<Hearing, DatasetError> {
    let mut hearing = Hearing::default();
    let mut open = tables.begin("pages", PAGES)?;
    for pages in store.pages.chunks(PAGES) {
        let rows = pages.iter().map(|page| row(store, page)).collect::<Result<Vec<_>, _>>()?;
        rows.iter().for_each(|row| hearing.take(row.owner, row.mentions, row.silence.as_deref()));
        open.append(table(&page_columns(), &rows)?)?;
    }
    tables.end(open)?;
    Ok(hearing)
}

fn row<'s>(store: &'s Store, page: &'s PageEntry) -> Result<PageRow<'s>, DatasetError> {
    let About { fetched, checked, charset, title, silence } = store.about(page)?;
    Ok(PageRow {
        page_id: page.id(),
        source: Cow::Owned(page.source()),
        owner: store.owner(page),
        availability: page.availability,
        fetched: fetched.map(Cow::Owned),
        checked,
        charset: Cow::Owned(charset),
        title: title.map(Cow::Owned),
        mentions: page.mentions,
        silence: silence.map(Cow::Owned),
        text: store.text(page)?.map(Cow::Owned),
    })
}
