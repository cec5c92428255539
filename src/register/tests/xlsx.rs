//! Workbooks as the ministry publishes them.

use super::super::model::{ListedPlace, PlaceHint, ProblemKind};
use super::workbook::{Date, Fault, Inline, No, Number, Text, Value, archive, parts, workbook};
use super::{all, money, saved};
use crate::value::Currency;
use crate::vocabulary::ListColumn;

/// Header of the list of 2014-2020.
fn header_2014() -> Vec<Value> {
    vec![
        Text("Tytuł projektu/ Project name"),
        Text("Skrócony opis projektu/ Short description"),
        Text("Numer umowy/decyzji/ Contract number"),
        Text("Nazwa beneficjenta/ Beneficiary name"),
        Text("Fundusz/ Fund"),
        Text("Program/ Programme"),
        Text("Priorytet/ Priority"),
        Text("Działanie/ Measure"),
        Text("Poddziałanie/ Submeasure"),
        Text("Wartość projektu (w\u{a0}zł, dla projektów EWT w\u{a0}euro)/ Total value"),
        Text("Wydatki kwalifikowalne (w zł, dla projektów EWT w euro)/ Eligible"),
        Text("Wartość unijnego dofinansowania (w zł, dla projektów EWT w euro)/ EU"),
        Text("Poziom unijnego dofinansowania w\u{a0}procentach/ EU co-financing rate"),
        Text("Forma finansowania"),
        Text("Miejsce realizacji\u{a0}projektu/ Project location"),
        Text("Typ obszaru, na którym realizowany jest projekt"),
        Text("Data rozpoczęcia realizacji projektu/ Start"),
        Text("Data zakończenia realizacji projektu/ End"),
        Text("Finansowanie zakończone/ Completed"),
    ]
}

fn row_2014(number: &'static str, programme: &'static str, total: Value) -> Vec<Value> {
    vec![
        Text("Żółwie na  start\n"),
        Text("Opis"),
        Text(number),
        Text("GMINA MIASTO EŁK"),
        Text("EFS"),
        Text(programme),
        Text("11 Włączenie"),
        Text("11.2"),
        No,
        total,
        Number("100000"),
        Number("85000.000000000001"),
        Number("85"),
        Text("Dotacja"),
        Text("WOJ.: WARMIŃSKO-MAZURSKIE, POW.: ełcki | WOJ.: PODLASKIE, POW.: Suwałki"),
        Text("Obszary miejskie"),
        Date("43344"),
        Date("43465.083333333336"),
        Text("Nie"),
    ]
}

const RPO: &str = "Regionalny Program Operacyjny Województwa Warmińsko-Mazurskiego na lata 2014-2020";

#[test]
fn the_list_of_2014_2020_has_title_rows_and_sums_in_zloty_or_euro() {
    let bytes = workbook(&[
        ("Opis", vec![vec![Text("Objaśnienia do listy")]]),
        (
            "Lista projektów",
            vec![
                vec![Text("Lista projektów realizowanych z Funduszy Europejskich w Polsce w latach 2014-2020")],
                vec![Text("stan na 30 września 2023 r.")],
                header_2014(),
                row_2014("RPWM.11.02.03-28-0063/17-01", RPO, Number("123456.7")),
                row_2014("PLSK.01.01.00-28-0001/17-00", "Program Współpracy INTERREG V-A Polska-Słowacja", Number("5.86E+06")),
            ],
        ),
    ]);
    let (summary, rows) = all(&saved("lista.xlsx", &bytes).path).unwrap();
    assert_eq!((summary.sheet.as_deref(), summary.header_row, summary.rows), (Some("Lista projektów"), 3, 2));
    assert_eq!(summary.state_of.unwrap().to_string(), "2023-09-30");
    assert_eq!(summary.period.as_deref(), Some("2014-2020"));
    assert!(summary.covers("RPWM", Some("2014-2020")) && summary.covers("RPWM", None));
    assert!(!summary.covers("RPWM", Some("2007-2013")) && !summary.covers("POWR", Some("2014-2020")));
    let row = &rows[0];
    assert_eq!(
        (row.row, row.title.as_deref(), row.number.as_deref()),
        (4, Some("Żółwie na start"), Some("RPWM.11.02.03-28-0063/17-01"))
    );
    assert_eq!([row.total, row.eligible, row.eu].map(money), ["123456.70", "100000.00", "85000.00"]);
    assert_eq!(row.rate.unwrap().to_string(), "85");
    assert_eq!((row.currency, rows[1].currency), (Some(Currency::Pln), Some(Currency::Eur)));
    assert_eq!(money(rows[1].total), "5860000.00");
    assert_eq!([row.start, row.end].map(|day| day.unwrap().to_string()), ["2018-09-01", "2018-12-31"]);
    assert_eq!(row.places.len(), 2);
    assert_eq!((row.finished, row.problems.len()), (Some(false), 0));
    assert_eq!(row.measure.as_deref(), Some("11.2"));
}

#[test]
fn the_list_of_2021_2027_names_municipalities_and_leaves_columns_without_header() {
    let header = vec![
        Text("Nazwa projektu/ Project name"),
        Text("Opis projektu"),
        Text("Numer umowy/decyzji/ Contract number"),
        Text("Nazwa beneficjenta/ Beneficiary name"),
        Text("Wartość projektu (w zł)/ Total"),
        Text("Dofinansowanie z UE (w zł)/ EU"),
        Text("Miejsce realizacji projektu/ Project location"),
        Text("Data rozpoczęcia projektu"),
    ];
    let row = vec![
        Inline("Zielone & <czyste> miasto"),
        No,
        Text("FEWM.09.01-IZ.00-0012/23-01"),
        Text("Gmina Ełk"),
        Number("1000.1"),
        Number("850.09"),
        Text("WOJ.: WARMIŃSKO-MAZURSKIE, POW.: ełcki, GM.: Ełk - Gmina wiejska"),
        Date("45000"),
    ];
    let bytes = workbook(&[("Lista projektów 2021-2027", vec![vec![Text("stan na 31.10.2026 r.")], header, row])]);
    let (summary, rows) = all(&saved("FE.xlsx", &bytes).path).unwrap();
    assert_eq!((summary.period.as_deref(), summary.state_of.unwrap().to_string().as_str()), (Some("2021-2027"), "2026-10-31"));
    assert_eq!(summary.programmes.get("FEWM"), Some(&1));
    let name = |text: &str| Some(text.to_owned());
    let place = ListedPlace {
        voivodeship: name("WARMIŃSKO-MAZURSKIE"),
        county: name("ełcki"),
        municipality: name("Ełk"),
        hint: Some(PlaceHint::Rural),
    };
    assert_eq!((rows[0].places.as_slice(), rows[0].title.as_deref()), (&[place][..], Some("Zielone & <czyste> miasto")));
}

#[test]
fn a_workbook_of_1904_counts_its_days_from_there() {
    let rows = vec![
        vec![Text("Tytuł projektu"), Text("Wartość projektu"), Text("Data rozpoczęcia")],
        vec![Text("Żółw"), Number("1"), Date("43465")],
    ];
    let bytes = archive(&parts(&[("A", rows)], r#"<workbookPr date1904="1"/>"#));
    let (_, rows) = all(&saved("a.xlsx", &bytes).path).unwrap();
    assert_eq!(rows[0].start.unwrap().to_string(), "2023-01-01");
}

#[test]
fn an_unreadable_cell_is_reported_with_its_place_and_the_row_is_kept() {
    let rows = vec![
        vec![
            Text("Tytuł projektu"),
            Text("Wartość projektu"),
            Text("Dofinansowanie z UE"),
            Text("Data rozpoczęcia"),
            Text("Zakończony"),
        ],
        vec![Text("Żółw"), Fault("#REF!"), Text("sto złotych"), Date("5860000000"), Text("chyba")],
        vec![No, Number("10.126"), Number("1")],
        vec![Text("Ostatni"), Number("3"), Number("2"), Fault("#SPILL!")],
        vec![Text("Razem"), Number("4")],
    ];
    let (summary, rows) = all(&saved("a.xlsx", &workbook(&[("A", rows)])).path).unwrap();
    assert_eq!(summary.rows, 4);
    let told = |row: usize| -> Vec<_> {
        rows[row].problems.iter().map(|p| (p.row, p.column.as_deref().unwrap_or(""), p.value.as_str(), p.kind)).collect()
    };
    assert_eq!(
        told(0),
        [
            (2, "Wartość projektu", "#REF!", ProblemKind::Fault),
            (2, "Dofinansowanie z UE", "sto złotych", ProblemKind::Amount),
            (2, "Data rozpoczęcia", "5860000000", ProblemKind::Date),
            (2, "Zakończony", "chyba", ProblemKind::Flag),
        ]
    );
    assert_eq!(told(1), [(3, "Wartość projektu", "10.126", ProblemKind::Places), (3, "", "10.126", ProblemKind::Nameless)]);
    assert_eq!(rows[2].problems[0].kind, ProblemKind::Fault, "a fault the reader does not know");
    assert_eq!(money(rows[2].eu), "2.00");
    assert_eq!(summary.problems.values().sum::<u64>(), 7);
}

#[test]
fn rows_below_the_header_that_belong_to_it_are_no_projects() {
    let rows = vec![
        vec![Text("Tytuł projektu"), Text("Numer umowy"), Text("Wartość projektu")],
        vec![Text("Project name"), Text("Contract number"), Text("Total value")],
        vec![Text("Żółw"), Text("RPWM.01.01.01-28-0001/17"), Number("1")],
        vec![Text("Tytuł projektu"), Text("Numer umowy"), Text("Wartość projektu")],
        vec![Text("Słoń"), Text("RPWM.01.01.01-28-0002/17"), Number("2")],
    ];
    let (summary, read) = all(&saved("a.xlsx", &workbook(&[("A", rows)])).path).unwrap();
    assert_eq!((summary.rows, summary.skipped), (2, 2));
    assert_eq!(read[1].row, 5);
    let rows = vec![
        vec![Text("Tytuł projektu"), Text("Numer umowy"), Text("Wartość projektu")],
        vec![Number("1"), Number("2"), Number("3")],
        vec![Text("Żółw"), Text("RPWM.01.01.01-28-0001/17"), Number("1")],
    ];
    assert_eq!(all(&saved("a.xlsx", &workbook(&[("A", rows)])).path).unwrap().0.rows, 1);
}

#[test]
fn the_sheet_that_is_a_list_is_found_among_others() {
    let other = vec![vec![Text("Tytuł projektu"), Text("Kod")], vec![Text("a"), Text("b")]];
    let list = vec![
        vec![Text("Tytuł projektu"), Text("Wartość projektu"), Text("Dofinansowanie z UE")],
        vec![Text("a"), Number("1"), Number("1")],
    ];
    let (summary, _) = all(&saved("a.xlsx", &workbook(&[("Pusty", vec![]), ("Słownik", other), ("Dane", list)])).path).unwrap();
    assert_eq!(summary.sheet.as_deref(), Some("Dane"));
    assert_eq!(summary.columns[1], (ListColumn::Total, "Wartość projektu".to_owned()));
}
