//! The gazetteer: municipalities with their forms, counties and voivodeships.
//!
//! `places.csv` and `regions.csv` are made offline by `tools/places.py` from GeoNames and the SGJP dictionary (see
//! `places.LICENSE.md`). A name alone is a set of candidates: Ełk is an urban and a rural municipality, and Osiek there are four.
//! About 60 small municipalities of the register are not in the files, and for most of the others the kind is unknown.

use crate::text::{Folded, Word};
use std::sync::OnceLock;

/// The kind of a municipality: the seventh digit of its TERYT number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// Gmina miejska (1).
    Urban,
    /// Gmina wiejska (2).
    Rural,
    /// Gmina miejsko-wiejska (3).
    UrbanRural,
}

impl PlaceKind {
    /// The digit of the TERYT number.
    pub const fn digit(self) -> char {
        match self {
            Self::Urban => '1',
            Self::Rural => '2',
            Self::UrbanRural => '3',
        }
    }
}

/// A municipality.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// TERYT number: 7 digits, or 6 if the kind is unknown.
    pub teryt: String,
    /// Name in the nominative.
    pub name: String,
    /// Kind, where it is known.
    pub kind: Option<PlaceKind>,
    /// County: its adjective (`ełcki`), or the name of a city with county rights.
    pub county: String,
    /// Voivodeship (`warmińsko-mazurskie`).
    pub voivodeship: &'static str,
    /// Inhabitants of the settlement that is the seat; not those of the municipality.
    pub seat_population: Option<u32>,
    /// Latitude and longitude of the seat, in degrees.
    pub position: Option<(f64, f64)>,
}

impl Place {
    /// The TERYT number of the county.
    pub fn county_teryt(&self) -> &str {
        self.teryt.get(..4).unwrap_or("")
    }

    /// The TERYT number of the voivodeship.
    pub fn voivodeship_teryt(&self) -> &str {
        self.teryt.get(..2).unwrap_or("")
    }
}

/// A county, or a city with county rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct County {
    /// TERYT number: 4 digits.
    pub teryt: String,
    /// Adjective (`ełcki`), or the name of a city.
    pub name: String,
    /// Where the county's offices are; none for a city.
    pub seat: Option<String>,
}

/// The grammatical case of a name as it stands in a text. A form shared by several cases counts as the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Ełk
    Nominative,
    /// w Ełku
    Locative,
    /// miasta Ełku
    Genitive,
    /// przez Iławę
    Accusative,
    /// pod Ełkiem
    Instrumental,
}

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

const COUNTY_HEADS: [&str; 5] = ["powiat", "powiatu", "powiatowi", "powiatem", "powiecie"];
const VOIVODESHIP_HEADS: [&str; 5] = ["wojewodztwo", "wojewodztwa", "wojewodztwu", "wojewodztwem", "wojewodztwie"];

/// The voivodeships: TERYT number and name.
const VOIVODESHIPS: [(&str, &str); 16] = [
    ("02", "dolnośląskie"),
    ("04", "kujawsko-pomorskie"),
    ("06", "lubelskie"),
    ("08", "lubuskie"),
    ("10", "łódzkie"),
    ("12", "małopolskie"),
    ("14", "mazowieckie"),
    ("16", "opolskie"),
    ("18", "podkarpackie"),
    ("20", "podlaskie"),
    ("22", "pomorskie"),
    ("24", "śląskie"),
    ("26", "świętokrzyskie"),
    ("28", "warmińsko-mazurskie"),
    ("30", "wielkopolskie"),
    ("32", "zachodniopomorskie"),
];

/// A municipality's name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMatch<'p> {
    /// All municipalities that the words can name, in the order of their TERYT numbers.
    pub places: Vec<usize>,
    /// The nominative; of the likeliest reading, if the words are forms of several names.
    pub name: &'p str,
    /// The case of that reading.
    pub case: Case,
    /// All names that the words are forms of: more than one is a reason to doubt.
    pub names: Vec<&'p str>,
    /// Number of the word after the last.
    pub end_word: usize,
}

/// A county's or voivodeship's name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionMatch {
    /// TERYT numbers of all counties (4 digits), or of the voivodeship (2), that the words can name.
    pub teryts: Vec<String>,
    /// Number of the word after the last.
    pub end_word: usize,
}

/// Why a gazetteer cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {problem}")]
pub struct PlacesError {
    /// `places.csv` or `regions.csv`
    pub file: &'static str,
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

/// Names of one sort: their forms as folded words joined by one space, in alphabetical order.
#[derive(Clone, Debug)]
struct Names<T> {
    /// All forms, one after the other.
    text: String,
    /// For each form where it begins and ends in `text`, and what it names.
    forms: Vec<(u32, u32, T)>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { text: String::new(), forms: Vec::new() }
    }
}

impl<T: Copy + Ord> Names<T> {
    /// Adds a form made of parts. To be followed by [`Self::sort`].
    fn add(&mut self, parts: [&str; 2], value: T) {
        let start = self.text.len();
        for part in parts {
            // Appended word by word: a hyphen is as good as a space.
            for (number, word) in part.split('-').enumerate() {
                if number > 0 {
                    self.text.push(' ');
                }
                self.text.push_str(word);
            }
        }
        // The embedded files are far smaller than 4 GiB, and so is a text that may replace them.
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.forms.push((offset(start), offset(self.text.len()), value));
    }

    fn sort(&mut self) {
        let bytes = self.text.as_bytes();
        let form = |entry: &(u32, u32, T)| bytes.get(entry.0 as usize..entry.1 as usize).unwrap_or_default();
        // The first eight letters as a number settle nearly every comparison.
        let mut keyed: Vec<(u64, (u32, u32, T))> = self
            .forms
            .iter()
            .map(|entry| {
                (form(entry).iter().chain([0; 8].iter()).take(8).fold(0, |key, byte| key << 8 | u64::from(*byte)), *entry)
            })
            .collect();
        keyed.sort_unstable_by(|(a_key, a), (b_key, b)| {
            a_key.cmp(b_key).then_with(|| form(a).cmp(form(b)).then_with(|| a.2.cmp(&b.2)))
        });
        keyed.dedup_by(|(a_key, a), (b_key, b)| a_key == b_key && a.2 == b.2 && form(a) == form(b));
        self.forms = keyed.into_iter().map(|(_, entry)| entry).collect();
    }

    fn form(&self, entry: &(u32, u32, T)) -> &str {
        self.text.get(entry.0 as usize..entry.1 as usize).unwrap_or("")
    }

    /// The entries of a form, and whether longer forms go on after it with another word.
    fn get(&self, wanted: &str) -> (&[(u32, u32, T)], bool) {
        let from = &self.forms[self.forms.partition_point(|entry| self.form(entry) < wanted)..];
        let (equal, after) = from.split_at(from.iter().take_while(|entry| self.form(entry) == wanted).count());
        let longer =
            after.first().is_some_and(|entry| self.form(entry).strip_prefix(wanted).is_some_and(|rest| rest.starts_with(' ')));
        (equal, longer)
    }

    /// The values of the longest name that begins at a word, and the number of the word after it.
    fn at(&self, folded: &str, words: &[Word], at: usize) -> Option<(Vec<T>, usize)> {
        let mut before = words.get(at)?;
        let mut form = before.span.of(folded).to_owned();
        let (mut best, mut longer) = self.get(&form);
        let mut end_word = at + 1;
        for (number, word) in words.iter().enumerate().skip(at + 1) {
            let gap = folded.get(before.span.end..word.span.start).unwrap_or("");
            if !longer || !gap.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'-')) {
                break;
            }
            form.push(' ');
            form.push_str(word.span.of(folded));
            let equal;
            (equal, longer) = self.get(&form);
            if !equal.is_empty() {
                (best, end_word) = (equal, number + 1);
            }
            before = word;
        }
        (!best.is_empty()).then(|| (best.iter().map(|entry| entry.2).collect(), end_word))
    }
}

/// The gazetteer.
#[derive(Clone, Debug, Default)]
pub struct Places {
    places: Vec<Place>,
    counties: Vec<County>,
    names: Names<(usize, Case)>,
    county_names: Names<usize>,
    voivodeship_names: Names<usize>,
}

impl Places {
    /// The embedded gazetteer.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Places> = OnceLock::new();
        // A malformed file is caught by a test.
        BUILTIN.get_or_init(|| Self::embedded().unwrap_or_default())
    }

    fn embedded() -> Result<Self, PlacesError> {
        Self::parse(include_str!("places.csv"), include_str!("regions.csv"))
    }

    /// Reads a gazetteer from the text of `places.csv` and `regions.csv`.
    ///
    /// # Errors
    /// When a line has too few columns, or a number that is none.
    pub fn parse(places: &str, regions: &str) -> Result<Self, PlacesError> {
        let mut read = Self::default();
        read.read_regions(regions)?;
        read.read_places(places)?;
        read.names.sort();
        read.county_names.sort();
        read.voivodeship_names.sort();
        Ok(read)
    }

    /// How many municipalities there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A municipality by its number in this gazetteer.
    ///
    /// # Panics
    /// When the number does not come from this gazetteer.
    pub fn get(&self, number: usize) -> &Place {
        &self.places[number]
    }

    /// All municipalities, in the order of their TERYT numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// The municipality with a TERYT number of six or seven digits.
    pub fn by_teryt(&self, teryt: &str) -> Option<&Place> {
        let six = teryt.get(..6)?;
        let found = self.places.get(self.places.partition_point(|place| place.teryt.as_str() < six))?;
        let agrees = found.teryt.starts_with(teryt) || teryt.starts_with(found.teryt.as_str());
        agrees.then_some(found)
    }

    /// All municipalities of a name in the nominative, whatever its capitals and diacritics.
    pub fn by_name(&self, name: &str) -> Vec<usize> {
        let form = Folded::new(name.trim()).as_str().replace('-', " ");
        let (readings, _) = self.names.get(&form);
        readings.iter().filter(|(_, _, (_, case))| *case == Case::Nominative).map(|(_, _, (place, _))| *place).collect()
    }

    /// The longest municipality name, in any case, that begins at a word of a folded text.
    ///
    /// Many names are common words too (Nowe, Biała, Piła): the caller looks for the capital letter in the original.
    pub fn at(&self, folded: &str, words: &[Word], at: usize) -> Option<PlaceMatch<'_>> {
        let (readings, end_word) = self.names.at(folded, words, at)?;
        let (likeliest, case) = *readings.iter().min_by_key(|(place, case)| (*case, *place))?;
        let mut places: Vec<usize> = readings.iter().map(|(place, _)| *place).collect();
        places.sort_unstable();
        places.dedup();
        let mut names: Vec<&str> = places.iter().map(|&place| self.places[place].name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        Some(PlaceMatch { places, name: &self.places[likeliest].name, case, names, end_word })
    }

    /// All counties and cities with county rights, in the order of their TERYT numbers.
    pub fn counties(&self) -> &[County] {
        &self.counties
    }

    /// The county with a TERYT number; more digits than four may follow.
    pub fn county(&self, teryt: &str) -> Option<&County> {
        let four = teryt.get(..4)?;
        self.counties.binary_search_by(|county| county.teryt.as_str().cmp(four)).ok().map(|at| &self.counties[at])
    }

    /// Counties whose offices are in a town of this name (nominative): `Ełk` of `Starostwo Powiatowe w Ełku` → 2805.
    pub fn counties_seated_in<'p>(&'p self, town: &'p str) -> impl Iterator<Item = &'p County> {
        self.counties.iter().filter(move |county| county.seat.as_deref() == Some(town))
    }

    /// The county named at a word of a folded text: `powiat ełcki`, `Powiatu Ełckiego`.
    pub fn county_at(&self, folded: &str, words: &[Word], at: usize) -> Option<RegionMatch> {
        if !COUNTY_HEADS.contains(&words.get(at)?.span.of(folded)) || words.get(at + 1)?.after_stop {
            return None;
        }
        let (counties, end_word) = self.county_names.at(folded, words, at + 1)?;
        Some(RegionMatch { teryts: counties.iter().map(|&county| self.counties[county].teryt.clone()).collect(), end_word })
    }

    /// The voivodeship named at a word of a folded text: `województwo warmińsko-mazurskie`, `Województwa Śląskiego`.
    pub fn voivodeship_at(&self, folded: &str, words: &[Word], at: usize) -> Option<RegionMatch> {
        if !VOIVODESHIP_HEADS.contains(&words.get(at)?.span.of(folded)) || words.get(at + 1)?.after_stop {
            return None;
        }
        let (found, end_word) = self.voivodeship_names.at(folded, words, at + 1)?;
        Some(RegionMatch { teryts: found.iter().map(|&number| VOIVODESHIPS[number].0.to_owned()).collect(), end_word })
    }

    /// The name of the voivodeship with a TERYT number; more digits than two may follow.
    pub fn voivodeship_name(teryt: &str) -> Option<&'static str> {
        let two = teryt.get(..2)?;
        VOIVODESHIPS.iter().find(|(number, _)| *number == two).map(|(_, name)| *name)
    }

    fn read_regions(&mut self, text: &str) -> Result<(), PlacesError> {
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
                for ending in ADJECTIVE_ENDINGS {
                    // Of two words both are adjectives: łódzki wschodni, łódzkiego wschodniego.
                    let inflected: Vec<String> = form.split(' ').map(|word| format!("{word}{ending}")).collect();
                    self.county_names.add([&inflected.join(" "), ""], self.counties.len());
                }
            }
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

    fn read_places(&mut self, text: &str) -> Result<(), PlacesError> {
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
fn columns<const N: usize>(line: &str) -> Option<[&str; N]> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    /// Name, case, TERYT numbers, and the words matched of the first name in a text.
    fn find(text: &str) -> Option<(String, Case, Vec<String>, String)> {
        let places = Places::builtin();
        let folded = Folded::new(text);
        let words = words(folded.as_str());
        (0..words.len()).filter(|&at| folded.is_upper(words[at].span.start)).find_map(|at| {
            let found = places.at(folded.as_str(), &words, at)?;
            let teryts = found.places.iter().map(|&place| places.get(place).teryt.clone()).collect();
            let span = words[at].span.join(words[found.end_word - 1].span);
            Some((found.name.to_owned(), found.case, teryts, folded.quote(span).to_owned()))
        })
    }

    fn check(text: &str, name: &str, case: Case, words: &str) {
        let (found, found_case, _, found_words) = find(text).unwrap_or_else(|| panic!("nothing in {text}"));
        assert_eq!((found.as_str(), found_case, found_words.as_str()), (name, case, words), "{text}");
    }

    #[test]
    fn the_embedded_files_are_well_formed() {
        let places = Places::embedded().unwrap();
        assert!(places.len() > 2_400, "{}", places.len());
        assert_eq!(places.counties().len(), 380);
        assert!(places.iter().map(|place| &place.teryt).is_sorted());
        assert!(places.counties().iter().map(|county| &county.teryt).is_sorted());
        for county in places.counties() {
            assert!(county.seat.as_ref().is_none_or(|seat| !places.by_name(seat).is_empty()), "{county:?}");
        }
    }

    #[test]
    fn a_name_stands_in_any_case() {
        check("mieszkańcy gminy Ełk", "Ełk", Case::Nominative, "Ełk");
        check("MOPS w Ełku", "Ełk", Case::Locative, "Ełku");
        check("MOPS w Bartoszycach", "Bartoszyce", Case::Locative, "Bartoszycach");
        check("gmina BARTOSZYCE", "Bartoszyce", Case::Nominative, "BARTOSZYCE");
        check("w Toruniu", "Toruń", Case::Locative, "Toruniu");
        check("miasta Torunia", "Toruń", Case::Genitive, "Torunia");
        check("w Zgierzu", "Zgierz", Case::Locative, "Zgierzu");
        check("w Żyrardowie", "Żyrardów", Case::Locative, "Żyrardowie");
        check("wraz z Iławą", "Iława", Case::Nominative, "Iławą"); // folds like the nominative
        check("pod Ełkiem", "Ełk", Case::Instrumental, "Ełkiem");
        check("przez Iławę", "Iława", Case::Accusative, "Iławę");
    }

    #[test]
    fn words_of_a_name_agree() {
        check("w Rabie Wyżnej", "Raba Wyżna", Case::Locative, "Rabie Wyżnej");
        check("w Solcu Kujawskim", "Solec Kujawski", Case::Locative, "Solcu Kujawskim");
        check("w Zielonej Górze", "Zielona Góra", Case::Locative, "Zielonej Górze");
        check("w Aleksandrowie Łódzkim", "Aleksandrów Łódzki", Case::Locative, "Aleksandrowie Łódzkim");
        check("w Nowym Mieście Lubawskim", "Nowe Miasto Lubawskie", Case::Locative, "Nowym Mieście Lubawskim");
        check("w Kędzierzynie-Koźlu", "Kędzierzyn-Koźle", Case::Locative, "Kędzierzynie-Koźlu");
        check("w Kędzierzynie – Koźlu", "Kędzierzyn-Koźle", Case::Locative, "Kędzierzynie – Koźlu");
        check("w Gródku nad Dunajcem", "Gródek nad Dunajcem", Case::Locative, "Gródku nad Dunajcem");
        check("w Białymstoku", "Białystok", Case::Locative, "Białymstoku");
        check("w Końskich", "Końskie", Case::Locative, "Końskich");
        check("w Gorzowie Wlkp.", "Gorzów Wielkopolski", Case::Locative, "Gorzowie Wlkp");
    }

    #[test]
    fn a_name_does_not_run_over_a_comma() {
        check("w Zielonej, Górze", "Góra", Case::Locative, "Górze");
    }

    #[test]
    fn a_name_leads_to_all_its_municipalities() {
        assert_eq!(find("w Ełku").unwrap().2, ["2805011", "2805022"]);
        assert_eq!(find("w Bartoszycach").unwrap().2, ["2801011", "2801032"]);
        assert_eq!(find("w Toruniu").unwrap().2, ["0463011"]);
        let osiek = Places::builtin().by_name("OSIEK");
        assert_eq!(osiek.len(), 4);
        assert!(Places::builtin().by_name("Osieku").is_empty());
    }

    #[test]
    fn a_place_knows_where_it_lies() {
        let place = Places::builtin().by_teryt("2805011").unwrap();
        assert_eq!((place.name.as_str(), place.kind), ("Ełk", Some(PlaceKind::Urban)));
        assert_eq!((place.county.as_str(), place.voivodeship), ("ełcki", "warmińsko-mazurskie"));
        assert_eq!((place.county_teryt(), place.voivodeship_teryt()), ("2805", "28"));
        assert_eq!(Places::builtin().by_teryt("280501"), Some(place));
        assert_eq!(Places::builtin().by_teryt("2805012"), None);
        assert_eq!(Places::voivodeship_name("2805011"), Some("warmińsko-mazurskie"));
        assert_eq!(Places::voivodeship_name("29"), None);
    }

    #[test]
    fn counties_are_found_by_adjective_and_by_seat() {
        let places = Places::builtin();
        let at = |text: &str| {
            let folded = Folded::new(text);
            places.county_at(folded.as_str(), &words(folded.as_str()), 0).map(|found| (found.teryts, found.end_word))
        };
        assert_eq!(at("powiat ełcki"), Some((vec!["2805".to_owned()], 2)));
        assert_eq!(at("Powiatu Ełckiego"), Some((vec!["2805".to_owned()], 2)));
        assert_eq!(at("w powiecie ełckim"), None);
        assert_eq!(at("powiecie łódzkim wschodnim"), Some((vec!["1006".to_owned()], 3)));
        assert_eq!(at("powiat bielski").unwrap().0, ["2003", "2402"]);
        assert_eq!(at("powiat."), None);
        let seated: Vec<_> = places.counties_seated_in("Ełk").map(|county| county.teryt.as_str()).collect();
        assert_eq!(seated, ["2805"]);
        assert_eq!(places.county("0415").unwrap().seat.as_deref(), Some("Toruń"));
    }

    #[test]
    fn voivodeships_are_found_in_any_case() {
        let text = Folded::new("Województwa Warmińsko-Mazurskiego");
        let found = Places::builtin().voivodeship_at(text.as_str(), &words(text.as_str()), 0).unwrap();
        assert_eq!((found.teryts, found.end_word), (vec!["28".to_owned()], 3));
    }

    #[test]
    fn a_malformed_line_is_an_error_that_names_it() {
        let error = Places::parse("teryt\n280501;Ełk\n", "teryt\n2805;ełcki;Ełk\n").unwrap_err();
        assert_eq!(error.to_string(), "places.csv, line 2: ten columns expected");
    }
}
