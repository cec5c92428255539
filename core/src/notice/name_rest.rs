//! Where an organisation's name goes on after its head, and where it ends.

use super::reading::{Reading, trim};
use crate::text::{Span, Word};
use crate::vocabulary::{Case, Cue, Organisation, OrganisationKind, PlaceMatch, Table, WordList};

/// How many words a name's rest can have.
const LONGEST: usize = 14;

/// The words that go on a name after its head.
pub(super) fn rest(reading: &Reading<'_>, cue: &Cue) -> Option<Span> {
    let entry = &reading.vocabulary.organisations[cue.entry];
    if entry.holder {
        return holders(reading, cue);
    }
    let first = reading.words.get(cue.end_word)?;
    let (start, end) = run(reading, cue.end_word, cue.span.end, |word| another_head(reading, cue, word))?;
    match entry.kind {
        OrganisationKind::County | OrganisationKind::Voivodeship if first.span.of(reading.text()).len() > 2 => {
            adjective(reading, Span::new(start, end))
        }
        OrganisationKind::County => seated(reading, entry, Span::new(start, end)),
        OrganisationKind::Municipality => municipality(reading, cue, Span::new(start, end)),
        OrganisationKind::MunicipalUnit | OrganisationKind::CountyUnit | OrganisationKind::RegionalUnit => {
            unit(reading, cue, Span::new(start, end))
        }
        _ => Some(Span::new(start, end)),
    }
}

/// The municipality whose mayor is named: it follows in the genitive (`Burmistrz Wołomina`, but not `Burmistrz Karol Nowak`, and
/// `Wójt Marek Nowak` is nobody's Marki).
fn holders(reading: &Reading<'_>, cue: &Cue) -> Option<Span> {
    let first = reading.slice(reading.words.get(cue.end_word)?.span);
    if reading.vocabulary.word_list(WordList::GivenNames).has(first) {
        return None;
    }
    let place =
        known(reading, cue.end_word, cue.span.end).filter(|place| matches!(place.case, Case::Genitive | Case::Locative))?;
    Some(reading.words[cue.end_word].span.join(reading.words[place.end_word - 1].span))
}

/// The municipality whose name begins at a word, printed with a capital and parted from what stands before by a blank only.
fn known<'r>(reading: &'r Reading<'_>, at: usize, after: usize) -> Option<PlaceMatch<'r>> {
    let word = reading.words.get(at)?;
    let blank = reading.slice(Span::new(after, word.span.start)).bytes().all(|b| matches!(b, b' ' | b'\n' | b'"'));
    (blank && reading.folded.is_upper(word.span.start))
        .then(|| reading.vocabulary.places().at(reading.text(), &reading.words, at))?
}

/// The adjective of a county or voivodeship, hyphenated or not: what follows it is no part of the name.
fn adjective(reading: &Reading<'_>, span: Span) -> Option<Span> {
    let text = reading.slice(span);
    let mut kept = 0;
    for piece in text.split_inclusive([' ', '\n']) {
        let before = text[..kept].trim_end();
        // `łódzki wschodni` has two.
        let second = (piece.starts_with("wschodni") || piece.starts_with("zachodni")) && !before.contains(' ');
        let goes_on = kept == 0 || before.ends_with('-') || piece.trim() == "-" || second;
        if !goes_on {
            break;
        }
        kept += piece.len();
    }
    let kept = trim(reading.text(), Span::new(span.start, span.start + kept));
    let shaped = |word: &str| ["ki", "kie", "kiego", "kiemu", "kim"].iter().any(|ending| word.ends_with(ending));
    let adjective = reading.slice(kept).split([' ', '-']).any(shaped);
    adjective.then_some(kept)
}

/// The town of a county's office: `Starostwo Powiatowe w Ełku`.
fn seated(reading: &Reading<'_>, entry: &Organisation, span: Span) -> Option<Span> {
    let office = entry.nominative.contains(' ');
    let words = reading.words_in(span);
    let town = words.get(1).filter(|_| office && matches!(reading.slice(words[0].span), "w" | "we"))?;
    let at = reading.words_before(town.span.start);
    let end = known(reading, at, words[0].span.end).map_or(town.span.end, |place| reading.words[place.end_word - 1].span.end);
    reading.folded.is_upper(town.span.start).then(|| Span::new(span.start, end))
}

/// A municipality's name ends where the gazetteer ends it, whatever capital follows. After a mayor or clerk stands a person's
/// name (`Wójt Gminy Lesław Kowal`), and an office is `w` its town.
fn municipality(reading: &Reading<'_>, cue: &Cue, span: Span) -> Option<Span> {
    let at = reading.words_before(span.start);
    let first = reading.slice(reading.words.get(at)?.span);
    if reading.vocabulary.word_list(WordList::NameJoins).has(first) && !reading.folded.is_upper(span.start) {
        let office = reading.vocabulary.organisations[cue.entry].nominative.starts_with("Urz");
        let end = known(reading, at + 1, span.start + first.len()).map(|place| reading.words[place.end_word - 1].span.end);
        return (office && matches!(first, "w" | "we")).then(|| Span::new(span.start, end.unwrap_or(span.end)));
    }
    let officer = after_officer(reading, cue);
    if let Some(place) = known(reading, at, cue.span.end) {
        let next = reading.words.get(place.end_word);
        let surname = || next.is_some_and(|next| next.span.start < span.end && reading.folded.is_upper(next.span.start));
        let person = officer && reading.vocabulary.word_list(WordList::GivenNames).has(first) && surname();
        return (!person).then(|| Span::new(span.start, reading.words[place.end_word - 1].span.end));
    }
    let person = officer || reading.vocabulary.word_list(WordList::GivenNames).has(first);
    (!person).then(|| before_letter(reading, at, span))
}

/// A name without what stands behind a single capital letter: the letters of a switch of font sizes (`Gmina Jelowice A A+`) are none
/// of it.
fn before_letter(reading: &Reading<'_>, at: usize, span: Span) -> Span {
    let is_letter = |word: &&Word| reading.slice(word.span).len() == 1 && reading.folded.is_upper(word.span.start);
    let mut inside = reading.words[at..].iter().take_while(|word| word.span.start < span.end);
    match inside.position(|word| is_letter(&word)) {
        Some(letter) if letter > 0 => Span::new(span.start, reading.words[at + letter - 1].span.end),
        _ => span,
    }
}

/// Whether the word before a head names the holder of an office: `Wójt Gminy`, `Sekretarz Miasta`.
fn after_officer(reading: &Reading<'_>, cue: &Cue) -> bool {
    let before = &reading.words[cue.first_word.saturating_sub(3)..cue.first_word];
    before.iter().any(|word| reading.vocabulary.word_list(WordList::Officers).has(reading.slice(word.span)))
}

/// A unit's name goes on with `w`, `im.`, `nr`, a name in quotation marks, the municipality's, or an adjective of its own
/// (`Zespół Szkół Ekonomicznych`): another capital begins something else.
fn unit(reading: &Reading<'_>, cue: &Cue, span: Span) -> Option<Span> {
    let at = reading.words_before(span.start);
    let first = reading.slice(reading.words.get(at)?.span);
    let words = reading.vocabulary;
    // `Centrum Kultury i Sztuki w Gołdapi` is one body; `Gimnazjum i Liceum` are two without a name.
    let placed = || [" w ", " we ", " nr ", " im"].iter().any(|join| reading.slice(span).contains(join));
    let joined = words.word_list(WordList::NameJoins).has(first) && (first != "i" || placed());
    let goes_on = || words.word_list(WordList::NameGoesOn).has(first);
    let quoted = || reading.slice(Span::new(cue.span.end, span.start)).contains('"');
    let numbered = || first.bytes().all(|b| b.is_ascii_digit());
    if !(joined || goes_on() || quoted() || numbered() || known(reading, at, cue.span.end).is_some()) {
        return None;
    }
    Some(Span::new(span.start, after_town(reading, at, span)))
}

/// A unit's town ends its name, unless a small word goes on (`w Ełku im. …`): a capital after it is the director's.
fn after_town(reading: &Reading<'_>, at: usize, span: Span) -> usize {
    let words = &reading.words[at..];
    for (i, pair) in words.windows(2).take(LONGEST).enumerate().take_while(|(_, pair)| pair[1].span.start < span.end) {
        if !matches!(reading.slice(pair[0].span), "w" | "we") {
            continue;
        }
        let Some(place) = known(reading, at + i + 1, pair[0].span.end) else { continue };
        let end = reading.words[place.end_word - 1].span.end;
        let next = reading.words.get(place.end_word);
        if next.is_some_and(|next| next.span.start < span.end && reading.folded.is_upper(next.span.start)) {
            return end.min(span.end);
        }
    }
    span.end
}

/// A run of capitalised words, joined by the small words of names, from a word on.
pub(super) fn run(reading: &Reading<'_>, from: usize, after: usize, stops: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let words = &reading.words[from.min(reading.words.len())..];
    let small = reading.vocabulary.word_list(WordList::NameJoins);
    let (mut start, mut end) = (None, None::<usize>);
    let mut at = after;
    for (i, word) in words.iter().take(LONGEST).enumerate() {
        if !joins(reading.slice(Span::new(at, word.span.start.max(at))), reading, words, i) {
            break;
        }
        let text = reading.slice(word.span);
        // In a headline of capitals the small words are large too.
        let joining = text.len() <= 2 && small.has(text) && text != "sp";
        let capital =
            !joining && reading.folded.is_upper(word.span.start) || end.is_some() && text.bytes().all(|b| b.is_ascii_digit());
        if capital && stops(from + i) {
            break;
        }
        if capital {
            start.get_or_insert(words[0].span.start);
            end = Some(word.span.end);
        } else if !small.has(text) {
            break;
        }
        at = word.span.end;
    }
    let (start, end) = (start?, end?);
    Some((start, close_quote(reading, Span::new(start.min(after), end))))
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

/// Whether another organisation's head begins at a word: behind a dash, or after `i` or `w` (`jednostki OSP w Gminie Gruta`).
fn another_head(reading: &Reading<'_>, own: &Cue, at: usize) -> bool {
    let word = reading.words[at];
    let here = Span::new(word.span.start, word.span.start + 1);
    let heads = || reading.cues_from(here).iter().any(|cue| cue.table == Table::Organisation && cue.span != own.span);
    let before = reading.slice(Span::new(own.span.end, word.span.start));
    let last = before.trim_end().rsplit(' ').next().unwrap_or("");
    (before.contains('-') || matches!(last, "i" | "oraz" | "w" | "we" | "z")) && heads()
}

/// The end of a name whose quotation mark is open and closes right after it.
fn close_quote(reading: &Reading<'_>, span: Span) -> usize {
    let open = reading.slice(span).bytes().filter(|&b| b == b'"').count() % 2 == 1;
    if open && reading.text().as_bytes().get(span.end) == Some(&b'"') { span.end + 1 } else { span.end }
}
