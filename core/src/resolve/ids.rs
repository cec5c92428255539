//! What identifies pages and mentions.

use super::key::{GRANT, Key, TOTAL};
use crate::check::Mention;
use crate::page::Source;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

/// Identifies a page by its bytes and its place: 16 hexadecimal digits of the bytes' SHA-256, 8 of path and address.
pub fn page_id(source: &Source) -> String {
    let mut place = Sha256::new();
    place.update(source.path.as_deref().unwrap_or_default());
    place.update([0]);
    place.update(source.url.as_deref().unwrap_or_default());
    let bytes = source.sha256.get(..16).unwrap_or(&source.sha256);
    format!("{bytes}-{}", hex(&place.finalize()[..4]))
}

/// Identifies a mention by its page and its number on it.
pub fn mention_id(mention: &Mention) -> String {
    format!("{}-{}", page_id(&mention.source), mention.mention)
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A hash that is the same on every machine and in every run (FNV-1a, its halves folded together).
pub(super) fn hash32(text: &str) -> u32 {
    let hash = hash64(text.as_bytes());
    // Both halves are meant.
    #[expect(clippy::cast_possible_truncation, reason = "the upper half is folded into the lower one first")]
    let folded = (hash ^ (hash >> 32)) as u32;
    folded
}

/// FNV-1a: the same on every machine and in every run.
pub(super) fn hash64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The ids of projects, each told by distinct mentions.
///
/// An id must be the same in the next edition, when pages have changed and more of them tell of it. So it is made of what changes
/// least: the number, and the grantee where several projects share it; else title, owner and the year it starts, or its sum; else
/// the page's place and the title, or the mention's number on the page — never the page's bytes. Projects that still share an id get
/// figures besides, at last their rank among those that share it.
pub(super) fn project_ids(projects: &[Vec<&Key>]) -> Vec<String> {
    let numbers: Vec<Option<&str>> =
        projects.iter().map(|project| most(project.iter().filter_map(|key| key.told.number.as_deref()))).collect();
    let mut sharing: BTreeMap<&str, usize> = BTreeMap::new();
    numbers.iter().flatten().for_each(|number| *sharing.entry(number).or_default() += 1);
    // A name is made when it is needed: few projects need more than their first.
    let names = |at: usize| match numbers[at] {
        Some(number) if sharing.get(number) == Some(&1) => {
            vec![number.to_owned(), owner(&projects[at]), title(&projects[at]), figure(&projects[at])]
        }
        Some(number) => {
            let project = &projects[at];
            vec![format!("{number}\n{}", owner(project)), title(project), year(project), figure(project)]
        }
        None => unnumbered(&projects[at]),
    };
    let mut taken: Vec<String> = (0..projects.len()).map(|at| names(at).swap_remove(0)).collect();
    // How many of its names are in what is taken.
    let mut used: Vec<u8> = vec![1; projects.len()];
    // Each step lengthens the names that are not yet alone with theirs.
    loop {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        taken.iter().for_each(|name| *seen.entry(name).or_default() += 1);
        let shared: Vec<bool> = taken.iter().map(|name| seen.get(name.as_str()).is_some_and(|count| *count > 1)).collect();
        let mut longer = false;
        for at in shared.into_iter().enumerate().filter(|(_, shared)| *shared).map(|(at, _)| at) {
            let Some(more) = names(at).into_iter().nth(usize::from(used[at])) else { continue };
            taken[at].push('\n');
            taken[at].push_str(&more);
            used[at] += 1;
            longer = true;
        }
        if !longer {
            break;
        }
    }
    unique(projects, &taken)
}

/// Turns names into ids; those that share one are told apart by their rank.
fn unique(projects: &[Vec<&Key>], names: &[String]) -> Vec<String> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| {
        (&names[a], &projects[a][0].told, projects[a][0].fallback).cmp(&(
            &names[b],
            &projects[b][0].told,
            projects[b][0].fallback,
        ))
    });
    let mut ids = vec![String::new(); names.len()];
    let mut seen: HashSet<[u8; 8]> = HashSet::with_capacity(names.len());
    for at in order {
        let rank = (0u32..).map(|rank| if rank == 0 { names[at].clone() } else { format!("{}\n#{rank}", names[at]) });
        for name in rank {
            let mut id = [0; 8];
            id.copy_from_slice(&Sha256::digest(name.as_bytes())[..8]);
            if seen.insert(id) {
                ids[at] = hex(&id);
                break;
            }
        }
    }
    ids
}

/// What names a project without a number.
fn unnumbered(project: &[&Key]) -> Vec<String> {
    let (title, owner, year, figure) = (title(project), owner(project), year(project), figure(project));
    if title.is_empty() || owner.is_empty() && year.is_empty() && figure.is_empty() {
        let first = project.iter().map(|key| key.fallback).min().unwrap_or(0);
        let site = project.first().map_or(0, |key| key.told.site);
        let place = if title.is_empty() { format!("{first:016x}") } else { format!("{site:08x}\n{title}") };
        return vec![place, owner, figure, format!("{first:016x}")];
    }
    let when = if year.is_empty() { figure.clone() } else { year };
    vec![format!("{title}\n{owner}\n{when}"), figure, start(project)]
}

fn title(project: &[&Key]) -> String {
    most(project.iter().filter_map(|key| key.told.title.as_ref().map(|title| &*title.folded))).unwrap_or_default().to_owned()
}

/// The municipality or body.
fn owner(project: &[&Key]) -> String {
    most(project.iter().filter_map(|key| key.told.group())).map_or_else(String::new, |group| format!("{group:08x}"))
}

fn year(project: &[&Key]) -> String {
    most(project.iter().filter_map(|key| key.told.start.year())).map_or_else(String::new, |year| year.to_string())
}

fn start(project: &[&Key]) -> String {
    most(project.iter().filter_map(|key| key.told.start.months())).map_or_else(String::new, |months| months.to_string())
}

fn figure(project: &[&Key]) -> String {
    let of = |at: usize| most(project.iter().map(|key| key.told.sums.values[at]).filter(|sum| *sum != 0));
    of(TOTAL).or_else(|| of(GRANT)).map_or_else(String::new, |sum| sum.to_string())
}

/// What stands most often; of what stands as often, the least.
fn most<T: Ord>(stated: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    stated.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}
