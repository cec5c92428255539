//! Sentences, and the reach of legal citations.

use super::quotes::Quoted;
use super::reading::Line;
use crate::text::{Folded, Span};
use crate::vocabulary::Words;
use memchr::{memchr3_iter, memrchr};

/// Longest stretch that is still looked at as one sentence: what goes on longer is a list without stops.
const LONGEST: usize = 2000;

/// Splits every block into sentences: at `.`, `!` or `?` before a capital letter, unless one of the abbreviations or an initial stands
/// before, or the stop is part of a quoted name (`„Dom. Nowe otwarcie”`).
pub(crate) fn split(folded: &Folded<'_>, lines: &[Line], quoted: &[Quoted], abbreviations: &Words) -> Vec<Span> {
    let mut sentences = Vec::with_capacity(lines.len() * 2);
    let names: Vec<Span> = quoted.iter().map(|quoted| quoted.inner).filter(|name| name.len() <= LONGEST_NAME).collect();
    let mut at = 0;
    while at < lines.len() {
        let block = lines[at].block;
        let last = lines[at..].iter().take_while(|line| line.block == block).count() + at;
        split_block(folded, lines[at].span.join(lines[last - 1].span), abbreviations, &names, &mut sentences);
        at = last;
    }
    sentences
}

/// Bytes of the longest quotation that is a name; a longer one is speech, with sentences of its own.
const LONGEST_NAME: usize = 200;

fn split_block(folded: &Folded<'_>, span: Span, abbreviations: &Words, names: &[Span], sentences: &mut Vec<Span>) {
    let bytes = folded.as_bytes();
    let mut start = span.start;
    for at in memchr3_iter(b'.', b'!', b'?', &bytes[span.start..span.end]).map(|at| span.start + at) {
        let in_name = || {
            let next = names.partition_point(|name| name.start <= at);
            next.checked_sub(1).is_some_and(|before| at + 1 < names[before].end)
        };
        if ends_here(folded, at, span, abbreviations) && !in_name() {
            start = split_long(bytes, start, at + 1, sentences);
            sentences.push(Span::new(start, at + 1));
            start = at + 1;
        }
    }
    start = split_long(bytes, start, span.end, sentences);
    if start < span.end {
        sentences.push(Span::new(start, span.end));
    }
}

/// Cuts pieces of the longest allowed length off a stretch, at blanks; returns where the rest begins.
fn split_long(bytes: &[u8], mut start: usize, end: usize, sentences: &mut Vec<Span>) -> usize {
    while end - start > LONGEST {
        let most = start + LONGEST;
        let cut = memrchr(b' ', &bytes[start..most]).map_or(most, |at| start + at + 1);
        sentences.push(Span::new(start, cut));
        start = cut;
    }
    start
}

fn ends_here(folded: &Folded<'_>, at: usize, span: Span, abbreviations: &Words) -> bool {
    let bytes = folded.as_bytes();
    let mut next = at + 1;
    let mut blanks = 0;
    while next < span.end && matches!(bytes[next], b' ' | b'\n' | b'"' | b'-' | b'*') {
        blanks += usize::from(matches!(bytes[next], b' ' | b'\n'));
        next += 1;
    }
    if next >= span.end || blanks == 0 || !folded.is_upper(next) {
        return false;
    }
    let word_start =
        bytes[span.start..at].iter().rposition(|b| !b.is_ascii_alphanumeric()).map_or(span.start, |i| span.start + i + 1);
    let word = Span::new(word_start, at).of(folded.as_str());
    let initial = word.len() == 1 && folded.is_upper(word_start);
    // `2018r.` glued
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    !(initial || abbreviations.has(word))
}

/// Stretches covered by legal citations, from the words that open them over their parts to the last number or date that belongs to them.
pub(crate) fn citations(text: &str, openings: &[Span], parts: &Words) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(openings.len());
    for opening in openings {
        let span = Span::new(opening.start, opening.end + reach(&text[opening.end..], parts));
        match spans.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => spans.push(span),
        }
    }
    spans
}

/// How far a citation goes on: over its own numbers, dates and abbreviations (`z 2017 r., poz. 1460 ze zm.`), never past a word that
/// is no part of one.
fn reach(text: &str, parts: &Words) -> usize {
    const LONGEST: usize = 160;
    let rest = text.as_bytes();
    let mut at = 0;
    let mut end = 0;
    while at < rest.len().min(LONGEST) {
        if rest[at].is_ascii_alphanumeric() {
            let length = rest[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            let number = rest[at].is_ascii_digit();
            if !number && !parts.has(&text[at..at + length]) {
                break;
            }
            at += length;
            if number {
                end = at;
            }
        } else if matches!(rest[at], b'\t' | b'\n' | b'"') {
            break;
        } else {
            at += 1;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Vocabulary, WordList};

    fn sentences(text: &str) -> Vec<String> {
        let folded = Folded::new(text);
        let line = Line { span: Span::new(0, folded.as_str().len()), block: 0 };
        let quoted = crate::notice::quotes::find(&folded, &[line]);
        split(&folded, &[line], &quoted, Vocabulary::builtin().word_list(WordList::Abbreviations))
            .iter()
            .map(|s| folded.quote(*s).trim().to_owned())
            .collect()
    }

    #[test]
    fn abbreviations_and_sums_inside_a_sentence() {
        let text = "W dniu 22.12.2009 r. Gmina im. J. Kowalskiego dostała 5 tys. zł. Projekt trwa. z tego nic";
        assert_eq!(
            sentences(text),
            ["W dniu 22.12.2009 r. Gmina im. J. Kowalskiego dostała 5 tys. zł.", "Projekt trwa. z tego nic"]
        );
    }

    #[test]
    fn a_full_stop_inside_a_quoted_name_ends_no_sentence() {
        let text = "Trwa projekt „Wioska. Nowe życie” w Kącie. Trwa do maja.";
        assert_eq!(sentences(text), ["Trwa projekt „Wioska. Nowe życie” w Kącie.", "Trwa do maja."]);
    }

    #[test]
    fn a_citation_reaches_over_its_numbers_only() {
        let text = "dz. u. z 2017 r., poz. 1460 ze zm.) na kwote 5 000 zl";
        let spans = citations(text, &[Span::new(0, 6)], Vocabulary::builtin().word_list(WordList::CitationParts));
        assert_eq!(spans[0].of(text), "dz. u. z 2017 r., poz. 1460");
    }
}
