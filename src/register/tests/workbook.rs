//! Workbooks put together part by part, so that a test can break any of them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell of a test's sheet.
#[derive(Clone)]
pub(super) enum Value {
    /// A text of the shared table.
    Text(&'static str),
    /// A text in the cell itself.
    Inline(&'static str),
    /// A number.
    Number(&'static str),
    /// A number in a column of dates.
    Date(&'static str),
    /// A fault.
    Fault(&'static str),
    /// Nothing.
    No,
}

pub(super) use Value::{Date, Fault, Inline, No, Number, Text};

/// A sheet's name and rows; a row that is `None` is not written at all.
pub(super) type Sheet<'s> = (&'s str, Vec<Vec<Value>>);

/// The parts of a workbook by name.
pub(super) fn parts(sheets: &[Sheet<'_>], workbook_properties: &str) -> Vec<(String, String)> {
    let mut strings: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    let mut list = String::new();
    let mut relations = String::new();
    for (number, (name, rows)) in sheets.iter().enumerate() {
        let id = number + 1;
        write!(list, r#"<sheet name="{name}" sheetId="{id}" r:id="rId{id}"/>"#).unwrap();
        write!(relations, r#"<Relationship Id="rId{id}" Type="{RELATION}/worksheet" Target="worksheets/sheet{id}.xml"/>"#)
            .unwrap();
        parts.push((format!("xl/worksheets/sheet{id}.xml"), sheet(rows, &mut strings)));
    }
    let texts: String = strings.iter().map(|text| format!("<si><t>{}</t></si>", escaped(text))).collect();
    let count = strings.len();
    parts.extend([
        ("[Content_Types].xml".into(), r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.into()),
        (
            "_rels/.rels".into(),
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml".into(),
            format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{workbook_properties}<sheets>{list}</sheets></workbook>"#),
        ),
        ("xl/_rels/workbook.xml.rels".into(), format!(r#"<Relationships xmlns="{PACKAGE}">{relations}</Relationships>"#)),
        ("xl/sharedStrings.xml".into(), format!(r#"<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{texts}</sst>"#)),
        (
            "xl/styles.xml".into(),
            format!(r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        ),
    ]);
    parts
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fn sheet(rows: &[Vec<Value>], strings: &mut Vec<String>) -> String {
    let mut xml = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>"#);
    for (row, cells) in rows.iter().enumerate() {
        write!(xml, r#"<row r="{}">"#, row + 1).unwrap();
        for (column, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1);
            match cell {
                Text(text) => {
                    write!(xml, r#"<c r="{place}" t="s"><v>{}</v></c>"#, strings.len()).unwrap();
                    strings.push((*text).to_owned());
                }
                Inline(text) => write!(xml, r#"<c r="{place}" t="inlineStr"><is><t>{}</t></is></c>"#, escaped(text)).unwrap(),
                Number(number) => write!(xml, r#"<c r="{place}"><v>{number}</v></c>"#).unwrap(),
                Date(serial) => write!(xml, r#"<c r="{place}" s="1"><v>{serial}</v></c>"#).unwrap(),
                Fault(fault) => write!(xml, r#"<c r="{place}" t="e"><v>{fault}</v></c>"#).unwrap(),
                No => {}
            }
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The archive of some parts.
pub(super) fn archive(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of these sheets.
pub(super) fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    archive(&parts(sheets, ""))
}
