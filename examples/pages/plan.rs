//! Which pages of the invented web are written: of every municipality the same part, spread evenly over its sites, so that ten
//! thousand pages are what a million are in small.

use municipal_web::{Settings, Web};
use rayon::prelude::*;

/// Municipalities with names of their own.
const MUNICIPALITIES: usize = 2_479;

/// Pages of a municipality that are worth making its plan for: few, for municipalities differ more than their pages do.
const LEAST_PAGES: usize = 4;

/// The same where notices are wanted: the plan of a site that is full of them takes ten times as long.
const LEAST_PAGES_WITH_NOTICES: usize = 40;

/// Municipalities planned at a time: their sites are in memory.
const WINDOW: usize = 16;

/// The pages the sites are planned for to one that is written: articles are a half of them, documents are left out.
const ROOM: usize = 2;

/// The same where notices are wanted: a half of the articles are notices then, the other half is none.
const ROOM_WITH_NOTICES: usize = 5;

/// A prime larger than any site.
const STRIDE: usize = 1_000_003;

const MILLION: usize = 1_000_000;

/// A page of the web.
pub struct Address {
    pub host: String,
    pub path: String,
    pub kind: &'static str,
}

/// A web, and how much of it is taken.
pub struct Plan {
    pub web: Web,
    pages: usize,
    /// Notices among a million pages, if that is no matter of the web.
    notices: Option<usize>,
    /// Pages of each municipality up to and with it, as they are planned.
    planned: Vec<usize>,
}

/// What a municipality is still to give: any pages, or notices and others.
#[derive(Clone, Copy)]
struct Share {
    notices: usize,
    others: usize,
}

impl Plan {
    pub fn new(seed: u64, pages: usize, notices: Option<usize>) -> Self {
        let (least_pages, room) =
            if notices.is_some() { (LEAST_PAGES_WITH_NOTICES, ROOM_WITH_NOTICES) } else { (LEAST_PAGES, ROOM) };
        let municipalities = pages.div_ceil(least_pages).clamp(1, MUNICIPALITIES);
        let (least, most) = Settings::default().pages;
        // Ordinary sites, as long as they have pages enough.
        let average = (2 * least + most) / 3;
        let scale = (pages * room).div_ceil(municipalities * average).max(1);
        let settings = Settings {
            municipalities,
            seed,
            pages: (least * scale, most * scale),
            notices: notices.map(|notices| if notices > MILLION / 2 { 100 } else { 50 }),
            validators: false,
            cache_bytes: 0,
            ..Settings::default()
        };
        let web = Web::new(settings);
        let planned = web.municipalities().scan(0, |sum, one| {
            *sum += one.pages;
            Some(*sum)
        });
        Self { planned: planned.collect(), web, pages, notices }
    }

    /// The pages in their order, those of a few municipalities at a time.
    pub fn windows(&self) -> impl Iterator<Item = Vec<Address>> {
        let mut lacking = Share { notices: 0, others: 0 };
        (0..self.planned.len()).step_by(WINDOW).map(move |first| {
            let window: Vec<usize> = (first..self.planned.len().min(first + WINDOW)).collect();
            let sites: Vec<[Vec<Address>; 2]> = window.par_iter().map(|municipality| self.addresses(*municipality)).collect();
            let taken = sites.into_iter().zip(window).map(|([notices, others], municipality)| {
                let share = self.share(municipality);
                // What one municipality lacks, the next ones give.
                lacking = Share { notices: lacking.notices + share.notices, others: lacking.others + share.others };
                let mut taken = spread(notices, &mut lacking.notices, municipality);
                taken.extend(spread(others, &mut lacking.others, municipality));
                taken
            });
            taken.flatten().collect()
        })
    }

    /// What a municipality is to give, by its size.
    fn share(&self, municipality: usize) -> Share {
        let all = self.planned.last().copied().unwrap_or(1).max(1) as u128;
        let until = |sum: usize| (sum as u128 * self.pages as u128 / all) as usize;
        let notices = |pages: usize| (pages as u128 * self.notices.unwrap_or(0) as u128 / MILLION as u128) as usize;
        let before = until(municipality.checked_sub(1).map_or(0, |before| self.planned[before]));
        let after = until(self.planned[municipality]);
        let of_notices = notices(after) - notices(before);
        Share { notices: of_notices, others: after - before - of_notices }
    }

    /// The notices of a municipality, if they are asked for, and its other pages.
    fn addresses(&self, municipality: usize) -> [Vec<Address>; 2] {
        let mut found = [Vec::new(), Vec::new()];
        for host in self.web.municipality(municipality).hosts {
            for path in self.web.addresses(&host.name) {
                let Some((path, kind)) = self.web.page_at(&host.name, &path) else { continue };
                // A document is no page of an archive: crawls keep it apart, if at all.
                if !kind.contains("document") || kind.starts_with("page") {
                    let place = usize::from(self.notices.is_none() || kind != "notice");
                    found[place].push(Address { host: host.name.clone(), path, kind });
                }
            }
        }
        found
    }
}

/// So many of them as are wanted, spread evenly from a place on that is another one in each municipality, for kinds of pages stand
/// together; takes them off what is wanted.
fn spread(addresses: Vec<Address>, wanted: &mut usize, municipality: usize) -> Vec<Address> {
    let (count, all) = ((*wanted).min(addresses.len()), addresses.len());
    *wanted -= count;
    let start = municipality * STRIDE % all.max(1);
    // Every place at which the share taken so far passes a whole number.
    let is_taken = |at: usize| ((at + 1) * count + start) / all > (at * count + start) / all;
    addresses.into_iter().enumerate().filter(|(at, _)| is_taken(*at)).map(|(_, address)| address).collect()
}
