//! Invented projects, and the pages that tell them.
//!
//! Everything follows from numbers: project 17 is the same on each of its pages and in each run. Sixteen tellings belong to ten
//! projects, ten stand on six pages, and the tellings of one project are strewn over the whole web.

use crate::write::Draft;
use metryczka::check::{Check, Identity, Mention, Proof, Verdict};
use metryczka::dataset::{Availability, Coverage, PageRecord, Seen};
use metryczka::page::Source;
use metryczka::vocabulary::{Place, Places};

/// Mentions of a whole round: of fifty projects on forty-eight pages.
pub const MENTIONS_OF_ROUND: u64 = 80;

/// How often each of ten projects is told.
const TOLD: [u64; 10] = [1, 1, 2, 1, 1, 4, 1, 1, 3, 1];

/// How many mentions each of six pages has.
const ON_PAGE: [u64; 6] = [1, 2, 3, 1, 1, 2];

/// A stride that meets every number below a multiple of eighty once: it shares no factor with ours.
const STRIDE: u64 = 1_000_003;

/// A web of invented pages.
pub struct Flood {
    mentions: u64,
    pages: u64,
    places: Vec<&'static Place>,
}

/// A small generator (splitmix64): the same seed, the same numbers, on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x9e37_79b9_7f4a_7c15)
    }

    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u64) as usize]
    }

    /// Whether something happens that does so in so many cases of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

impl Flood {
    pub fn new(rounds: u64) -> Self {
        let mentions = rounds * MENTIONS_OF_ROUND;
        Self { mentions, pages: mentions / 10 * 6, places: Places::builtin().iter().collect() }
    }

    /// All pages, in their order or in another.
    pub fn pages(&self, is_shuffled: bool) -> impl Iterator<Item = PageRecord> {
        let place = move |page| if is_shuffled { (page * STRIDE + 12_345) % self.pages } else { page };
        (0..self.pages).map(move |page| self.page(place(page)))
    }

    /// The first municipalities as crawled sources.
    pub fn coverage(&self) -> Vec<Coverage> {
        let of = |place: &&Place| Coverage {
            source: place.teryt.clone(),
            name: place.name.clone(),
            teryt: Some(place.teryt.clone()),
            complete: true,
            ..Coverage::default()
        };
        self.places.iter().take(500).map(of).collect()
    }

    fn page(&self, page: u64) -> PageRecord {
        let (whole, part) = (page / 6 * 10, (page % 6) as usize);
        let first = whole + ON_PAGE[..part].iter().sum::<u64>();
        let mut dice = Dice::of(page ^ 0xfeed_0000_0000);
        let owner = self.places[dice.roll(self.places.len() as u64) as usize];
        let sha256 = (0..8).map(|_| format!("{:08x}", dice.roll(1 << 32))).collect();
        let url = format!("https://www.gmina-{}.example/projekty/{page}-{}.html", owner.teryt, dice.roll(100_000));
        let source = Source { path: None, url: Some(url), sha256 };
        let mut draft = Draft::default();
        let mut mentions = Vec::new();
        for (number, position) in (first..first + ON_PAGE[part]).enumerate() {
            let (project, copy) = self.told(position);
            let notice = draft.project(project, copy, &self.places);
            let check = |identity, verdict| Check { identity, verdict, difference: None, scope: "project" };
            let checks = vec![
                check(Identity::TotalIsGrantPlusOwn, Verdict::Exact),
                check(Identity::StartBeforeEnd, Verdict::Exact),
                check(Identity::DurationMatchesDates, Verdict::Near),
            ];
            mentions.push(Mention {
                source: source.clone(),
                mention: number,
                notice,
                checks,
                proof: Proof::Proved,
                corrected: Vec::new(),
            });
        }
        draft.rest(&mut dice);
        PageRecord {
            source,
            fetched: Some(format!("2025-{:02}-{:02}T08:{:02}:00Z", 1 + page % 12, 1 + page % 28, page % 60)),
            seen: Some(Seen { source: owner.teryt.clone(), availability: Availability::Current, checked: Some(1_760_000_000) }),
            charset: "UTF-8".to_owned(),
            title: Some(format!("Projekty – {}", owner.name)),
            text: draft.text,
            silence: None,
            mentions,
        }
    }

    /// The project told at a place, and the how many-th of its tellings it is.
    fn told(&self, position: u64) -> (u64, u64) {
        let telling = (position * STRIDE + 77) % self.mentions;
        let (mut project, mut rest) = (telling / 16 * 10, telling % 16);
        for times in TOLD {
            if rest < times {
                return (project, rest);
            }
            rest -= times;
            project += 1;
        }
        (project, rest)
    }
}
