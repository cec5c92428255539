//! What is known of all mentions at once: what joins them.

use super::unfit;
use crate::dataset::error::DatasetError;
use crate::dataset::model::Problem;
use crate::dataset::store::Store;
use crate::resolve::Key;

/// Reads every mention once, in page order: their keys, and what does not fit into the tables.
pub(super) fn read(store: &Store, slice: usize) -> Result<(Vec<Key>, Vec<Problem>), DatasetError> {
    let all = store.mentions.len();
    let (mut keys, mut problems) = (Vec::with_capacity(all), Vec::new());
    for start in (0..all).step_by(slice) {
        let positions = start..all.min(start + slice);
        let retold = store.mentions(positions.clone())?;
        let owners = positions.clone().map(|position| store.owner(store.page_of(position)));
        problems.extend(unfit::problems(retold.iter().map(|retold| &retold.mention).zip(owners)));
        keys.extend(positions.zip(&retold).map(|(position, retold)| Key::of(&retold.mention, store.mentions[position].page)));
    }
    Ok((keys, problems))
}
