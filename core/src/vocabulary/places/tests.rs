//! The gazetteer in words of a page.

use super::*;
use crate::text::words;

/// Name, case, TERYT numbers, and the words matched of the first name in a text.
fn find(text: &str) -> Option<(String, Case, Vec<String>, String)> {
    let places = Places::builtin();
    let folded = Folded::new(text);
    let words = words(folded.as_str());
    (0..words.len()).filter(|&at| folded.is_upper(words[at].span.start)).find_map(|at| {
        let found = places.at(folded.as_str(), &words, at)?;
        let teryts = found.places.iter().map(|&place| places.get(place).teryt.clone()).collect();
        let span = words[at].span.join(words[found.end_word - 1].span);
        Some((found.name.to_owned(), found.case, teryts, folded.quote(span).to_owned()))
    })
}

fn check(text: &str, name: &str, case: Case, words: &str) {
    let (found, found_case, _, found_words) = find(text).unwrap_or_else(|| panic!("nothing in {text}"));
    assert_eq!((found.as_str(), found_case, found_words.as_str()), (name, case, words), "{text}");
}

#[test]
fn the_embedded_files_are_well_formed() {
    let places = Places::embedded().unwrap();
    assert!(places.len() > 2_400, "{}", places.len());
    assert_eq!(places.counties().len(), 380);
    assert!(places.iter().map(|place| &place.teryt).is_sorted());
    assert!(places.counties().iter().map(|county| &county.teryt).is_sorted());
    for county in places.counties() {
        assert!(county.seat.as_ref().is_none_or(|seat| !places.by_name(seat).is_empty()), "{county:?}");
    }
}

#[test]
fn a_name_stands_in_any_case() {
    check("mieszkańcy gminy Ełk", "Ełk", Case::Nominative, "Ełk");
    check("MOPS w Ełku", "Ełk", Case::Locative, "Ełku");
    check("MOPS w Bartoszycach", "Bartoszyce", Case::Locative, "Bartoszycach");
    check("gmina BARTOSZYCE", "Bartoszyce", Case::Nominative, "BARTOSZYCE");
    check("w Toruniu", "Toruń", Case::Locative, "Toruniu");
    check("miasta Torunia", "Toruń", Case::Genitive, "Torunia");
    check("w Zgierzu", "Zgierz", Case::Locative, "Zgierzu");
    check("w Żyrardowie", "Żyrardów", Case::Locative, "Żyrardowie");
    check("wraz z Iławą", "Iława", Case::Nominative, "Iławą"); // folds like the nominative
    check("pod Ełkiem", "Ełk", Case::Instrumental, "Ełkiem");
    check("przez Iławę", "Iława", Case::Accusative, "Iławę");
}

#[test]
fn words_of_a_name_agree() {
    check("w Rabie Wyżnej", "Raba Wyżna", Case::Locative, "Rabie Wyżnej");
    check("w Solcu Kujawskim", "Solec Kujawski", Case::Locative, "Solcu Kujawskim");
    check("w Zielonej Górze", "Zielona Góra", Case::Locative, "Zielonej Górze");
    check("w Aleksandrowie Łódzkim", "Aleksandrów Łódzki", Case::Locative, "Aleksandrowie Łódzkim");
    check("w Nowym Mieście Lubawskim", "Nowe Miasto Lubawskie", Case::Locative, "Nowym Mieście Lubawskim");
    check("w Kędzierzynie-Koźlu", "Kędzierzyn-Koźle", Case::Locative, "Kędzierzynie-Koźlu");
    check("w Kędzierzynie – Koźlu", "Kędzierzyn-Koźle", Case::Locative, "Kędzierzynie – Koźlu");
    check("w Gródku nad Dunajcem", "Gródek nad Dunajcem", Case::Locative, "Gródku nad Dunajcem");
    check("w Białymstoku", "Białystok", Case::Locative, "Białymstoku");
    check("w Końskich", "Końskie", Case::Locative, "Końskich");
    check("w Gorzowie Wlkp.", "Gorzów Wielkopolski", Case::Locative, "Gorzowie Wlkp");
}

#[test]
fn a_name_does_not_run_over_a_comma() {
    check("w Zielonej, Górze", "Góra", Case::Locative, "Górze");
}

#[test]
fn a_name_leads_to_all_its_municipalities() {
    assert_eq!(find("w Ełku").unwrap().2, ["2805011", "2805022"]);
    assert_eq!(find("w Bartoszycach").unwrap().2, ["2801011", "2801032"]);
    assert_eq!(find("w Toruniu").unwrap().2, ["0463011"]);
    let osiek = Places::builtin().by_name("OSIEK");
    assert_eq!(osiek.len(), 4);
    assert!(Places::builtin().by_name("Osieku").is_empty());
}

#[test]
fn a_place_knows_where_it_lies() {
    let place = Places::builtin().by_teryt("2805011").unwrap();
    assert_eq!((place.name.as_str(), place.kind), ("Ełk", Some(PlaceKind::Urban)));
    assert_eq!((place.county.as_str(), place.voivodeship), ("ełcki", "warmińsko-mazurskie"));
    assert_eq!((place.county_teryt(), place.voivodeship_teryt()), ("2805", "28"));
    assert_eq!(Places::builtin().by_teryt("280501"), Some(place));
    assert_eq!(Places::builtin().by_teryt("2805012"), None);
    assert_eq!(Places::voivodeship_name("2805011"), Some("warmińsko-mazurskie"));
    assert_eq!(Places::voivodeship_name("29"), None);
}

#[test]
fn counties_are_found_by_adjective_and_by_seat() {
    let places = Places::builtin();
    let at = |text: &str| {
        let folded = Folded::new(text);
        places.county_at(folded.as_str(), &words(folded.as_str()), 0).map(|found| (found.teryts, found.end_word))
    };
    assert_eq!(at("powiat ełcki"), Some((vec!["2805".to_owned()], 2)));
    assert_eq!(at("Powiatu Ełckiego"), Some((vec!["2805".to_owned()], 2)));
    assert_eq!(at("w powiecie ełckim"), None);
    assert_eq!(at("powiecie łódzkim wschodnim"), Some((vec!["1006".to_owned()], 3)));
    assert_eq!(at("powiat bielski").unwrap().0, ["2003", "2402"]);
    assert_eq!(at("powiat."), None);
    assert_eq!(at("powiat karkonoski").unwrap().0, at("powiatu jeleniogórskiego").unwrap().0, "renamed in 2021");
    assert_eq!(at("powiat łowicki").unwrap().0, ["1005"]);
    let seated: Vec<_> = places.counties_seated_in("Ełk").map(|county| county.teryt.as_str()).collect();
    assert_eq!(seated, ["2805"]);
    assert_eq!(places.county("0415").unwrap().seat.as_deref(), Some("Toruń"));
}

#[test]
fn voivodeships_are_found_in_any_case() {
    let text = Folded::new("Województwa Warmińsko-Mazurskiego");
    let found = Places::builtin().voivodeship_at(text.as_str(), &words(text.as_str()), 0).unwrap();
    assert_eq!((found.teryts, found.end_word), (vec!["28".to_owned()], 3));
}

#[test]
fn a_malformed_line_is_an_error_that_names_it() {
    let error = Places::parse("teryt\n280501;Ełk\n", "teryt\n2805;ełcki;Ełk\n").unwrap_err();
    assert_eq!(error.to_string(), "places.csv, line 2: ten columns expected");
}
