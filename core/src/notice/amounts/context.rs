//! What gives a role to a sum that no phrase of its own clause names: who pays it, the sentence before, the list it stands in.
//! Such readings are weak: a labelled one goes before them.

use super::place::Place;
use crate::notice::reading::Line;
use crate::page::BlockKind;
use crate::text::Span;
use crate::vocabulary::{Role, Stage, Table, WordList};

/// How far before its list the sentence stands that introduces it.
const LEAD: usize = 900;

impl Place<'_, '_> {
    /// The role of a sum by what stands around its clause.
    pub(super) fn by_context(&self) -> Option<(Role, Option<Stage>)> {
        self.payer()
            .map(|role| (role, None))
            .or_else(|| self.continued())
            .or_else(|| self.announced())
            .or_else(|| self.introduced())
    }

    /// The fund or programme that stands right beside the sum and pays it: `z tego: ZPORR 75 000,00 PLN`, `80 000 zł z EFRR`.
    fn payer(&self) -> Option<Role> {
        let line = self.reading.line_at(self.span.start)?;
        let from = line.span.start.max(self.previous);
        let words = self.reading.words_in(Span::new(from, self.span.start));
        let beside = Span::new(words.get(words.len().saturating_sub(12)).map_or(from, |word| word.span.start), self.span.start);
        let payers = self.reading.vocabulary.word_list(WordList::SumPayer);
        let before = self.funders(beside).last().filter(|(_, span)| {
            let named = self.reading.words_in(Span::new(from, span.start));
            let heads = named.is_empty() || named.last().is_some_and(|word| payers.has(self.reading.slice(word.span)));
            heads && self.reading.words_in(Span::new(span.end, self.span.start)).len() <= 1
        });
        let after = self.funders(Span::new(self.span.end, self.sentence_rest())).next().filter(|(_, span)| {
            let gap = Span::new(self.span.end, span.start);
            let words = self.reading.words_in(gap);
            let from = words.first().is_some_and(|word| matches!(self.reading.slice(word.span), "z" | "ze"));
            from && words.len() <= 3 && !self.reading.slice(gap).contains([',', ';', '('])
        });
        before.or(after).map(|(role, _)| role)
    }

    /// The funds and programmes named in a span: the role of their money, and where they stand.
    fn funders(&self, span: Span) -> impl DoubleEndedIterator<Item = (Role, Span)> + use<'_> {
        self.reading.cues_in(span).filter_map(|cue| {
            let european = match cue.table {
                Table::Fund => self.reading.vocabulary.funds[cue.entry].eu,
                Table::Programme => !self.reading.vocabulary.programmes[cue.entry].national,
                _ => return None,
            };
            Some((if european { Role::Eu } else { Role::Grant }, cue.span))
        })
    }

    /// For a sentence that only goes on (`Gmina uzyskała dofinansowanie. To ponad 4 miliony złotych`): the role told before.
    fn continued(&self) -> Option<(Role, Option<Stage>)> {
        let sentence = self.reading.sentence_at(self.span.start);
        let lead = self.reading.words_in(Span::new(sentence.start, self.span.start));
        let goes_on = lead.first().is_some_and(|word| self.reading.slice(word.span) == "to") && lead.len() <= 4;
        if !goes_on || sentence.start < 2 || self.previous > sentence.start {
            return None;
        }
        let before = self.reading.sentence_at(sentence.start - 1);
        let same = self.reading.line_at(before.start).map(|line| line.block)
            == self.reading.line_at(sentence.start).map(|line| line.block);
        let cue = self.cues_in(before).next_back().filter(|cue| self.is_grant(cue) && self.previous <= cue.span.start)?;
        same.then(|| (self.phrase(cue).role, self.phrase(cue).stage))
    }

    /// For a sum that `w wysokości` announces far behind its grant, in an enumeration of what that is for.
    fn announced(&self) -> Option<(Role, Option<Stage>)> {
        let sentence = self.reading.sentence_at(self.span.start).start;
        let from = sentence.max(self.previous).max(self.span.start.saturating_sub(LEAD));
        let lead = Span::new(from, self.span.start);
        let words = self.reading.words_in(lead);
        let announced = self.reading.vocabulary.word_list(WordList::SumAnnounced);
        let last = words.last().is_some_and(|word| announced.has(self.reading.slice(word.span)));
        let cue = self.cues_in(lead).next_back().filter(|cue| last && self.is_grant(cue))?;
        Some((self.phrase(cue).role, self.phrase(cue).stage))
    }

    /// For an item of a list (`- 120 000 zł na „…”`, `budowa hali – 2,5 miliona`): the role that the sentence before the list tells.
    fn introduced(&self) -> Option<(Role, Option<Stage>)> {
        let line = self.reading.line_at(self.span.start)?;
        if !self.is_item(line) {
            return None;
        }
        let before = Span::new(line.span.start.saturating_sub(LEAD), line.span.start);
        let cue = self.cues_in(before).rev().find(|cue| self.is_grant(cue))?;
        Some((self.phrase(cue).role, self.phrase(cue).stage))
    }

    /// Whether a line is an item that tells one sum, at its beginning before an aim, or at its end after one.
    fn is_item(&self, line: Line) -> bool {
        let lead = self.reading.words_in(Span::new(line.span.start, self.span.start));
        let tail = self.reading.words_in(Span::new(self.span.end, line.span.end));
        let aims = lead.len() <= 1 && tail.first().is_some_and(|word| self.reading.slice(word.span) == "na");
        let listed = self.reading.block_at(line.span.start).is_some_and(|block| matches!(block.kind, BlockKind::ListItem))
            || self
                .reading
                .slice(line.span)
                .starts_with(|mark: char| !mark.is_alphanumeric() && !matches!(mark, '"' | '(' | '\''));
        let alone = self.previous <= line.span.start && self.next.is_none_or(|next| next >= line.span.end);
        // An item with a colon labels its sum itself.
        let labelled = self.reading.slice(Span::new(line.span.start, self.span.start)).trim_end().ends_with(':');
        aims || listed && alone && !labelled && (tail.is_empty() || lead.is_empty())
    }
}
