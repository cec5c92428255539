//! Tells text from documents, images and archives saved under a page's name.

use super::PageError;
use super::limits::SNIFF;
use memchr::{memchr, memchr_iter};

/// First bytes of files that are no page, with the name a message calls them by.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive (or XLSX, ODT document)"),
    (b"PK\x05\x06", "ZIP archive (or XLSX, ODT document)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office document"),
    (b"{\\rtf", "RTF document"),
    (b"%!PS", "PostScript document"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"RIFF", "WebP image, sound or film"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"\0\0\x01\0", "icon"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\0", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound or film"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"PAR1", "Parquet table"),
    (b"SQLite format 3\0", "SQLite database"),
];

/// Refuses bytes that are no text.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), PageError> {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(PageError::Binary { kind });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(PageError::Binary { kind: "MP4 film" });
    }
    let head = &bytes[..bytes.len().min(SNIFF)];
    // A stray zero byte deep inside a long page is damage; at its beginning, or often, it is another kind of file.
    if memchr(0, head).is_some() || memchr_iter(0, bytes).count() > bytes.len() / 1000 {
        return Err(PageError::Binary { kind: "file of binary data" });
    }
    Ok(())
}

/// Tags that prove a text to be HTML; any end tag does too.
const TAGS: &[&str] = &[
    "!doctype", "!--", "?xml", "a", "article", "b", "body", "br", "center", "div", "dl", "em", "font", "form", "h1", "h2", "h3",
    "h4", "head", "header", "hr", "html", "i", "img", "li", "link", "main", "meta", "ol", "p", "script", "section", "span",
    "strong", "style", "table", "tbody", "td", "title", "tr", "u", "ul",
];

/// Whether the beginning of a text holds an HTML tag.
pub(super) fn is_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    let head = &bytes[..bytes.len().min(SNIFF)];
    memchr_iter(b'<', head).any(|at| {
        let rest = &head[at + 1..];
        let closes = rest.first() == Some(&b'/') && rest.get(1).is_some_and(u8::is_ascii_alphabetic);
        closes || TAGS.iter().any(|tag| starts_tag(rest, tag.as_bytes()))
    })
}

/// Whether `text` begins with this tag name and not with a longer one.
fn starts_tag(text: &[u8], tag: &[u8]) -> bool {
    let Some((name, rest)) = text.split_at_checked(tag.len()) else { return false };
    name.eq_ignore_ascii_case(tag) && (tag.starts_with(b"!") || rest.first().is_some_and(|b| b" \t\r\n/>".contains(b)))
}
