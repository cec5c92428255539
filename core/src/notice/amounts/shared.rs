//! One sum that is two figures at once, and several sums that share one clause.

use super::place::Place;
use crate::text::{Span, Word};
use crate::vocabulary::{Cue, Role, WordList};

impl<'r> Place<'r, '_> {
    /// Whether the words between a grant and the phrase say that it pays all (`64 000 zł, co stanowi całkowitą wartość zadania`).
    pub(super) fn says_whole(&self, first: &Cue, cue: &Cue) -> bool {
        let gap = self.reading.words_in(Span::new(self.span.end, cue.span.start.max(self.span.end)));
        let plain = |word: &Word| self.is(WordList::SumVerbs, word);
        self.is_grant(first) && self.phrase(cue).role == Role::Total && (1..=2).contains(&gap.len()) && gap.iter().all(plain)
    }

    /// What the next sentence says the sum is too (`Kwota ta stanowi jednocześnie całkowitą wartość zadania.`).
    pub(super) fn equal_next(&self) -> Option<&'r Cue> {
        let sentence = self.reading.sentence_at(self.span.start);
        let next = self.reading.sentence_at(sentence.end + 1);
        if next.start < sentence.end || self.next.is_some_and(|sum| sum < next.end) {
            return None;
        }
        let words = self.reading.words_in(next);
        let this = words.iter().take(2).any(|word| matches!(self.reading.slice(word.span), "ta" | "to" | "taka"));
        let equal = words.iter().take(6).any(|word| self.is(WordList::SumEquals, word));
        let cue = (this && equal).then(|| self.cues_in(next).find(|cue| self.phrase(cue).role == Role::Total));
        cue.flatten()
    }

    /// For sums that `odpowiednio` gives to the phrases before it, one each (`wartość i dofinansowanie to odpowiednio 5 i 4 zł`): the
    /// phrase of this one, if there are as many phrases as sums.
    pub(super) fn respective(&self) -> Option<Option<&'r Cue>> {
        let sentence = self.reading.sentence_at(self.span.start);
        let lead = self.reading.words_in(Span::new(sentence.start, self.span.start));
        let each = lead.iter().rev().take(8).find(|word| self.reading.slice(word.span) == "odpowiednio")?;
        let sums: Vec<Span> = self
            .reading
            .among(&self.reading.values.money, Span::new(each.span.end, sentence.end))
            .map(|found| found.span)
            .collect();
        let mut cues: Vec<&Cue> = Vec::new();
        for cue in self.cues_in(Span::new(sentence.start, each.span.start)) {
            if cues.last().is_none_or(|last| last.span.end <= cue.span.start) {
                cues.push(cue);
            }
        }
        let at = sums.iter().position(|sum| *sum == self.span).filter(|_| sums.len() > 1)?;
        Some(cues.len().checked_sub(sums.len()).map(|from| cues[from + at]))
    }
}
