//! Names of organisations: where they end, and their nominative.

use super::reading::{Reading, Scope};
use crate::text::{Span, Word};
use crate::vocabulary::{Cue, OrganisationKind, Table};

/// An organisation's name in a text.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// The whole name.
    pub(crate) span: Span,
    /// The head and the rest, the head in the nominative.
    pub(crate) nominative: String,
    /// What kind of body it is.
    pub(crate) kind: OrganisationKind,
    /// Whether the page prints the head in the nominative: the subject of a sentence is.
    pub(crate) is_nominative: bool,
    /// The part after the head (`Gruta` of `Gminy Gruta`), as printed.
    pub(crate) rest: Option<Span>,
}

/// Every organisation named in a notice, in text order.
pub(crate) fn find(scope: &Scope<'_, '_>) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for cue in scope.cues(Table::Organisation) {
        if named.last().is_some_and(|last| last.span.overlaps(cue.span)) {
            continue;
        }
        if let Some(name) = name(scope.reading, cue) {
            named.push(name);
        }
    }
    named
}

/// The name whose head a cue is; nothing for a bare common noun (`gmina`, `szkoła`).
pub(crate) fn name(reading: &Reading<'_>, cue: &Cue) -> Option<Named> {
    let entry = &reading.vocabulary.organisations[cue.entry];
    let rest = rest(reading, cue);
    let proper = reading.folded.is_upper(cue.span.start);
    let local = matches!(entry.kind, OrganisationKind::Municipality | OrganisationKind::County | OrganisationKind::Voivodeship);
    if rest.is_none() && (local || !proper || cue.end_word - cue.first_word < 2) && entry.kind != OrganisationKind::Funder {
        return None;
    }
    let span = rest.map_or(cue.span, |rest| cue.span.join(rest));
    let head = &entry.nominative;
    let written = rest.map(|rest| following(reading, rest, entry.kind));
    let nominative = written.map_or_else(|| head.clone(), |written| format!("{head} {written}"));
    let printed = reading.printed(cue.span);
    let is_nominative = printed.eq_ignore_ascii_case(head) || printed.to_lowercase() == head.to_lowercase();
    Some(Named { span, nominative, kind: entry.kind, is_nominative, rest })
}

/// The words after a head as they follow it in the nominative: the adjective of a county or voivodeship changes with its head.
fn following(reading: &Reading<'_>, rest: Span, kind: OrganisationKind) -> String {
    let printed = reading.printed(rest);
    let ending = match kind {
        OrganisationKind::County => "ki",
        OrganisationKind::Voivodeship => "kie",
        _ => return printed,
    };
    let change = |word: &str| {
        let stem = ["kiego", "kiemu", "kim"].iter().find_map(|oblique| word.strip_suffix(oblique));
        stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}{ending}"))
    };
    let mut out = String::with_capacity(printed.len());
    for piece in printed.split_inclusive([' ', '-', '–', '/']) {
        let word = piece.trim_end_matches([' ', '-', '–', '/']);
        out.push_str(&change(word));
        out.push_str(&piece[word.len()..]);
    }
    out
}

/// Words that go on a name without a capital letter.
const INNER: &[&str] = &["w", "we", "z", "ze", "siedziba", "im", "imienia", "nr", "i", "na", "rzecz", "dla", "sw", "swietego", "ds", "przy", "nad", "pod", "o", "bl", "ks", "sp", "oo"];

/// How many words a name's rest can have.
const LONGEST: usize = 14;

/// The capitalised words that go on a name after its head.
fn rest(reading: &Reading<'_>, cue: &Cue) -> Option<Span> {
    let words = &reading.words[cue.end_word.min(reading.words.len())..];
    let mut end: Option<usize> = None;
    let mut start: Option<usize> = None;
    let mut at = cue.span.end;
    for (i, word) in words.iter().take(LONGEST).enumerate() {
        let gap = reading.slice(Span::new(at, word.span.start));
        if !joins(gap, end.is_some() || i == 0, reading, words, i) {
            break;
        }
        let text = reading.slice(word.span);
        let capital = reading.folded.is_upper(word.span.start) || end.is_some() && text.bytes().all(|b| b.is_ascii_digit());
        if capital && !another_head(reading, cue, word) {
            start = start.or(Some(words[0].span.start));
            end = Some(close_quote(reading, word.span.end));
        } else if !INNER.contains(&text) {
            break;
        }
        at = word.span.end;
    }
    Some(Span::new(start?, end?))
}

/// Whether the gap before a word lets the name go on: blanks, a dash inside a name, an opening quotation mark, a full stop after an
/// abbreviation.
fn joins(gap: &str, _begun: bool, reading: &Reading<'_>, words: &[Word], i: usize) -> bool {
    if gap.contains([',', ';', ':', '(', ')', '\t', '\n', '!', '?']) {
        return false;
    }
    if gap.contains('.') {
        let before = i.checked_sub(1).map_or("", |before| reading.slice(words[before].span));
        return before.len() == 1 || matches!(before, "im" | "sw" | "ks" | "bl" | "nr" | "dr");
    }
    gap.len() <= 4
}

/// Whether another organisation's head begins at a word.
fn another_head(reading: &Reading<'_>, own: &Cue, word: &Word) -> bool {
    let heads = reading.cues.iter().filter(|cue| cue.table == Table::Organisation && cue.span.start == word.span.start && cue.span != own.span);
    heads.count() > 0 && reading.slice(Span::new(own.span.end, word.span.start)).contains('-')
}

/// A quotation mark that closes right after a name belongs to it.
fn close_quote(reading: &Reading<'_>, end: usize) -> usize {
    if reading.text().as_bytes().get(end) == Some(&b'"') { end + 1 } else { end }
}

/// A labelled name without a known head, as printed: at most a dozen words of its line.
pub(crate) fn plain(reading: &Reading<'_>, value: Span) -> Option<(String, Span)> {
    let text = reading.slice(value);
    let cut = text.find(['\t', ';', '(', '\n']).unwrap_or(text.len());
    let cut = text[..cut].trim_end_matches(['.', ',', ' ', '-']).len();
    let span = Span::new(value.start, value.start + cut);
    let words = reading.words_in(span).len();
    let proper = reading.folded.is_upper(span.start);
    (proper && (1..=12).contains(&words)).then(|| (reading.printed(span), span))
}
