//! What crawling costs beyond fetching.
//!
//! ```text
//! cargo bench --no-default-features --features crawl --bench crawl
//! ```
//!
//! An invented web is served in the background by this process; everything measured runs in a process of its own, whose whole CPU
//! time counts, from its start on, and nothing of the server's. The sides alternate, every figure is the median of the rounds.
//!
//! ```text
//! floor      the HTTP client alone, asking for the addresses the crawl asks for, answers thrown away
//! crawl      rules, links, scores and state, nothing kept on the disk
//! archive    the same with archive and state on the disk
//! rerun      the archive's web once more, unchanged: most servers answer 304
//! read       the archive of the first run from its beginning to its end, bodies decoded
//! ```

#![allow(clippy::print_stdout, clippy::expect_used, clippy::panic)]

use cpu_time::ProcessTime;
use futures_util::StreamExt as _;
use metryczka::archive::{Folder, decode};
use metryczka::crawl::{Budget, HostBudget, Manners, Plan, Revisit, SourcePlan, Stop, crawl};
use metryczka::vocabulary::web::Web as Knowledge;
use municipal_web::{Settings, Web, serve_in_background};
use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const ROUNDS: usize = 3;

/// Hosts asked at the same time, by the floor as by the crawl.
const HOSTS: usize = 32;

/// When the first run is made, and the second.
const FIRST: i64 = 1_800_000_000;
const SECOND: i64 = FIRST + 24 * 60 * 60;

const DECODED: usize = 64 << 20;

/// What a measured process says of itself.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// Answers asked for or read.
    answers: u64,
    seconds: f64,
    peak_mb: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match arguments.as_slice() {
        [what, folder, port] => measured(what, Path::new(folder), port.parse().expect("a port")),
        _ => measure(),
    }
}

fn settings() -> Settings {
    let web = Settings::default();
    Settings { municipalities: 40, pages: (40, 160), delay_factor: 0.0, cache_bytes: 256 << 20, ..web }
}

/// Serves the web and measures the others.
fn measure() {
    let served = serve_in_background(Arc::new(Web::new(settings())), 0).expect("a web on loopback");
    let folder = tempfile::tempdir().expect("a folder");
    let child = |what: &str| run(what, folder.path(), served.running.port);
    // Writes the pages once, so that no side waits for the server, and the addresses the floor asks for.
    child("archive");
    write_addresses(folder.path());
    let mut costs: BTreeMap<&str, Vec<Cost>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for what in ["floor", "crawl", "archive", "read", "rerun"] {
            if what == "archive" {
                fs::remove_dir_all(folder.path().join("archive")).expect("the archive before");
            }
            costs.entry(what).or_default().push(child(what));
        }
    }
    let median = |what: &str, of: &dyn Fn(&Cost) -> f64| {
        let mut figures: Vec<f64> = costs[what].iter().map(of).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    println!("{:8} {:>8} {:>14} {:>12} {:>8}", "", "answers", "µs an answer", "answers/CPU s", "peak MB");
    for what in ["floor", "crawl", "archive", "read", "rerun"] {
        let (answers, seconds) = (median(what, &|cost| cost.answers as f64), median(what, &|cost| cost.seconds));
        let peak = median(what, &|cost| cost.peak_mb);
        println!("{what:8} {answers:8.0} {:14.0} {:13.0} {peak:8.0}", seconds * 1e6 / answers, answers / seconds);
    }
    let each = |what| median(what, &|cost| cost.seconds / cost.answers as f64);
    println!("\ncrawl/floor     {:6.2}   an answer of the crawl to one of the HTTP client alone", each("crawl") / each("floor"));
    println!("archive/floor   {:6.2}   the same with archive and state on the disk", each("archive") / each("floor"));
    println!("archive/crawl   {:6.2}", each("archive") / each("crawl"));
    println!("read/archive    {:6.2}   reading the archive to writing it", each("read") / each("archive"));
    let seconds = |what| median(what, &|cost| cost.seconds);
    println!("rerun/archive   {:6.2}   the whole unchanged run to the whole first one", seconds("rerun") / seconds("archive"));
}

/// Runs one side in a process of its own.
fn run(what: &str, folder: &Path, port: u16) -> Cost {
    let own = std::env::current_exe().expect("this program's path");
    let output = Command::new(own).arg(what).arg(folder).arg(port.to_string()).output().expect("this program again");
    let text = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [answers, seconds, peak_mb] = figures[..] else { panic!("{what}: {text}{}", String::from_utf8_lossy(&output.stderr)) };
    Cost { answers: answers as u64, seconds, peak_mb }
}

/// Does one of the things that are measured, and says what it cost.
fn measured(what: &str, folder: &Path, port: u16) {
    let answers = match what {
        "floor" => fetch_all(folder, port),
        "read" => read(folder),
        _ => {
            let mut plan = plan(folder, port);
            plan.dry_run = what == "crawl";
            if what == "rerun" {
                plan.fixed_time = Some(SECOND);
                plan.revisit.since = Some(SECOND);
            }
            crawl(&plan, Knowledge::builtin(), &(), &Stop::default()).expect("a crawl").fetched
        }
    };
    let seconds = ProcessTime::now().as_duration().as_secs_f64();
    println!("{answers} {seconds} {}", peak_mb());
}

fn plan(folder: &Path, port: u16) -> Plan {
    let web = Web::new(settings());
    let sources = web.municipalities().map(|municipality| SourcePlan {
        id: municipality.teryt.clone(),
        name: municipality.place.name.clone(),
        teryt: None,
        start: municipality.hosts.iter().map(|host| Url::parse(&format!("http://{}/", host.name)).expect("an address")).collect(),
        hosts: Default::default(),
        follow: true,
        budget: HostBudget::default(),
        pages: None,
        every: None,
    });
    Plan {
        sources: sources.collect(),
        archive: folder.join("archive"),
        allow_loopback: true,
        manners: Manners { delay: Duration::ZERO, address_delay: Duration::ZERO, ..Manners::default() },
        budget: Budget::default(),
        revisit: Revisit::default(),
        resolve: machines(&web, port),
        parallel_hosts: HOSTS,
        fixed_time: Some(FIRST),
        ..Plan::default()
    }
}

/// Where each host is served.
fn machines(web: &Web, port: u16) -> BTreeMap<String, SocketAddr> {
    let hosts = web.municipalities().flat_map(|municipality| municipality.hosts);
    hosts.map(|host| (host.name, SocketAddr::from((host.machine, port)))).collect()
}

/// Notes the addresses the archive holds answers of, a line each, in the order in which they were asked for.
fn write_addresses(folder: &Path) {
    let mut lines = String::new();
    for entry in Folder::open(&folder.join("archive")).expect("an archive").entries(None) {
        let exchange = entry.expect("a whole fetch").exchange;
        if exchange.answer.is_some() {
            lines.push_str(&exchange.url);
            lines.push('\n');
        }
    }
    fs::write(folder.join("addresses"), lines).expect("a file of addresses");
}

/// Asks for every address, the hosts side by side and one page of a host after the other.
fn fetch_all(folder: &Path, port: u16) -> u64 {
    let addresses = fs::read_to_string(folder.join("addresses")).expect("a file of addresses");
    let mut hosts: BTreeMap<String, Vec<Url>> = BTreeMap::new();
    for url in addresses.lines().filter_map(|line| Url::parse(line).ok()) {
        hosts.entry(url.host_str().unwrap_or_default().to_owned()).or_default().push(url);
    }
    // As the crawler does: any provider will do, for nothing here is encrypted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let none: [reqwest::Certificate; 0] = [];
    let mut client = reqwest::Client::builder().http1_only().no_proxy().redirect(reqwest::redirect::Policy::none());
    for (host, machine) in machines(&Web::new(settings()), port) {
        client = client.resolve(&host, machine);
    }
    let client = client.tls_certs_only(none).build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = &client;
    let host = |urls: Vec<Url>| async move {
        let mut answers = 0;
        for url in urls {
            let response = client.get(url).header("accept-encoding", "gzip, br").send().await.expect("an answer");
            response.bytes().await.expect("a body");
            answers += 1;
        }
        answers
    };
    let counts = futures_util::stream::iter(hosts.into_values().map(host)).buffer_unordered(HOSTS);
    runtime.block_on(counts.fold(0, |sum, count| async move { sum + count }))
}

/// Reads the archive as extraction does.
fn read(folder: &Path) -> u64 {
    let mut answers = 0;
    for entry in Folder::open(&folder.join("archive")).expect("an archive").entries(None) {
        if let Some(answer) = entry.expect("a whole fetch").exchange.answer {
            std::hint::black_box(decode(&answer, DECODED).ok());
            answers += 1;
        }
    }
    answers
}

/// The most memory this process had; 0 where the system does not tell.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|word| word.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
