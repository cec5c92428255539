//! Names of bodies: what kind each is, and where a body of that name can be.
//!
//! The heads of names and their kinds stand in `organisations.toml`. A name is looked at once, however often it is printed.

use super::numbers::Numbers;
use crate::resolve::BodyKey;
use crate::text::{Folded, Word, words};
use crate::vocabulary::{Cue, OrganisationKind, PlaceKind, Places, Table, Vocabulary};

/// The entry of the vocabulary whose phrases are those of a limited company, wherever they stand in a name.
const LIMITED: &str = "spolka";

/// What a body can be, from the least to the most that is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BodySchema {
    /// Its name does not say; it may even be a person's.
    LegalEntity,
    /// An association, foundation, university …
    Organization,
    /// A company.
    Company,
    /// Local or regional government and its units, or a body that gives public money.
    PublicBody,
}

impl BodySchema {
    /// Its name in the model.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::LegalEntity => "LegalEntity",
            Self::Organization => "Organization",
            Self::Company => "Company",
            Self::PublicBody => "PublicBody",
        }
    }
}

/// Where bodies of a name can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// There is one in the country.
    Nation,
    /// In the municipalities (six digits of TERYT) or counties (four) that the name can mean.
    Units(Vec<String>),
    /// The name does not say it.
    Unknown,
}

/// What is known of a body's name.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// The number of the printed name.
    pub(super) printed: u32,
    /// The number of the levelled name, under which spellings of one name fall together.
    pub(super) body: u32,
    pub(super) schema: BodySchema,
    pub(super) reach: Reach,
    /// Whether its head is a Polish one of a body that can carry out a project.
    pub(super) is_domestic: bool,
}

/// Every name printed, looked at once.
pub(super) struct Names {
    vocabulary: &'static Vocabulary,
    printed: Numbers,
    known: Vec<Name>,
    levels: Numbers,
}

impl Names {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { vocabulary: Vocabulary::builtin(), printed: Numbers::default(), known: Vec::new(), levels: Numbers::default() }
    }

    /// The number of a name, which spellings share.
    pub(super) fn body(&mut self, printed: &str) -> u32 {
        self.name(printed).body
    }

    /// What is known of a name.
    pub(super) fn name(&mut self, printed: &str) -> &Name {
        let number = self.printed.of(printed);
        if number as usize == self.known.len() {
            let name = self.look(number, printed);
            self.known.push(name);
        }
        &self.known[number as usize]
    }

    /// A name as it is printed.
    pub(super) fn printed(&self, number: u32) -> &str {
        self.printed.text(number)
    }

    /// A name levelled.
    pub(super) fn level(&self, body: u32) -> &str {
        self.levels.text(body)
    }

    fn look(&mut self, number: u32, printed: &str) -> Name {
        let key = BodyKey::new(printed);
        let body = self.levels.of(&level(&key));
        let entries = &self.vocabulary.organisations;
        let as_printed = Text::new(printed, self.vocabulary);
        // `Stow. Alternatywa`: written out, it has a head.
        let written_out = as_printed.head.is_none().then(|| Text::new(&key.folded, self.vocabulary));
        let text = written_out.as_ref().unwrap_or(&as_printed);
        let kind = text.head.map(|cue| entries[cue.entry].kind);
        let schema = match kind.map(schema) {
            Some(BodySchema::PublicBody) => BodySchema::PublicBody,
            _ if as_printed.heads().any(|cue| entries[cue.entry].id == LIMITED) => BodySchema::Company,
            known => known.unwrap_or(BodySchema::LegalEntity),
        };
        let reach = text.reach(kind, &key, self.vocabulary.places());
        let is_domestic = kind.is_some_and(|kind| kind != OrganisationKind::Funder);
        Name { printed: number, body, schema, reach, is_domestic }
    }
}

/// A name under which all spellings of one body's fall together: `Gmina Ełk` is another than `Miasto Ełk`, folded alike as they are.
fn level(key: &BodyKey) -> String {
    let kinds = [PlaceKind::Urban, PlaceKind::Rural, PlaceKind::UrbanRural];
    let kinds = kinds.into_iter().filter(|kind| key.can_be(Some(*kind))).map(PlaceKind::digit);
    format!("{} {}", key.folded, kinds.collect::<String>())
}

/// What a body of a kind is in the model.
const fn schema(kind: OrganisationKind) -> BodySchema {
    use OrganisationKind::{
        County, CountyUnit, Funder, Institution, MunicipalUnit, Municipality, Ngo, RegionalUnit, Voivodeship,
    };
    match kind {
        Municipality | County | Voivodeship | MunicipalUnit | CountyUnit | RegionalUnit | Funder => BodySchema::PublicBody,
        // Private universities are institutions too.
        Ngo | Institution => BodySchema::Organization,
    }
}

/// A name with its heads found.
struct Text<'n> {
    folded: Folded<'n>,
    words: Vec<Word>,
    cues: Vec<Cue>,
    /// The longest head that begins it: a county's labour office is no county.
    head: Option<Cue>,
}

impl<'n> Text<'n> {
    fn new(name: &'n str, vocabulary: &Vocabulary) -> Self {
        let folded = Folded::new(name);
        let words = words(folded.as_str());
        let mut cues = vocabulary.find(folded.as_str(), &words);
        cues.retain(|cue| cue.table == Table::Organisation);
        let head = cues.iter().filter(|cue| cue.first_word == 0).max_by_key(|cue| cue.end_word).copied();
        Self { folded, words, cues, head }
    }

    fn heads(&self) -> impl Iterator<Item = &Cue> {
        self.cues.iter()
    }

    /// Only what names itself after a place says where it is: `Gmina Osiek` can be one of several, a school `w Osieku` stands in any
    /// village of that name.
    fn reach(&self, kind: Option<OrganisationKind>, key: &BodyKey, places: &Places) -> Reach {
        use OrganisationKind::{County, Funder, Municipality, RegionalUnit, Voivodeship};
        let (Some(kind), Some(head)) = (kind, self.head) else { return Reach::Unknown };
        let units = match kind {
            Voivodeship | RegionalUnit | Funder => return Reach::Nation,
            Municipality => self.municipalities(head, key, places),
            County => self.counties(head, places),
            _ => return Reach::Unknown,
        };
        if units.is_empty() { Reach::Unknown } else { Reach::Units(units) }
    }

    fn municipalities(&self, head: Cue, key: &BodyKey, places: &Places) -> Vec<String> {
        let at = head.end_word;
        let found = [at, at + 1].into_iter().find_map(|at| {
            let proper = self.words.get(at).is_some_and(|word| self.folded.is_upper(word.span.start));
            places.at(self.folded.as_str(), &self.words, at).filter(|_| proper)
        });
        let named = found.iter().flat_map(|found| &found.places).map(|&place| places.get(place));
        sorted(named.filter(|place| key.can_be(place.kind)).filter_map(|place| place.teryt.get(..6)))
    }

    fn counties(&self, head: Cue, places: &Places) -> Vec<String> {
        let named = places.county_at(self.folded.as_str(), &self.words, head.first_word);
        if let Some(named) = named {
            return sorted(named.teryts.iter().map(String::as_str));
        }
        // `Starostwo Powiatowe w Ełku`
        let town = places.at(self.folded.as_str(), &self.words, head.end_word + 1);
        let seated = town.iter().flat_map(|town| places.counties_seated_in(town.name));
        sorted(seated.map(|county| county.teryt.as_str()))
    }
}

fn sorted<'t>(teryts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut teryts: Vec<String> = teryts.map(str::to_owned).collect();
    teryts.sort_unstable();
    teryts.dedup();
    teryts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(printed: &str) -> Name {
        Names::new().name(printed).clone()
    }

    #[test]
    fn what_a_body_is_follows_from_the_head_of_its_name() {
        for (printed, schema) in [
            ("Gmina Miasto Ełk", BodySchema::PublicBody),
            ("Urząd Miejski w Pasłęku", BodySchema::PublicBody),
            ("Powiatowy Urząd Pracy w Działdowie", BodySchema::PublicBody),
            ("MOPS w Ełku", BodySchema::PublicBody),
            ("Województwo Lubuskie/Regionalny Ośrodek Polityki Społecznej w Zielonej Górze", BodySchema::PublicBody),
            ("Stowarzyszenie Alternatywa", BodySchema::Organization),
            ("Politechnika Łódzka", BodySchema::Organization),
            ("Zielony Dach sp. z o.o.", BodySchema::Company),
            ("Stow. Alternatywa", BodySchema::Organization),
            ("SION w Bartoszycach", BodySchema::LegalEntity),
            ("Anna Przykładowa", BodySchema::LegalEntity),
        ] {
            assert_eq!(of(printed).schema, schema, "{printed}");
        }
    }

    #[test]
    fn a_friend_of_the_municipality_is_not_the_municipality() {
        let name = of("Stowarzyszenie Przyjaciół Gminy Wielbark");
        assert_eq!((name.schema, name.reach), (BodySchema::Organization, Reach::Unknown));
    }

    #[test]
    fn elk_is_two_municipalities_and_osiek_many() {
        assert_eq!(of("Gmina Miasto Ełk").reach, Reach::Units(vec!["280501".into()]));
        assert_eq!(of("Gmina Ełk").reach, Reach::Units(vec!["280502".into()]));
        let several = of("Gmina Osiek").reach;
        assert!(matches!(&several, Reach::Units(units) if units.len() > 2), "{several:?}");
        assert_eq!(of("Gmina Miasta Toruń").reach, Reach::Units(vec!["046301".into()]));
        assert_eq!(of("Urząd Miasta Torunia").reach, Reach::Units(vec!["046301".into()]));
        assert_eq!(of("Szkoła Podstawowa nr 2 w Toruniu").reach, Reach::Unknown);
        assert_eq!(of("Województwo Lubuskie").reach, Reach::Nation);
        assert_eq!(of("Powiat Ełcki").reach, Reach::Units(vec!["2805".into()]));
        let both = of("Powiat Grodziski").reach;
        assert!(matches!(&both, Reach::Units(units) if units.len() == 2), "{both:?}");
    }

    #[test]
    fn spellings_of_a_name_share_its_number() {
        let mut names = Names::new();
        assert_eq!(names.body("Stowarzyszenie „Alternatywa”"), names.body("STOWARZYSZENIE ALTERNATYWA"));
        assert_eq!(names.body("Gmina Miejska Ełk"), names.body("Urząd Miasta Ełku"));
        assert_ne!(names.body("Gmina Ełk"), names.body("Gmina Miasto Ełk"));
    }
}
