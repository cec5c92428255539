//! What money was given for, in running text.

use super::running::unquoted;
use super::{Name, Strength};
use crate::notice::lists;
use crate::notice::reading::Reading;
use crate::page::Region;
use crate::text::Span;
use crate::vocabulary::{LabelKind, Role, Table, WordList};

/// What money was given for, in the words after a grant's: `dofinansowanie do budowy drogi w Kolecinie`, `2 mln zł na remont mostu`.
pub(super) fn purposes<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    /// How far back the grant's words can stand.
    const REACH: usize = 500;
    /// How many words before the link a bare word for money can stand (`środki zostaną wykorzystane na budowę`).
    const NEAR: usize = 9;
    let grants = reading.vocabulary.word_list(WordList::SignedGrant);
    let (links, works) =
        (reading.vocabulary.word_list(WordList::PurposeLinks), reading.vocabulary.word_list(WordList::PurposeWorks));
    let granted = |at: usize| {
        let sentence = reading.sentence_at(at);
        let before = Span::new(sentence.start.max(at.saturating_sub(REACH)), at);
        let words = reading.words_in(before);
        let near = &words[words.len().saturating_sub(NEAR)..];
        let summed = || reading.among(&reading.values.money, sentence).next().is_some();
        near.iter().any(|word| grants.has(reading.slice(word.span))) && summed()
            || reading.cues_in(before).any(|cue| {
                let grant = cue.table == Table::Role
                    && matches!(reading.vocabulary.roles[cue.entry].role, Role::Grant | Role::Eu | Role::State);
                grant || reading.label(cue) == Some(LabelKind::Award)
            })
    };
    let content = |at: usize| reading.block_at(at).is_some_and(|block| block.region == Region::Content);
    let benefits = reading.vocabulary.word_list(WordList::PurposeBenefits);
    let benefit = |link: usize| link.checked_sub(1).is_some_and(|before| benefits.has(reading.slice(reading.words[before].span)));
    reading.words.windows(2).enumerate().filter_map(move |(at, pair)| {
        let [link, work] = [reading.slice(pair[0].span), reading.slice(pair[1].span)];
        let starts = links.has(link) && works.has(work);
        if !starts || pair[1].after_stop || benefit(at) || !content(pair[1].span.start) || !granted(pair[0].span.start) {
            return None;
        }
        let line = reading.line_at(pair[1].span.start)?;
        let span = unquoted(reading, Span::new(pair[1].span.start, lists::wrapped_end(reading, &line)));
        let long_enough = (3..=40).contains(&reading.words_in(span).len());
        long_enough.then_some(Name {
            span,
            from: reading.sentence_at(span.start).start,
            strength: Strength::Purpose,
            rule: "title:purpose",
        })
    })
}
