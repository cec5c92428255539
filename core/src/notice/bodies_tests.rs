//! Who carries a project, where, and for whom: the traps that pages set.

use super::Notice;
use crate::page::{self, Limits, Source};
use crate::value::Recognisers;
use crate::vocabulary::Vocabulary;

/// The only notice of a page with a title and some paragraphs.
fn told_by(title: &str, paragraphs: &[&str]) -> Notice {
    let paragraphs: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    let html = format!("<html><head><title>{title}</title></head><body>{paragraphs}</body></html>");
    let page = page::read(html.as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let vocabulary = Vocabulary::builtin();
    let recognisers = Recognisers::new(vocabulary.programmes.iter().filter_map(|programme| programme.code.as_deref()));
    let mut notices = super::read(&page, vocabulary, &recognisers).notices;
    assert_eq!(notices.len(), 1, "{html}");
    notices.remove(0)
}

const MONEY: &str = "Całkowita wartość projektu: 100 000,00 zł, kwota dofinansowania: 85 000,00 zł.";

fn told(sentence: &str) -> Notice {
    told_by("Projekt", &[sentence, MONEY])
}

fn beneficiary(sentence: &str) -> Option<String> {
    told(sentence).beneficiary.map(|fact| fact.value)
}

fn municipality(sentence: &str) -> Option<String> {
    told(sentence).municipality.map(|fact| fact.value)
}

#[test]
fn the_letters_of_a_switch_of_font_sizes_are_no_part_of_a_name() {
    let sentence = "Gmina Jelowice A A+ realizuje projekt pn. „Nowa droga do szkoły” i otrzymała dofinansowanie.";
    assert_eq!(municipality(sentence).as_deref(), Some("Jelowice"));
}

#[test]
fn a_mayors_own_name_is_no_municipality() {
    for sentence in [
        "Wójt Gminy Lesław Wilk podpisał umowę o dofinansowanie projektu pn. „Nowa droga do szkoły”. Gmina otrzymała dotację.",
        "Wójt Marek Wilk podpisał umowę o dofinansowanie projektu pn. „Nowa droga do szkoły”. Gmina otrzymała dotację.",
        "Wójt Gminy Jarosław Wilk podpisał umowę o dofinansowanie projektu pn. „Nowa droga do szkoły”. MOPS otrzymał dotację.",
    ] {
        assert_eq!(municipality(sentence), None, "{sentence}");
    }
    let gruta = "Wójt Gminy Gruta Halina Wilk podpisała umowę o dofinansowanie projektu pn. „Nowa droga do szkoły”.";
    assert_eq!(municipality(gruta).as_deref(), Some("Gruta"));
}

#[test]
fn a_mayor_stands_for_the_municipality_whose_name_follows_in_the_genitive() {
    let notice = told("Umowę o dofinansowanie projektu pn. „Nowa droga do szkoły” podpisał Burmistrz Wołomina.");
    assert_eq!(notice.municipality.unwrap().value, "Wołomin");
    assert_eq!(notice.beneficiary.unwrap().value, "Gmina Wołomin");
    assert_eq!(
        municipality("Burmistrz Karol Nowak podpisał umowę o dofinansowanie projektu pn. „Nowa droga”. MOPS otrzymał dotację."),
        None
    );
}

#[test]
fn a_body_of_the_title_is_not_who_acts() {
    let sentence = "Miejski Ośrodek Pomocy Rodzinie w Toruniu realizuje projekt pn. „Czas na pracę w gminie Lubicz”.";
    assert_eq!(beneficiary(sentence).as_deref(), Some("Miejski Ośrodek Pomocy Rodzinie w Toruniu"));
}

#[test]
fn a_body_beside_which_the_work_is_done_does_not_carry_it() {
    let sentence = "Powiat Ełcki otrzymał dofinansowanie projektu pn. „Nowa hala” przy Szkole Podstawowej w Prostkach.";
    assert_eq!(beneficiary(sentence).as_deref(), Some("Powiat Ełcki"));
}

#[test]
fn who_is_granted_something_stands_in_the_dative() {
    let sentence =
        "Na realizację projektu pn. „Ciepły posiłek na co dzień” Miastu Ełk przyznana została dotacja, a MOPS w Ełku ją wypłaca.";
    assert_eq!(beneficiary(sentence).as_deref(), Some("Miasto Ełk"));
}

#[test]
fn a_funder_after_a_label_is_passed_over() {
    let notice = told_by(
        "Projekt",
        &["Projekt pn. „Nowa droga do szkoły”.", "Beneficjent, któremu środki przekazał Wojewoda: Gmina Gruta", MONEY],
    );
    assert_eq!(notice.beneficiary.unwrap().value, "Gmina Gruta");
}

#[test]
fn names_of_schools_and_libraries_go_on_with_their_adjectives_and_towns() {
    for (sentence, name) in [
        ("Zespół Szkół Ekonomicznych w Ełku realizuje projekt pn. „Nauka bez granic”.", "Zespół Szkół Ekonomicznych w Ełku"),
        (
            "Biblioteka Publiczna Miasta i Gminy w Łasinie realizuje projekt pn. „Książka na wsi”.",
            "Biblioteka Publiczna Miasta i Gminy w Łasinie",
        ),
        (
            "Centrum Kultury i Sztuki w Gołdapi realizuje projekt pn. „Scena dla wszystkich”.",
            "Centrum Kultury i Sztuki w Gołdapi",
        ),
    ] {
        assert_eq!(beneficiary(sentence).as_deref(), Some(name));
    }
}

#[test]
fn a_directors_name_after_the_town_is_no_part_of_the_body() {
    let sentence = "Ośrodek Pomocy Społecznej w Gołdapi Anna Kowalska realizuje projekt pn. „Nauka bez granic”.";
    assert_eq!(beneficiary(sentence).as_deref(), Some("Ośrodek Pomocy Społecznej w Gołdapi"));
}

#[test]
fn our_school_is_the_one_the_page_title_names() {
    let notice = told_by(
        "Szkoła Podstawowa w Prostkach",
        &[
            "Nasza szkoła realizuje projekt pn. „Nauka bez granic”.",
            MONEY,
            "Spotkanie pedagogów Powiatu Ełckiego",
            "Szkoła Podstawowa w Prostkach, ul. Szkolna 1",
        ],
    );
    assert_eq!(notice.beneficiary.unwrap().value, "Szkoła Podstawowa w Prostkach");
}

#[test]
fn a_county_office_is_called_after_its_town() {
    let sentence = "Starostwo Powiatowe w Ełku realizuje projekt pn. „Nowa geodezja”.";
    assert_eq!(beneficiary(sentence).as_deref(), Some("Starostwo Powiatowe w Ełku"));
}

#[test]
fn of_two_units_with_one_name_a_reeve_governs_the_rural_one() {
    let teryt = |sentence: &str| told(sentence).teryt.map(|fact| fact.value);
    let work = "podpisał umowę o dofinansowanie projektu pn. „Nowa droga do szkoły”.";
    assert_eq!(teryt(&format!("Wójt Gminy Ełk {work}")).as_deref(), Some("2805022"));
    assert_eq!(teryt(&format!("Prezydent Ełku {work}")).as_deref(), Some("2805011"));
    assert_eq!(teryt("Gmina Ełk otrzymała dofinansowanie projektu pn. „Nowa droga do szkoły”."), None);
}

#[test]
fn a_county_named_on_the_page_tells_namesakes_apart() {
    let name = "Gmina Osiek otrzymała dofinansowanie projektu pn. „Nowa droga do szkoły”";
    let notice = told(&format!("{name}."));
    assert_eq!(notice.teryt, None);
    assert!(notice.doubts.iter().any(|doubt| doubt.field == "teryt" && doubt.candidates.len() == 4));
    let notice = told(&format!("{name} w powiecie brodnickim, w granicach których leży powiat brodnicki."));
    assert!(notice.teryt.unwrap().value.starts_with("0402"));
}

#[test]
fn a_village_school_is_not_of_the_municipality_that_bears_the_villages_name() {
    let work = "Szkoła Podstawowa w Dąbiu realizuje projekt pn. „Nauka bez granic”.";
    let notice = told_by("Projekt", &[work, MONEY, "Szkoła Podstawowa w Dąbiu, ul. Szkolna 1, 19-300 Dąbie"]);
    assert!(notice.municipality.is_none() && notice.teryt.is_none());
    assert!(notice.doubts.iter().any(|doubt| doubt.reason == "village_of_that_name"));
}

#[test]
fn a_postcode_tells_namesakes_apart() {
    let work = "Gmina Osiek otrzymała dofinansowanie projektu pn. „Nowa droga do szkoły”.";
    let notice = told_by("Projekt", &[work, MONEY, "Urząd Gminy, ul. Rynek 1, 32-608 Osiek"]);
    assert_eq!(notice.voivodeship.map(|fact| fact.value), Some("małopolskie".to_owned()));
}

#[test]
fn a_bare_head_or_a_label_is_nobodys_name() {
    let notice = told(
        "W naszej okolicy Centrum Kultury i Szkoła Podstawowa. Projekt pn. „Nowa droga”. Partner Wiodący: Gmina Gruta. Partner A.",
    );
    assert_eq!(notice.beneficiary.map(|fact| fact.value), Some("Gmina Gruta".to_owned()));
    assert!(notice.partners.is_empty(), "{:?}", notice.partners);
}

#[test]
fn women_and_men_make_the_whole_beside_a_part_of_it() {
    let notice = told(
        "MOPS w Ełku zrealizował projekt pn. „Czas na pracę”. Wsparciem objęto 60 osób, w tym 40 kobiet i 20 mężczyzn, i 15 osób niepełnosprawnych.",
    );
    let value = |fact: Option<super::Fact<u32>>| fact.map(|fact| fact.value);
    assert_eq!((value(notice.participants), value(notice.women), value(notice.men)), (Some(60), Some(40), Some(20)));
}

#[test]
fn a_programmes_name_says_whom_it_serves() {
    let notice = told("Gmina Gruta realizuje program „Opieka 75+” edycja 2024.");
    assert_eq!(notice.target_categories, ["seniors"]);
}

#[test]
fn the_fund_for_disabled_people_is_no_target_group() {
    let notice = told(
        "Gmina Gruta realizuje projekt pn. „Nowa droga do szkoły” ze środków Państwowego Funduszu Rehabilitacji Osób Niepełnosprawnych. \
         Państwowy Fundusz Rehabilitacji Osób Niepełnosprawnych przekazał dotację.",
    );
    assert!(notice.target_categories.is_empty(), "{:?}", notice.target_categories);
}

#[test]
fn half_a_name_with_a_lost_letter_is_no_municipality() {
    assert_eq!(municipality("Gmina Ma?dyty realizuje projekt pn. „Razem”. Dofinansowanie: 10 000,00 zł."), None);
}

#[test]
fn a_town_that_was_granted_money_is_the_municipality() {
    let sentence = "Gruta otrzymała 98 000 zł dotacji na zadanie pn. „Nowe życie remizy”.";
    assert_eq!(municipality(sentence).as_deref(), Some("Gruta"));
}
