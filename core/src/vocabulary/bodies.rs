//! Reading `bodies.toml`: how names of bodies and of projects are made comparable.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// The embedded file.
pub(super) const TEXT: &str = include_str!("bodies.toml");

/// What comparing names needs to know.
#[derive(Debug, Clone)]
pub struct Bodies {
    /// The kinds of gmina that a head of `organisations.toml` can mean, by its id.
    heads: HashMap<String, Head>,
    /// Abbreviation → what it stands for, folded.
    abbreviations: BTreeMap<String, String>,
    /// Runs of words that a name may carry or leave out.
    drop: Vec<Vec<String>>,
    patron: Forms,
    seat: Forms,
    through: Forms,
    small: Forms,
    common: Forms,
    stages: Forms,
    editions: Forms,
    named: Forms,
    ordinals: Vec<String>,
    endings: Vec<String>,
    schemes: Vec<String>,
}

/// What the head of a municipality's name says of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Head {
    /// A town that is a municipality of its own (`Gmina Miejska`).
    Urban,
    /// A town, be it alone or with villages around it (`Miasto`, `Urząd Miejski`).
    Town,
    /// Villages only (`Gmina Wiejska`).
    Rural,
    /// Town and villages (`Miasto i Gmina`).
    Mixed,
    /// `Gmina`: where a town and the commune around it share the name, the commune.
    Commune,
}

/// A list of words and stems.
#[derive(Debug, Clone, Default)]
struct Forms {
    words: Vec<String>,
    stems: Vec<String>,
}

impl Forms {
    fn new(written: &[String]) -> Self {
        let mut forms = Self::default();
        for word in written {
            match word.strip_suffix('*') {
                Some(stem) => forms.stems.push(stem.to_owned()),
                None => forms.words.push(word.clone()),
            }
        }
        forms.words.sort_unstable();
        forms
    }

    fn has(&self, word: &str) -> bool {
        self.words.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
            || self.stems.iter().any(|stem| word.starts_with(stem.as_str()))
    }
}

/// What a word of a title is for comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleWord {
    /// It weighs nothing (`w`, `oraz`).
    Small,
    /// It says what kind of undertaking it is (`budowa`).
    Common,
    /// It says what is meant.
    Telling,
}

/// What a number beside a word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// A stage or part (`etap II`).
    Stage,
    /// A yearly edition (`edycja 2023`).
    Edition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    heads: HeadsSection,
    abbreviations: BTreeMap<String, String>,
    forms: FormsSection,
    titles: TitlesSection,
    schemes: SchemesSection,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the reason is for those who read the file")]
struct HeadsSection {
    why: String,
    urban: Vec<String>,
    town: Vec<String>,
    rural: Vec<String>,
    mixed: Vec<String>,
    commune: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the reason is for those who read the file")]
struct FormsSection {
    why: String,
    drop: Vec<String>,
    patron: Vec<String>,
    seat: Vec<String>,
    through: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the reason is for those who read the file")]
struct TitlesSection {
    why: String,
    small: Vec<String>,
    common: Vec<String>,
    stages: Vec<String>,
    editions: Vec<String>,
    named: Vec<String>,
    ordinals: Vec<String>,
    endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the reason is for those who read the file")]
struct SchemesSection {
    why: String,
    titles: Vec<String>,
}

impl Bodies {
    /// The embedded knowledge.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Bodies> = OnceLock::new();
        BUILTIN.get_or_init(|| match Self::parse(TEXT) {
            Ok(bodies) => bodies,
            // The embedded file is part of the program and checked by its tests, so this cannot be reached by input.
            Err(error) => unreachable!("embedded bodies.toml: {error}"),
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let File { heads, mut abbreviations, forms, titles, schemes } =
            toml::from_str(text).map_err(|error| error.to_string())?;
        abbreviations.remove("why");
        let lists = [
            (Head::Urban, heads.urban),
            (Head::Town, heads.town),
            (Head::Rural, heads.rural),
            (Head::Mixed, heads.mixed),
            (Head::Commune, heads.commune),
        ];
        let mut endings = titles.endings;
        endings.sort_unstable();
        let run = |words: &String| words.split(' ').map(str::to_owned).collect();
        Ok(Self {
            heads: lists.into_iter().flat_map(|(head, ids)| ids.into_iter().map(move |id| (id, head))).collect(),
            abbreviations,
            drop: forms.drop.iter().map(run).collect(),
            patron: Forms::new(&forms.patron),
            seat: Forms::new(&forms.seat),
            through: Forms::new(&forms.through),
            small: Forms::new(&titles.small),
            common: Forms::new(&titles.common),
            stages: Forms::new(&titles.stages),
            editions: Forms::new(&titles.editions),
            named: Forms::new(&titles.named),
            ordinals: titles.ordinals.iter().map(|stem| stem.trim_end_matches('*').to_owned()).collect(),
            endings,
            schemes: schemes.titles,
        })
    }

    /// What the head of an organisation's name says of the kind of municipality; nothing if it leaves it open.
    pub fn head(&self, organisation: &str) -> Option<Head> {
        self.heads.get(organisation).copied()
    }

    /// What a word of a body's name is short for, besides the abbreviations of `organisations.toml`.
    pub fn long(&self, word: &str) -> Option<&str> {
        self.abbreviations.get(word).map(String::as_str)
    }

    /// How many words that a name may leave out begin here.
    pub fn dropped(&self, words: &[&str]) -> usize {
        let begins = |run: &&Vec<String>| words.len() >= run.len() && run.iter().zip(words).all(|(a, b)| a == b);
        self.drop.iter().filter(begins).map(Vec::len).max().unwrap_or(0)
    }

    /// Whether a patron's name follows the word (`im. Jana Pawła II`).
    pub fn leads_patron(&self, word: &str) -> bool {
        self.patron.has(word)
    }

    /// Whether the word stands before a seat (`w Ełku`).
    pub fn leads_seat(&self, word: &str) -> bool {
        self.seat.has(word)
    }

    /// Whether the unit that acts for a legal person follows the word (`działając poprzez`).
    pub fn leads_unit(&self, word: &str) -> bool {
        self.through.has(word)
    }

    /// What a word of a title weighs.
    pub fn title_word(&self, word: &str) -> TitleWord {
        if self.small.has(word) {
            TitleWord::Small
        } else if self.common.has(word) {
            TitleWord::Common
        } else {
            TitleWord::Telling
        }
    }

    /// What a number beside a word counts, if the word says so.
    pub fn counted(&self, word: &str) -> Option<Counted> {
        if self.stages.has(word) { Some(Counted::Stage) } else { self.editions.has(word).then_some(Counted::Edition) }
    }

    /// Whether the name of a street or village follows the word.
    pub fn leads_name(&self, word: &str) -> bool {
        self.named.has(word)
    }

    /// The number of an ordinal: 2 of `drugi`.
    pub fn ordinal(&self, word: &str) -> Option<u32> {
        let at = self.ordinals.iter().position(|stem| word.starts_with(stem.as_str()))?;
        u32::try_from(at + 1).ok()
    }

    /// Whether two words can be forms of one: they differ in their endings alone.
    pub fn inflected(&self, a: &str, b: &str) -> bool {
        let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
        if shared < 3 || shared * 2 < a.len().max(b.len()) || shared == 3 && a.len().max(b.len()) > 5 {
            return false;
        }
        let ending = |word: &str| {
            let rest = word.get(shared..).unwrap_or_default();
            self.endings.binary_search_by(|known| known.as_str().cmp(rest)).is_ok()
        };
        ending(a) && ending(b)
    }

    /// A word without its ending, if enough of it is left: what most forms of a word share.
    pub fn stem<'w>(&self, word: &'w str) -> &'w str {
        let at_most = word.len().min(3);
        let found = (1..=at_most).rev().find_map(|length| {
            let at = word.len() - length;
            let (stem, ending) = (word.get(..at)?, word.get(at..)?);
            let is_vowel = ending.starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
            let enough = stem.len() >= if length > 2 { 4 } else { 3 };
            (enough && is_vowel && self.endings.binary_search_by(|known| known.as_str().cmp(ending)).is_ok()).then_some(stem)
        });
        found.unwrap_or(word)
    }

    /// Whether many municipalities' own grants carry this title (`Cyfrowa Gmina`).
    pub fn is_scheme(&self, folded_title: &str) -> bool {
        self.schemes.iter().any(|scheme| folded_title.contains(scheme.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_and_its_heads_are_known_organisations() {
        let bodies = Bodies::builtin();
        let known = &super::super::Vocabulary::builtin().organisations;
        for id in bodies.heads.keys() {
            assert!(known.iter().any(|organisation| organisation.id == *id), "{id}");
        }
        assert_eq!(bodies.long("umig"), Some("urzad miasta i gminy"));
        assert_eq!(bodies.long("why"), None);
    }

    #[test]
    fn forms_of_a_word_are_one_and_words_of_one_beginning_are_not() {
        let bodies = Bodies::builtin();
        for (a, b) in
            [("asystent", "asystenta"), ("osobisty", "osobistego"), ("elk", "elku"), ("droga", "drogi"), ("budynek", "budynku")]
        {
            assert!(bodies.inflected(a, b), "{a} {b}");
        }
        for (a, b) in [("przebudowa", "przedszkole"), ("kowale", "kowalewo"), ("lipowa", "lesna"), ("budowa", "budynek")] {
            assert!(!bodies.inflected(a, b), "{a} {b}");
        }
        assert_eq!(bodies.stem("osobistego"), bodies.stem("osobisty"));
        assert_eq!(bodies.stem("przebudowie"), bodies.stem("przebudowa"));
    }
}
