//! How alike two titles are, however they are written: inflected, shortened, with a subtitle, in quotation marks, typed wrong — and
//! what tells two of one wording apart: the stage, the edition, the number, the street.

use super::marks::{self, Mark, MarkKind, mark};
use super::words::{Matched, Taken, matched, typed_wrong};
use crate::text::Folded;
use crate::vocabulary::{Bodies, TitleWord};

/// Words in lower case without diacritics, parted by one space.
pub fn fold(text: &str) -> String {
    let folded = Folded::new(text);
    let words = folded.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut joined = String::with_capacity(folded.as_str().len());
    for word in words {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// A title made ready for comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TitleKey {
    /// The folded words.
    pub folded: Box<str>,
}

impl TitleKey {
    /// Folds a title.
    pub fn new(title: &str) -> Self {
        Self { folded: fold(title).into() }
    }

    /// 1 where two titles are the same, 0 where they have nothing in common. Titles that contradict each other (`etap I`, `etap
    /// II`) have at most 0.3.
    pub fn likeness(&self, other: &Self) -> f64 {
        if self.folded == other.folded {
            return 1.0;
        }
        TitleWords::new(&self.folded).likeness(&TitleWords::new(&other.folded)).value
    }

    /// Whether two titles cannot be one project's: both have a stage, an edition, a number, a street, and not the same.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.folded != other.folded && TitleWords::new(&self.folded).likeness(&TitleWords::new(&other.folded)).contradicts
    }
}

/// What comparing two titles finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// From 0 to 1.
    pub value: f64,
    /// Whether they cannot be one project's.
    pub contradicts: bool,
    /// How much what they share tells: from 0 (`Remont drogi`) to 1 (two telling words and more).
    pub weight: f64,
    /// Whether only one of them has a stage, an edition, a number, a year.
    pub one_sided: bool,
}

/// The words of a folded title, read for comparing with many others.
#[derive(Debug, Clone)]
pub(super) struct TitleWords<'t> {
    words: Vec<TitleWordOf<'t>>,
    marks: Vec<Mark>,
    total: f64,
}

#[derive(Debug, Clone, Copy)]
struct TitleWordOf<'t> {
    text: &'t str,
    weight: f64,
    /// Whether it is the name of a street or village that tells one of many apart.
    named: bool,
}

/// Titles that contradict each other are at most this much alike.
const CONTRADICTING: f64 = 0.3;

/// How much a mark that only one of two titles has takes away.
const ONE_SIDED_MARK: f64 = 0.88;

/// A word of this weight tells what is meant.
const TELLING: f64 = 4.0;

/// What so many shared words tell.
fn weight(telling: usize) -> f64 {
    (telling as f64 / 2.0).min(1.0)
}

/// The most letters of a word that count.
const HEAVIEST: usize = 8;

impl<'t> TitleWords<'t> {
    /// Reads a folded title.
    pub(super) fn new(folded: &'t str) -> Self {
        let bodies = Bodies::builtin();
        let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut words = Vec::with_capacity(all.len());
        let mut marks = Vec::new();
        for (at, &text) in all.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| all.get(before)).copied().unwrap_or_default();
            let after = all.get(at + 1).copied().unwrap_or_default();
            if let Some(mark) = mark(bodies, before, text, after, at + 1 == all.len()) {
                marks.push(mark);
                continue;
            }
            if bodies.counted(text).is_some() {
                continue;
            }
            let named = bodies.leads_name(before) && text.len() > 2;
            let letters = text.len().min(HEAVIEST) as f64;
            let weight = match bodies.title_word(text) {
                TitleWord::Small => continue,
                TitleWord::Common if !named => letters * 0.4,
                _ => letters,
            };
            words.push(TitleWordOf { text, weight, named });
        }
        marks.sort_unstable();
        marks.dedup();
        let total = words.iter().map(|word| word.weight).sum();
        Self { words, marks, total }
    }

    /// The stems of its words without the small ones, for finding titles that may be alike.
    pub(super) fn stems(&self) -> impl Iterator<Item = &'t str> {
        self.words.iter().map(|word| Bodies::builtin().stem(word.text))
    }

    /// The years it names.
    pub(super) fn years(&self) -> impl Iterator<Item = u32> {
        self.marks.iter().filter(|mark| mark.of == MarkKind::Year).filter_map(|mark| mark.value.parse().ok())
    }

    /// What comparing it with itself finds.
    pub(super) fn itself(&self) -> Likeness {
        let telling = self.words.iter().filter(|word| word.weight >= TELLING).count();
        Likeness { value: 1.0, contradicts: false, weight: weight(telling), one_sided: false }
    }

    /// How much two titles are alike.
    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        let found = self.shared(other);
        let weight = weight(found.telling);
        let contradicts = marks::contradict(&self.marks, &other.marks) || found.names_contradict;
        let mut value = self.value(other, &found);
        if self.marks != other.marks {
            value *= ONE_SIDED_MARK;
        }
        if contradicts {
            value = value.min(CONTRADICTING);
        }
        let one_sided = self.marks.is_empty() != other.marks.is_empty();
        Likeness { value, contradicts, weight, one_sided }
    }

    fn value(&self, other: &Self, found: &Shared) -> f64 {
        let whole = self.total + other.total;
        if whole == 0.0 || self.total == 0.0 || other.total == 0.0 {
            return if self.marks == other.marks && whole == 0.0 { 0.9 } else { 0.0 };
        }
        let dice = (found.mine + found.theirs) / whole;
        let own = |matched: f64, total: f64| 1.0 - matched / total;
        let least = own(found.mine, self.total).min(own(found.theirs, other.total));
        // One title holds the other: it is shortened, or has a subtitle. A single word is held by too many.
        if least < 0.12 && found.telling >= 2 {
            return dice.max(0.82 + 0.18 * dice - least);
        }
        // Both have words of their own: that is another thing with a similar name sooner than one thing named twice.
        (dice - 0.6 * least).max(0.0)
    }

    /// The weights of the words that both have.
    fn shared(&self, other: &Self) -> Shared {
        let mut shared = Shared::default();
        let mut taken = Taken::new(other.words.len());
        let mut unmatched_name = false;
        for word in &self.words {
            let mut best: Option<(usize, f64)> = None;
            for (at, theirs) in other.words.iter().enumerate() {
                if taken.has(at) {
                    continue;
                }
                let quality = match matched(word.text, theirs.text) {
                    Matched::Same => 1.0,
                    Matched::Inflected => 0.98,
                    Matched::TypedWrong => 0.93,
                    // Two streets whose names differ in one letter are rarer than a slip.
                    Matched::No if word.named && theirs.named && slip_of_name(word.text, theirs.text) => 0.85,
                    Matched::No => continue,
                };
                if best.is_none_or(|(_, known)| quality > known) {
                    best = Some((at, quality));
                }
                if quality == 1.0 {
                    break;
                }
            }
            match best {
                Some((at, quality)) => {
                    taken.take(at);
                    shared.mine += word.weight * quality;
                    shared.theirs += other.words[at].weight * quality;
                    shared.telling += usize::from(word.weight >= TELLING);
                }
                None => unmatched_name |= word.named,
            }
        }
        let theirs_unmatched = other.words.iter().enumerate().any(|(at, word)| word.named && !taken.has(at));
        shared.names_contradict = unmatched_name && theirs_unmatched;
        shared
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    mine: f64,
    theirs: f64,
    /// Number of shared words that tell something.
    telling: usize,
    names_contradict: bool,
}

/// Whether one of two names of streets or villages may be the other typed wrong.
fn slip_of_name(a: &str, b: &str) -> bool {
    a.len().min(b.len()) >= 4 && a.len().max(b.len()) >= 5 && typed_wrong(a, b)
}

/// Whether two numbers of agreements differ in one sign, as a slip of the pen makes them.
pub(super) fn slip(a: &str, b: &str) -> bool {
    a != b && a.len().abs_diff(b.len()) <= 1 && typed_wrong(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f64 {
        TitleKey::new(a).likeness(&TitleKey::new(b))
    }

    #[test]
    fn a_title_inflected_shortened_or_typed_wrong_is_the_same() {
        for (a, b) in [
            ("Nowe kompetencje seniorów z Dydni", "„Nowe kompetencje dla seniorów z Dydni”"),
            ("Bądź aktywny – rozwój usług społecznych w Lipowcu", "Bądź aktywny – rozwój usług społecznych"),
            ("Utworzenie klubu seniora w Lipowcu", "Utworzenia Klubu Seniora w Lipowcu"),
            ("Akademia rodzinnych umiejętności", "Akademia rodzinnych umiejetnosci"),
            ("Akademia rodzinnych umiejętności", "Akademia rodzinych umiejętności"),
        ] {
            assert!(alike(a, b) >= 0.85, "{a} / {b}: {}", alike(a, b));
        }
    }

    #[test]
    fn another_street_stage_or_year_is_another_project() {
        for (a, b) in [
            ("Przebudowa ulicy Lipowej w Gruszkowie", "Przebudowa ulicy Dębowej w Gruszkowie"),
            ("Budowa kanalizacji w Gruszkowie – etap I", "Budowa kanalizacji w Gruszkowie – etap II"),
            ("Opieka wytchnieniowa – edycja 2023", "Opieka wytchnieniowa – edycja 2024"),
            ("Przebudowa drogi gminnej nr 123456N", "Przebudowa drogi gminnej nr 123457N"),
            ("Budowa świetlicy w miejscowości Kowale", "Budowa świetlicy w miejscowości Bory"),
        ] {
            assert!(TitleKey::new(a).contradicts(&TitleKey::new(b)), "{a} / {b}");
            assert!(alike(a, b) <= 0.3);
        }
        assert!(!TitleKey::new("Budowa sali – etap II").contradicts(&TitleKey::new("Budowa sali – drugi etap")));
        assert!(!TitleKey::new("Opieka 2023").contradicts(&TitleKey::new("Opieka")));
    }

    #[test]
    fn titles_of_one_kind_are_not_one_title() {
        for (a, b) in [
            ("Termomodernizacja szkoły w Lipowcu", "Termomodernizacja remizy w Gruszkowie"),
            ("Aktywni seniorzy w Lipowcu", "Aktywna młodzież w Gruszkowie"),
            ("Remont drogi", "Remont świetlicy"),
        ] {
            assert!(alike(a, b) < 0.6, "{a} / {b}: {}", alike(a, b));
        }
    }
}
