//! What is known of all mentions at once: what joins them.

use crate::dataset::error::DatasetError;
use crate::dataset::model::Problem;
use crate::dataset::store::Store;
use crate::resolve::Key;
use crate::table::unfit;
use std::collections::BTreeMap;

/// What joins the mentions.
pub(super) struct Keys {
    /// As their pages tell them, in page order.
    pub(super) read: Vec<Key>,
    /// Those that people have put right, by their positions, as they are told now.
    pub(super) told: BTreeMap<usize, Key>,
    /// What does not fit into the tables.
    pub(super) unfit: Vec<Problem>,
}

/// Reads every mention once, in page order.
pub(super) fn read(store: &Store, slice: usize) -> Result<Keys, DatasetError> {
    let all = store.mentions.len();
    let mut keys = Keys { read: Vec::with_capacity(all), told: BTreeMap::new(), unfit: Vec::new() };
    for start in (0..all).step_by(slice) {
        let positions = start..all.min(start + slice);
        let retold = store.mentions(positions.clone())?;
        let owners = positions.clone().map(|position| store.owner(store.page_of(position)));
        keys.unfit.extend(unfit(retold.iter().map(|retold| &retold.mention).zip(owners)));
        for (position, retold) in positions.zip(&retold) {
            let key = Key::of(&retold.mention, store.mentions[position].page);
            let read = store.as_read(position)?.map(|mention| Key::of(&mention, key.page));
            if let Some(read) = read.filter(|read| *read != key) {
                keys.told.insert(position, key);
                keys.read.push(read);
            } else {
                keys.read.push(key);
            }
        }
    }
    Ok(keys)
}
