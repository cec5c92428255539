//! Pairs → projects: what joins, and what is kept apart though something joins it.
//!
//! Mentions that tell word for word the same on one site are one from the start. The others are joined pair by pair, the surest first,
//! and two clusters become one only if no mention of the one contradicts one of the other: a chain of likenesses never puts two
//! editions together. What agrees in names alone waits until all else is joined, and joins only the one project it fits.
//!
//! Nothing here hangs on the order of the mentions: they are sorted by what they tell, and equal scores go by that order.

use super::blocks;
use super::key::{Day, GRANT, Key, TOTAL, Told};
use super::score::{self, Verdict};
use super::spread::Spreads;
use super::thresholds::Thresholds;
use super::titles::{NONE, Side, Titles};
use std::cmp::{Ordering, Reverse};
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

impl Cluster {
    /// Of a single mention.
    fn of(mention: u32) -> Self {
        Self { members: vec![mention], weakest: 1.0, by_names: false, profile: vec![mention] }
    }
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
}

/// The pairs that may be joined, the surest first.
#[derive(Debug, Default)]
struct Edges {
    /// Those in which more than names agrees, or neither has more than names.
    sure: Vec<Edge>,
    doubtful: Vec<Edge>,
}

/// Equal scores go by the order of the mentions.
fn surest_first(one: &Edge, other: &Edge) -> Ordering {
    other.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(other.a, other.b)))
}

/// Distinct mentions, sorted by what they tell, and how they are compared.
pub(super) struct Comparer<'k> {
    pub told: Vec<&'k Told>,
    filled: Vec<u8>,
    /// For each what stands for its number, or [`NONE`]: the same for the same.
    numbers: Vec<u32>,
    titles: Titles<'k>,
    spreads: Spreads,
}

impl<'k> Comparer<'k> {
    /// `distinct` must be sorted by what they tell.
    pub(super) fn new(distinct: &[&'k Key]) -> Self {
        let numbers = numbers(distinct);
        let titles = Titles::new(distinct);
        let spreads = Spreads::new(distinct, &numbers, &titles);
        let told = distinct.iter().map(|key| &key.told).collect();
        Self { told, filled: distinct.iter().map(|key| key.filled).collect(), numbers, titles, spreads }
    }

    fn side(&self, of: u32) -> Side<'_> {
        Side { told: self.told[of as usize], title: self.titles.of(of), number: self.numbers[of as usize] }
    }

    fn compare(&self, a: u32, b: u32) -> Verdict {
        let (one, other) = (self.side(a), self.side(b));
        let spread = self.spreads.of((one.number, self.titles.number(a)), (other.number, self.titles.number(b)));
        score::compare(one, other, spread)
    }

    /// Whether many projects have the title of one of a pair.
    fn is_common(&self, edge: &Edge) -> bool {
        [edge.a, edge.b].into_iter().any(|of| self.spreads.is_common(self.titles.number(of)))
    }

    fn edges(&self, thresholds: &Thresholds) -> Edges {
        let mut edges = Edges::default();
        let mut seen = Seen::new(self.told.len());
        blocks::pairs(&self.told, &self.titles, |a, b| {
            if seen.has(a, b) {
                return;
            }
            let verdict = self.compare(a, b);
            if verdict.contradicts {
                return;
            }
            let edge = Edge { score: verdict.score, a, b };
            let bare = || self.told[a as usize].is_bare() && self.told[b as usize].is_bare();
            if verdict.score >= thresholds.join && (verdict.anchored || bare()) {
                edges.sure.push(edge);
            } else if verdict.score >= thresholds.attach {
                edges.doubtful.push(edge);
            }
        });
        // What was forgotten in between stands here twice, which changes nothing.
        edges.sure.sort_unstable_by(surest_first);
        edges.doubtful.sort_unstable_by(surest_first);
        edges
    }

    /// Puts the mentions together.
    pub(super) fn clusters(&self, thresholds: &Thresholds) -> Vec<Cluster> {
        let Edges { sure, doubtful } = self.edges(thresholds);
        let mut forest = Forest::new(self);
        for edge in &sure {
            forest.join(edge, false);
        }
        drop(sure);
        for _ in 0..ROUNDS {
            if !forest.attach(&doubtful) {
                break;
            }
        }
        forest.into_clusters()
    }
}

/// For each mention what stands for its number: its rank, for the mentions are sorted by their numbers first.
fn numbers(distinct: &[&Key]) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(distinct.len());
    let mut last: Option<(&str, u32)> = None;
    for key in distinct {
        let number = key.told.number.as_deref().map(|text| match last {
            Some((known, number)) if known == text => (text, number),
            Some((_, number)) => (text, number + 1),
            None => (text, 0),
        });
        last = number.or(last);
        numbers.push(number.map_or(NONE, |(_, number)| number));
    }
    numbers
}

/// How many of those that a mention was compared with are remembered: 64 bytes, one line of the cache.
const LATELY: usize = 16;

/// The pairs that were compared lately: families show most pairs more than once. It may forget, but never errs.
struct Seen {
    /// For each mention, side by side, those after it that it was compared with, at the places that their lower bits name.
    with: Vec<u32>,
}

impl Seen {
    /// Of so many mentions. Each has places of its own, so a million of them forget no sooner than a thousand.
    fn new(mentions: usize) -> Self {
        Self { with: vec![NONE; mentions * LATELY] }
    }

    /// Whether a pair was shown before; from now on it was.
    fn has(&mut self, a: u32, b: u32) -> bool {
        let place = a as usize * LATELY + b as usize % LATELY;
        std::mem::replace(&mut self.with[place], b) == b
    }
}

/// For each cluster those that it fits by names, and how well.
type Fits = BTreeMap<u32, BTreeMap<u32, Edge>>;

/// Clusters in the making.
struct Forest<'c, 'k> {
    comparer: &'c Comparer<'k>,
    /// For each mention the mention whose cluster it is in.
    parents: Vec<u32>,
    /// For each mention in whose name others were joined, its cluster.
    grown: Vec<Option<Box<Cluster>>>,
    /// Clusters found to contradict each other strongly: they still do when they have grown.
    apart: HashSet<(u32, u32)>,
}

impl<'c, 'k> Forest<'c, 'k> {
    fn new(comparer: &'c Comparer<'k>) -> Self {
        let parents: Vec<u32> = (0u32..).zip(&comparer.told).map(|(number, _)| number).collect();
        Self { comparer, grown: vec![None; parents.len()], parents, apart: HashSet::new() }
    }

    /// All of them, in the order of the mentions in whose names they are.
    fn into_clusters(self) -> Vec<Cluster> {
        let roots = (0u32..).zip(&self.parents).zip(self.grown).filter(|((number, parent), _)| number == *parent);
        let cluster = |number: u32, grown: Option<Box<Cluster>>| grown.map_or_else(|| Cluster::of(number), |cluster| *cluster);
        // No more is compared.
        roots.map(|((number, _), grown)| Cluster { profile: Vec::new(), ..cluster(number, grown) }).collect()
    }

    fn root(&mut self, mut of: u32) -> u32 {
        while self.parents[of as usize] != of {
            let above = self.parents[self.parents[of as usize] as usize];
            self.parents[of as usize] = above;
            of = above;
        }
        of
    }

    fn size(&self, root: u32) -> usize {
        self.grown[root as usize].as_ref().map_or(1, |cluster| cluster.members.len())
    }

    /// The members that stand for all of a cluster: the mention itself where it is alone.
    fn profile(&self, root: u32) -> &[u32] {
        let at = root as usize;
        self.grown[at].as_ref().map_or(&self.parents[at..=at], |cluster| &cluster.profile)
    }

    fn contradict(&mut self, a: u32, b: u32) -> bool {
        let pair = (a.min(b), a.max(b));
        if self.apart.contains(&pair) {
            return true;
        }
        // One page took the total for the grant, or an annex changed it: a number or sum that agrees elsewhere in the clusters decides.
        let (mut weak, mut vouched, mut contradict) = (false, false, false);
        let (mut grantees, mut same_odd_sum) = (false, false);
        for &x in self.profile(a) {
            for &y in self.profile(b) {
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
        // What is weak, a later member may vouch for.
        if contradict {
            self.apart.insert(pair);
        }
        contradict || weak && !vouched || grantees && !same_odd_sum
    }

    /// Makes the clusters of a pair one, unless they contradict each other. Whether they are one now that were not.
    fn join(&mut self, edge: &Edge, by_names: bool) -> bool {
        let (a, b) = (self.root(edge.a), self.root(edge.b));
        if a == b || self.contradict(a, b) {
            return false;
        }
        // The one with more members takes the other in; of two alike, the one that comes first.
        let (into, from) = if (self.size(b), Reverse(b)) > (self.size(a), Reverse(a)) { (b, a) } else { (a, b) };
        let taken = self.grown[from as usize].take().map_or_else(|| Cluster::of(from), |cluster| *cluster);
        self.parents[from as usize] = into;
        let filled = &self.comparer.filled;
        let cluster = self.grown[into as usize].get_or_insert_with(|| Box::new(Cluster::of(into)));
        cluster.members.extend(taken.members);
        cluster.weakest = cluster.weakest.min(taken.weakest).min(edge.score);
        cluster.by_names |= taken.by_names || by_names;
        cluster.profile.extend(taken.profile);
        cluster.profile.sort_unstable_by_key(|&member| (Reverse(filled[member as usize]), member));
        cluster.profile.truncate(PROFILE);
        true
    }

    /// How much a cluster has that tells projects of one title apart.
    fn richness(&self, root: u32) -> usize {
        let told = || self.profile(root).iter().map(|&member| self.comparer.told[member as usize]);
        let has = |what: fn(&Told) -> bool| usize::from(told().any(what));
        has(|told| told.number.is_some() || told.local_number.is_some())
            + has(|told| told.sums.values[TOTAL] != 0 || told.sums.values[GRANT] != 0)
            + has(|told| told.start != Day::default() || told.end != Day::default())
            + has(|told| told.title.is_some())
    }

    /// Whether clusters that one fits by names can all be one project, of a title that is not many projects': one page tells the total,
    /// another the grant, a third the dates.
    fn go_together(&mut self, found: &[(u32, Edge)]) -> bool {
        let few = found.len() <= PROFILE && found.iter().all(|(_, edge)| !self.comparer.is_common(edge));
        few && (0..found.len()).all(|at| (at + 1..found.len()).all(|next| !self.contradict(found[at].0, found[next].0)))
    }

    /// Joins what has little to the one cluster it fits; of two that have as little, each must fit the other alone.
    fn attach(&mut self, doubtful: &[Edge]) -> bool {
        let mut fits = Fits::new();
        for edge in doubtful {
            let (a, b) = (self.root(edge.a), self.root(edge.b));
            if a == b || self.contradict(a, b) {
                continue;
            }
            for (one, other) in [(a, b), (b, a)] {
                // The surest comes first.
                fits.entry(one).or_default().entry(other).or_insert(*edge);
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
        chosen.sort_unstable_by(surest_first);
        let mut any = false;
        for edge in chosen {
            any |= self.join(&edge, true);
        }
        any
    }
}
