//! Text of strangers made harmless to look at.

use maud::{Markup, html};
use std::borrow::Cow;

/// Stands for a character that would not be seen.
const SHOWN: char = '\u{2426}';

/// Whether a character changes what is seen without being seen itself: controls, marks that turn the direction of text round, letters
/// that are nothing but room (fillers, the soft hyphen), and tags and selectors that can hold a whole hidden text.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The hidden characters as a regular expression of JavaScript, so that scripts show the same ones: `[\u0000-\u0008…]`, and those of two
/// units each.
#[cfg(test)]
fn hidden_characters() -> String {
    use std::fmt::Write;
    let mut class = String::from("[");
    let mut first = None;
    for unit in 0..=0x1_0000_u32 {
        let hidden = unit <= 0xffff && char::from_u32(unit).is_some_and(is_hidden);
        match (first, hidden) {
            (None, true) => first = Some(unit),
            (Some(start), false) => {
                let last = unit - 1;
                let _ =
                    if start == last { write!(class, "\\u{start:04x}") } else { write!(class, "\\u{start:04x}-\\u{last:04x}") };
                first = None;
            }
            _ => {}
        }
    }
    class.push_str(r"]|[\udb40-\udb43][\udc00-\udfff]");
    class
}

/// A text with every hidden character shown as `␦`, one for each of its UTF-16 units, so that places counted in units stay what they
/// are. It still has to be escaped.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { (0..c.len_utf16()).for_each(|_| shown.push(SHOWN)) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Text of a page within text of ours: its direction stays its own.
pub fn outside(text: &str) -> Markup {
    html! { bdi { (visible(text)) } }
}

/// An address as a link, if it is one of the web; else as mere text.
pub fn link(address: &str) -> Markup {
    let shown = visible(address);
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|of| of.eq_ignore_ascii_case(scheme)));
    html! {
        @if is_web && shown == address { a href=(address) rel="noopener noreferrer" referrerpolicy="no-referrer" { bdi { (shown) } } }
        @else { bdi { (shown) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_of_direction_is_seen_and_keeps_its_place() {
        assert_eq!(visible("umowa \u{202e}lata\u{202c}"), "umowa \u{2426}lata\u{2426}");
        assert!(matches!(visible("zwykły tekst\nw dwóch\twierszach"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_text_of_nothing_that_is_seen_is_no_empty_text() {
        assert_eq!(visible("\u{3164}\u{ad}\u{34f}\u{115f}\u{1160}\u{180e}"), "\u{2426}".repeat(6));
        let tags = "most\u{e0041}\u{e007f}";
        assert_eq!(visible(tags), "most\u{2426}\u{2426}\u{2426}\u{2426}");
        assert_eq!(visible(tags).encode_utf16().count(), tags.encode_utf16().count());
    }

    #[test]
    fn scripts_and_pages_hide_nothing_of_each_other() {
        let hidden = hidden_characters();
        assert!(hidden.starts_with("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c"), "{hidden}");
        assert!(include_str!("assets/shared.js").contains(&format!("/{hidden}/g")), "{hidden}");
        let (class, _) = hidden.split_once('|').unwrap();
        let same = regex::Regex::new(&regex_of_rust(class)).unwrap();
        for c in '\u{0}'..=char::MAX {
            let mut units = [0; 2];
            let is_same = match *c.encode_utf16(&mut units) {
                [high, low] => (0xdb40..=0xdb43).contains(&high) && (0xdc00..=0xdfff).contains(&low),
                _ => same.is_match(c.encode_utf8(&mut [0; 4])),
            };
            assert_eq!(is_same, is_hidden(c), "{c:?}");
        }
    }

    /// `\u0000` of JavaScript as Rust writes it.
    fn regex_of_rust(class: &str) -> String {
        regex::Regex::new(r"\\u([0-9a-f]{4})").unwrap().replace_all(class, r"\x{$1}").into_owned()
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert!(
            link("https://gmina.example/a?b=\"1\"")
                .into_string()
                .starts_with("<a href=\"https://gmina.example/a?b=&quot;1&quot;\"")
        );
        for other in
            ["javascript:alert(1)", " https://x", "data:text/html,x", "file:///etc/passwd", "//x.example", "HTTPS\u{202e}://"]
        {
            assert!(!link(other).into_string().contains("<a"), "{other}");
        }
    }
}
