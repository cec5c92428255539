//! Cuts a page into tags and the text between them, before and without parsing it.
//!
//! The scan follows the tokenizer's rules for tags, quotes, comments and raw text, at a few per cent of the parser's cost. What a
//! tag does to the tree it does not know.

use memchr::{memchr, memchr2, memmem};

/// Elements whose content is raw text up to their own end tag.
const RAW: &[&str] = &["script", "style", "textarea", "title", "iframe", "xmp", "noscript", "noembed", "noframes", "plaintext"];

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text between tags, character references as they are written.
    Text(&'t str),
    /// A tag with its name as it is written, the number of its attributes, and all of it.
    Tag { name: &'t str, is_end: bool, attributes: usize, source: &'t str },
    /// What stands between a `<script>`, `<style>` and the like, whose tag came just before, and its end tag.
    Raw { name: &'t str, text: &'t str },
    /// A comment, doctype, processing instruction or CDATA section.
    Declaration(&'t str),
}

/// Hands over the pieces of a page in order, until `take` refuses one; returns whether it refused.
pub(super) fn scan<'t>(text: &'t str, mut take: impl FnMut(Piece<'t>) -> bool) -> bool {
    let bytes = text.as_bytes();
    // Every offset stands beside an ASCII byte or at an end, so it is a character boundary.
    let piece = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let (mut text_from, mut at) = (0, 0);
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let is_end = bytes.get(start + 1) == Some(&b'/');
        let name = start + 1 + usize::from(is_end);
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            match bytes.get(start + 1) {
                Some(b'!') => at = after_declaration(bytes, start),
                Some(b'?' | b'/') => at = after(bytes, start, b">"),
                _ => {
                    // A mere sign in the text.
                    at = start + 1;
                    continue;
                }
            }
            if !take(Piece::Text(piece(text_from, start))) || !take(Piece::Declaration(piece(start, at))) {
                return true;
            }
            text_from = at;
            continue;
        }
        let name_end = skip(bytes, name, |byte| !is_blank(byte) && byte != b'/' && byte != b'>');
        let (end, attributes) = attributes(bytes, name_end);
        let name = piece(name, name_end);
        let before = piece(text_from, start);
        if !before.is_empty() && !take(Piece::Text(before))
            || !take(Piece::Tag { name, is_end, attributes, source: piece(start, end) })
        {
            return true;
        }
        (text_from, at) = (end, end);
        if !is_end && let Some(raw_end) = raw_end(bytes, name, end) {
            if !take(Piece::Raw { name, text: piece(end, raw_end) }) {
                return true;
            }
            (text_from, at) = (raw_end, raw_end);
        }
    }
    !take(Piece::Text(piece(text_from, bytes.len())))
}

/// The offset behind the next `needle`, or the end.
fn after(bytes: &[u8], from: usize, needle: &[u8]) -> usize {
    memmem::find(&bytes[from..], needle).map_or(bytes.len(), |at| from + at + needle.len())
}

/// The offset behind a comment or doctype that begins at `start`.
fn after_declaration(bytes: &[u8], start: usize) -> usize {
    match &bytes[start..] {
        [b'<', b'!', b'-', b'-', b'>', ..] => start + 5,
        [b'<', b'!', b'-', b'-', b'-', b'>', ..] => start + 6,
        [b'<', b'!', b'-', b'-', ..] => after(bytes, start + 4, b"-->").min(after_bang(bytes, start + 4)),
        _ => after(bytes, start, b">"),
    }
}

/// The offset behind a comment's rare other end, `--!>`, as far as one stands before the ordinary end.
fn after_bang(bytes: &[u8], from: usize) -> usize {
    let end = memmem::find(&bytes[from..], b"-->").map_or(bytes.len(), |at| from + at);
    memmem::find(&bytes[from..end], b"--!>").map_or(bytes.len(), |at| from + at + 4)
}

/// If a tag of this name opens raw text, which begins at `from`, the offset of its end tag.
fn raw_end(bytes: &[u8], name: &str, from: usize) -> Option<usize> {
    let first = name.as_bytes().first()?.to_ascii_lowercase();
    let raw = RAW.iter().find(|raw| raw.as_bytes()[0] == first && raw.eq_ignore_ascii_case(name))?;
    if *raw == "script" {
        return Some(script_end(bytes, from));
    }
    let mut at = from;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        at += found + 2;
        if names(&bytes[at..], raw.as_bytes()) {
            return Some(at - 2);
        }
    }
    Some(bytes.len())
}

/// The offset of the end tag of a script that begins at `from`. Behind `<!--`, an inner `<script>` has its own end tag.
fn script_end(bytes: &[u8], from: usize) -> usize {
    let (mut in_comment, mut in_inner) = (false, false);
    let mut at = from;
    // The end of a comment matters only where one has begun.
    let next = |at: usize, in_comment| match in_comment {
        true => memchr2(b'<', b'-', &bytes[at..]),
        false => memchr(b'<', &bytes[at..]),
    };
    while let Some(found) = next(at, in_comment) {
        at += found;
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            in_comment = true;
            at += 2;
        } else if rest.starts_with(b"-->") {
            (in_comment, in_inner) = (false, false);
        } else if in_comment && !in_inner && names(rest, b"<script") {
            in_inner = true;
        } else if names(rest, b"</script") {
            if !in_inner {
                return at;
            }
            in_inner = false;
        }
        at += 1;
    }
    bytes.len()
}

/// Whether `bytes` begin with this name of a tag and not with a longer name.
fn names(bytes: &[u8], tag: &[u8]) -> bool {
    let Some((name, rest)) = bytes.split_at_checked(tag.len()) else { return false };
    name.eq_ignore_ascii_case(tag) && rest.first().is_some_and(|&byte| is_blank(byte) || matches!(byte, b'/' | b'>'))
}

/// Follows a tag from behind its name to behind its `>`; returns that offset and the number of attributes.
fn attributes(bytes: &[u8], name_end: usize) -> (usize, usize) {
    let mut at = name_end;
    let mut count = 0;
    loop {
        at = skip(bytes, at, |byte| is_blank(byte) || byte == b'/');
        match bytes.get(at) {
            None => return (bytes.len(), count),
            Some(b'>') => return (at + 1, count),
            Some(_) => count += 1,
        }
        at = skip(bytes, at + 1, |byte| !ENDS_NAME[usize::from(byte)]);
        match bytes.get(at) {
            Some(b'=') => {}
            Some(byte) if is_blank(*byte) => {
                let equals = skip(bytes, at, is_blank);
                if bytes.get(equals) != Some(&b'=') {
                    continue;
                }
                at = equals;
            }
            _ => continue,
        }
        at = after_value(bytes, skip(bytes, at + 1, is_blank));
    }
}

/// The bytes that end an attribute's name.
static ENDS_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let mut i = 0;
    while i < ENDS.len() {
        ends[ENDS[i] as usize] = true;
        i += 1;
    }
    ends
};
const ENDS: &[u8] = b" \t\n\r\x0c/>=";

/// The offset behind an attribute's value.
fn after_value(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |found| at + 1 + found + 1),
        _ => skip(bytes, at, |byte| !is_blank(byte) && byte != b'>'),
    }
}

/// The first offset from `at` on whose byte does not fit.
fn skip(bytes: &[u8], at: usize, fits: impl Fn(u8) -> bool) -> usize {
    let at = at.min(bytes.len());
    bytes[at..].iter().position(|&byte| !fits(byte)).map_or(bytes.len(), |found| at + found)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Whether some tag has more than `limit` attributes.
///
/// The parser compares every attribute of a tag with all before it, and the tree does not hear of a tag before it is whole: a tag
/// with 100 000 attributes costs seconds that no check between two feeds can stop.
pub(super) fn flooded(text: &str, limit: usize) -> bool {
    scan(text, |piece| !matches!(piece, Piece::Tag { attributes, .. } if attributes > limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        scan(text, |piece| {
            match piece {
                Piece::Text(text) => pieces.push(text.to_owned()),
                Piece::Raw { text, .. } => pieces.push(format!("[{text}]")),
                Piece::Tag { name, is_end, .. } => pieces.push(format!("{}{name}", if is_end { "/" } else { "" })),
                Piece::Declaration(_) => pieces.push("!".to_owned()),
            }
            true
        });
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    #[test]
    fn tags_text_raw_text_and_comments() {
        let page = "<!DOCTYPE html><P a='>'>5 < 6<br/>ż<script>a<b</script><!-- <i> --><title>a<b</title></p>koniec";
        let expected =
            ["!", "P", "5 < 6", "br", "ż", "script", "[a<b]", "/script", "!", "title", "[a<b]", "/title", "/p", "koniec"];
        assert_eq!(pieces(page), expected);
    }

    #[test]
    fn a_script_full_of_comparisons_is_no_tag() {
        assert!(!flooded("<script>if (a<b) { x y z w v u }</script><p class=a id=b>", 3));
    }

    #[test]
    fn quoted_values_are_one_attribute() {
        assert!(!flooded("<a title='x > y z w v u' href=a/b/c>", 2));
    }

    #[test]
    fn a_value_may_begin_with_an_equals_sign() {
        assert!(flooded("<a b==\" c d e f \">", 4));
    }

    #[test]
    fn a_flood_behind_an_unclosed_comment_look_alike_is_seen() {
        assert!(flooded("<!--> <a b c d e>", 3));
    }
}
