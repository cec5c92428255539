//! Reading a gazetteer from the text of its two files.

use super::{Case, County, Place, PlaceKind, Places, PlacesError, VOIVODESHIPS};
use crate::text::Folded;

/// The columns that hold forms.
const FORMS: [(usize, Case); 5] =
    [(1, Case::Nominative), (6, Case::Genitive), (7, Case::Accusative), (8, Case::Instrumental), (9, Case::Locative)];

/// Last words that are often abbreviated: the folded beginning of the word, and its abbreviation.
const ABBREVIATIONS: [(&str, &str); 9] = [
    ("wielkopolsk", "wlkp"),
    ("mazowieck", "maz"),
    ("trybunalsk", "tryb"),
    ("kujawsk", "kuj"),
    ("podlask", "podl"),
    ("slask", "sl"),
    ("pomorsk", "pom"),
    ("warminsk", "warm"),
    ("lubelsk", "lub"),
];

/// Endings of a masculine or neuter adjective after the `i` of `-ski`, `-cki`, `-dni`: powiat ełcki, -ego, -emu, -m.
const ADJECTIVE_ENDINGS: [&str; 4] = ["", "ego", "emu", "m"];

impl Places {
    pub(super) fn read_regions(&mut self, text: &str) -> Result<(), PlacesError> {
        let folded = Folded::new(text);
        for (number, (line, folded)) in text.lines().zip(folded.as_str().lines()).enumerate().skip(1) {
            let error = |problem| PlacesError { file: "regions.csv", line: number + 1, problem };
            let ([teryt, name, seat], Some(form)) =
                (columns(line).ok_or_else(|| error("three columns expected"))?, folded.split(';').nth(1))
            else {
                return Err(error("no name"));
            };
            if teryt.len() != 4 || !teryt.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(error("a TERYT number of four digits expected"));
            }
            if !seat.is_empty() {
                for (form, ending) in form.split('|').flat_map(|form| ADJECTIVE_ENDINGS.map(|ending| (form, ending))) {
                    // Of two words both are adjectives: łódzki wschodni, łódzkiego wschodniego.
                    let inflected: Vec<String> = form.split(' ').map(|word| format!("{word}{ending}")).collect();
                    self.county_names.add([&inflected.join(" "), ""], self.counties.len());
                }
            }
            // A county renamed keeps its former names behind the one of today.
            let name = name.split('|').next().unwrap_or(name);
            let seat = (!seat.is_empty()).then(|| seat.to_owned());
            self.counties.push(County { teryt: teryt.to_owned(), name: name.to_owned(), seat });
        }
        for (number, (_, name)) in VOIVODESHIPS.iter().enumerate() {
            let folded = Folded::new(name);
            let stem = folded.as_str().trim_end_matches('e');
            for ending in ["e", "ego", "emu", "m"] {
                self.voivodeship_names.add([stem, ending], number);
            }
        }
        Ok(())
    }

    pub(super) fn read_places(&mut self, text: &str) -> Result<(), PlacesError> {
        // The whole file is folded once: its lines and columns are those of the original.
        let folded = Folded::new(text);
        for (number, (line, folded)) in text.lines().zip(folded.as_str().lines()).enumerate().skip(1) {
            let error = |problem| PlacesError { file: "places.csv", line: number + 1, problem };
            let row: [&str; 10] = columns(line).ok_or_else(|| error("ten columns expected"))?;
            let forms: [&str; 10] = columns(folded).ok_or_else(|| error("ten columns expected"))?;
            let place = self.read_place(&row).map_err(error)?;
            let at = self.places.len();
            for (column, case) in FORMS {
                for form in forms[column].split('|').filter(|form| !form.is_empty()) {
                    self.names.add([form, ""], (at, case));
                    if let Some(parts) = abbreviated(form) {
                        self.names.add(parts, (at, case));
                    }
                }
            }
            self.places.push(place);
        }
        Ok(())
    }

    fn read_place(&self, row: &[&str; 10]) -> Result<Place, &'static str> {
        let [teryt, name, kind, population, latitude, longitude, ..] = *row;
        if teryt.len() != 6 || !teryt.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("a TERYT number of six digits expected");
        }
        if name.is_empty() {
            return Err("no name");
        }
        let kind = match kind {
            "" => None,
            "1" => Some(PlaceKind::Urban),
            "2" => Some(PlaceKind::Rural),
            "3" => Some(PlaceKind::UrbanRural),
            _ => return Err("kind 1, 2, 3 or none expected"),
        };
        let position = match (latitude, longitude) {
            ("", "") => None,
            _ => Some((latitude.parse().map_err(|_| "bad latitude")?, longitude.parse().map_err(|_| "bad longitude")?)),
        };
        let seat_population = match population {
            "" => None,
            number => Some(number.parse().map_err(|_| "bad population")?),
        };
        Ok(Place {
            teryt: kind.map_or_else(|| teryt.to_owned(), |kind| format!("{teryt}{}", kind.digit())),
            name: name.to_owned(),
            kind,
            county: self.county(teryt).ok_or("unknown county")?.name.clone(),
            voivodeship: Self::voivodeship_name(teryt).ok_or("unknown voivodeship")?,
            seat_population,
            position,
        })
    }
}

/// The columns of a line, if there are exactly `N`.
pub(super) fn columns<const N: usize>(line: &str) -> Option<[&str; N]> {
    let mut columns = [""; N];
    let mut cells = line.split(';');
    for column in &mut columns {
        *column = cells.next()?;
    }
    cells.next().is_none().then_some(columns)
}

/// A folded form with its last word abbreviated: `gorzowie wielkopolskim` → `gorzowie `, `wlkp`.
fn abbreviated(form: &str) -> Option<[&str; 2]> {
    let (rest, last) = form.split_at(form.rfind(' ')? + 1);
    let (_, short) = ABBREVIATIONS.iter().find(|(stem, _)| last.starts_with(stem))?;
    Some([rest, short])
}
