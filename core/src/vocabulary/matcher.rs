//! One pass over a text's words that finds every phrase of every knowledge file.

use super::lexicon::{Class, Group, Lexicon, Spellings, UNKNOWN};
use super::phrase::{self, PatternError, Step, What};
use crate::text::{Span, Word};
use std::collections::HashMap;

/// Which knowledge file a cue comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// `programmes.toml`
    Programme,
    /// `funds.toml`
    Fund,
    /// `roles.toml`: amount roles
    Role,
    /// `labels.toml`: words that announce a fact
    Label,
    /// `target_groups.toml`
    TargetGroup,
    /// `organisations.toml`
    Organisation,
    /// `citations.toml`: legal citations to mask
    Citation,
}

/// A phrase of the vocabulary found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The knowledge file.
    pub table: Table,
    /// The entry's place in that file's list.
    pub entry: usize,
    /// Where it stands in the folded text.
    pub span: Span,
    /// Number of the first word.
    pub first_word: usize,
    /// Number of the word after the last.
    pub end_word: usize,
}

/// All patterns of a vocabulary, indexed by their first word and one that must follow it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matcher {
    lexicon: Lexicon,
    patterns: Vec<Indexed>,
    /// For each class of words, the patterns that can begin with it.
    starts: Vec<Starts>,
    families: usize,
}

/// The patterns that can begin with a word of one class.
#[derive(Debug, Clone, Default)]
struct Starts {
    /// Those that any second word, or none, may follow.
    open: Vec<u32>,
    /// Those that a word of a certain class must follow, sorted by it.
    followed: Vec<Followed>,
    /// The most words that may stand before the one that must follow.
    reach: usize,
    /// A bit for every 256th class that may follow: most words are passed over by one look at it.
    filter: [u64; 4],
}

/// A pattern that a word of this class must follow, behind no more than `reach` other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Followed {
    class: Class,
    pattern: u32,
    reach: usize,
}

impl Starts {
    fn follow(&mut self, classes: &[Class], pattern: u32, reach: usize) {
        self.reach = self.reach.max(reach);
        for &class in classes {
            self.filter[class as usize / 64 % 4] |= 1 << (class % 64);
            self.followed.push(Followed { class, pattern, reach });
        }
    }

    /// Calls `found` with every pattern that may begin before these words.
    fn candidates(&self, next: &[Class], mut found: impl FnMut(u32)) {
        self.open.iter().for_each(|&pattern| found(pattern));
        for (skipped, &class) in next.iter().take(self.reach + 1).enumerate() {
            if self.filter[class as usize / 64 % 4] >> (class % 64) & 1 == 0 {
                continue;
            }
            let from = self.followed.partition_point(|followed| followed.class < class);
            let fitting = self.followed[from..].iter().take_while(|followed| followed.class == class);
            fitting.filter(|followed| skipped <= followed.reach).for_each(|followed| found(followed.pattern));
        }
    }
}

#[derive(Debug, Clone)]
struct Indexed {
    table: Table,
    entry: usize,
    /// Cues of one family compete for the same words: the longest wins. A table is a family; of the labels each kind is one, so
    /// that `podpisano umowę o dofinansowanie projektu nr …` can tell of a signing, an award and a number at once.
    family: usize,
    steps: Vec<Step<Group>>,
}

impl Indexed {
    /// The words it begins with, and what follows them.
    fn split(&self) -> Option<(Group, &[Step<Group>])> {
        match self.steps.split_first()? {
            (Step { what: What::Word(first), .. }, rest) => Some((*first, rest)),
            _ => None,
        }
    }
}

/// Gathers patterns for a [`Matcher`].
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    spellings: Spellings,
    patterns: Vec<Indexed>,
}

impl Patterns {
    /// Adds a pattern for an entry of a family.
    pub(crate) fn add(&mut self, table: Table, entry: usize, family: usize, pattern: &str) -> Result<(), PatternError> {
        let parsed = phrase::parse(pattern)?;
        let steps = parsed.into_iter().map(|step| step.map(|forms| self.spellings.group(&forms))).collect();
        self.patterns.push(Indexed { table, entry, family, steps });
        Ok(())
    }

    /// The matcher that knows them all.
    pub(crate) fn matcher(self) -> Matcher {
        let lexicon = self.spellings.lexicon();
        let classes = lexicon.classes();
        let mut starts = vec![Starts::default(); lexicon.len()];
        let mut crowds: HashMap<(Group, Group), usize> = HashMap::new();
        for (first, rest) in self.patterns.iter().filter_map(Indexed::split) {
            for (group, _) in needed(rest) {
                *crowds.entry((first, group)).or_default() += 1;
            }
        }
        for (number, pattern) in (0..).zip(&self.patterns) {
            let Some((first, rest)) = pattern.split() else { continue };
            let crowd = |group| crowds.get(&(first, group)).copied().filter(|&crowd| crowd > FEW).unwrap_or(0);
            let telling = needed(rest).into_iter().min_by_key(|&(group, reach)| (crowd(group), reach));
            for &class in &classes[first as usize] {
                let starts = &mut starts[class as usize];
                match telling {
                    Some((group, reach)) => starts.follow(&classes[group as usize], number, reach),
                    None => starts.open.push(number),
                }
            }
        }
        for starts in &mut starts {
            starts.followed.sort_unstable();
            starts.followed.dedup();
        }
        let families = self.patterns.iter().map(|pattern| pattern.family + 1).max().unwrap_or(0);
        Matcher { lexicon, patterns: self.patterns, starts, families }
    }
}

/// So many patterns of one first word can be told apart later; of more, the word that fewest share is looked for first: that of the
/// voivodeship in `Regionalny Program Operacyjny Województwa …`.
const FEW: usize = 8;

/// The words that must follow a pattern's first, each with the number of other words that may stand before it.
fn needed(rest: &[Step<Group>]) -> Vec<(Group, usize)> {
    let mut groups = Vec::new();
    let mut reach = 0;
    for step in rest {
        match step.what {
            What::Gap(most) => reach += most,
            What::Word(group) => {
                if !step.optional {
                    groups.push((group, reach));
                }
                reach += 1;
            }
        }
    }
    groups
}

impl Matcher {
    /// Finds every cue, in text order; of those of one family that start at one word the longest, and none that lies wholly inside a
    /// longer one of its family.
    pub(crate) fn find(&self, text: &str, words: &[Word]) -> Vec<Cue> {
        let mut cues = Vec::new();
        if self.patterns.is_empty() {
            return cues;
        }
        let line = Line::new(&self.lexicon, text, words);
        // For each family, the end of its longest cue so far and the word that one began at.
        let mut reach = vec![(0, usize::MAX); self.families];
        let mut here: Vec<(usize, Cue)> = Vec::new();
        for (at, &class) in line.classes.iter().enumerate() {
            if class == UNKNOWN {
                continue;
            }
            here.clear();
            self.starts[class as usize].candidates(&line.classes[at + 1..], |number| {
                let Indexed { table, entry, family, steps } = &self.patterns[number as usize];
                if let Some(end) = line.advance(steps, at, true).filter(|&end| end > at) {
                    let span = words[at].span.join(words[end - 1].span);
                    here.push((*family, Cue { table: *table, entry: *entry, span, first_word: at, end_word: end }));
                }
            });
            here.sort_unstable_by_key(|(family, cue)| (*family, std::cmp::Reverse(cue.end_word), cue.entry));
            here.dedup_by(|(family, next), (kept_family, kept)| {
                family == kept_family && (next.end_word < kept.end_word || next.entry == kept.entry)
            });
            for (family, cue) in &here {
                let (end, begun) = &mut reach[*family];
                if cue.end_word > *end || *begun == at {
                    (*end, *begun) = (cue.end_word, at);
                    cues.push(*cue);
                }
            }
        }
        cues
    }
}

/// A text's words with their classes.
struct Line<'m> {
    lexicon: &'m Lexicon,
    words: &'m [Word],
    classes: Vec<Class>,
}

impl<'m> Line<'m> {
    fn new(lexicon: &'m Lexicon, text: &str, words: &'m [Word]) -> Self {
        let bytes = text.as_bytes();
        let classes = words.iter().map(|word| lexicon.class(&bytes[word.span.start..word.span.end])).collect();
        Self { lexicon, words, classes }
    }

    /// If the steps of a pattern match from word `at` on, the number of the word after the last; prefers the longer match.
    fn advance(&self, steps: &[Step<Group>], at: usize, first: bool) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        let joins = |at: usize| first || self.words.get(at).is_some_and(|word| step.over_stop || !word.after_stop);
        match step.what {
            What::Word(group) => {
                let hit = self.classes.get(at).is_some_and(|&class| self.lexicon.fits(class, group)) && joins(at);
                let taken = if hit { self.advance(rest, at + 1, false) } else { None };
                taken.or_else(|| if step.optional { self.advance(rest, at, false) } else { None })
            }
            What::Gap(most) => (0..=most)
                .take_while(|&skip| skip == 0 || joins(at + skip - 1))
                .find_map(|skip| self.advance(rest, at + skip, false)),
        }
    }
}
