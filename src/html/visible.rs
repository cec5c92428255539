//! Text of strangers made harmless to look at.

use maud::{Markup, html};
use std::borrow::Cow;

/// Stands for a character that would not be seen.
const SHOWN: char = '\u{2426}';

/// Whether a character changes what is seen without being seen itself: controls, and marks that turn the direction of text round.
/// All of them are one UTF-16 unit, as their stand-in is, so that places counted in units stay what they are.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The hidden characters as a class of a regular expression of JavaScript, so that scripts show the same ones: `[\u0000-\u0008…]`.
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
    class.push(']');
    class
}

/// A text with every hidden character shown as `␦`. It still has to be escaped.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) {
        Cow::Owned(text.chars().map(|c| if is_hidden(c) { SHOWN } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
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
    fn scripts_and_pages_hide_nothing_of_each_other() {
        let class = hidden_characters();
        assert!(class.starts_with("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c"), "{class}");
        assert!(include_str!("assets/shared.js").contains(&format!("/{class}/g")), "{class}");
        let same = regex::Regex::new(&regex_of_rust(&class)).unwrap();
        for c in '\u{0}'..=char::MAX {
            assert_eq!(same.is_match(c.encode_utf8(&mut [0; 4])), is_hidden(c), "{c:?}");
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
