//! Lists of words (`words.toml`): what a single word beside a name, a sum or a date decides.

use super::PatternError;
use crate::text::Folded;
use serde::Deserialize;

/// Declares the lists the program asks for: a file that leaves one out, or names another, does not load.
macro_rules! word_lists {
    ($($list:ident = $id:literal,)*) => {
        /// A list of `words.toml`; what it decides stands there as its `why`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum WordList {
            $(
                #[doc = concat!("`", $id, "`")]
                #[serde(rename = $id)]
                $list,
            )*
        }

        impl WordList {
            /// All lists.
            pub const ALL: &'static [Self] = &[$(Self::$list),*];

            /// The list's `id`.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$list => $id,)*
                }
            }
        }
    };
}

word_lists! {
    TitleJoins = "title-joins",
    TitleIntroduces = "title-introduces",
    TitleAnother = "title-another",
    TitleUndertaking = "title-undertaking",
    TitleType = "title-type",
    TitleObject = "title-object",
    TitleEnds = "title-ends",
    TitleLeads = "title-leads",
    TitleVerbs = "title-verbs",
    TitleOwners = "title-owners",
    TitleFormer = "title-former",
    TitleSums = "title-sums",
    TitlePlaces = "title-places",
    TitleSlogans = "title-slogans",
    TitleSites = "title-sites",
    TitleOnes = "title-ones",
    PayVerbs = "pay-verbs",
    CardHeads = "card-heads",
    CardVerbs = "card-verbs",
    ProgrammeRules = "programme-rules",
    PurposeLinks = "purpose-links",
    PurposeWorks = "purpose-works",
    PurposeBenefits = "purpose-benefits",
    Turns = "turns",
    English = "english",
    Polish = "polish",
    SumFilling = "sum-filling",
    SumVerbs = "sum-verbs",
    SumIs = "sum-is",
    SumEquals = "sum-equals",
    SumAside = "sum-aside",
    SumWhole = "sum-whole",
    SumOwn = "sum-own",
    SumJoins = "sum-joins",
    SumAnnounced = "sum-announced",
    SumPayer = "sum-payer",
    ManyProjects = "many-projects",
    AllProjects = "all-projects",
    LaterStage = "later-stage",
    Former = "former",
    SumPossible = "sum-possible",
    PriceEach = "price-each",
    PriceUnits = "price-units",
    RateVerbs = "rate-verbs",
    RateBase = "rate-base",
    SignedGrant = "signed-grant",
    SignedSupplier = "signed-supplier",
    PeopleProject = "people-project",
    NameJoins = "name-joins",
    NameAbbreviations = "name-abbreviations",
    NameGoesOn = "name-goes-on",
    NamePlaced = "name-placed",
    NameReceives = "name-receives",
    OurBodies = "our-bodies",
    Officers = "officers",
    PlaceActs = "place-acts",
    GivenNames = "given-names",
    PageTitlePlace = "page-title-place",
    Abbreviations = "abbreviations",
    CitationParts = "citation-parts",
    PageTells = "page-tells",
    ShareCost = "share-cost",
    ShareOther = "share-other",
    FiguresUnit = "figures-unit",
    FiguresYear = "figures-year",
    FiguresPeople = "figures-people",
    FiguresWhole = "figures-whole",
    FiguresPart = "figures-part",
    FiguresIndex = "figures-index",
}

/// A list as it is written in `words.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Which list it is.
    pub id: WordList,
    /// What the list decides.
    pub why: String,
    /// Its words; `projek*` is any word that begins so.
    pub words: Vec<String>,
}

/// The words of a list.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Sorted, and none under a stem that covers it: of all of them only the last that is not greater than a word can fit it.
    forms: Vec<Form>,
    /// For each first byte, the number of the first form that begins with it or a greater one: most words end the search here.
    firsts: Vec<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    text: String,
    stem: bool,
}

impl Words {
    pub(super) fn new(written: &[String]) -> Result<Self, PatternError> {
        let mut forms: Vec<Form> = written.iter().map(|word| form(word)).collect::<Result<_, _>>()?;
        // A stem before the same word without a star: it covers that one too.
        forms.sort_unstable_by(|a, b| a.text.cmp(&b.text).then(b.stem.cmp(&a.stem)));
        forms.dedup_by(|next, kept| kept.fits(&next.text));
        let first = |byte: usize| forms.partition_point(|form| usize::from(form.text.as_bytes()[0]) < byte);
        let firsts = (0..=256).map(|byte| u16::try_from(first(byte)).unwrap_or(u16::MAX)).collect();
        Ok(Self { forms, firsts })
    }

    /// Whether a folded word is in the list. A list can hold pairs too: two words parted by a blank.
    pub fn has(&self, word: &str) -> bool {
        let Some(&first) = word.as_bytes().first() else { return false };
        let Some(&[from, to]) = self.firsts.get(usize::from(first)..usize::from(first) + 2) else { return false };
        let (from, to) = (usize::from(from), usize::from(to));
        if from == to {
            return false;
        }
        let after = from + self.forms[from..to].partition_point(|form| form.text.as_str() <= word);
        after > from && self.forms[after - 1].fits(word)
    }

    /// The words and stems of the list.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(|form| form.text.as_str())
    }

    /// Whether a word or stem of the list stands anywhere in a folded text, be it inside a word.
    pub fn within(&self, text: &str) -> bool {
        self.forms.iter().any(|form| text.contains(&form.text))
    }
}

impl Form {
    fn fits(&self, word: &str) -> bool {
        if self.stem { word.starts_with(&self.text) } else { word == self.text }
    }
}

fn form(written: &str) -> Result<Form, PatternError> {
    let (letters, stem) = written.strip_suffix('*').map_or((written, false), |rest| (rest, true));
    let text = Folded::new(letters).as_str().to_owned();
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    if text.split(' ').all(is_word) && text.split(' ').count() <= 2 {
        return Ok(Form { text, stem });
    }
    let problem = "a list holds words of letters and digits, or pairs of them with one blank, each with a `*` at most at its end";
    Err(PatternError { pattern: written.to_owned(), problem: problem.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Words {
        Words::new(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn a_stem_fits_longer_words_and_a_word_only_itself() {
        let words = list(&["os", "osrod*", "Środk*", "na", "nazw*", "nazwa", "w ramach*"]);
        for word in ["os", "osrodek", "osrod", "srodkami", "na", "nazwisko", "nazwa", "w ramach"] {
            assert!(words.has(word), "{word}");
        }
        for word in ["", "o", "osa", "osi", "osro", "nad", "naz", "w", "w ram", "zz"] {
            assert!(!words.has(word), "{word}");
        }
    }

    #[test]
    fn a_search_finds_what_trying_each_word_finds() {
        for list in WordList::ALL {
            let words = super::super::Vocabulary::builtin().word_list(*list);
            let letters = |text: &str| -> Vec<String> { (1..=text.len()).map(|end| text[..end].to_owned()).collect() };
            let known: Vec<String> = words.forms.iter().flat_map(|form| letters(&form.text)).collect();
            for word in known.iter().flat_map(|word| [word.clone(), format!("{word}a"), format!("{word}z")]) {
                assert_eq!(words.has(&word), words.forms.iter().any(|form| form.fits(&word)), "{}: {word}", list.id());
            }
        }
    }

    #[test]
    fn what_is_no_word_is_an_error() {
        for bad in ["", "*", "a*b", "p.n", "w ramach projektu"] {
            assert!(form(bad).is_err(), "{bad}");
        }
    }
}
