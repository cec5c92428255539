//! Where a listed project is carried out: `WOJ.: MAZOWIECKIE, POW.: legionowski, GM.: Serock | WOJ.: …`, or a column for each level.

use super::cell::one_line;
use super::header::fold;
use super::model::{ListedPlace, PlaceHint};
use crate::vocabulary::{ListWords, Lists};

/// Places of one cell: a project in every municipality of a voivodeship names some hundreds.
const MAX_PLACES: usize = 4000;

/// The places of a cell that holds all of them. Empty entries (`WOJ.:`) stand in the lists and are passed over.
pub(super) fn of_cell(text: &str) -> Vec<ListedPlace> {
    let mut places: Vec<ListedPlace> = Vec::new();
    for entry in text.split('|').map(one_line).filter(|entry| !entry.is_empty()).take(MAX_PLACES) {
        if Lists::builtin().is(ListWords::WholeCountry, &fold(&entry)) {
            places.push(ListedPlace::default());
            continue;
        }
        let (voivodeship, county, municipality) = (part(&entry, "WOJ.:"), part(&entry, "POW.:"), part(&entry, "GM.:"));
        if voivodeship.is_some() || county.is_some() || municipality.is_some() {
            places.push(place(voivodeship, county, municipality));
        }
    }
    places
}

/// The place of three cells; none where they are empty.
pub(super) fn of_columns([voivodeship, county, municipality]: [&str; 3]) -> Option<ListedPlace> {
    if Lists::builtin().is(ListWords::WholeCountry, &fold(voivodeship)) {
        return Some(ListedPlace::default());
    }
    let [voivodeship, county, municipality] =
        [voivodeship, county, municipality].map(|text| Some(one_line(text)).filter(|text| !text.is_empty()));
    voivodeship.is_some().then(|| place(voivodeship, county, municipality))
}

fn place(voivodeship: Option<String>, county: Option<String>, municipality: Option<String>) -> ListedPlace {
    let (municipality, hint) = municipality.map_or((None, None), |name| {
        let (name, hint) = without_kind(&name);
        (Some(name), hint)
    });
    ListedPlace { voivodeship, county, municipality, hint }
}

/// What follows a mark, up to the comma before the next mark.
fn part(entry: &str, mark: &str) -> Option<String> {
    let (_, rest) = entry.split_once(mark)?;
    let end = ["WOJ.:", "POW.:", "GM.:"].iter().filter_map(|next| rest.find(next)).min().unwrap_or(rest.len());
    let part = rest.get(..end)?.trim_matches([' ', ',', ';']);
    (!part.is_empty()).then(|| part.to_owned())
}

/// A name without the words for its kind: `Ełk - Gmina wiejska`, `Ełk (gmina miejska)`. A full cell cuts them short.
fn without_kind(name: &str) -> (String, Option<PlaceHint>) {
    let parted = name.split_once(" - ").or_else(|| name.split_once(" – ")).or_else(|| name.split_once('('));
    let Some((before, kind)) = parted else { return (name.to_owned(), None) };
    let folded = fold(kind);
    let lists = Lists::builtin();
    let hint = if lists.is(ListWords::Urban, &folded) {
        Some(PlaceHint::Urban)
    } else if lists.is(ListWords::Rural, &folded) {
        Some(PlaceHint::Rural)
    } else {
        None
    };
    let is_kind = hint.is_some() || folded.starts_with("gmina") || folded.starts_with("miasto");
    if is_kind { (before.trim().to_owned(), hint) } else { (name.to_owned(), None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        of_cell(text)
            .iter()
            .map(|p| format!("{}/{}/{}/{:?}", name(&p.voivodeship), name(&p.county), name(&p.municipality), p.hint))
            .collect()
    }

    #[test]
    fn one_cell_holds_many_places_of_three_levels() {
        let text = "WOJ.: WARMIŃSKO-MAZURSKIE, POW.: ełcki, GM.: Ełk | WOJ.: WARMIŃSKO-MAZURSKIE, POW.: ełcki, GM.: Ełk - Gmina wiejska\u{a0}| WOJ.: PODLASKIE, POW.: Suwałki | WOJ.: ŁÓDZKIE";
        assert_eq!(
            told(text),
            [
                "WARMIŃSKO-MAZURSKIE/ełcki/Ełk/None",
                "WARMIŃSKO-MAZURSKIE/ełcki/Ełk/Some(Rural)",
                "PODLASKIE/Suwałki//None",
                "ŁÓDZKIE///None"
            ]
        );
    }

    #[test]
    fn the_whole_country_and_empty_entries() {
        assert_eq!(of_cell("Cały Kraj"), [ListedPlace::default()]);
        assert_eq!(told("WOJ.: | WOJ.: X, POW.: | , "), ["X///None"]);
    }

    #[test]
    fn a_full_cell_cuts_the_kind() {
        assert_eq!(told("WOJ.: X, POW.: y, GM.: Żółw - Gmina wi"), ["X/y/Żółw/Some(Rural)"]);
        assert_eq!(told("WOJ.: X, POW.: y, GM.: Kudowa-Zdrój"), ["X/y/Kudowa-Zdrój/None"]);
        assert_eq!(told("WOJ.: X, POW.: y, GM.: Mrocza - miasto"), ["X/y/Mrocza/Some(Urban)"]);
    }
}
