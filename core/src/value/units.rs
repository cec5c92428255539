//! Nouns and units after a number: what is counted, and what is measured.

use super::{CountUnit, tape::Tape};

/// Whether a unit of measure stands after a number: then it is a length, an area or a weight, not a sum.
pub(super) fn is_measure_at(tape: &Tape<'_, '_>, at: usize) -> bool {
    let at = tape.skip_blank(at);
    matches!(
        tape.word(at),
        b"km"
            | b"m"
            | b"mb"
            | b"cm"
            | b"mm"
            | b"mkw"
            | b"ha"
            | b"ar"
            | b"t"
            | b"ton"
            | b"tony"
            | b"tona"
            | b"mg"
            | b"kg"
            | b"g"
            | b"l"
            | b"litrow"
            | b"dm"
            | b"kw"
            | b"kwh"
            | b"kwp"
            | b"mw"
            | b"mwh"
            | b"mwp"
            | b"gj"
            | b"w"
            | b"szt"
            | b"sztuk"
            | b"sztuki"
            | b"pkt"
            | b"punktow"
            | b"punkty"
            | b"metrow"
            | b"metry"
            | b"kilometrow"
            | b"hektarow"
            | b"r"
            | b"rok"
            | b"roku"
            | b"godz"
            | b"godzin"
            | b"min"
            | b"razy"
            | b"raz"
            | b"lat"
            | b"proc"
            | b"wejsc"
            | b"odslon"
            | b"gb"
            | b"kb"
            | b"tb"
            | b"osobolat"
            | b"hz"
            | b"v"
            | b"km/h"
            | b"egz"
            | b"stron"
            | b"slow"
            | b"znakow"
            | b"wyswietlen"
            | b"odwiedzin"
    ) && !(tape.word(at) == b"w" && tape.byte(at + 1) == b' ')
        || tape.byte(at) == b'%'
}

/// Counted nouns by their folded beginning. Longer beginnings stand before shorter ones they extend.
const STEMS: &[(&[u8], CountUnit)] = &[
    (b"uczestnik", CountUnit::Persons),
    (b"uczestnicy", CountUnit::Persons),
    (b"uczestniczek", CountUnit::Persons),
    (b"uczestniczki", CountUnit::Persons),
    (b"uczestniczkom", CountUnit::Persons),
    (b"ucznio", CountUnit::Persons),
    (b"uczniem", CountUnit::Persons),
    (b"ucznia", CountUnit::Persons),
    (b"uczennic", CountUnit::Persons),
    (b"senior", CountUnit::Persons),
    (b"mieszkanc", CountUnit::Persons),
    (b"mieszkaniec", CountUnit::Persons),
    (b"mieszkanek", CountUnit::Persons),
    (b"mieszkanki", CountUnit::Persons),
    (b"pracownik", CountUnit::Persons),
    (b"pracownic", CountUnit::Persons),
    (b"czlonk", CountUnit::Persons),
    (b"podopieczn", CountUnit::Persons),
    (b"klient", CountUnit::Persons),
    (b"student", CountUnit::Persons),
    (b"nauczyciel", CountUnit::Persons),
    (b"kobiet", CountUnit::Persons),
    (b"mezczyzn", CountUnit::Persons),
    (b"dziewcz", CountUnit::Persons),
    (b"chlopc", CountUnit::Persons),
    (b"beneficjent", CountUnit::Persons),
    (b"odbiorc", CountUnit::Persons),
    (b"opiekun", CountUnit::Persons),
    (b"rodzic", CountUnit::Persons),
    (b"wychowank", CountUnit::Persons),
    (b"absolwent", CountUnit::Persons),
    (b"bezrobotn", CountUnit::Persons),
    (b"niepelnosprawn", CountUnit::Persons),
    (b"niesamodzieln", CountUnit::Persons),
    (b"pacjent", CountUnit::Persons),
    (b"wolontariusz", CountUnit::Persons),
    (b"emeryt", CountUnit::Persons),
    (b"rolnik", CountUnit::Persons),
    (b"cudzoziemc", CountUnit::Persons),
    (b"uchodzc", CountUnit::Persons),
    (b"obywatel", CountUnit::Persons),
    (b"przedszkolak", CountUnit::Persons),
    (b"urzednik", CountUnit::Persons),
    (b"asystent", CountUnit::Persons),
    (b"specjalist", CountUnit::Persons),
    (b"turyst", CountUnit::Persons),
    (b"wnioskodawc", CountUnit::Persons),
    (b"doroslych", CountUnit::Persons),
    (b"gospodarstw", CountUnit::Families),
    (b"podmiot", CountUnit::Bodies),
    (b"instytucj", CountUnit::Bodies),
    (b"powiat", CountUnit::Bodies),
    (b"organizacj", CountUnit::Bodies),
    (b"placow", CountUnit::Bodies),
    (b"stowarzysz", CountUnit::Bodies),
    (b"fundacj", CountUnit::Bodies),
    (b"przedsiebiorstw", CountUnit::Bodies),
    (b"przedsiebiorc", CountUnit::Bodies),
    (b"spoldzieln", CountUnit::Bodies),
    (b"samorzad", CountUnit::Bodies),
];

/// What a folded noun counts, if it is one that is counted.
pub(super) fn counted(word: &[u8]) -> Option<CountUnit> {
    match word {
        b"osob" | b"osoby" | b"osoba" | b"osobom" | b"osobami" | b"osobach" => return Some(CountUnit::Persons),
        b"dzieci" | b"dziecko" | b"dziecka" | b"dzieciom" | b"dziecmi" | b"dzieciach" => return Some(CountUnit::Persons),
        b"rodzin" | b"rodziny" | b"rodzina" | b"rodzinom" | b"rodzinami" | b"rodzinach" => return Some(CountUnit::Families),
        b"gmin" | b"gminy" | b"gmina" | b"gminom" | b"gminami" | b"gminach" => return Some(CountUnit::Bodies),
        b"szkol" | b"szkoly" | b"szkola" | b"szkolom" | b"szkolami" | b"szkolach" => return Some(CountUnit::Bodies),
        b"przedszkoli" | b"przedszkola" | b"przedszkolom" => return Some(CountUnit::Bodies),
        b"jednostek" | b"jednostki" | b"jednostkom" | b"jednostkach" | b"jst" => return Some(CountUnit::Bodies),
        b"firm" | b"firmy" | b"firmom" | b"osrodkow" | b"osrodki" | b"zlobkow" | b"zlobki" | b"bibliotek" | b"biblioteki" => {
            return Some(CountUnit::Bodies);
        }
        b"miejsc" | b"miejsca" | b"miejscami" | b"miejscach" => return Some(CountUnit::Places),
        b"przedsiebiorczosc" | b"przedsiebiorczosci" | b"samorzadowy" | b"samorzadowych" => return None,
        _ => {}
    }
    if word.len() < 6 {
        return None;
    }
    STEMS.iter().find(|(stem, _)| word.starts_with(stem)).map(|&(_, unit)| unit)
}
