//! How alike two bodies' names are: `Gmina Miejska Ełk`, `Miasto Ełk` and `Gmina Miasto Ełk` are one, `Gmina Ełk` is another, and
//! `MOPS w Ełku` is the town's.

use super::ids::hash32;
use super::likeness::fold;
use super::words::{Matched, Taken, matched};
use crate::text::{Folded, Word, words};
use crate::vocabulary::{Bodies, Cue, Head, Organisation, OrganisationKind, PlaceKind, Places, Table, Vocabulary};

/// A unit and the municipality it belongs to are this much alike: one of them may stand for the other.
const OF_ONE_MUNICIPALITY: f64 = 0.75;

/// The name of a legal person made ready for comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyKey {
    /// The folded words: the head in the nominative and written out, the places in the nominative, without legal form and patron.
    pub folded: Box<str>,
    /// The first of the municipalities of the name it holds, by its number in the gazetteer.
    place: Option<u16>,
    /// The kinds of municipality it can be: 1 urban, 2 rural, 4 urban-rural or unknown; all for other bodies.
    kinds: u8,
    class: Class,
    group: u32,
}

/// What kind of body it is, as far as comparing needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Class {
    Municipality,
    /// A unit of a municipality.
    Unit,
    Other,
}

/// Every kind of municipality.
const ANY: u8 = 7;

impl BodyKey {
    /// Folds a name.
    pub fn new(name: &str) -> Self {
        read(name)
    }

    /// 1 where two names are the same body's, 0 where they have nothing in common. A municipality and its unit have 0.75.
    pub fn likeness(&self, other: &Self) -> f64 {
        let same_place = self.place.is_some() && self.place == other.place;
        match (self.class, other.class) {
            (Class::Municipality, Class::Municipality) if same_place => {
                if self.kinds & other.kinds == 0 {
                    0.0
                } else {
                    1.0
                }
            }
            (Class::Municipality, Class::Unit) | (Class::Unit, Class::Municipality) if same_place => OF_ONE_MUNICIPALITY,
            (Class::Municipality, Class::Municipality) if self.place.is_some() && other.place.is_some() => 0.0,
            (Class::Unit, Class::Unit) if self.place.is_some() && other.place.is_some() && !same_place => 0.0,
            _ if self.folded == other.folded => 1.0,
            _ => shared(&self.folded, &other.folded),
        }
    }

    /// Whether it can be a municipality of a kind; bodies of other sorts can belong to one of any. Two names of municipalities that are
    /// folded alike are the same only if they can be the same kinds.
    pub fn can_be(&self, kind: Option<PlaceKind>) -> bool {
        self.kinds & bit(kind) != 0
    }

    /// What groups mentions by body: a hash of the municipality's name for it and its units, else of the name's words.
    pub(super) const fn group(&self) -> u32 {
        self.group
    }

    /// The municipality that it is, or is a unit of.
    pub(super) fn place_name(&self) -> Option<&'static str> {
        let of_municipality = self.class != Class::Other;
        let place = self.place.filter(|_| of_municipality)?;
        Some(&Places::builtin().get(usize::from(place)).name)
    }

    /// Whether it is a municipality by itself.
    pub(super) fn is_municipality(&self) -> bool {
        self.class == Class::Municipality
    }
}

/// The legal person of a compound name: what stands before a slash, a spaced dash, or the words for the unit that acts for it.
fn legal_person(folded: &str) -> &str {
    let bodies = Bodies::builtin();
    let ends = |&(at, sign): &(usize, &str)| {
        let (before, after) = (&folded[..at], &folded[at + 1..]);
        let spaced = sign != "-" || before.ends_with(' ') && after.starts_with(' ');
        // `Kujawsko - Pomorskie` is one word.
        spaced && before.trim_end().contains(' ') && !(sign == "-" && before.trim_end().ends_with("sko"))
    };
    let end = folded.match_indices(['/', '-', '(', ';', ',']).find(ends).map_or(folded.len(), |(at, _)| at);
    let legal = &folded[..end];
    let unit = words(legal).into_iter().skip(2).find(|word| bodies.leads_unit(word.span.of(legal)));
    unit.map_or(legal, |word| &legal[..word.span.start])
}

/// The words of a name with abbreviations written out, without legal forms and patrons; one blank between them.
fn written_out(legal: &str) -> String {
    let bodies = Bodies::builtin();
    let all: Vec<&str> = words(legal).iter().map(|word| word.span.of(legal)).filter(|word| *word != "+").collect();
    let mut out: Vec<&str> = Vec::with_capacity(all.len() + 2);
    let mut at = 0;
    while let Some(&word) = all.get(at) {
        let dropped = bodies.dropped(&all[at..]);
        if dropped > 0 {
            at += dropped;
        } else if bodies.leads_patron(word) && at > 0 {
            at += 1;
            at += all[at..].iter().take_while(|word| !bodies.leads_seat(word)).count();
        } else {
            out.push(bodies.long(word).unwrap_or(word));
            at += 1;
        }
    }
    out.join(" ")
}

/// A name's head: the entry of `organisations.toml`, and the number of the word after it.
fn head(text: &str, words: &[Word]) -> Option<(&'static Organisation, usize)> {
    let vocabulary = Vocabulary::builtin();
    let cues = vocabulary.find(text, words);
    let heads = || cues.iter().filter(|cue| cue.table == Table::Organisation);
    let entry = |cue: &&Cue| vocabulary.organisations.get(cue.entry);
    let first = heads().min_by_key(|cue| (cue.first_word, std::cmp::Reverse(cue.end_word))).filter(|cue| cue.first_word <= 1)?;
    // `Wójt Gminy Ełk`: the office is no name, the municipality is.
    let is_municipality = |cue: &&Cue| entry(cue).is_some_and(|of| of.kind == OrganisationKind::Municipality);
    let next = heads().filter(|cue| cue.first_word == first.end_word && is_municipality(cue)).max_by_key(|cue| cue.end_word);
    let named = next.filter(|_| is_municipality(&first)).unwrap_or(first);
    Some((entry(&named)?, named.end_word))
}

/// A kind of municipality among [`BodyKey::kinds`].
const fn bit(kind: Option<PlaceKind>) -> u8 {
    match kind {
        Some(PlaceKind::Urban) => 1,
        Some(PlaceKind::Rural) => 2,
        Some(PlaceKind::UrbanRural) | None => 4,
    }
}

/// The first municipality of a name, and the kinds all of that name can be.
fn kinds_of(places: &Places, numbers: &[usize], head: Option<Head>) -> u8 {
    let known = numbers.iter().map(|&number| bit(places.get(number).kind)).fold(0, |all, bit| all | bit);
    let meant = match head {
        Some(Head::Urban) => 1 | 4,
        Some(Head::Town) => 1 | 4,
        Some(Head::Rural) => 2,
        Some(Head::Mixed) => 4,
        // Where town and commune share a name, `Gmina` alone is the commune.
        Some(Head::Commune) if known & 2 != 0 => 2 | 4,
        Some(Head::Commune) | None => ANY,
    };
    match known & meant {
        0 => meant,
        both => both,
    }
}

/// Reads a body off its name.
fn read(name: &str) -> BodyKey {
    let folded = Folded::new(name);
    let text = written_out(legal_person(folded.as_str()));
    let (bodies, places) = (Bodies::builtin(), Places::builtin());
    let words = words(&text);
    let found = head(&text, &words);
    let class = match found.map(|(organisation, _)| organisation.kind) {
        Some(OrganisationKind::Municipality) => Class::Municipality,
        Some(OrganisationKind::MunicipalUnit) => Class::Unit,
        _ => Class::Other,
    };
    let mut out = match (class, found) {
        (Class::Municipality, _) => "gmina".to_owned(),
        (_, Some((organisation, _))) => fold(&organisation.nominative),
        (_, None) => String::new(),
    };
    let mut place = None;
    let mut kinds = ANY;
    let mut at = found.map_or(0, |(_, end)| end);
    let head_end = at;
    while let Some(word) = words.get(at) {
        let word = word.span.of(&text);
        let before = at.checked_sub(1).map(|before| words[before].span.of(&text)).unwrap_or_default();
        let named = class == Class::Municipality && at == head_end;
        let seated = bodies.leads_seat(before) || matches!(before, "gminy" | "miasta");
        let known = (named || seated).then(|| places.at(&text, &words, at)).flatten();
        if !out.is_empty() {
            out.push(' ');
        }
        if let Some(known) = known {
            out.push_str(&fold(known.name));
            if place.is_none() {
                let of_name = |number: &&usize| places.get(**number).name == known.name;
                let numbers: Vec<usize> = known.places.iter().filter(of_name).copied().collect();
                place = numbers.first().and_then(|&number| u16::try_from(number).ok());
                let head = found.and_then(|(organisation, _)| bodies.head(&organisation.id));
                kinds = if class == Class::Municipality { kinds_of(places, &numbers, head) } else { ANY };
            }
            at = known.end_word;
        } else {
            out.push_str(if word == "we" { "w" } else { word });
            at += 1;
        }
    }
    let mut key = BodyKey { folded: out.into(), place, kinds, class, group: 0 };
    key.group = key.place_name().map_or_else(|| hash32(&key.folded), |name| hash32(&fold(name)));
    key
}

/// How much of two names' words is shared; names with different seats or numbers share nothing to speak of.
fn shared(a: &str, b: &str) -> f64 {
    let apart = |pair: (Option<&str>, Option<&str>)| match pair {
        (Some(a), Some(b)) => matched(a, b) == Matched::No || a.len() < 4 && a != b,
        _ => false,
    };
    if apart((seat(a), seat(b))) || apart((number(a), number(b))) {
        return APART;
    }
    let (mut mine, mut whole, mut theirs) = (0.0, 0.0, 0.0);
    let mut taken = Taken::new(long_words(b).count());
    for word in long_words(a) {
        whole += weight(word);
        let mut others = long_words(b).enumerate();
        if let Some((at, other)) = others.find(|(at, other)| !taken.has(*at) && matched(word, other) != Matched::No) {
            taken.take(at);
            mine += weight(word);
            theirs += weight(other);
        }
    }
    let total: f64 = long_words(b).map(weight).sum();
    if whole == 0.0 || total == 0.0 {
        return 0.0;
    }
    let least = (1.0 - mine / whole).min(1.0 - theirs / total);
    ((mine + theirs) / (whole + total) - 0.6 * least).max(0.0)
}

/// Names with different seats or numbers are this much alike.
const APART: f64 = 0.1;

/// The words of a folded name that are longer than two bytes.
fn long_words(name: &str) -> impl Iterator<Item = &str> {
    name.split(' ').filter(|word| word.len() > 2)
}

/// How much a word tells: whole numbers, so that their sums are the same in any order.
fn weight(word: &str) -> f64 {
    word.len().min(10) as f64
}

/// The word after `w`.
fn seat(name: &str) -> Option<&str> {
    let mut words = name.split(' ');
    words.find(|word| *word == "w")?;
    words.next()
}

/// The first word of digits alone.
fn number(name: &str) -> Option<&str> {
    name.split(' ').find(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f64 {
        BodyKey::new(a).likeness(&BodyKey::new(b))
    }

    #[test]
    fn the_town_in_all_its_names_is_one_and_the_commune_another() {
        let town =
            ["Gmina Miasto Ełk", "Miasto Ełk", "Gmina Miejska Ełk", "Gmina Miasta Ełku", "Urząd Miasta Ełku", "Prezydent Ełku"];
        for (a, b) in town.iter().flat_map(|a| town.iter().map(move |b| (a, b))) {
            assert_eq!(alike(a, b), 1.0, "{a} / {b}");
        }
        for rural in ["Gmina Ełk", "Gmina Wiejska Ełk", "Wójt Gminy Ełk"] {
            assert_eq!(alike("Gmina Miasto Ełk", rural), 0.0, "{rural}");
        }
        assert_eq!(alike("Gmina Wiejska Ełk", "Gmina Ełk"), 1.0);
    }

    #[test]
    fn abbreviations_and_acting_units_do_not_part_names() {
        assert_eq!(alike("MOPS w Ełku", "Miejskiego Ośrodka Pomocy Społecznej w Ełku"), 1.0);
        assert_eq!(alike("Województwo Kujawsko-Pomorskie/ROPS w Toruniu", "Województwo Kujawsko - Pomorskie"), 1.0);
        assert_eq!(alike("Gmina Miasto Ełk - Miejski Ośrodek Pomocy Społecznej w Ełku", "Miasto Ełk"), 1.0);
        assert_eq!(
            alike("Stowarzyszenie „Alternatywa”", "Stowarzyszenia Alternatywa"),
            alike("Stowarzyszenia Alternatywa", "Stowarzyszenie Alternatywa")
        );
        assert!(alike("Gmina Miejska Bartoszyce działając poprzez MOPS w Bartoszycach", "Gmina Miejska Bartoszyce") >= 1.0);
        assert!(alike("Nowa Energia Sp. z o.o.", "Nowa Energia spółka z ograniczoną odpowiedzialnością") >= 1.0);
    }

    #[test]
    fn a_unit_is_like_its_municipality_and_unlike_its_neighbour() {
        assert_eq!(alike("MOPS w Ełku", "Gmina Miasto Ełk"), OF_ONE_MUNICIPALITY);
        assert!(alike("Szkoła Podstawowa nr 2 w Ełku", "SP nr 3 w Ełku") < 0.5);
        assert!(alike("Szkoła Podstawowa nr 2 im. Jana Kowalskiego w Ełku", "SP nr 2 w Ełku") >= 1.0);
        assert!(alike("Szkoła Podstawowa w Kowalowie", "Szkoła Podstawowa w Borowie") < 0.5);
        assert!(alike("MOPS w Ełku", "MOPS w Toruniu") < 0.5);
        assert!(alike("Stowarzyszenie Alternatywa", "Stowarzyszenie Razem") < 0.5);
    }
}
