//! Where the words stand that name a sum.
//!
//! The words before a sum count first: the nearest role phrase between the previous sum (or the start of the sentence) and this
//! one. A sum that begins its line looks at the line or cell above or to the left. Words after a sum count where they follow at
//! once (`353 131,53 zł dofinansowania`).

use super::heads;
use crate::notice::reading::Reading;
use crate::text::{Span, Word};
use crate::vocabulary::{Cue, Role, RolePhrase, Stage, Table, WordList};

/// How far back a label can stand.
pub(super) const REACH: usize = 300;

/// A sum among its neighbours.
pub(super) struct Place<'r, 'p> {
    pub(super) reading: &'r Reading<'p>,
    pub(super) span: Span,
    /// End of the sum before.
    pub(super) previous: usize,
    /// Start of the sum after, if there is one.
    pub(super) next: Option<usize>,
    /// Where the phrases end that named the sum before from behind it: they do not name this one too.
    pub(super) used: usize,
}

impl<'r, 'p> Place<'r, 'p> {
    /// The phrase that names the sum, by the words around it; and a second one, where the page says that the sum is that too.
    pub(super) fn cues(&self) -> (Option<&'r Cue>, Option<&'r Cue>) {
        if let Some(listed) = self.respective() {
            return (listed, None);
        }
        let own = self.before().or_else(|| self.label_below());
        let before = own.or_else(|| self.label_line()).or_else(|| self.column_header());
        let after = self.after();
        let first = self.pick(before, after);
        let equal = |after: &&Cue| {
            first.is_some_and(|first| first != *after && (self.says_equal(after) || self.says_whole(first, after)))
        };
        (first, after.filter(equal).or_else(|| self.equal_next()))
    }

    /// Where the phrase that names the sum from behind it ends, with those that go on from it (`dotacja z budżetu województwa`).
    pub(super) fn used_by(&self, cue: &Cue) -> usize {
        if cue.span.start < self.span.end {
            return 0;
        }
        let mut end = cue.span.end;
        for next in self.reading.cues_of(Table::Role, Span::new(end, (end + REACH).min(self.reading.text().len()))) {
            if self.words(end, next.span.start) > 0 || next.span.start > end + 1 {
                break;
            }
            end = next.span.end;
        }
        end
    }

    /// Between a phrase before and one after, the one that touches the sum.
    fn pick<'c>(&self, before: Option<&'c Cue>, after: Option<&'c Cue>) -> Option<&'c Cue> {
        match (before, after) {
            (Some(before), Some(after)) if self.says_equal(after) => Some(before),
            (Some(before), Some(after)) => {
                let gap = self.words(before.span.end, self.span.start);
                let far = gap > 4 || gap > 1 && self.only_near(before) && !self.only_near(after);
                let told = self.phrase(after).after || self.says_is(after);
                Some(if far && told && self.words(self.span.end, after.span.start) <= 1 { after } else { before })
            }
            (before, after) => before.or(after),
        }
    }

    pub(super) fn phrase(&self, cue: &Cue) -> &'r RolePhrase {
        &self.reading.vocabulary.roles[cue.entry]
    }

    /// How far the money of a phrase has come: as it says itself, or as the verb before the sum says (`otrzyma 5 zł dofinansowania`).
    pub(super) fn stage(&self, cue: &Cue) -> Option<Stage> {
        let verb = || self.before().filter(|verb| self.is_grant(verb)).and_then(|verb| self.phrase(verb).stage);
        self.phrase(cue).stage.or_else(|| if self.is_grant(cue) { verb() } else { None })
    }

    fn words(&self, from: usize, to: usize) -> usize {
        self.reading.words_in(Span::new(from.min(to), to)).len()
    }

    fn only_near(&self, cue: &Cue) -> bool {
        self.phrase(cue).within.is_some()
    }

    /// Whether a phrase that names sums only from near by is near enough.
    fn near_enough(&self, cue: &Cue) -> bool {
        let gap = if cue.span.end <= self.span.start {
            self.words(cue.span.end, self.span.start)
        } else {
            self.words(self.span.end, cue.span.start)
        };
        self.phrase(cue).within.is_none_or(|most| gap <= most)
    }

    pub(super) fn cues_in(&self, span: Span) -> impl DoubleEndedIterator<Item = &'r Cue> + use<'_, 'r, 'p> {
        self.reading.cues_of(Table::Role, span).filter(move |cue| !self.is_base(cue))
    }

    /// Whether a phrase names what a rate is a share of (`85 % kosztów kwalifikowalnych`), not a sum.
    fn is_base(&self, cue: &Cue) -> bool {
        // `… 80 % całkowitej wartości`, and on the next line `Wkład własny: …`: the phrase began on the line before.
        if self.reading.slice(cue.span).contains('\n') {
            return false;
        }
        let percents = &self.reading.values.percents;
        let next = percents.partition_point(|percent| percent.span.end + 24 <= cue.span.start);
        let near =
            percents.get(next).filter(|percent| percent.span.end <= cue.span.start && percent.span.end + 24 > cue.span.start);
        near.is_some_and(|percent| {
            let gap = self.reading.slice(Span::new(percent.span.end, cue.span.start));
            !gap.contains([')', '\n', '\t', ',', ';', '.', '-', ':'])
                && self.reading.words_in(Span::new(percent.span.end, cue.span.start)).len() <= 1
        })
    }

    /// The nearest phrase before the sum in its sentence; of phrases that end together the longest.
    fn before(&self) -> Option<&'r Cue> {
        let sentence = self.reading.sentence_at(self.span.start).start;
        let from = sentence.max(self.span.start.saturating_sub(REACH));
        // A verb and its object may hold another sum: `wesprze inwestycję za 600 tys. zł kwotą 540 tys. zł`.
        let own = |cue: &&Cue| cue.span.start >= self.previous || self.only_near(cue) && cue.span.end > self.previous;
        let free = |cue: &&Cue| cue.span.start >= self.used && self.near_enough(cue);
        let cues = self.cues_in(Span::new(from, self.span.start)).filter(own).filter(free);
        cues.max_by_key(|cue| (cue.span.end, cue.span.len()))
    }

    /// For a sum that begins its line or cell: the phrase in the label line or cell before it.
    fn label_line(&self) -> Option<&'r Cue> {
        let number = self.reading.line_number(self.span.start);
        let line = self.reading.lines.get(number)?;
        let lead = self.reading.words_in(Span::new(line.span.start, self.span.start));
        if lead.len() > 3 || self.previous > line.span.start {
            return None;
        }
        for above in (number.saturating_sub(2)..number).rev() {
            let label = self.reading.lines[above];
            if label.span.start < self.previous || label.span.len() > 200 || !self.shares_row(label.block, line.block) {
                return None;
            }
            let last = self.cues_in(label.span).max_by_key(|cue| (cue.span.end, cue.span.len()));
            if let Some(cue) = last {
                let rest = self.words(cue.span.end, label.span.end);
                let closes = self.reading.slice(label.span).ends_with([':', '-']);
                return (rest <= self.phrase(cue).within.unwrap_or(8) || closes).then_some(cue);
            }
        }
        None
    }

    /// Whether a label's block can name a sum in another: for cells of a table, only along the row or down the column.
    fn shares_row(&self, label: usize, sum: usize) -> bool {
        let cell = |block: usize| self.reading.page.blocks.get(block).and_then(|block| block.cell);
        let Some(sum) = cell(sum) else { return true };
        cell(label).is_none_or(|label| label.table != sum.table || label.row == sum.row || label.column == sum.column)
    }

    /// For a cell without a label in its row: the phrase in its column's header cell.
    fn column_header(&self) -> Option<&'r Cue> {
        let cell = self.reading.block_at(self.span.start)?.cell?;
        let header = heads::of_page(self.reading).of_column(cell)?;
        self.cues_in(header).next_back()
    }

    /// The phrase that follows the sum at once, in its sentence.
    fn after(&self) -> Option<&'r Cue> {
        let end = self.sentence_rest();
        let cue = self.cues_in(Span::new(self.span.end, end)).next()?;
        let gap = Span::new(self.span.end, cue.span.start);
        let text = self.reading.slice(gap);
        let words = self.reading.words_in(gap);
        let filling = self.reading.vocabulary.word_list(WordList::SumFilling);
        let joined = words.iter().all(|word| filling.has(self.reading.slice(word.span)));
        let led = self.reading.words_in(Span::new(self.span.end, cue.span.end));
        let verb = led.first().is_some_and(|word| self.is(WordList::SumVerbs, word));
        let stops: &[char] = if verb { &[';', '(', '\t', '.'] } else { &[',', ';', '(', '\t', '.'] };
        let parted = text.trim_start_matches(['.', ' ']).contains(stops) && !self.says_equal(cue);
        let fits = words.len() <= 5 && self.near_enough(cue) && joined && !parted && !self.names_next(cue);
        (fits && self.may_follow(cue) || self.says_equal(cue)).then_some(cue)
    }

    /// Where the sentence ends, or the next sum begins.
    pub(super) fn sentence_rest(&self) -> usize {
        let end = self.reading.sentence_at(self.span.start).end;
        self.next.map_or(end, |next| end.min(next)).max(self.span.end)
    }

    /// Whether a phrase after this sum names the next one: it stands close before that, or a verb joins the two.
    fn names_next(&self, cue: &Cue) -> bool {
        let Some(next) = self.next.filter(|&next| next >= cue.span.end) else { return false };
        let gap = Span::new(cue.span.end, next);
        let words = self.reading.words_in(gap);
        let text = self.reading.slice(gap);
        if self.says_is(cue) && text.contains([',', ';']) {
            return false;
        }
        let joins = |word: &Word| self.is(WordList::SumJoins, word);
        let joined = text.contains(':') || !words.is_empty() && words.iter().all(joins);
        gap.len() <= 14 && !self.phrase(cue).after || joined && words.len() <= 3 && !text.contains([',', ';', '.'])
    }

    /// A verb that stands before its sum (`otrzyma 5 zł`) does not name the one before it.
    fn may_follow(&self, cue: &Cue) -> bool {
        !self.only_near(cue) || self.phrase(cue).after
    }

    pub(super) fn is(&self, list: WordList, word: &Word) -> bool {
        self.reading.vocabulary.word_list(list).has(self.reading.slice(word.span))
    }

    /// Whether a verb joins the sum to the phrase (`3,5 tys. zł, będzie wkładem własnym`).
    fn says_is(&self, cue: &Cue) -> bool {
        let gap = self.reading.words_in(Span::new(self.span.end, cue.span.start.max(self.span.end)));
        gap.first().is_some_and(|word| self.is(WordList::SumIs, word))
    }

    /// Whether the words between the sum and the phrase say that the sum is that too (`stanowi to jednocześnie całkowitą wartość`).
    pub(super) fn says_equal(&self, cue: &Cue) -> bool {
        let gap = self.reading.words_in(Span::new(self.span.end, cue.span.start.max(self.span.end)));
        gap.len() <= 8 && gap.iter().any(|word| self.is(WordList::SumEquals, word))
    }

    /// Whether the sentence opens as one about another grant, or an earlier one (`Dodatkowo powiat przekazał …`).
    pub(super) fn is_aside(&self) -> bool {
        let sentence = self.reading.sentence_at(self.span.start);
        self.reading.words_in(sentence).first().is_some_and(|word| self.is(WordList::SumAside, word))
    }

    /// Whether a phrase is the grant's.
    pub(super) fn is_grant(&self, cue: &Cue) -> bool {
        matches!(self.phrase(cue).role, Role::Grant | Role::Eu | Role::State)
    }
}
