//! Files that are no list, and lists that are dangerous.

use super::super::{Limits, ListError, read};
use super::workbook::{Number, Text, Value, archive, parts, workbook};
use super::{all, saved};

fn list() -> Vec<Vec<Value>> {
    vec![vec![Text("Tytuł projektu"), Text("Wartość projektu")], vec![Text("Żółw"), Number("1")]]
}

fn refused(name: &str, bytes: &[u8]) -> ListError {
    all(&saved(name, bytes).path).expect_err(name)
}

#[test]
fn a_list_with_other_columns_says_which_it_found_and_which_it_needs() {
    let error = refused("faktury.csv", "Numer faktury;Kontrahent;Kwota brutto\n1;Żółw;2\n".as_bytes());
    let text = format!("{error}; {}", error.remedy());
    for word in ["Numer faktury | Kontrahent | Kwota brutto", "Tytuł projektu", "Dofinansowanie z UE", "Numer umowy/decyzji"] {
        assert!(text.contains(word), "{text}");
    }
    let error = refused("a.xlsx", &workbook(&[("A", vec![vec![Text("Kod"), Text("Nazwa")], vec![Text("1"), Text("2")]])]));
    assert!(error.to_string().contains("found Kod | Nazwa"), "{error}");
}

#[test]
fn files_of_other_kinds_are_named() {
    assert!(matches!(refused("a.csv", b""), ListError::Empty(_)));
    assert!(matches!(refused("a.csv", b" \r\n\n"), ListError::Empty(_)));
    assert!(matches!(refused("a.csv", "Tytuł projektu;Wartość projektu\n".as_bytes()), ListError::Empty(_)), "only a header");
    assert!(matches!(refused("a.xlsx", &workbook(&[("A", vec![])])), ListError::Empty(_)));
    assert!(matches!(refused("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), ListError::Legacy(_)));
    for (name, bytes, what) in [
        ("a.xls", &b"<html><table><tr><td>Tytu\xb3"[..], "web page"),
        ("a.pdf", b"%PDF-1.7 abc", "PDF"),
        ("a.csv", b"a;b\n\0\0\x01\x02\0\0", "binary"),
    ] {
        let error = refused(name, bytes);
        assert!(matches!(error, ListError::Kind { .. }) && error.to_string().contains(what), "{error}");
    }
}

#[test]
fn an_archive_of_something_else_is_no_workbook() {
    let of = |name: &str| refused("a.xlsx", &archive(&[(name.to_owned(), "<x/>".to_owned())])).to_string();
    assert!(of("word/document.xml").contains("a Word document"));
    assert!(of("content.xml").contains("OpenDocument"));
    assert!(of("lista.csv").contains("an archive with lists in it"));
    assert!(of("a.txt").contains("an archive of something else"));
    assert!(matches!(refused("a.xlsx", b"PK\x03\x04 cut short"), ListError::Damaged { .. }));
}

#[test]
fn a_folder_or_a_missing_file_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(all(folder.path()).unwrap_err(), ListError::Folder(_)));
    assert!(matches!(all(&folder.path().join("lista.xlsx")).unwrap_err(), ListError::Io { .. }));
}

#[test]
fn a_workbook_that_unpacks_to_more_than_allowed_is_not_unpacked() {
    let mut parts = parts(&[("A", list())], "");
    let blanks = " ".repeat(2 << 20);
    let sheet = parts.iter_mut().find(|(name, _)| name.contains("sheet1")).unwrap();
    sheet.1 = sheet.1.replace("</sheetData>", &format!("</sheetData>{blanks}"));
    let file = saved("a.xlsx", &archive(&parts));
    assert!(std::fs::metadata(&file.path).unwrap().len() < 10_000);
    let limits = Limits { max_inflated: 1 << 20, ..Limits::default() };
    assert!(matches!(read(&file.path, &limits, &mut |_| {}).unwrap_err(), ListError::TooLarge { .. }));
    assert!(all(&file.path).is_ok());
}

#[test]
fn a_table_of_texts_that_announces_more_than_it_has_reserves_nothing() {
    let mut parts = parts(&[("A", list())], "");
    let strings = parts.iter_mut().find(|(name, _)| name.contains("sharedStrings")).unwrap();
    strings.1 = strings.1.replace("uniqueCount=\"3\"", "uniqueCount=\"99999999999999999\"");
    assert!(strings.1.contains("9999999"));
    assert!(matches!(refused("a.xlsx", &archive(&parts)), ListError::Damaged { .. }));
}

#[test]
fn a_sheet_that_breaks_off_names_the_last_row_that_was_read() {
    let mut rows = list();
    rows.extend((0..50).map(|_| vec![Text("Słoń"), Number("2")]));
    let mut parts = parts(&[("A", rows)], "");
    let sheet = parts.iter_mut().find(|(name, _)| name.contains("sheet1")).unwrap();
    let end = sheet.1.find("<row r=\"45\"").unwrap();
    sheet.1.truncate(end);
    let error = refused("a.xlsx", &archive(&parts));
    assert!(matches!(error, ListError::Damaged { row: 43 | 44, .. }), "{error}");
}

#[test]
fn no_damage_to_a_workbook_makes_the_reader_panic() {
    let whole = workbook(&[("A", list())]);
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..4 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let at = usize::try_from(seed % bytes.len() as u64).unwrap();
            bytes[at] = (seed >> 32) as u8;
        }
        let _ = all(&saved("a.xlsx", &bytes).path);
    }
    // And where the archive is sound: the parts themselves.
    let parts = parts(&[("A", list())], "");
    for (number, (name, text)) in parts.iter().enumerate() {
        for at in (0..text.len()).step_by(3).filter(|at| text.is_char_boundary(*at)) {
            let mut broken = parts.clone();
            broken[number] = (name.clone(), text[..at].to_owned());
            let _ = all(&saved("a.xlsx", &archive(&broken)).path);
        }
    }
}
