//! Which kinds of municipality the words before its name allow.

use super::PlaceKind;
use PlaceKind::{Rural, Urban, UrbanRural};

impl PlaceKind {
    /// The kinds a municipality can be of by the folded head of its name: `Gmina Miejska` and `Miasto` are towns, a `Wójt` governs a
    /// rural one, a `Burmistrz` one with a town. `officer` is the folded word before the head. Empty: the words say nothing.
    pub fn told_by(head: &str, officer: &str) -> &'static [Self] {
        let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
        let both = has(&["miast"]) && has(&["gmin"]) && has(&[" i "]) || has(&["miejsko"]);
        if both {
            &[UrbanRural]
        } else if has(&["wiejsk", "wojt"]) || officer.contains("wojt") {
            &[Rural]
        } else if has(&["gmin"]) && has(&["miast", "miejsk"]) || has(&["prezydent"]) {
            &[Urban]
        } else if has(&["urz", "burmistrz"]) || officer.contains("burmistrz") {
            if has(&["miast", "miejsk", "burmistrz"]) || officer.contains("burmistrz") {
                &[Urban, UrbanRural]
            } else {
                &[Rural, UrbanRural]
            }
        } else if has(&["miast", "miejsk"]) {
            &[Urban]
        } else {
            &[]
        }
    }

    /// The kinds of the municipality whose unit a folded head names: a `Miejski Ośrodek` is no village's, a `Gminny Ośrodek` no
    /// mere town's; one of both sorts can be of a town with its villages.
    pub fn told_by_unit(head: &str) -> &'static [Self] {
        match (head.contains("miejsk"), head.contains("gminn")) {
            (true, true) => &[UrbanRural],
            (true, false) => &[Urban, UrbanRural],
            (false, true) => &[Rural, UrbanRural],
            (false, false) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_town_and_the_villages_around_it_have_other_heads() {
        assert_eq!(PlaceKind::told_by("gmina miejska", ""), [Urban]);
        assert_eq!(PlaceKind::told_by("gmina miasto", ""), [Urban]);
        assert_eq!(PlaceKind::told_by("miasto i gmina", ""), [UrbanRural]);
        assert!(PlaceKind::told_by("gmina", "").is_empty());
        assert_eq!(PlaceKind::told_by("gminy", "wojt"), [Rural]);
        assert_eq!(PlaceKind::told_by_unit("gminny osrodek pomocy spolecznej"), [Rural, UrbanRural]);
        assert_eq!(PlaceKind::told_by_unit("miejsko-gminny osrodek pomocy spolecznej"), [UrbanRural]);
    }
}
