//! How much speaks for two mentions telling of one project, and what speaks against it for good.
//!
//! Every fact that both tell adds or takes points; the score is their sum on a scale from 0 to 1 (a logistic curve: 0 points are
//! 0.5). The points are such that a title alone stays below the thresholds, and title with body and sum, or a number with a
//! title, are above.

use super::facts::{Compared, Facts, ROUND, SAME_BODY};
use super::key::{ELIGIBLE, GRANT, OWN, Sums, TOTAL, Told};
use super::spread::Spread;
use super::titles::Side;

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

/// Compares two mentions, given their titles and how widely title and number are shared.
pub(super) fn compare(a: Side<'_>, b: Side<'_>, spread: Spread) -> Verdict {
    let Some(facts) = Facts::of(a, b) else { return Verdict::CONTRADICTION };
    if let Some(why) = facts.contradict(spread) {
        return Verdict { is_weak: why == Why::Weak, by_grantees: why == Why::Grantees, ..Verdict::CONTRADICTION };
    }
    let points = facts.points(spread, a.told);
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

/// From here on titles are one title.
const ALIKE: f64 = 0.7;

/// Below, titles are of two things.
const HARDLY_ALIKE: f64 = 0.45;

/// The points of a title's likeness: from -5 for nothing in common over 0 at 0.6 to 5 for the same.
fn curve(likeness: f64) -> f64 {
    if likeness < 0.6 { (likeness - 0.6) / 0.6 * 5.0 } else { ((likeness - 0.6) / 0.35 * 5.0).min(5.0) }
}
