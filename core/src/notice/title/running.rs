//! A name without quotation marks, in running text.

use crate::notice::lists;
use crate::notice::reading::{Reading, trim};
use crate::text::{Span, Word};
use crate::vocabulary::WordList;

/// The name that begins a stretch of running text: up to the end of its sentence or clause.
pub(super) fn unquoted(reading: &Reading<'_>, span: Span) -> Span {
    let sentence_end = reading.sentence_at(span.start).end.min(span.end);
    let words = reading.words_in(Span::new(span.start, sentence_end));
    let ends = reading.vocabulary.word_list(WordList::TitleEnds);
    let abbreviations = reading.vocabulary.word_list(WordList::Abbreviations);
    let mut end = span.start;
    // A name begun in capitals ends with them.
    let shouted = |word: &Word| {
        (word.span.start..word.span.end).all(|at| reading.folded.is_upper(at) || reading.text().as_bytes()[at].is_ascii_digit())
    };
    let capitals = words.iter().take(2).all(|word| word.span.len() > 1 && shouted(word));
    for (i, word) in words.iter().enumerate() {
        let text = reading.slice(word.span);
        let pair = || words.get(i + 1).is_some_and(|next| ends.has(&format!("{text} {}", reading.slice(next.span))));
        // `drogi gminnej nr 1234 N`: only a project's number ends the name.
        let number = || {
            words.get(i + 1).is_some_and(|next| {
                reading.text().as_bytes()[next.span.start].is_ascii_digit()
                    && reading
                        .among(&reading.values.codes, Span::new(next.span.start, span.end))
                        .next()
                        .is_none_or(|code| code.span.start > next.span.start)
            })
        };
        if (ends.has(text) || pair()) && !(matches!(text, "nr" | "numer") && number()) {
            break;
        }
        // The sum of the name is no part of it.
        if reading.values.money.binary_search_by_key(&word.span.start, |sum| sum.span.start).is_ok() {
            break;
        }
        if capitals && word.span.len() > 2 && !shouted(word) {
            break;
        }
        let gap = reading.slice(Span::new(end, word.span.start));
        let before = i.checked_sub(1).map_or("", |before| reading.slice(words[before].span));
        let wrapped = || gap == "\n" && lists::goes_on(reading, reading.line_number(word.span.start));
        let stopped = || gap.starts_with(". ") && before.len() > 3 && !abbreviations.has(before);
        if i > 0 && (gap.contains(['\t', ';', '(', '"']) || gap.contains('\n') && !wrapped() || stopped()) {
            break;
        }
        end = word.span.end;
    }
    let mut span = trim(reading.text(), Span::new(span.start, end));
    // A closing exclamation mark belongs to the name.
    if reading.text().as_bytes().get(span.end).is_some_and(|b| matches!(b, b'!')) {
        span.end += 1;
    }
    span
}
