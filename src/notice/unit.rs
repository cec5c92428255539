//! Which unit of the register a municipality's name stands for: its TERYT number and voivodeship.
//!
//! The number has seven digits where the gazetteer knows the unit's kind, else six. Of units that share a name those remain that
//! agree with the programme's region, with the kind of body named (a `Wójt` governs no town), and with the counties and
//! voivodeships the page names. Where more than one remains there is no number, and the candidates are told.

use super::model::{Doubt, Notice};
use super::names::{self, Named};
use super::place::Found;
use super::reading::Reading;
use crate::text::Span;
use crate::vocabulary::{Place, PlaceKind};

/// Publishes the municipality, and of the register's unit what is certain.
pub(super) fn publish(reading: &Reading<'_>, found: &Found, named: &[Named], notice: &mut Notice) {
    notice.municipality = Some(reading.fact(found.name.clone(), found.span, found.rule));
    let places = reading.vocabulary.places();
    let mut fits: Vec<&Place> = found.candidates.iter().map(|&i| places.get(i)).collect();
    if let Some(region) = region(reading, notice) {
        narrow(&mut fits, |place| place.teryt.starts_with(&region));
    }
    kinds(reading, found, named, &mut fits);
    if fits.len() > 1 {
        let near = reading.regions.get_or_init(|| regions(reading));
        narrow(&mut fits, |place| near.iter().any(|region| region.len() == 4 && place.teryt.starts_with(region)));
        narrow(&mut fits, |place| near.iter().any(|region| region.len() == 2 && place.teryt.starts_with(region)));
    }
    let [first, rest @ ..] = &fits[..] else { return };
    if rest.iter().all(|place| place.voivodeship == first.voivodeship) {
        notice.voivodeship = Some(reading.fact(first.voivodeship.to_owned(), found.span, "voivodeship:gazetteer"));
    }
    if rest.is_empty() {
        notice.teryt = Some(reading.fact(first.teryt.clone(), found.span, "teryt:gazetteer"));
    } else {
        let candidates = fits.iter().map(|place| place.teryt.clone()).collect();
        notice.doubts.push(Doubt { field: "teryt", reason: "shared_name", candidates });
    }
}

/// Keeps the candidates that fit, unless none does.
fn narrow(places: &mut Vec<&Place>, fits: impl Fn(&Place) -> bool) {
    if places.iter().any(|place| fits(place)) {
        places.retain(|place| fits(place));
    }
}

/// TERYT number of the voivodeship whose programme pays.
fn region(reading: &Reading<'_>, notice: &Notice) -> Option<String> {
    let code = &notice.programme_code.as_ref()?.value;
    let programmes = &reading.vocabulary.programmes;
    programmes.iter().find(|programme| programme.code.as_ref() == Some(code)).and_then(|programme| programme.voivodeship.clone())
}

/// Keeps the units of the kind that the heads before the name tell: first where it was found, then wherever the notice or the
/// page's owner bears the same name.
fn kinds(reading: &Reading<'_>, found: &Found, named: &[Named], fits: &mut Vec<&Place>) {
    let here = named.iter().filter(|name| name.rest.is_some_and(|rest| rest.contains(found.span)));
    let owner = names::of_owner(reading);
    let same = |name: &&Named| name.nominative.ends_with(&found.name);
    let elsewhere = named.iter().chain(owner.as_ref()).filter(same);
    for name in here.chain(elsewhere) {
        if fits.len() < 2 {
            return;
        }
        let kinds = kinds_of(reading, name);
        narrow(fits, |place| kinds.is_empty() || place.kind.is_some_and(|kind| kinds.contains(&kind)));
        if !kinds.is_empty() {
            return;
        }
    }
}

/// The kinds a municipality can be of by the words before its name: `Gmina Miejska` and `Miasto` are towns, a `Wójt` governs a rural
/// one, a `Burmistrz` one with a town.
fn kinds_of(reading: &Reading<'_>, name: &Named) -> &'static [PlaceKind] {
    use PlaceKind::{Rural, Urban, UrbanRural};
    let from = reading.words.partition_point(|word| word.span.end <= name.span.start);
    let before = from.checked_sub(1).map_or(name.span.start, |before| reading.words[before].span.start);
    let end = name.rest.map_or(name.span.end, |rest| rest.start);
    let officer = reading.slice(Span::new(before, name.span.start));
    let head = reading.slice(Span::new(name.span.start, end));
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let both = has(&["miast"]) && has(&["gmin"]) && has(&[" i "]) || has(&["miejsko"]);
    if both {
        &[UrbanRural]
    } else if has(&["wiejsk", "wojt"]) || officer.contains("wojt") {
        &[Rural]
    } else if has(&["gmin"]) && has(&["miast", "miejsk"]) || has(&["prezydent"]) {
        &[Urban]
    } else if has(&["urz", "burmistrz"]) || officer.contains("burmistrz") {
        if has(&["miast", "miejsk", "burmistrz"]) || officer.contains("burmistrz") {
            &[Urban, UrbanRural]
        } else {
            &[Rural, UrbanRural]
        }
    } else if has(&["miast", "miejsk"]) {
        &[Urban]
    } else {
        &[]
    }
}

/// The counties and voivodeships the page names: their TERYT numbers.
fn regions(reading: &Reading<'_>) -> Vec<String> {
    let places = reading.vocabulary.places();
    let named = |at: usize| {
        let word = reading.words[at].span.of(reading.text());
        match word.as_bytes().first() {
            Some(b'p') => places.county_at(reading.text(), &reading.words, at),
            Some(b'w') => places.voivodeship_at(reading.text(), &reading.words, at),
            _ => None,
        }
    };
    let mut regions: Vec<String> = (0..reading.words.len()).filter_map(named).flat_map(|found| found.teryts).collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}
