//! Where: a municipality by its name or number.

use super::evidence::{fact, put};
use super::typed::{fold, line, vocabulary};
use crate::notice::{Doubt, Evidence, Notice};
use crate::text::words;
use crate::vocabulary::{Place, PlaceKind, Places};

/// A municipality as it is typed, and the units of the register that it can be.
pub(super) struct Typed {
    pub name: String,
    units: Vec<&'static Place>,
}

impl Typed {
    /// Name, and the number besides where only that says which unit is meant: `Ełk (2805022)`.
    pub(super) fn canonical(&self) -> String {
        match self.units[..] {
            [unit] if places().by_name(&self.name).len() > 1 => format!("{} ({})", self.name, unit.teryt),
            _ => self.name.clone(),
        }
    }
}

fn places() -> &'static Places {
    vocabulary().places()
}

/// Reads `Ełk`, `gmina wiejska Ełk`, `2805022`, `Ełk (2805022)`. A name that the gazetteer does not know stands as it is typed, without
/// a number: some sixty municipalities are not in it.
pub(super) fn municipality(text: &str) -> Option<Typed> {
    let text = line(text)?;
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return by_number(&text);
    }
    if let Some((name, number)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        return by_number(number.trim()).filter(|typed| fold(&typed.name) == fold(name));
    }
    if !text.starts_with(char::is_alphabetic) || text.len() > 100 || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(by_name(&text, &[]).or_else(|| headed(&text)).unwrap_or(Typed { name: text, units: Vec::new() }))
}

fn by_number(number: &str) -> Option<Typed> {
    let unit = places().by_teryt(number).filter(|_| matches!(number.len(), 6 | 7))?;
    Some(Typed { name: unit.name.clone(), units: vec![unit] })
}

fn by_name(name: &str, kinds: &[PlaceKind]) -> Option<Typed> {
    let mut units: Vec<&Place> = places().by_name(name).into_iter().map(|number| places().get(number)).collect();
    let fits = |unit: &&Place| unit.kind.is_some_and(|kind| kinds.contains(&kind));
    if units.iter().any(fits) {
        units.retain(fits);
    }
    let name = units.first()?.name.clone();
    // Łęczna and Łeczna fold alike and are two.
    units.iter().all(|unit| unit.name == name).then_some(Typed { name, units })
}

/// A name after words that say what kind of unit it is.
fn headed(text: &str) -> Option<Typed> {
    let folded = fold(text);
    let all = words(&folded);
    let head = all.iter().take_while(|word| is_head(word.span.of(&folded))).count();
    let rest = all.get(head).filter(|_| head > 0)?;
    let kinds = PlaceKind::told_by(&folded[..rest.span.start], "");
    by_name(&folded[rest.span.start..], kinds)
}

fn is_head(word: &str) -> bool {
    matches!(word, "gmina" | "miasto" | "i" | "miejska" | "wiejska" | "miejsko")
}

/// A TERYT number of six or seven digits: the gazetteer's own where it knows the unit, else any of a county that there is.
pub(super) fn teryt(text: &str) -> Option<String> {
    let number: String = line(text)?.split(' ').collect();
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let kind = number.as_bytes().get(6).is_none_or(|kind| matches!(kind, b'1'..=b'3'));
    if !digits || !matches!(number.len(), 6 | 7) || !kind {
        return None;
    }
    match places().by_teryt(&number) {
        Some(unit) if unit.teryt.len() > number.len() => Some(unit.teryt.clone()),
        Some(_) => Some(number),
        None => places().county(&number).map(|_| number),
    }
}

/// A voivodeship by its name, in any case.
pub(super) fn voivodeship(text: &str) -> Option<&'static str> {
    let folded = fold(&line(text)?);
    let bare = folded.trim_start_matches("woj.").trim_start_matches("wojewodztwo").trim_start_matches("wojewodztwa").trim();
    let headed = format!("wojewodztwo {bare}");
    let all = words(&headed);
    let found = places().voivodeship_at(&headed, &all, 0).filter(|found| found.end_word == all.len())?;
    let [number] = &found.teryts[..] else { return None };
    Places::voivodeship_name(number)
}

/// Sets the municipality, and of number and voivodeship what follows from it. Where several units share the name, the one that was read
/// before stays if it is among them; else the programme's voivodeship decides; else there is no number, and the units are told as a
/// doubt: the person answers by the number.
pub(super) fn set_municipality(notice: &mut Notice, typed: Option<&Typed>, evidence: &Evidence) -> Vec<Doubt> {
    let Some(typed) = typed else {
        (notice.municipality, notice.teryt, notice.voivodeship) = (None, None, None);
        return Vec::new();
    };
    notice.municipality = Some(fact(typed.name.clone(), evidence));
    let mut units = typed.units.clone();
    let known = notice.teryt.as_ref().map(|fact| fact.value.clone());
    narrow(&mut units, |unit| {
        known.as_ref().is_some_and(|known| unit.teryt.starts_with(known) || known.starts_with(&unit.teryt))
    });
    let region = region(notice);
    narrow(&mut units, |unit| region.is_some_and(|region| unit.teryt.starts_with(region)));
    let first = units.first().copied();
    let one_region = first.filter(|first| units.iter().all(|unit| unit.voivodeship == first.voivodeship));
    put(&mut notice.voivodeship, one_region.map(|unit| unit.voivodeship.to_owned()), evidence);
    put(&mut notice.teryt, first.filter(|_| units.len() == 1).map(|unit| unit.teryt.clone()), evidence);
    if units.len() < 2 {
        return Vec::new();
    }
    let candidates = units.iter().map(|unit| unit.teryt.clone()).collect();
    vec![Doubt { field: "teryt", reason: "shared_name", candidates }]
}

/// Sets the number, and municipality and voivodeship with it where the gazetteer knows them.
pub(super) fn set_teryt(notice: &mut Notice, number: Option<&str>, evidence: &Evidence) {
    let before = notice.teryt.take().map(|fact| fact.value);
    notice.teryt = number.map(|number| fact(number.to_owned(), evidence));
    let Some(number) = number else { return };
    if let Some(unit) = places().by_teryt(number) {
        put(&mut notice.municipality, Some(unit.name.clone()), evidence);
    } else if before.is_some_and(|before| before.get(..6) != number.get(..6)) {
        // The gazetteer does not know its name; the other unit's name it does not have.
        notice.municipality = None;
    }
    put(&mut notice.voivodeship, Places::voivodeship_name(number).map(str::to_owned), evidence);
}

/// Keeps what fits, unless nothing does.
fn narrow(units: &mut Vec<&Place>, fits: impl Fn(&Place) -> bool) {
    if units.len() > 1 && units.iter().any(|unit| fits(unit)) {
        units.retain(|unit| fits(unit));
    }
}

/// TERYT number of the voivodeship whose programme pays.
fn region(notice: &Notice) -> Option<&'static str> {
    let code = &notice.programme_code.as_ref()?.value;
    let programme = vocabulary().programmes.iter().find(|programme| programme.code.as_ref() == Some(code));
    programme.and_then(|programme| programme.voivodeship.as_deref())
}
