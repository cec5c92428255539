//! The tables `[[municipality]]`: whom to look at.

use super::address::{address_file, addresses, host_name};
use super::crawl::host_budget;
use super::findings::{Findings, Said};
use super::keys::Keys;
use metryczka::crawl::{HostBudget, SourcePlan, host_of};
use metryczka::vocabulary::Places;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Signs an id may have besides ASCII letters and digits: those of hosts with ports, and of numbers in brackets.
const ID_SIGNS: &str = "._-:[]";
/// Characters of an id, at most.
const LONGEST_ID: usize = 100;

/// One municipality or other publisher.
#[derive(Debug, Clone)]
pub struct Municipality {
    /// The line it begins on.
    pub line: usize,
    /// Short, stable name.
    pub id: String,
    /// Name as people know it.
    pub name: String,
    /// Number in the register of territorial units.
    pub teryt: Option<String>,
    /// What to fetch, if anything.
    pub plan: Option<SourcePlan>,
    /// Saved pages to read.
    pub paths: Vec<PathBuf>,
}

/// Reads all of them.
pub(super) fn all(tables: Vec<Keys<'_>>, host: &HostBudget, folder: &Path, findings: &Findings) -> Vec<Municipality> {
    tables
        .into_iter()
        .map(|keys| {
            let municipality = one(&keys, host, folder, findings);
            keys.close();
            municipality
        })
        .collect()
}

fn one(keys: &Keys<'_>, host: &HostBudget, folder: &Path, findings: &Findings) -> Municipality {
    let teryt = keys.parsed("teryt", teryt);
    let start = addresses(&keys.texts("start"), "start", findings);
    let mut listed = addresses(&keys.texts("addresses"), "addresses", findings);
    if let Some(file) = keys.text("address_file") {
        listed.extend(address_file(&folder.join(&file.value), file.line, findings));
    }
    let hosts: BTreeSet<String> = keys.texts("hosts").into_iter().filter_map(|text| further_host(&text, findings)).collect();
    let paths = keys.paths("paths", folder);
    let follow = listed.is_empty();
    if !start.is_empty() && !follow {
        let remedy = "links are followed from `start`, not from `addresses`: give the list a [[municipality]] of its own";
        findings.error(keys.line(), "municipality: start and addresses at once", remedy);
    }
    if start.is_empty() && follow && paths.is_empty() {
        let remedy = "add `start` with an address, `addresses` or `address_file` with a list, or `paths` with saved pages";
        findings.error(keys.line(), "municipality: nothing to look at", remedy);
    }
    let first = start.first().or(listed.first());
    let id = keys.text("id").map(|id| id.value).or(teryt.clone()).or(first.and_then(host_of)).unwrap_or_default();
    let id = id.trim_start_matches("www.").to_owned();
    check_id(&id, keys, findings);
    let place = teryt.as_deref().and_then(|number| Places::builtin().by_teryt(number));
    let name = keys.parsed("name", |name| if name.trim().is_empty() { Err("empty".to_owned()) } else { Ok(name.to_owned()) });
    let name = name.or(place.map(|place| place.name.clone())).unwrap_or_else(|| id.clone());
    let budget = host_budget(keys, "budget", host);
    let pages = keys.whole("pages", 1..=u64::from(u32::MAX));
    let every = keys.some_time("every");
    let is_saved = !paths.is_empty() && !["start", "addresses", "address_file"].iter().any(|key| keys.has(key));
    if is_saved {
        keys.idle(&["hosts", "every", "pages", "budget"], "nothing of this municipality is fetched, its pages are saved ones");
    } else if !follow {
        keys.idle(&["hosts"], "of a list no link is followed");
        keys.peek("budget").idle(&["depth", "per_pattern"], "of a list no link is followed");
    }
    let start = if follow { start } else { listed };
    let plan = (!start.is_empty()).then(|| SourcePlan {
        id: id.clone(),
        name: name.clone(),
        teryt: teryt.clone(),
        start,
        hosts,
        follow,
        budget,
        pages,
        every,
    });
    Municipality { line: keys.line(), id, name, teryt, plan, paths }
}

fn check_id(id: &str, keys: &Keys<'_>, findings: &Findings) {
    let line = keys.line_of("id");
    if id.is_empty() {
        findings.error(line, "municipality: no id", "write id = \"…\", or a teryt number, which then is the id");
    } else if id.len() > LONGEST_ID || !id.chars().all(|c| c.is_ascii_alphanumeric() || ID_SIGNS.contains(c)) {
        let remedy = "use up to 100 letters from a to z, digits, stops, colons, hyphens and low lines";
        findings.error(line, format!("municipality: `{id}` is no id"), remedy);
    }
}

/// Six or seven digits that begin with those of a county. More is not asked: municipalities come and go.
fn teryt(text: &str) -> Result<String, String> {
    if !matches!(text.len(), 6 | 7) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{text}` is no number of a municipality: it has six digits, or seven with the kind"));
    }
    match Places::builtin().county(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("`{text}`: there is no county {}", &text[..4])),
    }
}

fn further_host(text: &Said<String>, findings: &Findings) -> Option<String> {
    let host = host_name(&text.value);
    if host.is_none() {
        let message = format!("municipality.hosts: `{}` is no host", text.value);
        findings.error(text.line, message, "write each name alone, without https://, path and *: bip.gmina.example");
    }
    host
}

/// Looks for what is wrong between municipalities: the same id, the same host.
pub(super) fn compare(municipalities: &[Municipality], findings: &Findings) {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for municipality in municipalities {
        if let Some(line) = ids.insert(&municipality.id, municipality.line).filter(|_| !municipality.id.is_empty()) {
            let message = format!("municipality: the id `{}` is that of line {line} too", municipality.id);
            findings.error(municipality.line, message, "give each an id of its own: id = \"…\"");
        }
        for host in municipality.plan.iter().flat_map(SourcePlan::hosts) {
            if let Some(other) = owners.get(&host).filter(|other| **other != municipality.id) {
                let message = format!("municipality: `{}` and `{other}` both claim the host {host}", municipality.id);
                let remedy = "if a vendor keeps several on one host, this is right; else take it from one of them";
                findings.warning(municipality.line, message, remedy);
            }
            owners.entry(host).or_insert(&municipality.id);
        }
    }
}
