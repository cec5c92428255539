//! Names after a word for an undertaking and a colon.

use super::running::unquoted;
use super::{Name, Strength};
use crate::notice::reading::Reading;
use crate::text::Span;
use crate::vocabulary::{LabelKind, Table, WordList};

/// Names after a word for an undertaking and a colon (`Trwa realizacja zadania: Usuwanie azbestu`), where no other label stands
/// before that word.
pub(super) fn announced<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let leads = reading.vocabulary.word_list(WordList::TitleLeads);
    let words = reading.cues.iter().filter(|cue| cue.table == Table::Label && reading.label(cue) == Some(LabelKind::Undertaking));
    words.filter_map(|cue| {
        let line = reading.line_at(cue.span.start)?;
        let lead = reading.words_in(Span::new(line.span.start, cue.span.start));
        let value = reading.slice(Span::new(cue.span.end, line.span.end)).strip_prefix(':')?.trim_start();
        let value = Span::new(line.span.end - value.len(), line.span.end);
        let led = lead.iter().all(|word| leads.has(reading.slice(word.span)));
        let span = unquoted(reading, value);
        let proper = reading.folded.is_upper(value.start) && reading.words_in(span).len() >= 3;
        (led && proper).then_some(Name { span, from: line.span.start, strength: Strength::Introduced, rule: "title:announced" })
    })
}

/// Names without quotation marks between the word for an undertaking that begins a line or sentence and the verb that says who pays
/// (`Projekt Cyfrowa szkoła w Kącie współfinansowany ze środków …`).
pub(super) fn stated<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let verbs = reading.vocabulary.word_list(WordList::TitleVerbs);
    let words = reading.cues.iter().filter(|cue| cue.table == Table::Label && reading.label(cue) == Some(LabelKind::Undertaking));
    words.filter_map(move |cue| {
        let line = reading.line_at(cue.span.start)?;
        let sentence = reading.sentence_at(cue.span.start);
        let begins = reading.words_in(Span::new(line.span.start.max(sentence.start), cue.span.start)).is_empty();
        let block_end = sentence.end.max(line.span.end);
        let first = reading.words_in(Span::new(cue.span.end, block_end)).first()?;
        let close = first.span.start == cue.span.end + 1;
        let owner = reading.vocabulary.word_list(WordList::TitleOwners).has(reading.slice(first.span));
        if !begins || !close || owner || !reading.folded.is_upper(first.span.start) || cue.end_word - cue.first_word > 1 {
            return None;
        }
        let span = unquoted(reading, Span::new(first.span.start, block_end));
        let next = reading.words_in(Span::new(span.end, block_end)).first()?;
        let proper = (2..=40).contains(&reading.words_in(span).len()) && verbs.has(reading.slice(next.span));
        proper.then_some(Name { span, from: cue.span.start, strength: Strength::Introduced, rule: "title:stated" })
    })
}
