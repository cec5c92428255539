//! Which project a row is about, and how their figures compare.

use super::super::{
    Announced, Figure, Figures, Found, Index, Listed, ListedPlace, MatchedBy, Owners, PlaceHint, Precision, Reason, Side, compare,
};
use crate::value::Currency;
use crate::vocabulary::Places;
use chrono::NaiveDate;
use rust_decimal::Decimal;

fn sum(text: &str) -> Option<Decimal> {
    if text.is_empty() { None } else { Some(text.parse().unwrap()) }
}

/// From title, number, body, total.
fn project([title, number, body, total]: [&str; 4]) -> Announced {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Announced {
        id: format!("{title}{number}"),
        number: text(number),
        title: text(title),
        bodies: text(body).into_iter().collect(),
        figures: Figures { total: sum(total), currency: Some(Currency::Pln), ..Figures::default() },
        ..Announced::default()
    }
}

fn row([title, number, body, total]: [&str; 4]) -> Listed {
    let of = project([title, number, body, total]);
    Listed {
        number: of.number,
        title: of.title,
        beneficiary: of.bodies.into_iter().next(),
        total: of.figures.total,
        currency: Some(Currency::Pln),
        ..Listed::default()
    }
}

fn found(projects: &[[&str; 4]], listed: [&str; 4]) -> Vec<(usize, MatchedBy, bool)> {
    let index = Index::new(projects.iter().copied().map(project).collect());
    match index.find(&row(listed)) {
        Found::Matches(matches) => matches.into_iter().map(|matched| (matched.project, matched.by, matched.is_part)).collect(),
        Found::Ambiguous(_) | Found::Nothing => Vec::new(),
    }
}

const TITLE: &str = "Budowa ścieżki rowerowej wokół jeziora";

#[test]
fn prefix_annex_and_a_lost_zero_do_not_part_a_number() {
    let projects = [["Inny tytuł", "RPWM.11.02.03-28-0063/17", "Gmina Ełk", "1"], [TITLE, "", "Gmina Ełk", "2"]];
    let by_number = [(0, MatchedBy::Number, false)];
    assert_eq!(found(&projects, ["Inny tytuł", "UDA-RPWM.11.02.03-28-0063/17-02", "Gmina Ełk", "9"]), by_number);
    assert_eq!(found(&projects, ["", "rpwm.11.02.03-28-0063/17-00", "", ""]), by_number);
}

#[test]
fn many_under_an_umbrella_number_are_listed_but_its_figures_are_not_theirs() {
    let number = "POPC.05.01.00-00-0001/21";
    let projects =
        [["Cyfrowa Gmina", number, "Gmina Ełk", "100"], ["Cyfrowa Gmina", number, "Gmina Iława", "200"], ["", number, "", ""]];
    let listed = ["Rozwój cyfrowy jednostek samorządu", number, "Skarb Państwa - Centrum", "999999"];
    let parts: Vec<bool> = found(&projects, listed).into_iter().map(|(_, _, is_part)| is_part).collect();
    assert_eq!(parts, [true, true, false]);
    let (project, row) = (project(projects[0]), row(listed));
    let comparison = compare(&project, &row, true);
    assert_eq!(
        (comparison.compared.len(), comparison.not_compared.as_slice()),
        (0, &[(Figure::Total, Reason::SharedNumber)][..])
    );
}

#[test]
fn without_a_number_title_body_and_sum_are_needed() {
    let projects = [[TITLE, "", "Gmina Ełk", "1000.10"]];
    let by = [(0, MatchedBy::TitleBodySum, false)];
    assert_eq!(found(&projects, [TITLE, "RPWM.04.04.01-28-0001/17-00", "GMINA EŁK", "1000.10"]), by);
    assert_eq!(found(&projects, [TITLE, "", "Gmina Ełk", "1000.11"]), by, "within a grosz");
    assert!(found(&projects, [TITLE, "", "Gmina Ełk", "2000"]).is_empty(), "another sum, and no day");
    assert!(found(&projects, [TITLE, "", "Powiat Piski", "1000.10"]).is_empty(), "another body");
    assert!(found(&projects, ["Remont dachu szkoły", "", "Gmina Ełk", "1000.10"]).is_empty(), "another title");
}

#[test]
fn the_same_day_stands_in_for_the_sum_where_the_title_tells_enough() {
    let day = NaiveDate::from_ymd_opt(2018, 9, 1).unwrap();
    let with_start = |title: &'static str| {
        let mut project = project([title, "", "Gmina Ełk", "100"]);
        project.figures.start = Some((day, Precision::Day));
        let listed = Listed { start: Some(day), ..row([title, "", "Gmina Ełk", "120"]) };
        (Index::new(vec![project.clone()]).find(&listed), compare(&project, &listed, false))
    };
    let (found, comparison) = with_start(TITLE);
    assert!(matches!(found, Found::Matches(matches) if matches[0].by == MatchedBy::TitleBodyDay));
    assert_eq!(comparison.differences, [(Figure::Total, Decimal::from(-20))]);
    assert_eq!(with_start("Asystent osobisty").0, Found::Nothing, "everyone's, every year");
}

#[test]
fn another_year_or_stage_in_the_title_is_another_project() {
    let projects = [["Modernizacja drogi gminnej w Nowej Wsi, etap 1", "", "Gmina Ełk", "500000"]];
    assert!(found(&projects, ["Modernizacja drogi gminnej w Nowej Wsi, etap 2", "", "Gmina Ełk", "500000"]).is_empty());
}

#[test]
fn two_projects_that_fit_equally_well_are_ambiguous_and_none_is_taken() {
    let index = Index::new(vec![project([TITLE, "", "Gmina Ełk", "100"]), project([TITLE, "", "Gmina Ełk", "100"])]);
    assert_eq!(index.find(&row([TITLE, "", "Gmina Ełk", "100"])), Found::Ambiguous(vec![0, 1]));
}

#[test]
fn two_different_numbers_are_two_projects_whatever_their_titles() {
    let projects = [[TITLE, "RPWM.04.04.01-28-0002/17", "Gmina Ełk", "100"]];
    assert!(found(&projects, [TITLE, "RPWM.04.04.01-28-0001/17", "Gmina Ełk", "100"]).is_empty());
}

#[test]
fn a_title_the_list_has_cut_is_held_against_the_beginning_of_ours() {
    let words: Vec<String> = (0..60).map(|n| format!("słowo{}", "abcdefghij".repeat(n % 3 + 1))).collect();
    let long = words.join(" ");
    let cut: String = long.chars().take(255).collect();
    let index = Index::new(vec![project([&long, "", "Gmina Ełk", "100"])]);
    assert!(matches!(index.find(&row([&cut, "", "Gmina Ełk", "100"])), Found::Matches(_)));
}

#[test]
fn the_lists_eu_part_is_never_held_against_the_grant() {
    let mut project = project([TITLE, "", "Gmina Ełk", "100"]);
    project.figures.grant = sum("95");
    let listed = Listed { eu: sum("85"), ..row([TITLE, "", "Gmina Ełk", "100"]) };
    let comparison = compare(&project, &listed, false);
    assert_eq!(comparison.compared, [(Figure::Total, Side::Same)]);
    assert!(comparison.agrees());
    project.figures.eu = sum("80");
    assert_eq!(compare(&project, &listed, false).differences, [(Figure::Eu, Decimal::from(-5))]);
}

#[test]
fn zloty_and_euro_are_never_held_against_each_other() {
    let mut project = project([TITLE, "", "Gmina Ełk", "100"]);
    let listed = Listed { currency: Some(Currency::Eur), ..row([TITLE, "", "Gmina Ełk", "100"]) };
    assert_eq!(compare(&project, &listed, false).not_compared, [(Figure::Total, Reason::OtherCurrency)]);
    project.figures.currency = None;
    assert_eq!(compare(&project, &listed, false).compared, [(Figure::Total, Side::Same)], "the same digits confirm");
    project.figures.total = sum("101");
    assert_eq!(
        compare(&project, &listed, false).not_compared,
        [(Figure::Total, Reason::CurrencyUnknown)],
        "others do not contradict"
    );
}

#[test]
fn an_application_and_a_partners_share_are_not_comparable_and_it_is_said() {
    let mut project = project([TITLE, "", "Gmina Ełk", "100"]);
    project.figures.is_requested = true;
    project.figures.eu_is_partners = true;
    let listed = Listed { eu: sum("85"), ..row([TITLE, "", "Gmina Ełk", "90"]) };
    let comparison = compare(&project, &listed, false);
    assert_eq!(comparison.not_compared, [(Figure::Total, Reason::Requested), (Figure::Eu, Reason::PartnersShare)]);
    assert!(!comparison.agrees() && comparison.differing().next().is_none());
}

#[test]
fn a_month_that_holds_the_listed_day_agrees() {
    let mut project = project([TITLE, "", "Gmina Ełk", ""]);
    let day = |month, day| NaiveDate::from_ymd_opt(2018, month, day).unwrap();
    project.figures.start = Some((day(9, 1), Precision::Month));
    project.figures.end = Some((day(12, 31), Precision::Year));
    let listed = Listed { start: Some(day(9, 15)), end: Some(day(6, 30)), ..row([TITLE, "", "Gmina Ełk", ""]) };
    assert!(compare(&project, &listed, false).agrees());
    project.figures.end = Some((day(12, 31), Precision::Day));
    assert_eq!(compare(&project, &listed, false).differing().collect::<Vec<_>>(), [Figure::End]);
}

#[test]
fn a_row_concerns_the_town_or_the_rural_municipality_around_it_never_both() {
    // Ełk, the town, and Ełk, the villages.
    let places = Places::builtin();
    let both: Vec<&str> = places.iter().filter(|place| place.name == "Ełk").map(|place| place.teryt.as_str()).collect();
    assert_eq!(both.len(), 2, "{both:?}");
    let mut owners = Owners::new(places, both);
    let mut owners_of = |beneficiary: Option<&str>, places: &[(&str, &str, &str, Option<PlaceHint>)]| {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let place = |(voivodeship, county, municipality, hint): &(&str, &str, &str, Option<PlaceHint>)| ListedPlace {
            voivodeship: text(voivodeship),
            county: text(county),
            municipality: text(municipality),
            hint: *hint,
        };
        let row = Listed {
            beneficiary: beneficiary.map(str::to_owned),
            places: places.iter().map(place).collect(),
            ..Listed::default()
        };
        owners.of(&row)
    };
    let here = |hint| ("WARMIŃSKO-MAZURSKIE", "ełcki", "Ełk", hint);
    let (town, villages) = (owners_of(None, &[here(None)]), owners_of(None, &[here(Some(PlaceHint::Rural))]));
    assert!(town.len() == 1 && villages.len() == 1 && town != villages, "{town:?} {villages:?}");
    assert_eq!(owners_of(Some("GMINA MIASTO EŁK"), &[("WARMIŃSKO-MAZURSKIE", "", "", None)]), town);
    assert!(owners_of(Some("Gmina Ełk"), &[("WARMIŃSKO-MAZURSKIE", "", "", None)]).is_empty(), "which of the two is not told");
    assert!(owners_of(Some("Gmina Ełk"), &[("MAZOWIECKIE", "", "", None)]).is_empty(), "another voivodeship");
    assert!(owners_of(Some("Fundacja Ełk"), &[("WARMIŃSKO-MAZURSKIE", "ełcki", "", None)]).is_empty());
    assert!(owners_of(None, &[("", "", "", None)]).is_empty(), "the whole country is nobody's");
}
