//! The web: hosts by name, plans of the sites last asked for, and the day.

use crate::Settings;
use crate::faults::{Fault, seeded};
use crate::municipality::Municipality;
use crate::site::Site;
use std::collections::{HashMap, VecDeque};
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, RwLock};

/// Plans of sites kept at the same time.
const SITES: usize = 128;

/// A web of invented municipalities.
#[derive(Debug)]
pub struct Web {
    settings: Settings,
    hosts: HashMap<String, (u32, u8)>,
    sites: Mutex<Recent>,
    day: AtomicU32,
    faults: RwLock<Vec<Fault>>,
    pub(crate) counts: Mutex<HashMap<String, u32>>,
}

#[derive(Debug, Default)]
struct Recent {
    sites: HashMap<String, Arc<Site>>,
    order: VecDeque<String>,
}

/// What a municipality's pages and notices come to, to judge how well a crawl was aimed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Focus {
    /// Distinct real pages and attachments.
    pub pages: usize,
    /// Addresses of notices.
    pub notices: usize,
}

impl Web {
    /// The web of some settings. Costs a name and a host list for each municipality, nothing for its pages.
    pub fn new(mut settings: Settings) -> Self {
        settings.municipalities = settings.municipalities.min(2_479);
        let mut hosts = HashMap::new();
        let mut faults = Vec::new();
        for index in 0..settings.municipalities {
            let municipality = Municipality::of(&settings, index);
            for (number, host) in municipality.hosts.iter().enumerate() {
                hosts.insert(host.name.clone(), (index as u32, number as u8));
                if settings.faults {
                    faults.extend(seeded(settings.seed, host));
                }
            }
        }
        Self {
            settings,
            hosts,
            sites: Mutex::default(),
            day: AtomicU32::new(0),
            faults: RwLock::new(faults),
            counts: Mutex::default(),
        }
    }

    /// The settings it was made of.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A municipality by its number, from 0.
    pub fn municipality(&self, index: usize) -> Municipality {
        Municipality::of(&self.settings, index)
    }

    /// All municipalities, one after the other.
    pub fn municipalities(&self) -> impl Iterator<Item = Municipality> + '_ {
        (0..self.settings.municipalities).map(|index| self.municipality(index))
    }

    /// The loopback address of each machine.
    pub fn machines(&self) -> Vec<Ipv4Addr> {
        let mut machines: Vec<Ipv4Addr> =
            self.municipalities().flat_map(|one| one.hosts.into_iter().map(|host| host.machine)).collect();
        machines.sort_unstable();
        machines.dedup();
        machines
    }

    /// Lets days pass: pages that change do, pages that vanish do.
    pub fn advance(&self, days: u32) {
        self.day.fetch_add(days, Ordering::Relaxed);
    }

    /// Days since the first look.
    pub fn day(&self) -> u32 {
        self.day.load(Ordering::Relaxed)
    }

    /// The faults in force.
    pub fn faults(&self) -> Vec<Fault> {
        self.faults.read().map(|faults| faults.clone()).unwrap_or_default()
    }

    /// Adds a fault.
    pub fn add_fault(&self, fault: Fault) {
        if let Ok(mut faults) = self.faults.write() {
            faults.push(fault);
        }
    }

    /// Takes all faults away.
    pub fn mend(&self) {
        if let Ok(mut faults) = self.faults.write() {
            faults.clear();
        }
    }

    pub(crate) fn fault_for(&self, host: &str, path: &str, choose: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let faults = self.faults.read().ok()?;
        faults.iter().find(|fault| fault.host == host && path.starts_with(&fault.prefix) && choose(fault)).cloned()
    }

    /// Real pages and notices of a municipality. Pages are the start page, the pages of every list, articles, attachments, pages of
    /// tags and, where a calendar is linked, 24 of its months; not twins for printing, sessions, font sizes or sorting, nor feeds,
    /// sitemaps, pictures and redirects.
    pub fn pages(&self, municipality: usize) -> Focus {
        let mut focus = Focus::default();
        for host in self.municipality(municipality).hosts {
            if let Some(site) = self.site(&host.name) {
                focus.pages += site.pages();
                focus.notices +=
                    (0..site.notices.len()).filter(|number| site.address_of_notice(*number as u16).is_some()).count();
                focus.notices += usize::from(site.footer().is_some());
            }
        }
        focus
    }

    /// Every real page of a host: its path and query. The calendar is not among them.
    pub fn addresses(&self, host: &str) -> Vec<String> {
        let Some(site) = self.site(host) else { return Vec::new() };
        site.nodes().into_iter().map(|node| crate::cms::address(&site, node)).collect()
    }

    /// The real page at an address (path and query) of a host: its plain address, without session, print view and the like, and what
    /// kind of page it is. Nothing if there is none, as with months of the calendar, feeds, sitemaps, pictures and redirects.
    pub fn page_at(&self, host: &str, address: &str) -> Option<(String, &'static str)> {
        let site = self.site(host)?;
        let (plain, _) = crate::cms::without_twins(address);
        let node = site.node(&plain)?;
        Some((crate::cms::address(&site, node), site.kind_of(node)))
    }

    pub(crate) fn site(&self, host: &str) -> Option<Arc<Site>> {
        if let Some(site) = self.sites.lock().ok()?.sites.get(host) {
            return Some(site.clone());
        }
        let (index, number) = *self.hosts.get(host)?;
        let municipality = self.municipality(index as usize);
        let site = Arc::new(Site::of(self.settings.seed, &municipality, &municipality.hosts[number as usize]));
        let mut recent = self.sites.lock().ok()?;
        if recent.sites.insert(host.to_owned(), site.clone()).is_none() {
            recent.order.push_back(host.to_owned());
        }
        if recent.order.len() > SITES
            && let Some(oldest) = recent.order.pop_front()
        {
            recent.sites.remove(&oldest);
        }
        Some(site)
    }
}
