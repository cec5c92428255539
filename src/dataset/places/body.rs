//! A body's name → the units it can mean.
//!
//! The first head of the name decides what it is: `Gmina Miasto Ełk – MOPS w Ełku` is a municipality's, `Województwo …/ROPS w Toruniu`
//! a voivodeship's, and an association is nobody's unit even if its name holds a municipality's.

use super::model::Level;
use crate::text::{Folded, Word, words};
use crate::vocabulary::{Case, Cue, OrganisationKind, Place, PlaceKind, PlaceMatch, Table, Vocabulary};

/// Heads (entries of `organisations.toml`) of which a municipality has one, at its own seat, though no adjective says so.
const AT_THE_SEAT: [&str; 2] = ["ops", "cus"];
/// Funders that act for the whole country.
const NATIONAL: [&str; 11] =
    ["ministerstwo", "minister", "premier", "bgk", "pfron", "nfosigw", "cppc", "frse", "kowr", "arimr", "ncbr"];
/// A union of municipalities is none.
const UNION: &str = "zwiazek-gmin";

#[cfg(test)]
pub(super) const IDS: [&[&str]; 3] = [&AT_THE_SEAT, &NATIONAL, &[UNION]];

/// What a body's name says of where it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Body {
    /// The unit it belongs to; none if it is nobody's unit (an association, a university).
    pub(super) lead: Option<Lead>,
    /// TERYT numbers of counties and voivodeships that its name holds besides.
    pub(super) around: Vec<String>,
    /// Whether it gives money or runs a programme.
    pub(super) is_funder: bool,
}

/// A unit, as far as a name tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lead {
    /// Its size.
    pub(super) level: Level,
    /// TERYT numbers of all units that the name can mean; none if the gazetteer knows no such unit. The nation has no number.
    pub(super) candidates: Vec<String>,
    /// Whether the name is only that of a town where the body stands: a village may bear a far municipality's name.
    pub(super) is_loose: bool,
}

impl Lead {
    /// A unit whose name settles what it is.
    pub(super) fn firm(level: Level, candidates: Vec<String>) -> Self {
        Self { level, candidates, is_loose: false }
    }
}

/// A name, folded and parted into words.
struct Name<'v, 'n> {
    vocabulary: &'v Vocabulary,
    folded: Folded<'n>,
    words: Vec<Word>,
}

/// Reads a body's name.
pub(super) fn read(name: &str, vocabulary: &Vocabulary) -> Body {
    let folded = Folded::new(name);
    let words = words(folded.as_str());
    let mut cues = vocabulary.find(folded.as_str(), &words);
    cues.retain(|cue| cue.table == Table::Organisation);
    cues.sort_by_key(|cue| (cue.first_word, std::cmp::Reverse(cue.end_word)));
    let name = Name { vocabulary, folded, words };
    // One word may stand before a unit's head: `Publiczne Przedszkole`.
    let head = cues.first().filter(|cue| cue.first_word == 0 || cue.first_word == 1 && name.is_unit(cue)).copied();
    let around = name.around();
    let is_funder = head.is_some_and(|head| name.kind(&head) == OrganisationKind::Funder);
    let lead = head.map_or_else(|| name.bare(), |head| name.lead(&head, &cues, &around));
    Body { lead, around, is_funder }
}

impl Name<'_, '_> {
    fn kind(&self, cue: &Cue) -> OrganisationKind {
        self.vocabulary.organisations[cue.entry].kind
    }

    fn is_unit(&self, cue: &Cue) -> bool {
        use OrganisationKind::{CountyUnit, MunicipalUnit, RegionalUnit};
        matches!(self.kind(cue), CountyUnit | MunicipalUnit | RegionalUnit)
    }

    fn place(&self, number: usize) -> &Place {
        self.vocabulary.places().get(number)
    }

    /// The folded words of a head.
    fn head(&self, cue: &Cue) -> &str {
        cue.span.of(self.folded.as_str())
    }

    /// The unit that the first head names, or that one behind it does (`Biblioteka Publiczna Gminy Kwidzyn`).
    fn lead(&self, head: &Cue, cues: &[Cue], around: &[String]) -> Option<Lead> {
        let entry = &self.vocabulary.organisations[head.entry];
        match entry.kind {
            OrganisationKind::Municipality if entry.id == UNION => Some(Lead::firm(Level::Municipality, Vec::new())),
            OrganisationKind::Municipality => Some(self.municipality(head)),
            OrganisationKind::MunicipalUnit => {
                let mut owners = cues.iter().filter(|cue| cue.first_word >= head.end_word);
                let owner = owners.find(|cue| self.kind(cue) == OrganisationKind::Municipality);
                let owned = owner.map(|owner| self.municipality(owner)).filter(|lead| !lead.candidates.is_empty());
                Some(owned.unwrap_or_else(|| self.municipal_unit(head, AT_THE_SEAT.contains(&entry.id.as_str()))))
            }
            OrganisationKind::County | OrganisationKind::CountyUnit => Some(self.county(head, around)),
            OrganisationKind::Voivodeship | OrganisationKind::RegionalUnit => Some(self.voivodeship(head, around)),
            OrganisationKind::Funder if NATIONAL.contains(&entry.id.as_str()) => Some(Lead::firm(Level::Nation, Vec::new())),
            OrganisationKind::Funder => Some(self.voivodeship(head, around)),
            OrganisationKind::Ngo | OrganisationKind::Institution => None,
        }
    }

    /// A name without a head that is a municipality's alone.
    fn bare(&self) -> Option<Lead> {
        let numbers = self.vocabulary.places().by_name(self.folded.original_text());
        let candidates: Vec<String> = numbers.iter().map(|&number| self.place(number).teryt.clone()).collect();
        (!candidates.is_empty()).then(|| Lead::firm(Level::Municipality, candidates))
    }

    /// The place whose name begins at a word, printed with a capital.
    fn place_at(&self, at: usize) -> Option<PlaceMatch<'_>> {
        self.words.get(at).filter(|word| self.folded.is_upper(word.span.start))?;
        self.vocabulary.places().at(self.folded.as_str(), &self.words, at)
    }

    fn is_in(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| matches!(word.span.of(self.folded.as_str()), "w" | "we"))
    }

    /// `Gmina Miejska Bartoszyce`, `Urząd Miejski w Kowalewie Pomorskim`.
    fn municipality(&self, head: &Cue) -> Lead {
        let at = head.end_word + usize::from(self.is_in(head.end_word));
        // `Gmina Wieliczki` can be Wieliczka's, printed in the genitive: every reading is a candidate.
        let mut places = self.place_at(at).map(|found| found.places).unwrap_or_default();
        let kinds = PlaceKind::told_by(self.head(head), "");
        let fits = |number: &usize| self.place(*number).kind.is_some_and(|kind| kinds.contains(&kind));
        if places.iter().any(fits) {
            places.retain(fits);
        }
        Lead::firm(Level::Municipality, self.numbers(&places))
    }

    fn numbers(&self, places: &[usize]) -> Vec<String> {
        places.iter().map(|&number| self.place(number).teryt.clone()).collect()
    }

    /// The town after `w` that ends a name: `… w Ełku`.
    fn town(&self, head: &Cue) -> Option<PlaceMatch<'_>> {
        let seated = (head.end_word + 1..self.words.len()).filter(|&at| self.is_in(at - 1));
        let found = seated.filter_map(|at| self.place_at(at));
        found.into_iter().find(|found| matches!(found.case, Case::Locative | Case::Nominative))
    }

    /// `Gminny Ośrodek Pomocy Społecznej w Ełku` is not the town's; a school stands in any village.
    fn municipal_unit(&self, head: &Cue, is_at_the_seat: bool) -> Lead {
        let mut places = self.town(head).map(|found| found.places).unwrap_or_default();
        let kinds = PlaceKind::told_by_unit(self.head(head));
        // A place of unknown kind can be of any.
        let fits = |number: &usize| kinds.is_empty() || self.place(*number).kind.is_none_or(|kind| kinds.contains(&kind));
        if places.iter().any(fits) {
            places.retain(fits);
        }
        let is_loose = kinds.is_empty() && !is_at_the_seat;
        Lead { level: Level::Municipality, candidates: self.numbers(&places), is_loose }
    }

    /// `Powiat Ełcki`, `Starostwo Powiatowe w Ełku`, `Powiatowe Centrum Pomocy Rodzinie w Ełku`.
    fn county(&self, head: &Cue, around: &[String]) -> Lead {
        let named: Vec<String> = around.iter().filter(|number| number.len() == 4).cloned().collect();
        if !named.is_empty() {
            return Lead::firm(Level::County, named);
        }
        let Some(town) = self.town(head) else { return Lead::firm(Level::County, Vec::new()) };
        let places = self.vocabulary.places();
        let mut counties: Vec<String> = places.counties_seated_in(town.name).map(|county| county.teryt.clone()).collect();
        let is_loose = counties.is_empty();
        let lies_in = town.places.iter().filter_map(|&number| places.county(&self.place(number).teryt));
        // A city with county rights runs schools and homes as a county does; other towns only lie in theirs.
        counties.extend(lies_in.filter(|county| is_loose || county.seat.is_none()).map(|county| county.teryt.clone()));
        counties.sort_unstable();
        counties.dedup();
        Lead { level: Level::County, candidates: counties, is_loose }
    }

    /// `Województwo Śląskie`, `Regionalny Ośrodek Polityki Społecznej w Toruniu`.
    fn voivodeship(&self, head: &Cue, around: &[String]) -> Lead {
        let mut named: Vec<String> = around.iter().filter(|number| number.len() == 2).cloned().collect();
        if named.is_empty() {
            let lies_in = self.town(head).map(|town| town.places).unwrap_or_default();
            named = lies_in.iter().map(|&number| self.place(number).voivodeship_teryt().to_owned()).collect();
            named.sort_unstable();
            named.dedup();
        }
        Lead::firm(Level::Voivodeship, named)
    }

    /// Every county and voivodeship that is named in so many words.
    fn around(&self) -> Vec<String> {
        let (places, text) = (self.vocabulary.places(), self.folded.as_str());
        let mut around: Vec<String> = Vec::new();
        for at in 0..self.words.len() {
            let county = || places.county_at(text, &self.words, at);
            around.extend(
                places.voivodeship_at(text, &self.words, at).or_else(county).map(|found| found.teryts).unwrap_or_default(),
            );
        }
        around
    }
}
