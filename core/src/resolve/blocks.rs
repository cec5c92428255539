//! Which mentions are worth comparing: those that share a number, a sum, or words with a place, a body or a date.
//!
//! Every family of blocks is gone through on its own, so that no more than one is held at once. A block of more than [`LARGEST`]
//! mentions says little (a title that everyone uses, a round sum); its mentions are compared only with their [`NEXT`] neighbours in
//! two orders, by what they tell and by their sums. So the number of pairs grows with the number of mentions and not with its
//! square; what a capped block misses, a narrower one finds (title and body, title and total), for those stay small.

use super::ids::hash64;
use super::key::{GRANT, Key, TOTAL, Told};
use super::titles::{Title, Titles};
use std::cmp::Ordering;
use std::collections::HashMap;

/// The most mentions of a block that are all compared with each other.
pub(super) const LARGEST: usize = 16;

/// With how many of its neighbours a mention is compared in a larger block.
pub(super) const NEXT: usize = 5;

/// Into how many families the words are dealt out.
const SHARES: u32 = 8;

/// How many partners make blocks.
const PARTNERS: usize = 4;

/// Grosze below which a sum alone says nothing: 1 000 zł.
const SMALL: i64 = 100_000;

/// A family: what it puts a mention's blocks into.
type Family = Box<dyn Fn(&Told, Option<&Title<'_>>, &mut Vec<u64>)>;

/// Shows every pair worth comparing, some of them more than once; the mentions stand in the order of their content.
pub(super) fn pairs(told: &[&Told], titles: &Titles<'_>, mut show: impl FnMut(u32, u32)) {
    // Filled and emptied family by family: no two are held at once, and none is copied as it grows.
    let mut blocks: Vec<(u64, u32)> = Vec::with_capacity(told.len());
    let mut hashes = Vec::new();
    for family in families() {
        blocks.clear();
        for (number, told) in (0u32..).zip(told) {
            hashes.clear();
            family(told, titles.of(number), &mut hashes);
            hashes.sort_unstable();
            hashes.dedup();
            blocks.extend(hashes.iter().map(|&hash| (hash, number)));
        }
        blocks.sort_unstable();
        for block in blocks.chunk_by(|a, b| a.0 == b.0) {
            within(told, block, &mut show);
        }
    }
}

fn within(told: &[&Told], block: &[(u64, u32)], show: &mut impl FnMut(u32, u32)) {
    if block.len() <= LARGEST {
        for (at, (_, a)) in block.iter().enumerate() {
            block[at + 1..].iter().for_each(|(_, b)| show(*a, *b));
        }
        return;
    }
    let mut order: Vec<u32> = block.iter().map(|(_, number)| *number).collect();
    neighbours(&order, show);
    order.sort_by_key(|&number| (told[number as usize].sums, number));
    neighbours(&order, show);
}

fn neighbours(order: &[u32], show: &mut impl FnMut(u32, u32)) {
    for (at, &a) in order.iter().enumerate() {
        order[at + 1..].iter().take(NEXT).for_each(|&b| show(a.min(b), a.max(b)));
    }
}

fn families() -> Vec<Family> {
    let mut families: Vec<Family> = vec![
        Box::new(|told, _, out| out.extend(told.number.as_ref().map(|number| hash64(number.as_bytes())))),
        Box::new(|told, _, out| {
            // A total here and a grant there: pages take one for the other.
            let sums = [told.sums.values[TOTAL], told.sums.values[GRANT]];
            out.extend(sums.into_iter().filter(|&sum| sum.abs() > SMALL).map(|sum| mix(1, sum.unsigned_abs())));
        }),
        Box::new(|told, title, out| {
            let Some(whole) = title.map(|title| title.whole) else { return };
            out.extend(owners(told).map(|owner| mix(whole, u64::from(owner))));
        }),
        Box::new(|told, title, out| out.extend(title.map(|title| mix(title.whole, u64::from(told.site))))),
        Box::new(|told, title, out| {
            let Some(whole) = title.map(|title| title.whole) else { return };
            out.extend(sums(told).map(|sum| mix(whole, sum)));
        }),
        Box::new(|_, title, out| out.extend(title.map(|title| title.whole))),
        Box::new(|told, _, out| {
            let Some(start) = told.start.months() else { return };
            out.extend(owners(told).map(|owner| mix(u64::from(start), u64::from(owner))));
        }),
        Box::new(|told, _, out| {
            let Some(number) = told.local_number else { return };
            out.extend(owners(told).map(|owner| mix(u64::from(number), u64::from(owner))));
        }),
    ];
    // The words are dealt out to families by their hashes, so that a word is in the same one whatever its rank in a title.
    for share in 0..SHARES {
        families.push(Box::new(move |told, title, out| {
            let rarest = title.map(|title| &*title.rarest).unwrap_or_default();
            for word in rarest.iter().filter(|word| **word % SHARES == share).copied().map(u64::from) {
                out.extend(owners(told).map(|owner| mix(word, u64::from(owner))));
                out.extend(sums(told).map(|sum| mix(word, sum)));
                out.push(mix(word, u64::from(told.site) << 3));
            }
        }));
    }
    families
}

/// The blocks of many mentions, kept: which of them are worth comparing with one that tells something else than it did. Eight bytes for
/// each block of a mention, some thirty of them.
#[derive(Debug, Default)]
pub struct Blocks {
    /// A block's hash, folded, and the position of a mention in it; sorted.
    all: Vec<(u32, u32)>,
    /// In how many titles each stem stands.
    frequencies: HashMap<u32, u32>,
}

impl Blocks {
    /// Of mentions by their positions.
    pub fn new(keys: &[Key]) -> Self {
        let refs: Vec<&Key> = keys.iter().collect();
        let (titles, frequencies) = Titles::with_frequencies(&refs);
        let (mut all, families) = (Vec::new(), families());
        for (position, key) in (0u32..).zip(keys) {
            all.extend(blocks_of(&families, &key.told, titles.of(position)).into_iter().map(|block| (block, position)));
        }
        all.sort_unstable();
        all.dedup();
        all.shrink_to_fit();
        Self { all, frequencies }
    }

    /// The positions of those worth comparing with a mention, sorted: of a small block all, of a larger one those that are next to it
    /// by what they tell or by their sums, as [`super::resolve()`] does. `keys` are those the blocks were made of.
    pub fn near(&self, keys: &[Key], key: &Key) -> Vec<u32> {
        let title = key.told.title.as_ref().map(|title| Title::beside(&title.folded, &self.frequencies));
        let mut near = Vec::new();
        for block in blocks_of(&families(), &key.told, title.as_ref()) {
            let start = self.all.partition_point(|(known, _)| *known < block);
            let within = &self.all[start..];
            let within = &within[..within.partition_point(|(known, _)| *known == block)];
            if within.len() <= LARGEST {
                near.extend(within.iter().map(|(_, position)| *position));
            } else {
                let of = |position: u32| &keys[position as usize].told;
                next_to(within, &|at| of(at).cmp(&key.told), &|a, b| of(a).cmp(of(b)), &mut near);
                next_to(within, &|at| of(at).sums.cmp(&key.told.sums), &|a, b| of(a).sums.cmp(&of(b).sums), &mut near);
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Of a large block the [`NEXT`] that come right before a mention in an order, and as many right after; of those that are the same in it,
/// as many again.
fn next_to(block: &[(u32, u32)], told: &dyn Fn(u32) -> Ordering, order: &dyn Fn(u32, u32) -> Ordering, near: &mut Vec<u32>) {
    for side in [Ordering::Less, Ordering::Equal, Ordering::Greater] {
        let mut found: Vec<u32> = block.iter().map(|(_, position)| *position).filter(|&at| told(at) == side).collect();
        // Right before it stand the greatest of those that are less.
        let nearest = |a: &u32, b: &u32| match side {
            Ordering::Less => order(*b, *a).then(b.cmp(a)),
            _ => order(*a, *b).then(a.cmp(b)),
        };
        if found.len() > NEXT {
            found.select_nth_unstable_by(NEXT, nearest);
            found.truncate(NEXT);
        }
        near.extend(found);
    }
}

/// The hashes of the blocks of a mention, folded, all families together.
fn blocks_of(families: &[Family], told: &Told, title: Option<&Title<'_>>) -> Vec<u32> {
    let (mut hashes, mut blocks) = (Vec::new(), Vec::new());
    for (number, family) in (0u64..).zip(families) {
        hashes.clear();
        family(told, title, &mut hashes);
        // A hash means another block in another family.
        blocks.extend(hashes.iter().map(|&hash| {
            let mixed = mix(hash, number);
            (mixed ^ (mixed >> 32)) as u32
        }));
    }
    blocks.sort_unstable();
    blocks.dedup();
    blocks
}

/// Body, municipality and partners.
fn owners(told: &Told) -> impl Iterator<Item = u32> {
    told.group().into_iter().chain(told.municipality).chain(told.others.iter().copied().take(PARTNERS))
}

fn sums(told: &Told) -> impl Iterator<Item = u64> {
    [told.sums.values[TOTAL], told.sums.values[GRANT]].into_iter().filter(|&sum| sum != 0).map(|sum| sum.unsigned_abs() << 8)
}

fn mix(a: u64, b: u64) -> u64 {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&a.to_le_bytes());
    bytes[8..].copy_from_slice(&b.to_le_bytes());
    hash64(&bytes)
}
