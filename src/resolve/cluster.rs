//! Pairs → projects: what joins, and what is kept apart though something joins it.
//!
//! Mentions that tell word for word the same on one site are one from the start. The others are joined pair by pair, the surest first,
//! and two clusters become one only if no mention of the one contradicts one of the other: a chain of likenesses never puts two
//! editions together. What agrees in names alone waits until all else is joined, and joins only the one project it fits.
//!
//! Nothing here hangs on the order of the mentions: they are sorted by what they tell, and equal scores go by that order.

use super::blocks;
use super::facts;
use super::key::{Day, GRANT, Key, TOTAL, Told};
use super::score::{self, Verdict};
use super::spread::Spreads;
use super::thresholds::Thresholds;
use super::titles::Titles;
use std::collections::{BTreeMap, HashSet};

/// Mentions of one project, by their places among the distinct ones.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    /// Sorted.
    pub members: Vec<u32>,
    /// The score of its weakest link; 1 of a single one.
    pub weakest: f64,
    /// Whether names alone joined a part of it.
    pub by_names: bool,
    /// The members that stand for all where clusters are compared, those that tell most first.
    profile: Vec<u32>,
}

/// The most members that are compared before two clusters become one. The members of a cluster tell much the same; beyond this
/// many, those that tell least are not asked.
const PROFILE: usize = 12;

/// By how much the best of several projects must fit better than the next for a mention with nothing but names to join it.
const CLEAR: f64 = 0.06;

/// How often what names alone join is looked through: what has joined once may make clear where the rest belongs.
const ROUNDS: usize = 2;

/// A pair that may be joined.
#[derive(Debug, Clone, Copy)]
struct Edge {
    score: f64,
    a: u32,
    b: u32,
    /// Whether more than names agrees, or neither has more than names.
    is_sure: bool,
    /// Whether many projects have this title.
    is_common: bool,
}

/// Distinct mentions, sorted by what they tell, and how they are compared.
pub(super) struct Comparer<'k> {
    pub told: Vec<&'k Told>,
    filled: Vec<u8>,
    titles: Titles<'k>,
    spreads: Spreads,
}

impl<'k> Comparer<'k> {
    /// `distinct` must be sorted by what they tell.
    pub(super) fn new(distinct: &[&'k Key]) -> Self {
        let titles = Titles::new(distinct);
        let spreads = Spreads::new(distinct, &titles);
        let told = distinct.iter().map(|key| &key.told).collect();
        Self { told, filled: distinct.iter().map(|key| key.filled).collect(), titles, spreads }
    }

    fn compare(&self, a: u32, b: u32) -> Verdict {
        let (a, b) = (self.told[a as usize], self.told[b as usize]);
        if facts::numbers_differ(a, b) {
            return Verdict::CONTRADICTION;
        }
        score::compare(a, b, &self.titles, self.spreads.of(a, b, &self.titles))
    }

    fn edges(&self, thresholds: &Thresholds) -> Vec<Edge> {
        let mut edges = Vec::new();
        let mut seen = Seen::new(self.told.len());
        let least = thresholds.join.min(thresholds.attach);
        blocks::pairs(&self.told, &self.titles, |a, b| {
            if seen.has(a, b) {
                return;
            }
            let verdict = self.compare(a, b);
            if verdict.contradicts || verdict.score < least {
                return;
            }
            let bare = self.told[a as usize].is_bare() && self.told[b as usize].is_bare();
            edges.push(Edge {
                score: verdict.score,
                a,
                b,
                is_sure: (verdict.anchored || bare) && verdict.score >= thresholds.join,
                is_common: verdict.is_common,
            });
        });
        // What was forgotten in between stands here twice, which changes nothing.
        edges.sort_by(|one, other| other.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(other.a, other.b))));
        edges
    }

    /// Puts the mentions together.
    pub(super) fn clusters(&self, thresholds: &Thresholds) -> Vec<Cluster> {
        let edges = self.edges(thresholds);
        let mut forest = Forest::new(self);
        for edge in edges.iter().filter(|edge| edge.is_sure) {
            forest.join(edge, false);
        }
        let doubtful: Vec<&Edge> = edges.iter().filter(|edge| !edge.is_sure && edge.score >= thresholds.attach).collect();
        for _ in 0..ROUNDS {
            if !forest.attach(&doubtful) {
                break;
            }
        }
        forest.clusters.into_iter().flatten().collect()
    }
}

/// The pairs that were compared lately: families show most pairs more than once. It may forget, but never errs.
struct Seen(Vec<u64>);

impl Seen {
    /// Of so many mentions; no more than 64 MB.
    fn new(mentions: usize) -> Self {
        Self(vec![u64::MAX; (mentions * 64).next_power_of_two().clamp(1 << 10, 1 << 23)])
    }

    /// Whether a pair was shown before; from now on it was.
    fn has(&mut self, a: u32, b: u32) -> bool {
        let pair = u64::from(a) << 32 | u64::from(b);
        // Fibonacci hashing: the upper bits are well mixed.
        let mixed = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let at = (mixed >> (64 - self.0.len().trailing_zeros())) as usize;
        std::mem::replace(&mut self.0[at], pair) == pair
    }
}

/// For each cluster those that it fits by names, and how well.
type Fits = BTreeMap<u32, BTreeMap<u32, Edge>>;

/// Clusters in the making.
struct Forest<'c, 'k> {
    comparer: &'c Comparer<'k>,
    /// For each mention the mention whose cluster it is in.
    parents: Vec<u32>,
    clusters: Vec<Option<Cluster>>,
    /// Clusters found to contradict each other: they still do when they have grown.
    apart: HashSet<(u32, u32)>,
}

impl<'c, 'k> Forest<'c, 'k> {
    fn new(comparer: &'c Comparer<'k>) -> Self {
        let single = |(number, _)| Some(Cluster { members: vec![number], weakest: 1.0, by_names: false, profile: vec![number] });
        let clusters = (0u32..).zip(&comparer.told).map(single).collect();
        Self {
            comparer,
            parents: (0u32..).zip(&comparer.told).map(|(number, _)| number).collect(),
            clusters,
            apart: HashSet::new(),
        }
    }

    fn root(&mut self, mut of: u32) -> u32 {
        while self.parents[of as usize] != of {
            let above = self.parents[self.parents[of as usize] as usize];
            self.parents[of as usize] = above;
            of = above;
        }
        of
    }

    fn cluster(&self, root: u32) -> Option<&Cluster> {
        self.clusters.get(root as usize)?.as_ref()
    }

    fn contradict(&mut self, a: u32, b: u32) -> bool {
        let pair = (a.min(b), a.max(b));
        if self.apart.contains(&pair) {
            return true;
        }
        let (Some(one), Some(other)) = (self.cluster(a), self.cluster(b)) else { return true };
        // One page took the total for the grant, or an annex changed it: a number or sum that agrees elsewhere in the clusters decides.
        let (mut weak, mut vouched, mut contradict) = (false, false, false);
        let (mut grantees, mut same_odd_sum) = (false, false);
        for &x in &one.profile {
            for &y in &other.profile {
                let verdict = self.comparer.compare(x.min(y), x.max(y));
                contradict |= verdict.contradicts && !verdict.is_weak && !verdict.by_grantees;
                grantees |= verdict.by_grantees;
                same_odd_sum |= verdict.same_odd_sum;
                weak |= verdict.is_weak;
                vouched |= verdict.vouches;
            }
            if contradict {
                break;
            }
        }
        let contradict = contradict || weak && !vouched || grantees && !same_odd_sum;
        if contradict {
            self.apart.insert(pair);
        }
        contradict
    }

    /// Makes the clusters of a pair one, unless they contradict each other. Whether they are one now that were not.
    fn join(&mut self, edge: &Edge, by_names: bool) -> bool {
        let (a, b) = (self.root(edge.a), self.root(edge.b));
        if a == b || self.contradict(a, b) {
            return false;
        }
        // The one with more members takes the other in; of two alike, the one that comes first.
        let size = |root: u32, forest: &Self| forest.cluster(root).map_or(0, |cluster| cluster.members.len());
        let (into, from) =
            if (size(b, self), std::cmp::Reverse(b)) > (size(a, self), std::cmp::Reverse(a)) { (b, a) } else { (a, b) };
        let Some(taken) = self.clusters[from as usize].take() else { return false };
        self.parents[from as usize] = into;
        let filled = &self.comparer.filled;
        if let Some(cluster) = &mut self.clusters[into as usize] {
            cluster.members.extend(taken.members);
            cluster.weakest = cluster.weakest.min(taken.weakest).min(edge.score);
            cluster.by_names |= taken.by_names || by_names;
            cluster.profile.extend(taken.profile);
            cluster.profile.sort_unstable_by_key(|&member| (std::cmp::Reverse(filled[member as usize]), member));
            cluster.profile.truncate(PROFILE);
        }
        true
    }

    /// How much a cluster has that tells projects of one title apart.
    fn richness(&self, root: u32) -> usize {
        let Some(cluster) = self.cluster(root) else { return 0 };
        let told = || cluster.profile.iter().map(|&member| self.comparer.told[member as usize]);
        let has = |what: fn(&Told) -> bool| usize::from(told().any(what));
        has(|told| told.number.is_some() || told.local_number.is_some())
            + has(|told| told.sums.values[TOTAL] != 0 || told.sums.values[GRANT] != 0)
            + has(|told| told.start != Day::default() || told.end != Day::default())
            + has(|told| told.title.is_some())
    }

    /// Whether clusters that one fits by names can all be one project, of a title that is not many projects': one page tells the total,
    /// another the grant, a third the dates.
    fn go_together(&mut self, found: &[(u32, Edge)]) -> bool {
        let few = found.len() <= PROFILE && found.iter().all(|(_, edge)| !edge.is_common);
        few && (0..found.len()).all(|at| (at + 1..found.len()).all(|next| !self.contradict(found[at].0, found[next].0)))
    }

    /// Joins what has little to the one cluster it fits; of two that have as little, each must fit the other alone.
    fn attach(&mut self, doubtful: &[&Edge]) -> bool {
        let mut fits = Fits::new();
        for edge in doubtful {
            let (a, b) = (self.root(edge.a), self.root(edge.b));
            if a == b || self.contradict(a, b) {
                continue;
            }
            for (one, other) in [(a, b), (b, a)] {
                // The surest comes first.
                fits.entry(one).or_default().entry(other).or_insert(**edge);
            }
        }
        let richness: BTreeMap<u32, usize> = fits.keys().map(|&root| (root, self.richness(root))).collect();
        let rich = |root: u32| richness.get(&root).copied().unwrap_or(0);
        // Those it fits that have at least as much, the best first.
        let fitting = |root: u32, fits: &Fits| -> Vec<(u32, Edge)> {
            let all = fits.get(&root).into_iter().flatten();
            let mut found: Vec<(u32, Edge)> =
                all.filter(|(other, _)| rich(**other) >= rich(root)).map(|(other, edge)| (*other, *edge)).collect();
            found.sort_by(|one, other| other.1.score.total_cmp(&one.1.score).then(one.0.cmp(&other.0)));
            found
        };
        let mut wanted: BTreeMap<u32, (u32, Edge)> = BTreeMap::new();
        for &root in fits.keys() {
            let found = fitting(root, &fits);
            let Some(first) = found.first() else { continue };
            let is_clear = match found.get(1) {
                None => true,
                Some(next) => first.1.score - next.1.score >= CLEAR || self.go_together(&found),
            };
            if is_clear {
                wanted.insert(root, *first);
            }
        }
        let agreed = |root: &u32, other: u32| {
            rich(other) > rich(*root)
                || wanted.contains_key(&other) && fits.get(&other).is_some_and(|back| back.contains_key(root))
        };
        let mut chosen: Vec<Edge> =
            wanted.iter().filter(|(root, (other, _))| agreed(root, *other)).map(|(_, (_, edge))| *edge).collect();
        chosen.sort_by(|one, other| other.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(other.a, other.b))));
        let mut any = false;
        for edge in chosen {
            any |= self.join(&edge, true);
        }
        any
    }
}
