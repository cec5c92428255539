//! Where: the municipality, by its name and by what surrounds the name.
//!
//! A name alone is not a place: Ełk the town and Ełk the commune are two units, and 227 names are shared by several. What the page
//! says beside the name decides (`Gmina Miejska`, the voivodeship of the programme); where it does not, the number stays empty.

use super::model::{Doubt, Notice};
use super::names::{self, Named};
use super::reading::{Reading, Scope};
use super::unit;
use crate::text::{Folded, Span, Word, words};
use crate::vocabulary::{Case, OrganisationKind, Places, Table, WordList};

/// A municipality's name found in a text.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) candidates: Vec<usize>,
    pub(super) rule: &'static str,
}

/// Reads municipality, TERYT number and voivodeship.
pub(crate) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let named = names::find(scope);
    let found = in_beneficiary(scope, &named, notice).or_else(|| in_title(scope, notice));
    let found = found.or_else(|| in_text(scope, &named, &mut notice.doubts));
    if let Some(found) = found {
        unit::publish(scope.reading, &found, &named, notice);
    }
}

/// In the beneficiary's name: `Gmina Gruta`, `Miejski Ośrodek Pomocy Społecznej w Zgierzu`. A county's or region's body names none.
fn in_beneficiary(scope: &Scope<'_, '_>, named: &[Named], notice: &Notice) -> Option<Found> {
    // A leader's seat is not the municipality of a partner's page.
    let beneficiary = notice.beneficiary.as_ref().filter(|fact| fact.evidence.rule != "organisation:leader")?;
    let start = beneficiary.evidence.start;
    let here = named.iter().find(|name| scope.reading.folded.original(name.span).start == start).cloned();
    // The page's owner stands outside the notice.
    let evidence = scope.reading.folded.folded(Span::new(start, beneficiary.evidence.end));
    let name = here.or_else(|| names::at(scope.reading, evidence.start))?;
    in_name(scope.reading, &name)
}

/// The municipality an organisation's name holds.
fn in_name(reading: &Reading<'_>, name: &Named) -> Option<Found> {
    // `Gmina Ma?dyty`: half a name is none.
    let rest = name.rest.filter(|rest| !is_torn(reading.text(), rest.end))?;
    match name.kind {
        OrganisationKind::Municipality if reading.slice(rest).starts_with("w ") || reading.slice(rest).starts_with("we ") => {
            located(reading, rest)
        }
        OrganisationKind::Municipality => {
            let spaced = first_place(reading, rest).filter(|found| found.span.start == rest.start);
            spaced.or_else(|| {
                Some(Found { name: reading.printed(rest), span: rest, candidates: Vec::new(), rule: "municipality:named" })
            })
        }
        // `Biblioteka Publiczna Gminy Kwidzyn z siedzibą w Marezie` is Kwidzyn's.
        OrganisationKind::MunicipalUnit => municipality_in(reading, rest).or_else(|| located(reading, rest)),
        OrganisationKind::County => {
            Some(Found { name: name.nominative.clone(), span: name.span, candidates: Vec::new(), rule: "municipality:county" })
        }
        _ => None,
    }
}

/// Whether a name breaks off at a letter lost to a question mark.
fn is_torn(text: &str, end: usize) -> bool {
    let mut rest = text.bytes().skip(end);
    rest.next() == Some(b'?') && rest.next().is_some_and(|byte| byte.is_ascii_lowercase())
}

/// The municipality whose office a name is: an office is no legal person.
pub(crate) fn legal_person(reading: &Reading<'_>, name: &Named) -> Option<String> {
    let office = name.kind == OrganisationKind::Municipality && name.nominative.starts_with("Urząd");
    let found = office.then(|| in_name(reading, name)).flatten()?;
    Some(format!("Gmina {}", found.name))
}

/// The first municipality's name in a stretch, capitalised.
fn first_place(reading: &Reading<'_>, span: Span) -> Option<Found> {
    place_among(reading.vocabulary.places(), reading.text(), &reading.words, span, |at| reading.folded.is_upper(at), false)
        .map(|(name, span, candidates)| Found { name, span, candidates, rule: "municipality:gazetteer" })
}

/// A municipality's name in the locative after `w`.
fn located(reading: &Reading<'_>, span: Span) -> Option<Found> {
    place_among(reading.vocabulary.places(), reading.text(), &reading.words, span, |at| reading.folded.is_upper(at), true)
        .map(|(name, span, candidates)| Found { name, span, candidates, rule: "municipality:located" })
}

/// The first place among some words: its name, where it stands, and the municipalities of that name.
fn place_among(
    places: &Places,
    text: &str,
    words: &[Word],
    span: Span,
    capital: impl Fn(usize) -> bool,
    after_in: bool,
) -> Option<(String, Span, Vec<usize>)> {
    let from = words.partition_point(|word| word.span.start < span.start);
    (from..words.len()).take_while(|&i| words[i].span.end <= span.end).find_map(|i| {
        let word = words[i];
        let preposition = i > 0 && matches!(words[i - 1].span.of(text), "w" | "we");
        if !capital(word.span.start) || after_in && !preposition {
            return None;
        }
        let found = places.at(text, words, i)?;
        if after_in && !matches!(found.case, Case::Locative | Case::Nominative) {
            return None;
        }
        let span = word.span.join(words[found.end_word - 1].span);
        Some((found.name.to_owned(), span, found.places))
    })
}

/// In the title: `… na terenie Gminy Wiązowna`.
fn in_title(scope: &Scope<'_, '_>, notice: &Notice) -> Option<Found> {
    let evidence = &notice.title.as_ref()?.evidence;
    let title = scope.reading.folded.folded(Span::new(evidence.start, evidence.end));
    municipality_in(scope.reading, title)
}

fn municipality_in(reading: &Reading<'_>, span: Span) -> Option<Found> {
    let heads = reading.cues_of(Table::Organisation, span);
    heads
        .filter_map(|cue| names::name(reading, cue))
        .filter(|name| name.kind == OrganisationKind::Municipality)
        .find_map(|name| in_name(reading, &name))
}

/// The municipality that the notice's text names most.
fn in_text(scope: &Scope<'_, '_>, named: &[Named], doubts: &mut Vec<Doubt>) -> Option<Found> {
    let mut found: Vec<(usize, Found)> = Vec::new();
    for name in named.iter().filter(|name| name.kind == OrganisationKind::Municipality) {
        let Some(place) = in_name(scope.reading, name) else { continue };
        match found.iter_mut().find(|(_, known)| known.name == place.name) {
            Some((count, _)) => *count += 1,
            None => found.push((1, place)),
        }
    }
    // Of several the page's owner, if it is among them; a page that names none is its owner's.
    let own = (found.len() != 1).then(|| owner(scope.reading)).flatten();
    if let Some(own) = own {
        return Some(found.into_iter().map(|(_, place)| place).find(|place| place.name == own.name).unwrap_or(own));
    }
    if found.is_empty() {
        return acting(scope);
    }
    let most = found.iter().map(|(count, _)| *count).max()?;
    found.retain(|(count, _)| *count == most);
    // One of several that are named alike often would be a guess.
    if found.len() > 1 {
        let candidates = found.iter().map(|(_, place)| place.name.clone()).collect();
        doubts.push(Doubt { field: "municipality", reason: "several_named", candidates });
        return None;
    }
    found.pop().map(|(_, place)| place)
}

/// The one town that the notice calls by its name alone as who was granted the money: `Gruta otrzymała dotację`.
fn acting(scope: &Scope<'_, '_>) -> Option<Found> {
    let reading = scope.reading;
    let (places, verbs) = (reading.vocabulary.places(), reading.vocabulary.word_list(WordList::PlaceActs));
    let mut acting: Option<Found> = None;
    let at = |end: usize| reading.words.partition_point(|word| word.span.start < end);
    for i in scope.spans.iter().flat_map(|span| at(span.start)..at(span.end)) {
        let word = reading.words[i];
        let heads = word.after_stop || reading.sentence_at(word.span.start).start.abs_diff(word.span.start) <= 1;
        if !heads || !reading.folded.is_upper(word.span.start) {
            continue;
        }
        let Some(found) = places.at(reading.text(), &reading.words, i).filter(|found| found.case == Case::Nominative) else {
            continue;
        };
        if !reading.words.get(found.end_word).is_some_and(|verb| verbs.has(reading.slice(verb.span))) {
            continue;
        }
        if acting.as_ref().is_some_and(|known| known.name != found.name) {
            return None;
        }
        let span = word.span.join(reading.words[found.end_word - 1].span);
        acting = Some(Found { name: found.name.to_owned(), span, candidates: found.places, rule: "municipality:acting" });
    }
    acting
}

/// The page's owner, by its header, footer or title.
fn owner(reading: &Reading<'_>) -> Option<Found> {
    reading.seat.get_or_init(|| find_owner(reading)).clone()
}

fn find_owner(reading: &Reading<'_>) -> Option<Found> {
    names::of_owner(reading)
        .and_then(|name| in_name(reading, &name))
        .map(|found| Found { rule: "municipality:page_owner", ..found })
        .or_else(|| in_page_title(reading))
        .or_else(|| in_address(reading))
}

/// The town of an address (`19-300 Ełk`), which for most offices bears the municipality's name.
fn in_address(reading: &Reading<'_>) -> Option<Found> {
    let (text, words) = (reading.text(), reading.all_words());
    (0..words.len()).rev().filter(|&i| unit::postcode(reading, i).is_some()).find_map(|i| {
        let town = words.get(i + 2)?;
        let (name, span, candidates) = place_among(
            reading.vocabulary.places(),
            text,
            words,
            Span::new(town.span.start, text.len().min(town.span.start + 60)),
            |at| reading.folded.is_upper(at),
            false,
        )?;
        (span.start == town.span.start).then_some(Found { name, span, candidates, rule: "municipality:address" })
    })
}

/// The page's `<title>` is no part of its text; the name is published with the first words that repeat it, else not at all.
fn in_page_title(reading: &Reading<'_>) -> Option<Found> {
    let title = reading.page.title.as_deref()?;
    let folded = Folded::new(title);
    let words = words(folded.as_str());
    let whole = Span::new(0, folded.as_str().len());
    let heads = reading.vocabulary.word_list(WordList::PageTitlePlace);
    let headed = words.iter().position(|word| heads.has(word.span.of(folded.as_str())))?;
    let from = words.get(headed + 1)?.span.start;
    let (name, ..) = place_among(
        reading.vocabulary.places(),
        folded.as_str(),
        &words,
        Span::new(from, whole.end),
        |at| folded.is_upper(at),
        false,
    )?;
    let places = reading.vocabulary.places();
    (0..reading.all_words().len()).find_map(|i| {
        let found = places.at(reading.text(), reading.all_words(), i).filter(|found| found.name == name)?;
        let span = reading.all_words()[i].span.join(reading.all_words()[found.end_word - 1].span);
        Some(Found { name: found.name.to_owned(), span, candidates: found.places, rule: "municipality:page_title" })
    })
}
