//! One pass over a text's words that finds every phrase of every knowledge file.

use super::phrase::{Pattern, PatternError};
use super::trie::Trie;
use crate::text::{Span, Word};

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

/// All patterns of a vocabulary, indexed by their first word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matcher {
    patterns: Vec<Indexed>,
    index: Trie,
    families: usize,
}

#[derive(Debug, Clone)]
struct Indexed {
    table: Table,
    entry: usize,
    /// Cues of one family compete for the same words: the longest wins. A table is a family; of the labels each kind is one, so
    /// that `podpisano umowę o dofinansowanie projektu nr …` can tell of a signing, an award and a number at once.
    family: usize,
    pattern: Pattern,
}

impl Matcher {
    /// Adds a pattern for an entry of a family.
    pub(crate) fn add(&mut self, table: Table, entry: usize, family: usize, pattern: &str) -> Result<(), PatternError> {
        let pattern = Pattern::parse(pattern)?;
        let number = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
        for form in pattern.first() {
            self.index.add(form, number);
        }
        self.families = self.families.max(family + 1);
        self.patterns.push(Indexed { table, entry, family, pattern });
        Ok(())
    }

    /// Finds every cue, in text order; of those of one family that start at one word the longest, and none that lies wholly inside a
    /// longer one of its family.
    pub(crate) fn find(&self, text: &str, words: &[Word]) -> Vec<Cue> {
        let mut cues = Vec::new();
        // For each family, the end of its longest cue so far and the word that one began at.
        let mut reach = vec![(0, usize::MAX); self.families];
        let mut here: Vec<(usize, Cue)> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            here.clear();
            self.index.look_up(word.span.of(text).as_bytes(), |number| {
                let Indexed { table, entry, family, pattern } = &self.patterns[number as usize];
                if let Some(end) = pattern.matches(text, words, at).filter(|&end| end > at) {
                    let span = word.span.join(words[end - 1].span);
                    here.push((*family, Cue { table: *table, entry: *entry, span, first_word: at, end_word: end }));
                }
            });
            if here.is_empty() {
                continue;
            }
            here.sort_by_key(|(family, cue)| (*family, std::cmp::Reverse(cue.end_word), cue.entry));
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
