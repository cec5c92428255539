//! Where a project is, name by name.

use super::*;
use crate::check::{Mention, Proof};
use crate::notice::{Amount, Evidence, Fact, Notice, Scope};
use crate::page::Source;
use crate::resolve::Published;
use crate::value::Currency;
use crate::vocabulary::{Role, Vocabulary};
use rust_decimal::Decimal;

fn fact<T>(value: T) -> Fact<T> {
    Fact { value, evidence: Evidence { start: 0, end: 0, quote: String::new(), rule: "test" } }
}

fn text(value: &str) -> Option<Fact<String>> {
    (!value.is_empty()).then(|| fact(value.to_owned()))
}

/// A notice of beneficiary, implementer and partners.
fn bodies(beneficiary: &str, implementer: &str, partners: &[&str]) -> Notice {
    let partners = partners.iter().map(|&name| fact(name.to_owned())).collect();
    Notice { beneficiary: text(beneficiary), implementer: text(implementer), partners, ..Notice::default() }
}

/// A sum for what a partner does.
fn partner_share(value: &str) -> Amount {
    Amount {
        role: Role::PartnerShare,
        value: value.parse().unwrap(),
        currency: Some(Currency::Pln),
        rate: None,
        rate_basis: None,
        scope: Scope::Partner,
        stage: None,
        approximate: false,
        in_words: None,
        evidence: Evidence { quote: format!("Budżet partnera: {value} zł"), ..fact(()).evidence },
    }
}

fn money(value: &str) -> Option<Fact<Decimal>> {
    Some(fact(value.parse().unwrap()))
}

fn published(notice: &Notice) -> Published {
    let source = Source { path: Some("a".into()), url: None, sha256: "00".repeat(32) };
    let mention =
        Mention { source, mention: 0, notice: notice.clone(), checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() };
    Published { mention, fields: Vec::new() }
}

/// `2805011 Ełk 1 body` for each unit of a project that stands on these municipalities' pages.
fn located(notice: &Notice, owners: &[&str]) -> Vec<String> {
    let none = Told { notice, owner: None };
    let mut told: Vec<Told<'_>> = owners.iter().map(|&owner| Told { notice, owner: Some(owner) }).collect();
    if told.is_empty() {
        told.push(none);
    }
    shown(&locate(&published(notice), &told, Vocabulary::builtin()))
}

fn shown(locations: &[Location]) -> Vec<String> {
    use crate::table::Named;
    let share = |location: &Location| location.share.map_or("-".to_owned(), |share| share.normalize().to_string());
    let of = |location: &Location| {
        let (number, rough) = (location.teryt.as_deref().unwrap_or("-"), if location.is_exact { "" } else { " rough" });
        format!("{number} {} {} {}{rough}", location.name, share(location), location.basis.name())
    };
    locations.iter().map(of).collect()
}

#[test]
fn elk_the_town_is_not_elk_the_villages() {
    assert_eq!(located(&bodies("Gmina Miasto Ełk", "", &[]), &[]), ["2805011 Ełk 1 body"]);
    assert_eq!(located(&bodies("Gmina Wiejska Ełk", "", &[]), &[]), ["2805022 Ełk 1 body"]);
    assert_eq!(located(&bodies("Miejski Ośrodek Pomocy Społecznej w Ełku", "", &[]), &[]), ["2805011 Ełk 1 body"]);
    assert_eq!(located(&bodies("Gminny Ośrodek Pomocy Społecznej w Ełku", "", &[]), &[]), ["2805022 Ełk 1 body"]);
}

#[test]
fn a_name_that_nothing_decides_is_its_county_only() {
    assert_eq!(located(&bodies("Gmina Ełk", "", &[]), &[]), ["2805 ełcki - body rough"]);
    assert_eq!(located(&bodies("Gmina Ełk", "", &[]), &["280501"]), ["2805011 Ełk 1 body"], "the owner of the page decides");
    assert_eq!(located(&bodies("Gmina Ełk", "", &[]), &["0463011"]), ["2805 ełcki - body rough"], "another owner does not");
}

#[test]
fn of_four_osieks_the_voivodeship_of_the_programme_decides() {
    let osiek = bodies("Gmina Osiek", "", &[]);
    assert_eq!(located(&osiek, &[]), [""; 0]);
    let paid = Notice { programme_code: text("RPPM"), ..osiek.clone() };
    assert_eq!(located(&paid, &[]), ["221308 Osiek 1 body"]);
    let printed = Notice { voivodeship: text("świętokrzyskie"), ..osiek.clone() };
    assert_eq!(located(&printed, &[]), ["261204 Osiek 1 body"]);
    let beside = Notice { partners: vec![fact("Powiat Oświęcimski".to_owned())], ..osiek };
    assert_eq!(located(&beside, &[]), ["121305 Osiek - body", "1213 oświęcimski - body"], "the county that is printed");
}

#[test]
fn what_a_county_does_is_no_municipalitys() {
    let pcpr = bodies("Powiat Ełcki", "Powiatowe Centrum Pomocy Rodzinie w Ełku", &[]);
    let named = Notice { municipality: text("Ełk"), teryt: text("2805011"), ..pcpr.clone() };
    assert_eq!(located(&named, &["2805011"]), ["2805 ełcki 1 body"]);
    assert_eq!(located(&bodies("Powiatowe Centrum Pomocy Rodzinie w Ełku", "", &[]), &[]), ["2805 ełcki 1 body"]);
    assert_eq!(located(&bodies("Starostwo Powiatowe w Ełku", "", &[]), &[]), ["2805 ełcki 1 body"]);
    let school = bodies("Powiat Ełcki", "Zespół Szkół nr 1 w Ełku", &[]);
    assert_eq!(located(&school, &[]), ["2805 ełcki 1 body"], "the county's own school");
}

#[test]
fn what_a_voivodeship_does_is_no_towns() {
    let rops = "Województwo Kujawsko-Pomorskie/Regionalny Ośrodek Polityki Społecznej w Toruniu";
    assert_eq!(located(&bodies(rops, "", &[]), &["0463011"]), ["04 kujawsko-pomorskie 1 body"]);
    assert_eq!(
        located(&bodies("Regionalny Ośrodek Polityki Społecznej w Toruniu", "", &[]), &[]),
        ["04 kujawsko-pomorskie 1 body"]
    );
    assert_eq!(located(&bodies("Ministerstwo Cyfryzacji", "", &[]), &["0463011"]), ["- Polska 1 body"]);
}

#[test]
fn a_city_with_county_rights_is_county_and_municipality() {
    assert_eq!(located(&bodies("Miasto Toruń", "", &[]), &[]), ["0463011 Toruń 1 body"]);
    // Toruń is a city of its own and the seat of the county around it.
    assert_eq!(located(&bodies("Powiatowy Urząd Pracy w Toruniu", "", &[]), &[]), ["04 kujawsko-pomorskie - body rough"]);
}

#[test]
fn an_association_is_located_by_its_partner_or_page() {
    let alone = bodies("Stowarzyszenie Lepsze Jutro", "", &["Gmina Miejska Bartoszyce"]);
    assert_eq!(located(&alone, &[]), ["2801011 Bartoszyce 1 body"]);
    let many = bodies("Stowarzyszenie Lepsze Jutro", "", &["Gmina Miejska Bartoszyce", "Fundacja Most", "Fundacja Kładka"]);
    assert_eq!(located(&many, &[]), ["2801011 Bartoszyce - body"], "nobody knows what falls to the others");
    assert_eq!(located(&bodies("Stowarzyszenie Przyjaciół Gminy Gruta", "", &[]), &["0463011"]), ["0463011 Toruń 1 page_owner"]);
    let acting = bodies("Stowarzyszenie Lepsze Jutro", "Miejski Ośrodek Pomocy Społecznej w Ełku", &[]);
    assert_eq!(located(&acting, &[]), ["2805011 Ełk 1 body"]);
}

#[test]
fn partners_share_a_project_but_nobody_knows_how() {
    let together = bodies("Gmina Miejska Bartoszyce", "", &["Gmina Miasto Ełk", "Gmina Miasta Toruń"]);
    assert_eq!(located(&together, &[]), ["0463011 Toruń - body", "2801011 Bartoszyce - body", "2805011 Ełk - body"]);
}

#[test]
fn a_printed_part_is_the_share_of_the_partner_whose_grant_and_own_contribution_make_it_up() {
    let mut notice = bodies("Gmina Miasta Toruń", "", &["Gmina Miasto Ełk"]);
    notice.total_cost = money("2000000.00");
    let mut granted = partner_share("500000.00");
    granted.evidence.quote = "Dofinansowanie dla partnera: 500 000 zł".into();
    notice.amounts = vec![granted];
    // A grant is no part of the cost.
    assert_eq!(located(&notice, &["2805011"]), ["0463011 Toruń - body", "2805011 Ełk - body"]);
    let own = Notice { cofinancing: money("425000.00"), own_contribution: money("75000.00"), ..notice };
    assert_eq!(located(&own, &["2805011"]), ["0463011 Toruń - body", "2805011 Ełk 0.25 body"]);
    // Two pages that print different parts of the same partner contradict each other.
    let own = Notice { amounts: vec![partner_share("500000.00")], ..own };
    let other = Notice { amounts: vec![partner_share("600000.00")], own_contribution: money("175000.00"), ..own.clone() };
    let told = [&own, &other].map(|notice| Told { notice, owner: Some("2805011") });
    let located = locate(&published(&own), &told, Vocabulary::builtin());
    assert_eq!(shown(&located), ["0463011 Toruń - body", "2805011 Ełk - body"]);
}

#[test]
fn a_part_of_another_whole_is_no_share() {
    let mut notice = bodies("Gmina Miasta Toruń", "", &["Gmina Miasto Ełk"]);
    notice.total_cost = money("1000000.00");
    notice.cofinancing = money("250000.00");
    notice.own_contribution = money("50000.00");
    notice.amounts = vec![partner_share("300000.00")];
    let whole = Notice { total_cost: money("2000000.00"), ..notice.clone() };
    let told = [Told { notice: &notice, owner: Some("2805011") }];
    let located = locate(&published(&whole), &told, Vocabulary::builtin());
    assert_eq!(shown(&located), ["0463011 Toruń - body", "2805011 Ełk - body"]);
}

#[test]
fn the_part_that_grant_and_own_contribution_make_up_is_the_pages_own() {
    let mut notice = bodies("Miasto Ełk", "", &[]);
    notice.total_cost = money("2864743.90");
    notice.cofinancing = money("1436166.94");
    notice.own_contribution = money("253441.23");
    notice.amounts = vec![partner_share("1689608.17")];
    assert_eq!(located(&notice, &[]), ["2805011 Ełk 1 body"], "nobody says whose page it is");
    assert_eq!(located(&notice, &["2805011"]), ["2805011 Ełk 0.5897937927 body"]);
}

#[test]
fn parts_that_are_more_than_the_whole_are_none() {
    let page = |part: &str| {
        let mut notice = bodies("Fundacja Most", "", &["Gmina Miasto Ełk", "Gmina Miasta Toruń"]);
        notice.total_cost = money("100.00");
        notice.amounts = vec![partner_share(part)];
        (notice.cofinancing, notice.own_contribution) = (money(part), money("0.00"));
        notice
    };
    let (elk, torun) = (page("60.00"), page("70.00"));
    let told = [Told { notice: &elk, owner: Some("2805011") }, Told { notice: &torun, owner: Some("0463011") }];
    let located = locate(&published(&elk), &told, Vocabulary::builtin());
    assert_eq!(shown(&located), ["0463011 Toruń - body", "2805011 Ełk - body"]);
}

#[test]
fn a_school_in_a_village_is_not_the_far_municipality_of_that_name() {
    let school = bodies("Szkoła Podstawowa w Grucie", "", &[]);
    assert_eq!(located(&school, &[]), [""; 0]);
    let gruta = Vocabulary::builtin().places().by_name("Gruta");
    let teryt = Vocabulary::builtin().places().get(gruta[0]).teryt.clone();
    let known = Notice { voivodeship: text("kujawsko-pomorskie"), ..school };
    assert_eq!(located(&known, &[]), [format!("{teryt} Gruta 1 body")]);
}

#[test]
fn the_pages_own_word_counts_and_then_its_owner() {
    let named = Notice { municipality: text("Ełk"), teryt: text("2805022"), ..Notice::default() };
    assert_eq!(located(&named, &["2805011"]), ["2805022 Ełk 1 named"]);
    let vague = Notice { municipality: text("Ełk"), ..Notice::default() };
    assert_eq!(located(&vague, &[]), ["2805 ełcki - named rough"]);
    assert_eq!(located(&Notice::default(), &["2805011"]), ["2805011 Ełk 1 page_owner"]);
    assert_eq!(located(&Notice::default(), &["2805"]), ["2805 ełcki 1 page_owner"]);
    assert_eq!(located(&Notice::default(), &[]), [""; 0]);
    let far = Notice { voivodeship: text("podlaskie"), ..Notice::default() };
    assert_eq!(located(&far, &[]), ["20 podlaskie - named rough"]);
}

#[test]
fn the_same_name_twice_is_one_unit() {
    let both = bodies(
        "Gmina Miejska Bartoszyce – Miejski Ośrodek Pomocy Społecznej w Bartoszycach",
        "",
        &["Ośrodek Pomocy Społecznej w Toruniu"],
    );
    assert_eq!(located(&both, &[]), ["0463011 Toruń - body", "2801011 Bartoszyce - body"]);
    // A partner of the leader's name may be the villages around it, or the leader once more.
    let namesake = bodies("Gmina Miasto Ełk", "", &["Gmina Ełk"]);
    assert_eq!(located(&namesake, &[]), ["2805011 Ełk - body", "2805 ełcki - body rough"]);
}

#[test]
fn a_name_in_the_genitive_is_not_its_neighbour_in_the_alphabet() {
    // Wieliczki, or Wieliczka after `Gminy`.
    assert_eq!(located(&bodies("Gmina Wieliczki", "", &[]), &[]), [""; 0]);
    let known = Notice { voivodeship: text("warmińsko-mazurskie"), ..bodies("Gmina Wieliczki", "", &[]) };
    assert_eq!(located(&known, &[]), ["281306 Wieliczki 1 body"]);
}

#[test]
fn a_municipality_that_the_gazetteer_lacks_is_its_pages_owner() {
    let unknown = bodies("Gmina Nowa Nieznana", "", &[]);
    assert_eq!(located(&unknown, &["2899012"]), ["2899012 2899012 1 body"]);
    assert_eq!(located(&unknown, &["2805011"]), ["2805011 Ełk - page_owner"], "whose page tells of somebody else");
}

#[test]
fn heads_that_the_rules_name_are_in_the_vocabulary() {
    let known = |id: &&str| Vocabulary::builtin().organisations.iter().any(|entry| entry.id == **id);
    assert!(super::body::IDS.iter().flat_map(|ids| ids.iter()).all(known));
}

#[test]
fn the_leaders_budget_another_units_or_a_grant_is_no_share_of_the_pages_owner() {
    let page = |quote: &str| {
        let mut notice = bodies("Fundacja Most", "", &["Gmina Olecko"]);
        notice.total_cost = money("2000000.00");
        let mut amount = partner_share("300000.00");
        amount.evidence.quote = quote.to_owned();
        notice.amounts = vec![amount];
        notice
    };
    let share = |notice: &Notice, published_as: &Notice| {
        let told = [Told { notice, owner: Some("281304") }];
        locate(&published(published_as), &told, Vocabulary::builtin())[0].share.map(|share| share.normalize().to_string())
    };
    let own = page("Wartość zadań partnera: 300 000 zł");
    assert_eq!(share(&own, &own), Some("0.15".to_owned()));
    let other_total = Notice { total_cost: money("3000000.00"), ..own.clone() };
    assert_ne!(share(&own, &other_total), Some("0.15".to_owned()), "the published total is another");
    for quote in [
        "Budżet lidera: 300 000 zł",
        "Wartość projektu dla Gminy Gołdap",
        "Dofinansowanie dla partnera: 300 000 zł",
        "300 000 zł",
    ] {
        let other = page(quote);
        assert_ne!(share(&other, &other), Some("0.15".to_owned()), "{quote}");
    }
}

#[test]
fn a_municipality_that_a_person_has_put_right_is_the_only_one() {
    let mut notice = bodies("Gmina Miasto Ełk", "", &[]);
    notice.teryt = text("2810011");
    assert_eq!(located(&notice, &[]).len(), 2, "the page names another one beside the beneficiary");
    if let Some(teryt) = &mut notice.teryt {
        teryt.evidence.rule = crate::correction::RULE;
    }
    assert_eq!(located(&notice, &[]), ["2810011 Mrągowo 1 named"]);
}
