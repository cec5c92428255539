//! The gazetteer: municipalities with their forms, counties and voivodeships.
//!
//! `places.csv` and `regions.csv` are made offline by `tools/places.py` from GeoNames and the SGJP dictionary (see
//! `places.LICENSE.md`). A name alone is a set of candidates: Ełk is an urban and a rural municipality, and Osiek there are four.
//! About 60 small municipalities of the register are not in the files, and for most of the others the kind is unknown; an import of the
//! register ([`Import`]) completes them.

mod import;
mod kinds;
mod names;
mod read;
mod register;
#[cfg(test)]
mod tests;

pub use import::{Change, Import};
pub use register::{Register, RegisterError, Unit};

use crate::text::{Folded, Word};
use names::Names;
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
        Self::parse(include_str!("../places.csv"), include_str!("../regions.csv"))
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
}
