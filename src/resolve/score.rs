//! How much speaks for two mentions telling of one project, and what speaks against it for good.
//!
//! Every fact that both tell adds or takes points; the score is their sum on a scale from 0 to 1 (a logistic curve: 0 points are
//! 0.5). The points are such that a title alone stays below the thresholds, and title with body and sum, or a number with a
//! title, are above.

use super::body::BodyKey;
use super::key::{Day, ELIGIBLE, GRANT, OWN, Sums, TOTAL, Told};
use super::likeness::{Likeness, slip};
use super::spread::Spread;
use super::titles::Titles;

/// What comparing two mentions finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    /// From 0 to 1.
    pub score: f64,
    /// Whether a number, a sum or a date agrees: names alone do not tell one year's project from the next.
    pub anchored: bool,
    /// Whether they cannot be one project, whatever else agrees.
    pub contradicts: bool,
    /// Whether no more than sums or the page's municipality say so: then other mentions of the two clusters may know better.
    pub is_weak: bool,
    /// Whether it is the grantees under one number that say so: only a sum that is not round knows better.
    pub by_grantees: bool,
    /// Whether a number, or a sum that is not round, agrees: that overrules what is weak.
    pub vouches: bool,
    /// Whether a sum that is not round agrees.
    pub same_odd_sum: bool,
    /// Whether many projects have this title.
    pub is_common: bool,
}

impl Verdict {
    /// Of mentions that cannot be one project's.
    pub(super) const CONTRADICTION: Self = Self {
        score: 0.0,
        anchored: false,
        contradicts: true,
        is_weak: false,
        by_grantees: false,
        vouches: false,
        same_odd_sum: false,
        is_common: false,
    };
}

/// How two facts of one kind stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compared {
    Same,
    Near,
    Unknown,
    Differ,
}

/// What both have been found to be before anything else is weighed.
struct Facts {
    number: Compared,
    local: Compared,
    title: Option<Likeness>,
    body: Option<f64>,
    /// Whether both are municipalities or their units, each on its own page.
    grantees: bool,
    /// Whether one's body is among the other's partners.
    partners: bool,
    place: Compared,
    /// Whose project it is, where not both name a body: the body's municipality, or that of the page.
    home: Compared,
    programme: Compared,
    sums: [Compared; 4],
    /// Whether a total or grant agrees that is not round.
    same_odd_sum: bool,
    /// The grant of one is greater than the total of the other.
    exceeds: bool,
    /// The total of one is the grant of the other.
    crossed: bool,
    start: Compared,
    end: Compared,
    /// Whether the year in one's title lies outside the other's time, or within it.
    year: Compared,
    /// Whether they are on one site.
    site: bool,
}

/// Compares two mentions, given their titles and how widely title and number are shared.
pub(super) fn compare(a: &Told, b: &Told, titles: &Titles<'_>, spread: Spread) -> Verdict {
    let facts = Facts::of(a, b, titles);
    if let Some(why) = facts.contradict(spread) {
        return Verdict { is_weak: why == Why::Weak, by_grantees: why == Why::Grantees, ..Verdict::CONTRADICTION };
    }
    let points = facts.points(spread, a);
    let score = 1.0 / (1.0 + (-points / SCALE).exp());
    let vouches = facts.same_odd_sum || facts.number == Compared::Same && !spread.number;
    Verdict {
        score,
        anchored: facts.anchored(spread),
        contradicts: false,
        vouches,
        same_odd_sum: facts.same_odd_sum,
        is_common: spread.title,
        ..Verdict::CONTRADICTION
    }
}

/// What makes two mentions contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// A number, a title, a body, a time.
    Strong,
    /// Two municipalities that have a grant each under one number.
    Grantees,
    /// Nothing but sums, an end, or the municipality of a page that names no body.
    Weak,
}

/// Points by which the odds grow e-fold.
const SCALE: f64 = 2.0;

/// What speaks against one project before anything is compared: most pairs of mentions are not of one.
const PRIOR: f64 = -4.0;

impl Facts {
    fn of(a: &Told, b: &Told, titles: &Titles<'_>) -> Self {
        let listed = |one: &Told, other: &Told| {
            let is_partner = |group: u32| other.others.binary_search(&group).is_ok();
            one.body.as_ref().is_some_and(|body| is_partner(body.group())) || one.municipality.is_some_and(is_partner)
        };
        let shared = a.others.iter().any(|partner| b.others.binary_search(partner).is_ok());
        let comparable = a.sums.currency == b.sums.currency || a.sums.currency == 0 || b.sums.currency == 0;
        // What a partner's page calls grant may be the partner's.
        let foreign = a.is_foreign() || b.is_foreign();
        let of_sums = |at: usize| match sums(&a.sums, &b.sums, at) {
            _ if !comparable => Compared::Unknown,
            Compared::Differ if foreign && at != TOTAL => Compared::Unknown,
            compared => compared,
        };
        let crosses = |one: &Sums, other: &Sums| {
            one.values[TOTAL] != 0 && one.values[TOTAL] == other.values[GRANT] && one.values[GRANT] != one.values[TOTAL]
        };
        let crossed = comparable && (crosses(&a.sums, &b.sums) || crosses(&b.sums, &a.sums));
        let exceeds = |one: &Sums, other: &Sums| {
            let (grant, total) = (one.values[GRANT], other.values[TOTAL]);
            grant != 0 && total != 0 && grant > total + total / 10
        };
        let sums = [TOTAL, ELIGIBLE, GRANT, OWN].map(of_sums);
        let is_odd = |at: usize| sums[at] == Compared::Same && a.sums.values[at] % ROUND != 0;
        Self {
            number: numbers(a.number.as_deref(), b.number.as_deref()),
            local: equal(a.local_number, b.local_number),
            title: titles.likeness(a, b),
            body: a.body.as_ref().zip(b.body.as_ref()).map(|(a, b)| a.likeness(b)),
            grantees: a.home.is_some() && b.home.is_some() && !foreign,
            partners: shared || listed(a, b) || listed(b, a),
            place: places(a, b),
            home: equal(a.owner(), b.owner()),
            programme: equal(a.programme, b.programme),
            sums,
            same_odd_sum: crossed || is_odd(TOTAL) || is_odd(GRANT),
            exceeds: comparable && (exceeds(&a.sums, &b.sums) || exceeds(&b.sums, &a.sums)),
            crossed,
            start: dates(a.start, b.start),
            end: dates(a.end, b.end),
            year: years(a, b, titles),
            site: a.site == b.site,
        }
    }

    fn same_sum(&self) -> bool {
        self.sums.contains(&Compared::Same) || self.crossed
    }

    fn differing_total(&self) -> bool {
        self.sums[TOTAL] == Compared::Differ && !self.crossed
    }

    /// Whether sums of one kind are told by both and none agrees.
    fn sums_differ(&self) -> bool {
        let agrees = self.same_sum() || self.sums.contains(&Compared::Near);
        !agrees && self.sums.contains(&Compared::Differ)
    }

    fn bodies_differ(&self) -> bool {
        self.body.is_some_and(|body| body < SAME_BODY) && !self.partners
    }

    /// Whether the place alone says that it is another's project: one of them names no body.
    fn homes_differ(&self) -> bool {
        self.body.is_none() && self.home == Compared::Differ && !self.partners
    }

    fn owners_differ(&self) -> bool {
        self.bodies_differ() || self.homes_differ()
    }

    /// What no agreement elsewhere makes up for.
    fn contradict(&self, spread: Spread) -> Option<Why> {
        let strong = |contradict: bool| contradict.then_some(Why::Strong);
        let weak = |contradict: bool| contradict.then_some(Why::Weak);
        let title = self.title;
        let below = |least: f64| title.is_some_and(|title| title.value < least);
        if title.is_some_and(|title| title.contradicts) {
            // A page may name the stage wrong, but hardly one with the same number and the same total.
            return strong(!(self.number == Compared::Same && self.sums[TOTAL] == Compared::Same && !spread.number));
        }
        match self.number {
            Compared::Differ => Some(Why::Strong),
            // A slip of the pen is believed only where everything else agrees.
            Compared::Near => strong(self.bodies_differ() || below(ALIKE))
                .or_else(|| weak(self.homes_differ() || self.sums_differ() || self.differing_total())),
            Compared::Same if !spread.number && self.grantees && self.bodies_differ() && !self.same_odd_sum => {
                Some(Why::Grantees)
            }
            Compared::Same if !spread.number => strong(below(HARDLY_ALIKE) && self.owners_differ())
                .or_else(|| weak(self.sums_differ() && (self.owners_differ() || below(HARDLY_ALIKE)))),
            Compared::Same => strong(below(ALIKE) || self.owners_differ() || self.place == Compared::Differ),
            Compared::Unknown => {
                let strange = below(HARDLY_ALIKE) && !self.same_odd_sum;
                let other_body = self.bodies_differ() && (spread.title || !self.same_sum());
                let other_home = self.homes_differ() && (spread.title || !self.same_sum());
                // Projects are prolonged: an end is less than a start.
                let other_end = self.end == Compared::Differ && self.start == Compared::Unknown && !self.same_odd_sum;
                let other_programme = self.programme == Compared::Differ && !self.same_odd_sum;
                strong(strange || other_body || other_home && spread.title || other_programme || self.other_time())
                    .or_else(|| weak(other_home || other_end || self.sums_differ() || self.differing_total() || self.exceeds))
            }
        }
    }

    /// Whether it is another time's: another start, another year in the title.
    fn other_time(&self) -> bool {
        let title = self.year == Compared::Differ && self.title.is_some_and(|title| title.one_sided);
        (self.start == Compared::Differ || title) && !self.same_odd_sum
    }

    /// Whether a number, a sum or a date agrees. An umbrella's number is none.
    fn anchored(&self, spread: Spread) -> bool {
        self.number == Compared::Same && !spread.number
            || self.local == Compared::Same
            || self.same_sum()
            || self.start == Compared::Same
            || self.end == Compared::Same
            || self.start == Compared::Near && self.end == Compared::Near
            || self.sums.contains(&Compared::Near)
    }

    fn points(&self, spread: Spread, a: &Told) -> f64 {
        let number = match self.number {
            Compared::Same if spread.number => 3.0,
            Compared::Same => 9.0,
            Compared::Near => 0.5,
            _ => 0.0,
        };
        let local = match self.local {
            Compared::Same => 4.0,
            Compared::Differ => -1.5,
            _ => 0.0,
        };
        let place = match self.place {
            Compared::Same => 1.5,
            Compared::Differ if !self.partners && self.body.is_none_or(|body| body < SAME_BODY) => -1.5,
            _ => 0.0,
        };
        let programme = match self.programme {
            Compared::Same => 1.0,
            Compared::Differ => -3.0,
            _ => 0.0,
        };
        let site = match self.title {
            Some(title) if self.site && title.value >= 0.97 => 3.5,
            _ if self.site => 0.5,
            _ => 0.0,
        };
        PRIOR
            + number
            + local
            + self.of_title(spread)
            + self.of_body()
            + place
            + programme
            + self.of_money(&a.sums)
            + self.of_time()
            + site
    }

    fn of_title(&self, spread: Spread) -> f64 {
        let Some(title) = self.title else { return 0.0 };
        let points = curve(title.value);
        if points <= 0.0 {
            return points;
        }
        // On one site, or of one body, a programme's title is that of its one project there.
        let common = if spread.title && !self.site && self.body.is_none_or(|body| body < SAME_BODY) { 0.6 } else { 1.0 };
        // One with the stage or year and one without it say little, where nothing else agrees.
        let agrees = self.same_sum() || self.number == Compared::Same || self.year == Compared::Same;
        let one_sided = if title.one_sided && !agrees { 3.0 } else { 0.0 };
        points * (0.5 + 0.5 * title.weight) * common - one_sided
    }

    fn of_body(&self) -> f64 {
        match self.body {
            Some(likeness) if likeness >= 0.9 => 2.5,
            Some(likeness) if likeness >= SAME_BODY => 1.5,
            _ if self.partners => 1.5,
            Some(_) => -3.0,
            None => 0.0,
        }
    }

    fn of_money(&self, a: &Sums) -> f64 {
        let mut points: f64 = 0.0;
        for (at, (same, differ)) in [(TOTAL, (5.0, -4.0)), (ELIGIBLE, (3.0, -1.0)), (GRANT, (4.0, -2.0)), (OWN, (2.5, -1.0))] {
            points += match self.sums[at] {
                // Round sums agree by chance.
                Compared::Same if a.values[at] % ROUND == 0 => same * 0.6,
                Compared::Same => same,
                Compared::Near => 1.5,
                Compared::Differ if self.same_sum() || self.number == Compared::Same => differ * 0.3,
                Compared::Differ => differ,
                Compared::Unknown => 0.0,
            };
        }
        let crossed = if self.crossed && self.sums[TOTAL] != Compared::Same { 3.0 } else { 0.0 };
        (points + crossed).clamp(-6.0, 8.0)
    }

    fn of_time(&self) -> f64 {
        let of = |compared: Compared| match compared {
            Compared::Same => 2.0,
            Compared::Near => 0.5,
            Compared::Differ => -2.0,
            Compared::Unknown => 0.0,
        };
        // Prolonged projects have two ends.
        of(self.start) + f64::max(of(self.end), -1.0) + if self.year == Compared::Same { 1.0 } else { 0.0 }
    }
}

/// From here on two bodies may be one: a municipality and its unit are.
const SAME_BODY: f64 = 0.7;

/// From here on titles are one title.
const ALIKE: f64 = 0.7;

/// Below, titles are of two things.
const HARDLY_ALIKE: f64 = 0.45;

/// Grosze of a round sum: 10 000 zł.
const ROUND: i64 = 1_000_000;

/// The points of a title's likeness: from -5 for nothing in common over 0 at 0.6 to 5 for the same.
fn curve(likeness: f64) -> f64 {
    if likeness < 0.6 { (likeness - 0.6) / 0.6 * 5.0 } else { ((likeness - 0.6) / 0.35 * 5.0).min(5.0) }
}

fn equal(a: Option<u32>, b: Option<u32>) -> Compared {
    match (a, b) {
        (Some(a), Some(b)) if a == b => Compared::Same,
        (Some(_), Some(_)) => Compared::Differ,
        _ => Compared::Unknown,
    }
}

fn numbers(a: Option<&str>, b: Option<&str>) -> Compared {
    match (a, b) {
        (Some(a), Some(b)) if a == b => Compared::Same,
        (Some(a), Some(b)) if slip(a, b) => Compared::Near,
        (Some(_), Some(_)) => Compared::Differ,
        _ => Compared::Unknown,
    }
}

/// Whether two mentions have different numbers that no slip of the pen explains: then nothing else need be compared.
pub(super) fn numbers_differ(a: &Told, b: &Told) -> bool {
    numbers(a.number.as_deref(), b.number.as_deref()) == Compared::Differ
}

/// Compares the years in one's title with the time of the other.
fn years(a: &Told, b: &Told, titles: &Titles<'_>) -> Compared {
    let of = |one: &Told, other: &Told| {
        let (Some(title), Some(start)) = (titles.of(one), other.start.year()) else { return Compared::Unknown };
        if title.years.is_empty() {
            return Compared::Unknown;
        }
        let end = other.end.year().unwrap_or(start);
        let within = title.years.iter().any(|year| (start..=end.max(start)).contains(year));
        if within { Compared::Same } else { Compared::Differ }
    };
    match (of(a, b), of(b, a)) {
        (Compared::Same, _) | (_, Compared::Same) => Compared::Same,
        (Compared::Differ, _) | (_, Compared::Differ) => Compared::Differ,
        _ => Compared::Unknown,
    }
}

fn places(a: &Told, b: &Told) -> Compared {
    if let (Some(one), Some(other)) = (a.teryt, b.teryt) {
        let kinds = a.kind == b.kind || a.kind == 0 || b.kind == 0;
        return if one == other && kinds { Compared::Same } else { Compared::Differ };
    }
    let bodies =
        || a.body.as_ref().zip(b.body.as_ref()).filter(|(a, b)| BodyKey::is_municipality(a) && BodyKey::is_municipality(b));
    match equal(a.municipality, b.municipality) {
        Compared::Same if bodies().is_some_and(|(a, b)| a.likeness(b) < SAME_BODY) => Compared::Differ,
        compared => compared,
    }
}

/// Compares sums of one kind. A rounded or approximate one is near to what it stands for.
fn sums(a: &Sums, b: &Sums, at: usize) -> Compared {
    let (one, other) = (a.values[at], b.values[at]);
    if one == 0 || other == 0 {
        return Compared::Unknown;
    }
    if one == other {
        return Compared::Same;
    }
    let apart = one.abs_diff(other);
    let approximate = (a.approximate | b.approximate) >> at & 1 == 1;
    // `1,15 mln zł` stands for 1 149 808,80 zł.
    let rounded = one % ROUND == 0 || other % ROUND == 0;
    let largest = one.unsigned_abs().max(other.unsigned_abs());
    let per_mille = |most: u64| apart <= largest / 1000 * most;
    // A zloty up or down is rounding.
    if apart <= 100 || approximate && per_mille(50) || rounded && per_mille(8) { Compared::Near } else { Compared::Differ }
}

/// Compares dates as far as both are known. Within five months they are near: plans move, and pages are not corrected.
fn dates(a: Day, b: Day) -> Compared {
    let (Some(year), Some(other_year)) = (a.year(), b.year()) else { return Compared::Unknown };
    match (a.months(), b.months()) {
        (Some(one), Some(other)) if one == other => match (a.day(), b.day()) {
            (Some(day), Some(other_day)) if day != other_day => Compared::Near,
            _ => Compared::Same,
        },
        (Some(one), Some(other)) if one.abs_diff(other) <= 5 => Compared::Near,
        (Some(_), Some(_)) => Compared::Differ,
        _ if year == other_year => Compared::Near,
        _ => Compared::Differ,
    }
}
