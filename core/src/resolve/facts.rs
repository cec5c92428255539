//! What two mentions tell of one thing, fact by fact: the same, nearly the same, or something else.

use super::body::BodyKey;
use super::key::{Day, ELIGIBLE, GRANT, OWN, Sums, TOTAL, Told};
use super::likeness::{Likeness, slip};
use super::titles::{NONE, Side};

/// How two facts of one kind stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    Same,
    Near,
    Unknown,
    Differ,
}

/// What both have been found to be before anything else is weighed.
pub(super) struct Facts {
    pub number: Compared,
    pub local: Compared,
    pub title: Option<Likeness>,
    pub body: Option<f64>,
    /// Whether both are municipalities or their units, each on its own page.
    pub grantees: bool,
    /// Whether one's body is among the other's partners.
    pub partners: bool,
    pub place: Compared,
    /// Whose project it is, where not both name a body: the body's municipality, or that of the page.
    pub home: Compared,
    pub programme: Compared,
    pub sums: [Compared; 4],
    /// Whether a total or grant agrees that is not round.
    pub same_odd_sum: bool,
    /// The grant of one is greater than the total of the other.
    pub exceeds: bool,
    /// The total of one is the grant of the other.
    pub crossed: bool,
    pub start: Compared,
    pub end: Compared,
    /// Whether the year in one's title lies outside the other's time, or within it.
    pub year: Compared,
    /// Whether they are on one site.
    pub site: bool,
}

impl Facts {
    /// Compares two mentions; none where what is compared soonest contradicts, whatever titles and bodies are: another number, or
    /// without numbers another start or programme and no sum in common that is not round. Most pairs end here.
    pub(super) fn of(one: Side<'_>, other: Side<'_>) -> Option<Self> {
        let (a, b) = (one.told, other.told);
        let number = numbers(one, other);
        if number == Compared::Differ {
            return None;
        }
        // One programme in several schools of a municipality is as many projects, though one body and one sum stand on their pages.
        if number == Compared::Unknown && a.unit.is_some() && b.unit.is_some() && a.unit != b.unit {
            return None;
        }
        let listed = |one: &Told, other: &Told| {
            let is_partner = |group: u32| other.others.binary_search(&group).is_ok();
            one.body.as_ref().is_some_and(|body| is_partner(body.group())) || one.municipality.is_some_and(is_partner)
        };
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
        let same_odd_sum = crossed || is_odd(TOTAL) || is_odd(GRANT);
        let (start, programme) = (dates(a.start, b.start), equal(a.programme, b.programme));
        if number == Compared::Unknown && !same_odd_sum && (start == Compared::Differ || programme == Compared::Differ) {
            return None;
        }
        let shared = a.others.iter().any(|partner| b.others.binary_search(partner).is_ok());
        Some(Self {
            number,
            local: equal(a.local_number, b.local_number),
            title: one.title.zip(other.title).map(|(a, b)| a.likeness(b)),
            body: a.body.as_ref().zip(b.body.as_ref()).map(|(a, b)| a.likeness(b)),
            grantees: a.home.is_some() && b.home.is_some() && !foreign,
            partners: shared || listed(a, b) || listed(b, a),
            place: places(a, b),
            home: equal(a.owner(), b.owner()),
            programme,
            sums,
            same_odd_sum,
            exceeds: comparable && (exceeds(&a.sums, &b.sums) || exceeds(&b.sums, &a.sums)),
            crossed,
            start,
            end: dates(a.end, b.end),
            year: years(one, other),
            site: a.site == b.site,
        })
    }

    pub(super) fn same_sum(&self) -> bool {
        self.sums.contains(&Compared::Same) || self.crossed
    }

    pub(super) fn differing_total(&self) -> bool {
        self.sums[TOTAL] == Compared::Differ && !self.crossed
    }

    /// Whether sums of one kind are told by both and none agrees.
    pub(super) fn sums_differ(&self) -> bool {
        let agrees = self.same_sum() || self.sums.contains(&Compared::Near);
        !agrees && self.sums.contains(&Compared::Differ)
    }

    pub(super) fn bodies_differ(&self) -> bool {
        self.body.is_some_and(|body| body < SAME_BODY) && !self.partners
    }

    /// Whether the place alone says that it is another's project: one of them names no body.
    pub(super) fn homes_differ(&self) -> bool {
        self.body.is_none() && self.home == Compared::Differ && !self.partners
    }

    pub(super) fn owners_differ(&self) -> bool {
        self.bodies_differ() || self.homes_differ()
    }
}

/// From here on two bodies may be one: a municipality and its unit are.
pub(super) const SAME_BODY: f64 = 0.7;

/// Grosze of a round sum: 10 000 zł.
pub(super) const ROUND: i64 = 1_000_000;

fn equal(a: Option<u32>, b: Option<u32>) -> Compared {
    match (a, b) {
        (Some(a), Some(b)) if a == b => Compared::Same,
        (Some(_), Some(_)) => Compared::Differ,
        _ => Compared::Unknown,
    }
}

/// Compares the numbers of two mentions; the text is looked at only where they are not the same.
fn numbers(a: Side<'_>, b: Side<'_>) -> Compared {
    if a.number == NONE || b.number == NONE {
        return Compared::Unknown;
    }
    if a.number == b.number {
        return Compared::Same;
    }
    let slips = a.told.number.as_deref().zip(b.told.number.as_deref()).is_some_and(|(a, b)| slip(a, b));
    if slips { Compared::Near } else { Compared::Differ }
}

/// Compares the years in one's title with the time of the other.
fn years(a: Side<'_>, b: Side<'_>) -> Compared {
    let of = |one: Side<'_>, other: Side<'_>| {
        let (Some(title), Some(start)) = (one.title, other.told.start.year()) else { return Compared::Unknown };
        if title.years.is_empty() {
            return Compared::Unknown;
        }
        let end = other.told.end.year().unwrap_or(start);
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
