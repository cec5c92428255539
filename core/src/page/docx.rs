//! Word documents (DOCX, ECMA-376): rewritten as HTML and read like a page, so that tables, headings and lists mean the same in both.

use super::{Limits, PageError};
use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The part of the archive that holds the text.
const BODY: &str = "word/document.xml";

/// Rewrites a document as HTML; `None` if the bytes are an archive of another kind (a workbook, an OpenDocument text, plain ZIP).
pub(super) fn to_html(bytes: &[u8], limits: &Limits) -> Result<Option<String>, PageError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.index_for_name(BODY).is_none() {
        return Ok(None);
    }
    let mut xml = Vec::new();
    // One byte more than allowed, so that an archive that unpacks to gigabytes is noticed and not unpacked.
    let unpacked =
        archive.by_name(BODY).map_err(broken)?.take(most_xml(limits) as u64 + 1).read_to_end(&mut xml).map_err(broken)?;
    if unpacked > most_xml(limits) {
        return Err(PageError::TooLarge { bytes: unpacked, limit: most_xml(limits) });
    }
    rewrite(&xml).map(Some)
}

/// Word spends about ten bytes of markup on a byte of text.
fn most_xml(limits: &Limits) -> usize {
    limits.max_bytes.saturating_mul(10)
}

fn broken(reason: impl std::fmt::Display) -> PageError {
    PageError::BrokenDocument { kind: "DOCX document", reason: reason.to_string() }
}

fn rewrite(xml: &[u8]) -> Result<String, PageError> {
    let mut reader = Reader::from_reader(xml);
    let mut body = Body { html: String::from("<!doctype html><body>"), ..Body::default() };
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(tag) => body.start(&tag),
            Event::Empty(tag) => {
                body.start(&tag);
                body.end(tag.local_name().as_ref());
            }
            Event::End(tag) => body.end(tag.local_name().as_ref()),
            Event::Text(text) => body.text(&text.decode().map_err(broken)?),
            Event::GeneralRef(entity) => body.entity(&entity.decode().map_err(broken)?),
            Event::Eof => break,
            _ => {}
        }
    }
    body.close_list();
    Ok(body.html)
}

/// The document written so far.
#[derive(Default)]
struct Body {
    html: String,
    paragraph: Paragraph,
    /// Whether `<w:t>` is open, the only element whose text is the document's.
    in_text: bool,
    in_list: bool,
    /// Open elements that repeat what stands elsewhere (`mc:Fallback`, the drawing of a text box for old readers).
    repeats: usize,
    is_hidden: bool,
}

/// The open paragraph: what it is stands before its text, but inside it.
#[derive(Default)]
struct Paragraph {
    html: String,
    is_heading: bool,
    is_item: bool,
}

impl Body {
    fn start(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            b"Fallback" => self.repeats += 1,
            b"p" => self.paragraph = Paragraph::default(),
            b"pStyle" => self.paragraph.is_heading = value(tag).is_some_and(|style| is_heading(&style)),
            b"numPr" => self.paragraph.is_item = true,
            b"r" => self.is_hidden = false,
            b"vanish" => self.is_hidden = value(tag).is_none_or(|set| set != "0" && set != "false"),
            b"t" => self.in_text = true,
            b"tab" | b"ptab" => self.markup(" "),
            b"br" | b"cr" => self.markup("<br>"),
            b"noBreakHyphen" => self.markup("\u{2011}"),
            b"tbl" => self.block("<table>"),
            b"tr" => self.block("<tr>"),
            b"tc" => self.block("<td>"),
            b"gridSpan" => self.span(tag),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"Fallback" => self.repeats = self.repeats.saturating_sub(1),
            b"t" => self.in_text = false,
            b"p" => self.end_paragraph(),
            b"tbl" => self.block("</table>"),
            b"tr" => self.block("</tr>"),
            b"tc" => self.block("</td>"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.in_text || self.repeats > 0 || self.is_hidden {
            return;
        }
        for c in text.chars() {
            match c {
                '<' => self.paragraph.html.push_str("&lt;"),
                '&' => self.paragraph.html.push_str("&amp;"),
                _ => self.paragraph.html.push(c),
            }
        }
    }

    /// A character written as `&name;` or `&#n;`; XML knows five names, and Word writes no other.
    fn entity(&mut self, name: &str) {
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => number.parse().ok(),
        });
        let c = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        if let Some(c) = c {
            self.text(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn markup(&mut self, html: &str) {
        if self.repeats == 0 {
            self.paragraph.html.push_str(html);
        }
    }

    fn end_paragraph(&mut self) {
        if self.repeats > 0 {
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        let (open, close) = match (paragraph.is_heading, paragraph.is_item) {
            (true, _) => ("<h2>", "</h2>"),
            (_, true) => ("<li>", "</li>"),
            _ => ("<p>", "</p>"),
        };
        match paragraph.is_item && !paragraph.is_heading {
            true => self.open_list(),
            false => self.close_list(),
        }
        self.html.extend([open, &paragraph.html, close]);
    }

    fn block(&mut self, tag: &str) {
        if self.repeats == 0 {
            self.close_list();
            self.html.push_str(tag);
        }
    }

    /// A cell's width in columns stands in its properties, right after its tag.
    fn span(&mut self, tag: &BytesStart) {
        let columns = value(tag).and_then(|columns| columns.parse::<u16>().ok());
        if let (Some(columns), true) = (columns, self.html.ends_with("<td>")) {
            self.html.truncate(self.html.len() - 1);
            self.html.push_str(&format!(" colspan={columns}>"));
        }
    }

    fn open_list(&mut self) {
        if !self.in_list {
            self.html.push_str("<ul>");
            self.in_list = true;
        }
    }

    fn close_list(&mut self) {
        if self.in_list {
            self.html.push_str("</ul>");
            self.in_list = false;
        }
    }
}

/// The `w:val` of an element.
fn value(tag: &BytesStart) -> Option<String> {
    let is_value = |attribute: &Attribute| attribute.key.local_name().as_ref() == b"val";
    let found = tag.attributes().flatten().find(is_value)?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}

/// Names of heading styles, as English and Polish Word save them.
fn is_heading(style: &str) -> bool {
    let style = style.to_lowercase();
    ["heading", "title", "nagwek", "nagłówek", "tytu"].iter().any(|name| style.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(body: &str) -> String {
        let html = rewrite(body.as_bytes()).unwrap_or_default();
        html.trim_start_matches("<!doctype html><body>").to_owned()
    }

    #[test]
    fn a_word_split_over_runs_is_one_word() {
        assert_eq!(
            html("<w:p><w:r><w:t>1 2</w:t></w:r><w:r><w:t>00 zł &amp; &lt;</w:t></w:r></w:p>"),
            "<p>1 200 zł &amp; &lt;</p>"
        );
    }

    #[test]
    fn cells_keep_their_order_and_width() {
        let table = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Razem</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        assert_eq!(html(table), "<table><tr><td colspan=2><p>Razem</p></td></tr></table>");
    }

    #[test]
    fn deleted_hidden_and_repeated_text_is_not_the_document() {
        let runs = "<w:p><w:del><w:r><w:delText>stare</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>ukryte</w:t></w:r>\
                    <mc:Choice><w:r><w:t>raz</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>raz</w:t></w:r></mc:Fallback></w:p>";
        assert_eq!(html(runs), "<p>raz</p>");
    }

    #[test]
    fn headings_and_lists_stay_what_they_are() {
        let body = "<w:p><w:pPr><w:pStyle w:val=\"Nagwek1\"/></w:pPr><w:r><w:t>Projekt</w:t></w:r></w:p>\
                    <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>zadanie</w:t></w:r></w:p>";
        assert_eq!(html(body), "<h2>Projekt</h2><ul><li>zadanie</li></ul>");
    }

    #[test]
    fn a_broken_archive_is_an_error_and_another_archive_is_none() {
        assert!(matches!(to_html(b"PK\x03\x04 cut", &Limits::default()), Err(PageError::BrokenDocument { .. })));
    }
}
