//! Notices that hang on a page as a PDF or Word document are read like the page itself.

#![cfg(feature = "attachments")]
#![allow(clippy::unwrap_used)]

use metryczka::page::{self, Limits, Page, PageError, Source};
use std::fmt::Write;
use std::path::Path;

fn read(bytes: &[u8]) -> Result<Page, PageError> {
    page::read(bytes, Source::default(), None, &Limits::default())
}

fn document(name: &str) -> Page {
    read(&std::fs::read(Path::new("fixtures/documents").join(name)).unwrap()).unwrap()
}

#[test]
fn the_same_notice_says_the_same_as_a_pdf_and_as_a_word_document() {
    for name in ["partner-notice-as-a-pdf.pdf", "partner-notice-as-a-word-document.docx"] {
        let page = document(name);
        let found = metryczka::extract(&page);
        let [mention] = found.mentions.as_slice() else { panic!("{name}: {} mentions", found.mentions.len()) };
        let json = serde_json::to_value(mention).unwrap();
        for (field, value) in [
            ("title", "Nowe szanse mieszkańców gminy Biskupiec"),
            ("agreement_number", "RPWM.11.01.01-28-0041/18"),
            ("total_cost", "748200.00"),
            ("cofinancing", "710790.00"),
            ("own_contribution", "37410.00"),
            ("start_date", "2019-01-01"),
            ("end_date", "2020-12-31"),
            ("signed_date", "2018-10-12"),
            ("beneficiary", "Gmina Biskupiec"),
            ("proof", "proved"),
        ] {
            assert_eq!(json[field], value, "{name}: {field}");
        }
        for (field, evidence) in mention.notice.evidence() {
            assert_eq!(page.text.get(evidence.start..evidence.end), Some(evidence.quote.as_str()), "{name}: {field}");
        }
    }
}

#[test]
fn a_sentence_over_three_lines_of_a_pdf_is_one_sentence() {
    let page = document("partner-notice-as-a-pdf.pdf");
    assert!(
        page.text.contains("została podpisana 12 października 2018 r., a wsparciem objętych zostanie 60 osób."),
        "{}",
        page.text
    );
}

/// A PDF of one sheet that draws `content`.
fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        writeln!(file, "{} 0 obj\n{object}\nendobj", index + 1).unwrap();
    }
    let start = file.len();
    write!(file, "xref\n0 5\n{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").unwrap();
    file.into_bytes()
}

#[test]
fn a_scan_is_a_problem_and_not_silence() {
    assert_eq!(read(&pdf("0 0 m 10 10 l S")).unwrap_err().code(), "page_no_text");
}

#[test]
fn damaged_documents_are_problems_and_not_panics() {
    let whole = std::fs::read("fixtures/documents/partner-notice-as-a-pdf.pdf").unwrap();
    let word = std::fs::read("fixtures/documents/partner-notice-as-a-word-document.docx").unwrap();
    let cut = |bytes: &[u8]| read(&bytes[..bytes.len() / 2]).unwrap_err().code();
    assert_eq!(cut(&whole), "page_broken_document");
    assert_eq!(cut(&word), "page_broken_document");
    // A font that is not there makes the reader panic.
    assert_eq!(read(&pdf("BT /F1 12 Tf (x) Tj ET")).unwrap_err().code(), "page_broken_document");
}
