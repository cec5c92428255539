//! What is added up, and what is not.

use super::*;
use crate::check::{Mention, Proof};
use crate::dataset::frame::table;
use crate::dataset::history::{Lifetime, Presence, Span};
use crate::dataset::model::Coverage;
use crate::dataset::places::{Level, Location, LocationBasis, LocationRow, locations};
use crate::dataset::schema::{self, ProjectRow};
use crate::notice::{Amount, Evidence, Fact, Notice, Scope, Status, TargetGroup};
use crate::page::Source;
use crate::resolve::{Join, Project, Published};
use crate::value::{Currency, PartialDate};
use crate::vocabulary::{Places, Role};
use count::MunicipalityRow;
use polars::prelude::DataFrame;
use rust_decimal::Decimal;

const ELK: &str = "2805011";
const TORUN: &str = "0463011";

fn fact<T>(value: T) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence { start: 0, end: 0, quote: String::new(), rule: "test" } })
}

fn number(value: &str) -> Decimal {
    value.parse().unwrap()
}

/// An ongoing project in PLN: total, grant, own contribution; empty where nothing is printed.
fn costing([total, grant, own]: [&str; 3]) -> Notice {
    let sum = |value: &str| value.parse().ok().and_then(fact);
    Notice {
        total_cost: sum(total),
        cofinancing: sum(grant),
        own_contribution: sum(own),
        currency: fact(Currency::Pln),
        status: fact(Status::Ongoing),
        start_date: fact(PartialDate { year: 2018, month: Some(1), day: Some(1) }),
        end_date: fact(PartialDate { year: 2020, month: Some(12), day: None }),
        ..Notice::default()
    }
}

fn municipality(teryt: &str, share: Option<&str>) -> Location {
    let name = Places::builtin().by_teryt(teryt).unwrap().name.clone();
    Location {
        level: Level::Municipality,
        teryt: Some(teryt.into()),
        name,
        is_exact: true,
        share: share.map(number),
        basis: LocationBasis::Body,
    }
}

fn county(teryt: &str) -> Location {
    Location {
        level: Level::County,
        teryt: Some(teryt.into()),
        name: "ełcki".into(),
        is_exact: true,
        share: Some(Decimal::ONE),
        basis: LocationBasis::Body,
    }
}

/// Frames of projects with their places.
fn frames(told: &[(Notice, Vec<Location>)], first: usize) -> (DataFrame, DataFrame) {
    let id = |number: usize| format!("p{}", first + number);
    let projects: Vec<Project> = (0..told.len())
        .map(|at| Project {
            id: id(at),
            join: Join::Alone,
            score: 1.0,
            by_names: false,
            members: vec![at],
            best: at,
            pages: 1,
            agree: true,
        })
        .collect();
    let source = Source { path: Some("a".into()), url: None, sha256: "00".repeat(32) };
    let published: Vec<Published> = told
        .iter()
        .map(|(notice, _)| {
            let mention = Mention {
                source: source.clone(),
                mention: 0,
                notice: notice.clone(),
                checks: Vec::new(),
                proof: Proof::Unproved,
                corrected: Vec::new(),
            };
            Published { mention, fields: Vec::new() }
        })
        .collect();
    let (presence, fields, resolved_id) = (Presence::Current, Vec::new(), String::new());
    let lifetime = Lifetime { presence, span: Span::new(&"2026-11-22T05:32:10Z".into()), fields, resolved_id };
    let gone = Lifetime { presence: Presence::Gone, ..lifetime.clone() };
    // Only a project that is gone has a title here.
    let lifetime = |notice: &Notice| if notice.title.is_some() { &gone } else { &lifetime };
    let rows: Vec<_> = projects
        .iter()
        .zip(&published)
        .zip(told)
        .map(|((project, published), (notice, _))| ProjectRow {
            project,
            published,
            mention_id: "m",
            lifetime: lifetime(notice),
            corrected: Vec::new(),
            source: None,
        })
        .collect();
    let places: Vec<_> = projects
        .iter()
        .zip(told)
        .flat_map(|(project, (_, at))| at.iter().map(|location| LocationRow { project_id: &project.id, location }))
        .collect();
    (table(&schema::projects(), &rows).unwrap(), table(&locations(), &places).unwrap())
}

fn rows_with(told: &[(Notice, Vec<Location>)], yardsticks: &Yardsticks) -> Vec<MunicipalityRow> {
    let (projects, places) = frames(told, 0);
    let mut measures = Measures::new(yardsticks, "2026-11-22T05:32:10Z");
    measures.take(&projects, &places).unwrap();
    measures.rows(&[], &Hearing::default(), Places::builtin())
}

fn rows(told: &[(Notice, Vec<Location>)]) -> Vec<MunicipalityRow> {
    rows_with(told, &Yardsticks::default())
}

/// The row of all projects of a municipality.
fn all<'r>(rows: &'r [MunicipalityRow], teryt: &str) -> &'r MunicipalityRow {
    rows.iter().find(|row| row.teryt == teryt && row.grouping == Grouping::All).unwrap()
}

/// What a column of the table says of a row.
fn cell(row: &MunicipalityRow, name: &str) -> String {
    use crate::table::{Cell, Kind};
    let column = municipalities().into_iter().find(|column| column.spec.name == name).unwrap();
    match (column.get)(row) {
        Cell::Null => "null".into(),
        Cell::Text(text) => text.into_owned(),
        Cell::Number(mut number) => {
            if let Kind::Decimal(scale) = column.spec.kind {
                number.rescale(scale);
            }
            number.to_string()
        }
        Cell::Count(count) => count.to_string(),
        other => format!("{other:?}"),
    }
}

fn in_elk(notice: Notice) -> (Notice, Vec<Location>) {
    (notice, vec![municipality(ELK, Some("1"))])
}

#[test]
fn every_municipality_has_a_row_and_missing_is_not_zero() {
    let rows = rows(&[in_elk(costing(["100.00", "", ""]))]);
    assert_eq!(rows.iter().filter(|row| row.grouping == Grouping::All).count(), Places::builtin().len());
    let elk = all(&rows, ELK);
    assert_eq!(
        (cell(elk, "total_pln"), cell(elk, "grant_pln"), cell(elk, "own_pln")),
        ("100.00".into(), "null".into(), "null".into())
    );
    assert_eq!((cell(elk, "cofinancing_rate"), cell(elk, "cofinancing_rate_projects")), ("null".into(), "0".into()));
    assert_eq!(cell(elk, "silence"), "null");
    let torun = all(&rows, TORUN);
    assert_eq!((cell(torun, "projects"), cell(torun, "total_pln")), ("0".into(), "null".into()));
    assert_eq!(cell(torun, "silence"), "not_crawled");
    assert!(rows.iter().map(|row| &row.teryt).is_sorted());
}

#[test]
fn elk_the_town_and_elk_the_villages_are_two_rows() {
    let rows =
        rows(&[in_elk(costing(["100.00", "", ""])), (costing(["7.00", "", ""]), vec![municipality("2805022", Some("1"))])]);
    assert_eq!((cell(all(&rows, ELK), "total_pln"), cell(all(&rows, "2805022"), "total_pln")), ("100.00".into(), "7.00".into()));
    assert_eq!((cell(all(&rows, ELK), "kind"), cell(all(&rows, "2805022"), "kind")), ("urban".into(), "rural".into()));
}

#[test]
fn euro_is_never_added_to_zloty() {
    let euro = Notice { currency: fact(Currency::Eur), ..costing(["40.00", "30.00", ""]) };
    let unknown = Notice { currency: None, ..costing(["5.00", "", ""]) };
    let rows = rows(&[in_elk(costing(["100.00", "80.00", ""])), in_elk(euro), in_elk(unknown)]);
    let elk = all(&rows, ELK);
    assert_eq!(
        (cell(elk, "total_pln"), cell(elk, "total_eur"), cell(elk, "grant_eur")),
        ("100.00".into(), "40.00".into(), "30.00".into())
    );
    assert_eq!(cell(elk, "cofinancing_rate"), "80.0000", "of the projects in PLN");
    let currencies: Vec<_> =
        elk.group.sums.keys().filter(|(role, ..)| *role == SumRole::Total).map(|(_, code, _)| *code).collect();
    assert_eq!(currencies, [None, Some("EUR"), Some("PLN")]);
}

#[test]
fn requested_awarded_and_completed_money_stay_apart() {
    let with = |status| Notice { status: fact(status), ..costing(["100.00", "90.00", ""]) };
    let silent = Notice { status: None, ..costing(["1.00", "", ""]) };
    let told = [Status::Applied, Status::Ongoing, Status::Completed, Status::Completed].map(|status| in_elk(with(status)));
    let rows = rows(&[told.to_vec(), vec![in_elk(silent)]].concat());
    let elk = all(&rows, ELK);
    assert_eq!(
        ["requested_total_pln", "awarded_total_pln", "completed_total_pln"].map(|name| cell(elk, name)),
        ["100.00", "100.00", "200.00"]
    );
    assert_eq!(
        ["total_pln", "grant_pln", "awarded_grant_pln", "completed_grant_pln"].map(|name| cell(elk, name)),
        ["300.00", "270.00", "90.00", "180.00"],
        "a finished project is granted, too"
    );
    let numbers =
        ["requested_projects", "awarded_projects", "completed_projects", "unstated_projects"].map(|name| cell(elk, name));
    assert_eq!(numbers, ["1", "1", "2", "1"]);
}

#[test]
fn a_countys_project_counts_in_no_municipality() {
    let rows = rows(&[(costing(["100.00", "", ""]), vec![county("2805")])]);
    assert!(rows.iter().all(|row| row.group.projects == 0));
}

#[test]
fn money_goes_by_share_and_stays_out_where_the_share_is_unknown() {
    let shared = |share| vec![municipality(ELK, share), municipality(TORUN, None)];
    let rows = rows(&[(costing(["100.01", "80.00", ""]), shared(Some("0.25"))), (costing(["9.00", "", ""]), shared(None))]);
    let elk = all(&rows, ELK);
    assert_eq!(
        ["projects", "regional_projects", "total_pln", "grant_pln"].map(|name| cell(elk, name)),
        ["2", "1", "25.00", "20.00"]
    );
    let torun = all(&rows, TORUN);
    assert_eq!(["projects", "regional_projects", "total_pln"].map(|name| cell(torun, name)), ["2", "2", "null"]);
}

#[test]
fn the_sums_of_a_part_are_not_divided_again() {
    let elk = vec![municipality(ELK, Some("0.5897937927"))];
    let rows = rows(&[(costing(["2864743.90", "1436166.94", "253441.23"]), elk)]);
    let elk = all(&rows, ELK);
    assert_eq!(cell(elk, "grant_pln"), "1436166.94");
    assert_eq!(cell(elk, "own_pln"), "253441.23");
    assert_eq!((cell(elk, "total_pln"), cell(elk, "cofinancing_rate")), ("1689608.17".into(), "85.0000".into()));
}

#[test]
fn ninety_families_are_not_ninety_people() {
    let families = TargetGroup {
        text: "90 rodzin".into(),
        category: "families".into(),
        count: Some(90),
        women: None,
        men: None,
        evidence: fact(()).unwrap().evidence,
    };
    let of_families = Notice {
        target_groups: vec![families],
        target_categories: vec!["families".into(), "children".into()],
        ..costing(["900.00", "", ""])
    };
    let of_people = Notice { participants: fact(20), ..costing(["100.00", "80.00", ""]) };
    let rows = rows(&[in_elk(of_families), in_elk(of_people)]);
    let elk = all(&rows, ELK);
    assert_eq!((cell(elk, "total_per_participant"), cell(elk, "total_per_participant_projects")), ("5.00".into(), "1".into()));
    assert_eq!(cell(elk, "grant_per_participant"), "4.00");
    // One project states its recipients; it is for two groups.
    assert_eq!((cell(elk, "targeted_projects"), elk.group.categories.len()), ("1".into(), 2));
}

#[test]
fn the_share_of_women_rests_on_projects_that_print_the_split() {
    let people = |all, women| Notice { participants: fact(all), women, ..costing(["", "", ""]) };
    let rows = rows(&[in_elk(people(100, fact(75))), in_elk(people(1000, None))]);
    let elk = all(&rows, ELK);
    assert_eq!((cell(elk, "share_of_women"), cell(elk, "share_of_women_projects")), ("0.750000".into(), "1".into()));
}

#[test]
fn rows_of_years_and_periods_count_the_projects_that_name_them() {
    let period = Notice { period: fact("2014-2020".to_owned()), ..costing(["100.00", "", ""]) };
    let later = Notice { start_date: fact(PartialDate { year: 2023, month: None, day: None }), ..costing(["5.00", "", ""]) };
    let rows = rows(&[in_elk(period), in_elk(later)]);
    let of: Vec<String> = rows
        .iter()
        .filter(|row| row.teryt == ELK)
        .map(|row| {
            ["grouping", "period", "start_year", "projects", "total_pln", "median_duration"].map(|name| cell(row, name)).join(" ")
        })
        .collect();
    assert_eq!(
        of,
        [
            "all null null 2 105.00 36.0",
            "period 2014-2020 null 1 100.00 36.0",
            "start_year null 2018 1 100.00 36.0",
            "start_year null 2023 1 5.00 null"
        ]
    );
}

#[test]
fn a_year_is_set_against_its_own_population() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("population.csv");
    std::fs::write(&path, "teryt;year;population\n2805011;2018;50\n2805011;2025;40\n2805011;2027;30\n").unwrap();
    let index = folder.path().join("index.csv");
    std::fs::write(&index, "year;index_2020\n2018;50\n2020;100\n").unwrap();
    let vocabulary = crate::vocabulary::Vocabulary::builtin();
    let yardsticks = Yardsticks {
        population: Some(Population::read(&path, vocabulary).unwrap()),
        deflator: Some(Deflator::read(&index, vocabulary).unwrap()),
    };
    let done = Notice { status: fact(Status::Completed), ..costing(["100.00", "60.00", ""]) };
    let rows = rows_with(&[in_elk(done), in_elk(costing(["100.00", "", ""]))], &yardsticks);
    let of = |row: &MunicipalityRow| {
        ["population", "population_year", "population_source", "total_per_inhabitant", "grant_per_inhabitant"]
            .map(|name| cell(row, name))
    };
    assert_eq!(of(all(&rows, ELK)), ["40", "2025", "population.csv", "5.00", "1.50"], "2027 is later than the edition");
    let year = rows.iter().find(|row| row.teryt == ELK && row.grouping == Grouping::StartYear).unwrap();
    assert_eq!(of(year), ["50", "2018", "population.csv", "4.00", "1.20"]);
    assert_eq!(of(all(&rows, TORUN)), ["null"; 5]);
    let real = ["price_year", "real_total_pln", "real_grant_pln", "real_projects"].map(|name| cell(all(&rows, ELK), name));
    assert_eq!(real, ["2020", "400.00", "120.00", "2"]);
}

#[test]
fn a_source_says_why_its_municipality_is_silent() {
    let source = |teryt: &str, reason: Option<&str>| Coverage {
        source: teryt.to_owned(),
        name: "Nowa Gmina".into(),
        teryt: Some(teryt.to_owned()),
        complete: reason.is_none(),
        reason: reason.map(str::to_owned),
        ..Coverage::default()
    };
    let coverage = [source("280501", None), source(TORUN, Some("robots_closed")), source("9999011", Some("waiting"))];
    let yardsticks = Yardsticks::default();
    let rows = Measures::new(&yardsticks, "2026").rows(&coverage, &Hearing::default(), Places::builtin());
    assert_eq!(cell(all(&rows, ELK), "silence"), "nothing_announced", "a number of six digits is the same municipality");
    assert_eq!(cell(all(&rows, TORUN), "silence"), "closed");
    let unknown = all(&rows, "9999011");
    assert_eq!((cell(unknown, "municipality"), cell(unknown, "silence")), ("Nowa Gmina".into(), "unfinished".into()));
}

#[test]
fn slices_and_their_order_do_not_matter() {
    let told: Vec<_> = (1..20)
        .map(|at| {
            (costing([&format!("{at}.01"), "0.33", ""]), vec![municipality(ELK, Some("0.333333")), municipality(TORUN, None)])
        })
        .collect();
    let yardsticks = Yardsticks::default();
    let count = |cuts: &[std::ops::Range<usize>]| {
        let mut measures = Measures::new(&yardsticks, "2026");
        for cut in cuts {
            let (projects, places) = frames(&told[cut.clone()], cut.start);
            measures.take(&projects, &places).unwrap();
        }
        let rows = measures.rows(&[], &Hearing::default(), Places::builtin());
        table(&municipalities(), &rows).unwrap()
    };
    let whole = count(std::slice::from_ref(&(0..19)));
    assert!(whole.equals_missing(&count(&[12..19, 0..5, 5..12])));
}

#[test]
fn a_project_that_is_gone_still_counts_and_is_told() {
    let gone = Notice { title: fact("GONE".to_owned()), ..costing(["100.00", "", ""]) };
    let rows = rows(&[in_elk(gone)]);
    assert_eq!(["projects", "gone_projects", "total_pln"].map(|name| cell(all(&rows, ELK), name)), ["1", "1", "100.00"]);
}

#[test]
fn a_requested_grant_of_a_planned_project_is_not_awarded() {
    let amount = Amount {
        role: Role::Grant,
        value: number("90.00"),
        currency: Some(Currency::Pln),
        rate: None,
        rate_basis: None,
        scope: Scope::Project,
        stage: Some(crate::vocabulary::Stage::Requested),
        approximate: false,
        in_words: None,
        evidence: fact(()).unwrap().evidence,
    };
    let asked = Notice { status: fact(Status::Planned), amounts: vec![amount], ..costing(["100.00", "90.00", ""]) };
    let rows = rows(&[in_elk(asked)]);
    assert_eq!(
        ["requested_grant_pln", "grant_pln", "grant_per_inhabitant"].map(|name| cell(all(&rows, ELK), name)),
        ["90.00", "null", "null"]
    );
}

#[test]
fn what_was_only_applied_for_shapes_no_municipality() {
    let told = |status, women, end| Notice {
        status: fact(status),
        participants: fact(100),
        women: fact(women),
        end_date: fact(PartialDate { year: end, month: Some(12), day: Some(31) }),
        target_categories: vec![if status == Status::Applied { "seniors" } else { "children" }.into()],
        partners: fact("Fundacja Próba".to_owned()).into_iter().collect(),
        ..costing(["", "", ""])
    };
    let rows = rows(&[in_elk(told(Status::Completed, 80, 2018)), in_elk(told(Status::Applied, 10, 2025))]);
    let names = ["projects", "median_duration", "share_of_women", "targeted_projects", "partnered_projects"];
    assert_eq!(names.map(|name| cell(all(&rows, ELK), name)), ["2", "12.0", "0.800000", "1", "1"]);
    assert!(all(&rows, ELK).group.categories.keys().eq(["children"]));
}

#[test]
fn a_real_sum_of_fewer_projects_than_the_nominal_one_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index.csv");
    std::fs::write(&index, "year;index_2020\n2018;50\n2020;100\n").unwrap();
    let vocabulary = crate::vocabulary::Vocabulary::builtin();
    let yardsticks = Yardsticks { deflator: Some(Deflator::read(&index, vocabulary).unwrap()), population: None };
    let unknown = Notice { start_date: None, ..costing(["7.00", "", ""]) };
    let rows = rows_with(&[in_elk(costing(["100.00", "60.00", ""])), in_elk(unknown)], &yardsticks);
    let real = ["total_pln", "real_total_pln", "real_grant_pln", "real_projects"].map(|name| cell(all(&rows, ELK), name));
    assert_eq!(real, ["107.00", "null", "120.00", "1"], "the project that the index cannot place prints no grant");
}

#[test]
fn what_reaches_the_table_is_what_its_rows_add_up_to() {
    let shared = vec![municipality(ELK, Some("0.333333")), municipality(TORUN, Some("0.5"))];
    let unshared = vec![municipality(ELK, None), municipality(TORUN, None)];
    let asked = Notice { status: fact(Status::Applied), ..costing(["50.00", "", ""]) };
    let euro = Notice { currency: fact(Currency::Eur), ..costing(["40.00", "", ""]) };
    let told = [
        (costing(["100.01", "", ""]), shared),
        (costing(["9.00", "", ""]), unshared),
        in_elk(asked),
        in_elk(euro),
        (costing(["1000.00", "", ""]), vec![county("2805")]),
    ];
    let (projects, places) = frames(&told, 0);
    let yardsticks = Yardsticks::default();
    let mut measures = Measures::new(&yardsticks, "2026");
    measures.take(&projects, &places).unwrap();
    let reach = measures.reach();
    let rows = measures.rows(&[], &Hearing::default(), Places::builtin());
    let of_all = rows.iter().filter(|row| row.grouping == Grouping::All);
    let added: Decimal = of_all.filter_map(|row| row.group.granted(SumRole::Total, Currency::Pln)).sum();
    assert_eq!((reach.parted.projects, reach.parted.pln), (3, number("133.35")));
    assert_eq!((reach.granted.projects, reach.granted.pln), (2, added));
    assert_eq!(added, number("83.35"), "half a grosz is rounded away from zero");
}
