//! Whether two words are one: the same, in another case, or typed wrong.

use crate::vocabulary::Bodies;

/// How two words go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matched {
    Same,
    Inflected,
    TypedWrong,
    No,
}

/// The fewest letters of a word in which a slip can be told from another word.
const LONG: usize = 6;

/// Which words of a name have been matched; that of up to 64 words is held without allocating.
#[derive(Debug)]
pub(super) struct Taken {
    first: u64,
    others: Vec<bool>,
}

impl Taken {
    /// Of so many words none.
    pub(super) fn new(words: usize) -> Self {
        Self { first: 0, others: vec![false; words.saturating_sub(64)] }
    }

    /// Whether the word at a place has been matched.
    pub(super) fn has(&self, at: usize) -> bool {
        at.checked_sub(64).map_or(self.first >> (at % 64) & 1 == 1, |at| self.others[at])
    }

    /// Remembers that it has.
    pub(super) fn take(&mut self, at: usize) {
        match at.checked_sub(64) {
            Some(at) => self.others[at] = true,
            None => self.first |= 1 << at,
        }
    }
}

/// Compares two folded words.
pub(super) fn matched(a: &str, b: &str) -> Matched {
    if a == b {
        return Matched::Same;
    }
    // The first letter is hardly ever the wrong one: most pairs end here.
    if a.as_bytes().first() != b.as_bytes().first() {
        return Matched::No;
    }
    if Bodies::builtin().inflected(a, b) {
        Matched::Inflected
    } else if a.len().min(b.len()) >= LONG && typed_wrong(a, b) {
        Matched::TypedWrong
    } else {
        Matched::No
    }
}

/// Whether one letter is wrong, missing, too much, or two are exchanged.
pub(super) fn typed_wrong(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let tail = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    // What is left between a common beginning and a common end: nothing is compared twice, so this is linear.
    let left = |word: &str| word.len().saturating_sub(shared + tail.min(word.len() - shared));
    let (left_a, left_b) = (left(a), left(b));
    let exchanged = || {
        let at = |word: &str, at: usize| word.as_bytes().get(at).copied();
        a.len() == b.len() && left_a == 2 && at(a, shared) == at(b, shared + 1) && at(a, shared + 1) == at(b, shared)
    };
    left_a <= 1 && left_b <= 1 || exchanged()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter() {
        for (a, b) in
            [("rodzinnych", "rodzinych"), ("seniorow", "senoirow"), ("kanalizacja", "kanalizacjaa"), ("abcdef", "abxdef")]
        {
            assert!(typed_wrong(a, b), "{a} {b}");
        }
        for (a, b) in [("rodzinnych", "rodzinowych"), ("lipowej", "lesnej"), ("abcdef", "abxyef")] {
            assert!(!typed_wrong(a, b), "{a} {b}");
        }
    }
}
