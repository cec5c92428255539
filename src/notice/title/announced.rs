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
