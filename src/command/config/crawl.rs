//! The table `[crawl]`: how to behave, what it may cost, where it is kept.

use super::address::host_name;
use super::human;
use super::keys::Keys;
use metryczka::crawl::{Budget, FetchLimits, HostBudget, Manners, Order, Plan, Revisit, forbidden_range};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use url::Url;

/// Settings of a crawl.
#[derive(Debug, Clone)]
pub struct CrawlConfig {
    /// The plan, without its sources.
    pub plan: Plan,
    /// What a host may cost where its municipality does not say.
    pub host: HostBudget,
    /// File for the metrics of a run, in Prometheus' text format.
    pub metrics: Option<PathBuf>,
    /// Share of sources that failed above which a run ends with exit code 1.
    pub max_failed_share: f64,
}

impl Default for CrawlConfig {
    fn default() -> Self {
        Self { plan: Plan::default(), host: HostBudget::default(), metrics: None, max_failed_share: 0.5 }
    }
}

impl CrawlConfig {
    /// Reads the table; what is left out keeps its default.
    pub(super) fn parse(keys: &Keys<'_>, folder: &Path) -> Self {
        let default = Self::default();
        let plan = default.plan;
        let path = |key| keys.path(key, folder);
        Self {
            metrics: path("metrics"),
            max_failed_share: keys.share("max_failed_share").unwrap_or(default.max_failed_share),
            host: host_budget(keys, "host", &default.host),
            plan: Plan {
                archive: path("archive").unwrap_or_else(|| folder.join(&plan.archive)),
                contact: keys.parsed("contact", contact),
                manners: manners(keys, &plan.manners),
                fetch: fetch(keys, &plan.fetch),
                budget: budget(keys),
                order: keys.parsed("order", order).unwrap_or(plan.order),
                revisit: revisit(keys, &plan.revisit),
                resolve: resolve(keys),
                allow_loopback: keys.flag("allow_loopback").unwrap_or(plan.allow_loopback),
                unverified_hosts: unverified_hosts(keys),
                parallel_hosts: keys.whole("parallel_hosts", 1..=4096).unwrap_or(plan.parallel_hosts),
                rotate_bytes: keys.some_size("rotate").unwrap_or(plan.rotate_bytes).max(1 << 20),
                ..plan
            },
        }
    }
}

/// What a host may cost, written as a table of this name.
pub(super) fn host_budget(keys: &Keys<'_>, name: &str, default: &HostBudget) -> HostBudget {
    let table = keys.table(name);
    let most = u64::from(u32::MAX);
    let mut budget = HostBudget {
        pages: table.whole("pages", 1..=most).unwrap_or(default.pages),
        bytes: table.some_size("bytes").unwrap_or(default.bytes),
        time: table.some_time("time").unwrap_or(default.time),
        addresses: table.whole("addresses", 1..=most).unwrap_or(default.addresses),
        per_pattern: table.whole("per_pattern", 1..=most).unwrap_or(default.per_pattern),
        depth: table.whole("depth", 0..=u64::from(u16::MAX)).unwrap_or(default.depth),
    };
    // What is written collides; what is not, gives way.
    if budget.pages > budget.addresses && table.has("pages") {
        table.complain("pages", format!("{} pages, but only {} addresses are remembered", budget.pages, budget.addresses));
    }
    if budget.per_pattern > budget.addresses && table.has("per_pattern") {
        let message = format!("{} addresses of one pattern, but only {} in all", budget.per_pattern, budget.addresses);
        table.complain("per_pattern", message);
    }
    budget.pages = budget.pages.min(budget.addresses);
    budget.per_pattern = budget.per_pattern.min(budget.addresses);
    table.close();
    budget
}

fn manners(keys: &Keys<'_>, default: &Manners) -> Manners {
    Manners {
        delay: keys.time("delay").unwrap_or(default.delay),
        address_delay: keys.time("address_delay").unwrap_or(default.address_delay),
        max_wait: keys.time("max_wait").unwrap_or(default.max_wait),
        backoff: keys.time("backoff").unwrap_or(default.backoff),
        max_failures: keys.whole("max_failures", 1..=1000).unwrap_or(default.max_failures),
        hours: keys.parsed("hours", hours).flatten(),
    }
}

fn fetch(keys: &Keys<'_>, default: &FetchLimits) -> FetchLimits {
    let table = keys.table("fetch");
    let size = |key, default: usize| table.some_size(key).and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(default);
    let mut limits = FetchLimits {
        max_bytes: size("max_bytes", default.max_bytes),
        max_decoded_bytes: size("max_decoded_bytes", default.max_decoded_bytes),
        max_header_bytes: size("max_header_bytes", default.max_header_bytes),
        connect: table.some_time("connect").unwrap_or(default.connect),
        total: table.some_time("total").unwrap_or(default.total),
        min_bytes_per_second: table.size("min_per_second").unwrap_or(default.min_bytes_per_second),
        patience: table.some_time("patience").unwrap_or(default.patience),
        max_redirects: table.whole("max_redirects", 0..=20).unwrap_or(default.max_redirects),
    };
    for (key, part) in [("connect", &mut limits.connect), ("patience", &mut limits.patience)] {
        if *part > limits.total && table.has(key) {
            table.complain(key, "longer than `total`, the time for the whole exchange");
        }
        *part = limits.total.min(*part);
    }
    if limits.max_decoded_bytes < limits.max_bytes {
        match (table.has("max_bytes"), table.has("max_decoded_bytes")) {
            (true, true) => table.complain("max_decoded_bytes", "less than `max_bytes`, which counts the same page compressed"),
            // What is not written gives way.
            (true, false) => limits.max_decoded_bytes = limits.max_bytes,
            _ => limits.max_bytes = limits.max_decoded_bytes,
        }
    }
    table.close();
    limits
}

fn budget(keys: &Keys<'_>) -> Budget {
    let table = keys.table("budget");
    let budget =
        Budget { pages: table.whole("pages", 1..=u64::MAX), bytes: table.some_size("bytes"), time: table.some_time("time") };
    table.close();
    budget
}

fn revisit(keys: &Keys<'_>, default: &Revisit) -> Revisit {
    let table = keys.table("revisit");
    let mut revisit = Revisit {
        first: table.time("first").unwrap_or(default.first),
        least: table.time("least").unwrap_or(default.least),
        most: table.time("most").unwrap_or(default.most),
        since: None,
    };
    if revisit.least > revisit.most {
        table.complain("least", "longer than `most`");
        revisit.least = revisit.most;
    } else if table.has("first") && !(revisit.least..=revisit.most).contains(&revisit.first) {
        table.complain("first", "not between `least` and `most`");
    }
    revisit.first = revisit.first.clamp(revisit.least, revisit.most);
    table.close();
    revisit
}

fn resolve(keys: &Keys<'_>) -> BTreeMap<String, SocketAddr> {
    let mut map = BTreeMap::new();
    for (host, address) in keys.pairs("resolve") {
        let Some(name) = host_name(&host).filter(|_| !host.contains(':')) else {
            keys.error(address.line, format!("resolve.{host}: no host name"), "write the name alone, without a port: gmina.test");
            continue;
        };
        match address.value.parse::<SocketAddr>() {
            Ok(socket) => {
                if let Some(range) = forbidden_range(socket.ip()) {
                    let message = format!("resolve.{host}: `{}` is never fetched from: {range}", address.value);
                    keys.error(address.line, message, "name this machine or one of the public internet");
                }
                map.insert(name, socket);
            }
            Err(_) => {
                keys.error(address.line, format!("resolve.{host}: `{}` is no address", address.value), "write 127.0.0.1:8080")
            }
        }
    }
    map
}

fn unverified_hosts(keys: &Keys<'_>) -> BTreeSet<String> {
    let mut hosts = BTreeSet::new();
    for said in keys.texts("unverified_hosts") {
        match host_name(&said.value) {
            Some(host) => _ = hosts.insert(host),
            None => {
                let message = format!("unverified_hosts: `{}` is no host", said.value);
                keys.error(said.line, message, "write each name alone, without https:// and path: bip.gmina.example");
            }
        }
    }
    hosts
}

/// A mail or web address.
fn contact(text: &str) -> Result<String, String> {
    let text = text.trim();
    let address = text.strip_prefix("mailto:").unwrap_or(text);
    let mail = address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let web = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let sound = text.chars().all(|c| c.is_ascii_graphic()) && !text.contains(['(', ')', '"', '\\', ';']);
    if sound && (mail || web) { Ok(text.to_owned()) } else { Err(format!("`{text}` is neither a mail nor a web address")) }
}

/// `20-6`: from eight in the evening to six in the morning; nothing for all day.
fn hours(text: &str) -> Result<Option<(u8, u8)>, String> {
    let wrong = || format!("`{text}` are no hours: write `20-6` for the night from 20:00 to 6:00");
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let hour = |text: &str| text.trim().parse::<u8>().ok().filter(|hour| *hour <= 24).ok_or_else(wrong);
    let (from, to) = (hour(from)? % 24, hour(to)?);
    match (from, to) {
        (0, 24) => Ok(None),
        (from, to) if from == to % 24 => Err(wrong()),
        hours => Ok(Some(hours)),
    }
}

fn order(text: &str) -> Result<Order, String> {
    match text {
        "best_first" => Ok(Order::BestFirst),
        "breadth_first" => Ok(Order::BreadthFirst),
        _ => Err(format!("`{text}` is no order: write \"best_first\" or \"breadth_first\"")),
    }
}

/// The budget of a run as it is written after `--budget`: `pages=1000,bytes=1GB,time=2h`.
///
/// # Errors
/// Says which part is wrong.
pub fn budget_option(text: &str) -> Result<Budget, String> {
    let mut budget = Budget::default();
    for part in text.split(',') {
        let (name, value) = part.split_once('=').ok_or_else(|| format!("`{part}` is not NAME=VALUE"))?;
        let (name, value) = (name.trim(), value.trim());
        let is_told = match name {
            "pages" => budget.pages.replace(value.parse().map_err(|_| format!("`{value}` is no number of pages"))?).is_some(),
            "bytes" => budget.bytes.replace(human::size(value)?).is_some(),
            "time" => budget.time.replace(human::duration(value)?).is_some(),
            other => return Err(format!("`{other}` has no budget: use pages, bytes or time")),
        };
        if is_told {
            return Err(format!("`{name}` is given twice"));
        }
    }
    if budget.pages == Some(0) || budget.bytes == Some(0) || budget.time.is_some_and(|time| time.is_zero()) {
        return Err("a budget of nothing: no page would be fetched".to_owned());
    }
    Ok(budget)
}
