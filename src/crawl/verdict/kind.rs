//! Whether an answer is of a kind that can be read.

/// Types of content that are pages or documents, by what they begin with.
const READABLE: &[&str] = &[
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/rdf",
    "application/pdf",
    "application/msword",
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml",
];

/// Types that say nothing: the bytes decide.
const UNSAID: &[&str] =
    &["", "application/octet-stream", "application/force-download", "application/download", "application/x-download"];

/// Types that begin like a readable one and are not.
const UNREADABLE: &[&str] = &["text/css", "text/javascript", "text/calendar", "text/vcard", "text/x-vcard"];

/// First bytes of documents that can be read.
const DOCUMENTS: &[&[u8]] = &[b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"];

/// First bytes of files that are never read, whatever the server calls them.
const NEVER: &[&[u8]] = &[
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"RIFF",
    b"II*\0",
    b"MM\0*",
    b"\0\0\x01\0",
    b"BZh",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"ID3",
    b"OggS",
    b"wOFF",
    b"wOF2",
    b"MZ\x90\0",
];

/// Bytes looked at.
const HEAD: usize = 512;

/// Whether an answer can be read as a page or document, by its first bytes and, where they leave it open, its declared type.
///
/// Servers call PDFs `text/html` and pages `application/octet-stream`; the bytes are right.
pub fn is_readable(content_type: Option<&str>, body: &[u8]) -> bool {
    let head = &body[..body.len().min(HEAD)];
    if DOCUMENTS.iter().any(|magic| head.starts_with(magic)) {
        return is_no_spreadsheet(content_type);
    }
    if NEVER.iter().any(|magic| head.starts_with(magic)) || head.get(4..8) == Some(b"ftyp") {
        return false;
    }
    let declared = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let begins = |kinds: &[&str]| kinds.iter().any(|kind| declared.starts_with(kind));
    if begins(UNREADABLE) {
        return looks_like_html(head);
    }
    if begins(READABLE) || declared.ends_with("+xml") && !declared.starts_with("image/") {
        return true;
    }
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    looks_like_html(head) || UNSAID.contains(&declared.as_str()) && (is_utf16 || !head.contains(&0))
}

/// Office files share their first bytes; a ZIP or OLE file that says it is something other than a text is none.
fn is_no_spreadsheet(content_type: Option<&str>) -> bool {
    const OTHERS: [&str; 7] = ["excel", "spreadsheet", "powerpoint", "presentation", "zip", "image/", "video/"];
    let declared = content_type.unwrap_or_default().to_ascii_lowercase();
    !OTHERS.iter().any(|other| declared.contains(other))
}

fn looks_like_html(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    ["<!doctype html", "<html", "<head"]
        .iter()
        .any(|tag| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes())))
}
