//! Tells what a page holds but does not show.
//!
//! Notices that stand only in hidden templates and sliders are not what the page says. Only what an element says of itself counts:
//! style sheets are not read.

use memchr::memchr_iter;

/// Whether an inline style holds `display: none` or `visibility: hidden`.
pub(super) fn style_hides(style: &str) -> bool {
    memchr_iter(b':', style.as_bytes()).any(|colon| {
        let (name, value) = (&style.as_bytes()[..colon], &style.as_bytes()[colon + 1..]);
        let is =
            |known: &[u8], hides: &[u8]| ends_with(name.trim_ascii_end(), known) && begins_with(value.trim_ascii_start(), hides);
        is(b"display", b"none") || is(b"visibility", b"hidden")
    })
}

fn ends_with(name: &[u8], known: &[u8]) -> bool {
    let Some(start) = name.len().checked_sub(known.len()) else { return false };
    let is_whole = start == 0 || matches!(name[start - 1], b';' | b' ' | b'\t' | b'\n' | b'\r' | b'/');
    is_whole && name[start..].eq_ignore_ascii_case(known)
}

fn begins_with(value: &[u8], known: &[u8]) -> bool {
    value.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
}
