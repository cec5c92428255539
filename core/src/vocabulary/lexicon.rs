//! What the vocabulary knows of single words.
//!
//! A text's word is looked up once and becomes a [`Class`]: a number that stands for all the spellings and stems of the patterns that
//! it fits. Whether a word fits a step of a pattern is then a comparison of small numbers, however many patterns ask.

use super::phrase::Form;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Words that fit the same steps of all patterns.
pub(super) type Class = u32;

/// The class of the words that fit no step.
pub(super) const UNKNOWN: Class = 0;

/// The node no letter leads to.
const ROOT: u32 = 0;

/// No node.
const NOWHERE: u32 = u32::MAX;

/// Spellings that one step of a pattern accepts.
pub(super) type Group = u32;

/// A bit for every letter a pattern can hold; of what is no letter, none.
static BITS: [u64; 256] = {
    let letters = b"+0123456789abcdefghijklmnopqrstuvwxyz";
    let mut bits = [0; 256];
    let mut letter = 0;
    while letter < letters.len() {
        bits[letters[letter] as usize] = 1 << letter;
        letter += 1;
    }
    bits
};

/// A trie over all words and stems of all patterns. Looking a word up costs no more than its letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    nodes: Vec<Node>,
    /// The node behind each pair of letters, where most words that no pattern knows end; no stem is so short.
    pairs: Vec<u32>,
    /// For each class the groups its words fit, sorted.
    groups: Vec<Vec<Group>>,
    /// The same as bits, `width` numbers for each class.
    bits: Vec<u64>,
    width: usize,
}

/// A node's next nodes stand side by side, in the order of their letters: a small trie stays in the processor's cache.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// A bit for every letter that leads on.
    letters: u64,
    /// The node behind the first of them.
    first: u32,
    /// The class of a word that goes on otherwise than any pattern.
    longer: Class,
    /// The class of a word that ends here.
    ends: Class,
}

impl Node {
    /// The node behind a letter.
    fn next(self, byte: u8) -> Option<usize> {
        let bit = BITS[usize::from(byte)];
        (self.letters & bit != 0).then(|| self.first as usize + (self.letters & (bit - 1)).count_ones() as usize)
    }
}

impl Lexicon {
    fn new(nodes: Vec<Node>, groups: Vec<Vec<Group>>) -> Self {
        let width = groups.iter().flatten().max().map_or(0, |&last| last as usize / 64 + 1);
        let mut bits = vec![0; groups.len() * width];
        for (class, groups) in groups.iter().enumerate() {
            for &group in groups {
                bits[class * width + group as usize / 64] |= 1 << (group % 64);
            }
        }
        let pairs = pairs(&nodes);
        Self { nodes, pairs, groups, bits, width }
    }

    /// The class of a folded word.
    pub(super) fn class(&self, word: &[u8]) -> Class {
        let (first, rest) = match word {
            [one, two, rest @ ..] => (self.pairs[pair(*one, *two)], rest),
            // Only longer words are many.
            _ => (ROOT, word),
        };
        let Some(mut node) = self.nodes.get(first as usize) else { return UNKNOWN };
        for &byte in rest {
            match node.next(byte) {
                Some(next) => node = &self.nodes[next],
                None => return node.longer,
            }
        }
        node.ends
    }

    /// How many classes there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether words of a class fit a group.
    pub(super) fn fits(&self, class: Class, group: Group) -> bool {
        let bits = self.bits[class as usize * self.width + group as usize / 64];
        bits >> (group % 64) & 1 == 1
    }

    /// For each group the classes whose words fit it.
    pub(super) fn classes(&self) -> Vec<Vec<Class>> {
        let count = self.groups.iter().flatten().max().map_or(0, |&last| last as usize + 1);
        let mut classes = vec![Vec::new(); count];
        for (class, groups) in (UNKNOWN..).zip(&self.groups) {
            for &group in groups {
                classes[group as usize].push(class);
            }
        }
        classes
    }
}

/// The place of two letters among all pairs of bytes.
fn pair(one: u8, two: u8) -> usize {
    usize::from(one & 0x7f) << 7 | usize::from(two & 0x7f)
}

/// The node behind each pair of letters.
fn pairs(nodes: &[Node]) -> Vec<u32> {
    let letters = || (0..=0x7f).filter(|&byte| BITS[usize::from(byte)] != 0);
    let mut pairs = vec![NOWHERE; 1 << 14];
    for (one, two) in letters().flat_map(|one| letters().map(move |two| (one, two))) {
        let node = nodes.first().and_then(|root| root.next(one)).and_then(|next| nodes[next].next(two));
        pairs[pair(one, two)] = node.map_or(NOWHERE, number);
    }
    pairs
}

/// Gathers the words of all patterns.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    groups: HashMap<Vec<Form>, Group>,
}

impl Spellings {
    /// The group of one step's spellings.
    pub(super) fn group(&mut self, forms: &[Form]) -> Group {
        let next = number(self.groups.len());
        *self.groups.entry(forms.to_vec()).or_insert(next)
    }

    /// The finished lexicon.
    pub(super) fn lexicon(&self) -> Lexicon {
        let mut root = Draft::default();
        for (forms, &group) in &self.groups {
            for form in forms {
                let draft = form.text().bytes().fold(&mut root, |draft, letter| draft.next.entry(letter).or_default());
                if form.is_stem() { draft.stems.push(group) } else { draft.exact.push(group) }
            }
        }
        root.lexicon()
    }
}

/// A node whose words have no classes yet.
#[derive(Debug, Default)]
struct Draft {
    next: BTreeMap<u8, Draft>,
    /// The groups of the stem, and of the word, that ends here.
    stems: Vec<Group>,
    exact: Vec<Group>,
}

impl Draft {
    /// Lays the trie below this node out level by level and gives every node its classes.
    fn lexicon(self) -> Lexicon {
        let mut classes = BTreeMap::from([(Vec::new(), UNKNOWN)]);
        let mut class = |mut groups: Vec<Group>| {
            groups.sort_unstable();
            groups.dedup();
            let next = number(classes.len());
            *classes.entry(groups).or_insert(next)
        };
        let mut nodes = Vec::new();
        let mut waiting = VecDeque::from([self]);
        while let Some(Draft { next, stems, exact }) = waiting.pop_front() {
            let letters = next.keys().fold(0, |letters, &letter| letters | BITS[usize::from(letter)]);
            let first = number(nodes.len() + 1 + waiting.len());
            let ends = class([stems.as_slice(), exact.as_slice()].concat());
            waiting.extend(next.into_values().map(|mut draft| {
                // What fits a word's beginning fits the word.
                draft.stems.extend(&stems);
                draft
            }));
            nodes.push(Node { letters, first, longer: class(stems), ends });
        }
        let mut groups = vec![Vec::new(); classes.len()];
        for (fitting, class) in classes {
            groups[class as usize] = fitting;
        }
        Lexicon::new(nodes, groups)
    }
}

/// A count as a number for the tables: a vocabulary of four thousand million words does not fit into memory.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
