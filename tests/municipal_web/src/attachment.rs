//! Attached documents: PDF with and without text, DOCX.

use crate::encoding::Encoding;
use crate::notice;
use crate::page::Body;
use crate::random::Random;
use crate::site::Site;
use crate::text::{escape, headline};
use std::io::{Cursor, Write as _};

/// Media type of PDF.
pub const PDF: &str = "application/pdf";
/// Media type of DOCX.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The bytes of a file of a site.
pub fn body(site: &Site, index: u32) -> Body {
    let file = &site.files[index as usize];
    let mut random = Random::of(&[site.seed, 13, u64::from(index)]);
    let lines = match file.notice {
        Some(number) => {
            let notice = &site.notices[number as usize];
            notice::write(&mut Random::of(&[notice.seed]), notice.genre, &notice.projects, &site.place).lines()
        }
        None if file.poster => Vec::new(),
        None => (0..random.between(5, 40)).map(|_| format!("{}.", headline(&mut random))).collect(),
    };
    if file.name.ends_with(".docx") { Body::Document(docx(&lines), DOCX) } else { Body::Document(pdf(&lines), PDF) }
}

/// A document of paragraphs (ECMA-376 part 1, the least a reader accepts).
fn docx(lines: &[String]) -> Vec<u8> {
    let paragraphs: String =
        lines.iter().map(|line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escape(line))).collect();
    let parts = [
        ("[Content_Types].xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>".to_owned()),
        ("_rels/.rels", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>".to_owned()),
        ("word/document.xml", format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>")),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, text) in parts {
        // Writing into memory does not fail.
        let _ = archive.start_file(name, options).map(|()| archive.write_all(text.as_bytes()));
    }
    archive.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A PDF of lines (ISO 32000-1); without lines a page with a drawing only. Letters are windows-1250, told by glyph names and a
/// table to Unicode.
fn pdf(lines: &[String]) -> Vec<u8> {
    let wrapped: Vec<String> = lines.iter().flat_map(|line| wrap(line, 88)).collect();
    let pages: Vec<&[String]> = if wrapped.is_empty() { vec![&[]] } else { wrapped.chunks(46).collect() };
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 5 + page * 2)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()).into_bytes(),
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{}] >> /ToUnicode 4 0 R >>", differences()).into_bytes(),
        stream(&to_unicode()),
    ];
    for (page, lines) in pages.iter().enumerate() {
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
                6 + page * 2
            )
            .into_bytes(),
        );
        objects.push(stream(&content(lines)));
    }
    assemble(&objects)
}

fn wrap(line: &str, width: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in line.split(' ') {
        let last = out.len() - 1;
        if !out[last].is_empty() && out[last].chars().count() + word.chars().count() > width {
            out.push(word.to_owned());
        } else {
            if !out[last].is_empty() {
                out[last].push(' ');
            }
            out[last].push_str(word);
        }
    }
    out
}

fn content(lines: &[String]) -> Vec<u8> {
    if lines.is_empty() {
        return b"0.1 0.2 0.7 rg 60 500 470 200 re f 1 0.8 0 rg 200 560 80 80 re f".to_vec();
    }
    let mut out = b"BT /F1 11 Tf 14 TL 56 786 Td\n".to_vec();
    for line in lines {
        out.push(b'(');
        for letter in line.chars() {
            match Encoding::Windows1250.byte(letter).unwrap_or(b'?') {
                byte @ (b'(' | b')' | b'\\') => out.extend([b'\\', byte]),
                byte => out.push(byte),
            }
        }
        out.extend_from_slice(b") Tj T*\n");
    }
    out.extend_from_slice(b"ET");
    out
}

const GLYPHS: [(u8, &str, u32); 23] = [
    (0x84, "quotedblbase", 0x201E),
    (0x94, "quotedblright", 0x201D),
    (0x96, "endash", 0x2013),
    (0x95, "bullet", 0x2022),
    (0xA0, "space", 0x00A0),
    (0xA5, "Aogonek", 0x104),
    (0xB9, "aogonek", 0x105),
    (0x8C, "Sacute", 0x15A),
    (0x9C, "sacute", 0x15B),
    (0x8F, "Zacute", 0x179),
    (0x9F, "zacute", 0x17A),
    (0xA3, "Lslash", 0x141),
    (0xB3, "lslash", 0x142),
    (0xAF, "Zdotaccent", 0x17B),
    (0xBF, "zdotaccent", 0x17C),
    (0xC6, "Cacute", 0x106),
    (0xE6, "cacute", 0x107),
    (0xCA, "Eogonek", 0x118),
    (0xEA, "eogonek", 0x119),
    (0xD1, "Nacute", 0x143),
    (0xF1, "nacute", 0x144),
    (0xD3, "Oacute", 0xD3),
    (0xF3, "oacute", 0xF3),
];

fn differences() -> String {
    GLYPHS.iter().map(|(byte, name, _)| format!("{byte} /{name} ")).collect()
}

fn to_unicode() -> Vec<u8> {
    let special: String = GLYPHS.iter().map(|(byte, _, code)| format!("<{byte:02X}> <{code:04X}>\n")).collect();
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Polish def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n\
         1 beginbfrange\n<20> <7E> <0020>\nendbfrange\n{} beginbfchar\n{special}endbfchar\nendcmap\nend\nend",
        GLYPHS.len()
    )
    .into_bytes()
}

fn stream(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    let _ = encoder.write_all(data);
    let data = encoder.finish().unwrap_or_default();
    let mut out = format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(&data);
    out.extend_from_slice(b"\nendstream");
    out
}

fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let entries: String = offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
    let tail = format!(
        "xref\n0 {0}\n0000000000 65535 f \n{entries}trailer\n<< /Size {0} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.extend_from_slice(tail.as_bytes());
    out
}
