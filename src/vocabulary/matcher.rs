//! One pass over a text's words that finds every phrase of every knowledge file.

use super::phrase::{Pattern, PatternError};
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

/// All patterns of a vocabulary, indexed by the first letters of their first word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matcher {
    patterns: Vec<(Table, usize, Pattern)>,
    /// For each three-letter key the patterns that can begin there.
    index: Vec<Vec<u32>>,
}

/// Number of index cells: three characters out of 37 (nothing, ten digits, 26 letters).
const CELLS: usize = 37 * 37 * 37;

impl Matcher {
    /// Adds a pattern for an entry.
    pub(crate) fn add(&mut self, table: Table, entry: usize, pattern: &str) -> Result<(), PatternError> {
        if self.index.is_empty() {
            self.index = vec![Vec::new(); CELLS];
        }
        let pattern = Pattern::parse(pattern)?;
        let number = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
        for form in pattern.first() {
            let cell = &mut self.index[key(form.text().as_bytes())];
            if cell.last() != Some(&number) {
                cell.push(number);
            }
        }
        self.patterns.push((table, entry, pattern));
        Ok(())
    }

    /// Finds every cue, in text order; of several that start at one word and come from one table, the longest of each entry.
    ///
    /// A cue that lies wholly inside a longer cue of the same table is dropped.
    pub(crate) fn find(&self, text: &str, words: &[Word]) -> Vec<Cue> {
        let mut cues = Vec::new();
        let mut here: Vec<Cue> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let Some(cell) = self.index.get(key(word.span.of(text).as_bytes())) else { break };
            here.clear();
            for &number in cell {
                let (table, entry, pattern) = &self.patterns[number as usize];
                if let Some(end) = pattern.matches(text, words, at).filter(|&end| end > at) {
                    let span = word.span.join(words[end - 1].span);
                    here.push(Cue { table: *table, entry: *entry, span, first_word: at, end_word: end });
                }
            }
            keep_longest(&mut here);
            cues.extend_from_slice(&here);
        }
        drop_covered(cues)
    }
}

/// Keeps, per table, only the cues of the greatest length.
fn keep_longest(here: &mut Vec<Cue>) {
    here.sort_by_key(|cue| (cue.table, std::cmp::Reverse(cue.end_word), cue.entry));
    here.dedup_by(|next, kept| next.table == kept.table && (next.end_word < kept.end_word || next.entry == kept.entry));
}

/// Drops cues that lie inside an earlier, longer cue of the same table.
fn drop_covered(cues: Vec<Cue>) -> Vec<Cue> {
    let mut reach = [0usize; 7];
    let mut kept = Vec::with_capacity(cues.len());
    for cue in cues {
        let reach = &mut reach[cue.table as usize];
        let equal_start = kept.last().is_some_and(|last: &Cue| last.first_word == cue.first_word && last.table == cue.table);
        if cue.end_word > *reach || equal_start {
            *reach = cue.end_word;
            kept.push(cue);
        }
    }
    kept
}

/// The index cell of a word: its first three characters.
fn key(word: &[u8]) -> usize {
    let digit = |at: usize| match word.get(at) {
        None => 0,
        Some(byte @ b'0'..=b'9') => 1 + usize::from(byte - b'0'),
        Some(byte @ b'a'..=b'z') => 11 + usize::from(byte - b'a'),
        Some(_) => 0,
    };
    (digit(0) * 37 + digit(1)) * 37 + digit(2)
}
