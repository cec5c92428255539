//! Opening archive and state, so that the state knows all that the archive has, and where every source begins.

use super::super::address::canonical;
use super::super::error::CrawlError;
use super::super::event::{Event, Observer};
use super::super::key::{Key, host_of};
use super::super::plan::{Plan, SourcePlan};
use super::super::scope::{Scope, Shared};
use super::super::score::Scorer;
use super::super::state::State;
use super::super::visit::{Candidate, Purpose};
use super::digest::START;
use super::keeper::Keeper;
use super::replay::Missed;
use super::store::Store;
use crate::archive::{Writer, WriterSettings};
use crate::vocabulary::web::Web;
use std::collections::BTreeMap;
use std::sync::Mutex;
use url::Url;

impl<'a> Keeper<'a> {
    /// Opens archive and state, and tells the state what it has missed.
    pub fn open(plan: &'a Plan, web: &'a Web, observer: &dyn Observer) -> Result<Self, CrawlError> {
        if plan.dry_run {
            let keeper = Self::with(plan, web, None, State::in_memory()?);
            keeper.enter_starts()?;
            return Ok(keeper);
        }
        let (writer, mended) = Writer::open(&plan.archive, &settings(plan))?;
        let mut state = State::open(&plan.archive)?;
        // A disk that lost what it had promised to keep: what the state knows beyond the archive's end stands nowhere.
        if state.applied()? > Some(writer.end()) {
            state.clear()?;
        }
        let keeper = Self::with(plan, web, Some(writer), state);
        keeper.recover(mended.cut_bytes, observer)?;
        Ok(keeper)
    }

    /// Opens archive and state without writing to the archive, and tells the state what it has missed.
    pub fn open_to_read(plan: &'a Plan, web: &'a Web) -> Result<Self, CrawlError> {
        let keeper = Self::with(plan, web, None, State::open(&plan.archive)?);
        keeper.recover(0, &())?;
        Ok(keeper)
    }

    /// Makes the state again from the archive alone.
    pub fn rebuild(plan: &'a Plan, web: &'a Web, observer: &dyn Observer) -> Result<u64, CrawlError> {
        State::remove(&plan.archive)?;
        let (writer, mended) = Writer::open(&plan.archive, &settings(plan))?;
        let keeper = Self::with(plan, web, Some(writer), State::open(&plan.archive)?);
        keeper.recover(mended.cut_bytes, observer)
    }

    /// Tells the state what it has missed, and the observer of it; returns the number of visits.
    fn recover(&self, cut_bytes: u64, observer: &dyn Observer) -> Result<u64, CrawlError> {
        self.enter_starts()?;
        let Missed { visits, damaged } = self.catch_up()?;
        if cut_bytes > 0 || visits > 0 || damaged > 0 {
            observer.event(&Event::Recovered { cut_bytes, visits, damaged });
        }
        Ok(visits)
    }

    fn with(plan: &'a Plan, web: &'a Web, writer: Option<Writer>, state: State) -> Self {
        let shared = Shared::of(&plan.sources);
        let scoped = |source: &'a SourcePlan| (source.id.as_str(), (source, Scope::among(source, &shared)));
        let sources = plan.sources.iter().map(scoped).collect();
        let store = Mutex::new(Store::new(writer, state));
        Self { plan, web, scorer: Scorer::new(&web.links, plan.order), sources, store }
    }

    /// Enters the start addresses.
    pub(super) fn enter_starts(&self) -> Result<(), CrawlError> {
        let mut store = self.store()?;
        for (source, _) in self.sources.values() {
            for (host, starts) in starts(source, self.web) {
                store.state.enter(&source.id, &host, &starts)?;
            }
        }
        Ok(store.state.commit()?)
    }
}

fn settings(plan: &Plan) -> WriterSettings {
    WriterSettings {
        rotate_bytes: plan.rotate_bytes,
        software: concat!("metryczka/", env!("CARGO_PKG_VERSION")).to_owned(),
        operator: plan.contact.clone(),
    }
}

/// The start addresses of a source by host; a host that is named without one is begun at its root.
fn starts(source: &SourcePlan, web: &Web) -> BTreeMap<String, Vec<Candidate>> {
    let mut starts: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    let begun: Vec<String> = source.start.iter().filter_map(host_of).map(bare).collect();
    let further = source.hosts.iter().filter(|host| !begun.contains(&bare((*host).clone())));
    // Plain http where the source's own site has no more; who has, redirects.
    let scheme = source.start.first().map_or("https", Url::scheme);
    let roots = further.filter_map(|host| Url::parse(&format!("{scheme}://{host}/")).ok());
    for url in source.start.iter().cloned().chain(roots) {
        let Some(host) = host_of(&url) else { continue };
        let key = Key::of(canonical(&url, &web.addresses).as_str());
        let candidate = Candidate { url, key, purpose: Purpose::Page, score: START, depth: 0, hops: 0 };
        starts.entry(host).or_default().push(candidate);
    }
    starts
}

fn bare(host: String) -> String {
    host.trim_start_matches("www.").to_owned()
}
