//! What was published, what was archived, what was asked for: the same or not.

use metryczka::archive::Folder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// How often each address was asked for or archived: host and path with query.
pub type Counts = BTreeMap<String, u32>;

/// The files in which two editions differ.
pub fn editions(unbroken: &Path, killed: &Path) -> Result<Vec<String>, String> {
    let names: BTreeSet<String> = names(unbroken)?.into_iter().chain(names(killed)?).collect();
    let mut differences = Vec::new();
    for name in names {
        match (fs::read(unbroken.join(&name)), fs::read(killed.join(&name))) {
            (Ok(one), Ok(other)) if one == other => {}
            (Ok(one), Ok(other)) => differences.push(format!("{name}: {} bytes, {} bytes, not the same", one.len(), other.len())),
            (Ok(_), Err(error)) | (Err(error), _) => differences.push(format!("{name}: {error}")),
        }
    }
    Ok(differences)
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let failed = |error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(failed)?;
    entries.map(|entry| Ok(entry.map_err(failed)?.file_name().to_string_lossy().into_owned())).collect()
}

/// What the archive in a folder holds. A fetch that was being written when the program was killed does not count.
pub fn archived(folder: &Path) -> Result<Counts, String> {
    let mut counts = Counts::new();
    let path = folder.join("archive");
    if !path.is_dir() {
        return Ok(counts);
    }
    let folder = Folder::open(&path).map_err(|error| error.to_string())?;
    for entry in folder.entries(None).flatten() {
        let url = entry.exchange.url;
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        *counts.entry(rest.to_owned()).or_default() += 1;
    }
    Ok(counts)
}

/// By how much counts are greater than others, added up.
pub fn beyond(counts: &Counts, others: &Counts) -> u64 {
    counts.iter().map(|(address, count)| u64::from(count.saturating_sub(others.get(address).copied().unwrap_or(0)))).sum()
}

/// The addresses asked for more often than they were archived and one time more for each kill; and what was archived without having
/// been asked for, which is impossible.
pub fn excess(requested: &Counts, archived: &Counts, kills: u32) -> Vec<String> {
    let more = requested.iter().filter_map(|(address, asked)| {
        let kept = archived.get(address).copied().unwrap_or(0);
        (*asked > kept + kills).then(|| format!("{address}: asked for {asked} times, archived {kept} times"))
    });
    let never = archived.keys().filter(|address| !requested.contains_key(*address));
    more.chain(never.map(|address| format!("{address}: archived, but never asked for"))).collect()
}
