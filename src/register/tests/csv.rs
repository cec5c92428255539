//! CSV lists: the map of grants, and lists saved from a spreadsheet.

use super::super::model::ProblemKind;
use super::super::{Limits, ListError, read};
use super::{all, money, of_csv, saved};
use crate::value::Currency;
use encoding_rs::{ISO_8859_2, WINDOWS_1250};

const MAP: &str = "Tytuł projektu;Nazwa beneficjenta;Wartość projektu [zł];Dofinansowanie z EU [zł];Multimedia;Dziedzina\n\
    Budowa ścieżki nad jeziorem;Gmina Ełk;5859779.09;4652614.25;Tak;transport\n\
    \"Szkoła \"\"pod żaglami\"\"; etap II\";Gmina Iława;200626162.00;170532237.70;Nie;brak\n";

#[test]
fn the_map_of_grants_in_windows_1250_with_fund_and_period_in_its_name() {
    let bytes = WINDOWS_1250.encode(MAP).0.into_owned();
    let (summary, rows) = all(&saved("Poland_ESF_2014_2020.csv", &bytes).path).unwrap();
    assert_eq!((summary.charset, summary.separator), (Some("windows-1250"), Some(';')));
    assert_eq!((summary.rows, summary.period.as_deref(), summary.programmes.len()), (2, Some("2014-2020"), 0));
    assert_eq!(rows[1].title.as_deref(), Some("Szkoła \"pod żaglami\"; etap II"));
    assert_eq!((money(rows[1].eu), rows[1].currency), ("170532237.70".into(), Some(Currency::Pln)));
    assert!(!summary.covers("POWR", Some("2014-2020")), "a list that names no programme covers none");
}

#[test]
fn other_character_sets_separators_and_number_forms_are_the_same_list() {
    let expected = of_csv("a.csv", MAP).1;
    let tabbed = "Tytuł projektu\tNazwa beneficjenta\tWartość projektu [zł]\tDofinansowanie z EU [zł]\tMultimedia\tDziedzina\n\
        Budowa ścieżki nad jeziorem\tGmina Ełk\t5\u{a0}859\u{a0}779,09\t4 652 614,25 zł\tTak\ttransport\n\
        \"Szkoła \"\"pod żaglami\"\"; etap II\"\tGmina Iława\t200.626.162,00\t170532237,7\tNie\tbrak\n";
    let comma = "Tytuł projektu,Nazwa beneficjenta,Wartość projektu [zł],Dofinansowanie z EU [zł],Multimedia,Dziedzina\r\n\
        Budowa ścieżki nad jeziorem,Gmina Ełk,\"5 859 779,09\",4652614.25,Tak,transport\r\n\
        \"Szkoła \"\"pod żaglami\"\"; etap II\",Gmina Iława,\"200,626,162.00\",170532237.70,Nie,brak";
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(tabbed.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin = ISO_8859_2.encode(MAP).0.into_owned();
    for bytes in [&wide, &latin, &[b"\xef\xbb\xbf", comma.as_bytes()].concat()] {
        assert_eq!(all(&saved("a.csv", bytes).path).unwrap().1, expected);
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let text = "Lista projektów;;\nstan na 31.12.2020;;\n\n\nTytuł projektu;Numer umowy;Wartość projektu\n\
        \"Żółw\nw dwóch\nwierszach\";1;10\n\nSłoń;2;20\n;;\nRyś;3;30";
    let (summary, rows) = of_csv("a.csv", text);
    assert_eq!((summary.header_row, summary.state_of.unwrap().to_string().as_str()), (5, "2020-12-31"));
    // In a spreadsheet the three lines of the first title are one row.
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [6, 8, 10]);
    assert_eq!(rows[0].title.as_deref(), Some("Żółw w dwóch wierszach"));
}

#[test]
fn a_separator_too_many_leaves_the_figures_unread_and_the_row_kept() {
    let text = "Tytuł projektu;Wartość projektu;Dofinansowanie z UE\nDroga; etap II;100.00;85.00\nSłoń;1.00\nRyś;3.00;2.00;;\n";
    let (summary, rows) = of_csv("a.csv", text);
    assert_eq!((summary.rows, summary.problems.get(&ProblemKind::Width)), (3, Some(&2)));
    assert_eq!((rows[0].total, rows[0].eu, rows[1].total), (None, None, None));
    assert_eq!(money(rows[2].eu), "2.00", "empty cells at the end are no fault");
    assert_eq!(rows[0].problems[0].value, "4 cells, the header has 3");
}

#[test]
fn a_quotation_mark_without_end_is_no_reason_to_swallow_the_list() {
    let rows = "Słoń;1.00\n".repeat(500);
    let file = saved("a.csv", format!("Tytuł projektu;Wartość projektu\nRyś;1.00\n\"Żółw;1.00\n{rows}").as_bytes());
    let error = all(&file.path).unwrap_err();
    assert!(matches!(error, ListError::Quote { row: 3, .. }), "{error}");
    assert!(error.to_string().contains("row 3"));
}

#[test]
fn a_quotation_mark_inside_a_title_is_a_letter() {
    let (_, rows) = of_csv("a.csv", "Tytuł projektu;Wartość projektu\nProjekt \"Żółw\" i \"Ryś\";1.00\nSłoń;2.00\n");
    assert_eq!((rows.len(), rows[0].title.as_deref()), (2, Some("Projekt \"Żółw\" i \"Ryś\"")));
}

#[test]
fn letters_lost_are_reported_and_a_long_cell_is_cut() {
    let limits = Limits { max_cell: 10, ..Limits::default() };
    let file = saved("a.csv", "Tytuł projektu;Wartość projektu\nŻ\u{fffd}łw;1.00\nHipopotam nilowy;2.00\n".as_bytes());
    let mut rows = Vec::new();
    read(&file.path, &limits, &mut |row| rows.push(row)).unwrap();
    assert_eq!(rows[0].problems[0].kind, ProblemKind::Letters);
    assert_eq!((rows[1].title.as_deref(), rows[1].problems[0].kind), (Some("Hipopotam"), ProblemKind::Long));
}

#[test]
fn the_list_of_2007_2013_has_a_column_for_each_level_and_grant_beside_eu_part() {
    let text = "Numer umowy/aneksu/decyzji;Tytuł projektu;Program Operacyjny <Nazwa>;Województwo;Powiat;Gmina;Wartość ogółem;\
        Wydatki kwalifikowalne;Dofinansowanie;Dofinansowanie UE;Nazwa beneficjenta;NIP beneficjenta;Województwo;\
        Data rozpoczęcia realizacji;Data zakończenia realizacji;Projekt zakończony (Wniosek o płatność końcową)\n\
        UDA-POKL.09.01.02-28-031/12-03;Przedszkole pod lipą;Program Operacyjny Kapitał Ludzki;warmińsko-mazurskie;ełcki;Ełk (gmina wiejska);\
        \"500 000,00\";500000;\"450 000,00\";425000,00;Gmina Ełk;8480000000;mazowieckie;2012-09-01;31/08/2014;Tak\n\
        UDA-POIS.01.01.00-00-001/08;Kolej;Program Operacyjny Infrastruktura i Środowisko;Cały kraj;;;1;1;1;1;PKP;1;mazowieckie;;;\n";
    let (summary, rows) = of_csv("simik.csv", text);
    assert_eq!(summary.period.as_deref(), Some("2007-2013"));
    assert_eq!(summary.programmes.keys().collect::<Vec<_>>(), ["POIS", "POKL"]);
    let row = &rows[0];
    assert_eq!([row.total, row.eligible, row.grant, row.eu].map(money), ["500000.00", "500000.00", "450000.00", "425000.00"]);
    let place = &row.places[0];
    assert_eq!((place.voivodeship.as_deref(), place.municipality.as_deref()), (Some("warmińsko-mazurskie"), Some("Ełk")));
    assert_eq!([row.start, row.end].map(|day| day.unwrap().to_string()), ["2012-09-01", "2014-08-31"]);
    assert_eq!((row.finished, row.nip.as_deref()), (Some(true), Some("8480000000")));
    assert_eq!(rows[1].places[0].voivodeship, None, "the whole country");
}
