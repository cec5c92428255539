//! Plans, crawls and what is heard and found of them.

use crate::little::Little;
use metryczka::archive::{Entry, Folder};
use metryczka::crawl::{
    Availability, Coverage, CrawlError, CrawlProblem, Event, FetchLimits, HostBudget, Manners, Observer, Plan, Report,
    SourcePlan, Stop, captures, crawl,
};
use metryczka::page::Limits;
use metryczka::vocabulary::web::Web as Words;
use municipal_web::{Background, Fault, Kind, Settings, Web, serve_in_background};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// The moment of the first run: a Friday, 13:00 in Poland.
pub const NOW: i64 = 1_768_564_800;
pub const DAY: i64 = 24 * 60 * 60;

/// A plan that hurries: pauses and limits are as short as loopback allows.
pub fn plan(folder: &Path) -> Plan {
    let millis = Duration::from_millis;
    Plan {
        archive: folder.join("archive"),
        allow_loopback: true,
        fixed_time: Some(NOW),
        manners: Manners {
            delay: Duration::ZERO,
            address_delay: Duration::ZERO,
            max_wait: millis(400),
            backoff: millis(1),
            max_failures: 5,
            hours: None,
        },
        fetch: FetchLimits {
            max_bytes: 512 << 10,
            max_decoded_bytes: 1 << 20,
            max_header_bytes: 16 << 10,
            connect: millis(800),
            total: millis(2_000),
            min_bytes_per_second: 2_000,
            patience: millis(500),
            max_redirects: 5,
        },
        parallel_hosts: 8,
        ..Plan::default()
    }
}

/// A source that begins at the roots of some hosts.
pub fn source(id: &str, hosts: &[&str]) -> SourcePlan {
    SourcePlan {
        id: id.to_owned(),
        name: format!("Gmina {id}"),
        teryt: None,
        start: hosts.iter().map(|host| Url::parse(&format!("http://{host}/")).unwrap()).collect(),
        hosts: BTreeSet::new(),
        follow: true,
        budget: HostBudget::default(),
        pages: None,
        every: None,
    }
}

/// A plan for hosts of one listener, a source each, named like its host.
pub fn little_plan(folder: &Path, little: &Little, hosts: &[&str]) -> Plan {
    let mut plan = plan(folder);
    for host in hosts {
        plan.resolve.insert((*host).to_owned(), little.address);
        plan.sources.push(source(host, &[host]));
    }
    plan
}

/// Hears everything.
#[derive(Default)]
pub struct Heard(Mutex<Vec<Value>>);

impl Observer for Heard {
    fn event(&self, event: &Event<'_>) {
        self.0.lock().unwrap().push(serde_json::to_value(event).unwrap());
    }
}

/// What a crawl came to.
pub struct Outcome {
    pub report: Report,
    pub events: Vec<Value>,
}

pub fn try_run(plan: &Plan) -> Result<Outcome, CrawlError> {
    let heard = Heard::default();
    let report = crawl(plan, Words::builtin(), &heard, &Stop::default())?;
    Ok(Outcome { report, events: heard.0.into_inner().unwrap() })
}

pub fn run(plan: &Plan) -> Outcome {
    while_locked(|| try_run(plan)).unwrap()
}

/// Tries again for a moment: a process that another test starts holds copies of all locks until it has become what it is to be.
pub fn while_locked<T>(mut work: impl FnMut() -> Result<T, CrawlError>) -> Result<T, CrawlError> {
    for _ in 0..40 {
        match work() {
            Err(error) if error.code().ends_with("_locked") || error.code() == "state_in_use" => {
                std::thread::sleep(Duration::from_millis(25));
            }
            done => return done,
        }
    }
    work()
}

/// The same, some days after the first run.
pub fn run_on(plan: &Plan, day: i64) -> Outcome {
    run(&Plan { fixed_time: Some(NOW + day * DAY), ..plan.clone() })
}

impl Outcome {
    pub fn coverage(&self, source: &str) -> &Coverage {
        self.report.coverage.iter().find(|coverage| coverage.source == source).unwrap()
    }

    /// The problem of an address, found by the end of it.
    pub fn problem(&self, url: &str) -> Option<&CrawlProblem> {
        self.report.problems.iter().find(|problem| problem.url.ends_with(url))
    }

    pub fn skipped(&self, reason: &str) -> u64 {
        self.report.skips.get(reason).copied().unwrap_or_default()
    }

    /// Why the work on a host ended last.
    pub fn end_of(&self, host: &str) -> &str {
        let ends = |event: &&Value| event["event"] == "host_ended" && event["host"] == host;
        self.events.iter().rev().find(ends).and_then(|event| event["reason"].as_str()).unwrap_or("never begun")
    }

    /// Addresses asked for, with verdict (and its detail), in order.
    pub fn fetched(&self) -> Vec<(String, String)> {
        let fetched = self.events.iter().filter(|event| event["event"] == "fetched");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let verdict = |event: &Value| match event["detail"].as_str() {
            Some(detail) => format!("{} {detail}", text(&event["verdict"])),
            None => text(&event["verdict"]),
        };
        fetched.map(|event| (text(&event["url"]), verdict(event))).collect()
    }

    /// The verdicts on an address, found by its end.
    pub fn verdicts(&self, url: &str) -> Vec<String> {
        self.fetched().into_iter().filter(|(asked, _)| asked.ends_with(url)).map(|(_, verdict)| verdict).collect()
    }
}

/// A page of the newest contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub bytes: Vec<u8>,
    pub fetched: Option<String>,
    pub availability: Availability,
}

/// The newest content of every page, by address.
pub fn contents(plan: &Plan) -> BTreeMap<String, Page> {
    let read = captures(plan, &Limits::default()).unwrap().map(|crawled| {
        let crawled = crawled.unwrap();
        let page = Page { bytes: crawled.capture.bytes, fetched: crawled.capture.fetched, availability: crawled.availability };
        (crawled.capture.source.url.unwrap(), page)
    });
    read.collect()
}

/// Everything the archive holds.
pub fn entries(plan: &Plan) -> Vec<Entry> {
    Folder::open(&plan.archive).unwrap().entries(None).map(Result::unwrap).collect()
}

/// A served municipal web, of which the own sites of the municipalities are crawled.
pub struct World {
    pub web: Arc<Web>,
    pub served: Background,
    pub folder: tempfile::TempDir,
    pub hosts: Vec<String>,
    pub plan: Plan,
}

/// Small sites that may be crawled whole.
pub fn small() -> Settings {
    Settings { municipalities: 2, pages: (12, 20), delay_factor: 0.0, ..Settings::default() }
}

impl World {
    /// The web of the first seed for which all own sites are as wished.
    pub fn new(settings: Settings, wish: impl Fn(&Web, &str) -> bool) -> Self {
        let webs = (1..4_000).map(|seed| Arc::new(Web::new(Settings { seed, ..settings.clone() })));
        let own = |web: &Web| web.municipalities().map(|one| one.hosts[0].name.clone()).collect::<Vec<_>>();
        let web = { webs }.find(|web| own(web).iter().all(|host| wish(web, host))).expect("a web as wished");
        let served = serve_in_background(Arc::clone(&web), 0).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let hosts = own(&web);
        let mut plan = plan(folder.path());
        for host in &hosts {
            plan.resolve.insert(host.clone(), served.running.address(host).unwrap());
            plan.sources.push(source(host, &[host]));
        }
        Self { web, served, folder, hosts, plan }
    }

    /// Small sites whose rules forbid nothing that matters here.
    pub fn open() -> Self {
        Self::open_with(small())
    }

    /// The same with other settings.
    pub fn open_with(settings: Settings) -> Self {
        // A calendar would only cost time.
        let is_small = |web: &Web, host: &str| !text_of(web, host, "/").to_lowercase().contains("kalendarz");
        Self::new(settings, |web, host| is_open(web, host) && is_small(web, host) && victim(web, host).is_some())
    }

    /// A fault of a host from its second request on: the first is for robots.txt.
    pub fn fault(&self, host: &str, kind: Kind) {
        self.served.running.forget_requests();
        self.web.add_fault(Fault { from_request: 1, ..Fault::of(host, kind) });
    }

    /// A fault of everything on a host that begins so.
    pub fn fault_at(&self, host: &str, prefix: &str, kind: Kind) {
        self.web.add_fault(Fault { prefix: prefix.to_owned(), ..Fault::of(host, kind) });
    }

    /// Addresses (host and path) asked for, and how often.
    pub fn requests(&self) -> BTreeMap<String, u32> {
        self.served.running.requests().into_iter().collect()
    }

    /// A page of the first host that its root links to, and whose address is not the beginning of another's.
    pub fn victim(&self) -> (String, String) {
        let host = &self.hosts[0];
        (host.clone(), victim(&self.web, host).unwrap())
    }
}

fn victim(web: &Web, host: &str) -> Option<String> {
    let (root, all) = (text_of(web, host, "/"), web.addresses(host));
    let linked = |path: &String| root.contains(&format!("{}\"", path.replace('&', "&amp;")));
    let alone = |path: &String| path.len() > 1 && all.iter().filter(|other| other.starts_with(path.as_str())).count() == 1;
    { all.iter() }.find(|path| linked(path) && alone(path)).cloned()
}

/// The text of a page of the web.
pub fn text_of(web: &Web, host: &str, path: &str) -> String {
    String::from_utf8_lossy(&web.page(host, path).body).into_owned()
}

/// Whether a host's rules are rules and forbid nothing but what systems forbid.
pub fn is_open(web: &Web, host: &str) -> bool {
    let rules = text_of(web, host, "/robots.txt");
    web.page(host, "/robots.txt").status == 200 && rules.starts_with("User-agent: *") && !rules.contains("Disallow: /\n")
}
