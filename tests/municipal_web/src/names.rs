//! Invented places, with the cases of their names that Polish sentences need.

use crate::random::Random;

/// A municipality or village that does not exist.
#[derive(Debug, Clone)]
pub struct Place {
    /// Nominative: Kaczkowo Leśne.
    pub name: String,
    /// Genitive: Kaczkowa Leśnego.
    pub genitive: String,
    /// Locative: Kaczkowie Leśnym.
    pub locative: String,
    /// Adjective of the first word, masculine: kaczkowski.
    pub adjective: String,
}

const STEMS: [&str; 40] = [
    "Kacz", "Lip", "Wierzb", "Olsz", "Jaw", "Sosn", "Dęb", "Kalin", "Jarzęb", "Bob", "Żur", "Wilk", "Sarn", "Jel", "Łos", "Rak",
    "Karp", "Czapl", "Gęg", "Słowik", "Drozd", "Wrób", "Szpak", "Kuk", "Mal", "Jag", "Poziom", "Grzyb", "Kmin", "Chmiel",
    "Owsian", "Żyt", "Pszen", "Młyn", "Kuźn", "Garnc", "Bedn", "Kołodz", "Rud", "Gliń",
];

/// Endings: nominative, genitive, locative, adjective, gender.
const ENDINGS: [(&str, &str, &str, &str, Gender); 6] = [
    ("owo", "owa", "owie", "owski", Gender::Neuter),
    ("ów", "owa", "owie", "owski", Gender::Masculine),
    ("owice", "owic", "owicach", "owicki", Gender::Plural),
    ("kowo", "kowa", "kowie", "kowski", Gender::Neuter),
    ("iny", "in", "inach", "iński", Gender::Plural),
    ("owa", "owej", "owej", "owski", Gender::Feminine),
];

#[derive(Clone, Copy)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
    Plural,
}

/// Stems of adjectives that follow a name: hard ones take -y, -e, soft ones -i, -ie.
const EPITHETS: [&str; 14] = [
    "Leśn",
    "Górn",
    "Doln",
    "Kościeln",
    "Szlacheck",
    "Młyńsk",
    "Wielk",
    "Mał",
    "Zamkow",
    "Ogrodow",
    "Polsk",
    "Dworsk",
    "Królewsk",
    "Nadbrzeżn",
];

impl Place {
    /// The municipality of a number: no two have the same name below 2 500.
    pub fn municipality(seed: u64, index: usize) -> Self {
        let stems = STEMS.len();
        let endings = ENDINGS.len();
        let shift = Random::of(&[seed, 1]).below(stems * endings * (EPITHETS.len() + 1));
        let number = (index * 1_009 + shift) % (stems * endings * (EPITHETS.len() + 1));
        Self::of(number % stems, number / stems % endings, number / stems / endings)
    }

    /// A village drawn at random.
    pub fn village(random: &mut Random) -> Self {
        let epithet = if random.chance(25) { random.below(EPITHETS.len()) + 1 } else { 0 };
        Self::of(random.below(STEMS.len()), random.below(ENDINGS.len()), epithet)
    }

    fn of(stem: usize, ending: usize, epithet: usize) -> Self {
        let stem = STEMS[stem];
        let (nominative, genitive, locative, adjective, gender) = ENDINGS[ending];
        let follow = |case: usize| match epithet.checked_sub(1) {
            Some(index) => format!(" {}{}", EPITHETS[index], declension(EPITHETS[index], gender, case)),
            None => String::new(),
        };
        Self {
            name: format!("{stem}{nominative}{}", follow(0)),
            genitive: format!("{stem}{genitive}{}", follow(1)),
            locative: format!("{stem}{locative}{}", follow(2)),
            adjective: format!("{}{adjective}", stem.to_lowercase()),
        }
    }

    /// The name as it stands in a host name.
    pub fn host_label(&self) -> String {
        crate::text::slug(&self.name).replace('-', "")
    }
}

/// The ending of an adjective for a case (0 nominative, 1 genitive, 2 locative).
fn declension(stem: &str, gender: Gender, case: usize) -> &'static str {
    let soft = stem.ends_with(['k', 'g']);
    match (gender, case, soft) {
        (Gender::Masculine, 0, false) => "y",
        (Gender::Masculine, 0, true) => "i",
        (Gender::Feminine, 0, _) => "a",
        (Gender::Feminine, _, false) => "ej",
        (Gender::Feminine, _, true) => "iej",
        (Gender::Neuter | Gender::Plural, 0, false) => "e",
        (Gender::Neuter | Gender::Plural, 0, true) => "ie",
        (Gender::Plural, _, false) => "ych",
        (Gender::Plural, _, true) => "ich",
        (_, 1, false) => "ego",
        (_, 1, true) => "iego",
        (_, _, false) => "ym",
        (_, _, true) => "im",
    }
}
