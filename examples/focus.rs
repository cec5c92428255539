//! How well the crawl is aimed: notices reached with a part of the pages, best-first beside breadth-first.
//!
//! `cargo run --example focus -- --municipalities 50 --seed 7 --share 0.2`
#![allow(clippy::print_stdout, clippy::print_stderr)] // A program for people to look at.

use metryczka::crawl::{Event, HostBudget, Manners, Observer, Order, Plan, SourcePlan, Stop, Verdict, crawl, host_of};
use metryczka::vocabulary::web::Web as Knowledge;
use municipal_web::{Settings, Web, serve_in_background};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::Url;

const HELP: &str = "Crawls a web of invented municipalities, each with a budget of pages, and counts the notices reached.

  --municipalities N   how many (50)
  --seed N             what the web is drawn from (7)
  --share X            pages that may be fetched, as a part of a municipality's real pages (0.2)
  --curve              the same at 5, 10, 15, 20 and 30 %
  --show N             addresses of notices not reached to list, for each kind
  --log FILE           every fetch of the best-first crawl: source, host, promise, new links, kind of page, address
";

/// Shares of the curve.
const CURVE: [f64; 5] = [0.05, 0.10, 0.15, 0.20, 0.30];

struct Arguments {
    settings: Settings,
    share: f64,
    curve: bool,
    show: usize,
    log: Option<PathBuf>,
    help: bool,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, String> {
    let settings = Settings { delay_factor: 0.0, ..Settings::default() };
    let mut parsed = Arguments { settings, share: 0.2, curve: false, show: 0, log: None, help: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n\n{HELP}"));
        match word.as_str() {
            "--municipalities" => parsed.settings.municipalities = number(&value()?)?,
            "--seed" => parsed.settings.seed = number(&value()?)?,
            "--share" => parsed.share = number(&value()?)?,
            "--curve" => parsed.curve = true,
            "--show" => parsed.show = number(&value()?)?,
            "--log" => parsed.log = Some(PathBuf::from(value()?)),
            "--help" | "-h" => parsed.help = true,
            _ => return Err(format!("unknown: {word}\n\n{HELP}")),
        }
    }
    Ok(parsed)
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

fn run(arguments: &Arguments) -> Result<(), String> {
    if arguments.help {
        print!("{HELP}");
        return Ok(());
    }
    let web = Arc::new(Web::new(arguments.settings.clone()));
    let served = serve_in_background(web.clone(), 0).map_err(|error| format!("cannot listen on loopback: {error}"))?;
    let port = served.running.port;
    let wanted = wanted(&web);
    let reach = |order, share| look(&web, port, order, share).map(|fetches| Reached::of(&web, &wanted, &fetches));
    let fetches = look(&web, port, Order::BestFirst, arguments.share)?;
    let (best, breadth) = (Reached::of(&web, &wanted, &fetches), reach(Order::BreadthFirst, arguments.share)?);
    if let Some(path) = &arguments.log {
        write_log(&web, &wanted, &fetches, path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    table(&web, &wanted, &best, &breadth);
    if arguments.curve {
        println!("\nPages fetched, of all   best-first   breadth-first");
        for share in CURVE {
            let (best, breadth) = (reach(Order::BestFirst, share)?, reach(Order::BreadthFirst, share)?);
            println!(
                "{:>21}   {:>10}   {:>13}",
                percent(best.pages, best.all_pages),
                percent(best.notices(), wanted.len()),
                percent(breadth.notices(), wanted.len())
            );
        }
    }
    unreached(&wanted, &best, arguments.show);
    Ok(())
}

/// Notices a crawler may reach: address → from where it is linked.
type Wanted = BTreeMap<String, &'static str>;

fn wanted(web: &Web) -> Wanted {
    web.truth().filter(|row| !row.closed).map(|row| (row.url, row.linked_from)).collect()
}

/// A fetch.
struct Fetch {
    source: String,
    url: Url,
    verdict: Verdict,
    score: i32,
    links: usize,
}

impl Fetch {
    /// Host and, if there is a real page, its plain address and kind.
    fn page(&self, web: &Web) -> (String, Option<(String, &'static str)>) {
        let (host, path) = (host_of(&self.url).unwrap_or_default(), self.url.path());
        let address = self.url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        let page = web.page_at(&host, &address);
        (host, page)
    }
}

/// Keeps what was fetched.
#[derive(Default)]
struct Log(Mutex<Vec<Fetch>>);

impl Observer for Log {
    fn event(&self, event: &Event<'_>) {
        if let Event::Fetched { source, url, verdict, score, links, .. } = *event
            && let Ok(url) = Url::parse(url)
        {
            let fetch = Fetch { source: source.to_owned(), url, verdict: verdict.clone(), score, links };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fetch);
        }
    }
}

/// Crawls every municipality with a share of its pages; tells what was fetched.
fn look(web: &Web, port: u16, order: Order, share: f64) -> Result<Vec<Fetch>, String> {
    let plan = plan(web, port, order, share);
    let log = Log::default();
    crawl(&plan, Knowledge::builtin(), &log, &Stop::default()).map_err(|error| error.to_string())?;
    Ok(log.0.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn plan(web: &Web, port: u16, order: Order, share: f64) -> Plan {
    let mut resolve = BTreeMap::new();
    let mut sources = Vec::new();
    for municipality in web.municipalities() {
        let hosts = &municipality.hosts;
        resolve.extend(hosts.iter().map(|host| (host.name.clone(), SocketAddr::from((host.machine, port)))));
        let start = hosts.iter().filter_map(|host| Url::parse(&format!("http://{}/", host.name)).ok()).collect();
        let pages = (web.pages(municipality.index).pages as f64 * share) as u32;
        let budget = HostBudget { pages: u32::MAX, ..HostBudget::default() };
        sources.push(SourcePlan {
            id: format!("{:04}", municipality.index),
            name: municipality.place.name.clone(),
            teryt: Some(municipality.teryt.clone()),
            start,
            hosts: BTreeSet::new(),
            follow: true,
            budget,
            pages: Some(pages),
            every: None,
        });
    }
    let manners =
        Manners { delay: Duration::ZERO, address_delay: Duration::ZERO, backoff: Duration::from_millis(1), ..Manners::default() };
    Plan { sources, manners, order, resolve, allow_loopback: true, dry_run: true, ..Plan::default() }
}

/// What a crawl reached.
#[derive(Default)]
struct Reached {
    notices: BTreeSet<String>,
    /// Fetches of pages and documents, twins and errors among them.
    pages: usize,
    /// Real pages of all municipalities.
    all_pages: usize,
    robots: usize,
    guides: usize,
    /// Pages by kind.
    kinds: BTreeMap<&'static str, usize>,
    /// All real pages by kind.
    all_kinds: BTreeMap<&'static str, usize>,
}

impl Reached {
    fn of(web: &Web, wanted: &Wanted, fetches: &[Fetch]) -> Self {
        let mut reached = Self::default();
        for municipality in web.municipalities() {
            reached.all_pages += web.pages(municipality.index).pages;
            for host in &municipality.hosts {
                for (_, kind) in web.addresses(&host.name).iter().filter_map(|address| web.page_at(&host.name, address)) {
                    *reached.all_kinds.entry(kind).or_default() += 1;
                }
            }
        }
        for fetch in fetches {
            let (host, page) = fetch.page(web);
            match (fetch.url.path(), &page) {
                ("/robots.txt", _) => reached.robots += 1,
                (path, None) if path.contains("sitemap") || path.contains("rss") || path.contains("feed") => reached.guides += 1,
                _ => {
                    reached.pages += 1;
                    *reached.kinds.entry(page.as_ref().map_or("no page", |page| page.1)).or_default() += 1;
                }
            }
            let plain = page.map(|page| format!("http://{host}{}", page.0));
            reached.notices.extend(plain.filter(|plain| fetch.verdict == Verdict::Content && wanted.contains_key(plain)));
        }
        reached
    }

    fn notices(&self) -> usize {
        self.notices.len()
    }
}

fn table(web: &Web, wanted: &Wanted, best: &Reached, breadth: &Reached) {
    println!(
        "{} municipalities, {} real pages; {} notices that robots.txt leaves open.\n",
        web.settings().municipalities,
        best.all_pages,
        wanted.len()
    );
    println!("{:<40} {:>12} {:>14}", "", "best-first", "breadth-first");
    let row = |name: &str, best: String, breadth: String| println!("{name:<40} {best:>12} {breadth:>14}");
    row("pages fetched", best.pages.to_string(), breadth.pages.to_string());
    row("  of all", percent(best.pages, best.all_pages), percent(breadth.pages, breadth.all_pages));
    row("robots.txt fetched", best.robots.to_string(), breadth.robots.to_string());
    row("sitemaps and feeds fetched", best.guides.to_string(), breadth.guides.to_string());
    let share = |reached: &Reached| percent(reached.notices(), wanted.len());
    row("notices reached", share(best), share(breadth));
    let kinds: BTreeSet<&str> = wanted.values().copied().collect();
    for kind in kinds {
        let of = |reached: &Reached| reached.notices.iter().filter(|url| wanted.get(*url) == Some(&kind)).count();
        let all = wanted.values().filter(|other| **other == kind).count();
        row(&format!("  {kind} ({all})"), percent(of(best), all), percent(of(breadth), all));
    }
    println!("\n{:<40} {:>12} {:>14} {:>10}", "What was fetched", "", "", "of");
    let kinds: BTreeSet<&str> = best.all_kinds.keys().chain(best.kinds.keys()).chain(breadth.kinds.keys()).copied().collect();
    for kind in kinds {
        let of = |counts: &BTreeMap<&str, usize>| counts.get(kind).copied().unwrap_or_default();
        println!("  {kind:<38} {:>12} {:>14} {:>10}", of(&best.kinds), of(&breadth.kinds), of(&best.all_kinds));
    }
}

fn unreached(wanted: &Wanted, best: &Reached, show: usize) {
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for (url, kind) in wanted.iter().filter(|(url, _)| !best.notices.contains(*url)) {
        let count = shown.entry(kind).or_default();
        *count += 1;
        if *count <= show {
            println!("not reached: {kind} {url}");
        }
    }
}

fn write_log(web: &Web, wanted: &Wanted, fetches: &[Fetch], path: &Path) -> std::io::Result<()> {
    let mut out = String::new();
    for fetch in fetches {
        let (host, page) = fetch.page(web);
        let plain = page.as_ref().map(|page| format!("http://{host}{}", page.0));
        let notice = plain.and_then(|plain| wanted.get(&plain).copied()).unwrap_or("-");
        let (kind, Fetch { source, url, verdict, score, links }) = (page.map_or("no page", |page| page.1), fetch);
        let _ = writeln!(out, "{source}\t{host}\t{score}\t{links}\t{kind}\t{notice}\t{verdict:?}\t{url}");
    }
    std::fs::write(path, out)
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", part as f64 * 100.0 / whole.max(1) as f64)
}
