//! Looks for tags with a flood of attributes, before parsing.
//!
//! The parser compares every attribute of a tag with all before it, and the tree does not hear of a tag before it is whole: a tag
//! with 100 000 attributes costs seconds that no check between two feeds can stop. This scan follows the tokenizer's rules for
//! tags, quotes, comments and raw text, at a few per cent of the parser's cost.

use memchr::{memchr, memchr2, memmem};

/// Elements whose content is raw text up to their own end tag.
const RAW: &[&str] = &["script", "style", "textarea", "title", "iframe", "xmp", "noscript", "noembed", "noframes", "plaintext"];

/// Whether some tag has more than `limit` attributes.
pub(super) fn flooded(text: &str, limit: usize) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        let start = at + found;
        at = match bytes.get(start + 1) {
            Some(b'!') => after_declaration(bytes, start),
            Some(b'?') => after(bytes, start, b">"),
            Some(b'/') => match bytes.get(start + 2) {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let (end, count) = tag(bytes, start + 2);
                    if count > limit {
                        return true;
                    }
                    end
                }
                _ => after(bytes, start, b">"),
            },
            Some(letter) if letter.is_ascii_alphabetic() => {
                let (end, count) = tag(bytes, start + 1);
                if count > limit {
                    return true;
                }
                after_raw_text(bytes, start + 1, end)
            }
            _ => start + 1,
        };
    }
    false
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

/// If the tag whose name begins at `name` opens raw text, the offset of its end tag; else `end`.
fn after_raw_text(bytes: &[u8], name: usize, end: usize) -> usize {
    let long = bytes[name..].iter().take(11).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let Some(raw) = RAW.iter().find(|raw| raw.as_bytes().eq_ignore_ascii_case(&bytes[name..name + long])) else { return end };
    if *raw == "script" {
        return script_end(bytes, end);
    }
    let mut at = end;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        at += found + 2;
        if names(&bytes[at..], raw.as_bytes()) {
            return at - 2;
        }
    }
    bytes.len()
}

/// The offset of the end tag of a script that begins at `from`. Behind `<!--`, an inner `<script>` has its own end tag.
fn script_end(bytes: &[u8], from: usize) -> usize {
    let (mut in_comment, mut in_inner) = (false, false);
    let mut at = from;
    while let Some(found) = memchr2(b'<', b'-', &bytes[at..]) {
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

/// Follows a tag from its name to behind its `>`; returns that offset and the number of attributes.
fn tag(bytes: &[u8], name: usize) -> (usize, usize) {
    let mut at = skip(bytes, name, |byte| !is_blank(byte) && byte != b'/' && byte != b'>');
    let mut count = 0;
    loop {
        at = skip(bytes, at, |byte| is_blank(byte) || byte == b'/');
        match bytes.get(at) {
            None => return (bytes.len(), count),
            Some(b'>') => return (at + 1, count),
            Some(_) => count += 1,
        }
        at = skip(bytes, at + 1, |byte| !is_blank(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let equals = skip(bytes, at, is_blank);
        if bytes.get(equals) == Some(&b'=') {
            at = after_value(bytes, skip(bytes, equals + 1, is_blank));
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

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
