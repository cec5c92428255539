//! Names of organisations: where they end, and their nominative.

use super::reading::{Reading, Scope};
use crate::page::Region;
use crate::text::{Span, Word};
use crate::vocabulary::{Cue, OrganisationKind, Places, Table, WordList};
use std::rc::Rc;

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

/// More names than one notice has.
const MOST: usize = 200;

/// The organisations named in a notice, in text order.
pub(crate) fn find(scope: &Scope<'_, '_>) -> Rc<Vec<Named>> {
    // Several fact families ask for those of one notice.
    let mut last = scope.reading.named.borrow_mut();
    if let Some((_, named)) = last.as_ref().filter(|(spans, _)| *spans == scope.spans) {
        return Rc::clone(named);
    }
    let named = Rc::new(find_in(scope));
    *last = Some((scope.spans.clone(), Rc::clone(&named)));
    named
}

fn find_in(scope: &Scope<'_, '_>) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for cue in scope.cues(Table::Organisation) {
        if named.len() >= MOST {
            break;
        }
        if named.last().is_some_and(|last| last.span.overlaps(cue.span)) || in_programme(scope.reading, cue) {
            continue;
        }
        let Some(name) = name(scope.reading, cue) else { continue };
        match named.last_mut() {
            // A legal person and its acting unit: `Województwo X/Regionalny Ośrodek Polityki Społecznej w Y`.
            Some(last) if scope.reading.slice(Span::new(last.span.end, name.span.start)).trim() == "/" => {
                last.nominative = format!("{}/{}", last.nominative, name.nominative);
                last.span = last.span.join(name.span);
            }
            Some(last)
                if local(last.kind)
                    && !local(name.kind)
                    && scope.reading.slice(Span::new(last.span.end, name.span.start)).trim() == "-" =>
            {
                last.nominative = format!("{} – {}", last.nominative, name.nominative);
                last.span = last.span.join(name.span);
            }
            _ => named.push(name),
        }
    }
    named
}

/// Whether a body is a unit of local government itself.
const fn local(kind: OrganisationKind) -> bool {
    matches!(kind, OrganisationKind::Municipality | OrganisationKind::County | OrganisationKind::Voivodeship)
}

/// Whether a head is part of a programme's name (`Program … Województwa …`).
fn in_programme(reading: &Reading<'_>, cue: &Cue) -> bool {
    let near = Span::new(cue.span.start.saturating_sub(200), cue.span.start + 1);
    reading.cues_from(near).iter().any(|other| other.table == Table::Programme && other.span.contains(cue.span))
}

/// The page's owner: the first local body named in its header or footer.
pub(crate) fn of_owner(reading: &Reading<'_>) -> Option<Named> {
    reading.owner.get_or_init(|| find_owner(reading)).clone()
}

fn find_owner(reading: &Reading<'_>) -> Option<Named> {
    let outside =
        |span: Span| reading.block_at(span.start).is_some_and(|block| matches!(block.region, Region::Header | Region::Footer));
    let cues = reading.cues.iter().filter(|cue| cue.table == Table::Organisation && outside(cue.span));
    let owns =
        |name: &Named| !matches!(name.kind, OrganisationKind::Funder | OrganisationKind::Institution) && name.rest.is_some();
    cues.filter_map(|cue| name(reading, cue)).find(owns)
}

/// A capitalised name of unknown kind right after a label (`w partnerstwie z SION w Bartoszycach`).
pub(crate) fn unknown(reading: &Reading<'_>, named: &[Named], span: Span) -> Option<(String, Span)> {
    let words = reading.words_in(span);
    let first = words.iter().take(2).find(|word| reading.folded.is_upper(word.span.start))?;
    if named.iter().any(|name| name.span.start <= first.span.start + 3 && name.span.end > first.span.start) {
        return None;
    }
    let (start, end) =
        run(reading, reading.words.partition_point(|word| word.span.start < first.span.start), first.span.start, |_| false)?;
    let span = Span::new(start, end.min(span.end));
    Some((reading.printed(span), span))
}

/// The name whose head a cue is; nothing for a bare common noun (`gmina`, `szkoła`).
pub(crate) fn name(reading: &Reading<'_>, cue: &Cue) -> Option<Named> {
    let entry = &reading.vocabulary.organisations[cue.entry];
    let rest = rest(reading, cue);
    let proper = reading.folded.is_upper(cue.span.start);
    if rest.is_none()
        && (local(entry.kind) || !proper || cue.end_word - cue.first_word < 2)
        && entry.kind != OrganisationKind::Funder
    {
        return None;
    }
    let span = rest.map_or(cue.span, |rest| cue.span.join(rest));
    let head = &entry.nominative;
    let written = rest.map(|rest| capitalised(following(reading, rest, entry.kind)));
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

/// A name printed all in capitals, with a capital at the head of each word only.
fn capitalised(name: String) -> String {
    let shouted = name.chars().filter(|c| c.is_alphabetic()).count() > 4 && !name.chars().any(char::is_lowercase);
    if !shouted {
        return name;
    }
    let mut out = String::with_capacity(name.len());
    let mut inside = false;
    for c in name.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        inside = c.is_alphabetic();
    }
    out
}

/// How many words a name's rest can have.
const LONGEST: usize = 14;

/// The capitalised words that go on a name after its head.
fn rest(reading: &Reading<'_>, cue: &Cue) -> Option<Span> {
    let kind = reading.vocabulary.organisations[cue.entry].kind;
    let (start, end) = run(reading, cue.end_word, cue.span.end, |word| another_head(reading, cue, word))?;
    if matches!(kind, OrganisationKind::County | OrganisationKind::Voivodeship) {
        // One adjective, hyphenated or not: what follows it is no part of the name.
        let text = reading.slice(Span::new(start, end));
        let length = text.split_inclusive([' ', '\n']).scan(false, |hyphen, piece| {
            let goes_on = *hyphen || piece.trim_end().ends_with('-') || piece.trim() == "-";
            *hyphen = piece.trim_end().ends_with('-');
            Some((piece.len(), goes_on))
        });
        let mut length = length.peekable();
        let mut kept = length.next().map_or(0, |(first, _)| first);
        while let Some((more, _)) = length.next_if(|(_, goes_on)| *goes_on) {
            kept += more;
        }
        return Some(super::reading::trim(reading.text(), Span::new(start, start + kept)));
    }
    if matches!(kind, OrganisationKind::MunicipalUnit | OrganisationKind::CountyUnit | OrganisationKind::RegionalUnit) {
        // A unit's name goes on with `w`, `im.`, `nr` or a name in quotation marks: another capital begins something else.
        let first = reading.slice(Span::new(start, end)).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        let quoted = reading.slice(Span::new(cue.span.end, start)).contains('"');
        let placed = Places::builtin().at(reading.text(), &reading.words, cue.end_word).is_some();
        let numbered = first.bytes().all(|b| b.is_ascii_digit());
        if !(reading.vocabulary.word_list(WordList::NameJoins).has(first) || quoted || placed || numbered) {
            return None;
        }
    }
    // A municipality's known name ends where the gazetteer ends it, whatever capital follows.
    let known =
        || Places::builtin().at(reading.text(), &reading.words, reading.words.partition_point(|word| word.span.start < start));
    match known().filter(|_| kind == OrganisationKind::Municipality) {
        Some(place) => Some(Span::new(start, reading.words[place.end_word - 1].span.end)),
        None => Some(Span::new(start, end)),
    }
}

/// A run of capitalised words, joined by the small words of names, from a word on.
fn run(reading: &Reading<'_>, from: usize, after: usize, stops: impl Fn(&Word) -> bool) -> Option<(usize, usize)> {
    let words = &reading.words[from.min(reading.words.len())..];
    let small = reading.vocabulary.word_list(WordList::NameJoins);
    let (mut start, mut end) = (None, None);
    let mut at = after;
    for (i, word) in words.iter().take(LONGEST).enumerate() {
        if !joins(reading.slice(Span::new(at, word.span.start.max(at))), reading, words, i) {
            break;
        }
        let text = reading.slice(word.span);
        let capital = reading.folded.is_upper(word.span.start) || end.is_some() && text.bytes().all(|b| b.is_ascii_digit());
        if capital && !stops(word) {
            start = start.or(Some(words[0].span.start));
            end = Some(close_quote(reading, word.span.end));
        } else if !small.has(text) {
            break;
        }
        at = word.span.end;
    }
    Some((start?, end?))
}

/// Whether the gap before a word lets the name go on: blanks, a dash inside a name, an opening quotation mark, a full stop after an
/// abbreviation.
fn joins(gap: &str, reading: &Reading<'_>, words: &[Word], i: usize) -> bool {
    if gap.contains([',', ';', ':', '(', ')', '\t', '\n', '!', '?', '/']) {
        return false;
    }
    if gap.contains('.') {
        let before = i.checked_sub(1).map_or("", |before| reading.slice(words[before].span));
        return before.len() == 1 || reading.vocabulary.word_list(WordList::NameAbbreviations).has(before);
    }
    // A spaced dash parts names, except inside an adjective (`Warmińsko – Mazurskie`).
    let adjective = || i.checked_sub(1).is_some_and(|before| reading.slice(words[before].span).ends_with('o'));
    gap.len() <= 4 && (!gap.contains(" -") || adjective())
}

/// Whether another organisation's head begins at a word.
fn another_head(reading: &Reading<'_>, own: &Cue, word: &Word) -> bool {
    let here = Span::new(word.span.start, word.span.start + 1);
    let heads = reading.cues_from(here).iter().any(|cue| cue.table == Table::Organisation && cue.span != own.span);
    heads && reading.slice(Span::new(own.span.end, word.span.start)).contains('-')
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
